from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.query.facet_values import date_days, date_levels, facet_values
from indexer.schema.document import ActorMention, DateMention, Document, PlaceMention, Published
from indexer.schema.fields import FACETS

BARE = Document(
    "a-1", "a.txt", "0" * 64, "text", "text", None, None, None, None, None, None, None, (), (), (), (), (), ()
)
LEVELS = st.sampled_from((4, 7, 10))


def published(value: str) -> Published:
    """A date of publication."""
    return Published(value, "day", "metadata", value)


@pytest.mark.parametrize(
    ("facet", "found", "values"),
    [
        ("document", {}, ("a-1",)),
        ("source", {}, ("unknown",)),
        ("source", {"outlet": ""}, ("unknown",)),
        ("source", {"outlet": "Radio"}, ("Radio",)),
        ("language", {}, ("none",)),
        ("language", {"language": "fr"}, ("fr",)),
        ("published", {}, ("none",)),
        ("published", {"published": published("2024")}, ("2024",)),
        ("published", {"published": published("2024-03")}, ("2024", "2024-03")),
        ("published", {"published": published("2024-03-27")}, ("2024", "2024-03", "2024-03-27")),
        ("mentioned", {}, ("none",)),
        ("mentioned", {"dates": (DateMention("--01-07", 0, 4),)}, ("--01-07",)),
        (
            "mentioned",
            {"dates": tuple(DateMention(value, 0, 4) for value in ("2024-03", "2024-01-05", "2012"))},
            ("2012", "2024", "2024-01", "2024-01-05", "2024-03"),
        ),
        ("place", {}, ()),
        ("place", {"places": (PlaceMention("pl-gao", 0, 1), PlaceMention("pl-gao", 2, 3))}, ("pl-gao",)),
        ("actor", {}, ()),
        (
            "actor",
            {"actors": (ActorMention("b", 0, 1), ActorMention("a", 0, 0), ActorMention("c", 2, 3, True))},
            ("a", "b"),
        ),
    ],
)
def test_values_of_a_document(facet: str, found: dict[str, object], values: tuple[str, ...]) -> None:
    """Each value once, ascending; weak mentions are left out, and no date is a value of its own."""
    assert values == facet_values(replace(BARE, **found), facet)  # type: ignore[arg-type]  # each case names its field


def test_every_facet_of_the_table_has_values() -> None:
    """What the table of fields calls a facet can be counted; other names cannot."""
    for facet in FACETS:
        assert isinstance(facet_values(BARE, facet), tuple)
    with pytest.raises(KeyError):
        facet_values(BARE, "title")


@settings(deadline=None, max_examples=200)
@given(st.dates(), LEVELS)
def test_a_date_is_counted_under_all_that_holds_it(day: date, size: int) -> None:
    """Each level holds all the days of the next narrower one, and the last is the date itself."""
    value = day.isoformat()[:size]
    levels = date_levels(value)
    assert value == levels[-1]
    spans = [date_days(level) or (0, 0) for level in levels]
    for wide, narrow in pairwise(spans):
        assert wide[0] <= narrow[0] <= narrow[1] <= wide[1]
    assert spans[-1][0] <= day.toordinal() <= spans[-1][1]


@pytest.mark.parametrize(
    "value", ["", "none", "--01", "--01-07", "0000", "2024-13", "2024-02-30", "2024-3", "٢٠٢٤", "x"]
)
def test_other_values_have_no_days(value: str) -> None:
    """What is no calendar date with a year has no days."""
    assert date_days(value) is None
