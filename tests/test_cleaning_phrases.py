"""The automaton that looks for all phrasings at once: it may say too much, never too little."""

import pytest
import re2
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.cleaning import phrases as module
from indexer.cleaning.phrases import find_phrasings, widen
from indexer.cleaning.rules import RULES
from indexer.cleaning.wording import fold_cue

EXAMPLES = [
    fold_cue(line) for rule in RULES for text in (*rule.takes, *rule.leaves) for line in text.split("\n")
]


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(EXAMPLES) | st.text(max_size=60).map(fold_cue))
@example("\ud800 Advertisement")
@example("PAGE \u0663 OF \u0665")
def test_no_phrasing_is_missed(cue):
    """What each pattern finds by itself is what all find together."""
    alone = {phrasing for phrasing in module._KNOWN.phrasings if phrasing.fits(cue)}
    assert alone == set(find_phrasings(cue))


@pytest.mark.parametrize("cue", EXAMPLES)
def test_every_example_is_looked_at_alike(cue):
    """The examples of the rules among them."""
    alone = {phrasing for phrasing in module._KNOWN.phrasings if phrasing.fits(cue)}
    assert alone == set(find_phrasings(cue))


def test_without_widening_phrasings_are_missed():
    """The control: RE2 knows words and digits of ASCII alone."""
    pattern = r"page \d{1,3} de \w+"
    narrow, wide = re2.Set.FullMatchSet(), re2.Set.FullMatchSet()
    narrow.Add(pattern)
    wide.Add(widen(pattern))
    narrow.Compile()
    wide.Compile()
    assert narrow.Match("page \u0663 de été") is None
    assert [0] == wide.Match("page \u0663 de été")
