"""What is typed so far: which word is begun, and how a text goes on with it."""

import pytest

from indexer.errors import QueryRefused
from indexer.query.guard import Limits
from indexer.search.typed_text import MOST_WORDS, Typed, read_typed, write_plain


def read(text: str) -> Typed:
    """What is read of a text that has something to complete."""
    typed = read_typed(text, Limits())
    assert typed is not None
    return typed


@pytest.mark.parametrize(
    ("text", "kind", "field", "head", "word"),
    [
        ("mer", "word", "", "", "mer"),
        ("Mali Mer", "word", "", "Mali ", "mer"),
        ("Goï", "word", "", "", "goi"),
        ("al-Qa", "word", "", "al-", "qa"),
        ("l'État-m", "word", "", "l'État-", "m"),
        ("jama'", "word", "", "", "jama"),
        ("mali -mer", "word", "", "mali -", "mer"),
        ("(mali OR mer", "word", "", "(mali OR ", "mer"),
        ('"the co', "phrase", "", '"the ', "co"),
        ("«the co", "phrase", "", "«the ", "co"),
        ("title:mer", "word", "title", "title:", "mer"),
        ('title:"the mer', "phrase", "title", 'title:"the ', "mer"),
        ("other:mer", "word", "", "other:", "mer"),
        ("actor:JN", "value", "actor", "actor:", "JN"),
        ("-Actor:", "value", "actor", "-Actor:", ""),
        ('place:"Ga', "value", "place", 'place:"', "Ga"),
        ("wagner ", "word", "", "wagner ", ""),
    ],
)
def test_the_begun_word(text: str, kind: str, field: str, head: str, word: str) -> None:
    """Its kind, its field, what stands before it, and its folded letters."""
    typed = read(text)
    assert (kind, field, head, word) == (typed.kind, typed.field, typed.head, typed.word)


@pytest.mark.parametrize(
    "text",
    ["", "  ", "mer*", "mer~", "m?r", "mer^2", '"the coup"', '"the coup" ', "(mali)", "mali AND", "mali OR ",
     "-", "mer,", "mer!", "actor:jnim ", '"', "🙂", "mali NEAR/5", "word " * (MOST_WORDS + 1) + "m"],
)  # fmt: skip
def test_texts_without_an_end_to_complete(text: str) -> None:
    """What is whole, a sign, or too long a text."""
    assert read_typed(text, Limits()) is None


def test_a_text_that_no_search_would_take_is_refused() -> None:
    """Before anything of it is cut up."""
    with pytest.raises(QueryRefused, match="513 characters"):
        read_typed("m" * 513, Limits())


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Mer", "mercenary", "Mercenary"),
        ("mali MER", "mercenary", "mali MERCENARY"),
        ("M", "mercenary", "Mercenary"),
        ("Jama'a", "jamaat", "jamaat"),
        ("œ", "oeuvre", "oeuvre"),
        ('x "mali mer', "mercenary", 'x "mali mercenary"'),
        ("NE", "near", "near"),
        ("mali -mer", "mercenary", "mali -mercenary"),
    ],
)
def test_a_word_goes_on_in_the_letters_typed(text: str, word: str, expected: str) -> None:
    """Where they are as many as the folded ones; no word becomes an operator."""
    assert expected == read(text).with_word(word)


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ("actor:jn", "jnim", "actor:jnim"),
        ('mali actor:"jn', "jnim", 'mali actor:"jnim"'),
        ("source:ra", "Radio Gao", 'source:"Radio Gao"'),
        ("source:ra", "a(b", 'source:"a(b"'),
        ("published:", "2024-03", "published:2024-03"),
    ],
)
def test_a_value_stands_in_quotes_where_it_needs_them(text: str, value: str, expected: str) -> None:
    """Blanks and signs end a value that has none."""
    assert expected == read(text).with_value(value)


def test_where_names_may_begin() -> None:
    """At each of the last plain words, at most six, and nowhere before a sign."""
    assert (5, 12) == read("a OR wagner gr").names
    assert ("wagner gr", "gr") == tuple("a OR wagner gr"[at:] for at in read("a OR wagner gr").names)
    assert 6 == len(read("one two three four five six seven ei").names)
    assert () == read('"wagner gr').names


def test_what_stands_before_a_phrase_is_looked_for_in_any_order() -> None:
    """The quote itself is no sign then; other signs stay."""
    assert "-mali  the " == read('-mali "the co').context
    assert "mali " == read("mali co").context


@pytest.mark.parametrize("name", ["Wagner (PMC)", 'He said: "no"', "AND", "Who?", "a:b", "x^2", "A * B"])
def test_names_are_written_as_words_alone(name: str) -> None:
    """No sign of a spelling is one of the query."""
    written = write_plain(name)
    assert [] == [sign for sign in '()"*?~^:' if sign in written]
    assert written != "AND"
