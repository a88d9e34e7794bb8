"""What a run found, in groups: each verdict, each kind of problem, what only looks alike."""

from array import array
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from db.commands.imports import Fate, Verdict

from .apply import Remark, Result

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
    rows: "array[int]"


@dataclass(frozen=True)
class Findings:
    """A result in groups; `remarks` by the number of the row."""

    result: Result
    groups: tuple[Group, ...]
    remarks: Mapping[int, tuple[Remark, ...]]


def findings(result: Result) -> Findings:
    """All rows, then each verdict with its problems, then what else should be looked at."""
    fates = result.fates
    groups = [Group("all", "rows", array("q", range(len(fates))))]
    for verdict in Verdict:
        rows = array("q", (at for at, fate in enumerate(fates) if fate.verdict is verdict))
        groups += [Group(verdict.value, WORDS[verdict], rows)] if rows else []
    groups += _grouped("problem", ((at, _problem(f)) for at, f in enumerate(fates) if f.problem))
    alike = (
        (at, "look like a record that stays as it is") for at, f in enumerate(fates) if f.alike
    )
    groups += _grouped("alike", alike)
    places = {fate.number: at for at, fate in enumerate(fates)}
    found = [each for each in result.remarks if each.number in places]
    groups += _grouped("remark", ((places[each.number], _remark(each)) for each in found))
    return Findings(result, tuple(groups), _by_row(found))


def _grouped(kind: str, found: Iterable[tuple[int, str]]) -> list[Group]:
    """The commonest first; the rare ones of a long list together."""
    kinds: dict[str, array[int]] = {}
    for at, title in found:
        rows = kinds.setdefault(title, array("q"))
        if not rows or rows[-1] != at:
            rows.append(at)
    ordered = sorted(kinds.items(), key=lambda item: -len(item[1]))
    groups = [Group(kind, title, rows) for title, rows in ordered[:MOST]]
    if rest := ordered[MOST:]:
        rows = array("q", sorted({at for _, each in rest for at in each}))
        groups.append(Group(kind, f"{len(rest):,} other kinds", rows))
    return groups


def _problem(fate: Fate) -> str:
    column, value, problem, _ = fate.problem or ("", "", fate.reason, "")
    return _kind(column, value, problem)


def _remark(remark: Remark) -> str:
    return _kind(remark.column, remark.value, remark.problem)


def _kind(column: str, value: str, problem: str) -> str:
    """The problem without the value that has it, so that equal ones meet."""
    bare = problem.replace(f"“{value}”", "it").replace(value, "…") if value else problem
    return f"{column}: {bare}" if column else bare


def _by_row(remarks: Iterable[Remark]) -> dict[int, tuple[Remark, ...]]:
    found: dict[int, tuple[Remark, ...]] = {}
    for each in remarks:
        found[each.number] = (*found.get(each.number, ()), each)
    return found
