"""tantivy through its Python package: tokenizer en_stem, both fields, words joined by OR, its BM25."""

from collections.abc import Iterator, Sequence

import tantivy

from benchmarks.relevance.collection import Page, Query
from benchmarks.relevance.engines.words import query_words

HEAP_BYTES = 100_000_000


def rank(pages: Sequence[Page], queries: Sequence[Query], depth: int) -> Iterator[list[tuple[str, float]]]:
    """For each query its best documents with their scores."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("id", stored=True, tokenizer_name="raw")
    builder.add_text_field("title", tokenizer_name="en_stem")
    builder.add_text_field("body", tokenizer_name="en_stem")
    index = tantivy.Index(builder.build())
    writer = index.writer(HEAP_BYTES, 1)
    for page in pages:
        writer.add_document(tantivy.Document(id=page.id, title=page.title, body=page.text))
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    for query in queries:
        # In lower case no word is an operator.
        asked = index.parse_query(" ".join(query_words(query.text)), ["title", "body"])
        found = searcher.search(asked, depth)
        yield [(searcher.doc(address)["id"][0], score) for score, address in found.hits]
