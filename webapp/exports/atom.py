"""Rows as an Atom feed: whole, or a page of it with the ways to the others.

Source: RFC 4287; RFC 5005 for pages and whole feeds; OpenSearch 1.1 for counts; DCMI Metadata Terms for
dates of publication, which Atom itself has only with a time of the day. `updated` is when the
generation was built, the one instant that is known of an entry.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import quote
from uuid import UUID, uuid5
from xml.sax.saxutils import escape, quoteattr

from webapp.addresses import export_address, search_address
from webapp.exports.rows import Head, Row
from webapp.source_lines import one_line, xml_text

# Ids of one document and of one search are the same in each generation and under each host name.
IDS = UUID("9c1f0a5e-6c3b-5a0e-8f57-2f1c9f4a7d60")
BEGIN = (
    '<?xml version="1.0" encoding="utf-8"?>\n'
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:os="http://a9.com/-/spec/opensearch/1.1/" xmlns:fh="http://purl.org/syndication/history/1.0">\n'
)
# What an address may hold besides letters and digits; all else is percent-encoded.
_IN_ADDRESS = "%/:=&?~#+!$,;'@()*[]._-"


def write_atom(head: Head, rows: Iterable[Row]) -> Iterator[bytes]:
    """The feed, which ends only where all rows are in it."""
    yield (BEGIN + "".join(_say_feed(head))).encode("utf-8")
    for row in rows:
        yield "".join(_say_entry(row, head)).encode("utf-8")
    yield b"</feed>\n"


def _say_feed(head: Head) -> Iterator[str]:
    asked, stretch = head.request, head.stretch
    own = search_address(replace(asked, page=1, per=type(asked)().per))
    yield _text("id", uuid5(IDS, f"search {own}").urn)
    yield _text("title", f"Cuttings: {asked.text or head.understood or 'all documents'}")
    yield _text("subtitle", " ".join([f"{head.total:,} documents match.", *head.notes]))
    yield _text("updated", head.built_at)
    yield "<author><name>Cuttings</name></author>\n<generator>Cuttings</generator>\n"
    yield _link("alternate", head.root + search_address(asked), "text/html")
    yield _text("dcterms:isPartOf", f"generation {head.generation}")
    yield _text("os:totalResults", str(head.total - head.folded))
    if stretch is None:
        yield _link("self", head.root + export_address(asked, "atom"), "application/atom+xml")
        yield "<fh:complete/>\n"
        return
    yield _text("os:startIndex", str((stretch.page - 1) * stretch.per + 1))
    yield _text("os:itemsPerPage", str(stretch.per))
    pages = {"self": stretch.page, "first": 1, "last": stretch.pages}
    pages |= {"previous": stretch.page - 1} if stretch.page > 1 else {}
    pages |= {"next": stretch.page + 1} if stretch.page < stretch.pages else {}
    for rel, page in pages.items():
        address = export_address(replace(asked, page=page, per=stretch.per), "atom", paged=True)
        yield _link(rel, head.root + address, "application/atom+xml")


def _say_entry(row: Row, head: Head) -> Iterator[str]:
    yield "<entry>\n"
    yield _text("id", uuid5(IDS, f"document {row.id}").urn)
    yield _text("title", row.label)
    yield _text("updated", head.built_at)
    if row.published:
        yield _text("dcterms:issued", row.published.value)
    yield f"<author>{_text('name', row.outlet or row.source_file).strip()}</author>\n"
    yield _link("alternate", row.link, "text/html")
    if row.url:
        yield _link("via", row.url)
    for id_, label, _ in row.actors:
        yield f"<category term={_attribute(id_)} label={_attribute(label)}/>\n"
    yield _text("summary", row.quote or row.opening)
    yield "</entry>\n"


def _text(name: str, text: str) -> str:
    return f"<{name}>{escape(xml_text(one_line(text)))}</{name}>\n"


def _attribute(text: str) -> str:
    return quoteattr(xml_text(one_line(text)))


def _link(rel: str, address: str, kind: str = "") -> str:
    type_ = f' type="{kind}"' if kind else ""
    return (
        f'<link rel="{rel}"{type_} href={quoteattr(quote(address, safe=_IN_ADDRESS, errors="replace"))}/>\n'
    )
