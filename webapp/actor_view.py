"""The list of actors, one actor, and both as JSON.

Shows the authority file and what was found of it; links nothing.
"""

from dataclasses import replace

from flask import Blueprint, Response, jsonify, request

from indexer.api import Actor, ActorNotFound, FacetValue, Search, SearchRequest
from webapp.actor_contexts import ActorPage, ActorsPage, SpellingRow
from webapp.actor_facet import actor_noun
from webapp.actor_facts import make_family, make_seen
from webapp.actor_json import actor_facts, actor_values
from webapp.actor_lists import make_actor_groups
from webapp.actor_passages import make_network
from webapp.addresses import actor_address, actor_path, page_address, search_address
from webapp.charts import ChartWords, draw_histogram
from webapp.compare_params import start_address
from webapp.context_parts import Link
from webapp.dated_rows import ask_for_actor, make_actor_timeline
from webapp.desk import get_desk
from webapp.document_lines import make_document, make_pages
from webapp.facet_parts import HistogramPart
from webapp.frames import make_frame, show_page
from webapp.languages import gettext
from webapp.page_checks import check_page
from webapp.params import read_params
from webapp.value_names import name_value, say_when
from webapp.wording import begin, number, plural

views = Blueprint("actor", __name__)

# Spellings that are searched and not found here: the rest is in the JSON.
MOST_OTHERS = 12
ALIKE = 6


@views.get("/actors")
def show_actors() -> str:
    """All actors that the collection names, by type."""
    with get_desk().searching() as search:
        counts = search.actor_counts()
        json = page_address("/actors.json")
        frame = make_frame(search, gettext("Actors"), "actor", "actors", json)
        count = plural(len(counts), "actor")
        return show_page("actors.html", ActorsPage(frame, count, make_actor_groups(counts), json))


@views.get("/actors.json")
def show_actors_json() -> Response:
    """All actors that the collection names, as JSON."""
    with get_desk().searching() as search:
        actors = [actor_facts(actor, count) for actor, count in search.actor_counts()]
        return jsonify({"generation": search.generation, "actors": actors})


@views.get("/actors/<actor_id>")
def show_actor(actor_id: str) -> str:
    """An actor with its spellings and documents."""
    desk = get_desk()
    params = read_params(request.args, desk.settings)
    with desk.searching() as search:
        actor = search.actor(actor_id)
        asked = SearchRequest(
            actors=(actor.id,),
            sort="newest",
            copies="all",
            page=params.request.page,
            per=params.request.per,
        )
        return show_page("actor.html", make_actor_page(search, actor, asked))


@views.get("/actors/<actor_id>.json")
def show_actor_json(actor_id: str) -> Response:
    """An actor with its spellings, as JSON."""
    with get_desk().searching() as search:
        return jsonify(actor_values(search.actor(actor_id), search))


def make_actor_page(search: Search, actor: Actor, asked: SearchRequest) -> ActorPage:
    """The context of an actor; `asked` finds one page of its documents."""
    answer = search.search(replace(asked, facets=("published",)))
    path = actor_path(actor.id)
    check_page(answer, path)
    timeline = search.timelines.timeline(ask_for_actor(actor))
    spellings = search.spellings(actor.id)
    mentions = {hit.document.id: dict(hit.actors).get(actor.id, 0) for hit in answer.hits}
    found = {form.casefold() for form, _, _ in spellings}
    others = pick_unlike([alias.text for alias in actor.aliases if alias.text.casefold() not in found])
    more = sum(alias.text.casefold() not in found for alias in actor.aliases) - len(others)
    total = sum(count for _, count, _ in spellings)
    documents = search.collection.documents
    within = SearchRequest(actors=(actor.id,))
    json = page_address(f"{path}.json")
    return ActorPage(
        frame=make_frame(search, actor.label, "actor", "actors", json),
        all_actors=gettext("All %(values)s", values=plural(len(search.actor_counts()), "actor")),
        label=actor.label,
        name=actor.name,
        kind=begin(actor_noun(actor.type)),
        id=actor.id,
        parent=_find_parent(search, actor),
        active=_say_active(search, actor),
        note=actor.note[:1].upper() + actor.note[1:],
        counts=gettext(
            "%(mentions)s in %(n)s of %(documents)s",
            mentions=plural(total, "mention"),
            n=number(answer.total),
            documents=plural(documents, "document"),
        ),
        search=Link(gettext("Search within these documents"), search_address(within), answer.total),
        compare=Link(gettext("Compare with another actor"), start_address(within)),
        spellings=tuple(_make_spelling(*row) for row in spellings),
        total=number(total),
        others=others,
        more_others=gettext("%(n)s more", n=number(more)) if more else "",
        documents=tuple(
            make_document(hit.document, search, within, plural(mentions[hit.document.id], "mention"))
            for hit in answer.hits
        ),
        pages=make_pages(SearchRequest(page=asked.page, per=asked.per), answer.total, path),
        histogram=_draw(search, answer.facets["published"], within),
        timeline=make_actor_timeline(search, actor, timeline),
        network=make_network(search, actor),
        family=make_family(search, actor),
        seen=make_seen(search, actor, timeline),
        source=actor.source,
        json=json,
    )


def pick_unlike(spellings: list[str]) -> tuple[str, ...]:
    """Some spellings, of those that begin alike only the first: lists hold thousands of variants.

    >>> pick_unlike(["Jama'at Nusrat", "Jama'at Nasr", "GSIM"])
    ("Jama'at Nusrat", 'GSIM')
    """
    unlike: dict[str, str] = {}
    for spelling in spellings:
        unlike.setdefault(spelling.casefold()[:ALIKE], spelling)
    return tuple(unlike.values())[:MOST_OTHERS]


def _draw(search: Search, values: tuple[FacetValue, ...], within: SearchRequest) -> HistogramPart | None:
    words = ChartWords(
        "pub",
        gettext("Documents by date of publication"),
        lambda value: name_value(search, "published", value),
        lambda value: search_address(replace(within, published=(value,))),
        whole=len(values) < get_desk().settings.facet_limit,
    )
    return draw_histogram(values, words)


def _find_parent(search: Search, actor: Actor) -> Link | None:
    if not actor.parent:
        return None
    try:
        parent = search.actor(actor.parent)
    except ActorNotFound:
        return Link(actor.parent, "")
    return Link(parent.label, actor_address(parent.id))


def _say_active(search: Search, actor: Actor) -> str:
    """From when to when, as exactly as the authority file says."""
    first, last = actor.active_from, actor.active_to
    words = [name_value(search, "published", day) if day else "" for day in (first, last)]
    if first and last:
        return say_when(f"{first}..{last}", f"{words[0]} to {words[1]}")
    if first:
        return gettext("from %(first)s, no end given", first=words[0])
    return gettext("to %(last)s, no beginning given", last=words[1]) if last else ""


def _make_spelling(form: str, mentions: int, documents: int) -> SpellingRow:
    letters = SearchRequest(text=f'"{form}"' if " " in form else form, spelling="exact")
    return SpellingRow(form, number(mentions), number(documents), search_address(letters))
