"""Every regular expression of cleaning, with how it is asked and how long a text it is given.

Found by watching: each expression that a module of `indexer.cleaning` compiles, wherever it is kept, is
wrapped before the modules are imported; then pages are cleaned that lead the rules to their lines.
Works once in a process, before anything of cleaning is imported.
"""

import linecache
import pkgutil
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

_PACKAGE = "indexer.cleaning"
_METHODS = frozenset(("match", "fullmatch", "search", "finditer", "findall", "split", "sub"))
# Where nothing bounds the text it is as long as the longest that is read, see CUTTINGS_MAX_TEXT_CHARACTERS.
UNBOUNDED = 1_000_000
_LONG_LINE = 4_000
# What was never given a longer text than a short line has gets short lines only, or parts of a line.
_SHORT_LINE = 400
# Of so many examples of a rule long lines are made.
_FEW = 4
_PROSE = "The mission handed its last camp over on Friday, and the convoy reached Gao before nightfall."
# These are asked of our own patterns, never of a text.
_OF_OUR_OWN = ("phrases._LOOK_AROUND", "phrases._CLASS", "phrases._REPEAT", "phrases._POSSESSIVE")
_SPACES = re.compile(r"\s\s|[^\S ]")
_NAME = re.compile(r"\s*(\w+)\s*(?::[^=]+)?=")


@dataclass(slots=True, eq=False)
class Watched:
    """A compiled pattern; `seen` holds for each method the length of the longest text it was given.

    `folded`: no text had two blanks side by side, or another white space than a blank. `phrasing`: it is
    one that whole lines are compared with, after an automaton let them through.
    """

    name: str
    real: re.Pattern[str]
    seen: dict[str, int] = field(default_factory=dict)
    folded: bool = True
    phrasing: bool = False

    def __getattr__(self, attribute: str) -> Any:
        """What the pattern itself has; calls that match are noted."""
        own = getattr(self.real, attribute)
        if attribute not in _METHODS:
            return own

        def noted(*arguments: Any, **named: Any) -> Any:
            at = 1 if attribute == "sub" else 0
            start = arguments[at + 1] if attribute != "split" and len(arguments) > at + 1 else 0
            length = len(arguments[at]) - start
            self.folded = self.folded and _SPACES.search(arguments[at]) is None
            self.seen[attribute] = max(self.seen.get(attribute, 0), length)
            return own(*arguments, **named)

        return noted

    def uses(self) -> dict[str, int]:
        """Each method with the longest text that it can get; the costliest where none was seen."""
        if self.phrasing and not self.seen:
            return {"fullmatch": _SHORT_LINE}
        if not self.seen:
            self.folded = False
            return dict.fromkeys(("search", "fullmatch"), UNBOUNDED)
        return {
            method: UNBOUNDED if most > _SHORT_LINE else _SHORT_LINE for method, most in self.seen.items()
        }


def find_uses() -> list[Watched]:
    """All patterns of cleaning after the pages of the rules were cleaned."""
    if any(name.startswith(_PACKAGE) for name in sys.modules):
        raise RuntimeError("Patterns are watched before cleaning is imported: start a new process.")
    found: dict[tuple[str, int], Watched] = {}
    with _watching(found):
        package = import_module(_PACKAGE)
        for module in pkgutil.walk_packages(package.__path__, f"{_PACKAGE}."):
            import_module(module.name)
        clean: Callable[..., Any] = import_module(f"{_PACKAGE}.page").clean_text
        for text in _probes(import_module(f"{_PACKAGE}.rules").RULES):
            clean(text)
            clean(f"<html><body><article><p class='{text}'>{text}</p></article></body></html>", kind="html")
    return list(found.values())


def _probes(rules: Any) -> Iterator[str]:
    """Pages with the examples of each rule as they are, as lines of 400 signs, and as long ones."""
    for rule in rules:
        examples = [example.replace("⟦", "").replace("⟧", "") for example in rule.takes + rule.leaves]
        for length in (1, _SHORT_LINE, _LONG_LINE):
            lines = [_repeat(example, length) for example in examples[: None if length == 1 else _FEW]]
            yield "\n".join([*lines, _PROSE, *lines, _PROSE, *lines])
    for example in [example for rule in rules for example in rule.takes if rule.place == "head"]:
        yield f"{example} {_PROSE * 50}"


def _repeat(example: str, length: int) -> str:
    """An example again and again on one line, once at least."""
    return (f"{example} \t" * (length // len(example) + 1))[: max(length, len(example))]


@contextmanager
def _watching(found: dict[tuple[str, int], Watched]) -> Iterator[None]:
    """While this is open, what cleaning compiles is watched; texts of patterns too, as in `re.split`."""
    engine: Any = re
    compile_one = engine._compile  # noqa: SLF001  # the one place where each pattern passes

    def watch(pattern: Any, flags: int) -> Any:
        compiled = compile_one(pattern, flags)
        name, phrasing = _name_of_caller()
        if name in ("", *_OF_OUR_OWN):
            return compiled
        key = (compiled.pattern, compiled.flags)
        return found.setdefault(key, Watched(name, compiled, phrasing=phrasing))

    engine._compile = watch  # noqa: SLF001  # as above
    try:
        yield
    finally:
        engine._compile = compile_one  # noqa: SLF001  # as above


def _name_of_caller() -> tuple[str, bool]:
    """The module and the name or line for which cleaning compiles, and whether it is a phrasing.

    No name where another package compiles.
    """
    frame: Any = sys._getframe(2)  # noqa: SLF001  # the only way to the caller
    while frame and frame.f_globals.get("__name__") == "re":
        frame = frame.f_back
    module = frame.f_globals.get("__name__", "") if frame else ""
    if not module.startswith(f"{_PACKAGE}."):
        return "", False
    inner = frame
    phrasing = (module, frame.f_code.co_name) == (f"{_PACKAGE}.phrases", "phrases")
    while frame and frame.f_globals.get("__name__", "").startswith(f"{_PACKAGE}."):
        if frame.f_code.co_name == "<module>":
            inner = frame
            break
        frame = frame.f_back
    module = inner.f_globals["__name__"].removeprefix(f"{_PACKAGE}.")
    named = _NAME.match(linecache.getline(inner.f_code.co_filename, inner.f_lineno))
    return f"{module}.{named[1]}" if named else f"{module}:{inner.f_lineno}", phrasing
