import json
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.entities.authority import read_authority
from indexer.entities.countries import read_countries
from indexer.entities.folding import fold_alias
from indexer.entities.linking import Linker
from indexer.entities.state_templates import state_actors, state_spellings

SENTENCES = Path(__file__).parent / "golden" / "country_sentences.jsonl"
COUNTRIES = read_countries()


@cache
def authority():
    """The shipped authority."""
    return read_authority()


@cache
def linker():
    """The linker of the shipped authority."""
    return Linker(authority())


@cache
def generated():
    """All generated rules, by country."""
    listed = {actor.id for actor in authority().actors} - authority().generated
    return {country: [rule for _, rule in state_spellings(country, listed)] for country in COUNTRIES}


def linked(text):
    """The ids that a text names for certain."""
    links = linker().link(text)
    return {m.id for m in links.actors if not m.weak} | {place.id for place in links.places}


def context_of(rule):
    """Words that meet a need of the rule, if it has any."""
    for need in rule.needs:
        if need.kind == "sahel":
            return "Bamako"
        if need.kind == "word":
            return need.value
    return ""


@pytest.mark.parametrize("country", COUNTRIES, ids=lambda country: country.id)
def test_every_generated_spelling_is_linked_to_its_actor(country):
    """Each in a paragraph of its own, where nothing but a needed context helps it."""
    in_force = {(rule.id, rule.lower) for rule in authority().rules}
    rules = [rule for rule in generated()[country] if (rule.id, rule.lower) in in_force]
    assert rules
    contexts = {context_of(rule) for rule in rules} - {""}
    text = "\n\n".join([*contexts, *(f"yesterday {rule.text}, it is said" for rule in rules)])
    found = {(m.id, text[m.start : m.end]) for m in linker().link(text).actors if not m.weak}
    assert not {(rule.id, rule.text) for rule in rules} - found


@settings(deadline=None, max_examples=80)
@given(st.sampled_from([rule for rules in generated().values() for rule in rules if not rule.ambiguous]))
def test_a_plain_generated_spelling_needs_no_other(rule):
    """Alone in a text it is linked, unless aliases.csv gives it to another."""
    text = f"yesterday {rule.text}, it is said"
    owners = {r.id for r in authority().rules if r.lower == rule.lower and not r.ambiguous}
    assert [text.index(rule.text)] == [m.start for m in linker().link(text).actors]
    assert linked(text) <= owners


def test_no_spelling_has_two_owners():
    """Neither two generated ones, nor one that aliases.csv gives to somebody else without a doubt."""
    owners = defaultdict(set)
    for rules in generated().values():
        for rule in rules:
            owners[rule.lower].add(rule.id)
    assert not {lower: ids for lower, ids in owners.items() if len(ids) > 1}
    of_actors = {rule.lower: set() for rule in authority().rules}
    for rule in authority().rules:
        if not rule.ambiguous and not rule.place:
            of_actors[rule.lower].add(rule.id)
    assert not {lower for lower, ids in of_actors.items() if len(ids) > 1 and lower in owners}


def test_parts_are_folded_as_the_whole_is():
    """The folded spelling is that of its text."""
    for rules in generated().values():
        assert [fold_alias(rule.text) for rule in rules] == [(rule.cased, rule.lower) for rule in rules]


def test_an_adjective_alone_is_nobody():
    """American and French are no spelling of anyone; UK and Botswana are names too."""
    spellings = {rule.lower for rule in authority().rules}
    for country in COUNTRIES:
        names = {fold_alias(name.text)[1] for name in (*country.english, *country.french)}
        for adjective in country.english_adjectives:
            assert fold_alias(adjective.text)[1] not in spellings - names
        for forms in country.french_adjectives:
            for text in (forms.masculine, forms.feminine, forms.masculine_plural, forms.feminine_plural):
                assert fold_alias(text)[1] not in spellings - names


@pytest.mark.parametrize(
    ("id_", "spelling"),
    [
        ("forces-tr", "armée turque"),
        ("forces-gr", "soldats grecs"),
        ("forces-gr", "forces grecques"),
        ("gov-ng", "armée nigériane"),
        ("fan-ne", "armée nigérienne"),
        ("fds-bf", "militaires burkinabè"),
        ("gov-td", "forces armées tchadiennes"),
        ("gov-ru", "soldats russes"),
        ("fr-forces", "militaires français"),
        ("forces-es", "forces espagnoles"),
        ("forces-de", "armée allemande"),
        ("forces-gq", "armée de Guinée équatoriale"),
        ("forces-cm", "armée du Cameroun"),
        ("forces-gn", "armée de Guinée"),
        ("gov-gn", "junte au pouvoir en Guinée"),
        ("gov-ma", "diplomatie marocaine"),
        ("gov-cl", "gouvernement du Chili"),
        ("gov-ph", "autorités des Philippines"),
        ("gov-ua", "ministère ukrainien de la Défense"),
        ("mod-ru", "ministère russe de la Défense"),
        ("forces-ph", "armed forces of the Philippines"),
        ("forces-nl", "Netherlands' troops"),
        ("us-forces", "US Army"),
    ],
)
def test_french_agrees_and_english_has_its_article(id_, spelling):
    """Forms as a newspaper prints them."""
    assert {id_} == linked(f"Hier, {spelling} a dit non.")


@pytest.mark.parametrize("line", SENTENCES.read_text(encoding="utf-8").splitlines())
def test_sentences_about_countries_name_whom_they_mean(line):
    """Coffee, airlines, players, songs and rivers are no state; armies and ministries are."""
    case = json.loads(line)
    assert case["expected"] == sorted(linked(case["text"]))


@pytest.mark.parametrize(
    "text",
    [
        "Nigerian military ruler Tiani spoke in Niamey. The junta agreed.",
        "The Nigerian junta leader Tiani spoke in Niamey. The junta agreed.",
        "Nigerian leader General Tchiani spoke in Niamey. The junta agreed.",
    ],
)
def test_the_home_of_a_person_outvotes_a_demonym(text):
    """A newsroom's slip for Nigerien makes nobody of Nigeria: Tiani's junta is that of Niger."""
    found = {(m.id, m.weak) for m in linker().link(text).actors}
    assert {("p-tiani", False), ("gov-ne", True)} == found
    nigerian = text.replace("General Tchiani", "Tinubu").replace("Tiani", "Tinubu").replace("Niamey", "Abuja")
    assert ("gov-ne", True) not in {(m.id, m.weak) for m in linker().link(nigerian).actors}


def test_actors_are_made_for_what_no_file_lists():
    """A government below its country, forces below their government, all of its region."""
    made = {
        cells["id"]: (cells["type"], cells["parent"], cells["region"])
        for cells in state_actors(COUNTRIES, {"c-mr": "sahel", "gov-td": ""})
    }
    assert ("government", "c-mr", "sahel") == made["gov-mr"]
    assert ("state_force", "gov-mr", "sahel") == made["forces-mr"]
    assert ("country", "", "") == made["c-tr"]
    assert "gov-td" not in made
    assert "c-mr" not in made
    assert "forces-va" not in made
    actors = {actor.id: actor for actor in authority().actors}
    assert "Government of the Netherlands" == actors["gov-nl"].label
    assert "Armed forces of Togo" == actors["forces-tg"].label


def test_a_collection_keeps_only_what_is_named_of_the_generated_actors():
    """With those above it, and with the Sahel, where "the junta" may mean one unnamed."""
    every = authority()
    kept = {actor.id for actor in every.actors_of(["forces-tr", "jnim"])}
    left_out = {actor.id for actor in every.actors} - kept
    assert {"forces-tr", "gov-tr", "c-tr", "gov-mr"} <= kept
    assert {"forces-es", "gov-es", "c-es"} <= left_out
    assert left_out <= every.generated
