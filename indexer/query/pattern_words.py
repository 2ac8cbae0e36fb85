"""Words with a sign: pref*, wild?card, fuzzy~.

Folds them as the documents' words were folded, so that a sign can find what a plain word finds.
"""

import re
from collections.abc import Callable

from indexer.analysis.tokenizer import tokenize
from indexer.query import syntax

WILD = frozenset("*?")
SIGNS = WILD | {"~"}
LITERAL_LETTERS = 2
MAX_EDITS = 2
_NUMBER = re.compile("[0-9]+")
_CLOSING = ".,;:!?"
# Two letters of no living language stand in for the signs while the tokenizer, which knows
# letters only, folds the rest.
_TO_LETTERS = str.maketrans({"*": "ꙮ", "?": "ꚙ", "ꙮ": " ", "ꚙ": " "})
_TO_SIGNS = str.maketrans({"ꙮ": "*", "ꚙ": "?"})


def pattern_tokens(text: str) -> tuple[str, ...]:
    """The folded words of a text, `*` and `?` taken for letters.

    >>> pattern_tokens("l’Émir*"), pattern_tokens("al-Qa?da")
    (('emir*',), ('al', 'qa?da'))
    """
    return tuple(token.term.translate(_TO_SIGNS) for token in tokenize(text.translate(_TO_LETTERS)))


def read_pattern(
    text: str, field: syntax.TextField, ignore: Callable[[str], None]
) -> tuple[syntax.Node | str, ...]:
    """The parts of a text with signs: a node each, or a folded word where a part has no sign.

    Tells `ignore` what could not be read as it was typed.
    """
    word, tilde, edits = text.partition("~")
    edits = edits.rstrip(_CLOSING)
    wild = bool(WILD & set(word))
    tokens = pattern_tokens(word)
    if wild and tilde:
        ignore(f"“~{edits}” in “{text}” was ignored: a word has either edits or wildcards.")
        text = word
    if not tokens:
        ignore(_too_short(text))
        return ()
    if len(tokens) > 1:
        shown = [*tokens[:-1], tokens[-1] + ("~" if tilde and not wild else "")]
        ignore(f"“{text}” is more than one word; {' and '.join(shown)} are searched.")
    parts: list[syntax.Node | str | None] = []
    for number, token in enumerate(tokens, 1):
        surface = text if len(tokens) == 1 else token
        if wild and WILD & set(token):
            parts.append(_wildcard(token, surface, field, ignore))
        elif tilde and not wild and number == len(tokens):
            parts.append(_fuzzy(token, f"{token}~{edits}" if len(tokens) > 1 else text, edits, field, ignore))
        else:
            parts.append(token)
    return tuple(part for part in parts if part is not None)


def _wildcard(
    token: str, surface: str, field: syntax.TextField, ignore: Callable[[str], None]
) -> syntax.Node | None:
    while "**" in token:
        token = token.replace("**", "*")
    start = min(token.find(sign) for sign in WILD if sign in token)
    if start < LITERAL_LETTERS:
        ignore(_too_short(surface))
        return None
    if token.endswith("*") and not WILD & set(token[:-1]):
        return syntax.Prefix(token[:-1], surface, field)
    return syntax.Wildcard(token, surface, field)


def _fuzzy(
    token: str, surface: str, edits: str, field: syntax.TextField, ignore: Callable[[str], None]
) -> syntax.Node | None:
    if len(token) < LITERAL_LETTERS:
        ignore(_too_short(surface))
        return None
    if edits in ("", "1", "2"):
        return syntax.Fuzzy(token, surface, int(edits or 1), field)
    distance = MAX_EDITS if _NUMBER.fullmatch(edits) and edits.strip("0") else 1
    read = f"{surface.partition('~')[0]}~{distance}"
    ignore(f"“{surface}” was read as {read}: words differ by 1 or {MAX_EDITS} edits.")
    return syntax.Fuzzy(token, read, distance, field)


def _too_short(text: str) -> str:
    return f"“{text}” needs {LITERAL_LETTERS} letters before its sign and was ignored."
