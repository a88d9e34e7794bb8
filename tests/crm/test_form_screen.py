from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pytest
from textual.app import App
from textual.widgets import Input

from crm.forms.spec import Field, FormSpec, Section
from crm.forms.values import Choice, Option
from crm.screens.confirm import Confirm
from crm.screens.form import FormScreen
from crm.screens.palette import Guide
from crm.screens.pick import Pick
from crm.verbs import verbs_here
from crm.widgets.completion import Completion
from crm.widgets.field import FieldRow
from db.errors import Invalid, Problem
from tests.crm.widgets.stage import look
from tests.hostile import STRINGS

TODAY = date(2026, 1, 21)
WANJI = Choice(1, "O1", "Wanji Aluminum Co., Ltd.", "China")
SUNSTONE = Choice(2, "O2", "Sunstone Development Co., Ltd.", "China")
KINDS = (
    Option("investor", "investor"),
    Option("ministry", "ministry"),
    Option("state_company", "state company"),
)

SPEC = FormSpec(
    "contacts",
    "Contact",
    (
        Section(
            "Who",
            (Field("name", "Name", required=True), Field("kind", "Kind", "choice", choices=KINDS)),
        ),
        Section(
            "Work",
            (
                Field("organisation", "Organisation", "link", noun="organisations"),
                Field("others", "Others", "links", noun="organisations"),
                Field("due", "Due", "day"),
                Field("capex", "Planned", "money", unit="USD"),
                Field("country", "Country", "country"),
                Field("emails", "E-mails", "emails"),
                Field("done", "Done", "flag"),
                Field("notes", "Notes", "notes"),
            ),
        ),
    ),
)


async def lookup(noun: str, words: str) -> Sequence[Choice]:
    return [each for each in (WANJI, SUNSTONE) if words.casefold() in each.label.casefold()]


class Filling(Guide, App[None]):
    ENABLE_COMMAND_PALETTE = False

    def __init__(self, initial: dict[str, Any] | None = None, **options: Any) -> None:
        super().__init__()
        self.form = FormScreen(SPEC, initial, lookup, self.add, today=TODAY, **options)
        self.results: list[dict[str, Any] | None] = []
        self.added: list[str] = []

    def on_mount(self) -> None:
        self.push_screen(self.form, self.results.append)

    async def add(self, noun: str, words: str) -> Choice | None:
        self.added.append(words)
        small = FormSpec(noun, "New organisation", (Section("", (Field("name", "Name"),)),))
        made = await self.push_screen_wait(FormScreen(small, today=TODAY, texts={"name": words}))
        return Choice(9, "O9", made["name"]) if made else None

    def row(self, name: str) -> FieldRow:
        return next(row for row in self.form.rows if row.name == name)


async def test_a_new_record_gives_all_values() -> None:
    app = Filling()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Jane", "tab", "s", "tab", *"wan", "enter", "tab")
        await pilot.press(*"sun", "enter", "tab", *"fri", "tab", *"2m", "tab", *"china", "tab")
        await pilot.press(*"a@b.test", "tab", "right", "tab", *"x", "enter", *"y", "ctrl+s")
        await pilot.pause()
    (result,) = app.results
    assert result == {
        "name": "Jane",
        "kind": "state_company",
        "organisation": WANJI,
        "others": [SUNSTONE],
        "due": date(2026, 1, 23),
        "capex": (200_000_000, "USD"),
        "country": "CN",
        "emails": ["a@b.test"],
        "done": True,
        "notes": "x\ny",
    }


async def test_only_what_was_touched_is_a_change() -> None:
    app = Filling(
        {"name": "Jane  Roe\n", "due": date(2026, 3, 14), "organisation": WANJI, "notes": "kept "}
    )
    async with app.run_test(size=(80, 24)) as pilot:
        app.row("due").control.focus()
        await pilot.press(*"eom", "ctrl+s")
        await pilot.pause()
    assert app.results == [{"due": date(2026, 1, 31)}]


async def test_what_a_date_means_stands_beside_it_before_saving() -> None:
    app = Filling()
    async with app.run_test(size=(80, 24)) as pilot:
        app.row("due").control.focus()
        await pilot.press(*"fri")
        await pilot.pause()
        assert "= Fri 23 Jan 2026 · in 2 days" in look(app)


async def test_what_is_wrong_stands_beneath_its_field_and_the_first_has_the_cursor() -> None:
    app = Filling(texts={"due": "someday", "emails": "nobody"})
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.press("tab", "ctrl+s")
        await pilot.pause()
        assert app.results == []
        assert app.focused is app.row("name").control
        shown = look(app)
        assert "! Name is needed." in shown and "3 fields need a look" in shown
        assert "! I do not know the day" in shown and "is not an e-mail address." in shown
        await pilot.press("J")
        await pilot.pause()
        assert "! Name is needed." not in look(app)


async def test_what_saving_refuses_is_said_and_nothing_typed_is_lost() -> None:
    async def save(changes: dict[str, Any]) -> None:
        raise Invalid("Two fields disagree.", {"notes": "This says [b]otherwise[/b]."})

    app = Filling(save=save)
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.press(*"Jane", "ctrl+s")
        await pilot.pause()
        assert app.results == []
        assert app.form.texts["name"] == "Jane"
        assert "Two fields disagree." in look(app) and "! This says [b]otherwise[/b]." in look(app)
        assert app.focused is app.row("notes").control


async def test_a_problem_without_fields_is_said_at_the_top() -> None:
    async def save(changes: dict[str, Any]) -> None:
        raise Problem("The record is locked by another program. Try again.")

    app = Filling(save=save)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Jane", "ctrl+s")
        await pilot.pause()
        assert "The record is locked by another program." in look(app)


async def test_an_untouched_form_is_left_at_once() -> None:
    app = Filling(begun={"kind": "investor"})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("escape")
        await pilot.pause()
        assert app.results == [None]


async def test_leaving_typed_text_asks_and_the_safe_answer_has_the_cursor() -> None:
    app = Filling()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Jane", "escape")
        await pilot.pause()
        assert isinstance(app.screen, Confirm)
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen is app.form and app.form.texts["name"] == "Jane"
        await pilot.press("escape", "y")
        await pilot.pause()
        assert app.results == [None]


async def test_what_is_not_there_yet_is_added_without_leaving_the_form() -> None:
    app = Filling()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Jane")
        app.row("organisation").control.query_one(Input).focus()
        await pilot.press(*"Acme")
        await pilot.pause()
        assert "not there yet: add “Acme”" in look(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.screen is not app.form
        await pilot.press("end", *" Ltd", "ctrl+s")
        await pilot.pause()
        assert app.screen is app.form
        assert app.form.texts["organisation"] == "Acme Ltd · O9"
        assert app.form.texts["name"] == "Jane"


async def test_a_record_is_chosen_with_tab_and_taken_off_with_backspace() -> None:
    app = Filling()
    async with app.run_test(size=(80, 24)) as pilot:
        field = app.row("organisation").control.query_one(Input)
        field.focus()
        await pilot.press(*"wan")
        await pilot.pause()
        await pilot.press("tab")
        await pilot.pause()
        assert app.form.texts["organisation"] == "Wanji Aluminum Co., Ltd. · O1"
        assert app.focused is not field
        await pilot.press("shift+tab", "backspace")
        assert app.form.texts["organisation"] == ""


async def test_escape_closes_the_matches_before_it_leaves_the_form() -> None:
    app = Filling()
    async with app.run_test(size=(80, 24)) as pilot:
        app.row("organisation").control.query_one(Input).focus()
        await pilot.press(*"wan")
        await pilot.pause()
        assert "match.close" in {here.verb.id for here in verbs_here(app.form)}
        await pilot.press("escape")
        assert (
            app.screen is app.form and not app.row("organisation").query_one(Completion).input.open
        )
        assert "match.close" not in {here.verb.id for here in verbs_here(app.form)}


async def test_words_that_are_no_record_are_not_saved_as_one() -> None:
    app = Filling(texts={"name": "Jane", "organisation": "Wanjy"})
    async with app.run_test(size=(80, 30)) as pilot:
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert app.results == [] and "“Wanjy” is not recorded yet" in look(app)


async def test_several_links_are_taken_off_one_by_one() -> None:
    app = Filling({"name": "Jane", "others": [WANJI, SUNSTONE]})
    async with app.run_test(size=(80, 24)) as pilot:
        app.row("others").control.query_one(Input).focus()
        await pilot.press("backspace", "ctrl+s")
        await pilot.pause()
    assert app.results == [{"others": [WANJI]}]


async def test_all_answers_of_a_choice_can_be_seen() -> None:
    app = Filling()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("tab", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Pick) and "state company" in look(app)
        await pilot.press(*"min", "enter")
        await pilot.pause()
        assert app.form.texts["kind"] == "ministry"


async def test_every_typed_word_reaches_the_draft() -> None:
    kept: list[Mapping[str, str]] = []
    app = Filling(draft=lambda typed, before: kept.append(typed))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"Jane", "tab", "i")
        await pilot.pause()
        app.form.keep_draft()
    assert (kept[-1]["name"], kept[-1]["kind"]) == ("Jane", "investor")


async def test_a_draft_comes_back_and_counts_as_typed() -> None:
    app = Filling({"name": "Jane"}, texts={"name": "Jane Roe", "due": "fri"})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert app.form.touched
        await pilot.press("ctrl+s")
        await pilot.pause()
    assert app.results == [{"name": "Jane Roe", "due": date(2026, 1, 23)}]


async def test_typed_text_outlives_a_resize() -> None:
    app = Filling()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.press(*"Jane")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert app.form.texts["name"] == "Jane" and app.focused is app.row("name").control


async def test_tab_goes_in_reading_order_and_back() -> None:
    app = Filling()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        seen = []
        for _ in SPEC.fields:
            assert app.focused is not None
            seen.append(
                next(row.name for row in app.form.rows if app.focused in row.walk_children())
            )
            await pilot.press("tab")
        assert seen == [field.name for field in SPEC.fields]


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (60, 20)])
async def test_a_form_fits_its_screen(size: tuple[int, int]) -> None:
    app = Filling()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        assert all(line.region.right <= size[0] for line in app.form.rows)
        assert not app.form.query_one("FieldList").show_horizontal_scrollbar
        assert "ctrl+s Save" in look(app).splitlines()[-1]


async def test_no_data_in_a_form_is_markup_or_a_control() -> None:
    fields = tuple(Field(f"f{n}", f"Field {n}") for n, _ in enumerate(STRINGS))
    spec = FormSpec("contacts", STRINGS[next(iter(STRINGS))], (Section("", fields),))
    texts = {f"f{n}": text for n, text in enumerate(STRINGS.values())}
    app = Filling()
    app.form = FormScreen(spec, today=TODAY, texts=texts, heading="[/b] x[/foo]")
    async with app.run_test(size=(120, len(STRINGS) + 10)) as pilot:
        await pilot.pause()
        assert "[/b] x[/foo]" in look(app)


async def test_a_page_goes_to_the_next_part_from_any_field_and_back() -> None:
    app = Filling({"name": "X"})
    async with app.run_test(size=(100, 12)) as pilot:
        await app.form._whole.wait()

        def here() -> str | None:
            return next(row.name for row in app.form.rows if row.has_focus_within)

        await pilot.press("pagedown")
        assert here() == "organisation"
        await pilot.pause()
        assert "Work" in look(app) and "Who" not in look(app)
        await pilot.press("pagedown")
        assert here() == "organisation"  # there is no further one
        next(row for row in app.form.rows if row.name == "notes").enter()
        await pilot.press(*"two", "pageup")
        assert here() == "name"
        assert app.form.texts["notes"] == "two"
