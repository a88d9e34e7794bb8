"""Whether record, history and search index agree after a fault: all of check but the schema."""

from db.checking.derived import derived
from db.checking.fault import Fault
from db.checking.lives import lives
from db.checking.log import log
from db.checking.search import search
from db.engine import Database


def faults(database: Database) -> list[Fault]:
    with database.reading() as session:
        return [f for ask in (derived, search, log, lives) for f in ask(database, session)]
