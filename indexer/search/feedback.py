"""Words of the best documents, to rank the others by.

Changes the order of an answer and never what it holds: the words are optional beside the query.
"""

from operator import itemgetter

from indexer.analysis.document_stems import DocumentWords, Form, read_words
from indexer.engine_port import EngineHit, EngineRequest, IndexReader
from indexer.query import syntax
from indexer.query.plain_words import stem_term
from indexer.schema.document import Document
from indexer.schema.ranking import FEEDBACK, FeedbackNumbers, idf

# A query of one part says too little to tell which of its documents are the best.
LEAST_PARTS = 2
KEPT_QUERIES = 64


class Feedback:
    """The queries of one generation with their feedback; safe to share between threads.

    The last ones are kept: who turns a page or chooses a filter asks for the same words again.
    """

    def __init__(self, reader: IndexReader, max_expansions: int) -> None:
        self._reader = reader
        self._max_expansions = max_expansions
        self._kept: dict[syntax.Node, syntax.Node] = {}

    def rank(self, query: syntax.Node, deadline: float | None) -> syntax.Node:
        """The query with its feedback. Raises what the search itself would."""
        found = self._kept.get(query)
        if found is None:
            found = with_feedback(self._reader, query, deadline, max_expansions=self._max_expansions)
            if len(self._kept) >= KEPT_QUERIES:
                self._kept.clear()
            self._kept[query] = found
        return found


def with_feedback(
    reader: IndexReader,
    query: syntax.Node,
    deadline: float | None,
    numbers: FeedbackNumbers = FEEDBACK,
    *,
    max_expansions: int = 2000,
) -> syntax.Node:
    """A query with the words that tell its best documents from others, as an optional part.

    Filters have no say in it, so that a document's score hangs on the query alone. `max_expansions` is
    that of the search itself: what it may run is not refused here. Cost: one search and the reading of
    `numbers.documents` documents. Raises EngineTimedOut, QueryRefused.
    """
    parts = sum(1 for _ in syntax.positive_leaves(query))
    if parts < LEAST_PARTS:
        return query
    asked = EngineRequest(
        query, limit=numbers.documents, deadline=deadline, max_expansions=max_expansions, fold=True
    )
    chosen = choose_words(reader, reader.search(asked).hits, numbers)
    total = sum(weight for _, weight in chosen)
    if not total:
        return query
    share = numbers.weight * parts / total
    words = tuple(syntax.Boosted(term, share * weight) for term, weight in chosen)
    return syntax.AndMaybe(query, syntax.Or(words))


def choose_words(
    reader: IndexReader, hits: tuple[EngineHit, ...], numbers: FeedbackNumbers = FEEDBACK
) -> list[tuple[syntax.Term, float]]:
    """The words that the best documents use and others do not, weightiest first, with their weights."""
    shares: dict[str, float] = {}
    # For each stem the best document that has it, whose form of it is shown.
    first: dict[str, int] = {}
    read: list[DocumentWords] = []
    scores = sum(hit.score for hit in hits) or 1.0
    for at, hit in enumerate(hits):
        words = read_words(_found(reader, hit.id))
        read.append(words)
        stems = words.stems()
        weight, length = hit.score / scores, stems.total()
        for own, count in stems.items():
            share = weight * count / length
            if own in shares:
                shares[own] += share
            else:
                shares[own], first[own] = share, at
    best = sorted(shares.items(), key=itemgetter(1), reverse=True)[: numbers.candidates]
    forms: dict[str, Form] = {}
    for at, words in enumerate(read):
        forms |= words.forms({own for own, _ in best if first[own] == at})
    found: list[tuple[syntax.Term, float]] = []
    for own, share in best:
        node = stem_term(forms[own].term, forms[own].form)
        holding = reader.term_statistics(node.term, exact=False, french=node.french)
        if holding > 1:
            found.append((node, share * idf(reader.document_count, holding)))
    found.sort(key=lambda pair: (-pair[1], pair[0].term))
    return found[: numbers.words]


def _found(reader: IndexReader, document_id: str) -> Document:
    document = reader.document(document_id)
    if document is None:
        raise AssertionError(f"the engine found {document_id} but does not hold it")
    return document
