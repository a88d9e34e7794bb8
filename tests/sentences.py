"""Every sentence that the screens and the command line say, found in the source."""

import ast
from collections.abc import Iterator
from enum import StrEnum
from importlib import import_module
from pathlib import Path
from typing import Any

from crm.words import context

ROOT = Path(__file__).parents[1]
Key = tuple[str, str]  # context and sentence

# What a call says: the places of its arguments, and their names.
CALLS: dict[str, tuple[tuple[int, ...], tuple[str, ...]]] = {
    "_": ((0,), ()), "Verb": ((2, 3, 5), ("label", "help", "group")),
    "PlaceName": ((2, 3, 4), ()), "Column": ((1,), ()), "Field": ((1,), ("hint",)),
    "Section": ((0,), ()), "FormSpec": ((1,), ()), "Confirm": ((0,), ("yes", "no", "detail")),
    "Pick": ((0,), ("hint", "nothing")), "PickFile": ((0,), ()), "PickPlace": ((0,), ()),
    "Reason": ((1,), ()), "replace": ((), ("label", "help", "empty")), "_section": ((2, 4), ()),
    "LedgerTable": ((), ("empty",)), "Item": ((), ("reason",)), "_reverse": ((0,), ()),
    "__init__": ((0,), ()),
}  # fmt: skip
# Sentences that stand in a constant; of a mapping its values.
CONSTANTS = (
    ("crm.dates", "MONTHS"), ("crm.dates", "WEEKDAYS"), ("crm.dates", "HINT"),
    ("crm.dates", "_EXAMPLE"), ("crm.screens.shown", "KINDS"), ("crm.screens.shown", "SIGNS"),
    ("crm.screens.shown", "LESS"), ("crm.screens.printing", "SIDES"),
    ("crm.screens.printing", "STATES"), ("db.queries.today", "DUE"),
    ("crm.completing", "BEFORE"), ("crm.completing", "UNDER"), ("db.history.staying", "WHYS"),
    ("db.refusals", "REFUSALS"), ("db.refusals", "NOTHING"),
    )  # fmt: skip
FOLDERS = ("crm/screens", "crm/widgets", "crm/forms", "crm/cli")
FILES = ("crm/app.py", "crm/completing.py", "crm/verbs.py", "crm/dates.py", "crm/figures.py",
         "crm/printing.py", "crm/reports/figures.py", "db/eligibility.py",
         "db/queries/today.py", "db/queries/screening.py")  # fmt: skip


def sources() -> Iterator[Path]:
    for folder in FOLDERS:
        yield from sorted((ROOT / folder).glob("*.py"))
    yield from (ROOT / name for name in FILES)


def sentences() -> dict[Key, str]:
    """Every sentence with its plural, or "" where it counts nothing."""
    found: dict[Key, str] = {}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            for one, other in (*_said(node), *_named(node)):
                found[("", one)] = other or found.get(("", one), "")
    for words in enumerations():
        found.update({(context(words), word.value): "" for word in words})
    found.update({("", text): "" for text in declared()})
    found.update({("", one): other for one, other in counted()})
    found.pop(("", ""), None)
    return found


def _said(node: ast.AST) -> Iterator[tuple[str, str]]:
    if isinstance(node, ast.FunctionDef) and node.name.startswith(("available", "_why")):
        for each in ast.walk(node):
            if isinstance(each, ast.Return) and each.value:
                yield from ((text, "") for text in _constants(each.value))
    if not isinstance(node, ast.Call):
        return
    name = ast.unparse(node.func).rpartition(".")[2]
    if name == "say" and isinstance(node.func, ast.Attribute):  # a toast
        yield from ((text, "") for arg in node.args[:1] for text in _constants(arg))
    if name == "many":
        texts = [next(_constants(arg), "") for arg in node.args[1:3]]
        if len(texts) == 2 and texts[0]:
            yield texts[0], texts[1]
    places, names = CALLS.get(name, ((), ()))
    told = [node.args[n] for n in places if n < len(node.args)]
    told += [keyword.value for keyword in node.keywords if keyword.arg in names]
    for value in told:
        yield from ((text, "") for text in _constants(value))


def _named(node: ast.AST) -> Iterator[tuple[str, str]]:
    """What is named first and said then: `told = "..."`, `_(told, ...)`."""
    if not isinstance(node, ast.Module | ast.FunctionDef | ast.AsyncFunctionDef):
        return
    calls = [each for each in ast.walk(node) if isinstance(each, ast.Call)]
    said = {arg.id for call in calls if ast.unparse(call.func) == "_"
            for arg in call.args[:1] if isinstance(arg, ast.Name)}  # fmt: skip
    said |= {keyword.value.id for call in calls for keyword in call.keywords
             if keyword.arg in ("hint", "nothing") and isinstance(keyword.value, ast.Name)}  # fmt: skip
    for each in node.body if isinstance(node, ast.Module) else ast.walk(node):
        if isinstance(each, ast.Assign) and {ast.unparse(t) for t in each.targets} & said:
            yield from ((text, "") for text in _constants(each.value))


def _constants(node: ast.expr) -> Iterator[str]:
    """A text, or both texts of a choice between two."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=body, orelse=other):
            yield from (*_constants(body), *_constants(other))


def enumerations() -> list[type[StrEnum]]:
    """The enumerations of the record, which people see."""
    import db.models

    found: set[type[StrEnum]] = set()
    for path in (ROOT / "db/models").glob("[a-z]*.py"):
        module = import_module(f"{db.models.__name__}.{path.stem}")
        kinds = (each for each in vars(module).values() if isinstance(each, type))
        found |= {k for k in kinds if issubclass(k, StrEnum) and k.__module__ == module.__name__}
    return sorted(found, key=context)


def declared() -> Iterator[str]:
    """The words that stand in tables: places, columns of the command line, figures."""
    from crm.cli import records, rows
    from crm.figures import spans
    from crm.screens import exporting, files, report
    from crm.screens.ledger import Ledger
    from crm.screens.palette import PALETTE
    from db.eligibility import Fit
    from db.models import MODELS, NOUNS, columns
    from db.queries.figures import _OUTCOMES, NAMED
    from db.queries.incentives import Standing
    from db.queries.lists import spelled

    for module, name in CONSTANTS:
        if hasattr(import_module(module), name):
            yield from _flat(getattr(import_module(module), name))
    for ledger in ledgers(Ledger):
        yield from (*(name for name, _ in ledger.PLACE.views), ledger.PLACE.empty)
    yield from (text for pair in NAMED.values() for text in pair)
    yield from (*_OUTCOMES, "Offered", "Answered after", "Not answered yet", "Kept on time",
                "Kept late", "Still open", "Not recorded", "Gone quiet")  # fmt: skip
    yield from (*spans(__import__("datetime").date(2026, 1, 1)), *Fit, *Standing)
    yield from (title for _, title, _ in records._SECTIONS)
    yield from (item.detail for item in (*exporting.FORMS, *report.FORMATS))
    yield from (item.label for item in exporting.FORMS)
    yield PALETTE.label
    yield from ("yesterday", "today", "tomorrow", "type to narrow", "Nothing matches.", "Archived",
                "On this screen", "Committed capex", "Realised capex", "Decided site",
                "committed capex", "realised capex", "decided site")  # fmt: skip
    yield from (f"New {form(noun).title[:1].lower()}{form(noun).title[1:]}" for noun in NOUNS)
    for noun, model in NOUNS.items():
        yield from (spelled(noun).capitalize(), noun.removesuffix("s").replace("_", "-"))
        for key in (*rows.COLUMNS[noun], *(column.name for column in columns(model).columns)):
            yield _heading(rows._TITLES.get(key, key))
    for table, model in MODELS.items():
        yield "" if model.letter else table.replace("_", " ")
        yield from (_heading(column.name) for column in columns(model).columns)
    yield from (kind.NOTHING for kind in (files.PickFile, files.PickPlace))
    yield from relations()


def form(noun: str) -> Any:
    return import_module(f"crm.forms.{noun}").FORM


INNER = {"Id", "Uid", "Version", "Folded", "Handles", "Created at", "Created by", "Updated at",
         "Updated by"}  # fmt: skip


def _heading(key: str) -> str:
    words = key.removesuffix("_id").replace("_", " ")
    told = words[:1].upper() + words[1:]
    return "" if told in INNER else told


def relations() -> Iterator[str]:
    """The titles under which a card lists what hangs on it."""
    tree = ast.parse((ROOT / "db/queries/cards.py").read_text("utf-8"))
    for node in ast.walk(tree):
        match node:
            case ast.Tuple(elts=[ast.Constant(value=str(title)), ast.Constant(), _]):
                yield title


def counted() -> Iterator[tuple[str, str]]:
    """What is counted, with its plural."""
    from crm import dates
    from crm.cli import rows
    from crm.screens.shown import COUNTED

    yield from COUNTED.values()
    yield from (pair for _, _, *pairs in dates._SPANS for pair in pairs)
    for noun, one in rows._ONE.items():
        yield f"{{n}} {one}", f"{{n}} {rows.spelled(noun)}"


def ledgers(root: type[Any]) -> Iterator[type[Any]]:
    from crm.app import _places

    _places()
    yield from (each for each in root.__subclasses__() if "PLACE" in vars(each))


def _flat(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            yield from (text for each in value.values() for text in _flat(each))
        case tuple() | list():
            yield from (text for each in value for text in _flat(each))
