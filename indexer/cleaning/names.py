"""Whether words look like the names, roles and outlets of those who wrote.

Only the form counts: no list of people is asked.
"""

import re
from functools import lru_cache


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PARTICLES = _words("de du des da do dos di van von der den el al la le bin ben ould ag y e walet mint")
_NO_NAME = _words("""
    the a an and or of in on at to for from by with without as is are was were be what why how who when where
    which this that these those it its not no all more most after before next about up out over under new
    le les la un une des et ou dans sur pour par avec sans que qui quoi pourquoi comment après avant nos notre
    our your their his her day days year years part end war peace numbers background analysis
    yes oui non sim não sí si ja nein ok okay conclusion conclusions introduction summary outlook
    insights overview timeline context north south east west northern southern eastern western central
    united islamic ministry minister government army armed forces group groups state states president
    national international
    security council community support region regions country countries
    key takeaways executive main findings points recommendations policy report brief briefing update updates
    situation facts live breaking question questions answers editor's note notes table contents read related
    see photo photos video videos watch listen share latest top stories story editorial opinion
    comment comments
    interview interviews gallery feature features special series home menu search contact subscribe sign log
    attack attacks crisis conflict coup battle massacre killing killings border market city town village river
    lake camp road street sahel africa afrique mali niger burkina faso chad tchad mauritania mauritanie
    press release communiqué réaction réactions contexte résumé chronologie entretien tribune éditorial
    sports republic république union european african world monde business economy politics society
    culture sport
    """)
# What stands before a name and is none of it.
_TITLE = re.compile(
    r"(?:(?:prof(?:essor|\.)?|pr|dr|rev(?:erend|\.)?|sir|hon|amb|ambassador|col|colonel|gen|general"
    r"|lt|maj|capt|sgt"
    r"|mr|mrs|ms|mme|mlle|maître|me|docteur|professeure?|imam|sheikh|cheikh|el hadj|alhaji|barrister|engr"
    r"|père|sœur|abbé"
    r"|prof(?:\.|esora?)|dra?)\.?\s)+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_SPLIT = re.compile(r",|;|&|/|\b(?:and|et|und|y|with|avec)\b")
_OUTLET_WORDS = _words("""
    times news post press media monitoring agency herald tribune radio journal gazette newsroom desk staff
    correspondent correspondents reporter reporters editor editors writer bureau daily weekly review magazine
    observer standard telegraph chronicle network tv television online digest wire newswire today report
    reports presse agence rédaction redaction redacción redação redaktion journaliste hebdo actu info infos
    quotidien correspondant envoyé service services agencies agences agencias agências
    afp reuters ap rfi bbc cnn aljazeera xinhua tass apa anp dpa efe lusa ansa voa dw anadolu bloomberg
    agence-france agenturen office offices correspondance correspondence newspaper monitor
    """)
_NO_NAME_BYLINE = _OUTLET_WORDS | _words(
    "admin administrator guest our special the la le les notre nos with and et avec from in contributor"
    " contributors associated france editorial board team web webmaster équipe équipes nuestra nossa"
)
AGENCY = (
    r"(?:AFP|AP|Reuters|RFI|Xinhua|dpa|APA|ANP|EFE|EPA|Lusa|ANSA|TASS|PANA|Bloomberg|Anadolu|AA|UPI|PTI"
    r"|BBC|VOA"
    r"|Agence France[- ]Presse|(?:The )?Associated Press|Thomson Reuters|News Agency of Nigeria|NAN"
    r"|(?:news |press )?agenc(?:y|ies)|wires?|wire services|agences?(?: de presse)?|agencias?|agências?"
    r"|Agenturen|أ ف ب|رويترز|فرانس برس|وكالات|الأناضول)"
)
ROLE = (
    r"(?:reporters?|journalists?|writers?|correspondents?|editors?|columnists?|bloggers?|freelancers?"
    r"|stringers?"
    r"|contributors?|analysts?|authors?|researchers?|fellows?|producers?|photographers?|photojournalists?"
    r"|professors?|lecturers?|consultants?|economists?|historians?|sociologists?|anthropologists?"
    r"|political scientists?|scholars?|advisers?|advisors?|specialists?|experts?|PhD candidate"
    r"|doctoral candidate"
    r"|(?:programme |program |research |project |policy )?(?:directors?|officers?|managers?|associates?)"
    r"|journalistes?|correspondant(?:e|s|es)?|envoyée?s? spécia(?:l|le|ux|les)|rédact(?:eur|rice)s?"
    r"|chroniqueu(?:r|se)s?|cheffe? de (?:la )?(?:rubrique|service|bureau|desk)|éditorialistes?"
    r"|analystes?|chercheu(?:r|se)s?|économistes?|politologues?|politistes?|historien(?:ne)?s?|sociologues?"
    r"|anthropologues?|géographes?|juristes?|enseignant(?:e|s|es)?|enseignant(?:e)?-chercheu(?:r|se)"
    r"|professeure?s?|maître(?:sse)? de conférences|doctorant(?:e|s|es)?|consultant(?:e|s|es)?|spécialistes?"
    r"|expert(?:e|s|es)?|photographes?|photojournalistes?|essayistes?|écrivain(?:e|s|es)?"
    r"|periodistas?|corresponsal(?:es)?|redactor(?:a|es|as)?|enviad[oa]s? especial(?:es)?|analistas?"
    r"|jornalistas?|correspondentes?|repórter|redator(?:a|es)?|investigador(?:a|es)?|pesquisador(?:a|es)?"
    r"|special (?:to|for)|spécial pour"
    r"|Korrespondent(?:in)?|Redakteur(?:in)?|Journalist(?:in)?|Reporter(?:in)?|Autor(?:in)?)"
)
_ROLE = re.compile(rf"(?:[\w'’.&-]+\s){{0,5}}?{ROLE}(?:\s[\w'’.&-]+){{0,5}}", re.IGNORECASE)
_PLACE = re.compile(
    r"\s+(?:in|à|au|aux|en|from|depuis|de|em|aus|reporting from|near)\s+"
    r"(?:(?:the|la|le|l')\s?)?(?P<place>[^\W\d_a-zà-ÿ][\w'’.-]*(?:[\s,]+[^\W\d_a-zà-ÿ][\w'’.-]*){0,3})$"
)
_JOINS = r"(?:and|et|y|und|e|with|avec|con|com|mit|pour|for)"
_UNIT = re.compile(rf"\s*(?:(?:[,;&|/•·⋅()]|\s[-–—]\s)\s*(?:{_JOINS}\s)?|\s{_JOINS}\s)\s*")
_ARTICLE = re.compile(r"(?:the|la|le|les|l'|el) ?(?=[^\W\d_a-zà-ÿ])")
_MOST_CHARACTERS = 160
_MOST_UNITS = 12
_HANDLE = re.compile(r"@\w{2,30}|[\w.+-]{1,64}@[\w-]{1,40}(?:\.[\w-]{1,40}){1,4}")
_CAPITAL = re.compile(r"(?:(?>[^\W\d_a-zà-ÿ][\w.'’-]*+|des?|du|la|les?|of|the|for|pour|dos?)\s?+){1,6}+")


def is_name(text: str, least: int = 2, most: int = 5) -> bool:
    """Whether a text is a person's name: capitalised words, particles and initials.

    >>> is_name("Awa Diallo"), is_name("Prof. Awa Diallo"), is_name("the numbers"), is_name("By The Numbers")
    (True, True, False, False)
    """
    words = text.split()
    titled = _TITLE.match(text) if text[:1].isupper() else None
    # Behind a title one word is a name too, which stands here with its title.
    if titled and len(text[titled.end() :].split()) >= least:
        words = text[titled.end() :].split()
    if not least <= len(words) <= most or words[0] in _PARTICLES:
        return False
    for word in words:
        if word in _PARTICLES:
            continue
        if not _WORD.fullmatch(word) or not word[0].isupper():
            return False
        # "A." is an initial, "A" an article.
        if word.lower() in _NO_NAME:
            return False
    return any(len(word) > 2 for word in words) and len(set(words)) == len(words)


def is_name_list(text: str) -> bool:
    """Whether a text is names only, joined by commas or and.

    >>> is_name_list("Jane Doe and John Roe"), is_name_list("Jane Doe said")
    (True, False)
    """
    parts = [part.strip() for part in _SPLIT.split(text) if part.strip()]
    return (
        0 < len(parts) <= 6 and all(is_name(part) or is_outlet(part) for part in parts) and is_name(parts[0])
    )


def is_desk(text: str) -> bool:
    """Whether a text is an agency or a desk in place of a name, as in By Staff Reporter.

    >>> is_desk("Our Correspondent"), is_desk("the numbers")
    (True, False)
    """
    words = [word.strip(".,").lower() for word in text.split()]
    return 0 < len(words) <= 6 and all(word in _NO_NAME_BYLINE for word in words)


def is_outlet(text: str) -> bool:
    """Whether a text is capitalised words of which one belongs to an outlet or desk.

    >>> is_outlet("Example Times International–Monitoring."), is_outlet("Times are hard")
    (True, False)
    """
    words = [word for word in re.split(r"[\s–—-]+", text.strip(" .")) if word]
    if not 1 <= len(words) <= 7 or not words[0][0].isupper():
        return False
    known = [word.lower() in _OUTLET_WORDS for word in words]
    formed = all(
        word[0].isupper() or word in _PARTICLES or outlet for word, outlet in zip(words, known, strict=True)
    )
    return formed and any(known)


def is_role(text: str) -> bool:
    """Whether a text is what a writer is: Senior Research Consultant, envoyée spéciale à Gao.

    >>> is_role("West Africa correspondent"), is_role("économiste"), is_role("president of Mali")
    (True, True, False)
    """
    return len(text.split()) <= 8 and _ROLE.fullmatch(text) is not None


@lru_cache(maxsize=1 << 13)
def read_attribution(text: str) -> tuple[str, ...]:
    """What the parts of a line are that only says who wrote: name, desk, outlet, role or place.

    Empty where anything else stands in it, or where neither a name, a desk nor an outlet begins it.

    >>> read_attribution("Jane Doe, Senior Fellow, Dakar"), read_attribution("Jane Doe, whom they shot")
    (('name', 'role', 'place'), ())
    """
    if len(text) > _MOST_CHARACTERS:
        return ()
    units = [unit.strip(" .") for unit in _UNIT.split(text) if unit and unit.strip(" .")]
    if not 0 < len(units) <= _MOST_UNITS:
        return ()
    kinds = []
    for unit in units:
        kinds.append(_kind(unit))
        # Most lines are something else from the first part on.
        if not kinds[-1]:
            return ()
    # Whatever publishes with an agency is an outlet: Le Monde avec AFP.
    begins = kinds[0] in {"name", "desk", "outlet"} or (kinds[0] == "place" and "desk" in kinds)
    return tuple(kinds) if begins else ()


def _kind(unit: str) -> str:
    # Professor is a role too, but not before a name.
    if _TITLE.match(unit) and is_name(unit):
        return "name"
    unit = _ARTICLE.sub("", unit)
    place = _PLACE.search(unit)
    if _PLACE.fullmatch(f" {unit}"):
        return "place"
    stem = unit[: place.start()] if place else unit
    for kind, known in (("desk", is_desk), ("outlet", is_outlet), ("role", is_role), ("name", is_name)):
        if known(unit) or known(stem):
            return kind
    if _HANDLE.fullmatch(unit):
        return "address"
    return "place" if len(unit.split()) <= 6 and _CAPITAL.fullmatch(unit) else ""
