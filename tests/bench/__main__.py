"""Print the ratios of speed, each measured against a floor or a peer in the same run.

python -m tests.bench [import] [--rows 50000] [--pairs 3] [--list 100000] [--rounds 5]
"""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.bench import exporting, forms, importing, papers
from tests.bench.people import write
from tests.bench.starts import BARE, CRM, close_once, interleaved, seconds_of, seconds_to

Row = tuple[str, str, str, str]  # what, ours, floor or peer, ratio


def main() -> int:
    told = argparse.ArgumentParser(prog="python -m tests.bench")
    told.add_argument("only", nargs="?", choices=["import"], help="nothing but this")
    told.add_argument("--pairs", type=int, default=3, help="of the interleaved imports")
    told.add_argument("--rows", type=int, default=50_000, help="of the imported file")
    told.add_argument("--list", type=int, default=100_000, help="contacts of the long list")
    told.add_argument("--rounds", type=int, default=5, help="of the interleaved starts")
    how = told.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        os.environ |= {"HOME": folder, "XDG_STATE_HOME": folder, "XDG_CONFIG_HOME": folder}
        os.environ["CRM_TODAY"] = "2026-01-21"
        rows = imports(home, how.rows, how.pairs)
        if how.only is None:
            rows += [
                *starts(home, how.rounds),
                *long_list(home, how.list),
                *on_paper(home, how.rounds),
                *opened_forms(home),
            ]
    print("| What | Ours | Beside it | Ratio |\n|---|---|---|---|")
    for row in rows:
        print("| " + " | ".join(row) + " |")
    return 0


def opened_forms(home: Path) -> list[Row]:
    """The longest stop of the loop while each form opens."""
    return [
        _row(f"longest stop as the {name} form opens", ours, "a bare screen of Inputs", bare)
        for name, (ours, bare) in forms.stops(home).items()
    ]


def starts(home: Path, rounds: int) -> list[Row]:
    """The first rows and the live ones beside a Textual program with one Static; `--version` beside pass."""
    os.environ["CRM_DB"] = str(home / "desk.db")
    seconds_of([*CRM, "list", "meetings"])  # makes the record
    close_once(CRM)
    (bare,), (frame, live) = interleaved(
        rounds,
        lambda: seconds_to([sys.executable, BARE], ("", "bare")),
        lambda: seconds_to(CRM, ("", "Today,"), ("", "Today,")),
    )
    (nothing,), (version,) = interleaved(
        rounds,
        lambda: [seconds_of([sys.executable, "-c", "pass"])],
        lambda: [seconds_of([*CRM, "--version"])],
    )
    return [
        _row("first rows, as the desk was closed", frame, "bare Textual program", bare),
        _row("the live list of Today", live, "bare Textual program", bare),
        _row("crm --version", version, "python -c pass", nothing),
    ]


def long_list(home: Path, size: int) -> list[Row]:
    """Until the contacts are on the screen, with many of them against with a thousand."""
    taken = []
    for number in (1_000, size):
        record = _filled(home / f"list-{number}", number)
        os.environ["CRM_DB"] = str(record)
        taken.append(seconds_to(CRM, ("", "Today,"), ("3", "Organisation")))
    few, many = taken
    return [
        _row(f"contacts on the screen, {size:,}", many[1] - many[0], "1,000", few[1] - few[0]),
    ]


def on_paper(home: Path, rounds: int) -> list[Row]:
    return [
        _row(what, ours, "bare typst compile of the same pages", bare)
        for what, (ours, bare) in papers.seconds(home, rounds).items()
    ]


def imports(home: Path, size: int, rounds: int) -> list[Row]:
    """A checked, matched, searchable, undoable import beside its floors; and what is done with it."""
    from db.engine import open_database

    found = importing.pairs(home, size, rounds)
    ours, record = found.ours, home / "ours-0.db"
    again = importing.again(home)
    saved, beside = exporting.pairs(record, rounds)
    first, once = exporting.previews(home, rounds)
    database = open_database(str(record), who="bench", seed=False)
    undo = importing.timed(database.undo)
    what = f"import of {size:,} rows ({size / ours.seconds:,.0f}/s, {ours.mib:,.0f} MiB)"
    took, of = f"{ours.seconds:.2f} s", importing.ratio
    return [
        (what, took, "sqlite3 .import into a table with one index", found.bare),
        (what, took, "a sqlite3 script to much the same end", found.same),
        (what, took, "a sqlite3 script to exactly the same end", found.exact),
        (f"the same {size:,} rows again", f"{again.seconds:.2f} s", "their import", of([again], [ours])),
        (f"undo of {size:,} rows", f"{undo.seconds:.2f} s", "their import", of([undo], [ours])),
        (f"export of {size:,} rows as csv ({saved.mib:,.0f} MiB)", f"{saved.seconds:.2f} s",
         "sqlite3 -csv of the same rows", beside),
        _row("the first 200 rows of 50 MB", first, "reading them once", once),
    ]  # fmt: skip


def _filled(folder: Path, number: int) -> Path:
    from crm.exchange.apply import Options, run_import
    from db.engine import open_database

    folder.mkdir()
    database = open_database(str(folder / "desk.db"), who="bench", seed=False)
    path = write(folder / "people.csv", number)
    run_import(database, path, Options(create_missing=True))
    database.close()
    return folder / "desk.db"


def _row(what: str, ours: float, beside: str, floor: float) -> Row:
    return what, f"{ours:.2f} s", f"{beside}: {floor:.2f} s", f"{ours / floor:.1f}"


if __name__ == "__main__":
    sys.exit(main())
