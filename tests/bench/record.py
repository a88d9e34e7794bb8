"""A record as large as a state's: contacts, organisations, meetings and follow-ups, always the same.

python -m tests.bench.record FILE [--size 1000000]
"""

import argparse
import json
import random
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from db import search, spoken, tallies, triggers, words
from db.engine import open_database
from db.models import Contact, FollowUp, Meeting, Organisation, columns, metadata
from db.models.base import Found
from tests.bench.people import PLACES, TITLES
from tests.bench.prose import POOL, sentences

OWN = 100_000
DAY = "2026-01-20T10:00:00.000000+00:00"
CODES = {"Azerbaijan": "AZ", "Russia": "RU", "China": "CN", "Germany": "DE"}
SECTORS = ("Metals", "Energy", "Logistics", "Chemicals", "Food", "Textiles", "Pharmaceuticals")
Row = dict[str, Any]


def make(path: Path, size: int) -> Path:
    """A record of `size` contacts, meetings and follow-ups and a tenth as many organisations.

    Without a history: the rows go in with the triggers out, and the index is filled afterwards.
    """
    words.of_note = lru_cache(POOL * 8)(words.of_note)  # the notes come again and again
    database = open_database(str(path), who="bench", seed=False)
    many = max(size // 10, 10)
    with database.engine.connect() as connection:
        raw: Any = connection.connection.dbapi_connection
        raw.execute("PRAGMA synchronous = OFF")
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("PRAGMA cache_size = -500000")
        with connection.execution_options(immediate=True).begin():
            triggers.remove(connection)
            _people(raw, size)
            _links(raw, size, many)
            _handles(raw)
            spoken.fill(connection)
            tallies.fill(connection)
            search.rebuild(connection)
            triggers.install(connection)
        raw.execute("ANALYZE")
    database.close()
    return path


def _people(raw: Any, size: int) -> None:
    """The first 100,000 are made up one by one; the others are those again, with their own numbers."""
    own = min(size, OWN)
    many = max(own // 10, 10)
    _fill(raw, Organisation, _organisations(many))
    _fill(raw, Contact, _contacts(own, many))
    _fill(raw, Meeting, _meetings(own))
    _fill(raw, FollowUp, _follow_ups(own, many))
    other = f"organisation_id + :nth * {many}"
    said = {"name": "name || ' ' || :nth", "folded": "folded || ' ' || :nth"}
    mail = {name: f"replace({name}, 'p' || (id - 1), 'p' || :nth || (id - 1))"
            for name in ("emails", "folded", "handles")}  # fmt: skip
    for nth in range(1, size // own):
        _again(raw, Organisation, nth, many, said)
        _again(raw, Contact, nth, own, {**mail, "organisation_id": other})
        _again(raw, Meeting, nth, own, {})
        owed = {"meeting_id": f"meeting_id + :nth * {own}", "owner_id": f"owner_id + :nth * {own}"}
        _again(raw, FollowUp, nth, own, {**owed, "organisation_id": other})
    for model in (Organisation, Contact, Meeting, FollowUp):
        _date(raw, columns(model).name)


def _again(raw: Any, model: type[Found], nth: int, own: int, changed: dict[str, str]) -> None:
    table = columns(model)
    number = f"id + :nth * {own}"
    changed = {**changed, "id": number, "uid": f"printf('%032x', {number} - 1)"}
    names = [column.name for column in table.columns]
    values = ", ".join(changed.get(name, name) for name in names)
    raw.execute(
        f'INSERT INTO "{table.name}" ({", ".join(names)}) '
        f'SELECT {values} FROM "{table.name}" WHERE id <= {own}', {"nth": nth},
    )  # fmt: skip


def _date(raw: Any, table: str) -> None:
    """Everything came in over six years, in the order of its number."""
    at = (
        "strftime('%Y-%m-%dT%H:%M:%S', 1577836800 + id * 189000000 / "
        f"(SELECT max(id) FROM \"{table}\"), 'unixepoch') || '.000000+00:00'"
    )
    raw.execute(f'UPDATE "{table}" SET created_at = {at}, updated_at = {at}')


def _fill(raw: Any, model: type[Found], rows: Iterable[Row]) -> None:
    """Rows of plain values straight into the table, with what is derived from them."""
    table = columns(model)
    names = [column.name for column in table.columns]
    marks = ", ".join("?" * len(names))
    into = f'INSERT INTO "{table.name}" ({", ".join(names)}) VALUES ({marks})'
    raw.executemany(into, (_stored(model, names, row) for row in rows))


def _stored(model: type[Found], names: list[str], row: Row) -> list[Any]:
    known = _defaults(model) | row
    known |= model.derived(known)
    return [_plain(known[name]) for name in names]


@lru_cache
def _defaults(model: type[Found]) -> Row:
    """What a new record of a noun has where nothing is said."""
    fresh = {name: field.get_default(call_default_factory=True)
             for name, field in model.model_fields.items() if name != "uid"}  # fmt: skip
    return {**fresh, "created_by": "bench", "updated_by": "bench", "version": 1}


def _plain(value: Any) -> Any:
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value


def _born(number: int) -> Row:
    return {"id": number + 1, "uid": f"{number:032x}", "created_at": "", "updated_at": ""}


def _organisations(many: int) -> Iterator[Row]:
    chance, say = random.Random(1), sentences(1)
    for number in range(many):
        place = PLACES[number % len(PLACES)]
        trade = chance.choice(place.trades)
        city, form = chance.choice(place.cities), chance.choice(place.forms)
        chinese = place.code == "86"
        name = f"{city}{chance.choice(place.family)}{trade}{form}" if chinese else (
            f"{chance.choice(place.family)} {trade} {number} {form}")  # fmt: skip
        yield _born(number) | {
            "name": name, "country": CODES[place.country], "city": city,
            "sector": chance.choice(SECTORS), "website": f"https://c{number}.example",
            "email": f"info@c{number}.example", "phone": _phone(chance, place.code),
            "tier": chance.choice(("A", "B", "C", None)), "kind": "investor", "side": "guest",
            "notes": say(), "tags": [chance.choice(SECTORS).lower()],
        }  # fmt: skip


def _phone(chance: random.Random, code: str) -> str:
    return f"+{code} {chance.randrange(10, 99)} {chance.randrange(10**6, 10**7)}"


def _contacts(size: int, many: int) -> Iterator[Row]:
    chance, say = random.Random(2), sentences(2)
    for number in range(size):
        organisation = chance.randrange(many)
        place = PLACES[organisation % len(PLACES)]
        phone = _phone(chance, place.code)
        yield _born(number) | {
            "given_name": chance.choice(place.given), "family_name": _family(chance, place.family),
            "organisation_id": organisation + 1, "job_title": chance.choice(TITLES) or None,
            "emails": [f"p{number}@c{organisation}.example"] if number % 10 else [],
            "phones": [{"label": "work", "raw": phone, "e164": phone.replace(" ", "")}],
            "country": CODES[place.country], "city": chance.choice(place.cities),
            "notes": say() if number % 3 == 0 else None,
        }  # fmt: skip


def _family(chance: random.Random, known: tuple[str, ...]) -> str:
    """A family name: one of those of the place, at times with a second one."""
    return chance.choice(known) + (f"-{chance.choice(known)}" if chance.random() < 0.3 else "")


def _meetings(size: int) -> Iterator[Row]:
    chance, say = random.Random(3), sentences(3)
    for number in range(size):
        day = date(2020, 1, 1) + timedelta(days=chance.randrange(2200))
        held = day < date(2026, 1, 21)
        yield _born(number) | {
            "subject": say(1), "kind": chance.choice(("meeting", "call", "video")),
            "status": "held" if held else "planned", "starts_on": day, "starts_at": "10:00",
            "zone": "Asia/Baku", "date_precision": "time", "confidentiality": "desk",
            "place": chance.choice(chance.choice(PLACES).cities), "summary": say(), "notes": say(),
        }  # fmt: skip


def _follow_ups(size: int, many: int) -> Iterator[Row]:
    chance, say = random.Random(4), sentences(4)
    for number in range(size):
        due = date(2020, 1, 1) + timedelta(days=chance.randrange(2500))
        done = chance.random() < 0.9
        yield _born(number) | {
            "text": say(1), "side": chance.choice(("ours", "theirs")), "due_on": due,
            "status": "done" if done else "open", "done_on": due if done else None,
            "priority": "medium", "owner_id": chance.randrange(size) + 1,
            "meeting_id": number + 1, "organisation_id": chance.randrange(many) + 1,
        }  # fmt: skip


def _links(raw: Any, size: int, many: int) -> None:
    """Each meeting has one organisation and one of its people; the first has 500 of them."""
    chance = random.Random(5)

    def bodies() -> Iterator[tuple[Any, ...]]:
        for number in range(size):
            one = 1 if number < 500 else chance.randrange(many) + 1
            yield (number + 1, f"b{number:031x}", number + 1, one, DAY, DAY, "bench", "bench", 1)

    shared = "created_at, updated_at, created_by, updated_by, version"
    raw.executemany(
        f"INSERT INTO meeting_organisation (id, uid, meeting_id, organisation_id, {shared}) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", bodies(),
    )  # fmt: skip
    raw.execute(
        f"INSERT INTO attendance (uid, meeting_id, contact_id, side, role, {shared}) "
        "SELECT 'a' || id, id, 1 + (id * 7919) % ?, 'guest', 'member', created_at, created_at, "
        "'bench', 'bench', 1 FROM meeting", (size,),
    )  # fmt: skip


def _handles(raw: Any) -> None:
    for table in metadata.tables.values():
        if "handles" in table.columns:
            raw.execute(
                "INSERT OR IGNORE INTO handle (key, table_name, row_id) "
                f"SELECT value, '{table.name}', t.id FROM \"{table.name}\" t, json_each(t.handles) "
                "ORDER BY 1"
            )


def main() -> int:
    told = argparse.ArgumentParser(prog="python -m tests.bench.record")
    told.add_argument("file", type=Path)
    told.add_argument("--size", type=int, default=1_000_000)
    how = told.parse_args()
    make(how.file, how.size)
    return 0


if __name__ == "__main__":
    sys.exit(main())
