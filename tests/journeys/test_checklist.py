"""What holds on every screen: keys, footer, help and palette say the same, and never in halves."""

import importlib
import pkgutil
from collections.abc import Iterator
from typing import Any

import pytest
from textual.widgets import Input, TextArea

import crm.screens
import crm.widgets
from crm.screens.help import Help
from crm.screens.pick import Pick
from crm.verbs import Verbal, key_name, verbs_here
from tests.journeys.conftest import Officer, Open

# screen -> the keys that open it from Today, and what is seen there
SCREENS = {
    "today": ((), "We owe"),
    "organisations": (("2",), "Investors · 3 of 21"),
    "contacts": (("3",), "Contacts · 11"),
    "meetings": (("4",), "Meetings · 3"),
    "follow_ups": (("5",), "Open follow-ups"),
    "projects": (("6",), "Projects"),
    "incentives": (("7",), "Incentives"),
    "sites": (("S",), "Sites"),
    "cases": (("K",), "Press n"),
    "figures": (("8",), "Deputy Minister"),
    "history": (("9",), "Changes"),
    "a card": (("2", "enter"), "O16"),
    "a change": (("9", "enter"), "What changed"),
    "a screening": (("6", "w"), "cannot be told"),
    "a report": (("4", "G", "p"), "Save PDF"),
    "a choice of papers": (("2", "p"), "What goes on paper?"),
    "a form": (("2", "n"), "New organisation"),
    "a question": (("2", "n", "x", "escape"), "Leave without saving?"),
    "narrowing": (("2", "slash"), "Keep"),
    "a choice": (("2", "s"), "Sort by"),
    "a search": (("f",), "a name, a word, a number"),
    "help": (("question_mark",), "Keys that work here"),
    "the palette": (("ctrl+p",), "What do you want to do?"),
}
EVERY = pytest.mark.parametrize("name", SCREENS)


def _verbal() -> Iterator[type[Verbal]]:
    importlib.import_module("crm.app")
    for package in (crm.screens, crm.widgets):
        for module in pkgutil.iter_modules(package.__path__):
            importlib.import_module(f"{package.__name__}.{module.name}")
    waiting: list[type[Any]] = [Verbal]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("crm.") and kind is not Verbal:
            yield kind


def test_every_verb_has_its_action_and_a_sentence_of_help() -> None:
    from crm.app import CrmApp

    for kind in _verbal():
        for verb in kind.verbs().values():
            doer: type[Any] = CrmApp if verb.of_app else kind
            abstract = kind.__name__ in ("Acting",)
            assert abstract or hasattr(doer, verb.method), f"{kind.__name__} has no {verb.method}"
            assert verb.help.endswith(".") and verb.help[0].isupper(), verb.id
            assert verb.label and "." in verb.id, verb


def test_an_id_means_the_same_verb_everywhere() -> None:
    found: dict[str, str] = {}
    for kind in _verbal():
        for verb in kind.verbs().values():
            assert found.setdefault(verb.id, verb.keys) == verb.keys, verb.id


async def at(officer: Officer, name: str) -> None:
    keys, sign = SCREENS[name]
    await officer.press(*keys)
    await officer.sees(sign)
    await officer.pilot.pause()


@EVERY
async def test_no_two_verbs_share_a_key(open_app: Open, name: str) -> None:
    async with open_app() as officer:
        await at(officer, name)
        screen = officer.app.screen
        for node, bindings in screen._modal_binding_chain:
            double = {key for key, each in bindings.key_to_bindings.items() if len(each) > 1}
            assert not double, f"{node} binds {double} twice"
        taken: dict[str, str] = {}
        for here in verbs_here(screen):
            for key in here.keys:
                assert taken.setdefault(key, here.verb.id) == here.verb.id


@EVERY
async def test_the_footer_shows_whole_hints_and_the_way_to_the_help(
    open_app: Open, name: str
) -> None:
    async with open_app() as officer:
        await at(officer, name)
        known = {f"{key_name(k)} {h.verb.label}" for h in verbs_here(officer.app.screen)
                 for k in h.keys}  # fmt: skip
        hints = [hint for hint in officer.screen.splitlines()[-1].strip().split("  ") if hint]
        assert {hint.strip() for hint in hints} <= known
        assert hints[-1].strip() in ("? Help", "f1 Help")


@EVERY
async def test_the_help_lists_exactly_the_keys_that_work_and_the_palette_every_verb(
    open_app: Open, name: str
) -> None:
    async with open_app() as officer:
        await at(officer, name)
        works = {h.verb.id: set(h.keys) for h in verbs_here(officer.app.screen)}
        await officer.press("f1")
        await officer.until(lambda: isinstance(officer.app.screen, Help), "the help")
        told: Any = officer.app.screen
        assert {h.verb.id: set(h.keys) for h in told.here} == works
        assert all(verb_id.split(".")[0] for verb_id in works)
        await officer.press("escape", "ctrl+p")
        await officer.sees("What do you want to do?")
        palette: Any = officer.app.screen
        assert isinstance(palette, Pick)
        offered = {item.value.verb.id for item in palette._choices}  # type: ignore[union-attr]
        assert offered == works.keys() - {"app.palette"}


@EVERY
async def test_something_has_the_focus_and_letters_go_into_fields(
    open_app: Open, name: str
) -> None:
    async with open_app() as officer:
        await at(officer, name)
        focused = officer.app.focused
        assert focused is not None
        if isinstance(focused, Input | TextArea):
            typed = {h.verb.id for h in verbs_here(officer.app.screen)
                     if {"j", "q", "slash", "z"} & set(h.keys)}  # fmt: skip
            assert not typed, "a letter would be a verb and a letter at once"


async def test_an_impossible_verb_says_why(open_app: Open) -> None:
    async with open_app() as officer:
        for place, key, reason in (
            ("2", "c", "Only a follow-up can be completed."),
            ("3", "b", "Only a meeting or an organisation has a briefing."),
            ("K", "e", "There is no record under the cursor."),
            ("2", "Z", "There is nothing to redo."),
        ):
            await officer.press(place)
            await officer.pilot.pause()
            await officer.press(key)
            await officer.sees(reason)
