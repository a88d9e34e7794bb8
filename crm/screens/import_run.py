"""The last step of an import: it comes in as one change set, and what came of it stands here."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.widget import Widget
from textual.widgets import Static

from crm.exchange import apply
from crm.exchange.apply import Result
from crm.exchange.findings import WORDS
from crm.exchange.intake import Intake, bring
from crm.screens import import_words as say
from crm.screens.folders import in_words
from crm.screens.import_dialog import IMPORT, ImportDialog
from crm.screens.import_progress import TICK, Running, smoothly
from crm.text import assemble, one_line
from crm.verbs import Verb
from crm.widgets.drawing import wrapped
from crm.widgets.lines import Line, Lines
from crm.words import sentence_of
from db.errors import Problem
from db.fates import Verdict

if TYPE_CHECKING:
    from db.history import Reversal

MOST = 200  # rows named that were not taken; the file of rejected rows has them all
STOP = Verb("run.stop", "escape", "Stop", "Stop; nothing of it is kept.", True, IMPORT)
CLOSE = Verb("run.close", "escape,enter", "Close", "Back to the list.", True, IMPORT)
REVERT = Verb("run.revert", "r,z", "Take back", "Take this import back, whole.", True, IMPORT)


class RunScreen(ImportDialog[Result | None]):
    """Dismissed with the result, or None where nothing was imported."""

    VERBS: ClassVar[tuple[Verb, ...]] = (REVERT, STOP, CLOSE)

    DEFAULT_CSS = "RunScreen Lines { height: 1fr; margin-top: 1; }"

    def __init__(self, intake: Intake, rows: int | None) -> None:
        super().__init__(f"Import {intake.path.name}")
        self.intake = intake
        self.running: Running | None = Running(intake.path.name, rows)
        self.result: Result | None = None
        self.reverted: Reversal | None = None

    def body(self) -> Sequence[Widget]:
        return [
            Static("", classes="about", markup=False),
            Static("", classes="said", markup=False),
            Lines(),
        ]

    def on_mount(self) -> None:
        self.query_one(Lines).focus()
        self.set_interval(TICK, self._tick)
        self._tick()
        self._bring()

    def on_unmount(self) -> None:
        if self.running:
            self.running.stop()

    def _tick(self) -> None:
        if self.running:
            self._head(self.running.words("Importing"))

    def _head(self, words: str) -> None:
        self.query_one(".about", Static).update(assemble((words, "bold")))

    @work(group="import")
    async def _bring(self) -> None:
        assert self.running
        try:
            self.result = await self.desk.run(partial(self._brought, self.running))
        except Problem as problem:
            self.complain(sentence_of(problem))
            self._head("Nothing was imported.")
        self.running = None
        if self.result:
            self._show(self.result)
        self.refresh_bindings()

    def _brought(self, running: Running) -> Result:
        with smoothly():
            return bring(self.desk.record, self.intake, running.watch, dry_run=False)

    def _show(self, result: Result) -> None:
        self._head(say.counts_words(result.counts))
        self.query_one(Lines).show(partial(self._lines, result))

    def _lines(self, result: Result, width: int) -> list[Line]:
        told = [*result_lines(result, self.reverted)]
        return [line for text, tone in told for line in _wrapped(text, tone, width)]

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if parameters == (STOP.id,):
            return self.running is not None
        return parameters != (CLOSE.id,) or self.running is None

    def available(self, verb: Verb) -> str | None:
        if verb == REVERT:
            return self._why_not()
        return super().available(verb)

    def _why_not(self) -> str | None:
        if self.reverted:
            return "It was taken back already."
        if self.result is None:
            return "Nothing was imported, so there is nothing to take back."
        return None

    def action_run_stop(self) -> None:
        if self.running:
            self.running.stop()
            self._tick()

    def action_run_close(self) -> None:
        self.dismiss(self.result)

    @work(exclusive=True, group="revert")
    async def action_run_revert(self) -> None:
        run = self.result.run if self.result else None
        if self.result is None or run is None:
            return
        back = partial(apply.revert, self.desk.record, run)
        self.reverted = await self.attempt(self.desk.run(back))
        if self.reverted:
            self._show(self.result)
            self._head(f"{run} is taken back.")
            self.refresh_bindings()


def result_lines(result: Result, reverted: "Reversal | None") -> Iterator[tuple[str, str]]:
    """Counts that add up, how to take it back, where the rejected rows are, and why."""
    yield f"{result.read:>9,}  read", "title"
    for verdict in Verdict:
        count = result.counts.get(verdict, 0)
        yield f"{count:>9,}  {WORDS[verdict]}", say.TONES.get(verdict, "") if count else "muted"
    if result.created_organisations:
        yield f"{result.created_organisations:>9,}  organisations added on the way", ""
    yield "", ""
    yield from _way_back(result, reverted)
    if result.rejects_file:
        yield f"The rejected rows are in {in_words(result.rejects_file)}", "accent"
        yield "with the reason beside each: mend them there, then import that file.", ""
    yield from _not_taken(result)


def _way_back(result: Result, reverted: "Reversal | None") -> Iterator[tuple[str, str]]:
    if reverted is None:
        yield f"{result.run} · crm revert {result.run} or r here to take it back", "accent"
        return
    yield f"Taken back: {reverted.label}. Z in a list brings it back.", "accent"
    if reverted.kept:
        refs = ", ".join(kept.ref for kept in reverted.kept[:12])
        yield f"Kept, because they were changed since: {refs}", "warn"


def _not_taken(result: Result) -> Iterator[tuple[str, str]]:
    if not len(result.fates):
        return
    yield "", ""
    yield "Not taken", "heading"
    for told in result.fates.page(0, MOST):
        fate = told.fate
        why = say.by_key(fate.reason) if fate.verdict is Verdict.rejected else fate.reason
        yield f"Row {fate.number:,}, {one_line(told.name)}: {why}", ""
    if len(result.fates) > MOST:
        yield f"and {len(result.fates) - MOST:,} more rows", "muted"


def _wrapped(text: str, tone: str, width: int) -> list[Line]:
    return [Line(((part, tone),)) for part in wrapped(text, width)] if text else [Line()]
