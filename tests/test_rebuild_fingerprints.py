"""What tells one build from another."""

import ast
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import indexer
from indexer.rebuild.fingerprints import TOOLS

DECIDING = ("analysis", "cleaning", "entities", "query")


def test_every_package_that_decides_what_is_found_is_a_tool():
    """Another release of one must be noticed by an update and a relink."""
    root = Path(indexer.__file__).parent
    used = {
        name.partition(".")[0]
        for room in DECIDING
        for path in (root / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        for name in imported(node)
    }
    foreign = used - sys.stdlib_module_names - {"indexer"}
    assert {"re2", "ahocorasick"} <= foreign
    distributions = packages_distributions()
    tools = {tool.casefold() for tool in TOOLS}
    assert set() == {
        module for module in foreign if tools.isdisjoint(name.casefold() for name in distributions[module])
    }


def imported(node: ast.AST) -> list[str]:
    """The modules that a statement imports."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module] if isinstance(node, ast.ImportFrom) and node.module else []
