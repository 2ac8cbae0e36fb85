"""Percentiles and ratios of measured times.

Pure functions on plain numbers; never reads a clock or a file.
"""

import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


def percentile(values: Sequence[float], share: float) -> float:
    """The value at a share of the ordered values (nearest rank); `share` is 0 to 1.

    >>> percentile([4.0, 1.0, 3.0, 2.0], 0.5), percentile([7.0], 0.95)
    (3.0, 7.0)
    """
    ordered = sorted(values)
    return ordered[round(share * (len(ordered) - 1) + 1e-9)]


@dataclass(frozen=True, slots=True)
class Spread:
    """Milliseconds of all queries of one engine; `n` counts the queries."""

    p50: float
    p95: float
    most: float
    n: int


def spread(times: Mapping[str, float]) -> Spread | None:
    """The spread of times by query number, None where there are none.

    >>> spread({"0": 1.0, "1": 3.0, "2": 2.0})
    Spread(p50=2.0, p95=3.0, most=3.0, n=3)
    """
    if not times:
        return None
    values = list(times.values())
    return Spread(percentile(values, 0.5), percentile(values, 0.95), max(values), len(values))


@dataclass(frozen=True, slots=True)
class Ratio:
    """Ours / theirs over the `n` queries that both answered; below 1 ours is faster."""

    p50: float
    p95: float
    n: int


def ratio(ours: Mapping[str, float], theirs: Mapping[str, float]) -> Ratio | None:
    """The ratio of two spreads over the same queries, None where there are none.

    >>> ratio({"0": 1.0, "1": 2.0, "2": 9.0}, {"0": 2.0, "1": 4.0})
    Ratio(p50=0.5, p95=0.5, n=2)
    """
    both = sorted(ours.keys() & theirs.keys())
    mine, other = spread({key: ours[key] for key in both}), spread({key: theirs[key] for key in both})
    if mine is None or other is None:
        return None
    return Ratio(mine.p50 / other.p50, mine.p95 / other.p95, mine.n)


def median_times(passes: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The median of several passes over the same queries, query by query.

    >>> median_times([{"0": 1.0}, {"0": 3.0}])
    {'0': 2.0}
    """
    return {key: round(statistics.median(one[key] for one in passes), 4) for key in passes[0]}


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as text in columns, the first column to the left, all others to the right.

    >>> print(table([["engine", "p50"], ["ours", "1.25"]]))
    engine   p50
    ours    1.25
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if number == 0 else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    )


def short_number(value: float) -> str:
    """A number with about three digits that mean something.

    >>> short_number(0.01234), short_number(1.234), short_number(56.78), short_number(1234.5)
    ('0.0123', '1.23', '56.8', '1,234')
    """
    if value >= 100:
        return f"{value:,.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if value >= 0.1 or value == 0 else f"{value:.3g}"
