"""A document's text as blocks."""

from dataclasses import replace

import pytest

from indexer.api import ActorMention, DateMention, Document, Excerpt, Heading, Mark, Passage, RemovedSpan
from webapp.article import Article, find_underlines, keep_excerpt, make_blocks, make_raw
from webapp.document_lines import make_headline
from webapp.highlighting import highlight

TEXT = (
    "The title\n\nAd\n\nFirst of GSIM in 2012, Ad said <b>.\n\nA heading\n\n"
    "  • one\n  goes on\n  • two\n\n1. three\n2. four\n\nKey Value\nA B"
)


def _at(words):
    start = TEXT.index(words)
    return start, start + len(words)


@pytest.fixture
def document():
    """A document with every kind of block."""
    lists = _at("  • one\n  goes on\n  • two")
    return Document(
        id="one",
        source_file="one.txt",
        sha256="0" * 64,
        kind="text",
        text=TEXT,
        title="The title",
        title_start=0,
        title_end=9,
        published=None,
        byline=None,
        outlet=None,
        url=None,
        headings=(Heading(*_at("A heading"), "A heading"),),
        passages=(
            Passage(1, *_at("First of GSIM in 2012, Ad said <b>."), None, "prose"),
            Passage(2, *lists, "A heading", "list"),
            Passage(3, *_at("1. three\n2. four"), "A heading", "list"),
            Passage(4, *_at("Key Value\nA B"), "A heading", "rows"),
        ),
        removed=(RemovedSpan(11, 13, "advert-label"), RemovedSpan(*_at("Ad said"), "advert-label")),
        actors=(
            ActorMention("jnim", *_at("GSIM")),
            ActorMention("mali", 0, 0),
            ActorMention("weak", *_at("First"), weak=True),
        ),
        places=(),
        dates=(DateMention("2012", *_at("2012")),),
    )


def _words(block):
    return ["".join(str(run.html) for run in line) for line in block.lines]


def test_blocks_come_in_reading_order_with_each_cut_in_its_place(document):
    """A cut between blocks stands there; one inside a passage follows the passage."""
    blocks = make_blocks(Article(document, (), frozenset({2}), ()))
    assert [
        ("cut", 1),
        ("prose", 1),
        ("cut", 2),
        ("heading", 0),
        ("list", 2),
        ("list", 3),
        ("rows", 4),
    ] == [(block.kind, block.number) for block in blocks]
    assert "2 characters removed: advert-label" == blocks[0].says
    assert [2] == [block.number for block in blocks if block.matches]


def test_removed_words_are_not_in_the_article(document):
    """What a rule took is left out, and nothing else."""
    prose = make_blocks(Article(document, (), frozenset(), ()))[1]
    assert ["First of GSIM in 2012,  &lt;b&gt;."] == _words(prose)


def test_list_signs_go_and_their_words_stay(document):
    """A line without a sign goes on with the entry above; numbers say something and stay."""
    blocks = make_blocks(Article(document, (), frozenset(), ()))
    assert ["one   goes on", "two"] == _words(blocks[4])
    assert ["1. three", "2. four"] == _words(blocks[5])
    assert ["Key Value", "A B"] == _words(blocks[6])


def test_names_and_dates_are_underlined_but_weak_and_stated_ones_are_not(document):
    """Only what is counted and stands in the text is underlined."""
    underlines = find_underlines(document, frozenset())
    assert [("actor", ""), ("date", "2012")] == [(u.kind, u.value) for u in underlines]
    assert ["date"] == [u.kind for u in find_underlines(document, frozenset({"jnim"}))]
    prose = make_blocks(Article(document, (), frozenset(), underlines))[1]
    kinds = [(run.kind, str(run.html)) for run in prose.lines[0]][:4]
    assert [("text", "First of "), ("actor", "GSIM"), ("text", " in "), ("date", "2012")] == kinds


def test_a_mark_of_the_search_takes_the_place_of_an_underline(document):
    """Two signs never stand over each other."""
    marks = (Mark(*_at("GSIM"), "word", "gsim"),)
    prose = make_blocks(Article(document, marks, frozenset(), find_underlines(document, frozenset())))[1]
    runs = [(run.kind, str(run.html), run.number) for run in prose.lines[0]]
    assert [("text", "First of ", 0), ("match", "GSIM", 0), ("text", " in ", 0)] == runs[:3]
    assert ["text", "match", "text", "date", "text", "text"] == [run.kind for run in prose.lines[0]]


def test_the_original_is_whole(document):
    """Kept and removed stretches together are the text as read."""
    parts = make_raw(document)
    assert document.text == "".join(part.text for part in parts)
    assert {1: "Ad", 2: "Ad said"} == {part.removed: part.text for part in parts if part.removed}
    assert make_raw(replace(document, removed=())) == (make_raw(document)[0].__class__(TEXT, 0),)


def test_the_headline_has_its_marks_and_opening_words_have_none(document):
    """A headline is marked, also one that stands beside the text; opening words are not."""
    marks = (Mark(4, 9, "word", "title"),)
    assert "The <mark>title</mark>" == make_headline(document, None, marks).html
    beside = replace(document, title="Ein title", title_start=None, title_end=None)
    assert "Ein <mark>title</mark>" == make_headline(beside, None, marks).html
    none = replace(document, title=None, title_start=None, title_end=None)
    assert highlight(none.opening) == make_headline(none, None, marks).html


def test_matches_are_numbered_and_one_that_a_cut_parts_is_one(document):
    """Each mark has its number where it begins, in passages, lists and headings alike."""
    found = [
        _at("GSIM"),
        (TEXT.index("2012"), TEXT.index("said <b>") + 4),
        _at("A heading"),
        _at("one\n  goes"),
    ]
    marks = tuple(Mark(start, end, "word", "x") for start, end in found)
    blocks = make_blocks(Article(document, marks, frozenset(), (), numbered=True))
    shown = [
        (str(run.html), run.number)
        for block in blocks
        for line in block.lines
        for run in line
        if run.kind == "match"
    ]
    assert [("GSIM", 1), ("2012, ", 2), ("A heading", 3), ("one", 4), ("  goes", 0)] == shown


def test_an_excerpt_is_shown_without_what_was_removed(document):
    """Its marks move with its text; one that a cut parts is one mark."""
    start, end = TEXT.index("GSIM"), TEXT.index(".\n\nA heading")
    mark = Mark(TEXT.index("2012"), TEXT.index("said <b>") + 4, "word", "x")
    excerpt = Excerpt(1, start, end, TEXT[start:end], (mark,), True, True)
    text, marks = keep_excerpt(document, excerpt)
    assert "GSIM in 2012,  <b>" == text
    assert ["2012, "] == [text[m.start : m.end] for m in marks]
