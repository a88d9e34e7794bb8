"""What was said, by side and topic; every point has a number, so that a source can name it."""

from db.dossier import Dossier, PointLine

from .labels import POINTS
from .report import Block, Facts


def numbered(dossier: Dossier) -> list[tuple[int, PointLine]]:
    """The points in the order they are printed: by side, then as they were recorded."""
    ordered = [point for side in POINTS for point in dossier.points if point.side == side]
    return list(enumerate(ordered, 1))


def points(dossier: Dossier, side: str) -> tuple[Block, ...]:
    """One side's points: a topic on the left, in the order topics came up, its points beside."""
    topics: dict[str, list[str]] = {}
    for number, point in numbered(dossier):
        if point.side == side:
            topics.setdefault(point.topic, []).append(f"{number}. {point.text}")
    rows = tuple((topic, "\n".join(said)) for topic, said in topics.items())
    return (Facts(rows),) if rows else ()
