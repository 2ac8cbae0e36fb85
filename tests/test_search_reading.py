"""How a request is read before an engine is asked."""

import pytest

from indexer.api import Search, SearchRequest


def test_a_field_names_its_actor_in_the_exact_spelling_too(search: Search) -> None:
    """The switch is for words; who writes actor: means the actor."""
    found = search.search(SearchRequest(text="actor:GSIM", spelling="exact"))
    assert 3 == found.total


def test_the_query_as_understood_asks_the_same_again(search: Search) -> None:
    """Words that AND keeps apart are not shown as the name that they would be side by side."""
    for text in ("Wagner AND Group", "wagner^2 -(mali OR gao)", "mali NEAR/3 junta"):
        first = search.search(SearchRequest(text=text))
        again = search.search(SearchRequest(text=first.understood))
        assert (first.query, first.total) == (again.query, again.total), text


def test_a_reversed_range_of_dates_is_told_as_such(search: Search) -> None:
    """The note says what is wrong with the dates, and the filter is not used."""
    found = search.search(SearchRequest(published=("2024..2023",)))
    assert 5 == found.total
    assert ["“2024..2023” ends before it begins, so it is not used."] == [n.message for n in found.notes]


@pytest.mark.parametrize("text", ["zebra mali", "which of the mercenaries left mali with a zebra"])
def test_who_asks_for_all_of_the_words_gets_no_other(search: Search, text: str) -> None:
    """Words are loosened only where nobody said how they are to be joined."""
    loosened, strict = (search.search(SearchRequest(text=text, match=match)) for match in ("auto", "all"))
    assert ("any", True) == (loosened.match, "loosened" in {note.kind for note in loosened.notes})
    assert loosened.total > 0
    assert ("all", 0) == (strict.match, strict.total)
    assert "loosened" not in {note.kind for note in strict.notes}
