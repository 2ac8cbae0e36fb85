"""What the page of near copies gets.

Holds values that are ready to be shown.
"""

from dataclasses import dataclass

from webapp.context_parts import DocumentPart, Frame, Link


@dataclass(frozen=True, slots=True)
class PrintedPart:
    """Near copies between which no order is known.

    Attributes:
        when: their day, or that they have none, in words.
        basis: why they have no order; empty for a single one.
        rows: each with its document and a link that compares the others with it.
    """

    when: str
    basis: str
    rows: "tuple[PrintedRow, ...]"


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A near copy in the order of the dates.

    Attributes:
        document: the document.
        against: the comparison with it; plain words where that is shown.
    """

    document: DocumentPart
    against: Link


@dataclass(frozen=True, slots=True)
class PiecePart:
    """A stretch of a changed passage.

    Attributes:
        kind: same, added, removed, or gap for what was left out between two changes.
        text: its words.
        spaced: whether a blank follows.
    """

    kind: str
    text: str
    spaced: bool


@dataclass(frozen=True, slots=True)
class ChangePart:
    """A passage that differs.

    Attributes:
        place: the passage, with its address.
        says: what became of it, in words.
        pieces: its text.
    """

    place: Link
    says: str
    pieces: tuple[PiecePart, ...]


@dataclass(frozen=True, slots=True)
class ChangesPart:
    """What one near copy changed.

    Attributes:
        document: the copy.
        says: how much it changed, in words.
        passages: what it changed.
    """

    document: DocumentPart
    says: str
    passages: tuple[ChangePart, ...]


@dataclass(frozen=True, slots=True)
class CopiesPage:
    """copies.html: who printed a report first, and what each near copy changed.

    Attributes:
        frame: what stands around the page.
        document: the document that led here.
        says: how many near copies there are, in words.
        printed: they and the document, in the order of their dates.
        base: the document that all are compared with.
        base_says: why it is that one, in words.
        changes: what the others changed.
        more: how many are not compared on this page, in words; empty for none.
        json: the address of the same as JSON.
    """

    frame: Frame
    document: Link
    says: str
    printed: tuple[PrintedPart, ...]
    base: Link
    base_says: str
    changes: tuple[ChangesPart, ...]
    more: str
    json: str
