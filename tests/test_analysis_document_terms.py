"""The terms of a whole document, with positions, offsets and mentions."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis.document_terms import BLOCK_GAP, analyze_document
from indexer.analysis.filters import STOP_WORDS, stem
from indexer.analysis.tokenizer import fold_word, tokenize
from indexer.cleaning.page import clean_text
from indexer.schema.document import ActorMention, Document, Heading, Passage, PlaceMention, RemovedSpan

TEXT = "Rains Fail\nThe men of JNIM left.\nWhat Next\nAdvertisement Gao’s market, and the UN, waits.\n"


def document(text=TEXT, **parts):
    """A document with a title, a passage, a heading and a passage that holds residue."""
    values = {
        "title": "Rains Fail",
        "title_start": 0,
        "title_end": 10,
        "headings": (Heading(33, 42, "What Next"),),
        "passages": (Passage(1, 11, 32, None, "prose"), Passage(2, 43, 89, "What Next", "prose")),
        "removed": (RemovedSpan(43, 56, "advert-label"),),
        "actors": (
            ActorMention("jnim", 22, 26),
            ActorMention("un", 79, 81),
            ActorMention("x", 0, 5, weak=True),
        ),
        "places": (PlaceMention("gao", 57, 60),),
    } | parts
    empty = dict.fromkeys(("published", "byline", "outlet", "url"))
    return Document(id="a", source_file="a", sha256="", kind="text", text=text, dates=(), **empty, **values)


def test_blocks_are_numbered_and_stand_apart():
    """Title, passages and headings in reading order, each a gap behind the last."""
    words = analyze_document(document()).words
    first = {}
    for word in words:
        first.setdefault(word.block, word)
    assert [("rains", 0, 0), ("the", 102, 1), ("what", 207, 2), ("gao", 309, 2)] == [
        (word.term, word.position, word.passage) for word in first.values()
    ]
    assert 100 == BLOCK_GAP


def test_stop_words_keep_their_places_and_have_no_stem():
    """A phrase may hold them; the length counts the others."""
    found = analyze_document(document())
    passage = [(w.term, w.stem, w.position) for w in found.words if w.block == 1]
    assert [("the", None, 102), ("men", "men", 103), ("of", None, 104), ("jnim", "jnim", 105)] == passage[:4]
    assert (2, 10) == (found.title_words, found.length)


def test_residue_has_no_terms():
    """A removed span is in no posting, and words behind it keep their offsets."""
    words = analyze_document(document()).words
    assert "advertisement" not in {word.term for word in words}
    assert ["Gao"] == [TEXT[word.start : word.end] for word in words if word.term == "gao"]


def test_mentions_have_the_positions_of_their_words():
    """Actors and places are found at the tokens that they cover; weak mentions nowhere."""
    found = analyze_document(document())
    assert [("jnim", 105, 105, 22, 26, 1), ("un", 313, 313, 79, 81, 2)] == [
        (m.id, m.position, m.last, m.start, m.end, m.passage) for m in found.actors
    ]
    assert [("gao", 309, 309, 2)] == [(m.id, m.position, m.last, m.passage) for m in found.places]


def test_a_mention_of_several_words_spans_their_positions():
    """From the first token to the last, a cut token counted."""
    found = analyze_document(document(actors=(ActorMention("men", 15, 25),)))
    assert [("men", 103, 105)] == [(m.id, m.position, m.last) for m in found.actors]


@pytest.mark.parametrize("span", [(0, 0), (43, 56), (32, 33), (88, 90)])
def test_a_mention_without_a_word_has_no_place(span):
    """Stated beside the text, inside residue, between words: counted elsewhere, placed nowhere."""
    assert () == analyze_document(document(actors=(ActorMention("x", *span),))).actors


def test_mentions_above_the_title_have_a_place():
    """A title may stand below a first line: what is named above it is placed all the same."""
    below = document(
        title="What Next",
        title_start=33,
        title_end=42,
        headings=(),
        passages=(Passage(1, 11, 32, None, "prose"), Passage(2, 43, 89, None, "prose")),
        actors=(ActorMention("men", 15, 18), ActorMention("jnim", 22, 26), ActorMention("un", 79, 81)),
    )
    terms = analyze_document(below)
    assert ["men", "jnim", "un"] == [mention.id for mention in terms.actors]
    for mention in (*terms.actors, *terms.places):
        word = next(word for word in terms.words if word.position == mention.position)
        assert (mention.start, mention.end) == (word.start, word.end)


def test_a_title_beside_the_text_is_indexed_without_offsets():
    """Its words come first and point nowhere."""
    found = analyze_document(document(title="Drought in Gao", title_start=None, title_end=None))
    title = [(w.term, w.position, w.start, w.end, w.passage) for w in found.words[: found.title_words]]
    assert [("drought", 0, -1, -1, 0), ("in", 1, -1, -1, 0), ("gao", 2, -1, -1, 0)] == title
    assert ["the", 103] == [found.words[3].term, found.words[3].position]


def test_a_document_without_words_has_no_terms():
    """Nothing to index is no error."""
    empty = document("", title=None, title_start=None, title_end=None, headings=(), passages=(), removed=())
    found = analyze_document(replace(empty, actors=(), places=()))
    assert ((), 0, 0, (), ()) == (found.words, found.title_words, found.length, found.actors, found.places)


LINES = st.sampled_from(
    [
        "The mission handed its last camp over on Friday, and the convoy reached Gao before nightfall.",
        "What Comes Next",
        "Advertisement",
        "• Local governance: institutions.",
        "Year Attacks Deaths",
        "l’État d’Algérie — U.N., e\u0301te\u0301",
    ]
)


@settings(deadline=None)
@given(st.lists(LINES | st.text(max_size=25), max_size=10).map("\n\n".join))
def test_terms_of_a_cleaned_text_point_into_it(text):
    """Positions ascend, gaps part the blocks, offsets fold to the term, and no kept word is missing."""
    page = clean_text(text)
    parts = {name: getattr(page, name) for name in ("title", "title_start", "title_end", "headings")}
    found = analyze_document(
        document(text, **parts, passages=page.passages, removed=page.removed, actors=(), places=())
    )
    for one, other in zip(found.words, found.words[1:], strict=False):
        gap = 1 if one.block == other.block else BLOCK_GAP + 1
        assert one.position + gap <= other.position
        assert one.end <= other.start
    for word in found.words:
        assert word.term == fold_word(text[word.start : word.end])
        assert word.stem == (None if word.term in STOP_WORDS else stem(word.term))
    blanked = "".join(
        " " if any(s.start <= i < s.end for s in page.removed) else c for i, c in enumerate(text)
    )
    assert [(t.term, t.start) for t in tokenize(blanked)] == [(w.term, w.start) for w in found.words]
