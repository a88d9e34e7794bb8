"""What is no list gets one sentence, in bounded memory, and changes nothing."""

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from crm.exchange.apply import Options, run_import
from db.engine import Database
from db.errors import Problem

# Reads each file as an import does, and says what was said and how much memory it took, in MB.
_READ = """
import json, resource, sys
from pathlib import Path
from crm.exchange import readers, mapping, rows, workbook, delimited, vcard, ical, phones
from db.errors import Problem

def told(path):
    try:
        sheet = readers.open_sheet(path)
        return sum(1 for draft in rows.drafts(sheet, mapping.guess(sheet, "contacts")))
    except Problem as problem:
        return str(problem)

peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
for path in map(Path, sys.argv[1:]):
    before = peak()
    print(json.dumps([path.name, told(path), peak() - before]))
"""
BIG = 24 << 20  # bytes of a stand-in for what is a gigabyte elsewhere


def _bomb(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("xl/worksheets/sheet1.xml", b" " * (80 << 20))


def _text(start: bytes, fill: bytes, end: bytes = b"") -> Callable[[Path], None]:
    def write(path: Path) -> None:
        with path.open("wb") as file:
            file.write(start)
            for _ in range(BIG >> 20):
                file.write(fill * ((1 << 20) // len(fill)))
            file.write(end)

    return write


HUGE: dict[str, tuple[Callable[[Path], None], str]] = {
    "field.csv": (_text(b'Name,Notes\nJane,"', b"x", b'"\n'), "longer than 4 million letters"),
    "lines.csv": (_text(b'Name,Notes\nJane,"', b"word " * 819 + b"\n"), "more than 4 million letters"),
    "quote.csv": (_text(b'Name,Notes\nJane,"', b"A,b" + b" " * 4092 + b"\n"), "6144"),
    "lines.vcf": (_text(b"BEGIN:VCARD\nN:Doe;J\n", b"NOTE:" + b"word " * 818 + b"x\n"), "1"),
    "columns.csv": (_text(b"Name", b",a"), "longer than 4 million letters"),
    "bomb.xlsx": (_bomb, "no ordinary workbook"),
    "photo.vcf": (_text(b"BEGIN:VCARD\nN:Doe;J\nPHOTO;ENCODING=b:", b"QUJD", b"\nEND:VCARD\n"), ""),
    "note.vcf": (_text(b"BEGIN:VCARD\nN:Doe;J\nNOTE:", b"word " * 12 + b"\n ", b"\nEND:VCARD\n"), ""),
    "note.ics": (_text(b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:", b"word ", b"\nEND:VEVENT\n"), ""),
}  # fmt: skip


def test_a_huge_piece_is_read_or_refused_in_bounded_memory(tmp_path: Path) -> None:
    for name, (write, _) in HUGE.items():
        write(tmp_path / name)
    done = subprocess.run(
        [sys.executable, "-c", _READ, *(str(tmp_path / name) for name in HUGE)],
        cwd=Path(__file__).parents[3], capture_output=True, text=True, check=True, timeout=300,
    )  # fmt: skip
    for line in done.stdout.splitlines():
        name, told, grown = json.loads(line)
        assert HUGE[name][1] in str(told) and "\n" not in str(told), name
        assert grown < 100, name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("picture.csv", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"),
        ("cut.xlsx", b"PK\x03\x04\0"),
        ("word.txt", b"vm\n"),
        ("strange.csv", b"qux,zot\n1,2\n"),
        ("long.csv", b"qux,zot\n" + b"1,2\n" * 60_000),
    ],
)
def test_what_is_no_list_changes_nothing(
    seeded: Database, tmp_path: Path, name: str, content: bytes
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    before = seeded.path.read_bytes() if seeded.path else b""
    for bad in path, tmp_path:
        with pytest.raises(Problem) as told:
            run_import(seeded, bad, Options())
        assert bad.name in str(told.value)
    assert seeded.path and seeded.path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir() if "rejected" in each.name] == []
