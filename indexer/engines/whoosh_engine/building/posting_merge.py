"""Merges postings of runs or segments, term by term, into the arrays of one segment.

Sources hold ascending stretches of documents, so that the postings of a later source only
follow. Goes by stretches of the united terms: held are `MERGED_AT_ONCE` postings and places, or
those of one term where it has more, and a few numbers a term of each source.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.arrays.array_files import ArrayStream, EscapedStream
from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.array_ranges import sizes_of, starts_from
from indexer.engines.whoosh_engine.arrays.postings import spread

# Postings and places that are held at once, and terms.
MERGED_AT_ONCE = 400_000
# At least so many of each source, or the calls cost more than the work.
_OF_EACH = 8_000


class PostingSource(Protocol):
    """Postings of ascending terms, see `posting_runs.PostingRun`."""

    @property
    def vocabulary(self) -> Collection[str]:
        """Words by number."""

    @property
    def terms(self) -> NDArray[np.int32]:
        """The numbers of the terms."""

    @property
    def starts(self) -> Ints:
        """Where the postings of each term start, and where the last end."""

    @property
    def place_starts(self) -> Ints:
        """Where the places of each term start, and where the last end."""

    def documents(self, first: int, last: int) -> Ints:
        """The documents of some postings, numbered as they shall be; -1 for what is dropped."""

    def frequencies(self, first: int, last: int) -> Ints:
        """The frequencies of some postings."""

    def places(self, column: int, first: int, last: int) -> Ints:
        """A stretch of one column of places."""


@dataclass(frozen=True, slots=True)
class PostingStreams:
    """Where merged postings go."""

    documents: ArrayStream
    frequencies: EscapedStream
    places: Sequence[ArrayStream | EscapedStream]

    def close(self) -> None:
        """Put all on the disk, so that it can be read."""
        for stream in (self.documents, self.frequencies, *self.places):
            stream.close()


@dataclass(frozen=True, slots=True)
class Merged:
    """The united terms with where their postings and places start."""

    terms: list[str]
    starts: NDArray[np.int64]
    place_starts: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Part:
    """What one source has of a stretch of terms; `terms` by number in the stretch."""

    terms: NDArray[np.int64]
    counts: NDArray[np.int64]
    place_counts: NDArray[np.int64]
    documents: Ints
    frequencies: Ints
    places: Sequence[Ints]


def merge_postings(sources: Sequence[PostingSource], streams: PostingStreams) -> Merged:
    """Write the postings of all sources; terms without any posting are left out."""
    terms, numbers = unite_terms([(source.vocabulary, source.terms) for source in sources])
    weights = np.ones(len(terms), dtype=np.int64)
    for source, own in zip(sources, numbers, strict=True):
        weights[own] += sizes_of(source.starts) + sizes_of(source.place_starts)
    counts = np.zeros(len(terms), dtype=np.int64)
    place_counts = np.zeros(len(terms), dtype=np.int64)
    for first, last in _stretches(weights, max(MERGED_AT_ONCE, _OF_EACH * len(sources))):
        parts = [
            _read_part(source, own, (first, last), len(streams.places))
            for source, own in zip(sources, numbers, strict=True)
        ]
        _write_stretch([part for part in parts if len(part.documents)], last - first, streams)
        for part in parts:
            counts[first + part.terms] += part.counts
            place_counts[first + part.terms] += part.place_counts
    kept = np.flatnonzero(counts)
    if len(kept) < len(terms):
        terms = [terms[at] for at in kept.tolist()]
    return Merged(terms, starts_from(counts[kept]), starts_from(place_counts[kept]))


def unite_terms(
    sources: Sequence[tuple[Collection[str], NDArray[np.int32]]],
) -> tuple[list[str], list[NDArray[np.int64]]]:
    """All words, ascending, and for each source the places of its own.

    Args: `sources`: words, often the same ones, and the numbers of those that are meant.

    >>> own, others = ["c", "a"], ["b", "c"]
    >>> words, places = unite_terms([(own, np.array([1, 0])), (others, np.array([0, 1]))])
    >>> words, [p.tolist() for p in places]
    (['a', 'b', 'c'], [[0, 2], [1, 2]])
    """
    vocabularies = {id(vocabulary): vocabulary for vocabulary, _ in sources}
    united = sorted(set().union(*vocabularies.values()))
    place_of = {word: place for place, word in enumerate(united)}
    places = {
        key: np.fromiter(map(place_of.__getitem__, vocabulary), np.int64, len(vocabulary))
        for key, vocabulary in vocabularies.items()
    }
    return united, [places[id(vocabulary)][terms] for vocabulary, terms in sources]


def _stretches(weights: NDArray[np.int64], most: int) -> list[tuple[int, int]]:
    """Ranges of terms of about `most`, at least one term each."""
    ends = np.cumsum(weights)
    found = []
    first = 0
    while first < len(weights):
        before = int(ends[first - 1]) if first else 0
        last = max(first + 1, int(np.searchsorted(ends, before + most, side="right")))
        found.append((first, last))
        first = last
    return found


def _read_part(
    source: PostingSource, numbers: NDArray[np.int64], stretch: tuple[int, int], columns: int
) -> _Part:
    low, high = np.searchsorted(numbers, stretch).tolist()
    first, last = source.starts[[low, high]].tolist()
    place_first, place_last = source.place_starts[[low, high]].tolist()
    documents = source.documents(first, last)
    frequencies = source.frequencies(first, last)
    places = [source.places(column, place_first, place_last) for column in range(columns)]
    counts = sizes_of(source.starts[low : high + 1])
    place_counts = sizes_of(source.place_starts[low : high + 1])
    living = documents >= 0
    if not living.all():
        owners = np.repeat(np.arange(high - low), counts)
        place_living = np.repeat(living, frequencies)
        place_owners = np.repeat(owners, frequencies)[place_living]
        documents, frequencies = documents[living], frequencies[living]
        places = [column[place_living] for column in places]
        counts = np.bincount(owners[living], minlength=high - low)
        place_counts = np.bincount(place_owners, minlength=high - low)
    return _Part(numbers[low:high] - stretch[0], counts, place_counts, documents, frequencies, places)


def _write_stretch(parts: Sequence[_Part], terms: int, streams: PostingStreams) -> None:
    """Put the postings of all sources together, by term and then by source."""
    at = _targets([(part.terms, part.counts) for part in parts], terms)
    streams.documents.append(_gather([part.documents for part in parts], at))
    streams.frequencies.append(_gather([part.frequencies for part in parts], at))
    at = _targets([(part.terms, part.place_counts) for part in parts], terms)
    for column, stream in enumerate(streams.places):
        stream.append(_gather([part.places[column] for part in parts], at))


def _targets(
    parts: Sequence[tuple[NDArray[np.int64], NDArray[np.int64]]], terms: int
) -> list[NDArray[np.int64]]:
    """Where the postings of each source go."""
    if len(parts) == 1:
        return [np.empty(0, dtype=np.int64)]
    totals = np.zeros(terms, dtype=np.int64)
    for own, counts in parts:
        totals[own] += counts
    fill = np.cumsum(totals) - totals
    found = []
    for own, counts in parts:
        found.append(spread(fill[own], counts))
        fill[own] += counts
    return found


def _gather(pieces: Sequence[Ints], at: Sequence[NDArray[np.int64]]) -> Ints:
    if len(pieces) == 1:
        return pieces[0]
    merged = np.empty(sum(map(len, pieces)), dtype=np.int32)
    for piece, own in zip(pieces, at, strict=True):
        merged[own] = piece
    return merged
