"""What the five seeds must answer, word for word."""

import pytest

from indexer.api import Search, SearchRequest


def found(search: Search, text: str, **more: object) -> set[str]:
    """The first three characters of each hit's id: the seeds are numbered."""
    request = SearchRequest(text=text, per=100, **more)  # type: ignore[arg-type]  # each query names its fields
    return {hit.document.id[:3] for hit in search.search(request).hits}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("wagner", "000 001 002 003 004"),
        ("JNIM", "001 002 003"),
        ("GSIM", "001 002 003"),
        ("gsim", "001 002 003"),
        ("Jama'at Nasr al-Islam", "001 002 003"),
        ("Jama’a Nusrat ul-Islam", "001 002 003"),
        ("actor:jnim", "001 002 003"),
        ("MLNA", "001"),
        ("“Africa Corps”", "002"),
        ('"Africa Corps"', "002"),
        ("« Africa Corps »", "002"),
        ("al-Qaeda", "003"),
        ("published:2024-03", "001"),
        ("published:2024", "001"),
        ("published:2023-12..2024-03", "001 004"),
        ("published:none", "000 002 003"),
        ("mentioned:2012", "003"),
        ("Advertisment", ""),
        ('"Exit mobile version"', ""),
        ('"1 - 2 - 3"', ""),
        ('"finance reporter"', ""),
        ('"covers the world of finance"', ""),
        ("Axadle", ""),
        ("title:wagner", "002"),
        ("wagner -syria", "000 001 002 003"),
        ("goita AND minusma", "003"),
        ("document:003_e6e3e9937ade9599", "003"),
    ],
)
def test_queries_find_exactly_these_seeds(search: Search, text: str, expected: str) -> None:
    """Each query finds these documents and no others."""
    assert set(expected.split()) == found(search, text)


@pytest.mark.parametrize("text", ["GSIM", "Jama'at Nasr al-Islam", "JNIM", "wagner"])
def test_the_answer_says_how_a_name_was_read(search: Search, text: str) -> None:
    """A note names the actor and the spellings found, and each hit the forms in it."""
    answer = search.search(SearchRequest(text=text))
    notes = [note for note in answer.notes if note.kind == "read"]
    assert 1 == len(notes)
    assert notes[0].word == text
    assert notes[0].spellings
    for hit in answer.hits:
        assert any(reason.forms for reason in hit.reasons)


def test_this_spelling_only_finds_the_letters(search: Search) -> None:
    """`spelling=exact` reads no name: GSIM stands in no seed."""
    assert set() == found(search, "GSIM", spelling="exact")
    assert {"001", "002", "003"} == found(search, "JNIM", spelling="exact")


def test_a_sentence_is_answered_with_any_of_its_words(search: Search) -> None:
    """Six or more plain words that no document holds together still find the best ones."""
    answer = search.search(
        SearchRequest(text="which countries asked the peacekeepers of MONUSCO to leave Congo")
    )
    assert "any" == answer.match
    assert "003" == answer.hits[0].document.id[:3]
    assert any(note.kind == "loosened" for note in answer.notes)


def test_words_without_a_common_document_are_loosened(search: Search) -> None:
    """Two words that never meet are answered with either, and it is said."""
    answer = search.search(SearchRequest(text="monusco tessalit"))
    assert {"001", "003"} == {hit.document.id[:3] for hit in answer.hits}
    assert any(note.kind == "loosened" for note in answer.notes)


def test_only_002_has_a_title(search: Search) -> None:
    """The others show their first words, marked as such."""
    titles = {hit.document.id[:3]: hit.document.title for hit in search.search(SearchRequest()).hits}
    assert titles.pop("002") == (
        "Russian-Supported Militia Steps In to Fill Security Void in Mali After Wagner Exit"
    )
    assert {"000": None, "001": None, "003": None, "004": None} == titles


def test_publication_dates_are_never_invented(search: Search) -> None:
    """Two seeds state a date at their top, the others none."""
    dates = {
        hit.document.id[:3]: hit.document.published and hit.document.published.value
        for hit in search.search(SearchRequest()).hits
    }
    expected = {"000": None, "001": "2024-03-27", "002": None, "003": None, "004": "2023-12-12"}
    assert expected == dates
