"""The near copies of one document, each with how alike it is.

Which they are is decided when an index is built; here two texts are only compared.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from indexer.cleaning.resemblance import find_shingles, resemblance
from indexer.engine_port import MOST_COPY_IDS
from indexer.schema.document import Document


@dataclass(frozen=True, slots=True)
class NearCopy:
    """A document that says the same as another one.

    `resemblance`: the share of the five-word runs of both that both have; `exact`: the texts
    differ in white space only.
    """

    document: Document
    resemblance: float
    exact: bool


@dataclass(frozen=True, slots=True)
class NearCopies:
    """The near copies of a document: `total` of them, of many only the `first`.

    The most alike stand first, then by id.
    """

    total: int
    first: tuple[NearCopy, ...]


def compare_copies(document: Document, ids: Sequence[str], read: Callable[[str], Document]) -> NearCopies:
    """Compare a document with the others of its group. Cost: reads the documents that it gives."""
    own = document.clean_text
    shingles, words = find_shingles(own), own.split()
    found = []
    for other in map(read, ids[:MOST_COPY_IDS]):
        text = other.clean_text
        found.append(NearCopy(other, resemblance(shingles, find_shingles(text)), text.split() == words))
    found.sort(key=lambda copy: (not copy.exact, -copy.resemblance, copy.document.id))
    return NearCopies(len(ids), tuple(found))
