"""Cut text into folded tokens with offsets.

Never stems and never drops a word: stop words and stems are the filters' matter.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

APOSTROPHES = "'’‘ʼʻʿʾ`´＇"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u2060\ufeff"

# A token is a run of letters, marks and digits. Inside it stand apostrophes (Jama'a) and
# invisible characters (a soft hyphen) between letters, and the dots of U.N. and J.N.I.M.
_LETTER = r"[^\W_]"
_JOINER = f"[{re.escape(APOSTROPHES + _INVISIBLE)}]"
_MARK = r"[\u0300-\u036f]"
# Runs of letters are taken whole, and an abbreviation is told by its first dot: an alternative for
# each letter, and a look behind at each word, cost half as much again.
_WORD = re.compile(
    rf"[^\W\d_]\.(?<![^\W\d_]..)(?:[^\W\d_]\.)+(?:[^\W\d_](?!{_LETTER}))?"
    rf"|{_LETTER}++(?:(?:{_MARK}|{_JOINER}+(?={_LETTER}|{_MARK})){_LETTER}*+)*+"
)
_APOSTROPHE = re.compile(f"[{re.escape(APOSTROPHES)}]")
_POSSESSIVE = re.compile(rf"[{re.escape(APOSTROPHES)}][sS]$")
# French elisions stand for a word of their own (l'islam, qu'il); before a consonant the same
# letters begin a name (N'Daw, D'Souza), which keeps them.
_ELISION = re.compile(
    rf"^(?:[ldjmtscnLDJMTSCN]|[qQ]u|[jJ]usqu|[lL]orsqu|[pP]uisqu|[qQ]uoiqu)[{re.escape(APOSTROPHES)}]"
    r"(?=[aeiouyhàâäéèêëîïôöùûüœæAEIOUYHÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆ])"
)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ı": "i"})
_DROPPED = re.compile(f"[{re.escape(APOSTROPHES + _INVISIBLE)}.]")


@dataclass(frozen=True, slots=True)
class Token:
    """A folded word; `start` and `end` are offsets into the text that was cut."""

    term: str
    start: int
    end: int


# A longer word is known by its beginning, in texts and queries alike.
TERM_CHARACTERS = 64


@lru_cache(maxsize=100_000)
def fold_word(word: str) -> str:
    """Fold case, accents, apostrophes and invisible characters away; at most TERM_CHARACTERS.

    >>> fold_word("Goïta"), fold_word("Jama’a"), fold_word("U.N.")
    ('goita', 'jamaa', 'un')
    """
    decomposed = unicodedata.normalize("NFKD", _DROPPED.sub("", word))
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return bare.casefold().translate(_LIGATURES)[:TERM_CHARACTERS]


def tokenize(text: str) -> list[Token]:
    """The folded words of a text in order. The possessive 's and French elisions fall away.

    >>> [t.term for t in tokenize("Al-Qaeda’s men, l'État and the U.N. in N'Djamena")]
    ['al', 'qaeda', 'men', 'etat', 'and', 'the', 'un', 'in', 'ndjamena']
    """
    return [Token(term, start, end) for term, start, end in cut_words(text)]


def cut_words(text: str) -> list[tuple[str, int, int]]:
    """The terms of `tokenize` with their starts and ends, as plain tuples for bulk work."""
    words = []
    for found in _WORD.finditer(text):
        word = found.group()
        start, end = found.span()
        if word.isascii() and word.isalnum():
            # Nothing to fold but the case; most words by far.
            words.append((word.lower()[:TERM_CHARACTERS], start, end))
            continue
        if _APOSTROPHE.search(word):
            possessive = _POSSESSIVE.search(word)
            if possessive and possessive.start() > 0:
                end -= len(word) - possessive.start()
                word = word[: possessive.start()]
            elision = _ELISION.match(word)
            if elision:
                start += elision.end()
                word = word[elision.end() :]
        term = fold_word(word)
        if term:
            words.append((term, start, end))
    return words


def find_words(text: str, *, whole: bool = True) -> list[str]:
    """The words of a text in order, as they are written: nothing folded and nothing taken off.

    Without `whole` the text is cut off and a word at its end left out: it may go on.

    >>> find_words("Wagner’s men in N'Djam", whole=False)
    ['Wagner’s', 'men', 'in']
    """
    found: list[str] = _WORD.findall(text)
    if not whole and found and text.endswith(found[-1]):
        del found[-1]
    return found


def cut_word(word: str) -> tuple[str, str] | None:
    """The term of one word as it is written, and the part of it that stands for it.

    >>> cut_word("Wagner’s"), cut_word("l'État")
    (('wagner', 'Wagner'), ('etat', 'État'))
    """
    if word.isascii() and word.isalnum():
        return word.lower()[:TERM_CHARACTERS], word
    return next(((term, word[start:end]) for term, start, end in cut_words(word)), None)
