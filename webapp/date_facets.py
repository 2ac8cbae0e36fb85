"""The facets of dates: bars, months of a chosen year, From and To.

Takes every count from the answer.
"""

from collections.abc import Sequence
from dataclasses import replace

from indexer.api import FacetValue
from webapp.addresses import choice_address, form_place
from webapp.charts import ChartWords, draw_histogram
from webapp.facet_lists import MOST_VALUES, FacetPage, link_rest, make_value, say_heading, top, with_rest
from webapp.facet_parts import FacetPart, GroupPart, RangePart
from webapp.languages import gettext
from webapp.params import RANGE_ENDS, write_params
from webapp.said import translate
from webapp.value_names import name_value


def make_published_facet(values: Sequence[FacetValue], page: FacetPage) -> FacetPart:
    """The dates of publication as bars, with From and To."""
    request = page.request
    words = ChartWords(
        "pub",
        gettext("Documents by date of publication"),
        lambda value: name_value(page.search, "published", value),
        lambda value: choice_address(request, "published", value),
        whole=len(values) < page.limit,
    )
    histogram = draw_histogram(values, words, page.axis)
    drawn = {bar.url for bar in histogram.bars} if histogram else set()
    if histogram and histogram.none:
        drawn.add(histogram.none.url)
    inside = drill(values)
    apart = [v for v in values if v.selected and v not in inside]
    lists = (
        GroupPart("g-published", "", tuple(make_value("published", v, request) for v in apart)),
        GroupPart(
            "g-inside",
            gettext("Within the chosen"),
            tuple(make_value("published", v, request) for v in inside),
        ),
    )
    shown = (replace(g, values=tuple(v for v in g.values if v.url not in drawn)) for g in lists)
    facet = FacetPart(
        name="published",
        heading=say_heading("published"),
        note="",
        groups=tuple(group for group in shown if group.values),
        histogram=histogram,
        range=_range(page),
    )
    return link_rest(facet, 0, len(values), page)


def make_mentioned_facet(values: Sequence[FacetValue], page: FacetPage) -> FacetPart | None:
    """The dates talked about, by year; None where there are none."""
    if not values:
        return None
    years = [v for v in values if v.group in ("year", "no year", "none")]
    wanted = {v.value for v in top(years, MOST_VALUES)} | {v.value for v in drill(values)}
    order = {"none": 2, "no year": 1}
    shown = sorted(
        (v for v in values if v.value in wanted or v.selected),
        key=lambda v: (order.get(v.group, 0), v.value),
    )
    facet = with_rest("mentioned", shown, values, page)
    return replace(facet, errors=_errors(page, ("mentioned",)))


def drill(values: Sequence[FacetValue]) -> tuple[FacetValue, ...]:
    """The months of a chosen year and the days of a chosen month."""
    chosen = [v.value for v in values if v.selected and len(v.value) in (4, 7) and v.value[0].isdigit()]
    below = {4: "month", 7: "day"}
    inside = [v for v in values for c in chosen if v.group == below[len(c)] and v.value.startswith(f"{c}-")]
    return tuple(sorted(dict.fromkeys(inside), key=lambda v: v.value))


def _range(page: FacetPage) -> RangePart:
    """The form as it was typed, else as the chosen dates say it."""
    request = page.request
    wrong = dict(page.params.unread)
    first = last = ""
    dates = sorted(v for v in request.published if v[:1].isdigit() or v.startswith(".."))
    if dates:
        first, last = dates[0].partition("..")[0], dates[-1].rpartition("..")[2]
    kept = replace(request, published=tuple(v for v in request.published if v == "none"), page=1)
    path, hidden = form_place("/", write_params(kept))
    return RangePart(
        first=wrong.get(RANGE_ENDS[0], first),
        last=wrong.get(RANGE_ENDS[1], last),
        first_wrong=RANGE_ENDS[0] in wrong,
        last_wrong=RANGE_ENDS[1] in wrong,
        path=path,
        hidden=hidden,
        errors=_errors(page, ("published", *RANGE_ENDS)),
    )


def _errors(page: FacetPage, parameters: tuple[str, ...]) -> tuple[str, ...]:
    """What is said of the values of some parameters that are no dates."""
    notes = page.params.notes
    return tuple(translate(n.message) for n in notes if n.kind == "filter" and n.parameter in parameters)
