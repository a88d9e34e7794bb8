"""The screens in a browser: on the loopback, for who has the key, and no page of another site."""

import asyncio
import os
import re
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from crm.cli import serve
from db.errors import Invalid
from tests.conftest import Files

aiohttp = pytest.importorskip("aiohttp")
DEADLINE = 60.0  # seconds


@asynccontextmanager
async def served(record: str) -> AsyncIterator[str]:
    """The address that the command says."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port = found.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "crm", "serve", "--port", str(port),
        stdout=subprocess.PIPE, env={**os.environ, "CRM_DB": record},
    )  # fmt: skip
    assert process.stdout is not None
    try:
        line = await asyncio.wait_for(process.stdout.readline(), DEADLINE)
        yield re.search(r"http://\S+", line.decode())[0]  # type: ignore[index]
    finally:
        process.terminate()
        await process.wait()


async def test_a_browser_with_the_key_sees_the_first_screen_and_nobody_else_does(
    files: Files, tmp_path: Path
) -> None:
    async with served(files.new(tmp_path / "record", seed=True)) as address:
        bare = address.split("?")[0]
        assert bare.startswith("http://127.0.0.1:")
        async with aiohttp.ClientSession() as stranger:
            assert await asyncio.wait_for(_status(stranger, bare), DEADLINE) == 403
            assert (await stranger.get(f"{bare}ws")).status == 403
        async with aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True)) as browser:
            page = await browser.get(address)
            assert page.status == 200 and "Investor desk" in await page.text()
            foreign = await browser.get(address, headers={"Origin": "https://elsewhere.example"})
            renamed = await browser.get(address, headers={"Host": "elsewhere.example"})
            assert (foreign.status, renamed.status) == (403, 403)
            async with browser.ws_connect(f"{bare}ws?width=100&height=30") as session:
                await asyncio.wait_for(_shows(session, b"Today, Wed 21 Jan 2026"), DEADLINE)


async def _status(session: "aiohttp.ClientSession", address: str) -> int:
    """Of the first answer: the address is said a moment before it is listened at."""
    while True:
        try:
            return int((await session.get(address)).status)
        except aiohttp.ClientConnectorError:
            await asyncio.sleep(0.02)


async def _shows(session: "aiohttp.ClientWebSocketResponse", text: bytes) -> None:
    seen = b""
    async for message in session:
        data = message.data
        seen += data if isinstance(data, bytes) else data.encode()
        if text in seen:
            return
    raise AssertionError(seen[-500:])


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.20", "desk.example", ""])
def test_any_other_machine_is_refused(host: str) -> None:
    with pytest.raises(Invalid, match="I serve this machine only"):
        serve.serve(host=host)
