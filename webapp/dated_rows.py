"""Passages under a date, as they stand on the pages of searches and actors.

Turns values of the desk into parts of a page; counts nothing.
"""

from indexer.api import Actor, DatedPassage, Document, Mark, NamedPassage, Search, SearchRequest, Timeline
from webapp.addresses import actor_part_address, document_address, timeline_address
from webapp.article import Article, find_underlines, make_line
from webapp.article_parts import Line, Run
from webapp.context_parts import Link
from webapp.document_lines import make_document
from webapp.highlighting import highlight
from webapp.languages import gettext, later, ngettext
from webapp.timeline_contexts import PassageRow, TimelinePart
from webapp.value_names import name_value
from webapp.wording import number, plural

# Passages on the page of an actor; the rest is one link away.
FIRST_DATED = 8
# How exactly a date is given.
BASES = {
    "year": later("year in the text"),
    "month": later("month in the text"),
    "day": later("day in the text"),
}
NO_YEAR = later("no year given, listed last")
# The documents that are read where not all are, by the order of the search.
READ_FIRST = {"relevance": later("the best"), "newest": later("the newest"), "oldest": later("the oldest")}


def ask_for_actor(actor: Actor, mentioned: tuple[str, ...] = ()) -> SearchRequest:
    """The search whose timeline is that of an actor: each of its documents, the newest first."""
    return SearchRequest(actors=(actor.id,), mentioned=mentioned, sort="newest", copies="all")


def make_actor_timeline(search: Search, actor: Actor, timeline: Timeline) -> TimelinePart | None:
    """The first dated passages of an actor, None where no document names it and a date."""
    if not timeline.documents:
        return None
    asked, total = ask_for_actor(actor), len(timeline.places)
    text = ngettext("%(n)s date", "All %(n)s dates", total, n=number(total))
    more = total > FIRST_DATED or not timeline.complete
    says = gettext("No passage names %(actor)s and a date.", actor=actor.label)
    if total:
        dates, passages = plural(total, "date"), plural(timeline.passages, "passage")
        says = gettext("%(dates)s in %(passages)s, by date.", dates=dates, passages=passages)
    return TimelinePart(
        says=" ".join((says, *say_read(timeline, asked))),
        rows=tuple(
            make_dated_row(row, asked, search) for row in search.timelines.rows(timeline, 0, FIRST_DATED)
        ),
        all=Link(text, timeline_address(asked)) if more else Link("", ""),
        csv=actor_part_address(actor.id, "timeline.csv") if total or not timeline.complete else "",
    )


def say_read(timeline: Timeline, request: SearchRequest) -> tuple[str, ...]:
    """Which documents the dates are from, where not all were read."""
    if timeline.complete:
        return ()
    says = gettext(
        "Counted in %(first)s %(read)s of %(documents)s that write a date; the CSV is made from all.",
        first=gettext(READ_FIRST[request.sort]),
        read=number(timeline.read),
        documents=plural(timeline.documents, "document"),
    )
    return (says,)


def make_dated_row(row: DatedPassage, request: SearchRequest, search: Search, holds: str = "") -> PassageRow:
    """A passage under the date that it writes; `holds` says what it holds of the search."""
    value = row.place.value
    group = search.facet_group("mentioned", value)
    named = NamedPassage(row.document, row.block)
    return PassageRow(
        when=name_value(search, "mentioned", value).partition(", ")[0],
        basis=gettext(BASES.get(group, NO_YEAR)),
        line=_make_line(named, row.marks),
        place=_say_place(named),
        url=document_address(row.document.id, request, row.block.passage or None),
        document=make_document(row.document, search, request),
        holds=holds,
    )


def make_shared_row(row: NamedPassage, actors: tuple[str, str], search: Search) -> PassageRow:
    """A passage that names two actors, under the date of its document."""
    published = row.document.published
    return PassageRow(
        when=name_value(search, "published", published.value) if published else gettext("No date"),
        basis=gettext("date of publication") if published else gettext("nothing in the file gives one"),
        line=_make_line(row, _mark_actors(row.document, actors, search)),
        place=_say_place(row),
        url=document_address(row.document.id, passage=row.block.passage or None),
        document=make_document(row.document, search),
    )


def _mark_actors(document: Document, actors: tuple[str, ...], search: Search) -> tuple[Mark, ...]:
    """The mentions of some actors, free of overlaps."""
    marks: list[Mark] = []
    for mention in document.actors:
        if mention.id in actors and not mention.weak and mention.start >= (marks[-1].end if marks else 0):
            marks.append(Mark(mention.start, mention.end, "alias", search.facet_label("actor", mention.id)))
    return tuple(mark for mark in marks if mark.start < mark.end)


def _make_line(row: NamedPassage, marks: tuple[Mark, ...]) -> Line:
    """A passage with its dates, actors and marks."""
    block = row.block
    if block.start is None or block.end is None:
        return (Run("text", highlight(block.text)),)
    underlines = find_underlines(row.document, frozenset())
    article = Article(row.document, marks, frozenset(), underlines)
    return make_line(article, block.start, block.end)


def _say_place(row: NamedPassage) -> str:
    block = row.block
    if block.kind == "title":
        return gettext("Headline")
    if block.kind == "passage":
        return gettext("Passage %(n)s", n=block.passage)
    return gettext("Heading above passage %(n)s", n=block.passage)
