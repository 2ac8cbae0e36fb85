"""Which texts are near copies of which."""

import random
from collections import defaultdict
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.cleaning import near_copies
from indexer.cleaning.near_copies import MOST_CHECKED, RESEMBLANCE, find_leaders
from indexer.cleaning.resemblance import SKETCH, find_shingles, resemblance, sketch
from tests.copied_news import COPIES, Newsroom, Planted, write_news

BULLETIN = (
    "Market bulletin for week {week}. In Gao a sack of millet was sold for {a} francs on {day} {month} "
    "and a sack of rice for {b} francs, while a litre of oil cost {c} francs. In Kidal a sack of millet was "
    "sold for {d} francs and a sack of rice for {e} francs. Traders spoke of {f} trucks from {town}."
)


def leaders_of(texts):
    """For each text the number of its leader, by an exact check of the shingles."""
    sketches = [sketch(text) for text in texts]
    table = np.frombuffer(b"".join(one.row for one in sketches), SKETCH)
    shingles = [np.frombuffer(one.shingles, np.uint64) for one in sketches]
    return find_leaders(
        table["text"], table["signature"], lambda a, b: resemblance(shingles[a], shingles[b])
    ).tolist()


def folded(one, other):
    """Whether two texts are taken for copies."""
    return leaders_of([one, other]) == [0, 0]


@pytest.mark.parametrize("kind", COPIES)
def test_what_an_outlet_changes_leaves_a_copy(kind):
    """Another dateline, a line on the agency, a paragraph less, other white space."""
    room = Newsroom(7)
    for _ in range(20):
        report = room.report()
        assert folded("\n\n".join(report), "\n\n".join(room.copy(report, kind)))


def test_two_reports_in_one_frame_are_two():
    """The same boilerplate of 60 words around two reports of 60 makes no copies."""
    room = Newsroom(8)
    frame = " ".join(room.sentence() for _ in range(4))
    one, other = (" ".join(room.sentence() for _ in range(4)) for _ in range(2))
    assert not folded(f"{frame} {one}", f"{frame} {other}")


def test_bulletins_of_one_template_are_each_their_own():
    """Other numbers in the same sentences: below the resemblance of copies."""
    chance = random.Random(3)
    towns = ("Mopti", "Sikasso", "Segou", "Kayes")
    texts = [
        BULLETIN.format(
            week=week,
            day=chance.randint(1, 28),
            month=chance.choice(("March", "April")),
            town=chance.choice(towns),
            **{name: chance.randint(200, 90_000) for name in "abcdef"},
        )
        for week in range(50)
    ]
    assert list(range(50)) == leaders_of(texts)


def test_short_texts_are_copies_only_when_they_are_the_same():
    """A word more or less in a line of a few words is another line."""
    assert folded("Page not found", "Page  not found")
    assert not folded("Page not found", "Page was not found")
    assert not folded("One two three four five six", "One two three four five six seven eight")


def test_texts_without_words_never_cluster():
    """Nothing says nothing again."""
    assert [0, 1, 2, 3, 4, 3] == leaders_of(["", "", " … ", "A road.", "—", "A road."])


def test_a_chain_of_small_changes_is_no_group():
    """Each text resembles the one before; the last is no copy of the first."""
    words = [f"w{at}" for at in range(200)]
    texts = [" ".join(words[at : at + 150]) for at in range(0, 50, 10)]
    leaders = leaders_of(texts)
    shingles = [find_shingles(text) for text in texts]
    assert all(resemblance(*pair) >= RESEMBLANCE for pair in pairwise(shingles))
    assert resemblance(shingles[0], shingles[-1]) < RESEMBLANCE
    assert [0, 0, 2, 2, 4] == leaders


def test_a_copy_joins_the_leader_that_it_resembles_most():
    """Not the first that is alike enough."""
    words = [f"w{at}" for at in range(130)]
    first, second, between = (" ".join(words[at : at + 100]) for at in (0, 20, 11))
    assert [0, 1, 1] == leaders_of([first, second, between])


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32), st.data())
def test_members_resemble_their_leader_and_leaders_no_earlier_one(seed, data):
    """The leader rule, on texts cut at any places from a few sources, against all pairs."""
    room = Newsroom(seed)
    sources = [room.sentence() * 2 + room.sentence() + room.sentence() for _ in range(3)]
    cuts = st.tuples(st.sampled_from(sources), st.integers(0, 40), st.integers(0, 40))
    drawn = data.draw(st.lists(cuts, min_size=2, max_size=14))
    texts = [" ".join(source.split()[first:] + source.split()[:last]) for source, first, last in drawn]
    leaders, shingles = leaders_of(texts), [find_shingles(text) for text in texts]
    for own, leader in enumerate(leaders):
        assert leader <= own
        assert leaders[leader] == leader
        if own != leader:
            assert resemblance(shingles[leader], shingles[own]) >= RESEMBLANCE


def test_a_template_of_thousands_costs_a_bounded_number_of_comparisons(monkeypatch):
    """Crowded bands are cut, and each text is compared with a few others at the most."""
    monkeypatch.setattr(near_copies, "MOST_LEADERS", 4)
    room = Newsroom(11)
    frame = [room.sentence() for _ in range(12)]
    texts = [" ".join([*frame[:6], room.sentence(), room.sentence(), *frame[6:]]) for _ in range(300)]
    sketches = [sketch(text) for text in texts]
    table = np.frombuffer(b"".join(one.row for one in sketches), SKETCH)
    compared = []

    def resemble(leader, other):
        compared.append((leader, other))
        return 0.0

    find_leaders(table["text"], table["signature"], resemble)
    assert 0 < len(compared) <= MOST_CHECKED * len(texts)


def check_planted(news: list[Planted]) -> tuple[int, int]:
    """Assert that groups hold copies of one report only; gives found and planted copies."""
    leaders = leaders_of([one.text for one in news])
    for own, leader in enumerate(leaders):
        assert news[own].made_from == news[leader].made_from
    sizes = defaultdict(int)
    for one in news:
        sizes[one.made_from] += 1
    return sum(own != leader for own, leader in enumerate(leaders)), sum(sizes.values()) - len(sizes)


def test_planted_copies_are_found_among_twenty_thousand(capsys):
    """No report is taken for a copy of another; of the copies at least 99 in 100 are found."""
    seed = random.SystemRandom().randrange(10**9)
    found, planted = check_planted(write_news(20_000, seed))
    with capsys.disabled():
        print(f" seed {seed}: {found} of {planted}", end="")
    assert planted > 1000
    assert found >= 0.99 * planted
