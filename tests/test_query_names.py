import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.analysis.tokenizer import tokenize
from indexer.query.guard import Limits
from indexer.query.names import NameTable, fold_name
from indexer.query.parser import Parsed, parse
from indexer.query.plain_words import PlainWord, stem_term
from indexer.query.syntax import And, Boosted, FieldIs, Name, Node, Not, Or, Phrase, Term
from indexer.schema.collection import Actor, Alias, Place


def actor(id_: str, label: str, *aliases: Alias, decoy: bool = False) -> Actor:
    """An actor with these spellings."""
    return Actor(id_, "armed_group", label, label, None, None, None, "", decoy, aliases)


def spelt(text: str, *, exact: bool = False, ambiguous: bool = False) -> Alias:
    """One spelling."""
    return Alias(text, exact, ambiguous)


FORMS = {
    "jnim": ("JNIM", "Jama’at Nasr al-Islam wal Muslimin"),
    "wagner": ("Wagner", "Wagner Group", "PMC Wagner", "Wagners", "Groupe Wagner", "Musicians"),
    "un": ("UN",),
}
NAMES = NameTable(
    [
        actor("jnim", "JNIM", spelt("GSIM", exact=True), spelt("Jama'at Nasr al-Islam wal-Muslimin")),
        actor("wagner", "Wagner Group", spelt("Wagner", exact=True, ambiguous=True)),
        actor("is", "Islamic State", spelt("IS", exact=True, ambiguous=True)),
        actor("who", "WHO", spelt("WHO", exact=True, ambiguous=True)),
        actor("au", "African Union", spelt("AU", exact=True, ambiguous=True)),
        actor("un", "United Nations", spelt("U.N.", exact=True), spelt("UN", exact=True)),
        actor("cnsp-ml", "CNSP (Mali)", spelt("CNSP", exact=True)),
        actor("cnsp-ne", "CNSP (Niger)", spelt("CNSP", exact=True)),
        actor("richard", "Richard Wagner", spelt("Richard Wagner"), decoy=True),
    ],
    [Place("pl-gao", "Gao", "ML", "settlement"), Place("pl-anefis", "Anéfis", "ML", "settlement")],
    FORMS,
)


FOUR = "Wagner, Wagner Group, PMC Wagner, Wagners"
IS_NOT = "is not one of them."
HOLDS = "The collection holds"
UNITED = "United Nations"


def read(text: str) -> Parsed:
    """The text as it is read with the names."""
    return parse(text, Limits(), names=NAMES)


def name(surface: str, *actors: str) -> Name:
    """A name of one word."""
    return Name(surface, actors, Term(surface.lower(), surface, exact=True))


WAGNER = name("Wagner", "wagner")


@pytest.mark.parametrize(
    "typed",
    [
        "Jama'at Nasr al-Islam wal-Muslimin",
        "Jama’at Nasr al-Islam wal Muslimin",
        "JAMAʿAT NASR AL‐ISLAM WAL–MUSLIMIN",
        "jamaat nasr al islam wal muslimin",
        "Jama`at Nasr al-Islam wal-Muslimin,",
    ],
)
def test_a_name_is_known_under_any_case_apostrophe_and_dash(typed: str) -> None:
    """Marks, case and dashes never part two spellings of a name."""
    query = read(typed).query
    assert isinstance(query, Name)
    assert ("jnim",) == query.actors
    assert ("jamaat", "nasr", "al", "islam", "wal", "muslimin") == query.literal.terms  # type: ignore[union-attr]  # it is a name
    assert typed.rstrip(",") == query.surface


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("GSIM", name("GSIM", "jnim")),
        ("gsim", name("gsim", "jnim")),
        ("Wagner", WAGNER),
        ("wagner", name("wagner", "wagner")),
        ("Wagner’s", WAGNER),
        ("+Wagner!", WAGNER),
        ("-Wagner", Not(WAGNER)),
        ("Wagner^2", Boosted(WAGNER, 2.0)),
        ("IS", name("IS", "is")),
        ("IS,", name("IS", "is")),
        ("WHO mali", And((name("WHO", "who"), stem_term("mali", "mali")))),
        ("Who mali", stem_term("mali", "mali")),
        ("who mali", stem_term("mali", "mali")),
        ("actor:Who", FieldIs("actor", "who")),
        ("AU", name("AU", "au")),
        ("au", stem_term("au", "au")),
        ("U.N.", Name("U.N.", ("un",), Term("un", "U.N.", exact=True))),
        ("CNSP", name("CNSP", "cnsp-ml", "cnsp-ne")),
        ("Wagner Group", Name("Wagner Group", ("wagner",), Phrase(("wagner", "group"), "Wagner Group"))),
        ("Wagner AND Group", And((WAGNER, stem_term("group", "Group")))),
        ("Wagner (Group)", And((WAGNER, stem_term("group", "Group")))),
        ("-Wagner Group", And((Not(WAGNER), stem_term("group", "Group")))),
        ("Wagner OR GSIM", Or((WAGNER, name("GSIM", "jnim")))),
        ("Richard Wagner", And((stem_term("richard", "Richard"), WAGNER))),
        ("actor:GSIM", FieldIs("actor", "jnim")),
        ('actor:"Wagner Group"', FieldIs("actor", "wagner")),
        ("actor:CNSP", Or((FieldIs("actor", "cnsp-ml"), FieldIs("actor", "cnsp-ne")))),
        ("actor:IS", FieldIs("actor", "is")),
        ("place:gao", FieldIs("place", "pl-gao")),
        ("place:GAO", FieldIs("place", "pl-gao")),
        ("place:Anefis", FieldIs("place", "pl-anefis")),
        ("title:Wagner", stem_term("wagner", "Wagner", "title")),
    ],
)
def test_names_become_actors(text: str, tree: Node) -> None:
    """The longest name wins; a short one that is also a word is a name in its own case only."""
    assert tree == read(text).query


@pytest.mark.parametrize(
    "text", ['"Wagner"', '"GSIM"', '"Wagner Group"', "“IS”", "-“GSIM”", 'Group "Wagner"']
)
def test_quoted_names_are_taken_by_their_letters(text: str) -> None:
    """Quotes search the letters alone and say nothing of actors."""
    assert not any(note.kind == "read" for note in read(text).notes)
    assert "Name(" not in repr(read(text).query)


def test_exact_spelling_reads_no_word_as_a_name_but_values_still() -> None:
    """With spelling "exact" words are letters; what stands behind actor: and place: is still found."""
    parsed = parse("Wagner actor:GSIM place:Gao", Limits(), names=NAMES, spelling="exact")
    tree = And((stem_term("wagner", "Wagner"), FieldIs("actor", "jnim"), FieldIs("place", "pl-gao")))
    assert tree == parsed.query
    assert () == parsed.notes


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("GSIM", f"GSIM read as the actor JNIM. {HOLDS} 2 of its spellings; GSIM itself is not one of them."),
        ("jnim", "jnim read as the actor JNIM, found here as JNIM and Jama’at Nasr al-Islam wal Muslimin."),
        ("U.N.", "U.N. read as the actor United Nations, found here as UN."),
        (
            "Wagner",
            f"Wagner read as the actor Wagner Group, found here as {FOUR} and 2 more spellings.",
        ),
        ("AU", "AU read as the actor African Union. The collection does not name it."),
        (
            "CNSP",
            "CNSP read as the actor CNSP (Mali) or CNSP (Niger). The collection does not name it.",
        ),
        (
            UNITED,
            f"{UNITED} read as the actor {UNITED}. {HOLDS} 1 of its spellings; {UNITED} itself {IS_NOT}",
        ),
    ],
)
def test_the_note_says_which_spellings_there_are(text: str, says: str) -> None:
    """A name's note tells its actor and the spellings that the collection holds."""
    (note,) = read(text).notes
    assert (says, text, "read") == (note.message, note.word, note.kind)


def test_unknown_actors_and_places_match_nothing_and_say_so() -> None:
    """A value that the collection does not know stays as it was typed."""
    parsed = read("actor:nobody place:nowhere")
    assert And((FieldIs("actor", "nobody"), FieldIs("place", "nowhere"))) == parsed.query
    says = ["“nobody” is no actor of this collection.", "“nowhere” is no place of this collection."]
    assert says == [note.message for note in parsed.notes]


def test_text_without_letters_is_no_actor_and_no_place() -> None:
    """Signs alone are never the name of anything, even of a place written in signs."""
    table = NameTable([actor("odd", "!!!")], [Place("pl-odd", "???", "", "region")])
    assert () == table.actor("...")
    assert table.place("...") is None


def test_a_short_name_in_other_letters_is_a_word() -> None:
    """“Is” at the start of a question is no organisation."""
    assert () == NAMES.longest([PlainWord("Is", ("is",))])[1]
    assert ("is",) == NAMES.longest([PlainWord("IS", ("is",))])[1]


@settings(deadline=None, max_examples=200)
@given(
    st.lists(
        st.sampled_from(["Wagner", "Group", "GSIM", "united", "Nations", "IS", "the", "Mali"]), max_size=6
    )
)
def test_every_word_is_read_once(words: list[str]) -> None:
    """Names part a run of words without losing or doubling any."""
    query = read(" ".join(words)).query
    parts = query.children if isinstance(query, And) else (query,)
    shown = " ".join(getattr(part, "surface", "") for part in parts).split()
    assert [word for word in words if word != "the"] == shown


@settings(deadline=None)
@given(st.one_of(st.text(), st.text("Az09 -_'.", max_size=200)))
def test_a_name_folds_as_a_text_does(text):
    """Its terms are those of the words in a text, the quick way for plain letters too."""
    assert tuple(token.term for token in tokenize(text)) == fold_name(text)
