"""Which column becomes what, and that nothing is dropped."""

from datetime import date
from pathlib import Path

import pytest

from crm.exchange import formats, headers
from crm.exchange.mapping import guess
from crm.exchange.readers import open_sheet
from db.errors import Problem

from .files import arrived, contacts, written


def fields(path: Path, noun: str | None = None) -> dict[str, str | None]:
    return {c.header: c.field for c in guess(open_sheet(path), noun).columns}


@pytest.mark.parametrize(
    "header",
    ["E-poçt", "e-poct", "Elektron poçt ünvanı", "EMAIL ADDRESS", "emailAddress", "Эл. почта", "邮箱",
     "E-posta", "E-mail 17 Address", "E-po?t", "E-poçt (iş)", "\ufeffEmail"],
)  # fmt: skip
def test_a_header_is_known_in_any_spelling(header: str) -> None:
    assert headers.meanings(header)[0][0] == "contact.emails"


def test_the_unit_of_a_header_is_no_part_of_its_word() -> None:
    assert headers.meanings("İnvestisiya həcmi (AZN)")[0] == ["keep.investment"]
    assert headers.meanings("Объём инвестиций, млн руб.")[0] == ["keep.investment"]
    assert headers.unit("投资金额（万美元）") == "万美元"


@pytest.mark.parametrize("entry", formats.known_formats(), ids=lambda entry: entry.name)
def test_meanings_of_a_format_are_meanings_we_have(entry: formats.Format) -> None:
    known = {c for words in headers.lexicon()._folded.values() for c in words}
    known |= {"extra", "keep.text", "keep.date", "row.is_company", "second.website", "else.country",
              "keep.series", "meeting.zone", "meeting.status", "follow_up.due_at", "follow_up.status",
              "follow_up.done_on",
              "organisation.phone", "organisation.email"}  # fmt: skip
    assert set(entry.fields.values()) <= known


def test_title_is_a_salutation_beside_a_job_title_and_a_job_title_alone(tmp_path: Path) -> None:
    both = written(tmp_path, "Title,First Name,Last Name,Job Title\nMr,A,B,CEO\n")
    assert fields(both)["Title"] == "salutation"
    alone = written(tmp_path, "Title,First Name,Last Name\nChief Engineer,A,B\n")
    assert fields(alone)["Title"] == "job_title"
    said = written(tmp_path, "Title,First Name,Last Name\nMr.,A,B\nDr.,C,D\n")
    assert fields(said)["Title"] == "salutation"


def test_ad_is_a_given_name_beside_soyad_and_a_full_name_without(tmp_path: Path) -> None:
    beside = fields(written(tmp_path, "Ad;Soyad;Şirkət\nAysel;Məmmədova;Xəzər MMC\n"))
    assert (beside["Ad"], beside["Soyad"]) == ("given_name", "family_name")
    alone = fields(written(tmp_path, "Ad;Vəzifə;E-poçt\nAysel Məmmədova;Direktor;a@b.example\n"))
    assert alone["Ad"] == "full_name"


def test_a_lone_name_is_a_company_where_legal_forms_say_so(tmp_path: Path) -> None:
    path = written(
        tmp_path, "Name,Country,Email\nAcme Ltd,UK,a@acme.example\nWanji Co., Ltd.,CN,\n"
    )
    mapping, drafts = arrived(path)
    assert mapping.noun == "organisations"
    assert drafts[0].organisation == {
        "name": "Acme Ltd",
        "country": "GB",
        "email": "a@acme.example",
    }


def test_a_person_column_after_the_company_makes_two_records_of_a_row(tmp_path: Path) -> None:
    header = "Company;Country;Contact person;Position;E-mail;Phone\n"
    text = header + "Wanji;China;Li Wei;CEO;li@w.example;010 8888 0000\n"
    _, [draft] = arrived(written(tmp_path, text))
    assert draft.organisation == {"name": "Wanji", "country": "CN"}
    assert draft.contact and draft.contact["full_name"] == "Li Wei"
    assert draft.contact["phones"][0]["e164"] == "+861088880000"


def test_mail_of_a_company_row_without_a_person_is_the_company_s(tmp_path: Path) -> None:
    text = "Company,Contact person,E-mail,Phone\nWanji,,info@w.example,+86 10 8888 0000\nA,B,c@d.example,\n"
    _, [first, second] = arrived(written(tmp_path, text))
    assert first.contact is None
    assert first.organisation == {
        "name": "Wanji",
        "email": "info@w.example",
        "phone": "+86 10 8888 0000",
    }
    assert second.contact == {"full_name": "B", "emails": ["c@d.example"]}


def test_values_win_over_a_word(tmp_path: Path) -> None:
    path = written(tmp_path, "Full name,Company,Address\nA B,X,a@b.example\nC D,Y,c@d.example\n")
    assert fields(path)["Address"] == "emails"


def test_a_column_nobody_knows_is_known_by_its_values_or_kept(tmp_path: Path) -> None:
    text = "Full name,Kontaktfeld,Blah\nA B,a@b.example,blue\nC D,c@d.example,red\n"
    mapping, drafts = arrived(written(tmp_path, text))
    assert mapping.columns[1].field == "emails" and "values" in mapping.columns[1].why
    assert drafts[0].contact and drafts[0].contact["extra"] == {"Blah": "blue"}


def test_an_empty_column_is_empty_and_not_an_extra_field(tmp_path: Path) -> None:
    mapping = guess(open_sheet(written(tmp_path, "Full name,Company,Blah\nA B,X,\n")))
    assert mapping.columns[2].use == "empty"


def test_opting_out_is_never_mapped_and_says_why(tmp_path: Path) -> None:
    path = written(tmp_path, "First Name,Last Name,Email Opt Out\nA,B,true\n")
    mapping, [draft] = arrived(path)
    assert mapping.columns[2].field is None and "refusal" in mapping.columns[2].why
    assert draft.contact and draft.contact["extra"] == {"Email Opt Out": "true"}


def test_home_addresses_count_only_where_there_is_no_other(tmp_path: Path) -> None:
    header = "First Name,Last Name,Company,Business City,Business Country,Home City,Home Country\n"
    text = header + "A,B,X,Baku,Azerbaijan,Gəncə,Azerbaijan\nC,D,X,,,Oslo,Norway\n"
    _, [work, home] = arrived(written(tmp_path, text))
    assert work.contact and work.contact["city"] == "Baku"
    assert work.organisation == {"name": "X", "country": "AZ", "city": "Baku"}
    assert home.contact and home.contact["country"] == "NO"
    assert home.organisation == {"name": "X"}


def test_a_second_country_is_kept_as_an_extra_field(tmp_path: Path) -> None:
    _, [draft] = arrived(written(tmp_path, "Company,Country,Nationality\nX,China,Hong Kong\n"))
    assert draft.organisation == {
        "name": "X",
        "country": "CN",
        "extra": {"Nationality": "Hong Kong"},
    }


def test_an_unknown_country_is_a_warning_and_kept(tmp_path: Path) -> None:
    _, [draft] = arrived(written(tmp_path, "Company,Country,City\nX,Atlantis,Y\n"))
    assert draft.organisation and draft.organisation["extra"] == {"Country": "Atlantis"}
    assert "Atlantis" in draft.problems[0].problem and not draft.rejected


def test_a_bad_address_keeps_the_row_and_the_text(tmp_path: Path) -> None:
    _, [draft] = arrived(written(tmp_path, "First Name,Last Name,Email\nA,B,a-at-b\n"))
    assert draft.problems[0].column == "Email" and not draft.rejected
    assert draft.contact and draft.contact["extra"] == {"Email": "a-at-b"}


def test_a_date_that_does_not_exist_rejects_a_meeting(tmp_path: Path) -> None:
    path = written(tmp_path, "Subject,Start Date,Start Time\nTalk,31.02.2024,10:00\n")
    _, [draft] = arrived(path)
    assert draft.rejected and draft.problems[0].value == "31.02.2024"


def test_day_or_month_first_is_decided_by_the_whole_column(tmp_path: Path) -> None:
    text = (
        "Subject,Start Date,Start Time\n"
        + "Talk,03/04/2024,10:00\n" * 300
        + "Talk,11/18/2024,10:00\n"
    )
    mapping, drafts = arrived(written(tmp_path, text))
    assert [c.header for c in mapping.questions] == ["Start Date"]
    assert drafts[0].values["starts_on"] == date(2024, 3, 4)


def test_a_row_about_nobody_is_skipped_with_the_reason(tmp_path: Path) -> None:
    path = written(
        tmp_path, "First Name,Last Name,Email,Connected On\nA,B,,\n,,,14 Jul 2023\n,,c@d.example,\n"
    )
    _, drafts = arrived(path)
    assert [draft.skip for draft in drafts] == ["", "no name, company or e-mail", ""]
    assert drafts[2].contact == {"emails": ["c@d.example"]}


def test_a_mixed_list_tells_companies_from_people(tmp_path: Path) -> None:
    text = (
        "Name,Company Type,Related Company,Email,Country\n"
        "Azure Interior,Company,,info@azure.example,United States\n"
        "Brandon Freeman,Individual,Azure Interior,b@azure.example,United States\n"
    )
    mapping, [firm, person] = arrived(written(tmp_path, text))
    assert mapping.format == "Odoo partners"
    assert firm.contact is None
    assert firm.organisation == {
        "name": "Azure Interior",
        "country": "US",
        "email": "info@azure.example",
    }
    assert person.contact and person.contact["full_name"] == "Brandon Freeman"
    assert person.organisation and person.organisation["name"] == "Azure Interior"


def test_an_override_wins_and_the_guess_gives_way(tmp_path: Path) -> None:
    path = written(tmp_path, "Name,Alias,Email\nA B,C D,a@b.example\n")
    mapping, [draft] = arrived(path, "contacts", Alias="full_name", Email="-")
    assert draft.contact == {"full_name": "C D", "extra": {"Name": "A B"}}
    assert mapping.chosen() == {"Alias": "full_name", "Email": "-"}


def test_a_wrong_override_is_answered_with_what_there_is(tmp_path: Path) -> None:
    sheet = open_sheet(written(tmp_path, "Name,Email\nA B,a@b.example\n"))
    with pytest.raises(Problem, match="Name, Email"):
        guess(sheet, "contacts", {"Firma": "organisation"})
    with pytest.raises(Problem, match="full_name"):
        guess(sheet, "contacts", {"Name": "fullname"})
    with pytest.raises(Problem, match="contacts"):
        guess(sheet, "people")


def test_the_fingerprint_is_of_the_headers_alone(tmp_path: Path) -> None:
    one = guess(open_sheet(written(tmp_path, "Name,Email\nA B,a@b.example\n")))
    two = guess(open_sheet(written(tmp_path, "NAME;E-mail\nC D;c@d.example\n")))
    assert one.fingerprint == two.fingerprint


def test_mended_rejects_are_read_without_their_four_columns(tmp_path: Path) -> None:
    text = (
        "Full name,Email,Row,Column,Problem,Hint\nA B,a@b.example,7,Email,not an address,write it\n"
    )
    _, [draft] = arrived(written(tmp_path, text))
    assert draft.contact == {"full_name": "A B", "emails": ["a@b.example"]}


def test_a_file_about_nothing_we_hold_says_so(tmp_path: Path) -> None:
    path = written(tmp_path, "Widgets,Gears\n1,2\n")
    with pytest.raises(Problem, match="say what it lists"):
        arrived(path)


def test_cells_of_an_own_export_come_back_unchanged(tmp_path: Path) -> None:
    text = (
        "ref,uid,given_name,family_name,organisation,organisation_uid,emails,phones,tags,notes,extra\r\n"
        'C7,u-7, A ,=1+1,Wanji,o-1,"[""a@b.example""]",'
        '"[{""label"": ""work"", ""raw"": ""012"", ""e164"": null}]","[""x;y""]","a\r\nb ",\r\n'
    )
    mapping, [draft] = arrived(written(tmp_path, text))
    assert mapping.own and mapping.noun == "contacts"
    assert (draft.ref, draft.uid) == ("C7", "u-7")
    assert draft.organisation == {"name": "Wanji", "uid": "o-1"}
    assert draft.contact == {
        "uid": "u-7", "given_name": " A ", "family_name": "=1+1", "emails": ["a@b.example"],
        "phones": [{"label": "work", "raw": "012", "e164": None}], "tags": ["x;y"], "notes": "a\r\nb ",
    }  # fmt: skip


def test_spoilt_letters_of_a_row_are_put_right_and_said(tmp_path: Path) -> None:
    text = "Company,City,Country\nXÉ™zÉ™r MMC,BakÄ±,Azerbaijan\n"
    _, [draft] = arrived(written(tmp_path, text))
    assert draft.organisation == {"name": "Xəzər MMC", "city": "Bakı", "country": "AZ"}
    assert draft.warnings == ("spoilt letters were put right",)


def test_what_stands_there_by_itself_is_left_out_and_a_choice_is_kept(tmp_path: Path) -> None:
    header = (
        "First Name,Last Name,E-mail Address,Job Title,Business Phone,Gender,Priority,Private\n"
    )
    path = written(tmp_path, header + "A,B,a@b.example,CEO,,Female,Normal,False\n")
    mapping, [draft] = arrived(path)
    assert [column.use for column in mapping.columns[-3:]] == ["extra", "left out", "left out"]
    assert draft.contact and draft.contact["extra"] == {"Gender": "Female"}


def test_a_column_that_is_filled_only_far_below_is_kept(tmp_path: Path) -> None:
    rows = "".join(f"Name{n},n{n}@x.example,,Normal\n" for n in range(300))
    text = f"First Name,E-mail Address,Wzzk,Sensitivity,Job Title\n{rows}Last,l@x.example,late,Private\n"
    assert contacts(written(tmp_path, text))[-1]["extra"] == {
        "Wzzk": "late",
        "Sensitivity": "Private",
    }


def test_two_lines_of_header_are_one(tmp_path: Path) -> None:
    groups = (
        "Şirkət,,Əlaqədar şəxs,\nAdı,Ölkə,Ad soyad,E-poçt\nXəzər MMC,Azərbaycan,Aysel,a@x.example\n"
    )
    merged = "Company,Country,Contact,\n,,Name,E-mail\nXəzər MMC,Azərbaycan,Aysel,a@x.example\n"
    for text in groups, merged:
        mapping, [draft] = arrived(written(tmp_path, text))
        assert draft.organisation == {"name": "Xəzər MMC", "country": "AZ"}
        assert draft.contact == {"full_name": "Aysel", "emails": ["a@x.example"]}
        assert draft.line == 3 and mapping.noun == "organisations"


def test_a_name_in_another_language_is_the_native_one_and_a_count_is_left_out(
    tmp_path: Path,
) -> None:
    text = "No,Company name (EN),Company name (CN),Sector\n1,Wanji,万基,Metals\n2,Sun,索通,Anodes\n"
    mapping, [draft, _] = arrived(written(tmp_path, text))
    assert draft.organisation == {"name": "Wanji", "native_name": "万基", "sector": "Metals"}
    assert mapping.columns[0].why == "only counts the rows"


def test_odoo_relations_by_path_and_tags_in_rows_of_their_own(tmp_path: Path) -> None:
    text = (
        "id,Name,Is a Company,Related Company/Display Name,Related Company/ID,Country/Country Name,"
        "Tags/Display Name\nx.1,Acme LLC,TRUE,,,United States,Investor\n,,,,,,Metals\n"
        "x.2,Jane Roe,FALSE,Acme LLC,7,,\n"
    )
    _, [acme, more, jane] = arrived(written(tmp_path, text))
    assert acme.organisation and acme.organisation["tags"] == ["Investor", "Metals"]
    assert (acme.organisation["country"], more.skip) == ("US", "goes on with the row above")
    assert jane.organisation == {"name": "Acme LLC"} and jane.contact
    assert jane.contact["extra"] == {"Related Company/ID": "7"}


@pytest.mark.parametrize(
    ("header", "row"),
    [("Firma;Name;Vorname;E-Mail;Land", "Groß AG;Müller;Jürgen;j@x.example;Deutschland"),
     ("Société;Nom;Prénom;Courriel;Pays", "Groß AG;Müller;Jürgen;j@x.example;Allemagne"),
     ("Empresa;Apellidos;Nombre;Correo;País", "Groß AG;Müller;Jürgen;j@x.example;Alemania"),
     ("Firma;Nazwisko;Imię;E-mail;Kraj", "Groß AG;Müller;Jürgen;j@x.example;Niemcy"),
     ("会社名;姓;名;メール;国", "Groß AG;Müller;Jürgen;j@x.example;ドイツ")],
)  # fmt: skip
def test_headers_of_other_languages(tmp_path: Path, header: str, row: str) -> None:
    [told] = contacts(written(tmp_path, f"{header}\n{row}\n"))
    assert (told["family_name"], told["given_name"]) == ("Müller", "Jürgen")
    assert (told["emails"], told["country"]) == (["j@x.example"], "DE")


def test_a_spoilt_header_is_put_right(tmp_path: Path) -> None:
    text = "Ad,Soyad,Şirkət\nAysel,Məmmədova,Gəncə\n".encode().decode("cp1252")
    _, [draft] = arrived(written(tmp_path, text))
    assert draft.organisation == {"name": "Gəncə"}


def test_odoo_is_known_by_the_labels_of_its_relations(tmp_path: Path) -> None:
    text = (
        "External ID,Display Name,Is a Company,Related Company/Display Name,Country/Country Name,"
        "Tags/Tag Name\n"
        "x.p_10,Şərab MMC,True,,Azerbaijan,Wine\n,,,,,Export\n"
        'x.p_11,"Şərab MMC, Aytən Vəliyeva",False,Şərab MMC,Azerbaijan,\n'
    )
    mapping, [company, _, person] = arrived(written(tmp_path, text))
    assert mapping.format == "Odoo partners"
    assert company.organisation and company.organisation["tags"] == ["Wine", "Export"]
    assert person.contact and person.contact["full_name"] == "Aytən Vəliyeva"
    assert person.organisation and person.organisation["name"] == "Şərab MMC"


def test_of_several_companies_of_hubspot_the_first_is_theirs(tmp_path: Path) -> None:
    text = "Record ID,First Name,Associated Company,Associated Company IDs\n1,A,X MMC;Y,11;22\n"
    _, [draft] = arrived(written(tmp_path, text))
    assert draft.organisation == {"name": "X MMC", "external_ids": {"hubspot": "11"}}
    assert draft.contact and draft.contact["extra"] == {
        "Associated Company": "X MMC;Y", "Associated Company IDs": "11;22",
    }  # fmt: skip


def test_a_list_of_people_may_name_a_company_among_them(tmp_path: Path) -> None:
    text = "Full name,E-mail\nJane Roe,j@r.example\nAlfa MMC,info@alfa.example\nMax Muster,m@m.example\n"
    _, [_, company, _] = arrived(written(tmp_path, text))
    assert company.organisation == {"name": "Alfa MMC", "email": "info@alfa.example"}
    assert company.contact is None and "legal form" in company.warnings[0]


def test_a_name_of_things_beside_a_person_is_the_company(tmp_path: Path) -> None:
    text = "Наименование;Страна;ФИО руководителя\nООО «Альфа»;Россия;Иванов И.И.\n"
    mapping, [draft] = arrived(written(tmp_path, text))
    assert mapping.noun == "organisations" and draft.contact == {"full_name": "Иванов И.И."}


def test_words_for_nothing_are_nothing_and_stay_in_a_name(tmp_path: Path) -> None:
    text = "Company,Country,E-mail,Phone,Notes\nNone,n/a,-,yoxdur,нет\n"
    _, [draft] = arrived(written(tmp_path, text))
    assert draft.organisation == {"name": "None", "notes": "нет"} and not draft.problems


def test_the_name_beside_an_address_is_theirs(tmp_path: Path) -> None:
    _, [first] = arrived(written(tmp_path, "E-mail\nJane Roe <jane@roe.example>\n"))
    assert first.contact == {"full_name": "Jane Roe", "emails": ["jane@roe.example"]}


def test_a_profile_among_web_pages_is_one(tmp_path: Path) -> None:
    text = "First Name,Last Name,Website\nA,B,https://www.linkedin.com/in/ab\n"
    _, [draft] = arrived(written(tmp_path, text))
    assert draft.contact and draft.contact["linkedin_url"] == "https://www.linkedin.com/in/ab"


def test_millions_below_a_header_of_millions_stay_as_written(tmp_path: Path) -> None:
    text = '公司,投资额（万美元）\n甲公司,"1,200"\n乙公司,1.2亿\n'
    told = [(d.organisation or {})["extra"] for d in arrived(written(tmp_path, text))[1]]
    assert told == [{"投资额（万美元）": "1200"}, {"投资额（万美元）": "1.2亿"}]


def test_a_second_person_in_a_row_does_not_lend_an_address_to_the_first(tmp_path: Path) -> None:
    text = (
        "Company,Contact 1,Email 1,Phone 1,Contact 2,Email 2,Phone 2\n"
        "Alfa Ltd,Jane Roe,j@a.example,+44 20 7946 0958,Max Muster,m@a.example,+44 20 7946 0959\n"
    )
    _, [draft] = arrived(written(tmp_path, text))
    assert draft.contact and draft.contact["emails"] == ["j@a.example"]
    assert [phone["raw"] for phone in draft.contact["phones"]] == ["+44 20 7946 0958"]
    assert draft.organisation and draft.organisation["extra"] == {
        "Contact 2": "Max Muster", "Email 2": "m@a.example", "Phone 2": "+44 20 7946 0959",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("company", "person"), [("Company", "Person"), ("Şirket", "Kişi"), ("公司", "个人")]
)
def test_a_column_of_kinds_tells_companies_from_people(
    tmp_path: Path, company: str, person: str
) -> None:
    text = (
        f"Kind of row,Full name,Organisation\n{company},Ministry of Ports,\n{person},Li Wei,Wanji\n"
    )
    _, [first, second] = arrived(written(tmp_path, text))
    assert first.organisation == {"name": "Ministry of Ports"} and first.contact is None
    assert second.contact == {"full_name": "Li Wei"}


def test_a_start_of_half_past_three_is_a_time(tmp_path: Path) -> None:
    text = "Date;Start;Company;Participants;Subject\n19.01.2026;下午3:30;Wanji;Li Wei;Intro\n"
    _, [draft] = arrived(written(tmp_path, text))
    assert (draft.values["starts_on"], draft.values["starts_at"]) == (date(2026, 1, 19), "15:30")
