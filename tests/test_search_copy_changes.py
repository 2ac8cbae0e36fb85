"""Who printed a report first, as far as dates tell, and what each copy changed of it."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indexer.errors import DocumentNotFound
from indexer.schema.document import Document, Heading, Published, RemovedSpan
from indexer.search import copy_changes
from indexer.search.copy_changes import CopyHistories, compare_texts, trace_copies
from indexer.search.passage_changes import find_changes
from indexer.search.printing_order import order_printed
from tests.generators import collections
from tests.tiny_collection import dated, document

ONE = "The bridge opened on Monday, as planned."
TWO = "Traders said that the crossing would halve the way to the market in Gao."
THREE = "A ferry had carried people since the flood of 2012."


def _told(base: Document, copy: Document) -> list[tuple[str, int, list[tuple[str, str]]]]:
    """Kind, passage and the changed pieces of each passage that differs."""
    return [
        (change.kind, change.passage, [(p.kind, p.text) for p in change.pieces if p.kind != "same"])
        for change in find_changes(base, copy)
    ]


def _published(id_: str, value: str | None) -> Document:
    return replace(document(id_, ONE), published=dated(value) if value else None)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        ({"a": "2024-03-05", "b": "2024-03-04"}, [("single", "b"), ("single", "a")]),
        ({"a": "2024-03-04", "b": "2024-03-04"}, [("same day", "ab")]),
        ({"a": None, "b": "2024-03-04"}, [("single", "b"), ("undated", "a")]),
        ({"a": None, "b": None}, [("undated", "ab")]),
        ({"a": "2024-03", "b": "2024-03-04"}, [("unclear", "ab")]),
        ({"a": "2024-03", "b": "2024-03"}, [("unclear", "ab")]),
        ({"a": "2024-03-04", "b": "2024-03", "c": "2024-03-20"}, [("unclear", "bac")]),
        ({"a": "2024-03", "b": "2024-04-01"}, [("single", "a"), ("single", "b")]),
        ({"a": "2024", "b": "2025-01", "c": "2024-12-31"}, [("unclear", "ac"), ("single", "b")]),
    ],
    ids=str,
)
def test_no_order_is_told_that_the_dates_do_not_tell(dates, expected):
    """Undated ones last; one day, and a month and a day of it, have no order."""
    found = order_printed([_published(id_, value) for id_, value in dates.items()])
    assert expected == [(part.order, "".join(one.id for one in part.documents)) for part in found]


@given(st.lists(st.sampled_from([None, "2023", "2024", "2024-03", "2024-04", "2024-03-04", "2024-03-31"])))
def test_groups_follow_one_another_for_certain(values):
    """Every date of a group lies wholly before every date of the next; no copy is lost."""
    pages = [_published(f"d{at:02}", value) for at, value in enumerate(values)]
    found = order_printed(pages)
    assert sorted(page.id for page in pages) == sorted(one.id for part in found for one in part.documents)
    values = [[one.published.value for one in part.documents if one.published] for part in found]
    for before, after in pairwise(values):
        assert before
        # The last day that one may mean is below the first that another may: as text, with the rest filled.
        assert all(f"{a}-99-99"[:10] < f"{b}-00-00"[:10] for a in before for b in after)


def test_changed_added_and_removed_passages_are_told_apart():
    """By words, in the order of the copy, each with the number of its passage."""
    base = document("a", ONE, TWO, THREE)
    copy = document("b", ONE.replace("Monday", "Tuesday"), "The minister cut a ribbon.", THREE)
    assert [
        ("changed", 1, [("removed", "Monday"), ("added", "Tuesday")]),
        ("removed", 2, [("removed", TWO)]),
        ("added", 2, [("added", "The minister cut a ribbon.")]),
    ] == _told(base, copy)


def test_breaks_blanks_and_typesetting_are_no_change():
    """One passage or two, straight marks or curly ones, a long blank: the same report."""
    base = document("a", f'{ONE} He said: "It\'s late" - at last.', TWO)
    copy = document("b", ONE, f"He  said: “It’s late” – at last. {TWO}")
    assert [] == _told(base, copy)


def test_letters_and_marks_are_a_change():
    """A capital, and a mark that turns a sentence."""
    assert [("changed", 1, [("removed", "."), ("added", "?")])] == _told(
        document("a", ONE), document("b", ONE[:-1] + "?")
    )
    assert [("changed", 1, [("removed", "The"), ("added", "the")])] == _told(
        document("a", ONE), document("b", ONE.replace("The", "the"))
    )


def test_headlines_are_compared_wherever_they_come_from():
    """Delivered beside the text, standing in it, or missing."""
    beside = document("a", ONE, title="Bridge opens")
    text = f"Bridge opens late\n\n{ONE}"
    within = replace(
        document("b", text),
        title="Bridge opens late",
        title_start=0,
        title_end=17,
        passages=(replace(document("b", text).passages[0], start=19),),
    )
    assert [("changed", 0, [("added", "late")])] == _told(beside, within)
    (change,) = find_changes(beside, within)
    assert ("late", 13, 17) == (change.pieces[1].text, change.pieces[1].start, change.pieces[1].end)
    assert [("removed", 0, [("removed", "Bridge opens")])] == _told(beside, document("c", ONE))
    assert -1 == find_changes(beside, document("c", ONE))[0].pieces[0].start


def test_residue_is_no_change():
    """What cleaning removed is compared with nothing, wherever it stands."""
    text = ONE.replace("opened", "Advertisement opened")
    at = text.index("Advertisement")
    copy = replace(document("b", text), removed=(RemovedSpan(at, at + 14, "advert-label"),))
    assert [] == _told(document("a", ONE), copy)
    changed = replace(document("b", text.replace("Monday", "Tuesday")), removed=copy.removed)
    (told,) = _told(document("a", ONE), changed)
    assert [("removed", "Monday"), ("added", "Tuesday")] == told[2]


def test_an_inner_heading_is_compared():
    """It is part of what was printed."""
    text = f"The end of a mission\n\n{ONE}"
    headed = replace(
        document("b", text),
        headings=(Heading(0, 20, "The end of a mission"),),
        passages=(replace(document("b", text).passages[0], start=22),),
    )
    assert [("added", 1, [("added", "The end of a mission")])] == _told(document("a", ONE), headed)


@given(collections(), st.data())
def test_every_piece_stands_where_it_says(documents, data):
    """Whatever two documents hold: offsets are true, and what was added less what was removed adds up."""
    assume(documents)
    base, copy = data.draw(st.sampled_from(documents)), data.draw(st.sampled_from(documents))
    changes = compare_texts(base, copy)
    for change in changes.passages:
        assert any(piece.kind != "same" for piece in change.pieces)
        assert (change.kind == "changed") or {change.kind} == {piece.kind for piece in change.pieces}
        for piece in change.pieces:
            text = (base if piece.kind == "removed" else copy).text
            if piece.start >= 0:
                assert piece.end - piece.start == len(piece.text)
                shown = zip(piece.text, text[piece.start : piece.end], strict=True)
                assert all(own in (" ", there) for own, there in shown)
    words = [_count(page) for page in (base, copy)]
    assert words[1] - words[0] == changes.words_added - changes.words_removed
    assert not compare_texts(base, replace(base, id="x")).passages


def _count(page: Document) -> int:
    return sum(change.words_added for change in (compare_texts(document("none"), page),))


def test_all_are_compared_with_the_earliest():
    """The base is the one of the earliest date, and the page says why it is that one."""
    pages = [_published("a", None), _published("b", "2024-03-05"), _published("c", "2024-03-04")]
    history = trace_copies(pages[0], pages[1:])
    assert ("c", "earliest") == (history.base.id, history.chosen)
    assert ["b", "a"] == [changes.document.id for changes in history.changes]
    chosen = trace_copies(pages[0], pages[1:], "b")
    assert ("b", "chosen", ["c", "a"]) == (
        chosen.base.id,
        chosen.chosen,
        [changes.document.id for changes in chosen.changes],
    )


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["2024-03-04", "2024-03-04"], ("a", "one of the earliest")),
        (["2024-03-04", "2024-03"], ("a", "unclear")),
        (["2024", "2024-03"], ("b", "unclear")),
        ([None, None], ("a", "undated")),
    ],
)
def test_a_base_that_is_not_surely_the_first_is_not_called_so(dates, expected):
    """Where dates tie, overlap or are missing, the reason says so."""
    first, second = (_published(id_, value) for id_, value in zip("ab", dates, strict=True))
    history = trace_copies(first, [second])
    assert expected == (history.base.id, history.chosen)


def test_of_many_copies_some_are_compared_and_the_rest_counted(monkeypatch):
    """Among them always the one that is asked for, and no more text than one page may cost."""
    pages = [replace(_published(f"d{at:02}", "2024-03-04"), published=_day(at)) for at in range(1, 20)]
    history = trace_copies(pages[-1], pages[:-1])
    assert pages[-1].id in {changes.document.id for changes in history.changes}
    assert copy_changes.MOST_COMPARED + 1 == len(history.changes)
    assert len(pages) - 1 == len(history.changes) + history.left_out
    monkeypatch.setattr(copy_changes, "COMPARED_CHARACTERS", 5 * len(ONE))
    compared = [changes.compared for changes in trace_copies(pages[-1], pages[:-1]).changes]
    assert 2 == sum(compared)
    assert trace_copies(pages[-1], pages[:-1]).changes[-1].compared


def _day(at: int) -> Published:
    return dated(f"2024-03-{at:02}")


class _Group:
    """A reader of one group of near copies."""

    def __init__(self, *pages: Document) -> None:
        self._pages = {page.id: page for page in pages}

    def document(self, id_: str) -> Document | None:
        """The document of an id."""
        return self._pages.get(id_)

    def copies_of(self, id_: str) -> tuple[str, ...]:
        """All others."""
        return tuple(other for other in self._pages if other != id_) if id_ in self._pages else ()


def test_only_near_copies_are_compared():
    """An unknown document, or one that is no copy, is not found; the document itself may be chosen."""
    histories = CopyHistories(_Group(_published("a", None), _published("b", "2024")))
    assert "a" == histories.history("b", "a").base.id
    assert "b" == histories.history("b", "b").base.id
    with pytest.raises(DocumentNotFound, match="older generation"):
        histories.history("c")
    with pytest.raises(DocumentNotFound, match="no near copy"):
        histories.history("a", "c")
