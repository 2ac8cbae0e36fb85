"""What a line is by its words alone, worked out once for all lines of the same words.

Lines of menus, labels and pleas repeat on the pages of a site, and every line is looked at again in
each round of cleaning.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar

from indexer.cleaning.phrases import Phrasing, find_phrasings
from indexer.cleaning.signs import Signs, find_signs

T = TypeVar("T")

# A line of so many words with a final stop is a sentence; headings, labels and menus are not.
SENTENCE_WORDS = 6
# A line of so many words with a final stop is prose of an article.
PROSE_WORDS = 12
# Lines longer than this are never residue as a whole: labels and pleas are short.
SHORT_WORDS = 45
SHORT_CHARACTERS = 400
# No line of more characters is remembered: few stand twice.
_REMEMBERED = 4_000
_STOPS, _CLOSING = frozenset(".!?…:;؟۔।。！？"), "\"'”’»)]"
# An introduction stops here, and no sentence does.
_INTRODUCES = ("", ":", ";")
_BULLET = re.compile(r"(?:[•‣▪◦●○■□*·–—-]|\d{1,2}[.)]|[a-z]\))\s+(?=\S)")
_DECORATION = " \t|*_=~>#•·–—-[]()→←↑↓⇒⇐⇓⇩▶►▼▲"
# Compared as one: the blank that does not break, curly quotes, and signs that are not seen.
_ALIKE = (
    *(("\u00a0", " "), ("\u2018", "'"), ("\u2019", "'"), ("\u201c", '"'), ("\u201d", '"')),
    *(("\u200b", ""), ("\u2060", ""), ("\ufeff", ""), ("\u00ad", "")),
)
_OTHER_SPACE = re.compile(r"[^\S ]")


class Wording:
    """The words of a line that is not blank, without its place; no white space is around them.

    `words`: how many, by white space; `stop`: the sign that ends it, closing quotes and brackets aside,
    empty where that is no stop; `is_bullet`: whether it begins with a bullet or a list number;
    `is_sentence`: whether it reads as a sentence, if a short one; `is_prose`: as one of an article;
    `is_short`: whether it can be residue as a whole.
    """

    __slots__ = (
        "_cue",
        "_evidence",
        "_facts",
        "_phrasings",
        "_signs",
        "is_bullet",
        "is_prose",
        "is_sentence",
        "is_short",
        "stop",
        "text",
        "words",
    )

    def __init__(self, text: str) -> None:
        self.text = text
        # Of white space only the blank is printable: words that are apart by one need not be cut out.
        is_even = "  " not in text and text.isprintable()
        self.words = words = text.count(" ") + 1 if is_even else len(text.split())
        last = text[-1]
        if last in _CLOSING:
            last = text[-8:].rstrip(_CLOSING)[-1:]
        self.stop = stop = last if last in _STOPS else ""
        # Of those that begin with a letter only "a)" is one.
        self.is_bullet = (text[1:2] == ")" or not text[0].isalpha()) and _BULLET.match(text) is not None
        self.is_sentence = words >= SENTENCE_WORDS and stop not in _INTRODUCES
        self.is_prose = words >= PROSE_WORDS and stop != ""
        self.is_short = words <= SHORT_WORDS and len(text) <= SHORT_CHARACTERS
        self._cue: str | None = None
        self._phrasings: tuple[Phrasing, ...] | None = None
        self._signs: tuple[Signs, ...] | None = None
        self._evidence: tuple[Phrasing | Signs, ...] | None = None
        self._facts: dict[Callable[[Wording], Any], Any] | None = None

    @property
    def cue(self) -> str:
        """The text as rules compare it, see `fold_cue`; empty for long lines and bare decoration."""
        if self._cue is None:
            self._cue = fold_cue(self.text) if self.is_short else ""
        return self._cue

    @property
    def phrasings(self) -> tuple[Phrasing, ...]:
        """The known phrasings that it has from end to end."""
        if self._phrasings is None:
            self._phrasings = find_phrasings(self.cue) if self.cue else ()
        return self._phrasings

    @property
    def signs(self) -> tuple[Signs, ...]:
        """The known groups of signs of which one stands in it."""
        if self._signs is None:
            self._signs = find_signs(self.text)
        return self._signs

    @property
    def evidence(self) -> tuple[Phrasing | Signs, ...]:
        """Its phrasings and its groups of signs."""
        if self._evidence is None:
            self._evidence = (*self.phrasings, *self.signs)
        return self._evidence

    def fact(self, reader: Callable[["Wording"], T]) -> T:
        """What a function says of these words; it is asked once."""
        facts = self._facts
        if facts is None:
            facts = self._facts = {}
        elif reader in facts:
            known: T = facts[reader]
            return known
        found = facts[reader] = reader(self)
        return found

    def says(self, *phrasings: Phrasing) -> bool:
        """Whether it has one of these phrasings from end to end, decoration aside."""
        own = self.phrasings
        return bool(own) and any(phrasing in own for phrasing in phrasings)


_wording_of_short = lru_cache(maxsize=1 << 14)(Wording)
_wording_of_long = lru_cache(maxsize=1 << 11)(Wording)


def find_wording(text: str) -> Wording:
    """The wording of a line, an equal one's where that is remembered."""
    size = len(text)
    if size <= SHORT_CHARACTERS:
        return _wording_of_short(text)
    return _wording_of_long(text) if size <= _REMEMBERED else Wording(text)


def fold_cue(text: str) -> str:
    """A line as rules compare it.

    >>> fold_cue("- Lire  aussi : -"), fold_cue("Don’t miss")
    ('Lire aussi', "Don't miss")
    """
    folded = text
    if not text.isascii():
        # Looking every character up would cost more than all the rest.
        for sign, alike in _ALIKE:
            folded = folded.replace(sign, alike)
    # Of white space only the blank is printable.
    if "  " in folded or (not folded.isprintable() and _OTHER_SPACE.search(folded)):
        folded = " ".join(folded.split())
    return folded.strip(_DECORATION).rstrip(" :")
