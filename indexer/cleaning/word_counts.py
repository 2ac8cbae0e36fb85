"""How many words each line has, and which.

All lines of a page at once, by tables of letters. Counts only: what a line is, others judge.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count

import numpy as np
from numpy.typing import NDArray

from indexer.cleaning.function_words import FUNCTION_WORDS

Floats = NDArray[np.float64]

_WORD = re.compile(r"\w+")
# Beyond the first there are no letters and digits, beyond the second no capitals and single digits, and
# beyond the third nothing that becomes a letter of a function word in small.
_CHARACTERS, _CAPITALS, _FOLDED = 0x40000, 0x20000, 0x2200
# Eight letters are a number of 64 bits; function words have fewer.
_BYTES = 8
_MASKS = np.array([(1 << 8 * size) - 1 for size in range(_BYTES + 1)], dtype=np.uint64)
_COMMA = ord(",")
# Of so many bits is the place of a word in their table.
_BITS = 16
_GOLDEN = 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class _Tables:
    """What is known of each character, and the function words as numbers.

    `letters`: its number among the letters of function words, in either case, 0 for what is in no word
    and the last number for all else. `words`: each at its `place`, 0 where there is none.
    """

    letters: NDArray[np.uint8]
    capitals: NDArray[np.bool_]
    digits: NDArray[np.bool_]
    words: NDArray[np.uint64]
    factor: np.uint64

    def holds(self, words: NDArray[np.uint64]) -> NDArray[np.bool_]:
        """Which of some numbers are those of function words."""
        found: NDArray[np.bool_] = self.words[_places(words, self.factor)] == words
        return found


def count_words(lines: Sequence[str]) -> Floats:
    """Words; of these function words, with a capital, with a digit; commas: float[5, n_lines].

    A capital and a digit count where a word begins. Cost: linear in the lines, 30 bytes a character.

    >>> count_words(["One of the 3, or two.", "Mali"]).T.tolist()
    [[6.0, 5.0, 1.0, 1.0, 1.0], [1.0, 0.0, 1.0, 0.0, 0.0]]
    """
    tables = _read_tables()
    codes = np.frombuffer("\n".join(lines).encode("utf-32-le", "surrogatepass"), dtype="<u4")
    letters = np.zeros(len(codes) + 1 + _BYTES, dtype=np.uint8)
    letters[1 : len(codes) + 1] = tables.letters.take(codes, mode="clip")
    inside = letters != 0
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, sizes = edges[::2], edges[1::2] - edges[::2]
    # Each character with the seven behind it as one number.
    numbers: NDArray[np.uint64] = np.ndarray(len(codes), "<u8", letters, offset=1, strides=(1,))
    words = numbers[starts] & _MASKS[np.minimum(sizes, _BYTES)]
    initials = codes[starts]
    kinds = np.zeros((3, len(starts) + 1), dtype=np.int32)
    kinds[0, 1:] = tables.holds(words)
    kinds[1, 1:] = tables.capitals.take(initials, mode="clip")
    kinds[2, 1:] = tables.digits.take(initials, mode="clip")
    edges = np.cumsum([0, *(len(line) + 1 for line in lines)])
    places = np.searchsorted(starts, edges)
    commas = np.searchsorted(np.flatnonzero(codes == _COMMA), edges)
    sums = np.cumsum(kinds, axis=1, out=kinds)[:, places]
    return np.diff(np.vstack([places, sums, commas])).astype(np.float64)


@lru_cache(maxsize=1)
def _read_tables() -> _Tables:
    characters = np.arange(_CHARACTERS, dtype="<u4").tobytes().decode("utf-32-le", "surrogatepass")
    alphabet = sorted(frozenset("".join(FUNCTION_WORDS)))
    numbers = {letter: number for number, letter in enumerate(alphabet, 1)}
    letters = np.zeros(_CHARACTERS, dtype=np.uint8)
    for found in _WORD.finditer(characters):
        letters[found.start() : found.end()] = len(alphabet) + 1
    for at, character in enumerate(characters[:_FOLDED]):
        letters[at] = numbers.get(character.lower(), letters[at])
    spelt = [bytes(map(numbers.__getitem__, word)) for word in FUNCTION_WORDS]
    words = np.array([int.from_bytes(word, "little") for word in spelt], dtype=np.uint64)
    factors = (np.uint64(pow(_GOLDEN, power, 1 << 64)) for power in count(1))
    factor = next(one for one in factors if len(np.unique(_places(words, one))) == len(words))
    table = np.zeros(1 << _BITS, dtype=np.uint64)
    table[_places(words, factor)] = words
    capitals, digits = (
        np.fromiter(map(kind, characters[:_CAPITALS]), np.bool_) for kind in (str.isupper, str.isdigit)
    )
    return _Tables(letters, capitals, digits, table, factor)


def _places(words: NDArray[np.uint64], factor: np.uint64) -> NDArray[np.uint64]:
    """Where in the table each word stands, if it is there (multiplicative hashing, Knuth 1973)."""
    return (words * factor) >> np.uint64(64 - _BITS)
