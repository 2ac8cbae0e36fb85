"""The search page, the home page and the same answer as JSON.

Asks for one answer and what belongs to it; decides nothing about matching.
"""

from dataclasses import replace
from functools import partial
from urllib.parse import quote, unquote, urlsplit

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as AnyResponse

from indexer.api import Answer, Search, SearchRequest
from webapp.actor_lists import make_actor_groups
from webapp.addresses import best_address, page_address, search_address, timeline_address, without_filters
from webapp.answer_sentence import has_filters, make_chips, make_reading, say_answer
from webapp.canonical import find_better
from webapp.collection_facts import make_facts
from webapp.compare_params import start_address
from webapp.context_parts import Link
from webapp.desk import get_desk
from webapp.document_lines import count_words, make_document, make_hit, make_pages
from webapp.exports.sending import ALL, send_whole_json
from webapp.facet_lists import FacetPage
from webapp.facets import make_facets
from webapp.frames import make_ask, make_frame, make_orders, show_page
from webapp.json_values import answer_values
from webapp.languages import carried, gettext
from webapp.long_texts import FOLDER, is_long, text_at, told_within
from webapp.page_cache import keep_out
from webapp.page_checks import check_page
from webapp.params import ReadParams, read_params, write_params
from webapp.query_examples import make_examples
from webapp.search_contexts import HomePage, SearchPage
from webapp.suggestions import make_options
from webapp.take_away import feed_address, make_take_away
from webapp.value_names import name_value
from webapp.why_lines import make_scores
from webapp.wording import plural, shorten
from webapp.zero_hits import find_ways_out, find_words

views = Blueprint("search", __name__)

HOME_FACETS = ("published", "mentioned", "place")
HOME_ORDERS = ("newest", "oldest")
# Actors on the home page, those of most documents: some screens of them. All are one link away.
MOST_ACTORS = 120


@views.get("/")
def show_search() -> AnyResponse | str:
    """The answer to a search, or the collection to browse where nothing is asked."""
    return _show(request.args)


@views.get(f"{FOLDER}<text>/")
def show_long_search(text: str) -> AnyResponse | str:
    """The answer to a search with a long text, which stands in the path."""
    return _show(_with_text(text))


@views.get(f"{FOLDER}<text>/<path:rest>")
def leave_long_search(text: str, rest: str) -> AnyResponse:
    """Another page within a search with a long text, by its own address."""
    kept = [pair for pair in _with_text(text).items(multi=True) if pair not in carried()]
    # The rest begins with no slash: two would lead to another host
    return redirect(page_address(quote(f"/{rest}"), kept), 302)


def _with_text(text: str) -> MultiDict[str, str]:
    return MultiDict([("q", text_at(text)), *request.args.items(multi=True)])


def _show(args: MultiDict[str, str]) -> AnyResponse | str:
    """The page of a search; any other address of it leads to its best one."""
    desk = get_desk()
    params = read_params(args, desk.settings)
    asked = params.request
    better = find_better(args, params)
    address = best_address(better or tuple(args.items(multi=True)))
    if better is not None or unquote(urlsplit(address).path) != request.path:
        return redirect(address, 302)
    with desk.searching() as search, told_within(asked.text if is_long(asked.text) else ""):
        if not asked.text and not has_filters(asked):
            home = make_home(search, params)
            return show_page("home.html", home)
        answer = search.search(asked)
        check_page(answer)
        if not answer.complete:
            keep_out()
        return show_page("search.html", make_search_page(search, answer, params))


@views.get("/search.json")
def show_search_json() -> Response:
    """The answer to a search as JSON; with per=all the whole of it."""
    if request.args.get("per") == ALL:
        return send_whole_json()
    desk = get_desk()
    params = read_params(request.args, desk.settings)
    with desk.searching() as search:
        answer = search.search(params.request)
        check_page(answer)
        return jsonify(answer_values(answer, params.notes))


def make_search_page(search: Search, answer: Answer, params: ReadParams) -> SearchPage:
    """The context of an answer."""
    asked = answer.request
    labels = partial(name_value, search)
    count, sentence = say_answer(answer, labels)
    json = page_address("/search.json", write_params(asked))
    first = (asked.page - 1) * asked.per + 1
    page = FacetPage(search, answer, params, get_desk().settings.facet_limit, search.months)
    title = f"{count} – {shorten(asked.text, 60)}" if asked.text else count
    return SearchPage(
        frame=replace(make_frame(search, title, "search", "search", json), feed=feed_address(asked)),
        ask=make_ask(asked, options=make_options(search, asked)),
        count=count,
        sentence=sentence,
        reading=make_reading((*answer.notes, *params.notes)),
        literal=_find_literal(search, answer),
        suggestion=_offer_spelling(answer),
        chips=make_chips(asked, labels, params.unread),
        clear=_clear_filters(search, asked),
        orders=make_orders(asked),
        undated=asked.sort != "relevance",
        copies=_switch_copies(answer),
        views=(
            Link(gettext("Timeline"), timeline_address(replace(asked, page=1))),
            Link(gettext("Compare with…"), start_address(asked)),
        ),
        hits=tuple(make_hit(hit, first + at, search, asked) for at, hit in enumerate(answer.hits)),
        scores=make_scores(answer, search),
        pages=make_pages(asked, answer.listed, folded=answer.folded),
        ways_out=find_ways_out(search, answer, labels) if not answer.total else (),
        words=find_words(search, answer, labels) if not answer.total else (),
        facets=make_facets(page),
        away=make_take_away(answer),
    )


def make_home(search: Search, params: ReadParams) -> HomePage:
    """The context of the home page."""
    sort = params.request.sort if params.request.sort in HOME_ORDERS else "newest"
    asked = SearchRequest(sort=sort, facets=HOME_FACETS, page=params.request.page, per=params.request.per)
    # A list without a word on copies has each of them.
    answer = replace(search.search(replace(asked, copies="all")), request=asked)
    check_page(answer)
    actors = search.actor_counts()
    documents = plural(search.collection.documents, "document")
    facets = FacetPage(
        search,
        replace(answer, request=SearchRequest()),
        params,
        get_desk().settings.facet_limit,
        search.months,
    )
    return HomePage(
        frame=make_frame(search, documents, "home", "search"),
        ask=make_ask(
            SearchRequest(),
            gettext("Search %(articles)s", articles=plural(search.collection.documents, "scraped article")),
            make_options(search, SearchRequest()),
        ),
        reading=make_reading(params.notes),
        counts=f"{documents}, {plural(len(actors), 'actor')}",
        documents=tuple(
            make_document(hit.document, search, extra=count_words(hit.document)) for hit in answer.hits
        ),
        pages=make_pages(replace(asked, sort="relevance" if sort == "newest" else sort), answer.total),
        orders=make_orders(asked, HOME_ORDERS),
        groups=make_actor_groups(actors[:MOST_ACTORS]),
        actors=plural(len(actors), "actor"),
        all_actors=Link(
            gettext("All %(values)s", values=plural(len(actors), "actor")), page_address("/actors")
        )
        if len(actors) > MOST_ACTORS
        else None,
        examples=make_examples(every=False),
        facts=make_facts(search),
        facets=make_facets(facets),
    )


def _find_literal(search: Search, answer: Answer) -> Link | None:
    """The search for the letters only, where a word was read as a name."""
    read = [note for note in answer.notes if note.kind == "read"]
    if not read:
        return None
    other = replace(answer.request, spelling="exact", page=1)
    found = search.count(other)
    if found.match != answer.match:
        # Of the words by themselves, "any" would count documents without these letters.
        other = replace(other, match=answer.match)
        found = search.count(other)
    total = found.total
    text = gettext("Search the letters “%(word)s” only", word=read[0].word)
    if len(read) > 1:
        text = gettext("Search the letters only, as typed")
    return Link(text, search_address(other) if total else "", total)


def _offer_spelling(answer: Answer) -> Link | None:
    """The search in another spelling, with all that was chosen."""
    offered = answer.suggestion
    if offered is None:
        return None
    other = replace(answer.request, text=offered.text, page=1)
    # The question that offers it ends with a mark of its own.
    return Link(offered.text.rstrip("? \u202f\xa0"), search_address(other), offered.total)


def _switch_copies(answer: Answer) -> Link | None:
    """The same answer with each near copy in the list, or with them folded."""
    asked = answer.request
    if asked.copies == "all":
        return Link(gettext("fold near copies"), search_address(replace(asked, copies="fold", page=1)))
    if not answer.folded:
        return None
    return Link(gettext("show each copy"), search_address(replace(asked, copies="all", page=1)), answer.total)


def _clear_filters(search: Search, asked: SearchRequest) -> Link | None:
    if not has_filters(asked):
        return None
    other = without_filters(asked)
    total = search.count(other).total
    return Link(gettext("Clear all filters"), search_address(other), total)
