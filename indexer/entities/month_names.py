"""English and French names of months and weekdays, as patterns.

Data only: what a name means, and how it may be written.
"""

import re
import unicodedata

_MONTHS: tuple[tuple[str, ...], ...] = (
    ("january", "janvier", "jan", "janv"),
    ("february", "février", "fevrier", "feb", "févr", "fevr"),
    ("march", "mars", "mar"),
    ("april", "avril", "apr", "avr"),
    ("may", "mai"),
    ("june", "juin", "jun"),
    ("july", "juillet", "jul", "juil"),
    ("august", "août", "aout", "aoùt", "aug"),
    ("september", "septembre", "sept", "sep"),
    ("october", "octobre", "oct"),
    ("november", "novembre", "nov"),
    ("december", "décembre", "decembre", "dec", "déc"),
)
_WEEKDAYS: tuple[tuple[str, ...], ...] = (
    ("monday", "lundi"),
    ("tuesday", "mardi"),
    ("wednesday", "mercredi"),
    ("thursday", "jeudi"),
    ("friday", "vendredi"),
    ("saturday", "samedi"),
    ("sunday", "dimanche"),
)
_FRENCH = """
janvier février fevrier mars avril mai juin juillet août aout aoùt septembre octobre novembre
décembre decembre
"""
FRENCH = frozenset(_FRENCH.split())
SHORT = frozenset(name for names in _MONTHS for name in names if len(name) <= len("févr") and name != "may")
SHORT -= {"mai", "mars", "june", "juin", "july", "août", "aout", "aoùt"}
"""Abbreviated names: words of their own (mar, sept), so they need a day or a year beside them."""

_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_DAYS = {name: number for number, names in enumerate(_WEEKDAYS) for name in names}


def _alternatives(names: list[str]) -> str:
    forms = {form for name in names for form in (name, unicodedata.normalize("NFD", name))}
    return "|".join(sorted(map(re.escape, forms), key=len, reverse=True))


MONTH = (
    rf"(?:(?:{_alternatives([name for name in _NUMBERS if name not in SHORT])})\b"
    rf"|(?:{_alternatives([name for name in _NUMBERS if name in SHORT])})\b\.?)"
)
MONTH_BEGINS = re.compile(
    r"\b(?:[Jj](?:[Aa][Nn]|[Uu][NnIiLl])|[Ff][EeÉé]\u0301?[BbVv]|[Mm][Aa][RrYyIi]"
    r"|[Aa](?:[PpVv][Rr]|[Uu][Gg]|[Oo][UuÛûÙù])|[Ss][Ee][Pp]|[Oo][Cc][Tt]|[Nn][Oo][Vv]|[Dd][EeÉé]\u0301?[Cc])"
)
"""Finds where a month may begin, at a fraction of the cost of `MONTH`; too often, never too seldom."""

WEEKDAY = rf"(?:{_alternatives(list(_DAYS))})\b"


def bare_name(text: str) -> str:
    """A month or weekday as listed here: composed, small, without its dot."""
    return unicodedata.normalize("NFC", text).casefold().rstrip(".")


def month_number(text: str) -> int:
    """1 to 12 for text that `MONTH` matches.

    >>> month_number("Sept."), month_number("Août")
    (9, 8)
    """
    return _NUMBERS[bare_name(text)]


def weekday_number(text: str) -> int:
    """0 (Monday) to 6 for text that `WEEKDAY` matches.

    >>> weekday_number("mercredi")
    2
    """
    return _DAYS[bare_name(text)]
