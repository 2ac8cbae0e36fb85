"""Words and numbers as they stand on pages.

Knows nothing of searches or templates.
"""

from collections.abc import Sequence


def number(value: int) -> str:
    """A count with thousands apart.

    >>> number(1067)
    '1,067'
    """
    return f"{value:,}"


def begin(text: str) -> str:
    """A text with a capital at its beginning.

    >>> begin("no date"), begin("")
    ('No date', '')
    """
    return text[:1].upper() + text[1:]


def plural(count: int, one: str) -> str:
    """A count with its noun.

    >>> plural(1, "document"), plural(1067, "span"), plural(2, "company"), plural(2, "person")
    ('1 document', '1,067 spans', '2 companies', '2 people')
    """
    return f"{count:,} {one if count == 1 else plural_of(one)}"


def plural_of(one: str) -> str:
    """The plural of a noun of these pages.

    >>> plural_of("UN body"), plural_of("day")
    ('UN bodies', 'days')
    """
    if one.endswith("person"):
        return one[: -len("person")] + "people"
    if one.endswith("y") and one[-2:-1] not in "aeiou":
        return one[:-1] + "ies"
    return one if one == "media" else one + "s"


def times(count: int) -> str:
    """How often, in words.

    >>> times(1), times(2), times(3)
    ('once', 'twice', '3 times')
    """
    return {1: "once", 2: "twice"}.get(count, f"{count:,} times")


def join(words: Sequence[str], last: str = "and") -> str:
    """Words with commas, and a word before the last.

    >>> join(["a"]), join(["a", "b"], "or"), join(["a", "b", "c"])
    ('a', 'a or b', 'a, b and c')
    """
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters, cut at a blank, with an ellipsis.

    >>> shorten("one two three", 9)
    'one two …'
    """
    text = " ".join(text.split())
    if len(text) <= limit:
        return text
    cut = text.rfind(" ", limit // 2, limit)
    return text[: cut if cut > 0 else limit].rstrip(" ,;:") + " …"


def percent(part: int, whole: int) -> str:
    """A share of a whole.

    >>> percent(238, 24730), percent(0, 0)
    ('1.0%', '0.0%')
    """
    return f"{part / whole if whole else 0:.1%}"
