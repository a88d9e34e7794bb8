"""The last page of a meeting's report: documents, where statements come from, who signs."""

from itertools import groupby

from crm.language import Words
from db.dossier import Dossier

from .report import Block, Facts, Signatures
from .talks import numbered


def documents(dossier: Dossier, say: Words) -> tuple[Block, ...]:
    """Each with the file's checksum, so that a copy can be compared with what was handed over."""
    rows = tuple(
        (line.title, "\n".join(filter(None, (line.path, line.sha256 and f"SHA-256 {line.sha256}"))))
        for line in dossier.documents
    )
    return (Facts(rows),) if rows else ()


def sources(dossier: Dossier, say: Words) -> tuple[Block, ...]:
    """Which statement comes from whom: the meeting as a whole, then the points by their numbers."""
    rows = [(line.about or say("The meeting"), line.source) for line in dossier.sources]
    if dossier.source and not rows:
        rows = [(say("The meeting"), dossier.source)]
    runs = groupby(numbered(dossier), key=lambda each: each[1].source)
    for source, run in runs:
        numbers = [number for number, _ in run]
        rows += [(_span(numbers, say), source)] if source else []
    return (Facts(tuple(rows)),) if rows else ()


def _span(numbers: list[int], say: Words) -> str:
    if len(numbers) == 1:
        return say("Point {number}", number=numbers[0])
    return say("Points {numbers}", numbers=f"{numbers[0]}–{numbers[-1]}")


def sign_off(dossier: Dossier, say: Words) -> tuple[Block, ...]:
    rows = (
        (say("Note-taker"), dossier.note_taker),
        (say("Written on"), say.day(dossier.written_on) if dossier.written_on else ""),
        (say("Cleared by"), dossier.cleared_by),
        (say("Distribution"), dossier.distribution),
    )
    known = tuple(row for row in rows if row[1])
    lines = ((say("Note-taker"), dossier.note_taker), (say("Cleared by"), dossier.cleared_by))
    return *((Facts(known),) if known else ()), Signatures(lines)
