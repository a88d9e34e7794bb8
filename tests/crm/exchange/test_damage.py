"""Letters spoilt or lost before a file came: put right where that is certain, else left and said."""

import codecs
from pathlib import Path

import pytest

from crm.exchange import damage

from .files import arrived, written

WORDS = (
    "Şirkətin adı", "Əlaqə şəxsi", "İzmir", "Наименование организации", "ИНН", "Эл. почта",
    "«Северный Ветер»", "公司名称", "Łódź", "Müller’s – “x”", "Ирина Щербакова", "Çaylı Şüşə",
)  # fmt: skip
HONEST = (
    "Müller", "Ãngela", "ÅÄÖ", "åäö", "Ürümçi", "ÉTÉ", "à\u00a0«", "Čeština", "RÉUNION", "Öz Ağrı",
    "Щербакова", "СЏ", "Straße 5 – 7", "naïve €5", "Þórður Óðinsson",
)  # fmt: skip


def _through(error: UnicodeError) -> tuple[str, int]:
    """A byte that a code page lacks stays a control character, as on Windows."""
    assert isinstance(error, UnicodeDecodeError)
    return "".join(map(chr, error.object[error.start : error.end])), error.end


codecs.register_error("test-through", _through)


def misread(text: str, codec: str) -> str:
    return text.encode().decode(codec, "test-through")


@pytest.mark.parametrize("codec", ["cp1252", "cp1254", "cp1251", "cp1250", "latin-1"])
@pytest.mark.parametrize("word", WORDS)
def test_utf8_read_in_another_code_page_is_put_right_once_or_twice(word: str, codec: str) -> None:
    spoilt = misread(word, codec)
    assert damage.spoilt(spoilt)
    assert damage.mended(spoilt) == word
    assert damage.mended(misread(spoilt, "cp1252")) == word


@pytest.mark.parametrize("word", ["Наименование", "Кузнецов Илья Петрович", "ООО «Северный»"])
def test_russian_read_as_western_is_put_right(word: str) -> None:
    assert damage.mended(word.encode("cp1251").decode("cp1252")) == word


@pytest.mark.parametrize("word", (*WORDS, *HONEST))
def test_honest_words_stay_as_they_are(word: str) -> None:
    assert damage.mended(word) is None


def test_a_short_cell_is_put_right_with_the_certain_ones_of_its_row() -> None:
    row = ["ИНН", "Наименование", "12 г."]
    spoilt = [cell.encode("cp1251").decode("cp1252") for cell in row]
    assert damage.mended(spoilt[0]) is None
    assert damage.mended_row(spoilt) == row


def test_lost_letters_are_noticed_and_questions_are_not() -> None:
    assert damage.letters_lost("X?z?r Al?minium")
    assert damage.letters_lost("?liyev")
    assert damage.letters_lost("Mod\ufffdsto")
    assert not damage.letters_lost("Really? Yes?")
    assert not damage.letters_lost("https://acme.example/?id=4&x?y")


@pytest.mark.parametrize("lost", ["?", "\ufffd"])
def test_headers_and_countries_with_lost_letters_are_known_where_one_fits(
    tmp_path: Path, lost: str
) -> None:
    text = "Şirkətin adı;Ölkə;Əlaqə şəxsi\nXəzər MMC;Azərbaycan;Əli\nÇay;?in\n"
    mapping, drafts = arrived(written(tmp_path, text.replace("ə", lost).replace("Ə", lost)))
    assert [column.field for column in mapping.columns] == ["name", "country", "contact.full_name"]
    first, second = (draft.organisation or {} for draft in drafts)
    assert first["country"] == "AZ"
    assert any("was read as Azerbaijan" in warning for warning in drafts[0].warnings)
    assert "country" not in second  # never by guess
