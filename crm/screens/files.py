"""Choose a file by typing its path, with what is in the folder beneath; or say where to save one."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import ClassVar, Generic, TypeVar

from textual import on, work
from textual.widget import Widget
from textual.widgets import Input, Static
from textual.worker import Worker

from crm import config
from crm.screens.dialog import Dialog
from crm.screens.folders import Entry, Looked, in_words, look, meant, size_words, start_folder
from crm.screens.pick import CHOOSING, PickInput
from crm.screens.shown import day
from crm.text import content
from crm.verbs import Verb
from crm.widgets.drawing import aligned
from crm.widgets.lines import Line, Lines
from crm.words import _, sentence_of
from db.errors import Problem

T = TypeVar("T")


class PathInput(PickInput):
    """Where the path is typed; Tab completes it from the list."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("path.complete", "tab", "Complete", "Complete the path.", True, CHOOSING),
    )

    def action_path_complete(self) -> "Worker[None] | None":
        return self._pick.asked("complete")


class SaveInput(PathInput):
    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("pick.take", "enter", "Save", "Save under this name.", True, CHOOSING),
    )


class PickFile(Dialog[T | None], Generic[T]):
    """Dismissed with what `take` made of the file, or None; what it says is wrong stands there."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("file.cancel", "escape", "Cancel", "Choose no file.", True, CHOOSING),
    )

    DEFAULT_CSS = """
    PickFile {
        & > .frame { width: 92; height: 100%; }
        & .said { display: none; height: auto; color: $text-error; text-style: bold; }
        & Lines { height: 1fr; margin-top: 1; }
    }
    """

    def __init__(self, heading: str, take: Callable[[Path], Awaitable[T]], typed: str = "") -> None:
        super().__init__(heading)
        self._take = take
        self._typed = typed or start_folder()
        self._looked_for: str | None = None

    INPUT: ClassVar[type[PathInput]] = PathInput
    NOTHING: ClassVar[str] = "Nothing here has this in its name."

    def body(self) -> Sequence[Widget]:
        field = self.INPUT(self._typed, select_on_focus=False, compact=True)
        return [field, Static("", classes="said", markup=False), Lines()]

    def on_mount(self) -> None:
        self.lines.always_lit = True
        self.lines.can_focus = False
        self.query_one(PathInput).focus()
        self._look(self._typed)

    @property
    def lines(self) -> Lines:
        return self.query_one(Lines)

    @property
    def text(self) -> str:
        return self.query_one(PathInput).value

    def complain(self, sentence: str) -> None:
        said = self.query_one(".said", Static)
        said.update(content(sentence))
        said.display = bool(sentence)

    # Looking

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self.complain("")
        self._look(event.value)

    @work(exclusive=True, group="look")
    async def _look(self, text: str) -> None:
        self._show(text, await asyncio.to_thread(look, text))

    def _show(self, text: str, looked: Looked) -> None:
        if text != self.text:
            return  # typed on since
        self._looked_for = text
        nothing = [Line(((_(self.NOTHING), "muted"),))]
        self.lines.show(lambda width: _lines(looked, width) or nothing)

    # Taking

    def asked(self, what: str) -> "Worker[None] | None":
        if what == "take":
            self._enter()
        elif what == "complete":
            self._complete()
        else:
            getattr(self.lines, f"action_list_{what}")()
        return None

    @on(Lines.Opened)
    def _clicked(self, event: Lines.Opened) -> None:
        assert isinstance(event.target, Entry)
        self._go(event.target.path, event.target.is_folder)

    def _complete(self) -> None:
        entry = self.lines.target
        if self._looked_for == self.text and isinstance(entry, Entry):
            self.type(in_words(entry.path) + (os.sep if entry.is_folder else ""))

    def type(self, text: str) -> None:
        """Put a path into the input; what is there is looked up."""
        field = self.query_one(PathInput)
        field.value = text
        field.cursor_position = len(text)

    @work(exclusive=True, group="enter")
    async def _enter(self) -> None:
        """The entry under the cursor; where the list is not there yet, what was typed."""
        entry, text = self.lines.target, self.text
        if self._looked_for != text:
            looked = await asyncio.to_thread(look, text)
            self._show(text, looked)
            entry = next(iter(looked.entries), None)
        if isinstance(entry, Entry):
            self._go(entry.path, entry.is_folder)
        else:
            self._go(str(meant(text)), False)

    def _go(self, path: str, is_folder: bool) -> None:
        if is_folder:
            self.type(in_words(path).rstrip(os.sep) + os.sep)
        else:
            self._taken(Path(path))

    @work(exclusive=True, group="take")
    async def _taken(self, path: Path) -> None:
        try:
            made = await self._take(path)
        except Problem as problem:
            self.complain(sentence_of(problem))
            return
        await asyncio.to_thread(self.remember, path.absolute().parent)
        self.dismiss(made)

    def remember(self, folder: Path) -> None:
        """Begin here the next time."""
        config.remember(folder=str(folder))

    def action_file_cancel(self) -> None:
        self.dismiss(None)


class PickPlace(PickFile[Path]):
    """Where to save: Enter takes the path as it is typed, Tab completes it."""

    INPUT = SaveInput
    NOTHING = "A new file."

    @work(exclusive=True, group="enter")
    async def _enter(self) -> None:
        path = meant(self.text)
        if await asyncio.to_thread(path.is_dir):
            self.type(str(path).rstrip(os.sep) + os.sep)
        else:
            self._taken(path)

    def remember(self, folder: Path) -> None:
        """Where one saves is not where the next file will come from."""


def _lines(looked: Looked, width: int) -> list[Line]:
    if looked.problem:
        return [Line(((looked.problem, "warn"),))]
    lines = [_line(entry, width) for entry in looked.entries]
    if looked.more:
        lines.append(
            Line(((_("and {n} more; type a letter or two", n=f"{looked.more:,}"), "muted"),))
        )
    return lines


def _line(entry: Entry, width: int) -> Line:
    if entry.is_folder:
        name = f"..  {_('the folder above')}" if entry.name == ".." else f"{entry.name}{os.sep}"
        return Line(((name, "accent"),), entry)
    when = day(datetime.fromtimestamp(entry.changed).date()) if entry.changed else ""
    about = f"{size_words(entry.size):>8}  {when:>11}"
    tone = "muted" if entry.rank else ""
    return Line(
        ((aligned(entry.name, width - len(about) - 2), tone), (f"  {about}", "muted")), entry
    )
