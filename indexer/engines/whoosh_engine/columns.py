"""Facet values and dates of all documents as numpy arrays on disk.

Plain .npy files and JSON vocabularies, memory-mapped on reading; nothing is ever unpickled.
"""

import json
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from indexer.analysis.document_terms import DocumentTerms
from indexer.engines.whoosh_engine.arrays import load_array
from indexer.query.facet_values import date_days, facet_values
from indexer.schema.document import Document
from indexer.schema.fields import FACETS

NO_DAY = -1
ENTITY_FIELDS = ("actor", "place")


class ColumnsWriter:
    """Collects the facet values of documents, in the order in which they are added."""

    def __init__(self) -> None:
        self._vocabulary: dict[str, dict[str, int]] = {facet: {} for facet in FACETS}
        self._values = {facet: array("i") for facet in FACETS}
        self._offsets = {facet: array("q", [0]) for facet in FACETS}
        self._published = array("i")
        self._mentioned = array("i")
        self._mentioned_offsets = array("q", [0])
        self._spans = {field: array("i") for field in ENTITY_FIELDS}
        self._span_offsets = {field: array("q", [0]) for field in ENTITY_FIELDS}
        self._lengths = array("i")
        self._ids: list[str] = []

    def add(self, document: Document, terms: DocumentTerms) -> None:
        """Take one document's values."""
        for facet in FACETS:
            vocabulary = self._vocabulary[facet]
            for value in facet_values(document, facet):
                self._values[facet].append(vocabulary.setdefault(value, len(vocabulary)))
            self._offsets[facet].append(len(self._values[facet]))
        days = date_days(document.published.value) if document.published else None
        self._published.extend(days or (NO_DAY, NO_DAY))
        for value in sorted({m.value for m in document.dates}):
            days = date_days(value)
            if days:
                self._mentioned.extend(days)
        self._mentioned_offsets.append(len(self._mentioned) // 2)
        for field, mentions in (("actor", terms.actors), ("place", terms.places)):
            for mention in mentions:
                number = self._vocabulary[field][mention.id]
                self._spans[field].extend((number, mention.position, mention.last))
            self._span_offsets[field].append(len(self._spans[field]) // 3)
        self._lengths.append(terms.length)
        self._ids.append(document.id)

    def write(self, folder: Path) -> None:
        """Write all columns into a folder."""
        for facet in FACETS:
            _save(folder / f"facet_{facet}_values.npy", self._values[facet], np.int32)
            _save(folder / f"facet_{facet}_offsets.npy", self._offsets[facet], np.int64)
            words = json.dumps(list(self._vocabulary[facet]), ensure_ascii=True)
            (folder / f"facet_{facet}.json").write_text(words, encoding="ascii")
        _save(folder / "published_days.npy", self._published, np.int32, 2)
        _save(folder / "mentioned_days.npy", self._mentioned, np.int32, 2)
        _save(folder / "mentioned_offsets.npy", self._mentioned_offsets, np.int64)
        for field in ENTITY_FIELDS:
            _save(folder / f"{field}_spans.npy", self._spans[field], np.int32, 3)
            _save(folder / f"{field}_span_offsets.npy", self._span_offsets[field], np.int64)
        _save(folder / "lengths.npy", self._lengths, np.int32)
        (folder / "ids.json").write_text(json.dumps(self._ids), encoding="ascii")


def _save(path: Path, values: "array[int]", kind: type[np.generic], width: int = 1) -> None:
    filled = np.array(values, dtype=kind)
    np.save(path, filled.reshape(-1, width) if width > 1 else filled, allow_pickle=False)


@dataclass(frozen=True, slots=True)
class FacetColumn:
    """One facet: document d has the values `values[offsets[d]:offsets[d + 1]]`."""

    vocabulary: tuple[str, ...]
    numbers: dict[str, int]
    values: NDArray[np.int64]
    offsets: NDArray[np.int64]

    def count_values(self, documents: NDArray[np.bool_]) -> tuple[tuple[str, int], ...]:
        """Counts over the documents of a mask: most frequent first, then by value."""
        chosen = np.repeat(documents, np.diff(self.offsets))
        counts = np.bincount(self.values[chosen], minlength=len(self.vocabulary))
        found = [(self.vocabulary[n], int(counts[n])) for n in np.flatnonzero(counts)]
        return tuple(sorted(found, key=lambda pair: (-pair[1], pair[0])))

    def documents_with(self, value: str) -> NDArray[np.int64]:
        """Documents that have a value, ascending."""
        number = self.numbers.get(value)
        if number is None:
            return np.empty(0, dtype=np.int64)
        places = np.flatnonzero(self.values == number)
        return np.searchsorted(self.offsets, places, side="right") - 1


class Columns:
    """All columns of a generation."""

    def __init__(self, folder: Path) -> None:
        self.facets = {facet: _read_facet(folder, facet) for facet in FACETS}
        self.published = load_array(folder / "published_days.npy", mapped=True)
        self.mentioned = load_array(folder / "mentioned_days.npy", mapped=True)
        self.mentioned_offsets = load_array(folder / "mentioned_offsets.npy", mapped=True)
        self.spans = {f: load_array(folder / f"{f}_spans.npy", mapped=True) for f in ENTITY_FIELDS}
        self.span_offsets = {
            f: load_array(folder / f"{f}_span_offsets.npy", mapped=True) for f in ENTITY_FIELDS
        }
        self.lengths: NDArray[np.int32] = load_array(folder / "lengths.npy", mapped=True).astype(np.int32)
        self.ids: tuple[str, ...] = tuple(json.loads((folder / "ids.json").read_text("ascii")))
        self.numbers = {id_: number for number, id_ in enumerate(self.ids)}
        order = np.array(sorted(range(len(self.ids)), key=self.ids.__getitem__), dtype=np.int64)
        self.rank = np.empty(len(self.ids), dtype=np.int64)
        self.rank[order] = np.arange(len(self.ids))

    def documents_within(self, field: str, first: int, last: int) -> NDArray[np.int64]:
        """Documents with a date of the field wholly within two days, ascending."""
        days = self.published if field == "published" else self.mentioned
        within = np.flatnonzero((days[:, 0] >= first) & (days[:, 1] <= last) & (days[:, 0] >= 0))
        if field == "published":
            return within
        return np.unique(np.searchsorted(self.mentioned_offsets, within, side="right") - 1)

    def mention_places(self, field: str, value: str) -> dict[int, list[tuple[int, int]]]:
        """First and last positions of all mentions of an actor or place, by document."""
        found: dict[int, list[tuple[int, int]]] = {}
        number = self.facets[field].numbers.get(value)
        if number is None:
            return found
        spans = self.spans[field]
        rows = np.flatnonzero(spans[:, 0] == number)
        documents = np.searchsorted(self.span_offsets[field], rows, side="right") - 1
        places = spans[rows, 1:]
        for document, (first, last) in zip(documents.tolist(), places.tolist(), strict=True):
            found.setdefault(document, []).append((first, last))
        return found

    def order_by_date(self, documents: NDArray[np.int64], *, newest: bool) -> NDArray[np.int64]:
        """Documents by the first day of their date, then id; the undated last."""
        days = self.published[documents, 0].astype(np.int64)
        key = np.where(days < 0, np.iinfo(np.int64).max, -days if newest else days)
        return documents[np.lexsort((self.rank[documents], key))]


def _read_facet(folder: Path, facet: str) -> FacetColumn:
    words: Sequence[str] = json.loads((folder / f"facet_{facet}.json").read_text("ascii"))
    return FacetColumn(
        tuple(words),
        {word: number for number, word in enumerate(words)},
        load_array(folder / f"facet_{facet}_values.npy", mapped=True),
        load_array(folder / f"facet_{facet}_offsets.npy", mapped=True),
    )
