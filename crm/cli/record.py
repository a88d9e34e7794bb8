"""Which record a command works on, opened for its length."""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from typing import TYPE_CHECKING, Annotated

import typer

from crm import config
from crm.cli.failures import complain

if TYPE_CHECKING:
    from db.engine import Database

_before_the_command: ContextVar[str | None] = ContextVar("db", default=None)

Db = Annotated[
    str | None,
    typer.Option("--db", metavar="TARGET", help="A file, or a postgresql+psycopg:// address."),
]
Json = Annotated[bool, typer.Option("--json", help="For programs: one JSON value.")]
Ref = Annotated[str, typer.Argument(metavar="REF", help="A reference such as O12 or M1.")]
Where = Annotated[
    str,
    typer.Option(metavar="EXPR", help="A filter, such as: country:CN stage:negotiation due<fri"),
]


def choose(target: str | None) -> None:
    """Note the --db that stood before the command; one after it goes first."""
    _before_the_command.set(target)


def target(db: str | None) -> str:
    """Where the record is."""
    return config.target(db or _before_the_command.get())


@contextlib.contextmanager
def record(db: str | None, *, create: bool = True) -> "Iterator[Database]":
    """The record, made and seeded on first use (and saying so) unless it must be there."""
    from db.engine import open_database

    database = open_database(
        target(db), who=config.officer(), create=create, share=config.config().network_share
    )
    try:
        if database.fresh:
            complain(f"Made a new record at {database.where}, with its seed.")
        yield database
    finally:
        database.close()
