"""What can be shown of a long answer while all of it is still being asked for."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")
AT_ONCE = 0.03  # seconds: two frames; whoever answers sooner needs nothing before it


async def early(
    whole: "asyncio.Future[Any]", ask: Callable[[], Coroutine[Any, Any, T]]
) -> T | None:
    """What `ask` gives, if it comes while `whole` is still to come."""
    await asyncio.wait({whole}, timeout=AT_ONCE)
    if whole.done():
        return None
    asked = asyncio.ensure_future(ask())
    try:
        await asyncio.wait({whole, asked}, return_when=asyncio.FIRST_COMPLETED)
        return asked.result() if asked.done() and not whole.done() else None
    finally:
        asked.cancel()
