"""The catalogues are whole, and days, numbers and countries read as they do in each language."""

import ast
import re
from datetime import date
from pathlib import Path

import pytest

import crm.reports
from crm.language import country, day, messages, money, number, tongue, translator, zone
from crm.reports import labels

FOLDER = Path(crm.reports.__file__).parent
OTHERS = ("az", "ru", "zh")
_HOLE = re.compile(r"\{\w+\}")


def said() -> set[str]:
    """Every sentence that a report says: `say("...")` in the source, and the labels."""
    found = {word for group in labels.ALL for word in group.values()}
    for module in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(module.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "say":
                found |= {str(a.value) for a in node.args if isinstance(a, ast.Constant)}
    return found


def test_the_search_for_sentences_finds_them() -> None:
    assert {"Participants", "Page {page} of {pages}", "Industrial park"} <= said()


@pytest.mark.parametrize("lang", OTHERS)
def test_a_catalogue_translates_every_sentence_and_no_other(lang: str) -> None:
    assert {sentence for sentence, _ in messages(lang)} == said()


@pytest.mark.parametrize("lang", OTHERS)
def test_a_translation_keeps_the_places_for_data(lang: str) -> None:
    for sentence, told in messages(lang):
        assert sorted(_HOLE.findall(sentence)) == sorted(_HOLE.findall(told)), sentence


def test_data_in_a_sentence_is_not_read_as_a_place() -> None:
    assert translator("en")("Point {number}", number="{day}{0}") == "Point {day}{0}"


def test_days() -> None:
    told = [day(date(2026, 1, 19), lang) for lang in ("en", "az", "ru", "zh")]
    assert told == ["19 January 2026", "19 yanvar 2026", "19 января 2026\u202fг.", "2026年1月19日"]


def test_numbers_and_money() -> None:
    assert number(57624, "en") == "57,624"
    assert number(57624, "az") == "57.624"
    assert money(500_000_000, "AZN", "en") == "5,000,000\u00a0AZN"
    assert money(123_456, "USD", "ru") == "1\u00a0234,56\u00a0USD"
    assert money(500, "JPY", "zh") == "500\u00a0JPY"


def test_countries_and_languages() -> None:
    assert [country("CN", lang) for lang in ("en", *OTHERS)] == ["China", "Çin", "Китай", "中国"]
    assert country("XQ", "az") == "XQ"
    assert tongue("en", "az") == "İngilis"
    assert tongue("Mandarin", "en") == "Mandarin"


def test_a_zone_that_is_none_stays_as_it_is() -> None:
    assert zone("Asia/Baku", "en") == "Azerbaijan Time"
    assert zone("Mars/Olympus", "en") == "Mars/Olympus"
