"""Tell a year that stands alone from a number.

A number counts as a year only where nothing says that it counts or numbers things.
"""

import re

_LEFT_FREE = re.compile(r"(?<![\w.,:/#°$€£&=+])")
_RIGHT_FREE = re.compile(r"(?!\w|[.,:]\d|/\d{3}|[-–]\d{3}(?!\d)|[ \u00a0\u202f]?[%°$€£])")
_RANGE_BEFORE = re.compile(r"(?<!\d)\d{4}[ \u00a0]?[-–—][ \u00a0]?\Z")
_RANGE_AFTER = re.compile(r"\s?(?:[-–—]|à|to|or|and|et|ou)\s?(?:\d{1,3}(?:[ \u00a0\u202f,]\d{3})+|\d+)")
_RECENT = 1900
"""An older number is a year only after a word that asks for one."""

_WINDOW = 32

_CUES = frozenset(
    """
    in since from until till during before after between year early late mid by en depuis dès avant après
    entre année an fin début mi l'an jusqu'en d'ici jusqu'à seit im jahr post pre spring summer autumn fall
    winter printemps été automne hiver of de the l'année born née né through d' vers circa ca
    """.split()
)
"""Words that ask for a year behind them."""

_STRONG_CUES = frozenset({"in", "since", "en", "depuis"})
_QUANTITIES = frozenset(
    """
    some about around approximately nearly almost over than least most only another roughly environ près moins
    quelque quelques presque les ces estimated exactly fewer années decades des
    """.split()
)
"""Words that ask for a number of things behind them; so do the pairs."""

_QUANTITY_PAIRS = frozenset({("up", "to"), ("plus", "de"), ("près", "de"), ("moins", "de"), ("au", "moins")})
_NUMBERED = frozenset(
    """
    n° nº no no. nr nr. number numéro num page pages p. pp. room flight vol ticket lot article articles art.
    chapter chapitre section sections paragraph paragraphe figure bp b.p. box tel tel. tél tél. téléphone telephone
    phone fax iso hr fy rn resolution resolutions résolution résolutions unscr boeing windows copyright © c)
    """.split()
)
"""Words that number things behind them."""

_NAMED = re.compile(
    r"\b(?:AFCON|CAN|CHAN|CAF|E[Uu][Rr][Oo]|FIFA|[Cc]up|[Cc]oupe du [Mm]onde|Vision|Agenda|Expo|Mondial|ODD|SDGs?)"
    r"(?:\sde)?\s*\Z"
)
"""Contests and programmes are named by the year of another day."""

_NUMBER_BRACKET = re.compile(r"(?<!\d)\d{3,4}\s*\(\Z")
_HYPHENED = re.compile(r"(?:\d{4}|\b[a-zà-ÿ]+|\b(?:Mid|Post|Pre|Early|Late|Mi|Fin|Début))[-–]\Z")
_HYPHENED_CHARACTERS = 16
_PLURAL = re.compile(r"[ \u00a0\u202f]([a-zà-ÿ]{3,}s)\b")

_COUNTED = frozenset(
    """
    troop soldier people person persons men women children child civilian fighter militant jihadist terrorist
    peacekeeper personnel police employee staff resident inhabitant visitor protester officer member mercenary
    mercenaries worker student migrant refugee family families household village school house home death victim
    case job seat vote copy copies word page line vehicle truck motorcycle ship plane drone weapon rifle round
    tree sheep cow goat cattle camel bag box boxes bed ticket company companies candidate delegate
    k kilometre kilometer km m mm cm metre meter mile foot feet hectare ha acre ton tonne kg g litre liter barrel
    dollar euro franc fcfa cfa f usd eur naira cedi dirham rouble ruble day week month year hour hrs h gmt utc minute
    time million billion mw kw gw ounce once
    soldat homme femme personne enfant civil combattant militaire policier casque mort tué blessé victime
    habitant kilomètre mètre famille réfugié déplacé élève école siège emploi ans jour mois heure fois place
    élément jihadiste djihadiste terroriste milliard case tente tonne camion moto véhicule tête bœuf arme fusil
    gendarme paysan électeur voix migrant maison mot kilo litre sac dose cas logement poste
    """.split()
)
"""What numbers count, one of each; a last s is taken off before a word is looked up."""

_ADJECTIVES = frozenset(
    """
    more other additional new young armed malian french russian nigerien foreign local de d' square cubic military
    wounded dead german british american senegalese chadian burkinabe ukrainian elderly internally displaced
    nouveaux nouvelles jeunes autres
    """.split()
)
_WORD = re.compile(r"[\s\u00a0\u202f-]*(d['’]|[^\W\d_]+[²³]?)")
_AFTER_YEARS = frozenset(
    """
    elections polls results figures reports events coups protests games olympics accords agreements attacks floods
    rains sanctions budgets was has is as his this its us always perhaps thus across towards besides unless plus
    versus less les des dans sous mais puis depuis après alors pas ses leurs nous vous sans très jamais toujours
    """.split()
)
"""Words that end with s and follow years."""


def find_year(text: str, at: int) -> int | None:
    """The year whose four figures begin at `at`, None if they are another number.

    >>> text = "In 2012 some 2000 soldiers; 2020 and 2021; 1937 seats; 1990s"
    >>> [find_year(text, at) for at in (3, 13, 28, 37, 43, 55)]
    [2012, None, 2020, 2021, None, None]
    """
    end = at + 4
    if not _LEFT_FREE.match(text, at) or not _RIGHT_FREE.match(text, end):
        return None
    if text[at - 1 : at] in ("-", "–") and not _HYPHENED.search(text, max(0, at - _HYPHENED_CHARACTERS), at):
        return None
    before = text[max(0, at - _WINDOW) : at]
    span = _RANGE_BEFORE.search(before)
    if span:
        before = before[: span.start()]
    before = before[before.rfind("\n") + 1 :]
    words = before.casefold().replace("’", "'").replace("-", " ").split()[-2:]
    word = words[-1].lstrip("(«“\"[") if words else ""
    year = int(text[at:end])
    cue = word in _CUES
    if word in _NUMBERED or _NAMED.search(before) or _NUMBER_BRACKET.search(before):
        return None
    if is_counted(text, end) and not (word in _STRONG_CUES and year % 100):
        return None
    if not cue and not span and (_asks_for_number(words) or _counts_unknown(text, word, end)):
        return None
    return year if year >= _RECENT or cue else None


def _asks_for_number(words: list[str]) -> bool:
    if not words:
        return False
    return words[-1] in _QUANTITIES or words[-1][-1].isdecimal() or tuple(words) in _QUANTITY_PAIRS


def _counts_unknown(text: str, word: str, end: int) -> bool:
    """Whether a plural follows at once, and no word before asks for a year: "and 2023 rockets"."""
    found = _PLURAL.match(text, end)
    return bool(found and word[-1:].isalpha() and found[1] not in _AFTER_YEARS)


def is_counted(text: str, end: int) -> bool:
    """Whether a number that ends here counts what follows.

    >>> is_counted("2000 Malian soldiers", 4), is_counted("2012 coup", 4)
    (True, False)
    """
    after = _RANGE_AFTER.match(text, end)
    if after and after[0].strip()[-1:].isdecimal() and _is_thing(text, after.end()):
        return True
    return _is_thing(text, end)


def _is_thing(text: str, end: int) -> bool:
    for _ in range(3):
        found = _WORD.match(text, end)
        if not found:
            return False
        word = found[1].casefold().replace("’", "'")
        if word in _COUNTED or word.rstrip("s²³") in _COUNTED:
            return True
        if word not in _ADJECTIVES:
            return False
        end = found.end()
    return False
