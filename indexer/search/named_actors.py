"""How often actors are named: by how many documents, and in one of them.

Weak mentions, such as "the junta", count in neither.
"""

from indexer.engine_port import EngineRequest, FacetCounts, IndexReader
from indexer.query.syntax import All
from indexer.schema.document import Document

_ASKED = EngineRequest(All(), facets=("actor",), limit=0)


def count_naming(reader: IndexReader) -> FacetCounts:
    """For every actor the number of documents that name it, most first. Cost: one pass over all."""
    return reader.search(_ASKED).facets["actor"]


def count_mentions(document: Document) -> dict[str, int]:
    """How often a document names each actor."""
    counts: dict[str, int] = {}
    for mention in document.actors:
        if not mention.weak:
            counts[mention.id] = counts.get(mention.id, 0) + 1
    return counts
