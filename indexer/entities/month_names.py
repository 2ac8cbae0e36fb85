"""English and French names of months and weekdays, as patterns.

Data only: what a name means, and how it may be written.
"""

import re
import unicodedata

_MONTHS: tuple[tuple[str, ...], ...] = (
    ("january", "janvier", "jan", "janv"),
    ("february", "février", "fevrier", "feb", "févr", "fevr", "fév"),
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
    ("monday", "lundi", "mon"),
    ("tuesday", "mardi", "tue", "tues"),
    ("wednesday", "mercredi", "wed"),
    ("thursday", "jeudi", "thu", "thur", "thurs"),
    ("friday", "vendredi", "fri"),
    ("saturday", "samedi", "sat"),
    ("sunday", "dimanche", "sun"),
)
_FRENCH = """
janvier février fevrier mars avril mai juin juillet août aout aoùt septembre octobre novembre
décembre decembre
"""
FRENCH = frozenset(_FRENCH.split())
_SHORT = "jan janv feb févr fevr fév mar apr avr jun jul juil aug sept sep oct nov dec déc"
SHORT = frozenset(_SHORT.split())
"""Abbreviated names: words of their own (mar, sept), so they need a day or a year beside them."""

UNSURE = frozenset({"march", "mars", "april", "may", "mai", "june", "august"})
"""Also verbs, planets and persons, so that alone they need a word such as *in* before them."""

FULL_NAMES = frozenset(name for names in (*_MONTHS, *_WEEKDAYS) for name in names[:2])
"""The English and the French name of each month and weekday, not shortened."""

_NUMBERS = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_DAYS = {name: number for number, names in enumerate(_WEEKDAYS) for name in names}


def _alternatives(names: list[str]) -> str:
    forms = {form for name in names for form in (name, unicodedata.normalize("NFD", name))}
    return "|".join(sorted(map(re.escape, forms), key=len, reverse=True))


MONTH_NAMES = _alternatives(list(_NUMBERS))
MONTH = rf"(?:{MONTH_NAMES})\b"
WEEKDAY = rf"(?:(?:{_alternatives(list(_DAYS))})\b\.?)"


def bare_name(text: str) -> str:
    """A month or weekday as listed here: composed, small, without its dot."""
    return unicodedata.normalize("NFC", text).casefold().rstrip(".")


def month_number(text: str) -> int | None:
    """1 to 12 for the name of a month.

    >>> month_number("Sept."), month_number("Août"), month_number("Maidan")
    (9, 8, None)
    """
    return _NUMBERS.get(bare_name(text))


def weekday_number(text: str) -> int:
    """0 (Monday) to 6 for text that `WEEKDAY` matches.

    >>> weekday_number("mercredi")
    2
    """
    return _DAYS[bare_name(text)]
