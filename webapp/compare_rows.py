"""A comparison in rows: every date with the numbers of each search.

Counts nothing; every number is one of the desk's, and says which search gives it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from indexer.api import Comparison, SearchRequest, Series
from webapp.compare_params import Dates, Level

# More dates than this stand without those on which no search has a document.
MOST_GAPLESS = 120


@dataclass(frozen=True, slots=True)
class Number:
    """A count with the search that gives it; `asked` is None where no one search does."""

    count: int
    asked: SearchRequest | None


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


def make_rows(compared: Comparison, dates: Dates) -> tuple[Row, ...]:
    """Every date, those less exact than the level where there are any, those without one, and all."""
    columns = series_of(compared)
    rows = [
        Row(
            value,
            tuple(Number(one.counts.get(value, 0), _ask(one, dates, value)) for one in columns),
            compared.collection.counts.get(value, 0),
        )
        for value in fill_gaps(compared.dates, compared.level)
    ]
    if any(one.wider for one in columns):
        numbers = tuple(Number(one.wider, None) for one in columns)
        rows.append(Row("wider", numbers, compared.collection.wider))
    numbers = tuple(Number(one.none, _ask(one, dates, "none")) for one in columns)
    rows.append(Row("none", numbers, compared.collection.none))
    totals = tuple(Number(one.total, one.asked) for one in columns)
    return (*rows, Row("total", totals, compared.collection.total))


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


def _ask(series: Series, dates: Dates, value: str) -> SearchRequest | None:
    """The search for the documents of a date, on which a series has some."""
    if series.asked is None:
        return None
    if dates == "published":
        return replace(series.asked, published=(value,))
    return replace(series.asked, mentioned=(value,))


def _number_of(value: str, level: Level) -> int:
    if level == "day":
        return date.fromisoformat(value).toordinal()
    return int(value) if level == "year" else int(value[:4]) * 12 + int(value[5:7]) - 1


def _date_of(number: int, level: Level) -> str:
    if level == "day":
        return (date.min + timedelta(days=number - 1)).isoformat()
    return f"{number:04}" if level == "year" else f"{number // 12:04}-{number % 12 + 1:02}"
