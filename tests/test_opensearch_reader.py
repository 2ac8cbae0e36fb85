"""A reader on a cluster answers as the array engine does, also where answers are cut into pages."""

import random
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from indexer.engine_port import Copies, EngineRequest
from indexer.engines.opensearch_engine import facet_counts, folding, searcher, shared_passages, translate
from indexer.engines.opensearch_engine.client import Cluster, Connection
from indexer.engines.opensearch_engine.names import Names, new_name
from indexer.engines.opensearch_engine.place import Place
from indexer.engines.opensearch_engine.reader import OpenSearchReader
from indexer.engines.opensearch_engine.writer import OpenSearchWriter
from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.engines.whoosh_engine.writer import WhooshWriter
from indexer.errors import GenerationCorrupt
from indexer.query import syntax
from tests.generators import documents, queries, requests
from tests.opensearch_cluster import Cluster as Nodes
from tests.tiny_collection import EMPTY_COLLECTION, document
from tests.vocabulary import ACTORS, FOLDED

SEED = 9
DOCUMENTS, REQUESTS = 40, 12
# So few in one answer, that every answer has pages.
SMALL = (
    (searcher, "STRETCH", 7),
    (searcher, "REACH", 13),
    (searcher, "_TOGETHER", 2),
    (shared_passages, "_DOCUMENTS", 5),
    (shared_passages, "_PAIRS", 2),
    (facet_counts, "LISTED", 3),
    (facet_counts, "LISTED_DOCUMENTS", 4),
    (facet_counts, "_PAGE", 5),
    (folding, "_MOST_GROUPS", 1),
    (folding, "_TOGETHER", 1),
    (translate, "_MOST_TERMS", 2),
)


def drawn(strategy: st.SearchStrategy, count: int) -> list:
    """The same examples each time."""
    found: list = []

    @seed(SEED)
    @settings(
        max_examples=count,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def keep(example: object) -> None:
        found.append(example)

    keep()
    return found[:count]


@pytest.fixture(scope="module")
def place(cluster: Nodes) -> Iterator[Place]:
    """Where a new generation may be, gone after the tests."""
    own = Place(Cluster(Connection.of(cluster.url)), Names("reader-test"), new_name())
    own.create("hash", shards=3)
    yield own
    own.remove()


@pytest.fixture(scope="module")
def readers(place: Place, tmp_path_factory: pytest.TempPathFactory) -> tuple[WhooshReader, OpenSearchReader]:
    """The same generated documents in both engines; groups of copies large and small."""
    own = [replace(page, id=f"d{at:02d}") for at, page in enumerate(drawn(documents(), DOCUMENTS))]
    ids = [page.id for page in own]
    copies = Copies((tuple(ids[3:9]), tuple(ids[10:12]), tuple(ids[15:35])), b"sketches")
    folder = tmp_path_factory.mktemp("arrays")
    for writer in (WhooshWriter(folder), OpenSearchWriter(place)):
        for page in own:
            writer.add(page, page.text.encode("utf-8", "surrogatepass"), hash(page.id) % 2**64)
        writer.finish(EMPTY_COLLECTION, copies)
    return WhooshReader(folder), OpenSearchReader(place)


@pytest.fixture(params=[False, True], ids=["whole", "in pages"])
def both(
    request: pytest.FixtureRequest,
    readers: tuple[WhooshReader, OpenSearchReader],
    monkeypatch: pytest.MonkeyPatch,
) -> tuple[WhooshReader, OpenSearchReader]:
    """Both readers, with answers of the usual size and with such that are cut into pages."""
    for module, name, size in SMALL if request.param else ():
        monkeypatch.setattr(module, name, size)
    return readers


def test_facts_are_those_of_the_documents(both: tuple[WhooshReader, OpenSearchReader]) -> None:
    """Ids, hashes, groups, words and their numbers of documents."""
    arrays, reader = both
    assert arrays.document_ids() == reader.document_ids()
    assert arrays.page_hashes() == reader.page_hashes()
    assert arrays.copies() == reader.copies()
    assert [list(own) for own in arrays.vocabulary()] == [list(own) for own in reader.vocabulary()]
    for word in FOLDED:
        assert arrays.term_statistics(word, exact=True) == reader.term_statistics(word, exact=True)


def test_actors_named_together_are_counted_alike(both: tuple[WhooshReader, OpenSearchReader]) -> None:
    """Beside one, in pairs, and block by block with any stretch of the list."""
    arrays, reader = both
    for actor in (*ACTORS, "nobody"):
        assert arrays.named_beside(actor) == reader.named_beside(actor)
    for actors in ((), ("jnim",), ("jnim", "wagner", "jnim"), ("jnim", "nobody"), ACTORS):
        assert arrays.named_together(actors) == reader.named_together(actors)
        for start, limit in ((0, 0), (0, 3), (2, 4), (5, 100), (1000, 3)):
            expected = arrays.blocks_naming(actors, start, limit)
            assert expected == reader.blocks_naming(actors, start, limit)
    assert any(map(arrays.named_beside, ACTORS))


def test_counts_of_requests_are_alike(both: tuple[WhooshReader, OpenSearchReader]) -> None:
    """Facets in each of their ways, words that begin so, and queries counted together."""
    arrays, reader = both
    trees, chance = drawn(queries(), REQUESTS), random.Random(SEED)
    for request in drawn(requests(), REQUESTS):
        expected, found = arrays.search(request), reader.search(request)
        assert (expected.total, expected.folded) == (found.total, found.folded)
        for facet in request.facets:
            own, other = expected.facets[facet], found.facets[facet]
            assert own == other
            assert (len(own), own.most(2)) == (len(other), other.most(2))
            for value in ("jnim", "d03", "2012", "none"):
                assert own.count_of(value) == other.count_of(value)
        start, field = chance.choice(("", "c", "ma", "goi")), chance.choice(("text", "title"))
        for within in (None, request):
            asked = (start, 20, within, field)
            assert arrays.words_beginning(*asked) == reader.words_beginning(*asked)
        some = chance.sample(trees, 5)
        assert arrays.count_each(some, request) == reader.count_each(some, request)


def test_walks_are_the_pages(both: tuple[WhooshReader, OpenSearchReader]) -> None:
    """Each hit once, with its copies; a page is a stretch of it, also behind what one answer reaches."""
    arrays, reader = both
    for request in drawn(requests(), REQUESTS):
        expected, walk = arrays.walk(request), reader.walk(request)
        hits = list(walk.hits)
        assert (expected.total, expected.folded) == (walk.total, walk.folded)
        assert len(hits) == walk.total - walk.folded
        assert hits[request.start : request.start + request.limit] == list(reader.search(request).hits)
        if request.sort != "relevance":
            assert [(h.id, *h[2:]) for h in expected.hits] == [(h.id, *h[2:]) for h in hits]


def test_weighing_finds_the_same_numbers(both: tuple[WhooshReader, OpenSearchReader]) -> None:
    """How often, where and of what; only lengths are coded. The scores are those of a search."""
    arrays, reader = both
    chance = random.Random(SEED)
    nodes, ids = drawn(queries(), REQUESTS), chance.sample(arrays.document_ids(), 8)
    pairs = zip(arrays.weigh(nodes, ids), reader.weigh(nodes, ids), strict=True)
    scores = [{hit.id: hit.score for hit in reader.search(EngineRequest(n, limit=100)).hits} for n in nodes]
    for expected, weighed in pairs:
        assert (expected.document, expected.length) == (weighed.document, weighed.length)
        assert pytest.approx(expected.average_length) == weighed.average_length
        for own, other, found in zip(expected.leaves, weighed.leaves, scores, strict=True):
            assert (own is None) == (other is None)
            if own and other:
                kept = {"score": 0.0, "saturated": 0.0}
                assert own._replace(**kept) == other._replace(**kept)
                assert pytest.approx(found[weighed.document], rel=1e-5, abs=1e-5) == other.score


def test_documents_of_hits_cost_no_further_request(
    readers: tuple[WhooshReader, OpenSearchReader], monkeypatch: pytest.MonkeyPatch
) -> None:
    """They come with the hits; every document is that of the array engine all the same."""
    arrays, reader = readers
    for id_ in arrays.document_ids():
        assert arrays.document(id_) == reader.document(id_)
        assert arrays.original(id_) == reader.original(id_)
    reader.close()
    hits = reader.search(EngineRequest(syntax.All())).hits
    monkeypatch.setattr(Cluster, "find", None)
    for hit in hits:
        assert arrays.document(hit.id) == reader.document(hit.id)


@pytest.mark.parametrize("document_id", ["", "..", "_search", "a/../b", "?x=1", "é"])
def test_an_odd_id_is_no_document(readers: tuple[WhooshReader, OpenSearchReader], document_id: str) -> None:
    """Whatever stands in an address."""
    assert readers[1].document(document_id) is None
    assert readers[1].original(document_id) is None


def test_halves_of_letters_and_blanks_in_words_are_sought(
    readers: tuple[WhooshReader, OpenSearchReader],
) -> None:
    """What no server reads finds nothing, and is no error."""
    for node in (
        syntax.FieldIs("source", "\ud800"),
        syntax.Term("\ud800", "x", exact=True),
        syntax.Phrase(("a b", "\ud800"), "x"),
        syntax.Phrase(("a b", "c"), "x", slop=3),
    ):
        assert 0 == readers[1].search(EngineRequest(node)).total


def test_a_generation_that_lacks_a_fact_is_damaged(cluster: Nodes) -> None:
    """It says which, and what to do."""
    own = Place(Cluster(Connection.of(cluster.url)), Names("reader-test"), new_name())
    own.create("hash", shards=1)
    try:
        OpenSearchWriter(own).add(document("a", "A road."), b"")
        with pytest.raises(GenerationCorrupt, match=r"lengths.*rebuild"):
            OpenSearchReader(own)
    finally:
        own.remove()
