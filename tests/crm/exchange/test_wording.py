"""Headers that nobody wrote down before, told by their words; and by values where there is none."""

from pathlib import Path

import pytest

from crm.exchange import wording

from .files import arrived, written

INVENTED = {
    "contact.full_name": ["Rəhbərin adı, soyadı", "Firma yetkilisi", "带队领导", "ФИО участника",
                          "Head of company"],
    "organisation.name": ["Название предприятия", "Exhibitor", "Name of company", "单位全称"],
    "contact.emails": ["Elektron ünvanı", "Contact person's e-mail", "联系人邮箱"],
    "contact.phones.work": ["Rəhbərin əlaqə telefonu", "联系方式", "Контактный телефон руководителя"],
    "organisation.phone": ["Şirket telefonu", "Corporate Phone", "公司电话"],
    "contact.phones.mobile": ["WhatsApp nömrəsi", "Phone (Mobile)"],
    "any.country": ["所属国别", "Mənsub olduğu ölkə"],
    "organisation.sector": ["Fəaliyyət istiqaməti", "Сфера деятельности компании"],
    "contact.job_title": ["Должность контактного лица"],
    "keep.investment": ["Nəzərdə tutulan investisiya (min manat)", "计划投资额（亿元）",
                        "Планируемый объем инвестиций, млн долл."],
    None: ["Email Status", "Account number", "Number of contacts", "Company Name for Emails", "Seniority",
           "Company type", "Client code", "Bank account", "注册资本", "Telefon/Faks"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("header", "told"), [(header, told) for told, headers in INVENTED.items() for header in headers]
)
def test_a_header_is_told_by_its_words_where_all_are_known(header: str, told: str | None) -> None:
    assert wording.meaning(header) == told


def test_invented_headers_of_a_sheet_are_doubtful_but_right(tmp_path: Path) -> None:
    text = (
        "S/s;Müəssisənin adı;Ölkəsi;Rəhbərin adı, soyadı;Rəhbərin telefonu\n"
        "1;Zirvə MMC;Türkiyə;Ayşe Demir;0532 111 22 33\n"
    ).replace("\\\n", "\n")
    mapping, [draft] = arrived(written(tmp_path, text))
    assert mapping.noun == "organisations"
    assert (draft.organisation or {})["country"] == "TR"
    assert draft.contact == {
        "full_name": "Ayşe Demir",
        "phones": [{"label": "work", "raw": "0532 111 22 33", "e164": "+905321112233"}],
    }
    person = mapping.field("contact.full_name")
    assert person and person.how_sure < 0.8 and person.why == wording.WHY


def test_words_give_way_to_values_that_cannot_be_meant(tmp_path: Path) -> None:
    mapping, _ = arrived(
        written(tmp_path, "Ad;Head of company\nA MMC;2024-03-05\n"), "organisations"
    )
    assert mapping.field("contact.full_name") is None


def test_a_turkish_title_of_a_firm_is_its_name_and_an_address_is_none(tmp_path: Path) -> None:
    title, _ = arrived(written(tmp_path, "Firma Ünvanı;Ülke\nIşık A.Ş.;TR\nGüneş Ltd. Şti.;TR\n"))
    assert title.field("name") is not None
    place, _ = arrived(written(tmp_path, "Şirkət;Şirkətin ünvanı\nA MMC;Nizami küç. 5\n"))
    assert place.field("address") is not None


def test_columns_without_a_header_are_named_by_their_values(tmp_path: Path) -> None:
    text = "Alfa Ltd,UK,Jane Roe,jane@a.example,+44 20 7946 0958\n"
    text += "Beta GmbH,Germany,Max Muster,m@b.example,+49 221 123\n"
    mapping, [first, *_] = arrived(
        written(tmp_path, text + "Gamma SARL,France,Jean Petit,j@g.example,+33 1 23 45 67 89\n")
    )
    assert mapping.noun == "organisations"
    assert (first.organisation or {})["name"] == "Alfa Ltd"
    assert (first.contact or {})["full_name"] == "Jane Roe"


def test_the_country_of_the_company_beside_that_of_the_person(tmp_path: Path) -> None:
    text = "First Name,Last Name,Company,Country,Company Country\nA,B,Hana,Japan,South Korea\n"
    _, [draft] = arrived(written(tmp_path, text))
    assert (draft.contact or {})["country"] == "JP"
    assert (draft.organisation or {})["country"] == "KR"
