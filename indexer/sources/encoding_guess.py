"""The encoding of bytes that nothing declares.

Each encoding of a language is tried, and the one is taken under which the text is the least
surprising: the shortest description in bits, with letters as frequent as they are in that language.
The same bytes give the same answer; nothing is learnt or kept.

Source: J. Rissanen, Modeling by shortest data description, Automatica 14 (1978), section 2, with a
fixed model a language in the place of estimated ones.
"""

import csv
import math
import re
from collections import Counter
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from indexer.sources.web_encodings import WESTERN, find_encoding

_LATIN, _OTHER, _IDEOGRAPHS = "latin", "other", "ideographs"
_ASCII_BITS = 5.0
# What every language writes: quotes, dashes, blanks, signs of trade.
_MARKS = "’“”«»–—…‘\u00a0•°·©®™§€£"
_MARK_BITS = 5.0
# What stands beside figures in any language, less often.
_SIGNS = "×÷±²³¹½¼¾¥¢ªºµ¶†‡‰"
_SIGN_BITS = 8.0
_STRANGE_BITS = 14.0
# A byte that stands for nothing, or for a control character.
_LOST_BITS = 24.0
# Every other encoding is less common than that of Western Europe: a few letters must speak for it.
_UNCOMMON_BITS = 2.0
# What the listed letters are of all that a text of the language writes beyond ASCII.
_KNOWN_SHARE = {_LATIN: 0.95, _OTHER: 0.95, _IDEOGRAPHS: 0.55}
# How far the first letters of a list stand out (Zipf, Mandelbrot): Latin has few beyond ASCII.
_FLATNESS = {_LATIN: 1.5, _OTHER: 4.0, _IDEOGRAPHS: 4.0}
# A letter of the language's script that is not in its list.
_RARE_BITS = {_LATIN: 12.0, _OTHER: 10.0, _IDEOGRAPHS: 12.0}
# Two accented letters side by side in Latin; in other scripts a letter beside a Latin one, or alone;
# a capital after a small letter.
_SEAM_BITS = {_LATIN: 4.0, _OTHER: 6.0, _IDEOGRAPHS: 6.0}
_CAPITAL_BITS = 6.0
_ALONE = rf"(?<![^\0-\x7f])[^\0-\x7f{_MARKS}{_SIGNS}](?![^\0-\x7f])"
_SEAMS = {
    _LATIN: re.compile(r"(?=[^\W\d_a-zA-Z]{2})"),
    _OTHER: re.compile(rf"(?=[a-zA-Z][^\W\d_a-zA-Z]|[^\W\d_a-zA-Z][a-zA-Z])|{_ALONE}"),
    _IDEOGRAPHS: re.compile(_ALONE),
}
_WORDS = re.compile(r"[^\W\d_]{2,}")
_WIDE = re.compile(rb"[\x80-\xff]")
_BEFORE_BYTES = 16
# More than so many bytes around what is not ASCII say nothing new.
_SAMPLE_BYTES = 1 << 15
# A guess that is a thousand times as likely as the next one.
_SURE_BITS = 10.0


@dataclass(frozen=True, slots=True)
class _Language:
    script: str
    codecs: tuple[tuple[str, str], ...]
    bits: dict[str, float]


@dataclass(frozen=True, slots=True)
class Guess:
    """A guessed encoding: its name, Python's decoder, whether it is far more likely than all others."""

    name: str
    codec: str
    sure: bool


def _read_language(row: dict[str, str]) -> _Language:
    script, letters = row["script"], row["letters"]
    weights = {letter: 1 / (rank + _FLATNESS[script]) for rank, letter in enumerate(letters)}
    total = sum(weights.values()) / _KNOWN_SHARE[script]
    bits = {letter: -math.log2(weight / total) for letter, weight in weights.items()}
    for letter, size in tuple(bits.items()):
        bits.setdefault(letter.upper(), size + _CAPITAL_BITS / 2)
    codecs = tuple(found for found in map(find_encoding, row["encodings"].split()) if found)
    return _Language(
        script, codecs, dict.fromkeys(_MARKS, _MARK_BITS) | dict.fromkeys(_SIGNS, _SIGN_BITS) | bits
    )


@lru_cache(maxsize=1)
def _languages() -> tuple[_Language, ...]:
    """The rows of letters.csv: the letters of a language beyond ASCII, most frequent first.

    Capitals of an alphabet follow from its small letters. The first row is that of a tie.
    """
    text = files("indexer.sources").joinpath("letters.csv").read_text(encoding="utf-8")
    return tuple(map(_read_language, csv.DictReader(text.splitlines())))


def guess_encoding(raw: bytes) -> Guess:
    """The most likely encoding of bytes that are neither ASCII nor UTF-8. Cost: reads a sample of 32 KB.

    >>> guess_encoding("Вагнер ушёл из Мали".encode("koi8-r")).name
    'koi8-r'
    """
    sample = _take_sample(raw)
    found: list[tuple[float, str, Guess]] = []
    texts: dict[str, str] = {}
    for language in _languages():
        for name, codec in language.codecs:
            if codec not in texts:
                texts[codec] = sample.decode(codec, errors="replace")
            size = _describe(texts[codec], language) + (0 if name == WESTERN else _UNCOMMON_BITS)
            found.append((size, texts[codec], Guess(name, codec, sure=True)))
    size, text, best = min(found, key=lambda row: row[0])
    others = [row[0] for row in found if row[1] != text]
    sure = not others or min(others) - size >= _SURE_BITS
    return Guess(best.name, best.codec, sure=sure)


def _take_sample(raw: bytes) -> bytes:
    """The first lines from shortly before what is not ASCII."""
    taken: list[bytes] = []
    size = at = 0
    while size < _SAMPLE_BYTES and (found := _WIDE.search(raw, at)):
        start = max(at, found.start() - _BEFORE_BYTES)
        end = raw.find(b"\n", found.start()) + 1 or len(raw)
        taken.append(raw[start : min(end, start + _SAMPLE_BYTES - size)])
        size += len(taken[-1])
        at = end
    return b"".join(taken)


def _describe(text: str, language: _Language) -> float:
    """How many bits the text takes if it is in this language."""
    total = 0.0
    for sign, times in Counter(text).items():
        total += times * _sign_bits(sign, language)
    seams = sum(1 for _ in _SEAMS[language.script].finditer(text))
    total += seams * _SEAM_BITS[language.script]
    return total + _CAPITAL_BITS * sum(map(_is_torn, _WORDS.findall(text)))


def _sign_bits(sign: str, language: _Language) -> float:
    if sign < "\x80":
        return _ASCII_BITS
    known = language.bits.get(sign)
    if known is not None:
        return known
    if sign == "\ufffd" or sign < "\xa0":
        return _LOST_BITS
    return _RARE_BITS[language.script] if sign.isalpha() else _STRANGE_BITS


def _is_torn(word: str) -> bool:
    """Whether a word has a capital after a small letter."""
    return not (word.islower() or word.isupper()) and word[1:] != word[1:].lower()
