"""Views: what a line of the filter language means, and the line that means a view."""

from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from db import view as views
from db.commands import organisations
from db.engine import Database
from db.errors import Invalid, NotFound, Problem
from db.models import NOUNS
from db.queries import lists
from db.view import Filter, Kind, Reading, View, describe
from tests.hostile import STRINGS

NASTY = [
    '"',
    "\\",
    ":",
    "<",
    "=",
    ",",
    "-",
    "'",
    "%",
    "_",
    "*",
    "(",
    " ",
    "\t",
    "ə",
    "万",
    "archived",
]
TEXT = st.lists(st.sampled_from([*NASTY, "a", "b", "1"]) | st.text(max_size=3), max_size=6).map(
    "".join
)
WORDS = TEXT.map(lambda text: " ".join(text.split()))
VALUE = TEXT.map(str.strip).filter(bool)


def values(field: views.Field) -> Any:
    match field.kind:
        case Kind.word:
            return st.sampled_from(field.words).map(str)
        case Kind.day | Kind.moment:
            return st.dates()
        case Kind.number:
            return st.integers(-(10**12), 10**12)
        case Kind.money:
            return st.integers(-(10**14), 10**14).map(lambda cents: Decimal(cents) / 100)
        case Kind.flag:
            return st.booleans()
        case Kind.country:
            return st.text("ABCXYZ", min_size=2, max_size=2)
        case _:
            return VALUE


@st.composite
def filters(draw: st.DrawFn, noun: str) -> Filter:
    name = draw(st.sampled_from(sorted(lists.fields(noun))))
    said = draw(st.lists(values(lists.fields(noun)[name]), min_size=1, max_size=3))
    sign = draw(st.sampled_from([":", "<", "<=", ">", ">="]))
    return Filter(name, sign, tuple(said), draw(st.booleans()))


def sortable(noun: str) -> list[str]:
    return [name for name, field in lists.fields(noun).items() if field.kind is not Kind.figure]


@st.composite
def all_views(draw: st.DrawFn) -> View:
    noun = draw(st.sampled_from(sorted(NOUNS)))
    sort = draw(st.sampled_from(["", *sorted(sortable(noun))]))
    return View(
        noun,
        search=draw(WORDS),
        filters=tuple(draw(st.lists(filters(noun), max_size=3))),
        sort=draw(st.sampled_from(["", "-"])) + sort if sort else "",
        archived=draw(st.booleans()),
    )


@given(all_views())
def test_the_line_that_describes_a_view_means_it(view: View) -> None:
    assert lists.parse(view.noun, describe(view)) == view


@given(st.sampled_from(sorted(NOUNS)), TEXT | st.text())
def test_any_line_has_a_meaning_or_a_sentence(noun: str, line: str) -> None:
    try:
        meant = lists.parse(noun, line)
    except Invalid as refused:
        assert str(refused)
    else:
        assert lists.parse(noun, describe(meant)) == meant


def test_a_view_reads_as_people_type_it() -> None:
    view = lists.parse("projects", "capex>50m -stage:lead,visit tag:aluminium sort:-capex wanji")
    assert view == View(
        "projects",
        "wanji",
        (
            Filter("capex", ">", (Decimal(50_000_000),)),
            Filter("stage", ":", ("lead", "visit"), negated=True),
            Filter("tag", ":", ("aluminium",)),
        ),
        "-capex",
    )
    assert describe(view) == "capex>50m -stage:lead,visit tag:aluminium sort:-capex wanji"


def test_the_world_can_read_days_countries_and_me() -> None:
    friday = date(2026, 1, 23)
    reading = Reading(day={"fri": friday}.__getitem__, me="Jane Roe", country={"China": "CN"}.get)
    view = lists.parse("organisations", "country:China owner:me", reading)
    assert [f.values for f in view.filters] == [("CN",), ("Jane Roe",)]
    assert lists.parse("follow_ups", "due<fri", reading).filters[0].values == (friday,)


@pytest.mark.parametrize(("noun", "line", "sentence"), [
    ("contacts", "weight:red", r"contacts have no field “weight”. Fields: .*country.*quotes"),
    ("contacts", "contry:CN", r"no field “contry”. Did you mean country"),
    ("contacts", "contry:", r"no field “contry”. Did you mean country"),
    ("contacts", "country:", r"“country:” needs a value after it"),
    ("follow_ups", "due<", r"“due<” needs a value after it"),
    ("follow_ups", "sort:colour", r"follow-ups have no field “colour”"),
    ("follow_ups", "sort:figure", r"follow-ups have no field “figure”"),
    ("projects", "stage:dream", r"“dream” is no stage. It is one of: lead, qualified"),
    ("follow_ups", "due<someday", r"“someday” after due_on is not a day. Write 2026-03-14"),
    ("follow_ups", "due<2026-02-30", "is not a day"),
    ("projects", "capex>lots", "is not a number. Write 50m"),
    ("projects", "capex>9999999999bn", "larger than any number"),
    ("organisations", f"employees>{'9' * 400}", "larger than any number"),
    ("contacts", "placeholder:perhaps", "neither yes nor no"),
    ("contacts", "country:Atlantis", "do not know the country “Atlantis”"),
    ("contacts", 'city:""', "needs a value"),
])  # fmt: skip
def test_what_a_line_cannot_mean_is_said(noun: str, line: str, sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence) as refused:
        lists.parse(noun, line)
    assert "\n" not in str(refused.value)


def test_a_list_that_is_not_there_is_said() -> None:
    with pytest.raises(NotFound, match=r"no list “castles”. Lists: .*follow-ups"):
        lists.parse("castles", "")


SHOWN = [
    ("organisations", "country:CN", {"Wanji Aluminum Co., Ltd.", "Sunstone Development Co., Ltd."}),
    ("organisations", "wanji", {"Wanji Aluminum Co., Ltd.", "Wanji Holding Group"}),
    ("organisations", 'name:"wanji holding"', {"Wanji Holding Group"}),
    ("organisations", "kind:ministry", {"Ministry of Economy"}),
    (
        "organisations",
        "last_spoken>=2026-01-19 side:guest",
        {"Wanji Aluminum Co., Ltd.", "Sunstone Development Co., Ltd."},
    ),
    ("contacts", "organisation:sunstone", {"Executive delegation lead"}),
    ("contacts", "placeholder:no", {"Samed Bashirli"}),
    ("contacts", "-placeholder:yes", {"Samed Bashirli"}),
    ("meetings", "organisation:O1 status:held", {"Meeting with Wanji"}),
    ("meetings", "start:2026-01-19", {"Meeting with Wanji"}),
    ("follow_ups", "due<2026-01-22 side:ours", {"Write and file the meeting report"}),
    ("projects", "capex>50m capex<=1bn", None),
    ("projects", "organisation:sunstone", None),
    ("projects", "country:CN", None),
    ("projects", "country:FR", set()),
    ("meetings", "country:CN status:held", {"Meeting with Wanji"}),
    ("follow_ups", "country:CN", {"Record names, titles"}),
    ("projects", "-stage:visit", None),
    ("projects", "stage<visit", None),
    ("projects", "stage>lead", set()),
    ("sites", "operator:O999", set()),
    ("organisations", "archived", set()),
    ("organisations", "tag:aluminium country:CN", None),
    ("incentives", "authority:economy", None),
]


@pytest.mark.parametrize(("noun", "line", "names"), SHOWN)
def test_a_view_shows_what_it_says(
    untouched: Database, noun: str, line: str, names: set[str] | None
) -> None:
    view = lists.parse(noun, line)
    with untouched.reading() as session:
        ids = lists.ids(session, view)
        rows = lists.rows(session, noun, ids)
        shown, every = lists.count(session, view)
    assert shown == len(ids) == len(rows) <= every
    if names is None:
        assert rows
    elif not names:
        assert not rows
    else:
        found = {row.name for row in rows}
        assert all(any(name in one for one in found) for name in names), found


@pytest.mark.parametrize("noun", sorted(NOUNS))
def test_a_filter_and_its_opposite_share_the_list(untouched: Database, noun: str) -> None:
    """Also where a field is empty: what is not so is what is not said to be so."""
    with untouched.reading() as session:
        every = set(lists.ids(session, View(noun)))
        for name, field in lists.fields(noun).items():
            for sign in (":", "<"):
                for value in samples(field):
                    one = Filter(name, sign, (value,))
                    other = Filter(name, sign, (value,), negated=True)
                    found = [
                        set(lists.ids(session, View(noun, filters=(f,)))) for f in (one, other)
                    ]
                    assert found[0] | found[1] == every and not found[0] & found[1], (name, sign)


def samples(field: views.Field) -> list[Any]:
    match field.kind:
        case Kind.word:
            return [field.words[0], field.words[-1]]
        case Kind.day | Kind.moment:
            return [date(2026, 1, 21), date.max]
        case Kind.number:
            return [0, 2**62]
        case Kind.money:
            return [Decimal(50_000_000), Decimal("-0.01")]
        case Kind.flag:
            return [True, False]
        case Kind.country:
            return ["CN"]
        case Kind.figure:
            return []  # each has an address of its own: tests of the figures
        case Kind.link:
            return ["wanji", "O1", "O²", "O" + "9" * 40, "%"]
        case _:
            return ["aluminium", "'; DROP TABLE contact; --"]


@pytest.mark.parametrize("noun", sorted(NOUNS))
def test_every_field_sorts_both_ways(untouched: Database, noun: str) -> None:
    with untouched.reading() as session:
        every = sorted(lists.ids(session, View(noun)))
        for name in sortable(noun):
            up = lists.ids(session, View(noun, sort=name))
            down = lists.ids(session, View(noun, sort=f"-{name}"))
            assert sorted(up) == sorted(down) == every, name


def test_no_string_breaks_a_filter_or_a_search(untouched: Database) -> None:
    with untouched.reading() as session:
        for text in STRINGS.values():
            for line in (text, f"organisation:{text}", f'city:"{text}"'):
                try:
                    lists.ids(session, lists.parse("contacts", line))
                except Problem as refused:
                    assert str(refused)


def test_both_databases_show_the_same_in_the_same_order(
    files: Any, server: Any, tmp_path: Any
) -> None:
    from db.engine import open_database

    targets = [files.new(tmp_path, seed=True), server.new(seed=True)]
    answers = []
    for target in targets:
        database = open_database(target, who="Tester")
        with database.reading() as session:
            answers.append({
                (noun, name): list(lists.ids(session, View(noun, sort=name)))
                for noun in NOUNS for name in ("", *sortable(noun))
                if name not in ("created", "updated", "uid")
            })  # fmt: skip
        database.close()
    server.drop(targets[1])
    assert answers[0] == answers[1]


@pytest.mark.parametrize("engine_name", ["postgresql"], indirect=True)
@pytest.mark.parametrize("field", ["name", "city", "parent", "country"])
def test_a_server_sorts_as_a_file_does_whatever_its_locale(untouched: Database, field: str) -> None:
    with untouched.reading() as session:
        asked: list[str] = []
        listen = partial(sa.event.listen, untouched.engine, "before_cursor_execute")
        listen(lambda *call: asked.append(call[2]))
        lists.ids(session, View("organisations", sort=field))
    assert any('COLLATE "C"' in statement for statement in asked)


LINKED = [("contacts", "organisation"), ("organisations", "parent"), ("meetings", "organisation"),
          ("follow_ups", "organisation"), ("follow_ups", "meeting")]  # fmt: skip


@pytest.mark.parametrize(("noun", "field"), LINKED)
def test_a_list_sorted_by_a_link_holds_every_record_once_the_unlinked_last(
    untouched: Database, noun: str, field: str
) -> None:
    with untouched.reading() as session:
        whole = sorted(lists.ids(session, View(noun)))
        for sort in (field, f"-{field}"):
            ids = lists.ids(session, View(noun, sort=sort))
            names = [row.values.get(field) for row in lists.rows(session, noun, ids)]
            assert sorted(ids) == whole
            linked = [name for name in names if name]
            assert names[: len(linked)] == linked or noun == "meetings"  # of meetings: several


@pytest.mark.parametrize("words", ["a", "al", "wanji", "2026"])
def test_many_matches_stand_in_the_order_of_the_whole_list(
    untouched: Database, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few are put in order by themselves, many are picked out of the whole list: the same ids."""
    view = View("organisations", search=words, sort="-name")
    with untouched.reading() as session:
        few = lists.ids(session, view)
        monkeypatch.setattr(lists, "FEW", -1)
        assert lists.ids(session, view) == few
        assert list(few) == [one for one in lists.ids(session, view.narrowed("")) if one in few]


def test_a_list_shows_what_was_changed_since_it_was_asked(database: Database) -> None:
    view = View("organisations")
    with database.reading() as session:
        before = list(lists.ids(session, view))
    with database.writing("Archive") as session:
        organisations.archive(session, 2)
        assert 2 not in lists.ids(session, view)
    with database.reading() as session:
        assert list(lists.ids(session, view)) == [one for one in before if one != 2]
