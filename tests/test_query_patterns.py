from fnmatch import fnmatchcase

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.query.pattern_words import pattern_tokens, read_pattern
from indexer.query.patterns import fixed_start, is_meant, matches_pattern
from indexer.query.syntax import Fuzzy, Prefix, Wildcard

WORDS = st.text(st.sampled_from("abc"), max_size=8)
PATTERNS = st.text(st.sampled_from("abc?*"), max_size=8)


@settings(deadline=None, max_examples=500)
@given(WORDS, PATTERNS)
@example("", "*")
@example("aab", "*ab")
def test_patterns_mean_what_file_patterns_mean(word: str, pattern: str) -> None:
    """`?` is one character and `*` any number, as in the standard library."""
    assert fnmatchcase(word, pattern) == matches_pattern(word, pattern)


def test_hostile_patterns_cost_no_more_than_their_length() -> None:
    """Many stars before a letter that never comes end without trying every split."""
    assert not matches_pattern("a" * 2000, "a*" * 250 + "b")


@settings(deadline=None, max_examples=300)
@given(WORDS, PATTERNS, st.sampled_from(("prefix", "wildcard", "fuzzy")), st.integers(1, 2))
def test_every_word_meant_has_the_fixed_start(word: str, pattern: str, kind: str, edits: int) -> None:
    """Engines look only at the words that begin with the fixed start, and miss none."""
    plain = pattern.replace("*", "").replace("?", "")
    node = {
        "prefix": Prefix(plain, ""),
        "wildcard": Wildcard(pattern, ""),
        "fuzzy": Fuzzy(plain, "", edits),
    }[kind]
    if is_meant(word, node):
        assert word.startswith(fixed_start(node))


@pytest.mark.parametrize(
    ("word", "node", "meant"),
    [
        ("mercenary", Prefix("merc", ""), True),
        ("merc", Prefix("merc", ""), True),
        ("mer", Prefix("merc", ""), False),
        ("mali", Fuzzy("mlai", "", 1), True),
        ("mal", Fuzzy("mali", "", 1), True),
        ("malli", Fuzzy("mali", "", 1), True),
        ("male", Fuzzy("mali", "", 1), True),
        ("maul", Fuzzy("mali", "", 1), False),
        ("maul", Fuzzy("mali", "", 2), True),
        ("bali", Fuzzy("mali", "", 1), False),
    ],
)
def test_words_meant(word: str, node: Prefix | Fuzzy, meant: bool) -> None:
    """A swap is one edit; the first letter stands."""
    assert meant == is_meant(word, node)


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("merc*", ("merc*",)),
        ("MERC*", ("merc*",)),
        ("Goï*", ("goi*",)),
        ("l’Émir*", ("emir*",)),
        ("Jama’a?", ("jamaa?",)),
        ("U.N.*", ("un*",)),
        ("al-Qa*da", ("al", "qa*da")),
        ("stra*ße", ("stra*sse",)),
        ("te*,", ("te*",)),
        ("mer*_ab?", ("mer*", "ab?")),
        ("...", ()),
        ("ꙮꚙ", ()),
        ("aꙮb*", ("a", "b*")),
    ],
)
def test_words_with_signs_are_folded_like_the_others(text: str, tokens: tuple[str, ...]) -> None:
    """Case, accents, apostrophes, elisions and dots go as they went in the documents."""
    assert tokens == pattern_tokens(text)


@settings(deadline=None, max_examples=300)
@given(st.text(st.sampled_from("abÉœ'’.-_~*?12é ") | st.characters(codec="utf-8"), max_size=12))
def test_every_part_is_read_or_named(text: str) -> None:
    """A text with signs gives nodes that can be looked up, or says why not."""
    said: list[str] = []
    parts = read_pattern(text, "text", said.append)
    assert parts or said
    for part in parts:
        if isinstance(part, str):
            assert not set(part) & set("*?~")
        elif not isinstance(part, Fuzzy):
            assert len(fixed_start(part)) >= 2
