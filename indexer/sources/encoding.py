"""Bytes to text: by mark, by declaration, by UTF-8, then with a note.

Newlines are never translated: offsets point into the text as read.
"""

import codecs
import re

from indexer.errors import SeedError
from indexer.sources.web_encodings import WESTERN, find_encoding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_UTF8 = ("utf-8", "utf-8")
# How far into an HTML file a declaration counts (HTML standard, section 13.2.3.2).
_DECLARATION_BYTES = 1024
# Control bytes that no text file has; a few strays are no binary file.
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY_SHARE = 0.01


def decode(raw: bytes, *, html: bool = False) -> tuple[str, str, tuple[str, ...]]:
    """The text, its encoding, and notes on what was guessed. Raises SeedError on no text.

    >>> decode("Goïta".encode("cp1252"))[0]
    'Goïta'
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strict(raw, encoding), encoding, ()
    if b"\0" in raw or len(_BINARY.findall(raw)) > len(raw) * _BINARY_SHARE:
        raise SeedError("it is a binary file, not text. Deliver text, HTML or JSONL.")
    declared = _declared(raw) if html else None
    for name, codec in _order(declared):
        try:
            return raw.decode(codec), name, ()
        except UnicodeError:
            continue
    return _guess(raw)


def _declared(raw: bytes) -> tuple[str, str] | None:
    """The encoding of the web that markup declares, by its name and decoder."""
    found = _DECLARED.search(_COMMENT.sub(b"", raw[:_DECLARATION_BYTES]))
    return find_encoding(found.group(1).decode("ascii")) if found else None


def _order(declared: tuple[str, str] | None) -> tuple[tuple[str, str], ...]:
    """The encodings to try before one is guessed.

    Pages saved anew as UTF-8 often keep the label of Western text that they were made with, and
    Western text with accents is never UTF-8 by chance: there UTF-8 goes first.
    """
    if declared is None:
        return (_UTF8,)
    return (_UTF8, declared) if declared[0] == WESTERN else (declared, _UTF8)


def _strict(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise SeedError(f"it is marked as {encoding} but is not. Save it as UTF-8.") from error


def _guess(raw: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Western European text, or UTF-8 with a few broken bytes, whichever loses less."""
    broken = raw.decode("utf-8", errors="replace")
    lost = broken.count("\ufffd")
    wide = sum(byte >= 0x80 for byte in raw)
    if lost * 4 < wide:
        note = f"Read as UTF-8; {lost} broken characters were replaced."
        return broken, "utf-8", (note,)
    text = raw.decode("cp1252", errors="replace")
    lost = text.count("\ufffd")
    note = "Not UTF-8; read as Windows-1252."
    if lost:
        note = f"Not UTF-8; read as Windows-1252, {lost} characters were replaced."
    return text, "cp1252", (note,)
