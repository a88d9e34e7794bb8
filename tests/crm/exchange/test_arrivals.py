"""Exports of other programs arrive whole: people and their organisations, row by row."""

from typing import Any

import pytest

from crm.exchange.draft import Draft

from .files import DATA, arrived

NOTE = "Görüş zamanı Sumqayıt Sənaye Parkına maraq bildirdi.\nNövbəti addım: təklif göndərmək."
AYSEL: dict[str, Any] = {
    "given_name": "Aysel", "family_name": "Məmmədova", "job_title": "Maliyyə direktoru",
    "emails": ["aysel.mammadova@xezer-aluminium.example", "aysel.m@example.org"],
    "e164": ["+994120000110", "+994500000111"], "labels": ["work", "mobile"],
    "organisation": "Xəzər Alüminium MMC", "country": "AZ", "city": "Bakı",
}  # fmt: skip
JAMES: dict[str, Any] = {
    "given_name": "James", "family_name": "O'Connor", "job_title": "VP, Corporate Development",
    "emails": ["james.oconnor@northgate-metals.example", "joc@example.com"],
    "e164": ["+442079460100", "+447700900110"], "organisation": "Northgate Metals plc",
    "country": "GB", "city": "London",
}  # fmt: skip


def without(person: dict[str, Any], *fields: str, **more: Any) -> dict[str, Any]:
    return {k: v for k, v in person.items() if k not in fields} | more


def flat(draft: Draft) -> dict[str, Any]:
    """A draft as one level, so that a test can name what it expects."""
    contact, organisation = draft.contact or {}, draft.organisation or {}
    phones = contact.get("phones", [])
    return {
        **{f"its_{field}": value for field, value in organisation.items()},
        **(contact or organisation), **contact.get("extra", {}), **organisation.get("extra", {}),
        "organisation": organisation.get("name"),
        "e164": [phone["e164"] for phone in phones], "labels": [phone["label"] for phone in phones],
        "ids": list(contact.get("external_ids", organisation.get("external_ids", {})).values()),
    }  # fmt: skip


def arrives(file: str, row: int, **expected: Any) -> None:
    _, drafts = arrived(DATA / file)
    found = flat(drafts[row - 1])
    assert {field: found.get(field) for field in expected} == expected


@pytest.mark.parametrize(
    ("file", "noun", "format", "rows", "skipped"),
    [
        ("linkedin_connections_2024.csv", "contacts", "LinkedIn connections", 14, 1),
        ("google_contacts_2024.csv", "contacts", "Google Contacts", 11, 0),
        ("hubspot_contacts_export.csv", "contacts", "HubSpot contacts", 7, 0),
        ("zoho_contacts_export.csv", "contacts", "Zoho contacts", 7, 0),
        ("zoho_accounts_export.csv", "organisations", "Zoho accounts", 6, 0),
        ("outlook_contacts_en_cp1252.csv", "contacts", "Outlook (English)", 8, 0),
        ("outlook_contacts_tr_cp1254_semicolon.csv", "contacts", "Outlook (Turkish)", 3, 0),
        ("salesforce_report_contacts_footer_latin1.csv", "contacts", "Salesforce report", 7, 0),
        ("espocrm_contact_export.csv", "contacts", "EspoCRM contacts", 6, 0),
        ("excel_az_companies_utf8bom_semicolon.csv", "organisations", None, 6, 0),
        ("excel_ru_companies_cp1251_semicolon.csv", "organisations", None, 4, 0),
        ("excel_zh_companies_gb18030.csv", "organisations", None, 4, 0),
        ("pipedrive_organizations_export.csv", "organisations", "Pipedrive organizations", 7, 0),
        ("outlook_calendar_export_us.csv", "meetings", "Outlook calendar", 3, 0),
        ("followups_az_utf8_semicolon.csv", "follow_ups", None, 3, 0),
        ("incentives_en.csv", "incentives", None, 4, 0),
        ("duplicates_existing_companies.csv", "organisations", None, 6, 0),
        ("roundtrip_edge_cases.csv", "contacts", None, 5, 0),
        ("workbook_az_4_sheets.xlsx", "organisations", None, 6, 0),
    ],
)
def test_every_record_of_a_file_arrives_and_no_other_line(
    file: str, noun: str, format: str | None, rows: int, skipped: int
) -> None:
    mapping, drafts = arrived(DATA / file)
    assert (mapping.noun, mapping.format) == (noun, format)
    assert len(drafts) == rows
    assert sum(1 for draft in drafts if draft.skip) == skipped
    assert [draft.problems for draft in drafts if draft.rejected] == []


def test_linkedin_names_the_person_by_address_and_keeps_the_day() -> None:
    file = "linkedin_connections_2024.csv"
    arrives(file, 1, given_name="Aysel", linkedin_url="https://www.linkedin.com/in/invented-person-1",
            organisation="Xəzər Alüminium MMC", **{"Connected On": "2024-03-05"})  # fmt: skip
    arrives(file, 6, family_name="Müller-Weiß", suffix="CFA, PhD 🚀", given_name="Anna-Lena")
    arrives(file, 10, given_name="Prince", family_name=None, organisation="Lagos Ventures")


def test_google_gives_labels_tags_and_own_fields() -> None:
    file = "google_contacts_2024.csv"
    arrives(file, 1, **AYSEL, middle_name="Rauf qızı", tags=["investor", "metallurgiya"], notes=NOTE,
            department="Maliyyə", website="https://xezer-aluminium.example",
            its_country="AZ", its_city="Bakı", **{"Son görüş": "2024-03-05"})  # fmt: skip
    arrives(file, 5, **without(JAMES, "e164"), salutation="Mr.", suffix="Jr.", middle_name="T.",
            e164=["+442079460100", "+442079460101", "+447700900110"],
            labels=["work", "work", "mobile"])  # fmt: skip


def test_hubspot_gives_ids_of_the_person_and_of_the_company() -> None:
    file = "hubspot_contacts_export.csv"
    arrives(file, 1, **AYSEL, ids=["151000000001"], its_external_ids={"hubspot": "9000000001"},
            its_website="https://xezer-aluminium.example",
            **{"Last Activity Date": "2024-03-05 16:40",
               "Marketing contact status": "Non-marketing contact"})  # fmt: skip
    arrives(file, 4, **JAMES)


def test_zoho_gives_tags_ids_and_a_parent() -> None:
    arrives("zoho_contacts_export.csv", 1, **AYSEL, ids=["zcrm_5550001000000001"],
            its_external_ids={"zoho": "zcrm_5550002000000001"},
            tags=["investor", "metallurgiya"], notes=NOTE)  # fmt: skip
    arrives("zoho_contacts_export.csv", 4, given_name="Ольга", country="RU", e164=["+74950000770"],
            emails=["olga.scherbakova@caspian-port.example", "o.sch@example.net"])  # fmt: skip
    arrives("zoho_accounts_export.csv", 2, name="晨光铝业有限公司", employees=800, sector="Metals",
            country="CN", city="北京", **{"Annual Revenue": "8000.50 AZN"})  # fmt: skip
    arrives("zoho_accounts_export.csv", 4, parent="Northgate Metals plc", country="FR")


def test_outlook_is_read_in_english_and_turkish() -> None:
    english, turkish = "outlook_contacts_en_cp1252.csv", "outlook_contacts_tr_cp1254_semicolon.csv"
    arrives(english, 1, **JAMES, salutation="Mr.", suffix="Jr.", middle_name="T.", department="Strategy",
            tags=["investor", "aluminium"], Birthday=None, Private=None)  # fmt: skip
    arrives(english, 4, given_name="María José", family_name="de la Fuente Núñez", country="CL")
    arrives(turkish, 1, given_name="Mehmet", middle_name="Ali", family_name="Yıldırım", country="TR",
            organisation="Boğaziçi Çelik Sanayi ve Ticaret A.Ş.", tags=["çelik", "yatırımcı"],
            e164=["+902120000440", "+905320000441"], labels=["work", "mobile"])  # fmt: skip
    arrives(turkish, 3, salutation="Sn.", e164=["+904760003333", "+905330003334"],
            notes='Sınır kapısı; "soğuk zincir" deposu istiyor')  # fmt: skip


def test_a_salesforce_report_loses_its_footer_and_keeps_leading_zeros() -> None:
    file = "salesforce_report_contacts_footer_latin1.csv"
    arrives(file, 1, **without(JAMES, "emails"), salutation="Mr.", postal_code="00010",
            address="10 Sample Street\nFloor 2", **{"Last Activity": "2024-11-18"})  # fmt: skip
    arrives(file, 2, given_name="Anna-Lena", country="DE", **{"Last Activity": "2024-06-03"})


def test_espocrm_lists_in_cells_are_unpacked() -> None:
    file = "espocrm_contact_export.csv"
    arrives(file, 1, **AYSEL, middle_name="Rauf qızı", notes=NOTE, ids=["65e6f000000000001"],
            its_external_ids={"espocrm": "65e6ac00000000001"})  # fmt: skip
    arrives(file, 4, **JAMES, salutation="Mr.")


def test_an_azerbaijani_list_gives_the_company_and_its_person() -> None:
    file = "excel_az_companies_utf8bom_semicolon.csv"
    arrives(file, 1, full_name="Məmmədova Aysel Rauf qızı", job_title="Maliyyə direktoru",
            e164=["+994120000110"], its_name="Xəzər Alüminium MMC", its_tax_id="0001000001",
            its_country="AZ", its_city="Bakı", its_sector="metallurgiya", its_notes=NOTE,
            its_tags=["investor", "metallurgiya"], Status="Danışıqlar gedir",
            **{"İnvestisiya həcmi (AZN)": "1250000.50", "Son görüş tarixi": "2024-03-05"})  # fmt: skip
    arrives(file, 4, its_tax_id="0021000001", e164=["+994120002121"])
    arrives(file, 6, full_name="张 伟", its_name="晨光铝业有限公司", its_country="CN")


def test_a_russian_list_gives_the_company_and_says_what_was_lost() -> None:
    file = "excel_ru_companies_cp1251_semicolon.csv"
    arrives(file, 1, full_name="Кузнецов Иван Сергеевич", its_name="ООО «Северный алюминий»",
            its_tax_id="0006000006", its_country="RU", its_city="Москва",
            its_notes="Договорились о визите; нужен переводчик",
            **{"Объём инвестиций, млн руб.": "7407.0", "Дата последнего контакта": "2024-04-18"})  # fmt: skip
    arrives(file, 3, its_name="ТОВ «Дніпро Агро»", its_country="UA", its_city="Київ")
    _, drafts = arrived(DATA / file)
    assert any("letters were lost" in warning for warning in drafts[3].warnings)


def test_a_chinese_list_gives_the_company_and_its_person() -> None:
    file = "excel_zh_companies_gb18030.csv"
    arrives(file, 1, full_name="张伟", job_title="海外投资总监", e164=["+8613800000881"],
            labels=["mobile"], its_name="晨光铝业有限公司", its_country="CN", its_tags=["铝", "投资者"],
            **{"最近联系日期": "2024-03-05", "投资金额（万美元）": "1200"})  # fmt: skip
    arrives(file, 3, full_name="田中さくら", its_country="JP", its_city="東京")


def test_a_calendar_gives_meetings_with_their_people() -> None:
    _, [visit, fair, _] = arrived(DATA / "outlook_calendar_export_us.csv")
    said = visit.values
    assert (str(said["starts_on"]), said["starts_at"], said["ends_at"]) == (
        "2024-11-18",
        "09:15",
        "11:00",
    )
    assert said["attendees"] == ["James T. O'Connor", "Elçin Quliyev"]
    assert (said["place"], said["tags"]) == ("Sumqayıt", ["investor"])
    assert (str(fair.values["ends_on"]), fair.values.get("starts_at")) == ("2024-05-23", None)


def test_tasks_give_follow_ups_with_and_without_a_day() -> None:
    _, [first, second, third] = arrived(DATA / "followups_az_utf8_semicolon.csv")
    said = first.values
    assert (said["text"], said["organisation"]) == ("Təklif göndərmək", "Xəzər Alüminium MMC")
    assert (str(said["due_on"]), said["status"], said["priority"]) == ("2024-03-12", "open", "high")
    assert (said["owner"], said["contact"]) == ("Nigar Test", "Aysel Məmmədova")
    assert (second.values["due_at"], second.values["status"]) == ("15:00", "done")
    assert "due_on" not in third.values


def test_incentives_give_windows_and_keep_amounts_beside_them() -> None:
    _, drafts = arrived(DATA / "incentives_en.csv")
    land, rebate = drafts[1].values, drafts[2].values
    assert (land["name"], land["authority"], land["kind"]) == (
        "Land lease discount",
        "Alat Free Zone",
        "land",
    )
    assert [str(day) for day in land["windows"][0].values()] == ["2024-06-01", "2026-05-31"]
    assert land["extra"]["Amount"] == "1250000.00 USD"
    assert [str(day) for day in rebate["windows"][0].values()] == ["2024-07-01", "2024-12-31"]
    assert (rebate["extra"]["Amount"], rebate["notes"]) == ("300000.00 EUR", "=needs new form")


def test_null_and_nan_are_words_and_formulas_are_text() -> None:
    file = "roundtrip_edge_cases.csv"
    arrives(file, 4, organisation="NULL", given_name="N/A", family_name="None", notes="nan")
    arrives(file, 2, organisation="=1+1", notes="'=keep the quote")
    arrives(file, 3, organisation="two leading blanks", notes="trailing blanks  ")
