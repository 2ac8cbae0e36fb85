"""Documents as RIS, for reference managers.

Source: RIS Format Specifications, Reference Manager 11; newspapers as Zotero and EndNote read them.
A date holds what is known: 2024/03// is a month. Without a headline the opening words stand for it.
"""

from collections.abc import Iterable, Iterator

from indexer.api import Published
from webapp.exports.rows import Head, Row
from webapp.source_lines import one_line

FROM = {
    "header": "from a line at the top of the file",
    "line": "from a line of the text",
    "metadata": "as delivered with the text",
    "url": "from the address",
}


def write_ris(head: Head, rows: Iterable[Row]) -> Iterator[bytes]:
    """One record a document."""
    for row in rows:
        lines = [f"{tag}  - {one_line(text)}\r\n" for tag, text in _fields(row, head) if text]
        yield "".join([*lines, "ER  - \r\n\r\n"]).encode("utf-8")


def ris_date(published: Published) -> str:
    """A date as RIS has it.

    >>> ris_date(Published("2024-03", "month", "line", "March 2024"))
    '2024/03//'
    """
    return "/".join([*published.value.split("-"), "", "", ""][:3]) + "/"


def _fields(row: Row, head: Head) -> Iterator[tuple[str, str]]:
    yield "TY", "NEWS" if row.outlet or not row.url else "ELEC"
    yield "ID", row.id
    yield "TI", row.label
    yield "AU", row.byline
    yield "T2", row.outlet
    if row.published:
        yield "PY", row.published.value[:4]
        yield "DA", ris_date(row.published)
    yield "LA", row.language
    yield "UR", row.url or row.link
    for _, label, _ in row.actors:
        yield "KW", label
    for _, label in row.places:
        yield "KW", label
    for note in say_origin(row, head):
        yield "N1", note
    yield "DB", "Cuttings"


def say_origin(row: Row, head: Head) -> Iterator[str]:
    """What a citation leaves out, each as a sentence of its own."""
    if row.title is None:
        yield "The text has no headline; its opening words stand as the title."
    if row.published is None:
        yield "No date of publication is known."
    else:
        yield f"Date of publication known to the {row.published.precision}, {FROM[row.published.source]}."
    if row.quote:
        yield f"Passage {row.passage}: {row.quote}" if row.passage else row.quote
    yield f"Source file {row.source_file}, SHA-256 {row.sha256}."
    yield f"Read in Cuttings, generation {head.generation}: {row.link}"
