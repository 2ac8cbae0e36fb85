"""What an index needs once all of its documents are in it.

Nothing that was deleted counts in a score, lengths even out, the words are listed.
"""

import json
import time
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
from indexer.errors import EngineUnavailable

# Seconds until nothing that was deleted may be left, and between two tries.
PATIENCE = 600.0
_PAUSE, _LONGEST_PAUSE = 1.0, 16.0
# Words told in one answer.
_WORDS = 20_000


def clear_deleted(place: Place, patience: float = PATIENCE) -> None:
    """Merge away what was deleted or changed: Lucene counts it in frequencies until then.

    A shard keeps what its log of changes may be asked for, and learns only each half minute what nobody
    will ask for any more: a merge before that takes nothing away. Raises EngineUnavailable where
    something is left after `patience`, in seconds.
    """
    until, pause = time.monotonic() + patience, _PAUSE
    while left := _deleted(place):
        if time.monotonic() > until:
            raise EngineUnavailable(
                f"The cluster still keeps {left} deleted documents of {place.generation} after "
                f"{patience:.0f} s, and they would count in the order of hits, so it is not published. "
                "Look at its health, and run again"
            )
        place.cluster.call("POST", f"/{place.index}/_flush", params={"force": "true"})
        place.run_task(f"/{place.index}/_forcemerge", only_expunge_deletes="true")
        place.refresh()
        if _deleted(place):
            time.sleep(pause)
            pause = min(2 * pause, _LONGEST_PAUSE)


def _deleted(place: Place) -> int:
    told = place.cluster.call("GET", f"/{place.index}/_stats/docs")
    return int(told["_all"]["primaries"]["docs"]["deleted"])


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
