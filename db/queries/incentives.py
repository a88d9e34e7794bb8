"""Questions about incentives: how they are listed, and whether one is open as at a day."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session

from db.dossier import Window
from db.models import Incentive, IncentiveWindow, Organisation, columns

from .lists import Listing

_W = columns(IncentiveWindow)


class Standing(StrEnum):
    """What can be said of an incentive as at a day."""

    open = "open"
    lapsed = "lapsed"
    changed_later = "changed later"
    not_yet = "not yet open"
    no_window = "no window recorded"


def _covers(window: Window, day: date) -> bool:
    return window.starts_on <= day and (window.ends_on is None or day <= window.ends_on)


def standing(windows: Sequence[Window], as_at: date) -> Standing:
    """Open, lapsed ...: a window counts only once its basis was known.

    On 19 January 2026 the three-year window of the investment promotion document had run out and
    the six-year one, which covers that day, was published on 6 February: "changed later".
    """
    if not windows:
        return Standing.no_window
    covering = [window for window in windows if _covers(window, as_at)]
    if any(window.known_on is None or window.known_on <= as_at for window in covering):
        return Standing.open
    if covering:
        return Standing.changed_later
    if all(window.starts_on > as_at for window in windows):
        return Standing.not_yet
    return Standing.lapsed


def windows(session: Session, ids: list[int]) -> dict[int, list[Window]]:
    """The validity windows of incentives, in the order of their start."""
    query = sa.select(_W).where(_W.c.incentive_id.in_(ids), _W.c.archived_at.is_(None))
    found: dict[int, list[Window]] = defaultdict(list)
    for row in session.execute(query.order_by(_W.c.starts_on, _W.c.id)):
        found[row.incentive_id].append(
            Window(row.starts_on, row.ends_on, row.known_on, row.basis or "")
        )
    return found


def _extend(session: Session, records: list[dict[str, Any]]) -> None:
    found = windows(session, [record["id"] for record in records])
    for record in records:
        record["authority"] = record["authority"] or record["authority_name"]
        record["windows"] = [
            {"from": w.starts_on, "to": w.ends_on, "known_on": w.known_on, "basis": w.basis}
            for w in found[record["id"]]
        ]


LIST = Listing(model=Incentive, links={"authority": ("authority_id", Organisation)}, extend=_extend)
