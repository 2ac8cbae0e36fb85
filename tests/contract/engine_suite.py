"""What every engine must do: one suite, run for each engine with its own collection fixture.

A test class of an engine inherits `EngineSuite` and gives a fixture `reader` over the documents
of `tiny_documents`.
"""

import time
from collections import Counter
from dataclasses import replace

import pytest

from indexer.analysis.document_stems import count_stems
from indexer.analysis.document_terms import analyze_document
from indexer.analysis.filters import french_stem
from indexer.engine_port import (
    Copies,
    EngineRequest,
    FacetFilter,
    IndexReader,
    LeafScore,
    TermWeight,
)
from indexer.errors import EngineTimedOut, QueryRefused
from indexer.query import syntax
from indexer.query.facet_values import date_days, facet_values
from indexer.query.plain_words import stem_term
from indexer.query.request import Sort
from indexer.schema.fields import FACETS
from indexer.schema.ranking import idf, length_norm, term_frequency_part
from tests.agreement.layouts import TINY_GROUPS
from tests.tiny_collection import EMPTY_COLLECTION, tiny_documents


def term(word: str) -> syntax.Term:
    """A folded word as it stands."""
    return syntax.Term(word, word, exact=True)


class EngineSuite:
    """The promises of an engine; subclasses give the fixture `reader`."""

    @staticmethod
    def found(reader: IndexReader, query: syntax.Node, **more: object) -> set[str]:
        """The ids that a query finds."""
        request = EngineRequest(query, limit=100, **more)  # type: ignore[arg-type]  # each case names its fields
        answer = reader.search(request)
        assert len(answer.hits) == answer.total
        return {hit.id for hit in answer.hits}

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            (syntax.Nothing(), set()),
            (term("gsim"), {"jnim"}),
            (syntax.Term("mercenari", "mercenary"), {"wagner"}),
            (syntax.Term("leav", "leaves", field="title"), {"wagner"}),
            (syntax.Term("mercenari", "mercenary", field="title"), set()),
            (syntax.Phrase(("wagner", "group"), "x"), {"wagner"}),
            (syntax.Phrase(("group", "wagner"), "x"), set()),
            (syntax.Phrase(("mali", "march"), "x"), set()),
            (syntax.Phrase(("mali", "march"), "x", slop=1), {"wagner"}),
            (syntax.Phrase(("march", "mali"), "x", slop=1), {"wagner"}),
            (syntax.Phrase(("envoy", "gsim"), "x", slop=50), {"jnim"}),
            (syntax.Phrase(("envoy", "left"), "x", slop=50), set()),
            (syntax.Phrase(("coup", "the", "coup"), "x"), {"accents"}),
            (syntax.Phrase(("gsim", "gsim"), "x", slop=50), set()),
            (syntax.Phrase(("end", "of", "a", "mission"), "x"), {"heading"}),
            (term("advertisement"), set()),
            (syntax.Phrase(("soldiers", "packed"), "x"), {"heading", "residue"}),
            (syntax.Phrase(("etat", "major"), "x"), {"accents"}),
            (term("goita"), {"accents"}),
            (syntax.Prefix("mercenar", "mercenar*"), {"wagner"}),
            (syntax.Wildcard("wag?er", "wag?er"), {"wagner", "both"}),
            (syntax.Wildcard("so*rs", "so*rs"), {"wagner", "heading", "residue"}),
            (syntax.Fuzzy("wagenr", "wagenr~"), {"wagner", "both"}),
            (syntax.Fuzzy("agner", "agner~"), set()),
            (syntax.Fuzzy("", "~"), set()),
            (syntax.FieldIs("actor", "wagner"), {"wagner", "both", "stated"}),
            (syntax.FieldIs("actor", "nobody"), set()),
            (syntax.FieldIs("place", "pl-gao"), {"place"}),
            (syntax.FieldIs("source", "Radio"), {"place"}),
            (syntax.FieldIs("language", "fr"), {"accents"}),
            (syntax.FieldIs("language", "en"), {"wagner"}),
            (syntax.FieldIs("document", "year"), {"year"}),
            (syntax.FieldIs("published", "2024"), {"wagner", "both", "year"}),
            (syntax.FieldIs("published", "2024-03"), {"wagner", "both"}),
            (syntax.FieldIs("published", "2024-03-27"), {"wagner"}),
            (syntax.FieldIs("mentioned", "2023-05"), {"dates"}),
            (syntax.FieldIs("mentioned", "--01-07"), {"dates"}),
            (syntax.Name("JNIM", ("jnim",), term("jnim")), {"jnim", "both"}),
            (syntax.Near(term("gsim"), term("jnim"), 3), {"jnim"}),
            (syntax.Near(term("gsim"), term("jnim"), 2), set()),
            (syntax.Near(syntax.FieldIs("actor", "jnim"), term("camp"), 5), {"both"}),
            (syntax.Near(syntax.FieldIs("actor", "wagner"), term("trained"), 1), {"wagner"}),
        ],
        ids=lambda value: str(sorted(value) if isinstance(value, set) else value),
    )
    def test_each_node_means_what_it_says(
        self, reader: IndexReader, query: syntax.Node, expected: set[str]
    ) -> None:
        """Every node finds exactly the documents of its definition."""
        assert expected == self.found(reader, query)

    def test_all_finds_every_document_once(self, reader: IndexReader) -> None:
        """A search without a query holds the whole collection."""
        assert {d.id for d in tiny_documents()} == self.found(reader, syntax.All())

    def test_not_is_the_rest(self, reader: IndexReader) -> None:
        """NOT finds exactly what its child does not, and scores nothing."""
        child = syntax.FieldIs("actor", "jnim")
        assert self.found(reader, syntax.All()) - self.found(reader, child) == self.found(
            reader, syntax.Not(child)
        )

    def test_dates_known_to_the_month_lie_in_no_smaller_range(self, reader: IndexReader) -> None:
        """A range of days finds only dates that lie in it for certain."""
        first, _ = date_days("2024-03-20") or (0, 0)
        _, last = date_days("2024-03-31") or (0, 0)
        node = syntax.DateRange("published", first, last, "x")
        assert {"wagner"} == self.found(reader, node)

    def test_a_range_of_dates_mentioned(self, reader: IndexReader) -> None:
        """Any date in the text may lie in the range; one without a year never does."""
        first, last = date_days("2012") or (0, 0)
        assert {"range"} == self.found(reader, syntax.DateRange("mentioned", first, last, "x"))

    def test_repeated_words_count_twice(self, reader: IndexReader) -> None:
        """A word given twice adds its score twice."""
        once = reader.search(EngineRequest(term("gsim"))).hits[0].score
        twice = reader.search(EngineRequest(syntax.And((term("gsim"), term("gsim"))))).hits[0].score
        assert pytest.approx(2 * once) == twice

    def test_a_boost_multiplies(self, reader: IndexReader) -> None:
        """A boosted part adds its score times the factor."""
        once = reader.search(EngineRequest(term("gsim"))).hits[0].score
        boosted = reader.search(EngineRequest(syntax.Boosted(term("gsim"), 3.0))).hits[0].score
        assert pytest.approx(3 * once) == boosted

    def test_each_document_is_read_in_its_own_language(self, reader: IndexReader) -> None:
        """A word meets its French forms in French documents and its English ones in the others."""
        sought = syntax.Term("absent", "parler", french=french_stem("parler"))
        assert {"accents"} == self.found(reader, sought)
        assert 1 == reader.term_statistics("absent", exact=False, french=french_stem("parler"))
        assert set() == self.found(reader, replace(sought, french="absent"))
        assert set() == self.found(reader, syntax.Term(french_stem("parler"), "parler", french="absent"))

    def test_what_is_optional_adds_to_scores_alone(self, reader: IndexReader) -> None:
        """The documents are those of the first part; the second adds its score where it matches."""
        both = syntax.And((term("gsim"), term("coup")))
        required = {hit.id: hit.score for hit in reader.search(EngineRequest(term("gsim"))).hits}
        summed = {hit.id: hit.score for hit in reader.search(EngineRequest(both)).hits}
        found = reader.search(EngineRequest(syntax.AndMaybe(term("gsim"), term("coup")))).hits
        assert {hit.id: hit.score for hit in found} == pytest.approx({**required, **summed})
        assert set(summed) < set(required)

    def test_or_over_many_words_keeps_unscored_matches(self, reader: IndexReader) -> None:
        """A document that only an unscored part matches is found all the same."""
        parts = (syntax.FieldIs("place", "pl-gao"), *(term(w) for w in ("gsim", "coup", "road")))
        assert {"place", "jnim", "year", "accents", "dates"} == self.found(reader, syntax.Or(parts))

    def test_equal_scores_are_ordered_by_id(self, reader: IndexReader) -> None:
        """Without scores the order is that of the ids, on every page."""
        ids = sorted(d.id for d in tiny_documents())
        pages = [
            hit.id
            for start in range(0, len(ids), 5)
            for hit in reader.search(EngineRequest(syntax.All(), start=start, limit=5)).hits
        ]
        assert ids == pages

    @pytest.mark.parametrize(
        ("sort", "expected"),
        [("newest", ["wagner", "both", "year"]), ("oldest", ["year", "both", "wagner"])],
    )
    def test_the_undated_come_last(self, reader: IndexReader, sort: str, expected: list[str]) -> None:
        """Order by date starts with the dated, the rest follows by id."""
        request = EngineRequest(syntax.All(), sort=sort, limit=100)  # type: ignore[arg-type]  # one of the orders
        ids = [hit.id for hit in reader.search(request).hits]
        rest = sorted({d.id for d in tiny_documents()} - set(expected))
        assert expected + rest == ids

    @pytest.mark.parametrize("facet", FACETS)
    def test_counts_are_those_of_the_documents(self, reader: IndexReader, facet: str) -> None:
        """Every facet value counts the documents that hold it, most frequent first."""
        counts: dict[str, int] = {}
        for doc in tiny_documents():
            for value in facet_values(doc, facet):
                counts[value] = counts.get(value, 0) + 1
        expected = tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
        answer = reader.search(EngineRequest(syntax.All(), facets=(facet,)))
        assert expected == answer.facets[facet]

    def test_facet_counts_ignore_their_own_selection(self, reader: IndexReader) -> None:
        """Drill sideways: a choice narrows other facets, not its own."""
        choice = FacetFilter("published", syntax.FieldIs("published", "2024-03-27"), False)
        request = EngineRequest(syntax.All(), (choice,), ("published", "actor"))
        answer = reader.search(request)
        assert 1 == answer.total
        assert ("2024", 3) in answer.facets["published"]
        assert (("wagner", 1),) == answer.facets["actor"]

    def test_a_filter_that_narrows_itself_narrows_its_counts(self, reader: IndexReader) -> None:
        """Chosen values joined by AND narrow their own facet too."""
        choice = FacetFilter("actor", syntax.FieldIs("actor", "jnim"), True)
        answer = reader.search(EngineRequest(syntax.All(), (choice,), ("actor",)))
        assert (("jnim", 2), ("wagner", 1)) == answer.facets["actor"]

    def test_filters_add_nothing_to_the_score(self, reader: IndexReader) -> None:
        """The same document has the same score with and without a filter."""
        choice = FacetFilter("actor", syntax.FieldIs("actor", "jnim"), True)
        plain = reader.search(EngineRequest(term("gsim"))).hits
        filtered = reader.search(EngineRequest(term("gsim"), (choice,))).hits
        assert plain == filtered

    def test_documents_come_back_whole(self, reader: IndexReader) -> None:
        """What was added is what is read, with the bytes as delivered."""
        for doc in tiny_documents():
            assert doc == reader.document(doc.id)
            assert doc.text.encode() == reader.original(doc.id)
        assert reader.document("no such id") is None
        assert reader.original("no such id") is None

    def test_the_collection_comes_back_whole(self, reader: IndexReader) -> None:
        """The facts of the collection are kept with it."""
        assert EMPTY_COLLECTION == reader.collection
        assert len(tiny_documents()) == reader.document_count
        assert tuple(sorted(d.id for d in tiny_documents())) == reader.document_ids()

    def test_near_copies_come_back_whole(self, reader: IndexReader) -> None:
        """The groups as they were given, what is kept for an update, and the others of a document."""
        assert Copies(TINY_GROUPS, b"sketches" * 2) == reader.copies()
        assert ("both", "year") == reader.copies_of("wagner")
        assert () == reader.copies_of("jnim")
        assert () == reader.copies_of("no such id")

    @pytest.mark.parametrize(
        ("sort", "expected"),
        [
            ("relevance", ("accents", "both")),
            ("newest", ("wagner", "accents")),
            ("oldest", ("year", "accents")),
        ],
    )
    def test_copies_are_folded_into_the_first_of_the_order(
        self, reader: IndexReader, sort: str, expected: tuple[str, ...]
    ) -> None:
        """Of each group one hit is left, with the number and the ids of the others."""
        request = EngineRequest(syntax.All(), sort=sort, limit=100, fold=True)  # type: ignore[arg-type]  # one of the orders
        hits = {hit.id: hit for hit in reader.search(request).hits}
        assert expected == tuple(id_ for id_, hit in hits.items() if hit.copies)
        for group in TINY_GROUPS:
            (first,) = hits.keys() & set(group)
            others = tuple(id_ for id_ in group if id_ != first)
            assert (len(others), others) == (hits[first].copies, hits[first].copy_ids)

    def test_folding_changes_no_count(self, reader: IndexReader) -> None:
        """Totals and facets count documents; what stands in no list is told beside them."""
        whole = reader.search(EngineRequest(syntax.All(), facets=FACETS, limit=100))
        folded = reader.search(EngineRequest(syntax.All(), facets=FACETS, limit=100, fold=True))
        assert (whole.total, 0) == (folded.total, whole.folded)
        assert whole.facets == folded.facets
        assert len(whole.hits) - folded.folded == len(folded.hits)

    def test_pages_of_folded_hits_hold_each_once(self, reader: IndexReader) -> None:
        """Pages of two are the whole list cut up."""
        asked = EngineRequest(syntax.All(), sort="newest", limit=100, fold=True)
        whole = reader.search(asked).hits
        pages = [reader.search(replace(asked, start=at, limit=2)).hits for at in range(0, len(whole) + 2, 2)]
        assert whole == tuple(hit for page in pages for hit in page)

    @pytest.mark.parametrize("fold", [False, True], ids=["each copy", "folded"])
    @pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
    @pytest.mark.parametrize(
        "query", [syntax.All(), syntax.Nothing(), term("wagner"), syntax.Or((term("coup"), term("gsim")))]
    )
    def test_a_walk_holds_the_hits_of_all_pages(
        self, reader: IndexReader, query: syntax.Node, sort: Sort, fold: bool
    ) -> None:
        """In their order and each once, with the same counts, whatever stretch was asked for."""
        choice = FacetFilter("published", syntax.Not(syntax.FieldIs("published", "none")), False)
        for filters in ((), (choice,)):
            asked = EngineRequest(query, filters, ("actor",), sort, fold=fold, start=3, limit=2)
            walk = reader.walk(asked)
            pages = [reader.search(replace(asked, start=at)) for at in range(0, 14, 2)]
            expected = [hit for page in pages for hit in page.hits]
            assert expected == list(walk.hits)
            assert (pages[0].total, pages[0].folded) == (walk.total, walk.folded)
            assert walk.total - walk.folded == len(expected)

    def test_a_walk_has_the_bounds_of_a_search(self, reader: IndexReader) -> None:
        """A deadline for its beginning, and a budget of words."""
        with pytest.raises(EngineTimedOut):
            reader.walk(EngineRequest(term("gsim"), deadline=time.monotonic() - 1))
        with pytest.raises(QueryRefused):
            reader.walk(EngineRequest(syntax.Prefix("s", "s*"), max_expansions=2))

    def test_a_filter_leaves_copies_that_do_not_match_out(self, reader: IndexReader) -> None:
        """Only matches are folded: of three copies two were published in this month."""
        choice = FacetFilter("published", syntax.FieldIs("published", "2024-03"), False)
        answer = reader.search(EngineRequest(syntax.All(), (choice,), fold=True))
        assert [("both", 1, ("wagner",))] == [(hit.id, hit.copies, hit.copy_ids) for hit in answer.hits]
        assert (2, 1) == (answer.total, answer.folded)

    def test_term_statistics_count_documents(self, reader: IndexReader) -> None:
        """A word's statistics are the documents that hold it."""
        assert 3 == reader.term_statistics("soldier", exact=False)
        assert 0 == reader.term_statistics("soldier", exact=True)

    def test_stems_of_a_document_are_those_that_are_searched(self, reader: IndexReader) -> None:
        """Each word that is not a stop word, as often as the document's terms have it, and no other."""
        for doc in tiny_documents():
            terms = analyze_document(doc)
            counted = Counter(word.stem for word in terms.words if word.stem is not None)
            titled = Counter(w.stem for w in terms.words[: terms.title_words] if w.stem is not None)
            found = count_stems(doc)
            assert counted == {stem.stem: stem.frequency for stem in found}
            assert titled == {stem.stem: stem.in_title for stem in found if stem.in_title}
            for own in found:
                node = stem_term(own.term, own.form)
                assert own.stem == node.sought_in(doc.language)
                assert reader.term_statistics(node.term, exact=False, french=node.french) >= 1

    def test_weighing_tells_the_numbers_behind_a_score(self, reader: IndexReader) -> None:
        """Frequency, documents, idf and what is made of them, by the formula of the ranking."""
        (weighed,) = reader.weigh((stem_term("coup", "coup"),), ("accents",))
        saturated = term_frequency_part(3, weighed.length, weighed.average_length)
        terms = (TermWeight("stem", "coup", 2, idf(12, 2)),)
        expected = LeafScore(pytest.approx(idf(12, 2) * saturated), 3, 0, pytest.approx(saturated), terms)
        assert (expected,) == weighed.leaves
        assert ("accents", 12, 7) == (weighed.document, weighed.documents, weighed.length)
        assert pytest.approx(length_norm(weighed.length, weighed.average_length)) == weighed.norm

    @pytest.mark.parametrize(
        ("node", "document", "expected"),
        [
            (term("wagner"), "wagner", (3, 1, ("wagner",))),
            (syntax.Term("wagner", "x", exact=True, field="title"), "wagner", (3, 1, ("wagner",))),
            (syntax.Term("wagner", "x", exact=True, field="title"), "both", None),
            (syntax.Phrase(("the", "coup"), "x"), "accents", (3, 0, ("the", "coup"))),
            (syntax.Phrase(("coup", "the", "coup"), "x", slop=1), "accents", (1, 0, ("coup", "the"))),
            (syntax.Phrase(("wagner", "leaves"), "x", field="title"), "wagner", (1, 1, ("wagner", "leaves"))),
            (syntax.Phrase(("group", "wagner"), "x"), "wagner", None),
            (syntax.FieldIs("actor", "jnim"), "jnim", (2, 0, ("jnim",))),
            (syntax.FieldIs("actor", "wagner"), "stated", (0, 0, ("wagner",))),
            (syntax.FieldIs("actor", "nobody"), "stated", None),
            (syntax.FieldIs("place", "pl-gao"), "place", (0, 0, ())),
            (syntax.FieldIs("published", "2024-03"), "year", None),
            (syntax.All(), "empty", (0, 0, ())),
            (syntax.Nothing(), "jnim", None),
            (syntax.Near(term("gsim"), term("jnim"), 3), "jnim", (0, 0, ())),
            (syntax.Near(term("gsim"), term("jnim"), 2), "jnim", None),
            (term("absent"), "jnim", None),
            (term("absent"), "empty", None),
        ],
        ids=str,
    )
    def test_weighing_tells_how_often_and_of_what(
        self, reader: IndexReader, node: syntax.Node, document: str, expected: object
    ) -> None:
        """The frequency that counts, what of it stands in the title, and the terms; None without a match."""
        (leaf,) = reader.weigh((node,), (document,))[0].leaves
        found = leaf and (leaf.frequency, leaf.in_title, tuple(own.term for own in leaf.terms))
        assert expected == found

    def test_weighing_tells_the_words_of_a_pattern(self, reader: IndexReader) -> None:
        """Those of the document, and how many the collection has."""
        nodes = (syntax.Prefix("w", "w*"), syntax.Prefix("mercenar", "mercenar*", "title"))
        (weighed,) = reader.weigh(nodes, ("both",))
        expected = LeafScore(1.0, 1, 0, 0.0, (), (("wagner", 1),), 2)
        assert (expected, None) == weighed.leaves

    def test_weighing_gives_the_scores_of_the_search(self, reader: IndexReader) -> None:
        """For every document in the order asked, whatever the node."""
        ids = reader.document_ids()[::-1]
        nodes = (
            term("wagner"),
            syntax.Phrase(("the", "coup"), "x"),
            syntax.FieldIs("actor", "wagner"),
            syntax.Near(term("gsim"), term("jnim"), 3),
            syntax.Wildcard("so*rs", "so*rs"),
            syntax.Or((term("coup"), term("gsim"))),
        )
        weighed = reader.weigh(nodes, ids)
        assert ids == tuple(scores.document for scores in weighed)
        for at, node in enumerate(nodes):
            found = {hit.id: hit.score for hit in reader.search(EngineRequest(node, limit=100)).hits}
            own = {scores.document: leaf.score for scores in weighed if (leaf := scores.leaves[at])}
            assert found == pytest.approx(own)

    def test_weighing_has_the_bounds_of_a_search(self, reader: IndexReader) -> None:
        """A deadline, a budget of words, and documents that are there."""
        with pytest.raises(KeyError):
            reader.weigh((syntax.All(),), ("jnim", "no such id"))
        with pytest.raises(EngineTimedOut):
            reader.weigh((syntax.All(),), ("jnim",), deadline=time.monotonic() - 1)
        with pytest.raises(QueryRefused):
            reader.weigh((syntax.Prefix("s", "s*"),), ("jnim",), max_expansions=2)

    def test_word_counts_are_those_of_the_documents(self, reader: IndexReader) -> None:
        """Every folded word of titles and texts once, ascending, with its living documents."""
        held = [{word.term for word in analyze_document(d).words} for d in tiny_documents()]
        expected = Counter(word for words in held for word in words)
        counted = reader.vocabulary()
        assert sorted(expected) == list(counted.words)
        assert dict(expected) == dict(zip(counted.words, counted.documents, strict=True))

    def test_queries_counted_together_are_counted_as_alone(self, reader: IndexReader) -> None:
        """Also with parts in common, within the documents of a request and its filters."""
        wagner, jnim = syntax.Name("Wagner", ("wagner",), term("wagner")), syntax.FieldIs("actor", "jnim")
        queries = (
            syntax.All(),
            syntax.Nothing(),
            wagner,
            syntax.And((wagner, jnim)),
            syntax.And((wagner, syntax.Not(jnim))),
            syntax.Or((syntax.Boosted(wagner, 2.0), jnim, syntax.Phrase(("the", "coup"), "x"))),
            syntax.Prefix("so", "so*"),
        )
        choice = FacetFilter("published", syntax.FieldIs("published", "2024"), False)
        for among in (EngineRequest(syntax.All()), EngineRequest(syntax.Not(jnim), (choice,))):
            own = self.found(reader, among.query, filters=among.filters)
            expected = [len(own & self.found(reader, query)) for query in queries]
            assert expected == list(reader.count_each(queries, among))
        assert [] == list(reader.count_each((), EngineRequest(syntax.All())))

    def test_queries_counted_together_have_a_deadline_and_each_its_budget(self, reader: IndexReader) -> None:
        """As each would have alone: what others stand for is no matter."""
        prefixes = [syntax.Prefix(start, f"{start}*") for start in ("wag", "merc", "soldier")]
        among = EngineRequest(syntax.All(), max_expansions=2)
        assert [2, 1, 3] == list(reader.count_each(prefixes, among))
        with pytest.raises(QueryRefused, match="Type more letters"):
            reader.count_each((*prefixes, syntax.Prefix("s", "s*")), among)
        with pytest.raises(EngineTimedOut):
            reader.count_each(prefixes, replace(among, deadline=time.monotonic() - 1))

    @pytest.mark.parametrize(
        ("asked", "expected"),
        [
            (("mercenar", 5), [("mercenaries", 1), ("mercenary", 1)]),
            (("le", 2, None, "title"), [("leaves", 1)]),
            (("mercenar", 5, None, "title"), []),
            (("w", 1), [("wagner", 2)]),
            (("zz", 5), []),
            (("wagner", 0), []),
            (("c", 9, EngineRequest(syntax.FieldIs("document", "both"))), [("camp", 1)]),
            (("", 9, EngineRequest(syntax.FieldIs("document", "empty"))), []),
        ],
        ids=str,
    )
    def test_words_by_how_they_begin(
        self, reader: IndexReader, asked: tuple[str, int], expected: list[tuple[str, int]]
    ) -> None:
        """The most frequent ones first, of a field, in all documents or in those of a request."""
        assert expected == list(reader.words_beginning(*asked))

    def test_words_that_begin_so_are_counted_as_a_search_for_each_counts_them(
        self, reader: IndexReader
    ) -> None:
        """In all documents and in those of a request with a filter; no word more, none less."""
        choice = FacetFilter("published", syntax.FieldIs("published", "2024"), False)
        for within in (EngineRequest(syntax.All()), EngineRequest(term("wagner"), (choice,))):
            own = self.found(reader, within.query, filters=within.filters)
            words = reader.words_beginning("", 1000, within)
            assert sorted(words, key=lambda found: (-found.documents, found.word)) == list(words)
            for word, documents in words:
                assert documents == len(own & self.found(reader, term(word))) > 0
            held = {
                word for word, _ in reader.words_beginning("", 1000) if own & self.found(reader, term(word))
            }
            assert held == {found.word for found in words}

    def test_a_passed_deadline_stops_the_search(self, reader: IndexReader) -> None:
        """An engine never goes on past its deadline."""
        past = time.monotonic() - 1
        with pytest.raises(EngineTimedOut):
            reader.search(EngineRequest(term("gsim"), deadline=past))

    def test_wildcards_have_a_budget(self, reader: IndexReader) -> None:
        """A prefix that stands for too many words is refused with a way out."""
        with pytest.raises(QueryRefused, match="Type more letters"):
            reader.search(EngineRequest(syntax.Prefix("s", "s*"), max_expansions=2))
