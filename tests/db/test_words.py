import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.words import answers, search_text, slips, terms, ways
from tests.db.test_names import ANYTHING, LETTERS
from tests.hostile import STRINGS

FINDS = [
    ("Samed Bashirli", ["besirli", "bəşirli", "Бәширли", "samed", "SAMED BASH", "sam"]),
    ("洛阳万基铝业有限公司", ["万基", "wanji", "Wan Ji", "wan", "铝", "铝业", "luoyang wanji"]),
    ("Wanji Aluminum Co., Ltd.", ["万基", "wanji", "Wan Ji", "aluminum wanji"]),
    ("Wan Ji Aluminium", ["wanji", "万基"]),
    ("Gəncə", ["gence", "Ganja", "Гянджа", "GƏN"]),
    ('"Azəralüminium" MMC', ["azeraluminium", "Azəralüminium", "azər", '"azer']),
    ("Azər Alüminium", ["azeraluminium"]),
    ("上海电气", ["上海", "shanghai", "海电", "Shang Hai"]),
    ("現代제철 한국", ["한국", "제철", "hangug", "jecheol"]),
    ("東都アルミ株式会社", ["アルミ", "東都", "arumi", "株式会社"]),
    ("Meeting on alunite; see 会议纪要 (铝)", ["alunite", "会议", "纪要", "铝"]),
    ("Обсудили льготы и порт Алят", ["льготы", "алят", "Alyat", "lgoty"]),
    ("aysel.mammadova@xezer-aluminium.example", ["aysel.mammadova@xezer-aluminium.example"]),
    ("aysel.mammadova@xezer-aluminium.example", ["xezer-aluminium", "Khazar", "mammadova"]),
    ("O'Brien & Sons 50% (100,000 t)", ["o'brien", "obrien", "50%", "100,000"]),
    ("C:\\x_y", ["x_y", "c:\\x"]),
]


@pytest.mark.parametrize(("stored", "query"), [(s, q) for s, qs in FINDS for q in qs])
def test_a_record_is_found_by_any_spelling(stored: str, query: str) -> None:
    assert ways(query)
    assert answers(search_text(names=[stored]), ways(query))
    assert answers(search_text(stored), ways(query))


@pytest.mark.parametrize("name", ["Karabakh", "Khazar", "Nakhchivan", "Jabbarzhanov", "Aluminium"])
def test_a_name_is_found_at_every_letter_while_it_is_typed(name: str) -> None:
    stored = search_text(name)
    for end in range(1, len(name) + 1):
        assert answers(stored, ways(name[:end])), name[:end]


def test_a_phone_is_found_however_its_digits_are_grouped() -> None:
    stored = search_text("+994 12 000 01 10")
    for query in (
        "+994120000110",
        "012 000 01 10",
        "(012) 000-01-10",
        "00994 12 0000110",
        "000 01",
        "0110",
    ):
        assert answers(stored, ways(query)), query


@pytest.mark.parametrize("query", ["", "   ", '"', "*", "%_", "((((" * 300, "'"])
def test_a_query_without_letters_or_digits_has_no_terms(query: str) -> None:
    assert ways(query) == []


@pytest.mark.parametrize(
    "query", ["万", "AND OR NEAR(", "name:x -a", "100%_", "🤝", *STRINGS.values()]
)
def test_terms_need_no_escaping(query: str) -> None:
    said = [word for term in terms(query) for word in (term.begins, term.within) if word]
    assert all(re.fullmatch(r"[^\W_]+", word) for word in said)


@given(ANYTHING | LETTERS)
def test_any_text_is_found_by_itself(text: str) -> None:
    stored = search_text(text)
    assert answers(stored, ways(text)) or not ways(text)


@given(st.lists(LETTERS, min_size=1, max_size=5), st.data())
def test_any_word_of_any_part_finds_the_record(parts: list[str], data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(parts))
    word = data.draw(st.sampled_from(part.split() or [""]))
    stored = search_text(*parts)
    assert answers(stored, ways(word)) or not ways(word)


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("Sunstone", "sunstome"),  # changed
        ("Sunstone", "sunstne"),  # left out
        ("Sunstone", "sunsttone x"[:9]),  # doubled: folding alone finds it
        ("Sunstone", "sunsatone"),  # put in
        ("Bəşirli", "bahsirli"),  # swapped
        ("Samed Bashirli", "samed bashirlo"),
    ],
)
def test_one_letter_amiss_still_answers(stored: str, typed: str) -> None:
    assert answers(search_text(stored), [*ways(typed), *slips(typed)])


def test_short_words_and_numbers_have_no_slips() -> None:
    assert slips("wang 603612 万基控股") == []
    assert not answers(search_text("Sunstone"), slips("sansatome"))


@given(st.from_regex(r"[0-9]{7,15}", fullmatch=True), st.data())
def test_a_phone_is_found_by_any_run_of_its_digits(number: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(number) - 1))
    end = data.draw(st.integers(start + 1, len(number)))
    stored = search_text(f"+{number[:3]} {number[3:]}")
    run = number[start:end]
    assert answers(stored, ways(run)) or run.startswith("0")
    sought = [term for way in ways(run) for term in way]
    indexed = stored.split()
    for term in sought:
        begins = any(word.startswith(term.begins) for word in indexed)
        assert begins or all(piece in indexed for piece in term.pieces())
