import pytest

from indexer.query import syntax
from indexer.query.guard import Limits
from indexer.query.parser import Parsed, parse
from indexer.query.plain_words import stem_term
from indexer.query.syntax import (
    And,
    Boosted,
    Fuzzy,
    Near,
    Node,
    Not,
    Nothing,
    Or,
    Phrase,
    Prefix,
    Term,
    Wildcard,
)

LIMITS = Limits()


def word(text: str, field: syntax.TextField = "text") -> Term:
    """A word that stands for its stem."""
    return stem_term(text.lower(), text, field)


def quoted(text: str) -> Term:
    """One word in quotes."""
    return Term(text.lower(), text, exact=True)


def phrase(text: str, slop: int = 0, field: syntax.TextField = "text") -> Phrase:
    """Words in quotes."""
    return Phrase(tuple(text.lower().replace("-", " ").split()), text, slop, field)


def read(text: str) -> Parsed:
    """The text as it is read on the page."""
    return parse(text, LIMITS)


def ignored(text: str) -> list[str]:
    """What is said of the parts of a text that are not used, without the last general line."""
    says = [note.message for note in read(text).notes]
    return [message for message in says if message != "Nothing is left to search for."]


MALI, GAO, KIDAL = word("mali"), word("gao"), word("kidal")


def lone(bracket: str, at: int) -> str:
    """What is said of a bracket without a partner."""
    return f"The {bracket} at position {at} has no partner and was ignored."


def lacks(sign: str, at: int) -> str:
    """What is said of an operator at an end."""
    return f"The {sign} at position {at} lacks a side and was ignored."


def places(near: str, at: int) -> str:
    """What is said of a NEAR between other parts than words."""
    says = "NEAR takes words, exact phrases and names only"
    return f"{says}, so the {near} at position {at} was ignored."


def too_short(word: str) -> str:
    """What is said of a sign that comes too early."""
    return f"“{word}” needs 2 letters before its sign and was ignored."


def no_date(text: str) -> str:
    """What is said of a date that is none."""
    return f"“{text}” is not a date, so it is not used."


EDITS = "words differ by 1 or 2 edits."
QUESTION = "The ? at the end was read as a question mark."
MORE = "is more than one word;"
EITHER = "was ignored: a word has either edits or wildcards."


BROKEN: list[tuple[str, Node, list[str]]] = [
    ("(mali", MALI, [lone("(", 1)]),
    ("mali)", MALI, [lone(")", 5)]),
    ("mali ) OR gao", Or((MALI, GAO)), [lone(")", 6)]),
    ("kidal (mali OR gao", Or((And((KIDAL, MALI)), GAO)), [lone("(", 7)]),
    (")mali(", MALI, [lone(")", 1), lone("(", 6)]),
    ("mali ))))", MALI, ["4 brackets have no partner and were ignored."]),
    ("mali ()", MALI, ["The brackets at position 6 are empty and were ignored."]),
    ("-() mali", MALI, ["The brackets at position 2 are empty and were ignored."]),
    ('"mali gao', phrase("mali gao"), ["The quote at position 1 has no partner; it was closed at the end."]),
    (
        'mali "',
        MALI,
        [
            "The quote at position 6 has no partner; it was closed at the end.",
            "The quote at position 6 is empty and was ignored.",
        ],
    ),
    ('mali ""', MALI, ["The quote at position 6 is empty and was ignored."]),
    ('mali "..."', MALI, ["“...” has no letter or digit and was ignored."]),
    ("mali !!!", MALI, ["“!!!” has no letter or digit and was ignored."]),
    ("mali OR", MALI, [lacks("OR", 6)]),
    ("OR mali", MALI, [lacks("OR", 1)]),
    ("mali OR OR gao", Or((MALI, GAO)), [lacks("OR", 6)]),
    ("mali AND", MALI, [lacks("AND", 6)]),
    ("AND mali", MALI, [lacks("AND", 1)]),
    ("mali AND AND gao", And((MALI, GAO)), [lacks("AND", 10)]),
    ("mali NOT", MALI, [lacks("NOT", 6)]),
    ("mali NOT OR gao", Or((MALI, GAO)), [lacks("NOT", 6)]),
    ("NOT AND mali", MALI, [lacks("NOT", 1), lacks("AND", 5)]),
    ("NEAR/5 mali", MALI, [lacks("NEAR/5", 1)]),
    ("mali NEAR", MALI, [lacks("NEAR", 6)]),
    ("mali NEAR NEAR/2 gao", Near(MALI, GAO, 10), [lacks("NEAR/2", 11)]),
    ("mali NEAR/999 gao", Near(MALI, GAO, 50), ["A distance above 50 was cut to it."]),
    (f"mali NEAR/{'9' * 40} gao", Near(MALI, GAO, 50), ["A distance above 50 was cut to it."]),
    ('"armed forces"~99', phrase("armed forces", 50), ["A distance above 50 was cut to it."]),
    ("mali^500", Boosted(MALI, 100.0), ["A weight above 100 was cut to it."]),
    ("the mali", MALI, ["“the” is not searched on its own."]),
    ("the mali of", MALI, ["“the” and “of” are not searched on their own."]),
    (
        "in the mali of a to be",
        MALI,
        ["“in”, “the”, “of”, “a” and 2 more are not searched on their own."],
    ),
    ("title:the mali", MALI, ["“the” is not searched on its own."]),
    ("title: mali", MALI, ["“title:” has no value and was ignored."]),
    ("published: mali", MALI, ["“published:” has no value and was ignored."]),
    ('document:"" mali', MALI, ["“document:” has no value and was ignored."]),
    ("foo:gao", And((word("foo"), GAO)), ["“foo:” is no field; its words are searched as words."]),
    (
        'foo:"armed forces"',
        And((word("foo"), phrase("armed forces"))),
        ["“foo:” is no field; its words are searched as words."],
    ),
    (
        "-foo:gao mali",
        And((Not(And((word("foo"), GAO))), MALI)),
        ["“foo:” is no field; its words are searched as words."],
    ),
    ("published:2024-02-30 mali", MALI, [no_date("2024-02-30")]),
    ("published:2024-13 mali", MALI, [no_date("2024-13")]),
    ("published:Marhc mali", MALI, [no_date("Marhc")]),
    ("published:.. mali", MALI, [no_date("..")]),
    ("mentioned:--13 mali", MALI, [no_date("--13")]),
    (
        "published:2024-05..2024-01 mali",
        MALI,
        ["“2024-05..2024-01” ends before it begins, so it is not used."],
    ),
    ("m* mali", MALI, [too_short("m*")]),
    ("*a* mali", MALI, [too_short("*a*")]),
    ("?????* mali", MALI, [too_short("?????*")]),
    ("m?li mali", MALI, [too_short("m?li")]),
    ("~5 mali", MALI, [too_short("~5")]),
    ("fuzzy~3", Fuzzy("fuzzy", "fuzzy~2", 2), [f"“fuzzy~3” was read as fuzzy~2: {EDITS}"]),
    ("fuzzy~0", Fuzzy("fuzzy", "fuzzy~1", 1), [f"“fuzzy~0” was read as fuzzy~1: {EDITS}"]),
    ("fuzzy~9", Fuzzy("fuzzy", "fuzzy~2", 2), [f"“fuzzy~9” was read as fuzzy~2: {EDITS}"]),
    ("fuzzy~²", Fuzzy("fuzzy", "fuzzy~1", 1), [f"“fuzzy~²” was read as fuzzy~1: {EDITS}"]),
    ("me*rc~2", Wildcard("me*rc", "me*rc"), [f"“~2” in “me*rc~2” {EITHER}"]),
    ("al-Qae*", And((word("al"), Prefix("qae", "qae*"))), [f"“al-Qae*” {MORE} al and qae* are searched."]),
    (
        "al-Qaida~",
        And((word("al"), Fuzzy("qaida", "qaida~", 1))),
        [f"“al-Qaida~” {MORE} al and qaida~ are searched."],
    ),
    ("who rules mali?", And((word("rules"), MALI)), [QUESTION, "“who” is not searched on its own."]),
    ("qui gouverne mali ?", And((word("gouverne"), MALI)), [QUESTION, "“qui” is not searched on its own."]),
    ("(mali OR gao) NEAR/5 kidal", And((Or((MALI, GAO)), KIDAL)), [places("NEAR/5", 15)]),
    ('mali NEAR "armed forces"~2', And((MALI, phrase("armed forces", 2))), [places("NEAR", 6)]),
    ("mali NEAR -gao kidal", And((MALI, Not(GAO), KIDAL)), [places("NEAR", 6)]),
]


@pytest.mark.parametrize(("text", "tree", "says"), BROKEN, ids=[text for text, _, _ in BROKEN])
def test_odd_text_gives_a_tree_and_says_what_was_done(text: str, tree: Node, says: list[str]) -> None:
    """What cannot be read is left out, the rest stands, and each part left out is named."""
    assert tree == read(text).query
    assert says == ignored(text)


@pytest.mark.parametrize(
    "text", ["()", "the", "of the", '""', "-", "!!!", "OR", "w*", "published:Marhc", "\0", "("]
)
def test_a_text_without_anything_to_search_for_finds_nothing(text: str) -> None:
    """A text of which nothing is left matches no document, and the last note says so."""
    parsed = read(text)
    assert Nothing() == parsed.query
    assert "Nothing is left to search for." == parsed.notes[-1].message


@pytest.mark.parametrize(
    "part", ["the", "title:", "w*", '""', "published:Marhc", "!!!", "title:of", "title:..."]
)
def test_a_minus_goes_with_its_own_word(part: str) -> None:
    """A NOT before a part that is not used never takes the part behind it."""
    assert MALI == read(f"-{part} mali").query
    assert MALI == read(f"NOT {part} mali").query


def test_long_words_are_known_by_their_beginning() -> None:
    """A word is cut as the words of the texts are, so that it is found."""
    assert "x" * 64 == read("x" * 70).query.term  # type: ignore[union-attr]  # it is a word
    assert [] == ignored("x" * 70)
