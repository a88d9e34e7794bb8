"""The rows of a file as the record takes them, some after the others, each with what it is called."""

from collections.abc import Generator, Iterator
from itertools import islice
from typing import Any, NamedTuple

from db.commands.plain_imports import Values
from db.commands.telling import Handles, Incoming, Keys, Telling
from db.fates import Fate, Remark, Told
from db.models.contacts import display_name

from .draft import Draft
from .mapping import Mapping as Plan
from .mending import Mends, left_out
from .rows import drafts
from .sheet import Sheet

CHUNK = 1000  # rows between two looks at progress and the cancel key
PEOPLE = ("contacts", "organisations")


class Read(NamedTuple):
    """One row; `name` and `also` are what it is called and what tells it from others, `keys` what
    a row of people could be known by."""

    row: Incoming | Values
    name: str
    also: str
    remarks: tuple[Remark, ...]
    keys: Keys

    def told(self, fate: Fate) -> Told:
        return Told(fate, self.name, self.also, self.remarks)

    def packed(self) -> Any:
        """As it goes to another process: tuples of no name take half the time."""
        if not isinstance(self.row, Incoming):
            return self
        body, person, same = self.keys
        return (*self.row,), self.name, self.also, self.remarks, (*body,), (*person,), same

    @classmethod
    def unpacked(cls, told: Any) -> "Read":
        if isinstance(told, Read):
            return told
        row, name, also, remarks, body, person, same = told
        keys = Keys(Handles._make(body), Handles._make(person), same)
        return cls(Incoming._make(row), name, also, remarks, keys)


def blocks(
    sheet: Sheet, plan: Plan, mends: Mends | None = None, *, words: bool = False
) -> Generator[list[Read], None, None]:
    """Every record of a sheet; with `words` also those for search are found.

    Raises Problem where it is not known what the file lists, and where it cannot be read.
    """
    telling, noun = Telling(words=words), str(plan.noun)
    found = left_out(drafts(sheet, plan), mends or Mends())
    records = (draft for draft in found if draft.number)
    while chunk := list(islice(records, CHUNK)):
        yield [_read(draft, noun, telling) for draft in chunk]


def _read(draft: Draft, noun: str, telling: Telling) -> Read:
    fatal = [problem for problem in draft.problems if problem.fatal]
    wrong = fatal[0] if fatal else None
    problem = (wrong.column, wrong.value, wrong.problem, wrong.hint) if wrong else None
    name, also = _title(noun, draft)
    remarks = tuple(_remarks(draft)) if draft.problems or draft.warnings else ()
    skip = draft.skip or None
    if noun not in PEOPLE:
        values = Values(draft.number, draft.line, draft.values, problem, skip)
        return Read(values, name, also, remarks, Keys())
    row = Incoming(
        draft.number, draft.line, draft.organisation, draft.contact, problem, skip, draft.lent
    )
    return Read(row, name, also, remarks, telling.keys(row))


def _title(noun: str, draft: Draft) -> tuple[str, str]:
    values, body = draft.values, draft.organisation or {}
    person, company = display_name(draft.contact or {}), str(body.get("name") or "")
    if noun == "organisations":
        name, also = company or person, [person if company else "", body.get("city")]
    elif noun == "contacts":
        name, also = person or company, [(draft.contact or {}).get("job_title"), company]
    else:
        name = str(values.get("name") or values.get("subject") or values.get("text") or "")
        also = [values.get("organisation"), values.get("due_on") or values.get("starts_on")]
    name = name or next((cell.strip() for cell in draft.cells if cell.strip()), "")
    return name, ", ".join([str(each) for each in also if each and each != name])


def _remarks(draft: Draft) -> Iterator[Remark]:
    for each in draft.problems:
        if not each.fatal:
            yield Remark(draft.number, each.column, each.value, each.problem, each.hint)
    for warning in draft.warnings:
        yield Remark(draft.number, "", "", warning)
