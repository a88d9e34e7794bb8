"""An officer imports a list by keyboard, looks at it, stops it, takes it back; and saves a list."""

import contextlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from crm.exchange import reading
from crm.screens.files import PathInput, PickFile, PickPlace
from crm.screens.import_check import CheckScreen
from crm.screens.import_columns import ColumnsScreen
from crm.screens.import_row import RowScreen
from crm.screens.import_run import RunScreen
from crm.screens.pick import Pick
from crm.widgets.lines import Lines
from db.engine import open_database
from db.errors import Problem
from db.models import Change, Contact, ImportRun, Organisation, columns
from tests.conftest import WHO
from tests.hostile import STRINGS
from tests.journeys.conftest import NARROW, WIDE, Officer, Open

ROWS = 30_000  # far more than come in before the key of stopping is answered
DATA = Path(__file__).parents[1] / "data"
LINKEDIN = DATA / "linkedin_connections_2024.csv"


@asynccontextmanager
async def contacts(open_app: Open, size: tuple[int, int] = NARROW) -> AsyncIterator[Officer]:
    """An officer at the list of contacts."""
    async with open_app(size) as officer:
        await officer.press("3")
        await officer.until(lambda: officer.app.current_mode == "contacts")
        yield officer


async def arrive(officer: Officer, kind: type[Any]) -> Any:
    await officer.until(lambda: isinstance(officer.app.screen, kind), kind.__name__)
    return officer.app.screen


async def choose(officer: Officer, path: Path) -> ColumnsScreen:
    """From a list to the columns of a file."""
    await officer.press("i")
    picker = await arrive(officer, PickFile)
    picker.type(str(path))
    await officer.press("enter")
    return await arrive(officer, ColumnsScreen)  # type: ignore[no-any-return]


async def check(officer: Officer) -> CheckScreen:
    await officer.press("c")
    screen: CheckScreen = await arrive(officer, CheckScreen)
    await officer.until(lambda: screen.found is not None)
    return screen


def counted(officer: Officer) -> dict[str, int]:
    """How much there is in the record, also when its desk is closed."""
    models = (Contact, Organisation, ImportRun, Change)
    database = open_database(str(officer.path), seed=False, who=WHO)
    with contextlib.closing(database), database.reading() as session:
        return {
            model.__name__: session.execute(
                sa.select(sa.func.count()).select_from(columns(model))
            ).scalar_one()
            for model in models
        }


async def test_a_list_comes_in_and_is_taken_back(open_app: Open) -> None:
    async with contacts(open_app) as officer:
        before = counted(officer)
        await choose(officer, LINKEDIN)
        await officer.sees("UTF-8, certain", "comma", "header line 4")
        await officer.sees("1 kept as extra: Connected On")
        screen = await check(officer)
        await officer.sees("13 rejected")
        await officer.sees("organisation: it is not in the record")
        assert counted(officer) == before  # a dry run writes nothing
        await officer.press("o")
        await officer.until(lambda: screen.found is not None and screen.running is None)
        await officer.sees("14 rows = 13 new + 1 skipped")
        await officer.press("i")
        run: RunScreen = await arrive(officer, RunScreen)
        await officer.until(lambda: run.result is not None)
        await officer.sees("R1 · crm revert R1 or r here to take it back")
        assert counted(officer)["Contact"] == before["Contact"] + 13
        await officer.press("r")
        await officer.until(lambda: run.reverted is not None)
        await officer.sees("R1 is taken back")
        await officer.press("escape")
        await officer.until(lambda: len(officer.app.screen_stack) == 1)
    after = counted(officer)
    for noun in ("Contact", "Organisation"):
        assert after[noun] == before[noun]


async def test_a_column_fills_another_field_at_a_key(open_app: Open) -> None:
    async with contacts(open_app) as officer:
        chosen = await choose(officer, LINKEDIN)
        await officer.press("G", "up", "enter")
        await arrive(officer, Pick)
        await officer.press(*"department", "enter")
        await officer.until(lambda: chosen.intake.plan.columns[5].field == "department")
        await officer.sees("chosen", "Department")


async def test_another_delimiter_changes_the_preview_at_once(open_app: Open) -> None:
    async with contacts(open_app) as officer:
        chosen = await choose(officer, LINKEDIN)
        await officer.press("d")
        await arrive(officer, Pick)
        await officer.press(*"semicolon", "enter")
        await officer.until(lambda: chosen.intake.sheet.delimiter == ";")
        await officer.until(lambda: len(chosen.intake.plan.columns) == 1)


async def test_what_cannot_be_done_is_said_in_place_and_the_step_stays(
    open_app: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from crm.screens import import_columns

    def refuses(*told: object, **how: object) -> None:
        raise Problem("That is not how it is written.")

    monkeypatch.setattr(import_columns.taking, "listing", refuses)
    async with contacts(open_app) as officer:
        chosen = await choose(officer, LINKEDIN)
        await officer.press("l")
        await arrive(officer, Pick)
        await officer.press("enter")
        await officer.sees("That is not how it is written.")
        assert officer.app.screen is chosen


@pytest.mark.parametrize("name", ["empty.csv", "picture.csv", "nowhere.csv"])
async def test_a_file_that_is_no_list_is_said_and_the_choice_stays(
    open_app: Open, tmp_path: Path, name: str
) -> None:
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "picture.csv").write_bytes(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    async with contacts(open_app) as officer:
        await officer.press("i")
        picker: PickFile[Any] = await arrive(officer, PickFile)
        picker.type(str(tmp_path / name))
        await officer.press("enter")
        await officer.until(lambda: picker.query_one(".said").display)
        assert officer.app.screen is picker and picker.text.endswith(name)


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A file whose run looks at the key of stopping after every row."""
    monkeypatch.setattr(reading, "CHUNK", 1)
    path = tmp_path / "many.csv"
    rows = (f"Given{n},Family{n},g{n}@list.example\n" for n in range(ROWS))
    path.write_text("First Name,Last Name,Email\n" + "".join(rows), encoding="utf-8")
    return path


async def test_a_stopped_check_says_so_and_can_be_repeated(open_app: Open, slow: Path) -> None:
    async with contacts(open_app) as officer:
        await choose(officer, slow)
        await officer.press("c")
        screen: CheckScreen = await arrive(officer, CheckScreen)
        await officer.until(lambda: screen.running is not None and screen.running.done > 3)
        await officer.press("escape")
        await officer.until(lambda: screen.running is None)
        await officer.sees("Stopped. Press r to check again.")
        await officer.press("escape")
        await arrive(officer, ColumnsScreen)


async def test_a_stopped_import_leaves_nothing(open_app: Open, slow: Path) -> None:
    async with contacts(open_app) as officer:
        before = counted(officer)
        chosen = await choose(officer, slow)
        run = RunScreen(chosen.intake, ROWS)
        officer.app.push_screen(run)
        await officer.until(lambda: run.running is not None and run.running.done > 3)
        await officer.press("escape")
        await officer.until(lambda: run.running is None)
        await officer.sees("Nothing of many.csv was kept.")
        assert run.result is None
    assert counted(officer) == before


async def test_leaving_the_desk_stops_an_import(open_app: Open, slow: Path) -> None:
    async with contacts(open_app) as officer:
        before = counted(officer)
        chosen = await choose(officer, slow)
        run = RunScreen(chosen.intake, ROWS)
        officer.app.push_screen(run)
        await officer.until(lambda: run.running is not None and run.running.done > 3)
        going_on = run.running
    assert going_on and going_on.stopped and going_on.done < ROWS
    assert counted(officer) == before


@pytest.mark.parametrize("size", [(80, 24), (120, 40)])
async def test_hostile_cells_are_shown_as_they_are(
    open_app: Open, tmp_path: Path, size: tuple[int, int]
) -> None:
    texts = [text.replace('"', "'") for text in STRINGS.values() if min(text, default="") >= " "]
    path = tmp_path / "hostile [red].csv"
    lines = "".join(f'"{text}","{text}","{text}"\n' for text in texts)
    path.write_text("Company [/b],Country,Notes\n" + lines, encoding="utf-8", errors="replace")
    async with contacts(open_app, size) as officer:
        chosen = await choose(officer, path)
        await officer.sees("hostile [red].csv", "Company [/b]")
        await officer.press("l")
        await arrive(officer, Pick)
        await officer.press(*"organisations", "enter")
        await officer.until(lambda: chosen.intake.plan.noun == "organisations")
        await officer.press("home", "enter")
        await arrive(officer, Pick)
        await officer.press(*"name", "enter")
        await officer.until(lambda: chosen.intake.plan.columns[0].field == "name")
        screen = await check(officer)
        await officer.press("tab")
        for _ in range(0, len(texts), 8):
            await officer.press("pagedown")
        await officer.press("enter")
        await arrive(officer, RowScreen)
        await officer.press("escape")
        assert officer.app.screen is screen


async def test_a_list_is_saved_and_comes_back_unchanged(
    open_app: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with contacts(open_app) as officer:
        await officer.press("x")
        await arrive(officer, Pick)
        await officer.press("enter")
        place: PickPlace = await arrive(officer, PickPlace)
        assert place.query_one(PathInput).value.endswith("contacts-2026-01-21.csv")
        await officer.press("enter")
        path = tmp_path / "contacts-2026-01-21.csv"
        await officer.until(path.exists)
        await officer.sees("Saved 11 contacts to")
        await choose(officer, path)
        await check(officer)
        await officer.sees("11 rows = 11 unchanged")


async def test_a_file_that_is_there_is_replaced_only_knowingly(
    open_app: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "contacts-2026-01-21.csv"
    path.write_text("mine")
    async with contacts(open_app) as officer:
        await officer.press("x")
        await arrive(officer, Pick)
        await officer.press("enter")
        await arrive(officer, PickPlace)
        await officer.press("enter")
        await officer.sees("is there already")
        await officer.press("n")
        await arrive(officer, PickPlace)
        assert path.read_text() == "mine"
        await officer.press("enter")
        await officer.sees("is there already")
        await officer.press("y")
        await officer.sees("Saved 11 contacts")
    assert path.read_text(encoding="utf-8").startswith("ref,uid")


async def test_the_groups_lead_to_their_rows(open_app: Open) -> None:
    async with contacts(open_app, WIDE) as officer:
        await choose(officer, LINKEDIN)
        screen = await check(officer)
        screen.query_one(Lines).go(2)
        await officer.until(lambda: len(screen.table.ids or ()) == 13)
        await officer.press("enter")
        assert screen.table.has_focus


LIST = """Name,Company,Country,Email
Jane Roe,Zircon Wroks,Atlantis,jane@zircon.example
John Doe,Zircon Wroks,Atlantis,john@zircon.example
Li Wei,Sunstone Development,China,not an address
"""


async def test_a_group_of_problems_is_mended_at_once_and_a_cell_in_place(
    open_app: Open, tmp_path: Path
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    async with contacts(open_app, WIDE) as officer:
        await choose(officer, path)
        screen = await check(officer)
        await officer.sees("2 rejected", "organisation: it is not")
        await to_group(officer, screen, "organisation")
        await officer.press("f")
        await arrive(officer, Pick)
        await officer.types("sunst")
        await officer.sees("Sunstone Development")
        await officer.press("enter")
        await officer.until(lambda: screen.running is None and screen.found is not None)
        await officer.sees("3 rows = 3 new", "Country: no country is c")
        await to_group(officer, screen, "Country")
        await officer.press("f")
        await arrive(officer, Pick)
        await officer.types("china")
        await officer.press("enter")
        await officer.until(lambda: screen.running is None and screen.found is not None)
        await officer.sees("Email: not an e-mail")
        await officer.sees_no("no country is c")
        await to_group(officer, screen, "Email")
        await officer.press("e")
        await arrive(officer, Pick)
        await officer.types("email")
        await officer.press("enter")
        await officer.sees("Row 3, Email: what is right?")
        await officer.press("ctrl+u")
        await officer.types("li@sun.example")
        await officer.press("enter")
        await officer.sees_no("not an e-mail")
        await officer.sees("3 rows = 3 new")
        await officer.press("i")
        run: RunScreen = await arrive(officer, RunScreen)
        await officer.until(lambda: run.result is not None)
        with officer.record.reading() as session:
            made = session.execute(sa.select(Contact).order_by(Contact.id.desc()).limit(3))  # type: ignore[union-attr]
            told = [(one.emails, one.country, one.extra) for one in made.scalars()]
        assert told == [
            (["li@sun.example"], "CN", {}),
            (["john@zircon.example"], "CN", {}), (["jane@zircon.example"], "CN", {}),
        ]  # fmt: skip


async def test_rows_are_left_out_by_key_and_stay_counted(open_app: Open, tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    async with contacts(open_app, WIDE) as officer:
        await choose(officer, path)
        screen = await check(officer)
        await officer.sees("2 rejected")
        await to_group(officer, screen, "organisation")
        await officer.press("x")
        await officer.until(lambda: screen.running is None and screen.found is not None)
        await officer.sees("3 rows = 1 new + 2 skipped")
        screen.table.focus()
        await officer.press("end", "x")  # a good row, among the rows
        await officer.until(lambda: screen.running is None and screen.found is not None)
        await officer.sees("3 rows = 3 skipped")


async def to_group(officer: Officer, screen: CheckScreen, title: str) -> None:
    """The cursor goes to the line of the groups that begins so."""
    groups = screen.found.groups if screen.found else ()
    at = next(n for n, group in enumerate(groups) if group.title.startswith(title))
    screen.query_one(Lines).focus()
    await officer.press("home", *["down"] * at)
    await officer.until(lambda: screen.query_one(Lines).target == at, title)
