"""Whoosh as its documentation shows it: StemmingAnalyzer, both fields, OrGroup, BM25F."""

from collections.abc import Iterator, Sequence

from whoosh.analysis import StemmingAnalyzer
from whoosh.fields import ID, TEXT, Schema
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import MultifieldParser, OrGroup

from benchmarks.relevance.collection import Page, Query
from benchmarks.relevance.engines.words import query_words


def rank(pages: Sequence[Page], queries: Sequence[Query], depth: int) -> Iterator[list[tuple[str, float]]]:
    """For each query its best documents with their scores. Its parser drops repeated words."""
    text = TEXT(analyzer=StemmingAnalyzer())
    schema = Schema(id=ID(stored=True), title=text, body=text)
    index = RamStorage().create_index(schema)
    writer = index.writer()
    for page in pages:
        writer.add_document(id=page.id, title=page.title, body=page.text)
    writer.commit()
    # Without plugins no sign of a text is read.
    parser = MultifieldParser(["title", "body"], schema, plugins=[], group=OrGroup)
    with index.searcher() as searcher:
        for query in queries:
            found = searcher.search(parser.parse(" ".join(query_words(query.text))), limit=depth)
            yield [(hit["id"], hit.score) for hit in found]
