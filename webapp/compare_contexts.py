"""What the page of a comparison gets.

Holds values that are ready to be shown.
"""

from dataclasses import dataclass

from webapp.context_parts import Frame, Link, Pairs, ReadPart


@dataclass(frozen=True, slots=True)
class SidePart:
    """One search of a comparison.

    Attributes:
        letter: its letter on the page.
        name: its words and filters, shortened.
        answer: the answer, with how many documents it has.
        sentence: what its documents do, in words.
        reading: how it was read.
        field: the name of its field in the form.
        text: its query as typed.
        without: the comparison without it.
    """

    letter: str
    name: str
    answer: Link
    sentence: str
    reading: tuple[ReadPart, ...]
    field: str
    text: str
    without: str


@dataclass(frozen=True, slots=True)
class CellPart:
    """A number of a comparison.

    Attributes:
        count: the search that finds so many documents; without an address where none does.
        share: the number as a share of all documents of the date; empty where that is not asked for.
        says: what the number counts, for those who cannot see the table.
    """

    count: Link
    share: str
    says: str


@dataclass(frozen=True, slots=True)
class DateRow:
    """A date of a comparison.

    Attributes:
        date: the date in words; leads to the dates within it, if there are any.
        cells: the numbers, in the order of the columns.
        all: all documents of the date, in words; empty where they are not asked for.
    """

    date: Link
    cells: tuple[CellPart, ...]
    all: str


@dataclass(frozen=True, slots=True)
class ColumnPart:
    """One bar of a strip, in the units of its drawing.

    Attributes:
        x: left edge.
        width: width.
        y: upper edge.
        height: height.
        both_y: upper edge of what all searches find.
        both_height: height of that; empty for none.
        none: whether it stands for documents without a date.
        shown: the number above the bar, empty where it has no room.
        middle: its middle.
        top: where the number stands.
    """

    x: str
    width: str
    y: str
    height: str
    both_y: str
    both_height: str
    none: bool
    shown: str
    middle: str
    top: str


@dataclass(frozen=True, slots=True)
class StripPart:
    """The bars of one search.

    Attributes:
        label: its letter and name.
        label_y: where the label stands.
        base: where its ground line lies.
        columns: its bars.
    """

    label: str
    label_y: str
    base: str
    columns: tuple[ColumnPart, ...]


@dataclass(frozen=True, slots=True)
class StripsPart:
    """Searches by date as strips of bars above each other, on one scale.

    Attributes:
        title: what is shown.
        description: how it is to be read, in words.
        height: the height of the drawing.
        strips: one for each search.
        ticks: the labels below, each with its place.
        labels_y: where they stand.
        line: where the ground lines end.
        none_x: where the bars without a date begin; empty without any.
        none_middle: the middle of these.
    """

    title: str
    description: str
    height: str
    strips: tuple[StripPart, ...]
    ticks: Pairs
    labels_y: str
    line: str
    none_x: str
    none_middle: str


@dataclass(frozen=True, slots=True)
class ComparePage:
    """compare.html: some searches side by side, by date.

    Attributes:
        frame: what stands around the page.
        heading: what is compared, in words.
        notes: what was not used of the address.
        sides: the searches.
        next_field: the name of the field for another one; empty where there is no room.
        offers: actors to compare with, each a comparison.
        hidden: the filters of the searches and how they are counted, for the form.
        dates: by which dates they are counted; the current one has no address.
        levels: by years, months or days.
        shows: numbers alone or with shares.
        letters: the heads of the columns.
        rows: the dates.
        basis: what is to be known of the numbers, a sentence each.
        drawing: the same as strips of bars, None where there is nothing or too much to draw.
        csv: the address of all of it as CSV; empty without a search.
        json: the address of it as JSON; empty without a search.
    """

    frame: Frame
    heading: str
    notes: tuple[ReadPart, ...]
    sides: tuple[SidePart, ...]
    next_field: str
    offers: tuple[Link, ...]
    hidden: Pairs
    dates: tuple[Link, ...]
    levels: tuple[Link, ...]
    shows: tuple[Link, ...]
    letters: tuple[str, ...]
    rows: tuple[DateRow, ...]
    basis: tuple[str, ...]
    drawing: StripsPart | None
    csv: str
    json: str
