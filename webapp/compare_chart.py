"""A comparison as strips of bars, one above the other on one scale.

Computes geometry from rows; never counts documents and never writes markup.
"""

from collections.abc import Callable, Sequence

from webapp.compare_contexts import ColumnPart, StripPart, StripsPart
from webapp.compare_rows import Row
from webapp.languages import gettext
from webapp.wording import number

# The drawing, in its own units; the widest column of a page is a little wider.
ROOM = 536
NONE_X = 552
NONE_WIDTH = 44
STRIP = 84
LABEL = 14
BASE = 76
TALLEST = 42
WIDEST_STEP = 56
LABELS = 18
# A digit and a letter of the labels are about so wide.
CHARACTER = 7


def draw_strips(
    rows: Sequence[Row], names: Sequence[str], label: Callable[[str], str], *, share: bool
) -> StripsPart | None:
    """A strip for each search; the part of a bar that all of them find is hatched.

    `rows` are those of `make_rows`, `names` the labels of the searches, `label` gives a date in
    words. None where there is nothing to draw.
    """
    dated = [row for row in rows if row.dated]
    undated = next((row for row in rows if row.value == "none"), None)
    if not dated or undated is None:
        return None
    sides = len(names)
    most = max([_size(row, at, share=share) for row in (*dated, undated) for at in range(sides)], default=0.0)
    if not most:
        return None
    step = min(WIDEST_STEP, ROOM / len(dated))
    lacking = any(one.count for one in undated.numbers[:sides])
    strips = tuple(
        StripPart(
            label=name,
            label_y=str(STRIP * at + LABEL),
            base=f"{STRIP * at + BASE + 0.5:g}",
            columns=tuple(
                _column(row, at, sides, place, most, share=share)
                for row, place in (
                    *((row, (step * n, step * 0.8)) for n, row in enumerate(dated)),
                    *(((undated, (NONE_X, NONE_WIDTH)),) if lacking else ()),
                )
            ),
        )
        for at, name in enumerate(names)
    )
    says = gettext("Bars of all searches are on one scale.")
    if sides > 1:
        says += " " + gettext("The hatched part of a bar is found by all of them.")
    return StripsPart(
        title=gettext("Shares by date") if share else gettext("Documents by date"),
        description=says,
        height=str(STRIP * sides + LABELS),
        strips=strips,
        ticks=_ticks([label(row.value) for row in dated], step),
        labels_y=str(STRIP * sides + LABELS - 6),
        line=f"{step * len(dated):.4g}",
        none_x=str(NONE_X) if lacking else "",
        none_middle=str(NONE_X + NONE_WIDTH // 2),
    )


def _size(row: Row, at: int, *, share: bool) -> float:
    if share:
        return row.numbers[at].count / row.all if row.all else 0.0
    return float(row.numbers[at].count)


def _column(
    row: Row, at: int, sides: int, place: tuple[float, float], most: float, *, share: bool
) -> ColumnPart:
    x, width = place
    base = STRIP * at + BASE
    height = TALLEST * _size(row, at, share=share) / most
    both = TALLEST * _size(row, sides, share=share) / most if sides > 1 else 0.0
    text = f"{100 * _size(row, at, share=share):.0f}%" if share else number(row.numbers[at].count)
    room = len(text) * CHARACTER <= width + 6 and row.numbers[at].count > 0
    return ColumnPart(
        x=f"{x:.4g}",
        width=f"{width:.4g}",
        y=f"{base - height:.4g}",
        height=f"{height:.4g}",
        both_y=f"{base - both:.4g}",
        both_height=f"{both:.4g}" if both else "",
        none=row.value == "none",
        shown=text if room else "",
        middle=f"{x + width / 2:.4g}",
        top=f"{base - height - 4:.4g}",
    )


def _ticks(labels: Sequence[str], step: float) -> tuple[tuple[str, str], ...]:
    """Labels from the left, as many as have room."""
    every, widest = 1, max(map(len, labels)) * CHARACTER
    while step * every < widest:
        every += 1
    shown = [(f"{step * at:.4g}", text) for at, text in enumerate(labels) if at % every == 0]
    # One that begins too far right would leave the drawing
    return tuple(tick for tick in shown if float(tick[0]) + len(tick[1]) * CHARACTER <= NONE_X)
