"""The words of lines, counted by tables."""

import re
import sys

from hypothesis import example, given
from hypothesis import strategies as st

from indexer.cleaning import word_counts as module
from indexer.cleaning.function_words import FUNCTION_WORDS
from indexer.cleaning.word_counts import count_words

LINES = st.lists(
    st.text(max_size=40)
    | st.lists(st.sampled_from([*sorted(FUNCTION_WORDS), "İN", "Kilo", "2nd", "-", "ßé"]), max_size=9).map(
        " ".join
    )
)


def counted(line: str) -> tuple[int, ...]:
    """What a line counts for, one word after the other."""
    words = re.findall(r"\w+", line)
    return (
        len(words),
        sum(word.lower() in FUNCTION_WORDS for word in words),
        sum(word[0].isupper() for word in words),
        sum(word[0].isdigit() for word in words),
        line.count(","),
    )


@given(LINES)
@example([])
@example(["", "\ud800the", "THE thes", "Über Été"])
def test_lines_are_counted_as_one_by_one(lines):
    """Tables say of all lines what a look at each word says."""
    assert [counted(line) for line in lines] == [tuple(row) for row in count_words(lines).T.tolist()]


def test_no_character_is_beyond_the_tables():
    """Those that are left out of a table are none of its kind."""
    letters = {*"".join(FUNCTION_WORDS)}
    for at in range(module._FOLDED, sys.maxunicode + 1):
        character = chr(at)
        assert character.lower() not in letters
        assert at < module._CAPITALS or not (character.isupper() or character.isdigit())
        assert at < module._CHARACTERS or not character.isalnum()
    assert max(map(len, FUNCTION_WORDS)) < module._BYTES
