"""A file on its way in: how it is read, what its columns mean, and what a person changed of that."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from db.errors import Problem
from db.queries import imports

from .apply import Options, Result, Watch, look, recalled, rejects_beside, run_import
from .column import Column
from .dates import Order
from .mapping import CHOSEN, guess
from .mapping import Mapping as Plan
from .sheet import Sheet

if TYPE_CHECKING:
    from sqlmodel import Session

    from db.engine import Database

SURE = 0.8  # below this a person should look at a column
FREE = ("extra", "-")  # what a column can be in any list


@dataclass(frozen=True)
class Intake:
    """`orders` says for a header whether its days or its months come first; `recalled` names the
    run whose choices were taken over; `edition` is the size and the time of the file as read."""

    path: Path
    options: Options
    sheet: Sheet
    plan: Plan
    edition: tuple[int, int]
    orders: Mapping[str, Order] = field(default_factory=dict)
    recalled: str | None = None

    @property
    def doubtful(self) -> list[Column]:
        """The columns that a person should look at, in their order."""
        return [column for column in self.plan.columns if is_doubtful(column)]


def is_doubtful(column: Column) -> bool:
    """Whether it is not sure what a column means, or which of its numbers is the day."""
    if column.undecided:
        return True
    guessed = column.use in {"field", "extra"} and column.why != CHOSEN
    return guessed and column.how_sure < SURE


def opened(session: "Session", path: Path) -> Intake:
    """A file as it is read and mapped without being told anything, or as it was last time.

    Raises Problem where it is no list.
    """
    edition = _edition(path)
    sheet, plan = look(path, Options())
    known = imports.remembered(session, plan.fingerprint)
    if known and (again := recalled(sheet, Options(), known)):
        options = Options(noun=known.noun, overrides=known.mapping)
        told = known.ref if known.mapping or known.noun != plan.noun else None
        return Intake(path, options, sheet, again, edition, recalled=told)
    return Intake(path, Options(), sheet, plan, edition)


def read_as(
    intake: Intake,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> Intake:
    """The file read in another way; its headers are others then, so what was chosen for them goes.

    Raises Problem where it cannot be read so.
    """
    before = intake.options
    options = replace(
        before,
        encoding=encoding or before.encoding,
        delimiter=delimiter or before.delimiter,
        sheet=sheet or before.sheet,
        overrides={},
    )
    edition = _edition(intake.path)
    return Intake(intake.path, options, *look(intake.path, options), edition)


def listing(intake: Intake, noun: str) -> Intake:
    """The file as a list of another noun; fields of the former one are guessed again."""
    kept = {header: word for header, word in intake.options.overrides.items() if word in FREE}
    return _mapped(intake, replace(intake.options, noun=noun, overrides=kept))


def mapped(intake: Intake, header: str, word: str | None) -> Intake:
    """A column as a field, as `extra`, left out with `-`, or guessed again with None."""
    told = {h: w for h, w in intake.options.overrides.items() if h != header}
    told |= {header: word} if word else {}
    return _mapped(intake, replace(intake.options, overrides=told))


def dated(intake: Intake, header: str, order: Order) -> Intake:
    """A column whose dates were read two ways, in the one that a person chose."""
    again = replace(intake, orders={**intake.orders, header: order})
    return replace(again, plan=_ordered(again.plan, again.orders))


def _mapped(intake: Intake, options: Options) -> Intake:
    plan = guess(intake.sheet, options.noun, options.overrides)
    return replace(intake, options=options, plan=_ordered(plan, intake.orders))


def _ordered(plan: Plan, orders: Mapping[str, Order]) -> Plan:
    columns = tuple(
        replace(column, order=orders[column.header], undecided=False)
        if column.header in orders and column.kind in {"day", "moment"}
        else column
        for column in plan.columns
    )
    return replace(plan, columns=columns)


def _edition(path: Path) -> tuple[int, int]:
    try:
        told = path.stat()
    except OSError:
        return 0, 0  # opening it says what is wrong
    return told.st_size, told.st_mtime_ns


def bring(database: "Database", intake: Intake, watch: Watch, *, dry_run: bool) -> Result:
    """Bring the file in exactly as it was shown. Raises Problem, also where it was changed since."""
    if _edition(intake.path) != intake.edition:
        raise Problem(
            f"{intake.path.name} was changed since you opened it. Go back and open it again."
        )
    rejects = None if dry_run else _rejects(intake.path)
    options = replace(intake.options, dry_run=dry_run, rejects=rejects)
    return run_import(database, intake.path, options, watch, (intake.sheet, intake.plan))


def _rejects(path: Path) -> Path | None:
    """Beside the file, or in the folder one stands in where that may not be written."""
    import os

    return None if os.access(path.parent, os.W_OK) else rejects_beside(Path.cwd() / path.name)
