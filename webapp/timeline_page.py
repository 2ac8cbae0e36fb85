"""The page of a timeline: what is asked of it, and what its template gets.

Finds by the desk alone; sends nothing.
"""

from dataclasses import dataclass, replace
from functools import partial
from typing import Literal, cast

from werkzeug.datastructures import MultiDict

from indexer.api import ActorNotFound, Answer, Note, Search, SearchRequest, Timeline
from webapp.addresses import actor_address, search_address, timeline_address
from webapp.answer_sentence import make_reading, say_answer
from webapp.context_parts import Link, Pairs
from webapp.dated_rows import ask_for_actor, make_dated_row, say_read
from webapp.desk import get_desk
from webapp.document_lines import make_pages
from webapp.frames import make_frame
from webapp.languages import gettext, later, ngettext
from webapp.page_checks import PageMissing
from webapp.params import ReadParams, read_choice, read_params, write_params
from webapp.said import translate
from webapp.timeline_contexts import TimelinePage
from webapp.value_names import name_value
from webapp.wording import number, plural

Passages = Literal["match", "whole", "all"]
PARAMETER = "passages"
# Which passages are listed, the first by default, and how each choice is called.
WAYS: dict[Passages, str] = {
    "match": later("with some of the search"),
    "whole": later("with all of it"),
    "all": later("any"),
}
ORDERS = {"relevance": later("the best"), "newest": later("the newest"), "oldest": later("the oldest")}


@dataclass(frozen=True, slots=True)
class Asked:
    """A search as its address gives it, and which of its dated passages are wanted."""

    params: ReadParams
    passages: Passages


def read_asked(args: MultiDict[str, str]) -> Asked:
    """What the address of a timeline asks for; never raises."""
    params = read_params(args, get_desk().settings, (PARAMETER,))
    notes: list[Note] = []
    passages = cast("Passages", read_choice(args, PARAMETER, tuple(WAYS), notes))
    return Asked(replace(params, notes=(*params.notes, *notes)), passages)


def find_timeline(search: Search, asked: Asked) -> tuple[Answer, Timeline]:
    """The answer of the search and its timeline. Raises PageMissing, InvalidRequest, EngineError."""
    own = asked.params.request
    answer = search.search(replace(own, facets=(), page=1, per=1))
    timeline = search.timelines.timeline(own, asked.passages)
    last = max(1, -(-len(timeline.places) // own.per))
    if own.page > last:
        raise PageMissing(last, timeline_address(replace(own, page=last), asked.passages))
    return answer, timeline


def make_timeline_page(search: Search, asked: Asked) -> TimelinePage:
    """The context of a timeline."""
    own, first = asked.params.request, replace(asked.params.request, page=1)
    answer, timeline = find_timeline(search, asked)
    total = len(timeline.places)
    documents, sentence = say_answer(answer, partial(name_value, search))
    wrong = [value for name, value in asked.params.unread if name == "mentioned"]
    rows = search.timelines.rows(timeline, (own.page - 1) * own.per, own.per)
    json = timeline_address(own, asked.passages, ".json")
    # Where each passage that holds some of the search holds all of it, nobody need be told so.
    whole = gettext("all of the search") if timeline.counts["match"] > timeline.counts["whole"] else ""
    return TimelinePage(
        frame=make_frame(
            search, gettext("Dates: %(search)s", search=f"{documents} {sentence}"), "plain", json=json
        ),
        back=Link(gettext("Back to the answer"), search_address(first), answer.total),
        actor=_find_actor(search, own),
        count=plural(total, "date"),
        says=gettext("in %(passages)s", passages=plural(timeline.passages, "passage")),
        basis=" ".join((f"{documents} {sentence}", _say_dated(timeline), *say_read(timeline, own))),
        reading=make_reading((*answer.notes, *asked.params.notes), dated=""),
        ways=_make_ways(timeline, first, asked.passages),
        orders=() if timeline.complete else _make_orders(first, asked.passages),
        hidden=_hide(first, asked.passages),
        mentioned="".join(wrong[:1]) or (own.mentioned[0] if len(own.mentioned) == 1 else ""),
        errors=tuple(translate(note.message) for note in asked.params.notes if note.parameter == "mentioned"),
        rows=tuple(
            make_dated_row(row, first, search, whole if row.place.holds == "whole" else "") for row in rows
        ),
        pages=make_pages(own, total, "/timeline", noun="date", also=_also(asked.passages)),
        csv=timeline_address(first, asked.passages, ".csv") if total or not timeline.complete else "",
        json=json,
    )


def _say_dated(timeline: Timeline) -> str:
    """How many documents write a date; where none does so beside the whole search, that is an answer."""
    says = ngettext(
        "%(n)s of them writes a date.",
        "%(n)s of them write a date.",
        timeline.documents,
        n=number(timeline.documents),
    )
    if timeline.counts["match"] and not timeline.counts["whole"]:
        return " ".join((says, gettext("No passage with a date holds all of the search.")))
    return says


def _find_actor(search: Search, asked: SearchRequest) -> Link | None:
    """The page of the actor whose timeline this is, None for any other search."""
    if len(asked.actors) != 1:
        return None
    try:
        actor = search.actor(asked.actors[0])
    except ActorNotFound:
        return None
    own = replace(ask_for_actor(actor, asked.mentioned), page=asked.page, per=asked.per)
    return Link(actor.label, actor_address(actor.id)) if own == asked else None


def _make_ways(timeline: Timeline, asked: SearchRequest, passages: Passages) -> tuple[Link, ...]:
    """The passages that can be listed; none to choose from where all hold the search."""
    counts = timeline.counts
    if counts["whole"] == counts["all"]:
        return ()
    return tuple(
        Link(gettext(says), "" if name == passages else timeline_address(asked, name), counts[name])
        for name, says in WAYS.items()
        if counts[name] or name == passages
    )


def _make_orders(asked: SearchRequest, passages: Passages) -> tuple[Link, ...]:
    """Which documents are read first."""
    links = []
    for sort, says in ORDERS.items():
        other = replace(asked, sort=sort)  # type: ignore[arg-type]  # the keys are the orders
        links.append(Link(gettext(says), "" if sort == asked.sort else timeline_address(other, passages)))
    return tuple(links)


def _hide(asked: SearchRequest, passages: Passages) -> Pairs:
    """What the field for dates carries along: all else, and dates where it cannot show them."""
    rest = replace(asked, mentioned=()) if len(asked.mentioned) == 1 else asked
    return (*write_params(rest), *_also(passages))


def _also(passages: Passages) -> Pairs:
    return () if passages == "match" else ((PARAMETER, passages),)
