"""What a query text may cost, before anything of it is run.

Cleans the characters and refuses texts that are too long, too deep or too wide, in plain words.
"""

import re
import unicodedata
from dataclasses import dataclass

from indexer.errors import QueryRefused

# Controls, lone surrogates and the marks that turn the direction of writing.
_UNWANTED = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\u200e\u200f]"
)


@dataclass(frozen=True, slots=True)
class Limits:
    """The most of each thing that one query may have."""

    characters: int = 512
    words: int = 64
    depth: int = 16
    wildcards: int = 8
    phrase_words: int = 32
    slop: int = 50
    token_characters: int = 64


def refuse(count: int, what: str, limit: int) -> QueryRefused:
    """The refusal of a query that has too much of something.

    >>> str(refuse(214, "wildcards", 8))
    'This query was not run. It has 214 wildcards; the limit is 8. Nothing is wrong with the index.'
    """
    return QueryRefused(
        f"This query was not run. It has {count:,} {what}; the limit is {limit:,}. "
        "Nothing is wrong with the index."
    )


def check_text(text: str, limits: Limits) -> str:
    """The text in NFC without control characters. Raises QueryRefused; cost: linear."""
    if len(text) > limits.characters:
        raise refuse(len(text), "characters", limits.characters)
    return unicodedata.normalize("NFC", _UNWANTED.sub(" ", text))
