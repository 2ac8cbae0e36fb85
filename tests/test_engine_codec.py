"""Whoosh's own searcher on segments of arrays, beside an index that Whoosh wrote itself.

Runs with Whoosh 2.7.4 too.
"""

import io
import json
import pickletools
import random
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from whoosh import formats, index, query
from whoosh.filedb.filestore import RamStorage
from whoosh.qparser import QueryParser
from whoosh.query.spans import SpanNear
from whoosh.searching import Searcher
from whoosh.sorting import FieldFacet

from indexer.analysis.document_terms import analyze_document
from indexer.analysis.filters import stem
from indexer.engine_port import EngineRequest
from indexer.engines.whoosh_engine.arrays.array_folder import FORMAT
from indexer.engines.whoosh_engine.arrays.generation_files import open_segments
from indexer.engines.whoosh_engine.evaluation.searcher import ArraySearcher
from indexer.engines.whoosh_engine.whoosh_search.codec import INDEX_NAME, ArrayCodec, ArraySegment
from indexer.engines.whoosh_engine.whoosh_search.searcher import WhooshSearcher
from indexer.engines.whoosh_engine.whoosh_search.whoosh_schema import VALUE_FIELDS, ReadyField, whoosh_schema
from indexer.engines.whoosh_engine.writer import WhooshWriter
from indexer.errors import GenerationCorrupt, GenerationOutdated, QueryRefused
from indexer.query import syntax
from indexer.query.facet_values import facet_values
from indexer.schema.document import Document
from indexer.schema.fields import FACETS
from indexer.schema.ranking import idf, term_frequency_part
from tests.array_generations import generation, scatter, write_generation
from tests.generators import collections
from tests.tiny_collection import EMPTY_COLLECTION, document, tiny_documents
from tests.vocabulary import COMMON_TERMS, VALUES

Parts = Sequence[Sequence[Document]]
Gone = Sequence[Sequence[int]]


class StockField(ReadyField):
    """The same terms as Whoosh's own codec writes them: ready pairs of term and position."""

    def __init__(self, field: ReadyField) -> None:
        self.__dict__.update(field.__dict__)
        self.format = formats.Positions() if field.format.supports("positions") else formats.Existence()

    def index(
        self, value: "str | list[tuple[str, int]]", **_: object
    ) -> Iterator[tuple[bytes, int, float, bytes]]:
        """The postings of one document."""
        if isinstance(value, str):
            yield from super().index(value)
            return
        places: dict[str, list[int]] = {}
        for term, position in value:
            places.setdefault(term, []).append(position)
        for term, own in places.items():
            yield term.encode("utf-8"), len(own), float(len(own)), self.format.encode(own)

    def to_column_value(self, value: object) -> bytes:
        """The narrowest of a document's values, which is the last."""
        return self.to_bytes(value[-1][0] if isinstance(value, list) else value)


def stock_terms(page: Document) -> dict[str, object]:
    """What a field of each name holds of a document."""
    terms = analyze_document(page)
    title = terms.words[: terms.title_words]
    values = {name: [(value, 0) for value in facet_values(page, name)] for name in VALUE_FIELDS}
    return values | {
        "text": [(stem(w.term), w.position) for w in terms.words if w.stem is not None],
        "exact": [(w.term, w.position) for w in terms.words],
        "title": [(stem(w.term), w.position) for w in title if w.stem is not None],
        "title_exact": [(w.term, w.position) for w in title],
        "actor": [(a.id, a.position) for a in terms.actors],
        "place": [(p.id, p.position) for p in terms.places],
        "document": [(page.id, 0)],
        "_stored_document": page.id,
    }


def stock_searcher(parts: Parts, deleted: Gone) -> Searcher:
    """A searcher on an index that Whoosh wrote, of the same segments and deletions.

    Whoosh keeps a length in one byte; here it is given the exact ones.
    """
    schema = whoosh_schema()
    for name in schema.names():
        field = StockField(schema[name])
        schema.remove(name)
        schema.add(name, field)
    stock = RamStorage().create_index(schema)
    for part in parts:
        writer = stock.writer()
        for page in part:
            writer.add_document(**stock_terms(page))
        writer.commit(merge=False)
    writer = stock.writer()
    base = 0
    for at, part in enumerate(parts):
        for number in deleted[at] if at < len(deleted) else ():
            writer.delete_document(base + number)
        base += len(part)
    writer.commit(merge=False)
    searcher = stock.searcher()
    for (leaf, _), part in zip(searcher.reader().leaf_readers(), parts, strict=True):
        held = [stock_terms(page) for page in part]
        leaf._perdoc.doc_field_length = lambda number, name, _=0, held=held: len(held[number][name])
    return searcher


def array_searcher(folder: Path) -> Searcher:
    """Whoosh's own way to a searcher on a folder."""
    return index.open_dir(str(folder), indexname=INDEX_NAME).searcher()


def ranked(searcher: Searcher, asked: query.Query, **more: object) -> list[tuple[str, float]]:
    """The ids and scores of all hits, best first, equals by id."""
    hits = [(hit["document"], hit.score) for hit in searcher.search(asked, limit=None, **more)]
    return sorted(hits, key=lambda hit: (-round(hit[1], 6), hit[0]))


def check_same_hits(expected: list[tuple[str, float]], hits: list[tuple[str, float]]) -> None:
    """Assert the same documents with the same scores."""
    assert [id_ for id_, _ in expected] == [id_ for id_, _ in hits]
    assert pytest.approx([score for _, score in expected], rel=1e-5) == [score for _, score in hits]


@pytest.fixture(scope="module", params=["one segment", "three segments with deletions"])
def both(request: pytest.FixtureRequest) -> Iterator[tuple[Searcher, Searcher]]:
    """The tiny collection in an index of Whoosh's own, and in arrays."""
    many = request.param != "one segment"
    parts, deleted = scatter(tiny_documents(), 3, 8) if many else ([tiny_documents()], [])
    with (
        generation(parts, deleted) as folder,
        stock_searcher(parts, deleted) as stock,
        array_searcher(folder) as arrays,
    ):
        yield stock, arrays


T = query.Term
QUERIES = [
    T("text", "soldier"),
    T("exact", "soldiers"),
    T("title", "wagner"),
    T("title_exact", "leaves"),
    T("place", "pl-gao"),
    T("published", "2024-03"),
    T("mentioned", "2023-05"),
    T("source", "Radio"),
    T("language", "fr"),
    T("document", "both"),
    T("text", "absent"),
    query.And([T("exact", "the"), T("text", "road")]),
    query.Or([T("text", "coup"), T("text", "road"), T("actor", "jnim")]),
    query.AndNot(T("exact", "the"), T("text", "wagner")),
    query.AndMaybe(T("exact", "the"), T("text", "coup")),
    query.Not(T("exact", "the")),
    query.DisjunctionMax([T("text", "coup"), T("text", "camp")]),
    query.Phrase("exact", ["wagner", "group"]),
    query.Phrase("exact", ["group", "wagner"]),
    query.Phrase("exact", ["the", "coup"], slop=3),
    query.Phrase("text", ["group", "train"]),
    query.Phrase("actor", ["jnim", "jnim"], slop=4),
    SpanNear(T("exact", "fighters"), T("exact", "envoy"), slop=9),
    query.Prefix("exact", "mercenar"),
    query.Prefix("exact", ""),
    query.Wildcard("exact", "s*rs"),
    query.Wildcard("exact", "wag?er"),
    query.FuzzyTerm("exact", "wagenr", maxdist=2, prefixlength=1),
    query.FuzzyTerm("exact", "coop", maxdist=1),
    query.Variations("exact", "soldier"),
    query.TermRange("published", "2024", "2024-03-27"),
    query.Every(),
    query.Every("title"),
    query.Every("source"),
    query.ConstantScoreQuery(T("text", "coup"), 3.0),
    query.Require(T("text", "road"), T("exact", "the")),
    query.And([query.Prefix("exact", "s"), query.Not(T("actor", "wagner"))]),
    query.NullQuery,
]


@pytest.mark.parametrize("asked", QUERIES, ids=repr)
def test_whoosh_finds_and_scores_as_on_its_own_index(
    both: tuple[Searcher, Searcher], asked: query.Query
) -> None:
    """Whatever Whoosh asks of postings, positions, statistics and lengths."""
    stock, arrays = both
    check_same_hits(ranked(stock, asked), ranked(arrays, asked))


def test_whoosh_proposes_words_as_on_its_own_index(both: tuple[Searcher, Searcher]) -> None:
    """Its spelling corrections, words within some edits and key terms of documents."""
    stock, arrays = both
    for searcher_call in (
        lambda s: sorted(s.reader().terms_within("exact", "solders", 2)),
        lambda s: sorted(s.reader().terms_within("exact", "wagnre", 2, prefix=3)),
        lambda s: s.suggest("exact", "mercenery"),
        lambda s: s.suggest("text", "caup", limit=2),
        lambda s: list(s.reader().most_frequent_terms("exact", 5)),
        lambda s: list(s.reader().lexicon("title_exact")),
        lambda s: list(s.reader().expand_prefix("exact", "w")),
        lambda s: [t for t in s.reader().all_terms() if t[0] != "actor"],
        lambda s: s.key_terms_from_text("text", "the coup in the capital, a coup"),
    ):
        assert searcher_call(stock) == searcher_call(arrays)
    assert len(list(arrays.reader().lexicon("exact"))) > 40


def test_a_cursor_walks_every_term_and_finds_the_next_one(both: tuple[Searcher, Searcher]) -> None:
    """First, next and find, as the spelling corrections use them; past the end it is not valid."""
    for leaf, _ in both[1].reader().leaf_readers():
        words = [word.decode() for word in leaf.lexicon("exact")]
        cursor = leaf.cursor("exact")
        walked = [cursor.first()]
        while cursor.next() is not None:
            assert cursor.term_info().doc_frequency() == leaf.doc_frequency("exact", cursor.text())
            walked.append(cursor.text())
        assert words == walked
        assert not cursor.is_valid()
        assert [words[1], words[1]] == [cursor.find(words[1]), cursor.find(words[0].encode() + b"\0")]


def test_whoosh_finds_more_like_a_text(both: tuple[Searcher, Searcher]) -> None:
    """Its search for similar documents takes terms from the fields' own analysis."""
    stock, arrays = both
    wanted = [
        {hit["document"] for hit in s.more_like(0, "text", text="A coup in the capital, by soldiers.")}
        for s in (stock, arrays)
    ]
    assert wanted[0] == wanted[1]
    assert "year" in wanted[1]


def test_whoosh_reads_statistics_and_positions_as_on_its_own_index(both: tuple[Searcher, Searcher]) -> None:
    """Every term's statistics and every posting's positions, of each segment."""
    stock, arrays = both
    pairs = zip(stock.reader().leaf_readers(), arrays.reader().leaf_readers(), strict=True)
    compared = 0
    for (own, _), (other, _) in pairs:
        for field, term in own.all_terms():
            if field == "actor":
                continue
            theirs, ours = own.term_info(field, term), other.term_info(field, term)
            for name in ("weight", "doc_frequency", "max_weight", "min_id", "max_id"):
                assert getattr(theirs, name)() == getattr(ours, name)()
            assert own.frequency(field, term) == other.frequency(field, term)
            if own.schema[field].format.supports("positions"):
                expected = list(own.postings(field, term).items_as("positions"))
                assert expected == list(other.postings(field, term).items_as("positions"))
                compared += len(expected)
        for name in ("text", "exact"):
            assert own.field_length(name) == other.field_length(name)
    assert compared > 100


def test_the_query_parser_reads_words_by_our_analysis(both: tuple[Searcher, Searcher]) -> None:
    """Whoosh's own parser folds and stems as the desk does."""
    _, arrays = both
    parser = QueryParser("text", arrays.schema)
    asked = parser.parse("mercenary OR exact:GOÏTA OR document:year")
    assert {"wagner", "accents", "year"} == {id_ for id_, _ in ranked(arrays, asked)}
    assert ["soldier", "road"] == list(arrays.schema["text"].process_text("The soldiers of the road"))


def test_whoosh_sorts_and_groups_by_our_columns(both: tuple[Searcher, Searcher]) -> None:
    """Fields of one value a document are columns: the narrowest date, the source, the id."""
    stock, arrays = both
    for order in (
        FieldFacet("document"),
        FieldFacet("document", reverse=True),
        [FieldFacet("published"), FieldFacet("source"), FieldFacet("document")],
    ):
        expected, found = (
            [hit["document"] for hit in s.search(query.Every(), limit=None, sortedby=order)]
            for s in (stock, arrays)
        )
        assert expected == found
    grouped = arrays.search(query.Every(), limit=None, groupedby="published").groups()
    assert {"2024-03-27": 1, "2024-03": 1, "2024": 1, "none": 9} == {k: len(v) for k, v in grouped.items()}
    assert {"document": "both"} == arrays.document(document="both")


def test_a_document_with_an_actor_beside_its_text_has_it_with_weight_0(
    both: tuple[Searcher, Searcher],
) -> None:
    """It matches and adds nothing to a score."""
    _, arrays = both
    weights = {}
    for leaf, _ in arrays.reader().leaf_readers():
        if ("actor", "wagner") in leaf:
            matcher = leaf.postings("actor", "wagner")
            while matcher.is_active():
                weights[leaf.stored_fields(matcher.id())["document"]] = matcher.weight()
                matcher.next()
    assert {"wagner": 1.0, "both": 1.0, "stated": 0.0} == weights


words = st.sampled_from((*COMMON_TERMS, "absent"))
leaves = st.one_of(
    st.builds(query.Term, st.sampled_from(("exact", "text", "title_exact")), words),
    st.builds(query.Phrase, st.just("exact"), st.lists(words, min_size=2, max_size=3), st.integers(1, 4)),
    st.builds(query.Prefix, st.just("exact"), words.map(lambda word: word[:2])),
    st.builds(query.Wildcard, st.just("exact"), words.map(lambda word: f"{word[:1]}*{word[-1:]}")),
    st.builds(query.FuzzyTerm, st.just("exact"), words),
    st.sampled_from([query.Term(f, v) for f in VALUE_FIELDS for v in VALUES[f] if v]),
)
trees = st.recursive(
    leaves,
    lambda parts: st.one_of(
        st.lists(parts, min_size=1, max_size=3).map(query.And),
        st.lists(parts, min_size=1, max_size=3).map(query.Or),
        st.builds(query.AndNot, parts, parts),
    ),
    max_leaves=5,
)


@settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
@given(collections(), st.lists(trees, min_size=4, max_size=12), st.integers(0, 6), st.integers(0, 6))
def test_whoosh_finds_the_same_in_any_collection(
    documents: tuple[Document, ...], asked: list[query.Query], first: int, second: int
) -> None:
    """Generated documents over three segments with deletions, generated queries of Whoosh's."""
    parts, deleted = scatter(documents, first, second)
    with (
        generation(parts, deleted) as folder,
        stock_searcher(parts, deleted) as stock,
        array_searcher(folder) as arrays,
    ):
        for one in asked:
            expected, found = ({id_ for id_, _ in ranked(s, one)} for s in (stock, arrays))
            assert expected == found


def test_whoosh_may_ask_a_list_past_its_end_for_its_document(tmp_path: Path) -> None:
    """Its AndNot does so where one stands within another and the list has just come to its end."""
    texts = {"a": "road", "b": "camps", "c": "road"}
    write_generation(tmp_path, [[document(id_, text) for id_, text in texts.items()]])
    road = query.Term("exact", b"road")
    asked = query.AndNot(road, query.AndNot(query.Term("exact", b"camps"), road))
    with array_searcher(tmp_path) as searcher:
        assert ["a", "c"] == [id_ for id_, _ in ranked(searcher, asked)]


def many_documents() -> list[Document]:
    """Documents of very different lengths and frequencies, more than fit in a block of postings."""
    chance = random.Random(4)
    found = []
    for number in range(700):
        text = ["coup"] * chance.choice((1, 1, 1, 9)) + ["road"] * chance.randrange(3)
        text += ["word"] * chance.choice((1, 5, 80))
        chance.shuffle(text)
        found.append(document(f"d{number:03}", " ".join(text)))
    return found


@pytest.mark.parametrize(
    "asked", [T("text", "coup"), query.Or([T("text", "coup"), T("text", "road")])], ids=str
)
@pytest.mark.parametrize("gone", [[], list(range(1, 600, 3))], ids=["all", "deletions"])
def test_blocks_that_cannot_score_enough_are_left_without_loss(asked: query.Query, gone: list[int]) -> None:
    """The best hits are the same whether Whoosh skips by the maxima of blocks or not."""
    with generation([many_documents()], [gone]) as folder, array_searcher(folder) as arrays:
        best = [round(hit.score, 9) for hit in arrays.search(asked, limit=7)]
        slow = arrays.search(asked, limit=7, optimize=False)
        assert [round(hit.score, 9) for hit in slow] == best
        numbers = {hit.docnum for hit in arrays.search(asked, limit=7)}
        assert not numbers & set(gone)
        matcher = asked.matcher(arrays, arrays.context())
        assert matcher.supports_block_quality()
        assert matcher.skip_to_quality(best[-1]) or matcher.id() < 128


def test_the_list_of_segments_is_the_same_for_the_same_segments(tmp_path: Path) -> None:
    """No time and no chance in its bytes."""
    written = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        write_generation(tmp_path / name, *scatter(tiny_documents(), 3, 8))
        written.append((tmp_path / name / f"_{INDEX_NAME}_1.toc").read_bytes())
    assert written[0] == written[1]


def test_the_list_of_segments_names_no_code_but_the_schema_and_the_segments(tmp_path: Path) -> None:
    """Whoosh unpickles its list: what stands there are classes of Whoosh and two modules of ours."""
    write_generation(tmp_path, *scatter(tiny_documents(), 3, 8))
    stock = index.TOC.read(index.open_dir(str(tmp_path), INDEX_NAME).storage, INDEX_NAME)
    assert all(type(segment) is ArraySegment for segment in stock.segments)
    blob = (tmp_path / f"_{INDEX_NAME}_1.toc").read_bytes()
    named = set()
    for start in (at for at in range(len(blob)) if blob[at : at + 1] == b"\x80"):
        strings: list[str] = []
        try:
            for code, argument, _ in pickletools.genops(io.BytesIO(blob[start:])):
                if code.name == "GLOBAL":
                    named.add(str(argument).split(" ")[0])
                if code.name == "STACK_GLOBAL":
                    named.add(strings[-2])
                if isinstance(argument, str):
                    strings.append(argument)
        except (ValueError, IndexError):
            continue
    engine = "indexer.engines.whoosh_engine.whoosh_search"
    others = {
        name for name in named if name.split(".")[0] not in ("whoosh", "copyreg", "copy_reg", "__builtin__")
    }
    assert {f"{engine}.codec", f"{engine}.whoosh_schema"} == others


def test_whoosh_cannot_write_into_segments_of_arrays(tmp_path: Path) -> None:
    """Every way of writing is refused and says what to do instead."""
    write_generation(tmp_path, [tiny_documents()])
    segment = ArraySegment("seg-0", 1)
    codec = ArrayCodec()
    writer = index.open_dir(str(tmp_path), INDEX_NAME).writer()
    for refused in (
        lambda: codec.per_document_writer(None, segment),
        lambda: codec.field_writer(None, segment),
        lambda: codec.postings_writer(None),
        lambda: codec.new_segment(None, INDEX_NAME),
        lambda: segment.set_doc_count(2),
        lambda: writer.delete_document(0),
    ):
        with pytest.raises(NotImplementedError, match="python -m indexer update"):
            refused()
    writer.cancel()


def spoil(folder: Path) -> Iterator[tuple[Path, str]]:
    """Every file of a generation's segments in turn missing, cut or longer, then as it was."""
    for path in sorted(folder.glob("seg-*/*")):
        whole = path.read_bytes()
        for what, changed in (("missing", None), ("cut", whole[:-1]), ("longer", whole + b"\0")):
            if changed == whole:
                continue
            path.unlink()
            if changed is not None:
                path.write_bytes(changed)
            yield path, what
            path.write_bytes(whole)


@pytest.mark.parametrize("searcher", [ArraySearcher, WhooshSearcher])
def test_a_file_that_is_missing_cut_or_longer_is_named(tmp_path: Path, searcher: type) -> None:
    """No answer comes from a segment with such a file."""
    write_generation(tmp_path, [tiny_documents()])
    spoilt = 0
    for path, what in spoil(tmp_path):
        if path.name == "arrays.json" and what == "longer":
            path.write_bytes(b"[" + path.read_bytes())
        with pytest.raises(GenerationCorrupt, match=path.name):
            searcher(tmp_path)
        spoilt += 1
    assert spoilt > 100
    assert 12 == searcher(tmp_path).search(EngineRequest(syntax.All())).total
    (tmp_path / "segments.json").unlink()
    with pytest.raises(GenerationCorrupt, match=r"segments\.json"):
        searcher(tmp_path)


def test_a_file_that_was_changed_is_named_by_the_check(tmp_path: Path) -> None:
    """A byte that differs is found by the checksums, which `check` compares."""
    write_generation(tmp_path, [tiny_documents()])
    segment = open_segments(tmp_path)[0][0]
    segment.arrays.check()
    checked = 0
    for path in sorted(tmp_path.glob("seg-*/*.bin")):
        whole = path.read_bytes()
        if whole:
            path.write_bytes(bytes([whole[0] ^ 1]) + whole[1:])
            with pytest.raises(GenerationCorrupt, match=path.name):
                open_segments(tmp_path)[0][0].arrays.check()
            path.write_bytes(whole)
            checked += 1
    assert checked > 30


@pytest.mark.parametrize("name", ["segments.json", "seg-*/arrays.json"])
def test_another_format_is_outdated(tmp_path: Path, name: str) -> None:
    """It says to rebuild, and is not read as if it were this one."""
    write_generation(tmp_path, [tiny_documents()])
    (path,) = tmp_path.glob(name)
    listed = json.loads(path.read_text())
    path.write_text(json.dumps(listed | {"format": listed["format"] + 1}))
    with pytest.raises(GenerationOutdated, match=rf"format {FORMAT + 1}.*python -m indexer rebuild"):
        WhooshSearcher(tmp_path)


def test_both_evaluators_of_a_generation_without_segments_find_nothing(tmp_path: Path) -> None:
    """No documents are a collection too."""
    listed = {"format": FORMAT, "segments": [], "rank": None, "copies": None, "sketches": None}
    (tmp_path / "segments.json").write_text(json.dumps(listed))
    answer = WhooshSearcher(tmp_path).search(EngineRequest(syntax.All(), facets=FACETS))
    assert (0, ()) == (answer.total, answer.hits)
    assert all(len(counts) == 0 for counts in answer.facets.values())


def test_words_of_deleted_documents_count_for_no_pattern(tmp_path: Path) -> None:
    """Neither evaluator looks at them, and both refuse at the same number of words."""
    parts = [
        [document("a", "alpha almond"), document("b", "alone allow also")],
        [document("c", "alpha along")],
    ]
    write_generation(tmp_path, parts, [[1]])
    for searcher in (ArraySearcher(tmp_path), WhooshSearcher(tmp_path)):
        node = syntax.Prefix("al", "al*")
        answer = searcher.search(EngineRequest(node, max_expansions=3))
        assert (2, 3) == (answer.total, answer.expanded)
        with pytest.raises(QueryRefused, match="more than 2 words"):
            searcher.search(EngineRequest(node, max_expansions=2))


def test_threads_share_the_second_evaluator_but_no_searcher(tmp_path: Path) -> None:
    """The same answers at once as one after another."""
    write_generation(tmp_path, *scatter(tiny_documents(), 3, 8))
    searcher = WhooshSearcher(tmp_path)
    nodes = [
        syntax.Phrase(("the", "coup"), "the coup", slop=2),
        syntax.Or((syntax.Term("coup", "coup"), syntax.FieldIs("actor", "wagner"))),
        syntax.Not(syntax.Prefix("s", "s*")),
    ]
    asked = [EngineRequest(node, facets=FACETS) for node in nodes] * 8
    expected = [searcher.search(request) for request in asked]
    with ThreadPoolExecutor(6) as pool:
        assert expected == list(pool.map(searcher.search, asked))


def test_great_frequencies_and_positions_are_read_whole() -> None:
    """More than fits in the narrow arrays: words that stand often, and far behind in a document."""
    far = document("far", "coup " + "filler " * 70_000 + "coups road", "coup " * 300)
    parts = [[document("near", "coup road"), far]]
    with generation(parts) as folder, stock_searcher(parts, []) as stock, array_searcher(folder) as arrays:
        for field, term in (("exact", "coup"), ("text", "coup"), ("exact", "road"), ("exact", "filler")):
            expected, found = (s.reader().postings(field, term) for s in (stock, arrays))
            assert list(expected.items_as("positions")) == list(found.items_as("positions"))
        asked = query.Or([T("text", "coup"), T("exact", "filler")])
        check_same_hits(ranked(stock, asked), ranked(arrays, asked))


def test_a_stem_is_scored_by_the_documents_of_all_its_forms(tmp_path: Path) -> None:
    """In both evaluators: the frequencies are those of the stem, not of a word of the same letters."""
    parts = [[document("a", "coup coups"), document("b", "coups"), document("c", "a road")]]
    write_generation(tmp_path, parts)
    expected = {
        "a": idf(3, 2) * term_frequency_part(2, 2, 4 / 3),
        "b": idf(3, 2) * term_frequency_part(1, 1, 4 / 3),
    }
    for searcher in (ArraySearcher(tmp_path), WhooshSearcher(tmp_path)):
        hits = searcher.search(EngineRequest(syntax.Term("coup", "coup"))).hits
        assert pytest.approx(expected) == {hit.id: hit.score for hit in hits}


def test_whoosh_opens_what_the_desk_writes(tmp_path: Path) -> None:
    """The writer leaves Whoosh's list of segments with its own."""
    writer = WhooshWriter(tmp_path)
    for page in tiny_documents():
        writer.add(page, b"")
    writer.finish(EMPTY_COLLECTION)
    with array_searcher(tmp_path) as arrays:
        assert ["dates", "place"] == sorted(id_ for id_, _ in ranked(arrays, T("text", "road")))
