import pytest

from indexer.query import syntax
from indexer.query.guard import Limits
from indexer.query.parser import Parsed, parse
from indexer.query.plain_words import stem_term
from indexer.query.syntax import (
    All,
    And,
    Boosted,
    DateRange,
    FieldIs,
    Fuzzy,
    Near,
    Node,
    Not,
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


MALI, GAO, KIDAL = word("mali"), word("gao"), word("kidal")

LANGUAGE: list[tuple[str, Node]] = [
    ("", All()),
    ("   ", All()),
    ("mali gao", And((MALI, GAO))),
    ("mali AND gao", And((MALI, GAO))),
    ("mali OR gao", Or((MALI, GAO))),
    ("mali gao OR kidal", Or((And((MALI, GAO)), KIDAL))),
    ("mali (gao OR kidal)", And((MALI, Or((GAO, KIDAL))))),
    ("(mali gao) OR kidal", Or((And((MALI, GAO)), KIDAL))),
    ("mali NOT gao", And((MALI, Not(GAO)))),
    ("mali -gao", And((MALI, Not(GAO)))),
    ("mali AND NOT gao", And((MALI, Not(GAO)))),
    ("-gao", Not(GAO)),
    ("-gao mali", And((Not(GAO), MALI))),
    ("NOT (mali gao)", Not(And((MALI, GAO)))),
    ("-(mali OR gao) kidal", And((Not(Or((MALI, GAO))), KIDAL))),
    ("NOT NOT mali", MALI),
    ("mali mali", And((MALI, MALI))),
    ('"exact words in order"', phrase("exact words in order")),
    ('"the camp"', phrase("the camp")),
    ('"Mali"', quoted("Mali")),
    ('-"Mali"', Not(quoted("Mali"))),
    ('"armed forces"~5', phrase("armed forces", 5)),
    ("mali NEAR/5 gao", Near(MALI, GAO, 5)),
    ("mali NEAR gao", Near(MALI, GAO, 10)),
    ("mali NEAR/0 gao", Near(MALI, GAO, 1)),
    ('"armed forces" NEAR/3 mali', Near(phrase("armed forces"), MALI, 3)),
    ("kidal mali NEAR/5 gao", And((KIDAL, Near(MALI, GAO, 5)))),
    ("pref*", Prefix("pref", "pref*")),
    ("wild?card", Wildcard("wild?card", "wild?card")),
    ("me*ar?es", Wildcard("me*ar?es", "me*ar?es")),
    ("merc**", Prefix("merc", "merc**")),
    ("fuzzy~", Fuzzy("fuzzy", "fuzzy~", 1)),
    ("fuzzy~1", Fuzzy("fuzzy", "fuzzy~1", 1)),
    ("fuzzy~2", Fuzzy("fuzzy", "fuzzy~2", 2)),
    ("title:mali", word("mali", "title")),
    ("TITLE:mali", word("mali", "title")),
    ('title:"armed forces"', phrase("armed forces", field="title")),
    ("title:merc*", Prefix("merc", "merc*", "title")),
    ("title:merk~", Fuzzy("merk", "merk~", 1, "title")),
    ("actor:jnim", FieldIs("actor", "jnim")),
    ("-actor:jnim", Not(FieldIs("actor", "jnim"))),
    ("place:pl-gao", FieldIs("place", "pl-gao")),
    ("published:2024-03", FieldIs("published", "2024-03")),
    ("Published:2024", FieldIs("published", "2024")),
    ("published:2024-3-7", FieldIs("published", "2024-03-07")),
    ("published:none", FieldIs("published", "none")),
    ("mentioned:NONE", FieldIs("mentioned", "none")),
    ("mentioned:2012", FieldIs("mentioned", "2012")),
    ("mentioned:--01-07", FieldIs("mentioned", "--01-07")),
    ("published:27 March 2024", FieldIs("published", "2024-03-27")),
    ("published:March 27, 2024 mali", And((FieldIs("published", "2024-03-27"), MALI))),
    ("-published:March 2024 mali", And((Not(FieldIs("published", "2024-03")), MALI))),
    ("published:2024 March", And((FieldIs("published", "2024"), word("March")))),
    ('published:"27 March 2024"', FieldIs("published", "2024-03-27")),
    (
        "published:2023-12..2024-01",
        DateRange("published", 738855, 738916, "2023-12..2024-01"),
    ),
    ("document:001_c4", FieldIs("document", "001_c4")),
    ("document:a-B_9", FieldIs("document", "a-B_9")),
    ("source:unknown", FieldIs("source", "unknown")),
    ("language:fr", FieldIs("language", "fr")),
    ("language:French", FieldIs("language", "fr")),
    ("language:none", FieldIs("language", "none")),
    ('source:"Le Monde"', FieldIs("source", "Le Monde")),
    ("mali^2", Boosted(MALI, 2.0)),
    ('"armed forces"^0.5', Boosted(phrase("armed forces"), 0.5)),
    ("(mali gao)^3", Boosted(And((MALI, GAO)), 3.0)),
    ("merc*^2", Boosted(Prefix("merc", "merc*"), 2.0)),
    ("actor:jnim^2", Boosted(FieldIs("actor", "jnim"), 2.0)),
    ("al-Qaeda", phrase("al-Qaeda")),
    ("12:30", Phrase(("12", "30"), "12:30")),
    ("http://example.org/a", Phrase(("http", "example", "org", "a"), "http://example.org/a")),
    ("l’Etat", stem_term("etat", "Etat")),
    ("Mali,", word("Mali")),
    ("(Mali),gao", And((word("Mali"), GAO))),
    ("Mali's", word("Mali")),
    ("Goïta", stem_term("goita", "Goïta")),
]


@pytest.mark.parametrize(("text", "tree"), LANGUAGE, ids=[text or "(blank)" for text, _ in LANGUAGE])
def test_written_forms_read_as_the_language_says(text: str, tree: Node) -> None:
    """Each line of the query language gives its tree, and nothing is said of it."""
    parsed = read(text)
    assert tree == parsed.query
    assert () == parsed.notes


@pytest.mark.parametrize("pair", ['""', "“”", "„“", "””", "«»", "»«", "‟”"])
def test_every_kind_of_quote_is_a_quote(pair: str) -> None:
    """Curly, low and angled quotes work like straight ones, also mixed with them."""
    assert phrase("Africa Corps") == read(f"{pair[0]}Africa Corps{pair[1]}").query
    assert phrase("Africa Corps", 3) == read(f'{pair[0]}Africa Corps"~3').query


@pytest.mark.parametrize("dash", list("-‐‑‒–—―−"))
def test_every_dash_works_like_the_straight_one(dash: str) -> None:
    """Dashes negate before a word, join inside one, and stand alone without effect."""
    assert And((MALI, Not(GAO))) == read(f"mali {dash}gao").query
    assert ("al", "qaeda") == read(f"al{dash}Qaeda").query.terms  # type: ignore[union-attr]  # it is such a node
    assert And((MALI, GAO)) == read(f"mali {dash} gao").query
    assert And((MALI, GAO)) == read(f"mali {dash}{dash}gao").query


@pytest.mark.parametrize("apostrophe", list("'’‘ʼʻʿʾ`´＇"))
def test_every_apostrophe_is_the_same(apostrophe: str) -> None:
    """Jama’at is one word under every apostrophe, plain, in quotes and with a sign."""
    typed = f"Jama{apostrophe}at"
    assert "jamaat" == read(typed).query.term  # type: ignore[union-attr]  # it is such a node
    assert "jamaat" == read(f'"{typed}"').query.term  # type: ignore[union-attr]  # it is such a node
    assert "jamaat" == read(f"{typed}*").query.prefix  # type: ignore[union-attr]  # it is such a node
    assert "jamaat" == read(f"{typed}~").query.term  # type: ignore[union-attr]  # it is such a node


def test_both_normal_forms_of_an_accent_are_the_same() -> None:
    """A letter with its accent apart reads like the one letter."""
    assert read("Go\u00efta").query == read("Goi\u0308ta").query
    assert read("Go\u00ef*").query == read("Goi\u0308*").query


def test_any_of_the_words_joins_by_or() -> None:
    """With match "any" plain parts are alternatives; what is excluded stays excluded."""
    assert Or((MALI, GAO)) == parse("mali gao", LIMITS, match="any").query
    assert And((Or((MALI, GAO)), Not(KIDAL))) == parse("mali -kidal gao", LIMITS, match="any").query
    assert And((MALI, GAO)) == parse("mali AND gao", LIMITS, match="any").query


@pytest.mark.parametrize(
    ("text", "words", "bare"),
    [
        ("mali gao", 2, True),
        ("Mali – Gao", 2, True),
        ("al-Qaeda in the Sahel", 4, True),
        ("who rules mali?", 3, True),
        ("mali (gao", 2, True),
        ("mali merc*", 2, False),
        ("mali -gao", 2, False),
        ('mali "gao"', 1, False),
        ("mali^2 gao", 2, False),
        ("actor:jnim mali", 1, False),
    ],
)
def test_plain_words_are_counted(text: str, words: int, bare: bool) -> None:
    """Only words with a letter or digit count, and only plain words make a bare text."""
    parsed = read(text)
    assert (words, bare) == (parsed.plain_words, parsed.bare)


@pytest.mark.parametrize("text", ["mali wagne?", "wagne? mali gao", "who rules ma?i", "-x who rules?"])
def test_a_question_mark_is_a_wildcard_elsewhere(text: str) -> None:
    """Only the last sign of three plain words or more is punctuation."""
    leaves = list(syntax.positive_leaves(read(text).query))
    assert any(isinstance(leaf, Wildcard) for leaf in leaves)
