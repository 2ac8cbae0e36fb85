from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from indexer.engines.analysed_view import AnalysedView
from indexer.query import syntax
from indexer.schema.document import Document, RemovedSpan
from indexer.search.evidence import Leaf, find_evidence
from indexer.search.snippets import MAX_CHARACTERS, MAX_PASSAGES, best_excerpts, sentences
from tests.tiny_collection import document


def excerpts(doc: Document, *words: str, every: bool = False):
    """The excerpts of a document for folded words."""
    leaves = [Leaf("word", syntax.Term(w, w, exact=True), w, None) for w in words]
    return best_excerpts(doc, find_evidence(AnalysedView(doc), leaves), every=every)


def test_the_sentence_that_shows_most_is_shown() -> None:
    """An excerpt is the sentence with most of the words, not the first one."""
    filler = "Nothing of note was said here at all, and it was said at some length. " * 6
    doc = document("one", f"{filler}The camp lay by the road. {filler}")
    shown = excerpts(doc, "camp", "road")[0]
    assert "The camp lay by the road." in shown.text
    assert shown.cut_before
    assert shown.cut_after


def test_passages_show_every_word_before_they_repeat_one() -> None:
    """A passage with a word not shown yet is worth more than a repetition."""
    doc = document("one", "camp camp", "camp", "camp", "camp", "road")
    assert 5 in [e.passage for e in excerpts(doc, "camp", "road")]
    assert MAX_PASSAGES == len(excerpts(doc, "camp", "road"))


def test_a_chosen_document_shows_all_that_matches() -> None:
    """With `every` no matching passage is left out."""
    doc = document("one", *["camp"] * 7)
    assert [1, 2, 3, 4, 5, 6, 7] == [e.passage for e in excerpts(doc, "camp", every=True)]


def test_without_a_match_the_opening_is_shown() -> None:
    """A hit by its title alone still shows what it is about."""
    doc = document("one", "It opens so. And goes on.", "More.")
    assert "It opens so." in excerpts(doc, "absent")[0].text


def test_an_empty_document_has_no_excerpt() -> None:
    """Nothing to show is shown as nothing."""
    assert () == excerpts(document("one"), "camp")


def test_removed_characters_are_blank_in_an_excerpt() -> None:
    """Residue inside a passage is never shown, and offsets stay true."""
    doc = replace(document("one", "The camp [12] lay there."), removed=(RemovedSpan(9, 13, "mark"),))
    shown = excerpts(doc, "lay")[0]
    assert "The camp      lay there." == shown.text
    mark = shown.marks[0]
    assert "lay" == shown.text[mark.start - shown.start : mark.end - shown.start]


@given(st.lists(st.text(alphabet="ab .!?\n“”Ç", max_size=700), min_size=1, max_size=4))
def test_excerpts_are_stretches_of_their_passage(passages: list[str]) -> None:
    """An excerpt is never longer than allowed and its marks lie inside it, at their words."""
    doc = document("one", *passages)
    for shown in excerpts(doc, "a", "b", "ab"):
        assert shown.text == doc.text[shown.start : shown.end]
        assert len(shown.text) <= MAX_CHARACTERS
        for mark in shown.marks:
            assert shown.start <= mark.start < mark.end <= shown.end


@given(st.text(alphabet="aB .!?\n”’", max_size=200))
def test_sentences_cover_all_but_white_space(text: str) -> None:
    """No character of a passage is lost between its sentences."""
    covered = {at for start, end in sentences(text) for at in range(start, end)}
    lost = [c for at, c in enumerate(text) if at not in covered and c not in " \n"]
    assert [] == lost
