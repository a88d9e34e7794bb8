"""An incentive: what the state offers, on which legal basis, to whom, and in which window of time."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa

from db.words import search_text

from .base import STRICT, Found, Record, Sourced, common_handles, keyed
from .types import choice, day, link, listed, mapped, prose, required, whole


class Kind(StrEnum):
    tax = "tax"
    customs = "customs"
    land = "land"
    grant = "grant"
    service = "service"
    protection = "protection"


class Incentive(Found, Sourced, table=True):
    """`eligibility` holds criteria a program can test (see db.queries.incentives); `duration` is
    in words, `decision_working_days` a number of working days of the authority."""

    letter: ClassVar[str] = "I"
    noun: ClassVar[str] = "incentives"
    __table_args__ = (
        sa.CheckConstraint("decision_working_days >= 0", name="decision"),
        STRICT,
    )

    name: str = required(nullable=False)
    native_name: str | None = prose()
    kind: Kind = choice(Kind, Kind.tax)
    authority_id: int | None = link("organisation")
    authority_name: str | None = prose()
    legal_basis: list[str] = listed()
    benefits: list[str] = listed()
    duration: str | None = prose()
    eligibility: dict[str, Any] = mapped()
    papers: list[str] = listed()
    process: list[str] = listed()
    decision_working_days: int | None = whole()
    tags: list[str] = listed()
    notes: str | None = prose()
    external_ids: dict[str, str] = mapped()
    extra: dict[str, str] = mapped()

    @classmethod
    def derived(cls, values: Mapping[str, Any]) -> dict[str, Any]:
        names = (values["name"], values.get("native_name"))
        words = [values.get("authority_name"),
                 *(values.get("benefits") or ()), *(values.get("legal_basis") or ()),
                 values.get("notes")]  # fmt: skip
        return {
            "folded": search_text(*words, names=names),
            "handles": keyed(common_handles(values)),
        }


class IncentiveWindow(Record, table=True):
    """A span in which an incentive can be granted, and when that span became known.

    `known_on` is the day the basis was published: on an earlier day nobody could rely on it.
    """

    part_of: ClassVar[tuple[str, ...]] = ("incentive_id",)
    __tablename__ = "incentive_window"
    __table_args__ = (
        sa.CheckConstraint("ends_on IS NULL OR starts_on <= ends_on", name="span"),
        STRICT,
    )

    incentive_id: int = link("incentive", needed=True)
    starts_on: date = day(nullable=False)
    ends_on: date | None = day()
    known_on: date | None = day()
    basis: str | None = prose()
