"""Numbers of short byte strings, many at a time.

A hash table of arrays with open addressing: a look-up is some gathers for all strings at once.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

WORD_BYTES = 8
# An odd number without a pattern in its bits.
_MIX = np.uint64(0x9E3779B97F4A7C15)
_NONE = -1
# By how many bytes count: the low bytes of a word of 8.
_LOW_BYTES = np.array([(1 << 8 * size) - 1 for size in range(WORD_BYTES + 1)], dtype=np.uint64)

Keys = Sequence[NDArray[np.uint64]]


def read_words(
    buffer: NDArray[np.uint8], starts: NDArray[np.int64], sizes: NDArray[np.int64]
) -> NDArray[np.uint64]:
    """Strings of up to 8 bytes as numbers, filled up with zeros.

    Args: `buffer` goes on for 8 bytes after the start of the last string.
    """
    words = np.ndarray((len(buffer) - WORD_BYTES + 1,), "<u8", buffer, strides=(1,))
    found: NDArray[np.uint64] = words[starts]
    found &= _LOW_BYTES[sizes]
    return found


class ChunkTable:
    """Grows with what is put in; at most half full. A key is one number, or a row of two."""

    def __init__(self, width: int, bits: int = 16) -> None:
        self._width = width
        self._resize(bits)
        self._used = 0

    def _resize(self, bits: int) -> None:
        self._shift = np.uint64(64 - bits)
        self._mask = (1 << bits) - 1
        self._keys = [np.zeros(1 << bits, dtype=np.uint64) for _ in range(self._width)]
        self._numbers = np.full(1 << bits, _NONE, dtype=np.int32)

    def find(self, keys: Keys) -> NDArray[np.int32]:
        """The number of each string, -1 where it has none."""
        slots = self._slots(keys)
        numbers: NDArray[np.int32] = self._numbers[slots]
        other = ~self._same(slots, keys)
        # Strings whose slot is another's: on to the next slots, to an empty one at last.
        left = np.flatnonzero(other & (numbers != _NONE))
        numbers[other] = _NONE
        at = slots[left]
        while len(left):
            at = (at + 1) & self._mask
            found = self._numbers[at]
            same = self._same(at, [key[left] for key in keys])
            numbers[left[same]] = found[same]
            on = ~same & (found != _NONE)
            left, at = left[on], at[on]
        return numbers

    def _same(self, slots: NDArray[np.int64], keys: Keys) -> NDArray[np.bool_]:
        """Whether the slots hold the keys."""
        same: NDArray[np.bool_] = self._keys[0][slots] == keys[0]
        for held, key in zip(self._keys[1:], keys[1:], strict=True):
            same &= held[slots] == key
        return same

    def put(self, keys: Keys, numbers: NDArray[np.int32]) -> None:
        """Number strings that have none yet, each once."""
        self._used += len(numbers)
        if 2 * self._used > len(self._numbers):
            old = np.flatnonzero(self._numbers != _NONE)
            held = [own[old] for own in self._keys], self._numbers[old]
            self._resize((4 * self._used).bit_length())
            self._place(*held)
        self._place(keys, numbers)

    def _place(self, keys: Keys, numbers: NDArray[np.int32]) -> None:
        slots = self._slots(keys)
        left = np.arange(len(numbers))
        while len(left):
            at = slots[left]
            empty = self._numbers[at] == _NONE
            # Of several strings for one slot the last one written has it.
            self._numbers[at[empty]] = numbers[left[empty]]
            won = empty & (self._numbers[at] == numbers[left])
            for held, key in zip(self._keys, keys, strict=True):
                held[at[won]] = key[left[won]]
            left = left[~won]
            slots[left] = (slots[left] + 1) & self._mask

    def _slots(self, keys: Keys) -> NDArray[np.int64]:
        mixed = keys[0] * _MIX
        for key in keys[1:]:
            mixed ^= mixed >> np.uint64(29)
            mixed += key
            mixed *= _MIX
        mixed ^= mixed >> np.uint64(32)
        mixed *= _MIX
        mixed >>= self._shift
        return mixed.view(np.int64)
