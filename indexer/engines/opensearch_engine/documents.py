"""Documents as the cluster stores them, and back.

Every field of `mapping` is made here. Sends nothing, and knows no index.
"""

import base64
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import zstandard

from indexer.analysis.document_terms import DocumentTerms, analyze_document
from indexer.analysis.filters import FRENCH
from indexer.engines.opensearch_engine.mapping import (
    ACTOR_MARK,
    BEGIN_MARK,
    END_MARK,
    FRENCH_MARK,
    GAP,
    LENGTH_SCALE,
    STACK,
    TITLE_MARK,
)
from indexer.engines.whoosh_engine.arrays.document_rows import decode_document, encode_document
from indexer.errors import GenerationCorrupt
from indexer.query.facet_values import date_days, facet_values
from indexer.schema.document import Document
from indexer.schema.fields import FACETS

# What a document without words, or without any but stop words, has in their place: a field without a
# token would not count as one of the collection.
_NO_WORD = "."
# Folding some letters gives a blank; tokens have none. No folded word has this one.
_BLANK = "\u00a0"
_HALVES = re.compile("[\ud800-\udfff]")
_LEVEL = 3
_SIGN = 1 << 63


def token_of(word: str) -> str:
    r"""A folded word or stem as one token.

    >>> token_of("a b") == "a\u00a0b"
    True
    """
    return value_of(word).replace(" ", _BLANK)


def value_of(text: str) -> str:
    r"""A value as the cluster can hold it: it takes no halves of letters.

    >>> value_of("Radio"), value_of("a\ud800b")
    ('Radio', 'a\ufffdb')
    """
    return text if text.isascii() else _HALVES.sub("\ufffd", text)


def word_of(token: str) -> str:
    """The folded word that a token stands for."""
    return token.replace(_BLANK, " ")


def place_token(mark: str, field: str, value: str) -> str:
    """The token in `words` at the first or last word of a mention of an actor or place.

    >>> place_token(BEGIN_MARK, "actor", "jnim")
    '<a:jnim'
    """
    return token_of(f"{mark}{field[0]}:{value}")


def actor_token(actor: str) -> str:
    """The token in `stems` that stands there as often as an actor is mentioned in the text."""
    return token_of(ACTOR_MARK + actor)


def store_document(document: Document, original: bytes, page_hash: int = 0) -> dict[str, Any]:
    """What is sent for a document; its `_id` is `document.id`. Cost: cuts its text up once."""
    terms = analyze_document(document)
    words = {word.term for word in terms.words}
    titled = {word.term for word in terms.words[: terms.title_words]}
    stems, word_lines = _stems(terms, document.language), _words(terms)
    days = date_days(document.published.value) if document.published else None
    mentioned = [own for date in document.dates if (own := date_days(date.value))]
    stored: dict[str, Any] = {
        "stems": stems,
        "words": word_lines,
        "word_set": sorted([*map(token_of, words), *(TITLE_MARK + token_of(word) for word in titled)]),
        **{facet: list(map(value_of, facet_values(document, facet))) for facet in FACETS},
        "fold_by": document.id,
        "lengths": {
            "stems": terms.length,
            "words": len(terms.words),
            "stem_tokens": _count_tokens(stems),
            "word_tokens": _count_tokens(word_lines),
        },
        "coded_words": coded_length(max(1, len(terms.words))) * LENGTH_SCALE,
        "blocks": _blocks(terms),
        "stored": _pack(encode_document(document)),
        "original": _pack(original),
        "page_hash": page_hash - (page_hash >= _SIGN) * 2 * _SIGN,
    }
    if days:
        stored |= {"published_days": _days(days), "day": days[0]}
    if mentioned:
        stored["mentioned_days"] = [_days(own) for own in mentioned]
    return stored


def fold_fields(group: Sequence[str]) -> dict[str, str]:
    """What changes in a stored document of a group of near copies (ids ascending)."""
    return {"fold_by": group[0], "copied": group[0]}


def read_document(source: Mapping[str, Any]) -> Document:
    """The document of a `_source` with `stored`. Raises GenerationCorrupt."""
    try:
        return decode_document(_unpack(source["stored"]))
    except (ValueError, KeyError) as error:
        raise _damaged(error) from error


def read_original(source: Mapping[str, Any]) -> bytes:
    """The bytes as delivered of a `_source` with `original`. Raises GenerationCorrupt."""
    try:
        return _unpack(source["original"])
    except (ValueError, KeyError) as error:
        raise _damaged(error) from error


def read_page_hash(number: int) -> int:
    """A page's hash of the number that is stored, which has a sign.

    >>> read_page_hash(-1) == 2**64 - 1
    True
    """
    return number % (2 * _SIGN)


def coded_length(length: int) -> int:
    """A field's length after Lucene has coded it in one byte: exact up to 40.

    Source: Lucene, SmallFloat.intToByte4.

    >>> coded_length(40), coded_length(1000), coded_length(1001)
    (40, 984, 984)
    """
    free = 24
    if length < free:
        return length
    left = length - free
    shift = max(0, left.bit_length() - 4)
    return free + (left >> shift << shift)


def _stems(terms: DocumentTerms, language: str | None) -> list[str]:
    """The stems of each block. All mentions of actors stand on the first, as only their number counts."""
    mark = token_of(FRENCH_MARK) if language == FRENCH else ""
    mentions = [actor_token(mention.id) for mention in terms.actors]
    lines: list[list[str]] = []
    block, carried = -1, 0
    for at, word in enumerate(terms.words):
        if word.block != block:
            lines.append([GAP] * carried)
            block, carried = word.block, 0
        if word.stem is None:
            carried += 1
            continue
        own = mark + token_of(word.stem)
        parts = [own, *([TITLE_MARK + own] if at < terms.title_words else ()), *mentions]
        lines[-1] += [GAP] * carried
        lines[-1].append(STACK.join(parts))
        mentions, carried = [], 0
    # What stands behind the last token of a block counts no position: the next begins with it.
    return _said(lines) if terms.length else [STACK.join((_NO_WORD, *mentions))]


def _words(terms: DocumentTerms) -> list[str]:
    """The words of each block, with the ends of mentions on them."""
    stacked: defaultdict[int, list[str]] = defaultdict(list)
    for field, mentions in (("actor", terms.actors), ("place", terms.places)):
        for own in mentions:
            stacked[own.position].append(place_token(BEGIN_MARK, field, own.id))
            stacked[own.last].append(place_token(END_MARK, field, own.id))
    lines: list[list[str]] = []
    block = -1
    for at, word in enumerate(terms.words):
        if word.block != block:
            lines.append([])
            block = word.block
        token = token_of(word.term)
        marked = [TITLE_MARK + token] if at < terms.title_words else []
        lines[-1].append(STACK.join([token, *marked, *dict.fromkeys(stacked.get(word.position, ()))]))
    return _said(lines) if lines else [_NO_WORD]


def _said(lines: Sequence[Sequence[str]]) -> list[str]:
    return [" ".join(line) for line in lines]


def _count_tokens(lines: Sequence[str]) -> int:
    tokens = (token for line in lines for token in line.split(" ") if token not in ("", GAP))
    return sum(token.count(STACK) + 1 for token in tokens)


def _blocks(terms: DocumentTerms) -> list[dict[str, Any]]:
    """The blocks that name actors, each with these once."""
    block_of = {word.position: word.block for word in terms.words}
    named: defaultdict[int, set[str]] = defaultdict(set)
    for mention in terms.actors:
        named[block_of[mention.position]].add(mention.id)
    return [{"number": number, "actors": sorted(actors)} for number, actors in sorted(named.items())]


def _days(days: tuple[int, int]) -> dict[str, int]:
    return {"gte": days[0], "lte": days[1]}


def _pack(block: bytes) -> str:
    return base64.b64encode(zstandard.ZstdCompressor(level=_LEVEL).compress(block)).decode("ascii")


def _unpack(text: str) -> bytes:
    try:
        return zstandard.ZstdDecompressor().decompress(base64.b64decode(text, validate=True))
    except (zstandard.ZstdError, MemoryError) as error:
        raise ValueError("a stored block is damaged") from error


def _damaged(error: Exception) -> GenerationCorrupt:
    return GenerationCorrupt(
        f"A document on the cluster is damaged: {error}. Run: python -m indexer rebuild --engine opensearch"
    )
