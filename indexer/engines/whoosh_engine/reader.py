"""Answers from one generation: Whoosh finds and scores, numpy counts.

One reader serves many threads; each search opens a Whoosh searcher of its own, because a shared
one gives false corruption errors.
"""

import json
from pathlib import Path
from typing import Self

import numpy as np
from numpy.typing import NDArray
from whoosh.index import open_dir

from indexer.engine_port import EngineAnswer, EngineHit, EngineRequest
from indexer.engines.whoosh_engine import whoosh_schema as names
from indexer.engines.whoosh_engine.columns import Columns
from indexer.engines.whoosh_engine.scoring import Bm25
from indexer.engines.whoosh_engine.store import BlobReader, unpack_document
from indexer.engines.whoosh_engine.translate import Translator
from indexer.engines.whoosh_engine.writer import COLLECTION_FILE, INDEX_NAME
from indexer.schema.collection import Collection
from indexer.schema.document import Document
from indexer.schema.json_values import from_json

# Sums of scores differ in the last digits by the order of their parts, between engines and
# between two queries of one meaning; ranks must not.
SCORE_DIGITS = 9


class WhooshReader:
    """Reads a folder whose files were verified before: opening an index unpickles."""

    def __init__(self, folder: Path) -> None:
        self._index = open_dir(str(folder), indexname=INDEX_NAME, readonly=True)
        self._columns = Columns(folder)
        self._model = Bm25(self._columns.lengths)
        self._documents = BlobReader(folder, "documents")
        self._originals = BlobReader(folder, "originals")
        facts = json.loads((folder / COLLECTION_FILE).read_text(encoding="ascii"))
        self._collection = from_json(Collection, facts)

    @property
    def collection(self) -> Collection:
        """The facts of this generation."""
        return self._collection

    @property
    def document_count(self) -> int:
        """How many documents it holds."""
        return len(self._columns.ids)

    def document_ids(self) -> tuple[str, ...]:
        """All ids, ascending."""
        return tuple(sorted(self._columns.ids))

    def document(self, document_id: str) -> Document | None:
        """The document of this id, or None."""
        number = self._columns.numbers.get(document_id)
        return None if number is None else unpack_document(self._documents.block(number))

    def original(self, document_id: str) -> bytes | None:
        """The bytes of the document as delivered, or None."""
        number = self._columns.numbers.get(document_id)
        return None if number is None else self._originals.block(number)

    def term_statistics(self, term: str, *, exact: bool) -> int:
        """In how many documents a stem, or a folded word where `exact`, occurs in the text."""
        with self._index.searcher(weighting=self._model) as searcher:
            name = names.EXACT if exact else names.TEXT
            return int(searcher.reader().doc_frequency(name, term))

    def search(self, request: EngineRequest) -> EngineAnswer:
        """Answer one request. Raises EngineTimedOut and QueryRefused."""
        with self._index.searcher(weighting=self._model) as searcher:
            translator = Translator(
                searcher,
                self._columns,
                deadline=request.deadline,
                max_expansions=request.max_expansions,
            )
            ids, scores = translator.matches(request.query)
            masks = [
                (part.facet, part.narrows_itself, self._mask(translator.matches(part.node)[0]))
                for part in request.filters
            ]
            translator.check_deadline()
            expanded = translator.lexicon.expanded
        base = self._mask(ids)
        kept = np.logical_and.reduce([base, *(mask for _, _, mask in masks)])
        facets = {}
        for facet in request.facets:
            others = [mask for name, itself, mask in masks if name != facet or itself]
            column = self._columns.facets[facet]
            facets[facet] = column.count_values(np.logical_and.reduce([base, *others]))
        chosen = kept[ids]
        ranked = self._rank(ids[chosen], scores[chosen], request.sort)
        page = ranked[request.start : request.start + request.limit]
        by_id = dict(zip(ids.tolist(), scores.tolist(), strict=True))
        hits = tuple(EngineHit(self._columns.ids[n], by_id[n]) for n in page.tolist())
        return EngineAnswer(int(chosen.sum()), hits, facets, expanded)

    def _mask(self, ids: NDArray[np.int64]) -> NDArray[np.bool_]:
        mask = np.zeros(len(self._columns.ids), dtype=bool)
        mask[ids] = True
        return mask

    def _rank(self, ids: NDArray[np.int64], scores: NDArray[np.float64], sort: str) -> NDArray[np.int64]:
        if sort != "relevance":
            return self._columns.order_by_date(ids, newest=sort == "newest")
        rounded = np.round(scores, SCORE_DIGITS)
        return ids[np.lexsort((self._columns.rank[ids], -rounded))]

    def close(self) -> None:
        """Let go of all files."""
        self._documents.close()
        self._originals.close()
        self._index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
