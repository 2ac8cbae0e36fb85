"""Link one text: actors, places, abbreviations and dates.

Never changes the text and never links inside a removed span; what it gives depends on this
text and the authority file alone.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from indexer.entities.abbreviations import (
    Binding,
    LinkedSpan,
    bound_rule,
    find_bindings,
    is_foreign,
    occurrences,
    stems,
)
from indexer.entities.authority import Authority
from indexer.entities.context import Background, Choice, DocumentContext, Evidence
from indexer.entities.dates import find_dates
from indexer.entities.folding import Folded, fold, fold_alias
from indexer.entities.generic import bearers_of, find_generic
from indexer.entities.masking import mask
from indexer.entities.matcher import AliasMatcher, Candidate
from indexer.entities.span_set import SpanSet
from indexer.entities.states import states_of
from indexer.entities.surroundings import Surroundings
from indexer.schema.document import ActorMention, DateMention, PlaceMention, RemovedSpan

_NEVER_BOUND = frozenset({"country", "media"})
"""A country or an agency before a bracket is a dateline, not a long form: Burkina Faso (AIB)."""


@dataclass(frozen=True, slots=True)
class Links:
    """What one text names, ascending. Actors and places do not overlap one another."""

    actors: tuple[ActorMention, ...]
    places: tuple[PlaceMention, ...]
    dates: tuple[DateMention, ...]
    bindings: tuple[Binding, ...]


class Linker:
    """The authority file made ready for linking. Safe to share between threads; pickles cheaply."""

    def __init__(self, authority: Authority) -> None:
        self._authority = authority
        self._matcher = AliasMatcher(authority.rules)
        self._background = Background(authority.sahel, states_of(authority))
        self._types = {actor.id: actor.type for actor in authority.actors}
        self._generic = bearers_of(authority)
        self._known: dict[str, str] = {}
        spellings: defaultdict[str, list[str]] = defaultdict(list)
        bearers: defaultdict[str, set[str]] = defaultdict(set)
        for rule in authority.rules:
            if rule.kind == "abbr" and not rule.ambiguous:
                self._known.setdefault(rule.cased, rule.id)
            if rule.kind == "abbr":
                bearers[rule.cased].add(rule.id)
            spellings[rule.id].append(rule.lower)
        self._bearers = dict(bearers)
        abbreviated = {id_ for ids in bearers.values() for id_ in ids}
        self._vocabulary = {id_: stems(spellings[id_]) for id_ in abbreviated}

    def __reduce__(self) -> tuple[type["Linker"], tuple[Authority]]:
        return Linker, (self._authority,)

    def link(
        self,
        text: str,
        *,
        removed: tuple[RemovedSpan, ...] = (),
        published: str | None = None,
        include_decoys: bool = False,
    ) -> Links:
        """What the text names. Any text is allowed; the empty one names nothing.

        Args:
            text: as read; all offsets point into it.
            removed: spans that are no part of the article.
            published: YYYY, YYYY-MM or YYYY-MM-DD, which gives dates without a year theirs.
            include_decoys: also give the mentions of decoys, to see where names went.
        """
        masked = mask(text, removed)
        folded = fold(masked)
        candidates = self._matcher.find(masked, folded)
        context = DocumentContext(candidates, Surroundings(masked, folded, candidates), self._background)
        choices = context.choose(context.first_evidence())
        bindings = find_bindings(masked, self._linked_spans(choices), self._known)
        self._bind(context, bindings, folded)
        first = context.evidence_of(choices)
        choices = context.choose(first)
        evidence = context.evidence_of(choices)
        if evidence != first:
            choices = context.choose(evidence)
        actors, places = self._mentions(choices, include_decoys=include_decoys)
        actors = self._with_generic(masked, actors, choices, evidence)
        taken = [(c.candidate.start, c.candidate.end) for c in choices]
        return Links(
            actors=actors,
            places=places,
            dates=find_dates(masked, taken=taken, published=published),
            bindings=tuple(bindings),
        )

    def _linked_spans(self, choices: Iterable[Choice]) -> list[LinkedSpan]:
        return [
            LinkedSpan(
                id=c.rule.id,
                start=c.candidate.start,
                end=c.candidate.end,
                bindable=not c.rule.place and self._types.get(c.rule.id) not in _NEVER_BOUND,
                person=c.rule.person,
            )
            for c in choices
        ]

    def _bind(self, context: DocumentContext, bindings: list[Binding], folded: Folded) -> None:
        bound: dict[str, str] = {}
        foreign: set[tuple[str, str]] = set()
        new: list[Candidate] = []
        for binding in bindings:
            cased = fold_alias(binding.abbreviation)[0]
            if binding.id is None:
                foreign.update(
                    (cased, id_)
                    for id_ in self._bearers.get(cased, ())
                    if is_foreign(binding.long_form, self._vocabulary[id_])
                )
                continue
            bound[cased] = binding.id
            rule = bound_rule(binding, binding.id)
            new.extend(
                Candidate(start, end, cased, (rule,))
                for start, end in occurrences(folded, binding.abbreviation)
            )
        context.bind(bound, foreign, new)

    @staticmethod
    def _mentions(
        choices: Iterable[Choice], *, include_decoys: bool
    ) -> tuple[tuple[ActorMention, ...], tuple[PlaceMention, ...]]:
        actors = []
        places = []
        for choice in choices:
            candidate, rule = choice.candidate, choice.rule
            if rule.place:
                places.append(PlaceMention(rule.id, candidate.start, candidate.end))
            elif include_decoys or not rule.decoy:
                actors.append(ActorMention(rule.id, candidate.start, candidate.end))
        return tuple(actors), tuple(places)

    def _with_generic(
        self, masked: str, actors: tuple[ActorMention, ...], choices: list[Choice], evidence: Evidence
    ) -> tuple[ActorMention, ...]:
        taken = SpanSet((c.candidate.start, c.candidate.end) for c in choices)
        generic = find_generic(masked, [a.id for a in actors], evidence.state, self._generic)
        free = [g for g in generic if not taken.overlaps(g.start, g.end)]
        return tuple(sorted([*actors, *free], key=lambda mention: mention.start))
