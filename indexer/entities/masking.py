"""Blank out what no mention may touch.

Never changes the length of a text: every offset stays an offset into the text as read.
"""

import re
from collections.abc import Iterable, Iterator

from indexer.entities.folding import BARRIER
from indexer.schema.document import RemovedSpan

# Addresses of pages and mailboxes; a bare host needs one of the endings that news pages use.
_ADDRESS = re.compile(
    r"(?:https?|ftp)://[^\s<>\"“”«»]+"
    r"|www\.[^\s<>\"“”«»]+"
    r"|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
    r"|(?<![\w.])[\w-]{1,63}(?:\.[\w-]{1,63}){0,3}\.(?:com|org|net|info|fr|ml|int|gov|news|africa)\b(?:/[^\s<>\"“”«»]*)?",
    re.ASCII,
)
_DOMAIN_SIGNS = re.compile(r"://|www\.|@|\.(?:com|org|net|info|fr|ml|int|gov|news|africa)\b")
_END = frozenset(' \t\n\r\f\v<>"“”«»')
"""Characters that end every address."""


def _addresses(text: str) -> Iterator[tuple[int, int]]:
    """Addresses are looked for in the few stretches that show a sign of one."""
    end = 0
    for sign in _DOMAIN_SIGNS.finditer(text):
        if sign.start() < end:
            continue
        start = sign.start()
        while start > end and text[start - 1] not in _END:
            start -= 1
        end = sign.end()
        while end < len(text) and text[end] not in _END:
            end += 1
        yield from (found.span() for found in _ADDRESS.finditer(text, start, end))


def mask(text: str, removed: Iterable[RemovedSpan]) -> str:
    r"""The text with removed spans and addresses as barriers of equal length.

    >>> mask("#Mali, see http://mali.example/un", ()).rstrip("\x00")
    '#Mali, see '
    """
    spans = [(max(0, span.start), min(len(text), span.end)) for span in removed]
    spans.extend(_addresses(text))
    pieces = []
    at = 0
    for start, end in sorted(spans):
        first = max(start, at)
        if first >= end:
            continue
        pieces.append(text[at:first])
        pieces.append(BARRIER * (end - first))
        at = end
    pieces.append(text[at:])
    return "".join(pieces)
