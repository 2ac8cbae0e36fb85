import json
import pickle
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.entities.authority import read_authority
from indexer.entities.folding import fold_alias
from indexer.entities.linking import Linker
from indexer.schema.document import RemovedSpan

ROOT = Path(__file__).parent.parent


def read_golden(name):
    """The lines of a golden JSONL file."""
    path = ROOT / "tests" / "golden" / name
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


SEEDS = read_golden("seeds_mentions.jsonl")
TRAPS = read_golden("trap_sentences.jsonl")


@cache
def authority():
    """The shipped authority."""
    return read_authority()


@cache
def linker():
    """The linker of the shipped authority."""
    return Linker(authority())


def read_seed(document):
    """A seed as it was delivered."""
    return (ROOT / "seeds" / f"{document}.txt").read_bytes().decode("utf-8")


def surfaces(text, **given_):
    """The actors and places of a text as (surface, id)."""
    links = linker().link(text, **given_)
    found = sorted([*links.actors, *links.places], key=lambda m: m.start)
    return [(text[m.start : m.end], m.id) for m in found if not getattr(m, "weak", False)]


@pytest.mark.parametrize("expected", SEEDS, ids=lambda line: line["document"])
def test_every_mention_of_the_seeds_is_linked_to_the_letter(expected):
    """All required mentions, and of those that may be argued the ones marked as linked; no other."""
    text = read_seed(expected["document"])
    links = linker().link(text, published=expected["published"])
    wanted = [m for m in expected["actors"] if m["required"] or m.get("linked")]
    found = [(m.id, m.start, m.end) for m in links.actors if not m.weak]
    assert [(m["id"], m["start"], m["end"]) for m in wanted] == found
    assert [(m["id"], m["start"], m["end"]) for m in expected["places"]] == [
        (m.id, m.start, m.end) for m in links.places
    ]


@pytest.mark.parametrize("expected", SEEDS, ids=lambda line: line["document"])
def test_every_date_that_the_seeds_talk_about_is_found(expected):
    """Each required date with its value, and no other."""
    text = read_seed(expected["document"])
    header = (RemovedSpan(0, 17, "date-header"),) if expected["published"] else ()
    dates = linker().link(text, removed=header, published=expected["published"]).dates
    assert [(d["start"], d["end"]) for d in expected["dates"]] == [(d.start, d.end) for d in dates]
    for wanted, found in zip(expected["dates"], dates, strict=True):
        assert found.value in (wanted["value"], *wanted["alt"])


@pytest.mark.parametrize("case", TRAPS, ids=lambda case: case["name"])
def test_trap_sentences_name_whom_they_mean(case):
    """Namesakes, nested names, words that look like abbreviations: each goes where it belongs."""
    assert case["expected"] == sorted({id_ for _, id_ in surfaces(case["text"], include_decoys=True)})


def test_decoys_are_no_result():
    """A decoy draws its mentions away and is not shown."""
    text = "Richard Wagner composed in Bayreuth. Wagner died. Rommel's Afrika Korps fell."
    assert [] == surfaces(text)
    assert {"p-wagner-richard", "afrika-korps"} == {id_ for _, id_ in surfaces(text, include_decoys=True)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FAMa’s and JNIM's dead", [("FAMa", "fama"), ("JNIM", "jnim")]),
        ("The JNIM-linked, Al-Qaeda-linked men", [("JNIM", "jnim"), ("Al-Qaeda", "al-qaeda")]),
        ("#JNIM, (GATIA), “Mali”", [("JNIM", "jnim"), ("GATIA", "gatia"), ("Mali", "c-ml")]),
        ("Malians, Malian and unis", []),
        ("The Malian\nArmed Forces", [("Malian\nArmed Forces", "fama")]),
        ("The Malian\n\nArmed Forces", []),
        ("http://mali.example/un www.jnim.org mali@jnim.ml JNIM.com", []),
        ("JNIM2 and 2JNIM", []),
    ],
)
def test_a_mention_begins_and_ends_where_its_word_does(text, expected):
    """Possessives, hyphens, hashtags, quotes, line ends, addresses and longer words."""
    assert expected == surfaces(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jnim, Un camp, un soldat, is it", []),
        ("WAGNER GROUP and wagner group", [("WAGNER GROUP", "wagner"), ("wagner group", "wagner")]),
        ("ASSIMI GOITA", [("ASSIMI GOITA", "p-goita")]),
        ("BAMAKO and bamako", [("BAMAKO", "pl-bamako")]),
        ("UN CONSEIL : partez", []),
        ("UN CONSEIL. The UN left.", [("UN", "un"), ("UN", "un")]),
        ("JNIM ATTACKS THE NORTH", [("JNIM", "jnim")]),
        ("UN convoi est tombé dans la région du nord, et un soldat est mort.", []),
        ("A UN convoy came to the region in the north, and a soldier died.", [("UN", "un")]),
        (
            "GOITA MEETS THE CHIEF\n\nAssimi Goïta met him.",
            [("GOITA", "p-goita"), ("Assimi Goïta", "p-goita")],
        ),
        ("GOITA MEETS THE CHIEF\n\nA singer met him.", []),
        ("CHINA SENDS TROOPS\n\nA cup of tea.", []),
        (
            "La Minusma, l’Uemoa et Africom",
            [("Minusma", "minusma"), ("Uemoa", "uemoa"), ("Africom", "africom")],
        ),
        ("Gsim-like, Fla and Icc", []),
    ],
)
def test_case_decides_for_exact_spellings_only(text, expected):
    """Names fold; abbreviations do not, and short ones among capitals need evidence elsewhere."""
    assert expected == surfaces(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Salif Traoré sang.", []),
        ("Ibrahim Traoré spoke. Traoré left. Salif Traoré sang. Traoré left.", ["Ibrahim Traoré", "Traoré"]),
        ("Salif Traoré met Ibrahim Traoré. Traoré left.", ["Ibrahim Traoré", "Traoré"]),
        ("Salif Traoré met Ibrahim Traoré. Salif Traoré sang. Traoré left.", ["Ibrahim Traoré"]),
        ("L’imam Mahmoud Dicko parle. L’imam Ousmane Dicko prie. Dicko gagne.", ["imam Mahmoud Dicko"]),
        ("Choguel Maïga left. Maïga spoke.", ["Choguel Maïga", "Maïga"]),
        ("Choguel Maïga and Abdoulaye Maïga left. Maïga spoke.", ["Choguel Maïga", "Abdoulaye Maïga"]),
    ],
)
def test_a_bare_surname_is_linked_only_to_the_one_bearer_of_the_text(text, expected):
    """Two bearers in one text leave it unlinked, a stranger of that name those that follow him."""
    assert expected == [surface for surface, _ in surfaces(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The actress Mali Harries stars. Mali was born in Cardiff.", set()),
        ("The actress Mali Harries came to Bamako. Mali thanked her.", {"c-ml", "pl-bamako"}),
        ("Wagner Moura plays Escobar. Wagner was born in Salvador.", set()),
        ("Wagner mercenaries left.", {"wagner"}),
        ("San Francisco is far.", set()),
        ("San and Kidal are towns.", {"pl-san", "pl-kidal"}),
        ("Air Kiribati flies; Air France and France pay.", {"air-france", "c-fr"}),
        ("South Sudan and Guinea-Bissau", {"c-ss", "c-gw"}),
        ("The National Security Council met.", set()),
    ],
)
def test_a_namesake_keeps_its_word_until_the_text_proves_otherwise(text, expected):
    """The longer foreign name claims the bare word; names of the Sahel win it back."""
    assert expected == {id_ for _, id_ in surfaces(text)}


def test_a_capital_stands_for_its_government_but_not_as_a_place_to_be():
    """Moscow says, but talks are held in Moscow."""
    text = "In Mali, Moscow gained ground. Talks in Moscow went on."
    assert [("Mali", "c-ml"), ("Moscow", "gov-ru"), ("Moscow", "pl-moscow")] == surfaces(text)


def test_the_longest_name_wins():
    """The mission is not Mali, the council is not the UN, the branch is not the network."""
    text = (
        "The United Nations Multidimensional Integrated Stabilization Mission in Mali, the UN Security"
        " Council and al-Qaeda in the Islamic Maghreb"
    )
    assert ["minusma", "unsc", "aqim"] == [id_ for _, id_ in surfaces(text)]


def test_the_junta_is_weak_and_only_where_one_can_be_meant():
    """A generic reference is linked weakly to the one government of the text, to none of two."""
    one = linker().link("Mali's junta spoke. The junta left Bamako.").actors
    assert [("gov-ml", False), ("gov-ml", True)] == [(m.id, m.weak) for m in one]
    two = linker().link("Mali's junta and Niger's junta spoke. The junta left.").actors
    assert [False, False] == [m.weak for m in two]


def test_nothing_is_linked_in_or_across_a_removed_span():
    """Residue names nobody, is no evidence, and no name reaches over it."""
    text = "Read also: JNIM in Mali on 5 May 2024. The Malian [ad] army left with the CMA."
    removed = (RemovedSpan(0, 38, "read-also"), RemovedSpan(50, 55, "advertisement"))
    links = linker().link(text, removed=removed)
    assert ((), (), ()) == (links.actors, links.places, links.dates)


def test_the_empty_text_names_nothing():
    """No text, no links, no error."""
    links = linker().link("")
    assert ((), (), (), ()) == (links.actors, links.places, links.dates, links.bindings)


def test_a_linker_travels_between_processes_and_threads():
    """A pickled linker, and one shared by threads, give what the first one gives."""
    texts = [read_seed(line["document"]) for line in SEEDS]
    expected = [linker().link(text) for text in texts]
    copy = pickle.loads(pickle.dumps(linker()))
    with ThreadPoolExecutor(4) as pool:
        assert expected == list(pool.map(copy.link, texts))


CUTS = st.tuples(st.integers(0, 300), st.integers(1, 40))
PLAIN_SPELLINGS = [
    (actor.id, alias.text) for actor in authority().actors for alias in actor.aliases if not alias.ambiguous
]
PIECES = st.one_of(
    st.sampled_from([case["text"] for case in TRAPS]),
    st.sampled_from([alias.text for actor in authority().actors for alias in actor.aliases[:12]]),
    st.sampled_from(["(", ") ", " ", "’s", "-", "\n", "\n\n", ". ", "#"]),
    st.sampled_from(["\u00ad", "\u0301", "\ud800", "\x00", "\u200f", "\u202e", "\u2066"]),
    st.text(st.characters(exclude_categories=()), max_size=8),
)


@settings(deadline=None, max_examples=150)
@given(st.lists(PIECES, max_size=12).map("".join), st.lists(CUTS, max_size=3))
def test_any_text_gives_mentions_that_are_spellings_in_range_and_apart(text, cuts):
    """Each surface folds to a spelling of its actor or an abbreviation of this text; no overlaps."""
    removed = tuple(RemovedSpan(start, start + length, "test") for start, length in cuts)
    links = linker().link(text, removed=removed, include_decoys=True)
    spellings = {rule.lower for rule in authority().rules}
    bound = {(b.id, fold_alias(b.abbreviation)[1]) for b in links.bindings}
    end = 0
    for mention in sorted([*links.actors, *links.places], key=lambda m: m.start):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        assert not any(s.start < mention.end and mention.start < s.end for s in removed)
        if not getattr(mention, "weak", False):
            folded = fold_alias(text[mention.start : mention.end])[1]
            assert folded in spellings or (mention.id, folded) in bound
    assert all(not (s.start < d.end and d.start < s.end) for d in links.dates for s in removed)


@settings(deadline=None, max_examples=60)
@given(st.sampled_from(PLAIN_SPELLINGS))
def test_every_unambiguous_spelling_is_linked_where_it_stands_alone(spelling):
    """A sentence that names an actor by any of its plain spellings is a mention of it."""
    id_, alias = spelling
    text = f"yesterday {alias}, it is said"
    found = linker().link(text, include_decoys=True).actors
    assert [(id_, alias)] == [(m.id, text[m.start : m.end]) for m in found]


# What pages and editors put between letters without anybody seeing it, and other signs for the same.
UNSEEN = ("\u00ad", "\u200b", "\u200c", "\u200d", "\u200e", "\u200f", "\u2060", "\ufeff", "\u061c")
DIRECTIONS = ("\u202a", "\u202b", "\u202c", "\u202d", "\u202e", "\u2066", "\u2067", "\u2068", "\u2069")
SAME = {
    "'": "'’‘ʼʻʿʾ`´＇",
    " ": (" ", "\u00a0", "\u202f", "  ", "\t", " \n"),
    "-": "-\u2010\u2011\u2012\u2013\u2212",
}


@st.composite
def disguises(draw):
    """A plain spelling with its id, and the same as a page may write it."""
    id_, alias = draw(st.sampled_from(PLAIN_SPELLINGS))
    written = []
    for letter in alias:
        form = draw(st.sampled_from(SAME.get(letter, (letter,))))
        written.append(unicodedata.normalize(draw(st.sampled_from(("NFC", "NFD"))), form))
        written.append(draw(st.sampled_from(("", "", "", "", *UNSEEN, *DIRECTIONS))))
    return id_, alias, "".join(written[:-1])


@settings(deadline=None, max_examples=200)
@given(
    disguises(),
    st.sampled_from(("", "\u202b", "\u2067", "\u200f", "«\u00a0")),
    st.sampled_from(("", "\u202c", "\u2069")),
)
def test_a_disguised_spelling_is_found_and_cut_out_to_the_letter(disguise, before, after):
    """Marks, soft hyphens, directions, apostrophes, blanks: the surface folds to the alias."""
    id_, alias, written = disguise
    start = len(f"yesterday {before}")
    found = linker().link(f"yesterday {before}{written}{after}, it is said", include_decoys=True).actors
    assert [(id_, start, start + len(written))] == [(m.id, m.start, m.end) for m in found]
    assert fold_alias(alias) == fold_alias(written)
