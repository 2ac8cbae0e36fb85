"""Passages that name an actor, as they stand on its pages: dated, or shared with another actor.

Turns values of the desk into parts of a page; counts nothing.
"""

from indexer.api import Actor, DatedPassage, Mark, NamedPassage, Neighbour, Search, Timeline
from webapp.actor_contexts import NeighbourRow, NetworkPart, PassageRow, TimelinePart
from webapp.actor_facet import LAST_TYPES, actor_noun
from webapp.addresses import actor_address, actor_part_address, document_address, shared_address
from webapp.article import Article, find_underlines, make_line
from webapp.article_parts import Line, Run
from webapp.context_parts import Link
from webapp.document_lines import make_document
from webapp.highlighting import highlight
from webapp.wording import number, plural

# Passages and actors on the page of an actor; the rest is one link away.
FIRST_DATED = 8
MOST_NEIGHBOURS = 20
# How exactly a date is given.
BASES = {"year": "year in the text", "month": "month in the text", "day": "day in the text"}
NO_YEAR = "no year given, listed last"
OWN_PASSAGE = "A headline or heading counts as a passage of its own."


def make_timeline(search: Search, actor: Actor, timeline: Timeline) -> TimelinePart | None:
    """The first dated passages of an actor, None where no document names it and a date."""
    if not timeline.documents:
        return None
    places = timeline.places
    rows = search.timelines.read(places[:FIRST_DATED])
    whole = Link(f"All {plural(len(places), 'date')}", actor_part_address(actor.id, "timeline"))
    return TimelinePart(
        says=say_timeline(timeline, actor, ""),
        rows=tuple(make_dated_row(row, actor, search) for row in rows),
        all=whole if len(places) > FIRST_DATED or not timeline.complete else Link("", ""),
        csv=actor_part_address(actor.id, "timeline.csv") if places or not timeline.complete else "",
    )


def say_timeline(timeline: Timeline, actor: Actor, within: str) -> str:
    """How many dated passages there are, and in how many documents they were looked for."""
    passages = len({(place.document, place.block) for place in timeline.places})
    verb = "names" if passages == 1 else "name"
    says = f"No passage names {actor.label} and a date{within}."
    if passages:
        dates = plural(len(timeline.places), "date")
        says = f"{dates}{within} in {plural(passages, 'passage')} that {verb} {actor.label}, by date."
    if timeline.complete:
        return says
    read, documents = number(timeline.read), plural(timeline.documents, "document")
    return f"{says} Counted in the newest {read} of {documents} that name both; the CSV is made from all."


def make_dated_row(row: DatedPassage, actor: Actor, search: Search) -> PassageRow:
    """A passage under the date that it writes."""
    value = row.place.value
    group = search.facet_group("mentioned", value)
    return PassageRow(
        when=search.facet_label("mentioned", value).removesuffix(", no year given"),
        basis=BASES.get(group, NO_YEAR),
        line=_make_line(NamedPassage(row.document, row.block), (actor.id,), search),
        place=_say_place(NamedPassage(row.document, row.block)),
        url=_address(NamedPassage(row.document, row.block)),
        document=make_document(row.document, search),
    )


def make_shared_row(row: NamedPassage, actors: tuple[str, str], search: Search) -> PassageRow:
    """A passage that names two actors, under the date of its document."""
    published = row.document.published
    return PassageRow(
        when=search.facet_label("published", published.value) if published else "No date",
        basis="date of publication" if published else "nothing in the file gives one",
        line=_make_line(row, actors, search),
        place=_say_place(row),
        url=_address(row),
        document=make_document(row.document, search),
    )


def make_network(search: Search, actor: Actor) -> NetworkPart | None:
    """The actors named in most passages with an actor, None where there are none."""
    found = search.network.neighbours(actor.id)
    if not found:
        return None
    shown = [n for n in found if n.actor.type not in LAST_TYPES]
    countries = len(found) - len(shown)
    says = f"{plural(len(shown), 'actor')}, most passages first."
    if len(shown) > MOST_NEIGHBOURS:
        says = f"The first {MOST_NEIGHBOURS} of {plural(len(shown), 'actor')}, most passages first."
    if countries:
        says += f" {plural(countries, 'country')} {'is' if countries == 1 else 'are'} left out here."
    most = max((n.passages for n in shown), default=1)
    return NetworkPart(
        says=f"{says} {OWN_PASSAGE}",
        rows=tuple(_make_neighbour(actor, n, most) for n in shown[:MOST_NEIGHBOURS]),
        csv=actor_part_address(actor.id, "network.csv"),
        gexf=actor_part_address(actor.id, "network.gexf"),
    )


def _make_neighbour(actor: Actor, found: Neighbour, most: int) -> NeighbourRow:
    other = found.actor
    return NeighbourRow(
        actor=Link(other.label, actor_address(other.id)),
        kind=actor_noun(other.type),
        documents=number(found.documents),
        passages=Link(number(found.passages), shared_address(actor.id, other.id)),
        says=f"{plural(found.passages, 'passage')} with {actor.label} and {other.label}",
        width=f"{100 * found.passages / most:.1f}",
    )


def _make_line(row: NamedPassage, actors: tuple[str, ...], search: Search) -> Line:
    """A passage with its dates and actors; the mentions of `actors` are marked."""
    document, block = row.document, row.block
    if block.start is None or block.end is None:
        return (Run("text", highlight(block.text)),)
    marks: list[Mark] = []
    for mention in document.actors:
        inside = block.start <= mention.start < mention.end <= block.end
        if inside and mention.id in actors and not mention.weak and mention.start >= _end_of(marks):
            label = search.facet_label("actor", mention.id)
            marks.append(Mark(mention.start, mention.end, "alias", label))
    underlines = find_underlines(document, frozenset())
    article = Article(document, tuple(marks), frozenset(), underlines)
    return make_line(article, block.start, block.end)


def _end_of(marks: list[Mark]) -> int:
    return marks[-1].end if marks else 0


def _say_place(row: NamedPassage) -> str:
    block = row.block
    if block.kind == "title":
        return "Headline"
    return f"Passage {block.passage}" if block.kind == "passage" else f"Heading above passage {block.passage}"


def _address(row: NamedPassage) -> str:
    return document_address(row.document.id, passage=row.block.passage or None)
