"""Explanations of the five seeds, and of hits beside them."""

from dataclasses import replace

import pytest

from indexer.api import DocumentNotFound, Explanation, QueryRefused, Search, SearchRequest

JNIM_PAGE = "001_c49576111bc90fa8"
TALKS_OF_2012 = "003_e6e3e9937ade9599"
REQUESTS = (
    SearchRequest(text="wagner mali"),
    SearchRequest(text="GSIM^2 mali -benin"),
    SearchRequest(text='"the malian" OR merc* OR mentioned:2012', spelling="exact"),
    SearchRequest(text="wagner NEAR/30 mali"),
    SearchRequest(text="how many soldiers left the camp in mali"),
    SearchRequest(text="wagner soldiers zebra", match="any", published=("2024-03", "none")),
    SearchRequest(actors=("jnim", "wagner"), actors_match="any"),
    SearchRequest(text="mali", actors=("al-qaeda",), parents="whole", not_actors=("eu",)),
)


def parts(explanation: Explanation) -> list[tuple[str, bool, float]]:
    """The lines without what is told of them."""
    return [(line.part, line.matches, line.score) for line in explanation.lines]


@pytest.mark.parametrize("request_", REQUESTS, ids=str)
def test_the_parts_of_every_hit_sum_to_its_score(search: Search, request_: SearchRequest) -> None:
    """As the answer has it, and as the explanation of the one document says."""
    answer = search.search(request_)
    assert answer.hits
    for hit, own in zip(answer.hits, search.explain_hits(answer), strict=True):
        alone = search.explain(request_, hit.document.id)
        assert hit.document.id == own.document == alone.document
        assert own.matches
        assert alone.matches
        assert pytest.approx(hit.score, abs=1e-6) == own.total
        assert pytest.approx(hit.score, abs=1e-6) == alone.total
        assert pytest.approx(hit.score, abs=1e-6) == sum(line.score for line in own.lines)
        assert [line[:2] for line in parts(own)] == [line[:2] for line in parts(alone)]
        assert pytest.approx([line.score for line in alone.lines], abs=1e-9) == [
            line.score for line in own.lines
        ]
        assert [line.reading for line in own.filters] == [line.reading for line in alone.filters]
        assert own.generation == search.generation


@pytest.mark.parametrize("request_", REQUESTS, ids=str)
def test_a_document_that_is_no_hit_is_told_what_it_lacks(search: Search, request_: SearchRequest) -> None:
    """Every document of the collection is a hit, or lacks something."""
    found = {hit.document.id for hit in search.search(replace(request_, copies="all", per=100)).hits}
    every = {hit.document.id for hit in search.search(SearchRequest(per=100, copies="all")).hits}
    for document in every:
        explanation = search.explain(request_, document)
        assert (document in found) == explanation.matches
        assert (document in found) == (not explanation.lacks)


def test_a_name_is_told_with_the_spelling_that_matched(search: Search) -> None:
    """GSIM is nowhere in the document; a mention of JNIM is, and gives the score."""
    (line,) = search.explain("GSIM", JNIM_PAGE).lines
    assert ("name", "text", 1) == (line.kind, line.field, line.frequency)
    assert [("JNIM", 1, (1,), "jnim")] == [(f.form, f.times, f.passages, f.value) for f in line.forms]
    assert [(False, False), (True, True)] == [(inner.matches, inner.counts) for inner in line.lines]
    assert [("actor", "jnim", 3)] == [(term.kind, term.term, term.documents) for term in line.terms]


def test_the_date_that_let_a_document_through_is_told(search: Search) -> None:
    """From the header for a filter, from the text for a date talked about."""
    dated = search.explain(SearchRequest(text="wagner", published=("2024-03",)), JNIM_PAGE)
    (form,) = dated.filters[0].forms
    assert ("2024-03-27", "header", "date 2024-03-27") == (form.value, form.source, form.form)
    assert 0.0 == dated.filters[0].score == dated.filters[0].weight
    talks = search.explain("mentioned:2012", TALKS_OF_2012)
    assert [("2012", "2012", (3,))] == [(f.value, f.form, f.passages) for f in talks.lines[0].forms]


def test_a_filter_that_keeps_a_document_out_is_told(search: Search) -> None:
    """The query would match; its score is told all the same."""
    explanation = search.explain(SearchRequest(text="wagner", published=("2012",)), JNIM_PAGE)
    assert ("It was not published in 2012.",) == explanation.lacks
    assert not explanation.matches
    assert pytest.approx(search.explain("wagner", JNIM_PAGE).total) == explanation.total > 0.0
    (line,) = explanation.filters
    assert (False, "2024-03-27") == (line.matches, line.forms[0].value)


def test_of_a_chosen_parent_only_the_parts_that_are_named_are_told(search: Search) -> None:
    """A family has dozens of members."""
    whole = SearchRequest(actors=("al-qaeda",), parents="whole")
    explanation = search.explain(whole, JNIM_PAGE)
    assert {"actor:aqim", "actor:jnim"} == {line.part for line in explanation.filters}
    assert all(line.matches for line in explanation.filters)


def test_the_words_of_a_pattern_are_told(search: Search) -> None:
    """Those of the document, and how many the collection has."""
    (line,) = search.explain("mali*", JNIM_PAGE).lines
    assert {"mali", "malian"} <= {word for word, _ in line.words}
    assert line.meant >= len(line.words)
    assert 1.0 == line.score


def test_the_length_is_told_beside_the_average(search: Search) -> None:
    """With the norm that BM25 makes of both, and the number of documents."""
    explanation = search.explain("wagner", JNIM_PAGE)
    assert (5, 244) == (explanation.documents, explanation.length)
    assert explanation.average_length > explanation.length
    assert 0.6 < explanation.norm < 1.5


def test_notes_of_the_reading_are_kept(search: Search) -> None:
    """A sentence that was loosened is explained as it was answered."""
    explanation = search.explain("how many soldiers left the camp in mali", JNIM_PAGE)
    assert "loosened" in {note.kind for note in explanation.notes}
    assert " OR " in explanation.query


def test_what_is_not_there_or_costs_too_much_is_no_explanation(search: Search) -> None:
    """The errors are those of a search."""
    with pytest.raises(DocumentNotFound, match="none"):
        search.explain("wagner", "none")
    with pytest.raises(QueryRefused):
        search.explain("a* " * 100, JNIM_PAGE)
