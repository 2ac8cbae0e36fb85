import pytest

from indexer.engine_port import ValueCounts
from indexer.query.request import FacetValue, SearchRequest
from indexer.schema.collection import Actor, Place
from indexer.search.facets import Labels, chosen_values, date_group, date_label

LABELS = Labels(
    [Actor("jnim", "armed_group", "JNIM", "Jama'at", None, None, None, "", False, ())],
    [Place("pl-gao", "Gao", "ML", "settlement")],
)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024", "2024"),
        ("2024-03", "March 2024"),
        ("2024-03-07", "7 March 2024"),
        ("none", "no date"),
        ("--01-07", "7 January, no year given"),
        ("--01", "January, no year given"),
        ("2023-12..2024-01", "December 2023 to January 2024"),
        ("2023..", "from 2023"),
        ("..2023", "up to 2023"),
    ],
)
def test_dates_are_said_in_words(value: str, expected: str) -> None:
    """A date is never shown in digits alone, and never more exact than it is."""
    assert expected == date_label(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2024", "year"),
        ("2024-03", "month"),
        ("2024-03-07", "day"),
        ("none", "none"),
        ("--01-07", "no year"),
        ("2023..2024", "range"),
    ],
)
def test_dates_are_grouped_by_level(value: str, expected: str) -> None:
    """Years, months and days are lists of their own."""
    assert expected == date_group(value)


def test_labels_fall_back_to_the_value() -> None:
    """A value that the authority file lacks is shown as it is."""
    assert "JNIM" == LABELS.label("actor", "jnim")
    assert "Gao" == LABELS.label("place", "pl-gao")
    assert "other" == LABELS.label("actor", "other")
    assert ["French", "not determined", "tlh"] == [LABELS.label("language", v) for v in ("fr", "none", "tlh")]
    assert "armed_group" == LABELS.group("actor", "jnim")
    assert "" == LABELS.group("actor", "other")
    assert "" == LABELS.group("source", "Radio")


def test_values_come_with_their_names_and_whether_they_are_chosen() -> None:
    """In the order given; nothing is counted or left out."""
    shown = LABELS.values("actor", ValueCounts(["other", "jnim"], [3, 0]), ["jnim"])
    assert FacetValue("other", "other", 3, False) == shown[0]
    assert FacetValue("jnim", "JNIM", 0, True, "armed_group") == shown[1]
    assert () == LABELS.values("actor", ValueCounts([], []))
    assert {False} == {value.selected for value in LABELS.values("actor", ValueCounts(["jnim"], [1]))}


def test_every_facet_has_its_part_of_the_request() -> None:
    """The values of each facet come from their own field."""
    request = SearchRequest(
        actors=("a",),
        places=("b",),
        published=("2024",),
        mentioned=("2023",),
        documents=("e",),
        sources=("f",),
        languages=("g",),
    )
    facets = ("actor", "place", "published", "mentioned", "document", "source", "language")
    assert [("a",), ("b",), ("2024",), ("2023",), ("e",), ("f",), ("g",)] == [
        chosen_values(request, facet) for facet in facets
    ]
