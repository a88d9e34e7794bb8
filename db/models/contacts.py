"""A person: of an investor, of a host body, or an officer of the desk."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, ClassVar

import sqlalchemy as sa

from db.names import digits, fold
from db.words import search_text

from .base import STRICT, Found, Sourced, common_handles, keyed
from .types import choice, day, flag, link, listed, mapped, prose


class DecisionRole(StrEnum):
    """What a person does for a decision."""

    decides = "decides"
    influences = "influences"
    prepares = "prepares"
    liaison = "liaison"
    interpreter = "interpreter"


class Contact(Found, Sourced, table=True):
    """`full_name` holds the name as typed where its parts are not known; `placeholder` marks
    a person whose name is still to be recorded."""

    letter: ClassVar[str] = "C"
    noun: ClassVar[str] = "contacts"
    __table_args__ = (sa.CheckConstraint("length(country) = 2", name="country"), STRICT)

    given_name: str | None = prose()
    middle_name: str | None = prose()
    family_name: str | None = prose()
    full_name: str | None = prose()
    native_name: str | None = prose()
    aliases: list[str] = listed()
    salutation: str | None = prose()
    suffix: str | None = prose()
    organisation_id: int | None = link("organisation", indexed=True)
    job_title: str | None = prose()
    department: str | None = prose()
    decision_role: DecisionRole | None = choice(DecisionRole)
    emails: list[str] = listed()
    phones: list[dict[str, str | None]] = listed()
    language: str | None = prose()
    country: str | None = prose()
    city: str | None = prose()
    region: str | None = prose()
    postal_code: str | None = prose()
    address: str | None = prose()
    linkedin_url: str | None = prose()
    website: str | None = prose()
    tags: list[str] = listed()
    notes: str | None = prose()
    placeholder: bool = flag()
    external_ids: dict[str, str] = mapped()
    extra: dict[str, str] = mapped()
    last_spoken: date | None = day()

    @classmethod
    def sought(cls, values: Mapping[str, Any]) -> str:
        name = display_name(values)
        names = [name, values.get("native_name"), *(values.get("aliases") or ())]
        numbers = [phone_digits(phone) for phone in values.get("phones") or ()]
        words = [
            values.get("given_name"), values.get("family_name"), values.get("job_title"),
            values.get("city"), *(values.get("emails") or ()), *numbers,
            *(values.get("tags") or ()), values.get("notes"),
        ]  # fmt: skip
        return search_text(*words, names=names)

    @classmethod
    def known_by(cls, values: Mapping[str, Any]) -> list[str]:
        return handles(values)


# Han, Hiragana, Katakana and Hangul: scripts that write the family name first.
_FAMILY_FIRST = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def is_cjk(text: str) -> bool:
    return not text.isascii() and bool(_FAMILY_FIRST.search(text))


def display_name(values: Mapping[str, Any]) -> str:
    """A person's full name in the order of its script: Chinese family name first, no blank.

    Without any name the first e-mail address stands for the person.
    """
    if values.get("full_name"):
        return str(values["full_name"])
    given = values.get("given_name") or ""
    middle, family = values.get("middle_name") or "", values.get("family_name") or ""
    if family and is_cjk(family):
        return f"{family}{given}" if is_cjk(given) or not given else f"{family} {given}"
    name = " ".join([part for part in (given, middle, family) if part])
    emails = values.get("emails") or ()
    return name or (emails[0] if emails else "")


def phone_digits(phone: Mapping[str, str | None]) -> str:
    return str(digits(phone.get("e164") or phone.get("raw") or ""))


def handles(values: Mapping[str, Any]) -> list[str]:
    """The keys that could identify the person of these values."""
    names = [display_name(values), values.get("native_name"), *(values.get("aliases") or ())]
    numbers = [phone_digits(phone) for phone in values.get("phones") or ()]
    keys = [f"name:{' '.join(sorted(fold(name).split()))}" for name in names if name]
    keys += [f"email:{email.casefold()}" for email in values.get("emails") or ()]
    keys += [f"phone:{number}" for number in numbers if number]
    if url := values.get("linkedin_url"):
        keys.append(f"linkedin:{linkedin_key(url)}")
    keys += common_handles(values)
    return keyed(keys)


def linkedin_key(url: str) -> str:
    """The part of a LinkedIn address that names the person."""
    return url.split("?")[0].rstrip("/").rsplit("/", 1)[-1].casefold()
