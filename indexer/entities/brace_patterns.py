r"""Write out brace patterns: {a,b} c to a c, b c.

Knows nothing of actors; a pattern is only text. Braces may stand inside braces, and `\,` is a
comma that separates nothing.
"""

from itertools import product

MAX_SPELLINGS = 10_000


def expand_braces(pattern: str) -> tuple[str, ...]:
    r"""All spellings of a pattern in the order written, each once.

    >>> expand_braces("Ansar {Dine,al-Din}")
    ('Ansar Dine', 'Ansar al-Din')
    >>> expand_braces("Framework{ for {Peace{\\, Security,},Defence},}")
    ('Framework for Peace, Security', 'Framework for Peace', 'Framework for Defence', 'Framework')

    Raises:
        ValueError: braces that do not pair, or more than `MAX_SPELLINGS` spellings.
    """
    spellings, end = _read_sequence(pattern, 0, inside=False)
    if end != len(pattern):
        raise ValueError(f"a closing brace without an opening one at character {end + 1}")
    return tuple(dict.fromkeys(spellings))


def _read_sequence(pattern: str, at: int, *, inside: bool) -> tuple[list[str], int]:
    """Spellings of one branch from `at`, and the offset of the character that ends it."""
    parts: list[list[str]] = []
    literal: list[str] = []
    while at < len(pattern):
        sign = pattern[at]
        if sign == "\\" and at + 1 < len(pattern):
            literal.append(pattern[at + 1])
            at += 2
        elif sign == "{":
            parts.append(["".join(literal)])
            literal = []
            choices, at = _read_choices(pattern, at)
            parts.append(choices)
        elif sign == "}" or (inside and sign == ","):
            break
        else:
            literal.append(sign)
            at += 1
    parts.append(["".join(literal)])
    return _combine(parts), at


def _read_choices(pattern: str, opened: int) -> tuple[list[str], int]:
    """Spellings of all branches of the brace at `opened`, and the offset behind it."""
    choices: list[str] = []
    at = opened
    while at < len(pattern) and pattern[at] in "{,":
        branch, at = _read_sequence(pattern, at + 1, inside=True)
        choices.extend(branch)
    if at >= len(pattern):
        raise ValueError(f"an opening brace without a closing one at character {opened + 1}")
    return choices, at + 1


def _combine(parts: list[list[str]]) -> list[str]:
    count = 1
    for part in parts:
        count *= len(part)
    if count > MAX_SPELLINGS:
        raise ValueError(f"{count} spellings; {MAX_SPELLINGS} is the most one pattern may stand for")
    return ["".join(choice) for choice in product(*parts)]
