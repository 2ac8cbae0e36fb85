"""Counts by date as bars: what to draw and where.

Computes geometry from facet values; never counts documents and never writes markup.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from indexer.api import FacetValue
from webapp.facet_parts import BarPart, HistogramPart
from webapp.languages import gettext, later
from webapp.wording import number, plural

# The drawing, in its own units; the margin of the desk is about as many pixels wide.
WIDTH = 290
BASE = 76
TALLEST = 56
LOWEST_CHOSEN = 3
NONE_WIDTH = 40
NONE_X = WIDTH - 4 - NONE_WIDTH
ROOM = 236
WIDEST_STEP = 52
# More bars than this are too narrow to hit and to read.
MOST_BARS = 12
# A digit and a letter of the labels are about so wide.
CHARACTER = 7

MONTHS = (
    later("Jan"),
    later("Feb"),
    later("Mar"),
    later("Apr"),
    later("May"),
    later("Jun"),
    later("Jul"),
    later("Aug"),
    later("Sep"),
    later("Oct"),
    later("Nov"),
    later("Dec"),
)
LEVELS = {"year": later("Year"), "month": later("Month"), "day": later("Day")}


@dataclass(frozen=True, slots=True)
class ChartWords:
    """What a histogram of dates needs to know besides the counts.

    `label` gives a date in words, `address` the search with a date chosen or removed. `whole`
    says that every date with a count is given, so that a missing one counts 0.
    """

    id: str
    title: str
    label: Callable[[str], str]
    address: Callable[[str], str]
    whole: bool = True


def draw_histogram(
    values: Sequence[FacetValue], words: ChartWords, axis: Iterable[str] = ()
) -> HistogramPart | None:
    """The bars of a date facet, None where nothing has a date and nothing is without one.

    `axis` are dates of the whole collection: where they fit, the bars stand for all of them.
    """
    level, dates = choose_bars(values, axis if words.whole else ())
    if not words.whole:
        known = {v.value for v in values}
        dates = tuple(d for d in dates if d in known)
    by_value = {v.value: v for v in values}
    chosen_ranges = tuple(v.value for v in values if v.selected and ".." in v.value)
    found = [by_value.get(d, FacetValue(d, words.label(d), 0, selected=False)) for d in dates]
    none = by_value.get("none")
    if not found and none is None:
        return None
    most = max([v.count for v in found] + [none.count if none else 0, 1])
    step = min(WIDEST_STEP, ROOM / len(found)) if found else WIDEST_STEP
    bars = tuple(
        _bar(v, words, (4 + step * at, step - min(12.0, step * 0.25)), most, _short(dates, at, step))
        for at, v in enumerate(found)
    )
    bars = tuple(_within(bar, v.value, chosen_ranges) for bar, v in zip(bars, found, strict=True))
    return HistogramPart(
        id=words.id,
        title=words.title,
        description=_describe(found, none, words),
        level=gettext(LEVELS[level]),
        bars=bars,
        none=_bar(none, words, (NONE_X, NONE_WIDTH), most, (gettext("no"), gettext("date")))
        if none
        else None,
        line=f"{max(step * len(found) - 4, 0):g}",
    )


def choose_bars(values: Iterable[FacetValue], axis: Iterable[str] = ()) -> tuple[str, tuple[str, ...]]:
    """The level of the bars and their dates, none left out between the first and the last.

    Months where a year's bars have room for them and every date names its month, else years.

    >>> one = FacetValue("2024-03", "", 1, False, "month")
    >>> choose_bars([one, FacetValue("2024", "", 1, False, "year")], axis=["2023-12", "2024-03"])
    ('month', ('2023-12', '2024-01', '2024-02', '2024-03'))
    """
    dated = [v for v in values if v.group in LEVELS]
    own = sorted(v.value for v in dated if v.group == "month")
    years = sorted(v.value for v in dated if v.group == "year")
    by_year = sum(v.count for v in dated if v.group == "year")
    by_month = sum(v.count for v in dated if v.group == "month")
    if own and by_year == by_month:
        for months in (sorted({*own, *(d for d in axis if len(d) == 7)}), own):
            run = _months_between(months[0], months[-1])
            if len(run) <= MOST_BARS:
                return "month", run
    if not years:
        return "year", ()
    run = tuple(f"{year:04}" for year in range(int(years[0]), int(years[-1]) + 1))
    return "year", run if len(run) <= MOST_BARS else tuple(years[-MOST_BARS:])


def _months_between(first: str, last: str) -> tuple[str, ...]:
    start, end = (int(d[:4]) * 12 + int(d[5:7]) - 1 for d in (first, last))
    # Two more than fit are enough to see that they do not fit
    stop = min(end, start + MOST_BARS + 1)
    return tuple(f"{m // 12:04}-{m % 12 + 1:02}" for m in range(start, stop + 1))


def _short(dates: Sequence[str], at: int, step: float) -> tuple[str, str]:
    """The two lines below a bar: the month, and the year where it begins."""
    value = dates[at]
    every = 1
    while step * every < CHARACTER * 4:
        every += 1
    if len(value) == 4:
        return (value if at % every == 0 else "", "")
    month = gettext(MONTHS[int(value[5:7]) - 1]) if at % every == 0 else ""
    begins = at == 0 or value.endswith("-01")
    return month, value[:4] if begins else ""


def _bar(
    value: FacetValue, words: ChartWords, place: tuple[float, float], most: int, short: tuple[str, str]
) -> BarPart:
    x, width = place
    height = TALLEST * value.count / most
    if value.selected:
        height = max(height, LOWEST_CHOSEN)
    count = number(value.count)
    label = words.label(value.value)
    label = label[:1].upper() + label[1:]
    says = f"{label}, {plural(value.count, 'document')}"
    return BarPart(
        label=label,
        upper=short[0],
        lower=short[1],
        count=count,
        shown=count if len(count) * CHARACTER <= width + 12 else "",
        says=gettext("Remove: %(value)s", value=says) if value.selected else says,
        url=words.address(value.value) if value.count or value.selected else "",
        selected=value.selected,
        within=False,
        x=f"{x:.4g}",
        y=f"{BASE - height:.4g}",
        width=f"{width:.4g}",
        height=f"{height:.4g}",
        middle=f"{x + width / 2:.4g}",
        top=f"{BASE - height - 5:.4g}",
    )


def _within(bar: BarPart, value: str, ranges: Iterable[str]) -> BarPart:
    for between in ranges:
        first, _, last = between.partition("..")
        if (not first or first[: len(value)] <= value) and (not last or value <= last[: len(value)]):
            return replace(bar, within=True)
    return bar


def _describe(found: Iterable[FacetValue], none: FacetValue | None, words: ChartWords) -> str:
    parts = [f"{words.label(v.value)} {number(v.count)}" for v in found]
    if none is not None:
        parts.append(f"{words.label(none.value)} {number(none.count)}")
    return "; ".join(parts) + "."
