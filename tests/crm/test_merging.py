from hypothesis import given
from hypothesis import strategies as st

from crm.forms.meetings import FORM
from crm.forms.merging import Clash, merged, together
from crm.forms.spec import Field, FormSpec, Section

NAME, CITY = Field("name", "Name"), Field("city", "City")
TAGS = Field("aliases", "Also spelled", "lines")
SPEC = FormSpec("organisations", "Organisation", (Section("", (NAME, CITY, TAGS)),))
BEFORE = {"name": "Wanji", "city": "Luoyang", "aliases": "万基\nWANJI"}


def test_changes_of_different_fields_go_together() -> None:
    got = merged(SPEC, BEFORE, {**BEFORE, "name": "Wanji Ltd"}, {**BEFORE, "city": "Yichuan"})
    assert got.texts == {"name": "Wanji Ltd", "city": "Yichuan", "aliases": BEFORE["aliases"]}
    assert (got.theirs, got.clashes) == (("City",), ())


def test_the_same_change_made_twice_is_no_clash() -> None:
    both = {**BEFORE, "city": "Yichuan"}
    assert merged(SPEC, BEFORE, both, both).clashes == ()


def test_a_field_that_both_changed_is_shown_in_three_columns_and_keeps_yours() -> None:
    got = merged(SPEC, BEFORE, {**BEFORE, "city": "Mine"}, {**BEFORE, "city": "Theirs"})
    assert got.clashes == (Clash("city", "City", "Mine", "Theirs", "Luoyang"),)
    assert got.texts["city"] == "Mine"


def test_lines_that_each_added_stand_together() -> None:
    assert together(TAGS, "a\nb", "a\nb\nmine", "new\na\nb") == "new\na\nb\nmine"
    assert together(TAGS, "a\nb", "a", "a\nb\nnew") == "a\nnew"
    assert together(TAGS, "a\nb", "a2\nb", "a3\nb") is None, "one line rewritten by both"


def test_points_go_together_line_by_line_and_a_summary_does_not() -> None:
    points, summary = FORM.field("guest_points"), FORM.field("summary")
    assert together(points, "", "Power: 50 MW", "Land: 30 ha") == "Land: 30 ha\nPower: 50 MW"
    assert together(summary, "", "Power: 50 MW", "Land: 30 ha") is None


lines = st.lists(st.sampled_from("abcdef"), unique=True)


@given(before=lines, yours=lines, theirs=lines)
def test_no_added_line_is_lost_and_none_taken_away_comes_back(
    before: list[str], yours: list[str], theirs: list[str]
) -> None:
    said = together(TAGS, *("\n".join(each) for each in (before, yours, theirs)))
    if said is None:
        return
    kept = set(said.splitlines())
    assert kept >= (set(yours) | set(theirs)) - set(before)
    assert not kept & (set(before) - set(yours)) and not kept & (set(before) - set(theirs))
    assert len(kept) == len(said.splitlines())
