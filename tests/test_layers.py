"""The floors of the program, held as data.

Reads the syntax trees and nothing else: what a module imports inside a function, under
TYPE_CHECKING or by a name in a string counts like any other import.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent

# Each room with its modules (a package stands for all that is in it), and the floors from the
# top down. A module imports its own room and lower floors; rooms of one floor are strangers.
ROOMS = {
    "webapp": ("webapp",),
    "start": ("indexer.__main__",),
    "cli": (
        "indexer.cli",
        "indexer.cli_admission",
        "indexer.cli_backups",
        "indexer.cli_batches",
        "indexer.cli_capacity",
        "indexer.cli_channel",
        "indexer.cli_children",
        "indexer.cli_errors",
        "indexer.cli_explain",
        "indexer.cli_generations",
        "indexer.cli_logging",
        "indexer.cli_names",
        "indexer.cli_options",
        "indexer.cli_process",
        "indexer.cli_output",
        "indexer.cli_runs",
        "indexer.cli_search",
        "indexer.cli_serve",
        "indexer.cli_server",
        "indexer.cli_stories",
        "indexer.cli_texts",
        "indexer.cli_watch",
    ),
    "api": ("indexer.api",),
    "live_search": ("indexer.live_search",),
    "wiring": ("indexer.wiring",),
    "search": ("indexer.search",),
    "rebuild": ("indexer.rebuild",),
    "engines": ("indexer.engines",),
    "engine_port": ("indexer.engine_port", "indexer.generation_store"),
    "query": ("indexer.query",),
    "analysis": ("indexer.analysis",),
    "cleaning": ("indexer.cleaning",),
    "entities": ("indexer.entities",),
    "sources": ("indexer.sources",),
    "generations": ("indexer.backups", "indexer.generations", "indexer.manifest", "indexer.pins"),
    "schema": ("indexer.schema",),
    "settings": ("indexer.setting_texts", "indexer.settings"),
    "errors": ("indexer.errors",),
    "said": ("indexer.said",),
}
FLOORS = (
    ("webapp",),
    ("start",),
    ("cli",),
    ("api",),
    ("live_search",),
    ("wiring",),
    ("search", "rebuild"),
    ("engines",),
    ("engine_port",),
    ("query",),
    ("analysis",),
    ("cleaning", "entities", "sources", "generations"),
    ("schema",),
    ("settings",),
    ("errors",),
    ("said",),
)
# The one way up: the command `serve` starts the page, and names its module in a string.
ALLOWED = {("indexer.cli_serve", "webapp.app")}
# Packages of others that one room alone may know.
OWNERS = {
    "whoosh": "engines",
    "opensearchpy": "engines",
    "flask": "webapp",
    "flask_babel": "webapp",
    "bleach": "webapp",
    "click": "cli",
    "tqdm": "cli",
    "waitress": "cli",
}
FILE_LINES, CLASS_LINES, FUNCTION_LINES = 400, 150, 50


def find_modules(root: Path) -> dict[str, Path]:
    """Every module of the two packages below `root`, by its dotted name."""
    modules = {}
    for path in sorted([*root.glob("indexer/**/*.py"), *root.glob("webapp/**/*.py")]):
        parts = path.relative_to(root).with_suffix("").parts
        modules[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return modules


def room_of(module: str) -> str | None:
    """The room that a module stands in, None for a module without one."""
    for room, names in ROOMS.items():
        if any(module == name or module.startswith(f"{name}.") for name in names):
            return room
    return None


def find_imports(tree: ast.AST, module: str, known: set[str]) -> Iterator[str]:
    """The modules that a syntax tree names, however deep, also in strings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                above = module.split(".")[: -node.level]
                base = ".".join([*above, base] if base else above)
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield whole if whole in known else base
        elif isinstance(node, ast.Constant) and str(node.value) in known and "." in str(node.value):
            yield str(node.value)


def check_arrows(root: Path) -> list[str]:
    """What is wrong with the imports below `root`, one sentence each."""
    modules = find_modules(root)
    level = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}
    arrows: dict[str, set[str]] = {}
    problems = []
    for module, path in modules.items():
        if module == "indexer":
            continue
        room = room_of(module)
        if room is None:
            problems.append(f"{module} stands in no room")
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = set(find_imports(tree, module, set(modules)))
        arrows[module] = {name for name in found if name in modules}
        for name in sorted(found):
            problems += _check_arrow(module, room, name, level)
    return problems + [f"circle: {' > '.join(circle)}" for circle in find_circles(arrows)]


def _check_arrow(module: str, room: str, name: str, level: dict[str, int]) -> Iterator[str]:
    top = name.split(".", maxsplit=1)[0]
    owner = OWNERS.get(top)
    if owner is not None and owner != room:
        yield f"{module} imports {name}, which only {owner} may know"
    if top not in ("indexer", "webapp") or (module, name) in ALLOWED:
        return
    if room == "webapp" and top == "indexer" and name != "indexer.api":
        yield f"{module} imports {name}: the web app knows indexer.api alone"
        return
    target = room_of(name)
    if target is None:
        yield f"{module} imports {name}, which stands in no room"
    elif target != room and level[target] < level[room]:
        yield f"{module} imports {name}: upward"
    elif target != room and level[target] == level[room]:
        yield f"{module} imports {name}: sideways"


def find_circles(arrows: dict[str, set[str]]) -> list[list[str]]:
    """Modules that import each other, one list a circle."""
    done: set[str] = set()
    circles = []

    def visit(module: str, path: list[str]) -> None:
        if module in path:
            circles.append([*path[path.index(module) :], module])
            return
        if module in done:
            return
        for name in sorted(arrows.get(module, ())):
            if name != module:
                visit(name, [*path, module])
        done.add(module)

    for module in arrows:
        visit(module, [])
    return circles


def check_files(root: Path) -> list[str]:
    """Files, classes and functions that are too long, read the environment, or print."""
    problems = []
    for module, path in find_modules(root).items():
        text = path.read_text(encoding="utf-8")
        lines = text.count("\n")
        if lines > FILE_LINES:
            problems.append(f"{module} has {lines} lines")
        for node in ast.walk(ast.parse(text)):
            problems += _check_node(module, node)
    return problems


def _check_node(module: str, node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        lines = (node.end_lineno or 0) - node.lineno + 1
        limit = CLASS_LINES if isinstance(node, ast.ClassDef) else FUNCTION_LINES
        if lines > limit:
            yield f"{module}.{node.name} has {lines} lines"
    name = getattr(node, "id", None)
    if isinstance(node, ast.Attribute) and getattr(node.value, "id", None) == "os":
        name = node.attr  # a WSGI request has an `environ` of its own
    imported = [alias.name for alias in node.names] if isinstance(node, ast.ImportFrom) else []
    if module != "indexer.settings" and {name, *imported} & {"environ", "getenv", "environb"}:
        yield f"{module} reads the environment"
    if name == "print" and room_of(module) != "cli":
        yield f"{module} prints"


def test_every_import_points_down() -> None:
    """No module is without a room, none imports upward, sideways or in a circle."""
    assert [] == check_arrows(ROOT)


def test_files_stay_small_and_quiet() -> None:
    """Length limits hold; only settings reads the environment; only the commands print."""
    assert [] == check_files(ROOT)


def test_every_room_stands_on_one_floor() -> None:
    """The order names each room once, and each module named in it exists."""
    assert sorted(ROOMS) == sorted(room for rooms in FLOORS for room in rooms)
    missing = {name for names in ROOMS.values() for name in names} - set(find_modules(ROOT))
    assert set() == missing


def test_the_package_root_imports_nothing() -> None:
    """`indexer/__init__.py` is a docstring only, so that importing a part loads that part alone."""
    body = ast.parse((ROOT / "indexer" / "__init__.py").read_text(encoding="utf-8")).body
    assert [ast.Expr] == [type(node) for node in body]


CASES = {
    "upward": ("indexer/query/a.py", "import indexer.search.b", "upward"),
    "from a package": ("indexer/query/a.py", "from indexer.search import b", "upward"),
    "relative": ("indexer/query/a.py", "from ..search import b", "upward"),
    "in a function": ("indexer/query/a.py", "def f():\n    from indexer.search.b import x", "upward"),
    "type checking": (
        "indexer/query/a.py",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from indexer.search.b import x",
        "upward",
    ),
    "in a string": ("indexer/query/a.py", "load('indexer.search.b')", "upward"),
    "sideways": ("indexer/rebuild/a.py", "from indexer.search.b import x", "sideways"),
    "behind the face": ("webapp/a.py", "from indexer.search.b import x", "indexer.api alone"),
    "without a room": ("indexer/helpers.py", "", "no room"),
    "into no room": ("indexer/search/a.py", "import indexer.helpers", "no room"),
    "not its package": ("indexer/search/a.py", "import whoosh.index", "only engines"),
    "circle": ("indexer/search/b.py", "from indexer.search.c import x", "circle"),
    "web app from below": ("indexer/api.py", "import webapp.app", "upward"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_wrong_import_is_caught(case: str, tmp_path: Path) -> None:
    """Each kind of wrong import, put into a small tree that is else in order, is reported."""
    path, text, expected = CASES[case]
    tree = {
        "indexer/search/b.py": "from indexer.query.syntax import All",
        "indexer/search/c.py": "from indexer.search.b import x",
        "indexer/query/syntax.py": "",
        "webapp/app.py": "from indexer.api import x",
        "indexer/api.py": "import indexer.search.c",
    }
    write_tree(tmp_path, tree)
    assert [] == check_arrows(tmp_path)
    write_tree(tmp_path, {path: text})
    assert [expected] == [expected for problem in check_arrows(tmp_path) if expected in problem]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x = 1\n" * (FILE_LINES + 1), "lines"),
        ("class C:\n" + "    x = 1\n" * CLASS_LINES, "lines"),
        ("def f():\n" + "    x = 1\n" * FUNCTION_LINES, "lines"),
        ("import os\nx = os.environ['HOME']", "environment"),
        ("import os\nx = os.getenv('HOME')", "environment"),
        ("from os import environ", "environment"),
        ("print('hello')", "prints"),
    ],
)
def test_a_long_or_loud_file_is_caught(text: str, expected: str, tmp_path: Path) -> None:
    """A file past a limit, one that reads the environment and one that prints are reported."""
    write_tree(tmp_path, {"indexer/search/b.py": text})
    problems = check_files(tmp_path)
    assert 1 == len(problems)
    assert expected in problems[0]


def write_tree(root: Path, files: dict[str, str]) -> None:
    """Write files below `root`, with their folders."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
