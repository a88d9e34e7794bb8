"""Files in and out: import, export."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from crm.cli.failures import complain, output_kept
from crm.cli.folders import export_folder, import_folder
from crm.cli.imported import say_as_json, say_in_words
from crm.cli.output import say
from crm.cli.progress import rows_done, tell_progress
from crm.cli.record import Db, Json, Where, record
from crm.cli.records import Noun, view_of
from crm.cli.rows import counted, known_noun
from db.errors import Invalid

if TYPE_CHECKING:
    from crm.exchange.apply import Options, Result
    from db.engine import Database


class OnMatch(StrEnum):
    """The words of db.commands.imports."""

    fill = "fill"
    update = "update"
    skip = "skip"
    create = "create"


class Format(StrEnum):
    """The words of crm.exchange.export."""

    csv = "csv"
    excel_csv = "excel-csv"
    xlsx = "xlsx"
    json = "json"
    vcf = "vcf"
    ics = "ics"


def import_(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A list, workbook or vCard.")],
    as_: Annotated[str | None, typer.Option("--as", metavar="NOUN", help="What a row is.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Tell, but write nothing.")] = False,
    on_match: Annotated[
        OnMatch, typer.Option("--on-match", help="What to do with what is there already.")
    ] = OnMatch.fill,
    map_: Annotated[
        list[str] | None,
        typer.Option("--map", metavar='"HEADER=FIELD"', help="Which column is which field."),
    ] = None,
    encoding: Annotated[str | None, typer.Option(metavar="E", help="Of the file.")] = None,
    delimiter: Annotated[str | None, typer.Option(metavar="D", help="Of the columns.")] = None,
    sheet: Annotated[str | None, typer.Option(metavar="S", help="Of a workbook.")] = None,
    erase_empty: Annotated[
        bool, typer.Option("--erase-empty", help="With update: empty cells erase what is there.")
    ] = False,
    create_missing: Annotated[
        bool, typer.Option("--create-missing", help="Add organisations that are not there yet.")
    ] = False,
    rejects: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Where rejected rows go, with reasons.")
    ] = None,
    json: Json = False,
    db: Db = None,
) -> int:
    """Bring in a file. Status 1 if rows were rejected."""
    from crm.exchange.apply import Options
    from db.commands import imports as taking
    from db.fates import Verdict

    options = Options(
        noun=known_noun(as_) if as_ else None,
        on_match=taking.OnMatch(_policy(on_match, erase=erase_empty)),
        overrides=dict(map(_pair, map_ or ())),
        encoding=encoding,
        delimiter=delimiter,
        sheet=sheet,
        create_missing=create_missing,
        rejects=rejects,
        dry_run=dry_run,
    )
    if file.is_dir():
        return import_folder(file, options, json=json, db=db)
    with record(db) as database:
        result = _brought_in(database, file, options)
    say_as_json(result) if json else say_in_words(result)
    return 1 if result.counts.get(Verdict.rejected) else 0


def _policy(on_match: OnMatch, *, erase: bool) -> str:
    if erase and on_match is not OnMatch.update:
        raise Invalid("Empty cells erase only where the file wins; add --on-match update.")
    return "erase" if erase else on_match


def _brought_in(database: "Database", file: Path, options: "Options") -> "Result":
    from crm.exchange.apply import run_import

    try:
        return run_import(database, file, options, watch=rows_done)
    except KeyboardInterrupt:
        complain(f"Stopped. Nothing of {file.name} was kept.")
        raise
    finally:
        tell_progress("")


def _pair(told: str) -> tuple[str, str]:
    header, sign, field = told.rpartition("=")
    if not sign or not header.strip():
        raise Invalid(f"“{told}” after --map is not of the form Header=field.")
    return header.strip(), field.strip()


def export(
    noun: Noun,
    where: Where = "",
    format_: Annotated[
        Format | None, typer.Option("--format", help="Else the one of the file's name, or csv.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", metavar="FILE", help="Else standard output.")
    ] = None,
    db: Db = None,
) -> None:
    """A list as a file, or all of them as a folder; csv comes back unchanged with crm import."""
    from crm.exchange import export as out

    if noun == "all":
        _only_whole(where, format_)
        export_folder(output, db=db)
        return
    view = view_of(known_noun(noun), where)
    form = out.Format(format_ or _by_name(output))
    with record(db) as database, database.reading() as session:
        if output is None:
            _not_on_a_screen(form)
            with output_kept():
                out.export(session, view, form, sys.stdout.buffer)
        else:
            written = out.save(session, view, form, output, rows_done)
            tell_progress("")
            say(f"Wrote {counted(written, view.noun)} to {output}.")


def _only_whole(where: str, format_: Format | None) -> None:
    if where or format_ not in (None, Format.csv):
        raise Invalid("All of the record goes out as csv, without --where and --format.")


def _not_on_a_screen(form: str) -> None:
    if form == Format.xlsx and sys.stdout.isatty():
        raise Invalid("A workbook is no text; say where it goes with -o FILE.")


def _by_name(output: Path | None) -> str:
    suffix = output.suffix.casefold().removeprefix(".") if output else ""
    return suffix if suffix in list(Format) else "csv"
