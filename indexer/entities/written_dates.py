"""Find dates as written: English and French, each at its own precision.

Never adds what the text does not say: a day without a year stays without a year here.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from indexer.entities.month_names import (
    FRENCH,
    MONTH,
    MONTH_BEGINS,
    SHORT,
    WEEKDAY,
    bare_name,
    month_number,
    weekday_number,
)
from indexer.entities.span_set import SpanSet

_S = r"(?:[^\S\n]+|[^\S\n]*\n[^\S\n]*)"
_YEAR = r"(?:1[3-9]|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|ère)?"
_AND = (
    rf"(?:{_S}?[,&/–-]{_S}?(?:and{_S}|et{_S})?|{_S}(?:and|et|to|au|or|ou){_S})"
    rf"(?:(?:le|the|on){_S})?(?:{WEEKDAY}{_S})?"
)
_FREE = r"(?<![\w.,:/-])(?<!\d[ \u00a0\u202f])|(?<=[^\d][,:])"
_END = r"(?![\w%]|[.,:/-]\d|[ \u00a0\u202f]?%)"
_DAY_END = r"(?![\w%]|[.:/]\d|,\d{3}(?!\d)|-\d)"
_FLAGS = re.IGNORECASE

_ISO = re.compile(rf"(?<![\w/.-])({_YEAR})([-/])(\d\d)(?:\2(\d\d))?(?![\d/-]|\.\d)")
_NUMERIC = re.compile(rf"(?<![\w/.-])(\d\d?)([/.-])(\d\d?)\2({_YEAR})(?![\w/-]|\.\d)")
_DAY_MONTH = re.compile(
    rf"(?:(?P<weekday>{WEEKDAY}),?{_S}(?:(?:the|le){_S})?)?(?:{_FREE})(?P<days>{_DAY}(?:{_AND}{_DAY})*)"
    rf"(?:{_S}(?:of{_S})?|(?<=\d)-)(?P<month>{MONTH})(?:(?:,?{_S}?(?:of{_S}|de{_S})?|-)(?P<year>{_YEAR}){_END})?(?!\w)",
    _FLAGS,
)
_MONTH_DAY = re.compile(
    rf"(?:(?P<weekday>{WEEKDAY}),?{_S})?(?<!\w)(?P<month>{MONTH}){_S}(?:the{_S})?"
    rf"(?P<days>{_DAY}(?:{_AND}{_DAY})*){_DAY_END}(?:,?{_S}?(?P<year>{_YEAR}){_END})?",
    _FLAGS,
)
_MONTH_YEAR = re.compile(
    rf"(?<!\w)(?:(?P<first>{MONTH}){_AND})?(?P<month>{MONTH})(?:,?{_S}(?:of{_S}|de{_S})?|-)(?P<year>{_YEAR}){_END}",
    _FLAGS,
)
_MONTH_ALONE = re.compile(
    rf"(?<!\w)(?:(?P<english>in|since|during|by|until|till|through|before|after|from|between|of|last|this|next"
    rf"|early|late|mid)|en|depuis|de|dès|fin|début|mi|courant|jusqu['’]en|d['’]ici|avant|après|d['’])"
    rf"(?:{_S}|-|(?<=['’]))(?P<month>{MONTH})(?![\w’'-])",
    _FLAGS,
)
_BLANK = re.compile(r"\s")
_BEFORE_MONTH, _AFTER_MONTH = 96, 64
"""Characters beside a month that its weekday, days and year fit in."""

_ONE_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|ère)?", _FLAGS)
_NAMED_AFTER = re.compile(
    r"(?:mouvements?|stade|place|avenue|boulevard|rue|pont|hôpital|lycée|camp|square|cité)\s+d[ue]s?\s+$",
    _FLAGS,
)
_NAMES_IT = re.compile(r"\s+Movement\b")


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as the text gives it; what the text does not say is None. Weekday 0 is Monday."""

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None


def find_written(text: str) -> list[WrittenDate]:
    """All dates with a day or a month, ascending and without overlap; no years alone.

    >>> [(d.day, d.month, d.year) for d in find_written("les 21 et 23 octobre, May 13th 1943")]
    [(21, 10, None), (23, 10, None), (13, 5, 1943)]
    """
    dates = [*_iso(text)]
    _add(dates, _numeric(text))
    with_months: list[WrittenDate] = []
    for start, end in _windows(text):
        inside: list[WrittenDate] = []
        for pattern in (_day_month, _month_day, _month_year, _month_alone):
            _add(inside, pattern(text, start, end))
        with_months += inside
    _add(dates, with_months)
    return sorted(dates, key=lambda date: date.start)


def _add(dates: list[WrittenDate], more: Iterable[WrittenDate]) -> None:
    known = SpanSet((date.start, date.end) for date in dates)
    dates += [d for d in more if not known.overlaps(d.start, d.end)]


def _windows(text: str) -> list[tuple[int, int]]:
    """Stretches around the months, cut between words: no date reaches out of them."""
    windows: list[tuple[int, int]] = []
    for found in MONTH_BEGINS.finditer(text):
        if windows and found.start() + _AFTER_MONTH <= windows[-1][1]:
            continue
        start = max(0, found.start() - _BEFORE_MONTH)
        blank = _BLANK.search(text, found.start() + _AFTER_MONTH)
        end = blank.start() if blank else len(text)
        if windows and start <= windows[-1][1]:
            start = windows.pop()[0]
        windows.append((start, end))
    return windows


def _iso(text: str) -> Iterator[WrittenDate]:
    for found in _ISO.finditer(text):
        year, month, day = int(found[1]), int(found[3]), int(found[4]) if found[4] else None
        if day is None and (found[2] == "/" or month > year % 100):
            continue  # 2023/24 and 2011-12 are spans of years
        yield WrittenDate(*found.span(), year, month, day)


def _numeric(text: str) -> Iterator[WrittenDate]:
    french = None
    for found in _NUMERIC.finditer(text):
        first, second, year = int(found[1]), int(found[3]), int(found[4])
        if max(first, second) > 31:
            continue
        if first > 12 or first == second:
            yield WrittenDate(*found.span(), year, second, first)
        elif second > 12:
            yield WrittenDate(*found.span(), year, first, second)
        else:
            french = _is_french(text) if french is None else french
            # 03/04/2024 is 3 April in French; in English only its year is sure.
            day_first = (second, first) if french or found[2] == "." else (None, None)
            yield WrittenDate(*found.span(), year, *day_first)


def _is_french(text: str) -> bool:
    french = len(re.findall(r"\b(?:le|la|les|des|du|et|est|dans|une)\b", text))
    return french > len(re.findall(r"\b(?:the|of|and|is|in|a|to)\b", text))


def _day_month(text: str, start: int, end: int) -> Iterator[WrittenDate]:
    for found in _DAY_MONTH.finditer(text, start, end):
        name, year = bare_name(found["month"]), found["year"]
        capital = found["month"][0].isupper()
        if name in ("may", "march") and not capital:
            continue
        if name in SHORT and not (year or capital or found["month"].endswith(".")):
            continue
        if _NAMED_AFTER.search(text, max(0, found.start() - 20), found.start()) or _NAMES_IT.match(
            text, found.end()
        ):
            continue
        yield from _days(found, end=found.end("year") if year else found.end("month"))


def _month_day(text: str, start: int, end: int) -> Iterator[WrittenDate]:
    for found in _MONTH_DAY.finditer(text, start, end):
        if not found["month"][0].isupper() or bare_name(found["month"]) in FRENCH:
            continue
        if _NAMES_IT.match(text, found.end()):
            continue
        yield from _days(found, end=found.end("year") if found["year"] else found.end("days"))


def _days(found: re.Match[str], *, end: int) -> Iterator[WrittenDate]:
    """The days of a list, each with its month; the month and year belong to the nearest one's span."""
    year = int(found["year"]) if found["year"] else None
    weekday = weekday_number(found["weekday"]) if found["weekday"] else None
    month = month_number(found["month"])
    month_first = found.start("month") < found.start("days")
    days = list(_ONE_DAY.finditer(found.string, found.start("days"), found.end("days")))
    for n, day in enumerate(days):
        first = found.start() if n == 0 else day.start()
        last = end if n == len(days) - 1 else day.end()
        if n == 0 and not month_first and len(days) > 1:
            first = day.start()
        yield WrittenDate(first, last, year, month, int(day[1]), weekday if n == 0 else None)


def _month_year(text: str, start: int, end: int) -> Iterator[WrittenDate]:
    for found in _MONTH_YEAR.finditer(text, start, end):
        if bare_name(found["month"]) in ("may", "march") and not found["month"][0].isupper():
            continue
        year = int(found["year"])
        if found["first"]:
            yield WrittenDate(*found.span("first"), year, month_number(found["first"]))
        yield WrittenDate(found.start("month"), found.end("year"), year, month_number(found["month"]))


def _month_alone(text: str, start: int, end: int) -> Iterator[WrittenDate]:
    for found in _MONTH_ALONE.finditer(text, start, end):
        name = bare_name(found["month"])
        english = name not in FRENCH
        if name in SHORT or (english and not found["month"][0].isupper()):
            continue
        if english != bool(found["english"]):
            continue
        yield WrittenDate(*found.span("month"), None, month_number(found["month"]))
