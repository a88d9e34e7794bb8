"""Lines of a text report: never too wide, nothing lost, Chinese broken where it may be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crm.reports.report import Facts, Paragraph, Report, Section, Table
from crm.reports.to_text import to_text
from crm.reports.wrap import pad, wrap
from crm.text import cell_width, scrub

from .samples import TODAY, list_of

ANY = st.text(st.sampled_from("ab (万基，。é́\n)x-"), max_size=200)


@given(ANY, st.integers(4, 40))
def test_no_line_is_wider_and_nothing_is_lost(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_width(line) <= width for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("one two three", ["one two", "three"]),
        ("abcdefghijk", ["abcdefgh", "ijk"]),
        ("万基铝业，索通", ["万基铝", "业，索通"]),
        ("a\n\nb", ["a", "", "b"]),
        ("", [""]),
    ],
)
def test_where_lines_break(text: str, lines: list[str]) -> None:
    assert wrap(text, 8) == lines


def test_columns_stay_aligned_beside_chinese() -> None:
    assert [pad("万基", 6), pad("Wanji", 6), pad("1", 3, right=True)] == ["万基  ", "Wanji ", "  1"]


@given(st.lists(st.tuples(ANY, ANY, ANY), min_size=1, max_size=5), st.integers(24, 100))
def test_a_page_is_never_wider_than_asked(rows: list[tuple[str, str, str]], width: int) -> None:
    table = Table(("Reference", "名称 of it", ""), tuple(rows), (1, 4, 2), frozenset({2}))
    facts = Facts(tuple((a, b) for a, b, _ in rows))
    report = Report("T", "M1", TODAY, (Section("H", (table, facts, Paragraph(rows[0][0]))),))
    assert all(cell_width(line) <= width for line in to_text(report, width).splitlines())


def test_a_table_too_wide_for_the_page_becomes_stanzas() -> None:
    cell = "a long text that would be cut"
    table = Table(tuple(f"Field {n}" for n in range(12)), ((cell,) * 12,))
    told = to_text(Report("T", "", TODAY, (Section("", (table,)),)))
    assert f"Field 11  {cell}" in told


def test_a_list_of_120_rows_is_whole() -> None:
    told = to_text(list_of(120))
    assert all(f"Investor {n} " in told for n in range(1, 121))
    assert scrub(told) == told
