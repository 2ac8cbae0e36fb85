"""The answer in one sentence, the filters in use, and how the query was read.

Words only: every number comes from the answer.
"""

from collections.abc import Callable, Iterable

from indexer.api import Answer, Note, SearchRequest
from webapp.addresses import choice_address, search_address
from webapp.context_parts import ChipPart, ReadPart
from webapp.languages import gettext, later, ngettext
from webapp.params import FILTERS, RANGE_ENDS, Pairs
from webapp.said import translate
from webapp.value_names import name_object, say_when
from webapp.wording import join, join_any, number, plural, shorten

# A longer query is cut in the sentence; the search field shows it whole.
QUERY_CHARACTERS = 160
MOST_NAMED = 6

CHIP_KINDS = {
    "actor": later("Actor"),
    "not_actor": later("Not actor"),
    "published": later("Published"),
    "mentioned": later("Talked about"),
    "place": later("Place"),
    "document": later("Document"),
    "source": later("Source"),
    "language": later("Language"),
}
FIELD_DATES = ("published", *RANGE_ENDS)
Labels = Callable[[str, str], str]


def say_answer(answer: Answer, labels: Labels) -> tuple[str, str]:
    """The sentence in two parts: how many documents, and what they do.

    `labels` gives the name of a value of a facet.
    """
    request, n = answer.request, answer.total
    parts = []
    if answer.understood or request.text:
        query = answer.understood or request.text
        if answer.match == "any":
            query = query.replace(" OR ", gettext(" or "))
        query = shorten(query, QUERY_CHARACTERS)
        parts.append(ngettext("matches %(query)s", "match %(query)s", n, query=query))
    parts += _say_actors(request, n, labels)
    parts += _say_dates(request, n, labels)
    if request.mentioned:
        parts.append(_say_mentioned(request.mentioned, n, labels))
    if request.places:
        names = _some_of([labels("place", v) for v in request.places])
        parts.append(ngettext("names %(places)s", "name %(places)s", n, places=names))
    if request.documents:
        titles = [gettext("“%(title)s”", title=shorten(labels("document", v), 60)) for v in request.documents]
        parts.append(ngettext("is %(titles)s", "are %(titles)s", n, titles=_some_of(titles)))
    if request.sources:
        names = _some_of([gettext("no named source") if v == "unknown" else v for v in request.sources])
        parts.append(ngettext("comes from %(sources)s", "come from %(sources)s", n, sources=names))
    if request.languages:
        names = _some_of([_say_language(v, labels) for v in request.languages])
        parts.append(ngettext("is in %(languages)s", "are in %(languages)s", n, languages=names))
    if not parts:
        parts = [ngettext("is in the collection", "are in the collection", n)]
    joined = join(parts)
    if len(parts) > 2:
        joined = gettext("%(first)s, and %(last)s", first=", ".join(parts[:-1]), last=parts[-1])
    return plural(n, "document"), f"{joined}{_say_folded(answer.folded)}."


def make_chips(request: SearchRequest, labels: Labels, unread: Pairs = ()) -> tuple[ChipPart, ...]:
    """A chip for each filter in use, and for each date that could not be read."""
    chips = []
    for name, field in FILTERS.items():
        facet = "actor" if name == "not_actor" else name
        for value in getattr(request, field):
            label = shorten(labels(facet, value), 60)
            if name == "source" and value == "unknown":
                label = gettext("not given")
            if request.parents == "whole" and name in ("actor", "not_actor"):
                label = gettext("%(actor)s, with parts", actor=label)
            url = choice_address(request, name, value)
            chips.append(ChipPart(gettext(CHIP_KINDS[name]), label, url))
    for name, value in unread:
        kind = CHIP_KINDS[name if name in FILTERS else "published"]
        chips.append(
            ChipPart(
                gettext(kind), gettext("%(date)s, not used", date=shorten(value, 40)), search_address(request)
            )
        )
    return tuple(chips)


def has_filters(request: SearchRequest) -> bool:
    """Whether anything but words narrows the search.

    >>> has_filters(SearchRequest(text="gao")), has_filters(SearchRequest(places=("pl-gao",)))
    (False, True)
    """
    return any(getattr(request, field) for field in FILTERS.values())


def make_reading(notes: Iterable[Note], dated: str = "#pf") -> tuple[ReadPart, ...]:
    """What is said about the reading; a word that was read as a name stands first and apart.

    `dated` is where on the page a date of publication can be corrected; empty for nowhere.
    """
    parts = []
    for note in notes:
        says = translate(note.message)
        if note.kind == "read" and note.word and says.startswith(note.word):
            parts.append(ReadPart(note.word, says[len(note.word) :]))
        else:
            # The one field that a date is typed into says what is wrong with it, too
            field = dated if note.kind == "filter" and note.parameter in FIELD_DATES else ""
            parts.append(ReadPart("", says, field))
    return tuple(dict.fromkeys(parts))


def _say_folded(folded: int) -> str:
    """How many of the documents are in no list.

    >>> _say_folded(1), _say_folded(0)
    ('; 1 of them is a near copy of another and folded into it', '')
    """
    if not folded:
        return ""
    return ngettext(
        "; %(n)s of them is a near copy of another and folded into it",
        "; %(n)s of them are near copies of others and folded into them",
        folded,
        n=number(folded),
    )


def _some_of(names: list[str]) -> str:
    """Names of which any may be; many of them only by their number."""
    if len(names) <= MOST_NAMED:
        return join_any(names)
    return join_any([*names[:MOST_NAMED], plural(len(names) - MOST_NAMED, "other")])


def _all_of(names: list[str]) -> str:
    """Names that must all be; many of them only by their number."""
    if len(names) <= MOST_NAMED:
        return join(names)
    return join([*names[:MOST_NAMED], plural(len(names) - MOST_NAMED, "other")])


def _say_language(value: str, labels: Labels) -> str:
    return gettext("no language that could be told") if value == "none" else labels("language", value)


def _say_actors(request: SearchRequest, n: int, labels: Labels) -> list[str]:
    parts = []
    if request.actors:
        names = [labels("actor", a) for a in request.actors]
        said = _all_of(names) if request.actors_match == "all" else _some_of(names)
        said += _say_parts(request.actors, request)
        parts.append(ngettext("mentions %(actors)s", "mention %(actors)s", n, actors=said))
    if request.not_actors:
        said = _some_of([labels("actor", a) for a in request.not_actors])
        said += _say_parts(request.not_actors, request)
        parts.append(ngettext("does not mention %(actors)s", "do not mention %(actors)s", n, actors=said))
    return parts


def _say_parts(actors: tuple[str, ...], request: SearchRequest) -> str:
    if request.parents == "alone":
        return ""
    return gettext(" or a part of it") if len(actors) == 1 else gettext(", each with its parts")


def _say_dates(request: SearchRequest, n: int, labels: Labels) -> list[str]:
    dates = [say_when(value, labels("published", value)) for value in request.published if value != "none"]
    said = []
    if dates:
        said.append(ngettext("was published %(when)s", "were published %(when)s", n, when=_some_of(dates)))
    if "none" in request.published:
        said.append(ngettext("has no date", "have no date", n))
    return [join_any(said)] if said else []


def _say_mentioned(values: tuple[str, ...], n: int, labels: Labels) -> str:
    dates = [name_object(value, labels("mentioned", value)) for value in values if value != "none"]
    said = []
    if dates:
        said.append(ngettext("talks about %(dates)s", "talk about %(dates)s", n, dates=_some_of(dates)))
    if "none" in values:
        said.append(ngettext("names no date", "name no date", n))
    return join_any(said)
