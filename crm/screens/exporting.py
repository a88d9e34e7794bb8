"""Save a list as a file, exactly the rows that it shows."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from crm.exchange.export import Format, formats, save
from crm.screens.confirm import Confirm
from crm.screens.files import PickPlace
from crm.screens.folders import in_words
from crm.screens.pick import Item, Pick
from crm.screens.shown import counted
from crm.words import _
from db.errors import Problem
from db.view import spelled

if TYPE_CHECKING:
    from crm.app import CrmApp
    from db.view import View

FORMS = (
    Item(Format.csv, "CSV", "comes back unchanged with import"),
    Item(Format.excel_csv, "CSV for Excel", "semicolons; no cell is taken for a formula"),
    Item(Format.xlsx, "Workbook", "XLSX: text as text, real days, a header that stays in sight"),
    Item(Format.json, "JSON", "for programs"),
    Item(Format.vcf, "Address book", "vCard, for phones and mail programs"),
    Item(Format.ics, "Calendar", "iCalendar, for Outlook, Google and phones"),
)


async def export_list(crm: "CrmApp", view: "View") -> None:
    """Ask for the format and the place, and save; a file that is there is replaced only knowingly."""
    known = [item for item in FORMS if item.value in formats(view.noun)]
    fit = [replace(item, label=_(item.label), detail=_(item.detail)) for item in known]
    form = await crm.push_screen_wait(Pick("Save this list as", fit))
    if form is None:
        return
    suffix = ".csv" if form is Format.excel_csv else f".{form}"
    typed = in_words(Path.cwd() / f"{spelled(view.noun)}-{crm.today.isoformat()}{suffix}")
    while path := await crm.push_screen_wait(PickPlace("Save as", _place, typed)):
        path = path if path.suffix else path.with_suffix(suffix)
        if not path.exists() or await crm.push_screen_wait(_replace(path)):
            break
        typed = in_words(path)
    if path is None:
        return
    written = await crm.desk.read(save, view, form, path)
    crm.say(_("Saved {what} to {path}", what=counted(written, view.noun), path=in_words(path)))


async def _place(path: Path) -> Path:
    """The path, if a file can be made there. Raises Problem."""
    if not path.absolute().parent.is_dir():
        folder = in_words(path.absolute().parent)
        raise Problem(_("There is no folder {folder}; make it first.", folder=folder))
    return path


def _replace(path: Path) -> Confirm:
    return Confirm(
        _("{name} is there already.", name=path.name),
        yes="Replace what is in it",
        no="Choose another name",
    )
