"""The parts that facets are shown with.

Plain values like those of `context_parts`; never a count of its own.
"""

from dataclasses import dataclass

from webapp.context_parts import Pairs


@dataclass(frozen=True, slots=True)
class ValuePart:
    """One value of a facet.

    Attributes:
        label: its name.
        count: the number beside it, in words.
        unit: what is counted.
        selected: whether it is chosen.
        url: the search with the value chosen, or without it where it is.
        exclude: the search without documents that have it; empty where that is not offered.
        excluded: whether it is left out of the search; then `url` takes it in again.
    """

    label: str
    count: str
    unit: str
    selected: bool
    url: str
    exclude: str = ""
    excluded: bool = False


@dataclass(frozen=True, slots=True)
class GroupPart:
    """Values of a facet under one heading.

    Attributes:
        id: the id of the heading on the page.
        heading: the heading, empty for none.
        values: the values.
    """

    id: str
    heading: str
    values: tuple[ValuePart, ...]


@dataclass(frozen=True, slots=True)
class BarPart:
    """One bar of a histogram, in the units of its drawing.

    Attributes:
        label: the date in words.
        upper: the first line below the bar.
        lower: the second line below the bar.
        count: the number, in words.
        shown: the number above the bar, empty where it has no room.
        says: what the bar does, for those who cannot see it.
        url: the search with the date chosen or removed; empty where that finds nothing.
        selected: whether the date is chosen.
        within: whether a chosen range holds it.
        x: left edge.
        y: upper edge.
        width: width.
        height: height.
        middle: its middle.
        top: where the number stands.
    """

    label: str
    upper: str
    lower: str
    count: str
    shown: str
    says: str
    url: str
    selected: bool
    within: bool
    x: str
    y: str
    width: str
    height: str
    middle: str
    top: str


@dataclass(frozen=True, slots=True)
class HistogramPart:
    """Counts by date, as bars.

    Attributes:
        id: the beginning of its ids on the page.
        title: what it shows.
        description: all of its numbers in a sentence.
        level: the heading of the dates: Year, Month or Day.
        bars: a bar for each date.
        none: the bar of documents without a date, None where there are none.
        line: where the ground line ends.
    """

    id: str
    title: str
    description: str
    level: str
    bars: tuple[BarPart, ...]
    none: BarPart | None
    line: str


@dataclass(frozen=True, slots=True)
class RangePart:
    """The From and To form.

    Attributes:
        first: what stands in From.
        last: what stands in To.
        first_wrong: whether From is no date.
        last_wrong: whether To is no date.
        path: where it leads.
        hidden: the other parameters of the search.
        errors: what is wrong, a sentence each.
    """

    first: str
    last: str
    first_wrong: bool
    last_wrong: bool
    path: str
    hidden: Pairs
    errors: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FacetPart:
    """One facet.

    Attributes:
        name: its name in addresses.
        heading: its name on pages.
        note: what its numbers count or its values mean; may be empty.
        groups: its values.
        all_url: the address of all of its values, empty where all are shown.
        all_text: how many that are, in words.
        also: what values are not shown, in words.
        within: what the form that searches within its values carries along; None without a form.
        joined: all or any, how several values join; empty where there is one way only.
        all_of: the search that joins them by all.
        any_of: the search that joins them by any.
        parents: alone or whole, what an actor with parts counts; empty for other facets.
        alone: the search in which it counts alone.
        whole: the search in which it counts with its parts.
        histogram: its counts as bars, None for facets that are no dates.
        range: its From and To form, None for other facets.
        errors: values that could not be read, a sentence each.
    """

    name: str
    heading: str
    note: str
    groups: tuple[GroupPart, ...]
    all_url: str = ""
    all_text: str = ""
    also: str = ""
    within: Pairs | None = None
    joined: str = ""
    all_of: str = ""
    any_of: str = ""
    parents: str = ""
    alone: str = ""
    whole: str = ""
    histogram: HistogramPart | None = None
    range: RangePart | None = None
    errors: tuple[str, ...] = ()
