"""The article of a whole page: which lines are told from the page around it, and when that is asked."""

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.cleaning.article import Described, find_article, is_whole_page, likeliest, read_weights
from indexer.cleaning.lines import cut_lines
from indexer.cleaning.page import clean_text
from indexer.rebuild.fingerprints import _program_hashes

SENTENCES = (
    "The mission handed its last camp over on Friday, and the convoy reached Gao before nightfall.",
    "Two officers who were there said the market had reopened, although few traders came back to it.",
    "Residents of the district told reporters that the road north has been closed since the autumn.",
    "The governor promised on the radio that the clinic would be staffed again within a month.",
)
MENU = [
    *("Opinion", "Business", "Technology", "Science", "Health", "Travel", "Style", "Books", "Film"),
    *("Music", "Games", "Football", "Tennis"),
]
RUSSIAN = (
    "Последний лагерь миссии был передан в пятницу, и колонна добралась до Гао до наступления ночи.",
    "Двое офицеров, которые были там, сказали, что рынок снова открыт, хотя вернулись немногие торговцы.",
)


def removed_by_frame(text):
    """What goes as part of the page around the article."""
    return [text[span.start : span.end] for span in clean_text(text).removed if span.rule == "page-frame"]


@given(st.lists(st.tuples(st.floats(-4, 4), st.integers(0, 40)), max_size=9))
def test_the_likeliest_sequence_has_the_greatest_sum(lines):
    """Of all sequences of article and page, each change of kind at a cost of one."""
    scores, words = (np.array([pair[part] for pair in lines], dtype=float) for part in (0, 1))

    def worth(kinds):
        own = sum(0.5 * s * np.log1p(w) for s, w, kind in zip(scores, words, kinds, strict=True) if kind)
        return own - sum(a != b for a, b in pairwise(kinds))

    best = max(map(worth, product((False, True), repeat=len(lines))))
    assert worth(likeliest(scores, words)) == pytest.approx(best)


def test_the_menus_of_a_page_go_and_its_article_stays():
    """Also a link inside a sentence that a dump puts on a line of its own."""
    story = "\n".join(SENTENCES).replace("last camp over on Friday,", "\nlast camp over\non Friday,")
    text = "\n".join([*MENU, story, *MENU[::-1]])
    assert ["\n".join(MENU), "\n".join(MENU[::-1])] == removed_by_frame(text)
    assert "Read as a whole page" in " ".join(clean_text(text).notes)


def test_what_an_extractor_made_is_not_taken_for_a_page():
    """A short line among prose is no menu, though it looks like one."""
    text = "\n\n".join([SENTENCES[0], "What comes next", *SENTENCES[1:], "Gao", "Kidal", "Ménaka"])
    assert [] == removed_by_frame(text)
    assert () == clean_text(text).notes


def test_a_page_in_an_unknown_language_is_kept_whole():
    """Where no function word is known, prose cannot be told from menus."""
    text = "\n".join([*MENU, *RUSSIAN, *MENU])
    assert Described(cut_lines(text)).known < 0.05
    assert [] == removed_by_frame(text)
    plea = "We use cookies to make the site work and to see what our readers like to read on it."
    assert [] == removed_by_frame("\n".join([*MENU, *RUSSIAN * 3, plea, *MENU]))


def test_a_page_without_an_article_is_kept_as_it_is():
    """Nothing but menus and a teaser that breaks off: what is shown is better than nothing."""
    teaser = "We use cookies to make the site work and to see what our readers like to read on it"
    text = "\n".join([*MENU, teaser, *MENU * 3])
    page, weights = Described(cut_lines(text)), read_weights()
    assert is_whole_page(page, weights)
    assert not any(find_article(page, weights))
    assert [] == removed_by_frame(text)


def test_other_weights_make_every_page_one_to_do_again():
    """They decide what a document is, as the rules do."""
    assert "cleaning/article_weights.json" in dict(_program_hashes(("cleaning",), (".json",)))


def test_the_weights_fit_the_features():
    """One weight a feature, and the one that stands alone."""
    page = Described(cut_lines("\n".join(SENTENCES)))
    weights = read_weights()
    assert len(page.outline) + 1 == len(weights.whole)
    assert page.features.shape[1] + 1 == len(weights.first)
    assert page.again(np.zeros(4)).shape[1] + 1 == len(weights.second)
    assert 0 == Described(()).again(np.zeros(0)).size
