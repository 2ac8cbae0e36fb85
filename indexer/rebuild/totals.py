"""Adds up what the collection page tells: sizes, rules, spellings.

Sees each document once and keeps no text of it but the spellings.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from indexer.schema.collection import Actor, Collection, Place, RuleTotal, SourceFile, Spelling
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
        self._spans: Counter[str] = Counter()
        self._cut: Counter[str] = Counter()
        self._mentions: Counter[tuple[str, str]] = Counter()
        self._holders: Counter[tuple[str, str]] = Counter()

    def add(self, document: Document) -> None:
        """Count one document."""
        self.documents += 1
        self.headlines += document.title is not None
        self.passages += len(document.passages)
        self.characters += len(document.text)
        for span in document.removed:
            self._spans[span.rule] += 1
            self._cut[span.rule] += span.end - span.start
            self.removed_spans += 1
            self.removed_characters += span.end - span.start
        # A mention without extent is stated beside the text: it has no spelling.
        forms = Counter(
            (mention.id, " ".join(document.text[mention.start : mention.end].split()))
            for mention in document.actors
            if mention.start < mention.end and not mention.weak
        )
        self._mentions.update(forms)
        self._holders.update(forms.keys())

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
        )

    def _rules(self) -> Iterable[RuleTotal]:
        for name in (*self._says, *sorted(self._spans.keys() - self._says.keys())):
            yield RuleTotal(name, self._says.get(name, ""), self._spans[name], self._cut[name])

    def _spellings(self) -> Iterable[Spelling]:
        ordered = sorted(self._mentions.items(), key=lambda pair: (pair[0][0], -pair[1], pair[0][1]))
        for (actor, form), mentions in ordered:
            yield Spelling(actor, form, mentions, self._holders[actor, form])
