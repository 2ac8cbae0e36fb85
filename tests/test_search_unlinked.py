"""Names that nobody listed, over a collection: counts, examples, order, and reading beside searches."""

import sqlite3
import threading
from collections import defaultdict
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.entities.near_aliases import AliasTrigrams
from indexer.errors import DocumentNotFound, EngineUnavailable, InvalidRequest
from indexer.schema.collection import Actor, Alias
from indexer.schema.document import Document
from indexer.search.name_counts import NameCounts
from indexer.search.unlinked import UnlinkedReview, find_document_names
from tests.tiny_collection import EMPTY_COLLECTION, document, mention

NAMES = ["Halidou Tankari", "HALIDOU TANKARI", "Foura", "the FPCT", "Richard Wagner"]


def actor(id_: str, *spellings: str, decoy: bool = False) -> Actor:
    """An actor with nothing but spellings."""
    aliases = tuple(Alias(text, exact=False, ambiguous=False) for text in spellings)
    return Actor(id_, "person", spellings[0], spellings[0], None, None, None, "", decoy, aliases)


ACTORS = (
    actor("p-tankary", "Halidou Tankary", "H. Tankary"),
    actor("composer", "Richard Wagner", decoy=True),
)


class SmallReader:
    """Documents in memory, as far as a review asks for them; `common` words are everywhere."""

    def __init__(self, *documents: Document, common: str = "") -> None:
        self._documents = {one.id: one for one in documents}
        self._common = common
        self.collection = replace(EMPTY_COLLECTION, actors=ACTORS)

    def document_ids(self) -> tuple[str, ...]:
        """All ids, ascending."""
        return tuple(sorted(self._documents))

    def document(self, document_id: str) -> Document | None:
        """The document of this id."""
        return self._documents.get(document_id)

    def term_statistics(self, term: str, *, exact: bool, french: str = "") -> int:
        """Many documents for the common word alone."""
        return 1000 if exact and term == self._common else 0


def review_of(reader: SmallReader) -> UnlinkedReview:
    """A review that has read nothing yet."""
    return UnlinkedReview(reader)  # type: ignore[arg-type]  # it has all that a review asks of one


def review(*documents: Document, common: str = "") -> UnlinkedReview:
    """A review that has read everything."""
    made = review_of(SmallReader(*documents, common=common))
    made.read_all()
    return made


def says(number: int, name: str, source: str = "") -> Document:
    """A document of a source with a sentence that names someone."""
    return document(f"d{number}", f"It rained. They met {name} there.", outlet=source or f"outlet {number}")


def listed(made: UnlinkedReview, *bounds: int, **more: Any) -> list[tuple[str, int, int]]:
    """The names with their documents and sources."""
    return [(n.name, n.documents, n.sources) for n in made.names(*bounds, **more).names]


def test_a_name_is_listed_from_three_documents_of_two_sources() -> None:
    """Fewer of either are too few, unless the bounds are lowered."""
    two = [says(n, "Halidou Tankari") for n in range(2)]
    one_source = [says(n, "Foura", "The Herald") for n in range(2, 5)]
    enough = [says(n, "the FPCT", "The Herald" if n < 7 else "") for n in range(5, 8)]
    made = review(*two, *one_source, *enough)
    assert [("FPCT", 3, 2)] == listed(made)
    assert [("FPCT", 3, 2), ("Foura", 3, 1)] == listed(made, 3, 1)
    assert [("FPCT", 3, 2), ("Foura", 3, 1), ("Halidou Tankari", 2, 2)] == listed(made, 1, 1)
    assert [("Foura", 3, 1)] == listed(made, 1, 1, start=1, limit=1)
    assert (3, 8, 4) == (made.names(1, 1).total, made.names().documents, made.names().held)


def test_spellings_of_one_name_are_counted_together() -> None:
    """Case, accents, hyphens and a possessive make no other name; the most frequent is shown."""
    forms = ("Aïn-Salba", "Ain Salba", "Aïn-Salba’s", "AÏN-SALBA")
    made = review(*(says(n, form) for n, form in enumerate(forms)))
    (name,) = made.names().names
    assert ("Aïn-Salba", (("Aïn-Salba", 2), ("Ain Salba", 1), ("AÏN-SALBA", 1))) == (name.name, name.variants)


def test_a_name_comes_with_examples_of_several_sources_and_its_nearest_spellings() -> None:
    """Three sentences, each with the name marked; the actor whose spelling is most alike."""
    made = review(
        *(says(n, "Halidou Tankari", "The Herald") for n in range(4)), says(8, "Halidou Tankari", "Radio")
    )
    (name,) = made.names().names
    assert ["d0", "d1", "d8"] == [example.document for example in name.examples]
    for example in name.examples:
        excerpt = example.excerpt
        (mark,) = excerpt.marks
        assert "Halidou Tankari" == excerpt.text[mark.start - excerpt.start : mark.end - excerpt.start]
    assert [("p-tankary", "Halidou Tankary")] == [(near.actor, near.alias) for near in name.near]
    assert "person" == name.kind


def test_what_is_linked_a_decoy_noise_or_a_common_word_is_not_listed() -> None:
    """Each by its own rule; another name in the same sentence stays."""
    linked = [mention(says(n, "Sadio Kobra and Foura"), "p-tankary", "Sadio Kobra") for n in range(3)]
    decoys = [says(n, "Richard Wagner") for n in range(3, 6)]
    common = [says(n, "Best") for n in range(6, 9)]
    made = review(*linked, *decoys, *common, common="best")
    assert [("Foura", 3, 3)] == listed(made)
    assert [] == listed(made, noise=["FOURA"])
    assert [("Foura", 3, 3)] == listed(made)
    assert [("Best", 3, 3)] == listed(review(*common))


def test_titles_headings_and_tables_give_no_names() -> None:
    """Only sentences do."""
    plain = document("a", "They met Halidou Tankari there.", title="Foura burns again")
    rows = replace(plain, passages=(replace(plain.passages[0], kind="rows"),))
    assert ["halidou tankari"] == [name.key for name in find_document_names(plain)]
    assert () == find_document_names(rows)


@given(
    st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(["a", "b", "c"])), max_size=9),
    st.integers(1, 3),
    st.integers(1, 3),
)
def test_counts_are_those_of_counting_by_hand(drawn: list[tuple[str, str]], least: int, sources: int) -> None:
    """Whatever documents there are, in whatever order, and for all bounds."""
    documents = [says(number, name, source) for number, (name, source) in enumerate(drawn)]
    by_hand: defaultdict[str, set[tuple[int, str]]] = defaultdict(set)
    for number, (name, source) in enumerate(drawn):
        if name != "Richard Wagner":
            by_hand[name.removeprefix("the ").lower()].add((number, source))
    expected = {
        (key, len(held), len({source for _, source in held}))
        for key, held in by_hand.items()
        if len(held) >= least and len({source for _, source in held}) >= sources
    }
    made = review(*documents)
    found = listed(made, least, sources)
    assert expected == {(name.lower(), held, of) for name, held, of in found}
    assert found == listed(review(*reversed(documents)), least, sources)
    assert sorted(found, key=lambda row: -row[1]) == found
    made.close()


def test_reading_beside_searches_ends_with_the_same_list() -> None:
    """Before that there is no list, and it says how far it is."""
    documents = [says(n, "Halidou Tankari") for n in range(50)]
    made = review_of(SmallReader(*documents))
    before = made.names()
    assert ((), False, 0, 50) == (before.names, before.complete, before.read, before.documents)
    made.begin(60.0)
    made.begin(60.0)
    assert made.names().complete
    assert listed(review(*documents)) == listed(made)
    made.read_all()
    made.close()


def test_closing_ends_the_reading() -> None:
    """A generation that is let go of is read no further."""
    documents = [says(n, "Halidou Tankari") for n in range(1000)]
    made = review_of(SmallReader(*documents))
    made.begin(0.0)
    made.close()
    assert not made.names().complete


def test_what_goes_wrong_beside_searches_is_told() -> None:
    """A document that cannot be read, or a full disk: the next request gets the error."""

    class Broken(SmallReader):
        def document(self, document_id: str) -> Document | None:
            raise DocumentNotFound(document_id)

    made = review_of(Broken(says(1, "Foura")))
    made.begin(60.0)
    with pytest.raises(DocumentNotFound):
        made.names()

    class Full(SmallReader):
        def document(self, document_id: str) -> Document | None:
            raise sqlite3.OperationalError("database or disk is full")

    made = review_of(Full(says(1, "Foura")))
    with pytest.raises(EngineUnavailable, match="Free the folder"):
        made.read_all()


def test_there_is_no_list_while_the_names_are_counted() -> None:
    """Though every document was read."""
    seen = []

    class Asking(SmallReader):
        def term_statistics(self, term: str, *, exact: bool, french: str = "") -> int:
            seen.append(made.names())
            return super().term_statistics(term, exact=exact)

    made = review_of(Asking(*(says(n, "Foura") for n in range(3))))
    made.read_all()
    assert [(3, 3, False)] == [(found.read, found.documents, found.complete) for found in seen]
    assert made.names().complete


def test_a_document_that_breaks_the_reading_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    """And logged; the names of the others are listed."""

    class Odd(SmallReader):
        def document(self, document_id: str) -> Document | None:
            if document_id == "d1":
                raise ValueError(document_id)
            return super().document(document_id)

    made = review_of(Odd(*(says(n, "Foura") for n in range(4))))
    made.begin(60.0)
    assert [("Foura", 3, 3)] == listed(made)
    assert "document d1 is left out" in caplog.text


def test_after_an_error_the_reading_begins_anew() -> None:
    """The error is told once, and nothing is counted twice."""

    class FullOnce(SmallReader):
        full = True

        def term_statistics(self, term: str, *, exact: bool, french: str = "") -> int:
            if self.full:
                self.full = False
                raise sqlite3.OperationalError("database or disk is full")
            return super().term_statistics(term, exact=exact)

    documents = [says(n, "Foura") for n in range(3)]
    for read in (lambda made: made.begin(60.0), UnlinkedReview.read_all):
        made = review_of(FullOnce(*documents))
        made.begin(60.0)
        made.begin(60.0)
        with pytest.raises(EngineUnavailable, match="Free the folder"):
            made.names()
        read(made)
        assert [("Foura", 3, 3)] == listed(made)


def test_closing_is_seen_before_the_next_document() -> None:
    """However soon that would come."""
    read: list[str] = []

    class Closing(SmallReader):
        def document(self, document_id: str) -> Document | None:
            read.append(document_id)
            if len(read) == 3:
                closer.start()
                made._stop.wait()
            return super().document(document_id)

    made = review_of(Closing(*(says(n, "Foura") for n in range(9))))
    closer = threading.Thread(target=made.close)
    made.begin(60.0)
    closer.join(60.0)
    assert ["d0", "d1", "d2"] == read


def test_closing_ends_a_count_that_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here one that would never end."""
    begun = threading.Event()

    def count(counts: NameCounts, _is_common: object) -> None:
        begun.set()
        endless = "WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
        counts._database.execute(endless).fetchall()

    monkeypatch.setattr(NameCounts, "count", count)
    made = review_of(SmallReader(says(1, "Foura")))
    made.begin(0.0)
    assert begun.wait(60.0)
    closer = threading.Thread(target=made.close, daemon=True)
    closer.start()
    closer.join(60.0)
    assert not closer.is_alive()


@pytest.mark.parametrize("bounds", [(0, 1), (1, 0)])
def test_a_bound_below_one_is_refused(bounds: tuple[int, int]) -> None:
    """A name is in one document of one source at least."""
    with pytest.raises(InvalidRequest, match="at least 1"):
        review().names(*bounds)


def test_near_spellings_are_those_with_most_letters_in_common() -> None:
    """One spelling an actor, the most alike first, none that has little in common."""
    alike = AliasTrigrams(ACTORS)
    (near,) = alike.nearest("Tankary Halidou")
    assert ("p-tankary", "Halidou Tankary", 1.0) == (near.actor, near.alias, near.similarity)
    assert () == alike.nearest("Ouro-Fero")
    assert () == alike.nearest("")
