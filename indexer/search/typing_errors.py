"""How likely a word is typed as another.

A noisy channel: the cost of an error is minus the logarithm of its probability, in nats, so that
costs add up, also with those of how frequent a word is. Knows no collection.
"""

import re
from functools import lru_cache
from math import log

# Shares of the kinds of error, about those of 50,000 misspellings in scientific texts, of which most
# lack a letter. Source: Pollock and Zamora, Collection and characterization of spelling errors in
# scientific and scholarly text, JASIS 34 (1983), which also names doubling as the first cause of additions.
_OMITTED, _ADDED, _REPLACED, _SWAPPED = 0.34, 0.27, 0.19, 0.125
# About so many keys lie beside one, so many letters sound like one, and so many are there at all:
# an error that could have been any of them shares its probability out. Half of the additions repeat
# a letter and half of the replacements hit a key beside; the other ways share the other half.
_BESIDE, _ALIKE, _LETTERS = 5, 3, 26

OMIT = -log(_OMITTED)
OMIT_ONE_OF_TWO = OMIT - log(2)  # either of the two letters may have gone
ADD_AGAIN = -log(_ADDED / 2)
ADD_BESIDE = -log(_ADDED / 4 / _BESIDE)
ADD = -log(_ADDED / 4 / _LETTERS)
REPLACE_BESIDE = -log(_REPLACED / 2 / _BESIDE)
REPLACE_ALIKE = -log(_REPLACED / 4 / _ALIKE)
REPLACE = -log(_REPLACED / 4 / _LETTERS)
SWAP = -log(_SWAPPED)
# Four wrong words in five have one error. Source: Damerau, A technique for computer detection and
# correction of spelling errors, CACM 7 (1964).
ANOTHER = -log(0.2 / 0.8)
# Few errors are made in the first letter, here half as many as elsewhere. Source: Yannakoudakis and
# Fawthrop, The rules of spelling errors, Information Processing and Management 19 (1983).
FIRST = log(2)
# A word written as it is heard, whatever letters that takes: as likely as one letter that sounds alike.
AS_HEARD = REPLACE_ALIKE
# A blank too few or too many is one character that was omitted or added, at any place.
BLANK = -log(_OMITTED / _LETTERS)

_ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_SOUNDS = ("aeiouy", "ckqg", "szcx", "fvp", "bpv", "dt", "gj", "mn", "wvu", "kh")
# Spellings of one sound, in English, French and the ways of writing Arabic and Sahelian names.
_HEARD = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        (r"([^aeiouy])\1+", r"\1"),
        ("ph", "f"),
        ("sch|sh|ch", "s"),
        ("dj", "j"),
        ("tio|sio", "so"),
        ("ck|[cqk]h?", "k"),
        ("gh|gu(?=[ei])", "g"),
        ("x", "ks"),
        ("z", "s"),
        ("ou|oo|w", "u"),
        ("ee|ie|ea|y", "i"),
        ("ai|ei|ay|ey", "e"),
        ("au|eau", "o"),
        ("h", ""),
        ("(?<=..)e$", ""),
    )
)


def _beside() -> frozenset[tuple[str, str]]:
    places = {letter: (row, at + row / 2) for row, keys in enumerate(_ROWS) for at, letter in enumerate(keys)}
    return frozenset(
        (one, other)
        for one, (row, at) in places.items()
        for other, (other_row, other_at) in places.items()
        if one != other and abs(row - other_row) <= 1 and abs(at - other_at) <= 1
    )


_KEYS_BESIDE = _beside()
_SOUND_ALIKE = frozenset(
    (one, other) for group in _SOUNDS for one in group for other in group if one != other
)


@lru_cache(maxsize=10_000)
def sound(word: str) -> str:
    """A folded word as it is heard, roughly: words of one sound give one text.

    >>> sound("wagadougou") == sound("ouagadougou"), sound("ghali") == sound("gali")
    (True, True)
    """
    for pattern, letter in _HEARD:
        word = pattern.sub(letter, word)
    return word


def error_cost(typed: str, meant: str) -> float:
    """What it costs that `meant` was typed as `typed`; 0 where they are equal.

    The cheapest way by omissions, additions, replacements and swaps of neighbours, each pair of
    letters swapped at most once (optimal string alignment). Cost: length times length.

    >>> error_cost("wagner", "wagner"), error_cost("wagenr", "wagner") < error_cost("wagmer", "wagner")
    (0.0, True)
    """
    if typed == meant:
        return 0.0
    first = FIRST if typed[:1] != meant[:1] else 0.0
    cost = _align(typed, meant) - ANOTHER + first
    return min(cost, AS_HEARD) if sound(typed) == sound(meant) else cost


def _align(typed: str, meant: str) -> float:
    """The cheapest alignment, each error with ANOTHER on top."""
    rows = [[0.0]]
    for at in range(len(meant)):
        rows[0].append(rows[0][at] + _omit(meant, at))
    for i, letter in enumerate(typed, 1):
        added = _add(typed, i - 1) + ANOTHER
        row = [rows[i - 1][0] + added]
        for j, wanted in enumerate(meant, 1):
            best = rows[i - 1][j - 1] + (0.0 if letter == wanted else _replace(letter, wanted))
            best = min(best, rows[i - 1][j] + added, row[j - 1] + _omit(meant, j - 1))
            if i > 1 and j > 1 and letter == meant[j - 2] != wanted == typed[i - 2]:
                best = min(best, rows[i - 2][j - 2] + SWAP + ANOTHER)
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


def _omit(meant: str, at: int) -> float:
    letter = meant[at]
    doubled = letter in (meant[at - 1 : at], meant[at + 1 : at + 2])
    return ANOTHER + (OMIT_ONE_OF_TWO if doubled else OMIT)


def _add(typed: str, at: int) -> float:
    letter, around = typed[at], (typed[at - 1 : at], typed[at + 1 : at + 2])
    if letter in around:
        return ADD_AGAIN
    return ADD_BESIDE if any((letter, other) in _KEYS_BESIDE for other in around) else ADD


def _replace(letter: str, wanted: str) -> float:
    pair = (letter, wanted)
    cost = REPLACE
    if pair in _KEYS_BESIDE:
        cost = REPLACE_BESIDE
    if pair in _SOUND_ALIKE:
        cost = min(cost, REPLACE_ALIKE)
    return cost + ANOTHER
