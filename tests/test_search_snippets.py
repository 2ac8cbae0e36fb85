from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engines.analysed_view import AnalysedView
from indexer.query import syntax
from indexer.schema.document import DateMention, Document, Heading, Passage, RemovedSpan
from indexer.search.evidence import Leaf, Want, find_evidence
from indexer.search.rooms import MAX_CHARACTERS
from indexer.search.sighting import Kind
from indexer.search.snippets import LINE_CHARACTERS, MAX_PASSAGES, MOST_EXCERPTS, best_excerpts
from indexer.search.windows import SLACK
from tests.tiny_collection import document

RARE = {"ransom"}
_KINDS: tuple[Kind, ...] = ("word", "alias")


def excerpts(doc: Document, *words: str, every: bool = False):
    """The excerpts of a document for folded words."""
    leaves = [Leaf("word", syntax.Term(w, w, exact=True), w, None) for w in words]
    weights = {Want(word, 0, "word"): 9 if word in RARE else 1 for word in words}
    return best_excerpts(doc, find_evidence(AnalysedView(doc), leaves), weights, every=every)


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
        assert len(shown.text) <= MAX_CHARACTERS * SLACK
        for mark in shown.marks:
            assert shown.start <= mark.start < mark.end <= shown.end


def test_rare_words_are_shown_before_common_ones() -> None:
    """Of passages with one word each, the one with the rarest; the fourth word gets a line of its own."""
    doc = document("one", "camp", "road", "gao", "ransom", "camp")
    shown = excerpts(doc, "camp", "road", "gao", "ransom")
    assert [1, 2, 3, 4] == [e.passage for e in shown]
    assert [4] == [e.passage for e in excerpts(document("one", "a", "b", "c", "ransom"), "ransom")]


def test_words_that_stand_together_are_worth_more() -> None:
    """Of passages with the same words, those where they are near come first."""
    far = "camp " + "x " * 60 + "road"
    doc = document("one", far, far, far, "The camp by the road.", far, "camp road", "road of the camp")
    assert [4, 6, 7] == [e.passage for e in excerpts(doc, "camp", "road")]


def test_a_heading_that_matches_lifts_the_passages_below_it() -> None:
    """And stands above them, with its mark."""
    text = "a camp\n\nb camp\n\nc camp\n\nThe camp\n\nd camp\n\nOther\n\nz camp"
    places = [text.index(f"{letter} camp") for letter in "abcdz"]
    doc = replace(
        document("one"),
        text=text,
        headings=tuple(
            Heading(text.index(words), text.index(words) + len(words), words)
            for words in ("The camp", "Other")
        ),
        passages=tuple(Passage(n, at, at + 6, None, "prose") for n, at in enumerate(places, 1)),
    )
    shown = excerpts(doc, "camp")
    assert [(1, "passage"), (2, "passage"), (4, "heading"), (4, "passage")] == [
        (e.passage, e.kind) for e in shown
    ]
    assert [1, 2, 4, 5] == [e.first_match for e in shown]


def test_a_word_of_a_heading_alone_brings_the_heading() -> None:
    """With the opening of what is below it, where nothing else matches; alone at the end of a text."""
    text = "It rained. It snowed.\n\nThe ransom\n\nIt was paid."
    heading = Heading(text.index("The ransom"), text.index("The ransom") + 10, "The ransom")
    passages = (Passage(1, 0, 21, None, "prose"), Passage(2, 35, len(text), None, "prose"))
    doc = replace(document("one"), text=text, headings=(heading,), passages=passages)
    assert [("The ransom", "heading"), ("It was paid.", "passage")] == [
        (e.text, e.kind) for e in excerpts(doc, "ransom")
    ]
    assert [("It rained. It snowed.", 1), ("The ransom", 2)] == [
        (e.text, e.passage) for e in excerpts(doc, "ransom", "rained")
    ]
    last = replace(doc, passages=passages[:1])
    assert [("The ransom", 1)] == [(e.text, e.passage) for e in excerpts(last, "ransom")]
    bare = replace(doc, passages=())
    assert [("The ransom", 0)] == [(e.text, e.passage) for e in excerpts(bare, "ransom")]


@settings(deadline=None, max_examples=25)
@given(st.integers(1, 40))
def test_every_word_gets_its_place_up_to_a_bound(count: int) -> None:
    """Each passage has a word that no other has: all are shown while they are few."""
    words = [f"word{number}" for number in range(count)]
    filler = "and so it went on for a while " * 12
    doc = document("one", *(f"{filler}{word}. {filler}" for word in words))
    shown = excerpts(doc, *words)
    assert min(max(count, 1), MOST_EXCERPTS) == len(shown)
    longest = sorted(len(e.text) for e in shown)[::-1]
    assert all(size <= LINE_CHARACTERS * SLACK for size in longest[MAX_PASSAGES:])


def test_words_far_apart_in_one_passage_are_both_shown() -> None:
    """In two stretches of it that do not overlap."""
    doc = document("one", "The camp burned. " + "It rained again. " * 60 + "A ransom was paid.")
    first, second = excerpts(doc, "camp", "ransom")
    assert [1, 1] == [first.passage, second.passage]
    assert first.end <= second.start
    assert "camp" in first.text
    assert "ransom" in second.text


def test_a_chosen_document_shows_each_match_of_a_long_passage() -> None:
    """In as many stretches as it takes, which do not overlap."""
    doc = document("one", ("The camp burned. " + "It rained again. " * 30) * 5)
    shown = excerpts(doc, "camp", every=True)
    assert 5 == sum(len(e.marks) for e in shown)
    assert all(one.end <= other.start for one, other in pairwise(shown))
    assert [1, 2, 3, 4, 5] == [e.first_match for e in shown]


def test_what_stands_where_nothing_is_shown_is_given_up() -> None:
    """A date in a removed stretch at the end of a passage has no excerpt of its own."""
    filler = "Nothing of note was said here at all, and more of it. " * 12
    doc = document("one", "Barges are here.", f"In 2012 it rained. {filler}2024-03-27")
    first, last = doc.text.index("2012"), doc.text.index("2024")
    doc = replace(
        doc,
        dates=(DateMention("2012", first, first + 4), DateMention("2024-03-27", last, last + 10)),
        removed=(RemovedSpan(last, last + 10, "rule"),),
    )
    leaves = [Leaf("filter", syntax.FieldIs("mentioned", year), year, None) for year in ("2012", "2024")]
    leaves.append(Leaf("word", syntax.Term("barges", "barges", exact=True), "barges", None))
    weights = {Want(leaf.label, 0, kind): 1 for leaf in leaves for kind in _KINDS}
    shown = best_excerpts(doc, find_evidence(AnalysedView(doc), leaves), weights, every=True)
    assert {1, 2} == {excerpt.passage for excerpt in shown}
