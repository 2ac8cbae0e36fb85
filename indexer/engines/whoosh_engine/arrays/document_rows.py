"""Single documents as bytes: a hash, rows of JSON, the text.

Never through pickle, and never read as something that they are not.
"""

import json
from collections.abc import Callable
from itertools import product
from operator import attrgetter
from typing import Any, get_type_hints

from indexer.engines.whoosh_engine.arrays.compression import PLAIN_BYTES
from indexer.engines.whoosh_engine.arrays.packing import Allowed, Table
from indexer.schema.document import (
    ActorMention,
    DateMention,
    Document,
    Heading,
    Passage,
    PlaceMention,
    Published,
    RemovedSpan,
    Repair,
)

# Plain fields of a document in the order of the rows; sha256 and text stand outside of it.
_PLAIN = (
    "id",
    "source_file",
    "kind",
    "title",
    "title_start",
    "title_end",
    "byline",
    "outlet",
    "url",
    "language",
)
_plain = attrgetter(*_PLAIN)
_hints = get_type_hints(Document)
_kind = Allowed(_hints["kind"])
# Every row of types that the plain fields may have: one look-up instead of one a field.
_plain_types = frozenset(product(*(Allowed(_hints[name]).types for name in _PLAIN)))
_texts = Allowed(str)
_published = Table(Published)
_headings = Table(Heading)
_passages = Table(Passage)
_removed = Table(RemovedSpan)
_actors = Table(ActorMention)
_places = Table(PlaceMention)
_dates = Table(DateMention)
_repairs = Table(Repair)

_decode: Callable[[str], tuple[Any, int]] = json.JSONDecoder().raw_decode
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def encode_document(document: Document) -> bytes:
    """Its hash in `PLAIN_BYTES`, a line of JSON, and the text.

    Lone surrogates survive; the text is no part of the JSON, so that it needs no escapes.
    """
    sha256, stated = _hash_bytes(document.sha256)
    rows = (
        *_plain(document),
        stated,
        document.notes,
        _published.pack((document.published,)) if document.published else (),
        _headings.pack(document.headings),
        _passages.pack(document.passages),
        _removed.pack(document.removed),
        _actors.pack(document.actors),
        _places.pack(document.places),
        _dates.pack(document.dates),
        _repairs.pack(document.repairs),
    )
    return sha256 + f"{_encode(rows)}\n{document.text}".encode("utf-8", "surrogatepass")


def decode_document(encoded: bytes) -> Document:
    """The document that `encode_document` encoded. Raises ValueError for any other bytes."""
    head, _, text = encoded[PLAIN_BYTES:].decode("utf-8", "surrogatepass").partition("\n")
    try:
        # Its own scanner is a third of json.loads, which looks for white space around first.
        rows, end = _decode(head)
    except RecursionError as error:
        raise ValueError("a document has no rows so deep") from error
    size = len(_PLAIN)
    if end != len(head):
        raise ValueError("something follows the rows of a document")
    if type(rows) is not list or len(rows) != size + 10:
        raise ValueError("these are not the rows of a document")
    if tuple(map(type, rows[:size])) not in _plain_types:
        raise ValueError("a field of another type was expected")
    _kind.check(rows[2])
    stated, notes, published, headings, passages, removed, actors, places, dates, repairs = rows[size:]
    if type(notes) is not list or len(dated := _published.unpack(published)) > 1:
        raise ValueError("notes and at most one date were expected")
    _texts.check_all(notes)
    id_, source_file, kind, title, title_start, title_end, byline, outlet, url, language = rows[:size]
    return Document(
        id=id_,
        source_file=source_file,
        sha256=_stated_hash(encoded[:PLAIN_BYTES], stated),
        kind=kind,
        text=text,
        title=title,
        title_start=title_start,
        title_end=title_end,
        published=dated[0] if dated else None,
        byline=byline,
        outlet=outlet,
        url=url,
        headings=_headings.unpack(headings),
        passages=_passages.unpack(passages),
        removed=_removed.unpack(removed),
        actors=_actors.unpack(actors),
        places=_places.unpack(places),
        dates=_dates.unpack(dates),
        notes=tuple(notes),
        repairs=_repairs.unpack(repairs),
        language=language,
    )


def _hash_bytes(sha256: str) -> tuple[bytes, str | None]:
    """A hash as bytes; as the text that it is where it is no hash."""
    try:
        raw = bytes.fromhex(sha256)
    except ValueError:
        raw = b""
    if len(raw) == PLAIN_BYTES and raw.hex() == sha256:
        return raw, None
    return bytes(PLAIN_BYTES), sha256


def _stated_hash(raw: bytes, stated: Any) -> str:
    if stated is None:
        return raw.hex()
    _texts.check(stated)
    return str(stated)
