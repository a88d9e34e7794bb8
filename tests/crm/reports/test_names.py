"""A name is printed in the form recorded for the language of the paper, data as it was typed."""

from datetime import date

import pytest

from crm.reports import papers
from crm.reports.names import called
from crm.reports.papers import Asked
from crm.reports.report import texts
from db.engine import Database

TODAY = date(2026, 1, 21)


@pytest.mark.parametrize(
    ("native", "aliases", "language", "country", "lang", "told"),
    [
        ("Səməd", ["Самед"], "az", "AZ", "en", "X"), ("Səməd", ["Самед"], "az", "", "az", "Səməd"),
        ("Səməd", ["Самед"], "az", "AZ", "ru", "Самед"), ("Səməd", ["Самед"], "", "AZ", "zh", "X"),
        ("万基", ["Wanji"], "", "CN", "zh", "万基"), ("万基", [], "", "CN", "az", "X"),
        ("Nazirlik", [], "", "AZ", "az", "Nazirlik"), ("Bakanlık", [], "", "TR", "az", "X"),
        ("Каспий", ["里海"], "", "AZ", "az", "X"), ("Каспий", ["里海"], "", "AZ", "zh", "里海"),
        ("ソニー中国", [], "", "JP", "zh", "X"), ("", [], "", "", "ru", "X"),
    ],
)  # fmt: skip
def test_a_name_in_each_language(
    native: str, aliases: list[str], language: str, country: str, lang: str, told: str
) -> None:
    assert called("X", native, aliases, lang=lang, language=language, country=country) == told


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("az", {"Səməd Bəşirli (sədr)", "Azərbaycan Respublikasının İqtisadiyyat Nazirliyi"}),
        ("ru", {"Самед Баширли (председатель)", "Министерство экономики Азербайджанской Республики"}),
        ("zh", {"索通发展股份有限公司"}),
        ("en", {"Samed Bashirli (chair)", "Ministry of Economy of the Republic of Azerbaijan",
                "Sunstone Development Co., Ltd."}),
    ],
)  # fmt: skip
def test_people_and_bodies_of_the_seed_are_called_as_their_language_calls_them(
    untouched: Database, lang: str, told: set[str]
) -> None:
    with untouched.reading() as session:
        report = papers.meeting(session, "M1", Asked(TODAY, lang))
    assert told <= {text for _, text in texts(report)}


@pytest.mark.parametrize("engine_name", ["sqlite"], indirect=True)
def test_one_paper_calls_an_incentive_the_same_everywhere(untouched: Database) -> None:
    with untouched.reading() as session:
        report = papers.briefing(session, "M1", Asked(TODAY, "az"))
    lines = [text for _, text in texts(report) if "(I1)" in text]
    assert len(lines) > 1
    assert all("İnvestisiya təşviqi sənədi" in line for line in lines)
