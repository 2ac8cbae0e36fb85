"""The check of a published generation, and the canaries that it asks for."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from indexer.analysis.document_terms import analyze_document
from indexer.analysis.tokenizer import tokenize
from indexer.engine_port import EngineAnswer, EngineRequest
from indexer.errors import GenerationMissing, GenerationOutdated
from indexer.generations import building
from indexer.manifest import BuildFacts, IdSum
from indexer.query.facet_values import facet_values
from indexer.query.syntax import All, FieldIs, Or, Term
from indexer.rebuild import canaries, fingerprints
from indexer.rebuild.canaries import CanaryChoice, Sample, check_canaries, lot_of
from indexer.rebuild.checking import check
from indexer.rebuild.fingerprints import analysis_hash, corpus_fingerprint
from indexer.rebuild.run import rebuild
from indexer.schema.collection import SourceFile
from indexer.settings import Settings
from tests.fake_engine import FakeReader, FakeWriter, stored
from tests.tiny_collection import EMPTY_COLLECTION, tiny_documents

TEXT = "Wagner left Gao in 2023, as the council of the town had asked for years, and JNIM came back."


PIECES = (
    "U.N.",
    "J.N.I.M",
    "Jama'a",
    "l’État",
    "Mali’s",
    '"Wagner',
    "Gao.",
    "(A.)",
    "x_y",
    "1,500",
    "ﬁ",
    "İ",
    "so\u00adft",
)


@pytest.fixture
def index(tmp_path):
    """An index of three documents, in two generations."""
    (tmp_path / "seeds").mkdir()
    settings = Settings(index=tmp_path / "index", seeds=(tmp_path / "seeds",))
    for number in range(3):
        (tmp_path / "seeds" / f"text-{number}.txt").write_text(f"{TEXT} Part {number}.")
    for _ in range(2):
        rebuild(settings, stored(settings))
    return settings.index


@pytest.mark.parametrize("deep", [False, True])
def test_a_sound_generation_has_no_problems(index, deep):
    """The report has the figures of the manifest."""
    report = check(stored(index), deep=deep)
    assert ("ok", deep, 7, 3, ()) == (
        report.status,
        report.deep,
        report.files,
        report.documents,
        report.problems,
    )
    assert report.bytes == sum(path.stat().st_size for path in (index / report.generation).glob("*[lny]")) - (
        (index / report.generation / "MANIFEST.json").stat().st_size
    )


def test_a_damaged_generation_is_reported_with_the_one_that_answers(index):
    """A byte changed: fallback while an older one is sound, damaged when none is."""
    for status in ("fallback", "damaged"):
        name = check(stored(index)).generation
        path = index / name / "documents.jsonl"
        path.write_bytes(path.read_bytes()[:-2] + b" \n")
        report = check(stored(index))
        assert status == report.status
        assert 1 == len(report.problems)
        assert name != report.generation
    assert "" == report.generation


def test_without_a_generation_there_is_nothing_to_check(tmp_path):
    """The same error as for a search."""
    with pytest.raises(GenerationMissing):
        check(stored(tmp_path))


def test_a_generation_of_another_analysis_is_outdated(tmp_path):
    """Its words were cut in another way, so its answers would differ."""
    with building(tmp_path / "index") as build:
        FakeWriter(build.folder).finish(EMPTY_COLLECTION)
        build.publish(BuildFacts("2026-01-01T00:00:00Z", 0, "another", ""))
    with pytest.raises(GenerationOutdated):
        check(stored(tmp_path / "index"))


def faulty(method: str, change) -> type[FakeReader]:
    """A reader that gives out something else than it holds: `change` of the truth and the question."""

    def changed(self, *asked):
        return change(getattr(FakeReader, method)(self, *asked), *asked)

    return type("FaultyReader", (FakeReader,), {method: changed})


def without_one(answer, request):
    """The answer without one document, where ids are asked for."""
    if not isinstance(request.query, Or | FieldIs):
        return answer
    return replace(answer, hits=tuple(hit for hit in answer.hits if hit.id != ONE))


def miscounted(answer, request):
    """The answer with a year that no document has, where all documents are asked for."""
    if not isinstance(request.query, All):
        return answer
    return replace(answer, facets={**answer.facets, "published": (("none", 2), ("1999", 1))})


def one_short(answer, request):
    """The answer without its first hit, where a word is asked for."""
    return replace(answer, hits=answer.hits[1:]) if isinstance(request.query, Term) else answer


ONE = "text-1"
FAULTS = (
    ("document", lambda found, id_: None if id_ == ONE else found, "document text-1 cannot be read"),
    ("document", lambda found, _: replace(found, id="x"), "document text-1 cannot be read"),
    (
        "document",
        lambda found, id_: found if id_ != ONE else 1 / 0,
        "text-1 cannot be read (ZeroDivisionError)",
    ),
    ("original", lambda found, _: found + b"x", "the original of document text-1 differs from its hash"),
    ("original", lambda *_: None, "the original of document text-2 differs from its hash"),
    ("document_ids", lambda ids: ids[1:], "3 documents were written, 3 are held and 2 are listed"),
    ("search", without_one, "document text-1 is not found by its id"),
    ("search", miscounted, "published “1999” counts 1, not 0"),
    ("search", one_short, " documents, not the "),
)


@pytest.mark.parametrize(("method", "change", "problem"), FAULTS)
def test_the_deep_check_sees_what_hashes_cannot(index, method, change, problem):
    """Whole files, wrong answers: each kind of fault is named, and the fast check is silent."""
    reader = faulty(method, change)
    assert "ok" == check(stored(index, FakeWriter, reader)).status
    report = check(stored(index, FakeWriter, reader), deep=True)
    assert "damaged" == report.status
    assert any(problem in found for found in report.problems), report.problems


def test_a_thousand_problems_make_a_short_report(index):
    """Twenty are written out, the others are counted."""
    nothing = faulty("search", lambda _, request: EngineAnswer(0, (), dict.fromkeys(request.facets, ())))
    report = check(stored(index, FakeWriter, nothing), deep=True)
    assert 21 == len(report.problems)
    assert report.problems[-1].startswith("and ")


@given(
    st.lists(st.tuples(st.text(max_size=2), st.sampled_from("abcdef")), max_size=60, unique=True),
    st.integers(min_value=1, max_value=8),
)
@examples(deadline=None, max_examples=100)
def test_a_sample_holds_every_id_of_its_keys(pairs, size):
    """However the keys come: as many as fit, each with all of its ids."""
    sample = Sample(size)
    for key, id_ in pairs:
        if sample.keeps(key):
            sample.count(key, id_, 0)
    found = {canary.value: canary for canary in sample.found("", 0)}
    assert min(size, len({key for key, _ in pairs})) == len(found)
    for key, canary in found.items():
        ids = [id_ for other, id_ in pairs if other == key]
        assert (len(ids), IdSum.of(ids).digest) == (canary.documents, canary.digest)


def test_canaries_know_the_answers_without_an_engine():
    """Words and actors of twelve hard documents, with the ids that hold them."""
    choice = CanaryChoice()
    documents = tiny_documents()
    for document in documents:
        choice.add(document)
    chosen = choice.canaries()
    assert {"wagner", "jnim"} == {canary.value for canary in chosen if canary.facet == "actor"}
    for canary in chosen:
        holders = [
            document.id
            for document in documents
            if canary.value
            in (
                facet_values(document, canary.facet)
                if canary.facet
                else {word.term for word in analyze_document(document).words}
            )
        ]
        assert (len(holders), IdSum.of(holders).digest) == (canary.documents, canary.digest)


def test_canaries_of_an_engine_that_finds_too_much_fail(tmp_path):
    """One document too many is as wrong as one too few."""
    documents = tiny_documents()
    choice = CanaryChoice()
    writer = FakeWriter(tmp_path)
    for document in documents:
        choice.add(document)
        writer.add(document, b"")
    writer.finish(EMPTY_COLLECTION)
    reader = FakeReader(tmp_path)
    assert [] == check_canaries(reader, choice.canaries())
    everything = reader.search(EngineRequest(All(), limit=100))
    greedy = faulty("search", lambda *_: everything)(tmp_path)
    assert len(choice.canaries()) == len(check_canaries(greedy, choice.canaries()))


def test_the_analysis_hash_follows_what_is_indexed(monkeypatch):
    """Another stop word, another field or another cut of words gives another hash."""
    before = analysis_hash()
    changes = {
        "STOP_WORDS": frozenset(fingerprints.STOP_WORDS | {"fighters"}),
        "FIELDS": fingerprints.FIELDS[1:],
        "analyze_document": lambda document: analyze_document(replace(document, title=None)),
        "facet_values": lambda *_: ("x",),
    }
    for name, value in changes.items():
        with monkeypatch.context() as patch:
            patch.setattr(fingerprints, name, value)
            assert before != analysis_hash.__wrapped__(), name
    assert before == analysis_hash.__wrapped__()


def test_the_corpus_fingerprint_follows_the_source_files():
    """Content, size and name count; the order does not."""
    one, two = (SourceFile(name, 3, "f" * 64, 1, "read") for name in ("a", "b"))
    assert corpus_fingerprint((one, two)) == corpus_fingerprint((two, one))
    others = (replace(one, sha256="e" * 64), replace(one, size=4), replace(one, path="c"))
    assert 4 == len({corpus_fingerprint((other, two)) for other in (one, *others)})


@given(
    st.lists(st.sampled_from([*PIECES, " ", "\n", "\u00a0", "\x1c", "\u200b"]) | st.text(max_size=3)).map(
        "".join
    )
)
@examples(deadline=None, max_examples=200)
def test_words_between_blanks_are_all_words_of_a_text(text):
    """Cut at blanks and folded piece by piece, a text has the words that an engine finds in it."""
    expected = {token.term for token in tokenize(text)}
    assert expected == {word for piece in text.split() for word in canaries._words(piece)}


def test_words_are_known_of_the_drawn_documents_alone(monkeypatch):
    """Past the number sampled half as many are drawn, again and again; actors are known of all."""
    monkeypatch.setattr(canaries, "SAMPLED", 8)
    choice = CanaryChoice()
    documents = [replace(tiny_documents()[0], id=f"d{number}") for number in range(100)]
    for document in documents:
        choice.add(document)
    found = choice.canaries()
    (lot,) = {canary.lot for canary in found if not canary.facet}
    assert lot >= 3
    drawn = [document.id for document in documents if lot_of(document.id) >= lot]
    for canary in found:
        ids = [document.id for document in documents] if canary.facet else drawn
        assert (len(ids), IdSum.of(ids).digest) == (canary.documents, canary.digest)
    for document in documents[:50]:
        choice.add(document, -1)
    ids = [id_ for id_ in drawn if int(id_[1:]) >= 50]
    assert {(len(ids), IdSum.of(ids).digest)} == {
        (canary.documents, canary.digest) for canary in choice.canaries() if not canary.facet
    }


def test_canaries_are_carried_on_from_a_generation_to_the_next():
    """Documents taken back and added change the known answers; no other word or actor is asked for."""
    documents = tiny_documents()
    choice = CanaryChoice()
    for document in documents[:6]:
        choice.add(document)
    known = choice.canaries()
    following = CanaryChoice(known)
    for document in documents[6:]:
        following.add(document)
    for document in documents[:3]:
        following.add(document, -1)
    found = following.canaries()
    assert [(canary.facet, canary.value) for canary in known] == [(c.facet, c.value) for c in found]
    for canary in found:
        ids = [
            document.id
            for document in documents[3:]
            if canary.value
            in (
                facet_values(document, canary.facet)
                if canary.facet
                else {word.term for word in analyze_document(document).words}
            )
        ]
        assert (len(ids), IdSum.of(ids).digest) == (canary.documents, canary.digest)
