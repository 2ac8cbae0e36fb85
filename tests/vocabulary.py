"""The words, names and dates of generated collections and queries.

They are few, so that most queries find something.
"""

from indexer.analysis.tokenizer import tokenize
from indexer.schema.collection import Actor, Alias
from indexer.schema.fields import NONE, UNKNOWN_SOURCE

# Words that were hard for some tokenizer or stemmer: accents in both normal forms, curly quotes,
# hyphens of several kinds, possessives, elisions, invisible characters, ligatures, numbers.
WORDS = (
    "coup",
    "coups",
    "the coup",
    "the coup the coup",
    "of",
    "Mali",
    "Malian",
    "mali’s",
    "armed forces of Mali",
    "Goïta",
    "Goi\u0308ta",
    "l’État-major",
    "al-Qaeda",
    "al‑Qaeda",
    "“the camp”",
    "camps",
    "Jama’at",
    "jama\u00adat",
    "U.N.",
    "JNIM",
    "Wagner",
    "Wagner Group",
    "N’Djamena",
    "œuvre",
    "oeuvre",
    "İstanbul",
    "straße",
    "nationaux",
    "nationale",
    "attaquées",
    "2012",
    "1,200",
    "мали",
    "马里",
)
# Most of a text is made of these, so that phrases and NEAR have something to find.
COMMON = ("coup", "the coup", "Mali", "Goïta", "camps", "Wagner Group", "al-Qaeda", "JNIM", "national") * 6
JOINS = (" ", " ", " ", ", ", ". ", "\n", " – ", "-", "/", "_", "\u200b", " \ud800 ")
FOLDED = tuple(sorted({token.term for word in WORDS for token in tokenize(word)}))
COMMON_TERMS = tuple(sorted({token.term for word in COMMON for token in tokenize(word)}))
PHRASES = tuple(sorted({tuple(t.term for t in tokenize(word)) for word in WORDS if len(tokenize(word)) > 1}))
ACTORS = ("jnim", "wagner", "coup-makers")
PLACES = ("pl-gao", "pl-mali")
OUTLETS = ("Radio", "L’Écho", "unknown", "")
LANGUAGES = ("en", "fr", "ar")
DATES = ("2012", "2012-03", "2012-03-05", "2012-03-31", "2024-02-29", "2024", "2023-12-31", "2024-01")
YEARLESS = ("--03", "--03-05")
IDS = ("a", "B", "b", "a-b", "a_b", "_", "-", "10", "9", "Z9", "é".encode().hex())
# Who the actors are, for query texts; one spelling is two actors', one is another's beginning.
SPELLINGS = {
    "jnim": ("JNIM", "Jama’at"),
    "wagner": ("Wagner", "Wagner Group"),
    "coup-makers": ("Jama’at", "coup"),
}


def _aliases(texts: tuple[str, ...]) -> tuple[Alias, ...]:
    return tuple(Alias(text, exact=False, ambiguous=False) for text in texts)


NAMED_ACTORS = tuple(
    Actor(
        id_, "group", own[0], own[0], None, None, None, "", False, tuple(Alias(s, False, False) for s in own)
    )
    for id_, own in SPELLINGS.items()
)
VALUES = {
    "actor": (*ACTORS, "nobody"),
    "place": (*PLACES, "pl-nowhere"),
    "published": (*DATES, "2012-05", NONE),
    "mentioned": (*DATES, *YEARLESS, NONE),
    "document": (*IDS, "no-such-id"),
    "source": (*OUTLETS, UNKNOWN_SOURCE),
    "language": (*LANGUAGES, "sw", NONE),
}
