from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.query.brackets import pair_brackets
from indexer.query.lexer import cut


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from("()x "), max_size=30))
def test_what_is_left_is_balanced(text: str) -> None:
    """Each bracket left has a partner, all else stays, and none that had a partner goes."""
    pieces = tuple(cut(text))
    kept, says = pair_brackets(pieces)
    depth = 0
    for piece in kept:
        depth += (piece.kind == "open") - (piece.kind == "close")
        assert depth >= 0
    assert 0 == depth
    assert [p for p in pieces if p.kind == "word"] == [p for p in kept if p.kind == "word"]
    shrunk = "".join(c for c in text if c in "()")
    while "()" in shrunk:
        shrunk = shrunk.replace("()", "")
    assert len(shrunk) == len(pieces) - len(kept)
    assert bool(shrunk) == bool(says)
