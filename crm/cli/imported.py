"""What `crm import` says of a run: for a person in lines, for a program as one object, row by row."""

from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from crm.cli.output import say, say_json_parts
from crm.cli.rows import counted, spelled, worded
from crm.cli.runs import COUNTS
from crm.text import one_line

if TYPE_CHECKING:
    from crm.exchange.apply import Result
    from db.fates import Fate

SAID = 200  # rows that are told of in words; nobody reads more
_PROBLEM = ("column", "value", "problem", "hint")


def say_as_json(result: "Result") -> None:
    """The result by the names of --json; of a dry run with every row's verdict."""
    parts = told(result)
    parts["problems"] = _problems(result)
    parts |= {"encoding": result.sheet.encoding, "delimiter": result.sheet.delimiter}
    parts |= {"format": result.plan.format, "noun": spelled(result.plan.noun or "")}
    parts["mapping"] = result.plan.shown()
    if result.run is None:
        parts["rows"] = _rows(result)
    say_json_parts(parts)


def told(result: "Result") -> dict[str, Any]:
    """The counts, which add up to `read`, and where the rejected rows are."""
    found: dict[str, Any] = {"run": result.run, "read": result.read}
    found |= dict.fromkeys(COUNTS[1:], 0)
    found |= {verdict.value: number for verdict, number in result.counts.items()}
    found["created_organisations"] = result.created_organisations
    found["rejects_file"] = str(result.rejects_file) if result.rejects_file else None
    return found


def _rows(result: "Result") -> Iterator[dict[str, Any]]:
    for fate in (each.fate for each in result.fates):
        changes = {name: list(change) for name, change in fate.changes.items()}
        yield {"row": fate.number, "verdict": fate.verdict, "ref": fate.ref, "reason": fate.reason,
               "changes": changes}  # fmt: skip


def _problems(result: "Result") -> Iterator[dict[str, Any]]:
    for fate in (each.fate for each in result.fates):
        if fate.problem is not None:
            yield {"row": fate.number, **dict(zip(_PROBLEM, fate.problem, strict=True))}


def say_in_words(result: "Result") -> None:
    """The counts, how the file was read, and each row that needs a word."""
    from crm.exchange.findings import changes_something

    found = told(result)
    counts = ", ".join(f"{found[word]:,} {word}" for word in COUNTS)
    say(f"{result.run or 'Dry run, nothing was written'}: {counts}.")
    seen = (spelled(result.plan.noun or ""), result.plan.format, result.sheet.encoding)
    say(f"Read as {', '.join(word for word in seen if word)}.")
    if result.created_organisations:
        say(f"Made on the way: {counted(result.created_organisations, 'organisations')}.")
    lines = (line for each in result.fates for line in _words(each.fate, dry=result.run is None))
    say(*islice(lines, SAID))
    if more := sum(1 for _ in lines):
        say(f"{more:,} more rows need a word; --json tells of every one.")
    if result.rejects_file:
        say(f"The rejected rows are in {result.rejects_file}.")
    if result.run and changes_something(result.counts):
        say(f"Take it back with: crm revert {result.run}")


def _changed(name: str, before: Any, after: Any) -> str:
    """`job title: CEO -> Chair`, or what a field becomes that was empty, or that it is emptied."""
    label, told = name.removesuffix("_id").replace("_", " "), worded(after) or "(empty)"
    return f"{label}: {worded(before)} -> {told}" if worded(before) else f"{label}: {told}"


def _words(fate: "Fate", *, dry: bool) -> list[str]:
    """One line about a row: of a dry run whatever there is to say, else why it was rejected."""
    if dry:
        parts = [fate.reason] if fate.reason else []
        parts += [_changed(name, *change) for name, change in fate.changes.items()]
        return [one_line(f"Row {fate.number}, {fate.verdict}: {'; '.join(parts)}")] if parts else []
    if fate.problem is None:
        return []
    column, _, problem, hint = fate.problem
    where = f"Row {fate.number}, {column}: {problem}" if column else f"Row {fate.number}: {problem}"
    return [one_line("; ".join(part for part in (where, hint) if part))]
