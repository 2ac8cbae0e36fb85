"""The year of a date that is written without one.

From words beside it, from a date just before it, or from the publication date; never a guess.
"""

import re
from datetime import date

from indexer.entities.written_dates import WrittenDate, iso_value

Days = tuple[date, date]
"""The first and the last day that a publication date allows."""

_SENTENCE_END = re.compile(r"[.!?](?:\s|[\"”»])|\n|\x00")
_CLAUSE_END = re.compile(r"[.!?;\n\x00]")
_SAYS_YEAR = re.compile(
    r",?\s(?:(?P<last>(?:of\s)?last\syear|(?:de\s)?l['’]an(?:née)?\s(?:dernière?|passée?))"
    r"|(?P<this>(?:of\s)?this\syear|(?:de\s)?cette\sannée(?!-))"
    r"|(?P<same>of\s(?:that|the\ssame)(?:\ssame)?\syear|(?:de\s)?la\smême\sannée|(?:de\s)?cette\sannée-là))\b",
    re.IGNORECASE,
)
_FUTURE_AFTER = re.compile(r",?\s+(?:prochaine?|au\splus\stard|at\sthe\slatest)\b", re.IGNORECASE)
_PAST_AFTER = re.compile(r"\s+dernière?\b", re.IGNORECASE)
_VERBS = """
will shall scheduled planned slated deadline aura auront sera seront prévu prévue prévus prévues devra
devront devrait devraient
"""
_FUTURE_VERBS = frozenset(_VERBS.split())
_FRENCH_FUTURE = re.compile(
    r"\b(?!(?:camera|opera|cholera)\b)[a-zà-ÿ]{3,}(?:era|ira|dra|vra|eront|iront|dront|vront)\b"
)
_BEFORE = "by until till next jusqu'au jusqu'en jusqu'à jusqu'aux d'ici due for pour"
_FUTURE_BEFORE = frozenset(_BEFORE.split())
_BETWEEN = "the end of late early mid middle start beginning le la les fin début mi à au"
_FILLERS = frozenset(_BETWEEN.split())
_CUE_WINDOW = 64
_NEAR = 2_000
"""A date further back than so many characters says nothing of the year."""

_LATE, _EARLY = 11, 2
"""November and February: across New Year the next month belongs to the next year."""


def find_year_of(text: str, d: WrittenDate, context: WrittenDate | None, issued: Days | None) -> int | None:
    """The year of a date without one, None where nothing tells it.

    Args:
        text: the text of the dates.
        d: a date with a month.
        context: the last date before it that has a year.
        issued: when the text was published.
    """
    said = _SAYS_YEAR.match(text, d.end)
    if said and said["same"]:
        return context.year if context else None
    if said:
        # The year before 1 is none.
        return (issued[1].year - bool(said["last"])) or None if issued else None
    choices = [_year_by_context(text, d, context, issued)]
    if issued is not None:
        choices.append(_year_by_publication(text, d, issued))
    years = [year for year in choices if year is not None]
    if not years:
        return None
    if d.weekday is not None:
        for year in (*years, years[0] - 1, years[0] + 1):
            if _weekday_fits(d, year):
                return year
    return years[0]


def _weekday_fits(d: WrittenDate, year: int) -> bool:
    if d.day is None or d.month is None or iso_value(d, year) is None:
        return False
    return date(year, d.month, d.day).weekday() == d.weekday


def _year_by_context(
    text: str, d: WrittenDate, context: WrittenDate | None, issued: Days | None
) -> int | None:
    """The year of a dated neighbour in the same line; of the same sentence if another source tells."""
    if context is None or context.year is None or d.month is None:
        return None
    if d.start - context.end > _NEAR or text.find("\n", context.end, d.start) >= 0:
        return None
    year = context.year
    if context.month is None:
        return None if _SENTENCE_END.search(text, context.end, d.start) else year
    if context.month >= _LATE and d.month <= _EARLY:
        year += 1
    elif context.month <= _EARLY and d.month >= _LATE:
        year -= 1
    elif issued is not None and context.month != d.month:
        # "Signed in June 2015, it was ended in January": what is told goes on, not back.
        goes_back = d.month < context.month and year < issued[1].year
        if goes_back or _SENTENCE_END.search(text, context.end, d.start):
            return None
    return year


def _year_by_publication(text: str, d: WrittenDate, issued: Days) -> int | None:
    """The latest such date not after publication; after a word of the future, the nearest one."""
    last = issued[1]
    days = []
    for year in (last.year - 1, last.year, last.year + 1):
        value = iso_value(d, year)
        if value is not None:
            days.append(date.fromisoformat(value if d.day else f"{value}-01"))
    if _is_future(text, d):
        nearest = min(days, key=lambda day: abs((day - last).days), default=None)
        return nearest.year if nearest else None
    past = [day for day in days if day <= last]
    return past[-1].year if past else _leap_before(d, last)


def _leap_before(d: WrittenDate, last: date) -> int | None:
    """The year of the last 29 February; other days are in every year."""
    years = range(last.year - 2, max(0, last.year - 8), -1)
    return next((year for year in years if iso_value(d, year)), None)


def _is_future(text: str, d: WrittenDate) -> bool:
    """Whether words say that a date is still to come."""
    if _FUTURE_AFTER.match(text, d.end):
        return True
    if _PAST_AFTER.match(text, d.end):
        return False
    before = _CLAUSE_END.split(text[max(0, d.start - _CUE_WINDOW) : d.start])[-1]
    words = before.casefold().replace("’", "'").replace("-", " ").split()
    if not _FUTURE_VERBS.isdisjoint(words) or _FRENCH_FUTURE.search(before):
        return True
    while words and words[-1] in _FILLERS:
        words.pop()
    return bool(words) and words[-1] in _FUTURE_BEFORE
