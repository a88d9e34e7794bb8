import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.names import (
    fold,
    fold_company,
    similar,
    squeeze,
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
