"""Completions of what is typed: what is offered, in which order, and that every count is true."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.api import Completion, Search, SearchRequest, Settings
from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.engines.whoosh_engine.writer import WhooshWriter
from indexer.schema.collection import Actor, Alias, Collection, Place, Spelling
from indexer.schema.document import Document, PlaceMention
from indexer.search import text_counts
from indexer.search.completion import MOST, MOST_NAMES
from tests.generators import query_texts, search_requests
from tests.tiny_collection import EMPTY_COLLECTION, dated, document, mention


def actor(id_: str, label: str, *aliases: str, decoy: bool = False) -> Actor:
    """An actor with a label and more spellings."""
    known = tuple(Alias(text, exact=False, ambiguous=False) for text in aliases)
    return Actor(id_, "armed_group", label, label, None, None, None, "", decoy, known)


ACTORS = (
    actor("jnim", "JNIM", "GSIM", "Jama'at Nasr al-Islam", "Group to Support Islam"),
    actor("wagner", "Wagner Group", "Wagner", "PMC Wagner (Russia)"),
    actor("gatia", "GATIA", "Groupe Gatia"),
    actor("gao-council", "Council of Gao"),
    actor("nobody", "Wagram Company"),
    actor("decoy", "Wagner Opera", decoy=True),
)


def documents() -> tuple[Document, ...]:
    """Eight short documents with titles, dates, actors and a place."""
    texts = {
        "a": (
            "Wagner leaves Mali",
            "Wagner Group left Mali. Mercenaries and a mercenary packed.",
            "2024-03-27",
        ),
        "b": (
            "Mali after the mercenaries",
            "JNIM held the road to Gao; the mercenary camp is empty.",
            "2024-03",
        ),
        "c": ("Leaving Mali", "Merchants in Mali met JNIM on the road.", "2023"),
        "d": (None, "The merchants of Gao met Wagner. A médecin was there.", None),
        "e": ("Mali, a state", "The coup, the coup, the coup: the colonel spoke of the coup.", "2022-01-02"),
        "f": ("Roads", "The roads to Gao, and the road to Mopti, are open. GATIA held one.", None),
        "g": (None, "The Council of Gao met.", None),
        "h": ("Wagner leaves Mali", "A merchant saw Wagner leave.", "2024-04-01"),
    }
    named = {
        "a": (("wagner", "Wagner Group"),),
        "b": (("jnim", "JNIM"),),
        "c": (("jnim", "JNIM"),),
        "d": (("wagner", "Wagner"),),
        "f": (("gatia", "GATIA"),),
        "g": (("gao-council", "Council of Gao"),),
        "h": (("wagner", "Wagner"),),
    }
    made = []
    for id_, (title, text, date) in texts.items():
        page = document(id_, text, title=title, published=dated(date) if date else None, outlet="Radio Gao")
        for who, form in named.get(id_, ()):
            page = mention(page, who, form)
        if "Gao" in text:
            at = text.index("Gao")
            page = replace(page, places=(PlaceMention("pl-gao", at, at + 3),))
        made.append(page)
    return tuple(made)


FACTS: Collection = replace(
    EMPTY_COLLECTION,
    documents=8,
    actors=ACTORS,
    places=(Place("pl-gao", "Gao", "ML", "city"), Place("pl-gabon", "Gabon", "GA", "country")),
    spellings=(
        Spelling("gao-council", "Council of Gao", 1, 1),
        Spelling("gatia", "GATIA", 1, 1),
        Spelling("jnim", "JNIM", 2, 2),
        Spelling("wagner", "Wagner", 2, 2),
        Spelling("wagner", "Wagner Group", 1, 1),
    ),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Search]:
    """The documents, open for searches."""
    folder: Path = tmp_path_factory.mktemp("completion")
    writer = WhooshWriter(folder)
    for page in documents():
        writer.add(page, b"")
    writer.finish(FACTS)
    with Search(WhooshReader(folder), Settings(), generation="one") as opened:
        yield opened


def complete(desk: Search, text: str, **more: Any) -> list[Completion]:
    """The completions of a text."""
    return list(desk.completer.complete(SearchRequest(text=text, **more)))


def shown(desk: Search, text: str, kind: str, **more: Any) -> list[tuple[str, str, int]]:
    """Text, label and count of the completions of one kind."""
    return [(one.text, one.label, one.count) for one in complete(desk, text, **more) if one.kind == kind]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("gs", [("GSIM", "GSIM – JNIM", 2)]),
        ("GS", [("GSIM", "GSIM – JNIM", 2)]),
        ("jama’at nasr", [("Jama'at Nasr al-Islam", "Jama'at Nasr al-Islam – JNIM", 2)]),
        ("JAMAAT NASR AL-I", [("Jama'at Nasr al-Islam", "Jama'at Nasr al-Islam – JNIM", 2)]),
        ("wagner gr", [("Wagner Group", "Wagner Group", 3)]),
        ("wagner ", [("Wagner Group", "Wagner Group", 3)]),
        ("mali wagner gr", [("mali Wagner Group", "Wagner Group", 2)]),
        ("pmc", [("PMC Wagner Russia", "PMC Wagner (Russia) – Wagner Group", 3)]),
        ("gat", [("GATIA", "GATIA", 1)]),
        ("counc", [("Council of Gao", "Council of Gao", 1)]),
        ("gao", [("Council of Gao", "Council of Gao", 1)]),
        ("wagr", []),
        ("op", []),
        ("-gs", [("-GSIM", "GSIM – JNIM", 6)]),
        ("-counc", []),
        ("merchants OR gs", [("merchants OR GSIM", "GSIM – JNIM", 4)]),
    ],
)
def test_actors_under_any_spelling(desk: Search, typed: str, expected: list[tuple[str, str, int]]) -> None:
    """The spelling that begins so and the actor that it names; one that no document names is not offered."""
    assert expected == shown(desk, typed, "actor")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("merch", [("merchants", "merchants", 3)]),
        ("Merch", [("Merchants", "merchants", 3)]),
        ("MERCH", [("MERCHANTS", "merchants", 3)]),
        ("mali merc", [("mali mercenaries", "mercenaries", 2), ("mali merchant", "merchant", 2)]),
        ("méd", [("médecin", "medecin", 1)]),
        ("med", [("medecin", "medecin", 1)]),
        ("the", []),
        ("title:le", [("title:leaves", "leaves", 3)]),
        ('"the co', [(f'"the {w}"', w, 1) for w in ("colonel", "council", "coup")]),
        ('gao "the mercenary c', [('gao "the mercenary camp"', "camp", 1)]),
        ("mali -merc", [("mali -mercenaries", "mercenaries", 3), ("mali -merchant", "merchant", 3)]),
        ("road xyzzy m", []),
    ],
)
def test_words_of_the_documents(desk: Search, typed: str, expected: list[tuple[str, str, int]]) -> None:
    """One of each stem, those first that find most beside the other words; no stop word."""
    found = shown(desk, typed, "word")
    assert sorted(expected) == sorted(found)
    assert sorted((-count for *_, count in found)) == [-count for *_, count in found]


def test_a_name_stands_once(desk: Search) -> None:
    """The word that is an actor's name is offered as the actor, not as a word too."""
    assert [("Wagner", "Wagner – Wagner Group", 3)] == shown(desk, "wag", "actor")
    assert [] == shown(desk, "wag", "word")
    assert [("wagner", "wagner", 3)] == shown(desk, "wag", "word", spelling="exact")
    assert [] == shown(desk, "wag", "actor", spelling="exact")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("mali", ["Mali after the mercenaries", "Mali, a state"]),
        ("leaves ma", ["Wagner leaves Mali", "Leaving Mali"]),
        ("the mer", ["Mali after the mercenaries"]),
        ("m", []),
        ("mopti", []),
        ("mali -wa", []),
    ],
)
def test_headlines_that_hold_the_words(desk: Search, typed: str, expected: list[str]) -> None:
    """Those that begin as typed, then those that have the words side by side; each once, the newest first."""
    found = [one for one in complete(desk, typed) if one.kind == "title"]
    assert sorted(expected) == sorted(one.label for one in found)
    for one in found:
        assert f'title:"{one.label}"' == one.text
        assert one.value in {hit.document.id for hit in desk.search(SearchRequest(text=one.text)).hits}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("actor:gs", [("actor:jnim", "GSIM – JNIM", 2)]),
        ("actor:JN", [("actor:jnim", "JNIM", 2)]),
        ('actor:"wagner g', [('actor:"wagner"', "Wagner Group", 3)]),
        ("mali -actor:wag", [("mali -actor:wagner", "Wagner Group", 3)]),
        ("place:ga", [("place:pl-gao", "Gao", 4)]),
        ("place:pl-g", [("place:pl-gao", "Gao", 4)]),
        (
            "published:2024-0",
            [
                ("published:2024-03", "March 2024", 2),
                ("published:2024-03-27", "27 March 2024", 1),
                ("published:2024-04", "April 2024", 1),
                ("published:2024-04-01", "1 April 2024", 1),
            ],
        ),
        ("source:rad", [('source:"Radio Gao"', "Radio Gao", 8)]),
        ("language:", [("language:none", "none", 8)]),
        ("document:", []),
        ("actor:zz", []),
    ],
)
def test_values_of_a_field(desk: Search, typed: str, expected: list[tuple[str, str, int]]) -> None:
    """By their ids, their names or, of an actor, any spelling; in quotes where they need them."""
    found = [(one.text, one.label, one.count) for one in complete(desk, typed)]
    if typed.startswith("language"):
        found = [(text, "none", count) for text, _, count in found]
    assert expected == found
    assert all(f"{one.kind}:" in typed for one in complete(desk, typed))


def test_filters_are_counted(desk: Search) -> None:
    """What a search with the same filters would find: the box never promises more."""
    assert [("merchants", "merchants", 1)] == shown(desk, "merch", "word", actors=("jnim",))
    assert [] == shown(desk, "merch", "word", published=("2022",))
    assert [] == shown(desk, "gs", "actor", not_actors=("jnim",))
    assert ["Wagner leaves Mali"] == [
        label for _, label, _ in shown(desk, "leaves", "title", published=("2024-03",))
    ]


def test_the_most_named_actors_are_queries(desk: Search) -> None:
    """By the number of documents that name them; each count is that of a search for the label."""
    named = desk.completer.most_named(3)
    assert [("wagner", "Wagner Group"), ("jnim", "JNIM")] == [(one.value, one.text) for one in named[:2]]
    assert 3 == len(named)
    for one in named:
        assert desk.search(SearchRequest(text=one.text)).total == one.count


def test_a_sentence_has_few_completions(desk: Search) -> None:
    """Any of its words may match then, and so it is counted."""
    typed = "what did the mercenary say on the road to ga"
    found = complete(desk, typed)
    assert 0 < len(found) <= 3
    assert all(desk.search(SearchRequest(text=one.text)).match == "any" for one in found)


def test_a_sentence_of_which_all_words_are_wanted_is_completed_truly(desk: Search) -> None:
    """Where no document has all of its words there is nothing to offer."""
    typed = "what did the mercenary say on the road near towns to ga"
    assert complete(desk, typed)
    assert [] == complete(desk, typed, match="all")


def test_too_many_words_for_headlines_leave_names_and_words(
    desk: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A beginning of very many words finds no headline by it, and still what needs no look at each."""
    assert {"word", "title"} == {one.kind for one in complete(desk, "mali le")}
    monkeypatch.setattr(desk.completer, "settings", replace(desk.completer.settings, query_expansions=1))
    assert {"word"} == {one.kind for one in complete(desk, "mali le")}


BAD = {
    "nothing": "",
    "blanks": " \t\n ",
    "stop words": "the of and",
    "one letter": "m",
    "500 words": "merchant " * 500 + "m",
    "very long": "m" * 1_000_000,
    "mixed scripts": "маli мерк mеrc",
    "emoji": "wagner 🙂",
    "emoji joined": "👩‍👩‍👧‍👦",
    "control characters": "\x00\x01mer\x7f\ud800c",
    "only signs": "\"'()*?~^:-",
    "brackets": "((((((((((mer",
    "operators": "AND OR NOT NEAR/5",
    "closed quote": '"wagner group"',
    "open quote": '"',
    "weight": "merc^3",
    "wildcard": "mer*",
    "many wildcards": "a* b* c* d* e* f* g* h* i* mer",
    "right to left": "\u202emerc",
    "combining": "me\u0301r",
    "apostrophes": "''''''m''",
    "dots": "m.e.r",
}


@pytest.mark.parametrize("text", BAD.values(), ids=BAD)
def test_any_text_gets_an_answer(desk: Search, text: str) -> None:
    """Completions or none, never an error; and each of them is a query that a search runs."""
    for one in complete(desk, text):
        assert desk.search(SearchRequest(text=one.text)).total == one.count > 0


# The first text of all prepares the generation.
@settings(deadline=None)
@given(query_texts(), st.integers(0, 12), search_requests())
def test_every_count_is_what_the_search_finds(
    search: Search, text: str, cut: int, asked: SearchRequest
) -> None:
    """For any text, cut anywhere, and any filters: above 0, and no text stands twice."""
    for request in (
        replace(asked, text=text[: -cut or None]),
        replace(asked, text=f"{text} mal", match="any"),
    ):
        found = search.completer.complete(request)
        assert len(found) <= MOST
        assert len({one.text for one in found}) == len(found)
        assert sum(one.kind == "actor" for one in found) <= MOST_NAMES or ":" in request.text
        for one in found:
            assert search.search(replace(request, text=one.text)).total == one.count > 0


@settings(deadline=None)
@given(st.data())
def test_the_beginning_of_any_text_is_completed_truly(search: Search, data: st.DataObject) -> None:
    """Some words of a document, the last of them cut, are completed to what stands there or another truth."""
    hits = search.search(SearchRequest(per=5)).hits
    words = data.draw(st.sampled_from(hits)).document.text.split()
    at, size = data.draw(st.integers(0, len(words) - 4)), data.draw(st.integers(1, 4))
    typed = " ".join(words[at : at + size])
    typed = typed[: len(typed) - data.draw(st.integers(0, max(0, len(words[at + size - 1]) - 1)))]
    for one in search.completer.complete(SearchRequest(text=typed)):
        assert search.search(SearchRequest(text=one.text)).total == one.count > 0


def test_what_would_take_long_is_left_out(desk: Search, monkeypatch: pytest.MonkeyPatch) -> None:
    """Phrases of words that stand together in very many documents are not tried; others still are."""
    assert 3 == len(shown(desk, '"the co', "word"))
    monkeypatch.setattr(text_counts, "MOST_COMPARED", 0)
    assert [] == shown(desk, '"the co', "word")
    assert [] == complete(desk, 'mali NEAR/5 road "the mercenary" ga')
    assert [("merchants", "merchants", 3)] == shown(desk, "merch", "word")


def test_an_empty_collection_completes_nothing(tmp_path: Path) -> None:
    """Without a document there is nothing to find."""
    writer = WhooshWriter(tmp_path)
    writer.finish(EMPTY_COLLECTION)
    with Search(WhooshReader(tmp_path), Settings(), generation="one") as empty:
        for text in ("m", "wagner gr", "actor:", "published:2", '"the c', "title:m"):
            assert [] == complete(empty, text)
        assert () == empty.completer.most_named(5)


def test_a_passed_deadline_is_no_error(desk: Search, monkeypatch: pytest.MonkeyPatch) -> None:
    """Who types has no time for messages: there are no completions then."""
    monkeypatch.setattr(desk.completer, "settings", replace(desk.completer.settings, query_seconds=-1.0))
    assert [] == complete(desk, "merch")
