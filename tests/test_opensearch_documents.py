"""Documents as they are stored on a cluster: whole, with the fields of the mapping and no others."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from indexer.analysis.document_terms import BLOCK_GAP, analyze_document
from indexer.engines.opensearch_engine.documents import (
    coded_length,
    fold_fields,
    read_document,
    read_original,
    read_page_hash,
    store_document,
    word_of,
)
from indexer.engines.opensearch_engine.mapping import (
    BEGIN_MARK,
    END_MARK,
    FORMAT,
    FRENCH_MARK,
    GAP,
    STACK,
    LengthTotals,
    check_mapping,
    index_body,
    similarities,
)
from indexer.errors import GenerationCorrupt, GenerationOutdated
from indexer.schema.document import ActorMention, Document
from indexer.schema.ranking import length_norm
from tests.generators import collections
from tests.tiny_collection import document, mention, tiny_documents

# The first collection that is drawn takes long.
some = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
MAPPING = index_body("gen-1", "hash")["mappings"]


def positions(lines: list[str]) -> dict[int, list[str]]:
    """The tokens of a text field by position, as the cluster's analysis places them."""
    found, at = {}, 0
    for line in lines:
        tokens = line.split(" ") if line else []
        for number, token in enumerate(tokens):
            if token != GAP:
                found[at + number] = token.split(STACK)
        last = max((n for n, token in enumerate(tokens) if token != GAP), default=-1)
        at += last + 1 + BLOCK_GAP
    return found


@some
@given(collections())
def test_documents_come_back_whole(documents: tuple[Document, ...]) -> None:
    """What was stored is what is read, with the bytes as delivered and a hash of any size."""
    for own in documents:
        stored = store_document(own, b"\x00raw", 2**64 - 1)
        assert own == read_document(stored)
        assert b"\x00raw" == read_original(stored)
        assert 2**64 - 1 == read_page_hash(stored["page_hash"])


@some
@given(collections())
def test_all_that_is_stored_stands_in_the_mapping(documents: tuple[Document, ...]) -> None:
    """No field more, as the cluster would refuse the document."""
    for own in documents:
        stored = store_document(own, b"") | fold_fields((own.id, "z"))
        assert set(stored) <= set(MAPPING["properties"])


@some
@given(collections())
def test_stems_stand_where_their_words_do(documents: tuple[Document, ...]) -> None:
    """At the same positions in both fields, so that a stem can be sought near a word."""
    for own in documents:
        stored, terms = store_document(own, b""), analyze_document(own)
        words, stems = positions(stored["words"]), positions(stored["stems"])
        if terms.words:
            assert [word.term for word in terms.words] == [
                word_of(own[0]) for _, own in sorted(words.items())
            ]
        mark = FRENCH_MARK if own.language == "fr" else ""
        places = dict(zip(sorted(words), terms.words, strict=True)) if terms.words else {}
        expected = {at: mark + w.stem for at, w in places.items() if w.stem is not None}
        if expected:
            assert expected == {at: word_of(own[0]) for at, own in stems.items()}
        assert stored["lengths"] == {
            "stems": terms.length,
            "words": len(terms.words),
            "stem_tokens": sum(map(len, stems.values())),
            "word_tokens": sum(map(len, words.values())),
        }


def test_a_document_without_words_has_a_token_all_the_same() -> None:
    """Else the cluster would not count it among the documents of the field."""
    for own in (document("empty"), document("small", "of the", "and")):
        stored = store_document(own, b"")
        assert [["."]] == list(positions(stored["stems"]).values())
        assert len(stored["words"]) >= 1


def test_mentions_are_counted_in_stems_and_placed_in_words() -> None:
    """Once each among the stems; a begin and an end among the words; one beside the text nowhere."""
    own = mention(document("a", "The Wagner Group left Wagner."), "wagner", "Wagner Group", "Group left")
    own = replace(own, actors=(*own.actors, ActorMention("jnim", 0, 0)))
    stored = store_document(own, b"")
    stems = [token for tokens in positions(stored["stems"]).values() for token in tokens]
    assert 2 == stems.count("a:wagner")
    words = positions(stored["words"])
    assert [1, 2] == [at for at, tokens in words.items() if f"{BEGIN_MARK}a:wagner" in tokens]
    assert [2, 3] == [at for at, tokens in words.items() if f"{END_MARK}a:wagner" in tokens]
    assert ["jnim", "wagner"] == stored["actor"]
    assert [{"number": 0, "actors": ["wagner"]}] == stored["blocks"]


def test_damaged_documents_are_told() -> None:
    """No bytes are read as something that they are not."""
    for stored in ({}, {"stored": "?"}, {"stored": "AAAA"}):
        with pytest.raises(GenerationCorrupt, match="rebuild"):
            read_document(stored)


@pytest.mark.parametrize("length", [0, 7, 23, 24, 40, 41, 42, 255, 1000, 2**31 - 1])
def test_lengths_are_coded_as_lucene_codes_them(length: int) -> None:
    """Never more than there is, less by an eighth at most, and the same when coded again."""
    coded = coded_length(length)
    assert length * 7 / 8 <= coded <= length
    assert coded == coded_length(coded)
    assert (coded == length) or length > 40


def test_an_average_over_more_tokens_is_evened_out() -> None:
    """With the totals, k1 and b give the norms of the true average length."""
    totals = LengthTotals(documents=4, stems=40, words=80, stem_tokens=56, word_tokens=130)
    for name, tokens, length in (("stems", 56, 40), ("words", 130, 80)):
        numbers = similarities(totals)[name]
        for own in (0, 3, 100):
            norm = numbers["k1"] * (1 - numbers["b"] + numbers["b"] * own / (tokens / 4))
            assert pytest.approx(length_norm(own, length / 4)) == norm
        assert 0 < numbers["b"] < 1


def test_a_mapping_that_is_not_ours_is_refused_by_name() -> None:
    """One of another program, format or analysis; that of ours is taken."""
    check_mapping("news", MAPPING, "hash")
    other = {**MAPPING, "_meta": {**MAPPING["_meta"], "format": FORMAT + 1}}
    for wrong, reason in (
        ({"properties": {}}, "not made by Cuttings"),
        ({"_meta": 7}, "not made by Cuttings"),
        (other, "another format"),
        ({**MAPPING, "properties": {}}, "another format"),
    ):
        with pytest.raises(GenerationOutdated, match=f"news.*{reason}"):
            check_mapping("news", wrong)
    with pytest.raises(GenerationOutdated, match="analysis"):
        check_mapping("news", MAPPING, "other")


def test_every_tiny_document_is_stored() -> None:
    """The hard cases of the contract too."""
    for own in tiny_documents():
        assert own == read_document(store_document(own, b""))
