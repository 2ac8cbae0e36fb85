"""An answer with all that it rests on, as one ZIP file that can be checked without the desk.

Sent as it is made, document by document. Holds some packed bytes of each, and no file.
"""

import hashlib
import json
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from indexer.api import FACETS, Answer, Hit, Search, SearchRequest, Walk
from webapp.addresses import search_address
from webapp.exports.bundle_files import document_files
from webapp.exports.bundle_readme import write_readme
from webapp.exports.rows import Head, Row, row_maker
from webapp.exports.table import write_table
from webapp.exports.zip_stream import Packed, ZipStream

# All files stand in one folder, whatever unpacks them.
FOLDER = "cuttings-evidence"
# The documents are listed in hits.csv.
COUNTED = tuple(facet for facet in FACETS if facet != "document")


class Bundle:
    """One bundle of a search of one generation.

    `counts` is an answer to the same request with the facets in COUNTED. What the rows lead to has no
    host in it: the same question has the same bytes under every name of the desk.
    """

    def __init__(self, search: Search, head: Head, walk: Walk, counts: Answer) -> None:
        self._search = search
        self._head = replace(head, root="")
        self._walk = walk
        self._counts = counts
        self._zip = ZipStream(datetime.fromisoformat(head.built_at))
        self._sums = Packed()

    def write(self) -> Iterator[bytes]:
        """The bytes of the bundle; without the last of them no program takes it for whole."""
        address = search_address(replace(self._walk.request, page=1, per=SearchRequest().per))
        yield from self._file("README.txt", write_readme(self._walk, address, self._head.built_at))
        yield from self._file(
            "query.json", _to_json(query_values(self._counts, self._walk, self._head.notes, address))
        )
        yield from self._file("generation.json", _to_json(generation_values(self._search)))
        table = Packed()
        digest = hashlib.sha256()
        waiting: deque[Hit] = deque()
        for line in write_table(self._head, self._rows(waiting)):
            table.add(line)
            digest.update(line)
            while waiting:
                for name, content in document_files(waiting.popleft().document, self._search):
                    yield from self._file(name, content)
        yield from self._packed("hits.csv", table, digest.hexdigest())
        yield from self._zip.add(f"{FOLDER}/SHA256SUMS", self._sums)
        yield from self._zip.end()

    def _file(self, name: str, content: bytes) -> Iterator[bytes]:
        return self._packed(name, Packed(content), hashlib.sha256(content).hexdigest())

    def _packed(self, name: str, content: Packed, sha256: str) -> Iterator[bytes]:
        self._sums.add(f"{sha256}  {name}\n".encode("ascii"))
        return self._zip.add(f"{FOLDER}/{name}", content)

    def _rows(self, waiting: "deque[Hit]") -> Iterator[Row]:
        """The row of each hit; the hit is put aside for its files."""
        make = row_maker(self._search, self._walk.request, self._head.root)
        for hit in self._walk.hits:
            waiting.append(hit)
            yield make(hit)


def query_values(answer: Answer, walk: Walk, notes: Iterable[str], address: str) -> dict[str, Any]:
    """What was asked, how it was read, and what was counted."""
    asked = {
        key: value for key, value in asdict(walk.request).items() if key not in ("facets", "page", "per")
    }
    return {
        "address": address,
        "request": asked,
        "understood": walk.understood,
        "match": walk.match,
        "notes": list(notes),
        "total": walk.total,
        "folded": walk.folded,
        "listed": walk.listed,
        "facets": {name: [value._asdict() for value in values] for name, values in answer.facets.items()},
    }


def generation_values(search: Search) -> dict[str, Any]:
    """Which generation this is, and what it was built from."""
    collection = search.collection
    build = {} if search.build is None else asdict(search.build)
    # Made for checks of the index, and as long as a text.
    build.pop("canaries", None)
    build["tools"] = dict(build.get("tools", ()))
    return {
        "generation": search.generation,
        "built_at": collection.built_at,
        "documents": collection.documents,
        "characters": collection.characters,
        "removed_characters": collection.removed_characters,
        "build": build,
    }


def _to_json(values: dict[str, Any]) -> bytes:
    return json.dumps(values, indent=1).encode("ascii") + b"\n"
