"""What a row of a file could be known by: found without a look at the record, so also in another process.

Folding names, for matching and for search, is more than half of the work of an import.
"""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, TypeAlias

from db.fates import Trouble
from db.models import Contact, contacts, organisations

from .filling import Filling

BODY_KEYS = ("ext:", "registration_no:", "tax_id:", "name:", "domain:", "email:")
PERSON_KEYS = ("ext:", "email:", "linkedin:", "name:")
SAME = 40_000  # sayings about companies whose handles are remembered
LINKS = ("parent", "parent_uid", "owner", "owner_uid")  # of an organisation, by name or by uid


class Incoming(NamedTuple):
    """One row of a file as values of the record. `problem` rejects it, `skip` passes it over;
    `lent` are fields that the organisation has from its person alone."""

    number: int
    line: int | None = None
    organisation: Mapping[str, Any] | None = None
    contact: Mapping[str, Any] | None = None
    problem: Trouble | None = None
    skip: str | None = None
    lent: Sequence[str] = ()


class Handles(NamedTuple):
    """The handles of a record; `telling` are those that could identify it, strongest first.

    `folded` are its words for search, where its values are plain ones of the right types.
    """

    all: Sequence[str] = ()
    telling: Sequence[str] = ()
    folded: str | None = None


class Keys(NamedTuple):
    """The handles of a row; `same` is equal for rows that say the same of a company."""

    body: Handles = Handles()
    person: Handles = Handles()
    same: bytes = b""


Found: TypeAlias = Callable[[Mapping[str, Any]], list[str]]


class Telling:
    """Remembers what was said of companies: those of a list return. With `words` those of people for
    search are found, too, which is in vain for what is in the record already, as companies soon are."""

    def __init__(self, *, words: bool = False) -> None:
        self.words = words
        self.people = Filling(Contact)
        self.companies: dict[bytes, Handles] = {}

    def keys(self, row: Incoming) -> Keys:
        if row.problem is not None or row.skip is not None:
            return NONE
        person = self._person(row.contact or {})
        if not row.organisation:
            return Keys(person=person)
        same = _digest(row)
        if same not in self.companies:
            if len(self.companies) > SAME:  # not all of them are kept in mind for ever
                self.companies.clear()
            self.companies[same] = _of_body(row.organisation)
        return Keys(self.companies[same], person, same)

    def _person(self, values: Mapping[str, Any]) -> Handles:
        if not values:
            return NOBODY
        handles = _of(values, contacts.handles, PERSON_KEYS)
        return handles._replace(folded=self.people.sought(values)) if self.words else handles


def _of(values: Mapping[str, Any], made: Found, order: Sequence[str]) -> Handles:
    found = made(values)
    telling = [k for start in order for k in found if k.startswith(start) and k != "name:"]
    if values.get("uid"):
        telling.insert(0, f"uid:{values['uid']}")
    return Handles(found, telling)


_SELDOM = ("uid", "native_name", "aliases", "registration_no", "tax_id", "external_ids", "tags")


def _of_body(values: Mapping[str, Any]) -> Handles:
    if values.keys().isdisjoint(_SELDOM):
        return _usual(*map(values.get, ("name", "website", "email")))
    return _of(values, organisations.handles, BODY_KEYS)


@lru_cache(SAME)
def _usual(name: str | None, website: str | None, email: str | None) -> Handles:
    """A company returns more often than what is said of it: its people live in many towns."""
    told = {"name": name, "website": website, "email": email}
    return _of(told, organisations.handles, BODY_KEYS)


NOBODY = Handles()
NONE = Keys()


def _digest(row: Incoming) -> bytes:
    """Its people live in many towns: where one is lent, the first fills what is empty, and then it is all
    one which the others are."""
    told = row.organisation or {}
    if "city" in row.lent:
        told = {name: value for name, value in told.items() if name != "city"}
    said = repr((row.lent, told)).encode(errors="surrogatepass")
    return hashlib.blake2b(said, digest_size=16).digest()
