"""Adds up what the collection page tells: sizes, rules, spellings.

Sees each document once and keeps no text of it but the spellings.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Self

from indexer.cleaning.repeated_lines import REPEATED
from indexer.schema.collection import (
    Actor,
    Collection,
    Place,
    RepeatedLine,
    RuleTotal,
    SourceFile,
    Spelling,
)
from indexer.schema.document import Document


class CollectionTotals:
    """The sums over all documents of one generation."""

    def __init__(self, rules: Mapping[str, str]) -> None:
        """`rules` gives each rule's name and what it says, in the order of the rules."""
        self._says = dict(rules)
        self.documents = 0
        self.headlines = 0
        self.passages = 0
        self.characters = 0
        self.removed_spans = 0
        self.removed_characters = 0
        self.stated: Counter[str] = Counter()
        self._spans: Counter[str] = Counter()
        self._cut: Counter[str] = Counter()
        self._mentions: Counter[tuple[str, str]] = Counter()
        self._holders: Counter[tuple[str, str]] = Counter()
        self._repeated: Counter[tuple[str, str]] = Counter()

    @classmethod
    def of(cls, collection: Collection, stated: Mapping[str, int], rules: Mapping[str, str]) -> Self:
        """The sums of a collection; `stated` counts the documents of each actor that is only stated."""
        totals = cls(rules)
        totals.documents = collection.documents
        totals.headlines = collection.headlines
        totals.passages = collection.passages
        totals.characters = collection.characters
        totals.removed_characters = collection.removed_characters
        totals.stated.update(stated)
        for total in collection.rules:
            totals._spans[total.rule] = total.spans
            totals._cut[total.rule] = total.characters
            totals.removed_spans += total.spans
        for spelling in collection.spellings:
            totals._mentions[spelling.actor, spelling.form] = spelling.mentions
            totals._holders[spelling.actor, spelling.form] = spelling.documents
        for line in collection.repeated:
            totals._repeated[line.source, line.text] = line.documents
        return totals

    def add(self, document: Document, step: int = 1) -> None:
        """Count one document, or with `step` -1 take it back."""
        self.documents += step
        self.headlines += step * (document.title is not None)
        self.passages += step * len(document.passages)
        self.characters += step * len(document.text)
        for span in document.removed:
            self._spans[span.rule] += step
            self._cut[span.rule] += step * (span.end - span.start)
            self.removed_spans += step
            self.removed_characters += step * (span.end - span.start)
        for line in _repeated_lines(document):
            self._repeated[document.source, line] += step
        if document.actors:
            self._add_mentions(document, step)

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

    def collection(
        self,
        built_at: str,
        source_files: tuple[SourceFile, ...],
        actors: tuple[Actor, ...],
        places: tuple[Place, ...],
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
            rules=tuple(self._rules()),
            actors=actors,
            places=places,
            spellings=tuple(self._spellings()),
            repeated=tuple(self._repeated_lines()),
        )

    def _rules(self) -> Iterable[RuleTotal]:
        others = {name for name, spans in self._spans.items() if spans} - self._says.keys()
        for name in (*self._says, *sorted(others)):
            yield RuleTotal(name, self._says.get(name, ""), self._spans[name], self._cut[name])

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
