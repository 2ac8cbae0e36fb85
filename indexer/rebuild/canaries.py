"""Queries whose answers are known from the documents themselves.

Chosen while documents pass by, never asked of the engine that they are to prove.
"""

from heapq import heappush, heapreplace
from zlib import crc32

from indexer.analysis.tokenizer import tokenize
from indexer.engine_port import EngineRequest, IndexReader
from indexer.manifest import Canary, digest_ids
from indexer.query.facet_values import facet_values
from indexer.query.syntax import FieldIs, Node, Term
from indexer.schema.document import Document

WORDS = 35
ACTORS = 15


class Sample:
    """The `size` keys of the smallest hash, each with all the ids that it was seen with.

    A key that is kept at the end was kept from its first sight on, since the greatest hash kept
    only ever falls: so its ids are complete. Cost: one hash a key.
    """

    def __init__(self, size: int) -> None:
        self._size = size
        self._ids: dict[str, list[str]] = {}
        self._greatest: list[tuple[int, str]] = []

    def add(self, key: str, id_: str) -> None:
        """See a key with an id; each pair once."""
        if key in self._ids:
            self._ids[key].append(id_)
            return
        place = (-crc32(key.encode("utf-8", "surrogatepass")), key)
        if len(self._greatest) < self._size:
            heappush(self._greatest, place)
        elif place > self._greatest[0]:
            _, dropped = heapreplace(self._greatest, place)
            del self._ids[dropped]
        else:
            return
        self._ids[key] = [id_]

    def found(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """The keys with their ids, by key."""
        return tuple((key, tuple(self._ids[key])) for key in sorted(self._ids))


class CanaryChoice:
    """Words and actors to ask for once the generation is built."""

    def __init__(self) -> None:
        self._words = Sample(WORDS)
        self._actors = Sample(ACTORS)

    def add(self, document: Document) -> None:
        """Let one document pass by. Cost: cuts its text into words once."""
        for word in {token.term for block in document.blocks() for token in tokenize(block.text)}:
            self._words.add(word, document.id)
        for actor in facet_values(document, "actor"):
            self._actors.add(actor, document.id)

    def canaries(self) -> tuple[Canary, ...]:
        """Up to 50 queries with the digest of their answers."""
        found = [("", word, ids) for word, ids in self._words.found()]
        found += [("actor", actor, ids) for actor, ids in self._actors.found()]
        return tuple(Canary(facet, value, len(ids), digest_ids(ids)) for facet, value, ids in found)


def check_canaries(reader: IndexReader, canaries: tuple[Canary, ...]) -> list[str]:
    """What the reader answers otherwise than expected, as sentences."""
    problems = []
    for canary in canaries:
        node: Node = (
            FieldIs(canary.facet, canary.value)
            if canary.facet
            else Term(canary.value, canary.value, exact=True)
        )
        answer = reader.search(EngineRequest(node, limit=max(1, reader.document_count)))
        if digest_ids(tuple(hit.id for hit in answer.hits)) != canary.digest:
            problems.append(
                f"{canary.facet or 'word'} “{canary.value}” finds {answer.total} documents, "
                f"not the {canary.documents} that hold it"
            )
    return problems
