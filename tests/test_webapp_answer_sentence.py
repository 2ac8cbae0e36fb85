"""The answer in words."""

import pytest

from indexer.api import Answer, Note, SearchRequest
from webapp.answer_sentence import make_chips, make_reading, say_answer

NAMES = {"jnim": "JNIM", "wagner": "Wagner Group", "eu": "European Union", "pl-gao": "Gao", "one": "A title"}


def _labels(_facet, value):
    dates = {"2024-03": "March 2024", "2024-03-27": "27 March 2024", "none": "no date", "2012": "2012"}
    return NAMES.get(value) or dates.get(value, value)


def _say(total, **asked):
    request = SearchRequest(**asked)
    answer = Answer(request, total, (), {}, (), 1.0, "gen", request.text, request.match)
    return " ".join(say_answer(answer, _labels))


@pytest.mark.parametrize(
    ("total", "asked", "sentence"),
    [
        (
            3,
            {"text": "Wagner", "actors": ("jnim",), "published": ("2024-03", "none")},
            "3 documents match Wagner, mention JNIM, and were published in March 2024 or have no date.",
        ),
        (
            1,
            {"text": "Wagner", "actors": ("jnim",), "published": ("2024-03-27", "none")},
            "1 document matches Wagner, mentions JNIM, and was published on 27 March 2024 or has no date.",
        ),
        (0, {"text": "gao"}, "0 documents match gao."),
        (1_067, {"actors": ("jnim", "wagner")}, "1,067 documents mention JNIM and Wagner Group."),
        (
            2,
            {"actors": ("jnim", "wagner"), "actors_match": "any"},
            "2 documents mention JNIM or Wagner Group.",
        ),
        (1, {"not_actors": ("eu",)}, "1 document does not mention European Union."),
        (2, {"mentioned": ("2012", "none")}, "2 documents talk about 2012 or name no date."),
        (1, {"places": ("pl-gao",), "mentioned": ("none",)}, "1 document names no date and names Gao."),
        (1, {"documents": ("one",)}, "1 document is “A title”."),
        (2, {"sources": ("Radio", "unknown")}, "2 documents come from Radio or no named source."),
        (1, {"languages": ("fr", "none")}, "1 document is in fr or no language that could be told."),
        (2, {"published": ("none",)}, "2 documents have no date."),
        (5, {}, "5 documents are in the collection."),
        (2, {"text": "a OR b", "match": "any"}, "2 documents match a or b."),
        (2, {"text": "a OR b"}, "2 documents match a OR b."),
    ],
)
def test_the_sentence_says_all_that_was_asked(total, asked, sentence):
    """Counts first, one clause a facet, verbs for one document or several."""
    assert sentence == _say(total, **asked)


def test_many_values_are_counted_not_listed():
    """A sentence stays a sentence."""
    actors = tuple(f"a{n}" for n in range(9))
    assert _say(2, actors=actors).endswith("mention a0, a1, a2, a3, a4, a5 and 3 others.")


def test_each_filter_has_a_chip_that_removes_it():
    """The address of a chip is the search without its value, on the first page."""
    request = SearchRequest(text="gao", actors=("jnim", "eu"), published=("none",), page=3)
    chips = make_chips(request, _labels, (("mentioned", "soon"),))
    assert [
        ("Actor", "JNIM", "/?q=gao&actor=eu&published=none"),
        ("Actor", "European Union", "/?q=gao&actor=jnim&published=none"),
        ("Published", "no date", "/?q=gao&actor=jnim&actor=eu"),
        ("Talked about", "soon, not used", "/?q=gao&actor=jnim&actor=eu&published=none&page=3"),
    ] == [(chip.kind, chip.label, chip.url) for chip in chips]


def test_a_word_that_was_read_as_a_name_stands_apart():
    """Notes are shown once each; one on a date leads to its field."""
    notes = (
        Note("read", "GSIM read as the actor JNIM.", word="GSIM"),
        Note("ignored", "“the” is not searched on its own.", word="the"),
        Note("ignored", "“the” is not searched on its own.", word="the"),
        Note("filter", "“x” is not a date, so it is not used.", parameter="published_from", value="x"),
    )
    assert [
        ("GSIM", " read as the actor JNIM.", ""),
        ("", "“the” is not searched on its own.", ""),
        ("", "“x” is not a date, so it is not used.", "#pf"),
    ] == [(part.word, part.says, part.field) for part in make_reading(notes)]
