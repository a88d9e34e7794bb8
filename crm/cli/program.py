"""The commands of `crm` by name, in the order of its help."""

import re
from collections.abc import Callable, Sequence
from typing import Annotated

import typer
from typer.exceptions import TyperException

from crm import __version__, passphrase
from crm.cli import (
    cards,
    encrypting,
    erasing,
    figures,
    files,
    history,
    keeping,
    merging,
    paper,
    records,
    runs,
    screening,
    serve,
    views,
)  # fmt: skip
from crm.cli.output import say
from crm.cli.record import Db, choose
from db.errors import Problem
from db.keys import ring

app = typer.Typer(
    name="crm",
    help="The investor-relations CRM of an investment desk. Without a command it opens the screens.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
COMMANDS: dict[str, Callable[..., int | None]] = {
    "init": keeping.init,
    "list": records.list_,
    "show": cards.show,
    "search": records.search,
    "today": records.today,
    "views": views.views,
    "import": files.import_,
    "imports": runs.imports,
    "revert": runs.revert,
    "export": files.export,
    "report": paper.report,
    "brief": paper.brief,
    "print": paper.print_,
    "figures": figures.figures,
    "screen": screening.screen,
    "merge": merging.merge,
    "duplicates": merging.duplicates,
    "undo": history.undo,
    "redo": history.redo,
    "history": history.history,
    "backup": keeping.backup,
    "restore": keeping.restore,
    "check": keeping.check,
    "encrypt": encrypting.encrypt,
    "decrypt": encrypting.decrypt,
    "erase": erasing.erase,
    "serve": serve.serve,
}
for name, act in COMMANDS.items():
    app.command(name)(act)


def _version(asked: bool) -> None:
    if asked:
        say(f"crm {__version__}")
        raise typer.Exit


@app.callback()
def before(
    db: Db = None,
    version: Annotated[
        bool, typer.Option("--version", is_eager=True, callback=_version, help="Say it and end.")
    ] = False,
) -> None:
    ring.ask = passphrase.given
    choose(db)


class Misuse(Problem):
    """Words that are no command of this program, or not its options."""


def run(words: Sequence[str]) -> int:
    """Do what the words say; the answer is the exit status. Raises Problem with its sentence."""
    try:
        status: int | None = app(args=_with_printer(words), prog_name="crm", standalone_mode=False)
    except TyperException as wrong:
        raise Misuse(_sentence(wrong)) from wrong
    return status or 0


def _sentence(wrong: TyperException) -> str:
    """The parser's message in one line, and where to read on."""
    said = (
        re.sub(r"\s+", " ", wrong.format_message().replace("Value error, ", "")).strip().rstrip(".")
    )
    context = getattr(wrong, "ctx", None)
    command = context.command_path if context else "crm"
    return f"{said}{'' if said.endswith('?') else '.'} See: {command} --help"


_REFERENCE = re.compile(r"[A-Za-z]\d+")


def _with_printer(words: Sequence[str]) -> list[str]:
    """`--print` may stand alone: it is the default printer then, told as an empty name."""
    following = [*words[1:], "-"][: len(words)]
    return [
        "--print=" if word == "--print" and _is_no_printer(after) else word
        for word, after in zip(words, following, strict=True)
    ]


def _is_no_printer(word: str) -> bool:
    return word.startswith("-") or bool(_REFERENCE.fullmatch(word))
