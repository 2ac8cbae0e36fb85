"""Near words are all words within two errors, found without trying each."""

from hypothesis import example, given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from indexer.engine_port import Vocabulary
from indexer.search.near_words import NearWord, NearWords

LETTERS = st.text(alphabet="abcdeéж政", min_size=1, max_size=7)


@given(st.sets(LETTERS, max_size=30), LETTERS, st.integers(0, 2))
@example({"ab"}, "ba", 1)
@example({"政策", "a"}, "政", 1)
def test_the_short_way_finds_what_trying_each_finds(words: set[str], sought: str, distance: int) -> None:
    """Every word within the distance, the word itself left out, with its number of documents."""
    listed = sorted(words)
    near = NearWords(Vocabulary(listed, range(1, len(listed) + 1)), {})
    tried = [
        NearWord(word, at, errors)
        for at, word in enumerate(listed, 1)
        if 0 < (errors := OSA.distance(word, sought)) <= distance
    ]
    assert tried == sorted(near.find(sought, distance))


def test_words_of_names_are_added_and_those_of_documents_kept() -> None:
    """A word that documents hold has their number, also where it is in a name."""
    near = NearWords(Vocabulary(["wagner"], [3]), {"wagner": 9, "wagners": 0})
    assert [NearWord("wagner", 3, 1), NearWord("wagners", 0, 2)] == sorted(near.find("wagne"))


def test_nothing_is_near_in_an_empty_collection() -> None:
    """No words, or no letters to look for."""
    assert [] == NearWords(Vocabulary([], []), {}).find("wagner")
    assert [] == NearWords(Vocabulary(["wagner"], [1]), {}).find("")
