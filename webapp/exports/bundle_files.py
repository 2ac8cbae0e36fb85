"""One document as files of a bundle, under names that are safe on every system.

A name is made of the document alone, so it is the same in every bundle.
"""

import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from indexer.api import Document, Search
from webapp.json_values import stored_values

# Names that Windows keeps for devices, whatever their ending; source: Naming Files, Paths, and Namespaces.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_SAFE = re.compile(r"[A-Za-z0-9_-]{1,64}")
_MARK_DIGITS = 8
# Many ids may have the same words in Latin letters, or none: their marks alone keep them apart.
_WORD_LETTERS, _LONG_MARK_DIGITS = 40, 16
# A source file of many pages; a number follows where another file is shown alike.
_MANY = re.compile(r"\.(jsonl|csv|tsv|warc)(?:\.gz)?(?: \(\d+\))?$", re.IGNORECASE)


class Original(NamedTuple):
    """The bytes of a document as a file of the folder originals.

    `delivered`: they have the hash that the document has. `rebuilds`: this file alone gives a rebuild the
    same document; a row of a table lacks the names of its columns, a record of an archive its address.
    """

    name: str
    content: bytes
    delivered: bool
    rebuilds: bool


def file_stem(document_id: str) -> str:
    """An id as the name of a file, without its ending.

    Where case counts, a folder tells it from an id that differs in case alone: a name says then which
    document it is on every system, and a rebuild reads the id from it.

    >>> file_stem("000_85db"), file_stem("Gao-1"), file_stem("aux"), file_stem("../x")
    ('000_85db', 'b270d8d7/Gao-1', '_aux.321f68140efca2b3', '_x.d6b96a97d147daaa')
    """
    digest = hashlib.sha256(document_id.encode("utf-8", "replace")).hexdigest()
    if not _SAFE.fullmatch(document_id) or _DEVICES.fullmatch(document_id):
        words = re.sub(r"[^a-z0-9]+", "-", document_id.lower())[:_WORD_LETTERS].strip("-")
        # An id that stands as it is has no dot: this is the name of no other one
        return f"_{words}.{digest[:_LONG_MARK_DIGITS]}"
    lower = document_id == document_id.lower()
    return document_id if lower else f"{digest[:_MARK_DIGITS]}/{document_id}"


def find_original(document: Document, content: bytes) -> Original:
    """The bytes of a document with a name whose ending says how a rebuild has to read them."""
    stem = file_stem(document.id)
    delivered = hashlib.sha256(content).hexdigest() == document.sha256
    many = _MANY.search(document.source_file)
    kind = many[1].lower() if many else ""
    if kind == "jsonl":
        own = _stated_id(content) == document.id
        return Original(f"{stem}.{'jsonl' if own else 'line'}", content, delivered, delivered and own)
    if kind in ("csv", "tsv"):
        return Original(f"{stem}.row", content, delivered, rebuilds=False)
    ending = "html" if document.kind == "html" else "txt"
    same = not kind and stem.rpartition("/")[2] == document.id
    return Original(f"{stem}.{ending}", content, delivered, delivered and same)


def document_files(document: Document, search: Search) -> Iterator[tuple[str, bytes]]:
    """The files of a document with their names: its bytes, its cleaned text, and what was found in it."""
    original = find_original(document, search.original(document.id))
    stem = file_stem(document.id)
    yield f"originals/{original.name}", original.content
    yield f"texts/{stem}.txt", document.clean_text.encode("utf-8", "replace")
    values: dict[str, Any] = stored_values(document, search)
    # It stands in a file of its own, to be read.
    del values["clean_text"]
    values["original"] = {
        "file": f"originals/{original.name}",
        "delivered": original.delivered,
        "rebuilds": original.rebuilds,
    }
    yield f"documents/{stem}.json", json.dumps(values).encode("ascii") + b"\n"


def _stated_id(line: bytes) -> str | None:
    """The id that a line of JSON gives its page."""
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return None
    keys = {str(key).lower(): value for key, value in given.items()} if isinstance(given, dict) else {}
    return str(keys["id"]) if keys.get("id") else None
