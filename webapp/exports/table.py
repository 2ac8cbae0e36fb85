"""Rows as CSV, a line of names first.

Source: RFC 4180. Lists stand in one cell, joined by `; `; names and identifiers in cells of their own.
"""

from collections.abc import Iterable, Iterator

from webapp.csv_lines import csv_lines
from webapp.exports.rows import Head, Row

COLUMNS = (
    "id",
    "title",
    "opening",
    "published",
    "published_precision",
    "published_source",
    "outlet",
    "byline",
    "url",
    "source_file",
    "sha256",
    "language",
    "actors",
    "actor_ids",
    "places",
    "place_ids",
    "score",
    "copies",
    "passage",
    "quote",
    "link",
)


def write_table(_: Head, rows: Iterable[Row]) -> Iterator[bytes]:
    """One line a document."""
    return csv_lines(COLUMNS, map(_cells, rows))


def _cells(row: Row) -> tuple[str | float, ...]:
    published = row.published
    return (
        row.id,
        row.title or "",
        row.opening,
        published.value if published else "",
        published.precision if published else "",
        published.source if published else "",
        row.outlet,
        row.byline,
        row.url,
        row.source_file,
        row.sha256,
        row.language,
        "; ".join([label for _, label, _ in row.actors]),
        "; ".join([id_ for id_, _, _ in row.actors]),
        "; ".join([label for _, label in row.places]),
        "; ".join([id_ for id_, _ in row.places]),
        "" if row.score is None else row.score,
        row.copies,
        row.passage or "",
        row.quote,
        row.link,
    )
