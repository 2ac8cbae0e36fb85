"""United postings of the words that share a stem.

Reads the postings of the words as they stand on the disk, by stretches of stems.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.filters import FRENCH, STOP_WORDS, stem_in
from indexer.engines.whoosh_engine.arrays.array_files import ArrayFolderWriter
from indexer.engines.whoosh_engine.arrays.array_ranges import KEY_BITS, changes, starts_from, starts_of
from indexer.engines.whoosh_engine.arrays.postings import FREQUENCY_OVER, spread
from indexer.engines.whoosh_engine.building.posting_merge import MERGED_AT_ONCE


class StemWriter:
    """Stems of one field of words."""

    def __init__(self, out: ArrayFolderWriter, field: str, name: str, stems: "StemMemory") -> None:
        """`name`: what the arrays of the stems are called by."""
        self._out = out
        self._field = field
        self._name = name
        self._stems = stems

    def write(self, words: Sequence[str], starts: NDArray[np.int64]) -> None:
        """Write the stems of ascending words; the postings of the words are closed files."""
        numbers, forms, form_starts = _group(words, self._stems)
        field = self._name
        self._out.write_words(f"{field}_stems", f"{field}_stem_ends", numbers)
        self._out.write(f"{field}_form_ptr", form_starts, "<u4")
        self._out.write(f"{field}_forms", forms)
        sizes = np.diff(starts)[forms]
        several = np.repeat(np.diff(form_starts) > 1, np.diff(form_starts))
        counts = np.zeros(len(numbers), dtype=np.int64)
        documents = self._out.stream(f"{field}_stem_docs", "<i4")
        frequencies = self._out.escaped(f"{field}_stem_tf", "|u1")
        united = np.flatnonzero(several)
        owners = np.repeat(np.arange(len(numbers)), np.diff(form_starts))[united]
        postings = _Postings(self._out, self._field)
        for first, last in _stretches(owners, sizes[united]):
            own = forms[united[first:last]]
            keys, added = postings.unite(starts[own], sizes[united[first:last]], owners[first:last])
            counts += np.bincount(keys >> 32, minlength=len(counts))
            documents.append(keys & 0xFFFFFFFF)
            frequencies.append(added)
        self._out.write(f"{field}_stem_ptr", starts_from(counts))


class StemMemory(dict[str, str | None]):
    """The stem of each word in one language, None for a stop word, worked out once."""

    def __init__(self, language: str | None = None) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, word: str) -> str | None:
        found = self[word] = None if word in STOP_WORDS else stem_in(self._language, word)
        return found


class StemMemories:
    """The stems of a segment's words in English, and in French where a document is in French."""

    def __init__(self, *, french: bool) -> None:
        self.english = StemMemory()
        self.french = StemMemory(FRENCH) if french else None

    def write(
        self, out: ArrayFolderWriter, field: str, words: Sequence[str], starts: NDArray[np.int64]
    ) -> None:
        """Write the stems of ascending words; the postings of the words are closed files."""
        StemWriter(out, field, field, self.english).write(words, starts)
        name = f"{field}_french"
        if self.french is None:
            StemWriter(out, field, name, StemMemory()).write((), starts[:1])
        else:
            StemWriter(out, field, name, self.french).write(words, starts)


def _group(words: Sequence[str], stems: StemMemory) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
    """Stems, ascending; the numbers of their words, by stem; and where each stem's words start."""
    own = [stems[word] for word in words]
    found = sorted({one for one in own if one is not None})
    number_of = {one: number for number, one in enumerate(found)}
    numbers = np.fromiter((-1 if one is None else number_of[one] for one in own), np.int64, len(own))
    order = np.argsort(numbers, kind="stable")[np.count_nonzero(numbers < 0) :]
    return found, order, starts_of(numbers[order], len(found))


def _stretches(owners: NDArray[np.int64], sizes: NDArray[np.int64]) -> list[tuple[int, int]]:
    """Ranges of forms of about `MERGED_AT_ONCE` postings that never cut a stem's forms apart."""
    ends = np.cumsum(sizes)
    begins = changes(owners)
    found = []
    first = 0
    while first < len(owners):
        before = int(ends[first - 1]) if first else 0
        reached = int(np.searchsorted(ends, before + MERGED_AT_ONCE, side="right"))
        last = len(owners)
        if reached < len(owners):
            # Back to the beginning of the stem that was reached, or past it where it is alone.
            at = int(np.searchsorted(begins, reached, side="right")) - 1
            last = int(begins[at])
            if last <= first:
                last = int(begins[at + 1]) if at + 1 < len(begins) else len(owners)
        found.append((first, last))
        first = last
    return found


class _Postings:
    """The postings of all words of a field, read from their files."""

    def __init__(self, out: ArrayFolderWriter, field: str) -> None:
        self._documents = out.read(f"{field}_docs")
        self._frequencies = out.read(f"{field}_tf")
        self._over_at = out.read(f"{field}_tf_over_at")
        self._over = out.read(f"{field}_tf_over")

    def unite(
        self, starts: NDArray[np.int64], sizes: NDArray[np.int64], owners: NDArray[np.int64]
    ) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Owner << 32 | document of each united posting, ascending, and the frequencies added up."""
        at = spread(starts, sizes)
        frequencies = self._frequencies[at].astype(np.int64)
        over = np.flatnonzero(frequencies == FREQUENCY_OVER)
        frequencies[over] = self._over[np.searchsorted(self._over_at, at[over])]
        bits = int(frequencies.max(initial=0)).bit_length()
        keys = np.repeat((owners - owners[0]) << 32, sizes)
        keys |= self._documents[at]
        if int(keys.max(initial=0)).bit_length() + bits > KEY_BITS:
            order = np.argsort(keys, kind="stable")
            keys, frequencies = keys[order], frequencies[order]
        else:
            # Stem, document and frequency as one number: a plain sort takes a third of the time.
            keys <<= bits
            keys |= frequencies
            keys.sort()
            np.bitwise_and(keys, (1 << bits) - 1, out=frequencies)
            keys >>= bits
        firsts = changes(keys)
        return keys[firsts] + (owners[0] << 32), np.add.reduceat(frequencies, firsts)
