"""Whether two words may be forms of one another, so that neither is an error.

English by its endings and beginnings; knows no collection and no dictionary.
"""

import re
from collections.abc import Iterator

_ENDINGS = frozenset(
    (
        *("s", "es", "d", "ed", "ing", "ings", "ly", "y", "ies", "ied", "er", "ers", "or", "ors"),
        *("ion", "ions", "ent", "ents", "ence", "ant", "ants", "ance", "al", "als", "ally", "ment", "ments"),
        *("ive", "able", "ist", "ists", "ism", "ic", "ness", "ful", "less", "ian", "ians"),
    )
)
_BEGINNINGS = ("un", "re", "in", "im", "dis", "non", "pre", "de", "mis", "over", "co")
_LEAST = 4
_VOWEL = re.compile("[aeiou]")


def shared_stems(one: str, other: str) -> Iterator[str]:
    """What two folded words have in common where they differ in an ending or a beginning alone.

    They are forms of one another if one of these is a word, or the stem of some. An e alone is no
    ending, as names differ in it, and of endings that differ in a vowel one is an error: -ant, -ent.

    >>> list(shared_stems("repression", "repressions")), list(shared_stems("necessary", "unnecessary"))
    (['repress', 'repression'], ['necessary'])
    >>> [list(shared_stems(*pair)) for pair in (("occured", "occurred"), ("existance", "existence"))]
    [[], []]
    """
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) >= _LEAST and any(longer == beginning + shorter for beginning in _BEGINNINGS):
        yield shorter
    same = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(shorter))
    for at in range(_LEAST, same + 1):
        endings = {one[at:], other[at:]}
        doubled = one[at - 1] == "s" and "s" in endings
        alike = len({_VOWEL.sub("a", ending) for ending in endings}) == 1
        if endings - {""} <= _ENDINGS and not doubled and not alike:
            yield one[:at]
