from typing import Any

import pytest
from textual.app import App, ComposeResult
from textual.screen import Screen
from textual.widgets import Input

from crm.screens.confirm import Confirm
from crm.screens.help import Help
from crm.screens.palette import Guide
from crm.screens.pick import Pick
from crm.verbs import ASIDE, HELP, PALETTE, Verb, Verbal, key_name, verbs_here
from crm.widgets.verb_bar import VerbBar, fitting
from tests.crm.widgets.stage import look

EDIT = Verb("thing.edit", "e", "Edit", "Change this thing.")
UNDO = Verb("thing.undo", "z", "Undo", "Take back the last change.")
ASK = Verb("thing.ask", "a", "Ask", "Ask something.", False)


class Place(Verbal, Screen[None]):
    VERBS = (EDIT, UNDO, ASK)

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []

    def compose(self) -> ComposeResult:
        yield Input()
        yield VerbBar()

    def on_mount(self) -> None:
        self.set_focus(None)

    def available(self, verb: Verb) -> str | None:
        return "Nothing was changed yet." if verb == UNDO else None

    def action_thing_edit(self) -> None:
        self.done.append("edit")

    def action_thing_undo(self) -> None:
        self.done.append("undo")

    async def action_thing_ask(self) -> None:
        self.app.push_screen(Confirm("Really?", yes="Yes", no="No"))


class Desk(Guide, App[None]):
    ENABLE_COMMAND_PALETTE = False
    AUTO_FOCUS = None

    def on_mount(self) -> None:
        self.place = Place()
        self.push_screen(self.place)


def ids(screen: Screen[Any]) -> set[str]:
    return {here.verb.id for here in verbs_here(screen)}


async def test_a_key_does_its_verb() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        await pilot.press("e")
        assert app.place.done == ["edit"]


async def test_an_impossible_verb_says_why_and_does_nothing() -> None:
    app = Desk()
    async with app.run_test(notifications=True) as pilot:
        await pilot.press("z")
        await pilot.pause()
        assert app.place.done == []
        assert "Nothing was changed yet." in look(app)


async def test_help_lists_exactly_the_verbs_that_work_here() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        await pilot.press("question_mark")
        assert isinstance(app.screen, Help)
        listed = {here.verb for here in app.screen.here}
        assert listed == {EDIT, UNDO, ASK, HELP, PALETTE, ASIDE}
        shown = look(app)
        assert all(verb.label in shown for verb in listed)
        assert "Nothing was changed yet." in shown and "Change this thing." in shown


async def test_while_typing_only_the_keys_that_still_work_are_listed() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        app.place.query_one(Input).focus()
        await pilot.press("f1")
        assert isinstance(app.screen, Help)
        assert {here.verb for here in app.screen.here} == {HELP, PALETTE, ASIDE}
        assert {key for here in app.screen.here for key in here.keys} == {"f1", "ctrl+p", "ctrl+z"}


@pytest.mark.parametrize("key", ["question_mark", "f1"])
async def test_help_works_in_a_dialogue(key: str) -> None:
    app = Desk()
    async with app.run_test() as pilot:
        await pilot.press("a", key)
        assert isinstance(app.screen, Help)
        assert {"confirm.yes", "confirm.no"} <= {here.verb.id for here in app.screen.here}
        assert "thing.edit" not in {here.verb.id for here in app.screen.here}
        await pilot.press("escape")
        assert isinstance(app.screen, Confirm)


@pytest.mark.parametrize("key", ["ctrl+p", "colon"])
async def test_choosing_in_the_palette_equals_the_key(key: str) -> None:
    app = Desk()
    async with app.run_test() as pilot:
        await pilot.press(key)
        assert isinstance(app.screen, Pick)
        assert "e       Edit" in look(app) and "Nothing was changed yet." in look(app)
        await pilot.press(*"edit", "enter")
        await pilot.pause()
        assert app.place.done == ["edit"]


async def test_what_is_impossible_cannot_be_chosen_in_the_palette() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        await pilot.press("colon", *"undo", "enter")
        await pilot.pause()
        assert isinstance(app.screen, Pick) and app.place.done == []


async def test_a_rebound_key_works_and_is_the_one_shown() -> None:
    app = Desk()
    async with app.run_test(size=(80, 24)) as pilot:
        app.set_keymap({"thing.edit": "x"})
        await pilot.press("e")
        assert app.place.done == []
        await pilot.press("x")
        assert app.place.done == ["edit"]
        assert next(here.keys for here in verbs_here(app.place) if here.verb == EDIT) == ("x",)


async def test_the_bar_does_the_verb_that_is_clicked() -> None:
    app = Desk()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.click(VerbBar, offset=(2, 0))
        assert app.place.done == ["edit"]


async def test_the_bar_shows_whole_labels_and_always_help() -> None:
    app = Desk()
    async with app.run_test(size=(20, 10)) as pilot:
        await pilot.pause()
        bar = look(app).splitlines()[-1]
        assert "e Edit" in bar and bar.endswith("? Help") and "Und" not in bar


@pytest.mark.parametrize("width", range(8, 90, 7))
async def test_what_fits_is_no_wider_than_the_bar(width: int) -> None:
    app = Desk()
    async with app.run_test():
        here = verbs_here(app.place)
    shown = fitting(here, width)
    assert sum(gap + len(key_name(h.keys[0])) + 1 + len(h.verb.label) for gap, h in shown) <= width


@pytest.mark.parametrize("key", ["ctrl+h", "ctrl+i", "ctrl+m", "ctrl+["])
def test_keys_that_a_terminal_cannot_send_are_refused(key: str) -> None:
    with pytest.raises(ValueError, match="cannot send"):
        Verb("thing.steal", f"x,{key}", "Steal", "Steal a key.")


async def test_every_verb_has_a_sentence_and_a_method() -> None:
    app = Desk()
    async with app.run_test() as pilot:
        await pilot.press("a")
        for screen in (app.place, app.screen):
            for here in verbs_here(screen):
                assert here.verb.help.endswith(".")
                assert callable(getattr(here.node, here.verb.method))


async def test_no_two_live_verbs_share_a_key() -> None:
    app = Desk()
    async with app.run_test():
        keys = [key for here in verbs_here(app.place) for key in here.keys]
        assert len(keys) == len(set(keys))
