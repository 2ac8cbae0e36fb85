"""The lengths of the coded oracle are those of Lucene, by known values and by the real server."""

import json

import pytest

from indexer.engines.opensearch_engine.documents import actor_token, store_document
from indexer.engines.opensearch_engine.mapping import LENGTH_FIELDS, LengthTotals, index_body, similarities
from indexer.query import syntax
from indexer.schema.ranking import K1
from tests.cluster_requests import ask, clear
from tests.coded_oracle import CodedOracle, byte_of_length, coded, length_of_byte
from tests.opensearch_cluster import Cluster
from tests.tiny_collection import document, mention

# From the table that Lucene decodes lengths with: a byte, and the length it stands for.
KNOWN = {
    **{byte: byte for byte in range(41)},
    41: 42,
    42: 44,
    43: 46,
    47: 54,
    48: 56,
    49: 60,
    55: 84,
    56: 88,
    57: 96,
    64: 152,
    72: 280,
    80: 536,
    87: 984,
    88: 1048,
    255: 2013265944,
}


@pytest.mark.parametrize(("byte", "length"), KNOWN.items())
def test_a_byte_stands_for_the_length_of_the_table(byte: int, length: int) -> None:
    """And that length is kept as this byte."""
    assert length == length_of_byte(byte)
    assert byte == byte_of_length(length)


def test_small_lengths_are_exact_and_others_have_four_bits() -> None:
    """Up to 40 nothing is lost; above, less than an eighth of what is past 24, and always downwards."""
    assert list(range(41)) == [coded(length) for length in range(41)]
    for length in range(41, 20_000):
        assert 0 <= length - coded(length) < (length - 24) / 8
        assert coded(length) == coded(coded(length)) >= coded(length - 1)


def explained(cluster: Cluster, index: str, id_: str, field: str, word: str) -> dict[str, float]:
    """The numbers that the server says a score is made of, by their names, and the score."""
    told = ask(cluster.url, f"/{index}/_explain/{id_}", {"query": {"term": {field: word}}})["explanation"]
    todo, found = [told], {"score": told["value"]}
    while todo:
        one = todo.pop()
        todo += one["details"]
        found[one["description"].partition(",")[0]] = one["value"]
    return found


def test_the_server_scores_with_the_numbers_of_the_coded_oracle(cluster: Cluster) -> None:
    """By its own explanation: lengths, averages with what is stacked on words, idf, and the sum."""
    sizes = (*range(1, 60, 3), 104, 105, 1000, 1001)
    pages = [document("empty", ""), document("stops", "of the")]
    pages += [
        mention(document(f"d{n}", " ".join(("Wagner", "of", *["camp"] * n))), "wagner", "Wagner")
        for n in sizes
    ]
    oracle = CodedOracle(pages)
    stored = {page.id: store_document(page, b"") for page in pages}
    lengths = [one["lengths"] for one in stored.values()]
    totals = LengthTotals(len(pages), *(sum(own[name] for own in lengths) for name in LENGTH_FIELDS))
    body = index_body("one", "any", shards=1)
    body["settings"]["similarity"] = similarities(totals)
    index = "test-coded-lengths"
    clear(cluster.url, index)
    ask(cluster.url, f"/{index}", body, method="PUT")
    lines = [line for id_, own in stored.items() for line in ({"index": {"_id": id_}}, own)]
    assert not ask(
        cluster.url, f"/{index}/_bulk?refresh=true", "".join(f"{json.dumps(line)}\n" for line in lines)
    )["errors"]
    for page in oracle.pages[2:]:
        for field, node in (
            ("stems", syntax.Term("camp", "camp")),
            ("stems", syntax.FieldIs("actor", "wagner")),
            ("words", syntax.Term("camp", "camp", exact=True)),
        ):
            token = actor_token(node.value) if isinstance(node, syntax.FieldIs) else node.term
            found = explained(cluster, index, page.document.id, field, token)
            length = page.length if field == "stems" else len(page.words)
            assert coded(length) == found["dl"]
            assert len(pages) == found["N"]
            assert pytest.approx(oracle.idf(node), rel=1e-6) == found["idf"]
            assert pytest.approx(oracle.score(node, page), rel=1e-6) == found["score"] * (K1 + 1)
    clear(cluster.url, index)
