"""Ways out of a search without hits, each with its count.

Every count is that of a search that was run; never a guess.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from indexer.api import Answer, Search, SearchRequest
from webapp.addresses import search_address, toggle, without_filters
from webapp.answer_sentence import CHIP_KINDS, make_chips
from webapp.context_parts import ChipPart
from webapp.languages import gettext, ngettext
from webapp.params import FILTERS
from webapp.wording import join_any, number, shorten

# Each way out is a search of its own.
MOST_FILTERS = 12
MOST_WORDS = 6
# A word that stands for itself: no sign of the query language in it.
_PLAIN = re.compile(r"[^\W_][\w'’.&-]*")
# What may stand around one: quotes and brackets.
_AROUND = '"“”„«»()'
_SIGN_BEHIND = re.compile(r"\"~\d*$|\^[\d.]*$")
_SIGNS = frozenset({"AND", "OR", "NOT", "NEAR"})

# What asks for words near each other: NEAR between them, or an exact phrase with a distance behind it.
_NEAR = re.compile(r"[\"“”„«»]([^\"“”„«»]*)[\"“”„«»](~\d*)?|(?<!\S)NEAR(?:/\d+)?(?!\S)")

EXCLUDED = CHIP_KINDS["not_actor"]
Labels = Callable[[str, str], str]


@dataclass(frozen=True, slots=True)
class WayOut:
    """A search that differs in one thing.

    Attributes:
        change: what is removed or added, in words.
        stays: what is still asked, in words.
        count: how many documents it finds.
        url: its address, empty where it finds none.
    """

    change: str
    stays: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class WordRow:
    """One word of the query on its own.

    Attributes:
        word: the word as typed.
        reading: what it was read as, in words.
        count: how many documents have it.
        url: the search for it alone, empty where it finds none.
    """

    word: str
    reading: str
    count: int
    url: str


def find_ways_out(search: Search, answer: Answer, labels: Labels) -> tuple[WayOut, ...]:
    """What is found with any of the words, or when one filter, the words or all filters are left out."""
    request = replace(answer.request, page=1)
    filters = [(name, value) for name, field in FILTERS.items() for value in getattr(request, field)]
    tries = [
        (_name_filter(name, value, labels), toggle(request, name, value))
        for name, value in filters[:MOST_FILTERS]
    ]
    if len(request.actors) > 1 and request.actors_match == "all":
        tries.append((gettext("Any of the actors"), replace(request, actors_match="any")))
    if request.text and request.spelling == "exact":
        tries.append((gettext("Every spelling of an actor"), replace(request, spelling="all")))
    if request.published and "none" not in request.published:
        tries.append((gettext("Add “no date”"), toggle(request, "published", "none")))
    if request.text and tries:
        tries.append((gettext("The words"), replace(request, text="")))
    if len(filters) > 1:
        tries.append((gettext("All filters"), without_filters(request)))
    apart = set_apart(request.text)
    if apart != request.text:
        tries.insert(0, (gettext("The words anywhere in a document"), replace(request, text=apart)))
    if request.match == "all" and len(request.text.split()) > 1:
        tries.insert(0, (gettext("Match any word"), replace(request, match="any")))
    return tuple(_way(search, change, other, labels) for change, other in tries)


def find_words(search: Search, answer: Answer, labels: Labels) -> tuple[WordRow, ...]:
    """The plain words of the query, each searched alone and without filters.

    A word that is not searched on its own has no count.
    """
    request = answer.request
    written = [_SIGN_BEHIND.sub("", w.strip(_AROUND)) for w in request.text.split()]
    words = [w for w in written if _PLAIN.fullmatch(w) and w not in _SIGNS]
    if len(words) < 2 and request.text.strip() == "".join(words):
        return ()
    rows = []
    for word in tuple(dict.fromkeys(words))[:MOST_WORDS]:
        alone = SearchRequest(text=word, spelling=request.spelling)
        found = search.count(alone)
        if any(note.kind == "ignored" for note in found.notes):
            continue
        rows.append(
            WordRow(
                word, _say_reading(found, labels), found.total, search_address(alone) if found.total else ""
            )
        )
    return tuple(rows)


def set_apart(text: str) -> str:
    """A text whose words need not stand near each other.

    >>> set_apart('camp NEAR/5 "grey NEAR road" NEAR "lake shore"~3')
    'camp AND "grey NEAR road" AND (lake shore)'
    """

    def loosen(found: re.Match[str]) -> str:
        if found[1] is None:
            return "AND"
        return f"({found[1]})" if found[2] else found[0]

    return _NEAR.sub(loosen, text)


def _way(search: Search, change: str, request: SearchRequest, labels: Labels) -> WayOut:
    found = search.count(request)
    chips = make_chips(request, labels)
    stays = ([shorten(request.text, 40)] if request.text else []) + [_say_chip(chip) for chip in chips]
    url = search_address(request) if found.total else ""
    return WayOut(change, ", ".join(stays), found.total, url)


def _say_chip(chip: ChipPart) -> str:
    """A filter in a list; one that excludes says so."""
    return gettext("not %(actor)s", actor=chip.label) if chip.kind == gettext(EXCLUDED) else chip.label


def _name_filter(name: str, value: str, labels: Labels) -> str:
    chip = make_chips(SearchRequest(**{FILTERS[name]: (value,)}), labels)[0]  # type: ignore[arg-type]  # all are tuples of text
    return f"{chip.kind} {chip.label}"


def _say_reading(answer: Answer, labels: Labels) -> str:
    for note in answer.notes:
        if note.kind == "read":
            return ngettext(
                "%(names)s, %(n)s spelling found",
                "%(names)s, %(n)s spellings found",
                len(note.spellings),
                names=join_any([labels("actor", actor) for actor in note.actors]),
                n=number(len(note.spellings)),
            )
    return gettext("a word, not a known name")
