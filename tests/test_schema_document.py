import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.schema.document import (
    Block,
    Document,
    Heading,
    Passage,
    RemovedSpan,
    blank,
    cut_opening,
    keep,
    page_blocks,
)
from indexer.schema.fields import FACETS, FIELDS
from indexer.schema.ranking import K1, idf, term_frequency_part


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, tuple[RemovedSpan, ...]]:
    """A text and ascending removed spans without overlap, some of them empty or side by side."""
    text = draw(st.text(st.sampled_from("ab,. \n\U0001f600"), max_size=40))
    cuts = sorted(draw(st.lists(st.integers(0, len(text)), max_size=8)))
    spans = zip(cuts[::2], cuts[1::2], strict=False)
    return text, tuple(RemovedSpan(start, end, "rule") for start, end in spans)


CUTS = st.lists(st.integers(0, 40), min_size=2, max_size=12, unique=True).map(sorted)


@settings(deadline=None, max_examples=300)
@given(texts_with_spans(), st.integers(0, 40), st.integers(0, 40))
def test_kept_and_blanked_are_the_same_characters(
    pair: tuple[str, tuple[RemovedSpan, ...]], one: int, other: int
) -> None:
    """A part is itself less the removed characters, or with each of them as a space."""
    text, removed = pair
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    gone = {at for span in removed for at in range(span.start, span.end)}
    assert "".join(text[at] for at in range(start, end) if at not in gone) == keep(text, start, end, removed)
    blanked = "".join(" " if at in gone else text[at] for at in range(start, end))
    assert blanked == blank(text, start, end, removed)


def document(text: str, passages: tuple[Passage, ...], removed: tuple[RemovedSpan, ...] = ()) -> Document:
    """A document of these passages without a title."""
    return Document(
        "a", "a.txt", "0" * 64, "text", text, None, None, None, None, None, None, None, (), passages, removed,
        (), (), (),
    )  # fmt: skip


@settings(deadline=None, max_examples=300)
@given(texts_with_spans(), CUTS, st.lists(st.booleans(), min_size=6, max_size=6))
def test_blocks_stand_in_reading_order_and_at_their_offsets(
    pair: tuple[str, tuple[RemovedSpan, ...]], cuts: list[int], heads: list[bool]
) -> None:
    """A block's text is the blanked text at its offsets; a heading counts with the passage below it."""
    text, removed = pair
    spans = [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=False) if b <= len(text)]
    headings = tuple(Heading(a, b, text[a:b]) for (a, b), head in zip(spans, heads, strict=False) if head)
    bodies = [span for span, head in zip(spans, heads, strict=False) if not head]
    passages = tuple(Passage(n, a, b, None, "prose") for n, (a, b) in enumerate(bodies, 1))
    blocks = list(page_blocks(text, None, None, None, headings, passages, removed))
    assert spans == [(block.start, block.end) for block in blocks]
    for block in blocks:
        assert block.start is not None
        assert block.end is not None
        assert blank(text, block.start, block.end, removed) == block.text
        below = [p.number for p in passages if p.start >= block.start] or [len(passages)]
        assert below[0] == block.passage


def test_a_title_in_the_text_has_offsets_and_one_beside_it_none() -> None:
    """The title comes first and counts with no passage."""
    removed = (RemovedSpan(2, 4, "rule"),)
    assert [Block("title", "ab  ef", 0, 6, 0)] == list(page_blocks("abcdef", "abef", 0, 6, (), (), removed))
    assert [Block("title", "Title", None, None, 0)] == list(
        page_blocks("abcdef", "Title", None, None, (), (), removed)
    )


def test_many_blocks_cost_no_more_than_their_number() -> None:
    """A page of a hundred thousand lines with as many removed spans is cut in one pass."""
    many = 100_000
    text = "x. " * many
    passages = tuple(Passage(n + 1, 3 * n, 3 * n + 2, None, "prose") for n in range(many))
    removed = tuple(RemovedSpan(3 * n + 1, 3 * n + 2, "rule") for n in range(many))
    blocks = list(document(text, passages, removed).blocks())
    assert many == len(blocks)
    assert {"x "} == {block.text for block in blocks}


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from("ab,; "), max_size=60), st.integers(2, 30))
def test_openings_are_short_and_begin_the_text(text: str, limit: int) -> None:
    """An opening is the text itself, or its beginning with an ellipsis, within the limit."""
    found = cut_opening(text, limit)
    if len(text) <= limit:
        assert text == found
    else:
        assert found.endswith(" …")
        assert text.startswith(found.removesuffix(" …"))
        assert len(found) <= limit + len(" …")


def test_a_document_without_a_title_is_called_by_its_opening() -> None:
    """Removed words are not in the label; an empty document has one, too."""
    text = "Read also: The  camp\nis shut."
    passages = (Passage(1, 0, len(text), None, "prose"),)
    assert "The camp is shut." == document(text, passages, (RemovedSpan(0, 11, "related"),)).label
    assert "(empty)" == document("", ()).label


def test_clean_text_is_the_text_without_the_removed_spans() -> None:
    """To the letter, white space included."""
    assert "a\n c" == document("a\nb c", (), (RemovedSpan(2, 3, "rule"),)).clean_text


def test_the_table_of_fields_names_each_once() -> None:
    """Fields, prefixes and parameters are unique, and facets are those that can be counted."""
    for names in (
        [f.name for f in FIELDS],
        [f.query for f in FIELDS if f.query],
        [f.parameter for f in FIELDS],
    ):
        used = [name for name in names if name]
        assert sorted(set(used)) == sorted(used)
    assert ("actor", "place", "published", "mentioned", "document", "source", "language") == FACETS


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 1000), st.integers(0, 1000))
def test_rarer_words_count_more_and_none_counts_against(containing: int, others: int) -> None:
    """However common a word is, a document does not lose by holding it."""
    assert idf(containing + others, containing) > 0
    assert idf(containing + others + 1, containing) > idf(containing + others, containing)


@settings(deadline=None, max_examples=200)
@given(st.integers(0, 500), st.integers(0, 500), st.floats(0, 500))
def test_the_part_of_the_frequency_is_bounded(frequency: int, length: int, mean: float) -> None:
    """Repeating a word counts ever less, up to k1 + 1."""
    assert 0 <= term_frequency_part(frequency, length, mean) <= K1 + 1


@pytest.mark.parametrize("frequency", [1, 2, 10])
def test_more_of_a_word_and_less_of_all_else_scores_more(frequency: int) -> None:
    """Frequency raises the score, length lowers it."""
    here = term_frequency_part(frequency, 100, 100)
    assert term_frequency_part(frequency + 1, 100, 100) > here > term_frequency_part(frequency, 200, 100)
