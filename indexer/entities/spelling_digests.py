"""Which texts a change of the authority can touch.

Never links. What it says of a text is on the safe side: a text that it leaves out names what it
named before.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping

import ahocorasick

from indexer.entities.authority import Authority
from indexer.entities.folding import fold
from indexer.entities.generic import bearers_of
from indexer.entities.masking import mask
from indexer.entities.states import states_of
from indexer.schema.document import RemovedSpan

# Generic references ("the junta") mean actors of these types without a spelling of theirs.
_MEANT_WITHOUT_NAME = frozenset({"country", "government", "state_force"})
ANY_TEXT = ""
_DIGITS = 16


def digest_spellings(authority: Authority) -> dict[str, str]:
    """For each folded spelling a digest of all that decides what it means where it stands.

    Under `ANY_TEXT` stands a digest of what decides in texts without a spelling, too.
    """
    states = states_of(authority)
    types = {actor.id: actor.type for actor in authority.actors}
    bearers = bearers_of(authority)
    vocabulary: defaultdict[str, set[str]] = defaultdict(set)
    for rule in authority.rules:
        vocabulary[rule.id].update(rule.lower.split())
    facts: defaultdict[str, list[str]] = defaultdict(list)
    for rule in authority.rules:
        id_ = rule.id
        words = sorted(vocabulary[id_]) if rule.kind == "abbr" else []
        bearer = (types.get(id_), states.get(id_), id_ in authority.sahel, bearers.kinds(id_))
        facts[rule.lower].append(repr((rule, bearer, words)))
    meant = [
        repr((actor.id, actor.type, actor.parent, actor.id in authority.sahel))
        for actor in authority.actors
        if actor.type in _MEANT_WITHOUT_NAME
    ]
    meant.append(repr(sorted(bearers.governments.items())))
    return {ANY_TEXT: _digest(meant)} | {lower: _digest(each) for lower, each in facts.items()}


def _digest(facts: list[str]) -> str:
    return hashlib.sha256("\n".join(sorted(facts)).encode("utf-8", "surrogatepass")).hexdigest()[:_DIGITS]


def changed_spellings(before: Mapping[str, str], after: Mapping[str, str]) -> frozenset[str] | None:
    """The spellings that mean something else now, are new or gone; None where any text may be touched.

    >>> sorted(changed_spellings({"": "0", "gao": "1", "mopti": "2"}, {"": "0", "gao": "3", "ségou": "4"}))
    ['gao', 'mopti', 'ségou']
    """
    if before.get(ANY_TEXT) != after.get(ANY_TEXT):
        return None
    return frozenset(s for s in before.keys() | after.keys() if before.get(s) != after.get(s))


class SpellingFinder:
    """Tells whether one of some folded spellings stands in a text. Safe to share between threads."""

    def __init__(self, spellings: Iterable[str]) -> None:
        self._automaton = ahocorasick.Automaton()
        for spelling in spellings:
            self._automaton.add_word(spelling, len(spelling))
        self._empty = not len(self._automaton)
        if not self._empty:
            self._automaton.make_automaton()

    def stands_in(self, text: str, removed: Iterable[RemovedSpan]) -> bool:
        """Whether linking would find a candidate of these spellings in what is left of a text."""
        if self._empty:
            return False
        lower = fold(mask(text, removed)).lower
        for last, length in self._automaton.iter(lower):
            first = last - length + 1
            joined = first > 0 and lower[first - 1].isalnum() and lower[first].isalnum()
            if not joined and not lower[last + 1 : last + 2].isalnum():
                return True
        return False
