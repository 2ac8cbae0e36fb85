"""The language of a text: its script, then the share of its function words.

A text that is too short, mixed or in an unknown language has none. Nothing is guessed.
"""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from indexer.cleaning.function_words import WORDS_OF

# Scripts that one language of the press is written in; others are told by their words.
_SCRIPTS = {
    "HANGUL": "ko",
    "THAI": "th",
    "GREEK": "el",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "TAMIL": "ta",
    "TELUGU": "te",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "SINHALA": "si",
    "KHMER": "km",
    "LAO": "lo",
}
_JAPANESE = ("HIRAGANA", "KATAKANA")
# Told apart from their neighbours, but not from each other, or without a code of two letters.
_UNNAMED = frozenset(("sh", "pcm"))
LANGUAGES = frozenset((*WORDS_OF, *_SCRIPTS.values(), "ja", "zh")) - _UNNAMED

# A long text is judged by pieces of it, spread evenly: so many of so many characters.
_PIECES, _PIECE = 8, 300
_LEAST_LETTERS = 20
# So many characters tell a script; of a longer sample every second is looked at, or fewer.
_LETTERS = 1_000
_SCRIPT_SHARE = 0.75
# Chinese has no kana, and Japanese prose is never without.
_KANA_SHARE = 0.05
# Of all words so many are function words of the language. Hundreds of languages are written in
# Latin letters and share short words; elsewhere few are, and join many of these words to the next.
_LATIN_SHARE, _OTHER_SHARE = 0.16, 0.1
# So many different ones at least: the square root of all different words, between these two.
_LEAST_WORDS, _LATIN_WORDS, _OTHER_WORDS = 4, 20, 8
# Of the words that only one of two languages has, all but a fifth belong to the text's own.
_TIMES = 4
_WORD = re.compile(r"[^\s\d!-/:-@\[-`{-~«»‹›“”„‚‘’…،؛؟۔।፡-፧–—•|\u200b\ufeff]+")
# No letter of another script stands in these blocks: Latin with its extensions, then signs.
_NO_LATIN = re.compile(r"[^\0-\u024f\u2000-\u2bff\ufeff]")
# For each function word the languages that have it: bool[n_words, n_languages].
_CODES = tuple(sorted(WORDS_OF))
_ROWS = {word: row for row, word in enumerate(sorted(frozenset().union(*WORDS_OF.values())))}
_HOLDS = np.array([[word in WORDS_OF[code] for code in _CODES] for word in _ROWS], dtype=np.int64)


def find_language(text: str) -> str | None:
    """The ISO 639-1 code of the language that a text is written in, None where that is not plain.

    Cost: that of 2,400 characters at most, however long the text.

    >>> find_language("The rains that were late in the north have come, and the wells are full.")
    'en'
    >>> find_language("Les pluies sont en retard dans le nord et les puits de la ville sont vides.")
    'fr'
    >>> find_language("Gao, Mopti, Kidal") is None
    True
    """
    step = max(_PIECE, len(text) // _PIECES)
    sample = unicodedata.normalize(
        "NFC", "\n".join(text[at : at + _PIECE] for at in range(0, len(text), step))
    )
    words = Counter(_WORD.findall(sample.lower()))
    if not _NO_LATIN.search(sample):
        return _by_words(words, is_latin=True)
    scripts: Counter[str] = Counter()
    for character, times in Counter(sample[:: 1 + len(sample) // _LETTERS]).items():
        scripts[_script_of(character)] += times
    del scripts[""]
    return _by_script(scripts) or _by_words(words, is_latin=2 * scripts["LATIN"] >= scripts.total())


@lru_cache(maxsize=10_000)
def _script_of(character: str) -> str:
    """The script of a letter as its name begins, empty for all else."""
    return unicodedata.name(character, "").partition(" ")[0] if character.isalpha() else ""


def _by_script(scripts: Mapping[str, int]) -> str | None:
    """The language of a text whose script is that of one language."""
    letters = sum(scripts.values())
    if letters < _LEAST_LETTERS:
        return None
    kana = sum(scripts.get(name, 0) for name in _JAPANESE)
    if kana + scripts.get("CJK", 0) >= _SCRIPT_SHARE * letters:
        return "ja" if kana >= _KANA_SHARE * letters else "zh"
    script = max(scripts, key=lambda name: scripts[name])
    return _SCRIPTS.get(script) if scripts[script] >= _SCRIPT_SHARE * letters else None


def _by_words(words: Counter[str], *, is_latin: bool) -> str | None:
    """The language whose function words a text is full of, unless another one's are near as many."""
    known = [word for word in words if word in _ROWS]
    if not known:
        return None
    times = np.array([words[word] for word in known])
    held = _HOLDS[[_ROWS[word] for word in known]]
    found = times @ held
    best = int(found.argmax())
    total = words.total()
    share, most = (_LATIN_SHARE, _LATIN_WORDS) if is_latin else (_OTHER_SHARE, _OTHER_WORDS)
    least = max(_LEAST_WORDS, min(most, math.sqrt(len(words))))
    if found[best] < share * total or held[:, best].sum() < least:
        return None
    shared = (times * held[:, best]) @ held
    near = found[best] - shared < np.maximum(1, _TIMES * (found - shared))
    near[best] = False
    return None if near.any() or _CODES[best] in _UNNAMED else _CODES[best]
