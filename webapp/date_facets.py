"""The facets of dates: bars, months of a chosen year, From and To.

Takes every count from the answer.
"""

from collections.abc import Sequence
from dataclasses import replace

from indexer.api import FacetValue, SearchRequest, read_date_filter
from webapp.addresses import search_address, toggle
from webapp.charts import ChartWords, draw_histogram
from webapp.facet_lists import HEADINGS, MOST_VALUES, FacetPage, all_of_them, make_value, top, with_rest
from webapp.facet_parts import FacetPart, GroupPart, RangePart
from webapp.params import RANGE_ENDS, Pairs, write_params


def make_published_facet(values: Sequence[FacetValue], page: FacetPage) -> FacetPart | None:
    readable, errors = _split_unreadable(values)
    request = page.request
    words = ChartWords(
        "pub",
        "Documents by date of publication",
        lambda value: page.search.facet_label("published", value),
        lambda value: search_address(toggle(request, "published", value)),
        whole=len(values) < page.limit,
    )
    histogram = draw_histogram(readable, words, page.axis)
    drawn = {bar.url for bar in histogram.bars} if histogram else set()
    if histogram and histogram.none:
        drawn.add(histogram.none.url)
    listed = _drill(readable) + tuple(v for v in readable if v.selected)
    parts = dict.fromkeys(make_value("published", v, request) for v in listed)
    below = tuple(part for part in parts if part.url not in drawn)
    return FacetPart(
        name="published",
        heading=HEADINGS["published"],
        note="",
        groups=(GroupPart("g-published", "", below),) if below else (),
        **all_of_them("published", 0, len(values), page),
        histogram=histogram,
        range=_range(request, page.range_ends, errors),
        errors=errors,
    )


def make_mentioned_facet(values: Sequence[FacetValue], page: FacetPage) -> FacetPart | None:
    readable, errors = _split_unreadable(values)
    if not values:
        return None
    years = [v for v in readable if v.group in ("year", "no year", "none")]
    wanted = {v.value for v in top(years, MOST_VALUES)} | {v.value for v in _drill(readable)}
    order = {"none": 2, "no year": 1}
    shown = sorted(
        (v for v in readable if v.value in wanted or v.selected),
        key=lambda v: (order.get(v.group, 0), v.value),
    )
    facet = with_rest("mentioned", shown, values, page)
    return replace(facet, errors=errors)


def _drill(values: Sequence[FacetValue]) -> tuple[FacetValue, ...]:
    """The months of a chosen year and the days of a chosen month."""
    chosen = [v.value for v in values if v.selected and len(v.value) in (4, 7) and v.value[0].isdigit()]
    below = {4: "month", 7: "day"}
    inside = [
        v
        for v in values
        for c in chosen
        if v.group == below[len(c)] and v.value.startswith(f"{c}-")
    ]
    return tuple(sorted(dict.fromkeys(inside), key=lambda v: v.value))


def _split_unreadable(
    values: Sequence[FacetValue],
) -> tuple[tuple[FacetValue, ...], tuple[str, ...]]:
    """The values that are dates, and a sentence for each chosen one that is not."""
    dates = tuple(v for v in values if not v.selected or read_date_filter("published", v.value))
    wrong = [v.value for v in values if v not in dates]
    return dates, tuple(f"“{value[:80]}” is not a date, so it is not used." for value in wrong)


def _range(request: SearchRequest, range_ends: Pairs, errors: tuple[str, ...]) -> RangePart:
    """The form as it was typed, else as the chosen dates say it."""
    wrong = dict(range_ends)
    first = last = ""
    dates = sorted(v for v in request.published if v[:1].isdigit() or v.startswith(".."))
    if dates:
        first, last = dates[0].partition("..")[0], dates[-1].rpartition("..")[2]
    kept = replace(request, published=tuple(v for v in request.published if v == "none"), page=1)
    said = [f"“{text[:80]}” is not a date, so it is not used." for text in wrong.values() if text]
    return RangePart(
        first=wrong.get(RANGE_ENDS[0], first),
        last=wrong.get(RANGE_ENDS[1], last),
        first_wrong=RANGE_ENDS[0] in wrong,
        last_wrong=RANGE_ENDS[1] in wrong,
        hidden=write_params(kept),
        errors=(*errors, *said),
    )
