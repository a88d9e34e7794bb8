"""Choose one of many: type to narrow, arrows to move, Enter to take."""

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import ClassVar, Generic, Protocol, TypeVar, cast

from textual import on
from textual.reactive import reactive
from textual.widget import Widget
from textual.widgets import Input
from textual.worker import Worker

from crm.screens.dialog import Dialog
from crm.text import cell_width
from crm.verbs import Verb, Verbal
from crm.widgets.drawing import aligned
from crm.widgets.lines import Line, Lines
from crm.words import _
from db.names import fold

T = TypeVar("T")

CHOOSING = "Choosing"
LABEL, DETAIL = 32, 30  # cells that names and details get in any case
TALLEST, AROUND = 22, 6  # lines of the frame; of them around the items


@dataclass(frozen=True)
class Item(Generic[T]):
    """Something to choose. With a `reason` it cannot be chosen now, and the reason stands there."""

    value: T
    label: str
    detail: str = ""
    lead: str = ""
    reason: str | None = None


Look = Callable[[str], Awaitable[Sequence[Item[T]]]]


class Asked(Protocol):
    """The dialogue around the input: it does what a key asks for."""

    def asked(self, what: str) -> "Worker[None] | None": ...


class PickInput(Verbal, Input):
    """Where one types, while the arrows move in the list beneath."""

    cursor_blink = reactive(False, init=False)  # a blink paints for ever

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("pick.down", "down", "Down", "Go one line down.", False, CHOOSING),
        Verb("pick.up", "up", "Up", "Go one line up.", False, CHOOSING),
        Verb("pick.page_down", "pagedown", "Page down", "Go one page down.", False, CHOOSING),
        Verb("pick.page_up", "pageup", "Page up", "Go one page up.", False, CHOOSING),
        Verb("pick.take", "enter", "Take", "Take the line under the cursor.", True, CHOOSING),
    )

    @property
    def _pick(self) -> "Asked":
        return cast("Asked", self.screen)

    def action_pick_down(self) -> "Worker[None] | None":
        return self._pick.asked("down")

    def action_pick_up(self) -> "Worker[None] | None":
        return self._pick.asked("up")

    def action_pick_page_down(self) -> "Worker[None] | None":
        return self._pick.asked("page_down")

    def action_pick_page_up(self) -> "Worker[None] | None":
        return self._pick.asked("page_up")

    def action_pick_take(self) -> "Worker[None] | None":
        return self._pick.asked("take")


class Pick(Dialog[T | None], Generic[T]):
    """Dismissed with the value taken, or None. `choices` is a list, or is awaited with what was typed."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("pick.cancel", "escape", "Cancel", "Choose nothing.", True, CHOOSING),
    )

    DEFAULT_CSS = """
    Pick {
        & > .frame { height: 22; }
        & Lines { height: 1fr; margin-top: 1; }
    }
    """

    def __init__(
        self,
        heading: str,
        choices: Sequence[Item[T]] | Look[T],
        *,
        hint: str = "type to narrow",
        typed: str = "",
        nothing: str = "Nothing matches.",
        at: int = 0,
    ) -> None:
        super().__init__(heading)
        self._choices = choices
        self._hint, self._typed = hint, typed
        self._nothing = nothing
        self._shown: str | None = None  # what was typed for the items shown
        self._at = at  # the line that the cursor begins on

    def body(self) -> Sequence[Widget]:
        return [PickInput(self._typed, placeholder=_(self._hint), compact=True), Lines()]

    def on_mount(self) -> None:
        self.query_one(Lines).always_lit = True
        self.query_one(Lines).can_focus = False
        self.query_one(PickInput).focus()
        if not callable(self._choices):
            self.query_one(".frame").styles.height = min(TALLEST, len(self._choices) + AROUND)
        self._look(self._typed)
        self.query_one(Lines).go(self._at)

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        self._look(event.value)

    def _look(self, text: str) -> None:
        if callable(self._choices):
            self.run_worker(self._looked(self._choices, text), group="look", exclusive=True)
        else:
            self._show(narrowed(self._choices, text))

    async def _looked(self, look: Look[T], text: str) -> None:
        self._show(await look(text))
        self._shown = text

    def _show(self, items: Sequence[Item[T]]) -> None:
        nothing = [Line(((_(self._nothing), "muted"),))]
        self.query_one(Lines).show((lambda width: item_lines(items, width)) if items else nothing)

    def asked(self, what: str) -> "Worker[None] | None":
        """Do what a key asks for; the worker, if what was typed is still being looked up."""
        if self._shown != self.query_one(PickInput).value and callable(self._choices):
            return self.run_worker(
                self._when_found(what, self._choices), exclusive=True, group="look"
            )
        self._steer(what)
        return None

    async def _when_found(self, what: str, look: Look[T]) -> None:
        await self._looked(look, self.query_one(PickInput).value)
        self._steer(what)

    def _steer(self, what: str) -> None:
        lines = self.query_one(Lines)
        if what == "take":
            self._take(lines.target)
        else:
            getattr(lines, f"action_list_{what}")()

    @on(Lines.Opened)
    def _opened(self, event: Lines.Opened) -> None:
        self._take(event.target)

    def _take(self, item: object) -> None:
        if not isinstance(item, Item):
            return
        if item.reason:
            self.notify(item.reason, severity="warning", markup=False)
        else:
            self.dismiss(item.value)

    def action_pick_cancel(self) -> None:
        self.dismiss(None)


def narrowed(items: Sequence[Item[T]], text: str) -> list[Item[T]]:
    """The items that have every typed word, in any script; those that begin with it first."""
    words = fold(text).split()
    found = [(fold(f"{item.label} {item.detail} {item.lead}"), item) for item in items]
    found = [(key, item) for key, item in found if all(word in key for word in words)]
    found.sort(key=lambda pair: not pair[0].startswith(" ".join(words)))
    return [item for _, item in found]


def _widest(texts: Iterable[str]) -> int:
    return max(map(cell_width, texts), default=0)


def item_lines(items: Sequence[Item[T]], width: int) -> list[Line]:
    """Items in columns: what leads them, their names, their details or why they cannot be chosen."""
    leads = _widest(item.lead for item in items)
    details = min(_widest(item.reason or item.detail for item in items), DETAIL)
    room = width - (leads + 2 if leads else 0) - (details + 2 if details else 0)
    names = min(_widest(item.label for item in items), max(room, LABEL))
    return [_line(item, leads, names, room + details - names) for item in items]


def _line(item: Item[T], lead: int, name: int, rest: int) -> Line:
    tone = "disabled" if item.reason else ""
    parts = [(aligned(item.lead, lead + 2), tone or "accent")] if lead else []
    said = item.reason or item.detail
    label = (aligned(item.label, name), tone)
    return Line(
        (*parts, label, (f"  {aligned(said, rest)}" if said else "", tone or "muted")), item
    )
