"""What the command for similar stories prints.

Turns values into text and JSON; never searches by itself, but for the names of actors.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from indexer import api, cli_output
from indexer.schema.json_values import to_json


def similar_values(document_id: str, stories: Sequence[api.SimilarStory]) -> dict[str, Any]:
    """Similar stories as JSON values; a document by its facts, without its whole text."""
    return {
        "document": document_id,
        "similar": [
            {
                "id": story.document.id,
                "title": story.document.title,
                "label": story.document.label,
                "published": to_json(story.document.published),
                "source": story.document.source,
                "source_file": story.document.source_file,
                "score": story.score,
                "share": story.share,
                "actors": list(story.actors),
                "words": list(story.words),
                "copies": story.copies,
            }
            for story in stories
        ],
    }


def describe_similar(stories: Sequence[api.SimilarStory], search: api.Search) -> Iterator[str]:
    """Similar stories as lines for people, each with what it shares."""
    if not stories:
        yield "No similar story: no other document shares enough of its words and actors."
    for story in stories:
        document = story.document
        published = document.published.value if document.published else "no date"
        copies = f", {cli_output.count(story.copies, 'near copy')} not listed" if story.copies else ""
        yield f"{document.id}  {document.label}"
        yield f"     {published}, {document.source}, {story.share:.0%} of its own score{copies}"
        shared = [*(search.facet_label("actor", actor) for actor in story.actors), *story.words]
        yield f"     shares {', '.join(shared)}"
