"""A disk that remembers every write and sync of SQLite, fails when told, and can lose power.

The default file layer of the SQLite library of this process is wrapped by ctypes, so that the real
code of the record runs on it unchanged. Sources: sqlite.org/c3ref/vfs.html, io_methods.html; the
shape of the simulation (drop, keep and tear what was not synced) is SQLite's own (testing.html).
"""

import contextlib
import ctypes
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from db import sqlite

SECTOR = 512  # bytes that reach the platter together
FULL, WRITE_FAILED, SYNC_FAILED = 13, 778, 1034  # SQLITE_FULL, IOERR_WRITE, IOERR_FSYNC

_P, _I, _L = ctypes.c_void_p, ctypes.c_int, ctypes.c_int64
_OPEN = ctypes.CFUNCTYPE(_I, _P, _P, _P, _I, _P)  # a name is a pointer: more follows its end
_DELETE = ctypes.CFUNCTYPE(_I, _P, _P, _I)
_WRITE = ctypes.CFUNCTYPE(_I, _P, _P, _I, _L)
_TRUNCATE = ctypes.CFUNCTYPE(_I, _P, _L)
_SYNC = ctypes.CFUNCTYPE(_I, _P, _I)


class _Vfs(ctypes.Structure):
    _fields_ = [("version", _I), ("size", _I), ("longest", _I), ("next", _P), ("name", _P),
                ("data", _P), ("open", _P), ("delete", _P)]  # fmt: skip


class _Methods(ctypes.Structure):
    _fields_ = [("version", _I), ("close", _P), ("read", _P), ("write", _P), ("truncate", _P),
                ("sync", _P), ("rest", _P * 13)]  # fmt: skip


@dataclass
class Event:
    """One act on a file: write (offset, data), truncate (offset), sync, delete (synced or not)."""

    kind: str
    path: str
    offset: int = 0
    data: bytes = b""


@dataclass
class Disk:
    """What happened to the files below a folder while it was watched."""

    folder: str
    events: list[Event] = field(default_factory=list)
    start: dict[str, bytes] = field(default_factory=dict)
    fail_at: int = 0  # which write or sync from now on fails; 0 is none
    code: int = 0

    def note(self, event: Event) -> int:
        """Remember an act; the answer is 0, or the error that it ends with."""
        if self.fail_at and event.kind in ("write", "sync"):
            self.fail_at -= 1
            if not self.fail_at:
                failed = SYNC_FAILED if event.kind == "sync" else WRITE_FAILED
                return self.code or failed
        self.events.append(event)
        return 0

    def image(self, upto: int, luck: random.Random | None) -> dict[str, bytes]:
        """The files as they are found after the power went at an event: what was synced, and of
        the rest what `luck` left. Without luck everything written is there, as after a kill."""
        files: dict[str, _File] = {
            path: _File(bytearray(data), bytearray(data)) for path, data in self.start.items()
        }
        for event in self.events[:upto]:
            file = files.setdefault(event.path, _File(None, None))
            file.act(event)
        found = {path: file.left(luck) for path, file in files.items()}
        return {path: bytes(data) for path, data in found.items() if data is not None}


@dataclass
class _File:
    durable: bytearray | None
    now: bytearray | None
    waiting: list[Event] = field(default_factory=list)

    def act(self, event: Event) -> None:
        self.now = _done(self.now, event)
        if event.kind in ("sync", "delete now"):
            self.durable = None if self.now is None else bytearray(self.now)
            self.waiting.clear()
        else:
            self.waiting.append(event)

    def left(self, luck: random.Random | None) -> bytearray | None:
        if luck is None:
            return self.now
        if luck.random() < 0.25:
            return self.durable
        data = None if self.durable is None else bytearray(self.durable)
        for event in self.waiting:
            if luck.random() < 0.5:
                data = _done(data, _torn(event, luck))
        return data


def _done(data: bytearray | None, event: Event) -> bytearray | None:
    match event.kind:
        case "write":
            data = bytearray() if data is None else data
            end = event.offset + len(event.data)
            data.extend(bytes(max(0, end - len(data))))
            data[event.offset : end] = event.data
        case "truncate" if data is not None:
            del data[event.offset :]
        case "delete" | "delete now":
            return None
    return data


def _torn(event: Event, luck: random.Random) -> Event:
    """A write of which only the first sectors were on the platter, one time in four."""
    if event.kind != "write" or luck.random() < 0.75:
        return event
    keep = luck.randrange(0, len(event.data) + 1, SECTOR) if event.data else 0
    return Event("write", event.path, event.offset, event.data[:keep])


@contextlib.contextmanager
def watched(folder: Path) -> Iterator[Disk]:
    """Every act of SQLite on files below a folder; nobody may have one open before."""
    disk = Disk(str(folder))
    disk.start = {str(p): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    library = ctypes.CDLL(_library())
    library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    vfs = library.sqlite3_vfs_find(None).contents
    opened, deleted = vfs.open, vfs.delete
    wrapped = _Wrapped(disk, _OPEN(opened), _DELETE(deleted))
    vfs.open = ctypes.cast(wrapped.open, _P)
    vfs.delete = ctypes.cast(wrapped.delete, _P)
    try:
        yield disk
    finally:
        vfs.open, vfs.delete = opened, deleted
        _ALIVE.append(wrapped)  # files that are still open call it


_ALIVE: list[Any] = []


def _library() -> str:
    import importlib

    return str(importlib.import_module(f"{sqlite.driver().__name__}._sqlite3").__file__)


class _Wrapped:
    """The functions that stand before those of the library."""

    def __init__(self, disk: Disk, opened: Any, deleted: Any) -> None:
        self.disk, self._open, self._delete = disk, opened, deleted
        self.open, self.delete = _OPEN(self._on_open), _DELETE(self._on_delete)
        self.tables: dict[str, tuple[Any, ...]] = {}

    def _on_open(self, vfs: int, name: int | None, file: int, flags: int, out: int) -> int:
        status = int(self._open(vfs, name, file, flags, out))
        path = ctypes.string_at(name).decode() if name else ""
        if status == 0 and path.startswith(self.disk.folder):
            slot = ctypes.cast(file, ctypes.POINTER(ctypes.POINTER(_Methods)))
            slot[0] = ctypes.pointer(self._methods(slot[0].contents, path))
        return status

    def _on_delete(self, vfs: int, name: int, sync: int) -> int:
        path = ctypes.string_at(name).decode()
        if path.startswith(self.disk.folder):
            self.disk.note(Event("delete now" if sync else "delete", path))
        return int(self._delete(vfs, name, sync))

    def _methods(self, own: _Methods, path: str) -> _Methods:
        """A table of a file's functions in which three are ours; kept, for the library uses it."""
        disk = self.disk
        write, cut, sync = _WRITE(own.write), _TRUNCATE(own.truncate), _SYNC(own.sync)

        def on_write(file: int, data: int, size: int, offset: int) -> int:
            event = Event("write", path, offset, ctypes.string_at(data, size))
            return disk.note(event) or int(write(file, data, size, offset))

        def on_cut(file: int, size: int) -> int:
            return disk.note(Event("truncate", path, size)) or int(cut(file, size))

        def on_sync(file: int, flags: int) -> int:
            return disk.note(Event("sync", path)) or int(sync(file, flags))

        ours = (_WRITE(on_write), _TRUNCATE(on_cut), _SYNC(on_sync))
        made = _Methods.from_buffer_copy(own)
        made.write, made.truncate, made.sync = (ctypes.cast(each, _P) for each in ours)
        self.tables[f"{path} {len(self.tables)}"] = (made, ours)
        return made


def laid_out(image: dict[str, bytes], origin: Path, folder: Path) -> Path:
    """Write an image into a folder; the answer is where the record is now."""
    folder.mkdir()
    for path, data in image.items():
        (folder / Path(path).name).write_bytes(data)
    return folder / origin.name
