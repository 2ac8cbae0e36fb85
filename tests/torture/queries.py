"""Queries that are made to hurt, and queries that a grammar makes up. Asks nothing by itself."""

import random
from collections.abc import Iterator, Sequence

# The table of what Whoosh alone could not bear, and more of each kind. {a} and {b} are usual words of the
# collection, {c} the beginning of ten thousand of them.
BOMBS = (
    "*",
    "**",
    "?",
    "*a*",
    "?????*",
    "a*",
    "{c}*",
    "{c}*n",
    "{c}?*",
    "{c}????",
    "{c}*a*e*i*o*n",
    "title:{c}* {c}*a",
    "-{c}*",
    "NOT ({c}* OR ba*)",
    '"{c}* {c}*"',
    '"{c}* ba* sa* re*"~50',
    "{c}* NEAR/50 ba*",
    "{c}* NEAR/50 ba* NEAR/50 sa* NEAR/50 re*",
    "{c}*^1e309",
    "{a}~",
    "{a}~1",
    "{a}~2",
    "{a}~9",
    "{a}~99999999999999999999",
    "bananananananananana~2",
    "/(([a-z])+)+[0-9]/",
    "(([a-z])+)+[0-9]$",
    "(a|aa)+$",
    "[a TO z]",
    "body:[a TO z]",
    "text:[ TO ]",
    "published:[TO]",
    "published:0001..9999",
    "mentioned:0000-00-00..9999-99-99",
    "year:[0 TO 99999999999]",
    "year:١٩٩٥",
    "published:..",
    '"{a} {b}"~1000000000',
    '"{a} {b}"~-1',
    "{a} NEAR/99999999999 {b}",
    "{a}^1e309 {b}^nan",
    "{a}^-1",
    "{a}^99999999999999999999999",
    "{a}\x00{b}",
    "\ud800*",
    "{a}\udfff*",
    "\ufeff{a}",
    "\u202e{a}\u202c*",
    "{a}\u200b{b}*",
    "ﷺ ﷺ ﷺ ﷺ*",
    "ﬁ*ﬂ?",
    "İ*",
    "ß~2",
    "{a}\u0301\u0301\u0301\u0301*",
    "٣٤٥*",
    "日本語*",
    "🧨*🧨",
    "𝕎𝕒𝕘𝕟𝕖𝕣*",
    "${jndi:ldap://x}",
    "{{7*7}}",
    "%s%n%x",
    "' OR 1=1 --",
    "document:*",
    "actor:*",
    "place:{c}*",
    "source:?",
    "language:*",
    "jnim wagner eu un",
    "jnim NEAR/50 wagner NEAR/50 eu",
)
# What is repeated: until a length is reached.
REPEATED = (
    "(",
    ")",
    "()",
    "((a)",
    "[",
    '"',
    "*",
    "? ",
    "a* ",
    "{c}* ",
    "{c}* AND ",
    "{c}* OR ",
    "{c}*a ",
    "{a}~ ",
    "{a}~2 OR ",
    "{a} ",
    "{a} OR ",
    "{a} AND ",
    "{a} NEAR/50 ",
    "NOT ",
    "NOT {a} ",
    "-{a} ",
    "-",
    "({a} AND ({b} OR ",
    "({a} ",
    "jnim ",
    "wagner OR ",
    "the ",
    '"the the" ',
    '"{a} {b}"~50 ',
    "title:{a} ",
    "published:2023 OR ",
    "mentioned:2020..2024 ",
    "document:d000001 OR ",
    "a",
    "\u0301",
    "ﷺ",
    "a-",
    "a'",
    "9",
    "x.",
    ":",
    "^9 ",
    "~",
    "é",
)
# The last is more than any address may have: nothing of it is read, however long it is.
LENGTHS = (60, 300, 500, 512, 513, 10_000, 100_000)
# What a grammar joins.
JOINS = (" ", " AND ", " OR ", " NEAR/5 ", " NEAR/50 ", " NOT ", " -", "  ", "\t", "")
AFTER = ("", "", "", "", "*", "~", "~2", "?", "*a", "^2", "^0.5", "'s", "-", ".", "…", "”")
FIELDS = ("title:", "actor:", "place:", "document:", "source:", "language:", "nonsense:", "Title:", ":")
VALUES = ("jnim", "none", "*", "en", "d000007", "c-ml", "", '"x y"', "(a b)", "..")
DATES = (
    "2023",
    "2023-02",
    "2024-13",
    "none",
    "2020..2024",
    "2024..2020",
    "0000",
    "2023-02-30",
    "--01-07",
    "x",
)
ODD = (
    "(",
    ")",
    '"',
    "“",
    "«",
    "\x00",
    "\u202e",
    "\ud800",
    "é",
    "日本",
    "🧨",
    "ﷺ",
    "'",
    "\\",
    "٣",
    "AND",
    "OR",
)


def bombs(count: int, vocabulary: Sequence[str], seed: int) -> list[str]:
    """So many queries that hurt: each of the list, then repetitions in all lengths."""
    chance = random.Random(seed)
    long = [(text, length) for length in LENGTHS for text in REPEATED]
    # A short list has long ones too
    chance.shuffle(long)
    made = [_fill(text, vocabulary, chance) for text in BOMBS]
    while len(made) < count:
        text, length = long[len(made) % len(long)]
        # Each time with other words, as who attacks would
        pieces, size = [], 0
        while size < length:
            pieces.append(
                _fill(text, vocabulary, chance) if len(pieces) < 2000 else pieces[len(pieces) % 2000]
            )
            size += len(pieces[-1])
        made.append("".join(pieces)[:length])
    return made


def _fill(text: str, vocabulary: Sequence[str], chance: random.Random) -> str:
    """The text with words of the collection, those of many documents more often than others."""
    for name in ("{a}", "{b}"):
        while name in text:
            text = text.replace(name, vocabulary[int(len(vocabulary) * chance.random() ** 4)], 1)
    return text.replace("{c}", chance.choice(vocabulary)[:2])


def made_up(vocabulary: Sequence[str], seed: int) -> Iterator[str]:
    """Queries without end, as the grammar has them and with odd signs here and there."""
    chance = random.Random(seed)
    while True:
        text = _clause(vocabulary, chance, depth=0)
        for _ in range(chance.choice((0, 0, 0, 0, 1, 2, 5))):
            at = chance.randint(0, len(text))
            text = text[:at] + chance.choice(ODD) + text[at + chance.randint(0, 2) :]
        yield text


def _clause(vocabulary: Sequence[str], chance: random.Random, depth: int) -> str:
    """A clause: words, phrases, fields, or clauses in parentheses."""
    parts = []
    for _ in range(chance.choice((1, 1, 2, 2, 3, 5, 9))):
        match chance.randrange(10):
            case 0 | 1 if depth < 5:
                parts.append(f"({_clause(vocabulary, chance, depth + 1)})")
            case 2:
                inside = " ".join(_word(vocabulary, chance) for _ in range(chance.randint(1, 6)))
                parts.append(f'"{inside}"{chance.choice(("", "", "~5", "~50", "~999"))}')
            case 3:
                parts.append(chance.choice(FIELDS) + chance.choice((*VALUES, _word(vocabulary, chance))))
            case 4:
                parts.append(chance.choice(("published:", "mentioned:")) + chance.choice(DATES))
            case 5:
                parts.append(chance.choice(("wagner", "GSIM", "al-Qaeda", "the", "Côte d’Ivoire", "R.C.A.")))
            case _:
                parts.append(_word(vocabulary, chance))
    text = parts[0]
    for part in parts[1:]:
        text += chance.choice(JOINS) + part
    return text


def _word(vocabulary: Sequence[str], chance: random.Random) -> str:
    word = vocabulary[int(len(vocabulary) * chance.random() ** 3)]
    return word[: chance.choice((1, 2, 3, 9, 9, 9, 9, 9))] + chance.choice(AFTER)
