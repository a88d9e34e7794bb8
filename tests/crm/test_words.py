"""The officer's language: catalogues that are whole, forms of plurals, English that costs nothing."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale
from babel.messages.pofile import read_po
from rich.cells import cell_len

from crm import config, words
from crm.po import Entry, read
from crm.words import _, many, named, speak, word
from db import refusals
from db.errors import Busy, Invalid, Problem
from db.models.projects import Stage
from tests.sentences import ledgers, sentences

ROOT = Path(__file__).parents[2]
OTHERS = ("az", "ru", "zh")
FORMS = {"az": 2, "ru": 3, "zh": 1}
EACH = pytest.mark.parametrize("lang", OTHERS)


def catalogue(lang: str) -> Path:
    return ROOT / f"crm/locale/{lang}/LC_MESSAGES/screens.po"


def entries(lang: str) -> list[Entry]:
    return list(read(catalogue(lang).read_text("utf-8")))


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    speak("en")
    yield
    speak(None)


def places(text: str) -> list[str]:
    return sorted(re.findall(r"\{(\w+)[^}]*\}", text))


def test_the_search_for_sentences_finds_them() -> None:
    found = sentences()
    assert {("", "Leave without saving?"), ("", "We owe"), ("", "Job title"), ("", "Which sheet?"),
            ("projects.Stage", "lead"), ("", "capex is not recorded (at least {least})"),
            ("", "{name} owes us"), ("", "New organisation")} <= found.keys()  # fmt: skip
    assert found["", "{n} meeting"] == "{n} meetings"


@EACH
def test_a_catalogue_translates_every_sentence(lang: str) -> None:
    known = words.speech(lang).entries.keys()
    assert sorted(sentences().keys() - known) == []


@EACH
def test_a_catalogue_holds_nothing_that_nobody_says(lang: str) -> None:
    said = sentences().keys()
    labels = {("", entry.said) for entry in entries(lang) if entry.context in ("verb", "column")}
    own = {(e.context, e.said) for e in entries(lang) if e.context not in ("verb", "column")}
    assert sorted(own - said) == [] and labels <= said


@EACH
def test_a_translation_keeps_the_places_for_data_and_has_every_form(lang: str) -> None:
    counted = sentences()
    for entry in entries(lang):
        for told in entry.told:
            assert places(told) in (places(entry.said), places(entry.plural or entry.said)), entry
        plural = counted.get((entry.context, entry.said), "")
        assert entry.plural == plural, entry
        assert len(entry.told) == (FORMS[lang] if plural else 1), entry


@EACH
def test_nothing_is_fuzzy_empty_or_said_twice_in_a_catalogue(lang: str) -> None:
    text = catalogue(lang).read_text("utf-8")
    blocks = text.count("\nmsgid ") + text.startswith("msgid ")
    assert "fuzzy" not in text and len(entries(lang)) == blocks - 1
    assert len({(e.context, e.said) for e in entries(lang)}) == blocks - 1


@EACH
def test_our_reading_of_a_catalogue_is_that_of_gettext(lang: str) -> None:
    with catalogue(lang).open("rb") as file:
        theirs = {
            (m.context or "", m.id[0] if isinstance(m.id, tuple) else m.id):
            m.string if isinstance(m.string, tuple) else (m.string,)
            for m in read_po(file, locale=lang) if m.id
        }  # fmt: skip
    assert {(e.context, e.said): e.told for e in entries(lang)} == theirs


@EACH
def test_forms_follow_the_plural_rules_of_the_language(lang: str) -> None:
    order = ["one", "few", "many"] if lang == "ru" else ["one", "other"]
    for n in range(300):
        meant = Locale(lang).plural_form(n)
        wanted = order.index(meant) if meant in order else 1
        told = words.speech(lang).counted(n, "{n} meeting", "{n} meetings")
        forms = words.speech(lang).entries["", "{n} meeting"].told
        assert told == forms[min(wanted, len(forms) - 1)], n


def test_words_are_said_in_the_language_that_is_spoken() -> None:
    assert (_("Saved {path}", path="{x}{0}"), many(1, "{n} meeting", "{n} meetings")) == (
        "Saved {x}{0}",
        "1 meeting",
    )
    assert (word(Stage.visit), named("verb", "Open")) == ("visit", "Open")
    speak("ru")
    assert (_("Saved {path}", path="{x}{0}"), many(22, "{n} meeting", "{n} meetings")) == (
        "Сохранено: {x}{0}",
        "22 встречи",
    )
    assert (word(Stage.visit), named("verb", "Open")) == ("визит", "Открыть")
    assert _("Nobody says this.") == "Nobody says this."


def test_what_the_database_refuses_is_said_in_the_language_with_its_place() -> None:
    refused = Busy(refusals.BUSY, where="/desk.db")
    assert words.sentence_of(refused) == str(refused)
    speak("ru")
    assert words.sentence_of(refused).startswith("Другая программа пишет в /desk.db.")
    assert words.sentence_of(Problem("No sentence of ours: {")) == "No sentence of ours: {"


def test_the_language_is_that_of_the_environment_or_of_the_configuration(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "config.toml").write_text('language = "az"\n', encoding="utf-8")
    monkeypatch.setenv("CRM_CONFIG", str(tmp_path / "config.toml"))
    config.config.cache_clear()
    speak(None)
    assert words.language() == "az"
    monkeypatch.setenv("CRM_LANG", "zh")
    speak(None)
    assert words.language() == "zh"
    monkeypatch.setenv("CRM_LANG", "tlh")
    speak(None)
    with pytest.raises(Invalid, match="no language “tlh”"):
        _("Today")
    config.config.cache_clear()


def test_english_reads_no_catalogue_and_imports_no_babel() -> None:
    code = (
        "import sys\n"
        "opened = []\n"
        "sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == 'open' else 0)\n"
        "import crm.app\n"
        "from crm.words import _, many\n"
        "_('Today'), many(2, '{n} meeting', '{n} meetings')\n"
        "print([name for name in opened if name.endswith('.po')], 'babel' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True,
                          check=True, timeout=60, env={**os.environ, "CRM_LANG": "en"})  # fmt: skip
    assert done.stdout.strip() == "[] False"


@EACH
def test_labels_and_words_fit_where_they_stand(lang: str) -> None:
    from importlib import import_module

    from crm.screens.ledger import Ledger
    from crm.widgets.field import LABEL
    from db.models import NOUNS
    from db.queries import lists

    speak(lang)
    wide = []
    for noun in NOUNS:
        for field in import_module(f"crm.forms.{noun}").FORM.fields:
            wide += [(words._(field.label), LABEL - 1 - 2 * field.required)]
    for place in (ledger.PLACE for ledger in ledgers(Ledger)):
        for column in place.columns:
            wide += [(named("column", column.label), column.width)]
            known = lists.fields(place.noun).get(column.key)
            choices = known.words if known else ()
            wide += [(word(known.sql.type.words(each)), column.width) for each in choices]  # type: ignore[union-attr]
    assert [(told, room) for told, room in wide if cell_len(told) > room] == []
