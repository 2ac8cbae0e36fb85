"""Each rule against its own examples, and the shape of the list of rules."""

import re

import pytest

from indexer.cleaning.page import clean_text
from indexer.cleaning.rules import RULES

MARKED = re.compile("⟦(.*?)⟧", re.DOTALL)
KINDS = {"ad", "byline", "caption", "comments", "counter", "date", "debris", "duplicate", "legal", "nav"}
KINDS |= {"newsletter", "pagination", "related", "share", "support", "truncation"}
PROSE = (
    "The mission handed its last camp over on Friday, and the convoy reached Gao before nightfall.",
    "Two officers who were there said the market had reopened, although few traders came back.",
    "Residents of the district told reporters that the road north has been closed since the autumn.",
    "The governor promised on the radio that the clinic would be staffed again within a month.",
)
PLACES = {
    "anywhere": ("head", "middle", "tail"),
    "edges": ("head", "tail"),
    "head": ("head",),
    "tail": ("tail",),
}


def page_with(lines, where):
    """A short article with lines at its head, in its middle or at its tail, and where they begin."""
    at = {"head": 0, "middle": 2, "tail": len(PROSE)}[where]
    above = "".join(f"{paragraph}\n\n" for paragraph in PROSE[:at])
    below = "".join(f"\n\n{paragraph}" for paragraph in PROSE[at:])
    return above + lines + below, len(above)


def cases(attribute, places=PLACES):
    """Every example of every rule at every place where it counts."""
    return [
        pytest.param(rule.name, example, where, id=f"{rule.name}-{where}-{number}")
        for rule in RULES
        for number, example in enumerate(getattr(rule, attribute))
        for where in places[rule.place]
    ]


@pytest.mark.parametrize(("name", "example", "where"), cases("takes"))
def test_rule_takes_its_examples_wherever_it_applies(name, example, where):
    """A line that a rule promises to take goes under that rule's name: the marked part, or all of it."""
    marked = example if "⟦" in example else f"⟦{example}⟧"
    text, _ = page_with(MARKED.sub(r"\1", marked), where)
    taken = [text[span.start : span.end] for span in clean_text(text).removed if span.rule == name]
    assert MARKED.findall(marked) == taken


@pytest.mark.parametrize(
    ("name", "example", "where"), cases("leaves", dict.fromkeys(PLACES, PLACES["anywhere"]))
)
def test_no_rule_takes_what_a_rule_promises_to_leave(name, example, where):
    """A line that only looks like residue stays whole wherever it stands, whichever rule looks at it."""
    text, start = page_with(example, where)
    end = start + len(example)
    touched = [span for span in clean_text(text).removed if span.start < end and span.end > start]
    assert [] == touched


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_rule_is_documented_by_examples_and_words(rule):
    """A rule shows what it takes and what it leaves, and completes the sentence “removed as …”."""
    assert rule.takes
    assert rule.leaves
    assert re.fullmatch(r"[a-z]+(?:-[a-z]+)*", rule.name)
    assert re.fullmatch(r"[a-z].*[^.]", rule.says)
    assert rule.kind in KINDS
    assert rule.languages


def test_rule_names_are_unique():
    """A removed span names one rule only."""
    names = [rule.name for rule in RULES]
    assert sorted(set(names)) == sorted(names)


def test_examples_are_whole_lines_of_their_own():
    """No example stands under two rules: one of them would never be asked."""
    examples = [example for rule in RULES for example in rule.takes]
    assert sorted(set(examples)) == sorted(examples)
