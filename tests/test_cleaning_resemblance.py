"""How alike two texts are: by all of their shingles, and by estimate."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning.resemblance import SKETCH, SLOTS, WIDTH, find_shingles, resemblance, sign, sketch

# Of a fixed text: the number of the text, the first slots of its signature, its first shingle.
EXPECTED = (16641845423161822457, [40779, 5580, 53161], "a60168faef3c416b")
WORDS = st.lists(
    st.sampled_from(("mali", "gao", "road", "camp", "coup", "left", "the", "of", "7")), max_size=30
)


def _plain(words):
    """The shingles as a plain set of tuples."""
    width = min(WIDTH, len(words))
    return {tuple(words[at : at + width]) for at in range(len(words) - width + 1)} if words else set()


@given(WORDS, WORDS)
def test_the_resemblance_is_that_of_the_sets_of_word_runs(left, right):
    """Hashed and plain: as many runs, and the same share of them in both."""
    one, other = _plain(left), _plain(right)
    found = find_shingles(" ".join(left)), find_shingles(" ".join(right))
    assert (len(one), len(other)) == (len(found[0]), len(found[1]))
    expected = len(one & other) / len(one | other) if one | other else 0.0
    assert expected == resemblance(*found) == resemblance(*found[::-1])


def test_case_marks_and_lines_change_no_shingle():
    """What an agency changes in setting a text is not what it says."""
    text = "Mali’s army, on Monday, left the camp_at Gao: STRASSE."
    other = "mali s ARMY on monday\n\n left the camp at – gao straße"
    assert find_shingles(text).tolist() == find_shingles(other).tolist()
    assert sketch(text).row != sketch(other).row


def test_only_white_space_may_differ_in_an_equal_text():
    """The hash of the text tells exact duplicates from what has the same words."""
    texts = ["One road, one camp.", "One  road,\none camp. ", "One road; one camp."]
    first, spaced, marked = (np.frombuffer(sketch(text).row, SKETCH)["text"][0] for text in texts)
    assert first == spaced != marked


@pytest.mark.parametrize("text", ["", " \n", "— … !", "_ _"])
def test_a_text_without_words_has_no_sketch(text):
    """Two such texts have nothing in common: their row is empty."""
    assert (bytes(SKETCH.itemsize), b"") == sketch(text)


def test_a_lone_surrogate_is_a_text_like_others():
    """Broken text from a scraper stops no run."""
    assert len(find_shingles("a \ud800b c")) == 1
    assert sketch("a \ud800b c").shingles


def test_hashes_are_the_same_on_every_machine():
    """An update compares with what another machine or version wrote."""
    found = sketch("The governor opened a new bridge over the river on Monday.")
    row = np.frombuffer(found.row, SKETCH)[0]
    assert (7, SLOTS) == (len(found.shingles) // 8, len(row["signature"]))
    assert EXPECTED == (int(row["text"]), row["signature"][:3].tolist(), found.shingles[:8].hex())


def test_long_texts_are_signed_piece_by_piece():
    """A signature is the least of all pieces: that of two halves together."""
    shingles = find_shingles(" ".join(f"w{at}" for at in range(9000)))
    whole, halves = sign(shingles), (sign(shingles[:3000]), sign(shingles[3000:]))
    assert np.all((whole == halves[0]) | (whole == halves[1]))


def test_the_estimate_is_right_in_the_mean(capsys):
    """Over many pairs of any resemblance the error is near 0 and spreads as the theory says."""
    seed = random.SystemRandom().randrange(10**9)
    chance = random.Random(seed)
    errors, spreads = [], []
    for _ in range(300):
        words = [str(chance.random()) for _ in range(200)]
        changed = list(words)
        for at in chance.sample(range(200), chance.randrange(60)):
            changed[at] = "new"
        one, other = find_shingles(" ".join(words)), find_shingles(" ".join(changed))
        exact = resemblance(one, other)
        errors.append(np.mean(sign(one) == sign(other)) - exact)
        spreads.append(exact * (1 - exact) / SLOTS)
    with capsys.disabled():
        print(f" seed {seed}", end="")
    deviation = float(np.sqrt(np.mean(spreads)))
    # Six standard deviations of the mean; the spread of 300 values is known to a tenth.
    assert abs(np.mean(errors)) < 6 * deviation / np.sqrt(300)
    assert 0.6 * deviation < np.std(errors) < 1.5 * deviation
