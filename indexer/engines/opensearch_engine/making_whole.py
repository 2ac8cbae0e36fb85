"""What an index needs once all of its documents are in it.

Nothing that was deleted counts in a score, lengths even out, the words are listed.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from indexer.engines.opensearch_engine.documents import word_of
from indexer.engines.opensearch_engine.facts_index import LENGTHS, VOCABULARY
from indexer.engines.opensearch_engine.mapping import (
    TITLE_MARK,
    TOTALS_REQUEST,
    read_totals,
    similarities,
)
from indexer.engines.opensearch_engine.place import Place

# Words told in one answer.
_WORDS = 20_000


def clear_deleted(place: Place) -> None:
    """Merge away what was deleted or changed: Lucene counts it in frequencies until then."""
    for how in ({"only_expunge_deletes": "true"}, {"max_num_segments": "1"}):
        told = place.cluster.call("GET", f"/{place.index}/_stats/docs")
        if not told["_all"]["primaries"]["docs"]["deleted"]:
            return
        place.run_task(f"/{place.index}/_forcemerge", **how)
        place.refresh()


def even_lengths(place: Place) -> None:
    """Set the numbers of the ranking to what the lengths of all documents make them."""
    totals = read_totals(place.cluster.search(place.index, TOTALS_REQUEST))
    place.facts.write(LENGTHS, json.dumps(asdict(totals)).encode("ascii"))
    place.cluster.call("POST", f"/{place.index}/_close")
    place.set({"similarity": similarities(totals)})
    place.cluster.call("POST", f"/{place.index}/_open", params={"wait_for_active_shards": "1"})
    place.wait_green()


def write_vocabulary(place: Place) -> None:
    """List the words of the generation with their numbers of documents, those of titles apart."""
    words: dict[str, int] = {}
    titles: dict[str, int] = {}
    for token, documents in _tokens(place):
        if token.startswith(TITLE_MARK):
            titles[word_of(token[len(TITLE_MARK) :])] = documents
        else:
            words[word_of(token)] = documents
    listed = {
        "words": sorted(words),
        "documents": [words[word] for word in sorted(words)],
        "title_words": sorted(titles),
        "title_documents": [titles[word] for word in sorted(titles)],
    }
    place.facts.write(VOCABULARY, json.dumps(listed).encode("ascii"))


def _tokens(place: Place) -> Iterator[tuple[str, int]]:
    own: dict[str, Any] = {"size": _WORDS, "sources": [{"word": {"terms": {"field": "word_set"}}}]}
    while True:
        found = place.cluster.search(place.index, {"size": 0, "aggs": {"words": {"composite": own}}})
        told = found["aggregations"]["words"]
        for bucket in told["buckets"]:
            yield bucket["key"]["word"], bucket["doc_count"]
        if "after_key" not in told:
            return
        own["after"] = told["after_key"]
