"""What is shown before a long answer: only while it is still wanted."""

import asyncio

from crm.screens.early import early


async def _never() -> str:
    await asyncio.Future()
    raise AssertionError


async def test_a_quick_answer_needs_nothing_before_it() -> None:
    whole: asyncio.Future[str] = asyncio.Future()
    whole.set_result("all")
    assert await early(whole, _never) is None


async def test_the_first_rows_come_before_a_long_answer() -> None:
    async def ask() -> str:
        return "first"

    assert await early(asyncio.Future(), ask) == "first"


async def test_first_rows_that_come_too_late_are_not_waited_for() -> None:
    whole: asyncio.Future[str] = asyncio.Future()
    stopped = asyncio.Event()

    async def ask() -> str:
        whole.set_result("all")
        try:
            return await _never()
        finally:
            stopped.set()

    assert await early(whole, ask) is None
    await asyncio.wait_for(stopped.wait(), 30)
