"""An organisation: an investor, a ministry, an agency, a zone, a company of the state, a partner."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, ClassVar
from urllib.parse import urlsplit

import sqlalchemy as sa

from db.names import AGAIN, digits, fold_company
from db.words import search_text

from .base import STRICT, Found, Sourced, common_handles, keyed
from .types import choice, day, link, listed, mapped, prose, required, whole


class Kind(StrEnum):
    investor = "investor"
    ministry = "ministry"
    agency = "agency"
    zone = "zone"
    state_company = "state_company"
    partner = "partner"
    association = "association"
    media = "media"
    other = "other"


class Side(StrEnum):
    """On whose side of the table an organisation sits."""

    guest = "guest"
    host = "host"
    other = "other"


class Tier(StrEnum):
    A = "A"
    B = "B"
    C = "C"


class Check(StrEnum):
    """Where the due-diligence check stands."""

    not_required = "not_required"
    pending = "pending"
    cleared = "cleared"
    issues = "issues"


class Organisation(Found, Sourced, table=True):
    letter: ClassVar[str] = "O"
    noun: ClassVar[str] = "organisations"
    __table_args__ = (
        sa.ForeignKeyConstraint(
            ["owner_id"], ["contact.id"], name="fk_organisation_owner_id_contact", use_alter=True
        ),
        sa.CheckConstraint("length(country) = 2", name="country"),
        sa.CheckConstraint("parent_id <> id", name="parent"),
        sa.CheckConstraint("employees >= 0", name="employees"),
        STRICT,
    )

    name: str = required(nullable=False)
    native_name: str | None = prose()
    aliases: list[str] = listed()
    kind: Kind = choice(Kind, Kind.investor)
    side: Side = choice(Side, Side.guest)
    country: str | None = prose(index=True)
    city: str | None = prose()
    region: str | None = prose()
    postal_code: str | None = prose()
    address: str | None = prose()
    sector_code: str | None = prose()
    sector: str | None = prose()
    parent_id: int | None = link("organisation")
    tier: Tier | None = choice(Tier)
    owner_id: int | None = link("contact", late=True)
    registration_no: str | None = prose()
    tax_id: str | None = prose()
    stock_code: str | None = prose()
    website: str | None = prose()
    phone: str | None = prose()
    email: str | None = prose()
    employees: int | None = whole()
    check_status: Check = choice(Check, Check.not_required)
    check_by: str | None = prose()
    check_on: date | None = day()
    tags: list[str] = listed()
    notes: str | None = prose()
    external_ids: dict[str, str] = mapped()
    extra: dict[str, str] = mapped()
    last_spoken: date | None = day()

    @classmethod
    def sought(cls, values: Mapping[str, Any]) -> str:
        names = [values["name"], values.get("native_name"), *(values.get("aliases") or ())]
        words = [
            values.get("city"), values.get("sector"), *(values.get("tags") or ()),
            values.get("stock_code"), values.get("email"), digits(values.get("phone") or ""),
            values.get("notes"),
        ]  # fmt: skip
        return search_text(*words, names=names)

    @classmethod
    def known_by(cls, values: Mapping[str, Any]) -> list[str]:
        return handles(values)


def handles(values: Mapping[str, Any]) -> list[str]:
    """The keys that could identify the organisation of these values."""
    names = [values.get("name"), values.get("native_name"), *(values.get("aliases") or ())]
    keys = [f"name:{fold_company(name)}" for name in names if name]
    if values.get("email"):
        keys.append(f"email:{values['email'].casefold()}")
    if values.get("website") and (host := domain(values["website"])):
        keys.append(f"domain:{host}")
    keys += [f"{kind}:{values[kind]}" for kind in ("registration_no", "tax_id") if values.get(kind)]
    keys += common_handles(values)
    return keyed(keys)


@lru_cache(4 * AGAIN)
def domain(address: str) -> str:
    """The host of a web address without "www.", or nothing where there is none."""
    try:
        host = urlsplit(address if "//" in address else f"//{address}").hostname or ""
    except ValueError:
        return ""
    host = host.casefold().removeprefix("www.")
    return host if "." in host else ""
