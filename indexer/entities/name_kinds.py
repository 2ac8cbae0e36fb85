"""A guess of what a name names, from its words and the word before it.

A guess for a person to confirm: nothing is linked or counted by it.
"""

from collections.abc import Sequence

from indexer.entities.name_nouns import (
    COMPANY_ENDINGS,
    GIVEN_NAMES,
    KIND_OF,
    PERSON_PARTICLES,
    PLACE_BEFORE,
    PLACE_PREPOSITIONS,
    TITLES,
)

Kind = str
"""A type of the authority file, `place`, or `unknown`."""

_FEW = 3


def guess_kind(words: Sequence[str], before: str, *, titled: bool = False) -> Kind:
    """The kind of a name.

    Args:
        words: of the name, folded to lower case, without hyphens.
        before: the lower-case word that stands before it, folded; may be empty.
        titled: whether a title was taken off it.

    >>> guess_kind(["mohamed", "ag", "infahi"], ""), guess_kind(["kestrel", "resources"], "")
    ('person', 'company')
    >>> guess_kind(["foura"], "near"), guess_kind(["fpct"], "of")
    ('place', 'unknown')
    """
    if words[-1] in COMPANY_ENDINGS:
        return "company"
    if titled:
        return "person"
    # The head of an English name is its last word or stands before "of", of a French one its first.
    ends = words.index("of") if "of" in words else len(words)
    if ends:
        for word in (words[ends - 1], words[0], *words):
            if word in KIND_OF:
                return KIND_OF[word]
    if before in PLACE_BEFORE:
        return "place"
    if before in KIND_OF and KIND_OF[before] != "place":
        return KIND_OF[before]
    if (
        before.rstrip(".") in TITLES
        or not PERSON_PARTICLES.isdisjoint(words)
        or (len(words) > 1 and words[0] in GIVEN_NAMES)
    ):
        return "person"
    if len(words) <= _FEW and before in PLACE_PREPOSITIONS:
        return "place"
    return "person" if len(words) == 1 and words[0] in GIVEN_NAMES else "unknown"
