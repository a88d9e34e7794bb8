"""Keys typed faster than the screen follows go where the person meant them, one after another.

Textual sends a key to what has the focus when it arrives, but does what the key asks for later: of
"tab x" typed in one burst, x would land in the field that tab is about to leave.
"""

import contextlib
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from textual import events
from textual.await_complete import AwaitComplete
from textual.message import Message
from textual.screen import Screen
from textual.widget import AwaitMount
from textual.worker import Worker, WorkerError

if TYPE_CHECKING:
    from textual.app import App

    _App = App[Any]
else:
    _App = object

Release = Callable[[], None]

PATIENCE = 2.0  # seconds that keys wait for a screen at most


class KeyDone(Message):
    """Follows a key through the same queues, so it arrives when the key was dealt with."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


class TypeAhead(_App):
    """An application that deals with one key before it looks at the next."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._typed: deque[events.Key] = deque()
        self._under_way = False
        self._number = 0  # of the key under way
        self._holds = 0
        self._asked_by: dict[Screen[Any], Worker[Any]] = {}

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key) and not event.is_forwarded:
            self._typed.append(event)
            await self._next_key()
        else:
            await super().on_event(event)

    async def _next_key(self) -> None:
        if self._under_way or self._holds or not self._typed:
            return
        self._under_way, self._number = True, self._number + 1
        event, done = self._typed.popleft(), KeyDone(self._number)
        target = self.focused or self.screen
        await super().on_event(event)
        # What closed, now or before it looks at its messages, answers no more.
        if not target.post_message(done):
            self.post_message(done)
        self.set_timer(PATIENCE, lambda: self.post_message(done))

    async def on_key_done(self, done: KeyDone) -> None:
        if done.number == self._number and self._under_way:
            self._under_way = False
            await self._next_key()

    def hold_for(self, worker: "Worker[Any]") -> None:
        """Let keys wait while a verb prepares a screen, until that is there or the verb is done."""
        self._released_by_screen = self.hold_while(worker)
        self._preparing = worker

    def hold_for_answer(self) -> None:
        """Let keys wait for what was asked for in a message: a screen, or `answered`."""
        self._released_by_screen = self._hold()

    def answered(self) -> None:
        """The message was dealt with, without a screen."""
        if self._released_by_screen:
            self._released_by_screen()
            self._released_by_screen = None

    def hold_while(self, worker: "Worker[Any]", patience: float = PATIENCE) -> Release:
        """Let keys wait until this is done: what they mean hangs on what it brings."""
        release = self._hold(patience)

        async def over() -> None:
            with contextlib.suppress(WorkerError):
                await self.workers.wait_for_complete([worker])
            release()

        self.run_worker(over(), group="type ahead", exit_on_error=False)
        return release

    _released_by_screen: Release | None = None
    _preparing: "Worker[Any] | None" = None

    def switch_mode(self, mode: str) -> AwaitMount:
        release = self._hold()
        mounted = super().switch_mode(mode)
        self.screen.call_after_refresh(release)
        return mounted

    def push_screen(self, screen: "Screen[Any] | str", *args: Any, **kwargs: Any) -> Any:
        release, waiting = self._hold(), self._released_by_screen
        self._released_by_screen = None

        def ready() -> None:
            release()
            if waiting:
                waiting()

        pushed = super().push_screen(screen, *args, **kwargs)
        if self._preparing is not None:
            self._asked_by[self.screen] = self._preparing
            self._preparing = None
        (screen if isinstance(screen, Screen) else self.screen).call_after_refresh(ready)
        return pushed

    def pop_screen(self) -> AwaitComplete:
        """Whoever asked with the screen goes on with the answer, and keys wait for that."""
        worker = self._asked_by.pop(self.screen, None)
        popped = super().pop_screen()
        if self._under_way:  # the field in which the key was typed may be gone
            self.post_message(KeyDone(self._number))
        if worker is not None and not worker.is_finished:
            self.hold_for(worker)
        return popped

    def _hold(self, patience: float = PATIENCE) -> Release:
        self._holds += 1
        held = [True]

        def release() -> None:
            if held:
                held.clear()
                self._holds -= 1
                self.call_later(self._next_key)

        self.set_timer(patience, release)
        return release
