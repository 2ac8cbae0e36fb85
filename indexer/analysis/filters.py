"""Stop words and stems: what turns a token into a term of the text field.

Stop words are the 127 of the classic English list that retrieval toolkits share; they are not
searched alone, but keep their places, so that a phrase may hold them.
"""

from functools import lru_cache

import Stemmer

STOP_WORDS: frozenset[str] = frozenset(
    """
    i me my myself we our ours ourselves you your yours yourself yourselves he him his himself she
    her hers herself it its itself they them their theirs themselves what which who whom this that
    these those am is are was were be been being have has had having do does did doing a an the and
    but if or because as until while of at by for with about against between into through during
    before after above below to from up down in out on off over under again further then once here
    there when where why how all any both each few more most other some such no nor not only own
    same so than too very s t can will just don should now
    """.split()
)

_STEMMER = Stemmer.Stemmer("english", 0)


@lru_cache(maxsize=200_000)
def stem(term: str) -> str:
    """The Snowball English stem of a folded token.

    >>> stem("mercenaries"), stem("withdrawal")
    ('mercenari', 'withdraw')
    """
    return str(_STEMMER.stemWord(term))
