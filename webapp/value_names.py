"""Names of facet values in the language of the page.

Names of actors, places and sources are those of the collection in every language.
"""

from functools import lru_cache

from babel import Locale

from indexer.api import Search
from webapp.languages import ENGLISH, gettext, language

DATES = ("published", "mentioned")
DAY = len("2024-03-27")


def name_value(search: Search, facet: str, value: str) -> str:
    """The name of a value of a facet."""
    return name_known(facet, value, "") or search.facet_label(facet, value)


def name_known(facet: str, value: str, label: str) -> str:
    """The name of a date or a language, which the indexer has in English alone as `label`."""
    if language() == ENGLISH.language:
        return label
    if facet in DATES:
        return name_date(value)
    return _language_name(value, language()) if facet == "language" else label


def name_date(value: str) -> str:
    """A date or range of dates in French; a text that is neither comes back as it is.

    The names in English are those of the indexer.

    >>> name_date("2024-03-27"), name_date("2024-03"), name_date("--01-01")
    ('27 mars 2024', 'mars 2024', '1er janvier, sans année')
    >>> name_date("2023-12..2024-01"), name_date("..2024"), name_date("2024-03-27..")
    ('décembre 2023 – janvier 2024', 'jusqu’en 2024', 'depuis le 27 mars 2024')
    """
    if value == "none":
        return "aucune date"
    first, between, last = value.partition("..")
    if not between:
        return _words(value)
    if first and last:
        return f"{_words(first)} – {_words(last)}"
    if first:
        return f"depuis {_noun(first)}"
    return f"jusqu’au {_words(last)}" if len(last) == DAY else f"jusqu’en {_words(last)}"


def say_when(value: str, label: str) -> str:
    """A date or range with its preposition; `label` is its name.

    >>> say_when("2024-03-27", "27 March 2024"), say_when("2024-03", "March 2024")
    ('on 27 March 2024', 'in March 2024')
    >>> say_when("2023..2024", "2023 to 2024"), say_when("2023..", "from 2023")
    ('from 2023 to 2024', 'from 2023')
    """
    if language() == ENGLISH.language:
        if ".." in value:
            return label if value.startswith("..") or value.endswith("..") else f"from {label}"
        return f"on {label}" if len(value) == DAY else f"in {label}"
    first, between, last = value.partition("..")
    if not between:
        return f"le {_words(value)}" if len(value) == DAY else f"en {_words(value)}"
    return f"entre {_noun(first)} et {_noun(last)}" if first and last else name_date(value)


def name_object(value: str, label: str) -> str:
    """A date as the object of a verb, `label` is its name: French days have an article.

    >>> name_object("2024-03-27", "27 March 2024")
    '27 March 2024'
    """
    if language() == ENGLISH.language or ".." in value:
        return label
    return _noun(value)


@lru_cache(maxsize=10_000)
def _words(value: str) -> str:
    year, _, rest = ("", "", value[2:]) if value.startswith("--") else value.partition("-")
    month, _, day = rest.partition("-")
    if not (month.isascii() and month.isdigit() and 1 <= int(month) <= len(_months())):
        return value
    words = _months()[int(month)]
    if day:
        words = f"{'1er' if day == '01' else day.lstrip('0')} {words}"
    return f"{words} {year}" if year else f"{words}, sans année"


def _noun(value: str) -> str:
    """A date as a noun: days have an article."""
    return f"le {_words(value)}" if len(value) == DAY else _words(value)


@lru_cache(maxsize=1)
def _months() -> dict[int, str]:
    return dict(Locale("fr").months["format"]["wide"])


@lru_cache(maxsize=1_000)
def _language_name(code: str, own: str) -> str:
    if code == "none":
        return gettext("not determined")
    return str(Locale(own).languages.get(code, code))
