"""The stretch of a passage that is shown: whole sentences, and never part of something looked for."""

from hypothesis import given
from hypothesis import strategies as st

from indexer.search.evidence import Sight, Want
from indexer.search.windows import SLACK, Knot, Stretch, best_core, cut_window, tie_knots

# Runs within so many characters are as good as each other.
BESIDE = 40
CAMP, ROAD = Want("camp", 0, "word"), Want("road", 0, "word")
WEIGHTS = {CAMP: 1, ROAD: 3}
TEXT = st.lists(
    st.sampled_from(("camp", "road", "Then", "he", "U.N.", "left.", "Gao,", "x" * 90, "–", "(so)", "\n")),
    min_size=1,
    max_size=120,
).map(" ".join)


def window(text: str, core: tuple[int, int], limit: int = 60, *, lines: bool = False) -> str:
    """The text that is shown around a core."""
    stretch = Stretch(text, 0, len(text), (Knot(*core, (CAMP,)),), lines)
    start, end = cut_window(stretch, core, limit)
    return text[start:end]


def around(text: str, word: str) -> tuple[int, int]:
    """The place of a word."""
    return text.index(word), text.index(word) + len(word)


def test_whole_sentences_are_shown_where_they_fit() -> None:
    """The sentence of the core, then those after it, then those before it, up to half of the limit."""
    text = "It rained. The camp lay there. He left. Nobody came back. All was quiet by the river."
    assert "The camp lay there. He left." == window(text, around(text, "camp"), 50)
    assert "The camp lay there. He left. Nobody came back." == window(text, around(text, "camp"))
    assert "Nobody came back. All was quiet by the river." == window(text, around(text, "quiet"), 80)


def test_a_sentence_that_is_a_little_too_long_is_shown_whole() -> None:
    """To cut off less than a seventh says less than to show it."""
    text = "The camp lay by the long road that leads from Gao to the north. " + "He left. " * 9
    assert "The camp lay by the long road that leads from Gao to the north." == window(
        text, around(text, "camp"), 56
    )


def test_a_long_sentence_is_cut_after_a_clause_or_between_words() -> None:
    """On the side that has room for it."""
    text = "The camp lay by the road to the north, near the river and the town that nobody of them knew"
    assert "The camp lay by the road to the north," == window(text, around(text, "camp"))
    assert "near the river and the town that nobody of them knew" == window(text, around(text, "knew"))


def test_lists_are_cut_at_their_lines() -> None:
    """An entry is as good as a sentence."""
    text = "\n".join(("first of all the army", "the camp near the road", "and then the river " * 3))
    assert "the camp near the road" == window(text, around(text, "camp"), 40, lines=True)


def test_of_all_runs_the_one_that_shows_most_is_found() -> None:
    """What is not shown yet before what is, then the heavier word, then the nearer ones."""
    knots = [Knot(0, 4, (CAMP,)), Knot(90, 94, (ROAD,)), Knot(100, 104, (CAMP,)), Knot(130, 134, (ROAD,))]
    both = frozenset((CAMP, ROAD))
    assert (1, 2) == best_core(knots, WEIGHTS, both, 60)
    assert (1, 1) == best_core(knots, WEIGHTS, both, 5)
    assert (0, 0) == best_core(knots, WEIGHTS, frozenset((CAMP,)), 5)


def test_words_of_one_sentence_are_shown_rather_than_those_of_two() -> None:
    """Where the two would have to be cut."""
    text = (
        "The army held the camp beside the old road and left it. It was told that all was quiet by the road"
        " and in the north of it. The camp was empty when they came there in the night."
    )
    places = [at for at in range(len(text)) if text.startswith(("camp", "road"), at)]
    knots = tie_knots([Sight(at, at + 4, CAMP if text[at] == "c" else ROAD) for at in places])
    stretch = Stretch(text, 0, len(text), knots)
    start, end = cut_window(stretch, (knots[2].start, knots[3].end), 70)
    assert "The army held the camp beside the old road and left it." == text[start:end]


@given(
    st.lists(st.tuples(st.integers(0, 300), st.integers(1, 9), st.sampled_from((CAMP, ROAD))), min_size=1),
    st.integers(5, 120),
    st.frozensets(st.sampled_from((CAMP, ROAD))),
)
def test_the_best_run_is_as_good_as_any(
    drawn: list[tuple[int, int, Want]], limit: int, unshown: frozenset[Want]
) -> None:
    """Compared with every run, one by one."""
    knots = tie_knots([Sight(start, start + size, want) for start, size, want in drawn])

    def worth(first: int, last: int) -> tuple[int, int, int]:
        wants = {want for knot in knots[first : last + 1] for want in knot.wants}
        new = sum(WEIGHTS[want] for want in wants & unshown)
        span = knots[last].end - knots[first].start
        return new, sum(WEIGHTS[want] for want in wants), -max(span, BESIDE)

    runs = [
        worth(first, last)
        for first in range(len(knots))
        for last in range(first, len(knots))
        if first == last or knots[last].end - knots[first].start <= limit
    ]
    own = {want: WEIGHTS[want] for knot in knots for want in knot.wants}
    assert max(runs) == worth(*best_core(knots, own, unshown, limit))


@given(TEXT, st.integers(20, 200), st.integers(0, 500), st.booleans())
def test_a_window_holds_its_core_and_cuts_no_knot(text: str, limit: int, which: int, lines: bool) -> None:
    """Whatever the text; and it is no longer than allowed, unless the core itself is."""
    places = [at for at in range(len(text)) if text.startswith(("camp", "road"), at)]
    # Some of them phrases of two words.
    sights = [Sight(at, min(len(text), at + (4 if at % 2 else 9)), CAMP) for at in places]
    knots = tie_knots(sights)
    if not knots:
        return
    core = knots[which % len(knots)]
    start, end = cut_window(Stretch(text, 0, len(text), knots, lines), core[:2], limit)
    assert start <= core.start
    assert text[core.start : core.end].rstrip() == text[core.start : min(end, core.end)].rstrip()
    assert end - start <= max(limit * SLACK, core.end - core.start)
    assert text[start:end] == text[start:end].strip()
    for knot in knots:
        assert not knot.start < start < knot.end
        assert not knot.start < end < len(text[: knot.end].rstrip())
