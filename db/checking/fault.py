"""One thing that is wrong with a record, and how its place is said."""

from dataclasses import dataclass

from db.models import MODELS


@dataclass(frozen=True)
class Fault:
    """One thing that is not as it must be. `where` is a reference, a table, or the record."""

    where: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence}"


def ref(table: str, row_id: int) -> str:
    letter = MODELS[table].letter if table in MODELS else ""
    return f"{letter}{row_id}" if letter else f"{plain(table)} {row_id}"


def plain(name: str) -> str:
    return name.removesuffix("_id").replace("_", " ")
