"""Dates as they are written in stamps and metadata, only as exact as written.

An impossible date is none; where day and month could be swapped only the year counts.
"""

import re
from calendar import monthrange
from dataclasses import dataclass

# English, French, Spanish, Portuguese, German, Italian; Arabic of the Gulf, the Levant and the Maghreb.
_MONTHS = {
    name.replace("_", " "): number
    for number, names in enumerate(
        (
            "january jan janvier janv enero ene janeiro januar jänner gennaio gen يناير جانفي كانون_الثاني",
            "february feb février fevrier févr fév febrero fevereiro fev februar febbraio فبراير فيفري شباط",
            "march mar mars marzo março marco märz maerz مارس آذار",
            "april apr avril avr abril abr aprile أبريل إبريل ابريل أفريل نيسان",
            "may mai mayo maio maggio mag مايو ماي أيار",
            "june jun juin junio junho juni giugno giu يونيو جوان حزيران",
            "july jul juillet juil julio julho juli luglio lug يوليو جويلية تموز",
            "august aug août aout agosto ago أغسطس اغسطس أوت آب",
            "september sep sept septembre septiembre setiembre setembro set settembre سبتمبر أيلول",
            "october oct octobre octubre outubro out oktober okt ottobre ott أكتوبر اكتوبر تشرين_الأول",
            "november nov novembre noviembre novembro نوفمبر تشرين_الثاني",
            (
                "december dec décembre decembre déc diciembre dic dezembro dez dezember dicembre ديسمبر"
                " كانون_الأول"
            ),
        ),
        1,
    )
    for name in names.split()
}
MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_MONTH = MONTH.replace("?:", "?P<month>")
WEEKDAY = (
    r"(?:mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday)?|thu(?:rs?|rsday)?|fri(?:day)?|sat(?:urday)?|sun(?:day)?"
    r"|lun(?:di|es|edì)?|mar(?:di|tes|tedì)?|mer(?:credi|coledì)?|miércoles|jeu(?:di)?|jueves|giovedì"
    r"|ven(?:dredi|erdì)?|viernes|sam(?:edi)?|sábado|sabato|dim(?:anche)?|domingo|domenica"
    r"|(?:segunda|terça|quarta|quinta|sexta)(?:-feira)?"
    r"|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag"
    r"|الاثنين|الإثنين|الثلاثاء|الأربعاء|الخميس|الجمعة|السبت|الأحد)\b[,،.]*\s*(?:(?:den|le|el|il) )?"
)
_WEEKDAY = re.compile(WEEKDAY, re.IGNORECASE)
_WORD_START = re.compile(r"(?<!\S)\w")
# A year may be fused with what stands behind it on the page: "20255 min", "20243 May 2024".
_YEAR = rf"(?P<y>\d{{4}})(?!\d(?!\d?\s?(?:min\b|mn\b|{MONTH})))"
_OF = r"(?:(?:de|of|di|del)\s+)?"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)",
        r"(?P<y>\d{4})/(?P<m>\d{1,2})/(?P<d>\d{1,2})(?!\d)",
        r"(?P<y>\d{4})-(?P<m>\d{2})(?![\d-])",
        r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4})(?!\d)",
        r"(?P<first>\d{1,2})[/-](?P<second>\d{1,2})[/-](?P<y>\d{4})(?!\d)",
        rf"(?P<d>\d{{1,2}})(?:er|st|nd|rd|th|º|\.)?[\s-]+{_OF}{_MONTH}(?:,|[\s-]+(?:de|del)\b)?[\s-]+{_YEAR}",
        rf"{_MONTH}\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}",
        rf"{_MONTH}(?:,|\s+de\b)?\s+{_YEAR}",
    )
)
# The forms that begin with a month; the others begin with a figure.
_WORDED = _FORMS[-2:]
_MONTH_START = re.compile(MONTH, re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A date at the start of a text: its ISO value, and where its words begin and end."""

    value: str
    start: int
    end: int


def make_date(year: str, month: str | None = None, day: str | None = None) -> str | None:
    """An ISO date of the parts, None if there is no such day.

    >>> make_date("2024", "3", "27"), make_date("2024", "02", "30")
    ('2024-03-27', None)
    """
    if not 1000 <= int(year) <= 2999:
        return None
    if month is None:
        return f"{int(year):04}"
    if not 1 <= int(month) <= 12:
        return None
    if day is None:
        return f"{int(year):04}-{int(month):02}"
    if not 1 <= int(day) <= monthrange(int(year), int(month))[1]:
        return None
    return f"{int(year):04}-{int(month):02}-{int(day):02}"


def read_date(text: str, at: int = 0) -> WrittenDate | None:
    """The date that begins at `at`, a weekday before it aside.

    >>> read_date("Friday, 3 May 2024 at noon")
    WrittenDate(value='2024-05-03', start=8, end=18)
    >>> read_date("05/03/2024").value, read_date("30 February 2024")
    ('2024', None)
    >>> read_date("30 de mayo de 2024").value, read_date("8 نوفمبر 2024").value
    ('2024-05-30', '2024-11-08')
    """
    found = _read_forms(text, at)
    weekday = _WEEKDAY.match(text, at) if found is None and text[at : at + 1].isalpha() else None
    return _read_forms(text, weekday.end()) if weekday else found


def _read_forms(text: str, at: int) -> WrittenDate | None:
    if not text[at : at + 1].isdigit():
        return _read(text, at, _WORDED) if _MONTH_START.match(text, at) else None
    return _read(text, at, _FORMS)


def _read(text: str, at: int, forms: tuple[re.Pattern[str], ...]) -> WrittenDate | None:
    for form in forms:
        found = form.match(text, at)
        if found is None:
            continue
        value = _value(found.groupdict())
        return WrittenDate(value, at, found.end()) if value else None
    return None


def find_date(text: str) -> WrittenDate | None:
    """The first date that begins at a word; a weekday before it aside.

    >>> find_date("Jane Doe, May 3, 2024")
    WrittenDate(value='2024-05-03', start=10, end=21)
    """
    starts = (found.start() for found in _WORD_START.finditer(text))
    return next((date for at in starts if (date := read_date(text, at)) is not None), None)


def _value(parts: dict[str, str | None]) -> str | None:
    year = parts["y"] or ""
    if "first" in parts:
        first, second = parts["first"] or "", parts["second"] or ""
        values = {make_date(year, second, first), make_date(year, first, second)} - {None}
        return values.pop() if len(values) == 1 else make_date(year) if values else None
    month = parts.get("m")
    if parts.get("month"):
        # Letters that only look like those of a month are no month: "aprıl".
        number = _MONTHS.get(" ".join((parts["month"] or "").casefold().split()))
        if number is None:
            return None
        month = str(number)
    return make_date(year, month, parts.get("d"))
