"""The verbs that act on records, the same in every list and on every card."""

from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work

from crm.desk import late
from crm.screens.at_desk import AtDesk, at_hand, id_of, noun_of
from crm.verbs import Verb, Verbal
from crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crm.widgets.columns import Column
    from db.view import View

CARD = late("db.queries.cards", "card")
PAST_OF = late("db.queries.history", "of_record")
RECORD = "Records"
NEW = Verb("record.new", "n", "New", "Add a record to this list.", True, RECORD)
EDIT = Verb("record.edit", "e", "Edit", "Change this record.", True, RECORD)
ARCHIVE = Verb(
    "record.archive",
    "d",
    "Archive",
    "Put this record (or the marked ones) away, or back.",
    False,
    RECORD,
)
DONE = Verb(
    "record.complete", "c", "Done", "The promise is kept (all the marked ones).", True, RECORD
)
PRINT = Verb(
    "record.print", "p", "Print", "The report of this meeting, this card, this list.", True, RECORD
)
BRIEF = Verb(
    "record.brief", "b", "Briefing", "One page on this meeting or organisation.", False, RECORD
)
COPY = Verb(
    "record.copy", "y", "Copy", "Copy the name, e-mail and phone to the clipboard.", False, RECORD
)
VISIT = Verb(
    "record.visit", "o", "Open link", "Open the website, or a mail to the address.", False, RECORD
)
MERGE = Verb("record.merge", "M", "Merge", "Make the two marked records one.", False, RECORD)
NOTES = Verb(
    "record.notes", "E", "Notes in $EDITOR", "Edit the notes in your editor.", False, RECORD
)
SCREEN = Verb(
    "record.screen",
    "w",
    "Which incentives",
    "Which incentives fit this project on a day, and why not the others.",
    False,
    RECORD,
)
PAST = Verb(
    "record.history",
    "h",
    "Its history",
    "Every change of this record, field by field.",
    False,
    RECORD,
)
TOGETHER = Verb(
    "record.together",
    "t",
    "Tags and owner",
    "Tag this record (or the marked ones), or give it away.",
    False,
    RECORD,
)


class Acting(Verbal, AtDesk):
    """A screen on which a record, or several marked ones, can be acted on."""

    VERBS: ClassVar[tuple[Verb, ...]] = (
        NEW,
        EDIT,
        ARCHIVE,
        DONE,
        PRINT,
        BRIEF,
        COPY,
        VISIT,
        NOTES,
        MERGE,
        SCREEN,
        PAST,
        TOGETHER,
    )

    @property
    def noun(self) -> str:
        """The noun that `n` adds."""
        raise NotImplementedError

    def here(self) -> str | None:
        """The reference of the record under the cursor."""
        raise NotImplementedError

    def chosen(self) -> list[str]:
        """The references of the marked records, else of the one under the cursor."""
        return [ref] if (ref := self.here()) else []

    def done_with(self, refs: list[str]) -> None:
        """The marks have served."""

    def available(self, verb: Verb) -> str | None:
        here = self.here()
        if (
            verb in (EDIT, ARCHIVE, DONE, BRIEF, COPY, VISIT, NOTES, SCREEN, PAST, TOGETHER)
            and here is None
        ):
            return "There is no record under the cursor."
        if verb == DONE and here and noun_of(here) != "follow_ups":
            return "Only a follow-up can be completed."
        if verb == SCREEN and here and noun_of(here) != "projects":
            return "Incentives are tried on a project; this is none."
        if verb == PRINT and here is None and self.listed() is None:
            return "There is nothing here to print."
        if verb == BRIEF and here and noun_of(here) not in ("meetings", "organisations"):
            return "Only a meeting or an organisation has a briefing."
        if verb == MERGE:
            return self._why_no_merge(here)
        return super().available(verb)

    def _why_no_merge(self, here: str | None) -> str | None:
        if here is None or noun_of(here) not in ("organisations", "contacts"):
            return "Only organisations and contacts can be merged."
        return None if len(self.chosen()) == 2 else "Mark two records with space, then merge them."

    @work(exclusive=True, group="act")
    async def action_record_new(self) -> None:
        await at_hand("crm.screens.editing")
        from crm.screens.editing import new

        made = await self.attempt(new(self.crm, self.noun))
        if made:
            self.point(made.id)

    def point(self, one: int) -> None:
        """Put the cursor on a record that was just made."""

    @work(exclusive=True, group="act")
    async def action_record_edit(self) -> None:
        await at_hand("crm.screens.editing")
        from crm.screens.editing import edit

        if ref := self.here():
            await self.attempt(edit(self.crm, ref))

    @work(exclusive=True, group="act")
    async def action_record_archive(self) -> None:
        refs = self.chosen()
        if not refs:
            return
        label = await self.attempt(self._archived(refs))
        if label:
            self.done_with(refs)
            self.say(f"{label} · {_('z to undo')}")

    async def _archived(self, refs: list[str]) -> str:
        from crm.screens.shown import counted
        from db.view import spelled

        card = await self.desk.read(CARD, refs[0])
        back = card.row.values["archived_at"] is not None
        what = card.row.name if len(refs) == 1 else f"{len(refs)} {spelled(card.noun)}"
        label = f"{'Bring back' if back else 'Archive'} {what}"
        command = "restore" if back else "archive"
        await self.desk.write(label, _each, card.noun, command, [id_of(ref) for ref in refs])
        told = "Brought back {what}" if back else "Archived {what}"
        return _(told, what=card.row.name if len(refs) == 1 else counted(len(refs), card.noun))

    @work(exclusive=True, group="act")
    async def action_record_complete(self) -> None:
        refs = self.chosen()
        label = await self.attempt(self._completed(refs))
        if label:
            self.done_with(refs)
            self.say(f"{label} · {_('z to undo')}")

    async def _completed(self, refs: list[str]) -> str:
        from crm.screens.shown import counted

        card = await self.desk.read(CARD, refs[0])
        what = f"“{card.row.name}”" if len(refs) == 1 else f"{len(refs)} follow-ups"
        ids = [id_of(ref) for ref in refs]
        await self.desk.write(f"Complete {what}", _each, "follow_ups", "complete", ids, self.today)
        done = f"“{card.row.name}”" if len(refs) == 1 else counted(len(refs), "follow_ups")
        return _("Done: {what}", what=done)

    @work(exclusive=True, group="act")
    async def action_record_print(self) -> None:
        await at_hand("crm.screens.papers")
        from crm.screens.columns import on_paper
        from crm.screens.papers import choose

        columns = on_paper(self.noun, self.columns)
        await self.attempt(choose(self.crm, self.here(), self.listed(), columns))

    @work(exclusive=True, group="act")
    async def action_record_merge(self) -> None:
        await at_hand("crm.screens.merging")
        from crm.screens.merging import merge_two

        refs = self.chosen()
        said = await self.attempt(merge_two(self.crm, noun_of(refs[0]), *refs))
        if said:
            self.done_with(refs)
            self.say(said)

    def action_record_screen(self) -> None:
        from crm.screens.screening import ScreeningScreen

        if ref := self.here():
            self.app.push_screen(ScreeningScreen(ref, self.today))

    def listed(self) -> "View | None":
        """The list that this screen shows, if it shows one."""
        return None

    @property
    def columns(self) -> "Sequence[Column]":
        """The columns that the officer arranged for it, if so."""
        return ()

    @work(exclusive=True, group="act")
    async def action_record_brief(self) -> None:
        await at_hand("crm.screens.papers")
        from crm.screens.papers import show_briefing

        if ref := self.here():
            await self.attempt(show_briefing(self.crm, ref))

    @work(exclusive=True, group="act")
    async def action_record_copy(self) -> None:
        ref = self.here()
        card = await self.attempt(self.desk.read(CARD, ref)) if ref else None
        if card:
            text = "\n".join([card.row.name, *_reached(card.row.values)])
            self.app.copy_to_clipboard(text)
            self.say(_("Copied: {text}", text=", ".join(text.splitlines())))

    @work(exclusive=True, group="act")
    async def action_record_visit(self) -> None:
        ref = self.here()
        card = await self.attempt(self.desk.read(CARD, ref)) if ref else None
        if card is None:
            return
        address = _address(card.row.values)
        if address is None:
            told = "{name} has no website and no e-mail address yet. Press e to add one."
            self.say(_(told, name=card.row.name))
        else:
            import webbrowser

            webbrowser.open(address)
            self.say(_("Opened {address}", address=address))

    @work(exclusive=True, group="act")
    async def action_record_together(self) -> None:
        from crm.screens.together import change_together

        refs = self.chosen()
        saved = await self.attempt(change_together(self.crm, refs)) if refs else False
        if saved:
            self.done_with(refs)

    @work(exclusive=True, group="act")
    async def action_record_history(self) -> None:
        from crm.screens.history import ChangeScreen, record_view

        ref = self.here()
        row = await self.attempt(self.desk.read(CARD, ref)) if ref else None
        if ref and row:
            steps = await self.attempt(self.desk.read(PAST_OF, ref))
            if steps is not None:
                self.app.push_screen(ChangeScreen(record_view(row.row.name, row.noun, steps)))

    @work(exclusive=True, group="act")
    async def action_record_notes(self) -> None:
        from crm.screens.notes import edit_notes

        if ref := self.here():
            await self.attempt(edit_notes(self.crm, ref))


def _each(session: Any, noun: str, command: str, ids: list[int], *more: Any) -> None:
    act = getattr(import_module(f"db.commands.{noun}"), command)
    for one in ids:
        act(session, one, *more)


def _reached(values: Any) -> list[str]:
    mails = values.get("emails") or ([values["email"]] if values.get("email") else [])
    phones = [phone["raw"] for phone in values.get("phones") or ()]
    return [*mails, *phones, *([values["phone"]] if values.get("phone") else [])]


def _address(values: Any) -> str | None:
    """A web address that can only be a web address, else a mail; data never chooses the program."""
    site = values.get("website") or values.get("linkedin_url")
    if site:
        bare = site.split("://", 1)[-1]
        return f"https://{bare}" if not site.startswith("http://") else site
    mails = _reached({"emails": values.get("emails"), "email": values.get("email")})
    return f"mailto:{mails[0]}" if mails else None
