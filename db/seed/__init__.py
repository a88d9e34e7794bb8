"""The first record: the scene of 19 January 2026, from facts.json, through the same commands as all.

Every row says where it comes from: the article, a public source, or the desk's own suggestion.
"""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from sqlmodel import Session

from db.commands import (
    contacts,
    follow_ups,
    incentives,
    meetings,
    organisations,
    projects,
    sites,
)
from db.commands.meetings import Seat, WriteUp
from db.models.history import Kind
from db.schema import claim_seed

if TYPE_CHECKING:
    from db.engine import Database

LABEL = "Seed: the meeting with Wanji and Sunstone"
_LINKS = (
    "organisation",
    "operator",
    "parent",
    "meeting",
    "project",
    "incentive",
    "site",
    "authority",
)


def facts() -> dict[str, Any]:
    """The seed as data: lists of values by noun, rows named by `key`, sources by their letter."""
    text = (files(__name__) / "facts.json").read_text(encoding="utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded


def plant(database: "Database") -> None:
    """Fill a record that waits for its seed, as one change set that can be undone."""
    with database.writing(LABEL, kind=Kind.seed) as session:
        if claim_seed(session):
            _Planting(session, facts()).all()


class _Planting:
    """Keeps which id each key of the file was given."""

    def __init__(self, session: Session, told: Mapping[str, Any]) -> None:
        self.session = session
        self.told = told
        self.ids: dict[str, int] = {}

    def all(self) -> None:
        for row in self.told["organisations"]:
            self.ids[row["key"]] = organisations.add(self.session, **self._values(row))
        for row in self.told["contacts"]:
            self.ids[row["key"]] = contacts.add(self.session, **self._values(row))
        for row in self.told["sites"]:
            self.ids[row["key"]] = sites.add(self.session, **self._values(row))
        for row in self.told["incentives"]:
            self._incentive(row)
        for row in self.told["projects"]:
            self._project(row)
        for row in self.told["meetings"]:
            self._meeting(row)
        for row in self.told["follow_ups"]:
            self.ids[row["key"]] = follow_ups.add(self.session, **self._values(row))

    def _values(self, row: Mapping[str, Any], *leave: str) -> dict[str, Any]:
        values = {name: value for name, value in row.items() if name not in ("key", *leave)}
        if "sources" in values:
            values["sources"] = [self.told["sources"][source] for source in values["sources"]]
        for link in _LINKS:
            if link in values:
                values[f"{link}_id"] = self.ids[values.pop(link)]
        return values

    def _incentive(self, row: Mapping[str, Any]) -> None:
        values = self._values(row, "windows")
        made = self.ids[row["key"]] = incentives.add(self.session, **values)
        for window in row.get("windows", ()):
            incentives.open_window(self.session, made, **window)

    def _project(self, row: Mapping[str, Any]) -> None:
        values = self._values(row, "parties", "sites", "figures")
        made = self.ids[row["key"]] = projects.add(self.session, **values)
        for party in row.get("parties", ()):
            organisation = self.ids[party["organisation"]]
            projects.join(self.session, made, organisation, role=party["role"])
        for site in row.get("sites", ()):
            projects.consider(self.session, made, self.ids[site["site"]], **_without(site, "site"))
        for figure in row.get("figures", ()):
            projects.measure(self.session, made, **figure)

    def _meeting(self, row: Mapping[str, Any]) -> None:
        seats = [
            Seat(contact_id=self.ids[seat["contact"]], **_without(seat, "contact"))
            for seat in row.get("seats", ())
        ]
        written = WriteUp(
            self._values(row, "organisations", "seats", "points"),
            organisations=[self.ids[key] for key in row["organisations"]],
            seats=seats,
            points=[self._values(point) for point in row.get("points", ())],
        )
        self.ids[row["key"]] = meetings.write_up(self.session, None, written)


def _without(values: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key != name}
