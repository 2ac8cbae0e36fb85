"""Sentences that keep what they were made of.

They are plain English text wherever they are read; a page can word them anew in its language.
"""

from collections.abc import Sequence
from typing import Any, Self


class Said(str):
    """A text made of a template with named places, and of the values in these.

    A value may be said itself. `several` is the template for more than one, by the value `n`.
    """

    __slots__ = ("several", "template", "values")

    template: str
    several: str
    values: dict[str, object]

    def __new__(cls, template: str, several: str, values: dict[str, object]) -> Self:
        """The text in English, numbers with thousands apart."""
        words = several if several and values["n"] != 1 else template
        shown = {name: f"{v:,}" if type(v) is int else v for name, v in values.items()}
        made = super().__new__(cls, words % shown)
        made.template, made.several, made.values = template, several, values
        return made

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Itself, as nothing of it changes."""
        return self

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Plain text, wherever it is stored."""
        return str, (str(self),)


class Named(str):
    """The English name of a value of a facet, with the facet and the value."""

    __slots__ = ("facet", "value")

    facet: str
    value: str

    def __new__(cls, name: str, facet: str, value: str) -> Self:
        """The name as text."""
        made = super().__new__(cls, name)
        made.facet, made.value = facet, value
        return made

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        """Itself, as nothing of it changes."""
        return self

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        """Plain text, wherever it is stored."""
        return str, (str(self),)


def say(template: str, /, **values: object) -> Said:
    """A sentence of a template and its values.

    >>> say("It has %(n)s words", n=1067)
    'It has 1,067 words'
    """
    return Said(template, "", values)


def say_many(one: str, several: str, n: int, /, **values: object) -> Said:
    """A sentence of one of two templates, by a number that both may name `n`.

    >>> say_many("%(n)s page", "%(n)s pages", 2)
    '2 pages'
    """
    return Said(one, several, {"n": n, **values})


def say_list(words: Sequence[str]) -> str:
    """Words with commas.

    >>> say_list(["a", "b"])
    'a, b'
    """
    return _join("%(first)s, %(last)s", words)


def say_all(words: Sequence[str]) -> str:
    """Words with commas, and “and” before the last.

    >>> say_all(["a", "b", "c"]), say_all(["a"])
    ('a, b and c', 'a')
    """
    if len(words) < 2:
        return "".join(words)
    return say("%(first)s and %(last)s", first=say_list(words[:-1]), last=words[-1])


def say_any(words: Sequence[str]) -> str:
    """Words with “or” between them.

    >>> say_any(["a", "b", "c"]), say_any([])
    ('a or b or c', '')
    """
    return _join("%(first)s or %(last)s", words)


def _join(template: str, words: Sequence[str]) -> str:
    said = words[0] if words else ""
    for word in words[1:]:
        said = say(template, first=said, last=word)
    return said
