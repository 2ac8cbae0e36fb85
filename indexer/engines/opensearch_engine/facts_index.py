"""The companion of a generation's index: all of it that is no document.

Each fact is a compressed block, split below the size of a comfortable request, with a hash. Facts are
read by their names alone, so what was written is there at once.
"""

import base64
import hashlib
from typing import Any

import zstandard

from indexer.engines.opensearch_engine.client import Cluster
from indexer.errors import GenerationCorrupt

# Of the text of a block; a request of a megabyte is no burden to any node.
PART_CHARACTERS = 900_000
_LEVEL = 6

# The facts that every whole generation has. The manifest is written last: without it a generation is
# not whole, and is given to nobody.
MANIFEST = "manifest"
COLLECTION = "collection"
COPIES = "copies"
SKETCHES = "sketches"
VOCABULARY = "vocabulary"
LENGTHS = "lengths"
WHOLE_FACTS = (MANIFEST, COLLECTION, COPIES, SKETCHES, VOCABULARY, LENGTHS)


def facts_body(generation: str) -> dict[str, Any]:
    """What a companion is created with."""
    return {
        "settings": {"number_of_shards": 1, "number_of_replicas": 0, "refresh_interval": "-1"},
        "mappings": {
            "_meta": {"kind": "cuttings facts", "generation": generation},
            "dynamic": False,
            "properties": {},
        },
    }


class FactsIndex:
    """The facts of one generation, by name."""

    def __init__(self, cluster: Cluster, index: str) -> None:
        self.index = index
        self._cluster = cluster

    def write(self, name: str, content: bytes) -> None:
        """Put a fact there, also over one of that name. Raises EngineError."""
        text = base64.b64encode(zstandard.ZstdCompressor(level=_LEVEL).compress(content)).decode("ascii")
        parts = range(0, max(1, len(text)), PART_CHARACTERS)
        for number, at in enumerate(parts):
            self.put(f"{name}.{number}", {"part": text[at : at + PART_CHARACTERS]})
        digest = hashlib.sha256(content).hexdigest()
        self.put(name, {"parts": len(parts), "size": len(content), "sha256": digest})

    def read(self, name: str) -> bytes | None:
        """A fact, None where it was not written. Raises GenerationCorrupt, EngineError."""
        head = self.get(name)
        if head is None:
            return None
        text = ""
        for number in range(head["parts"]):
            part = self.get(f"{name}.{number}")
            if part is None:
                raise self._damaged(name)
            text += part["part"]
        try:
            content = zstandard.ZstdDecompressor().decompress(base64.b64decode(text, validate=True))
        except (ValueError, zstandard.ZstdError, MemoryError) as error:
            raise self._damaged(name) from error
        if hashlib.sha256(content).hexdigest() != head["sha256"]:
            raise self._damaged(name)
        return content

    def put(self, name: str, value: dict[str, Any]) -> None:
        """Write one small value. Raises EngineError."""
        self._cluster.call("PUT", f"/{self.index}/_doc/{name}", value)

    def get(self, name: str) -> dict[str, Any] | None:
        """One small value, None where there is none. Raises EngineError."""
        found = self._cluster.find(f"/{self.index}/_doc/{name}")
        return None if found is None else dict(found["_source"])

    def _damaged(self, name: str) -> GenerationCorrupt:
        return GenerationCorrupt(
            f"“{name}” of the index {self.index} is damaged. Run: python -m indexer rebuild"
        )
