"""Runs of capitalised words: where each begins and ends.

Looks at letters and at what stands between words; never decides whether a run is a name.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from indexer.entities.folding import fold_alias
from indexer.entities.name_nouns import FREE_HEADS, FRENCH_HEADS, KIND_OF, words_of
from indexer.entities.span_set import SpanSet

Joint = Literal["", "plain", "particle", "of", "for", "de", "and", "owned", "stop"]

# Capitals of the languages written in Latin letters.
_LATIN = (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
UPPER = "A-Z" + "".join(chr(c) for c in _LATIN if chr(c).isupper())
_ARABIC = "[Aa]l|[Ee]l|[Aa]n|[Aa]s|[Aa]sh|[Aa]t|[Aa]d|[Aa]r|[Ee]d|[Ee]s|[Ee]ch|[Uu]l|[Oo]u"
_LINKED = rf"{_ARABIC}|sur|sous|en|le|la|les|lès|de|du|des|of|ben|ag|ould"
_REST = r"[\w\u0300-\u036f]*(?:['’ʼ‘](?!(?:s|t|re|ve|ll|m|d)\b)\w+)*"
# The small half of a given name: Ban Ki-moon, Kim Jong-un; not US-led.
_COMPOUNDS = r"(?:led|run|era|born|type|old|like|wide|made|held|hit|back|own|free|fire|là|ci)\b"
_GIVEN = rf"(?:-(?!{_COMPOUNDS})[a-z]{{2,4}}\b(?!['’-]))?"
# A capital, and no letter or digit before it; then the dots of initials, or the rest of the word
# with its hyphens: J.N.I.M., N'Djamena, Abd-al-Malik, Boulogne-sur-Mer, M5-RFP.
WORD = re.compile(
    rf"[{UPPER}](?<!\w.)"
    rf"(?:\.(?:[{UPPER}]\.)+|\.(?=[ \-]?[{UPPER}])"
    rf"|{_REST}(?:[-‑](?:(?:{_LINKED})[-‑])*(?:[{UPPER}]{_REST}|\d+))*{_GIVEN})"
)
_PART = re.compile(rf"[{UPPER}][\w'’]*")
_TWO_NAMES = re.compile(rf"\s[{UPPER}]")
_ARABIC_BEFORE = re.compile(rf"(?<!\w)(?:{_ARABIC})[-‑]$")
_PARTICLE_BEFORE = re.compile(r"(?<!\w)(?:ag|ould|ben|bin|ibn|bint|abu|abou|mint|walet|van|von)\s$")
_PARTICLE = len(" walet ")
_PARTICLE_ENDS = frozenset("gdntuz")
_HYPHENS = frozenset("-‑")
_APOSTROPHES = frozenset("'’")
_DOTTED = words_of("""
    St Ste Mt Ft Dr Mr Mrs Ms Gen Col Lt Maj Capt Sgt M MM Mme Pr Prof Me Mgr Rev Hon Sen Rep Gov
""")

_JOINTS: tuple[tuple[Joint, str], ...] = (
    (
        "particle",
        r"ag|ould|ben|bin|ibn|bint|abu|abou|al|el|aït|ait|mint|walet|da|do|dos|di|del|von|van|der|den",
    ),
    ("of", r"of(?: the)?"),
    ("for", r"(?:for|on|to|against|without)(?: the)?|the"),
    ("de", r"(?:de|du|des|d['’]|de la|de l['’]|pour(?: la| le| les| l['’])?|aux?|à la|sur l[ea]s?|l['’])"),
    ("and", r"(?:and|et|&)"),
)
_JOINT = {joint: re.compile(rf"\s(?:{pattern})\s?", re.IGNORECASE) for joint, pattern in _JOINTS}
_POSSESSIVE = frozenset(f"{sign}{s} " for sign in "'’" for s in ("", "s"))
_LONGEST_JOINT = len(" against the ")


@dataclass(slots=True)
class Word:
    """A capitalised word; `joint` is what ties it to the word before, `linked` whether it is someone's."""

    start: int
    end: int
    text: str
    lower: str
    joint: Joint
    linked: bool


@lru_cache(maxsize=8192)
def fold_word(word: str) -> str:
    """A word in lower case without accents."""
    return fold_alias(word)[1].replace(" ", "-") if not word.isascii() else word.lower()


@lru_cache(maxsize=1024)
def _joint_of(gap: str) -> Joint:
    if gap.isspace():
        return "plain" if gap.count("\n") <= 1 else "stop"
    if gap in _POSSESSIVE:
        return "owned"
    return next((joint for joint, pattern in _JOINT.items() if pattern.fullmatch(gap)), "stop")


def find_runs(text: str, start: int, end: int, taken: SpanSet) -> Iterator[list[Word]]:
    """The runs between two offsets of a text, in reading order.

    A word covered in part by a taken span is not linked: Niamey-Nyala is not Niamey.
    """
    run: list[Word] = []
    at = start
    while found := WORD.search(text, at, end):
        word = _read_word(text, found, taken)
        at = word.end
        if run:
            word.joint = _find_joint(text, run[-1], word.start)
            if word.joint == "stop":
                yield run
                run = []
                word.joint = ""
        if not word.linked:
            _free_words(run, word, taken)
            if word.lower in FRENCH_HEADS:
                word.end = french_end(text, word, end, taken)
                at = word.end
        run.append(word)
    if run:
        yield run


def _free_words(run: list[Word], word: Word, taken: SpanSet) -> None:
    """Where a linked span ends within a longer word it is not what is named: Jean Keïta-Roux."""
    start, _ = taken.span_at(word.start, word.end)
    if start >= word.start:
        return
    for earlier in reversed(run):
        if earlier.start < start:
            break
        earlier.linked = False


def _find_joint(text: str, last: Word, start: int) -> Joint:
    gap = text[last.end : start]
    if gap == " ":
        return "plain"
    if len(gap) > _LONGEST_JOINT:
        return "stop"
    if gap == ". " and last.text in _DOTTED:
        return "plain"
    return _joint_of(gap)


def _read_word(text: str, found: re.Match[str], taken: SpanSet) -> Word:
    start, end = found.span()
    before = text[start - 1 : start]
    if before in _HYPHENS:
        start = _begin(_ARABIC_BEFORE, text, start)
    elif before == " " and text[start - 2] in _PARTICLE_ENDS:
        start = _begin(_PARTICLE_BEFORE, text, start)
    surface = text[start:end]
    if surface[1:2] in _APOSTROPHES and surface[0] in "LD" and fold_word(surface[2:]) in KIND_OF:
        start += 2
        surface = surface[2:]
    linked = taken.overlaps(start, end) and not (
        "-" in surface and _uncovered_capital(text, start, end, taken)
    )
    return Word(start, end, surface, fold_word(surface).rstrip("."), "", linked)


def _begin(before: re.Pattern[str], text: str, start: int) -> int:
    found = before.search(text, max(0, start - _PARTICLE), start)
    return found.start() if found else start


def _uncovered_capital(text: str, start: int, end: int, taken: SpanSet) -> bool:
    """Whether a part behind a hyphen begins with a capital and is nobody's."""
    parts = _PART.finditer(text[start:end])
    return any(not taken.overlaps(start + part.start(), start + part.end()) for part in parts)


_ADJECTIVE = re.compile(
    r"\s((?!(?:mais|jamais|désormais|semaine|indique|explique|revendique|critique|implique|réplique|applique"
    r"|insiste|existe|assiste|persiste|consiste|arrive|signale|appelle|rappelle|interpelle|révèle|soutien"
    r"|combien|demain|soudain|contraire|affaire|affaires)\b)"
    r"[\w-]*?(?:\w{2}(?:al|ale|ales|aux|ain|aine|ains|aines|iens?|iennes?|aise?s?|oise?s?|iques?|istes?|ifs?|ives?|els?|elles?)"
    r"|\w{3}aires?|armée?s?|unifiée?s?|unie?s?|indépendante?s?|permanente?s?|supérieure?s?|arabes?|touareg|peule?s?"
    r"|libres?|arides?|agricoles?|autonomes?|communs?|communes?|civile?s?|publics?|citoyens?|citoyennes?"
    r"|féminine?s?|suprême|hautes?|justes?|verte?s?|rouge|blanche|étrangers?|étrangères?))(?!\w)"
)
_OF = r"(?:de la |de l['’]|du |des |de |d['’])"
_THE = r"(?:la |le |les |l['’])"
_GROUP = re.compile(
    rf"\s(?:{_OF}|pour {_THE}?|contre {_THE}?|et (?:{_THE}|{_OF})?|sur {_THE})"
    r"(?!(?:ce|cette|ces|son|sa|ses|leur|leurs|a|est|sont|ont|il|elle|qui|que|non|plus|nos|notre|un|une|se|dans|par|faire"
    r"|avoir|nouveau|nombreux|plusieurs|deux|trois|ne|la|le|les|lui|y|en|au|aux|avec"
    r"|\w{3,}(?<!dang)(?<!pap)(?<!ateli)(?<!méti)(?<!premi)er|\w{3,}(?<!pouv)(?<!sav)(?<!aven)(?<!souven)ir"
    r"|prendre|mettre|rendre|être|suivre|vivre|permettre|défendre|combattre|répondre)\b)"
    r"([^\W\d_][\w\-]*)"
)
_STUDIES = words_of("recherche recherches etudes etude information enquetes dialogue surveillance")


def french_end(text: str, head: Word, end: int, taken: SpanSet) -> int:
    """Where a French name ends that goes on in small letters after its head."""
    at, groups, noun, first = head.end, 0, head.lower, ""
    while at < end:
        if (found := _ADJECTIVE.match(text, at, end)) and not taken.overlaps(*found.span(1)):
            at, noun = found.end(), fold_word(found.group(1))
            continue
        found = _GROUP.match(text, at, end)
        if found is None:
            return at
        tie = text[at : found.start(1)].split(maxsplit=1)[0].partition("'")[0].partition("’")[0]
        if taken.overlaps(*found.span(1)):
            free = not groups or head.lower in FREE_HEADS
            return taken.span_at(*found.span(1))[1] if free and tie in ("de", "du", "des", "d") else at
        if not _goes_on(text, found, tie, noun, groups, first):
            return at
        groups += 1
        first = first or tie
        at, noun = found.end(), fold_word(found.group(1))
    return at


def _goes_on(text: str, found: re.Match[str], tie: str, noun: str, groups: int, first: str) -> bool:
    capital = found.group(1)[0].isupper()
    if tie == "et":
        tied = text[found.start() : found.start(1)].split()
        alike = (
            len(tied) == 1 or (first == "pour" and tied[1] in ("la", "le", "les")) or tied[1].startswith("d")
        )
        return bool(groups) and alike and not (capital and len(tied) == 1)
    if tie == "sur":
        return noun in _STUDIES
    if tie in ("pour", "contre"):
        return not groups or first not in ("pour", "contre")
    # A person's two names end it: the party of Moussa Mara.
    return not (
        capital and _TWO_NAMES.match(text, found.end()) and KIND_OF.get(fold_word(found.group(1))) is None
    )
