"""Whether one word is meant by a prefix, wildcard or fuzzy word.

One meaning for engines and highlights. Never builds a regular expression from user text.
"""

from rapidfuzz.distance import OSA

from indexer.errors import QueryRefused
from indexer.query.syntax import Fuzzy, Prefix, Wildcard


def fixed_start(node: Prefix | Wildcard | Fuzzy) -> str:
    """The letters that every word meant by the node begins with.

    >>> fixed_start(Wildcard("me?c*", "me?c*"))
    'me'
    """
    match node:
        case Prefix(prefix, _, _):
            return prefix
        case Wildcard(pattern, _, _):
            return pattern[: min((pattern.find(c) for c in "?*" if c in pattern), default=len(pattern))]
        case Fuzzy(term, _, _, _):
            return term[:1]


def is_meant(word: str, node: Prefix | Wildcard | Fuzzy) -> bool:
    """Whether a folded word is one that the node stands for.

    >>> is_meant("mercenary", Prefix("merc", "merc*")), is_meant("mlai", Fuzzy("mali", "mali~"))
    (True, True)
    """
    match node:
        case Prefix(prefix, _, _):
            return word.startswith(prefix)
        case Wildcard(pattern, _, _):
            return matches_pattern(word, pattern)
        case Fuzzy(term, _, distance, _):
            near = OSA.distance(word, term, score_cutoff=distance) <= distance
            return word[:1] == term[:1] and near


def matches_pattern(word: str, pattern: str) -> bool:
    """Whether a word has a pattern of `?` and `*`; cost: length of word times of pattern.

    >>> matches_pattern("mercenaries", "mer*ar?es"), matches_pattern("mercy", "mer?")
    (True, False)
    """
    at = in_pattern = 0
    star, resume = -1, 0
    while at < len(word):
        if in_pattern < len(pattern) and pattern[in_pattern] in ("?", word[at]):
            at += 1
            in_pattern += 1
        elif in_pattern < len(pattern) and pattern[in_pattern] == "*":
            star, resume = in_pattern, at
            in_pattern += 1
        elif star >= 0:
            resume += 1
            at, in_pattern = resume, star + 1
        else:
            return False
    return all(c == "*" for c in pattern[in_pattern:])


def refuse_over_budget(node: Prefix | Wildcard | Fuzzy, budget: int) -> QueryRefused:
    """The refusal of a query whose patterns stand for too many words."""
    return QueryRefused(
        f"This query was not run. “{node.surface}” and the like stand for more than "
        f"{budget:,} words. Type more letters. Nothing is wrong with the index."
    )
