"""This project's engine, through its port, in the measured program.

Counts more than its peers do: days and years beside the months; gives months and years.
"""

from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.speed.collection import NewsDocument, Query
from benchmarks.speed.serving import Counts, Session, serve
from indexer.engine_port import EngineRequest, FacetFilter
from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.engines.whoosh_engine.writer import WhooshWriter
from indexer.query.syntax import And, DateRange, FieldIs, Fuzzy, Node, Not, Or, Phrase, Prefix, Term
from indexer.rebuild.finishing import Finisher, Steps
from indexer.rebuild.totals import CollectionTotals
from indexer.schema.collection import Collection
from indexer.schema.document import Document, RawPage

FACETS = ("actor", "published", "source")
MONTH_CHARACTERS = len("2024-03")


class Cuttings:
    """Documents as a rebuild without cleaning and linking makes them."""

    name = "ours"
    sample: int | None = None

    def version(self) -> str:
        """What it stands on; the commit of the program stands in the result."""
        return f"whoosh3 {version('whoosh3')}, numpy {version('numpy')}"

    def prepare(self, documents: list[NewsDocument]) -> list[Any]:
        """Finished documents with their bytes, and the facts of the collection at the end."""
        finisher = Finisher(Steps(clean=False, linker=None))
        totals = CollectionTotals({})
        prepared: list[Any] = []
        while documents:
            # From the end, so that no document is held twice.
            news = documents.pop()
            found = finisher.finish(_page(news))
            if not isinstance(found, Document):
                raise SystemExit(f"{news.id} cannot be used: {found.reason}")
            totals.add(found)
            prepared.append((found, news.line))
        prepared.reverse()
        return _Prepared(prepared, totals.collection("2000-01-01T00:00:00Z", (), (), ()))

    def build(self, folder: Path, prepared: list[Any]) -> None:
        """One generation's folder, without manifest."""
        assert isinstance(prepared, _Prepared)
        folder.mkdir(parents=True)
        writer = WhooshWriter(folder)
        for document, line in prepared:
            writer.add(document, line)
        writer.finish(prepared.collection)

    def open(self, folder: Path) -> Session:
        """The engine's reader."""
        return _Session(folder)


class _Prepared(list[Any]):
    """The documents, and the facts that stand beside them."""

    def __init__(self, documents: list[Any], collection: Collection) -> None:
        super().__init__(documents)
        self.collection = collection


class _Session:
    """Requests to an open reader."""

    def __init__(self, folder: Path) -> None:
        self._reader = WhooshReader(folder)

    def compile(self, query: Query) -> tuple[EngineRequest, EngineRequest]:
        """The request without and with facets."""
        node, filters = to_node(query), to_filters(query)
        return EngineRequest(node, filters), EngineRequest(node, filters, FACETS)

    def top(self, compiled: tuple[EngineRequest, EngineRequest]) -> tuple[list[str], int]:
        """The best 10 and the true total."""
        answer = self._reader.search(compiled[0])
        return [hit.id for hit in answer.hits], answer.total

    def faceted(self, compiled: tuple[EngineRequest, EngineRequest]) -> tuple[list[str], int, Counts]:
        """The same with all counts, from one call."""
        answer = self._reader.search(compiled[1])
        # Days are counted too, but like the peers only months (and years) are put into order.
        counts = {name: answer.facets[name].no_longer_than(MONTH_CHARACTERS) for name in FACETS}
        return [hit.id for hit in answer.hits], answer.total, counts


def to_node(query: Query) -> Node:
    """The text of a query, its words as they are written."""
    words = query.words
    terms = tuple(Term(word, word, exact=True) for word in words)
    match query.kind:
        case "and2":
            return And(terms)
        case "or3":
            return Or(terms)
        case "phrase":
            return Phrase(words, " ".join(words))
        case "prefix":
            return Prefix(words[0], f"{words[0]}*")
        case "fuzzy":
            return Fuzzy(words[0], f"{words[0]}~", distance=1)
        case "not":
            return And((terms[0], Not(terms[1])))
        case _:
            return terms[0]


def to_filters(query: Query) -> tuple[FacetFilter, ...]:
    """The date range or the actor of a query."""
    if query.kind == "date":
        first, last = (date.fromisoformat(str(day)).toordinal() for day in (query.first, query.last))
        span = DateRange("published", first, last, f"{query.first}..{query.last}")
        return (FacetFilter("published", span, narrows_itself=True),)
    if query.kind == "actor":
        return (FacetFilter("actor", FieldIs("actor", query.actor), narrows_itself=True),)
    return ()


def _page(news: NewsDocument) -> RawPage:
    """A line of the collection as the reader of JSON lines gives it."""
    return RawPage(
        id=news.id,
        source_file="collection.jsonl",
        kind="text",
        text=news.text,
        raw=news.line,
        sha256="",
        title=news.title,
        outlet=news.source,
        published=news.published,
        actors=news.actors,
    )


if __name__ == "__main__":
    serve(Cuttings())
