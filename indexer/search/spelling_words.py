"""What a misspelt word may be meant as: the words of a collection and of the names in it.

Read when they are first asked for, and kept, as a generation never changes.
"""

from collections.abc import Mapping
from functools import cached_property
from itertools import pairwise

from indexer.analysis.filters import french_stem, stem
from indexer.engine_port import IndexReader
from indexer.query.names import fold_name
from indexer.search.named_actors import count_naming
from indexer.search.near_words import NearWords
from indexer.search.word_forms import shared_stems


class SpellingWords:
    """The words of one generation; safe to share between threads."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader

    @cached_property
    def _spellings(self) -> Mapping[tuple[str, ...], int]:
        """The folded spellings of all actors that documents name, with the number of these."""
        named = dict(count_naming(self._reader))
        found: dict[tuple[str, ...], int] = {}
        for actor in self._reader.collection.actors:
            if actor.id in named and not actor.decoy:
                for text in (actor.label, actor.name, *(alias.text for alias in actor.aliases)):
                    terms = fold_name(text)
                    found[terms] = max(found.get(terms, 0), named[actor.id])
        return found

    @cached_property
    def pairs(self) -> Mapping[tuple[str, str], int]:
        """Neighbours in these spellings, with the most documents that name such an actor."""
        found: dict[tuple[str, str], int] = {}
        for terms, count in self._spellings.items():
            for pair in pairwise(terms):
                found[pair] = max(found.get(pair, 0), count)
        return found

    @cached_property
    def of_names(self) -> Mapping[str, int]:
        """The words of these spellings, with the documents that each finds by itself."""
        alone = {terms[0]: count for terms, count in self._spellings.items() if len(terms) == 1}
        return dict.fromkeys((term for terms in self._spellings for term in terms), 0) | alone

    @cached_property
    def near(self) -> NearWords:
        """All words, to be found by likeness."""
        return NearWords(self._reader.vocabulary(), self.of_names)

    def is_unknown(self, term: str) -> bool:
        """Whether no document holds a folded word as it is."""
        return not self._reader.term_statistics(term, exact=True)

    def are_forms(self, one: str, other: str) -> bool:
        """Whether two folded words are forms of one that documents hold."""
        stems = ((stem(common), french_stem(common)) for common in shared_stems(one, other))
        return any(self._reader.term_statistics(own, exact=False, french=french) for own, french in stems)
