"""The shapes of all JSON answers, as they are promised.

Made of the classes that the answers are made of; tests hold real answers against each.
"""

from typing import Literal

from indexer.api import (
    FACETS,
    Actor,
    Answer,
    ChangedPassage,
    Completion,
    CopyChanges,
    CopyHistory,
    DatedPassage,
    Document,
    Excerpt,
    Explanation,
    FacetValue,
    Hit,
    Note,
    Office,
    Piece,
    Printed,
    Published,
    RemovedSpan,
    SearchRequest,
    SimilarStory,
    Suggestion,
    UnlinkedName,
)
from webapp.json_schemas import ListOf, Maybe, Shape, key_of, keys_of

_FACTS = {
    **dict.fromkeys(("id", "label", "source_file", "sha256", "page"), str),
    **dict.fromkeys(("title", "outlet", "byline", "url", "language"), str | None),
    "published": Published | None,
}
DOCUMENT_FACTS = Shape("DocumentFacts", "A document without its text; page is its address here.", _FACTS)
COUNTED = Shape("ActorCount", "An actor of a hit, and how often it is named.", {"id": str, "mentions": int})
HIT = Shape(
    "Hit",
    "One document of the answer, with its best passages and why it matches.",
    {
        "document": DOCUMENT_FACTS,
        **{
            key: key_of(Hit, key)
            for key in ("score", "matching", "title_marks", "reasons", "copies", "copy_ids")
        },
        "passages": tuple[Excerpt, ...],
        "actors": ListOf(COUNTED),
    },
)
FACET_VALUE = Shape(
    "FacetValue",
    "A value of a facet; count is the number of hits after choosing it, url chooses it or takes it back.",
    {**keys_of(FacetValue), "url": str},
)
ANSWER = Shape(
    "Answer",
    "The answer to a search: one page of hits, counts of all.",
    {
        **{key: key_of(Answer, key) for key in ("total", "folded", "took_ms", "generation", "understood")},
        "match": key_of(Answer, "match"),
        **{key: key_of(SearchRequest, key) for key in ("page", "per")},
        "pages": int,
        "notes": tuple[Note, ...],
        "suggestion": Maybe(
            Shape("Suggestion", "Another spelling of the query.", {**keys_of(Suggestion), "url": str})
        ),
        "hits": ListOf(HIT),
        "facets": Shape(
            "Facets", "Each facet with its values.", {name: ListOf(FACET_VALUE) for name in FACETS}
        ),
        "facet_sizes": Shape(
            "FacetSizes",
            "How many values each facet has, with those past the limit of an answer; of documents, the hits.",
            dict.fromkeys(FACETS, int),
        ),
    },
)
SUGGESTIONS = Shape(
    "Completions",
    "What a text may be completed to.",
    {
        "query": str,
        "generation": str,
        "completions": ListOf(
            Shape(
                "Completion",
                "A whole query that begins with what is typed.",
                {**keys_of(Completion), "says": str, "url": str},
            )
        ),
    },
)
# Source: OpenSearch Suggestions 1.1: what was typed, queries, what is said of each.
_TEXTS = {"type": "array", "items": {"type": "string"}}
OPENSEARCH_SUGGESTIONS = {
    "type": "array",
    # Not as a tuple: some validators read one at the root of an answer by the rules of an older draft.
    "items": {"anyOf": [{"type": "string"}, _TEXTS]},
    "minItems": 3,
    "maxItems": 3,
}


def _labelled(key: str) -> ListOf:
    """A list of mentions, each with the name of what it mentions."""
    kind = key_of(Document, key).__args__[0]
    says = f"{' '.join(kind.__doc__.split('.', maxsplit=1)[0].split())}; offsets into text."
    return ListOf(Shape(kind.__name__, says, {**keys_of(kind), "label": str}))


COPY = Shape(
    "NearCopy", "A near copy of a document.", {**DOCUMENT_FACTS.keys, "resemblance": float, "exact": bool}
)
DOCUMENT = Shape(
    "Document",
    "A document with all that was found in it. Offsets count characters of text, which is as read; "
    "clean_text is text without the removed spans.",
    {
        **DOCUMENT_FACTS.keys,
        "generation": str,
        "clean_text": str,
        **{
            key: key_of(Document, key)
            for key in ("kind", "text", "headings", "passages", "dates", "notes", "repairs")
        },
        "removed": ListOf(
            Shape("RemovedSpan", (RemovedSpan.__doc__ or ""), {**keys_of(RemovedSpan), "text": str})
        ),
        "actors": _labelled("actors"),
        "places": _labelled("places"),
        "copies": Shape(
            "NearCopies",
            "How many near copies, and the first of them.",
            {"total": int, "first": ListOf(COPY)},
        ),
        "similar": Maybe(
            ListOf(
                Shape(
                    "SimilarStory",
                    "Another story on the same matter.",
                    {
                        **DOCUMENT_FACTS.keys,
                        **{key: hint for key, hint in keys_of(SimilarStory).items() if key != "document"},
                    },
                )
            )
        ),
    },
)
COPIES = Shape(
    "CopyHistory",
    "The near copies of a document by date, and what each changed of the base.",
    {
        "generation": str,
        "base": str,
        "chosen": key_of(CopyHistory, "chosen"),
        "left_out": int,
        "printed": ListOf(
            Shape(
                "Printed",
                "Documents whose order is told, or not, for one reason.",
                {"order": key_of(Printed, "order"), "documents": ListOf(DOCUMENT_FACTS)},
            )
        ),
        "changes": ListOf(
            Shape(
                "CopyChanges",
                "What one copy changed.",
                {
                    **keys_of(CopyChanges),
                    "document": str,
                    "passages": ListOf(
                        Shape(
                            "ChangedPassage",
                            "A passage with its changed and unchanged pieces.",
                            {**keys_of(ChangedPassage), "pieces": tuple[Piece, ...]},
                        )
                    ),
                },
            )
        ),
    },
)
EXPLANATION = Explanation
_ACTOR_FACTS = {
    **{key: key_of(Actor, key) for key in ("id", "label", "name", "type", "parent")},
    "count": int,
    "url": str,
}
ACTORS = Shape(
    "Actors",
    "The actors that the collection names, those in most documents first.",
    {
        "generation": str,
        "actors": ListOf(
            Shape("ActorFacts", "An actor; count is the number of documents that name it.", _ACTOR_FACTS)
        ),
    },
)
DATED = Shape(
    "DatedPassage",
    "A date in a passage, with what that holds of the search; offsets into the text of the document.",
    {
        **dict.fromkeys(("value", "surface", "document", "text", "url"), str),
        **dict.fromkeys(("start", "end", "passage"), int),
        "part": key_of(DatedPassage, "block", "kind"),
        "holds": key_of(DatedPassage, "place", "holds"),
        "marks": key_of(DatedPassage, "marks"),
    },
)
_DATES = {
    **dict.fromkeys(("total", "read", "documents"), int),
    "complete": bool,
    **dict.fromkeys(("first_date", "last_date"), str | None),
    "csv": str,
}
ACTOR_TIMELINE = Shape(
    "ActorTimeline",
    "The dates in the passages of an actor: the first of them, all stand in the csv.",
    {**_DATES, "first": ListOf(DATED)},
)
TIMELINE = Shape(
    "Timeline",
    "One page of the dates that the documents of a search write; matching counts all of its documents.",
    {
        **_DATES,
        "counts": Shape(
            "DatesHeld", "Dates by what their passages hold.", dict.fromkeys(("whole", "match", "all"), int)
        ),
        "passages": Literal["match", "whole", "all"],
        "matching": int,
        "pages": int,
        **{key: key_of(SearchRequest, key) for key in ("page", "per")},
        **{key: key_of(Answer, key) for key in ("generation", "understood", "match")},
        "notes": tuple[Note, ...],
        "dates": ListOf(DATED),
    },
)
_NUMBER = Shape(
    "ComparedNumber",
    "How many documents; url is the search that finds just these, null for none of them or of the kind.",
    {"count": int, "url": str | None},
)
COMPARISON = Shape(
    "Comparison",
    "Searches side by side by date; value is a date, none, wider (less exact than by) or total.",
    {
        "generation": str,
        "dates": Literal["published", "mentioned"],
        "by": Literal["year", "month", "day"] | None,
        "sides": ListOf(
            Shape(
                "ComparedSearch",
                "One of the searches; search are its parameters.",
                {
                    **dict.fromkeys(("side", "search", "url"), str),
                    **{key: key_of(Answer, key) for key in ("total", "understood", "match")},
                    "notes": tuple[Note, ...],
                },
            )
        ),
        "notes": tuple[Note, ...],
        "rows": ListOf(
            Shape(
                "ComparedDate",
                "The documents of one date: of each search, of all of them together, of the collection.",
                {
                    "value": str,
                    "label": str,
                    "all_documents": int,
                    "counts": ListOf(_NUMBER),
                    "all": Maybe(_NUMBER),
                },
            )
        ),
        "csv": str,
    },
)
ACTOR = Shape(
    "Actor",
    "An actor with its spellings, its dates and the actors named in the same passages.",
    {
        **_ACTOR_FACTS,
        "generation": str,
        **{key: key_of(Actor, key) for key in ("active_from", "active_to", "note", "successor", "source")},
        "offices": tuple[Office, ...],
        **{key: ListOf(str) for key in ("predecessors", "children", "aliases")},
        "holders": ListOf(
            Shape("Holder", "Who held an office of this actor.", {"actor": str, **keys_of(Office)})
        ),
        "spellings": ListOf(
            Shape(
                "Spelling",
                "A form in which the actor is written here.",
                {"form": str, "mentions": int, "documents": int},
            )
        ),
        "seen": Shape(
            "Seen",
            "The first and last date of publication of its documents.",
            {"first": Published | None, "last": Published | None, "undated": int},
        ),
        "timeline": ACTOR_TIMELINE,
        "network": ListOf(
            Shape(
                "Neighbour",
                "An actor named in the same passages.",
                {
                    **{key: key_of(Actor, key) for key in ("id", "label", "type")},
                    "passages": int,
                    "documents": int,
                    "url": str,
                },
            )
        ),
    },
)
UNLINKED = Shape(
    "UnlinkedNames",
    "One page of the names that are no spelling of a known actor or place.",
    {
        "generation": str,
        **dict.fromkeys(("documents", "sources", "read", "of", "total"), int),
        "complete": bool,
        "names": ListOf(
            Shape(
                "UnlinkedName",
                "A name that nobody listed; type is a guess.",
                {
                    "name": str,
                    "type": key_of(UnlinkedName, "kind"),
                    "documents": int,
                    "sources": int,
                    "variants": ListOf(
                        Shape("NameVariant", "A form of the name.", {"name": str, "documents": int})
                    ),
                    "examples": ListOf(
                        Shape("NameExample", "A sentence with the name.", {"document": str, "sentence": str})
                    ),
                    "nearest": ListOf(
                        Shape(
                            "NearAlias",
                            "A spelling of a known actor that is like it.",
                            {"actor": str, "alias": str, "similarity": float},
                        )
                    ),
                },
            )
        ),
    },
)
HEALTH = Shape("Health", "That the process lives.", {"status": Literal["ok"]})
READINESS = Shape(
    "Readiness",
    "Whether a search is answered in time.",
    {
        "status": str,
        "reason": str | None,
        "generation": str | None,
        "seconds": float | None,
        "free_bytes": int | None,
    },
)
ERROR = Shape(
    "Error",
    "What happened, where, and what to do.",
    {
        "error": Shape(
            "ErrorFacts",
            "kind is the class of the error, cure a command or null, request_id the id in the log.",
            {"status": int, "kind": str, "message": str, "cure": str | None, "request_id": str},
        )
    },
)
