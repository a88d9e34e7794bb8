"""The tables of the record, one file per noun."""

from typing import Any

import sqlalchemy as sa
from sqlmodel import SQLModel

from .base import Found, Record, Sourced, columns, stamp

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

from .cases import IncentiveCase  # noqa: E402
from .contacts import Contact  # noqa: E402
from .documents import Document  # noqa: E402
from .follow_ups import FollowUp  # noqa: E402
from .history import Change, ChangeSet, Erased, Seal  # noqa: E402
from .incentives import Incentive, IncentiveWindow  # noqa: E402
from .keeping import Draft, Handle, ImportRow, ImportRun, SavedView, Setting, Tally  # noqa: E402
from .meetings import Attendance, Meeting, MeetingOrganisation, Point  # noqa: E402
from .organisations import Organisation  # noqa: E402
from .projects import Figure, Project, ProjectParty, ProjectSite  # noqa: E402
from .reports import ReportVersion  # noqa: E402
from .sites import Site  # noqa: E402
from .types import Choice  # noqa: E402

metadata = SQLModel.metadata

# Every table whose rows go through the history, parents before children.
RECORDS: tuple[type[Record], ...] = (
    Organisation, Contact, Site, Incentive, IncentiveWindow, Project, ProjectParty, ProjectSite,
    Figure, Meeting, MeetingOrganisation, Attendance, Point, IncentiveCase, FollowUp, Document,
    ReportVersion, SavedView,
)  # fmt: skip
MODELS: dict[str, type[Record]] = {columns(model).name: model for model in RECORDS}
NOUNS: dict[str, type[Found]] = {
    model.noun: model for model in RECORDS if issubclass(model, Found) and model.noun
}
LETTERS: dict[str, type[Found]] = {model.letter: model for model in NOUNS.values()}


def _hold_enumerations() -> None:
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, Choice):
                rule: Any = column.type.rule(column.name)
                table.append_constraint(sa.CheckConstraint(rule, name=f"{column.name}_word"))


_hold_enumerations()


def _derive(_mapper: Any, _connection: Any, record: Record) -> None:
    for name, value in type(record).derived(record.__dict__).items():
        setattr(record, name, value)


for _model in RECORDS:
    sa.event.listen(_model, "before_insert", _derive)
    sa.event.listen(_model, "before_update", _derive)

__all__ = [
    "LETTERS", "MODELS", "NOUNS", "RECORDS", "Attendance", "Change", "ChangeSet", "Contact",
    "Document", "Draft", "Erased", "Figure", "FollowUp", "Found", "Handle", "ImportRow", "ImportRun",
    "Incentive", "IncentiveCase", "IncentiveWindow", "Meeting", "MeetingOrganisation",
    "Organisation", "Point", "Project", "ProjectParty", "ProjectSite", "Record", "ReportVersion", "SavedView",
    "Seal", "Setting", "Site", "Sourced", "Tally", "columns", "metadata", "stamp",
]  # fmt: skip
