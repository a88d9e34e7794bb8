"""Bring meetings, follow-ups, projects, sites, incentives and cases of a file into the record.

They are few beside people, so each row goes through the noun's own commands and rules.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.errors import Invalid
from db.models import NOUNS, Handle, Organisation, columns
from db.models.base import Found, Record
from db.names import fold_company
from db.queries.lists import listing

from .imports import Fate, OnMatch, Verdict


@dataclass(frozen=True)
class Values:
    """One row as values of its noun; links are `organisation`, `organisation_uid` ..."""

    number: int
    line: int | None
    values: Mapping[str, Any]
    problem: tuple[str, str, str, str] | None = None
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

    def take(self, chunk: Sequence[Values]) -> list[Fate]:
        """The fates of some rows, in their order; everything of them is written."""
        return [self._one(row) for row in chunk]

    def _one(self, row: Values) -> Fate:
        if row.skip is not None:
            return Fate(row.number, row.line, Verdict.skipped, reason=row.skip)
        try:
            if row.problem is not None:
                raise Refusal(*row.problem)
            with self.session.begin_nested():
                return self._placed(row)
        except Refusal as refused:
            problem = (str(refused.args[0]), *map(str, refused.args[1:4]))
            told = f"{problem[0]}: {problem[2]}. {problem[3]}" if problem[3] else problem[2]
            return Fate(row.number, row.line, Verdict.rejected, reason=told, problem=problem)  # type: ignore[arg-type]
        except Invalid as wrong:
            column = next(iter(wrong.fields), "")
            value = str(row.values.get(column, ""))
            problem = (column, value, str(wrong), "")
            return Fate(row.number, row.line, Verdict.rejected, reason=str(wrong), problem=problem)

    def _placed(self, row: Values) -> Fate:
        values = self._resolved(row.values)
        known = self._known(values)
        if known is None or self.on_match is OnMatch.create:
            made = self.commands.add(self.session, **{"source": self.source, **values})
            return self._fate(row, Verdict.created, made)
        here = self.session.get(self.model, known)
        if self.on_match is OnMatch.skip:
            return self._fate(row, Verdict.skipped, known, "is in the record already")
        changes = {
            name: (getattr(here, name), value)
            for name, value in values.items()
            if value not in (None, "", [], {}) and getattr(here, name) != value
            and (self.on_match is OnMatch.update or getattr(here, name) in (None, "", [], {}))
        }  # fmt: skip
        if not changes:
            return self._fate(row, Verdict.unchanged, known)
        new = {name: value for name, (_, value) in changes.items()}
        self.commands.amend(self.session, known, new)
        return Fate(
            row.number, row.line, Verdict.updated, f"{self.model.letter}{known}", "", changes
        )

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
        """Links by uid or name become ids; what is not found is refused, never left blank."""
        values = {}
        for name, value in told.items():
            word = name.removesuffix("_uid").removesuffix("_ref")
            if word in self.links:
                continue
            values[name] = value
        for word, (column, target) in self.links.items():
            if told.get(word) or told.get(f"{word}_uid"):
                values[column] = self._linked(word, target, told)
        return values

    def _linked(self, word: str, target: type[Record], told: Mapping[str, Any]) -> int:
        table = columns(target)
        if uid := told.get(f"{word}_uid"):
            found = self.session.execute(sa.select(table.c.id).where(table.c.uid == uid)).scalar()
            if found is not None:
                return int(found)
        name = str(told.get(word) or "")
        found = self._named(target, name)
        if found is None and target is Organisation and self.create_missing and name:
            self.created_organisations += 1
            values = {"name": name, "source": self.source}
            made: int = import_module("db.commands.organisations").add(self.session, **values)
            return made
        if found is None:
            raise Refusal(
                word, name, f"“{name}” is not in the record",
                "Add it first, or import with --create-missing",
            )  # fmt: skip
        return found

    def _named(self, target: type[Record], name: str) -> int | None:
        table, handle = columns(target), columns(Handle)  # type: ignore[arg-type]
        if target is Organisation:
            query = sa.select(handle.c.row_id).where(
                handle.c.key == f"name:{fold_company(name)}", handle.c.table_name == table.name
            )
            found = self.session.execute(query).scalar()
            return None if found is None else int(found)
        named = listing(target.noun).name
        same = [
            row["id"]
            for row in self.session.execute(sa.select(table)).mappings()
            if target.noun != "cases" and named(row) == name
        ]
        return int(same[0]) if same else None
