from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.query.date_ranges import read_date, read_date_filter, say_why_not
from indexer.query.facet_values import date_days
from indexer.query.syntax import DateRange, FieldIs

DAYS = st.dates()


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("2024", "2024"),
        ("2024-03", "2024-03"),
        ("2024-3", "2024-03"),
        ("2024/03", "2024-03"),
        ("2024-03-27", "2024-03-27"),
        ("2024/3/7", "2024-03-07"),
        ("2024–03–27", "2024-03-27"),
        ("03/2024", "2024-03"),
        (" 2024-03 ", "2024-03"),
        ("2024-02-29", "2024-02-29"),
        ("March 2024", "2024-03"),
        ("mar 2024", "2024-03"),
        ("Sept. 2024", "2024-09"),
        ("27 March 2024", "2024-03-27"),
        ("27th March 2024", "2024-03-27"),
        ("March 27, 2024", "2024-03-27"),
        ("March 27th 2024", "2024-03-27"),
        ("1er août 2023", "2023-08-01"),
        ("février 2024", "2024-02"),
        ("déc. 2023", "2023-12"),
        ("9999-12-31", "9999-12-31"),
        ("0001", "0001"),
    ],
)
def test_dates_are_read_as_people_type_them(typed: str, value: str) -> None:
    """Years, months and days in numbers or words, English or French."""
    assert value == read_date(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        *("2024-02-30", "2023-02-29", "2024-13", "2024-00", "2024-04-31", "2024-1-0", "13/2024", "0000"),
        *("24", "202", "20240327", "2024-03-27T00:00", "2024-", "2024-03-", "-2024", ">2024", "none"),
        *("Marhc 2024", "March", "27 March", "32 March 2024", "0 March 2024", "27 27 2024"),
        *("March 2024 27", "2024 March", "yesterday"),
        *("٢٠٢٤", "２０２４", "2024-٠٣", "²024"),
    ],
)
def test_what_is_not_surely_a_date_is_none(typed: str) -> None:
    """Impossible days, half dates, other digits and misspelt months are never guessed at."""
    assert read_date(typed) is None


@settings(deadline=None, max_examples=200)
@given(DAYS)
def test_every_day_is_read_in_every_form(day: date) -> None:
    """All forms of one day give the same value, which holds exactly that day."""
    value = day.isoformat()
    month = day.strftime("%B")
    forms = [
        value,
        value.replace("-", "/"),
        f"{day.day} {month} {value[:4]}",
        f"{month} {day.day}, {value[:4]}",
    ]
    assert [value] * 4 == [read_date(form) for form in forms]
    assert (day.toordinal(), day.toordinal()) == date_days(value)


@pytest.mark.parametrize(
    ("typed", "surface", "first", "last"),
    [
        ("2023-12..2024-01", "2023-12..2024-01", date(2023, 12, 1), date(2024, 1, 31)),
        ("2012-2013", "2012..2013", date(2012, 1, 1), date(2013, 12, 31)),
        ("2012 – 2013", "2012..2013", date(2012, 1, 1), date(2013, 12, 31)),
        ("2024..2024", "2024..2024", date(2024, 1, 1), date(2024, 12, 31)),
        ("2024-02..", "2024-02..", date(2024, 2, 1), date.max),
        ("..2024-02", "..2024-02", date.min, date(2024, 2, 29)),
        (" March 2024 .. 3 April 2024 ", "2024-03..2024-04-03", date(2024, 3, 1), date(2024, 4, 3)),
    ],
)
def test_ranges_hold_both_ends(typed: str, surface: str, first: date, last: date) -> None:
    """A range goes from the first day of its start to the last day of its end."""
    assert DateRange("published", first.toordinal(), last.toordinal(), surface) == read_date_filter(
        "published", typed
    )


@pytest.mark.parametrize(
    ("typed", "value"),
    [("none", "none"), (" NONE ", "none"), ("--01-07", "--01-07"), ("--02-29", "--02-29"), ("––12", "--12")],
)
def test_no_date_and_dates_without_a_year_are_values(typed: str, value: str) -> None:
    """`none` and --MM-DD can be chosen like any date."""
    assert FieldIs("mentioned", value) == read_date_filter("mentioned", typed)


@pytest.mark.parametrize("typed", ["--13", "--00", "--02-30", "--1", "--01-07-2024", "--٠١"])
def test_days_that_no_year_has_are_no_values(typed: str) -> None:
    """A date without a year is a day or month of some year."""
    assert read_date_filter("mentioned", typed) is None


@pytest.mark.parametrize(
    "typed", ["..", "....", "2024...2025", "2024..x", "x..2024", "2024..2023", "2024-2023", "none..2024"]
)
def test_broken_ranges_are_not_used(typed: str) -> None:
    """A range with an end that is no date, with no ends, or reversed gives nothing."""
    assert read_date_filter("published", typed) is None


def test_the_reason_is_named() -> None:
    """A reversed range is told from what is no date."""
    assert "“2024-05..2024-01” ends before it begins, so it is not used." == say_why_not("2024-05..2024-01")
    assert "“2024-13..2024-01” is not a date, so it is not used." == say_why_not("2024-13..2024-01")
    assert "“2024-02-30” is not a date, so it is not used." == say_why_not(" 2024-02-30 ")


@settings(deadline=None, max_examples=200)
@given(DAYS, DAYS)
def test_a_range_is_read_if_and_only_if_it_does_not_end_before_it_begins(one: date, other: date) -> None:
    """Every pair of days is a range in one direction, and its text reads as itself."""
    found = read_date_filter("published", f"{one}..{other}")
    if other < one:
        assert found is None
    else:
        assert found == DateRange("published", one.toordinal(), other.toordinal(), f"{one}..{other}")


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from("0123456789-/.–> nonemarchj٣²"), max_size=14) | st.text(max_size=10))
def test_what_is_read_is_canonical(text: str) -> None:
    """The value or range that a text gives reads as the same filter again."""
    found = read_date_filter("published", text)
    if isinstance(found, FieldIs):
        assert found == read_date_filter("published", found.value)
    elif found:
        assert found == read_date_filter("published", found.surface)
        assert timedelta(days=found.last - found.first) >= timedelta(0)
