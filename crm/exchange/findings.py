"""What a run found, in groups: each verdict, each kind of problem, what only looks alike."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from db.fates import Places, Verdict

from .apply import Result

MOST = 40  # kinds of problems named one by one; a file of rubbish has thousands

WORDS = {
    Verdict.created: "new",
    Verdict.updated: "changed",
    Verdict.unchanged: "unchanged",
    Verdict.skipped: "skipped",
    Verdict.rejected: "rejected",
}


@dataclass(frozen=True)
class Group:
    """Rows of which the same can be said, as places in `Result.fates`; `kind` is a verdict,
    `all`, `problem`, `remark` or `alike`."""

    kind: str
    title: str
    rows: Sequence[int]


@dataclass(frozen=True)
class Findings:
    """A result in groups."""

    result: Result
    groups: tuple[Group, ...]


def changes_something(counts: Mapping[Verdict, int]) -> bool:
    """Whether an import with these counts has anything to take back."""
    return bool(counts.get(Verdict.created) or counts.get(Verdict.updated))


def findings(result: Result) -> Findings:
    """All rows, then each verdict with its problems, then what else should be looked at."""
    fates = result.fates
    groups = [Group("all", "rows", range(len(fates)))]
    for verdict in Verdict:
        rows = fates.with_verdict(verdict)
        groups += [Group(verdict.value, WORDS[verdict], rows)] if rows else []
    groups += _grouped("problem", fates.problems(), fates.with_problem)
    if alike := fates.alike():
        groups.append(Group("alike", "look like a record that stays as it is", alike))
    groups += _grouped("remark", fates.remarks(), fates.with_remark)
    return Findings(result, tuple(groups))


def _grouped(kind: str, sorts: list[tuple[str, int]], rows: Callable[[str], Places]) -> list[Group]:
    """The commonest first; the rare ones of a long list together."""
    groups = [Group(kind, sort, rows(sort)) for sort, _ in sorts[:MOST]]
    if rest := sorts[MOST:]:
        places = array("q", sorted({at for sort, _ in rest[:1000] for at in rows(sort)}))
        groups.append(Group(kind, f"{len(rest):,} other kinds", places))
    return groups
