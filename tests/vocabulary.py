"""The words, names and dates of generated collections and queries.

They are few, so that most queries find something. Queries to a real collection are made of its own words.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from indexer.analysis.document_terms import analyze_document
from indexer.analysis.tokenizer import tokenize
from indexer.query.facet_values import facet_values
from indexer.schema.collection import Actor, Alias
from indexer.schema.document import Document
from indexer.schema.fields import FACETS, NONE, UNKNOWN_SOURCE

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


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What queries are made of: folded words, phrases of them, values of facets, dates for ranges."""

    common: tuple[str, ...]
    words: tuple[str, ...]
    phrases: tuple[tuple[str, ...], ...]
    values: tuple[tuple[str, tuple[str, ...]], ...]
    dates: tuple[str, ...]

    def of(self, facet: str) -> tuple[str, ...]:
        """The values of a facet."""
        return dict(self.values)[facet]


GENERATED = Vocabulary(COMMON_TERMS, FOLDED, PHRASES, tuple(VALUES.items()), (*DATES, "2023-06"))
# So many words, phrases and values stand for those of a collection.
SAMPLED = 60
LONGEST_PHRASE = 4


def vocabulary_of(documents: Sequence[Document], chance: int = 1) -> Vocabulary:
    """Words of a collection from the most to the least frequent, and what stands together in it."""
    drawn = Random(chance)
    analysed = [analyze_document(page).words for page in documents]
    words = Counter(word.term for own in analysed for word in own)
    stemmed = {word.term for own in analysed for word in own if word.stem is not None}
    ordered = [word for word, _ in words.most_common()]
    phrases = []
    for own in drawn.sample(analysed, min(SAMPLED, len(analysed))):
        at, size = drawn.randrange(max(1, len(own) - LONGEST_PHRASE)), drawn.randint(2, LONGEST_PHRASE)
        phrases += [tuple(word.term for word in own[at : at + size])] if own[at : at + size] else []
    values = {facet: Counter(v for page in documents for v in facet_values(page, facet)) for facet in FACETS}
    dates = [value for facet in ("published", "mentioned") for value in values[facet] if value[:1].isdigit()]
    return Vocabulary(
        tuple([word for word in ordered if word in stemmed][:SAMPLED]),
        tuple(ordered[:: max(1, len(ordered) // SAMPLED)]),
        tuple(phrases),
        tuple((facet, (*_spread(counts), "no-such-value")) for facet, counts in values.items()),
        tuple(drawn.sample(sorted(dates), min(12, len(dates)))),
    )


def _spread(counts: Counter[str]) -> tuple[str, ...]:
    """The most frequent values and some of the others."""
    ordered = [value for value, _ in counts.most_common()]
    often, rest = ordered[: SAMPLED // 6], ordered[SAMPLED // 6 :]
    return (*often, *islice(rest, 0, None, max(1, len(rest) // (SAMPLED // 6))))
