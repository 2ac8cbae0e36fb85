"""URL parameters to a search request and back.

Loses nothing, never raises, never searches: what cannot be read is kept and noted.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast
from urllib.parse import quote_plus

from werkzeug.datastructures import MultiDict

from indexer.api import Note, SearchRequest, Settings, read_date_filter, say, say_any, say_many
from webapp.languages import LANGUAGES, PARAMETER, carried

# Parameter of each repeated filter, and the field of the request, in the order of an address.
FILTERS = {
    "actor": "actors",
    "not_actor": "not_actors",
    "published": "published",
    "mentioned": "mentioned",
    "place": "places",
    "document": "documents",
    "source": "sources",
    "language": "languages",
}
DATES = ("published", "mentioned")
CHOICES = {
    "actors": ("all", "any"),
    "parents": ("alone", "whole"),
    "match": ("auto", "all", "any"),
    "spelling": ("all", "exact"),
    "sort": ("relevance", "newest", "oldest"),
    "copies": ("fold", "all"),
}
RANGE_ENDS = ("published_from", "published_to")
NUMBERS = ("page", "per")
KNOWN = frozenset({"q", *FILTERS, *CHOICES, *RANGE_ENDS, *NUMBERS, PARAMETER})

_PLAIN = SearchRequest()
# A reader chooses a handful; each chosen range costs a count of its own.
MOST_VALUES = 50
# A page with more digits is no page of any collection, as this one is none.
GREATEST = 999_999_999
# What is kept as it stands in an address is a name or a value, or a query as people write them.
LONGEST_KEPT = 512
_COUNTING_NUMBER = re.compile(r"[1-9][0-9]*", re.ASCII)

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class ReadParams:
    """What an address asks for.

    `unread` are dates that are none, by parameter: kept in the address and never searched.
    `notes` say what was not used. `untidy` is true for an address with empty keys or with From
    and To, which has a better form.
    """

    request: SearchRequest
    notes: tuple[Note, ...]
    unread: Pairs
    untidy: bool


def read_params(args: MultiDict[str, str], settings: Settings, also: Iterable[str] = ()) -> ReadParams:
    """Read the parameters of an address; `also` names those that only this page has."""
    notes: list[Note] = []
    values = {field: _read_values(args, name, notes) for name, field in FILTERS.items()}
    unread = _split_dates(values, notes)
    between, wrong_ends = _read_range(args, notes)
    if between and between not in values["published"]:
        values["published"] += (between,)
    choice = {name: read_choice(args, name, allowed, notes) for name, allowed in CHOICES.items()}
    page = _read_number(args, "page", 1, notes)
    per = _read_number(args, "per", SearchRequest().per, notes)
    if per > settings.max_per_page:
        notes.append(
            _ignored("per", say("“per” is at most %(n)s, and that is used.", n=settings.max_per_page))
        )
        per = settings.max_per_page
    read_choice(args, PARAMETER, tuple(LANGUAGES), notes)
    notes += _doubled(args)
    notes += _unknown(args, {*KNOWN, *also})
    request = SearchRequest(
        text=" ".join(text.strip() for text in args.getlist("q") if text.strip()),
        **values,
        actors_match=cast("Literal['all', 'any']", choice["actors"]),
        parents=cast("Literal['alone', 'whole']", choice["parents"]),
        match=cast("Literal['auto', 'all', 'any']", choice["match"]),
        spelling=cast("Literal['all', 'exact']", choice["spelling"]),
        sort=cast("Literal['relevance', 'newest', 'oldest']", choice["sort"]),
        copies=cast("Literal['fold', 'all']", choice["copies"]),
        page=page,
        per=per,
    )
    return ReadParams(request, tuple(notes), unread + wrong_ends, _is_untidy(args, wrong_ends))


def write_params(request: SearchRequest, unread: Pairs = ()) -> Pairs:
    """The parameters of a request in canonical order, without those that say the default.

    >>> write_params(SearchRequest(text="wagner", actors=("jnim",), page=2))
    (('q', 'wagner'), ('actor', 'jnim'), ('page', '2'))
    """
    plain = _PLAIN
    pairs = [("q", request.text)] if request.text else []
    for name, field in FILTERS.items():
        pairs += [(name, value) for value in getattr(request, field)]
        if name == "not_actor" and request.actors_match != plain.actors_match:
            pairs.append(("actors", request.actors_match))
    if request.parents != plain.parents:
        pairs.append(("parents", request.parents))
    pairs += unread
    for name in ("match", "spelling", "sort", "copies", "page", "per"):
        value = getattr(request, name)
        if value != getattr(plain, name):
            pairs.append((name, str(value)))
    return tuple(pairs)


def query_string(pairs: Iterable[tuple[str, str]]) -> str:
    """Parameters as the part of an address after the question mark, with the language of the page.

    >>> query_string([("q", "wagner NEAR/5 mali"), ("published", "2024-03")])
    'q=wagner+NEAR/5+mali&published=2024-03'
    """
    return "&".join(
        f"{quote_parameter(name)}={quote_parameter(value)}" for name, value in (*pairs, *carried())
    )


def quote_parameter(text: str) -> str:
    """A name or a value as it stands in an address.

    >>> quote_parameter("côte d’ivoire")
    'c%C3%B4te+d%E2%80%99ivoire'
    """
    # Long ones are nobody's but who sends thousands of them: keeping them would fill the memory
    return _quote_short(text) if len(text) <= LONGEST_KEPT else _quote(text)


def _quote(text: str) -> str:
    return quote_plus(text, safe="/:*,~()")


# A page has a hundred addresses of the same few names and values.
_quote_short = lru_cache(maxsize=1024)(_quote)


def _read_values(args: MultiDict[str, str], name: str, notes: list[Note]) -> tuple[str, ...]:
    unique = given_values(args, name)
    if len(unique) > MOST_VALUES:
        says = say(
            "The first %(n)s values of “%(name)s” are used; %(more)s are not.",
            n=MOST_VALUES,
            name=name,
            more=len(unique) - MOST_VALUES,
        )
        notes.append(_ignored(name, says))
    return unique[:MOST_VALUES]


def _split_dates(values: dict[str, tuple[str, ...]], notes: list[Note]) -> Pairs:
    """Put dates into their canonical form; take out and give back those that are none."""
    unread: list[tuple[str, str]] = []
    for name in DATES:
        read = {value: read_date_filter(name, value) for value in values[name]}
        values[name] = tuple(dict.fromkeys(date for date in read.values() if date))
        unread += [(name, value) for value, date in read.items() if date is None]
    notes += [_not_a_date(name, value) for name, value in unread]
    return tuple(unread)


def _read_range(args: MultiDict[str, str], notes: list[Note]) -> tuple[str | None, Pairs]:
    """The range that From and To give together, and the ends that are no dates."""
    typed = {name: "".join(given_values(args, name)[:1]) for name in RANGE_ENDS}
    ends = {name: _read_day(text) for name, text in typed.items()}
    bad = tuple((name, typed[name]) for name in RANGE_ENDS if typed[name] and ends[name] is None)
    notes += [_not_a_date(name, text) for name, text in bad]
    first, last = ends["published_from"] or "", ends["published_to"] or ""
    if not first and not last:
        return None, bad
    if first == last:
        return first, bad
    between = read_date_filter("published", f"{first}..{last}")
    if between is None:
        says = say("From “%(first)s” to “%(last)s” holds no day, so it is not used.", first=first, last=last)
        bad = tuple(typed.items())
        notes += [Note("filter", says, parameter=name, value=text) for name, text in bad[:1]]
    return between, bad


def _read_day(text: str) -> str | None:
    value = read_date_filter("published", text) if text else None
    return None if value is None or ".." in value or not value[:1].isdigit() else value


def given_values(args: MultiDict[str, str], name: str) -> tuple[str, ...]:
    """The values of a parameter that say something, each once.

    >>> given_values(MultiDict([("a", " x"), ("a", ""), ("a", "x")]), "a")
    ('x',)
    """
    return tuple(dict.fromkeys(value.strip() for value in args.getlist(name) if value.strip()))


def read_choice(args: MultiDict[str, str], name: str, allowed: tuple[str, ...], notes: list[Note]) -> str:
    """One of some values, the first by default; a note is added for any other."""
    value = "".join(given_values(args, name)[:1]) or allowed[0]
    if value in allowed:
        return value
    says = say(
        "“%(name)s” is %(allowed)s; “%(value)s” is ignored.",
        name=name,
        allowed=say_any(allowed),
        value=value[:80],
    )
    notes.append(_ignored(name, says))
    return allowed[0]


def _read_number(args: MultiDict[str, str], name: str, default: int, notes: list[Note]) -> int:
    text = "".join(given_values(args, name)[:1])
    if not text:
        return default
    if _COUNTING_NUMBER.fullmatch(text):
        return int(text) if len(text) <= len(str(GREATEST)) else GREATEST
    notes.append(
        _ignored(name, say("“%(name)s” counts from 1; “%(text)s” is ignored.", name=name, text=text[:80]))
    )
    return default


def _doubled(args: MultiDict[str, str]) -> list[Note]:
    """What is said of parameters that have one value and are given several."""
    notes = []
    for name in (*CHOICES, *NUMBERS, *RANGE_ENDS):
        given = given_values(args, name)
        if len(given) > 1:
            says = say(
                "“%(name)s” has one value; of %(n)s the first, “%(value)s”, is read.",
                name=name,
                n=len(given),
                value=given[0][:80],
            )
            notes.append(_ignored(name, says))
    return notes


def _unknown(args: MultiDict[str, str], known: set[str]) -> list[Note]:
    names = [name for name in args if name not in known and any(v.strip() for v in args.getlist(name))]
    if not names:
        return []
    first = names[0][:80]
    if len(names) == 1:
        return [_ignored(first, say("The parameter “%(name)s” is not known and was ignored.", name=first))]
    rest = say_many(
        "“%(name)s” and %(n)s more parameter are not known and were ignored.",
        "“%(name)s” and %(n)s more parameters are not known and were ignored.",
        len(names) - 1,
        name=first,
    )
    return [_ignored(first, rest)]


def _not_a_date(name: str, value: str) -> Note:
    says = say("“%(value)s” is not a date, so it is not used.", value=value[:80])
    return Note("filter", says, parameter=name, value=value)


def _ignored(name: str, says: str) -> Note:
    return Note("ignored", says, parameter=name)


def _is_untidy(args: MultiDict[str, str], wrong_ends: Pairs) -> bool:
    """Whether a key is empty, or From and To can be said as one range."""
    kept = dict(wrong_ends)
    empty = any(not value.strip() for _, value in args.items(multi=True))
    return empty or any(name in args and name not in kept for name in RANGE_ENDS)
