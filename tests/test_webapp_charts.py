"""Bars of dates."""

from itertools import pairwise

import pytest

from indexer.api import FacetValue
from webapp.charts import BASE, MOST_BARS, TALLEST, WIDTH, ChartWords, choose_bars, draw_histogram

WORDS = ChartWords("pub", "Documents", lambda value: f"<{value}>", lambda value: f"/?{value}")


def _values(*rows):
    return tuple(FacetValue(value, value, count, chosen, _group(value)) for value, count, chosen in rows)


def _group(value):
    if ".." in value or value == "none":
        return "range" if ".." in value else "none"
    return {4: "year", 7: "month", 10: "day"}[len(value)]


def _months(*months):
    years = {m[:4] for m in months}
    rows = [(m, 1, False) for m in months]
    return _values(*rows, *((y, sum(m[:4] == y for m in months), False) for y in years))


def test_every_month_between_the_first_and_the_last_has_a_bar():
    """A month without documents is a bar of 0, not a gap that cannot be seen."""
    assert ("month", ("2023-12", "2024-01", "2024-02")) == choose_bars(_months("2023-12", "2024-02"))


def test_more_months_than_fit_go_up_to_years():
    """Bars are never too narrow to hit."""
    assert ("year", ("2022", "2023", "2024")) == choose_bars(_months("2022-01", "2024-02"))


def test_a_date_without_a_month_makes_the_bars_years():
    """No document with a date is left out of the bars."""
    values = _values(("2024-03", 1, False), ("2024", 2, False))
    assert ("year", ("2024",)) == choose_bars(values)


def test_very_long_spans_show_the_last_years():
    """A stray early date does not make a thousand bars."""
    years = [f"{year}" for year in range(1900, 2025, 3)]
    level, bars = choose_bars(_values(*((year, 1, False) for year in years)))
    assert ("year", MOST_BARS) == (level, len(bars))
    assert years[-1] == bars[-1]


def test_the_axis_of_the_collection_is_kept_while_it_fits():
    """Bars stay in their places while a reader narrows the search."""
    axis = ("2023-12", "2024-03")
    assert 4 == len(choose_bars(_months("2024-03"), axis)[1])
    assert ("2024-03",) == choose_bars(_months("2024-03"), ("2019-01", "2024-03"))[1]


@pytest.mark.parametrize("bars", range(1, MOST_BARS + 1))
def test_bars_stand_inside_the_drawing_and_apart(bars):
    """Whatever their number, bars keep their order, their gaps and the ground line."""
    chart = draw_histogram(
        _months(*(f"2024-{m:02}" for m in range(1, bars + 1))) + _values(("none", 5, False)), WORDS
    )
    edges = [(float(b.x), float(b.x) + float(b.width)) for b in (*chart.bars, chart.none)]
    assert all(right < left for (_, right), (left, _) in pairwise(edges))
    assert edges[0][0] >= 0
    assert edges[-1][1] <= WIDTH
    for bar in (*chart.bars, chart.none):
        assert BASE == pytest.approx(float(bar.y) + float(bar.height), abs=0.1)
        assert float(bar.height) <= TALLEST


def test_heights_are_in_proportion():
    """The largest count is as tall as the drawing, half of it half as tall."""
    chart = draw_histogram(_values(("2024", 2, False), ("2023", 4, False)), WORDS)
    assert ["56", "28"] == [bar.height for bar in chart.bars]
    assert ["<2023>, 4 documents", "<2024>, 2 documents"] == [bar.says for bar in chart.bars]


def test_a_chosen_bar_stays_at_nothing_and_leads_back():
    """A chosen date without documents is seen and can be removed; one not chosen is no link."""
    chart = draw_histogram(_values(("2024-03", 0, True), ("2024-05", 1, False), ("2024", 1, False)), WORDS)
    first, middle, last = chart.bars
    assert ("3", "Remove: <2024-03>, 0 documents", "/?2024-03") == (first.height, first.says, first.url)
    assert ("0", "") == (middle.height, middle.url)
    assert "/?2024-05" == last.url


def test_bars_inside_a_chosen_range_say_so():
    """A range that was typed is seen in the bars."""
    rows = (("2023-12", 1, False), ("2024-01", 1, False), ("2023", 1, False), ("2024", 1, False))
    chart = draw_histogram(_values(*rows, ("2024..", 1, True)), WORDS)
    assert [False, True] == [bar.within for bar in chart.bars]


def test_dates_that_were_cut_from_the_answer_are_not_drawn_as_nothing():
    """Where only the most frequent dates are known, a missing one is unknown, not 0."""
    values = _months("2024-01", "2024-03")
    words = ChartWords("pub", "Documents", WORDS.label, WORDS.address, whole=False)
    assert 2 == len(draw_histogram(values, words).bars)
    assert 3 == len(draw_histogram(values, WORDS).bars)


def test_nothing_dated_and_nothing_undated_is_no_chart():
    """An empty answer has no bars."""
    assert draw_histogram((), WORDS) is None
