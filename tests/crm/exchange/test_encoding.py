from pathlib import Path

import pytest

from crm.exchange.readers import open_sheet
from db.errors import Problem

from .files import DATA, written

AZ = "Şirkətin adı;Ölkə\nXəzər Alüminium MMC;Azərbaycan\nGəncə Kimya QSC;Türkiyə\n"
RU = (DATA / "excel_ru_companies_cp1251_semicolon.csv").read_bytes().decode("cp1251")
ZH = (DATA / "excel_zh_companies_gb18030.csv").read_bytes().decode("gb18030")
TR = (DATA / "outlook_contacts_tr_cp1254_semicolon.csv").read_bytes().decode("cp1254")
JA = "会社名,国,都市\n東都アルミ株式会社,日本,東京\n株式会社カスピ,日本,大阪\n"
TW = "公司名稱,國家,城市,聯絡人\n臺灣鋁業股份有限公司,台灣,臺北,陳大文\n"
KO = "회사명,국가,도시\n한강알루미늄 주식회사,대한민국,서울\n동해산업,한국,부산\n"
FR = "Société;Nom;Prénom;Ville\nÉnergie Côte-d'Or;Lefèvre;Hélène;Besançon\nÇa Va SARL;Müller;Zoë;Neuchâtel\n"
PL = "Name;City\nŁódzka Fabryka Świec;Łódź\nČeská zbrojovka;Uherský Brod\nŻubr;Białystok\n"


@pytest.mark.parametrize(
    ("text", "codec", "found"),
    [
        (AZ, "utf-8", "utf-8"), (AZ, "utf-8-sig", "utf-8"), (AZ, "utf-16", "utf-16"),
        (AZ, "utf-16-le", "utf-16-le"), (AZ, "utf-16-be", "utf-16-be"), (AZ, "utf-32", "utf-32"),
        (AZ, "utf-32-le", "utf-32-le"), (AZ, "utf-32-be", "utf-32-be"), (ZH, "utf-16-le", "utf-16-le"),
        (RU, "cp1251", "windows-1251"), (RU, "koi8-r", "koi8-r"), (RU, "cp866", "cp866"),
        (ZH, "gb18030", "gb18030"), (ZH, "gbk", "gb18030"), (TR, "cp1254", "windows-1254"),
        (TR, "cp857", "cp857"), (JA, "cp932", "cp932"), (JA, "euc-jp", "euc-jp"),
        (JA, "iso2022_jp", "iso2022_jp"),
        (TW, "big5", "big5hkscs"), (PL, "cp1250", "windows-1250"), (PL, "iso8859-2", "iso8859-2"),
        (FR, "cp1252", "windows-1252"), (FR, "cp850", "cp850"), (FR, "mac-roman", "mac-roman"),
        (RU, "mac-cyrillic", "mac-cyrillic"), (RU, "iso8859-5", "iso8859-5"),
        (KO, "euc-kr", "cp949"), (TR, "iso8859-9", "windows-1254"),
    ],
)  # fmt: skip
def test_the_encoding_of_an_office_is_found(
    tmp_path: Path, text: str, codec: str, found: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(text.encode(codec, "replace"))
    assert open_sheet(path).encoding == found


def test_a_few_foreign_bytes_in_utf8_are_read_and_said(tmp_path: Path) -> None:
    path = tmp_path / "mixed.csv"
    path.write_bytes((AZ * 20).encode() + "Müller;Deutschland\n".encode("cp1252"))
    sheet = open_sheet(path)
    assert [row.cells[0] for row in sheet.rows()][-1] == "Müller"
    assert "windows-1252" in sheet.warnings[0]


def test_a_lying_mark_does_not_hide_the_real_code_page(tmp_path: Path) -> None:
    path = tmp_path / "lying.csv"
    path.write_bytes(b"\xef\xbb\xbf" + RU.encode("cp1251"))
    assert open_sheet(path).encoding == "windows-1251"


def test_a_chosen_encoding_wins(tmp_path: Path) -> None:
    path = written(tmp_path, "Name;City\nMüller;Köln\n", "cp1252")
    assert next(open_sheet(path, encoding="cp850").rows()).cells != ["Müller", "Köln"]


@pytest.mark.parametrize("name", ["klingon", "utf-8", "rot13", "base64"])
def test_an_encoding_that_does_not_fit_is_refused_in_a_sentence(tmp_path: Path, name: str) -> None:
    path = written(tmp_path, "Name;City\nMüller;Köln\n", "cp1252")
    with pytest.raises(Problem):
        open_sheet(path, encoding=name)


def test_a_few_zero_bytes_do_not_make_a_text_two_bytes_wide(tmp_path: Path) -> None:
    sheet = open_sheet(written(tmp_path, "Company,Notes\nAl\0fa Ltd,one\0\nBeta Ltd,two\n"))
    assert (sheet.encoding, sheet.headers) == ("utf-8", ("Company", "Notes"))
