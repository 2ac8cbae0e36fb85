"""Documents of which cleaning took unusually much, for somebody to look at.

A flag is no verdict: what was removed may well be residue, and stays so.
"""

from collections.abc import Mapping

from indexer.cleaning.rules_frame import FRAME
from indexer.schema.collection import Flagged

# Fewer characters are worth nobody's time.
LEAST_CHARACTERS = 400
# On labelled pages these flag one whole page in forty, and no text that an extractor made.
ONE_RULE_SHARE = 1 / 5
TEXT_SHARE = 1 / 3
PAGE_SHARE = 4 / 5


def find_unusual(document: str, read: int, taken: Mapping[str, int]) -> Flagged | None:
    """Why a document is worth a look, None where it is not.

    One rule took more than a fifth of its characters, the frame of a whole page aside; or all
    rules together took more than a third, of a whole page more than four fifths. Never for less
    than 400 characters.

    Args: `document`: its id; `read`: its characters as read; `taken`: those that each rule took.

    >>> find_unusual("a", 2000, {"advert-label": 30, "photo-credit": 500})
    Flagged(document='a', reason='rule', rule='photo-credit', characters=500, read=2000)
    >>> find_unusual("a", 2000, {"photo-credit": 390}), find_unusual("a", 9000, {"page-frame": 6000})
    (None, None)
    """
    rule = max(sorted(taken.keys() - {FRAME}), key=taken.__getitem__, default="")
    most, all_rules = taken.get(rule, 0), sum(taken.values())
    if most >= LEAST_CHARACTERS and most > ONE_RULE_SHARE * read:
        return Flagged(document, "rule", rule, most, read)
    if all_rules >= LEAST_CHARACTERS and all_rules > (PAGE_SHARE if FRAME in taken else TEXT_SHARE) * read:
        return Flagged(document, "page" if FRAME in taken else "text", "", all_rules, read)
    return None
