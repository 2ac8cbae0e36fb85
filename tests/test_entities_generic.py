from functools import cache

import pytest

from indexer.entities.authority import read_authority
from indexer.entities.linking import Linker


@cache
def linker():
    """The linker of the shipped authority."""
    return Linker(read_authority())


def weak(text):
    """The weak mentions of a text as (surface, id)."""
    return [(text[m.start : m.end], m.id) for m in linker().link(text).actors if m.weak]


ONE = [
    ("Mali's junta spoke.", "The ruling junta left.", "The ruling junta", "gov-ml", "Niger's junta too."),
    (
        "La junte malienne parle.",
        "Les putschistes ont fui.",
        "Les putschistes",
        "gov-ml",
        "La junte du Niger.",
    ),
    ("The Malian army left.", "Then the army came back.", "the army", "fama", "The Turkish army too."),
    ("L’armée tchadienne avance.", "Puis l’armée a reculé.", "l’armée", "gov-td", "L'armée turque aussi."),
    ("Togolese troops left.", "The Army denied it.", "The Army", "forces-tg", "Beninese troops too."),
    ("The MNLA took Kidal.", "The rebels left.", "The rebels", "mnla", "The GATIA too."),
    ("Le MNLA a pris Kidal.", "Les rebelles ont fui.", "Les rebelles", "mnla", "Le GATIA aussi."),
    (
        "The Wagner Group came.",
        "The mercenaries left.",
        "The mercenaries",
        "wagner",
        "Russia's Africa Corps.",
    ),
    (
        "Le groupe Wagner vient.",
        "Les mercenaires russes ont fui.",
        "Les mercenaires",
        "wagner",
        "Russia's Africa Corps.",
    ),
    ("MINUSMA left.", "The mission ended in 2023.", "The mission", "minusma", "MISAHEL too."),
    ("La Minusma est partie.", "La mission a pris fin.", "La mission", "minusma", "MISAHEL aussi."),
]


@pytest.mark.parametrize(("named", "generic", "surface", "id_", "other"), ONE)
def test_a_generic_reference_means_the_one_actor_of_its_kind(named, generic, surface, id_, other):
    """Weakly; and nobody where the document names two, or none at all."""
    assert [(surface, id_)] == weak(f"{named} {generic}")
    assert [] == weak(f"{named} {other} {generic}")
    assert surface.casefold() not in {found.casefold() for found, _ in weak(generic)}


@pytest.mark.parametrize(
    "text",
    [
        "The Malian army left. The army of Ruritania came.",
        "The Malian army left. The army chief spoke.",
        "L'armée malienne avance. L'armée de Ruritanie et l'armée d'Utopie aussi.",
        "The MNLA took Kidal. The rebels of Ruritania left.",
        "Le MNLA a pris Kidal. Les rebelles syriens et les rebelles du Nord non.",
        "The Wagner Group came. The mercenaries from Ruritania left.",
        "MINUSMA left. The mission to save whales and the mission of a lifetime.",
        "La Minusma est partie. La mission de sauvetage et la mission qui suit.",
        "The Malian army left. The armylike crowd, bathe army.",
    ],
)
def test_a_generic_word_with_an_owner_of_its_own_is_left_alone(text):
    """An army of somebody else, a chief, a task."""
    assert [] == weak(text)


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("L'armée malienne avance vers Kidal.", "fama"),
        ("La mission de l'ONU au Mali est finie.", "minusma"),
        ("Les rebelles touareg avancent.", "tuareg-rebels"),
        ("La junte malienne parle.", "gov-ml"),
    ],
)
def test_a_named_actor_is_never_also_a_generic_reference(text, id_):
    """What a spelling took is taken."""
    assert [(id_, False)] == [(m.id, m.weak) for m in linker().link(text).actors if m.id == id_]
    assert [] == weak(text)


def test_decoys_and_branches_of_an_army_are_not_the_army():
    """Rommel's corps is nobody's army here; an operation is not the army that runs it."""
    assert [] == weak("Rommel's Afrika Korps fell. The army left.")
    assert [] == weak("Operation Barkhane ended. The army left.")
