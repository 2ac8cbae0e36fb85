"""What the writer of every engine must do: one suite, run for each with its own place for generations.

A test class of an engine inherits `WriterSuite` and gives a fixture `store` without generations.
"""

from contextlib import ExitStack
from dataclasses import replace

import pytest

from indexer.engine_port import Copies, EngineRequest
from indexer.errors import GenerationMissing
from indexer.generation_store import GenerationStore, StoredGeneration
from indexer.query import syntax
from indexer.schema.document import Document
from indexer.schema.fields import FACETS
from tests.contract.engine_suite import EngineSuite, term
from tests.small_generations import FACTS
from tests.tiny_collection import EMPTY_COLLECTION, document


class WriterSuite:
    """The promises of a writer; subclasses give the fixture `store`."""

    @pytest.mark.parametrize("based", [False, True])
    def test_a_repeated_id_is_refused(self, store: GenerationStore, based: bool) -> None:
        """Ids name one document each, those of the base too."""
        with ExitStack() as opened:
            base = opened.enter_context(publish(store, document("one", "A road."))) if based else None
            writer = opened.enter_context(store.building()).open_writer(base)
            if not based:
                writer.add(document("one", "A road."), b"")
            with pytest.raises(ValueError, match="unique"):
                writer.add(document("one", "A camp."), b"")
            writer.abort()

    def test_what_is_not_there_cannot_be_deleted(self, store: GenerationStore) -> None:
        """No document of the base, one deleted before, or no base at all: a KeyError with the id."""
        with store.building() as build:
            writer = build.open_writer()
            writer.add(document("one", "A road."), b"")
            with pytest.raises(KeyError, match="one"):
                writer.delete("one")
            writer.abort()
        with publish(store, document("one", "A road.")) as base, store.building() as build:
            writer = build.open_writer(base)
            with pytest.raises(KeyError, match="two"):
                writer.delete("two")
            writer.delete("one")
            with pytest.raises(KeyError, match="one"):
                writer.delete("one")
            writer.finish(EMPTY_COLLECTION)
            with build.open_reader() as reader:
                assert () == reader.document_ids()
                assert set() == EngineSuite.found(reader, syntax.All())

    def test_a_group_of_an_unknown_id_is_refused(self, store: GenerationStore) -> None:
        """A near copy that is no document would be folded into nothing."""
        with store.building() as build:
            writer = build.open_writer()
            writer.add(document("one", "A road."), b"")
            with pytest.raises(KeyError, match="two"):
                writer.finish(EMPTY_COLLECTION, Copies((("one", "two"),)))

    def test_an_empty_collection_answers(self, store: GenerationStore) -> None:
        """No documents are a collection too."""
        with store.building() as build:
            build.open_writer().finish(EMPTY_COLLECTION)
            with build.open_reader() as reader:
                assert 0 == reader.document_count
                assert ([], []) == tuple(map(list, reader.vocabulary()))
                answer = reader.search(EngineRequest(syntax.Or((term("a"), syntax.All())), facets=FACETS))
                assert (0, ()) == (answer.total, answer.hits)
                assert dict.fromkeys(FACETS, ()) == answer.facets
                assert [] == list(reader.walk(EngineRequest(syntax.All())).hits)

    def test_what_is_not_published_is_gone(self, store: GenerationStore) -> None:
        """A build that ends without it leaves nothing that anybody could open."""
        with store.building() as build:
            build.open_writer().finish(EMPTY_COLLECTION)
        assert store.current_name() is None
        with pytest.raises(GenerationMissing):
            store.open()

    def test_generations_take_over_from_another(self, store: GenerationStore) -> None:
        """Deleted, changed and added documents, from one published generation to the next."""
        first = [document("a", "A road to Gao."), document("b", "A camp."), document("c", "A bridge.")]
        changed = replace(document("b", "A road to a camp."), title="New")
        with publish(store, *first) as base, store.building() as build:
            writer = build.open_writer(base)
            writer.delete("a")
            writer.delete("b")
            writer.add(changed, b"new")
            writer.finish(EMPTY_COLLECTION)
            name = build.publish(replace(FACTS, documents=2), base)
            assert ("a", "b", "c") == opened_ids(base)
        assert name == store.current_name()
        with store.open() as opened, opened.open_reader() as reader:
            assert ("b", "c") == reader.document_ids()
            assert (changed, b"new") == (reader.document("b"), reader.original("b"))
            assert {"b"} == EngineSuite.found(reader, term("road"))
            assert 1 == reader.term_statistics("camp", exact=True)


def publish(store: GenerationStore, *pages: Document) -> StoredGeneration:
    """Publish a generation of some documents; gives it open."""
    with store.building() as build:
        writer = build.open_writer()
        for page in pages:
            writer.add(page, b"")
        writer.finish(EMPTY_COLLECTION)
        build.publish(replace(FACTS, documents=len(pages)))
    return store.open()


def opened_ids(generation: StoredGeneration) -> tuple[str, ...]:
    """The ids of a generation."""
    with generation.open_reader() as reader:
        return reader.document_ids()
