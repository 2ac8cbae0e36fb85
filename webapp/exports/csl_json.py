"""Documents as CSL-JSON, for citation processors.

Source: schema csl-data.json of the Citation Style Language, 1.0.2. `issued` has the parts that are
known and no others. Without a headline the opening words stand for it.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from webapp.exports.ris import say_origin
from webapp.exports.rows import Head, Row
from webapp.source_lines import one_line


def write_csl_json(head: Head, rows: Iterable[Row]) -> Iterator[bytes]:
    """A list with one value a document, which ends only where all are in it."""
    encode = json.JSONEncoder().encode
    before = b"[\n"
    for row in rows:
        yield before + encode(_values(row, head)).encode("ascii")
        before = b",\n"
    yield b"\n]\n" if before == b",\n" else b"[]\n"


def _values(row: Row, head: Head) -> dict[str, Any]:
    values: dict[str, Any] = {
        "id": row.id,
        "type": "article-newspaper" if row.outlet or not row.url else "webpage",
        "title": one_line(row.label),
    }
    if row.outlet:
        values["container-title"] = one_line(row.outlet)
    if row.byline:
        values["author"] = [{"literal": one_line(row.byline)}]
    if row.published:
        values["issued"] = {"date-parts": [[int(part) for part in row.published.value.split("-")]]}
    if row.language:
        values["language"] = row.language
    return values | {
        "URL": one_line(row.url or row.link),
        "archive": "Cuttings",
        "archive_location": one_line(row.source_file),
        "note": one_line(" ".join(say_origin(row, head))),
    }
