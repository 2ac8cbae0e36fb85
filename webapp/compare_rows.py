"""A comparison in rows: every date with the numbers of each search.

Counts nothing; every number is one of the desk's, and says which search gives it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from indexer.api import Comparison, SearchRequest, Series
from webapp.compare_params import Dates, Level

# More dates than this stand without those on which no search has a document.
MOST_GAPLESS = 60


@dataclass(frozen=True, slots=True)
class Number:
    """A count of a series; `dates` and `value` say of which dates, both empty for all of them."""

    count: int
    series: Series
    dates: Dates | None = None
    value: str = ""

    @property
    def asked(self) -> SearchRequest | None:
        """The search that gives the count, None where no one search does."""
        asked = self.series.asked
        if asked is None or self.value == "wider":
            return None
        if self.dates == "published":
            return replace(asked, published=(self.value,))
        return asked if self.dates is None else replace(asked, mentioned=(self.value,))


@dataclass(frozen=True, slots=True)
class Row:
    """The numbers of one date, in the order of the searches, then of all of them together.

    `value` is a date, `none`, `wider` for dates that are less exact than the level, or `total`.
    `all` are the documents of the whole collection.
    """

    value: str
    numbers: tuple[Number, ...]
    all: int

    @property
    def dated(self) -> bool:
        """Whether it stands for one date of the level."""
        return self.value not in ("none", "wider", "total")


def series_of(compared: Comparison) -> tuple[Series, ...]:
    """The columns: each search, then what all of them find."""
    return (*compared.sides, *([compared.both] if compared.both else ()))


def make_rows(compared: Comparison, dates: Dates, most: int | None = None) -> tuple[Row, ...]:
    """Every date, those less exact than the level where there are any, those without one, and all.

    Of more than `most` dates only the last are taken.
    """
    columns, every = series_of(compared), compared.collection
    rows = [
        Row(
            value,
            tuple(Number(one.counts.get(value, 0), one, dates, value) for one in columns),
            every.counts.get(value, 0),
        )
        for value in fill_gaps(compared.dates, compared.level)[-(most or 0) :]
    ]
    if any(one.wider for one in columns):
        numbers = tuple(Number(one.wider, one, dates, "wider") for one in columns)
        rows.append(Row("wider", numbers, every.wider))
    numbers = tuple(Number(one.none, one, dates, "none") for one in columns)
    rows.append(Row("none", numbers, every.none))
    return (*rows, Row("total", tuple(Number(one.total, one) for one in columns), every.total))


def fill_gaps(values: Sequence[str], level: Level) -> tuple[str, ...]:
    """Dates with all that lie between them, or as they are where those are too many.

    >>> fill_gaps(["2023-11", "2024-02"], "month")
    ('2023-11', '2023-12', '2024-01', '2024-02')
    """
    if not values:
        return ()
    try:
        first, last = (_number_of(value, level) for value in (values[0], values[-1]))
    except ValueError:  # no day of any calendar: listed as it is
        return tuple(values)
    if last - first >= MOST_GAPLESS:
        return tuple(values)
    return tuple(_date_of(at, level) for at in range(first, last + 1))


def leaves_gaps(values: Sequence[str], level: Level) -> bool:
    """Whether dates stand side by side that do not follow one another.

    >>> leaves_gaps(["1066", "2024"], "year"), leaves_gaps(["2023", "2024"], "year")
    (True, False)
    """
    shown = fill_gaps(values, level)
    try:
        return bool(shown) and _number_of(shown[-1], level) - _number_of(shown[0], level) >= len(shown)
    except ValueError:
        return True


def _number_of(value: str, level: Level) -> int:
    if level == "day":
        return date.fromisoformat(value).toordinal()
    return int(value) if level == "year" else int(value[:4]) * 12 + int(value[5:7]) - 1


def _date_of(number: int, level: Level) -> str:
    if level == "day":
        return (date.min + timedelta(days=number - 1)).isoformat()
    return f"{number:04}" if level == "year" else f"{number // 12:04}-{number % 12 + 1:02}"
