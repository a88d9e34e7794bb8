"""What an import says: how a file was read, what its columns fill, what becomes of its rows."""

from collections.abc import Mapping, Sequence
from functools import cache
from importlib import import_module
from typing import Any

from crm import countries
from crm.exchange import dates
from crm.exchange.column import Column
from crm.exchange.encoding import UNSURE
from crm.exchange.fields import FIELDS
from crm.exchange.findings import WORDS
from crm.exchange.intake import Intake, is_doubtful
from crm.exchange.mapping import CHOSEN
from crm.exchange.sheet import PREVIEW, Sheet
from crm.forms.record import spoken
from crm.screens.import_progress import roughly
from crm.screens.shown import day, phone, words
from db.commands.imports import OnMatch
from db.fates import Fate, Remark, Verdict
from db.view import spelled

DELIMITERS = {
    ",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe |", "^": "caret ^", "~": "tilde ~",
    ":": "colon", " ": "blank", "，": "Chinese comma ，", "；": "Chinese semicolon ；", "¦": "broken bar ¦",
    "\x1f": "unit separator", "\x01": "Ctrl-A",
}  # fmt: skip

# The record that is there already; the row that is like it.
POLICIES = {
    OnMatch.fill: ("Fill", "its empty fields are filled, nothing is overwritten"),
    OnMatch.update: ("Update", "the file wins, but its empty cells erase nothing"),
    OnMatch.erase: ("Replace", "the file wins, and its empty cells erase what is there"),
    OnMatch.skip: ("Skip", "it stays as it is and the row is skipped"),
    OnMatch.create: ("Add", "a second record is added beside it"),
}
TONES = {Verdict.created: "good", Verdict.updated: "accent", Verdict.rejected: "bad"}

LINKS = ("parent", "owner", "organisation", "contact.organisation", "organisation.parent")

# The same advice on the command line and by key.
_BY_KEY = {"import with --create-missing": "press o to have it added"}


def noun_words(noun: str | None) -> str:
    return spelled(noun).capitalize() if noun else "nothing known"


# How it was read


def detected(intake: Intake) -> list[tuple[str, str]]:
    """What was found about the file, each with the key that changes it, if one does."""
    sheet, plan = intake.sheet, intake.plan
    told = [("", sheet.format.upper())]
    if sheet.sheet:
        told.append(("t" if len(sheet.sheets) > 1 else "", f"sheet {sheet.sheet}"))
    if sheet.encoding:
        told.append(("e", f"{sheet.encoding.upper()}, {_how_sure(sheet.encoding_sure)}"))
    if sheet.delimiter:
        told.append(("d", delimiter_words(sheet.delimiter)))
    told.append(("", f"header line {sheet.header_line}" if sheet.header_line else "no header"))
    told.append(("l", noun_words(plan.noun)))
    told += [("", plan.format)] if plan.format else []
    return [*told, ("", rows_words(sheet))]


def _how_sure(sure: float) -> str:
    return "certain" if sure >= 0.95 else "likely" if sure >= UNSURE else "a guess"


def delimiter_words(mark: str) -> str:
    return DELIMITERS.get(mark, mark)


def rows_words(sheet: Sheet) -> str:
    """`21 rows`, or about how many where only the beginning was read."""
    rows = sheet.guessed_rows
    if len(sheet.preview) < PREVIEW:
        return f"{rows:,} row{'s' if rows != 1 else ''}"
    return f"about {roughly(rows)} rows"


def warnings(intake: Intake) -> list[str]:
    return [*intake.sheet.warnings, *intake.plan.warnings]


# Columns


def summary(intake: Intake) -> str:
    """`8 columns: 6 fill fields, 1 kept as an extra field (Connected On), 1 empty`"""
    columns = intake.plan.columns
    uses = {
        use: [c.header for c in columns if c.use == use] for use in ("field", "extra", "left out")
    }
    filling = len(uses["field"])
    told = [f"{filling} fill{'s a field' if filling == 1 else ' fields'}"]
    for use, label in (("extra", "kept as extra"), ("left out", "left out")):
        if found := uses[use]:
            told.append(f"{len(found)} {label}: {', '.join(found)}")
    return f"{len(columns)} column{'s' if len(columns) != 1 else ''} · {' · '.join(told)}"


def sure_words(column: Column) -> tuple[str, str]:
    """How sure a column is, with its tone."""
    if column.undecided:
        return "which day?", "warn"
    if column.why == CHOSEN:
        return "chosen", "accent"
    if column.use not in {"field", "extra"}:
        return "", "muted"
    if is_doubtful(column):
        return "look ?", "warn"
    return ("certain", "good") if column.how_sure >= 0.95 else ("likely", "")


def fills(noun: str | None, column: Column) -> tuple[str, str]:
    """Where the cells of a column go, with its tone."""
    if column.use == "field" and column.field:
        second = " (if empty)" if column.second else ""
        return field_words(noun, column.field) + second, ""
    told = {
        "extra": "extra field",
        "empty": "empty",
        "label": "label beside",
        "left out": "left out",
    }
    return told.get(column.use, column.use), "muted"


def field_words(noun: str | None, field: str) -> str:
    """A field as the forms call it, with whose it is where a row holds two records."""
    owner, dot, name = field.partition(".")
    if owner in ("contact", "organisation") and dot:
        whose = "Person" if owner == "contact" else "Organisation"
        return f"{whose}: {field_words(f'{owner}s', name).lower()}"
    if dot:
        return f"{field_words(noun, owner)}, {name}"
    return _labels(noun).get(field) or spoken(field).capitalize()


@cache
def _labels(noun: str | None) -> dict[str, str]:
    if noun not in FIELDS:
        return {}
    form = import_module(f"crm.forms.{noun}").FORM
    return {field.name: field.label for field in form.fields}


def both_readings(column: Column) -> tuple[str, dict[dates.Order, str]]:
    """For days that can be read two ways: a sample, and what it is in each order."""
    sample = next(filter(dates.ambiguous, column.samples), "03/04/2025")
    orders: tuple[dates.Order, ...] = ("dmy", "mdy")
    found = {order: dates.read(sample, order) for order in orders}
    return sample, {order: day(when.day) for order, when in found.items() if when}


# Rows


def counts_words(counts: Mapping[Verdict, int]) -> str:
    """`52 rows = 40 new + 8 changed + 4 rejected`"""
    rows = sum(counts.values())
    parts = [f"{counts[verdict]:,} {WORDS[verdict]}" for verdict in Verdict if counts.get(verdict)]
    head = f"{rows:,} row{'s' if rows != 1 else ''}"
    return f"{head} = {' + '.join(parts)}" if parts else head


def what_happens(noun: str, fate: Fate, also: str, remarks: Sequence[Remark]) -> str:
    """Why a row is what it is, what changes or what is added, and what was noticed."""
    told = [by_key(fate.reason)] if fate.reason else []
    told += [also] if also and fate.verdict is Verdict.created else []
    told += [change_words(noun, *change) for change in fate.changes.items()]
    told += [remark_words(each) for each in remarks]
    return " · ".join(told)


def by_key(reason: str) -> str:
    for flag, key in _BY_KEY.items():
        reason = reason.replace(flag, key)
    return reason


def remark_words(remark: Remark) -> str:
    said = f"{remark.column}: {remark.problem}" if remark.column else remark.problem
    return f"{said}; {remark.hint}" if remark.hint else said


def change_words(noun: str, name: str, change: tuple[Any, Any]) -> str:
    """`Job title: CEO → Chair`, or what is added to a list."""
    before, after = change
    if name.removesuffix("_id") in LINKS:
        return f"{field_words(noun, name.removesuffix('_id'))} {'linked' if after else 'unlinked'}"
    label = field_words(noun, name)
    if name.endswith("country"):
        before, after = (countries.name(each or "") for each in change)
    if isinstance(before, dict) and isinstance(after, dict) and after:
        moved = {key: value for key, value in after.items() if before.get(key) != value}
        return f"{label}: {'' if moved.keys() & before.keys() else '+ '}{words(moved)}"
    if isinstance(before, list) and isinstance(after, list) and after:
        return f"{label}: {'+ ' if before else ''}{_listed([e for e in after if e not in before])}"
    if after in (None, "", [], {}):
        return f"{label}: {_said(before)} → (empty)"
    if before in (None, ""):
        return f"{label}: {words(after)}"
    return f"{label}: {words(before)} → {words(after)}"


def _said(value: Any) -> str:
    return _listed(value) if isinstance(value, list) else words(value)


def _listed(values: list[Any]) -> str:
    return ", ".join(phone(v) if isinstance(v, dict) and "raw" in v else words(v) for v in values)


def missing_words(create: bool) -> str:
    return "it is added" if create else "the row is rejected"
