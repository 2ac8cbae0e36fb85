"""Escaped text with marks, from offsets.

The one place where markup is made from text of others. Another sanitiser can take bleach's
place here; nothing but `mark` and its class `alias` ever passes.
"""

import re
import threading
from collections.abc import Iterable, Iterator

from bleach.sanitizer import Cleaner
from markupsafe import Markup, escape

from indexer.api import Mark
from webapp.writing import escape_text

# The sanitiser parses at most so many characters of text at once: longer ones go in parts.
MOST_CHARACTERS = 4000

# A page cannot hold these characters: a browser drops or replaces them.
_UNSHOWN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_ODD = re.compile(rf"{_UNSHOWN.pattern}|\r")
_MARK, _ALIAS = "<mark>", '<mark class="alias">'
_LINE_END = re.compile(r"\r\n?")
# Text in which no tag can stand, with marks round some of it: nothing that a sanitiser could take out.
_PLAINLY_MARKED = re.compile(r"[^<]*(?:<mark(?: class=\"alias\")?>[^<]*</mark>[^<]*)*+")

_cleaners = threading.local()


def show(text: str) -> str:
    r"""Text as a page can hold it: plain line ends, a sign for what has no form.

    >>> show("a\r\nb\x00")
    'a\nb\ufffd'
    """
    return _UNSHOWN.sub("\ufffd", _LINE_END.sub("\n", text))


def highlight(text: str, marks: Iterable[Mark] = (), start: int = 0) -> Markup:
    """The text, escaped, with its marks.

    Args:
        text: what is shown.
        marks: ascending, free of overlaps, offsets in characters counted like `start`; those
            that do not lie inside the text are left out.
        start: the offset of the first character of the text.

    >>> highlight("<b> Gao", [Mark(4, 7, "word", "gao")])
    Markup('&lt;b&gt; <mark>Gao</mark>')
    """
    if len(text) <= MOST_CHARACTERS and not _ODD.search(text):
        return sanitise("".join(_mark_plain(text, marks, start)))
    parts: list[Markup] = []
    held: list[Markup] = []
    size = 0
    for piece, characters in _pieces(text, marks, start):
        if held and size + characters > MOST_CHARACTERS:
            parts.append(sanitise(Markup("").join(held)))
            held, size = [], 0
        held.append(piece)
        size += characters
    parts.append(sanitise(Markup("").join(held)))
    return Markup("").join(parts)


def sanitise(markup: str) -> Markup:
    """Markup with nothing in it but text and marks.

    What plainly is that already passes as it is: parsing the stretches of ten hits took a third of a page.
    """
    if _PLAINLY_MARKED.fullmatch(markup):
        return Markup(markup)  # noqa: S704  - each < in it begins a mark or ends one
    return parse_marks(markup)


def parse_marks(markup: str) -> Markup:
    """What the sanitiser leaves of any markup: text and marks."""
    # A cleaner holds the state of its parser, so each thread has its own.
    cleaner: Cleaner | None = getattr(_cleaners, "own", None)
    if cleaner is None:
        cleaner = Cleaner(tags=frozenset({"mark"}), attributes=_is_allowed, protocols=frozenset())
        _cleaners.own = cleaner
    return Markup(cleaner.clean(markup))  # noqa: S704  - what the sanitiser lets pass is markup


def _is_allowed(tag: str, name: str, value: str) -> bool:
    return (tag, name, value) == ("mark", "class", "alias")


def _mark_plain(text: str, marks: Iterable[Mark], start: int) -> Iterator[str]:
    """The same stretches as `_pieces` of a short text that can be shown as it is: a third of the cost."""
    at = 0
    for mark in marks:
        first, last = mark.start - start, mark.end - start
        if first < at or last > len(text) or first >= last:
            continue
        opening = _ALIAS if mark.kind == "alias" else _MARK
        yield f"{escape_text(text[at:first])}{opening}{escape_text(text[first:last])}</mark>"
        at = last
    yield escape_text(text[at:])


def _pieces(text: str, marks: Iterable[Mark], start: int) -> Iterator[tuple[Markup, int]]:
    """Escaped stretches, marked or not, each with its length in characters of the text."""
    at = 0
    for mark in marks:
        first, last = mark.start - start, mark.end - start
        if first < at or last > len(text) or first >= last:
            continue
        yield from _cut(_piece(text, at, first), "", "")
        opening = _ALIAS if mark.kind == "alias" else _MARK
        yield from _cut(_piece(text, first, last), opening, "</mark>")
        at = last
    yield from _cut(text[at:], "", "")


def _piece(text: str, start: int, end: int) -> str:
    """A stretch of the text; of a line end that it parts, the next stretch has the whole."""
    parted = text[end - 1 : end + 1] == "\r\n" and end > start
    return text[start : end - parted]


def _cut(text: str, opening: str, closing: str) -> Iterator[tuple[Markup, int]]:
    shown = show(text)
    for at in range(0, len(shown), MOST_CHARACTERS):
        part = shown[at : at + MOST_CHARACTERS]
        yield Markup(f"{opening}{escape(part)}{closing}"), len(part)  # noqa: S704  - escaped here
