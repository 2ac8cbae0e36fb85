"""How alike two texts are, exactly and by estimate.

Looks at words alone: case, marks, lines and white space change nothing. Equal on every machine,
as no hash here depends on the process or the platform.

Source: A. Broder, On the resemblance and containment of documents, 1997, sections 2 and 3
(shingles, resemblance, min-wise sketches); the low bits of a minimum alone are kept: P. Li and
A. König, b-Bit Minwise Hashing, 2010, section 2, with b = 16.
"""

import hashlib
import re
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

# Words of a shingle: a phrase that two reports share by chance is shorter.
WIDTH = 5
# Minima of a signature: 21 bands of 6 in `near_copies`. The estimate's standard deviation is
# sqrt(r * (1 - r) / SLOTS), .036 at a resemblance r of .8.
SLOTS = 126
SKETCH = np.dtype([("text", "<u8"), ("signature", "<u2", (SLOTS,))])

Shingles = NDArray[np.uint64]

_WORD = re.compile(r"\w+")
# The words of a language repeat; past so many different ones they are told anew.
_KEPT_WORDS = 200_000
_FACTOR = np.uint64(0x9E3779B97F4A7C15)
_MIX = ((30, np.uint64(0xBF58476D1CE4E5B9)), (27, np.uint64(0x94D049BB133111EB)))
# Shingles hashed at once, so that the table of their hashes stays in the cache.
_AT_ONCE = 2048
_SEED = b"near copies"
_numbers = np.frombuffer(hashlib.shake_128(_SEED).digest(8 * SLOTS), "<u4").reshape(2, SLOTS, 1)
# Odd, so that each is a permutation of 32 bits.
_multipliers, _addends = _numbers[0] | np.uint32(1), _numbers[1]


class Sketch(NamedTuple):
    """A text as it is compared: one row of SKETCH, and its shingles, each as bytes.

    `text` of the row is a hash of the text with white space folded, 0 for a text without words.
    """

    row: bytes
    shingles: bytes


class _WordHashes(dict[str, int]):
    """64 bits for each word, worked out once."""

    def __missing__(self, word: str) -> int:
        if len(self) >= _KEPT_WORDS:
            self.clear()
        return self.setdefault(word, _hash_text(word))


_word_hashes = _WordHashes()


def sketch(text: str) -> Sketch:
    """A text as it is compared. Cost: some 200 microseconds for 400 words."""
    shingles = find_shingles(text)
    if not len(shingles):
        return Sketch(bytes(SKETCH.itemsize), b"")
    number = _hash_text(" ".join(text.split())).to_bytes(8, "little")
    return Sketch(number + sign(shingles).tobytes(), shingles.tobytes())


def find_shingles(text: str) -> Shingles:
    """A hash for each run of WIDTH words: ascending, unique. A shorter text is one run.

    >>> len(find_shingles("A road, a camp: the road is shut.")), len(find_shingles("Road!"))
    (4, 1)
    """
    words = _WORD.findall(text.casefold().replace("_", " "))
    width = min(WIDTH, len(words))
    if not words:
        return np.empty(0, np.uint64)
    hashes = np.fromiter(map(_word_hashes.__getitem__, words), np.uint64, len(words))
    count = len(words) - width + 1
    runs = hashes[:count].copy()
    for at in range(1, width):
        runs *= _FACTOR
        runs += hashes[at : at + count]
    # The finalizer of splitmix64: every bit of a run depends on every bit of its words.
    for shift, factor in _MIX:
        runs ^= runs >> np.uint64(shift)
        runs *= factor
    runs ^= runs >> np.uint64(31)
    runs.sort()
    fresh = np.ones(count, dtype=bool)
    np.not_equal(runs[1:], runs[:-1], out=fresh[1:])
    return runs[fresh]


def resemblance(left: Shingles, right: Shingles) -> float:
    """The share of the shingles of both that both have, 0 where there is none.

    >>> resemblance(np.array([1, 2, 3, 4], np.uint64), np.array([2, 3, 4, 5], np.uint64))
    0.6
    """
    together = np.sort(np.concatenate((left, right)), kind="stable")
    common = int(np.count_nonzero(together[1:] == together[:-1]))
    return common / (len(together) - common) if len(together) else 0.0


def sign(shingles: Shingles) -> NDArray[np.uint16]:
    """The signature of some shingles: uint16[SLOTS], the low bits of the least hash of each kind.

    The share of equal slots of two signatures estimates the resemblance.
    """
    keys = (shingles >> np.uint64(32)).astype(np.uint32)
    least = np.full(SLOTS, np.iinfo(np.uint32).max, np.uint32)
    for first in range(0, len(keys), _AT_ONCE):
        hashes = keys[first : first + _AT_ONCE] * _multipliers
        hashes += _addends
        np.minimum(least, hashes.min(axis=1), out=least)
    return least.astype("<u2")


def _hash_text(text: str) -> int:
    """64 bits of a text, never 0."""
    digest = hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little") or 1
