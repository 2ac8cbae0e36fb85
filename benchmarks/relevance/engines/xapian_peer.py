"""Xapian, through Debian's python3-xapian, in a process of the system's Python.

English stemmer, a stopper with English stop words in the queries, words joined by OR, BM25Weight.
"""

import json
import sys
from collections.abc import Iterator, Sequence
from typing import Any

import xapian

from benchmarks.relevance.collection import Page, Query
from benchmarks.relevance.engines.words import query_words


def rank(
    pages: Sequence[Page], queries: Sequence[Query], depth: int, stop_words: Sequence[str]
) -> Iterator[list[tuple[str, float]]]:
    """For each query its best documents with their scores."""
    base = xapian.WritableDatabase("", xapian.DB_BACKEND_INMEMORY)
    stemmer = xapian.Stem("english")
    terms = xapian.TermGenerator()
    terms.set_stemmer(stemmer)
    for page in pages:
        document = xapian.Document()
        document.set_data(page.id)
        terms.set_document(document)
        terms.index_text(page.body)
        base.add_document(document)
    parser, _stopper = _parser(stemmer, stop_words)
    enquire = xapian.Enquire(base)
    enquire.set_weighting_scheme(xapian.BM25Weight())
    for query in queries:
        # No flags: no sign of a text is read.
        enquire.set_query(parser.parse_query(" ".join(query_words(query.text)), 0))
        yield [(hit.document.get_data().decode(), hit.weight) for hit in enquire.get_mset(0, depth)]


def _parser(stemmer: Any, stop_words: Sequence[str]) -> tuple[Any, Any]:
    """A parser with its stopper, which the parser does not keep alive by itself."""
    stopper = xapian.SimpleStopper()
    for word in stop_words:
        stopper.add(word)
    parser = xapian.QueryParser()
    parser.set_stemmer(stemmer)
    parser.set_stemming_strategy(xapian.QueryParser.STEM_SOME)
    parser.set_stopper(stopper)
    return parser, stopper


def main() -> None:
    """Read one JSON object from stdin, write its rankings to stdout."""
    given = json.load(sys.stdin)
    pages, queries = (
        [kind(*row) for row in given[key]] for kind, key in ((Page, "pages"), (Query, "queries"))
    )
    json.dump(list(rank(pages, queries, given["depth"], given["stop_words"])), sys.stdout)


if __name__ == "__main__":
    main()
