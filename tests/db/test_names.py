import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.names import (
    digits,
    fold,
    fold_company,
    matches,
    search_text,
    similar,
    squeeze,
    words,
)
from tests.hostile import NAUGHTY, STRINGS

ANYTHING = st.text(st.characters(codec=None)) | st.sampled_from(
    [*STRINGS.values(), *NAUGHTY.values()]
)
LETTERS = st.text("abcdeghijkqsxyzəşçğıüöжхщяеьЁ万基铝안하ンsh'’- 0123", max_size=30)

SAME = [
    "Bəşirli Bashirli besirli Beshirli Бәширли Бəширли BƏŞİRLİ BASHIRLI",
    "Gəncə Ganja gence Gence Gandzha Гянджа Ҝәнҹә",
    "Azəralüminium azeraluminium AZERALUMINIUM Азералюминиум",
    "Məmmədova Mammadova Mamedova Мамедова",
    "Cəfərov Jafarov Djafarov Dzhafarov Джафаров Ҹәфәров",
    "Xəzər Khazar Hezer Xezer Хазар",
    "Şıxlinski Shikhlinski Shikhlinskiy Sixlinski Шихлинский",
    "Əliyev Aliyev Aliev Алиев Eliyev",
    "Quliyev Guliyev Гулиев",
    "Ağdam Aghdam Agdam Агдам",
    "Mingəçevir Mingachevir Mingechevir Мингечевир",
    "Sumqayıt Sumgait Sumgayit Sumqayit Сумгаит",
    "Щербакова Shcherbakova Scherbakova",
    "Yıldırım YILDIRIM Yildirim",
    "Елена Elena Yelena",
    "Ольга Olga Ol'ga",
    "Łukasz Lukasz",
    "万基 wanji WanJi 萬基",
    "上海 Shanghai",
    "Nigar Нигяр Nigər",
    "Kürdəmir Кюрдамир Kurdemir",
    "aluminium aluminum alüminium alüminyum Алюминиум",
    "O'Brien O’Brien OBrien",
]


@pytest.mark.parametrize("spellings", SAME)
def test_every_spelling_folds_the_same(spellings: str) -> None:
    assert len({fold(spelling) for spelling in spellings.split()}) == 1


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
    terms = matches(query)
    assert terms
    assert all(term in search_text(stored) for term in terms)


@pytest.mark.parametrize("name", ["Karabakh", "Khazar", "Nakhchivan", "Jabbarzhanov", "Aluminium"])
def test_a_name_is_found_at_every_letter_while_it_is_typed(name: str) -> None:
    stored = search_text(name)
    for end in range(1, len(name) + 1):
        assert all(term in stored for term in matches(name[:end])), name[:end]


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
        assert all(term in stored for term in matches(query)), query
    assert digits("+994 (12) ٠٠-١") == "99412001"


@pytest.mark.parametrize("query", ["", "   ", '"', "*", "%_", "((((" * 300, "'"])
def test_a_query_without_letters_or_digits_has_no_terms(query: str) -> None:
    assert matches(query) == []


@pytest.mark.parametrize(
    "query", ["万", "AND OR NEAR(", "name:x -a", "100%_", "🤝", *STRINGS.values()]
)
def test_terms_need_no_escaping(query: str) -> None:
    assert all(re.fullmatch(r"[^\W_]+", term) for term in matches(query))


def test_digits_and_short_words_are_not_merged_away() -> None:
    assert fold("1100 km, 2026-01-19") == "1100 km 2026 01 19"
    assert fold("C40") != fold("C4")
    assert len({fold(name) for name in ("Ali", "Alan", "Oleg", "Vali", "Rauf", "Leyla")}) == 6


@given(ANYTHING | LETTERS)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert fold(text).isascii()
    assert squeeze(text) == squeeze(squeeze(text))
    assert fold_company(text) or not fold(text)


@given(ANYTHING | LETTERS)
def test_any_text_is_found_by_itself(text: str) -> None:
    stored = search_text(text)
    assert all(term in stored for term in matches(text))


@given(st.lists(LETTERS, min_size=1, max_size=5), st.data())
def test_any_word_of_any_part_finds_the_record(parts: list[str], data: st.DataObject) -> None:
    part = data.draw(st.sampled_from(parts))
    word = data.draw(st.sampled_from(part.split() or [""]))
    stored = search_text(*parts)
    assert all(term in stored for term in matches(word))
    assert all(term in stored for term in words(word))


COMPANIES = [
    ("ООО «Северный алюминий»", "Северный алюминий ООО", "Severny Alyuminiy LLC"),
    (
        "Xəzər Alüminium MMC",
        "XEZER ALUMINIUM M.M.C.",
        '"Xəzər Alüminium" Məhdud Məsuliyyətli Cəmiyyəti',
    ),
    (
        "Acme, Inc.",
        "Acme GmbH & Co. KG",
        "ACME LIMITED",
        "The Acme Company",
        "Acme Sp. z o.o.",
        "Acme S.A.",
    ),
    ("Boğaziçi Çelik Sanayi ve Ticaret A.Ş.", "Bogazici Celik AS", "Boğaziçi Çelik Ltd. Şti."),
    ("洛阳万基铝业有限公司", "洛阳万基铝业股份有限公司", "Luoyangwanjilüye"),
    ("東都アルミ株式会社", "株式会社東都アルミ", "㈱東都アルミ", "(株) 東都アルミ"),
    ("Sunstone Development Co., Ltd.", "Sunstone Development", "Sunstone Development PJSC"),
    ("ТОВ «Дніпро Агро»", "Dnipro Agro LLC", "АО Дніпро Агро"),
    ("J.P. Morgan plc", "JP Morgan", "J P Morgan Inc"),
    ("Norsk Hydro ASA", "Norsk Hydro", "NORSK HYDRO A/S"),
]


@pytest.mark.parametrize("names", COMPANIES, ids=lambda names: names[0])
def test_the_legal_form_does_not_tell_companies_apart(names: tuple[str, ...]) -> None:
    assert len({fold_company(name) for name in names}) == 1


def test_a_name_that_is_only_a_legal_form_keeps_it() -> None:
    assert fold_company("Ltd. Şti.")
    assert fold_company("有限公司") == fold("有限公司")


def test_a_legal_form_inside_a_name_stays() -> None:
    assert "co" in fold_company("Big Co Holding").split()


def test_similar_names_are_close_and_others_are_not() -> None:
    assert (
        similar("Türkiye Şişe ve Cam Fabrikaları A.Ş.", "Turkiye Sise ve Cam Fabrikalari AS") == 100
    )
    assert similar("Azər Alüminium MMC", "Azeraluminium LLC") == 100
    assert similar("Emirates Global Aluminium", "Emirates Global Aluminum PJSC") > 85
    assert similar("Norsk Hydro ASA", "Emirates Global Aluminium") < 60
    assert similar("", "Acme") == 0
