"""Whether words look like the name of a writer or an outlet.

Only the form counts: no list of people is asked.
"""

import re


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PARTICLES = _words("de du des da dos di van von der den el al la le bin ben ould ag y e")
_NO_NAME = _words("""
    the a an and or of in on at to for from by with without as is are was were be what why how who when where
    which this that these those it its not no all more most after before next about up out over under new
    le les la un une des et ou dans sur pour par avec sans que qui quoi pourquoi comment après avant nos notre
    our your their his her day days year years part end war peace numbers background analysis
    conclusion conclusions introduction summary outlook insights overview timeline context
    north south east west northern southern eastern western central united islamic
    ministry minister government army armed forces group groups state states president national international
    security council community support region regions country countries
    """)
_WORD = re.compile(r"[^\W\d_][\w.'’-]*")
_SPLIT = re.compile(r",|;|&|/|\band\b|\bet\b|\bund\b|\by\b")
_OUTLET_WORDS = _words("""
    times news post press media monitoring agency herald tribune radio journal gazette newsroom desk staff
    correspondent correspondents reporter reporters editor editors writer bureau daily weekly review magazine
    observer standard telegraph chronicle network tv television online digest wire newswire today report
    reports presse agence rédaction redaction journaliste hebdo actu info infos quotidien correspondant envoyé
    service agencies afp reuters ap rfi bbc cnn aljazeera xinhua tass apa anp dpa efe lusa ansa
    """)
_NO_NAME_BYLINE = _OUTLET_WORDS | _words(
    "admin administrator guest our special the la le with and et avec from in contributor contributors"
    " associated france"
)


def is_name(text: str, least: int = 2, most: int = 5) -> bool:
    """Whether a text is a person's name: capitalised words, particles and initials.

    >>> is_name("Awa Diallo"), is_name("the numbers"), is_name("By The Numbers")
    (True, False, False)
    """
    words = text.split()
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
    if not 1 <= len(words) <= 7:
        return False
    capital = all(word[0].isupper() or word in _PARTICLES for word in words)
    return capital and any(word.lower() in _OUTLET_WORDS for word in words)
