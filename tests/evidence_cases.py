"""Documents and query texts for evidence: by chance that can be repeated, and hard on purpose.

Each function takes a `Random` and draws from nothing else.
"""

import unicodedata
from dataclasses import replace
from random import Random

from indexer.analysis.tokenizer import tokenize
from indexer.schema.collection import Actor, Alias, Collection, Place
from indexer.schema.document import (
    ActorMention,
    DateMention,
    Document,
    Heading,
    Passage,
    PlaceMention,
    RemovedSpan,
)
from tests.tiny_collection import EMPTY_COLLECTION, document

# Spellings of one word a line, the first as people type it: accents in both normal forms, apostrophes,
# hyphens, ligatures, soft hyphens, dotted and foreign letters, forms of one stem.
WORDS = tuple(
    tuple(line.split("|"))
    for line in """\
coup|Coups|coups
mercenary|mercenaries|Mercenaries|mercenary’s
soldier|soldiers|Soldier's|SOLDIERS
goita|Goïta|Goi\u0308ta|GOÏTA’s
etat-major|l’État-major|l'e\u0301tat‑major
al-qaeda|al‑Qaeda|Al Qaeda|al–Qaeda’s
jamaat|Jama’at|jama\u00adat|Jama\u02bfat
un|U.N.|U.N.’s|un
oeuvre|œuvre|l’œuvre|ŒUVRE
fighters|\ufb01ghters|fighter|figh\u00adter
strasse|straße|STRASSE
n'djamena|N’Djamena|N\u2019Djaména
istanbul|İstanbul|Istanbul
1,200|1,200|1 200
2012|2012
мали|Мали|МАЛИ
马里|马里
camp|camps|“camp”|camp-site
withdrawal|withdraw|withdrew|withdrawals
attack|attacked|attaque|l’attaque
attaquer|attaquées|attaqués|Attaque
nationaux|national|nationale|Nationaux
generaux|généraux|général|Generals
prisoner|prisoners|priso\u200bner
convoy|convoys|convoy’s
bridge|bridges
ransom|ransoms|ransomed
letter|letters
aujourd'hui|aujourd’hui|Aujourd’hui
islam|l’islam|islam’s""".splitlines()
)
LITTLE = ("the", "of", "a", "in", "and", "to", "no", "on", "was", "by")
FILLERS = ("road", "night", "people", "north", "report", "town", "days", "river", "market", "rain", "group")
JOINTS = (" ",) * 14 + (", ", "; ", " – ", " (", ") ", "\u00a0", "\n", "/", "-", "\t", "  ")
STOPS = (". ", ". ", ". ", "! ", "? ", "… ", ".” ", " : ", ".\n", " ")
ACTORS = {
    "jnim": ("JNIM", "GSIM", "Jama’a Nusrat", "Support Group"),
    "wagner": ("Wagner", "Wagner Group", "Groupe Wagner"),
    "fama": ("FAMa", "Malian army", "l’armée malienne"),
}
PLACES = {"pl-gao": "Gao", "pl-kidal": "Kidal"}
DATES = {"2023-05": "May 2023", "2024-03-27": "27 March 2024", "2011": "2011", "--01-07": "7 January"}
NAMED = [(id_, spelling) for id_, own in ACTORS.items() for spelling in own]


def collection() -> Collection:
    """The facts of generated documents: their actors and places."""
    actors = tuple(
        Actor(id_, "group", own[0], own[0], None, None, None, "", False, _aliases(own))
        for id_, own in ACTORS.items()
    )
    places = tuple(Place(id_, label, "", "town") for id_, label in PLACES.items())
    return replace(EMPTY_COLLECTION, actors=actors, places=places)


def _aliases(texts: tuple[str, ...]) -> tuple[Alias, ...]:
    return tuple(Alias(text, exact=False, ambiguous=False) for text in texts)


def make_piece(chance: Random, topic: list[tuple[str, ...]]) -> str:
    """A word, a name or a date, in one of its spellings."""
    kind = chance.random()
    if kind < 0.16:
        return chance.choice(LITTLE)
    if kind < 0.50:
        return chance.choice(FILLERS)
    if kind < 0.84:
        return chance.choice(chance.choice(topic))
    if kind < 0.95:
        spelling = chance.choice(NAMED)[1]
        return chance.choice((spelling, spelling, spelling + "’s", spelling.upper()))
    return chance.choice((*PLACES.values(), *DATES.values()))


def make_text(chance: Random, topic: list[tuple[str, ...]], pieces: int) -> str:
    """Sentences of so many pieces in all; some long, some without an end."""
    text, left = "", 0
    for _ in range(pieces):
        if left <= 0:
            text = text.rstrip(" ") + (chance.choice(STOPS) if text else "")
            left = chance.choice((1, 3, 6, 9, 14, 25, 90))
        piece = make_piece(chance, topic)
        text += (piece[:1].upper() + piece[1:] if chance.random() < 0.1 else piece) + chance.choice(JOINTS)
        left -= 1
    if chance.random() < 0.04:
        text += "x" * 400 + " " + chance.choice(chance.choice(topic))
    text = text.strip()
    return unicodedata.normalize("NFD", text) if chance.random() < 0.1 else text


def make_document(chance: Random, id_: str) -> Document:
    """Titles beside and in the text, headings, long and short passages, cuts, names, dates."""
    topic = chance.sample(WORDS, chance.randint(3, 10))
    kinds = []
    for _ in range(chance.choice((0, 1, 2, 4, 8, 14))):
        kinds += ["heading"] * (chance.random() < 0.3) + ["passage"]
    kinds += ["heading"] * (chance.random() < 0.2)
    where = chance.choice(("none", "beside", "in", "in", "longer"))
    if where in ("in", "longer"):
        kinds.insert(chance.choice((0, 0, min(2, len(kinds)))), "title")
    text, spans = "", []
    for kind in kinds:
        size = chance.choice((2, 5, 12, 30, 60, 150, 300)) if kind == "passage" else chance.randint(1, 7)
        own = make_text(chance, topic, size) or "road"
        text += chance.choice(("\n", "\n\n")) if text else ""
        spans.append((kind, len(text), len(text) + len(own)))
        text += own
    passages = tuple(
        Passage(n, s, e, None, chance.choice(("prose", "prose", "list", "rows")))
        for n, (s, e) in enumerate(((s, e) for kind, s, e in spans if kind == "passage"), 1)
    )
    titles = [(s, e) for kind, s, e in spans if kind == "title"]
    title = make_text(chance, topic, 5) or "road" if where == "beside" else None
    if titles:
        title = text[slice(*titles[0])]
        title = " ".join(title.split()) + " – Road Daily" if where == "longer" else title
    bare = replace(
        document(id_),
        text=text,
        title=title,
        title_start=titles[0][0] if titles else None,
        title_end=titles[0][1] if titles else None,
        language=chance.choice(("en", "fr", None)),
        passages=passages,
        headings=tuple(Heading(s, e, text[s:e]) for kind, s, e in spans if kind == "heading"),
        removed=_cut(chance, text) if chance.random() < 0.5 else (),
    )
    return _link(bare, [(s, e) for _, s, e in spans])


def _cut(chance: Random, text: str) -> tuple[RemovedSpan, ...]:
    """Some stretches, most between words, some through them."""
    spans: list[RemovedSpan] = []
    at = 0
    while at < len(text) and len(spans) < 6:
        at += chance.randint(1, 500)
        size = chance.choice((1, 4, 12, 60))
        if chance.random() < 0.8:
            at = text.find(" ", at)
            size = text.find(" ", at + size) - at if at >= 0 else 0
        if at < 0 or size <= 0 or at + size > len(text):
            break
        spans.append(RemovedSpan(at, at + size, "rule"))
        at += size + 1
    return tuple(spans)


def _link(page: Document, blocks: list[tuple[int, int]]) -> Document:
    """The document with every spelling of its actors, places and dates that stands on whole words."""
    terms = [(id_, _terms(spelling)) for id_, spelling in NAMED]
    terms += [(id_, _terms(label)) for id_, label in PLACES.items()]
    terms += [(value, _terms(written)) for value, written in DATES.items()]
    terms.sort(key=lambda pair: -len(pair[1]))
    actors, places, dates = [], [], []
    for start, end in blocks:
        tokens = tokenize(page.text[start:end])
        folded = [token.term for token in tokens]
        at = 0
        while at < len(tokens):
            found = next((pair for pair in terms if tuple(folded[at : at + len(pair[1])]) == pair[1]), None)
            if found is None:
                at += 1
                continue
            id_, own = found
            span = start + tokens[at].start, start + tokens[at + len(own) - 1].end
            at += len(own)
            if any(cut.start < span[1] and span[0] < cut.end for cut in page.removed):
                continue
            if id_ in PLACES:
                places.append(PlaceMention(id_, *span))
            elif id_ in ACTORS:
                actors.append(ActorMention(id_, *span))
            else:
                dates.append(DateMention(id_, *span))
    return replace(page, actors=tuple(actors), places=tuple(places), dates=tuple(dates))


def _terms(text: str) -> tuple[str, ...]:
    return tuple(token.term for token in tokenize(text))


KINDS = ("word", "typed", "typed", "phrase", "prefix", "sloppy", "near", "name", "field", "odd")
FIELDS = ("actor:jnim", "actor:wagner", "place:Gao", "mentioned:2023", "mentioned:2011..2024")


def make_query(chance: Random, page: Document) -> str:
    """A query text about a document: words, phrases, prefixes, names and fields that it may hold."""
    words = [token for token in tokenize(page.text) if not token.term.isspace()]
    if not words:
        return chance.choice(WORDS)[0]
    parts = [_part(chance, page, words) for _ in range(chance.choice((1, 1, 2, 2, 3, 4, 6)))]
    joint = chance.choice((" ", " ", " OR ", " OR "))
    text = joint.join(parts)
    return f"{text} -absent" if chance.random() < 0.1 else text


def _part(chance: Random, page: Document, words: list) -> str:
    at = chance.randrange(len(words))
    first, last = words[at], words[min(at + chance.randint(1, 3), len(words) - 1)]
    own = page.text[first.start : first.end]
    run = " ".join(page.text[first.start : last.end].split()).replace('"', "")
    match chance.choice(KINDS):
        case "word":
            return own
        case "typed":
            return chance.choice(WORDS)[0]
        case "phrase":
            return f'"{run}"'
        case "prefix":
            return f"{first.term[:3]}*" if len(first.term) > 3 else own
        case "sloppy":
            return f'"{last.term} {first.term}"~{chance.randint(1, 9)}'
        case "near":
            return f"{first.term} NEAR/{chance.randint(1, 9)} {last.term}"
        case "name":
            return chance.choice(NAMED)[1]
        case "field":
            return chance.choice((*FIELDS, f"title:{own}"))
        case _:
            return chance.choice((f"{first.term}~", f"{first.term[:2]}?{first.term[3:]}", f"{own}^2"))
