"""Words and numbers as they stand on pages.

Knows nothing of searches or templates.
"""

from collections.abc import Sequence

from webapp.languages import gettext, language, later_many, ngettext

# Of each language: what stands between thousands, before decimals and before a per cent sign.
SIGNS = {"en": (",", ".", ""), "fr": ("\u202f", ",", "\u202f")}
# What pages count.
NOUNS = {
    "actor": later_many("actor", "actors"),
    "armed group": later_many("armed group", "armed groups"),
    "byte": later_many("byte", "bytes"),
    "character": later_many("character", "characters"),
    "company": later_many("company", "companies"),
    "country": later_many("country", "countries"),
    "date": later_many("date", "dates"),
    "document": later_many("document", "documents"),
    "exact duplicate": later_many("exact duplicate", "exact duplicates"),
    "file": later_many("file", "files"),
    "government": later_many("government", "governments"),
    "group without a name": later_many("group without a name", "groups without a name"),
    "international mission": later_many("international mission", "international missions"),
    "international organisation": later_many("international organisation", "international organisations"),
    "language": later_many("language", "languages"),
    "media": later_many("media", "media"),
    "mention": later_many("mention", "mentions"),
    "more copy": later_many("more copy", "more copies"),
    "more document": later_many("more document", "more documents"),
    "more source": later_many("more source", "more sources"),
    "name": later_many("name", "names"),
    "near copy": later_many("near copy", "near copies"),
    "organisation": later_many("organisation", "organisations"),
    "other": later_many("other", "others"),
    "other form": later_many("other form", "other forms"),
    "passage": later_many("passage", "passages"),
    "person": later_many("person", "people"),
    "place": later_many("place", "places"),
    "private military company": later_many("private military company", "private military companies"),
    "scraped article": later_many("scraped article", "scraped articles"),
    "source": later_many("source", "sources"),
    "source file": later_many("source file", "source files"),
    "span": later_many("span", "spans"),
    "spelling": later_many("spelling", "spellings"),
    "state force": later_many("state force", "state forces"),
    "United Nations body": later_many("United Nations body", "United Nations bodies"),
    "word": later_many("word", "words"),
}


def number(value: int) -> str:
    """A count with thousands apart.

    >>> number(1067)
    '1,067'
    """
    return f"{value:,}".replace(",", SIGNS[language()][0])


def decimal(value: float, places: int) -> str:
    """A number with so many decimals.

    >>> decimal(2.5, 3)
    '2.500'
    """
    return f"{value:.{places}f}".replace(".", SIGNS[language()][1])


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
    return f"{number(count)} {noun(count, one)}"


def noun(count: int, one: str) -> str:
    """A noun of these pages for a count; one that is in no table stays as it is.

    >>> noun(0, "United Nations body"), noun(1, "day")
    ('United Nations bodies', 'day')
    """
    if one not in NOUNS:
        return one if count == 1 else f"{one}s"
    return ngettext(*NOUNS[one], count)


def times(count: int) -> str:
    """How often, in words.

    >>> times(1), times(2), times(3)
    ('once', 'twice', '3 times')
    """
    if count == 1:
        return gettext("once")
    return gettext("twice") if count == 2 else gettext("%(n)s times", n=number(count))


def join(words: Sequence[str]) -> str:
    """Words with commas, and “and” before the last.

    >>> join(["a"]), join(["a", "b"]), join(["a", "b", "c"])
    ('a', 'a and b', 'a, b and c')
    """
    if len(words) < 2:
        return "".join(words)
    return gettext("%(first)s and %(last)s", first=", ".join(words[:-1]), last=words[-1])


def join_any(words: Sequence[str]) -> str:
    """Words with commas, and “or” before the last.

    >>> join_any(["a", "b"])
    'a or b'
    """
    if len(words) < 2:
        return "".join(words)
    return gettext("%(first)s or %(last)s", first=", ".join(words[:-1]), last=words[-1])


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
    return f"{decimal(100 * part / whole if whole else 0, 1)}{SIGNS[language()][2]}%"
