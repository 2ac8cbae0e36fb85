"""tantivy, through its Python package. One writer thread, as all engines have."""

from importlib.metadata import version
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur

from benchmarks.speed.collection import NewsDocument, Query
from benchmarks.speed.serving import Counts, Session, serve

HEAP_BYTES = 200_000_000
FACETS = ("actor", "month", "source")
# More than any facet has values; tantivy's own bound on all buckets is 65,535.
MOST_VALUES = 60_000


def _schema() -> tantivy.Schema:
    """`body` without storing, `title` and `text` stored only: no text is indexed twice."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw", index_option="basic")
    builder.add_text_field("body", stored=False)
    builder.add_bytes_field("title", stored=True, indexed=False)
    builder.add_bytes_field("text", stored=True, indexed=False)
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_unsigned_field("published", indexed=True, fast=True)
    return builder.build()


class TantivyPeer:
    """Terms lower-cased and unstemmed, which is its default."""

    name = "tantivy"
    sample: int | None = None

    def version(self) -> str:
        """The release of the Python package."""
        return f"tantivy {version('tantivy')} (Python)"

    def prepare(self, documents: list[NewsDocument]) -> list[Any]:
        """The documents as they are."""
        return documents

    def build(self, folder: Path, prepared: list[Any]) -> None:
        """All documents, one commit, merges awaited."""
        folder.mkdir(parents=True)
        writer = tantivy.Index(_schema(), path=str(folder)).writer(HEAP_BYTES, 1)
        for news in prepared:
            document = tantivy.Document()
            document.add_text("id", news.id)
            document.add_text("body", news.body)
            document.add_bytes("title", news.title.encode())
            document.add_bytes("text", news.text.encode())
            for actor in news.actors:
                document.add_text("actor", actor)
            document.add_text("month", news.month)
            document.add_text("source", news.source)
            document.add_unsigned("published", news.day)
            writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()

    def open(self, folder: Path) -> Session:
        """A searcher on the newest commit."""
        return _Session(folder)


class _Session:
    """Searches and aggregations of one searcher."""

    def __init__(self, folder: Path) -> None:
        self._schema = _schema()
        self._searcher = tantivy.Index.open(str(folder)).searcher()
        self._counts = {name: {"terms": {"field": name, "size": MOST_VALUES}} for name in FACETS}
        for terms in self._counts.values():
            terms["terms"]["segment_size"] = MOST_VALUES

    def compile(self, query: Query) -> tantivy.Query:
        """The query object; filters score nothing."""
        make, schema, words = tantivy.Query, self._schema, query.words
        terms = [make.term_query(schema, "body", word) for word in words]
        match query.kind:
            case "and2":
                return make.boolean_query([(Occur.Must, term) for term in terms])
            case "or3":
                return make.boolean_query([(Occur.Should, term) for term in terms])
            case "phrase":
                return make.phrase_query(schema, "body", list(words))
            case "prefix":
                return make.regex_query(schema, "body", f"{words[0]}.*")
            case "fuzzy":
                return make.fuzzy_term_query(schema, "body", words[0], distance=1)
            case "not":
                return make.boolean_query([(Occur.Must, terms[0]), (Occur.MustNot, terms[1])])
            case "date":
                kind = tantivy.FieldType.Unsigned
                days = make.range_query(schema, "published", kind, query.first, query.last)
                return _filtered(terms[0], days)
            case "actor":
                return _filtered(terms[0], make.term_query(schema, "actor", query.actor))
            case _:
                return terms[0]

    def top(self, compiled: tantivy.Query) -> tuple[list[str], int]:
        """The best 10 and the true total."""
        found = self._searcher.search(compiled, 10, count=True)
        return self._ids(found), found.count

    def faceted(self, compiled: tantivy.Query) -> tuple[list[str], int, Counts]:
        """A search and an aggregation: the package has no call for both at once.

        Each document has one month, so their sum is the total, and the search need not count.
        """
        ids = self._ids(self._searcher.search(compiled, 10, count=False))
        found = self._searcher.aggregate(compiled, self._counts)
        # Left as the package gives them: dictionaries of value and count.
        counts = {name: found[name]["buckets"] for name in FACETS}
        return ids, sum(int(bucket["doc_count"]) for bucket in counts["month"]), counts

    def _ids(self, found: Any) -> list[str]:
        return [self._searcher.doc(address)["id"][0] for _, address in found.hits]


def _filtered(term: tantivy.Query, narrowing: tantivy.Query) -> tantivy.Query:
    silent = tantivy.Query.const_score_query(narrowing, 0.0)
    return tantivy.Query.boolean_query([(Occur.Must, term), (Occur.Must, silent)])


if __name__ == "__main__":
    serve(TantivyPeer())
