"""The criteria of incentives, tried on what the record knows of a project; never a guess."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from db.dossier import Window
from db.names import words

Change = Callable[[int, str, str], int | None]  # minor units of one currency in those of another
Money = tuple[int, str]  # minor units, ISO 4217 code
Criteria = Mapping[str, Any]


class Fit(StrEnum):
    """Best first."""

    fits = "fits"
    unknown = "cannot be told"
    no = "does not fit"

    @property
    def rank(self) -> int:
        return list(Fit).index(self)


@dataclass(frozen=True)
class Reason:
    """One criterion and what the record says to it; `holds` is None where it says nothing.

    `values` go into the sentence: days, money, texts of the record.
    """

    holds: bool | None
    sentence: str
    values: Mapping[str, Any] = field(default_factory=dict)


def fit(reasons: Iterable[Reason]) -> Fit:
    """One criterion that is not met decides; else one of which nothing is known."""
    held = [reason.holds for reason in reasons]
    return Fit.no if False in held else Fit.unknown if None in held else Fit.fits


@dataclass(frozen=True)
class Place:
    """A site as the criteria see it. `territory` only where the record names it."""

    name: str
    where: str = ""
    zone_kind: str = ""
    territory: str = ""

    def lies_in(self, name: str) -> bool:
        return _within(name, f"{self.name} · {self.where} · {self.territory}")


@dataclass(frozen=True)
class Facts:
    """What is known of a project. `state` are the shares of state companies in basis points,
    None where a share is not recorded; `parties` how many parties there are at all."""

    capex: Money | None = None
    export_share: int | None = None
    parties: int = 0
    state: tuple[int | None, ...] = ()


def _within(name: str, text: str) -> bool:
    """Whether a name stands in a text, word by word, in any spelling."""
    sought, said = words(name), words(text)
    return any(said[n : n + len(sought)] == sought for n in range(len(said))) if sought else False


# When it can be granted


def in_time(windows: Sequence[Window], as_at: date) -> Reason:
    """Whether a window covers the day and its basis was known by then."""
    if not windows:
        return Reason(None, "when it can be granted is not recorded")
    covering = [w for w in windows if w.starts_on <= as_at and (w.ends_on or as_at) >= as_at]
    known = [w for w in covering if w.known_on is None or w.known_on <= as_at]
    if known:
        return _open(max(known, key=lambda window: window.ends_on or date.max))
    if covering:
        first = min(w.known_on for w in covering if w.known_on)
        return Reason(False, "what covers this day was published only on {day}", {"day": first})
    ahead = [w.starts_on for w in windows if w.starts_on > as_at]
    if len(ahead) == len(windows):
        return Reason(False, "it opens only on {day}", {"day": min(ahead)})
    last = max(w.ends_on for w in windows if w.ends_on and w.ends_on < as_at)
    return Reason(False, "it lapsed on {day}", {"day": last})


def _open(window: Window) -> Reason:
    if window.ends_on is None:
        return Reason(True, "it is open since {day}", {"day": window.starts_on})
    return Reason(True, "it is open until {day}", {"day": window.ends_on})


# What holds wherever it is built

_TRIED = {"max_state_share", "min_export_share"}
_BY_PLACE = {"min_amount", "industrial_district_min_amount", "excluded_places", "parks",
             "territory"}  # fmt: skip
_TOLD = {"conditions", "proof_of_minimum", "imported_raw_materials"}  # for a person to read


def anywhere(criteria: Criteria, facts: Facts) -> Iterator[Reason]:
    """The criteria that do not hang on the place; one that no rule here knows is said."""
    if "max_state_share" in criteria:
        yield _state(int(criteria["max_state_share"]), facts)
    if "min_export_share" in criteria:
        yield _export(int(criteria["min_export_share"]), facts)
    for name in criteria.keys() - _TRIED - _BY_PLACE - _TOLD:
        yield Reason(None, "“{name}” is no criterion that can be tried here", {"name": name})


def _state(most: int, facts: Facts) -> Reason:
    """The state may hold less than so many percent."""
    said = {"most": most}
    if not facts.parties:
        return Reason(None, "who takes part is not recorded (state share below {most} %)", said)
    if not facts.state:
        return Reason(True, "no company of the state takes part (below {most} %)", said)
    known = sum(share for share in facts.state if share is not None)
    if known >= most * 100:
        told = {**said, "share": f"{known / 100:g}"}
        return Reason(False, "the state holds {share} %, which is not below {most} %", told)
    if None in facts.state:
        return Reason(None, "the share of the state company is not recorded (below {most} %)", said)
    told = {**said, "share": f"{known / 100:g}"}
    return Reason(True, "the state holds {share} %, which is below {most} %", told)


def _export(least: int, facts: Facts) -> Reason:
    if facts.export_share is None:
        return Reason(None, "the share of exports is not recorded (at least {least} %)",
                      {"least": least})  # fmt: skip
    said = {"least": least, "share": facts.export_share}
    if facts.export_share < least:
        return Reason(False, "{share} % is exported, less than {least} %", said)
    return Reason(True, "{share} % is exported, at least {least} %", said)


# What hangs on the place


def hangs_on_place(criteria: Criteria) -> bool:
    return bool(criteria.keys() & _BY_PLACE)


def at_place(criteria: Criteria, facts: Facts, place: Place, change: Change) -> Iterator[Reason]:
    """The criteria at one site."""
    if "territory" in criteria:
        yield _territory(str(criteria["territory"]), place)
    if "parks" in criteria:
        yield _park(list(criteria["parks"]), place)
    if "excluded_places" in criteria:
        yield _not_excluded(list(criteria["excluded_places"]), place)
    if least := _least(criteria, place):
        yield _amount(least, facts.capex, change)


def _territory(name: str, place: Place) -> Reason:
    if place.lies_in(name):
        return Reason(True, "it lies in: {name}", {"name": name})
    if place.territory:
        return Reason(False, "it does not lie in: {name}", {"name": name})
    return Reason(None, "whether it lies in “{name}” is not recorded", {"name": name})


def _park(parks: list[str], place: Place) -> Reason:
    if any(_within(park, place.name) for park in parks):
        return Reason(True, "it is one of its parks")
    return Reason(False, "it is none of: {parks}", {"parks": ", ".join(parks)})


def _not_excluded(names: list[str], place: Place) -> Reason:
    found = next((name for name in names if place.lies_in(name)), None)
    if found:
        return Reason(False, "{name} is excluded", {"name": found})
    if not place.where:
        return Reason(None, "where it lies is not recorded")
    unsure = [name for name in names if name[:1].islower()]  # a territory, not a town
    if unsure and not place.territory:
        return Reason(None, "whether it lies in “{name}” is not recorded", {"name": unsure[0]})
    return Reason(True, "it lies in no excluded place")


def _least(criteria: Criteria, place: Place) -> Money | None:
    """The least amount at this place: of a district, of the place by name, else of all others."""
    district = criteria.get("industrial_district_min_amount")
    if district and place.zone_kind == "industrial_district":
        return district["amount"], district["currency"]
    for told in criteria.get("min_amount", ()):
        if not told.get("places") or any(place.lies_in(name) for name in told["places"]):
            return told["amount"], told["currency"]
    return None


def _amount(least: Money, capex: Money | None, change: Change) -> Reason:
    if capex is None:
        return Reason(None, "capex is not recorded (at least {least})", {"least": least})
    said = {"least": least, "capex": capex}
    worth = change(*capex, least[1])
    if worth is None:
        return Reason(None, "capex is {capex}, and no rate is stated to compare it with {least}",
                      said)  # fmt: skip
    if worth < least[0]:
        return Reason(False, "capex is {capex}, less than {least}", said)
    return Reason(True, "capex is {capex}, at least {least}", said)
