"""Which documents hold a word, how often and where: the lists of one field.

Only slices of the stored arrays and what is worked out from them; knows no query and no score.
"""

from bisect import bisect_left
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.arrays.array_folder import ArrayFolder, Ints
from indexer.engines.whoosh_engine.arrays.term_dictionary import TermDictionary

# A frequency or position that does not fit its narrow array stands in a list beside it.
FREQUENCY_OVER = 0xFF
POSITION_OVER = 0xFFFF
# Where the positions of so many postings start is stored; between, frequencies are added up.
POSITION_SKIP = 64
# Fewer words are looked up one by one.
_MANY_WORDS = 16


@dataclass(frozen=True, slots=True)
class PostingList:
    """The postings of one term: `documents` int32, ascending, unique; `frequencies` aligned to it."""

    documents: Ints
    frequencies: Ints


_NO_WORDS: NDArray[np.int64] = np.empty(0, dtype=np.int64)
NO_POSTINGS = PostingList(np.empty(0, dtype=np.int32), np.empty(0, dtype=np.uint8))


class NarrowArray:
    """Small integers with a list beside it of those that are too great."""

    def __init__(self, arrays: ArrayFolder, name: str, over: int) -> None:
        self._values = arrays[name]
        self._numbers = self._values.data
        self._at = arrays[f"{name}_over_at"]
        self._over = arrays[f"{name}_over"]
        self._mark = over

    def between(self, first: int, last: int) -> Ints:
        """The values of a range."""
        found = self._values[first:last]
        if len(self._at):
            low, high = np.searchsorted(self._at, (first, last)).tolist()
            if high > low:
                found = found.astype(np.int64)
                found[self._at[low:high] - first] = self._over[low:high]
        return found

    def few(self, first: int, last: int) -> list[int]:
        """The values of a short range, as single numbers: a tenth of what arrays cost for some."""
        found: list[int] = self._numbers[first:last].tolist()
        if self._mark in found:
            over, base = self._at.data, bisect_left(self._at.data, first)
            for n in range(base, bisect_left(over, last)):
                found[over[n] - first] = int(self._over[n])
        return found

    def at(self, places: NDArray[np.int64]) -> NDArray[np.int64]:
        """The values of single places."""
        found = self._values[places].astype(np.int64)
        if len(self._at):
            over = np.flatnonzero(found == self._mark)
            if len(over):
                found[over] = self._over[np.searchsorted(self._at, places[over])]
        return found


class DocumentLists:
    """The documents of numbered values: list n is `documents[starts[n]:starts[n + 1]]`."""

    def __init__(self, arrays: ArrayFolder, name: str) -> None:
        self._starts = arrays[f"{name}_ptr"].data
        self._documents = arrays[f"{name}_docs"]

    def size(self, number: int) -> int:
        """How many documents a value has."""
        return int(self._starts[number + 1] - self._starts[number])

    def documents(self, first: int, last: int | None = None) -> Ints:
        """The documents of a value, or with repeats those of consecutive ones to before `last`."""
        return self._documents[self._starts[first] : self._starts[first + 1 if last is None else last]]

    def sizes(self, first: int, last: int) -> NDArray[np.int64]:
        """How many documents each of consecutive values has, from `first` to before `last`."""
        return np.diff(np.asarray(self._starts[first : last + 1]))


class PostingLists(DocumentLists):
    """Lists of documents with a frequency in each."""

    def __init__(self, arrays: ArrayFolder, name: str) -> None:
        super().__init__(arrays, name)
        self._frequencies = NarrowArray(arrays, f"{name}_tf", FREQUENCY_OVER)

    def find(self, number: int, document: int) -> int:
        """The place of a posting among those of all terms, -1 where there is none. Cost: a bisection."""
        # numpy would copy the whole list to compare it with a number of another type.
        documents, end = self._documents.data, self._starts[number + 1]
        at = bisect_left(documents, document, self._starts[number], end)
        return at if at < end and documents[at] == document else -1

    def frequencies(self, first: int, last: int) -> list[int]:
        """The frequencies of some postings by their places among those of all terms."""
        return self._frequencies.few(first, last)

    def postings(self, number: int, end: int | None = None) -> PostingList:
        """The list of a term, or those of consecutive ones to before `end`, one after another."""
        first, last = self._starts[number], self._starts[number + 1 if end is None else end]
        return PostingList(self._documents[first:last], self._frequencies.between(first, last))


@dataclass(frozen=True, slots=True)
class Occurrences:
    """Positions of something in documents: `documents` int64, ascending, with repeats.

    `first` and `last` are int64 positions, equal for a single word.
    """

    documents: NDArray[np.int64]
    first: NDArray[np.int64]
    last: NDArray[np.int64]


class StemTable:
    """The stems of one language over the words of a field."""

    def __init__(self, arrays: ArrayFolder, name: str, words: PostingLists) -> None:
        self.terms = TermDictionary(arrays[f"{name}_stems"], arrays[f"{name}_stem_ends"])
        self._lists = PostingLists(arrays, f"{name}_stem")
        self._words = words
        self._form_starts = arrays[f"{name}_form_ptr"].data
        self._forms = arrays[f"{name}_forms"]

    def forms(self, stem: str) -> NDArray[np.int64]:
        """Numbers of the words that a stem stands for."""
        number = self.terms.find(stem)
        if number < 0:
            return _NO_WORDS
        return self._forms[self._form_starts[number] : self._form_starts[number + 1]].astype(np.int64)

    def postings(self, stem: str) -> PostingList:
        """The postings of a stem."""
        number = self.terms.find(stem)
        return self.postings_of(number) if number >= 0 else NO_POSTINGS

    def postings_of(self, number: int) -> PostingList:
        """The postings of a stem; those of its word, where it stands for one alone."""
        first, last = self._form_starts[number], self._form_starts[number + 1]
        if last - first == 1:
            return self._words.postings(int(self._forms[first]))
        return self._lists.postings(number)


class WordField:
    """One field of words: each folded word with its positions, and the stems over them."""

    def __init__(self, arrays: ArrayFolder, name: str) -> None:
        self.words = TermDictionary(
            arrays[f"{name}_words"], arrays[f"{name}_word_ends"], arrays[f"{name}_word_chars"]
        )
        self.word_lists = PostingLists(arrays, name)
        self.stems = StemTable(arrays, name, self.word_lists)
        self.french_stems = StemTable(arrays, f"{name}_french", self.word_lists)
        self._position_starts = arrays[f"{name}_pos_ptr"].data
        self._position_skips = arrays[f"{name}_pos_skip"].data
        self._positions = NarrowArray(arrays, f"{name}_pos", POSITION_OVER)

    def word(self, word: str) -> NDArray[np.int64]:
        """The number of a word, as an array; empty where it is not there."""
        number = self.words.find(word)
        return np.array([number], dtype=np.int64) if number >= 0 else _NO_WORDS

    def word_postings(self, word: str) -> PostingList:
        """The postings of a word."""
        number = self.words.find(word)
        return self.word_lists.postings(number) if number >= 0 else NO_POSTINGS

    def positions(self, number: int) -> Occurrences:
        """Where a word stands, in all documents that hold it."""
        postings = self.word_lists.postings(number)
        first, last = self._position_starts[number], self._position_starts[number + 1]
        found = self._positions.between(first, last).astype(np.int64)
        documents = np.repeat(postings.documents.astype(np.int64), postings.frequencies)
        return Occurrences(documents, found, found)

    def positions_at(self, number: int, places: Ints) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """How often a word stands in the documents at some places of its list, and where there."""
        frequencies = self.word_lists.postings(number).frequencies.astype(np.int64)
        ends = np.cumsum(frequencies)
        counts = frequencies[places]
        starts = (ends - frequencies)[places] + self._position_starts[number]
        return counts, self._positions.at(spread(starts, counts))

    def numbers_in(self, numbers: NDArray[np.int64], document: int) -> list[int]:
        """Which of some words (ascending numbers) a document may hold.

        Cost: for many words that follow one another, as those of a prefix do, one pass over their lists.
        """
        if len(numbers) < _MANY_WORDS or int(numbers[-1]) - int(numbers[0]) >= len(numbers):
            known: list[int] = numbers.tolist()
            return known
        first = int(numbers[0])
        at = np.flatnonzero(self.word_lists.documents(first, int(numbers[-1]) + 1) == document)
        ends = np.cumsum(self.word_lists.sizes(first, int(numbers[-1]) + 1))
        return [first + int(n) for n in np.searchsorted(ends, at, side="right")]

    def positions_in(self, number: int, document: int) -> list[int]:
        """Where a word stands in one document, ascending. Cost: a bisection."""
        at = self.word_lists.find(number, document)
        if at < 0:
            return []
        skipped, before = divmod(at, POSITION_SKIP)
        *others, own = self.word_lists.frequencies(at - before, at + 1)
        start = self._position_skips[skipped] + sum(others)
        return self._positions.few(start, start + own)


def find_in(documents: Ints, within: Ints) -> NDArray[np.int64]:
    """Where those of `within` stand in `documents`; both ascending and unique.

    >>> find_in(np.array([2, 5, 9]), np.array([1, 5, 9, 12])).tolist()
    [1, 2]
    """
    if not len(documents):
        return np.empty(0, dtype=np.int64)
    at = np.searchsorted(documents, within)
    at[at == len(documents)] = 0
    found: NDArray[np.int64] = at[documents[at] == within]
    return found


def spread(starts: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """The numbers of ranges one after another: `counts[i]` of them from `starts[i]` on.

    >>> spread(np.array([7, 3]), np.array([2, 3])).tolist()
    [7, 8, 3, 4, 5]
    """
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    return np.repeat(starts - (ends - counts), counts) + np.arange(total)


class MentionField:
    """One field of entities: the documents of each value, and the mentions in their texts."""

    def __init__(self, arrays: ArrayFolder, name: str) -> None:
        self._position_starts = arrays[f"{name}_pos_ptr"].data
        self._first = arrays[f"{name}_first"]
        self._last = arrays[f"{name}_last"]
        self.lists = PostingLists(arrays, name)

    def places(self, number: int) -> Occurrences:
        """First and last positions of all mentions of a value."""
        return self._places(number, number + 1)

    def all_places(self) -> tuple[NDArray[np.int64], Occurrences]:
        """The mentions of all values: the number of each one's value, and where it stands."""
        size = len(self._position_starts) - 1
        counts = np.diff(np.asarray(self._position_starts)).astype(np.int64)
        return np.repeat(np.arange(size), counts), self._places(0, size)

    def _places(self, number: int, end: int) -> Occurrences:
        postings = self.lists.postings(number, end)
        first, last = self._position_starts[number], self._position_starts[end]
        return Occurrences(
            np.repeat(postings.documents.astype(np.int64), postings.frequencies),
            self._first[first:last].astype(np.int64),
            self._last[first:last].astype(np.int64),
        )
