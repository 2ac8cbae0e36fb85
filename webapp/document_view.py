"""One document: cleaned, as delivered, as JSON, and the bytes alone.

Shows what is stored; cleans and links nothing.
"""

from dataclasses import dataclass, replace

from flask import Blueprint, Response, jsonify, request

from indexer.api import (
    Document,
    EngineTimedOut,
    InvalidRequest,
    Mark,
    NearCopies,
    NearCopy,
    Neighbours,
    Note,
    Search,
    SearchRequest,
)
from webapp.actor_lists import make_named_groups
from webapp.addresses import (
    copies_address,
    document_address,
    document_path,
    page_address,
    rule_address,
    search_address,
    why_address,
)
from webapp.answer_sentence import has_filters, make_reading
from webapp.article import MOST_STEPS, Article, find_underlines, make_blocks, make_raw
from webapp.article_parts import DatePart, RawPart, RemovedPart
from webapp.citations import make_citation
from webapp.context_parts import Link
from webapp.desk import get_desk
from webapp.document_contexts import DocumentPage, Where
from webapp.document_lines import count_words, make_document, make_headline, make_published, web_link
from webapp.frames import make_frame, show_page
from webapp.json_values import document_values
from webapp.languages import gettext
from webapp.page_cache import keep_out
from webapp.params import read_choice, read_params, write_params
from webapp.similar_parts import make_similar
from webapp.value_names import name_value
from webapp.wording import begin, number, plural, shorten

views = Blueprint("document", __name__)

OWN_PARAMS = ("view", "marks")
CLEAN, ORIGINAL, DIFFERENCE = VIEWS = ("clean", "original", "difference")
# Countries are counted, not underlined: they stand in every sentence of some texts.
QUIET_TYPES = frozenset({"country"})
MOST_MARKED = 3


@dataclass(frozen=True, slots=True)
class Shown:
    """A document within a search, and how it is to be shown."""

    document: Document
    request: SearchRequest
    view: str
    marked: bool
    notes: tuple[Note, ...] = ()

    def address(self, *, view: str | None = None, marked: bool | None = None) -> str:
        """The address of this document, with something changed."""
        view = self.view if view is None else view
        marked = self.marked if marked is None else marked
        extra = [*([("view", view)] if view != CLEAN else []), *([] if marked else [("marks", "off")])]
        return page_address(document_path(self.document.id), [*write_params(self.request), *extra])


@dataclass(frozen=True, slots=True)
class Found:
    """What a search finds in a document, and where the document stands in its answer."""

    marks: tuple[Mark, ...] = ()
    title_marks: tuple[Mark, ...] = ()
    matching: tuple[int, ...] = ()
    neighbours: Neighbours | None = None


@views.get("/documents/<document_id>")
def show_document(document_id: str) -> str:
    """A document, with what matches the search that led to it."""
    desk = get_desk()
    params = read_params(request.args, desk.settings, OWN_PARAMS)
    notes = list(params.notes)
    view = read_choice(request.args, "view", VIEWS, notes)
    marked = read_choice(request.args, "marks", ("on", "off"), notes) == "on"
    with desk.searching() as search:
        shown = Shown(search.document(document_id), params.request, view, marked, tuple(notes))
        return show_page("document.html", make_document_page(search, shown))


@views.get("/documents/<document_id>.json")
def show_document_json(document_id: str) -> Response:
    """A document with all that was found in it, as JSON."""
    with get_desk().searching() as search:
        return jsonify(document_values(search.document(document_id), search))


@views.get("/documents/<document_id>.raw")
def send_original(document_id: str) -> Response:
    """The bytes of a document as delivered, to be kept and never shown by a browser."""
    with get_desk().searching() as search:
        document = search.document(document_id)
        original = search.original(document_id)
    response = Response(original, mimetype="application/octet-stream")
    response.headers["Content-Disposition"] = f'attachment; filename="{document.id}.bin"'
    return response


def _say_marked(found: Found, kind: str) -> str:
    marks = (*found.title_marks, *found.marks)
    labels = tuple(dict.fromkeys(mark.label for mark in marks if mark.kind == kind))
    return ", ".join(labels[:MOST_MARKED]) + (" …" if len(labels) > MOST_MARKED else "")


def _say_matches(total: int) -> str:
    """The way to the first match, in words.

    >>> _say_matches(1), _say_matches(17)
    ('The one match', 'First of 17 matches')
    """
    if total < 2:
        return gettext("The one match") if total else ""
    if total > MOST_STEPS:
        return gettext(
            "First of %(n)s matches, steps lead to the first %(steps)s",
            n=number(total),
            steps=number(MOST_STEPS),
        )
    return gettext("First of %(n)s matches", n=number(total))


def make_document_page(search: Search, shown: Shown) -> DocumentPage:
    """The context of a document."""
    document = shown.document
    found = find_in_document(search, shown)
    article = _make_article(search, shown, found)
    copies = search.near_copies(document.id)
    similar, no_similar = make_similar(search, document.id)
    json = page_address(f"{document_path(document.id)}.json")
    return DocumentPage(
        frame=make_frame(search, shorten(document.label, 70), "doc", json=json),
        where=make_where(document, shown.request, found.neighbours),
        reading=make_reading(shown.notes, dated=""),
        headline=make_headline(document, None, found.title_marks if shown.marked else ()),
        published=make_published(document.published, search),
        file=document.source_file,
        outlet=document.outlet or "",
        byline=document.byline or "",
        language=begin(name_value(search, "language", document.language or "none")),
        web=web_link(document.url),
        delivered=_say_delivered(search, document),
        length=_say_length(document),
        sha256=document.sha256,
        notes=document.notes,
        view=shown.view,
        cleaned_url=shown.address(view=CLEAN),
        original_url=shown.address(view=ORIGINAL),
        difference_url=shown.address(view=DIFFERENCE),
        bytes_url=page_address(f"{document_path(document.id)}.raw"),
        evidence_url=page_address(f"{document_path(document.id)}.zip"),
        marked=_say_marked(found, "word") if shown.marked else "",
        aliased=_say_marked(found, "alias") if shown.marked else "",
        matches=_say_matches(len(article.marks)),
        steps=min(len(article.marks), MOST_STEPS),
        underlined=shown.marked,
        marks_url=shown.address(marked=not shown.marked),
        blocks=make_blocks(article) if shown.view == CLEAN else (),
        raw=_make_raw(shown),
        matching=found.matching,
        removed=make_removed(document, search),
        removed_says=_say_removed(document),
        groups=make_named_groups(document, search),
        dates=make_dates(document, search),
        copies=tuple(make_document(copy.document, search, extra=_say_alike(copy)) for copy in copies.first),
        copies_says=_say_copies(copies),
        copies_url=copies_address(document.id),
        similar=similar,
        similar_says=no_similar,
        json=json,
        citation=make_citation(document, search),
    )


def _make_article(search: Search, shown: Shown, found: Found) -> Article:
    """The text with what is marked in it; nothing where no marks are wanted."""
    matching = frozenset(found.matching)
    if not shown.marked:
        return Article(shown.document, (), matching, (), numbered=True)
    quiet = frozenset(a.id for a in search.collection.actors if a.type in QUIET_TYPES)
    underlines = find_underlines(shown.document, quiet)
    return Article(shown.document, found.marks, matching, underlines, numbered=True)


def _make_raw(shown: Shown) -> tuple[RawPart, ...]:
    """The text as delivered, or as read with what was removed in its place."""
    if shown.view == ORIGINAL:
        return (RawPart(shown.document.delivered_text, 0),)
    return make_raw(shown.document) if shown.view == DIFFERENCE else ()


def find_in_document(search: Search, shown: Shown) -> Found:
    """What the search finds in the document; nothing for one that is refused or takes too long."""
    asked = shown.request
    if not asked.text and not has_filters(asked):
        return Found()
    document_id = shown.document.id
    try:
        seen = search.evidence(document_id, asked)
        return Found(seen.marks, seen.title_marks, seen.matching, search.neighbours(document_id, asked))
    except EngineTimedOut:
        keep_out()
        return Found()
    except InvalidRequest:
        # A document can be read whatever is in the address beside its id
        return Found()


def make_where(document: Document, asked: SearchRequest, near: Neighbours | None) -> Where | None:
    """The way back to the answer, and to the documents beside this one."""
    if near is None:
        return None
    back = gettext("Back to the filtered documents")
    if asked.text:
        back = gettext("Back to “%(query)s”", query=shorten(asked.text, 40))
    place = gettext("Not in this answer")
    if near.place is not None:
        place = gettext("Document %(n)s of %(total)s", n=number(near.place), total=number(near.total))
    page = (near.place - 1) // asked.per + 1 if near.place else 1
    return Where(
        Link(back, search_address(replace(asked, page=page))),
        place,
        Link(
            gettext("Why it matches") if near.place else gettext("Why not"), why_address(document.id, asked)
        ),
        _beside(gettext("Previous"), near.previous, asked),
        _beside(gettext("Next"), near.next, asked),
    )


def make_removed(document: Document, search: Search) -> tuple[RemovedPart, ...]:
    """What was removed, by which rule, from where."""
    says = {rule.rule: gettext(rule.says) for rule in search.collection.rules}
    repeated = _say_repeated(document, search)
    return tuple(
        RemovedPart(
            at,
            document.text[span.start : span.end],
            span.rule,
            rule_address(span.rule) if span.rule in says else "",
            says.get(span.rule, "") + repeated.get((span.start, span.end), ""),
            gettext("Characters %(first)s to %(last)s", first=number(span.start + 1), last=number(span.end)),
        )
        for at, span in enumerate(document.removed, 1)
    )


def _say_repeated(document: Document, search: Search) -> dict[tuple[int, int], str]:
    """For each removed span that is a line of its source, from how many documents it was taken."""
    lines = {
        line.text: line.documents for line in search.collection.repeated if line.source == document.source
    }
    if not lines:
        return {}
    source = document.source
    whose = gettext("the folder %(name)s", name=source) if source.endswith("/") else source
    found = {}
    for span in document.removed:
        documents = lines.get(" ".join(document.text[span.start : span.end].split()))
        if documents:
            found[span.start, span.end] = gettext(
                "; taken from %(documents)s of %(source)s",
                documents=plural(documents, "document"),
                source=whose,
            )
    return found


def make_dates(document: Document, search: Search) -> tuple[DatePart, ...]:
    """The dates talked about, each once, ascending, those without a year last."""
    passages: dict[str, list[int]] = {}
    for mention in document.dates:
        numbers = passages.setdefault(mention.value, [])
        for passage in document.passages:
            if passage.start <= mention.start < passage.end and passage.number not in numbers:
                numbers.append(passage.number)
    return tuple(
        DatePart(
            name_value(search, "mentioned", value).partition(", ")[0],
            _say_basis(value),
            tuple(passages[value]),
        )
        for value in sorted(passages, key=lambda v: (v.startswith("--"), v))
    )


def _say_basis(value: str) -> str:
    if value.startswith("--"):
        return gettext("no year given, none assumed")
    return {4: gettext("year"), 7: gettext("month")}.get(len(value)) or gettext("day")


def _say_removed(document: Document) -> str:
    characters = sum(span.end - span.start for span in document.removed)
    # Of HTML the article is read first, its menus and scripts are not; the bytes have everything.
    total = plural(len(document.text), "character")
    if document.kind != "text":
        total = gettext("%(characters)s of the text that was read from the HTML", characters=total)
    if not document.removed:
        return gettext("Nothing. All %(characters)s are in the article.", characters=total)
    return gettext(
        "%(spans)s, %(n)s of %(characters)s. The original is kept whole.",
        spans=plural(len(document.removed), "span"),
        n=number(characters),
        characters=total,
    )


def _say_alike(copy: NearCopy) -> str:
    if copy.exact:
        return gettext("the same text")
    # Not rounded up: 100 % is the same words.
    return gettext("%(n)s %% alike", n=int(100 * copy.resemblance))


def _say_copies(copies: NearCopies) -> str:
    if not copies.total:
        return ""
    words = gettext("%(documents)s of the collection", documents=plural(copies.total, "document"))
    if copies.total > len(copies.first):
        words += gettext("; the first %(n)s are listed", n=number(len(copies.first)))
    return gettext("%(copies)s. Percent of the five-word runs of both that both have.", copies=words)


def _say_length(document: Document) -> str:
    return gettext(
        "%(passages)s, %(words)s as delivered",
        passages=plural(len(document.passages), "passage"),
        words=count_words(document),
    )


def _say_delivered(search: Search, document: Document) -> str:
    size = len(search.original(document.id))
    return f"{plural(len(document.delivered_text), 'character')}, {plural(size, 'byte')}"


def _beside(word: str, document: Document | None, asked: SearchRequest) -> Link | None:
    if document is None:
        return None
    return Link(
        gettext("%(way)s: %(title)s", way=word, title=shorten(document.label, 28)),
        document_address(document.id, asked),
    )
