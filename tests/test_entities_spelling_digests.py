"""Which texts another authority can touch."""

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.entities.authority import read_authority
from indexer.entities.folding import fold
from indexer.entities.linking import Linker
from indexer.entities.masking import mask
from indexer.entities.matcher import AliasMatcher
from indexer.entities.spelling_digests import (
    ANY_TEXT,
    SpellingFinder,
    changed_spellings,
    digest_spellings,
)
from indexer.schema.document import RemovedSpan


@cache
def authority():
    """The shipped authority."""
    return read_authority()


SPELLINGS = sorted({rule.text for rule in authority().rules if len(rule.text) < 30})[::5]
PIECES = st.one_of(
    st.sampled_from(SPELLINGS),
    st.sampled_from([" ", "s ", "-", "\u00ad", "\u0301", "\u202e", "İ", "Σ", "ß", ".com ", "http://"]),
    st.text(st.characters(exclude_categories=()), max_size=5),
)
CUTS = st.tuples(st.integers(0, 60), st.integers(1, 20))


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=8).map("".join), st.lists(CUTS, max_size=2))
def test_every_candidate_of_linking_stands_in_its_text(text, cuts):
    """A relink never passes over a text in which linking would look at one of the spellings."""
    removed = tuple(RemovedSpan(start, start + length, "test") for start, length in cuts)
    masked = mask(text, removed)
    candidates = AliasMatcher(authority().rules).find(masked, fold(masked))
    for spelling in {rule.lower for candidate in candidates for rule in candidate.rules}:
        assert SpellingFinder([spelling]).stands_in(text, removed)


def test_a_spelling_inside_a_word_or_a_removed_span_does_not_stand_in_a_text():
    """Malians are not Mali, and residue names nobody."""
    finder = SpellingFinder(["mali"])
    assert not finder.stands_in("Malians and somali, mali2", ())
    assert not finder.stands_in("Mali", (RemovedSpan(0, 4, "test"),))
    assert finder.stands_in("in (MALI)", ())
    assert not SpellingFinder([]).stands_in("Mali", ())


@pytest.mark.parametrize(
    ("change", "touched"),
    [
        (lambda a: a, set()),
        (lambda a: replace(a, label="Other", note="other", source="other"), set()),
        (lambda a: replace(a, parent="wagner"), None),
        (lambda a: replace(a, type="party"), None),
    ],
)
def test_an_actor_meant_without_its_name_touches_any_text(change, touched):
    """Not by how it is shown, but by what it is."""
    before = authority()
    actors = tuple(change(actor) if actor.id == "gov-ml" else actor for actor in before.actors)
    found = changed_spellings(digest_spellings(before), digest_spellings(replace(before, actors=actors)))
    assert touched == found


def test_a_region_touches_the_spellings_of_its_actor_alone():
    """Whoever is of the Sahel is evidence where it is named."""
    before = authority()
    after = replace(before, sahel=before.sahel - {"jnim"})
    found = changed_spellings(digest_spellings(before), digest_spellings(after))
    assert {rule.lower for rule in before.rules if rule.id == "jnim"} == found


def test_a_spelling_that_makes_a_mission_of_a_body_touches_all_of_its_spellings(tmp_path):
    """From then on "the mission" means it wherever any spelling names it."""
    (tmp_path / "actors.csv").write_text("id,type,canonical\nx-obs,un_body,Ruritania Observers\n")
    aliases = tmp_path / "aliases.csv"
    aliases.write_text("actor_id,alias\nx-obs,Ruritania Observers\n")
    before = read_authority(tmp_path)
    aliases.write_text("actor_id,alias\nx-obs,Ruritania Observers\nx-obs,Ruritania Mission Team\n")
    after = read_authority(tmp_path)
    text = "The Ruritania Observers arrived. The mission said nothing."
    weak = [[m.weak for m in Linker(one).link(text).actors] for one in (before, after)]
    assert [[False], [False, True]] == weak
    found = changed_spellings(digest_spellings(before), digest_spellings(after))
    assert {"ruritania observers", "ruritania mission team"} == found
    assert SpellingFinder(found or ()).stands_in(text, ())


def test_an_army_touches_the_spellings_of_its_bearer():
    """Who bears a state's army stands in the list of countries, not with the spellings."""
    before = authority()
    after = replace(before, armies=before.armies - {"fama"})
    found = changed_spellings(digest_spellings(before), digest_spellings(after))
    assert {rule.lower for rule in before.rules if rule.id == "fama"} == found


def test_a_government_that_is_meant_no_more_touches_any_text():
    """A decoy is nobody, though its spellings are as before."""
    before = authority()
    actors = tuple(replace(a, decoy=True) if a.id == "gov-ml" else a for a in before.actors)
    assert (
        changed_spellings(digest_spellings(before), digest_spellings(replace(before, actors=actors))) is None
    )


def test_a_rule_touches_its_spelling_and_those_that_share_its_words():
    """An abbreviation is told from a namesake's by the words of all spellings of its actor."""
    before = authority()
    rule = next(rule for rule in before.rules if rule.text == "Wagner Group")
    other = replace(rule, text="Wagner Syndicate", cased="Wagner Syndicate", lower="wagner syndicate")
    found = changed_spellings(
        digest_spellings(before), digest_spellings(replace(before, rules=(*before.rules, other)))
    )
    shared = {rule.lower for rule in before.rules if rule.id == "wagner" and rule.kind == "abbr"}
    assert {"wagner syndicate"} | shared == found
    assert ANY_TEXT in digest_spellings(before)
