import re
from functools import cache

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from indexer.entities.abbreviations import Binding, find_long_form, looks_like_abbreviation, occurrences
from indexer.entities.authority import read_authority
from indexer.entities.folding import fold
from indexer.entities.linking import Linker


@cache
def linker():
    """The linker of the shipped authority."""
    return Linker(read_authority())


def linked(text):
    """The actors of a text as (surface, id)."""
    return [(text[m.start : m.end], m.id) for m in linker().link(text).actors]


def test_a_linked_long_form_names_its_abbreviation_whatever_the_letters():
    """The bracket after a linked name is that actor, also later in the text."""
    text = "The High Council for the Unity of Azawad (AR) left. AR men stayed."
    assert [("High Council for the Unity of Azawad", "hcua"), ("AR", "hcua"), ("AR", "hcua")] == linked(text)


@given(st.text("Aa.-1_"), st.sampled_from(["A", "AA", "A.A", "A-A"]))
@example("aA.A.A", "A.A")
def test_an_abbreviation_is_found_where_no_letter_or_figure_touches_it(text, short):
    """Everywhere, from left to right, none inside another; as a pattern for it finds it."""
    folded = fold(text)
    alone = re.finditer(rf"(?<![^\W_]){re.escape(fold(short).cased)}(?![^\W_])", folded.cased)
    assert [folded.span(found.start(), found.end() - 1) for found in alone] == occurrences(folded, short)


def test_an_abbreviation_before_its_long_form_is_bound_too():
    """ABBR (long form) binds like long form (ABBR)."""
    text = "The HCZ (High Council for the Unity of Azawad) left. HCZ men stayed."
    assert 3 == linked(text).count(("HCZ", "hcua")) + linked(text).count(
        ("High Council for the Unity of Azawad", "hcua")
    )


def test_a_binding_dies_with_its_document():
    """What AR means in one text means nothing in the next."""
    linked("The High Council for the Unity of Azawad (AR) left.")
    assert [] == linked("The AR left.")


def test_a_slip_in_the_bracket_is_resolved():
    """MLNA for MNLA is the movement that is named before it."""
    assert [("Azawad Movement", "mnla"), ("MLNA", "mnla")] == linked("The Azawad Movement (MLNA) left.")


@pytest.mark.parametrize(
    "text", ["BAMAKO, Mali (MAP) - The MAP agency said.", "Burkina Faso (AIB) said. AIB left.", "Mali (AFP)"]
)
def test_an_agency_behind_a_country_is_not_the_country(text):
    """In a dateline the bracket names who reports."""
    agencies = {"AFP": "afp", "AIB": "aib"}
    assert all(
        id_ == agencies.get(s, id_) and id_ in ("c-ml", "c-bf", "afp", "aib") for s, id_ in linked(text)
    )
    assert not [s for s, id_ in linked(text) if s.isupper() and id_ in ("c-ml", "c-bf")]


def test_an_abbreviation_that_the_text_defines_otherwise_is_not_ours():
    """The Capital Markets Authority is no armed group, even in a text on the Sahel."""
    text = "In Mali the Capital Markets Authority (CMA) spoke. The CMA left."
    assert [("Mali", "c-ml")] == linked(text)
    assert (Binding("CMA", "Capital Markets Authority", None, 39, 42),) == linker().link(text).bindings


def test_an_unlisted_form_of_our_own_long_form_keeps_the_abbreviation():
    """A long form that shares its words with the actor's spellings is a variant, not a rival."""
    text = "Coordination des Mouvements politico-militaires de l’Azawad (CMA), à Kidal."
    assert [("CMA", "cma")] == linked(text)


def test_a_long_form_in_another_language_keeps_the_abbreviation():
    """Monétaire and monetary begin alike, so that the letters mean the same body."""
    text = "Le Fonds d’aide monétaire international (FMI) attend. Le FMI a prêté."
    assert ["imf", "imf"] == [m.id for m in linker().link(text).actors if text[m.start : m.end] == "FMI"]


def test_schwartz_hearst_pairs_are_reported_for_review_only():
    """An unknown name with its abbreviation is a pair to review and links nothing."""
    text = "The Front for Desert Unity (FDU) formed."
    links = linker().link(text)
    assert () == links.actors
    assert [("FDU", "Front for Desert Unity", None)] == [
        (b.abbreviation, b.long_form, b.id) for b in links.bindings
    ]


@pytest.mark.parametrize(
    ("before", "short", "expected"),
    [
        ("held by the Country Music Association ", "CMA", "Country Music Association"),
        ("the Nation. Country Association ", "NCA", None),
        ("nothing fits here ", "XYZ", None),
        ("Mali ", "M", None),
        ("", "CMA", None),
    ],
)
def test_long_forms_are_found_by_their_letters(before, short, expected):
    """The letters are walked backwards, within the sentence, to a word's start."""
    assert expected == find_long_form(before, short)


def test_abbreviations_are_told_from_words():
    """Two capitals and little else."""
    yes = [t for t in ("UN", "FAMa", "CSP-DPA", "M5-RFP", "J.N.I.M.") if looks_like_abbreviation(t)]
    no = [t for t in ("Mali", "a", "", "Sahel", "ABCDEFGHIJKLM", "2012") if looks_like_abbreviation(t)]
    assert (5, []) == (len(yes), no)
