"""Documents and hits as they stand in lists.

Turns values of an answer into parts of a page; searches nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from markupsafe import Markup

from indexer.api import Document, Hit, Mark, Published, Reason, Search, SearchRequest
from webapp.addresses import actor_address, document_address, page_address, search_address
from webapp.context_parts import (
    DocumentPart,
    HeadlinePart,
    HitPart,
    Link,
    NamedPart,
    PagesPart,
    Pairs,
    PublishedPart,
    WhyPart,
)
from webapp.desk import get_desk
from webapp.highlighting import highlight
from webapp.languages import gettext, later, ngettext
from webapp.params import write_params
from webapp.quotes import make_quotes
from webapp.value_names import name_value
from webapp.wording import number, plural, shorten, times

MOST_ACTORS = 6
PAGE_SIZES = (10, 25, 50, 100)
# Countries stand in every text on a region and say least of a document.
LAST_TYPES = ("country",)
MOST_FORMS = 5
# Characters of a word of the query and of a form; a phrase may be as long as a query.
MOST_FORM = 80
# Words of the query beside a hit; a pasted sentence has more, and they would be most of the page.
MOST_WORDS = 6
# What stands before and after the words that give the date.
EVIDENCE = {
    "header": (later("from the line"), later("at the top of the file")),
    "line": (later("from the line"), ""),
    "metadata": (later("delivered with the text"), ""),
    "url": (later("from the address"), ""),
}
QUOTED = ("header", "line", "url")


def make_published(published: Published | None, search: Search) -> PublishedPart:
    """A date of publication with how it is known, or that there is none."""
    if published is None:
        return PublishedPart("", "", gettext("nothing in the file gives one"), "", "")
    words = name_value(search, "published", published.value)
    before, after = say_source(published.source)
    evidence = published.evidence if published.source in QUOTED else ""
    return PublishedPart(words, published.value, before, evidence, after)


def say_source(source: str) -> tuple[str, str]:
    """What stands before and after the words that give a date."""
    before, after = EVIDENCE[source]
    return gettext(before), gettext(after) if after else ""


def make_headline(
    document: Document, request: SearchRequest | None, marks: tuple[Mark, ...] = ()
) -> HeadlinePart:
    """The headline with its marks, or the opening words without any."""
    given = document.title is not None
    html: Markup = highlight(document.label, marks if given else ())
    return HeadlinePart(html, document_address(document.id, request), given)


def make_document(
    document: Document, search: Search, request: SearchRequest | None = None, extra: str = ""
) -> DocumentPart:
    """A document in a list."""
    return DocumentPart(
        make_headline(document, request),
        make_published(document.published, search),
        document.source_file,
        document.outlet or "",
        extra,
    )


def count_words(document: Document) -> str:
    """The length of a document as delivered."""
    return plural(len(document.text.split()), "word")


def web_link(url: str | None) -> str:
    """The address where a page was scraped, only if it leads to the web.

    >>> web_link("https://example.org/a"), web_link("javascript:alert(1)"), web_link(None)
    ('https://example.org/a', '', '')
    """
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return ""
    return url or "" if parts.scheme in ("http", "https") and parts.netloc else ""


def make_hit(hit: Hit, place: int, search: Search, request: SearchRequest) -> HitPart:
    """One document of an answer; `place` counts from 1 through all pages."""
    document = hit.document
    address = document_address(document.id, request)
    # Stable: within both halves the order of the hit, most named first
    ordered = sorted(hit.actors, key=lambda pair: search.facet_group("actor", pair[0]) in LAST_TYPES)
    shown = ordered[:MOST_ACTORS]
    more = len(ordered) - len(shown)
    return HitPart(
        number=place,
        document=DocumentPart(
            make_headline(document, request, hit.title_marks),
            make_published(document.published, search),
            document.source_file,
            document.outlet or "",
            "",
        ),
        quotes=make_quotes(hit, request),
        why=_make_why([reason for reason in hit.reasons if reason.forms], search),
        matching=_say_matching(hit),
        matching_url=_first_match(hit, request),
        actors=tuple(make_named(document, actor, mentions, search) for actor, mentions in shown),
        more_actors=gettext("%(n)s more", n=number(more)) if more > 0 else "",
        actors_url=f"{address}#actors",
        copies=_find_copies(hit, request),
    )


def make_named(document: Document, actor: str, mentions: int, search: Search) -> NamedPart:
    """An actor of a document; one that is stated beside the text has no place in it."""
    stated = any(m.id == actor and m.start == m.end for m in document.actors)
    marked = "" if stated else document_address(document.id, SearchRequest(actors=(actor,)))
    return NamedPart(
        Link(search.facet_label("actor", actor), actor_address(actor)),
        Link(number(mentions), marked, mentions),
    )


def make_pages(
    request: SearchRequest,
    total: int,
    path: str = "/",
    folded: int = 0,
    noun: str = "document",
    also: Pairs = (),
) -> PagesPart:
    """The way through the pages of a list of `total` documents, in which others are `folded`.

    `also` are parameters that only this page has.
    """

    def address(page: int, per: int = request.per) -> str:
        return page_address(path, [*write_params(replace(request, page=page, per=per)), *also])

    pages = max(1, -(-total // request.per))
    first = (request.page - 1) * request.per + 1
    last = min(request.page * request.per, total)
    shown = gettext("%(n)s of %(total)s shown", n=number(total), total=plural(total, noun))
    if pages > 1:
        shown = gettext(
            "%(first)s to %(last)s of %(total)s",
            first=number(first),
            last=number(last),
            total=plural(total, noun),
        )
    if folded:
        shown += ngettext(
            "; %(copies)s is folded into them",
            "; %(copies)s are folded into them",
            folded,
            copies=plural(folded, "near copy"),
        )
    return PagesPart(
        here=gettext("Page %(page)s of %(pages)s", page=number(request.page), pages=number(pages)),
        shown=shown,
        previous=address(request.page - 1) if request.page > 1 else "",
        next=address(request.page + 1) if request.page < pages else "",
        sizes=_make_sizes(request, total, address),
    )


def _make_sizes(request: SearchRequest, total: int, address: Callable[[int, int], str]) -> tuple[Link, ...]:
    """How many may stand on a page; each keeps the first of this page in sight. None for a short list."""
    if total <= PAGE_SIZES[0] and request.per in PAGE_SIZES:
        return ()
    first = (request.page - 1) * request.per
    return tuple(
        Link(number(size), "" if size == request.per else address(first // size + 1, size))
        for size in PAGE_SIZES
        if size <= get_desk().settings.max_per_page
    )


def _find_copies(hit: Hit, request: SearchRequest) -> Link | None:
    """The near copies of a hit as a search; more than an address holds are listed with the document."""
    if not hit.copies:
        return None
    words = plural(hit.copies, "near copy")
    if hit.copies > len(hit.copy_ids):
        return Link(words, f"{document_address(hit.document.id, request)}#copies")
    only = replace(request, documents=hit.copy_ids, copies="all", page=1)
    return Link(words, search_address(only), hit.copies)


def _make_why(reasons: Sequence[Reason], search: Search) -> tuple[WhyPart, ...]:
    """Why a hit matches: by the first words of the query, how many more, and by all filters."""
    words = [reason for reason in reasons if reason.part == "word"]
    left = len(words) - MOST_WORDS
    parts = [_why(reason, search) for reason in (words[:MOST_WORDS] if left > 1 else words)]
    if left > 1:  # one word more takes no more room than the number
        parts[-1] = replace(parts[-1], more=gettext("and %(n)s more", n=number(left)))
    return (*parts, *(_why(reason, search) for reason in reasons if reason.part != "word"))


def _why(reason: Reason, search: Search) -> WhyPart:
    actor = search.facet_label("actor", reason.actor) if reason.actor else ""
    forms = [(shorten(form, MOST_FORM), times(count)) for form, count in reason.forms[:MOST_FORMS]]
    rest = reason.forms[MOST_FORMS:]
    if rest:
        forms.append((plural(len(rest), "other form"), times(sum(n for _, n in rest))))
    reading = "" if actor.casefold() == reason.label.casefold() else actor
    # A word that stands as it is asked for is not said twice.
    alike = not reading and [form for form, _ in forms] == [reason.label]
    return WhyPart(
        part=gettext("Matched") if reason.part == "word" else gettext("Filter"),
        label=shorten(reason.label, MOST_FORM),
        reading=reading,
        often=forms[0][1] if alike else "",
        forms=tuple(forms),
        headline=gettext("%(times)s in the headline", times=times(reason.in_title))
        if reason.in_title
        else "",
    )


def _say_matching(hit: Hit) -> str:
    if not hit.reasons:
        return plural(len(hit.document.passages), "passage")
    if not hit.matching:
        return ""
    return ngettext(
        "%(n)s of %(all)s matches",
        "%(n)s of %(all)s match",
        hit.matching,
        n=number(hit.matching),
        all=number(len(hit.document.passages)),
    )


def _first_match(hit: Hit, request: SearchRequest) -> str:
    if not hit.matching or not any(excerpt.first_match for excerpt in hit.passages):
        return ""
    return document_address(hit.document.id, request, match=1)
