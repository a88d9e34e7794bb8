"""Bring rows of a file into the record: match, create, fill; the dry run is this, rolled back.

Certain is a match by own uid, the id of another system, registration or tax number, e-mail,
LinkedIn address, web domain with a similar name, or the same name (of a person: in the same
organisation) where nothing contradicts. What only looks alike is named, never merged.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from sqlmodel import Session

from db.bulk import Late
from db.fates import UNTOUCHED, Fate, Verdict
from db.models import Contact, Organisation, columns
from db.models.base import KEPT
from db.models.contacts import display_name
from db.names import fold, fold_company, similar

from .batches import Batch
from .telling import LINKS, Handles, Incoming, Keys, Telling

SETTLED = 50_000  # sayings about companies whose record is remembered
ALIKE = 60.0  # enough beside the same web domain


class OnMatch(StrEnum):
    """What happens to a record that is there already."""

    fill = "fill"  # only what is empty
    update = "update"  # what the file holds wins; empty cells never erase
    erase = "erase"  # the file wins, and its empty cells erase
    skip = "skip"
    create = "create"  # a second record, knowingly


WINS = (OnMatch.update, OnMatch.erase)  # the file, over what is there
NOTHING: tuple[Any, ...] = (None, "", [], {})


class Importing:
    """Takes rows in chunks inside one change set.

    `created_organisations` counts bodies made on the way to contacts.
    """

    def __init__(
        self,
        session: Session,
        *,
        of_people: bool,
        on_match: OnMatch = OnMatch.fill,
        create_missing: bool = False,
        source: str | None = None,
    ) -> None:
        self.session = session
        self.of_people = of_people
        self.on_match = on_match
        self.create_missing = create_missing
        self.source = source
        self.created_organisations = 0
        self.orphans: list[tuple[int, str]] = []  # bodies whose parent may come later in the file
        self.settled: dict[bytes, tuple[int, int]] = {}  # a body, and how often it was changed
        self.telling = Telling()
        self._again = Verdict.skipped if on_match is OnMatch.skip else Verdict.unchanged
        self.late = Late(session, columns(Organisation), columns(Contact))
        self.bodies = Batch(session, Organisation, self.late)
        self.people = Batch(session, Contact, self.late)

    def take(self, chunk: Sequence[Incoming], known: Sequence[Keys] | None = None) -> list[Fate]:
        """The fates of some rows, in their order; everything of them is written. `known` is what
        they could be known by, where that was found ahead."""
        known = known or [self.telling.keys(row) for row in chunk]
        fresh = (keys.body for keys in known if keys.same not in self.settled)
        self.bodies.expect(key for handles in fresh for key in handles.telling)
        self.people.expect(key for keys in known for key in keys.person.telling)
        fates = [self._one(row, keys) for row, keys in zip(chunk, known, strict=True)]
        self.bodies.write()
        self.people.write()
        self._forget()
        return fates

    def _forget(self) -> None:
        """The companies of a list return, but not all of them are kept in mind for ever."""
        if len(self.settled) > SETTLED or len(self.bodies.edits) > SETTLED:
            self.settled.clear()
            self.bodies.edits.clear()

    def _one(self, row: Incoming, keys: Keys) -> Fate:
        if row.problem is not None:
            column, _, problem, hint = row.problem
            reason = f"{column}: {problem}" if column else problem
            told = f"{reason}; {hint}" if hint else reason
            return Fate(row.number, row.line, Verdict.rejected, reason=told, problem=row.problem)
        if row.skip is not None:
            return Fate(row.number, row.line, Verdict.skipped, reason=row.skip)
        if self.of_people and row.contact:
            return self._person(row, keys)
        return self._body(row, keys)

    def _body(self, row: Incoming, keys: Keys) -> Fate:
        """The row is an organisation; a person in it belongs to it."""
        main, person = self._placed_body(row, keys), None
        if row.contact and display_name(row.contact):
            person = self._place_person(row.contact, keys.person, main.id)
        return _fate(row, "O", main, person, "contact")

    def _person(self, row: Incoming, keys: Keys) -> Fate:
        """The row is a person; the organisation must be there, or be made on purpose."""
        body = None
        if row.organisation and row.organisation.get("name"):
            if not self.create_missing and self._is_missing(row, keys):
                return self._homeless(row, str(row.organisation["name"]))
            body = self._placed_body(row, keys)
            self.created_organisations += body.verdict is Verdict.created
        elif row.organisation and (ids := row.organisation.get("external_ids")):
            if (known := self._by_id(keys.body)) is not None:
                body = _Placed(known, self._again)
            elif not self.create_missing:
                return self._homeless(row, ", ".join(ids.values()))
        main = self._place_person(row.contact or {}, keys.person, body.id if body else None)
        return _fate(row, "C", main, body, "organisation")

    def _by_id(self, keys: Handles) -> int | None:
        """The organisation of which another program tells nothing but its id."""
        return next((one for key in keys.telling for one in self.bodies.known(key)), None)

    def _homeless(self, row: Incoming, name: str) -> Fate:
        near = self.bodies.nearest(name)
        hint = "add it first, or import with --create-missing"
        hint = f"did you mean {near}? Otherwise {hint}" if near else hint
        problem = ("organisation", name, f"“{name}” is not in the record", hint)
        told = f"{problem[2]}; {hint}"
        return Fate(row.number, row.line, Verdict.rejected, reason=told, problem=problem)

    def finish(self) -> None:
        """After the last chunk: parents are found by name, or their name is kept in words."""
        for one, name in self.orphans:
            found = self.bodies.known(f"name:{fold_company(name)}")
            row = self.bodies.row(one)
            if found and found[0] != one:
                self.bodies.change(one, {"parent_id": row["parent_id"] or found[0]})
            else:
                self.bodies.change(one, {"extra": {"parent": name, **row["extra"]}})
        self.bodies.write()
        self.late.end()

    def _is_missing(self, row: Incoming, keys: Keys) -> bool:
        if keys.same in self.settled:
            return False
        return self._body_like(row.organisation or {}, keys.body, row.lent)[0] is None

    def _placed_body(self, row: Incoming, keys: Keys) -> "_Placed":
        """The same words about the same company are settled once, until it changes."""
        if keys.same in self.settled:
            one, edits = self.settled[keys.same]
            if edits == self.bodies.edits.get(one, 0):
                return _Placed(one, self._again)
        placed = self._place_body(row, keys.body)
        if keys.same and self.on_match is not OnMatch.create:
            self.settled[keys.same] = placed.id, self.bodies.edits.get(placed.id, 0)
        return placed

    def _place_body(self, row: Incoming, keys: Handles) -> "_Placed":
        values, parent = self._linked(row.organisation or {})
        known, alike = self._body_like(values, keys, row.lent)
        if known is not None and row.lent and self.on_match is not OnMatch.create:
            values = _unlent(self.bodies.row(known), values, row.lent)
        placed = self._place(self.bodies, values, keys, known, alike)
        if parent and self.bodies.row(placed.id)["parent_id"] is None and (
            placed.verdict is not Verdict.skipped
        ):  # fmt: skip
            self.orphans.append((placed.id, parent))
        return placed

    def _linked(self, told: Mapping[str, Any]) -> tuple[dict[str, Any], str]:
        """Parent and owner come as names, or as uids of our own export."""
        values = {k: v for k, v in told.items() if k not in LINKS}
        parent_uid, owner_uid = told.get("parent_uid"), told.get("owner_uid")
        if parent_uid and (found := self.bodies.known(f"uid:{parent_uid}")):
            values["parent_id"] = found[0]
        if told.get("owner"):
            key = f"name:{' '.join(sorted(fold(str(told['owner'])).split()))}"
            found = self.people.known(f"uid:{owner_uid}") if owner_uid else self.people.known(key)
            if found:
                values["owner_id"] = found[0]
            else:
                values["extra"] = {"owner": str(told["owner"]), **(values.get("extra") or {})}
        return values, str(told.get("parent") or "")

    def _place_person(
        self, values: Mapping[str, Any], keys: Handles, body: int | None
    ) -> "_Placed":
        values = {**values, **({"organisation_id": body} if body else {})}
        known, alike = self._person_like(values, keys)
        return self._place(self.people, values, keys, known, alike)

    def _place(
        self, batch: Batch, values: Mapping[str, Any], keys: Handles,
        known: int | None, alike: str | None,
    ) -> "_Placed":  # fmt: skip
        if known is None or self.on_match is OnMatch.create:
            made = batch.add({"source": self.source, **values}, keys)
            return _Placed(made, Verdict.created, alike=alike)
        if self.on_match is OnMatch.skip:
            return _Placed(known, Verdict.skipped)
        changes = self._differences(batch.row(known), values)
        if not changes:
            return _Placed(known, Verdict.unchanged)
        batch.change(known, {name: new for name, (_, new) in changes.items()})
        return _Placed(known, Verdict.updated, changes)

    def _differences(
        self, row: Mapping[str, Any], values: Mapping[str, Any]
    ) -> dict[str, tuple[Any, Any]]:
        """What the file adds; empty cells never erase unless asked, lists only grow."""
        changes = {}
        for name, value in values.items():
            if value == (here := row.get(name)):
                continue
            if value in NOTHING:
                if self.on_match is OnMatch.erase and here not in NOTHING:
                    changes[name] = (here, value)
                continue
            new = joined(name, here, value)
            if name == "extra" and self.on_match in WINS:
                new = {**(here or {}), **value}
            grows = isinstance(here, list | dict) or name == "stock_code"
            filling = here in NOTHING or grows
            if new == here or name in KEPT:
                continue
            if filling or self.on_match in WINS:
                changes[name] = (here, new)
        return changes

    def _body_like(
        self, values: Mapping[str, Any], keys: Handles, lent: Sequence[str] = ()
    ) -> tuple[int | None, str | None]:
        """The organisation this certainly is, else the one it looks like. Best is one in the
        country of its person, but who works in another contradicts nothing."""
        known, alike = self._body_among(values, keys)
        if known is None and "country" in lent:
            return self._body_among({k: v for k, v in values.items() if k not in lent}, keys)
        return known, alike

    def _body_among(
        self, values: Mapping[str, Any], keys: Handles
    ) -> tuple[int | None, str | None]:
        if not self.bodies.is_known(keys.telling):
            return None, None
        alike, name = None, str(values.get("name") or "")
        for key in keys.telling:
            for one in self.bodies.known(key):
                here = self.bodies.row(one)
                if _contradict(here, values, ("country",)):
                    continue
                if _certain_body(key, here, name):
                    return one, None
                alike = alike or f"O{one}"
        return None, alike

    def _person_like(
        self, values: Mapping[str, Any], keys: Handles
    ) -> tuple[int | None, str | None]:
        if not self.people.is_known(keys.telling):
            return None, None
        alike = None
        for key in keys.telling:
            known = self.people.known(key)
            if not key.startswith("name:"):
                if known:
                    return known[0], None
                continue
            alike = alike or (f"C{known[0]}" if known else None)
            for one in (*known, *self.people.namesakes(key, values.get("organisation_id"))):
                if self._same_person(one, values):
                    return one, None
        return None, alike

    def _same_person(self, one: int, values: Mapping[str, Any]) -> bool:
        """The same name is the same person only in the same organisation and with no e-mail,
        external id or LinkedIn address that says otherwise."""
        if self.people.whose(one) != values.get("organisation_id"):
            return False
        here = self.people.row(one)
        mails = [{m.casefold() for m in row.get("emails") or ()} for row in (here, values)]
        if all(mails) and not mails[0] & mails[1]:
            return False
        ids = [row.get("external_ids") or {} for row in (here, values)]
        if any(ids[0][source] != ids[1][source] for source in ids[0].keys() & ids[1].keys()):
            return False
        return not _contradict(here, values, ("country", "linkedin_url"))


class _Placed(NamedTuple):
    id: int
    verdict: Verdict
    changes: Mapping[str, tuple[Any, Any]] = UNTOUCHED
    alike: str | None = None


# A row tells what its strongest part became.
_STRENGTH = (Verdict.skipped, Verdict.unchanged, Verdict.updated, Verdict.created)


def _fate(row: Incoming, letter: str, main: _Placed, other: _Placed | None, word: str) -> Fate:
    verdict, reason, ref = main.verdict, "", f"{letter}{main.id}"
    if verdict is Verdict.created and not main.alike:
        return Fate(row.number, row.line, verdict, ref)
    changes = dict(main.changes)
    if other is not None and verdict is not Verdict.created:
        if _STRENGTH.index(other.verdict) > _STRENGTH.index(verdict):
            verdict = Verdict.updated
            reason = f"its {word} was {other.verdict}"
        changes |= {f"{word}.{name}": change for name, change in other.changes.items()}
    if verdict is Verdict.skipped:
        reason = "is in the record already"
    if main.alike and verdict is Verdict.created:
        reason = f"looks like {main.alike}, which was left as it is"
    return Fate(row.number, row.line, verdict, ref, reason, changes, main.alike)


def _certain_body(key: str, here: Mapping[str, Any], name: str) -> bool:
    if key.startswith(("uid:", "ext:", "registration_no:", "tax_id:")):
        return True
    names = [here["name"], here["native_name"], *here["aliases"]]
    if key.startswith("name:"):
        forms_agree = any(fold(name) == fold(each) for each in names if each)
        said = (*names, name)
        return forms_agree or any(fold(each) == fold_company(each) for each in said if each)
    return max((similar(name, each) for each in names if each), default=0.0) >= ALIKE


def _unlent(
    here: Mapping[str, Any], values: Mapping[str, Any], lent: Sequence[str]
) -> dict[str, Any]:
    """What a person lends fills what is empty, and no address in another country."""
    abroad = _contradict(here, values, ("country",))
    taken = {name for name in lent if here[name] or (abroad and name == "city")}
    return {name: value for name, value in values.items() if name not in taken}


def _contradict(here: Mapping[str, Any], values: Mapping[str, Any], names: tuple[str, ...]) -> bool:
    return any(here.get(n) and values.get(n) and here[n] != values[n] for n in names)


def joined(name: str, here: Any, value: Any) -> Any:
    """Lists and mappings grow by what is new; everything else is replaced."""
    if isinstance(value, dict):
        return {**value, **(here or {})}
    if name == "stock_code" and here:  # one company, several classes of shares
        codes = here.split(", ")
        return here if value in codes else ", ".join([*codes, value])
    if name == "phones":
        numbers = {phone.get("e164") or phone.get("raw") for phone in here or ()}
        new = [phone for phone in value if (phone.get("e164") or phone.get("raw")) not in numbers]
        return [*(here or ()), *new]
    if isinstance(value, list):
        seen = {str(each).casefold() for each in here or ()}
        return [*(here or ()), *(each for each in value if str(each).casefold() not in seen)]
    return value
