"""Dates with the name of a month: English and French, each at its own precision.

Never adds what the text does not say: a day without a year stays without a year here.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR

from indexer.entities.month_names import (
    FRENCH,
    MONTH,
    SHORT,
    UNSURE,
    WEEKDAY,
    bare_name,
    month_number,
    weekday_number,
)
from indexer.entities.years import is_counted

_S = r"(?:[^\S\n]{1,8}|[^\S\n]{0,8}\n[^\S\n]{0,8})"
_YEAR = r"(?:1[3-9]|20)\d\d"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th|er|ère|[^\S\n]er(?=\s))?"
_SIGN = rf"{_S}?[&/–-]{_S}?"
_WORD = rf"{_S}?,?{_S}(?:and|et|to|au|or|ou|until|till|through){_S}"
_JOIN = (
    rf"(?:{_SIGN}|{_S}?,{_S}(?=\d|{WEEKDAY})|{_WORD})(?:(?:le|the|on){_S})?(?:{WEEKDAY},?{_S})?(?:le{_S})?"
)
_FREE = r"(?<![\w.,:/-])(?<!\d[ \u00a0\u202f])|(?<=[^\d][,:])"
_END = r"(?![\w%]|[.,:/-]\d|[ \u00a0\u202f]?%)"
_DAY_END = r"(?![\w%]|[.:/]\d|,\d{3}(?!\d)|-\d)"
_FLAGS = re.IGNORECASE

_BEFORE = re.compile(
    rf"(?:(?P<weekday>{WEEKDAY}),?{_S}(?:(?:the|le){_S})?)?(?:{_FREE})(?P<days>(?:{_DAY}|premier)(?:{_JOIN}{_DAY})*)"
    rf"(?:{_S}(?:of{_S}|de{_S})?|(?<=\d)(?P<hyphen>-))\Z",
    _FLAGS,
)
_DAYS_AFTER = re.compile(
    rf"{_S}(?:the{_S})?(?P<days>{_DAY}(?:{_JOIN}{_DAY}(?!{_S}(?:of{_S})?{MONTH}))*){_DAY_END}", _FLAGS
)
_YEAR_AFTER = re.compile(rf"(?:,?{_S}?(?:(?:of|de){_S})?|-)(?P<year>{_YEAR}){_END}", _FLAGS)
_WEEKDAY_BEFORE = re.compile(rf"(?<!\w)(?P<weekday>{WEEKDAY}),?{_S}\Z", _FLAGS)
_CUE_BEFORE = re.compile(
    r"(?:^|[^\w])(?:(?P<english>in|since|during|by|until|till|through|before|after|from|between|of|for|to|last|this"
    r"|next|early|late|mid|end)|en|depuis|de|dès|fin|début|mi|courant|jusqu['’]en|d['’]ici|avant|après|d['’]"
    rf"|mois{_S}de|vers|pour|entre)(?:{_S}|-|(?<=['’]))\Z",
    _FLAGS,
)
_BETWEEN = re.compile(
    rf"(?:{_SIGN}|{_WORD}|(?P<comma>{_S}?,{_S}))(?:(?:le|the|on){_S})?(?:{WEEKDAY},?{_S})?(?:le{_S})?(?:(?:early|mid|late|début|mi|fin|la{_S}mi|the{_S}end{_S}of){_S}?-?|d['’])?",
    _FLAGS,
)
_ONE_DAY = re.compile(r"(\d{1,2})(?:st|nd|rd|th|er|ère|[^\S\n]er)?|premier", _FLAGS)
_NAMED_AFTER = re.compile(
    r"(?:mouvements?|stade|place|avenue|boulevard|rue|pont|hôpital|lycée|camp|square|cité|université|aéroport|caserne"
    r"|école|quartier|palais|marché|monument|collectif|coalition|brigade|comité)\s+d[ue]s?\s+$",
    _FLAGS,
)
_NAMES_IT = re.compile(
    r"\s+(?:Movement|Stadium|Avenue|Street|Square|Bridge|Brigades?|Front|University|Airport|Barracks|Coalition"
    r"|Alliance|Hospital|Revolution)\b"
)
_CAPITAL_AFTER = re.compile(r"[ \u00a0\u202f]{1,8}[^\W\d_a-zà-ÿ]")
_CAPITAL_BEFORE = re.compile(
    r"(?<!\w)(?!(?:The|A|An|And|But|Or|Its|His|Her|Their|Our|That|One|Only|Then|When|Le|La|Les|Et|Ce)\b)"
    r"[^\W\d_a-zà-ÿ][\w’'-]*[^\S\n]+\Z"
)
_LIST_BEGINS = re.compile(
    r"(?:(?:^|[^\w])(?:on|the|of|by|from|between|until|since|and|le|les|du|des|entre|au|night)\s+|[^\w\s]\s*|^|\n\s*)\Z",
    _FLAGS,
)
_RANGE_SIGN = re.compile(r"[–-]|\b(?:to|au|until|till|through)\b", _FLAGS)
_RECURS = re.compile(r"(?<!\w)(?:every|each|chaque)\s+\Z", _FLAGS)
_SENTENCE_BEGINS = re.compile(r"(?:^|[.!?»\n\x00])\s*\Z")
_DAY_SIGNS = (*"0123456789", "st", "nd", "rd", "th", "er", "ère", "of", "de", "-")
_TIME_CUES = frozenset({"in", "since", "during", "by", "until", "till"})
_LEAP_YEAR = 2000
_LEFT = 72
"""Characters before a month that its weekday and days fit in."""


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date as the text gives it; what the text does not say is None. Weekday 0 is Monday.

    One that is not `sure` is a date only where a sure one follows: "March and June 2021".
    """

    start: int
    end: int
    year: int | None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    sure: bool = True


def iso_value(d: WrittenDate, year: int | None) -> str | None:
    """The ISO value with that year, or None for a day, month or year that no calendar has.

    >>> iso_value(WrittenDate(0, 8, None, 2, 29), 2024), iso_value(WrittenDate(0, 8, None, 2, 29), 2023)
    ('2024-02-29', None)
    """
    if year is not None and not MINYEAR <= year <= MAXYEAR:
        return None
    if d.month is None:
        return f"{year:04d}"
    if not 1 <= d.month <= 12:
        return None
    head = "--" if year is None else f"{year:04d}-"
    if d.day is None:
        return f"{head}{d.month:02d}"
    if not 1 <= d.day <= monthrange(year or _LEAP_YEAR, d.month)[1]:
        return None
    return f"{head}{d.month:02d}-{d.day:02d}"


def find_written(text: str, months: Iterable[tuple[int, int]]) -> list[WrittenDate]:
    """The dates around the names of months, ascending and without overlap.

    >>> text = "les 21 et 23 octobre, May 13th 1943"
    >>> [(d.day, d.month, d.year) for d in find_written(text, [(13, 20), (22, 25)])]
    [(21, 10, None), (23, 10, None), (13, 5, 1943)]
    """
    found: list[WrittenDate] = []
    for start, end in months:
        at = found[-1].end if found else 0
        if start >= at:
            found += _read(text, max(at, start - _LEFT), start, end)
    return [date for date in _share_years(text, found) if date.sure]


def _read(text: str, left: int, start: int, end: int) -> list[WrittenDate]:
    """The dates of one month: with days before it, with days behind it, with a year, or alone."""
    name = bare_name(text[start:end])
    month = month_number(name)
    if month is None:
        return []
    capital = text[start].isupper()
    short = name in SHORT
    stop = end + (short and text[end : end + 1] == ".")
    if name in ("may", "march") and not capital:
        return []
    year = _YEAR_AFTER.match(text, stop)
    if year and "," in year[0] and is_counted(text, year.end()):
        year = None  # in July, 2014 people fled
    days = _days_before(text, left, start)
    if days:
        plain = short and not (year or capital or stop > end)
        return [] if plain else _with_days_before(text, days, month, stop, year)
    if _NAMES_IT.match(text, end):
        return []
    can_lead = name not in FRENCH and (capital or not (short or name in UNSURE))
    days = _DAYS_AFTER.match(text, stop) if can_lead else None
    if days:
        return _with_days_after(text, days, month, left, start)
    if year:
        return [WrittenDate(start, year.end(), int(year["year"]), month)]
    if short or not (capital or name in FRENCH):
        return []
    return [WrittenDate(start, end, None, month, sure=_is_sure(text, name, start, end))]


def _days_before(text: str, left: int, start: int) -> re.Match[str] | None:
    if not text[left:start].rstrip().casefold().endswith(_DAY_SIGNS):
        return None
    return _BEFORE.search(text, left, start)


def _with_days_before(
    text: str, found: re.Match[str], month: int, stop: int, year: re.Match[str] | None
) -> list[WrittenDate]:
    is_name = _NAMED_AFTER.search(text, max(0, found.start() - 24), found.start())
    if is_name or _NAMES_IT.match(text, stop) or (found["hyphen"] and not year):
        return []  # the stadium of 26 March, the attacks of "11-Septembre"
    days = list(_ONE_DAY.finditer(text, found.start("days"), found.end("days")))
    if len(days) > 1 and _RANGE_SIGN.search(text, days[-2].end(), days[-1].start()) is None:
        # They killed 15 and 17 May was quiet: a list begins behind a word such as "on".
        begins = _LIST_BEGINS.search(text, max(0, found.start() - 12), found.start("days"))
        days = days if begins else days[-1:]
    end = year.end() if year else stop
    first = found.start() if len(days) == 1 and days[0].start() == found.start("days") else days[0].start()
    return list(_make_days(days, found, month, year, (first, end)))


def _with_days_after(text: str, found: re.Match[str], month: int, left: int, start: int) -> list[WrittenDate]:
    days = list(_ONE_DAY.finditer(text, found.start("days"), found.end("days")))
    year = _YEAR_AFTER.match(text, found.end())
    if len(days) > 1 and not year and text[days[-2].end() : days[-1].start()].strip() == ",":
        days = days[:1]  # on April 24, 25 soldiers left
    end = year.end() if year else days[-1].end()
    weekday = _WEEKDAY_BEFORE.search(text, max(left, start - 16), start)
    return list(_make_days(days, weekday, month, year, (weekday.start() if weekday else start, end)))


def _make_days(
    days: list[re.Match[str]],
    weekday: re.Match[str] | None,
    month: int,
    year: re.Match[str] | None,
    span: tuple[int, int],
) -> Iterator[WrittenDate]:
    """The days of a list: the first begins and the last ends with the span of all."""
    for n, day in enumerate(days):
        named = weekday_number(weekday["weekday"]) if n == 0 and weekday and weekday["weekday"] else None
        yield WrittenDate(
            span[0] if n == 0 else day.start(),
            span[1] if n == len(days) - 1 else day.end(),
            int(year["year"]) if year else None,
            month,
            int(day[1] or 1),
            named,
        )


def _is_sure(text: str, name: str, start: int, end: int) -> bool:
    """Whether a month alone is one: by the word before it, or a name that means nothing else."""
    french = name in FRENCH
    cue = _CUE_BEFORE.search(text, max(0, start - 16), start)
    names_more = _CAPITAL_AFTER.match(text, end) is not None
    if cue and bool(cue["english"]) != french:
        return french or not names_more or cue["english"].casefold() in _TIME_CUES
    recurs = _RECURS.search(text, max(0, start - 12), start)
    if name in UNSURE or recurs or text[end : end + 1] == "-":
        return False
    if french and text[start].isupper():
        return not names_more and _SENTENCE_BEGINS.search(text, max(0, start - 8), start) is not None
    if french:
        return True
    return not names_more and not _CAPITAL_BEFORE.search(text, max(0, start - 24), start)


def _share_years(text: str, found: list[WrittenDate]) -> list[WrittenDate]:
    """Dates joined to a dated neighbour take its year: from 28 December to 3 January 2024."""
    for n in range(len(found) - 2, -1, -1):
        one, other = found[n], found[n + 1]
        if one.year is not None or not _are_joined(text, one, other):
            continue
        year = other.year
        if year is not None and (one.month or 0) > (other.month or 0):
            year -= 1
        found[n] = replace(one, year=year, sure=one.sure or other.sure)
    for n in range(1, len(found)):
        one, other = found[n - 1], found[n]
        if one.sure and not other.sure and _are_joined(text, one, other):
            found[n] = replace(other, sure=True)
    return found


def _are_joined(text: str, one: WrittenDate, other: WrittenDate) -> bool:
    """Whether two dates are of one list or range; a comma alone joins only months."""
    found = _BETWEEN.fullmatch(text, one.end, other.start)
    if not found:
        return False
    return not (found["comma"] and (one.day or other.day))
