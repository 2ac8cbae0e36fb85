from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from indexer.analysis.tokenizer import tokenize
from indexer.engines.analysed_view import AnalysedView
from indexer.query import syntax
from indexer.query.request import Mark
from indexer.schema.document import DateMention, Document
from indexer.search.evidence import Evidence, Leaf, find_evidence
from indexer.search.marks import merge_marks
from tests.tiny_collection import document, mention


def evidence(doc: Document, *nodes: syntax.Node, part: str = "word") -> Evidence:
    """The evidence for nodes, each a leaf under its own number."""
    leaves = [Leaf(part, node, str(n), None) for n, node in enumerate(nodes)]  # type: ignore[arg-type]  # any part's name
    return find_evidence(AnalysedView(doc), leaves)


def marked(doc: Document, found: Evidence) -> list[str]:
    """The marked characters as they stand in the text."""
    return [doc.text[m.start : m.end] for m in found.marks]


def test_a_stem_marks_every_form_of_the_word() -> None:
    """A word of the query is marked wherever its stem stands."""
    doc = document("one", "Mercenaries left.", "A mercenary stayed.")
    found = evidence(doc, syntax.Term("mercenari", "mercenary"))
    assert ["Mercenaries", "mercenary"] == marked(doc, found)
    assert (1, 2) == found.matching


def test_a_phrase_is_one_mark() -> None:
    """An exact phrase is marked from its first word to its last."""
    doc = document("one", "The Africa-Corps and Africa. Corps alone.")
    found = evidence(doc, syntax.Phrase(("africa", "corps"), "Africa Corps"))
    assert ["Africa-Corps", "Africa. Corps"] == marked(doc, found)


def test_a_phrase_never_spans_two_passages() -> None:
    """The end of one passage and the start of the next are no phrase."""
    doc = document("one", "to Africa", "Corps stayed")
    assert () == evidence(doc, syntax.Phrase(("africa", "corps"), "x")).marks


def test_a_name_marks_its_other_spellings_as_such() -> None:
    """Another spelling of a typed name is marked as alias, the typed one as word."""
    doc = mention(document("one", "GSIM struck. JNIM claimed it."), "jnim", "GSIM", "JNIM")
    name = syntax.Name("GSIM", ("jnim",), syntax.Term("gsim", "GSIM", exact=True))
    found = evidence(doc, name)
    assert ["GSIM", "JNIM"] == marked(doc, found)
    assert ["word", "alias"] == [m.kind for m in found.marks]
    assert (("GSIM", 1), ("JNIM", 1)) == found.reasons[0].forms


def test_the_longer_mark_wins() -> None:
    """Marks never overlap: a mention covers the words inside it."""
    doc = mention(document("one", "The Wagner Group left."), "wagner", "Wagner Group")
    name = syntax.Name("Wagner", ("wagner",), syntax.Term("wagner", "Wagner", exact=True))
    found = evidence(doc, name, syntax.Term("group", "group"))
    assert ["Wagner Group"] == marked(doc, found)


def test_filters_do_not_make_passages_match_words() -> None:
    """With words and a filter, the matching passages are those of the words."""
    doc = mention(document("one", "Soldiers left.", "JNIM came."), "jnim", "JNIM")
    leaves = [
        Leaf("word", syntax.Term("soldier", "soldiers"), "soldiers", None),
        Leaf("filter", syntax.FieldIs("actor", "jnim"), "JNIM", "jnim"),
    ]
    found = find_evidence(AnalysedView(doc), leaves)
    assert (1,) == found.matching
    assert {1, 2} == set(found.by_passage)


def test_filters_alone_make_passages_match() -> None:
    """Without words, the passages that show the chosen values match."""
    doc = mention(document("one", "Soldiers left.", "JNIM came."), "jnim", "JNIM")
    found = evidence(doc, syntax.FieldIs("actor", "jnim"), part="filter")
    assert (2,) == found.matching


def test_browsing_matches_every_passage() -> None:
    """Without words and filters every passage is as good as another."""
    assert (1, 2) == evidence(document("one", "A.", "B.")).matching


def test_a_date_filter_marks_the_dates_that_let_it_through() -> None:
    """A year marks every date within it."""
    doc = replace(
        document("one", "In 2012 and in May 2013."),
        dates=(DateMention("2012", 3, 7), DateMention("2013-05", 15, 23)),
    )
    found = evidence(doc, syntax.FieldIs("mentioned", "2013"), part="filter")
    assert (Mark(15, 23, "alias", "0"),) == found.marks


def test_a_title_beside_the_text_is_marked_in_its_own_offsets() -> None:
    """Words of a delivered title are marked there and never in the text."""
    doc = document("one", "A road.", title="Wagner leaves")
    found = evidence(doc, syntax.Term("wagner", "Wagner"))
    assert () == found.marks
    assert (Mark(0, 6, "word", "0"),) == found.title_marks
    assert 1 == found.reasons[0].in_title


def test_sloppy_phrases_mark_their_words() -> None:
    """Words near each other are marked one by one, strays are not."""
    doc = document("one", "Mali, in March. " + "x " * 60 + "Mali")
    found = evidence(doc, syntax.Phrase(("march", "mali"), "x", slop=2))
    assert ["Mali", "March"] == marked(doc, found)


def test_near_marks_both_sides_where_they_are_near() -> None:
    """Both sides of a NEAR are shown, and no place of them that is far from the other side."""
    doc = document("one", "Mali in March. " + "x " * 9 + "Mali", "March")
    node = syntax.Near(syntax.Term("mali", "Mali"), syntax.Prefix("mar", "mar*"), 5)
    assert ["Mali", "March"] == marked(doc, evidence(doc, node))


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6), st.sampled_from(["word", "alias"]))))
def test_marks_are_merged_as_one_by_one(given_marks) -> None:
    """The longer mark wins, then a word, then the earlier; what is left of the others stays."""
    text = "ab c def, g hi j’s kl mno p q rst uvw x"
    words = tokenize(text)
    marks = [
        Mark(words[first].start, words[min(first + size, len(words)) - 1].end, kind, f"{first} {size}")
        for first, size, kind in given_marks
        if first < len(words)
    ]
    owner: dict[int, Mark] = {}
    for mark in sorted(marks, key=lambda m: (m.start - m.end, m.kind != "word", m.start)):
        for at in range(mark.start, mark.end):
            owner.setdefault(at, mark)
    merged = merge_marks(marks, lambda start, end: text[start:end])
    for word in words:
        held = [m for m in merged if m.start <= word.start and word.end <= m.end]
        own = owner.get(word.start)
        assert ([own.label] if own else []) == [mark.label for mark in held]
    edges = {word.start for word in words}, {word.end for word in words}
    assert all(mark.start in edges[0] and mark.end in edges[1] for mark in merged)
    assert all(one.end <= other.start for one, other in pairwise(merged))


def test_a_sloppy_phrase_marks_every_word_of_its_windows() -> None:
    """Words near each other, again and again, are marked once each."""
    doc = document("one", "army men said men army and much more was told before army men")
    found = evidence(doc, syntax.Phrase(("army", "men"), "army men", 3))
    assert ["army", "men", "men", "army", "army", "men"] == marked(doc, found)
