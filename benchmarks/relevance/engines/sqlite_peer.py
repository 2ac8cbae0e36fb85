"""SQLite FTS5: tokenizer porter over unicode61, words joined by OR, order by its bm25()."""

import sqlite3
from collections.abc import Iterator, Sequence

from benchmarks.relevance.collection import Page, Query
from benchmarks.relevance.engines.words import query_words

_TABLE = "create virtual table page using fts5(id unindexed, body, tokenize = 'porter unicode61')"
# bm25() is the more negative the better.
_BEST = "select id, -bm25(page) from page where page match ? order by bm25(page) limit ?"


def rank(pages: Sequence[Page], queries: Sequence[Query], depth: int) -> Iterator[list[tuple[str, float]]]:
    """For each query its best documents with their scores."""
    base = sqlite3.connect(":memory:")
    base.execute(_TABLE)
    base.executemany("insert into page values (?, ?)", ((page.id, page.body) for page in pages))
    for query in queries:
        words = " OR ".join(f'"{word}"' for word in query_words(query.text))
        yield base.execute(_BEST, (words, depth)).fetchall() if words else []
    base.close()
