"""How nodes come to their scores in a few documents.

Looks these documents up in the lists of a term instead of scoring all that hold it, with the
statistics and the formula of the search. What it does not know it leaves to the evaluator.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from indexer.engine_port import DocumentScores, LeafScore, TermWeight
from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.engines.whoosh_engine.evaluation.evaluator import Evaluator
from indexer.engines.whoosh_engine.evaluation.lexicon import ArrayLexicon, Pattern
from indexer.engines.whoosh_engine.evaluation.matches import spell_out
from indexer.engines.whoosh_engine.evaluation.proximity import ArrayProximity
from indexer.engines.whoosh_engine.evaluation.statistics import Statistics
from indexer.query import syntax

Column = list[LeafScore | None]
# How often something stands in each of some documents.
Counts = NDArray[np.int64]
ABSENT = -1
FIELDS: tuple[syntax.TextField, ...] = ("text", "title")


class Weigher:
    """The nodes of one request in segment number `at` of a generation.

    Args: `lexicon`: has counted every node; `evaluator`: of the same segment and request.
    """

    def __init__(
        self, segment: Segment, at: int, statistics: Statistics, lexicon: ArrayLexicon, evaluator: Evaluator
    ) -> None:
        self._segment = segment
        self._at = at
        self._statistics = statistics
        self._lexicon = lexicon
        self._evaluator = evaluator
        self._proximity = ArrayProximity(segment, lambda: None)

    def weigh(self, nodes: Sequence[syntax.Node], numbers: Sequence[int]) -> list[DocumentScores]:
        """The scores of nodes in documents of this segment, by their numbers in it, ascending."""
        documents = np.array(numbers, dtype=np.int32)
        norms = self._statistics.norms[self._at].take(documents)
        columns = [self._column(node, documents, norms) for node in nodes]
        lengths = self._segment.lengths.take(documents).tolist()
        return [
            DocumentScores(
                self._segment.id_of(number),
                self._statistics.documents,
                length,
                self._statistics.average_length,
                norm,
                tuple(column[at] for column in columns),
            )
            for at, (number, length, norm) in enumerate(zip(numbers, lengths, norms.tolist(), strict=True))
        ]

    def _column(self, node: syntax.Node, documents: Ints, norms: NDArray[np.float64]) -> Column:
        """The score of a node in each document."""
        match node:
            case syntax.Term():
                return self._word(node, documents, norms)
            case syntax.Phrase(terms, _, _, field):
                found, titled = (self._phrase(replace(node, field=of), documents) for of in FIELDS)
                words = dict.fromkeys(terms)
                weights = tuple(self._weight(syntax.Term(t, t, exact=True)) for t in words)
                return self._scored(weights, found if field == "text" else titled, titled, norms)
            case syntax.FieldIs("actor", value):
                containing = self._statistics.actor_frequency(value)
                weight = TermWeight("actor", value, containing, self._statistics.actor_idf(value))
                return self._scored((weight,), self._mentions(value, documents), None, norms)
            case syntax.FieldIs() | syntax.DateRange() | syntax.All() | syntax.Nothing():
                held = self._evaluator.holds(node, documents)
                return [LeafScore(0.0) if holds else None for holds in held.tolist()]
            case syntax.Prefix() | syntax.Wildcard() | syntax.Fuzzy():
                return [self._pattern(node, number) for number in documents.tolist()]
        return self._evaluated(node, documents)

    def _word(self, node: syntax.Term, documents: Ints, norms: NDArray[np.float64]) -> Column:
        found, titled = (
            self._term(node if of == node.field else replace(node, field=of), documents) for of in FIELDS
        )
        held = (found if node.field == "text" else titled) >= 0
        weight = self._weight(node)
        column = self._scored((weight,), np.where(held, found, ABSENT), titled, norms)
        french = self._segment.terms.french
        if french is None or node.exact:
            return column
        own = (weight._replace(term=node.french),)
        return [
            leaf._replace(terms=own) if leaf and french[number] else leaf
            for leaf, number in zip(column, documents.tolist(), strict=True)
        ]

    def _term(self, node: syntax.Term, documents: Ints) -> Counts:
        found = self._segment.terms.postings(node)
        return _look_up(found.documents, found.frequencies, documents)

    def _phrase(self, node: syntax.Phrase, documents: Ints) -> Counts:
        found, frequencies = self._proximity.phrase_frequencies(node, documents)
        return _look_up(found.astype(documents.dtype), frequencies, documents)

    def _mentions(self, actor: str, documents: Ints) -> Counts:
        number = self._segment.values["actor"].find(actor)
        if number < 0:
            return np.full(len(documents), ABSENT)
        found = self._segment.mentions["actor"].lists.postings(number)
        return _look_up(found.documents, found.frequencies, documents)

    def _weight(self, node: syntax.Term) -> TermWeight:
        """How many documents hold a word, and its idf."""
        containing = self._statistics.document_frequency(node.term, exact=node.exact, french=node.french)
        weight = self._statistics.idf(node.term, node.exact, node.french)
        return TermWeight("word" if node.exact else "stem", node.term, containing, weight)

    def _scored(
        self,
        weights: tuple[TermWeight, ...],
        found: Counts,
        titled: Counts | None,
        norms: NDArray[np.float64],
    ) -> Column:
        """BM25 of what is found so often in documents of these norms."""
        weight = sum(own.idf for own in weights)
        frequencies = np.maximum(found, 0)
        rows = zip(
            found.tolist(),
            np.zeros_like(found).tolist() if titled is None else np.maximum(titled, 0).tolist(),
            Statistics.score(weight, frequencies, norms).tolist(),
            Statistics.score(1.0, frequencies, norms).tolist(),
            strict=True,
        )
        return [
            None if times == ABSENT else LeafScore(score, times, in_title, saturated, weights)
            for times, in_title, score, saturated in rows
        ]

    def _pattern(self, node: Pattern, document: int) -> LeafScore | None:
        field = self._segment.words[node.field]
        held: list[tuple[str, int]] = []
        for number in field.numbers_in(self._lexicon.numbers(node, self._at), document):
            at = field.word_lists.find(number, document)
            if at >= 0:
                held.append((field.words.word(number), field.word_lists.frequencies(at, at + 1)[0]))
        if not held:
            return None
        title = field if node.field == "title" else self._segment.words["title"]
        titled = sum(len(title.positions_in(n, document)) for w, _ in held if (n := title.words.find(w)) >= 0)
        times = sum(own for _, own in held)
        return LeafScore(1.0, times, titled, words=tuple(held), meant=self._lexicon.distinct(node))

    def _evaluated(self, node: syntax.Node, documents: Ints) -> Column:
        """The score that the search gives, for nodes that are none of one term."""
        matches = self._evaluator.matches(node)
        scores = dict(zip(matches.documents.tolist(), spell_out(matches).tolist(), strict=True))
        return [LeafScore(scores[n]) if n in scores else None for n in documents.tolist()]


def _look_up(documents: Ints, frequencies: Ints, wanted: Ints) -> Counts:
    """How often something stands in the wanted documents, ABSENT where it does not.

    >>> _look_up(np.array([2, 5]), np.array([3, 1]), np.array([1, 2, 9])).tolist()
    [-1, 3, -1]
    """
    if not len(documents):
        return np.full(len(wanted), ABSENT)
    # numpy would copy the whole list to compare it with numbers of another type.
    own = wanted.astype(documents.dtype, copy=False)
    at = np.searchsorted(documents, own)
    at[at == len(documents)] = 0
    return np.where(documents[at] == own, frequencies[at].astype(np.int64), ABSENT)
