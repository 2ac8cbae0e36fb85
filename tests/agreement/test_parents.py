"""An actor with its parts: counted as one, chosen as one, whatever else is chosen."""

from collections.abc import Sequence
from dataclasses import replace
from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st

from indexer.api import Search, SearchRequest, Settings
from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.query.facet_values import facet_values
from indexer.schema.collection import Actor
from indexer.schema.document import ActorMention, Document
from tests.agreement.layouts import alone, written
from tests.agreement.test_agreement import some
from tests.tiny_collection import EMPTY_COLLECTION, document

IDS = ("a", "b", "c", "d", "e")
NAMING = st.lists(st.lists(st.sampled_from(IDS), max_size=3, unique=True), min_size=1, max_size=8)
PARENTS = st.lists(st.sampled_from((None, None, *IDS)), min_size=len(IDS), max_size=len(IDS))
CHOSEN = st.just(()) | st.lists(st.sampled_from(IDS), max_size=2, unique=True).map(tuple)
REQUESTS = st.builds(
    SearchRequest,
    text=st.sampled_from(("", "road", "road OR camp")),
    actors=CHOSEN,
    not_actors=st.just(()) | CHOSEN,
    actors_match=st.sampled_from(("all", "any")),
    parents=st.sampled_from(("alone", "whole", "whole")),
    facets=st.just(("actor",)),
)


def naming(number: int, actors: Sequence[str]) -> Document:
    """A document that names some actors, one word each."""
    page = document(f"d{number}", " ".join((*actors, "road" if number % 2 else "camp")))
    return replace(page, actors=tuple(ActorMention(one, 2 * at, 2 * at + 1) for at, one in enumerate(actors)))


def actor(id_: str, parent: str | None) -> Actor:
    """An actor that may be part of another."""
    return Actor(id_, "armed_group", id_.upper(), id_, parent, None, None, "", False, ())


def family(id_: str, parents: Sequence[str | None]) -> set[str]:
    """An actor and every actor from which parents lead to it, found by going up from each."""
    up = dict(zip(IDS, parents, strict=True))
    found = set()
    for one in IDS:
        above: list[str] = []
        here: str | None = one
        while here is not None and here not in above:
            above.append(here)
            here = up[here]
        if id_ in above:
            found.add(one)
    return found


def keeps(request: SearchRequest, page: Document, parents: Sequence[str | None]) -> bool:
    """Whether a document is a hit of a request, from its words and its actors alone."""
    own = set(facet_values(page, "actor"))

    def names(one: str) -> bool:
        return bool(own & (family(one, parents) if request.parents == "whole" else {one}))

    join = all if request.actors_match == "all" else any
    chosen = not request.actors or join(map(names, request.actors))
    return (
        chosen and not any(map(names, request.not_actors)) and (request.text != "road" or "road" in page.text)
    )


@some
@given(NAMING, PARENTS, st.lists(REQUESTS, min_size=3, max_size=8))
def test_the_count_of_an_actor_is_the_hits_after_choosing_it(
    named: list[list[str]], parents: list[str | None], asked: list[SearchRequest]
) -> None:
    """With its parts or alone: a document that names two parts counts once, and none is missing."""
    pages = [naming(number, actors) for number, actors in enumerate(named)]
    actors = tuple(actor(id_, parent) for id_, parent in zip(IDS, parents, strict=True))
    collection = replace(EMPTY_COLLECTION, actors=actors)
    with (
        written((alone(pages),)) as (folder,),
        patch.object(WhooshReader, "collection", collection),
        Search(WhooshReader(folder), Settings(), generation="one") as search,
    ):
        for request in asked:
            answer = search.search(request)
            assert sum(keeps(request, page, parents) for page in pages) == answer.total
            counts = {value.value: value.count for value in answer.facets["actor"]}
            expected = {one: count_after(request, one, pages, parents) for one in IDS}
            shown = {one: count for one, count in expected.items() if count or one in request.actors}
            assert shown == counts, request
            for one, count in counts.items():
                assert count == search.search(choose(request, one)).total


def choose(request: SearchRequest, one: str) -> SearchRequest:
    """The request with an actor chosen: beside the others, or in their place where any would do."""
    beside = request.actors if request.actors_match == "all" else ()
    return replace(request, actors=tuple(dict.fromkeys((*beside, one))))


def count_after(
    request: SearchRequest, one: str, pages: Sequence[Document], parents: Sequence[str | None]
) -> int:
    """How many documents a request keeps after an actor is chosen."""
    return sum(keeps(choose(request, one), page, parents) for page in pages)


def test_a_hit_of_a_whole_actor_shows_which_part_is_named(search: Search) -> None:
    """The evidence of a parent is the spellings of its parts."""
    alone_ = search.search(SearchRequest(actors=("al-qaeda",), facets=("actor",)))
    whole = search.search(SearchRequest(actors=("al-qaeda",), parents="whole", facets=("actor",)))
    assert alone_.total < whole.total
    reasons = [reason for hit in whole.hits for reason in hit.reasons]
    assert {"al-qaeda"} == {reason.actor for reason in reasons}
    assert {"JNIM", "AQIM"} <= {form for reason in reasons for form, _ in reason.forms}
    jnim = {hit.document.id for hit in search.search(SearchRequest(actors=("jnim",))).hits}
    assert jnim <= {hit.document.id for hit in whole.hits}
