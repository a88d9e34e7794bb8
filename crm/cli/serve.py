"""`crm serve`: the same screens in a browser of this machine, and of nobody else."""

import hmac
import logging
import os
import secrets
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from crm.cli.output import say
from crm.cli.record import Db, target
from crm.passphrase import kept
from db.errors import Invalid, Problem
from db.keys import key_of, ring

if TYPE_CHECKING:
    from aiohttp import web

LOOPBACK = ("127.0.0.1", "localhost", "::1")
COOKIE = "desk"


def serve(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Of this machine.")] = 8000,
    host: Annotated[str, typer.Option(help="The loopback; nothing else is served.")] = "127.0.0.1",
    db: Db = None,
) -> None:
    """The screens in a browser, on this machine only; it says the address to open."""
    if host not in LOOPBACK:
        raise Invalid(
            f"I serve this machine only, not {host}: whoever reached it would read the record. "
            "From elsewhere use: ssh -L 8000:127.0.0.1:8000"
        )
    ring.ask = kept  # in the browser nobody can be asked
    key_of(Path(target(db)).expanduser())
    os.environ["CRM_DB"] = target(db)  # an address may hold a password: never among the arguments
    try:
        _server(port, f"{shlex.quote(sys.executable)} -m crm").serve()
    except OSError as error:
        raise Problem(f"Port {port} is not free. Choose another one with --port.") from error


def _server(port: int, command: str) -> Any:
    try:
        from aiohttp import web
        from aiohttp.typedefs import Handler
        from textual_serve.server import Server
    except ModuleNotFoundError as error:
        raise Problem(
            "The browser needs a package. Add it with: pip install '.[browser]'"
        ) from error

    key = secrets.token_urlsafe(24)

    class Loopback(Server):
        """Answers only who has the address with its key: other users of this machine, and pages of
        other sites in the same browser, could open the port too."""

        def initialize_logging(self) -> None:
            logging.disable(logging.CRITICAL)  # its log would hold values of variables

        async def on_startup(self, app: web.Application) -> None:
            say(f"Open {self.public_url}/?key={key}", "Press ctrl+c to end.")
            sys.stdout.flush()

        async def _make_app(self) -> web.Application:
            app = await super()._make_app()
            app.middlewares.append(guard)
            return app

    @web.middleware
    async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
        came_with = request.query.get("key") or request.cookies.get(COOKIE) or ""
        if not (_is_ours(request, port) and hmac.compare_digest(came_with, key)):
            return web.Response(status=403, text="Open the address that crm serve said.")
        response = await handler(request)
        if not response.prepared:
            response.set_cookie(COOKIE, key, httponly=True, samesite="Strict")
        return response

    return Loopback(command, host="127.0.0.1", port=port, title="Investor desk")


def _is_ours(request: "web.Request", port: int) -> bool:
    """Not a page of another site, nor one that calls this machine by a name of its own."""
    own = {f"{name}:{port}" for name in ("127.0.0.1", "localhost")}
    origin = request.headers.get("Origin")
    return request.host in own and (origin is None or origin.removeprefix("http://") in own)
