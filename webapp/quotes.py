"""The passages that are shown with a hit.

Turns stretches of an answer into parts of a page; chooses none.
"""

from markupsafe import Markup

from indexer.api import Document, Excerpt, Hit, SearchRequest
from webapp.addresses import document_address
from webapp.article import MOST_STEPS, keep_excerpt
from webapp.context_parts import QuotePart
from webapp.highlighting import highlight
from webapp.long_texts import own_text

# Characters of all stretches of a hit, and what a mark or a stretch has around it: of a long text
# each word may have a stretch of its own, and each word of it a mark.
MOST_QUOTED, MARK, AROUND = 1_200, 13, 120


def make_quotes(hit: Hit, request: SearchRequest) -> tuple[QuotePart, ...]:
    """The stretches of a hit in reading order; a heading stands above the passage that follows it.

    Of a long text those with the most marks, unless the document was chosen: then a reader wants them all.
    """
    quotes: list[QuotePart] = []
    above: list[Excerpt] = []
    few = own_text() and request.documents != (hit.document.id,)
    for excerpt in _choose_fullest(hit.passages) if few else hit.passages:
        if above and above[-1].passage != excerpt.passage:
            quotes.append(_quote(above, None, hit.document, request))
            above = []
        if excerpt.kind == "heading":
            above.append(excerpt)
        else:
            quotes.append(_quote(above, excerpt, hit.document, request))
            above = []
    if above:
        quotes.append(_quote(above, None, hit.document, request))
    return tuple(quotes)


def _choose_fullest(excerpts: tuple[Excerpt, ...]) -> tuple[Excerpt, ...]:
    """The stretches with the most marks, as far as there is room, as they stand."""
    sizes = [AROUND + len(excerpt.text) + MARK * len(excerpt.marks) for excerpt in excerpts]
    left = MOST_QUOTED
    chosen: list[int] = []
    for at in sorted(range(len(excerpts)), key=lambda at: -len(excerpts[at].marks)):
        if not chosen or sizes[at] <= left:
            chosen.append(at)
            left -= sizes[at]
    return tuple(excerpts[at] for at in sorted(chosen))


def _quote(
    above: list[Excerpt], excerpt: Excerpt | None, document: Document, request: SearchRequest
) -> QuotePart:
    shown = [*([excerpt] if excerpt else []), *above]
    number = shown[0].passage
    match = next((one.first_match for one in shown if one.first_match), 0)
    return QuotePart(
        number,
        document_address(document.id, request, number or None, match if match <= MOST_STEPS else 0),
        tuple(highlight(*keep_excerpt(document, heading)) for heading in above),
        highlight(*keep_excerpt(document, excerpt)) if excerpt else Markup(""),
        excerpt is not None and excerpt.cut_before,
        excerpt is not None and excerpt.cut_after,
        excerpt is not None and _has_lines(document, number),
    )


def _has_lines(document: Document, passage: int) -> bool:
    return any(p.number == passage and p.kind != "prose" for p in document.passages)
