"""What the README lists is what the program has: commands, options, keys, pictures."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_readme_lists_every_command_and_no_other() -> None:
    from crm.cli.program import COMMANDS

    told = set(re.findall(r"`crm ([a-z]+)", README.split("## Commands")[1].split("### ")[0]))
    assert told == set(COMMANDS)


def test_the_readme_lists_every_option_of_every_command() -> None:
    import typer.main

    from crm.cli.program import app

    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    table = README.split("## Commands")[1].split("### ")[0]
    said = {
        "--json",
        "--db",
        "--help",
        "--copies",
        "--two-sided",
    }  # said above the table, of every command
    less_common = {"--encoding", "--delimiter", "--sheet", "--sort", "--limit"}
    for name, command in commands.items():
        row = next(line for line in table.splitlines() if f"`crm {name}" in line)
        for parameter in command.params:
            long = next((o for o in parameter.opts if o.startswith("--")), None)
            if long and long not in said | less_common:
                assert long in row, f"crm {name} {long}"


def test_the_readme_names_every_key_of_the_places_and_records() -> None:
    from crm import app
    from crm.screens.acting import Acting
    from crm.screens.ledger import Ledger

    app._places()
    keys = README.split("## Keys")[1].split("## Commands")[0]
    names = {"slash": "/", "question_mark": "?", "colon": ":", "escape": "esc"}
    for verb in {**app.CrmApp.verbs(), **Acting.verbs(), **Ledger.verbs()}.values():
        for key in verb.keys.split(","):
            assert f"`{names.get(key, key)}`" in keys, verb


def test_every_picture_of_the_readme_is_there() -> None:
    for picture in re.findall(r"\]\((screenshots/[^)]+)\)", README):
        assert (ROOT / picture).is_file(), picture


@pytest.mark.parametrize("command", ["/bin/crm`", "-e '.[dev]'"])
def test_the_two_commands_stand_in_the_readme_as_they_are_typed(command: str) -> None:
    assert command.rstrip("`") in README
