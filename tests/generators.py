"""Random collections, query trees, requests and query texts.

A new node of `syntax` must be added here. The words are those of `vocabulary`; queries may be made of
those of another collection.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, cast

from hypothesis import strategies as st

from indexer.analysis.filters import french_stem, stem
from indexer.engine_port import EngineRequest, FacetFilter
from indexer.query import syntax
from indexer.query.facet_values import date_days
from indexer.query.request import SORTS, SearchRequest
from indexer.schema.document import (
    ActorMention,
    DateMention,
    Document,
    Heading,
    Passage,
    PlaceMention,
    Published,
    RemovedSpan,
)
from indexer.schema.fields import FACETS
from tests.vocabulary import (
    ACTORS,
    COMMON,
    DATES,
    GENERATED,
    IDS,
    JOINS,
    LANGUAGES,
    OUTLETS,
    PLACES,
    VALUES,
    WORDS,
    YEARLESS,
    Vocabulary,
)


@cache
def texts(least: int = 0, most: int = 10) -> st.SearchStrategy[str]:
    """A stretch of so many pieces of the vocabulary."""
    pieces = st.tuples(st.sampled_from((*COMMON, *WORDS)), st.sampled_from(JOINS))
    found = st.lists(pieces, min_size=least, max_size=most)
    return found.map(lambda pairs: "".join(a + b for a, b in pairs).rstrip())


LAYOUTS = st.sampled_from(
    (
        ("passage", "passage"),
        ("passage", "passage", "passage"),
        ("heading", "passage", "heading", "passage"),
        ("passage", "heading"),
        ("passage",),
        (),
    )
)
TITLES = st.sampled_from(("none", "beside", "first", "within"))
GAPS = st.sampled_from(("\n", "\n\n"))
NUMBERS = st.integers(0, 4)


@cache
def blocks() -> st.SearchStrategy[str]:
    """The text of a block: mostly many words, at times none."""
    return st.one_of(texts(8, 14), texts(4, 10), texts())


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document: title or none, headings, passages, removed spans, mentions and dates."""
    kinds = list(draw(LAYOUTS))
    where = draw(TITLES)
    if where in ("first", "within"):
        kinds.insert(0 if where == "first" else min(draw(NUMBERS), len(kinds)), "title")
    text, spans = "", []
    for kind in kinds:
        text += draw(GAPS) if text else ""
        own = draw(blocks())
        spans.append((kind, len(text), len(text) + len(own)))
        text += own
    titles = [(start, end) for kind, start, end in spans if kind == "title"]
    passages = [(start, end) for kind, start, end in spans if kind == "passage"]
    return Document(
        id="",
        source_file="file.txt",
        sha256="0" * 64,
        kind="text",
        text=text,
        title=text[slice(*titles[0])] if titles else draw(blocks()) if where == "beside" else None,
        title_start=titles[0][0] if titles else None,
        title_end=titles[0][1] if titles else None,
        published=draw(PUBLISHED),
        byline=None,
        outlet=draw(OUTLET),
        language=draw(LANGUAGE),
        url=None,
        headings=tuple(Heading(s, e, text[s:e]) for kind, s, e in spans if kind == "heading"),
        passages=tuple(Passage(n, s, e, None, "prose") for n, (s, e) in enumerate(passages, 1)),
        removed=_removed(draw(CUTS), len(text)),
        **_mentions(draw, [(start, end) for _, start, end in spans if start < end]),
    )


def _published(value: str) -> Published:
    precision = {4: "year", 7: "month", 10: "day"}[len(value)]
    return Published(value, cast("Any", precision), "metadata", value)


PUBLISHED = st.none() | st.sampled_from(DATES).map(_published)
OUTLET = st.none() | st.sampled_from(OUTLETS)
LANGUAGE = st.none() | st.sampled_from(LANGUAGES)
CUTS = st.just(()) | st.lists(st.integers(0, 300), min_size=2, max_size=4, unique=True).map(sorted)
# A mention: what, and where as a block, a first character and a length, each taken modulo.
WHERE = st.tuples(st.integers(0, 4), st.integers(0, 60), st.integers(1, 20))
NAMED = st.lists(st.tuples(st.sampled_from(ACTORS), WHERE, st.sampled_from((False, False, True))), max_size=4)
LOCATED = st.lists(st.tuples(st.sampled_from(PLACES), WHERE), max_size=2)
TALKED = st.lists(st.tuples(st.sampled_from((*DATES, *YEARLESS)), WHERE), max_size=3)
STATED = st.lists(st.sampled_from(ACTORS), max_size=1)


def _removed(cuts: Sequence[int], size: int) -> tuple[RemovedSpan, ...]:
    """Up to two stretches, ascending, without overlap; they may cut words and mentions."""
    inside = [cut for cut in cuts if cut <= size]
    return tuple(RemovedSpan(a, b, "rule") for a, b in zip(inside[::2], inside[1::2], strict=False))


def _mentions(draw: st.DrawFn, filled: list[tuple[int, int]]) -> dict[str, Any]:
    """Mentions inside of blocks, which may overlap; actors stated beside the text too."""

    def at(where: tuple[int, int, int]) -> tuple[int, int]:
        start, end = filled[where[0] % len(filled)]
        first = start + where[1] % (end - start)
        return first, min(first + where[2], end)

    stated = [ActorMention(actor, 0, 0) for actor in draw(STATED)]
    if not filled:
        return {"actors": tuple(stated), "places": (), "dates": ()}
    actors = [ActorMention(id_, *at(where), weak) for id_, where, weak in draw(NAMED)]
    places = [PlaceMention(id_, *at(where)) for id_, where in draw(LOCATED)]
    dates = [DateMention(value, *at(where)) for value, where in draw(TALKED)]
    return {
        "actors": tuple(sorted(actors + stated, key=lambda m: (m.start, m.end))),
        "places": tuple(sorted(places, key=lambda m: (m.start, m.end))),
        "dates": tuple(sorted(dates, key=lambda m: (m.start, m.end))),
    }


@st.composite
def collections(draw: st.DrawFn) -> tuple[Document, ...]:
    """Up to six documents with ids in any order; seldom fewer than three."""
    size = draw(COLLECTION_SIZES)
    ids = draw(ID_ORDERS)[:size]
    return tuple(replace(draw(documents()), id=id_) for id_ in ids)


COLLECTION_SIZES = st.sampled_from((4, 5, 6, 3, 4, 5, 6, 0, 1, 2))
ID_ORDERS = st.permutations(IDS)


FIELDS = st.sampled_from(("text",) * 6 + ("title",))


@cache
def terms(own: Vocabulary = GENERATED) -> st.SearchStrategy[syntax.Term]:
    """A word as a stem or as folded, mostly one of the vocabulary."""
    words = st.sampled_from(own.common) | st.sampled_from((*own.words, "absent"))
    stems = st.builds(lambda t, f: syntax.Term(stem(t), t, False, f, french_stem(t)), words, FIELDS)
    return stems | st.builds(lambda t, f: syntax.Term(t, t, True, f), words, FIELDS)


@cache
def phrases(own: Vocabulary = GENERATED, *, exact: bool = False) -> st.SearchStrategy[syntax.Phrase]:
    """Words in order or near each other, often such as stand together in the vocabulary."""
    common = st.lists(st.sampled_from(own.common), min_size=2, max_size=3).map(tuple)
    mixed = st.lists(st.sampled_from(own.words), min_size=1, max_size=3).map(tuple)
    told = st.one_of(common, st.sampled_from(own.phrases), mixed)
    turned = told.map(lambda words: words[::-1])
    words = st.one_of(told, turned, told.map(lambda words: words + words[:1]))
    slop = st.just(0) if exact else st.integers(0, 5) | st.integers(0, 50)
    return st.builds(lambda words, s, f: syntax.Phrase(words, " ".join(words), s, f), words, slop, FIELDS)


@cache
def fields(own: Vocabulary = GENERATED) -> st.SearchStrategy[syntax.FieldIs]:
    """A facet and one of its values, or a value that no document has."""
    return st.sampled_from([syntax.FieldIs(facet, value) for facet in FACETS for value in own.of(facet)])


@cache
def date_ranges(own: Vocabulary = GENERATED) -> st.SearchStrategy[syntax.DateRange]:
    """A range whose ends are the ends of dates of the vocabulary; never empty."""
    ends = sorted({date_days(value) or (0, 0) for value in own.dates})
    pairs = [(first, last) for first, _ in ends for _, last in ends if first <= last]
    return st.builds(
        lambda field, days: syntax.DateRange(cast("Any", field), *days, "range"),
        st.sampled_from(("published", "mentioned")),
        st.sampled_from(pairs),
    )


@cache
def expanding(own: Vocabulary = GENERATED) -> st.SearchStrategy[syntax.Node]:
    """Prefixes, wildcards and fuzzy words made of the vocabulary."""
    word = st.sampled_from(own.words)
    start = st.builds(lambda w, size: w[:size], word, st.integers(0, 4))
    sign = st.sampled_from(("?", "*"))
    one = st.builds(lambda w, at, to, c: w[:at] + c + w[max(at, to) :], word, NUMBERS, NUMBERS, sign)
    odd = st.lists(start | sign | st.sampled_from((".", "[a]", "**")), max_size=4).map("".join)
    pattern = one | odd
    swapped = word.map(lambda w: w[:1] + w[2:3] + w[1:2] + w[3:])
    letters = st.sampled_from(("", "a", "xy"))
    changed = st.builds(lambda w, at, c: w[:at] + c + w[at + 1 :], word, st.integers(0, 6), letters)
    misspelt = changed | swapped
    return st.one_of(
        st.builds(lambda p, f: syntax.Prefix(p, f"{p}*", f), start, FIELDS),
        st.builds(lambda p, f: syntax.Wildcard(p, p, f), pattern, FIELDS),
        st.builds(lambda t, d, f: syntax.Fuzzy(t, f"{t}~", d, f), misspelt, st.integers(1, 2), FIELDS),
    )


@cache
def names(own: Vocabulary = GENERATED) -> st.SearchStrategy[syntax.Name]:
    """Words that stand for one or two actors."""
    actors = st.lists(st.sampled_from(own.of("actor")), min_size=1, max_size=2, unique=True).map(tuple)
    literal = terms(own) | phrases(own, exact=True)
    return st.builds(lambda words, ids: syntax.Name(words.surface, ids, words), literal, actors)


@cache
def nears(own: Vocabulary = GENERATED) -> st.SearchStrategy[syntax.Near]:
    """Two sides of the kinds that have places."""
    mentions = fields(own).filter(lambda node: node.field in ("actor", "place"))
    side = st.one_of(terms(own), phrases(own, exact=True), names(own), mentions)
    common = st.sampled_from(own.common).map(lambda term: syntax.Term(term, term, exact=True))
    close = st.builds(syntax.Near, common, common, st.integers(1, 6))
    return close | st.builds(syntax.Near, side, side, st.integers(1, 6) | st.integers(1, 50))


@cache
def leaves(own: Vocabulary = GENERATED) -> st.SearchStrategy[syntax.Node]:
    """Every kind of node that holds no tree."""
    rare = st.sampled_from((syntax.All(), syntax.Nothing()))
    mixed = (terms, phrases, phrases, names, nears, nears, fields, date_ranges, expanding)
    return st.one_of(*(kind(own) for kind in mixed), rare)


SHAPES = st.sampled_from(("leaf", "leaf", "leaf", "and", "or", "or", "twice", "not", "boosted", "maybe"))
SIZES = st.integers(1, 3)
FACTORS = st.sampled_from((0.0, 0.5, 1.0, 2.5, 100.0))


@st.composite
def queries(draw: st.DrawFn, depth: int = 2, own: Vocabulary = GENERATED) -> syntax.Node:
    """Trees of every kind of node."""
    shape = draw(SHAPES) if depth else "leaf"
    if shape == "leaf":
        return draw(leaves(own))
    part = draw(queries(depth - 1, own))
    match shape:
        case "and" | "or":
            others = [draw(queries(depth - 1, own)) for _ in range(1 if shape == "and" else draw(SIZES))]
            return (syntax.And if shape == "and" else syntax.Or)((part, *others))
        case "twice":
            return syntax.Or((part, part))
        case "not":
            return syntax.Not(part)
        case "maybe":
            return syntax.AndMaybe(part, draw(queries(depth - 1, own)))
        case _:
            return syntax.Boosted(part, draw(FACTORS))


CHOOSABLE = st.sampled_from(FACETS)
CHOSEN = st.lists(st.integers(0, 11), min_size=1, max_size=3)
WAYS = st.sampled_from(("any", "any", "all", "none", "range", "other"))


@st.composite
def choices(draw: st.DrawFn, own: Vocabulary) -> FacetFilter:
    """The choice of one facet as the desk makes it, at times any tree."""
    facet = draw(CHOOSABLE)
    values = tuple(syntax.FieldIs(facet, own.of(facet)[n % len(own.of(facet))]) for n in draw(CHOSEN))
    match draw(WAYS):
        case "any":
            return FacetFilter(facet, syntax.Or(values), narrows_itself=False)
        case "all":
            return FacetFilter(facet, syntax.And(values), narrows_itself=True)
        case "none":
            return FacetFilter(facet, syntax.Not(values[0]), narrows_itself=True)
        case "range":
            return FacetFilter(facet, draw(date_ranges(own)), narrows_itself=False)
        case _:
            return FacetFilter(facet, draw(queries(own=own)), draw(st.booleans()))


HOW_MANY = st.sampled_from((0, 0, 0, 1, 1, 2))
ASKED = st.just(FACETS) | st.lists(st.sampled_from(FACETS), unique=True).map(tuple)
ORDERS = st.sampled_from(("relevance", *SORTS))
CUT = st.just((0, 100)) | st.tuples(st.integers(0, 4), st.integers(0, 4))


@st.composite
def requests(draw: st.DrawFn, own: Vocabulary = GENERATED) -> EngineRequest:
    """Queries with filters, facets, an order and a page, near copies folded or not."""
    filters = tuple(draw(choices(own)) for _ in range(draw(HOW_MANY)))
    fold = draw(st.booleans())
    return EngineRequest(draw(queries(own=own)), filters, draw(ASKED), draw(ORDERS), *draw(CUT), fold=fold)


@cache
def search_requests(own: Vocabulary = GENERATED) -> st.SearchStrategy[SearchRequest]:
    """Choices of facet values, as the desk makes them, without a text."""

    def some(facet: str, most: int = 2) -> st.SearchStrategy[tuple[str, ...]]:
        values = st.sampled_from([value for value in own.of(facet) if value])
        return st.just(()) | st.lists(values, max_size=most, unique=True).map(tuple)

    return st.builds(
        SearchRequest,
        actors=some("actor"),
        not_actors=some("actor", 1),
        actors_match=st.sampled_from(("all", "any")),
        published=some("published"),
        mentioned=some("mentioned"),
        places=some("place"),
        documents=some("document", 3),
        sources=some("source"),
        languages=some("language"),
    )


@cache
def query_texts() -> st.SearchStrategy[str]:
    """Query texts: words, operators, fields and signs in any order, so mostly broken ones."""
    word = st.sampled_from(WORDS)
    wrapped = st.builds(
        "{}{}{}".format,
        st.sampled_from(("", "-", "title:", "TITLE:", "no:", "(")),
        word,
        st.sampled_from(("*", "~", "~2", "~9", "?", "^2", "^0", "^999", ")", ":", "’")),
    )
    quoted = st.builds(
        "{}{}{}".format,
        st.sampled_from(('"', "“", "«", 'title:"', '-"')),
        texts(0, 3),
        st.sampled_from(('"', "”", "»", '"~3', "”~99", "")),
    )
    values = st.sampled_from([f"{facet}:{value}" for facet in FACETS for value in VALUES[facet]])
    return st.lists(
        st.one_of(
            word,
            wrapped,
            quoted,
            values,
            st.sampled_from(
                ("AND", "OR", "NOT", "NEAR", "NEAR/3", "NEAR/0", "-", "—", "(", ")", ":", "^", "~")
            ),
            st.sampled_from(("published:2012..2024-01", "mentioned:..2012", "published:soon", "actor:")),
            st.text(max_size=4),
        ),
        max_size=7,
    ).map(" ".join)
