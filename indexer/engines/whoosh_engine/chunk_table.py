"""Numbers of short byte strings, many at a time.

A hash table of arrays with open addressing: a look-up is some gathers for all strings at once.
"""

import numpy as np
from numpy.typing import NDArray

# Longer strings are not for this table.
MOST_BYTES = 16
_HALF = 8
# Odd numbers without a pattern in their bits.
_MIX_FIRST = np.uint64(0x9E3779B97F4A7C15)
_MIX_SECOND = np.uint64(0xC2B2AE3D27D4EB4F)
_NONE = -1
# By how many bytes count: the low bytes of a word of 8.
_LOW_BYTES = np.array([(1 << 8 * size) - 1 for size in range(_HALF + 1)], dtype=np.uint64)

Keys = tuple[NDArray[np.uint64], NDArray[np.uint64]]


def read_keys(buffer: NDArray[np.uint8], starts: NDArray[np.int64], sizes: NDArray[np.int64]) -> Keys:
    """The bytes of strings as two words of 8, filled up with zeros.

    Args: `sizes` up to MOST_BYTES; `buffer` goes on for MOST_BYTES after the last string.
    """
    words = np.ndarray((len(buffer) - _HALF + 1,), "<u8", buffer, strides=(1,))
    first = words[starts]
    first &= _LOW_BYTES[np.minimum(sizes, _HALF)]
    second = np.zeros(len(starts), dtype=np.uint64)
    longer = np.flatnonzero(sizes > _HALF)
    second[longer] = words[starts[longer] + _HALF] & _LOW_BYTES[sizes[longer] - _HALF]
    return first, second


class ChunkTable:
    """Grows with what is put in; at most half full."""

    def __init__(self, bits: int = 16) -> None:
        self._resize(bits)
        self._used = 0

    def _resize(self, bits: int) -> None:
        self._shift = np.uint64(64 - bits)
        self._mask = (1 << bits) - 1
        self._first = np.zeros(1 << bits, dtype=np.uint64)
        self._second = np.zeros(1 << bits, dtype=np.uint64)
        self._numbers = np.full(1 << bits, _NONE, dtype=np.int32)

    def find(self, keys: Keys) -> NDArray[np.int32]:
        """The number of each string, -1 where it has none."""
        first, second = keys
        slots = self._slots(keys)
        numbers = self._numbers[slots]
        other = (self._first[slots] != first) | (self._second[slots] != second)
        # Strings whose slot is another's: on to the next slots, to an empty one at last.
        left = np.flatnonzero(other & (numbers != _NONE))
        numbers[other] = _NONE
        at = slots[left]
        while len(left):
            at = (at + 1) & self._mask
            found = self._numbers[at]
            same = (self._first[at] == first[left]) & (self._second[at] == second[left])
            numbers[left[same]] = found[same]
            on = ~same & (found != _NONE)
            left, at = left[on], at[on]
        return numbers

    def put(self, keys: Keys, numbers: NDArray[np.int32]) -> None:
        """Number strings that have none yet, each once."""
        self._used += len(numbers)
        if 2 * self._used > len(self._numbers):
            old = np.flatnonzero(self._numbers != _NONE)
            held = (self._first[old], self._second[old]), self._numbers[old]
            self._resize((4 * self._used).bit_length())
            self._place(*held)
        self._place(keys, numbers)

    def _place(self, keys: Keys, numbers: NDArray[np.int32]) -> None:
        first, second = keys
        slots = self._slots(keys)
        left = np.arange(len(numbers))
        while len(left):
            at = slots[left]
            empty = self._numbers[at] == _NONE
            # Of several strings for one slot the last one written has it.
            self._numbers[at[empty]] = numbers[left[empty]]
            won = empty & (self._numbers[at] == numbers[left])
            self._first[at[won]] = first[left[won]]
            self._second[at[won]] = second[left[won]]
            left = left[~won]
            slots[left] = (slots[left] + 1) & self._mask

    def _slots(self, keys: Keys) -> NDArray[np.int64]:
        first, second = keys
        mixed = first * _MIX_FIRST
        mixed ^= second * _MIX_SECOND
        mixed ^= mixed >> np.uint64(29)
        mixed *= _MIX_SECOND
        mixed >>= self._shift
        return mixed.astype(np.int64)
