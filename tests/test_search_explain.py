"""How the parts of a tree are joined, without an engine."""

from collections.abc import Mapping

import pytest

from indexer.engine_port import LeafScore, TermWeight
from indexer.query import syntax
from indexer.query.rendering import render
from indexer.search.explain import (
    Explained,
    ExplanationLine,
    FoundForm,
    Told,
    TreeExplainer,
    Wording,
    nodes_to_weigh,
)


def word(text: str) -> syntax.Term:
    """A folded word."""
    return syntax.Term(text, text, exact=True)


MALI, CAMP, ROAD = word("mali"), word("camp"), word("road")
NAME = syntax.Name("JNIM", ("jnim", "aqim"), word("jnim"))
JNIM, AQIM = (syntax.FieldIs("actor", actor) for actor in NAME.actors)


def scored(score: float, frequency: int = 1, in_title: int = 0) -> LeafScore:
    """What an engine says of one term."""
    return LeafScore(score, frequency, in_title, 1.0, (TermWeight("word", "x", 3, score),))


def explain(node: syntax.Node, found: Mapping[syntax.Node, LeafScore]) -> Explained:
    """A tree in a document in which `found` matches."""
    wording = Wording(
        lambda own: Told(render(own), type(own).__name__, "as read"),
        lambda own: f"no {render(own)}",
        lambda own, matches: (FoundForm(render(own)),) if matches else (),
    )
    asked = dict.fromkeys(nodes_to_weigh(node))
    return TreeExplainer(lambda own: found.get(own) if own in asked else 1 / 0, wording).explain(node)


def numbers(lines: tuple[ExplanationLine, ...]) -> list[tuple[str, bool, bool, float]]:
    """Of each line the part, whether it matches and counts, and its score."""
    return [(line.part, line.matches, line.counts, line.score) for line in lines]


def test_every_part_of_an_and_adds_its_score() -> None:
    """A factor goes down to the parts, and is told with them."""
    node = syntax.And((MALI, syntax.Boosted(syntax.And((CAMP, syntax.Boosted(ROAD, 3.0))), 2.0)))
    explained = explain(node, {MALI: scored(1.0), CAMP: scored(0.5), ROAD: scored(0.25)})
    assert [('"mali"', True, True, 1.0), ('"camp"', True, True, 1.0), ('"road"', True, True, 1.5)] == numbers(
        explained.lines
    )
    assert [1.0, 2.0, 6.0] == [line.factor for line in explained.lines]
    assert (True, ()) == (explained.matches, explained.lacks)


def test_a_part_whose_neighbour_lacks_does_not_count() -> None:
    """Inside of an OR an AND that fails adds nothing, though one of its words is there."""
    node = syntax.Or((syntax.And((MALI, CAMP)), ROAD))
    explained = explain(node, {MALI: scored(1.0), ROAD: scored(0.25)})
    assert [
        ('"mali"', True, False, 0.0),
        ('"camp"', False, False, 0.0),
        ('"road"', True, True, 0.25),
    ] == numbers(explained.lines)
    assert 1.0 == explained.lines[0].weight
    assert (True, ()) == (explained.matches, explained.lacks)


def test_what_lacks_is_named() -> None:
    """Of an AND each part, of an OR all of them together, of a NOT what is excluded."""
    node = syntax.And((MALI, CAMP, syntax.Or((ROAD, word("coup"))), syntax.Not(JNIM)))
    explained = explain(node, {MALI: scored(1.0), JNIM: scored(1.0)})
    assert ('no "camp"', 'It has none of "road" and "coup".', "no -actor:jnim") == explained.lacks
    assert not explained.matches
    assert 0.0 == sum(line.score for line in explained.lines)


def test_what_is_excluded_and_absent_is_a_match() -> None:
    """It scores nothing, and shows what was looked for."""
    (line,) = explain(syntax.Not(syntax.Or((MALI, CAMP))), {}).lines
    assert (True, 0.0) == (line.matches, line.score)
    assert ['"mali"', '"camp"'] == [inner.part for inner in line.lines]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ({NAME.literal: scored(0.5), JNIM: scored(2.0), AQIM: scored(1.0)}, "actor:jnim"),
        ({NAME.literal: scored(3.0), JNIM: scored(2.0)}, '"jnim"'),
        ({AQIM: scored(0.0, 0)}, "actor:aqim"),
    ],
)
def test_of_a_name_the_best_scored_gives_the_score(
    found: dict[syntax.Node, LeafScore], expected: str
) -> None:
    """Words or an actor; the others stand beside it and do not count."""
    (line,) = explain(syntax.Boosted(NAME, 2.0), found).lines
    assert ["JNIM", "Name"] == [line.part, line.kind]
    assert [expected] == [inner.part for inner in line.lines if inner.counts]
    assert 2.0 * max(own.score for own in found.values()) == line.score
    assert 3 == len(line.lines)


def test_a_name_that_is_nowhere_is_one_lack() -> None:
    """Not one for each of its actors."""
    explained = explain(NAME, {})
    assert ("no JNIM",) == explained.lacks
    assert [("JNIM", False, False, 0.0)] == numbers(explained.lines)


def test_a_near_shows_its_sides() -> None:
    """The score is the engine's own; sides that stand too far apart are told from a lacking side."""
    near = syntax.Near(MALI, CAMP, 5)
    sides = {MALI: scored(1.0), CAMP: scored(0.5)}
    (line,) = explain(near, {near: LeafScore(1.5), **sides}).lines
    assert (1.5, [1.0, 0.5]) == (line.score, [side.score for side in line.lines])
    assert ('no "mali" NEAR/5 "camp"',) == explain(near, sides).lacks
    assert ('no "camp"',) == explain(near, {MALI: scored(1.0)}).lacks


def test_optional_words_rank_and_decide_nothing() -> None:
    """Where none of them stands the document matches all the same; they are one line."""
    node = syntax.AndMaybe(MALI, syntax.Or((syntax.Boosted(CAMP, 0.5), ROAD)))
    explained = explain(node, {MALI: scored(1.0), CAMP: scored(0.5)})
    assert [1.0, 0.25] == [line.score for line in explained.lines]
    assert [0.25, 0.0] == [line.score for line in explained.lines[1].lines]
    alone = explain(node, {MALI: scored(1.0)})
    assert (True, (), [1.0, 0.0]) == (alone.matches, alone.lacks, [line.score for line in alone.lines])
    without = explain(node, {CAMP: scored(0.5)})
    assert (False, [0.0, 0.0]) == (without.matches, [line.score for line in without.lines])


@pytest.mark.parametrize(
    ("frequency", "in_title", "expected"), [(0, 0, ""), (2, 0, "text"), (2, 1, "both"), (2, 2, "title")]
)
def test_the_field_says_where_a_word_stands(frequency: int, in_title: int, expected: str) -> None:
    """In the title, in the text below it, or in both."""
    (line,) = explain(MALI, {MALI: scored(1.0, frequency, in_title)}).lines
    assert expected == line.field
