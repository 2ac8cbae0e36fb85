"""Decide which candidates are meant, from the rest of the document.

Evidence is taken after the longest match, so that no name vouches for itself.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from indexer.entities.alias_rules import AliasRule
from indexer.entities.matcher import Candidate, leftmost_longest
from indexer.entities.namesakes import Namesakes
from indexer.entities.states import main_state
from indexer.entities.surroundings import Surroundings

REFUSED, HINTED, PROVEN, CERTAIN = range(4)
"""How sure a rule is here: not at all; by the subject of the text; by its own words; by itself."""

_CLAIMED_HINTS = 2
"""Sahel names that it takes to win a spelling back from a namesake in the same text."""


class Choice(NamedTuple):
    """A candidate with the rule that won it."""

    candidate: Candidate
    rule: AliasRule
    strength: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the document says for certain.

    `own`: ids with an unambiguous mention; `linked`: every id linked so far; `sahel`: those of
    `own` that speak for the Sahel; `state`: the state that the text is mostly about.
    """

    own: frozenset[str] = frozenset()
    linked: frozenset[str] = frozenset()
    sahel: frozenset[str] = frozenset()
    state: str | None = None


@dataclass(frozen=True, slots=True)
class Background:
    """What holds for every document: the Sahel ids, and the state of each id."""

    sahel: frozenset[str]
    states: Mapping[str, str]


class DocumentContext:
    """One document's candidates on their way to choices."""

    def __init__(self, candidates: list[Candidate], around: Surroundings, background: Background) -> None:
        self._candidates = candidates
        self._around = around
        self._background = background
        self._bound: dict[str, str] = {}
        self._foreign: set[tuple[str, str]] = set()
        self._namesakes = Namesakes(candidates, around)
        self._doubtful = {
            (c.start, c.end) for c in candidates if around.in_capitals(c) or around.is_common_word(c)
        }

    def bind(
        self, bound: Mapping[str, str], foreign: Iterable[tuple[str, str]], new: list[Candidate]
    ) -> None:
        """Take in what the document itself defines.

        Args:
            bound: the id of each defined abbreviation, by its folded letters in their case.
            foreign: pairs of such letters and an id that they do not stand for here.
            new: candidates for abbreviations that no spelling covers.
        """
        self._bound.update(bound)
        self._foreign.update(foreign)
        if new:
            merged = {(c.start, c.end): c for c in self._candidates}
            for candidate in new:
                old = merged.get((candidate.start, candidate.end))
                rules = candidate.rules if old is None else (*old.rules, *candidate.rules)
                merged[candidate.start, candidate.end] = Candidate(
                    candidate.start, candidate.end, candidate.cased, rules
                )
            self._candidates = sorted(merged.values(), key=lambda c: (c.start, -c.end))

    def first_evidence(self) -> Evidence:
        """Evidence before anything is linked: unambiguous longest matches only."""
        certain: list[str] = []
        for candidate in leftmost_longest(c for c in self._candidates if self._standing(c)):
            if (
                candidate.cased in self._namesakes.claimed
                or (candidate.start, candidate.end) in self._doubtful
            ):
                continue
            certain.extend(r.id for r in self._standing(candidate) if not r.ambiguous and not r.decoy)
        return self._evidence(certain, certain)

    def _standing(self, candidate: Candidate) -> list[AliasRule]:
        return [rule for rule in candidate.rules if not self._namesakes.is_refused(rule, candidate)]

    def evidence_of(self, choices: Iterable[Choice]) -> Evidence:
        """Evidence from what is linked so far."""
        kept = [choice for choice in choices if not choice.rule.decoy]
        own = [c.rule.id for c in kept if c.strength == CERTAIN]
        return self._evidence(own, [c.rule.id for c in kept])

    def _evidence(self, own: list[str], linked: list[str]) -> Evidence:
        return Evidence(
            own=frozenset(own),
            linked=frozenset(linked),
            sahel=self._background.sahel.intersection(own),
            state=main_state(linked, self._background.states),
        )

    def choose(self, evidence: Evidence) -> list[Choice]:
        """The choices that the evidence allows, without overlap, in reading order."""
        choices: dict[tuple[int, int], Choice] = {}
        for candidate in self._candidates:
            choice = self._choose_rule(candidate, evidence)
            if choice is not None:
                choices[candidate.start, candidate.end] = choice
        chosen = leftmost_longest(choice.candidate for choice in choices.values())
        return [choices[candidate.start, candidate.end] for candidate in chosen]

    def _choose_rule(self, candidate: Candidate, evidence: Evidence) -> Choice | None:
        if len(candidate.rules) == 1:
            rule = candidate.rules[0]
            strength = self._strength(rule, candidate, evidence)
            return Choice(candidate, rule, strength) if strength else None
        ranked = []
        for rule in candidate.rules:
            strength = self._strength(rule, candidate, evidence)
            if strength:
                # Moscow that passed as an actor is one, however sure the town is.
                ranked.append((not rule.place, strength, not rule.decoy, rule))
        if not ranked:
            return None
        best = max(rank[:3] for rank in ranked)
        winners = {rank[3].id: rank[3] for rank in ranked if rank[:3] == best}
        if len(winners) > 1:  # two Maïgas in one text: neither
            return None
        return Choice(candidate, next(iter(winners.values())), best[1])

    def _strength(self, rule: AliasRule, candidate: Candidate, evidence: Evidence) -> int:
        span = candidate.start, candidate.end
        if self._namesakes.is_refused(rule, candidate) or (candidate.cased, rule.id) in self._foreign:
            return REFUSED
        bound = self._bound.get(candidate.cased)
        if bound is not None:
            return CERTAIN if bound == rule.id else REFUSED
        if span in self._doubtful and rule.id not in evidence.own:
            return REFUSED
        claimed = candidate.cased in self._namesakes.claimed
        if not rule.ambiguous:
            if claimed and rule.id not in evidence.own and not evidence.sahel - {rule.id}:
                return REFUSED
            return PROVEN if claimed else CERTAIN
        if self._namesakes.means_stranger(rule, candidate):
            return REFUSED
        return self._needs_met(
            rule, evidence, claimed=claimed, named=self._namesakes.is_beside_name(rule, candidate)
        )

    def _needs_met(self, rule: AliasRule, evidence: Evidence, *, claimed: bool, named: bool) -> int:
        hinted = False
        for need in rule.needs:
            match need.kind:
                case "self":
                    met = rule.id in evidence.own
                case "actor":
                    met = need.value in evidence.linked
                case "word":
                    met = self._around.has_word(need.value)
                case "main":
                    met = False
                    state = self._background.states.get(rule.id)
                    hinted = hinted or (state is not None and state == evidence.state)
                case "sahel":
                    met = False
                    enough = _CLAIMED_HINTS if claimed else 1
                    hinted = hinted or (not named and len(evidence.sahel - {rule.id}) >= enough)
            if met:
                return PROVEN
        return HINTED if hinted else REFUSED
