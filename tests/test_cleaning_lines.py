"""Lines, what is known of their words, and a page without some of them."""

from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.cleaning import signs as module
from indexer.cleaning.lines import Page
from indexer.cleaning.rules import RULES
from indexer.cleaning.signs import find_signs
from indexer.cleaning.wording import Wording
from indexer.schema.document import RemovedSpan, blank, keep

LINES = st.sampled_from(["Menu", "The army left.", "  a b", "- c", "\u00a0", "\ufeffdate", "é…"]) | st.text(
    max_size=9
)
TEXTS = st.lists(
    st.tuples(LINES, st.sampled_from(["\n", "\n\n", "\r\n", "\r", " \n\t", ""])), max_size=9
).map(lambda pairs: "".join(line + newline for line, newline in pairs))
EXAMPLES = [example for rule in RULES for example in (*rule.takes, *rule.leaves)]


def described(page):
    """Each line with its place."""
    return [(line.number, line.start, line.end, line.text, line.after_blank) for line in page.lines]


@settings(deadline=None, max_examples=400)
@given(TEXTS, st.data())
def test_a_page_without_spans_is_the_page_of_what_is_kept(text, data):
    """Whether they are whole lines, runs of them, or parts of one."""
    page = Page(text)
    bounds = sorted({at for line in page.lines for at in (line.start, line.end)})
    places = st.sampled_from(bounds) | st.integers(0, len(text)) if bounds else st.integers(0, len(text))
    cuts = sorted(data.draw(st.sets(places, max_size=6)))
    spans = [RemovedSpan(start, end, "rule") for start, end in zip(cuts[::2], cuts[1::2], strict=False)]
    kept = keep(text, 0, len(text), tuple(spans))
    assert (kept, described(Page(kept))) == (page.without(spans).text, described(page.without(spans)))
    blanks = blank(text, 0, len(text), tuple(spans))
    assert described(Page(blanks)) == described(Page(blanks, page.blanked(spans)))


def test_a_newline_of_two_signs_may_come_together():
    """What stood between them was a line of its own."""
    page = Page("a\rb\nc").without([RemovedSpan(2, 3, "rule")])
    assert described(Page("a\r\nc")) == described(page)


def test_lines_above_what_is_removed_are_the_same_objects():
    """They need not be read again; a test that compares all others would not see it."""
    page = Page("One.\nMenu\nTwo.")
    left = page.without([RemovedSpan(5, 9, "rule")])
    assert page.lines[0] is left.lines[0]
    assert [(0, 0), (1, 6)] == [(line.number, line.start) for line in left.lines]


@settings(deadline=None)
@given(st.sampled_from(EXAMPLES) | st.text(max_size=60))
def test_signs_are_found_wherever_they_stand(text):
    """One pass finds what looking for each word finds, nothing else."""
    alone = {group for group in module._KNOWN.groups if any(word in text for word in group.words)}
    assert alone == {*find_signs(text)}


def test_a_fact_is_asked_once():
    """And what was found is remembered, also where it is nothing."""
    asked = []
    wording = Wording("Read more")
    for _ in range(2):
        assert wording.fact(lambda own, seen=asked.append: seen(own)) is None
    assert 2 == len(asked), "two functions"
    reader = asked.append
    assert (None, None) == (wording.fact(reader), wording.fact(reader))
    assert 3 == len(asked)
