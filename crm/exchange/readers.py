"""From a path to a sheet: what kind of file it is, by its bytes before its name."""

from pathlib import Path

from db.errors import Problem

from .delimited import open_delimited
from .sheet import Sheet

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*")
_BINARY = {
    b"%PDF": "a PDF: export the table it was made from as CSV or XLSX",
    b"\x1f\x8b": "a compressed file: unpack it first",
    b"7z\xbc\xaf": "a compressed file: unpack it first",
    b"Rar!": "a compressed file: unpack it first",
    b"BZh": "a compressed file: unpack it first",
    b"\xfd7zXZ": "a compressed file: unpack it first",
    b"\x28\xb5\x2f\xfd": "a compressed file: unpack it first",
    b"SQLite format 3": "a database: open it with --db, or export a list from it as CSV",
    b"\x7fELF": "a program, not a list",
    b"MZ": "a program, not a list",
    b"OggS": "a recording, not a list",
    b"ID3": "a recording, not a list",
}
_JSON = {".json", ".jsonl", ".ndjson"}
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def open_sheet(
    path: Path | str,
    encoding: str | None = None,
    delimiter: str | None = None,
    sheet: str | None = None,
) -> Sheet:
    """Raises Problem, with one sentence, where the file cannot be read as a list."""
    path = Path(path)
    head = _head(path)
    _refuse_binary(path, head)
    if head.startswith((_ZIP, _OLE)):
        from .workbook import open_workbook

        return open_workbook(path, sheet)
    start = head.lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").replace(b"\0", b"")[:40].upper()
    if b"BEGIN:VCARD" in start:
        from .vcard import open_vcard

        return open_vcard(path, encoding)
    if b"BEGIN:VCALENDAR" in start:
        from .ical import open_ical

        return open_ical(path, encoding)
    if start.startswith((b"<!DOCTYPE HTML", b"<HTML", b"<?XML", b"<TABLE", b"<META")):
        from .small_tables import open_page

        return open_page(path, encoding)
    if start.startswith(b"{\\RTF"):
        raise Problem(f"{path.name} is a document; save the table in it as CSV or XLSX.")
    if start.startswith((b"[", b"{")) and path.suffix.casefold() in _JSON:
        from .small_tables import open_json

        return open_json(path, encoding)
    return open_delimited(path, encoding, delimiter)


def _head(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise Problem(f"{path} is a folder; name a file in it.")
        if path.exists() and not path.is_file():
            raise Problem(f"{path} is not an ordinary file; copy its content into one first.")
        with path.open("rb") as file:
            head = file.read(8192)
    except FileNotFoundError:
        raise Problem(f"There is no file {path}; check the name and the folder.") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise Problem(f"{path} cannot be read: {reason}.") from None
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \r\n\t\0"):
        raise Problem(f"{path.name} is empty; nothing was imported.")
    return head


def _refuse_binary(path: Path, head: bytes) -> None:
    if (head.startswith(_PICTURES) and b"\0" in head) or head[8:12] == b"WEBP":
        raise Problem(f"{path.name} is a picture; a list has to be text or a workbook.")
    for mark, what in _BINARY.items():
        if head.startswith(mark) and (len(mark) > 2 or b"\0" in head[:1024] or mark == b"\x1f\x8b"):
            raise Problem(f"{path.name} is {what}.")
