"""bm25s with PyStemmer's English stemmer and the stop list of bm25s itself; its default BM25."""

from collections.abc import Iterator, Sequence

import bm25s
import Stemmer

from benchmarks.relevance.collection import Page, Query


def rank(pages: Sequence[Page], queries: Sequence[Query], depth: int) -> Iterator[list[tuple[str, float]]]:
    """For each query its best documents with their scores; those without any of its words left out."""
    stemmer = Stemmer.Stemmer("english")

    def tokens(texts: list[str]) -> object:
        return bm25s.tokenize(texts, stopwords="en", stemmer=stemmer, show_progress=False)

    retriever = bm25s.BM25()
    retriever.index(tokens([page.body for page in pages]), show_progress=False)
    kept = min(depth, len(pages))
    for query in queries:
        numbers, scores = retriever.retrieve(tokens([query.text]), k=kept, show_progress=False)
        best = zip(numbers[0].tolist(), scores[0].tolist(), strict=True)
        yield [(pages[number].id, score) for number, score in best if score > 0]
