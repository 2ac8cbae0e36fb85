import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.query.lexer import DASHES, QUOTES, Piece, cut

SIGNS = st.text(st.sampled_from(f"{QUOTES}{DASHES}()*?~^:/.,' \n\tANDORTEabc059é\u0660²"), max_size=40)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("mali", [Piece("word", "mali", 1)]),
        (" mali\tgao ", [Piece("word", "mali", 2), Piece("word", "gao", 7)]),
        ("AND OR NOT", [Piece("and", "AND", 1), Piece("or", "OR", 5), Piece("not", "NOT", 8)]),
        ("and Or nOT", [Piece("word", "and", 1), Piece("word", "Or", 5), Piece("word", "nOT", 8)]),
        ("NEAR", [Piece("near", "NEAR", 1, number=10)]),
        ("NEAR/007", [Piece("near", "NEAR/007", 1, number=7)]),
        ("NEAR/x", [Piece("word", "NEAR/x", 1)]),
        ("-a", [Piece("not", "-", 1), Piece("word", "a", 2)]),
        ("- a", [Piece("word", "-", 1), Piece("word", "a", 3)]),
        ("--a", [Piece("word", "--a", 1)]),
        ("a-b", [Piece("word", "a-b", 1)]),
        ('"a b"', [Piece("quote", "a b", 1)]),
        ('"a b"~5', [Piece("quote", "a b", 1, number=5)]),
        ('"a b"~0', [Piece("quote", "a b", 1, number=0)]),
        ('"a b"~5^2', [Piece("quote", "a b", 1, number=5, weight=2.0)]),
        ('"a b', [Piece("quote", "a b", 1, closed=False)]),
        ('title:"a b"', [Piece("quote", "a b", 1, "title")]),
        ("Title:a", [Piece("word", "a", 1, "Title")]),
        ("a:b:c", [Piece("word", "b:c", 1, "a")]),
        ("http://a.b", [Piece("word", "http://a.b", 1)]),
        ("12:30", [Piece("word", "12:30", 1)]),
        ("a^2.5", [Piece("word", "a", 1, weight=2.5)]),
        ("a^0.123456", [Piece("word", "a", 1, weight=0.1235)]),
        ("a^x", [Piece("word", "a^x", 1)]),
        ("^2", [Piece("word", "^2", 1)]),
        ("(a)^3", [Piece("open", "(", 1), Piece("word", "a", 2), Piece("close", ")", 3, weight=3.0)]),
        ('a"b', [Piece("word", "a", 1), Piece("quote", "b", 2, closed=False)]),
    ],
)
def test_texts_are_cut_into_pieces(text: str, pieces: list[Piece]) -> None:
    """Words, quotes, brackets and operators come with their places, numbers and weights."""
    assert pieces == list(cut(text))


@settings(deadline=None, max_examples=500)
@given(SIGNS | st.text(max_size=40))
def test_no_letter_is_lost(text: str) -> None:
    """Every letter of a text stands in a piece, in order; only signs and numbers may go."""
    shown = "".join(f"{piece.field}{piece.text}" for piece in cut(text))
    assert [c for c in text if c.isalpha()] == [c for c in shown if c.isalpha()]


@settings(deadline=None, max_examples=300)
@given(SIGNS)
def test_pieces_stand_where_they_say(text: str) -> None:
    """Positions count from 1, ascend, and point at the piece."""
    pieces = list(cut(text))
    assert sorted({piece.at for piece in pieces}) == [piece.at for piece in pieces]
    for piece in pieces:
        start = text[piece.at - 1 :]
        assert start.startswith(
            (piece.field, *QUOTES) if piece.field or piece.kind == "quote" else piece.text
        )


def test_numbers_of_any_length_are_read() -> None:
    """A number of thousands of digits is a large number, not an error."""
    assert 9_999_999_999 == next(iter(cut('"a b"~' + "9" * 9000))).number
    assert float("inf") == next(iter(cut("a^" + "9" * 9000))).weight
