"""Stop words and stems: what turns a token into a term of the text field.

Stop words are the 127 of the classic English list that retrieval toolkits share, and the small
words of French; they are not searched alone, but keep their places, so that a phrase may hold them.
"""

from functools import lru_cache

import Stemmer

_ENGLISH_STOP_WORDS = """
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she
    her hers herself it its itself they them their theirs themselves what which who whom this that
    these those am is are was were be been being have has had having do does did doing a an the and
    but if or because as until while of at by for with about against between into through during
    before after above below to from up down in out on off over under again further then once here
    there when where why how all any both each few more most other some such no nor not only own
    same so than too very s t can will just don should now
"""
# Of French those alone that are no word, name or abbreviation in English: not la, un, eu, son.
_FRENCH_STOP_WORDS = """
    ainsi alors apres aupres aux avaient avait avant avec avoir ce cela celle celles celui cependant
    cet cette ceux chez comme dans de des donc dont du elle elles en est et etaient etait etant ete
    etre furent il ils je jusqu le les leur leurs lors lorsque mais meme mes mon ne nos nous ont ou
    par pas pendant peut plus pour puis qu quand que quel quelle quelles quels qui quoi sans selon
    sera seront ses sont sous sur tandis tes tous tout toute toutes tres une vers vos votre vous y
"""
STOP_WORDS = frozenset(f"{_ENGLISH_STOP_WORDS} {_FRENCH_STOP_WORDS}".split())

FRENCH = "fr"
# French stems of so many letters and fewer are not used.
SHORT_STEM = 3
_ENGLISH_STEMMER = Stemmer.Stemmer("english", 0)
_FRENCH_STEMMER = Stemmer.Stemmer("french", 0)


@lru_cache(maxsize=200_000)
def stem(term: str) -> str:
    """The Snowball English stem of a folded token.

    >>> stem("mercenaries"), stem("withdrawal")
    ('mercenari', 'withdraw')
    """
    return str(_ENGLISH_STEMMER.stemWord(term))


@lru_cache(maxsize=200_000)
def french_stem(term: str) -> str:
    """The Snowball French stem of a folded token.

    The stemmer knows participles by their accents, which folding took away: of -ée and -ées the
    second e goes first. Of a short stem too much would be one word, as Mali and mal, Niger and
    nig-: such a word loses the s of its plural alone.

    >>> french_stem("generaux"), french_stem("attaquees"), french_stem("attaquer"), french_stem("mali")
    ('general', 'attaqu', 'attaqu', 'mali')
    """
    one = term.removesuffix("s") if len(term) > SHORT_STEM else term
    own = one[:-1] if one.endswith("ee") else term
    found = str(_FRENCH_STEMMER.stemWord(own))
    return found if len(found) > SHORT_STEM else own.removesuffix("s") if len(own) > SHORT_STEM else own


def stem_in(language: str | None, term: str) -> str:
    """The stem of a folded token in a document of a language; other languages are read as English.

    >>> stem_in("fr", "nationaux"), stem_in("en", "nationaux")
    ('national', 'nationaux')
    """
    return french_stem(term) if language == FRENCH else stem(term)
