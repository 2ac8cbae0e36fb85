"""Similar stories: never the same one, the best first, each with true reasons, and none invented."""

import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from indexer.analysis.document_terms import analyze_document
from indexer.engine_port import Copies
from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.engines.whoosh_engine.writer import WhooshWriter
from indexer.errors import EngineTimedOut
from indexer.schema.ranking import SIMILAR
from indexer.search.similar import find_clues, find_similar
from tests.agreement.layouts import Collected, collected, in_every_layout
from tests.generators import collections
from tests.tiny_collection import EMPTY_COLLECTION, document, mention

some = settings(
    deadline=None,
    database=None,
    max_examples=max(4, settings().max_examples // 8),
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)
# Every word that two documents share is a reason, so that small collections have stories at all.
OPEN = replace(SIMILAR, floor=0.0, shared=1)

BRIDGE = "The bridge over the river opened on Monday; traders and herders crossed it with cattle."
FLOOD = "The flood took the bridge away; herders lost cattle, and traders waited for a ferry on the river."
BANK = "The central bank raised its rate to nine percent after prices of fuel and bread climbed in May."
RATE = "Bread and fuel cost more in May, so the central bank may raise its rate above nine percent."
CUP = "The goalkeeper saved two penalties and the team went through to the final of the cup."


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory):
    """Two stories on two matters each, near copies of both, and one on another matter."""
    folder = tmp_path_factory.mktemp("similar")
    writer = WhooshWriter(folder)
    pages = (
        document("bridge", BRIDGE, title="Bridge opens"),
        document("bridge-again", f"GAO – {BRIDGE}"),
        document("flood", FLOOD),
        document("flood-again", f"{FLOOD} It rained."),
        document("bank", BANK),
        document("rate", RATE),
        document("cup", CUP),
        document("empty"),
    )
    for page in pages:
        writer.add(page, b"")
    writer.finish(EMPTY_COLLECTION, Copies((("bridge", "bridge-again"), ("flood", "flood-again")), b"x"))
    with WhooshReader(folder) as opened:
        yield opened


def _ids(reader: WhooshReader, id_: str, limit: int = 5) -> list[str]:
    page = reader.document(id_)
    assert page is not None
    return [story.document.id for story in find_similar(reader, page, limit)]


def test_a_story_is_found_by_what_it_is_about(reader):
    """The other story on the matter, of its copies one, and neither the story nor its own copy."""
    assert ["flood"] == [id_.removesuffix("-again") for id_ in _ids(reader, "bridge")]
    assert ["rate"] == _ids(reader, "bank")


def test_copies_that_are_not_listed_are_counted(reader):
    """One stands for the group."""
    (story,) = find_similar(reader, reader.document("bridge"), 5)
    assert 1 == story.copies


@pytest.mark.parametrize("id_", ["cup", "empty"])
def test_none_is_an_answer(reader, id_):
    """Another matter is not shown because there is nothing better."""
    assert [] == _ids(reader, id_)


def test_the_reasons_are_words_as_the_story_writes_them(reader):
    """Both have them, and a stop word is none."""
    (story,) = find_similar(reader, reader.document("bank"), 5)
    assert story.words
    for word in story.words:
        assert word in BANK
    assert not {"the", "and", "its"} & set(story.words)
    assert 0.2 <= story.share <= 1.0


def test_an_actor_is_a_reason_under_any_spelling(tmp_path: Path):
    """Two stories name one actor in different words; the name is told as the actor, not once more."""
    pages = [
        mention(document("one", "GSIM fighters burned a granary."), "jnim", "GSIM"),
        mention(document("two", "JNIM men burned the granary of a village."), "jnim", "JNIM"),
        mention(document("three", "GSIM fighters sold a granary."), "jnim", "GSIM"),
        document("four", "The market is open."),
    ]
    writer = WhooshWriter(tmp_path)
    for page in pages:
        writer.add(page, b"")
    writer.finish(EMPTY_COLLECTION)
    with WhooshReader(tmp_path) as reader:
        stories = {story.document.id: story for story in find_similar(reader, pages[0], 5, None, OPEN)}
    assert {"two", "three"} == set(stories)
    assert ("jnim",) == stories["two"].actors == stories["three"].actors
    assert {"burned", "granary"} == set(stories["two"].words)
    assert "GSIM" not in stories["three"].words


def test_a_name_is_told_once_in_any_language(tmp_path: Path):
    """The words of a name are no second reason in documents of another language either."""
    pages = [
        replace(mention(document(id_, text), "senegal", "Sénégal"), language="fr")
        for id_, text in (
            ("un", "Le Sénégal brûla un grenier."),
            ("deux", "Le grenier du Sénégal."),
        )
    ]
    writer = WhooshWriter(tmp_path)
    for page in [*pages, document("market", "The market is open.")]:
        writer.add(page, b"")
    writer.finish(EMPTY_COLLECTION)
    with WhooshReader(tmp_path) as reader:
        (story,) = find_similar(reader, pages[0], 5, None, OPEN)
    assert ("senegal",) == story.actors
    assert ("grenier",) == story.words


def test_a_weak_mention_is_no_actor(tmp_path: Path):
    """Generic words never tie two stories together."""
    page = mention(document("one", "The army met traders."), "fama", "The army")
    weak = replace(page, actors=tuple(replace(actor, weak=True) for actor in page.actors))
    writer = WhooshWriter(tmp_path)
    for one in (weak, replace(page, id="two"), replace(page, id="three")):
        writer.add(one, b"")
    writer.finish(EMPTY_COLLECTION)
    with WhooshReader(tmp_path) as reader:
        assert all(not story.actors for story in find_similar(reader, weak, 5, None, OPEN))
        assert find_similar(reader, replace(page, id="two"), 5, None, OPEN)[0].actors == ("fama",)


def test_words_of_the_headline_weigh_more(reader):
    """The same word once in a text and once in its headline."""
    page = document("new", "Cattle, bridge, river.", title="Bridge")
    counted = replace(page, title=None)
    with_title = {clue.form.casefold(): clue.weight for clue in find_clues(reader, page, SIMILAR)}
    without = {clue.form.casefold(): clue.weight for clue in find_clues(reader, counted, SIMILAR)}
    assert pytest.approx(with_title["bridge"]) == (1 + SIMILAR.title) * without["bridge"]
    assert with_title["river"] == without["river"]


def test_the_words_asked_for_are_bounded(reader):
    """In number, and in the documents that they stand in together."""
    page = reader.document("bridge")
    assert 3 == len(find_clues(reader, page, replace(SIMILAR, words=3)))
    clues = find_clues(reader, page, replace(SIMILAR, postings=9))
    assert 0 < sum(clue.documents for clue in clues) <= 9
    assert not find_clues(reader, page, replace(SIMILAR, postings=1))


def test_what_one_document_alone_has_leads_nowhere(reader):
    """Neither a word of no other document nor one of nearly all is asked for."""
    page = reader.document("bank")
    assert "prices" not in {clue.form for clue in find_clues(reader, page, SIMILAR)}
    assert not find_clues(reader, page, replace(SIMILAR, few=0, common=0.1))


def test_a_passed_deadline_stops_the_search(reader):
    """It costs a search like any other."""
    with pytest.raises(EngineTimedOut):
        find_similar(reader, reader.document("bridge"), 5, time.monotonic() - 1)


@some
@given(collected(collections()))
def test_similar_stories_of_any_collection(collection: Collected) -> None:
    """In every layout the same; never the story or a copy, of other copies one; by score; reasons true."""
    pages = {page.id: page for page in collection.documents}
    stems = {id_: {w.stem for w in analyze_document(page).words} for id_, page in pages.items()}
    groups = {id_: group for group in collection.groups for id_ in group}
    answers = []
    with in_every_layout(collection) as folders:
        for folder in folders.values():
            with WhooshReader(folder) as reader:
                answers.append(
                    {id_: find_similar(reader, page, 4, None, OPEN) for id_, page in pages.items()}
                )
                forms = {
                    id_: {clue.form: clue.node for clue in find_clues(reader, page, OPEN)}
                    for id_, page in pages.items()
                }
    for id_, stories in answers[0].items():
        scores = [story.score for story in stories]
        assert sorted(scores, reverse=True) == scores
        assert len(stories) <= 4
        listed = [story.document.id for story in stories]
        assert not {*listed} & {id_, *groups.get(id_, ())}
        assert len({groups.get(other, other) for other in listed}) == len(listed)
        for story in stories:
            assert pages[story.document.id] == story.document
            assert 0.0 < story.share <= 1.0
            assert story.actors or story.words
            for actor in story.actors:
                for page in (pages[id_], story.document):
                    assert actor in {m.id for m in page.actors if not m.weak}
            for word in story.words:
                node = forms[id_][word]
                assert {node.term, node.french} & stems[id_]
                assert {node.term, node.french} & stems[story.document.id]
    for other in answers[1:]:
        assert _rounded(answers[0]) == _rounded(other)


def _rounded(answer: dict) -> dict:
    """Scores to the digits by which they are ranked."""
    return {
        id_: [replace(story, score=round(story.score, 6), share=round(story.share, 6)) for story in stories]
        for id_, stories in answer.items()
    }
