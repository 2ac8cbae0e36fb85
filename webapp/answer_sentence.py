"""The answer in one sentence, the filters in use, and how the query was read.

Words only: every number comes from the answer.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from indexer.api import Answer, Note, SearchRequest
from webapp.addresses import search_address, toggle
from webapp.context_parts import ChipPart, ReadPart
from webapp.params import FILTERS, RANGE_ENDS, Pairs
from webapp.wording import join, number, plural, shorten

# A longer query is cut in the sentence; the search field shows it whole.
QUERY_CHARACTERS = 160
MOST_NAMED = 6

CHIP_KINDS = {
    "actor": "Actor",
    "not_actor": "Not actor",
    "published": "Published",
    "mentioned": "Talked about",
    "place": "Place",
    "document": "Document",
    "source": "Source",
    "language": "Language",
}
FIELD_DATES = ("published", *RANGE_ENDS)
Labels = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class Verbs:
    """The verbs of the sentence, for one document or for several."""

    match: str
    mention: str
    do_not: str
    were: str
    have: str
    talk: str
    name: str
    are: str
    come: str


ONE = Verbs("matches", "mentions", "does not", "was", "has", "talks", "names", "is", "comes")
SEVERAL = Verbs("match", "mention", "do not", "were", "have", "talk", "name", "are", "come")


def say_answer(answer: Answer, labels: Labels) -> tuple[str, str]:
    """The sentence in two parts: how many documents, and what they do.

    `labels` gives the name of a value of a facet.
    """
    request = answer.request
    verbs = ONE if answer.total == 1 else SEVERAL
    parts = []
    if answer.understood or request.text:
        query = answer.understood or request.text
        if answer.match == "any":
            query = query.replace(" OR ", " or ")
        query = shorten(query, QUERY_CHARACTERS)
        parts.append(f"{verbs.match} {query}")
    parts += _say_actors(request, verbs, labels)
    parts += _say_dates(request, verbs, labels)
    if request.mentioned:
        parts.append(_say_mentioned(request.mentioned, verbs, labels))
    if request.places:
        parts.append(f"{verbs.name} {_some([labels('place', v) for v in request.places], 'or')}")
    if request.documents:
        titles = [f"“{shorten(labels('document', v), 60)}”" for v in request.documents]
        parts.append(f"{verbs.are} {_some(titles, 'or')}")
    if request.sources:
        names = ["no named source" if v == "unknown" else v for v in request.sources]
        parts.append(f"{verbs.come} from {_some(names, 'or')}")
    if request.languages:
        names = [
            "no language that could be told" if v == "none" else labels("language", v)
            for v in request.languages
        ]
        parts.append(f"{verbs.are} in {_some(names, 'or')}")
    joined = join(parts) if len(parts) < 3 else ", ".join(parts[:-1]) + f", and {parts[-1]}"
    said = f"{joined or f'{verbs.are} in the collection'}{_say_folded(answer.folded)}."
    return plural(answer.total, "document"), said


def make_chips(request: SearchRequest, labels: Labels, unread: Pairs = ()) -> tuple[ChipPart, ...]:
    """A chip for each filter in use, and for each date that could not be read."""
    chips = []
    for name, field in FILTERS.items():
        facet = "actor" if name == "not_actor" else name
        for value in getattr(request, field):
            label = shorten(labels(facet, value), 60)
            if name == "source" and value == "unknown":
                label = "not given"
            if request.parents == "whole" and name in ("actor", "not_actor"):
                label += ", with parts"
            url = search_address(toggle(request, name, value))
            chips.append(ChipPart(CHIP_KINDS[name], label, url))
    for name, value in unread:
        kind = CHIP_KINDS[name if name in FILTERS else "published"]
        chips.append(ChipPart(kind, f"{shorten(value, 40)}, not used", search_address(request)))
    return tuple(chips)


def has_filters(request: SearchRequest) -> bool:
    """Whether anything but words narrows the search.

    >>> has_filters(SearchRequest(text="gao")), has_filters(SearchRequest(places=("pl-gao",)))
    (False, True)
    """
    return any(getattr(request, field) for field in FILTERS.values())


def make_reading(notes: Iterable[Note]) -> tuple[ReadPart, ...]:
    """What is said about the reading; a word that was read as a name stands first and apart."""
    parts = []
    for note in notes:
        if note.kind == "read" and note.word and note.message.startswith(note.word):
            parts.append(ReadPart(note.word, note.message[len(note.word) :]))
        else:
            # The one field that a date is typed into says what is wrong with it, too
            field = "#pf" if note.kind == "filter" and note.parameter in FIELD_DATES else ""
            parts.append(ReadPart("", note.message, field))
    return tuple(dict.fromkeys(parts))


def _say_folded(folded: int) -> str:
    """How many of the documents are in no list.

    >>> _say_folded(1), _say_folded(0)
    ('; 1 of them is a near copy of another and folded into it', '')
    """
    if not folded:
        return ""
    if folded == 1:
        return "; 1 of them is a near copy of another and folded into it"
    return f"; {number(folded)} of them are near copies of others and folded into them"


def _some(names: list[str], last: str) -> str:
    """Names joined; many of them only by their number."""
    if len(names) <= MOST_NAMED:
        return join(names, last)
    return f"{', '.join(names[:MOST_NAMED])} {last} {plural(len(names) - MOST_NAMED, 'other')}"


def _say_actors(request: SearchRequest, verbs: Verbs, labels: Labels) -> list[str]:
    parts = []
    if request.actors:
        last = "and" if request.actors_match == "all" else "or"
        names = _some([labels("actor", a) for a in request.actors], last)
        parts.append(f"{verbs.mention} {names}{_say_parts(request.actors, request)}")
    if request.not_actors:
        names = _some([labels("actor", a) for a in request.not_actors], "or")
        parts.append(f"{verbs.do_not} mention {names}{_say_parts(request.not_actors, request)}")
    return parts


def _say_parts(actors: tuple[str, ...], request: SearchRequest) -> str:
    if request.parents == "alone":
        return ""
    return " or a part of it" if len(actors) == 1 else ", each with its parts"


def _say_dates(request: SearchRequest, verbs: Verbs, labels: Labels) -> list[str]:
    dates = [_when(value, labels("published", value)) for value in request.published if value != "none"]
    said = [f"{verbs.were} published {_some(dates, 'or')}"] if dates else []
    if "none" in request.published:
        said.append(f"{verbs.have} no date")
    return [" or ".join(said)] if said else []


def _when(value: str, label: str) -> str:
    """A date with its preposition.

    >>> _when("2024-03-27", "27 March 2024"), _when("2024-03", "March 2024")
    ('on 27 March 2024', 'in March 2024')
    >>> _when("2023..2024", "2023 to 2024"), _when("2023..", "from 2023")
    ('from 2023 to 2024', 'from 2023')
    """
    if ".." in value:
        return label if value.startswith("..") or value.endswith("..") else f"from {label}"
    return f"on {label}" if len(value) == 10 else f"in {label}"


def _say_mentioned(values: tuple[str, ...], verbs: Verbs, labels: Labels) -> str:
    dates = [labels("mentioned", value) for value in values if value != "none"]
    said = [f"{verbs.talk} about {_some(dates, 'or')}"] if dates else []
    if "none" in values:
        said.append(f"{verbs.name} no date")
    return " or ".join(said)
