"""A document as a reader cites it, in words.

Says only what is known: no writer but a byline, no day on which it was read.
"""

from dataclasses import dataclass

from indexer.api import Document, Search
from webapp.addresses import document_path, page_address
from webapp.context_parts import Link
from webapp.document_lines import make_published, web_link
from webapp.languages import gettext
from webapp.own_host import own_root


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation in words, and as files.

    Attributes:
        says: writer, headline, outlet, date and where it was scraped, as far as they are known.
        read_in: the collection and its generation, in words.
        address: the address of the document on this host.
        files: the citation in the formats of other programs.
    """

    says: str
    read_in: str
    address: str
    files: tuple[Link, ...]


def make_citation(document: Document, search: Search) -> Citation:
    """How a document is cited."""
    headline = gettext("“%(title)s”", title=document.label)
    if document.title is None:
        headline = gettext("No headline, opens “%(words)s”", words=document.opening)
    published = make_published(document.published, search)
    parts = (
        document.byline or "",
        headline,
        f"{document.outlet or document.source_file}, {published.words or gettext('no date')}",
        web_link(document.url),
    )
    path = document_path(document.id)
    return Citation(
        says=". ".join(part.strip().rstrip(".") for part in parts if part) + ".",
        read_in=gettext("Read in Cuttings, generation %(generation)s", generation=search.generation),
        address=own_root() + path,
        files=(Link("RIS", page_address(f"{path}.ris")), Link("CSL-JSON", page_address(f"{path}.csl.json"))),
    )
