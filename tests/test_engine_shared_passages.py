"""Actors named in the same blocks, held against a count of every block of every document."""

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engine_port import BlockPlace, IndexReader
from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.schema.document import ActorMention, Document
from tests.agreement.layouts import LAYOUTS, collected, in_every_layout
from tests.tiny_collection import dated, document

ACTORS = ("eu", "jnim", "un", "wagner")
FORMS = {"eu": "Europe", "jnim": "GSIM", "un": "Nations", "wagner": "Wagner"}


@st.composite
def naming_documents(draw: st.DrawFn) -> tuple[Document, ...]:
    """Some documents whose passages name actors, some weakly, some beside the text."""
    return tuple(naming_document(draw, f"d{at}") for at in range(draw(st.integers(2, 6))))


def naming_document(draw: st.DrawFn, id_: str) -> Document:
    """A document with up to three passages, each with up to four names."""
    names = st.lists(st.tuples(st.sampled_from(ACTORS), st.booleans()), min_size=1, max_size=4)
    passages = draw(st.lists(names, min_size=1, max_size=3))
    texts = [" ".join((*(FORMS[actor] for actor, _ in own), "went.")) for own in passages]
    page = document(id_, *texts, title=draw(st.sampled_from((None, "A road"))))
    mentions = []
    for passage, own in zip(page.passages, passages, strict=True):
        at = passage.start
        for actor, weak in own:
            mentions.append(ActorMention(actor, at, at + len(FORMS[actor]), weak))
            at += len(FORMS[actor]) + 1
    if draw(st.booleans()):
        mentions.insert(0, ActorMention("eu", 0, 0))
    published = draw(st.sampled_from((None, dated("2024"), dated("2024-03-27"))))
    return document(id_, *texts, title=page.title, actors=tuple(mentions), published=published)


def name_blocks(documents: tuple[Document, ...]) -> Iterator[tuple[BlockPlace, set[str]]]:
    """Every block with the actors that it names, as the documents tell it."""
    for page in documents:
        for number, block in enumerate(page.blocks()):
            inside = {
                m.id
                for m in page.actors
                if not m.weak
                and block.start is not None
                and block.start <= m.start < (block.end or 0)
                and m.end
            }
            yield BlockPlace(page.id, number), inside


def check_reader(reader: IndexReader, documents: tuple[Document, ...]) -> None:
    """What the reader counts is what a look at every block counts."""
    named = list(name_blocks(documents))
    passages: Counter[tuple[str, str]] = Counter()
    own: dict[tuple[str, str], set[str]] = {}
    for place, inside in named:
        for pair in combinations(sorted(inside), 2):
            passages[pair] += 1
            own.setdefault(pair, set()).add(place.document)
    expected = {pair: (count, len(own[pair])) for pair, count in passages.items()}
    together = reader.named_together(ACTORS)
    assert expected == {(p.first, p.second): (p.passages, p.documents) for p in together}
    assert sorted(expected) == [(p.first, p.second) for p in together]
    for actor in ACTORS:
        beside = reader.named_beside(actor)
        mine = {pair: count for pair, count in expected.items() if actor in pair}
        assert mine == {tuple(sorted(p[:2])): (p.passages, p.documents) for p in beside}
        assert sorted(beside, key=lambda p: (-p.passages, p.second)) == list(beside)
        for pair in beside:
            assert {actor, pair.second} <= dict(named)[pair.newest]
            found = reader.blocks_naming((actor, pair.second), 0, 100)
            assert (pair.passages, pair.documents) == found[:2]
            assert pair.newest == found.places[0]
            assert {p for p, inside in named if {actor, pair.second} <= inside} == set(found.places)
            assert found.places[1:2] == reader.blocks_naming((actor, pair.second), 1, 1).places


@settings(deadline=None, max_examples=20)
@given(laid=collected(naming_documents()))
def test_counts_of_shared_passages_are_those_of_a_look_at_every_block(laid) -> None:
    """In one segment, in several, after deletions and changes, and merged."""
    with in_every_layout(laid) as folders:
        for layout in LAYOUTS:
            with WhooshReader(folders[layout]) as reader:
                living = tuple(filter(None, map(reader.document, reader.document_ids())))
                check_reader(reader, living)
