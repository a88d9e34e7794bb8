"""Whatever was done, undoing all of it is the start again."""

from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from db.commands import contacts, follow_ups, meetings, organisations, projects
from db.engine import open_database
from db.errors import Problem
from tests.conftest import Files

from .dump import dump

TEXT = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=12
)
NAMED = TEXT.filter(lambda text: text.strip())
KEY = st.integers(1, 6)  # of a record that may be there

ACTS: dict[str, tuple[Any, ...]] = {
    "add": (NAMED, st.lists(NAMED, max_size=2)),
    "rename": (KEY, NAMED),
    "adopt": (KEY, KEY),
    "employ": (NAMED, st.none() | KEY),
    "move": (KEY, st.none() | KEY, TEXT),
    "meet": (NAMED, st.lists(KEY, unique=True, max_size=3), st.lists(NAMED, max_size=2)),
    "rewrite": (KEY, st.lists(NAMED, max_size=3), st.lists(KEY, unique=True, max_size=2)),
    "promise": (NAMED, st.none() | KEY),
    "complete": (KEY,),
    "start": (NAMED, KEY),
    "archive": (KEY,),
    "restore": (KEY,),
}
ACT = st.sampled_from(sorted(ACTS)).flatmap(lambda name: st.tuples(st.just(name), *ACTS[name]))


def act(session: Any, name: str, *given: Any) -> None:
    match name, given:
        case "add", (text, tags):
            organisations.add(session, name=text, tags=tags)
        case "rename", (one, text):
            organisations.amend(session, one, {"name": text, "notes": text})
        case "adopt", (one, other):
            organisations.amend(session, one, {"parent_id": other})
        case "employ", (text, body):
            contacts.add(session, full_name=text, organisation_id=body, emails=[text])
        case "move", (one, body, title):
            contacts.amend(session, one, {"organisation_id": body, "job_title": title})
        case "meet", (text, people, points):
            meetings.write_up(session, None, meetings.WriteUp(
                {"subject": text}, organisations=people[:1],
                seats=[meetings.Seat(one) for one in people],
                points=[{"text": point} for point in points],
            ))  # fmt: skip
        case "rewrite", (one, points, people):
            meetings.write_up(session, one, meetings.WriteUp(
                points=[{"text": point} for point in points],
                seats=[meetings.Seat(person) for person in people],
            ))  # fmt: skip
        case "promise", (text, meeting):
            follow_ups.add(session, text=text, meeting_id=meeting)
        case "complete", (one,):
            follow_ups.complete(session, one, date(2026, 1, 21))
        case "start", (text, body):
            projects.join(session, projects.add(session, name=text), body, share=2500)
        case "archive", (one,):
            organisations.archive(session, one)
        case "restore", (one,):
            organisations.restore(session, one)


@given(st.lists(ACT, min_size=1, max_size=12))
def test_undoing_everything_is_the_start_and_redoing_it_the_end(
    files: Files, tmp_path: Path, acts: list[Any]
) -> None:
    database = open_database(files.new(tmp_path, seed=False), who="Tester", seed=False)
    states = [dump(database)]
    for name, *given_values in acts:
        try:
            with database.writing(name) as session:
                act(session, name, *given_values)
        except Problem:
            assert dump(database) == states[-1]
            continue
        if (now := dump(database)) != states[-1]:
            states.append(now)
    for state in reversed(states[:-1]):
        assert database.undo().kept == ()
        assert dump(database) == state
    for state in states[1:]:
        assert database.redo().kept == ()
        assert dump(database) == state
    database.close()
