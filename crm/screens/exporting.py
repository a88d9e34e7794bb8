"""Save a list as a file, exactly the rows that it shows."""

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from crm.exchange.export import Format, formats, save
from crm.screens.confirm import Confirm
from crm.screens.files import PickPlace
from crm.screens.folders import in_words
from crm.screens.pick import Item, Pick
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
    fit = [item for item in FORMS if item.value in formats(view.noun)]
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
    crm.say(f"Saved {_counted(written, view.noun)} to {in_words(path)}")


async def _place(path: Path) -> Path:
    """The path, if a file can be made there. Raises Problem."""
    if not path.absolute().parent.is_dir():
        raise Problem(f"There is no folder {in_words(path.absolute().parent)}; make it first.")
    return path


def _replace(path: Path) -> Confirm:
    return Confirm(
        f"{path.name} is there already.", yes="Replace what is in it", no="Choose another name"
    )


def _counted(number: int, noun: str) -> str:
    if number == 1:
        return f"1 {import_module(f'crm.forms.{noun}').FORM.title.lower()}"
    return f"{number:,} {spelled(noun)}"
