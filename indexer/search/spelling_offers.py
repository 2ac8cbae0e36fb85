"""Which mended query is worth an offer: one that was run and found more.

Never takes longer than a part of a search may, and never fails one.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from indexer.engine_port import IndexReader
from indexer.errors import EngineTimedOut, QueryRefused
from indexer.query.guard import Limits, check_text
from indexer.query.request import SearchRequest, Suggestion
from indexer.query.syntax import And, AndMaybe, Boosted, Node, Nothing, Or, Term, positive_leaves
from indexer.search.reading import Reading, RequestReader
from indexer.search.spelling import RARE, Speller

# What an answer may wait for its offer, in seconds.
MOST_SECONDS = 0.5

Count = Callable[[Reading, float | None], int]


class _Totals(NamedTuple):
    """Documents found with the words joined as they were asked for, and if none, with any of them.

    Greater is more of the first; 0 of it for a sentence, which is never asked for all of its words.
    """

    all_words: int
    any_word: int


class SpellingOffers:
    """Offers for the queries of one generation; `count` runs a reading and gives its total."""

    def __init__(self, reader: IndexReader, requests: RequestReader, count: Count) -> None:
        self._reader = reader
        self._requests = requests
        self._count = count
        self._speller = Speller(reader, requests.names)

    def for_answer(
        self, reading: Reading, total: int, limits: Limits, deadline: float | None
    ) -> tuple[Suggestion | None, bool]:
        """What to offer beside an answer that has `total` documents, and whether there was time to look.

        Nothing for most, at no cost: only a query that found next to nothing, or has a word that finds
        nothing, is looked at, and none without a deadline: nobody reads what a batch might have meant.
        """
        if deadline is None:
            return None, True
        # What was loosened found nothing before, unless it is a sentence, which always is.
        found = 0 if reading.loosened and not reading.sentence else total
        if not reading.request.text or (found > RARE and not self._has_unknown(reading.query)):
            return None, True
        soon = min(time.monotonic() + MOST_SECONDS, deadline)
        try:
            offered = self._mend(reading.request, limits, soon, found)
        except EngineTimedOut:
            return None, False
        return offered[0] if offered and offered[1] else None, True

    def suggest(
        self, request: SearchRequest, limits: Limits, deadline: float | None = None
    ) -> Suggestion | None:
        """A better spelling of a query, or None.

        The words count as they are written: also where a stem led from one that stands in no document
        to others, and for words that are not searched on their own.
        """
        try:
            offered = self._mend(request, limits, deadline)
        except EngineTimedOut:
            return None
        return offered and offered[0]

    def _has_unknown(self, node: Node) -> bool:
        """Whether a word finds nothing in a query that finds something: one of several that may match."""
        match node:
            case Or(parts):
                leaves = (leaf for part in parts for leaf in positive_leaves(part))
                words = (leaf for leaf in leaves if isinstance(leaf, Term))
                count = self._reader.term_statistics
                return not all(count(w.term, exact=w.exact, french=w.french) for w in words)
            case And(parts):
                return any(map(self._has_unknown, parts))
            case Boosted(child, _) | AndMaybe(child, _):
                return self._has_unknown(child)
            case _:
                return False

    def _mend(
        self, request: SearchRequest, limits: Limits, deadline: float | None, found: int | None = None
    ) -> tuple[Suggestion, bool] | None:
        """The mended query where it finds more as it is written, and whether also as it is read.

        `found`: how many documents the query finds as its words are joined, where that is known.
        Raises EngineTimedOut.
        """
        asked = replace(request, page=1, per=0, facets=())
        before = cache(lambda: self._totals(asked, limits, deadline))
        try:
            text = check_text(request.text, limits)
            mended = self._speller.mend(
                text, lambda: before().all_words if found is None else found, deadline
            )
            if mended is None:
                return None
            other = replace(asked, text=mended.text)
            after = self._totals(other, limits, deadline)
            total = after.all_words or self._any_total(other, limits, deadline)
            if mended.known and not after.all_words:
                return None
            # Stop words alone find nothing in either spelling.
            searched = total or self._requests.read(other, limits).query == Nothing()
            more = after > before()
        except QueryRefused:
            return None
        as_written = searched and not mended.known and not mended.forms
        return (Suggestion(mended.text, total), more) if more or as_written else None

    def _totals(self, request: SearchRequest, limits: Limits, deadline: float | None) -> _Totals:
        """What a request finds. Of any of its words each counts by itself: a name made of some finds less."""
        reading = self._requests.read(request, limits)
        first = 0 if reading.may_loosen(1) else self._count(reading, deadline)
        if first or not reading.may_loosen(0):
            return _Totals(first, 0)
        apart = self._requests.read(replace(request, spelling="exact", match="any"), limits)
        return _Totals(0, self._count(apart, deadline))

    def _any_total(self, request: SearchRequest, limits: Limits, deadline: float | None) -> int:
        """What the desk finds with any of the words, where none has all."""
        reading = self._requests.read(request, limits)
        return self._count(self._requests.loosen(reading, limits), deadline) if reading.may_loosen(0) else 0
