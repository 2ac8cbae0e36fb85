"""The parts of the array evaluator that work on plain arrays."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.engine_port import ValueCounts
from indexer.engines.whoosh_engine.arrays.postings import find_in
from indexer.engines.whoosh_engine.evaluation.facet_counts import (
    CountedValues,
    NamedValues,
    RowColumn,
    SingleColumn,
)
from indexer.engines.whoosh_engine.evaluation.matches import (
    Matches,
    best_of,
    find_common,
    intersect,
    spell_out,
    unite,
)
from indexer.engines.whoosh_engine.evaluation.ranking import best_scored, smallest

SIZE = 40
SCORES = st.one_of(
    st.sampled_from((0.0, 1.0)),
    st.lists(st.sampled_from((0.0, 0.5, 1.25, 3.0)), min_size=SIZE, max_size=SIZE),
)


@st.composite
def some_matches(draw):
    """Some documents of a segment of SIZE, with one score for all or one each."""
    documents = np.array(sorted(draw(st.sets(st.integers(0, SIZE - 1)))), dtype=np.int32)
    scores = draw(SCORES)
    if isinstance(scores, list):
        return Matches(documents, np.array(scores[: len(documents)]))
    return Matches(documents, scores)


def plain(matches: Matches) -> dict[int, float]:
    """The matches as a dict."""
    return dict(zip(matches.documents.tolist(), spell_out(matches).tolist(), strict=True))


@given(some_matches(), some_matches())
def test_both_are_the_documents_of_both_with_their_scores_added(left: Matches, right: Matches) -> None:
    """AND of two lists, whichever is longer."""
    one, other = plain(left), plain(right)
    assert {d: one[d] + other[d] for d in sorted(one.keys() & other.keys())} == plain(
        intersect(left, right, SIZE)
    )


@given(st.lists(some_matches(), max_size=4))
def test_any_are_the_documents_of_one_with_the_scores_added(parts: list[Matches]) -> None:
    """OR of several lists; those of score 0 are matches too."""
    found = [plain(part) for part in parts]
    documents = sorted({d for part in found for d in part})
    assert {d: sum(part.get(d, 0.0) for part in found) for d in documents} == plain(unite(parts, SIZE))
    assert {d: max(part.get(d, 0.0) for part in found) for d in documents} == plain(best_of(parts, SIZE))


@given(some_matches(), some_matches())
def test_common_documents_are_found_in_both_lists(left: Matches, right: Matches) -> None:
    """The places in the one list and in the other name the same documents."""
    few, many = sorted((left.documents, right.documents), key=len)
    in_few, in_many = find_common(few, many, SIZE)
    expected = sorted(set(few.tolist()) & set(many.tolist()))
    assert expected == many[in_many].tolist()
    assert expected == (few if in_few is None else few[in_few]).tolist()
    assert expected == many[find_in(many, few)].tolist()


@given(
    st.lists(st.sampled_from((0.1, 0.1 + 1e-12, 0.2, 0.7, 3.5)), min_size=1, max_size=600),
    st.integers(1, 30),
    st.randoms(use_true_random=False),
)
def test_the_best_are_those_of_a_full_sort(values: list[float], limit: int, random) -> None:
    """Scores that differ in the last digits are equal, and equal ones go by the place of their id."""
    ranks = list(range(len(values)))
    random.shuffle(ranks)
    documents = np.arange(len(values))
    expected = sorted(range(len(values)), key=lambda at: (-round(values[at], 9), ranks[at]))[:limit]
    assert expected == best_scored(np.array(values), documents, np.array(ranks), limit).tolist()
    assert sorted(ranks)[:limit] == np.array(ranks)[smallest(np.array(ranks), limit)].tolist()
    assert (
        smallest(np.array(ranks), limit).tolist()
        == best_scored(0.0, documents, np.array(ranks), limit).tolist()
    )


@given(st.lists(st.sets(st.integers(0, 9), max_size=8), max_size=SIZE), st.data())
def test_counts_are_those_of_plain_counting(rows: list[set[int]], data) -> None:
    """Few matches or nearly all, documents with many values or none."""
    chosen = data.draw(st.sets(st.integers(0, len(rows) - 1))) if rows else set()
    starts = np.concatenate([[0], np.cumsum([len(row) for row in rows], dtype=np.int64)]).astype(np.uint8)
    flat = np.array([value for row in rows for value in sorted(row)], dtype=np.uint8)
    column = RowColumn(starts, flat, 10)
    expected = [sum(value in rows[d] for d in chosen) for value in range(10)]
    assert expected == column.count(np.array(sorted(chosen), dtype=np.int32)).tolist()


def test_one_value_a_document_is_counted() -> None:
    """A column of single values."""
    column = SingleColumn(np.array([2, 0, 2, 1], dtype=np.uint8), 4)
    assert [0, 1, 2, 0] == column.count(np.array([0, 2, 3], dtype=np.int32)).tolist()


@given(st.lists(st.integers(0, 3), max_size=30), st.integers(0, 32))
def test_values_are_in_order_of_count_then_name(counts: list[int], limit: int) -> None:
    """The first values are the beginning of all, and each value's count can be asked for."""
    values = [f"v{at:02d}" for at in range(len(counts))]
    expected = sorted(
        ((v, n) for v, n in zip(values, counts, strict=True) if n), key=lambda pair: (-pair[1], pair[0])
    )
    found = CountedValues(NamedValues(values), np.array(counts, dtype=np.int64))
    assert ValueCounts.of(expected[:limit]) == found.most(limit)
    assert tuple(expected) == tuple(found)
    assert ValueCounts.of(expected) == found.most(100)
    assert dict(zip(values, counts, strict=True)) == {v: found.count_of(v) for v in values}
    assert found.count_of("none such") == 0
    assert len(expected) == len(found)


def test_counts_are_equal_to_the_same_pairs_only() -> None:
    """A sequence of pairs, compared by its pairs."""
    found = CountedValues(NamedValues(["a", "b"]), np.array([1, 2]))
    assert (("b", 2), ("a", 1)) == found
    assert found != (("a", 1), ("b", 2))
    with pytest.raises(IndexError):
        found[2]


def test_long_values_can_be_left_out() -> None:
    """Months without their days."""
    values = ["2024", "2024-03", "2024-03-27", "none"]
    found = CountedValues(NamedValues(values), np.array([2, 2, 2, 5]))
    assert (["none", "2024", "2024-03"], [5, 2, 2]) == found.no_longer_than(7)
