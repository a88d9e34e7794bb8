"""The house as it was laid out: which way imports point, who may open what, what code never does."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Arrow:
    """One import: `late` inside a function, `typing` only for the type checker."""

    source: str
    target: str
    late: bool
    typing: bool


@cache
def modules() -> dict[str, Path]:
    """Every module of the product by its dotted name."""
    found = {}
    for path in sorted([*ROOT.glob("db/**/*.py"), *ROOT.glob("crm/**/*.py")]):
        parts = path.relative_to(ROOT).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


@cache
def tree(module: str) -> ast.Module:
    return ast.parse(modules()[module].read_text(encoding="utf-8"))


@cache
def arrows() -> tuple[Arrow, ...]:
    return tuple(arrow for module in modules() for arrow in _arrows(module))


def _arrows(module: str) -> Iterator[Arrow]:
    def walk(node: ast.AST, late: bool, typing: bool) -> Iterator[Arrow]:
        for child in ast.iter_child_nodes(node):
            inside = late or isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda)
            checked = typing or (
                isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test)
            )
            if isinstance(child, ast.Import | ast.ImportFrom):
                for target in _targets(module, child):
                    yield Arrow(module, target, inside, typing)
            yield from walk(child, inside, checked)

    yield from walk(tree(module), False, False)


def _targets(module: str, node: ast.Import | ast.ImportFrom) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
        return
    package = modules()[module].name == "__init__.py"
    parts = module.split(".")
    base = parts[: len(parts) - node.level + package] if node.level else []
    origin = ".".join([*base, *([node.module] if node.module else [])])
    for alias in node.names:
        whole = f"{origin}.{alias.name}"
        yield whole if whole in modules() else origin


def is_in(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def pointing(source: tuple[str, ...], target: tuple[str, ...], *, typing: bool) -> list[str]:
    """Arrows from some packages to others; those of the type checker only if asked for."""
    return [
        f"{arrow.source} -> {arrow.target}"
        for arrow in arrows()
        if is_in(arrow.source, *source)
        and is_in(arrow.target, *target)
        and (typing or not arrow.typing)
    ]


def loaded(*names: str) -> set[str]:
    """What is in memory after importing modules in a new process."""
    code = (
        "import importlib, json, sys\n"
        "for name in json.loads(sys.argv[1]): importlib.import_module(name)\n"
        "print(json.dumps(sorted(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, json.dumps(names)],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    return set(json.loads(done.stdout))


def below(*packages: str) -> list[str]:
    """The modules of packages that can be imported as they are."""
    return [m for m in modules() if is_in(m, *packages) and m != "db.migrations.env"]


def test_the_record_knows_no_terminal() -> None:
    assert pointing(("db",), ("crm", "textual", "rich", "typer"), typing=True) == []
    found = loaded(*below("db"))
    assert not [name for name in found if is_in(name, "crm", "textual", "rich", "typer")]


def test_forms_files_reports_and_dates_know_no_screen() -> None:
    pure = ("crm.forms", "crm.exchange", "crm.reports", "crm.dates")
    assert pointing(pure, ("crm.screens", "crm.widgets", "crm.app", "textual"), typing=True) == []
    found = loaded(*below(*pure))
    assert not [name for name in found if is_in(name, "textual", "crm.screens", "crm.widgets")]


def test_widgets_know_nothing_of_the_record() -> None:
    assert pointing(("crm.widgets",), ("db", "sqlmodel", "sqlalchemy"), typing=True) == []
    assert pointing(("crm.widgets",), ("crm.screens", "crm.app", "crm.desk"), typing=True) == []


# What does not follow the layout yet. This may only shrink: take a line out with what it names.
OWED_SQL = {"crm.exchange.export"}
OWED_DOORS = {"crm.exchange.apply"}


def test_only_the_desk_knows_sql_outside_the_record() -> None:
    found = pointing(("crm",), ("sqlmodel", "sqlalchemy", "alembic"), typing=False)
    assert {arrow.split(" ")[0] for arrow in found} <= {"crm.desk", *OWED_SQL}


def _calls(module: str) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree(module)) if isinstance(node, ast.Call))


def _named(module: str) -> set[str]:
    """The names by which a module knows questions and commands, or modules of them."""
    found = set()
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.ImportFrom) and is_in(
            node.module or "", "db.queries", "db.commands"
        ):
            found |= {alias.asname or alias.name for alias in node.names}
    return {name for name in found if name[0].islower()}  # a class is a value, not a question


def test_screens_name_questions_and_commands_and_never_call_them() -> None:
    called = set()
    for module in below("crm.screens", "crm.widgets", "crm.app", "crm.forms"):
        known = _named(module)
        for call in _calls(module):
            root = call.func.value if isinstance(call.func, ast.Attribute) else call.func
            if isinstance(root, ast.Name) and root.id in known and _takes_a_session(call):
                called.add(module)
    assert called == set()


def _takes_a_session(call: ast.Call) -> bool:
    """A question takes a session first; what takes none is a plain function."""
    first = call.args[0] if call.args else None
    return isinstance(first, ast.Name) and first.id == "session"


def test_only_two_files_create_engines_and_one_opens_sessions() -> None:
    engines, sessions = set(), set()
    for module in modules():
        for call in _calls(module):
            name = ast.unparse(call.func).split(".")[-1]
            engines |= {module} if name == "create_engine" else set()
            sessions |= {module} if name in ("Session", "sessionmaker") else set()
    assert engines <= {"db.engine", "db.sqlite"} and sessions <= {"db.engine"}


def test_only_the_desk_and_the_command_line_open_the_record() -> None:
    doors = {"reading", "writing", "keeping", "open_database"}
    found = {
        module
        for module in modules()
        for call in _calls(module)
        if not is_in(module, "db", "crm.desk", "crm.cli")
        and ast.unparse(call.func).split(".")[-1] in doors
    }
    assert found <= OWED_DOORS


def test_the_screens_paint_before_the_record_is_imported() -> None:
    if "crm.app" not in modules():
        pytest.skip("crm/app.py is not there yet")
    found = loaded("crm.app")
    assert not [name for name in found if is_in(name, "sqlmodel", "sqlalchemy", "alembic", "typer")]


def test_imports_never_run_in_a_circle() -> None:
    graph: dict[str, set[str]] = {module: set() for module in modules()}
    for arrow in arrows():
        if (
            arrow.target in graph
            and arrow.target != arrow.source
            and not (arrow.late or arrow.typing)
        ):
            graph[arrow.source].add(arrow.target)
    while leaves := [module for module, targets in graph.items() if not targets]:
        for leaf in leaves:
            del graph[leaf]
        for targets in graph.values():
            targets.difference_update(leaves)
    assert graph == {}, "these stand on each other"


FLOORS = [  # each may stand on those before it
    ("db.errors",), ("db.names", "db.dossier"), ("db.models",), ("db.view", "db.triggers"),
    ("db.queries",), ("db.commands",), ("db.engine", "db.seed"),
    ("db.backup", "db.copying"), ("db.restoring", "db.checking", "db.daily", "db.erasing"), ("crm",),
]  # fmt: skip


@pytest.mark.parametrize("floor", range(len(FLOORS)))
def test_no_arrow_points_to_a_higher_floor(floor: int) -> None:
    higher = tuple(package for packages in FLOORS[floor + 1 :] for package in packages)
    assert pointing(FLOORS[floor], higher, typing=False) == []


# The one place where a bug ends in a sentence instead of a traceback.
LAST_RESORT = {"crm.cli.failures", "crm.app"}


def test_nothing_is_caught_that_was_not_meant() -> None:
    found = set()
    for module in modules():
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.ExceptHandler):
                caught = ast.unparse(node.type) if node.type else "everything"
                if re.search(r"\b(Base)?Exception\b|everything", caught):
                    found.add(module)
    assert found <= LAST_RESORT


def test_every_module_says_what_it_is_for() -> None:
    assert [m for m in modules() if tree(m).body and not ast.get_docstring(tree(m))] == []


BAD_NAMES = re.compile(r"(^|_)(utils?|misc|helpers?|managers?|common)($|_)|Manager$|Helper$")
BAD_VERBS = re.compile(r"^_?(get|handle|process)_")
THEIRS = {"get_col_spec", "get_line_filters", "get_content_width", "get_content_height", "get_default_screen",
          "process_bind_param", "process_result_value", "get_component_styles", "get_driver_class",
          "get_css_variables", "get_theme_variable_defaults", "get_system_commands",
          "handle_starttag", "handle_data", "handle_endtag", "_handle_exception"}  # fmt: skip


def test_things_are_named_as_an_officer_would() -> None:
    found = [module for module in modules() if BAD_NAMES.search(module.rsplit(".", 1)[-1])]
    for module in modules():
        for node in ast.walk(tree(module)):
            if isinstance(node, ast.ClassDef) and BAD_NAMES.search(node.name):
                found.append(f"{module}.{node.name}")
            defined = isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
            if defined and BAD_VERBS.search(node.name) and node.name not in THEIRS:
                found.append(f"{module}.{node.name}")
    assert found == []


MACHINE = re.compile(r"(?<![\w.])/(work|root|tmp|var/folders|Users)/|[A-Z]:\\Users")
OURS = {".py", ".toml", ".md", ".json", ".typ", ".tcss", ".txt", ".csv", ".po", ".svg", ""}


def test_no_path_of_a_machine_is_in_the_project() -> None:
    skipped = {".git", ".venv", "build", "dist", "hostile", "node_modules"}
    found = []
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if any(p in skipped or p.endswith(("_cache", "__", ".egg-info")) for p in parts):
            continue
        if parts[0] == ".hypothesis" or not path.is_file() or path.suffix not in OURS:
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        if MACHINE.search(text) and path != Path(__file__):
            found.append(str(path.relative_to(ROOT)))
    assert found == []


# What may stand in the text of a statement: constants, and names of tables that came from the schema.
STRUCTURE = {
    "db.triggers": {"name", "function", "table"},
    "db.migrations.versions.m0002_search": {"table"},
    "db.migrations.versions.m0005_lists": {"table", "key", "number"},
    "db.backup": {"table"},
    "db.checking.search": {"name"},
    "db.commands.batches": {"self.table.name"},
    "db.rows": {"table", "name", "rule"},
    "db.recoding": {"table", "name", "number"},
}


def test_data_never_becomes_sql() -> None:
    found = []
    for module in below("db", "crm"):
        for call in _calls(module):
            name = ast.unparse(call.func).split(".")[-1]
            if name in ("text", "exec_driver_sql", "execute", "literal_column") and call.args:
                found += [f"{module}:{call.lineno} {word}" for word in _woven(module, call.args[0])]
    assert found == []


def _woven(module: str, statement: ast.expr) -> list[str]:
    """The parts of a statement's text that are neither constant nor a name of the schema."""
    if isinstance(statement, ast.BinOp) and _is_text(statement):
        return [ast.unparse(statement)]
    if isinstance(statement, ast.Call) and ast.unparse(statement.func).endswith(".format"):
        return [ast.unparse(statement)]
    if not isinstance(statement, ast.JoinedStr):
        return []
    woven = [ast.unparse(v.value) for v in statement.values if isinstance(v, ast.FormattedValue)]
    allowed = STRUCTURE.get(module, set())
    return [word for word in woven if not (word.isupper() or word in allowed)]


def _is_text(node: ast.BinOp) -> bool:
    return isinstance(node.op, ast.Mod | ast.Add) and any(
        isinstance(side, ast.JoinedStr)
        or (isinstance(side, ast.Constant) and type(side.value) is str)
        for side in (node.left, node.right)
    )


def test_models_are_read_with_their_annotations() -> None:
    for module in below("db.models"):
        assert "from __future__" not in modules()[module].read_text(encoding="utf-8")


def test_every_folder_of_tests_is_a_package() -> None:
    """The noun is the file name at every layer, so two folders hold a test_meetings.py."""
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}
    assert [str(f.relative_to(ROOT)) for f in folders if not (f / "__init__.py").exists()] == []


def test_nothing_else_stands_at_the_top() -> None:
    ours = {
        "pyproject.toml",
        "README.md",
        "CHANGELOG.md",
        "LICENSE",
        "crm",
        "db",
        "tests",
        "screenshots",
    }
    made = {"build", "dist"}
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith(".")}
    assert {name for name in found - ours - made if not name.endswith(".egg-info")} == set()
