"""Two thousand generated hits: each word of the query that stands in one is marked, and no mark is wrong."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import count
from random import Random

import pytest

from indexer.api import Hit, Mark, QueryRefused, Search, SearchRequest, load_settings
from indexer.engines.whoosh_engine.arrays.generation_files import COLLECTION_FILE
from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.query import syntax
from indexer.schema.document import Document
from indexer.schema.json_values import to_json
from tests.array_generations import generation
from tests.evidence_cases import collection, make_document, make_query
from tests.evidence_oracle import check_hit, leaves

GENERATED, OF_SEEDS = 2000, 300
ACTORS = (("jnim",), ("wagner", "fama"), (), (), (), ())
Case = tuple[Hit, list[syntax.Node]]


def ask(
    search: Search, chance: Random, pages: list[Document], actors: tuple[tuple[str, ...], ...]
) -> list[Case]:
    """The hits of a generated query, with what each is to show."""
    asked = SearchRequest(
        text=make_query(chance, chance.choice(pages)),
        actors=chance.choice(actors),
        actors_match="any",
        match=chance.choice(("all", "any")),
        facets=(),
    )
    try:
        answer = search.search(asked)
    except QueryRefused:
        return []
    chosen = answer.hits[:1] if chance.random() < 0.2 else ()
    more = [search.search(replace(asked, documents=(hit.document.id,))).hits[0] for hit in chosen]
    return [(hit, leaves(answer)) for hit in (*answer.hits, *more)]


def generated_cases(chance: Random) -> Iterator[Case]:
    """Hits of own collections of documents, one collection after the other."""
    settings, _ = load_settings({})
    for _ in count():
        pages = [make_document(chance, f"d{number}") for number in range(8)]
        with generation([pages[:5], pages[5:]]) as folder:
            facts = json.dumps(to_json(collection()))
            (folder / COLLECTION_FILE).write_text(facts, encoding="ascii")
            with Search(WhooshReader(folder), settings, generation="one") as search:
                for _ in range(30):
                    yield from ask(search, chance, pages, ACTORS)


def first_cases(cases: Iterator[Case], wanted: int) -> Iterator[Case]:
    """So many cases in which something was looked for."""
    held = (case for case in cases if case[1])
    for _ in range(wanted):
        yield next(held)


def test_every_word_that_stands_in_a_hit_is_marked_and_nothing_else_is() -> None:
    """Words, phrases, prefixes, names and fields, over documents that are hard on purpose."""
    problems = [
        p for hit, nodes in first_cases(generated_cases(Random(7)), GENERATED) for p in check_hit(hit, nodes)
    ]
    assert [] == problems[:5]


def test_the_same_holds_on_the_seeds(search: Search) -> None:
    """With the names that were linked in them."""
    chance = Random(11)
    pages = [search.document(hit.document.id) for hit in search.search(SearchRequest()).hits]
    chosen = (("wagner",), ("jnim", "c-ml"), (), (), ())
    cases = (case for _ in count() for case in ask(search, chance, pages, chosen))
    problems = [p for hit, nodes in first_cases(cases, OF_SEEDS) for p in check_hit(hit, nodes)]
    assert [] == problems[:5]


def drop_a_mark(hit: Hit) -> Hit:
    """The hit with the first mark of its passages taken away."""
    first, *others = hit.passages
    return replace(hit, passages=(replace(first, marks=first.marks[1:]), *others))


def move_a_mark(hit: Hit, before: int, after: int) -> Hit:
    """The hit with its first mark moved."""
    first, *others = hit.passages
    mark = first.marks[0]
    moved = mark._replace(start=mark.start + before, end=mark.end + after)
    return replace(hit, passages=(replace(first, marks=(moved, *first.marks[1:])), *others))


def mark_all(hit: Hit) -> Hit:
    """The hit with a whole passage marked."""
    first, *others = hit.passages
    whole = Mark(first.start, first.end, "word", "all")
    return replace(hit, passages=(replace(first, marks=(whole,)), *others))


def show_the_opening(hit: Hit) -> Hit:
    """The hit with the first of its passages only."""
    return replace(hit, passages=tuple(replace(e, marks=()) for e in hit.passages[:1]), title_marks=())


BROKEN = {
    "a mark is lost": drop_a_mark,
    "a mark ends early": partial(move_a_mark, before=0, after=-1),
    "a mark begins early": partial(move_a_mark, before=-1, after=0),
    "a mark takes the next word": partial(move_a_mark, before=0, after=4),
    "all is marked": mark_all,
    "nothing is marked": show_the_opening,
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_marker_is_told(name: str) -> None:
    """The control: hits with one fault each are found wrong, nearly all of them."""
    cases = (case for case in generated_cases(Random(3)) if case[0].passages and case[0].passages[0].marks)
    told = [bool(check_hit(BROKEN[name](hit), nodes)) for hit, nodes in first_cases(cases, 60)]
    assert 54 <= sum(told)
