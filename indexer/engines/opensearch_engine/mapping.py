"""Settings and mapping of a generation's index.

The one place that names its fields, for those who write them and those who ask for them. Sends
nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from indexer.analysis.document_terms import BLOCK_GAP
from indexer.errors import GenerationOutdated
from indexer.schema.fields import FACETS
from indexer.schema.ranking import K1, B

# Counted up with every change of what stands in an index; another one is refused by name.
FORMAT = 1
KIND = "cuttings documents"

# What several tokens of one position are joined by, and what stands where a field has none.
STACK, GAP = "|", "_"
# Marks before a token; no word has such signs. A French stem, a word of the title, an actor's
# mention, and in `words` where mentions of actors and places begin and end.
FRENCH_MARK, TITLE_MARK, ACTOR_MARK = "f:", "t:", "a:"
BEGIN_MARK, END_MARK = "<", ">"

# What a document's length is multiplied by in `coded_words`: pivots are whole numbers.
LENGTH_SCALE = 1_000_000
# More blocks than a document has.
MOST_BLOCKS = 1_000_000
_TOKEN_CHARACTERS = 1_048_576

_ANALYSIS = {
    "tokenizer": {"blanks": {"type": "whitespace", "max_token_length": _TOKEN_CHARACTERS}},
    "filter": {
        "gaps": {"type": "stop", "stopwords": [GAP]},
        "stacks": {"type": "pattern_capture", "preserve_original": False, "patterns": [r"([^|]+)"]},
    },
    "analyzer": {
        "stacked": {"type": "custom", "tokenizer": "blanks", "filter": ["gaps", "stacks"]},
        "plain": {"type": "custom", "tokenizer": "blanks"},
    },
}


@dataclass(frozen=True, slots=True)
class LengthTotals:
    """What the lengths of a generation come to, over all of its documents.

    `stems` and `words` count as the ranking does: words without stop words, and all words.
    `stem_tokens` and `word_tokens` are what Lucene counts instead: with all that is stacked on
    them, and one for a document without any.
    """

    documents: int
    stems: int
    words: int
    stem_tokens: int
    word_tokens: int


# The fields that `LengthTotals` sums up, by their names in it.
LENGTH_FIELDS = ("stems", "words", "stem_tokens", "word_tokens")
TOTALS_REQUEST: Mapping[str, Any] = {
    "size": 0,
    "track_total_hits": True,
    "aggs": {name: {"sum": {"field": f"lengths.{name}"}} for name in LENGTH_FIELDS},
}


def read_totals(answer: Mapping[str, Any]) -> LengthTotals:
    """The totals in the answer to TOTALS_REQUEST."""
    sums = {name: round(answer["aggregations"][name]["value"]) for name in LENGTH_FIELDS}
    return LengthTotals(answer["hits"]["total"]["value"], **sums)


def similarities(totals: LengthTotals | None = None) -> dict[str, dict[str, Any]]:
    """BM25 for both text fields, as index settings below `similarity`.

    Lucene takes the average length from all tokens, also those stacked on others, which its field
    lengths leave out. With the totals of the finished generation k1 and b are chosen so that this
    evens out, and scores are those of the true average: set on the closed index.

    Source: k1 (1 - b + b L / avg) written with an average r times as great.
    """
    ratios = (1.0, 1.0)
    if totals and totals.stems and totals.words:
        ratios = totals.stem_tokens / totals.stems, totals.word_tokens / totals.words
    return {name: _bm25(ratio) for name, ratio in zip(("stems", "words"), ratios, strict=True)}


def _bm25(ratio: float) -> dict[str, Any]:
    k1 = K1 * (1 - B + ratio * B)
    return {"type": "BM25", "k1": k1, "b": K1 * B * ratio / k1, "discount_overlaps": True}


def _text(similarity: str) -> dict[str, Any]:
    return {
        "type": "text",
        "analyzer": "stacked",
        "search_analyzer": "plain",
        "similarity": similarity,
        "position_increment_gap": BLOCK_GAP,
    }


# Lucene takes no longer value; nobody can choose one that long.
_KEYWORD = {"type": "keyword", "ignore_above": 8191}
_NUMBER = {"type": "integer", "index": False}

# stems: words without stop words as stems, at their positions; French ones marked, those of the
#   title and the mentions of actors stacked on them. Scores stems and actors.
# words: all folded words at their positions; those of the title and the ends of mentions stacked on
#   them. Scores quoted words and phrases.
# word_set: each of these words once, those of the title marked. Matches and counts beginnings.
# document, actor, ...: the values of each facet, as `facet_values` gives them.
# published_days, mentioned_days: dates as the ordinals of their first and last day; day: the first
#   day of publication, which hits are put into order by.
# coded_words: the number of words as Lucene codes it in a byte, as a date, for a score of known frequency.
# blocks: the titles, headings and passages that name actors.
# stored, original: the document and the bytes as delivered, read one at a time.
# fold_by: the first id of its group of near copies, or its own; copied: the same, in groups alone.
_PROPERTIES: Mapping[str, Mapping[str, Any]] = {
    "stems": _text("stems"),
    "words": _text("words"),
    "word_set": _KEYWORD,
    **dict.fromkeys(FACETS, _KEYWORD),
    "published_days": {"type": "integer_range"},
    "mentioned_days": {"type": "integer_range"},
    "day": {"type": "integer"},
    "fold_by": _KEYWORD,
    "copied": _KEYWORD,
    "lengths": {"properties": dict.fromkeys(LENGTH_FIELDS, _NUMBER)},
    "coded_words": {"type": "date", "format": "epoch_millis"},
    "blocks": {"type": "nested", "properties": {"number": {"type": "integer"}, "actors": _KEYWORD}},
    "stored": {"type": "binary"},
    "original": {"type": "binary"},
    "page_hash": {"type": "long", "index": False},
}
# What a fetch leaves out unless it asks for it.
HEAVY_FIELDS = ("stems", "words", "word_set", "stored", "original")


def index_body(generation: str, analysis: str, shards: int = 1) -> dict[str, Any]:
    """What an index of documents is created with; without replicas and refreshes, for a bulk load.

    Args: `generation`: its name; `analysis`: the hash of the analysis that its terms come from.
    """
    return {
        "settings": {
            "number_of_shards": shards,
            "number_of_replicas": 0,
            "refresh_interval": "-1",
            "similarity": similarities(),
            "analysis": _ANALYSIS,
            "mapping": {"nested_objects.limit": MOST_BLOCKS},
        },
        "mappings": {
            "_meta": {"kind": KIND, "format": FORMAT, "generation": generation, "analysis": analysis},
            "dynamic": "strict",
            "properties": {name: dict(field) for name, field in _PROPERTIES.items()},
        },
    }


def check_mapping(index: str, mapping: Mapping[str, Any], analysis: str | None = None) -> None:
    """Raise GenerationOutdated where a mapping is not that of a generation of this format.

    Args: `mapping` as the server gives it for one index; `analysis`: the hash that it must have,
    None for any.
    """
    meta = mapping.get("_meta")
    meta = meta if isinstance(meta, Mapping) else {}
    if meta.get("kind") != KIND:
        raise GenerationOutdated(
            f"The index “{index}” was not made by Cuttings, so it is not touched. "
            "Choose other index names with CUTTINGS_INDEX_PREFIX, or remove it."
        )
    found = set(mapping.get("properties", ()))
    if meta.get("format") != FORMAT or found != set(_PROPERTIES):
        raise GenerationOutdated(
            f"The index “{index}” has another format ({meta.get('format')}, this program has {FORMAT}). "
            "Run: python -m indexer rebuild --engine opensearch"
        )
    if analysis is not None and meta.get("analysis") != analysis:
        raise GenerationOutdated(
            f"The index “{index}” was made with another analysis of words. "
            "Run: python -m indexer rebuild --engine opensearch"
        )
