"""What is done with a list as a whole: brought in, printed, saved, looked through for duplicates."""

from collections.abc import Sequence

from textual import work

from crm.screens.at_desk import AtDesk, at_hand
from crm.screens.columns import on_paper
from crm.widgets.columns import Column
from db.view import View


class WholeList(AtDesk):
    """A list with the verbs `i`, `P`, `x` and `D`."""

    view: View

    @property
    def noun(self) -> str:
        raise NotImplementedError

    @property
    def columns(self) -> Sequence[Column]:
        raise NotImplementedError

    @work(exclusive=True, group="act")
    async def action_list_duplicates(self) -> None:
        await self.attempt(self._worked_through())

    async def _worked_through(self) -> None:
        """One pair after the other, until none is chosen."""
        await at_hand("crm.screens.merging")
        from crm.screens.merging import merge_two, pick_pair

        while pair := await pick_pair(self.crm, self.noun):
            said = await merge_two(self.crm, self.noun, pair.first.ref, pair.second.ref)
            if said:
                self.say(said)

    @work(exclusive=True, group="act")
    async def action_list_import(self) -> None:
        from crm.screens.importing import import_file

        await self.attempt(import_file(self.crm))

    @work(exclusive=True, group="act")
    async def action_list_print(self) -> None:
        await at_hand("crm.screens.papers")
        from crm.screens.papers import show_list

        columns = on_paper(self.noun, self.columns)
        await self.attempt(show_list(self.crm, self.view, columns))

    @work(exclusive=True, group="act")
    async def action_list_export(self) -> None:
        from crm.screens.exporting import export_list

        await self.attempt(export_list(self.crm, self.view))
