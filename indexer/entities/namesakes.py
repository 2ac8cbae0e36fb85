"""Which spellings of a text are part of somebody else's name, or stand beside one.

Looks at spellings and what is around them; never decides what is linked.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable

from indexer.entities.alias_rules import AliasRule
from indexer.entities.matcher import Candidate
from indexer.entities.surroundings import Surroundings


class Namesakes:
    """Namesakes of actors and places in one text.

    `claimed` holds the folded spellings that a namesake may go by in the whole text.
    """

    def __init__(self, candidates: Iterable[Candidate], around: Surroundings) -> None:
        """`candidates` come as `AliasMatcher.find` gives them."""
        self._around = around
        self._refused: set[tuple[int, int, str]] = set()
        self._beside: set[tuple[int, int, str]] = set()
        self._strangers: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self._full_names: defaultdict[str, list[int]] = defaultdict(list)
        self.claimed: set[str] = set()
        longest: Candidate | None = None
        for candidate in candidates:
            if longest is None or candidate.start >= longest.end:
                longest = candidate
            for rule in candidate.rules:
                self._look_at(rule, candidate, longest)

    def is_refused(self, rule: AliasRule, candidate: Candidate) -> bool:
        """Whether a neighbouring word forbids the rule here, or the spelling is part of another name."""
        return (candidate.start, candidate.end, rule.id) in self._refused

    def is_beside_name(self, rule: AliasRule, candidate: Candidate) -> bool:
        """Whether an unknown name touches the spelling of a rule that has namesakes."""
        return (candidate.start, candidate.end, rule.id) in self._beside

    def means_stranger(self, rule: AliasRule, candidate: Candidate) -> bool:
        """Whether a stranger of this surname was named in full more recently than the person was."""
        strangers = self._strangers.get((candidate.cased, rule.id))
        if not (rule.person and strangers):
            return False
        return _last_before(strangers, candidate) > _last_before(self._full_names[rule.id], candidate)

    def _look_at(self, rule: AliasRule, candidate: Candidate, longest: Candidate) -> None:
        key = (candidate.start, candidate.end, rule.id)
        if rule.person and not rule.ambiguous:
            self._full_names[rule.id].append(candidate.start)
        veto = self._around.vetoing(rule, candidate)
        if veto is not None:
            self._refused.add(key)
            if veto.claims:
                self.claimed.add(candidate.cased)
        elif rule.person and rule.ambiguous and " " not in rule.cased:
            if self._is_part_of_name(rule, candidate, longest):
                self._refused.add(key)
                if candidate is longest or all(other.ambiguous for other in longest.rules):
                    self._strangers[candidate.cased, rule.id].append(candidate.start)
        elif _has_namesakes(rule) and self._around.beside_name(candidate):
            self._beside.add(key)
            self.claimed.add(candidate.cased)

    def _is_part_of_name(self, rule: AliasRule, surname: Candidate, longest: Candidate) -> bool:
        """Whether a surname stands behind a given name, or in a longer name that is not its bearer's."""
        if surname is longest:
            return self._around.follows_given_name(surname)
        return all(other.id != rule.id for other in longest.rules)


def _has_namesakes(rule: AliasRule) -> bool:
    return any(veto.claims for veto in rule.vetoes) or (rule.place and rule.ambiguous)


def _last_before(starts: list[int], candidate: Candidate) -> int:
    """The last of the ascending offsets that lies before a candidate, or -1."""
    found = bisect_left(starts, candidate.start)
    return starts[found - 1] if found else -1
