"""Find years that stand alone.

A number counts as a year only where nothing says that it counts things.
"""

import re
from collections.abc import Iterator

_YEAR = re.compile(
    r"(?<![\w.,:/#°$€£&=+])((?:1[3-9]|20)\d\d)"
    r"(?!\w|[.,:]\d|/\d{3}|[-–]\d{3}(?!\d)|[ \u00a0\u202f]?[%°€$£])"
)
_CUE = re.compile(
    r"(?:^|[^\w])(?:in|since|from|until|till|during|before|after|between|year|early|late|mid|by|en|depuis|dès|avant"
    r"|après|entre|année|an|fin|début|mi|jusqu['’]en|d['’]ici|l['’]an|seit|post|pre|spring|summer|autumn|fall|winter"
    r"|printemps|été|automne|hiver)[\s-]+(?:the\s|à\s)?$",
    re.IGNORECASE,
)
_QUANTITY = re.compile(
    r"(?:some|about|around|approximately|nearly|almost|over|than|least|most|up\sto|only|another|roughly"
    r"|environ|plus\sde|près\sde|moins\sde|quelque|au\smoins|presque|over|les|ces|n°|no\.?|number|numéro|page|room|flight"
    r"|\d)[\s\u00a0\u202f]+$",
    re.IGNORECASE,
)
_COUNTED = re.compile(
    r"[\s\u00a0\u202f-]+(?:(?:more|other|additional|new|young|armed|Malian|French|Russian|Nigerien|foreign|local|de|d['’])\s*)?"
    r"(?:troops?|soldiers?|people|persons?|men|women|children|civilians?|fighters?|militants?|jihadists?|terrorists?"
    r"|peacekeepers?|personnel|police|employees|staff|residents|inhabitants|visitors|protesters|officers?|members?|mercenaries|workers?|students?|migrants?|refugees?|families"
    r"|households?|villages?|schools?|houses?|homes|deaths?|victims?|cases|jobs|seats|votes?|copies|words|pages"
    r"|k(?:ilo)?m(?:et(?:er|re)s?)?|met(?:er|re)s?|miles?|feet|hectares?|acres?|tons?|tonnes?|kg|litres?|liters?|barrels?"
    r"|dollars?|euros?|francs?|FCFA|CFA|USD|EUR|days|weeks|months|years|hours|minutes|times|million|billion"
    r"|soldats?|hommes?|femmes?|personnes?|enfants?|civils?|combattants?|militaires?|policiers?|casques|morts?|tués"
    r"|victimes?|habitants?|kilom[èe]tres?|m[èe]tres?|tonnes?|familles?|réfugiés?|déplacés?|élèves?|écoles?|sièges?"
    r"|emplois?|ans|jours|mois|heures?|fois|places|éléments?|jihadistes?|terroristes?|millions?|milliards?)\b",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?:\b(?:AFCON|CAN|CHAN|CAF|Euro|Cup|Vision|Agenda|Expo|Mondial|Resolution|resolution|résolution|Résolution|UNSCR"
    r"|Copyright|Windows|Boeing)(?:\sde)?|©|\([cC]\))\s*$"
)
_RESOLUTION = re.compile(r"\b[Rr][eé]solutions?\s+\d{3,4}\s*\($")
_DECADES = re.compile(r"(?:années|decades?\sof\sthe)\s+$", re.IGNORECASE)
_RECENT = 1900
"""An older number is a year only after a word that asks for one."""

_WINDOW = 32


def find_years(text: str) -> Iterator[tuple[int, int, int]]:
    """Years alone as (start, end, year), ascending.

    >>> [year for *_, year in find_years("In 2012 some 2000 soldiers; 2020 and 2021; 1937 seats; 1990s")]
    [2012, 2020, 2021]
    """
    for found in _YEAR.finditer(text):
        before = text[max(0, found.start() - _WINDOW) : found.start()]
        if _is_year(text, found, before):
            yield found.start(), found.end(), int(found[1])


def _is_year(text: str, found: re.Match[str], before: str) -> bool:
    if before[-1:] in "-–" and before and not re.search(r"(?:\d{4}|\b[a-zé]+)[-–]$", before):
        return False
    if _NAMED.search(before) or _RESOLUTION.search(before) or _DECADES.search(before):
        return False
    if _QUANTITY.search(before) or _COUNTED.match(text, found.end()):
        return False
    return int(found[1]) >= _RECENT or bool(_CUE.search(before))
