"""Words that two texts have in common: true, ascending, and found at a bounded cost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search import word_changes
from indexer.search.word_changes import Same, find_same

WORDS = st.lists(st.sampled_from(["a", "b", "c", "d", "e", ".", ","]), max_size=40)


def _check(left: list[str], right: list[str]) -> tuple[Same, ...]:
    """The common runs, each of which is one."""
    runs = find_same(left, right)
    at = (0, 0)
    for run in runs:
        assert run.length > 0
        assert run.left >= at[0]
        assert run.right >= at[1]
        assert left[run.left : run.left + run.length] == right[run.right : run.right + run.length]
        at = run.left + run.length, run.right + run.length
    assert at[0] <= len(left)
    assert at[1] <= len(right)
    return runs


@given(WORDS, WORDS)
def test_common_runs_are_equal_and_ascend(left: list[str], right: list[str]) -> None:
    """Whatever two texts are, a run stands in both, after the one before it."""
    runs = _check(left, right)
    assert sum(run.length for run in runs) <= min(len(left), len(right))
    assert all(left[run.left] == right[run.right] for run in runs)


@given(WORDS)
def test_equal_texts_are_one_run(words: list[str]) -> None:
    """Nothing was changed, so nothing is told as changed."""
    assert ((Same(0, 0, len(words)),) if words else ()) == find_same(words, list(words))


@given(st.lists(st.integers(0, 10**9).map(str), unique=True, min_size=8, max_size=60), st.data())
def test_an_insertion_is_found_where_it_stands(words: list[str], data: st.DataObject) -> None:
    """Of words that stand once each all are common but the new ones."""
    at = data.draw(st.integers(0, len(words)))
    runs = _check(words, [*words[:at], "new", "words", *words[at:]])
    assert len(words) == sum(run.length for run in runs)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        ("a . b", "a . c . b", ["a .", "b"]),
        ("a . c . b", "a . b", ["a .", "b"]),
        ("one two three", "four five six", []),
        ("", "a", []),
        ("he said the road is shut", "later on the mayor came home again", []),
        ("the flood of", "the “ flood ” of", ["the", "flood", "of"]),
    ],
)
def test_changes_are_told_as_people_made_them(left: str, right: str, expected: list[str]) -> None:
    """Whole sentences with their full stops; a small word in two different sentences is none in common."""
    words = left.split()
    runs = _check(words, right.split())
    assert expected == [" ".join(words[run.left : run.left + run.length]) for run in runs]


def test_long_texts_are_compared_piece_by_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """No comparison word by word is wider than the bound, and one change in a book is found."""
    widest = [0]
    real = word_changes.SequenceMatcher

    def watched(_: None, one: list[str], other: list[str], *, autojunk: bool) -> object:
        widest[0] = max(widest[0], len(one) * len(other))
        return real(None, one, other, autojunk=autojunk)

    monkeypatch.setattr(word_changes, "SequenceMatcher", watched)
    book = [str(number * number % 7919) for number in range(60_000)]
    changed = [*book[:30_000], "new", *book[30_010:]]
    runs = _check(book, changed)
    assert len(book) - 10 == sum(run.length for run in runs)
    # Two books that share no word but one, which is everywhere.
    _check(["x", "the"] * 20_000, ["y", "the"] * 20_000)
    assert widest[0] <= word_changes.COMPARED_PAIRS


def test_what_is_compared_word_by_word_is_bounded_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many stretches between sure places are compared up to a sum; the rest is told as replaced."""
    sure = [f"sure{n}" for n in range(80)]
    left, right = ([], [])
    for n in range(0, 80, 4):
        left += [*sure[n : n + 4], "x", "same", "y"]
        right += [*sure[n : n + 4], "z", "same", "w"]
    asked: list[int] = []
    matcher = word_changes.SequenceMatcher

    def count(junk: None, one: list[str], other: list[str], *, autojunk: bool) -> object:
        asked.append(len(one) * len(other))
        return matcher(junk, one, other, autojunk=autojunk)

    monkeypatch.setattr(word_changes, "SequenceMatcher", count)
    whole = _check(left, right)
    assert 20 == len(asked)
    asked.clear()
    monkeypatch.setattr(word_changes, "MOST_PAIRS", 45)
    assert len(_check(left, right)) <= len(whole)
    assert [9] * 5 == asked
