"""The growth of the faceted search with the collection, as an SVG.

Plain shapes and text, legible on light and dark ground; never a script, never a font of its own.
"""

import math
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

from benchmarks.speed.figures import short_number, spread
from benchmarks.speed.summary import OURS

WIDTH, HEIGHT = 720, 440
LEFT, RIGHT, TOP, BOTTOM = 64, 190, 48, 56
Points = list[tuple[int, float]]
# Distinct for eyes that do not see red and green apart, and by dashes for those who see no colour.
_STYLE = """
text { font: 13px system-ui, sans-serif; fill: #1f2328; }
.title { font-size: 15px; font-weight: 600; }
.grid { stroke: #d0d7de; } .axis { stroke: #57606a; }
polyline { fill: none; stroke-width: 1.6; } .ours { stroke-width: 3.2; }
.ours-name { font-weight: 700; }
.c0 { stroke: #0550ae; } .c1 { stroke: #b35900; } .c2 { stroke: #1a7f5a; } .c3 { stroke: #9a3fa0; }
.c4 { stroke: #6e7781; } .c5 { stroke: #8a6d00; } .c6 { stroke: #b3261e; }
.dot { fill: #ffffff; stroke-width: 2; }
.ground { fill: #ffffff; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; } .grid { stroke: #30363d; } .axis { stroke: #8b949e; }
  .ground, .dot { fill: #0d1117; }
  .c0 { stroke: #6cb6ff; } .c1 { stroke: #f0a04b; } .c2 { stroke: #56d4a0; } .c3 { stroke: #d99be0; }
  .c4 { stroke: #a5aeb8; } .c5 { stroke: #d9bd4c; } .c6 { stroke: #ff8f87; }
}
"""
_DASHES = ("", "8 4", "2 4", "10 3 2 3", "5 5", "1 5", "12 4")


def write_plot(path: Path, results: Sequence[Mapping[str, Any]]) -> None:
    """Draw the p50 of every engine by the number of documents."""
    path.write_text(draw_growth(growth_lines(results)), encoding="utf-8")


def growth_lines(results: Sequence[Mapping[str, Any]]) -> dict[str, Points]:
    """The points of each engine, (documents, ms), fewest documents first; ours is the first."""
    lines: dict[str, Points] = {OURS: []}
    for result in sorted(results, key=lambda one: one["documents"]):
        for name, facts in result["engines"].items():
            found = spread(facts["facets"]["ms"])
            if found:
                lines.setdefault(name, []).append((result["documents"], found.p50))
    return lines


def draw_growth(lines: Mapping[str, Points]) -> str:
    """The whole drawing; both axes are logarithmic.

    >>> "<polyline" in draw_growth({"ours": [(1000, 1.0), (10000, 2.0)]})
    True
    """
    points = [point for line in lines.values() for point in line]
    across = _Scale([documents for documents, _ in points], LEFT, WIDTH - RIGHT)
    up = _Scale([ms for _, ms in points], HEIGHT - BOTTOM, TOP)
    parts = [_head(lines), *_grid(across, up, sorted({documents for documents, _ in points}))]
    labels = _label_places({name: up.at(line[-1][1]) for name, line in lines.items() if line})
    for number, (name, line) in enumerate(lines.items()):
        if line:
            places = [(across.at(documents), up.at(ms)) for documents, ms in line]
            parts += _line(number, name, places, (labels[name], line[-1][1]))
    return "\n".join((*parts, "</svg>\n"))


class _Scale:
    """Logarithms of values to pixels, from whole power of ten to whole power of ten."""

    def __init__(self, values: Sequence[float], first: float, last: float) -> None:
        low, high = min(values, default=1.0), max(values, default=10.0)
        self.low = math.floor(math.log10(low) + 1e-9)
        self.high = max(self.low + 1, math.ceil(math.log10(high) - 1e-9))
        self._first, self._last = first, last

    def at(self, value: float) -> float:
        share = (math.log10(value) - self.low) / (self.high - self.low)
        return self._first + share * (self._last - self._first)

    def powers(self) -> list[float]:
        return [10.0**power for power in range(self.low, self.high + 1)]


def _head(lines: Mapping[str, Points]) -> str:
    told = "; ".join(
        f"{name}: " + ", ".join(f"{short_number(ms)} ms at {documents:,}" for documents, ms in line)
        for name, line in lines.items()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">\n'
        f"<title>Top 10 and all counts: p50 by documents</title>\n<desc>{escape(told)}</desc>\n"
        f'<style>{_STYLE}</style>\n<rect class="ground" width="{WIDTH}" height="{HEIGHT}"/>\n'
        f'<text class="title" x="{LEFT}" y="26">Top 10 and all counts: CPU ms, p50</text>'
    )


def _grid(across: _Scale, up: _Scale, sizes: Sequence[int]) -> list[str]:
    """Lines at the powers of ten; along the bottom the sizes that were measured."""
    right, bottom = WIDTH - RIGHT, HEIGHT - BOTTOM
    parts = []
    for value in up.powers():
        y = up.at(value)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{value:,.10g}</text>')
    for documents in sizes:
        x = across.at(documents)
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{bottom}"/>')
        parts.append(f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">{documents:,}</text>')
    parts.append(f'<line class="axis" x1="{LEFT}" x2="{right}" y1="{bottom}" y2="{bottom}"/>')
    middle = (LEFT + right) / 2
    parts.append(f'<text x="{middle:.0f}" y="{HEIGHT - 12}" text-anchor="middle">documents</text>')
    return parts


def _line(
    number: int, name: str, places: Sequence[tuple[float, float]], label: tuple[float, float]
) -> list[str]:
    """One engine: its line, its points, and its name with the last figure at the right."""
    colour, emphasis = f"c{number % 7}", " ours" if name == OURS else ""
    dashes = _DASHES[number % len(_DASHES)]
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    parts = [f'<polyline class="{colour}{emphasis}"{dashed} points="{path}"/>']
    parts += [f'<circle class="dot {colour}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in places]
    (x, end), (y, ms) = places[-1], label
    start = WIDTH - RIGHT + 14
    parts.append(f'<line class="grid" x1="{x + 6:.1f}" y1="{end:.1f}" x2="{start - 4}" y2="{y:.1f}"/>')
    text = f"{escape(name)} {short_number(ms)}"
    bold = ' class="ours-name"' if name == OURS else ""
    parts.append(f'<text{bold} x="{start}" y="{y + 4:.1f}">{text}</text>')
    return parts


def _label_places(wanted: Mapping[str, float], apart: float = 17.0) -> dict[str, float]:
    """Heights near the wanted ones, no two closer than `apart` pixels.

    >>> _label_places({"a": 50.0, "b": 52.0})
    {'a': 50.0, 'b': 67.0}
    """
    places: dict[str, float] = {}
    last = -math.inf
    for name, height in sorted(wanted.items(), key=lambda pair: pair[1]):
        last = max(height, last + apart)
        places[name] = last
    return places
