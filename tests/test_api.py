"""The public face equals its list."""

import ast
import inspect
from pathlib import Path

import pytest

from indexer import api

ROOT = Path(__file__).parent.parent


def test_the_list_names_everything_public() -> None:
    """`__all__` names each public name of the module that is ours, and no other."""
    ours = {
        name
        for name, value in vars(api).items()
        if not name.startswith("_")
        and getattr(value, "__module__", "").startswith("indexer")
        and not inspect.ismodule(value)
        and name == getattr(value, "__name__", name)
    }
    private = {
        "clean_text",
        "read_authority",
        "folder_stamp",
        "Linker",
        "open_current",
        "canonical_date",
        "open_folder_store",
        "open_sharing_store",
        "open_store",
    }
    assert {*api.__all__} - {"FACETS", "ROWS"} == ours - private


def test_the_list_is_sorted_and_holds_no_name_twice() -> None:
    """A name is found where it is looked for."""
    assert sorted(set(api.__all__)) == sorted(api.__all__)


@pytest.mark.parametrize("name", [name for name in api.__all__ if callable(getattr(api, name))])
def test_every_public_name_says_what_it_is(name: str) -> None:
    """Each class and function of the face has a docstring."""
    assert (getattr(api, name).__doc__ or "").strip()


def test_the_web_app_uses_only_what_the_list_names() -> None:
    """What the pages import from the face stands in `__all__`, so that it may not vanish."""
    used = set()
    for path in (ROOT / "webapp").glob("**/*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "indexer.api":
                used |= {alias.name for alias in node.names}
            if (
                isinstance(node, ast.Attribute)
                and isinstance(node.value, ast.Name)
                and node.value.id == "api"
            ):
                used.add(node.attr)
    assert used
    assert set() == used - {*api.__all__}
