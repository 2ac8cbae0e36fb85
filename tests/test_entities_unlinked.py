"""Names that nobody listed, in one text: where they begin and end, and what they may be."""

import sys
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.entities.unlinked import find_names, name_key
from indexer.schema.document import RemovedSpan


def names(text: str, *linked: str, removed: tuple[RemovedSpan, ...] = ()) -> list[str]:
    """The names of a text in which the first place of each linked surface is taken."""
    taken = [(text.index(one), text.index(one) + len(one)) for one in linked]
    return [text[n.start : n.end] for n in find_names(text, [(0, len(text))], removed=removed, taken=taken)]


def kinds(text: str) -> dict[str, str]:
    """Each name of a text with its guess."""
    return {text[n.start : n.end]: n.kind for n in find_names(text, [(0, len(text))])}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("They met Halidou Tankari near Foura.", ["Halidou Tankari", "Foura"]),
        ("The envoy, Mohamed Ag Infahi, left.", ["Mohamed Ag Infahi"]),
        ("He is Abu Talha al-Gharbi of the east.", ["Abu Talha al-Gharbi"]),
        ("It was al-Gharbi, they say.", ["al-Gharbi"]),
        ("Il a vu M. Tankari à N'Djouma.", ["Tankari", "N'Djouma"]),
        ("Colonel-Major Yacouba Zoungoula spoke.", ["Yacouba Zoungoula"]),
        ("The Malian Defence Minister Hawa Sow-Ba spoke.", ["Hawa Sow-Ba"]),
        ("the Minister of Water Resources Hawa Sow-Ba spoke.", ["Hawa Sow-Ba"]),
        ("He asked J. P. Lemoine and Marcus D. Whitfield.", ["J. P. Lemoine", "Marcus D. Whitfield"]),
        ("They left Boulogne-sur-Mer for St. Brendan.", ["Boulogne-sur-Mer", "St. Brendan"]),
        ("Fighters of the FPCT met the J.L.K. in Foura’s market.", ["FPCT", "J.L.K.", "Foura"]),
        ("He leads the Movement for the Renewal of Tamesna.", ["Movement for the Renewal of Tamesna"]),
        (
            "Il dirige le Mouvement patriotique pour la refondation.",
            ["Mouvement patriotique pour la refondation"],
        ),
        ("La Ligue des droits et libertés proteste.", ["Ligue des droits et libertés"]),
        ("L'Alliance des bergers demande de réagir.", ["Alliance des bergers"]),
        ("Le Conseil supérieur de la transhumance a siégé.", ["Conseil supérieur de la transhumance"]),
        ("Le Conseil national indique que tout va bien.", ["Conseil national"]),
        (
            "Le parti de Moussa Baba, le ministère des Carrières.",
            ["Moussa Baba", "ministère des Carrières"],
        ),
        ("He chairs the Traders' Union of Birni Tudu.", ["Traders' Union of Birni Tudu"]),
        ("They read The Savannah Post and Le Sablier.", ["The Savannah Post", "Le Sablier"]),
        ("Bakary Camara’s men met Kwesi Danso and Nana Ware.", ["Bakary Camara", "Kwesi Danso", "Nana Ware"]),
        ("US-led troops left Kim Sung-jo behind.", ["Kim Sung-jo"]),
    ],
)
def test_a_name_begins_and_ends_where_it_does(text: str, expected: list[str]) -> None:
    """Particles, initials and institutions belong to it; titles and neighbours do not."""
    assert expected == [name for name in names(text) if name != "US"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "The rain came. Residents fled. However, many stayed. Yesterday it stopped.",
        "the Prime Minister, the President of the Republic and the Vice President",
        "Malians and French soldiers met on Monday, 3 March, at 10 GMT.",
        "L'attaque a eu lieu mardi. D'après lui, c'est fini. Qu'importe.",
        "MARKETS OPEN AGAIN IN THE NORTH",
        "Five Ways To Cook Rice At Home\nWe like rice.",
        "I'm here. Don't go. It's late. We've time.",
        "According to the Ministry, the Army and the Union agreed. Le Conseil aussi.",
        "Military Capacity Building and Sharing: this takes years.",
        "• Capacity Building: Training takes years.",
        "Chapter IV and article XII of the Constitution",
    ],
)
def test_words_with_a_capital_of_their_own_are_no_names(text: str) -> None:
    """Openings of sentences, titles alone, peoples, days, headlines, institutions in general."""
    assert [] == names(text)


def test_a_single_word_that_opens_a_sentence_needs_to_be_seen_elsewhere() -> None:
    """Inside a sentence, or as part of a name; an abbreviation or a compound needs nothing."""
    assert [] == names("Tankari left.")
    assert ["Tankari", "Tankari"] == names("Tankari left. They miss Tankari.")
    assert ["Halidou Tankari", "Tankari"] == names("We saw Halidou Tankari. Tankari left.")
    assert ["FPCT"] == names("FPCT left.")
    assert ["Ouro-Fero"] == names("Ouro-Fero burns.")


def test_what_opens_a_sentence_before_a_name_is_taken_off() -> None:
    """Function words, and words that the text also writes small."""
    assert ["Halidou Tankari"] == names("When Halidou Tankari came, they left.")
    assert ["Halidou Tankari"] == names("Herder Halidou Tankari came. Another herder left.")
    assert ["North Foura"] == names("In North Foura it rains.")


def test_what_is_linked_is_no_name() -> None:
    """It parts names, and stays in that of an institution alone."""
    assert ["Kestrel"] == names("The Kestrel Mali deal", "Mali")
    assert [] == names("The talks in Mali went on.", "Mali")
    assert ["Bamako Institute of Dams"] == names("the Bamako Institute of Dams is shut.", "Bamako")
    assert ["University of Bamako"] == names("the University of Bamako", "Bamako")
    assert ["Université de Bamako"] == names("à l'Université de Bamako", "Bamako")
    assert ["Salif Roba"] == names("Niger President Salif Roba came.", "Niger")
    assert ["Niamey-Nyala"] == names("He lives in Niamey-Nyala.", "Niamey")
    assert ["Jean Keita-Roux"] == names("He met Jean Keita-Roux there.", "Jean Keita")


def test_what_was_removed_is_no_name_and_parts_names() -> None:
    """No name reaches over a removed span."""
    text = "We saw Halidou Advertisement Tankari Ba there."
    start = text.index("Advertisement")
    removed = (RemovedSpan(start, start + len("Advertisement"), "advert-label"),)
    assert ["Halidou", "Tankari Ba"] == names(text, removed=removed)


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("General Rhissa Wanzam spoke.", "Rhissa Wanzam", "person"),
        ("we met Sidi Ould Brahim there.", "Sidi Ould Brahim", "person"),
        ("selon le maire Kalifa Togola", "Kalifa Togola", "person"),
        ("men of the Katiba Tinariwen came", "Katiba Tinariwen", "armed_group"),
        ("la katiba Serma est là", "Serma", "armed_group"),
        ("le Front patriotique du travail est là", "Front patriotique du travail", "armed_group"),
        ("the Ministry of Dams said", "Ministry of Dams", "government"),
        ("shares of Kestrel Resources fell", "Kestrel Resources", "company"),
        ("with Anadolu Yol Ltd it fell", "Anadolu Yol Ltd", "company"),
        ("by the Institute for Dry Land Studies", "Institute for Dry Land Studies", "organisation"),
        ("le Parti de l'éveil est là", "Parti de l'éveil", "party"),
        ("on Lake Tabakot it rains", "Lake Tabakot", "place"),
        ("le village de Toulfa est vide", "Toulfa", "place"),
        ("the road to Zorgo Lassa is shut", "Zorgo Lassa", "unknown"),
    ],
)
def test_a_guess_is_made_from_the_words(text: str, name: str, kind: str) -> None:
    """A title, a particle, a given name, a noun inside or before the name; else nothing."""
    assert {name: kind} == kinds(text)


def test_a_surname_alone_is_the_person_of_its_text() -> None:
    """Once the full name was a person's."""
    assert "person" == kinds("Colonel Idé Sanda fell. We saw Sanda fall.")["Sanda"]


@given(st.text(alphabet="Aa Bb.É’'-\n“”()ldeofMr&,:0\u0301\u00ad", max_size=80))
def test_any_text_gives_names_inside_its_stretch(text: str) -> None:
    """Offsets are ascending, free of overlaps, and inside; a key is never empty."""
    found = find_names(text, [(0, len(text))])
    at = 0
    for name in found:
        assert at <= name.start < name.end <= len(text)
        assert name_key(text[name.start : name.end]) == name.key != ""
        at = name.end


@given(
    st.lists(
        st.sampled_from(["Ba Ko", "le Front de Ko", "Mali", ". ", " of ", "Gao-Sud", " et "]), max_size=12
    )
)
def test_what_is_taken_is_not_given_alone(parts: list[str]) -> None:
    """No name is a linked stretch and nothing else."""
    text = " ".join(parts)
    taken = [(at, at + 4) for at in range(len(text)) if text.startswith("Mali", at)]
    assert not {(name.start, name.end) for name in find_names(text, [(0, len(text))], taken=taken)} & set(
        taken
    )


def lines_run(text: str) -> int:
    """How many lines of Python run while the names of a text are found, the middle of it linked."""
    counted = 0

    def count(_frame: FrameType, event: str, _argument: object) -> Any:
        nonlocal counted
        counted += event == "line"
        return count

    middle = text.index(" ", len(text) // 2)
    before = sys.gettrace()
    sys.settrace(count)
    try:
        find_names(text, [(0, len(text))], taken=[(middle + 1, middle + 3)])
    finally:
        sys.settrace(before)
    return counted


@pytest.mark.parametrize(
    "repeated", ["Foo ", "Zxxxx Mali ", "AAAA BBBB ", "Ministry of Foo ", "Foo of ", "The ", "A ", "General "]
)
def test_the_work_grows_with_the_run_and_not_with_its_square(repeated: str) -> None:
    """Twice as many capitalised words in a row: twice the work, with what is read once on top."""
    assert lines_run(repeated * 800) < 3 * lines_run(repeated * 400)
