"""Rows as JSON, one a line.

Source: jsonlines.org. All is ASCII: some readers take other signs for the end of a line.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from webapp.exports.rows import Head, Row


def write_json_lines(head: Head, rows: Iterable[Row]) -> Iterator[bytes]:
    """One line a document; each names the generation that it is from."""
    encode = json.JSONEncoder().encode
    for row in rows:
        yield encode(_values(row, head)).encode("ascii") + b"\n"


def _values(row: Row, head: Head) -> dict[str, Any]:
    published = row.published
    return {
        "id": row.id,
        "title": row.title,
        "opening": row.opening or None,
        "published": published
        and {"value": published.value, "precision": published.precision, "source": published.source},
        "outlet": row.outlet or None,
        "byline": row.byline or None,
        "url": row.url or None,
        "source_file": row.source_file,
        "sha256": row.sha256,
        "language": row.language or None,
        "actors": [{"id": id_, "label": label, "mentions": times} for id_, label, times in row.actors],
        "places": [{"id": id_, "label": label} for id_, label in row.places],
        "score": row.score,
        "copies": row.copies,
        "passage": row.passage or None,
        "quote": row.quote or None,
        "link": row.link,
        "generation": head.generation,
    }
