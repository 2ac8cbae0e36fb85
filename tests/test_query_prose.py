"""Sentences that are typed or pasted into the search box."""

import pytest

from indexer.query.guard import Limits
from indexer.query.parser import Parsed, parse
from indexer.query.rendering import render
from indexer.query.request import Match

QUESTION = "The ? at the end was read as a question mark."
QUESTIONS = "Each ? at a word's end was read as a question mark."


def read(text: str, match: Match = "all") -> Parsed:
    """The text as it is read."""
    return parse(text, Limits(), match=match)


def said(parsed: Parsed) -> list[str]:
    """What is said of a reading, but for the words that are not searched on their own."""
    return [note.message for note in parsed.notes if "not searched on" not in note.message]


SENTENCES = [
    (
        "Which convoys left Gao? Who attacked the last one",
        "convoys left Gao attacked last one",
        [QUESTIONS],
    ),
    ("who attacked the last convoy that left gao?", "attacked last convoy left gao", [QUESTION]),
    (
        "what is known of the convoy (the ?second? one) near Gao",
        "known convoy (second one) near Gao",
        [QUESTIONS],
    ),
    (
        "THE CONVOY HAS NOT REACHED GAO OR KIDAL YET",
        "CONVOY REACHED GAO KIDAL YET",
        ["The text is a sentence in capitals, so NOT and OR were read as words."],
    ),
    (
        "BORDER BETWEEN MALI AND NIGER",
        "BORDER MALI NIGER",
        ["The text is a sentence in capitals, so AND was read as a word."],
    ),
    ("Mali: convoys attacked", "Mali convoys attacked", []),
]


@pytest.mark.parametrize(("text", "understood", "notes"), SENTENCES)
def test_sentences_hold_words_and_no_signs(text: str, understood: str, notes: list[str]) -> None:
    """Question marks, capitals and colons of a written sentence are not the language's."""
    parsed = read(text)
    assert understood == render(parsed.query)
    assert notes == said(parsed)


@pytest.mark.parametrize(
    "text",
    [
        "JNIM OR AQIM OR MUJAO OR ISGS OR ANSARUL OR MNJTF",
        "convoys attacked near the town NOT gao OR kidal",
        "WAGNER IN MALI OR GAO",
        "wagne? mali",
        "convoys attacked near small towns north (wagne?)",
        "convoys attacked near small towns north merc* wagne?",
        "published:2024 mali",
    ],
)
def test_signs_stay_signs_where_they_are_meant(text: str) -> None:
    """Operators and patterns of a query are no prose, and nothing is said of them."""
    assert "was read as a" not in " ".join(said(read(text)))
    assert "were read as" not in " ".join(said(read(text)))
    assert any(sign in render(read(text).query) for sign in (" OR ", "?", "published:"))


@pytest.mark.parametrize(
    ("text", "match", "understood"),
    [
        ("cross-border convoys", "all", '"cross-border" convoys'),
        ("cross-border convoys", "any", "cross OR border OR convoys"),
        ('"cross-border" convoys', "any", '"cross-border" OR convoys'),
        ("-cross-border convoys", "any", 'convoys -"cross-border"'),
        ("cross-border AND convoys", "any", '"cross-border" convoys'),
    ],
)
def test_compounds_are_words_where_any_word_may_match(text: str, match: Match, understood: str) -> None:
    """A compound is one unit, but any of its words where any word will do and no sign is beside it."""
    assert understood == render(read(text, match).query)


@pytest.mark.parametrize(("text", "understood", "notes"), SENTENCES)
def test_what_was_understood_reads_the_same_again(text: str, understood: str, notes: list[str]) -> None:
    """The sentence as it was understood asks the same, without any of these signs."""
    assert render(read(understood).query) == understood, notes
