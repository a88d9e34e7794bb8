"""Whether the files that documents name are still what was recorded."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from sqlmodel import Session

from db.engine import Database
from db.models import Document, columns

from .fault import Fault


def documents(database: Database, session: Session) -> Iterator[Fault]:
    document = columns(Document)
    query = sa.select(document.c.id, document.c.path, document.c.sha256)
    for row in session.execute(query.where(document.c.sha256.is_not(None))):
        folder = database.path.parent if database.path else Path()
        file = folder / row.path
        if "://" in row.path or "\0" in row.path or not file.is_file():
            continue
        if database.path and file.samefile(database.path):
            continue  # closing the live file would drop the locks of SQLite
        if hashlib.sha256(file.read_bytes()).hexdigest() != row.sha256:
            yield Fault(str(file), "is not the document that was recorded: it has changed.")
