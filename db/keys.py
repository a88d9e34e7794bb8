"""Keys of encrypted records: which file is one, what opens it, and who is asked for a passphrase.

The files are those of SQLCipher 4, so its own tools read them too: the first 16 bytes are a salt, the
rest is AES-256, each page with an HMAC. A copy has the salt of its record: one key opens both.
"""

import base64
import binascii
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .errors import Refused
from .libraries import cipher

MAGIC = b"SQLite format 3\0"  # what every file of SQLite begins with that is not encrypted
ROUNDS = 256_000  # of PBKDF2-HMAC-SHA512: what SQLCipher 4 does with a passphrase
SALT, RAW = 16, 32  # bytes
PAGE = 4096  # bytes; so many times a whole number is the size of a file
LOOK, RANDOM = 1024, 200  # so many bytes at random hold 251 of the 256 values, text hardly 100

Inode = tuple[int, int]
Asker = Callable[[Path, bytes], Iterator[str]]


@dataclass(frozen=True)
class Key:
    """What opens an encrypted file: the key that its passphrase makes with its salt."""

    raw: bytes = field(repr=False)
    salt: bytes

    @classmethod
    def of(cls, passphrase: str, salt: bytes) -> "Key":
        """A tenth of a second of work, on purpose: who guesses has it each time."""
        import unicodedata
        from hashlib import pbkdf2_hmac

        told = unicodedata.normalize("NFC", passphrase).encode(errors="surrogateescape")
        return cls(pbkdf2_hmac("sha512", told, salt, ROUNDS, RAW), salt)

    @classmethod
    def new(cls, passphrase: str) -> "Key":
        return cls.of(passphrase, os.urandom(SALT))

    @classmethod
    def recovered(cls, words: str, salt: bytes) -> "Key | None":
        """The key that was written down, if these words may be one."""
        letters = "".join(c for c in words.upper() if c.isascii() and c.isalnum())
        try:
            raw = base64.b32decode(letters + "====")
        except binascii.Error:
            return None
        return cls(raw, salt) if len(raw) == RAW else None

    @property
    def recovery(self) -> str:
        """The key as one writes it down: 52 letters and digits in groups of four."""
        letters = base64.b32encode(self.raw).decode().rstrip("=")
        return "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))

    @property
    def literal(self) -> str:
        return f"x'{self.raw.hex()}{self.salt.hex()}'"

    def unlock(self, connection: Any) -> None:
        """Say the key to a new connection, before anything else. A wrong one is noticed at the
        first page, and told on standard error unless it is told not to."""
        say = f'PRAGMA key = "{self.literal}"'
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(say)


class Ring:
    """The keys this process has, the files it holds open, and who is asked for another key."""

    def __init__(self) -> None:
        self.keys: dict[bytes, Key] = {}
        self.held: dict[int, tuple[Inode, Key | None]] = {}
        self.ask: Asker = lambda path, salt: iter(())

    def add(self, key: Key) -> Key:
        return self.keys.setdefault(key.salt, key)


ring = Ring()


def salt_of(path: Path) -> bytes | None:
    """The salt of an encrypted file; None of any other, and where there is none to be read.

    Never of a file that this process has open: closing it again would drop SQLite's locks.
    """
    try:
        with path.open("rb") as stream:
            head = stream.read(LOOK)
            whole = stream.seek(0, os.SEEK_END) % PAGE == 0
    except OSError:
        return None
    encrypted = whole and not head.startswith(MAGIC) and len(set(head)) > RANDOM
    return head[:SALT] if encrypted else None


def key_of(path: Path) -> Key | None:
    """The key of a file, asked for where it is not known yet; None if the file is not encrypted.

    Raises Refused where no key opens it.
    """
    if is_held(path):
        return next(key for inode, key in list(ring.held.values()) if inode == inode_of(path))
    salt = salt_of(path)
    if salt is None or salt in ring.keys:
        return ring.keys.get(salt or b"")
    _must_have_library(path)
    return ring.add(_asked(path, salt))


def is_held(path: Path) -> bool:
    """Whether this process has the file open. Its locks would not keep itself out."""
    return inode_of(path) in {inode for inode, _ in list(ring.held.values())}


def inode_of(path: Path) -> Inode | None:
    try:
        seen = path.stat()
    except OSError:
        return None
    return seen.st_dev, seen.st_ino


def _must_have_library(path: Path) -> None:
    try:
        cipher()
    except Refused as missing:
        raise Refused(
            f"{path} is encrypted, or no record at all. What opens an encrypted one is installed "
            "with: pip install '.[encrypted]'"
        ) from missing


def _asked(path: Path, salt: bytes) -> Key:
    for words in ring.ask(path, salt):
        for key in (Key.of(words, salt), Key.recovered(words, salt)):
            if key is not None and _opens(path, key):
                return key
    raise Refused(
        f"{path} is encrypted, and nothing that was given opens it. Nothing was changed; "
        "try again with its passphrase or its recovery key."
    )


def _opens(path: Path, key: Key) -> bool:
    library = cipher()
    connection = library.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    try:
        key.unlock(connection)
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except library.DatabaseError as error:
        if "not a database" in str(error):
            return False
        raise Refused(f"I cannot open {path}: {error}. Try again in a moment.") from error
    finally:
        connection.close()
    return True
