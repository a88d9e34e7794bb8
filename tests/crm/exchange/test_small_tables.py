"""Web pages that call themselves workbooks, workbooks saved as XML, and JSON."""

from pathlib import Path

import pytest

from crm.exchange.apply import Options, run_import
from crm.exchange.export import Format, save
from crm.exchange.readers import open_sheet
from db.engine import Database
from db.errors import Problem
from db.fates import Verdict
from db.queries import lists

from .files import arrived, contacts, written

PAGE = """<html><head><meta charset="utf-8"></head><body>
<table><tr><td>menu</td></tr></table>
<table><tr><td colspan="3">List of companies</td></tr>
<tr><th>Company</th><th>Country</th><th>E-mail</th></tr>
<tr><td>Acme &amp; <b>Co</b></td><td>UK</td><td>a@acme.example</td></tr>
<tr><td>Beta<br>GmbH</td><td>Deutschland</td><td></td></tr></table></body></html>"""
XML = """<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:ss="urn:x">
<Worksheet ss:Name="A"><Table><Row><Cell><Data ss:Type="String">Name</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="String">E-mail</Data></Cell></Row>
<Row><Cell><Data ss:Type="String">Jane Roe</Data></Cell>
<Cell ss:Index="3"><Data ss:Type="String">j@x.example</Data></Cell></Row></Table></Worksheet></Workbook>"""


def test_a_web_page_called_a_workbook_arrives(tmp_path: Path) -> None:
    _, [acme, beta] = arrived(written(tmp_path, PAGE, name="export.xls"))
    assert acme.organisation == {"name": "Acme & Co", "country": "GB", "email": "a@acme.example"}
    assert beta.organisation == {"name": "Beta GmbH", "country": "DE"}


def test_a_workbook_saved_as_xml_arrives(tmp_path: Path) -> None:
    [told] = contacts(written(tmp_path, XML, name="export.xml"))
    assert told == {"full_name": "Jane Roe", "emails": ["j@x.example"]}


@pytest.mark.parametrize(
    "text",
    ['[{"name": "Jane Roe", "email": "j@x.example", "tags": ["a", "b"]}]',
     '{"name": "Jane Roe", "email": "j@x.example", "tags": ["a", "b"]}\n',
     '{"count": 1, "rows": [{"name": "Jane Roe", "email": "j@x.example", "tags": ["a", "b"]}]}'],
)  # fmt: skip
def test_lists_of_objects_arrive(tmp_path: Path, text: str) -> None:
    sheet = open_sheet(written(tmp_path, text, name="list.json"))
    assert sheet.headers == ("name", "email", "tags")
    assert [row.cells for row in sheet.rows()] == [["Jane Roe", "j@x.example", '["a", "b"]']]


def test_our_own_json_changes_nothing_where_it_came_from(seeded: Database, tmp_path: Path) -> None:
    for noun in ("organisations", "contacts", "meetings", "projects"):
        path = tmp_path / f"{noun}.json"
        with seeded.reading() as session:
            written = save(session, lists.parse(noun, ""), Format.json, path)
        assert run_import(seeded, path, Options()).counts == {Verdict.unchanged: written}


@pytest.mark.parametrize(
    ("name", "text"),
    [("page.html", "<html><body>no table</body></html>"), ("deep.json", "[" * 100_000),
     ("half.json", '[{"a": 1'), ("words.json", '["a", "b"]'), ("none.json", "{}")],
)  # fmt: skip
def test_what_holds_no_table_is_refused(tmp_path: Path, name: str, text: str) -> None:
    with pytest.raises(Problem, match=name):
        open_sheet(written(tmp_path, text, name=name))
