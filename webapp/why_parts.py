"""What the explanation of a hit and its page get.

Holds words and numbers that are ready to be shown.
"""

from dataclasses import dataclass

from webapp.context_parts import Frame, Link, ReadPart


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One part of a score; where others are left out, what it adds alone.

    Attributes:
        part: the part as it is typed.
        reading: how it was read.
        found: the forms in which it stands in the document, and where; may be empty.
        inner: what its words, actors or sides say by themselves.
        numbers: how often, in how many documents, idf and tf; empty where none belong to it.
        instead: what is said in their place.
        factor: what the score was multiplied by, in words; empty for nothing.
        score: what it adds.
    """

    part: str
    reading: str
    found: str
    inner: tuple[str, ...]
    numbers: tuple[str, ...]
    instead: str
    factor: str
    score: str


@dataclass(frozen=True, slots=True)
class ScorePart:
    """Why a document has its score.

    Attributes:
        says: the score in words, or that there is none.
        rows: the parts, which sum to it; none where no words are asked.
        more: how many parts more there are, in words; empty for none.
        more_score: what these add together.
        total: their sum.
        filters: what let the document through each filter, or did not.
        length: its length beside the average, in words.
        url: the address of the page that tells all of it.
    """

    says: str
    rows: tuple[ScoreRow, ...]
    more: str
    more_score: str
    total: str
    filters: tuple[str, ...]
    length: str
    url: str


@dataclass(frozen=True, slots=True)
class WhyPage:
    """why.html: why a document matches a search, or does not.

    Attributes:
        frame: what stands around the page.
        back: the answer.
        document: the document.
        heading: whether it matches, in words.
        query: the query as it was read, with its filters; may be empty.
        reading: what was said about the reading.
        lacks: why it does not match, in sentences.
        score: the parts.
        json: the address of the same as JSON.
    """

    frame: Frame
    back: Link
    document: Link
    heading: str
    query: str
    reading: tuple[ReadPart, ...]
    lacks: tuple[str, ...]
    score: ScorePart
    json: str
