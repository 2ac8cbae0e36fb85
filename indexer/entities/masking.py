"""Blank out what no mention may touch.

Never changes the length of a text: every offset stays an offset into the text as read.
"""

import re
from collections.abc import Iterable

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


def mask(text: str, removed: Iterable[RemovedSpan]) -> str:
    r"""The text with removed spans and addresses as barriers of equal length.

    >>> mask("#Mali, see http://mali.example/un", ()).rstrip("\x00")
    '#Mali, see '
    """
    spans = [(max(0, span.start), min(len(text), span.end)) for span in removed]
    if _DOMAIN_SIGNS.search(text):
        spans.extend(found.span() for found in _ADDRESS.finditer(text))
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
