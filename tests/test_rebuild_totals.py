"""The sums of a collection: by rule, by source, and what is flagged for a look."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.cleaning.rules_frame import FRAME
from indexer.rebuild.totals import CollectionTotals
from indexer.rebuild.unusual import find_unusual
from indexer.schema.collection import Collection, CopyTotals, Flagged, RuleTotal, SourceTotal
from indexer.schema.document import ActorMention, Document, RemovedSpan
from tests.generators import documents
from tests.tiny_collection import document

RULES = {"rule": "a rule", "other": "another", "unused": "one that takes nothing"}


def cut(doc: Document, *spans: tuple[int, int, str]) -> Document:
    """The document with removed spans."""
    return replace(doc, removed=tuple(RemovedSpan(*span) for span in spans))


def total(*docs: Document) -> Collection:
    """The collection of some documents."""
    totals = CollectionTotals(RULES)
    for doc in docs:
        totals.add(doc)
    return totals.collection("", (), (), (), CopyTotals())


TEXT = "Soldiers packed. " * 100


def test_what_was_removed_is_summed_by_rule() -> None:
    """Spans, characters and documents of each rule; those that took nothing have 0."""
    one = cut(document("a", TEXT), (0, 10, "rule"), (20, 25, "other"), (30, 40, "rule"))
    two = cut(document("b", TEXT), (0, 7, "rule"), (9, 10, "retired"))
    found = total(one, two, document("c", TEXT))
    assert (
        RuleTotal("rule", "a rule", 3, 27, 2),
        RuleTotal("other", "another", 1, 5, 1),
        RuleTotal("unused", "one that takes nothing", 0, 0, 0),
        RuleTotal("retired", "", 1, 1, 1),
    ) == found.rules
    assert (33, 3 * len(TEXT)) == (found.removed_characters, found.characters)


def test_what_was_removed_is_summed_by_source() -> None:
    """By outlet, and by file where a document names none; the sums are those of the collection."""
    radio = [cut(document(i, TEXT, outlet="Radio"), (0, 5, "rule"), (6, 8, "other")) for i in "ab"]
    files = [document("c", TEXT), replace(cut(document("d", TEXT), (0, 9, "rule")), source_file="c.txt")]
    found = total(*radio, *files)
    size = len(TEXT)
    expected = SourceTotal("outlet", "Radio", 2, 2 * size, 14), SourceTotal("file", "c.txt", 2, 2 * size, 9)
    assert expected == found.sources
    assert found.removed_characters == sum(source.removed for source in found.sources)


@pytest.mark.parametrize(
    ("read", "taken", "expected"),
    [
        (2000, {}, None),
        (2000, {"rule": 400}, None),
        (2000, {"rule": 401}, ("rule", "rule", 401)),
        (1999, {"rule": 399, "other": 399}, ("text", "", 798)),
        (1000, {"rule": 399}, None),
        (3000, {"rule": 500, "other": 500}, None),
        (3000, {"rule": 500, "other": 501}, ("text", "", 1001)),
        (3000, {"rule": 100, FRAME: 2300}, None),
        (3000, {"rule": 100, FRAME: 2301}, ("page", "", 2401)),
        (3000, {"rule": 700, "other": 800, FRAME: 1400}, ("rule", "other", 800)),
    ],
)
def test_a_document_is_flagged_where_unusually_much_was_taken(read, taken, expected) -> None:
    """One rule over a fifth, all over a third, of a whole page over four fifths; 400 characters at least."""
    found = find_unusual("a", read, taken)
    assert expected == (found and (found.reason, found.rule, found.characters))


def test_flagged_documents_are_listed_worst_first() -> None:
    """By the share that was taken, then by id."""
    half, most = len(TEXT) // 2, len(TEXT) - 10
    docs = [
        cut(document(i, TEXT), (0, n, "rule")) for i, n in (("b", half), ("a", half), ("c", most), ("d", 9))
    ]
    expected = tuple(
        Flagged(i, "rule", "rule", n, len(TEXT)) for i, n in (("c", most), ("a", half), ("b", half))
    )
    assert expected == total(*docs).flagged


LONG = st.builds(
    lambda doc, n, cuts: cut(document(doc.id, TEXT[:n] + doc.text, outlet=doc.outlet), *cuts),
    documents(),
    st.integers(0, 1700),
    st.sampled_from(
        (
            (),
            ((0, 900, "rule"),),
            ((0, 450, "rule"), (500, 900, FRAME)),
            ((0, 90, "other"), (99, 500, "rule")),
        )
    ),
).map(lambda doc: replace(doc, removed=tuple(s for s in doc.removed if s.end <= len(doc.text))))


@settings(deadline=None)
@given(st.lists(LONG | documents(), max_size=6), st.data())
def test_documents_taken_back_leave_no_trace(found: list[Document], data: st.DataObject) -> None:
    """The sums after an update are those of the documents that are left, from a stored collection too."""
    named = [replace(doc, id=f"d{n}") for n, doc in enumerate(found)]
    gone = data.draw(st.sets(st.sampled_from(range(len(named))))) if named else set()
    totals = CollectionTotals.of(total(*named), {}, RULES)
    for n in sorted(gone):
        totals.add(named[n], -1)
    left = total(*(doc for n, doc in enumerate(named) if n not in gone))
    assert left == totals.collection("", (), (), (), CopyTotals())


def test_an_actor_taken_back_more_often_than_counted_is_not_named() -> None:
    """A relink of unlinked documents takes back what pages state, and began with none of it."""
    stated = replace(document("a", TEXT), actors=(ActorMention("union", 0, 0),))
    totals = CollectionTotals.of(total(stated), {}, RULES)
    totals.add(stated, -1)
    assert set() == totals.named()
    totals.add(stated)
    totals.add(stated)
    assert {"union"} == totals.named()
