"""Words near each other as interval queries: phrases with slop, and NEAR.

Gives matches and no scores. Words, stems and the ends of mentions have the same positions, so one
query seeks them beside each other; blocks are farther apart than any distance.
"""

from collections.abc import Sequence
from itertools import product
from typing import Any, NamedTuple

from indexer.engines.opensearch_engine.documents import place_token, token_of
from indexer.engines.opensearch_engine.mapping import BEGIN_MARK, END_MARK, TITLE_MARK
from indexer.engines.opensearch_engine.statistics import Statistics
from indexer.query import syntax

Json = dict[str, Any]


class _Places(NamedTuple):
    """Places of one width: as the earlier of two their last words count, as the later their first."""

    ends: Json
    begins: Json


def phrase_text(node: syntax.Phrase) -> str:
    """The tokens of a phrase in `words`: as they stand in titles, where it is sought there alone."""
    mark = TITLE_MARK if node.field == "title" else ""
    return " ".join(mark + token_of(term) for term in node.terms)


def sloppy(node: syntax.Phrase) -> Json:
    """All words of a phrase in any order, with at most `slop` others among them."""
    return _query({"match": {"query": phrase_text(node), "ordered": False, "max_gaps": node.slop}})


def near(node: syntax.Near, statistics: Statistics) -> Json:
    """Both sides within the distance, in either order.

    Places of different widths are sought apart: Lucene drops an interval that holds another one.
    """
    pairs = product(_places(node.left, statistics), _places(node.right, statistics))
    found = []
    for left, right in pairs:
        for earlier, later in ((left, right), (right, left)):
            own = {"ordered": True, "max_gaps": node.distance - 1, "intervals": [earlier.ends, later.begins]}
            found.append(_query({"all_of": own}))
    return {"bool": {"should": found}} if found else {"match_none": {}}


def _query(rule: Json) -> Json:
    return {"intervals": {"words": rule}}


def _places(node: syntax.Node, statistics: Statistics) -> list[_Places]:
    match node:
        case syntax.Boosted(child, _):
            return _places(child, statistics)
        case syntax.Term():
            found = _term(node, statistics)
            return [_Places(found, found)]
        case syntax.Phrase(_, _, 0, _):
            phrase = {"match": {"query": phrase_text(node), "ordered": True, "max_gaps": 0}}
            return [_Places(phrase, phrase)]
        case syntax.FieldIs("actor" | "place" as field, value):
            return [_mentions(field, (value,))]
        case syntax.Name(_, actors, literal):
            return [*_places(literal, statistics), *([_mentions("actor", actors)] if actors else ())]
    return []


def _term(node: syntax.Term, statistics: Statistics) -> Json:
    mark = TITLE_MARK if node.field == "title" else ""
    rules = [_token(mark + text, field) for field, text in statistics.term_tokens(node)]
    return _any(rules)


def _mentions(field: str, values: Sequence[str]) -> _Places:
    ends, begins = (
        _any([_token(place_token(mark, field, value), "words") for value in values])
        for mark in (END_MARK, BEGIN_MARK)
    )
    return _Places(ends, begins)


def _token(text: str, field: str) -> Json:
    return {"match": {"query": text} | ({"use_field": field} if field != "words" else {})}


def _any(rules: Sequence[Json]) -> Json:
    return rules[0] if len(rules) == 1 else {"any_of": {"intervals": list(rules)}}
