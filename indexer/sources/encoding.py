"""Bytes to text: by mark, by declaration, by UTF-8, then by a guess with a note.

Newlines are never translated: offsets point into the text as read.
"""

import codecs
import re

from indexer.errors import SeedError
from indexer.sources.encoding_guess import guess_encoding
from indexer.sources.web_encodings import WESTERN, find_encoding

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(
    rb"(?:<\?xml\b[^>]{0,200}?\bencoding|<meta[^>]{0,200}?charset)"
    rb"\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})",
    re.IGNORECASE,
)
_COMMENT = re.compile(rb"<!--.*?(?:-->|\Z)", re.DOTALL)
_UTF8 = ("utf-8", "utf-8")
# How far into an HTML file a declaration counts (HTML standard, section 13.2.3.2).
_DECLARATION_BYTES = 1024
# Control bytes that no text file has; a few strays are no binary file.
_BINARY = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_BINARY_SHARE = 0.01
# Blanks and ends of sentences, of which every text of some length has one among fifty characters.
_BLANK = re.compile("[ \t\r\n\u3000-\u3002\uff0c]")
_BLANK_SHARE = 0.02
_UNREADABLE = re.compile("[^\\w\\s!-\u036f\u0590-\u06ff\u0900-\u0eff\u1e00-\u27ff\u3000-\u30ff\uff00-\uffef]")


def decode(raw: bytes, *, html: bool = False, declared: str = "") -> tuple[str, str, tuple[str, ...]]:
    """The text, its encoding, and notes on what was guessed. Raises SeedError on no text.

    Args: `declared` is what was said beside the bytes, as in a header of HTTP; it goes before what
    markup says itself.

    >>> decode("Goïta".encode("cp1252"))[0]
    'Goïta'
    """
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _strict(raw, encoding), encoding, ()
    if b"\0" in raw:
        return _unmarked_utf16(raw)
    if len(_BINARY.findall(raw)) > len(raw) * _BINARY_SHARE:
        raise _binary()
    labels = [find_encoding(declared), _declared(raw) if html else None]
    stated = tuple(dict.fromkeys(label for label in labels if label))
    failed: list[str] = []
    for name, codec in _order(stated):
        try:
            text = raw.decode(codec)
        except UnicodeError:
            failed.append(name)
        else:
            return text, name, _say_wrong(stated, failed)
    text, name, notes = _guess(raw)
    return text, name, (*_say_wrong(stated, failed), *notes)


def _say_wrong(stated: tuple[tuple[str, str], ...], failed: list[str]) -> tuple[str, ...]:
    return tuple(f"It is declared as {name} but is not." for name, _ in stated if name in failed)


def _binary() -> SeedError:
    return SeedError("it is binary, not text. Deliver text, HTML, JSONL, CSV or WARC.")


def _declared(raw: bytes) -> tuple[str, str] | None:
    """The encoding of the web that markup declares, by its name and decoder."""
    found = _DECLARED.search(_COMMENT.sub(b"", raw[:_DECLARATION_BYTES]))
    return find_encoding(found.group(1).decode("ascii")) if found else None


def _order(stated: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The encodings to try before one is guessed.

    Pages saved anew as UTF-8 often keep the label of Western text that they were made with, and
    Western text with accents is never UTF-8 by chance: there UTF-8 goes first.
    """
    order = list(stated) if any(name != WESTERN for name, _ in stated[:1]) else [_UTF8, *stated]
    return tuple(dict.fromkeys((*order, _UTF8)))


def _strict(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise SeedError(f"it is marked as {encoding} but is not. Save it as UTF-8.") from error


def _unmarked_utf16(raw: bytes) -> tuple[str, str, tuple[str, ...]]:
    """Bytes with zeros among them as UTF-16, in the order that gives more blanks. Raises SeedError."""
    found: list[tuple[int, str, str]] = []
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        found.append((len(_BLANK.findall(text)), encoding, text))
    blanks, encoding, text = max(found, default=(0, "", ""))
    unreadable = len(_UNREADABLE.findall(text))
    if (
        not text
        or "\0" in text
        or blanks < len(text) * _BLANK_SHARE
        or unreadable > len(text) * _BINARY_SHARE
    ):
        raise _binary()
    return text, encoding, (f"Nothing declares its encoding; read as {encoding.upper()}.",)


def _guess(raw: bytes) -> tuple[str, str, tuple[str, ...]]:
    """UTF-8 with a few broken bytes, or the encoding that fits best."""
    broken = raw.decode("utf-8", errors="replace")
    lost = broken.count("\ufffd")
    wide = sum(byte >= 0x80 for byte in raw)
    if lost * 4 < wide:
        note = f"Read as UTF-8; {lost} broken characters were replaced."
        return broken, "utf-8", (note,)
    guess = guess_encoding(raw)
    text = raw.decode(guess.codec, errors="replace")
    lost = text.count("\ufffd")
    note = f"Not UTF-8; read as {guess.name}, " + (
        "which fits far better than any other" if guess.sure else "an unsure guess"
    )
    note += f"; {lost} characters were replaced." if lost else "."
    return text, guess.name, (note,)
