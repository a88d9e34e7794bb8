"""Bring meetings, follow-ups, projects, sites, incentives and cases of a file into the record.

They are few beside people, so each row goes through the noun's own commands and rules.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.errors import Invalid
from db.fates import Fate, Trouble, Verdict
from db.models import NOUNS, Contact, FollowUp, Handle, Organisation, Project, columns, stamp
from db.models.base import Found, Record
from db.models.follow_ups import Status
from db.models.meetings import Side
from db.models.organisations import Side as BodySide
from db.names import fold, fold_company
from db.queries.lists import listing

from . import organisations
from . import parts as exported
from .imports import NOTHING, WINS, OnMatch
from .meetings import Seat, WriteUp
from .telling import Keys


@dataclass(frozen=True)
class Values:
    """One row as values of its noun; links are `organisation`, `organisation_uid` ..."""

    number: int
    line: int | None
    values: Mapping[str, Any]
    problem: Trouble | None = None
    skip: str | None = None


class Refusal(Exception):
    """A row that cannot come in: column, value, problem, hint."""


class PlainImporting:
    """Takes rows of one noun in chunks inside one change set."""

    def __init__(
        self,
        session: Session,
        noun: str,
        *,
        on_match: OnMatch = OnMatch.fill,
        create_missing: bool = False,
        source: str | None = None,
    ) -> None:
        self.session = session
        self.model: type[Found] = NOUNS[noun]
        self.commands = import_module(f"db.commands.{noun}")
        self.links = listing(noun).links
        self.on_match = on_match
        self.create_missing = create_missing
        self.source = source
        self.created_organisations = 0

    def take(self, chunk: Sequence[Values], known: Sequence[Keys] = ()) -> list[Fate]:
        """The fates of some rows, in their order; everything of them is written. What they could
        be `known` by is asked of each noun's own list."""
        return [self._one(row) for row in chunk]

    def finish(self) -> None:
        """Nothing waits for the last row."""

    def _one(self, row: Values) -> Fate:
        if row.skip is not None:
            return Fate(row.number, row.line, Verdict.skipped, reason=row.skip)
        made_before = self.created_organisations
        try:
            if row.problem is not None:
                raise Refusal(*row.problem)
            with self.session.begin_nested():
                return self._placed(row)
        except Refusal as refused:
            self.created_organisations = made_before  # rolled back with the row
            problem = (str(refused.args[0]), *map(str, refused.args[1:4]))
            told = f"{problem[0]}: {problem[2]}; {problem[3]}" if problem[3] else problem[2]
            return Fate(row.number, row.line, Verdict.rejected, reason=told, problem=problem)  # type: ignore[arg-type]
        except Invalid as wrong:
            self.created_organisations = made_before
            column = next(iter(wrong.fields), "")
            value = str(row.values.get(column, ""))
            problem = (column, value, str(wrong), "")
            return Fate(row.number, row.line, Verdict.rejected, reason=str(wrong), problem=problem)

    def _placed(self, row: Values) -> Fate:
        values, parts = self._parted(self._resolved(row.values))
        if self.model is FollowUp and values.get("status") == Status.done:
            # A list of tasks done rarely says when; the day it was due is the nearest it says.
            values.setdefault("done_on", values.get("due_on") or stamp.get().at.date())
        known = self._known(values)
        if known is None or self.on_match is OnMatch.create:
            return self._fate(row, Verdict.created, self._made(values, parts))
        here = self.session.get(self.model, known)
        if self.on_match is OnMatch.skip:
            return self._fate(row, Verdict.skipped, known, "is in the record already")
        changes = {
            name: (getattr(here, name), new)
            for name, value in values.items()
            if (new := self._grown(name, getattr(here, name), value)) != getattr(here, name)
            and (self.on_match in WINS or getattr(here, name) in NOTHING
                 or isinstance(new, dict | list))
        }  # fmt: skip
        if not changes:
            return self._fate(row, Verdict.unchanged, known)
        self.commands.amend(self.session, known, {name: new for name, (_, new) in changes.items()})
        ref = f"{self.model.letter}{known}"
        return Fate(row.number, row.line, Verdict.updated, ref, "", changes)

    def _grown(self, name: str, here: Any, value: Any) -> Any:
        wins = name == "extra" and self.on_match in WINS
        return {**here, **value} if wins and value else _grown(here, value)

    def _made(self, values: dict[str, Any], parts: Mapping[str, Any]) -> int:
        """A new record with its parts. What needs them comes after them: held, and the stage."""
        late = {n: values.pop(n) for n in _AFTER_PARTS.get(self.model.noun, ()) if n in values}
        made: int = self.commands.add(self.session, **{"source": self.source, **values})
        written = {n: v for n, v in parts.items() if exported.of_export(self.model.noun, n, v)}
        exported.put(self.session, self.model.noun, made, written)
        self._add_parts(made, {n: v for n, v in parts.items() if n not in written})
        if late:
            self.commands.amend(self.session, made, late)
        return made

    def _parted(self, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """What are columns, and what makes parts of the record; the rest is kept as extra fields."""
        fields = self.model.model_fields
        parts = {n: values.pop(n) for n in _PARTS if values.get(n) and n not in fields}
        extra = {name: _said(values.pop(name)) for name in list(values) if name not in fields}
        if extra:
            values["extra"] = {**(values.get("extra") or {}), **extra}
        return values, parts

    def _add_parts(self, made: int, parts: Mapping[str, Any]) -> None:
        for window in parts.get("windows", ()):
            self.commands.open_window(self.session, made, **window)
        if "organisation_id" in parts:
            self.commands.join(self.session, made, parts["organisation_id"])
        if "organisations" in parts or "attendees" in parts:
            bodies = [self._body("organisations", name) for name in parts.get("organisations", ())]
            seats = self._seats(parts.get("attendees", ()))
            written = WriteUp(organisations=bodies or self._of_guests(seats), seats=seats)
            self.commands.write_up(self.session, made, written)

    def _seats(self, names: Sequence[str]) -> list[Seat]:
        """Those of the attendees who are in the record; the others stay among the extra fields."""
        found = [self._person(name) for name in names]
        return [Seat(one, Side.host if host else Side.guest) for one, host in filter(None, found)]

    def _of_guests(self, seats: Sequence[Seat]) -> list[int]:
        """A file that names no organisations means those of the guests at the table."""
        guests = (self.session.get(Contact, s.contact_id) for s in seats if s.side is Side.guest)
        bodies = (guest.organisation_id for guest in guests if guest)
        return list(dict.fromkeys(one for one in bodies if one is not None))

    def _person(self, name: str) -> tuple[int, bool] | None:
        """By the address where there is one, else by the name: `Jane Roe <jane@roe.example>`."""
        found = (self._by_handle(key, Contact) for key in _handles(name))
        one = next((each for each in found if each is not None), None)
        if one is None:
            return None
        body = self.session.get(Contact, one)
        organisation = self.session.get(Organisation, body.organisation_id) if body else None
        return one, organisation is not None and organisation.side is BodySide.host

    def _fate(self, row: Values, verdict: Verdict, one: int, reason: str = "") -> Fate:
        return Fate(row.number, row.line, verdict, f"{self.model.letter}{one}", reason)

    def _known(self, values: Mapping[str, Any]) -> int | None:
        """By own uid, then by the id of another system, then the same words about the same thing."""
        table = columns(self.model)
        if values.get("uid"):
            query = sa.select(table.c.id).where(table.c.uid == values["uid"])
            if (found := self.session.execute(query).scalar()) is not None:
                return int(found)
        handle = columns(Handle)  # type: ignore[arg-type]
        for source, key in (values.get("external_ids") or {}).items():
            query = sa.select(handle.c.row_id).where(
                handle.c.key == f"ext:{source}:{key}", handle.c.table_name == table.name
            )
            if (found := self.session.execute(query).scalar()) is not None:
                return int(found)
        return self._alike(values) if not values.get("uid") else None

    def _alike(self, values: Mapping[str, Any]) -> int | None:
        names = [n for n in ("name", "subject", "text") if values.get(n)]
        if not names:
            return None
        table = columns(self.model)
        told = [table.c[names[0]] == values[names[0]]]
        for same in ("starts_on", "due_on", "organisation_id"):
            if same in table.columns:
                told.append(table.c[same].is_not_distinct_from(values.get(same)))
        found = self.session.execute(sa.select(table.c.id).where(*told)).scalar()
        return None if found is None else int(found)

    def _resolved(self, told: Mapping[str, Any]) -> dict[str, Any]:
        """Links by uid or name become ids. An organisation that is not found is refused; any other
        link that is not found is kept in words."""
        erases = self.on_match is OnMatch.erase
        values = {n: v for n, v in told.items()
                  if _word(n) not in self.links and (erases or v not in NOTHING)}  # fmt: skip
        for word, (column, target) in self.links.items():
            name = str(told.get(word) or "")
            if not name and not told.get(f"{word}_uid"):
                continue
            one = self._linked(word, target, name, told.get(f"{word}_uid"))
            if one is not None:
                values[column] = one
            else:
                values[_IN_WORDS.get(word, word)] = name
        if self.model is Project and told.get("organisation"):
            values["organisation_id"] = self._body("organisation", str(values.pop("organisation")))
        if values.get("attendees"):
            values["extra"] = {
                **(values.get("extra") or {}), "attendees": _said(values["attendees"])
            }  # fmt: skip
        return values

    def _linked(self, word: str, target: type[Record], name: str, uid: str | None) -> int | None:
        table = columns(target)
        if uid:
            found = self.session.execute(sa.select(table.c.id).where(table.c.uid == uid)).scalar()
            if found is not None:
                return int(found)
        if target is Organisation and word not in _IN_WORDS:
            return self._body(word, name)
        if target is Organisation:
            return self._by_handle(f"name:{fold_company(name)}", Organisation)
        if target is Contact:
            return self._by_handle(f"name:{_sorted(name)}", Contact)
        one = self._named(target, name)
        if one is None and word == "incentive":
            raise Refusal(word, name, f"“{name}” is not in the record", "add it first")
        return one

    def _body(self, word: str, name: str) -> int:
        found = self._by_handle(f"name:{fold_company(name)}", Organisation)
        if found is None and self.create_missing:
            self.created_organisations += 1
            return organisations.add(self.session, name=name, source=self.source)
        if found is None:
            hint = "add it first, or import with --create-missing"
            raise Refusal(word, name, f"“{name}” is not in the record", hint)
        return found

    def _by_handle(self, key: str, model: type[Record]) -> int | None:
        handle = columns(Handle)  # type: ignore[arg-type]
        query = sa.select(handle.c.row_id).where(
            handle.c.key == key, handle.c.table_name == columns(model).name
        )
        found = self.session.execute(query.order_by(handle.c.row_id)).scalar()
        return None if found is None else int(found)

    def _named(self, target: type[Record], name: str) -> int | None:
        table = columns(target)
        words = {"meetings": "subject", "follow_ups": "text"}
        if target.noun == "cases":
            return None
        query = sa.select(table.c.id).where(table.c[words.get(target.noun, "name")] == name)
        found = self.session.execute(query).scalar()
        return None if found is None else int(found)


_PARTS = (
    "windows", "organisations", "attendees", "organisation_id", "seats", "points", "parties",
    "sites", "figures",
)  # fmt: skip
_AFTER_PARTS = {"meetings": ("status",), "projects": ("stage",)}
# Where a name goes that is nobody of the record.
_IN_WORDS = {"owner": "owner_role", "authority": "authority_name"}


_ADDRESSED = re.compile(r"(.*?)\s*<([^<>\s]+@[^<>\s]+)>")


def _handles(name: str) -> list[str]:
    said = _ADDRESSED.fullmatch(name)
    name, mail = (said[1], said[2]) if said else ("", name) if "@" in name else (name, "")
    keys = (f"email:{mail.casefold()}" if mail else "", f"name:{_sorted(name)}" if name else "")
    return [key for key in keys if key]


def _word(name: str) -> str:
    return name.removesuffix("_uid").removesuffix("_ref")


def _sorted(name: str) -> str:
    return " ".join(sorted(fold(name).split()))


def _said(value: Any) -> str:
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def _grown(here: Any, value: Any) -> Any:
    """Lists and mappings only grow; what is empty, an empty cell that was asked to, erases all."""
    if value in NOTHING:
        return value
    if isinstance(value, dict) and isinstance(here, dict):
        return {**value, **here}
    if isinstance(value, list) and isinstance(here, list):
        return [*here, *(each for each in value if each not in here)]
    return value
