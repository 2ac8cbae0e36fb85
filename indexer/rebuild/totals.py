"""Adds up what the collection page tells: sizes, rules, sources, spellings.

Sees each document once and keeps no text of it but the spellings.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, Self

from indexer.cleaning.repeated_lines import REPEATED
from indexer.rebuild.unusual import find_unusual
from indexer.schema.collection import (
    Actor,
    Collection,
    CopyTotals,
    Flagged,
    Place,
    RepeatedLine,
    RuleTotal,
    SourceFile,
    SourceTotal,
    Spelling,
)
from indexer.schema.document import Document

Source = tuple[Literal["outlet", "file"], str]
SOURCE_KINDS = ("outlet", "file")


@dataclass(slots=True)
class _Sums:
    """What was removed by one rule, or from one source."""

    documents: int = 0
    spans: int = 0
    characters: int = 0
    removed: int = 0

    def take_in(self, other: Self) -> None:
        """Add what was removed elsewhere."""
        self.documents += other.documents
        self.spans += other.spans
        self.characters += other.characters
        self.removed += other.removed


class CollectionTotals:
    """The sums over all documents of one generation."""

    def __init__(self, rules: Mapping[str, str]) -> None:
        """`rules` gives each rule's name and what it says, in the order of the rules."""
        self._says = dict(rules)
        self.documents = 0
        self.headlines = 0
        self.passages = 0
        self.characters = 0
        self.removed_characters = 0
        self.stated: Counter[str] = Counter()
        self._rules: defaultdict[str, _Sums] = defaultdict(_Sums)
        self._sources: defaultdict[Source, _Sums] = defaultdict(_Sums)
        self._flagged: dict[str, Flagged] = {}
        self._mentions: Counter[tuple[str, str]] = Counter()
        self._holders: Counter[tuple[str, str]] = Counter()
        self._repeated: Counter[tuple[str, str]] = Counter()

    @classmethod
    def of(cls, collection: Collection, stated: Mapping[str, int], rules: Mapping[str, str]) -> Self:
        """The sums of a collection; `stated` counts the documents of each actor that is only stated."""
        totals = cls(rules)
        totals.take_in(collection, stated)
        return totals

    def take_in(self, collection: Collection, stated: Mapping[str, int]) -> None:
        """Add the sums of other documents, see `of`."""
        self.documents += collection.documents
        self.headlines += collection.headlines
        self.passages += collection.passages
        self.characters += collection.characters
        self.removed_characters += collection.removed_characters
        self.stated.update(stated)
        for rule in collection.rules:
            self._rules[rule.rule].take_in(_Sums(rule.documents, rule.spans, 0, rule.characters))
        for source in collection.sources:
            sums = _Sums(source.documents, 0, source.characters, source.removed)
            self._sources[source.kind, source.name].take_in(sums)
        self._flagged.update({flagged.document: flagged for flagged in collection.flagged})
        for spelling in collection.spellings:
            self._mentions[spelling.actor, spelling.form] += spelling.mentions
            self._holders[spelling.actor, spelling.form] += spelling.documents
        for line in collection.repeated:
            self._repeated[line.source, line.text] += line.documents

    def add(self, document: Document, step: int = 1) -> None:
        """Count one document, or with `step` -1 take it back."""
        self.documents += step
        self.headlines += step * (document.title is not None)
        self.passages += step * len(document.passages)
        self.characters += step * len(document.text)
        self._add_removed(document, step)
        for line in _repeated_lines(document):
            self._repeated[document.source, line] += step
        if document.actors:
            self._add_mentions(document, step)

    def _add_removed(self, document: Document, step: int) -> None:
        taken: Counter[str] = Counter()
        for span in document.removed:
            taken[span.rule] += span.end - span.start
            self._rules[span.rule].spans += step
        for rule, characters in taken.items():
            self._rules[rule].documents += step
            self._rules[rule].removed += step * characters
        removed = taken.total()
        self.removed_characters += step * removed
        source = self._sources[
            ("outlet", document.outlet) if document.outlet else ("file", document.source_file)
        ]
        source.documents += step
        source.characters += step * len(document.text)
        source.removed += step * removed
        if step < 0:
            self._flagged.pop(document.id, None)
        elif flagged := find_unusual(document.id, len(document.text), taken):
            self._flagged[document.id] = flagged

    def _add_mentions(self, document: Document, step: int) -> None:
        forms: Counter[tuple[str, str]] = Counter()
        for mention in document.actors:
            # A mention without extent is stated beside the text: it has no spelling.
            if mention.start >= mention.end:
                self.stated[mention.id] += step
            elif not mention.weak:
                forms[mention.id, " ".join(document.text[mention.start : mention.end].split())] += 1
        for form, mentions in forms.items():
            self._mentions[form] += step * mentions
            self._holders[form] += step

    def named(self) -> set[str]:
        """The ids of the actors that any document names or states."""
        named = {actor for (actor, _), mentions in self._mentions.items() if mentions}
        # What was not counted may be taken back: a relink of unlinked documents starts at none.
        return named | {actor for actor, documents in self.stated.items() if documents > 0}

    def collection(
        self,
        built_at: str,
        source_files: tuple[SourceFile, ...],
        actors: tuple[Actor, ...],
        places: tuple[Place, ...],
        copies: CopyTotals,
    ) -> Collection:
        """The facts of the generation. Rules that took nothing are listed with 0."""
        return Collection(
            built_at=built_at,
            documents=self.documents,
            headlines=self.headlines,
            passages=self.passages,
            characters=self.characters,
            removed_characters=self.removed_characters,
            source_files=source_files,
            rules=tuple(self._rule_totals()),
            actors=actors,
            places=places,
            spellings=tuple(self._spellings()),
            sources=tuple(self._source_totals()),
            flagged=tuple(sorted(self._flagged.values(), key=lambda f: (-f.characters / f.read, f.document))),
            repeated=tuple(self._repeated_lines()),
            copies=copies,
        )

    def _rule_totals(self) -> Iterable[RuleTotal]:
        others = {name for name, sums in self._rules.items() if sums.spans} - self._says.keys()
        for name in (*self._says, *sorted(others)):
            sums = self._rules[name]
            yield RuleTotal(name, self._says.get(name, ""), sums.spans, sums.removed, sums.documents)

    def _source_totals(self) -> Iterable[SourceTotal]:
        for kind in SOURCE_KINDS:
            for (own, name), sums in sorted(self._sources.items()):
                if own == kind and sums.documents:
                    yield SourceTotal(own, name, sums.documents, sums.characters, sums.removed)

    def _spellings(self) -> Iterable[Spelling]:
        ordered = sorted(self._mentions.items(), key=lambda pair: (pair[0][0], -pair[1], pair[0][1]))
        for (actor, form), mentions in ordered:
            if not mentions:
                continue
            yield Spelling(actor, form, mentions, self._holders[actor, form])

    def _repeated_lines(self) -> Iterable[RepeatedLine]:
        ordered = sorted(self._repeated.items(), key=lambda pair: (pair[0][0], -pair[1], pair[0][1]))
        return (RepeatedLine(*line, documents) for line, documents in ordered if documents)


def _repeated_lines(document: Document) -> set[str]:
    """Each line once that was taken because its source repeats it."""
    spans = (document.text[span.start : span.end] for span in document.removed if span.rule == REPEATED)
    return {" ".join(span.split()) for span in spans}
