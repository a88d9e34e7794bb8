"""The second step of an import: what would become of every row, tried out and rolled back."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import ClassVar

from textual import on, work
from textual.containers import Container
from textual.widget import Widget
from textual.widgets import Static

from crm.exchange.apply import Cancelled, Result
from crm.exchange.findings import Findings, Group, findings
from crm.exchange.intake import Intake, bring
from crm.screens import import_mend as mending
from crm.screens import import_words as say
from crm.screens.import_dialog import IMPORT, ImportDialog, Rows
from crm.screens.import_progress import TICK, Running, smoothly
from crm.screens.import_row import RowScreen, row_cells, row_detail, row_in_full
from crm.screens.import_run import RunScreen
from crm.screens.pick import Item, Pick
from crm.text import assemble, content
from crm.verbs import Verb
from crm.widgets.columns import Column
from crm.widgets.drawing import aligned
from crm.widgets.kept import Cells
from crm.widgets.lines import Line, Lines
from crm.widgets.table import LedgerTable
from crm.words import sentence_of
from db.commands.imports import OnMatch
from db.errors import Problem
from db.fates import Verdict

WIDE = 100  # cells from which the groups stand beside the rows
COLUMNS = (
    Column("number", "Row", 7, align="right", tone="muted"),
    Column("verdict", "Becomes", 9),
    Column("title", "In the file", 16, flex=2),
    Column("what", "Why, and what changes", 20, flex=4),
)
IMPORT_NOW = Verb(
    "check.import", "i,ctrl+s", "Import", "Bring it in, exactly as shown here.", True, IMPORT
)
MATCH = Verb(
    "check.match", "m", "If there", "Say what happens to a record that is there already.",
    True, IMPORT,
)  # fmt: skip
MISSING = Verb(
    "check.missing", "o", "If missing", "Add organisations that are not there, or reject the row.",
    True, IMPORT,
)  # fmt: skip
MEND = Verb(
    "check.mend", "f", "Mend", "Say what is right, for all rows of this problem.", True, IMPORT
)
LEAVE = Verb("check.leave", "x", "Leave out", "Leave the rows of this line out.", False, IMPORT)
CELL = Verb("check.cell", "e", "Mend a cell", "Mend one cell of this row.", False, IMPORT)
AGAIN = Verb("check.again", "r", "Check again", "Try it out again.", False, IMPORT)
SWAP = Verb("check.swap", "tab", "Groups, rows", "From the groups to the rows.", False, IMPORT)
STOP = Verb("check.stop", "escape", "Stop", "Stop trying it out.", True, IMPORT)
BACK = Verb("check.back", "escape", "Back", "Back to the columns.", True, IMPORT)


class CheckedRows(Rows):
    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("list.open", "enter", "All of it", "Everything about this row.", True, IMPORT),
    )


class Groups(Lines):
    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("list.open", "enter", "Rows", "Go to the rows of this line.", True, IMPORT),
    )


class CheckScreen(ImportDialog[Result | None]):
    """Dismissed with the result of the real import, or None to go back to the columns."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        IMPORT_NOW, MEND, LEAVE, CELL, MATCH, MISSING, AGAIN, SWAP, STOP, BACK,
    )  # fmt: skip

    DEFAULT_CSS = """
    CheckScreen {
        & .both { height: 1fr; layout: vertical; }
        & Lines { height: auto; max-height: 7; margin-bottom: 1; scrollbar-size-horizontal: 0; }
        & .both.-wide {
            layout: horizontal;
            & Lines { width: 40; height: 1fr; max-height: 100%; margin: 0 1 0 0; }
            & Rows { width: 1fr; }
        }
    }
    """

    def __init__(self, intake: Intake) -> None:
        super().__init__(f"Import {intake.path.name}: what would happen")
        self.intake = intake
        self.found: Findings | None = None
        self.running: Running | None = None

    def body(self) -> Sequence[Widget]:
        return [
            Static("", classes="about", markup=False),
            Static("", classes="said", markup=False),
            Container(Groups(), CheckedRows(COLUMNS, self._fetch), classes="both"),
            Static("", classes="detail", markup=False),
        ]

    def on_mount(self) -> None:
        self.query_one(Lines).focus()
        self.set_interval(TICK, self._tick)
        self.check()

    def on_unmount(self) -> None:
        if self.running:
            self.running.stop()

    def on_resize(self) -> None:
        self.query_one(".both").set_class(self.size.width >= WIDE, "-wide")

    @property
    def table(self) -> Rows:
        return self.query_one(Rows)

    # Trying it out

    @work(group="check")
    async def check(self) -> None:
        """A dry run; one that was going on is stopped first."""
        mine = Running(self.intake.path.name)
        before, self.running = self.running, mine
        if before:
            before.stop()
        self.complain("")
        self._show(None)
        try:
            found = await self.desk.run(partial(self._tried, self.intake, mine))
        except Problem as problem:
            if self.running is mine:
                stopped = isinstance(problem, Cancelled)
                self.complain(
                    "Stopped. Press r to check again." if stopped else sentence_of(problem)
                )
                found = None
        if self.running is mine:
            self.running = None
            self._show(found)

    def _tried(self, intake: Intake, running: Running) -> Findings:
        running.watch(0, 0)  # stopped before its turn came
        with smoothly():
            return findings(bring(self.desk.record, intake, running.watch, dry_run=True))

    def _tick(self) -> None:
        if self.running:
            self._say_about()

    # Showing

    def _show(self, found: Findings | None) -> None:
        self.found = found
        self._say_about()
        lines = self.query_one(Lines)
        groups = found.groups if found else ()
        lines.show(lambda width: [group_line(group, at, width) for at, group in enumerate(groups)])
        self._show_group()
        self.refresh_bindings()

    def _say_about(self) -> None:
        if self.running:
            head = self.running.words("Checking")
        elif self.found:
            head = say.counts_words(self.found.result.counts)
        else:
            head = "Nothing was checked, and nothing was written."
        self.query_one(".about", Static).update(
            assemble((head, "bold"), "\n", *_policy(self.intake), *self._missing())
        )

    def _missing(self) -> list[str | tuple[str, str]]:
        made = self.found.result.created_organisations if self.found else 0
        told = say.missing_words(self.intake.options.create_missing)
        more = f" ({made:,} of them)" if made else ""
        return [("\no ", KEY), ("Organisation not there: ", "$text-muted"), told + more]

    def _show_group(self) -> None:
        rows = self._group.rows if self._group else ()
        self.table.reload()
        self.table.set_ids(rows, keep=False)
        self._detail()

    @on(Lines.Moved)
    def _other_group(self) -> None:
        self._show_group()

    @on(Lines.Opened)
    def _into_rows(self) -> None:
        self.table.focus()

    async def _fetch(self, ids: list[int]) -> Mapping[int, Cells]:
        found = self.found
        return {at: row_cells(found, at) for at in ids} if found else {}

    @on(LedgerTable.Moved)
    def _detail(self) -> None:
        at = self.table.cursor_id
        told = row_detail(self.found, at) if self.found and at is not None else content("")
        self.query_one(".detail", Static).update(told)

    @on(LedgerTable.Opened)
    @work(exclusive=True, group="row")
    async def _opened(self, event: LedgerTable.Opened) -> None:
        if found := self.found:
            told = await self.attempt(asyncio.to_thread(row_in_full, found, event.id))
            self.app.push_screen(RowScreen(found, event.id, told or ()))

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Escape first stops what is going on, then goes back."""
        if parameters == (STOP.id,):
            return self.running is not None
        return parameters != (BACK.id,) or self.running is None

    def available(self, verb: Verb) -> str | None:
        if verb == IMPORT_NOW:
            return self._why_not()
        if verb == AGAIN and self.running:
            return "It is being checked."
        if verb in (MEND, LEAVE, CELL):
            return self._why_not_mend(verb)
        return super().available(verb)

    def _why_not(self) -> str | None:
        if self.running:
            return "Wait until every row is checked; then you know what you import."
        if self.found is None:
            return "Check it first: press r."
        counts = self.found.result.counts
        if not counts.get(Verdict.created) and not counts.get(Verdict.updated):
            return "No row would change anything, so there is nothing to import."
        return None

    def _why_not_mend(self, verb: Verb) -> str | None:
        group, found = self._group, self.found
        if found is None or group is None:
            return "Wait until every row is checked."
        if verb == CELL or (verb == LEAVE and self.table.has_focus):
            return None if self.table.cursor_id is not None else "There is no row under the cursor."
        if verb == LEAVE:
            mends = group.kind not in ("all", "created", "skipped")
            return None if mends else "Go to a line with a problem first."
        return None if mending.mendable(found, group) else "Go to a line with a problem first."

    @property
    def _group(self) -> Group | None:
        at = self.query_one(Lines).target
        groups = self.found.groups if self.found else ()
        return groups[at] if isinstance(at, int) and at < len(groups) else None

    @work(exclusive=True, group="ask")
    async def action_check_mend(self) -> None:
        if self.found and (group := self._group):
            asked = mending.mend_group(self.crm, self.intake, self.found, group)
            if mends := await self.attempt(asked):
                self._with(mends=mends)

    def action_check_leave(self) -> None:
        """The rows of a group, or among the rows the one under the cursor."""
        if self.found and (group := self._group):
            places = [self.table.cursor_id] if self.table.has_focus else group.rows
            numbers = [self.found.result.fates[at].fate.number for at in places if at is not None]
            self._with(mends=self.intake.options.mends.without(numbers))

    @work(exclusive=True, group="ask")
    async def action_check_cell(self) -> None:
        found, at = self.found, self.table.cursor_id
        if found is None or at is None:
            return
        mends = await self.attempt(mending.mend_cell(self.crm, self.intake, found, at))
        if mends:
            options = replace(self.intake.options, mends=mends)
            self.intake = replace(self.intake, options=options)
            again = partial(mending.checked_again, self.desk.record, self.intake, found, at)
            self._show(await self.attempt(self.desk.run(again)) or found)

    @work(exclusive=True, group="ask")
    async def action_check_match(self) -> None:
        items = [Item(policy, *words) for policy, words in say.POLICIES.items()]
        pick: Pick[OnMatch] = Pick("A record that is there already", items)
        if policy := await self.app.push_screen_wait(pick):
            self._with(on_match=policy)

    def action_check_missing(self) -> None:
        self._with(create_missing=not self.intake.options.create_missing)

    def _with(self, **options: object) -> None:
        changed = replace(self.intake.options, **options)  # type: ignore[arg-type]
        self.intake = replace(self.intake, options=changed)
        self.check()

    def action_check_again(self) -> None:
        self.check()

    def action_check_swap(self) -> None:
        lines = self.query_one(Lines)
        (self.table if lines.has_focus else lines).focus()

    def action_check_stop(self) -> None:
        if self.running:
            self.running.stop()
            self._say_about()

    def action_check_back(self) -> None:
        self.dismiss(None)

    @work(exclusive=True, group="import")
    async def action_check_import(self) -> None:

        rows = self.found.result.read if self.found else None
        if result := await self.app.push_screen_wait(RunScreen(self.intake, rows)):
            self.dismiss(result)


KEY = "bold $text-accent"


def _policy(intake: Intake) -> list[str | tuple[str, str]]:
    _, told = say.POLICIES[intake.options.on_match]
    return [("m ", KEY), ("Already in the record: ", "$text-muted"), told]


def group_line(group: Group, at: int, width: int) -> Line:
    """A count and what it counts; problems stand a step to the right of the verdicts."""
    tone = {"created": "good", "updated": "accent", "rejected": "bad", "alike": "warn"}
    step = "  " if group.kind in ("problem", "remark", "alike") else ""
    count = f"{len(group.rows):>8,}  {step}"
    title = aligned(group.title, width - len(count))
    return Line(((count, "title"), (title, tone.get(group.kind, ""))), at)
