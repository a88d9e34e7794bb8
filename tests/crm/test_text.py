import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.content import Content

from crm.scrub import SCRUB
from crm.text import (
    assemble,
    cell_width,
    clean,
    content,
    fit,
    is_unfit,
    one_line,
    scrub,
    show,
    without_controls,
)
from tests.hostile import CONTROL, MARKUP, NAUGHTY, STRINGS, leaks, raw
from tests.pty import Terminal

ANYTHING = st.text(st.characters(codec=None)) | st.sampled_from(
    [*STRINGS.values(), *NAUGHTY.values()]
)
ROOT = Path(__file__).parents[2]
BLACK = Color(0, 0, 0)


@pytest.mark.parametrize("name", [*STRINGS, *NAUGHTY])
def test_nothing_that_acts_on_a_terminal_is_left(name: str) -> None:
    text = {**STRINGS, **NAUGHTY}[name]
    for safe in (scrub(text), one_line(text), show(text), fit(text, 30), content(text).plain):
        assert not CONTROL.search(raw(safe))
        assert "\r" not in safe


def test_the_strings_would_act_if_nobody_scrubbed() -> None:
    assert sum(bool(CONTROL.search(raw(text))) for text in STRINGS.values()) > 50


@given(ANYTHING)
def test_scrubbing_any_text_leaves_nothing_that_acts_and_twice_is_once(text: str) -> None:
    assert not CONTROL.search(raw(scrub(text)))
    assert scrub(scrub(text)) == scrub(text)


def test_scrub_keeps_what_languages_and_notes_need() -> None:
    for text in (
        "می\u200cخواهم",
        "क\u200dष",
        "שלום\u200f!",
        "two\nlines\tand a tab",
        "👨‍👩‍👧 ❤️",
        "Nguyễn",
    ):
        assert scrub(text) == text


def test_scrub_shows_where_writing_is_turned_round() -> None:
    assert scrub("invoice\u202efdp.exe") == "invoice⇄fdp.exe"
    assert scrub("A\u2067B\u2069") == "A⇄B⇄"


def test_scrub_cuts_piled_accents_and_drops_carriage_returns() -> None:
    assert scrub(STRINGS["zalgo"]) == STRINGS["zalgo"][:5] + "x"
    assert scrub("one\r\ntwo") == "one\ntwo"
    assert scrub("real name\rFAKE") == "real nameFAKE"


def test_clean_text_is_the_same_object() -> None:
    for text in ("Wanji Aluminum", "Bəşirli 万基"):
        assert scrub(text) is text


def test_one_line_marks_line_breaks() -> None:
    assert one_line("\nfirst \n\n second\tthird\n") == "first ⏎ second third"


def test_clean_counts_what_it_removes() -> None:
    assert clean("Ministry\x1b[2J\x00 of\u200e Economy") == ("Ministry[2J of\u200e Economy", 2)
    assert clean("Bəs\u0327irli\r\nGa\u0308nce\r") == ("Bəşirli\nGänce\n", 0)
    assert clean("A\ud800B\U000e0041\uffff") == ("AB", 3)
    assert clean("plain") == ("plain", 0)


@given(ANYTHING)
def test_clean_text_can_be_stored_and_cleaning_twice_is_once(text: str) -> None:
    once, _ = clean(text)
    once.encode("utf-8")
    assert clean(once) == (once, 0)


@given(ANYTHING, st.integers(0, 40))
def test_fit_gives_exactly_the_width(text: str, width: int) -> None:
    assert cell_width(fit(text, width)) == width


def test_fit_cuts_between_wide_letters() -> None:
    assert fit("洛阳万基铝业", 5) == "洛阳…"
    assert fit("洛阳万基铝业", 6) == "洛阳… "
    assert fit("Bəşirli", 10) == "Bəşirli   "
    assert fit("Bəşirli", 4) == "Bəş…"
    assert cell_width("万基") == 4


@pytest.mark.parametrize("name", MARKUP)
def test_markup_in_data_is_shown_as_written(name: str) -> None:
    text = scrub(MARKUP[name])
    assert content(MARKUP[name], "bold").plain == text
    shown = assemble("Name: ", (MARKUP[name], "italic"), Content(" ok"))
    assert shown.plain == f"Name: {text} ok"


def test_the_filter_leaves_clean_lines_alone() -> None:
    line = [Segment("Bəşirli "), Segment("万基", Style(bold=True))]
    assert SCRUB.apply(line, BLACK) is line


def test_the_filter_takes_links_and_clicks_and_keeps_other_meta() -> None:
    click = Style(bold=True, link="http://evil.example/") + Style.from_meta(
        {"@click": "app.quit", "offset": (1, 2)}
    )
    [shown] = SCRUB.apply([Segment("Ministry", click)], BLACK)
    assert shown.style is not None
    assert (shown.style.link, shown.style.meta, shown.style.bold) == (
        None,
        {"offset": (1, 2)},
        True,
    )


@given(ANYTHING)
def test_the_filter_keeps_the_width_of_a_line(text: str) -> None:
    painted = text.replace("\n", "").replace("\t", "")
    assert cell_width(without_controls(painted)) == cell_width(painted)
    assert not is_unfit(without_controls(painted))


def _screen(*arguments: str) -> bytes:
    command = [sys.executable, "-m", "tests.crm.hostile_screen", *arguments]
    with Terminal(command, columns=100, rows=400, cwd=ROOT) as terminal:
        terminal.wait("ALL IS SHOWN")
        while terminal.read(0.5):  # half a sequence at the end would count as one of its own
            pass
        return terminal.output


@pytest.fixture(scope="module")
def harmless() -> bytes:
    return _screen("filter", "harmless")


def test_no_control_byte_of_the_data_reaches_the_terminal(harmless: bytes) -> None:
    output = _screen("filter", "hostile")
    assert "invoice⇄fdp.exe".encode() in output  # through crm.text
    assert b"invoicefdp.exe" in output  # forgot it; the filter did not
    assert not leaks(output, harmless)


def test_without_the_filter_control_bytes_reach_the_terminal(harmless: bytes) -> None:
    command = [sys.executable, "-m", "tests.crm.hostile_screen", "bare", "hostile"]
    with Terminal(command, columns=100, rows=400, cwd=ROOT) as terminal:
        terminal.wait(lambda seen: len(leaks(seen.output, harmless)) > 10)


def test_showing_text_on_the_command_line_does_not_import_textual() -> None:
    code = (
        "import sys, crm.text as t; t.show('x'); t.fit('万', 4); sys.exit('textual' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], cwd=ROOT).returncode == 0
