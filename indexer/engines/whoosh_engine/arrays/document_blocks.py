"""Single documents and their original bytes as compressed blocks.

A block is read alone, by its place; never through pickle, and never as something that it is not.
"""

import json
from collections.abc import Iterator
from itertools import product
from operator import attrgetter
from typing import Any, get_type_hints

from indexer.engines.whoosh_engine.arrays.deflate import deflate, inflate
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
)

# Plain fields of a document in the order of a block; sha256 and text stand outside of it.
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

_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_HASH_BYTES = 32


def pack_document(document: Document) -> bytes:
    """A document as one compressed block: its hash, then rows of JSON and the text, deflated.

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
    )
    plain = f"{_encode(rows)}\n{document.text}".encode("utf-8", "surrogatepass")
    return sha256 + deflate(plain)


def unpack_document(block: bytes) -> Document:
    """The document that `pack_document` packed. Raises ValueError for any other block."""
    plain = inflate(block[_HASH_BYTES:]).decode("utf-8", "surrogatepass")
    head, _, text = plain.partition("\n")
    try:
        rows: Any = json.loads(head)
    except RecursionError as error:
        raise ValueError("a document has no rows so deep") from error
    size = len(_PLAIN)
    if type(rows) is not list or len(rows) != size + 9:
        raise ValueError("these are not the rows of a document")
    if tuple(map(type, rows[:size])) not in _plain_types:
        raise ValueError("a field of another type was expected")
    _kind.check(rows[2])
    stated, notes, published, headings, passages, removed, actors, places, dates = rows[size:]
    if type(notes) is not list or len(dated := _published.unpack(published)) > 1:
        raise ValueError("notes and at most one date were expected")
    _texts.check_all(notes)
    id_, source_file, kind, title, title_start, title_end, byline, outlet, url = rows[:size]
    return Document(
        id=id_,
        source_file=source_file,
        sha256=_stated_hash(block[:_HASH_BYTES], stated),
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
    )


def _hash_bytes(sha256: str) -> tuple[bytes, str | None]:
    """A hash as bytes; as the text that it is where it is no hash."""
    try:
        raw = bytes.fromhex(sha256)
    except ValueError:
        raw = b""
    if len(raw) == _HASH_BYTES and raw.hex() == sha256:
        return raw, None
    return bytes(_HASH_BYTES), sha256


def _stated_hash(raw: bytes, stated: Any) -> str:
    if stated is None:
        return raw.hex()
    _texts.check(stated)
    return str(stated)


def pack_original(original: bytes, document: Document) -> bytes:
    """The bytes of a document as delivered, without what its block holds already.

    Empty where they are its text; else the way in which the text stands in them, the offset of
    the text, and the rest, deflated.
    """
    text = document.text.encode("utf-8", "surrogatepass")
    if original == text:
        return b""
    for way, form in _forms(document.text, text):
        at = original.find(form)
        if at >= 0:
            rest = original[:at] + original[at + len(form) :]
            place = bytes((way,)) + at.to_bytes(8, "little")
            told = _tell_line(rest, document)
            if told is not None:
                return bytes((way + _TOLD,)) + place[1:] + told
            return place + deflate(rest, _line(document))
    return bytes((_APART,)) + bytes(8) + deflate(original, _line(document, text))


def unpack_original(block: bytes, document: Document) -> bytes:
    """The bytes that `pack_original` packed for this document. Raises ValueError for others."""
    text = document.text.encode("utf-8", "surrogatepass")
    if not block:
        return text
    way, at = block[0], int.from_bytes(block[1:9], "little")
    if way == _APART:
        return inflate(block[9:], _line(document, text))
    told = way >= _TOLD
    for own, form in _forms(document.text, text):
        if own == way - _TOLD * told:
            rest = _untell_line(block[9:], document) if told else inflate(block[9:], _line(document))
            return rest[:at] + form + rest[at:]
    raise ValueError("an original of this kind is unknown")


# How a text stands in the bytes as delivered: as UTF-8, in a JSON string with or without
# escapes for all but ASCII; or not in one piece.
_UTF8, _JSON_ASCII, _JSON_UTF8, _APART = range(4)


# Added to the way where the rest is a line of JSON whose values the document holds.
_TOLD = 16
_KEYS = {"url": "u", "id": "i", "title": "t", "text": "x", "actors": "a", "published": "p", "source": "s"}
_NAMES = {letter: key for key, letter in _KEYS.items()}
_STYLES = tuple(
    json.JSONEncoder(ensure_ascii=ascii_only, check_circular=False, separators=separators).encode
    for separators in ((", ", ": "), (",", ":"))
    for ascii_only in (False, True)
)


def _tell_line(rest: bytes, document: Document) -> bytes | None:
    """How a line of JSON is made from the document: its style, and a letter for each key in order.

    None where it cannot be made so to the letter.
    """
    try:
        given = json.loads(rest)
    except (ValueError, RecursionError):
        return None
    if not isinstance(given, dict) or not given.keys() <= _KEYS.keys():
        return None
    values = _line_values(document)
    known = {key: values[key] for key in given}
    for style, encode in enumerate(_STYLES):
        if encode(known).encode("utf-8", "surrogatepass") == rest:
            return bytes((style,)) + "".join(map(_KEYS.__getitem__, given)).encode("ascii")
    return None


def _untell_line(told: bytes, document: Document) -> bytes:
    """The line of JSON that `_tell_line` told. Raises ValueError for anything else."""
    values = _line_values(document)
    try:
        encode = _STYLES[told[0]]
        known = {_NAMES[letter]: values[_NAMES[letter]] for letter in told[1:].decode("ascii")}
    except (IndexError, KeyError) as error:
        raise ValueError("a line of this kind is unknown") from error
    return encode(known).encode("utf-8", "surrogatepass")


def _forms(text: str, encoded: bytes) -> Iterator[tuple[int, bytes]]:
    yield _UTF8, encoded
    yield _JSON_ASCII, json.dumps(text)[1:-1].encode("ascii")
    yield _JSON_UTF8, json.dumps(text, ensure_ascii=False)[1:-1].encode("utf-8", "surrogatepass")


def _line(document: Document, text: bytes = b"") -> bytes:
    """Bytes much like those in which a document was delivered: a line of JSON without its text."""
    return text + json.dumps(_line_values(document)).encode("ascii")


def _line_values(document: Document) -> dict[str, object]:
    """What a line of JSON may have told of a document, its text left out."""
    return {
        "url": document.url,
        "id": document.id,
        "title": document.title,
        "text": "",
        "actors": [mention.id for mention in document.actors if not mention.end],
        "published": document.published.evidence if document.published else None,
        "source": document.outlet,
    }
