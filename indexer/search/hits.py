"""One hit of an answer, with what is shown of its document."""

from indexer.engine_port import EngineHit
from indexer.query.request import Hit, SearchRequest
from indexer.schema.document import Document
from indexer.search.evidence import Evidence
from indexer.search.facets import Labels
from indexer.search.leaf_weights import Weights
from indexer.search.named_actors import count_mentions
from indexer.search.snippets import best_excerpts


def make_hit(  # what is known of the document, and of what was asked
    document: Document,
    hit: EngineHit,
    evidence: Evidence,
    request: SearchRequest,
    weights: Weights,
    labels: Labels,
) -> Hit:
    """A document that the engine found, with its best passages."""
    return Hit(
        document,
        hit.score,
        best_excerpts(document, evidence, weights, every=request.documents == (document.id,)),
        len(evidence.matching),
        evidence.title_marks,
        evidence.reasons,
        count_actors(document, labels),
        hit.copies,
        hit.copy_ids,
    )


def make_bare_hit(document: Document, hit: EngineHit, labels: Labels) -> Hit:
    """A hit that nothing was looked for in: without passages, marks and reasons."""
    return Hit(document, hit.score, (), 0, (), (), count_actors(document, labels), hit.copies, hit.copy_ids)


def count_actors(document: Document, labels: Labels) -> tuple[tuple[str, int], ...]:
    """The actors of a document with their mentions, most often named first, then by label."""
    return tuple(
        sorted(count_mentions(document).items(), key=lambda pair: (-pair[1], labels.label("actor", pair[0])))
    )
