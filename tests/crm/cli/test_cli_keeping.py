"""What the command line says of a record's health."""

import sqlite3
from pathlib import Path

from crm.cli.keeping import SHOWN

from .conftest import Crm


def test_of_many_faults_of_one_kind_the_first_are_named_and_all_counted(
    crm: Crm, place: Path
) -> None:
    connection = sqlite3.connect(place, isolation_level=None)
    connection.execute("DELETE FROM handle")
    connection.close()
    answer = crm("check")
    assert answer.status == 1
    lines = answer.out.splitlines()
    assert all(line.endswith("does not hold its keys.") for line in lines[:SHOWN])
    found = len(crm("check", "--json").json["faults"])
    more = f"    and {found - SHOWN:,} more of which the same is true; --json names all"
    assert lines[SHOWN] == more
