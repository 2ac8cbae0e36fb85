"""Near copies of a document: who printed it first, and what each changed.

Shows what the desk finds; compares nothing.
"""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from indexer.api import ChangedPassage, CopyChanges, CopyHistory, Document, Piece, Printed, Search
from webapp.addresses import copies_address, document_address
from webapp.context_parts import Link
from webapp.copies_contexts import ChangePart, ChangesPart, CopiesPage, PiecePart, PrintedPart, PrintedRow
from webapp.desk import get_desk
from webapp.document_lines import make_document
from webapp.frames import make_frame, show_page
from webapp.highlighting import show
from webapp.json_values import document_facts
from webapp.languages import gettext, later, ngettext
from webapp.value_names import name_value
from webapp.wording import number, plural, shorten

views = Blueprint("copies", __name__)

# A page of more documents serves nobody; the JSON has all of them.
MOST_LISTED = 100
# Dates that overlap are named at the head of their group; each stands with its document too.
MOST_DATES = 3
# Of the words around a change so many stand on either side.
AROUND = 12
# Marks before which, and after which, no blank stands.
CLOSING, OPENING = frozenset(".,;:!?)]}’”'\"»"), frozenset("([{‘“«")
BASES = {
    "earliest": later("the earliest of those that are dated"),
    "one of the earliest": later("one of those of the earliest day"),
    "unclear": later("one of the earliest: which of them was printed first, their dates do not tell"),
    "undated": later("this document: none of them is dated"),
    "chosen": later("the one that was chosen"),
}
ORDERS = {
    "single": "",
    "same day": later("the same date, so which came first is not known"),
    "unclear": later("these dates overlap, so which came first is not known"),
    "undated": later("when it was printed is not known"),
}
KINDS = {"changed": "", "added": later("Added"), "removed": later("Removed")}


@views.get("/documents/<document_id>/copies")
def show_copies(document_id: str) -> str:
    """The near copies of a document in the order of their dates, with what each changed."""
    with get_desk().searching() as search:
        history = search.copies.history(document_id, request.args.get("against") or None)
        return show_page("copies.html", make_copies_page(search, search.document(document_id), history))


@views.get("/documents/<document_id>/copies.json")
def show_copies_json(document_id: str) -> Response:
    """The near copies of a document by date, and what each changed; offsets point into their texts."""
    with get_desk().searching() as search:
        return jsonify(
            history_values(search.copies.history(document_id, request.args.get("against") or None), search)
        )


def make_copies_page(search: Search, document: Document, history: CopyHistory) -> CopiesPage:
    """The context of the near copies of a document."""
    total = sum(len(part.documents) for part in history.printed)
    base = history.base
    json = copies_address(document.id, base.id if history.chosen == "chosen" else "", ".json")
    return CopiesPage(
        frame=make_frame(
            search, gettext("Near copies: %(title)s", title=shorten(document.label, 60)), "plain", json=json
        ),
        document=Link(shorten(show(document.label), 70), document_address(document.id)),
        says=_say_total(total, history),
        printed=_make_order(history, document, search) if total > 1 else (),
        base=Link(show(base.label), document_address(base.id)),
        base_says=gettext(BASES[history.chosen]),
        changes=tuple(_make_changes(changes, base, search) for changes in history.changes),
        more=_say_left_out(history.left_out),
        json=json,
    )


def _say_total(total: int, history: CopyHistory) -> str:
    if total == 1:
        return gettext("No near copies in the collection.")
    undated = sum(len(part.documents) for part in history.printed if part.order == "undated")
    says = gettext(
        "%(documents)s with the same or nearly the same text, in the order of their dates",
        documents=plural(total, "document"),
    )
    if undated and undated < total:
        says += ngettext(
            "; %(n)s without a date stands last",
            "; %(n)s without a date stand last",
            undated,
            n=number(undated),
        )
    if total > MOST_LISTED:
        says += gettext("; the first %(n)s are listed", n=number(MOST_LISTED))
    return f"{says}."


def _make_order(history: CopyHistory, document: Document, search: Search) -> tuple[PrintedPart, ...]:
    """The groups of an order with at most MOST_LISTED documents together; JSON has them all."""
    left = MOST_LISTED
    found = []
    for part in history.printed:
        if left > 0:
            found.append(_make_printed(part, part.documents[:left], (history.base, document), search))
        left -= len(part.documents)
    return tuple(found)


def _make_printed(
    part: Printed, listed: tuple[Document, ...], known: tuple[Document, Document], search: Search
) -> PrintedPart:
    """A group of the order; `known` are the base and the document that led here."""
    base, document = known
    rows = tuple(
        PrintedRow(
            make_document(
                one, search, extra=gettext("the one you came from") if one.id == document.id else ""
            ),
            Link(gettext("The others are compared with this one"), "")
            if one.id == base.id
            else Link(gettext("Compare the others with this one"), copies_address(document.id, one.id)),
        )
        for one in listed
    )
    values = list(dict.fromkeys(one.published.value for one in part.documents if one.published))
    words = [name_value(search, "published", value) for value in values[:MOST_DATES]]
    words += ["…"] if len(values) > MOST_DATES else []
    return PrintedPart(" / ".join(words) or gettext("No date"), _say_order(part.order), rows)


def _say_order(order: str) -> str:
    return gettext(ORDERS[order]) if ORDERS[order] else ""


def _make_changes(changes: CopyChanges, base: Document, search: Search) -> ChangesPart:
    document = changes.document
    return ChangesPart(
        make_document(document, search),
        _say_changes(changes),
        tuple(_make_change(passage, document, base) for passage in changes.passages),
    )


def _say_changes(changes: CopyChanges) -> str:
    if not changes.compared:
        return gettext(
            "Not compared here: the texts of this page are too long together. Its own page compares it."
        )
    if not changes.passages:
        return gettext("Nothing: the same words and marks, and the same headline.")
    return gettext(
        "%(added)s added, %(removed)s removed, in %(places)s.",
        added=plural(changes.words_added, "word"),
        removed=number(changes.words_removed),
        places=plural(len(changes.passages), "place"),
    )


def _say_left_out(left_out: int) -> str:
    if not left_out:
        return ""
    return gettext(
        "%(copies)s not compared here; the page of each compares it.",
        copies=plural(left_out, "more copy"),
    )


def _make_change(passage: ChangedPassage, document: Document, base: Document) -> ChangePart:
    whose = base if passage.kind == "removed" else document
    words = gettext("Passage %(n)s", n=number(passage.passage)) if passage.passage else gettext("Headline")
    anchor = passage.passage or None
    return ChangePart(
        Link(words, document_address(whose.id, passage=anchor)),
        gettext(KINDS[passage.kind]) if KINDS[passage.kind] else "",
        make_pieces(passage.pieces),
    )


def make_pieces(pieces: tuple[Piece, ...]) -> tuple[PiecePart, ...]:
    """The text of a changed passage, of what stayed the words around the changes alone."""
    found: list[PiecePart] = []
    for at, piece in enumerate(pieces):
        text = show(piece.text)
        words = text.split()
        before, after = (AROUND if at else 0), (AROUND if at < len(pieces) - 1 else 0)
        spaced = _is_spaced(piece, pieces[at + 1]) if at < len(pieces) - 1 else False
        if piece.kind != "same" or len(words) <= before + after + 1:
            found.append(PiecePart(piece.kind, text, spaced))
            continue
        if before:
            found.append(PiecePart("same", " ".join(words[:before]), spaced=True))
        found.append(PiecePart("gap", "…", spaced=True))
        if after:
            found.append(PiecePart("same", " ".join(words[-after:]), spaced))
    return tuple(found)


def _is_spaced(piece: Piece, following: Piece) -> bool:
    """Whether a blank stands between two pieces: one of them may be from the other text."""
    if piece.spaced or "removed" not in (piece.kind, following.kind):
        return piece.spaced
    return following.text[0] not in CLOSING and piece.text[-1] not in OPENING


def history_values(history: CopyHistory, search: Search) -> dict[str, Any]:
    """The history of some near copies as JSON values."""
    return {
        "generation": search.generation,
        "base": history.base.id,
        "chosen": history.chosen,
        "printed": [
            {"order": part.order, "documents": [document_facts(one) for one in part.documents]}
            for part in history.printed
        ],
        "changes": [
            {
                "document": changes.document.id,
                "compared": changes.compared,
                "words_added": changes.words_added,
                "words_removed": changes.words_removed,
                "passages": [
                    {
                        "kind": passage.kind,
                        "passage": passage.passage,
                        "pieces": [piece._asdict() for piece in passage.pieces],
                    }
                    for passage in changes.passages
                ],
            }
            for changes in history.changes
        ],
        "left_out": history.left_out,
    }
