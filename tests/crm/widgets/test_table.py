import asyncio
from array import array
from collections.abc import Mapping

import pytest
from rich.cells import cell_len

from crm.widgets.columns import Column, place
from crm.widgets.kept import Cells, Kept
from crm.widgets.table import LedgerTable
from tests.crm.widgets.stage import Stage, look
from tests.hostile import STRINGS

NAMES = ["Samed Bashirli", "Bəşirli Səməd", "王伟", "万基铝业有限公司", "Acme [UK] Ltd", "x[/foo]"]
COLUMNS = [
    Column("name", "Name", 16, 1),
    Column("country", "Country", 12, rank=1),
    Column("n", "No", 8, align="right"),
]


class Rows:
    """A record of any length; it counts what was asked."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.names: dict[int, str] = {}
        self.gate: asyncio.Event | None = None

    async def fetch(self, ids: list[int]) -> Mapping[int, Cells]:
        self.asked.append(ids)
        if self.gate:
            await self.gate.wait()
        return {
            i: (self.names.get(i, NAMES[i % len(NAMES)]), ("China", "muted"), str(i)) for i in ids
        }


class Table(Stage):
    def __init__(self, count: int = 100_000, empty: str = "") -> None:
        self.rows = Rows()
        self.table = LedgerTable(COLUMNS, self.rows.fetch, empty=empty)
        self.ids = array("q", range(1, count + 1))
        super().__init__(self.table)

    def on_mount(self) -> None:
        self.table.set_ids(self.ids)
        self.table.focus()

    on_ledger_table_opened = Stage.hear
    on_ledger_table_moved = Stage.hear
    on_ledger_table_marked = Stage.hear
    on_ledger_table_sort_asked = Stage.hear


async def test_only_rows_near_the_screen_are_fetched_and_kept() -> None:
    app = Table()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("G")
        await pilot.pause()
        assert app.table.cursor_id == 100_000
        assert "100000" in look(app)
        fetched = sum(map(len, app.rows.asked))
        assert fetched < 1000
        assert len(app.table._kept) == fetched


def test_what_is_held_is_bounded() -> None:
    kept = Kept(room=10)
    for first in range(0, 100, 5):
        ids = range(first, first + 5)
        kept.put(ids, dict.fromkeys(ids, ("x",)), kept.edition)
    assert len(kept) == 10
    assert kept.missing([99, 1]) == [1]


def test_a_row_asked_before_a_change_is_shown_and_asked_again() -> None:
    kept = Kept()
    edition = kept.edition
    kept.forget()
    kept.put([1], {1: ("old",)}, edition)
    assert kept.row(1) == ("old",) and kept.missing([1]) == [1]


async def test_rows_that_are_not_here_yet_show_as_dots() -> None:
    app = Table()
    app.rows.gate = asyncio.Event()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "···" in look(app) and "王伟" not in look(app)
        app.rows.gate.set()
        await pilot.pause()
        assert "···" not in look(app) and "王伟" in look(app)


@pytest.mark.parametrize(
    ("keys", "row"),
    [
        ("j", 1), ("down", 1), ("j j k", 1), ("G", 99_999), ("end", 99_999), ("G g", 0), ("G home", 0),
        ("pagedown", 22), ("pagedown pageup", 0), ("ctrl+d", 11), ("ctrl+d ctrl+u", 0), ("k", 0),
    ],
)  # fmt: skip
async def test_moving_like_everywhere(keys: str, row: int) -> None:
    app = Table()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*keys.split())
        await pilot.pause()
        assert app.table.cursor_row == row
        assert "▸" in look(app)


async def test_the_cursor_stays_on_its_record_when_the_order_changes() -> None:
    app = Table(1000)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "j", "j")
        app.table.set_ids(array("q", reversed(app.ids)))
        await pilot.pause()
        assert app.table.cursor_id == 4
        assert "▸  Acme [UK] Ltd" in look(app)


async def test_a_record_that_left_hands_the_cursor_to_the_one_in_its_place() -> None:
    app = Table(5)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("G")
        app.table.set_ids(array("q", [1, 2, 3]))
        await pilot.pause()
        assert app.table.cursor_id == 3
        app.table.set_ids(array("q"))
        await pilot.pause()
        assert app.table.cursor_id is None
        assert app.of(LedgerTable.Moved)[-1].id is None
        await pilot.press("j", "enter", "space", "G")


async def test_marks_stay_on_their_records_through_sorting_and_narrowing() -> None:
    app = Table(10)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("space", "j", "space")
        app.table.set_ids(array("q", [9, 3, 2]))
        assert app.table.chosen() == [3, 1]
        await pilot.press("*")
        assert app.table.chosen() == [9, 3, 2, 1]
        await pilot.press("*")
        assert app.table.chosen() == [1]
        app.table.unmark()
        app.table.point(2)
        assert app.table.chosen() == [2]


async def test_after_a_change_rows_are_asked_again_and_the_old_ones_stay_until_then() -> None:
    app = Table(5)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        app.rows.names[1], app.rows.gate = "Renamed", asyncio.Event()
        app.table.reload()
        await pilot.pause()
        assert "Bəşirli" in look(app) and "···" not in look(app)
        app.rows.gate.set()
        await pilot.pause()
        assert "Renamed" in look(app)


async def test_the_mouse_selects_opens_and_asks_to_sort() -> None:
    app = Table()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click(app.table, offset=(10, 5))
        assert app.table.cursor_row == 4
        await pilot.double_click(app.table, offset=(10, 7))
        assert [opened.id for opened in app.of(LedgerTable.Opened)] == [7]
        await pilot.click(app.table, offset=(5, 0))
        assert [asked.key for asked in app.of(LedgerTable.SortAsked)] == ["name"]


async def test_enter_opens_the_record() -> None:
    app = Table()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("j", "enter")
        assert [opened.id for opened in app.of(LedgerTable.Opened)] == [2]


async def test_an_empty_list_teaches_the_first_key() -> None:
    app = Table(0, empty="No investors yet.\nPress n to add the first.")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "Press n to add the first." in look(app)


async def test_a_screen_that_grows_shows_more_rows() -> None:
    app = Table()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("G")
        await pilot.resize_terminal(120, 40)
        await pilot.pause()
        assert look(app).count("China") == 38
        assert app.table.cursor_id == 100_000


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)])
async def test_columns_line_up_whatever_the_data(size: tuple[int, int]) -> None:
    app = Table(len(STRINGS))
    app.rows.names = dict(enumerate(STRINGS.values(), 1))
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        number = app.table._placed[-1]
        for line in look(app).splitlines()[1 : size[1] - 1]:
            if line.strip():
                digits = line.rstrip("▁▂▃▄▅▆▇█ ")
                assert cell_len(digits) == 3 + number.start + number.width, line


async def test_no_name_is_markup_or_a_control() -> None:
    app = Table(len(STRINGS))
    app.rows.names = dict(enumerate(STRINGS.values(), 1))
    async with app.run_test(size=(200, len(STRINGS) + 2)) as pilot:
        await pilot.pause()
        shown = look(app)
        assert "\x1b" not in shown
        for row, (line, text) in enumerate(
            zip(shown.splitlines()[1:], STRINGS.values(), strict=False), 1
        ):
            assert line.endswith(f" {row}")
            if text.isprintable() and text.isascii() and len(text) < 150:
                assert text in line


async def test_the_look_at_controls_is_not_blind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("crm.widgets.drawing.fit", lambda text, width: text[:width].ljust(width))
    monkeypatch.setattr("crm.widgets.drawing.one_line", str)
    app = Table(len(STRINGS))
    app.rows.names = dict(enumerate(STRINGS.values(), 1))
    async with app.run_test(size=(200, len(STRINGS) + 2)) as pilot:
        await pilot.pause()
        assert "\x1b" in look(app)


async def test_without_colour_cursor_and_marks_still_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    app = Table(3)
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press("space")
        await pilot.pause()
        first, second = look(app).splitlines()[1:3]
        assert first.startswith(" ✓ ") and second.startswith("▸  ")


def test_a_narrow_screen_leaves_out_the_least_important_column() -> None:
    assert [placed.column.key for placed in place(COLUMNS, 40)] == ["name", "country", "n"]
    assert [placed.column.key for placed in place(COLUMNS, 39)] == ["name", "n"]
    wide = place(COLUMNS, 100)
    assert wide[-1].start + wide[-1].width == 100
    assert place(COLUMNS, 5)[0].width == 5
