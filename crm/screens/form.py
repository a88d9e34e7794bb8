"""Any form: fields to fill in, what they would mean, what is wrong; no typed word is lost."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import islice
from typing import Any, ClassVar

from textual import on, work
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from crm.forms import spec as forms
from crm.forms.spec import FormSpec
from crm.forms.values import Choice
from crm.screens.confirm import Confirm
from crm.screens.dialog import Dialog
from crm.screens.fields import Lookup, control, row
from crm.screens.pick import Item, Pick
from crm.text import content
from crm.verbs import Verb
from crm.widgets.completion import Completion
from crm.widgets.controls import Chooser, Edited
from crm.widgets.field import FieldList, FieldRow
from db.errors import Invalid, Problem, Stale

Changes = dict[str, Any]
Save = Callable[[Changes], Awaitable[None]]  # raises Problem; the form stays open then
Add = Callable[[str, str], Awaitable[Choice | None]]  # noun, words -> the record made
Draft = Callable[[dict[str, str]], None]

BATCH = 4  # rows mounted at once; forty at once stop the loop for a third of a second
DRAFT_AFTER = 0.4  # seconds without a key before the words go to the draft


async def _nothing(noun: str, words: str) -> Sequence[Choice]:
    return ()


class FormScreen(Dialog[Changes | None]):
    """Dismissed with the values that changed (all of a new record), or None when left.

    `save` is awaited before; what it says is wrong stands beside the fields. `draft` gets the
    texts while they are typed; `texts` brings them back over the values of `initial`. `begun` is
    what a new record starts with: leaving it as it stands is no loss, so nothing is asked.
    """

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("form.save", "ctrl+s", "Save", "Save all of the form.", True, "Form"),
        Verb("form.leave", "escape", "Leave", "Back; asks if something was typed.", True, "Form"),
        Verb("form.next", "enter", "Next field", "Go to the next field.", False, "Form"),
    )

    DEFAULT_CSS = """
    FormScreen {
        & > .frame { width: 100; }
        & .title { margin-bottom: 0; }
        & .said { display: none; height: auto; color: $text-error; text-style: bold; }
        & .section { color: $text-accent; text-style: bold; margin-top: 1; }
    }
    """

    def __init__(
        self,
        spec: FormSpec,
        initial: Mapping[str, Any] | None = None,
        lookup: Lookup = _nothing,
        add: Add | None = None,
        *,
        today: date,
        save: Save | None = None,
        draft: Draft | None = None,
        texts: Mapping[str, str] | None = None,
        begun: Mapping[str, str] | None = None,
        heading: str = "",
    ) -> None:
        super().__init__(heading or spec.title)
        self.spec = spec
        self.is_new = initial is None
        self._before = {**forms.texts(spec, initial or {}), **(begun or {})}
        self._typed = {**self._before, **(texts or {})}
        self._lookup, self._add, self._save, self._draft = lookup, add, save, draft
        self._today = today
        self._later: Timer | None = None
        self._whole = asyncio.Event()
        self._filled: dict[str, str] = {}  # what a field makes of the text it was given, untouched

    # Filling in

    def body(self) -> Sequence[Widget]:
        self._coming = self._all_rows()
        return [Static("", classes="said", markup=False), FieldList(*islice(self._coming, BATCH))]

    def _all_rows(self) -> Iterator[Widget]:
        for section in self.spec.sections:
            if section.title:
                yield Static(content(section.title), classes="section")
            for field in section.fields:
                yield row(field, self._lookup, self._add is not None)

    def on_mount(self) -> None:
        self._fill(self.rows)
        self.rows[0].control.focus()
        self.run_worker(self._mount_rest(), group="mount")

    async def _mount_rest(self) -> None:
        """A few at a time, with the loop free in between: the first can be typed in at once."""
        fields = self.query_one(FieldList)
        while fields.is_attached and (here := list(islice(self._coming, BATCH))):
            await fields.mount(*here)
            self._fill(found for found in here if isinstance(found, FieldRow))
            await asyncio.sleep(0)
        self._whole.set()

    def _fill(self, rows: Iterable[FieldRow]) -> None:
        for field_row in rows:
            name, field = field_row.name or "", control(field_row)
            early = field.text  # typed before the field had its own text
            field.fill(self._typed.get(name, ""))
            self._filled[name] = field.text
            if early:
                field.fill(self._typed.get(name, "") + early)
            self._echo(field_row)

    @property
    def rows(self) -> list[FieldRow]:
        return list(self.query(FieldRow))

    def _row(self, name: str) -> FieldRow:
        return next(found for found in self.rows if found.name == name)

    @property
    def texts(self) -> dict[str, str]:
        """What stands in the fields now."""
        now = {found.name or "": control(found).text for found in self.rows}
        changed = {n: text for n, text in now.items() if text != self._filled.get(n, text)}
        return self._typed | changed

    @property
    def touched(self) -> bool:
        return self.texts != self._before

    @on(Edited)
    def _edited(self, event: Edited) -> None:
        event.stop()
        here = next(node for node in event.by.ancestors_with_self if isinstance(node, FieldRow))
        self._echo(here)
        for name in self.spec.meanings:
            if name != here.name:
                self._echo(self._row(name))
        self.call_after_refresh(here.show_whole)
        if self._draft:
            if self._later:
                self._later.stop()
            self._later = self.set_timer(DRAFT_AFTER, self.keep_draft)

    def keep_draft(self) -> None:
        """Hand the words over now."""
        if self._draft and self.touched:
            self._draft(self.texts)

    def _echo(self, field_row: FieldRow) -> None:
        name = field_row.name or ""
        whole = name in self.spec.meanings
        typed = self.texts if whole else {name: control(field_row).text}
        field_row.say(echo=forms.meant(self.spec, name, typed, self._today) or "")

    # Saving and leaving

    def _values(self) -> Changes:
        """All of a new record; of an old one what is not as it was. Raises Invalid."""
        typed = self.texts
        values = forms.read(self.spec, typed, self._today)
        if self.is_new:
            return values
        return {name: value for name, value in values.items() if typed[name] != self._before[name]}

    @work(exclusive=True, group="save")
    async def action_form_save(self) -> None:
        await self._whole.wait()
        try:
            changes = self._values()
            if self._save and (changes or self.is_new):
                await self._save(changes)
        except Problem as problem:
            self._say(problem)
        else:
            self.dismiss(changes)

    def _say(self, problem: Problem) -> None:
        """Put each sentence beside its field, and the cursor in the first."""
        beside = _beside(self.spec, problem)
        for completion in self.query(Completion):
            completion.close()
        for field_row in self.rows:
            field_row.say(problem=beside.get(field_row.name or "", ""), echo=field_row.echo)
        said = self.query_one(".said", Static)
        said.update(content(str(problem)))
        said.display = str(problem) not in beside.values()
        if wrong := next((found for found in self.rows if found.problem), None):
            self._focus_in(wrong)

    def _focus_in(self, field_row: FieldRow) -> None:
        target = field_row.control
        if not target.can_focus:
            target = next(child for child in target.walk_children(Widget) if child.can_focus)
        target.focus()

    @work(exclusive=True, group="leave")
    async def action_form_leave(self) -> None:
        if self.touched:
            question = Confirm("Leave without saving?", yes="Throw away what was typed", no="Go on")
            if not await self.app.push_screen_wait(question):
                return
        self.dismiss(None)

    def action_form_next(self) -> None:
        self.focus_next()

    # What is not there yet; all answers of a choice

    @on(Completion.AddAsked)
    def _add_asked(self, event: Completion.AddAsked) -> None:
        event.stop()
        self._add_record(event.completion, event.text)

    @work(exclusive=True, group="add")
    async def _add_record(self, completion: Completion, words: str) -> None:
        noun = self._field_of(completion).noun
        try:
            if self._add and noun and (made := await self._add(noun, words)):
                completion.choose(made)
        except Problem as problem:
            self.notify(str(problem), severity="error", markup=False)
        completion.input.focus()

    def _field_of(self, widget: Widget) -> forms.Field:
        found = next(node for node in widget.ancestors_with_self if isinstance(node, FieldRow))
        return self.spec.field(found.name or "")

    @on(Chooser.AllAsked)
    def _all_asked(self, event: Chooser.AllAsked) -> None:
        event.stop()
        chooser = event.chooser
        items = [Item(option.label, option.label) for option in chooser.options]

        def chosen(label: str | None) -> None:
            if label is not None:
                chooser.choose(label)

        self.app.push_screen(Pick(self._field_of(chooser).label, items), chosen)


def _beside(spec: FormSpec, problem: Problem) -> dict[str, str]:
    """The sentence beside each field; of a record changed elsewhere, what stands there now."""
    if isinstance(problem, Invalid):
        labels = {field.name: field.label for field in spec.fields}
        return {
            name: _sentence(labels.get(name, ""), told) for name, told in problem.fields.items()
        }
    if isinstance(problem, Stale):
        named = {field.name: field for field in spec.fields}
        theirs = {name: value for name, value in problem.theirs.items() if name in named}
        return {n: f"Now there: {forms.show(named[n], v) or 'nothing'}" for n, v in theirs.items()}
    return {}


def _sentence(label: str, told: str) -> str:
    """“is needed” beside the field Name says: Name is needed."""
    return f"{label} {told.rstrip('.')}." if label and told[:1].islower() else told
