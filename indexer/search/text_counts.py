"""How many documents texts find, as searches for each of them would count them.

Reads texts as a search does; counts many of them in one go, and leaves out what would take long.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from indexer.engine_port import EngineRequest, IndexReader
from indexer.errors import QueryRefused
from indexer.query import syntax
from indexer.query.request import SearchRequest
from indexer.said import say
from indexer.search.filters import read_filters
from indexer.search.limits import web_limits
from indexer.search.reading import Reading, RequestReader
from indexer.settings import Settings

# Documents whose positions are looked at for one typed text, in all phrases together: some
# milliseconds. Two stop words stand together in most documents.
MOST_COMPARED = 20_000
# What a pattern costs, as so many documents.
_PATTERN = 2000


@dataclass(frozen=True, slots=True)
class Counted:
    """A text as it was read in the end, and the number of documents that it finds."""

    reading: Reading
    total: int


class TextCounts:
    """Counts texts with the filters of one request, until its deadline."""

    def __init__(
        self,
        reader: IndexReader,
        requests: RequestReader,
        settings: Settings,
        asked: SearchRequest,
        deadline: float | None,
    ) -> None:
        self._reader = reader
        self._requests = requests
        self._limits = web_limits(settings)
        self._asked = asked
        self._left = MOST_COMPARED
        self._known: set[syntax.Node] = set()
        filters, _ = read_filters(asked, requests.families)
        self._among = EngineRequest(
            syntax.All(), filters, limit=0, deadline=deadline, max_expansions=settings.query_expansions
        )

    def among(self, text: str = "", facets: tuple[str, ...] = ()) -> EngineRequest:
        """A request for the documents that hold all of a text; a text that says nothing finds all.

        Raises QueryRefused for a text that takes long.
        """
        query = self._requests.read(replace(self._asked, text=text, match="all"), self._limits).query
        if isinstance(query, syntax.Nothing):
            query = syntax.All()
        if not self._affords(query):
            raise QueryRefused(say("The phrases of this text stand for too many documents."))
        return replace(self._among, query=query, facets=facets)

    def find(self, texts: Sequence[str], *, loosely: bool = False) -> list[Counted | None]:
        """Each text with what it finds; None where no document has all words, or it takes long.

        `loosely`: a sentence is not None where a document has any of its words.
        """
        made = self._count([self._read(text) for text in texts])
        kept = [one if one and (one.total or (loosely and one.reading.sentence)) else None for one in made]
        # A search takes any of the words of a sentence.
        sentences = [one.reading if one and one.reading.may_loosen(one.total) else None for one in kept]
        wide = self._count([one and self._requests.loosen(one, self._limits) for one in sentences])
        return [other or one for one, other in zip(kept, wide, strict=True)]

    def _read(self, text: str) -> Reading | None:
        try:
            reading = self._requests.read(replace(self._asked, text=text), self._limits)
        except QueryRefused:
            return None
        return reading if self._affords(reading.query) else None

    def _count(self, readings: Sequence[Reading | None]) -> list[Counted | None]:
        known = [reading for reading in readings if reading]
        if not known:
            return [None] * len(readings)
        totals = iter(self._reader.count_each([reading.query for reading in known], self._among))
        return [Counted(reading, next(totals)) if reading else None for reading in readings]

    def _affords(self, query: syntax.Node) -> bool:
        """Whether a tree can be counted with what is left; if so it is paid for, each part once."""
        costs = {node: self._cost(node) for node in _costly(query) if node not in self._known}
        if sum(costs.values()) > self._left:
            return False
        self._left -= sum(costs.values())
        self._known.update(costs)
        return True

    def _cost(self, node: syntax.Node) -> int:
        """About how many documents' positions are looked at for a part."""
        match node:
            case syntax.Phrase(terms, _, _, _):
                return min(self._reader.term_statistics(term, exact=True) for term in terms)
            case syntax.Near(left, right, _):
                return self._cost(left) + self._cost(right)
            case syntax.Term(term, _, exact, _):
                return self._reader.term_statistics(term, exact=exact)
            case syntax.Name(_, _, literal):
                return self._cost(literal)
            case _:
                return _PATTERN


def _costly(node: syntax.Node) -> Iterator[syntax.Node]:
    """The parts of a tree that take more than a look at lists of documents."""
    if isinstance(node, syntax.Phrase | syntax.Near | syntax.Prefix | syntax.Wildcard | syntax.Fuzzy):
        yield node
        return
    for child in syntax.children(node):
        yield from _costly(child)
