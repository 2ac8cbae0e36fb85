"""What a near copy changed, word by word, and who printed the report first.

Compares the texts that cleaning left: residue is no change. Offsets point into the texts as read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from indexer.engine_port import IndexReader
from indexer.errors import DocumentNotFound
from indexer.said import say
from indexer.schema.document import Document
from indexer.search.passage_changes import ChangedPassage, count_words, find_changes
from indexer.search.printing_order import Printed, order_printed

# More copies are put in order, not compared: the one that is asked for always is.
MOST_COMPARED = 8
# Characters compared for one page, of both sides: some 2 seconds' work, as long as a search may take.
COMPARED_CHARACTERS = 2_000_000

Chosen = Literal["earliest", "one of the earliest", "unclear", "undated", "chosen"]


@dataclass(frozen=True, slots=True)
class CopyChanges:
    """How `document` differs from the one that it is compared with.

    `words_added` and `words_removed` count words without marks. None is `compared` where both are
    too long beside the others of the page.
    """

    document: Document
    compared: bool
    words_added: int = 0
    words_removed: int = 0
    passages: tuple[ChangedPassage, ...] = ()


@dataclass(frozen=True, slots=True)
class CopyHistory:
    """The near copies of a report in the order of their dates, and what they changed.

    `base` is compared with all `changes`, which stand in the same order; `chosen` says why it is
    the base. Of many copies some are not compared: `left_out`.
    """

    base: Document
    chosen: Chosen
    printed: tuple[Printed, ...]
    changes: tuple[CopyChanges, ...]
    left_out: int


class CopyHistories:
    """The near copies of one generation; safe to share between threads."""

    def __init__(self, reader: IndexReader) -> None:
        self._reader = reader

    def history(self, document_id: str, against: str | None = None) -> CopyHistory:
        """Who printed a document's near copies first, and what each changed of one of them.

        They are compared with the earliest that is dated, or with `against`. Raises DocumentNotFound,
        also for an `against` that is none of them. Cost: reads the whole group.
        """
        group = (document_id, *self._reader.copies_of(document_id))
        found = [document for one in group if (document := self._reader.document(one)) is not None]
        if not found or found[0].id != document_id:
            raise DocumentNotFound.of(document_id)
        if against is not None and against not in group:
            raise DocumentNotFound(
                say(
                    "“%(against)s” is no near copy of “%(id)s”. Its own page lists its near copies.",
                    against=against,
                    id=document_id,
                )
            )
        return trace_copies(found[0], found[1:], against)


def trace_copies(document: Document, others: Sequence[Document], against: str | None = None) -> CopyHistory:
    """Put near copies in order and compare them with the earliest, or with the one named `against`."""
    printed = order_printed([document, *others])
    group = [one for part in printed for one in part.documents]
    base, chosen = _choose_base(document, printed)
    if against is not None:
        base, chosen = next(one for one in group if one.id == against), "chosen"
    rest = [one for one in group if one.id != base.id]
    wanted = {one.id for one in rest[:MOST_COMPARED]} | {document.id}
    shown = [one for one in rest if one.id in wanted]
    changes: dict[str, CopyChanges] = {}
    left = COMPARED_CHARACTERS
    # The one that is asked for first, and however long it is: a source file has its own limit.
    for one in sorted(shown, key=lambda one: one.id != document.id):
        cost = len(base.text) + len(one.text)
        if cost > left and changes:
            changes[one.id] = CopyChanges(one, compared=False)
            continue
        left -= cost
        changes[one.id] = compare_texts(base, one)
    listed = tuple(changes[one.id] for one in shown)
    return CopyHistory(base, chosen, printed, listed, len(rest) - len(shown))


def _choose_base(document: Document, printed: Sequence[Printed]) -> tuple[Document, Chosen]:
    first = printed[0]
    if first.order == "undated":
        return document, "undated"
    if first.order == "single":
        return first.documents[0], "earliest"
    if first.order == "same day":
        return first.documents[0], "one of the earliest"
    # What is known to the day says more of when it was printed than a month that begins before it.
    return max(first.documents, key=_exactness), "unclear"


def _exactness(document: Document) -> int:
    """Of two dates the longer one is the more exact; of equals the first in order is taken."""
    return len(document.published.value) if document.published else 0


def compare_texts(base: Document, copy: Document) -> CopyChanges:
    """What a copy added to and removed from another document."""
    passages = find_changes(base, copy)
    pieces = [piece for passage in passages for piece in passage.pieces]
    added, removed = (count_words(pieces, kind) for kind in ("added", "removed"))
    return CopyChanges(copy, compared=True, words_added=added, words_removed=removed, passages=passages)
