"""Any form: fields to fill in, what is wrong with them, what others saved meanwhile; no typed word
is lost."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from textual import on, work
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from crm.forms import spec as forms
from crm.forms.merging import Merged, merged
from crm.forms.spec import FormSpec
from crm.forms.values import Choice
from crm.screens.clashes import Clashes
from crm.screens.confirm import Confirm
from crm.screens.fields import Lookup
from crm.screens.filling import Filling
from crm.screens.held import Held, Theirs
from crm.screens.pick import Item, Pick
from crm.text import content
from crm.verbs import Verb
from crm.widgets.completion import Completion
from crm.widgets.controls import Chooser, Edited
from crm.widgets.field import FieldRow
from crm.words import _, sentence_of
from db.errors import Invalid, Problem, Stale

Changes = dict[str, Any]
Texts = Mapping[str, str]
Save = Callable[[Changes], Awaitable[None]]  # raises Problem; the form stays open then
Add = Callable[[str, str], Awaitable[Choice | None]]  # noun, words -> the record made
Draft = Callable[[Texts, Texts], None]  # what was typed, and what stood in those fields before

DRAFT_AFTER = 0.4  # seconds without a key before the words go to the draft


async def _nothing(noun: str, words: str) -> Sequence[Choice]:
    return ()


class FormScreen(Filling[Changes | None]):
    """Dismissed with the values that changed (all of a new record), or None when left.

    `save` is awaited before; what it says is wrong stands beside the fields. `draft` gets the
    texts while they are typed; `texts` brings them back over the values of `initial`, and `was` is
    what stood in those fields when they were typed. `begun` is what a new record starts with:
    leaving it as it stands is no loss, so nothing is asked. `held` is the record behind the form.
    """

    VERBS: ClassVar[tuple[Verb, ...]] = (
        Verb("form.save", "ctrl+s", "Save", "Save all of the form.", True, "Form"),
        Verb("form.leave", "escape", "Leave", "Back; asks if something was typed.", True, "Form"),
        Verb("form.next", "enter", "Next field", "Go to the next field.", False, "Form"),
        Verb(
            "form.part", "pagedown", "Next part", "Go to the next part of the form.", True, "Form"
        ),
        Verb("form.part_back", "pageup", "Part before", "Go to the part before.", False, "Form"),
    )

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
        texts: Texts | None = None,
        was: Texts | None = None,
        begun: Texts | None = None,
        heading: str = "",
        held: Held | None = None,
    ) -> None:
        before = {**forms.texts(spec, initial or {}), **(begun or {}), **(was or {})}
        super().__init__(
            spec, heading or spec.title, lookup, add is not None, today, before, texts or {}
        )
        self.is_new = initial is None
        self._add, self._save, self._draft, self._held = add, save, draft, held
        self._later: Timer | None = None
        self._stop_watching: Callable[[], None] = lambda: None

    def on_mount(self) -> None:
        if self._held:
            self._stop_watching = self._held.watch(self._changed_meanwhile)

    def on_unmount(self) -> None:
        self._stop_watching()

    def _changed_meanwhile(self, by: str) -> None:
        if self.is_attached:
            told = "{name} changed this meanwhile. ctrl+s puts both together."
            self._say_above(_(told, name=by))

    @on(Edited)
    def _edited(self, event: Edited) -> None:
        event.stop()
        here = next(node for node in event.by.ancestors_with_self if isinstance(node, FieldRow))
        self._echo(here)
        for field_row in self.rows:
            if field_row.name in self.spec.meanings and field_row is not here:
                self._echo(field_row)
        self.call_after_refresh(here.show_whole)
        if self._draft:
            if self._later:
                self._later.stop()
            self._later = self.set_timer(DRAFT_AFTER, self.keep_draft)

    def keep_draft(self) -> None:
        """Hand the words over now, also while the last fields are still to come."""
        if self._draft and (typed := self.typed):
            self._draft(typed, {name: self._before.get(name, "") for name in typed})

    # Saving and leaving

    def _changes(self) -> Changes:
        """All of a new record; of an old one what is not as it was. Raises Invalid."""
        values, typed = self._values(), self.typed
        return values if self.is_new else {n: v for n, v in values.items() if n in typed}

    @work(exclusive=True, group="save")
    async def action_form_save(self) -> None:
        await self._whole.wait()
        try:
            while (changes := await self._saved()) is None:
                if not await self._joined():
                    return
        except Problem as problem:
            self._say(problem)
        else:
            self.dismiss(changes)

    async def _saved(self) -> Changes | None:
        """What was saved; None where somebody changed the record since. Raises Problem."""
        changes = self._changes()
        try:
            if self._save and (changes or self.is_new):
                await self._save(changes)
        except Stale:
            if self._held is None:
                raise
            return None
        return changes

    async def _joined(self) -> bool:
        """Put what somebody saved meanwhile together with what was typed; False goes back to the
        form, in which all of it still stands."""
        assert self._held is not None
        theirs = await self._held.now()
        got = merged(self.spec, self._before, self.texts, theirs.texts)
        if got.clashes:
            taken = await self.app.push_screen_wait(Clashes(got.clashes, theirs.by))
            if taken is None:
                self.notify(_("Nothing is saved yet. ctrl+s shows both again."), markup=False)
                return False
            got.texts.update(taken)
        self._go_on_from(theirs, got)
        return True

    def _go_on_from(self, theirs: Theirs, got: Merged) -> None:
        assert self._held is not None
        self._held.take(theirs, got.theirs)
        self.stand(theirs.texts, got.texts)

    def _say(self, problem: Problem) -> None:
        """Put each sentence beside its field, and the cursor in the first."""
        beside = _beside(self.spec, problem)
        for completion in self.query(Completion):
            completion.close()
        for field_row in self.rows:
            field_row.say(problem=beside.get(field_row.name or "", ""), echo=field_row.echo)
        sentence = sentence_of(problem)
        self._say_above("" if sentence in beside.values() else sentence)
        if wrong := next((found for found in self.rows if found.problem), None):
            wrong.enter()

    def _say_above(self, sentence: str) -> None:
        said = self.query_one(".said", Static)
        said.update(content(sentence))
        said.display = bool(sentence)

    @work(exclusive=True, group="leave")
    async def action_form_leave(self) -> None:
        if self.touched:
            question = Confirm("Leave without saving?", yes="Throw away what was typed", no="Go on")
            if not await self.app.push_screen_wait(question):
                return
        self.dismiss(None)

    def action_form_next(self) -> None:
        self.focus_next()

    def action_form_part(self) -> None:
        self.turn(1)

    def action_form_part_back(self) -> None:
        self.turn(-1)

    def available(self, verb: Verb) -> str | None:
        if verb.id.startswith("form.part") and len(self.parts) < 2:
            return _("This form has one part.")
        return super().available(verb)

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
            self.notify(sentence_of(problem), severity="error", markup=False)
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

        self.app.push_screen(Pick(_(self._field_of(chooser).label), items), chosen)


def _beside(spec: FormSpec, problem: Problem) -> dict[str, str]:
    """The sentence beside each field."""
    if not isinstance(problem, Invalid):
        return {}
    labels = {field.name: _(field.label) for field in spec.fields}
    return {name: _sentence(labels.get(name, ""), told) for name, told in problem.fields.items()}


def _sentence(label: str, told: str) -> str:
    """“is needed” beside the field Name says: Name is needed."""
    return f"{label} {_(told.rstrip('.'))}." if label and told[:1].islower() else _(told)
