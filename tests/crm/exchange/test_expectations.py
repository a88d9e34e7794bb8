"""Files of public projects, read beside the project where they are; not part of it."""

import json
from pathlib import Path
from typing import Any

import pytest

from crm.exchange.draft import Draft

from .files import arrived

SHARED = Path(__file__).parents[4] / "shared" / "data"
BESIDE = (SHARED / "expectations.json").exists()
READERS_ONLY = ("none", "meeting", "incentive", "followup")
_NAMES = {"title": "job_title", "name_prefix": "salutation", "name_suffix": "suffix",
          "sector_raw": "sector", "ticker": "stock_code"}  # fmt: skip
# Said elsewhere: in the header (the unit), in the suffix of the name, or not at all in our words.
_ELSEWHERE = {"investment_currency", "revenue_currency", "company_name_one_of", "phones_any_order"}


def expectations() -> list[dict[str, Any]]:
    if not BESIDE:
        return []
    files: list[dict[str, Any]] = json.loads((SHARED / "expectations.json").read_text("utf-8"))[
        "files"
    ]
    tables = (entry for entry in files if entry["file"].endswith((".csv", ".xlsx", ".vcf")))
    return [entry for entry in tables if not entry["entity"].startswith(READERS_ONLY)]


@pytest.mark.skipif(not BESIDE, reason="the public sample files are not beside the project")
@pytest.mark.parametrize("entry", expectations(), ids=lambda entry: entry["file"])
def test_a_public_file_arrives_as_expected(entry: dict[str, Any]) -> None:
    _, drafts = arrived(SHARED / entry["file"])
    assert len(drafts) == entry["data_rows"]
    if "importable_rows" in entry:
        assert sum(1 for draft in drafts if not draft.skip) == entry["importable_rows"]
    for sample in entry["samples"]:
        draft = drafts[sample["row"] - 1]
        assert sample.get("physical_line") in (None, draft.line)
        wrong = {k: v for k, v in sample["expect"].items() if not _holds(draft, draft.noun, k, v)}
        assert wrong == {}


@pytest.mark.skipif(not BESIDE, reason="the public sample files are not beside the project")
@pytest.mark.parametrize(
    ("file", "rows", "name", "field", "value"),
    [
        ("companies_sp500_constituents.csv", 503, "3M", "stock_code", "MMM"),
        ("companies_nasdaq_listed.csv", 5569, "Pacer Barings CLO Market Flex ETF", "stock_code", "AAAP"),
        ("companies_house_basic_sample.csv", 200, "LAWMARK LIMITED", "registration_no", "01799445"),
        ("companies_equities_7_exchanges.csv", 6255, "Aciselsan Acipayam Seluloz Sanayi Ve Ticaret A.S.",
         "country", "TR"),
        ("salesforce_account_dataexport.csv", 417, "Gravity Investments", "city", "FORT COLLINS"),
        ("datahub_companies_export.csv", 13, "Mercury Ltd", "country", "GB"),
    ],
)  # fmt: skip
def test_a_company_list_arrives_whole(
    file: str, rows: int, name: str, field: str, value: str
) -> None:
    _, drafts = arrived(SHARED / file)
    assert len(drafts) == rows
    assert drafts[0].organisation and drafts[0].organisation["name"] == name
    assert drafts[0].organisation[field] == value


@pytest.mark.skipif(not BESIDE, reason="the public sample files are not beside the project")
@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("vcard21_ms_outlook.vcf",
         {"given_name": "John", "family_name": "Doe", "suffix": "Sr.", "job_title": "Money Counter",
          "department": "Accounting", "emails": ["john.doe@ibm.cm"], "country": "US", "city": "Albaney"}),
        ("vcard30_gmail.vcf",
         {"middle_name": "Richter James", "emails": ["john.doe@ibm.com"], "website": "http://www.ibm.com"}),
        ("vcard30_mac_address_book.vcf",
         {"salutation": "Mr.", "emails": ["john.doe@ibm.com"], "postal_code": "12345", "country": "US",
          "address": "Street4\nBuilding 6\nFloor 8"}),
        ("vcard40_thunderbird_2cards.vcf",
         {"given_name": "contact", "external_ids": {"vcard": "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx"}}),
        ("vcard_dos_double_cr.vcf", {"family_name": "Surname", "emails": ["example@gmail.com"]}),
    ],
)  # fmt: skip
def test_a_public_address_book_arrives(file: str, said: dict[str, Any]) -> None:
    _, [draft, *_] = arrived(SHARED / file)
    assert draft.contact and said.items() <= draft.contact.items()


@pytest.mark.skipif(not BESIDE, reason="the public sample files are not beside the project")
@pytest.mark.parametrize(
    ("file", "said"),
    [
        ("ical_google_recurring_xlocation.ics",
         {"starts_at": "14:00", "ends_at": "14:30", "zone": "Europe/Zurich", "subject": "Daily Sync"}),
        ("ical_google_vienna_timezone.ics", {"starts_at": "10:00", "zone": "Europe/Vienna"}),
        ("ical_two_calendars_htmldesc.ics",
         {"subject": 'Termin 4353 und"so"', "starts_at": "19:30", "zone": "Europe/Berlin", "place": "online",
          "external_ids": {"ical": "20055546456446"}}),
    ],
)  # fmt: skip
def test_a_public_calendar_arrives(file: str, said: dict[str, Any]) -> None:
    _, [draft] = arrived(SHARED / file)
    assert said.items() <= draft.values.items()


def _holds(draft: Draft, noun: str, key: str, value: Any) -> bool:
    contact, organisation = draft.contact or {}, draft.organisation or {}
    main = contact if noun == "contacts" else organisation
    if key in _ELSEWHERE:
        return True
    if key == "contact":
        return all(_holds(draft, "contacts", k, v) for k, v in value.items())
    if key in {"company_name", "name"}:
        return _plain(organisation.get("name")) == _plain(value)
    if key == "company_external_id":
        return value in organisation.get("external_ids", {}).values()
    if key == "external_id":
        return value in main.get("external_ids", {}).values()
    if key == "phones":
        return _phones(main.get("phones", []), value)
    if key == "phones_raw":
        return {phone["raw"] for phone in main.get("phones", [])} == set(value)
    return _field(main, contact.get("extra", {}) | organisation.get("extra", {}), key, value)


def _field(main: dict[str, Any], extra: dict[str, str], key: str, value: Any) -> bool:
    if key == "emails":
        return [e.casefold() for e in main.get("emails", [])] == [e.casefold() for e in value]
    if key == "custom_fields":
        return value.items() <= extra.items()
    if key == "family_name" and main.get("suffix"):
        return value in (main["family_name"], f"{main['family_name']}, {main['suffix']}")
    if key == "full_name" and "given_name" in main:
        return set(value.split()) == {main["given_name"], main["family_name"]}
    found = main.get(_NAMES.get(key, key))
    if isinstance(value, float | int) and found is None:
        return any(_number(word) == value for text in extra.values() for word in text.split())
    if found is None:
        return any(text.startswith(str(value)) for text in extra.values())
    return set(found) == set(value) if isinstance(value, list) else _plain(found) == _plain(value)


def _phones(found: list[dict[str, Any]], expected: list[dict[str, Any]]) -> bool:
    for phone, wanted in zip(found, expected, strict=False):
        one_of = wanted.get("raw_one_of", [phone["raw"]])
        rest = {k: v for k, v in wanted.items() if k != "raw_one_of"}
        if phone["raw"] not in one_of or not rest.items() <= phone.items():
            return False
    return len(found) >= len(expected)


def _number(word: str) -> float | None:
    try:
        return float(word)
    except ValueError:
        return None


def _plain(text: Any) -> str:
    return " ".join(str(text).split())
