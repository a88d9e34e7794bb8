"""Address books of many makers: what arrives, and that one bad card stops no other."""

from pathlib import Path

import pytest

from crm.exchange.apply import Options, revert, run_import
from crm.exchange.readers import open_sheet
from db.commands.imports import Verdict
from db.engine import Database

from .files import arrived, contacts


def card(*lines: str, version: str = "3.0") -> str:
    return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", ""))


def book(folder: Path, *cards: str, encoding: str = "utf-8") -> Path:
    path = folder / "book.vcf"
    path.write_bytes("".join(cards).encode(encoding))
    return path


def extra(told: dict[str, object]) -> dict[str, str]:
    found = told["extra"]
    assert isinstance(found, dict)
    return found


def phones(told: dict[str, object]) -> list[tuple[str, str, str | None]]:
    found = told["phones"]
    assert isinstance(found, list)
    return [(each["label"], each["raw"], each["e164"]) for each in found]


def test_an_android_card_in_quoted_printable_arrives_whole(tmp_path: Path) -> None:
    path = book(tmp_path, card(
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Y=C4=B1ld=C4=B1r=C4=B1m;Mehmet;Ali;;",
        "ORG;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=9E=D0=9E=D0=9E =C2=AB=D0=A1=",
        "=D0=B5=D0=B2=D0=B5=D1=80=C2=BB",
        "NOTE;ENCODING=QUOTED-PRINTABLE:first=0D=0A=",
        " second; =C9=99",
        "TEL;CELL;PREF:+905320000441", "TEL;WORK:0212 000 04 40", "TEL;HOME;FAX:+902120000499",
        "ADR;WORK:;;Liman yolu 5;=C4=B0zmir;;35000;T=C3=BCrkiye".replace("=C4=B0", "I"),
        version="2.1",
    ))  # fmt: skip
    [told] = contacts(path)
    assert (told["given_name"], told["middle_name"], told["family_name"]) == (
        "Mehmet",
        "Ali",
        "Yıldırım",
    )
    assert told["notes"] == "first\n second; ə"
    assert [label for label, _, _ in phones(told)] == ["mobile", "work", "fax"]
    _, [draft] = arrived(path)
    assert draft.organisation and draft.organisation["name"] == "ООО «Север»"


def test_a_semicolon_inside_quoted_printable_parts_nothing(tmp_path: Path) -> None:
    path = book(tmp_path, card("N;ENCODING=QUOTED-PRINTABLE:Smith=3B Jones;Ann;;;", version="2.1"))
    assert contacts(path)[0]["family_name"] == "Smith; Jones"


def test_apple_groups_give_their_labels(tmp_path: Path) -> None:
    path = book(tmp_path, card(
        "N:Doe;Jane;;;", "item1.TEL:+1 202-555-0101", "item1.X-ABLabel:Assistant",
        "item2.X-ABDATE:1975-03-01", "item2.X-ABLabel:_$!<Anniversary>!$_",
        "item3.URL;type=pref:http\\://jane.example", "item3.X-ABLabel:_$!<HomePage>!$_",
        "X-SOCIALPROFILE;type=linkedin:https://www.linkedin.com/in/janedoe",
        "IMPP;X-SERVICE-TYPE=Skype:skype:jane", "NICKNAME:Jay",
    ))  # fmt: skip
    [told] = contacts(path)
    assert phones(told) == [("other", "+1 202-555-0101", "+12025550101")]
    assert told["website"] == "http://jane.example"
    assert told["linkedin_url"] == "https://www.linkedin.com/in/janedoe"
    assert extra(told) == {"Anniversary": "1975-03-01", "Impp": "skype:jane", "Nickname": "Jay"}


def test_version_4_is_understood(tmp_path: Path) -> None:
    path = book(tmp_path, card(
        "FN:Jürgen Groß", "N:Groß;Jürgen;;Dr.;", 'TEL;VALUE=uri;TYPE="work,voice":tel:+49-30-1234567;ext=12',
        "EMAIL;PREF=2:second@gross.example", "EMAIL;PREF=1:first@gross.example",
        "ORG;PREF=1:Groß AG;Einkauf;Metalle", "ORG:Verband", "TITLE:Leiter", "TITLE:Beirat",
        "BDAY:--0203", "CATEGORIES:investor,Stahl\\, Guss", "NOTE:one\\ntwo\\, three\\\\n",
        "LANG:de", "X-WINE:red", "UID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1", version="4.0",
    ))  # fmt: skip
    [told] = contacts(path)
    assert told["salutation"] == "Dr." and "full_name" not in told
    assert phones(told) == [("work", "+49-30-1234567 ext. 12", "+49301234567")]
    assert told["emails"] == ["first@gross.example", "second@gross.example"]
    assert (told["department"], told["language"]) == ("Einkauf, Metalle", "de")
    assert told["tags"] == ["investor", "Stahl, Guss"]
    assert told["notes"] == "one\ntwo, three\\n"
    assert told["external_ids"] == {"vcard": "4fbe8971-0bc3-424c-9c26-36c3e1eff6b1"}
    assert extra(told) == {
        "Other organisation": "Verband", "Other job title": "Beirat", "Birthday": "--0203", "Wine": "red",
    }  # fmt: skip


def test_work_is_the_address_and_home_stays_beside_it(tmp_path: Path) -> None:
    path = book(tmp_path, card(
        "N:Doe;Jane;;;", "ORG:Acme Ltd", "ADR;TYPE=HOME:;;Own Street 1;Ganja;;;Azerbaijan",
        "ADR;TYPE=WORK:;Floor 2;10 Sample Street;Baku;;AZ1000;Azerbaijan",
    ))  # fmt: skip
    _, [draft] = arrived(path)
    assert draft.contact and draft.organisation
    assert (draft.contact["city"], draft.contact["address"]) == (
        "Baku",
        "10 Sample Street\nFloor 2",
    )
    assert draft.organisation["city"] == "Baku"
    assert extra(draft.contact)["Other city"] == "Ganja"


def test_a_card_of_a_company_is_a_company(tmp_path: Path) -> None:
    apple = card("N:;;;;", "FN:Wanji Aluminum", "ORG:Wanji Aluminum;", "X-ABShowAs:COMPANY")
    formal = card("KIND:org", "FN:Sunstone", "TEL:+86 10 5555 0101", version="4.0")
    _, drafts = arrived(book(tmp_path, apple, formal))
    assert [draft.contact for draft in drafts] == [None, None]
    assert [(draft.organisation or {})["name"] for draft in drafts] == [
        "Wanji Aluminum",
        "Sunstone",
    ]


def test_a_group_of_cards_is_no_person(tmp_path: Path) -> None:
    group = card("KIND:group", "FN:Friends", "MEMBER:urn:uuid:1", version="4.0")
    _, drafts = arrived(book(tmp_path, group, card("N:Doe;Jane;;;")))
    assert [draft.skip for draft in drafts] == ["a group of cards, not a person", ""]


@pytest.mark.parametrize(
    ("encoding", "end"),
    [("utf-8", "\n"), ("utf-8", "\r"), ("utf-8", "\r\r\n"), ("utf-8-sig", "\r\n"), ("utf-16", "\r\n"),
     ("utf-16-le", "\r\n"), ("utf-32", "\n"), ("windows-1254", "\r\n")],
)  # fmt: skip
def test_any_encoding_and_line_end(tmp_path: Path, encoding: str, end: str) -> None:
    names = "Çağlayan;Gülşen Şükrü;İbrahim;;", "Öztürk;Işıl;Doğan;;"
    text = "".join(
        card(f"N:{name}", "NOTE:Sınır kapısı, soğuk zincir deposu istiyor") for name in names
    )
    path = tmp_path / "book.vcf"
    path.write_bytes(text.replace("\r\n", end).encode(encoding))
    assert [told["family_name"] for told in contacts(path)] == ["Çağlayan", "Öztürk"]


def test_a_letter_folded_in_two_is_whole_again(tmp_path: Path) -> None:
    whole = card("N:Doe;Jane;;;", "NOTE:Görüşdük, ə").encode()
    at = whole.index("ş".encode()) + 1
    path = tmp_path / "book.vcf"
    path.write_bytes(whole[:at] + b"\r\n " + whole[at:])
    assert contacts(path)[0]["notes"] == "Görüşdük, ə"


def test_a_charset_of_its_own_is_obeyed_and_an_unknown_one_forgiven(tmp_path: Path) -> None:
    path = tmp_path / "book.vcf"
    path.write_bytes(
        card("N;CHARSET=windows-1251:", "NOTE;CHARSET=X-KLINGON:plain", version="2.1").encode().replace(
            b"1251:", b"1251:" + "Кузнецов;Иван;;;".encode("cp1251")
        )
    )  # fmt: skip
    [told] = contacts(path)
    assert (told["family_name"], told["notes"]) == ("Кузнецов", "plain")


def test_a_text_broken_without_a_blank_goes_on(tmp_path: Path) -> None:
    path = book(
        tmp_path, card("N:Doe;Jane;;;", "NOTE:first line", "second line, see", "https://x.example")
    )
    assert contacts(path)[0]["notes"] == "first line\nsecond line, see\nhttps://x.example"


def test_pictures_are_passed_over_and_said(tmp_path: Path) -> None:
    packed = "\r\n ".join(["QUJD" * 18] * 40_000)
    path = book(
        tmp_path, card("N:Doe;Jane;;;", f"PHOTO;ENCODING=b;TYPE=JPEG:{packed}", "TITLE:Chair")
    )
    _, [draft] = arrived(path)
    assert draft.contact and draft.contact["job_title"] == "Chair"
    assert draft.warnings == ("its pictures and attachments are not kept",)


def test_a_bad_card_is_refused_and_the_others_arrive(tmp_path: Path) -> None:
    path = book(
        tmp_path, card("N:First;A;;;"), "BEGIN:VCARD\r\nN:Endless;B;;;\r\n",
        card("N:Third;C;;;", "NOTE:" + "x" * 1_100_000), card("N:Fourth;D;;;"), "rubbish\r\n",
        card("AGENT:\r\nBEGIN:VCARD\r\nN:Agent;E;;;\r\nEND:VCARD", "N:Fifth;F;;;", version="2.1"),
        "BEGIN:VCARD\r\nN:Cut",
    )  # fmt: skip
    _, drafts = arrived(path)
    names = [draft.contact and draft.contact.get("family_name") for draft in drafts]
    assert names == ["First", None, None, "Fourth", "Fifth", None]
    assert [draft.problems[0].problem for draft in drafts if draft.rejected] == [
        "it has no end (END:VCARD)", "line 10 is longer than a million letters",
        "it has no end (END:VCARD); the file may be cut off",
    ]  # fmt: skip


def test_nested_cards_end_no_reading(tmp_path: Path) -> None:
    nested = "".join("BEGIN:VCARD\r\nAGENT:\r\n" for _ in range(5000)) + "END:VCARD\r\n" * 5000
    _, drafts = arrived(book(tmp_path, nested, card("N:Doe;Jane;;;")))
    assert (drafts[-1].contact or {})["family_name"] == "Doe"


def test_a_field_that_only_a_late_card_has_is_kept(tmp_path: Path) -> None:
    many = [card(f"N:Family{n};Given;;;") for n in range(1200)]
    [*_, last] = contacts(book(tmp_path, *many, card("N:Last;One;;;", "X-WINE:red")))
    assert extra(last) == {"More fields": "Wine: red"}


def test_the_sheet_names_what_it_is(tmp_path: Path) -> None:
    sheet = open_sheet(book(tmp_path, card("N:Doe;Jane;;;"), encoding="utf-16"))
    assert (sheet.format, sheet.encoding, sheet.delimiter) == ("vcf", "utf-16", None)


def test_cards_come_in_once_and_go_out_again(seeded: Database, tmp_path: Path) -> None:
    person = card("N:Doe;Jane;;;", "ORG:Acme Ltd", "EMAIL:jane@acme.example", "UID:0123456789ab")
    path = book(tmp_path, person, "BEGIN:VCARD\r\nN:Cut;B;;;\r\n", card("KIND:org", "FN:Beta Ltd"))
    tried = run_import(seeded, path, Options(create_missing=True, dry_run=True))
    done = run_import(seeded, path, Options(create_missing=True))
    counts = {Verdict.created: 2, Verdict.rejected: 1}
    assert tried.counts == done.counts == counts and done.run
    assert done.rejects_file and "no end" in done.rejects_file.read_text("utf-8")
    again = run_import(seeded, path, Options(create_missing=True))
    assert again.counts == {Verdict.unchanged: 2, Verdict.rejected: 1}
    assert revert(seeded, done.run).rows == 3


def test_what_nobody_asked_a_card_is_not_guessed_at(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        card("N:Doe;Jane", "PHOTO;VALUE=uri:https://x.example/p.jpg", "X-IM:jane@im.example"),
    )
    [told] = contacts(path)
    assert extra(told) == {"Photo": "https://x.example/p.jpg", "Im": "jane@im.example"}
    assert "website" not in told and "emails" not in told


def test_a_card_in_small_letters_and_without_a_version_is_one(tmp_path: Path) -> None:
    lines = "begin:vcard\nn:Roe;Jane\ntel;type=cell:+1 202 555 0101\norg:Acme\nend:vcard\n"
    [told] = contacts(book(tmp_path, lines))
    assert (told["family_name"], phones(told)) == (
        "Roe",
        [("mobile", "+1 202 555 0101", "+12025550101")],
    )


def test_a_text_in_base64_is_text(tmp_path: Path) -> None:
    path = book(tmp_path, card("FN;ENCODING=B;CHARSET=UTF-8:0JjQstCw0L0g0JrRg9C30L3QtdGG0L7Qsg=="))
    assert contacts(path)[0]["full_name"] == "Иван Кузнецов"
