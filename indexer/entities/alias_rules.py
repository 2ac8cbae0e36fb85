"""The rule of one spelling: its case and its context.

Only values and their reading; whether a rule holds in a text is decided elsewhere.
"""

import re
from dataclasses import dataclass
from typing import Literal

from indexer.entities.folding import fold_alias

_WORD = re.compile(r"[^\W_]+")
Case = Literal["exact", "fold", "name", "accents"]
NeedKind = Literal["self", "sahel", "main", "actor", "word"]
_PLAIN: dict[str, NeedKind] = {"self": "self", "sahel": "sahel", "main": "main"}


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that lets an ambiguous spelling be linked; `value` is an id or a folded word.

    self: an unambiguous spelling of the same actor stands in the document; sahel: something of
    the Sahel does; main: the actor's own state is the one the document mostly names; actor: that
    actor is linked; word: that word occurs.
    """

    kind: NeedKind
    value: str = ""


@dataclass(frozen=True, slots=True)
class Veto:
    """A neighbouring word that forbids the spelling, in this case, accents folded.

    A word on either side (`before` and `after`) also claims the spelling for the namesake in
    the whole document; a word on one side only makes a compound and claims nothing.
    """

    word: str
    before: bool = True
    after: bool = True

    @property
    def claims(self) -> bool:
        """Whether the namesake may go by the bare word from then on."""
        return self.before and self.after


@dataclass(frozen=True, slots=True)
class AliasRule:
    """One spelling of one actor or place, and when it may be linked.

    `cased` and `lower` are the folded spelling. Case: exact; fold (any); name (as written or all
    capitals); accents (exact, and with its accents, for words that mean something without them).
    """

    id: str
    text: str
    cased: str
    lower: str
    case: Case
    kind: str
    ambiguous: bool
    needs: tuple[Need, ...] = ()
    vetoes: tuple[Veto, ...] = ()
    place: bool = False
    decoy: bool = False
    person: bool = False


def read_needs(text: str) -> tuple[Need, ...]:
    """Needs as the authority file writes them: alternatives joined by |.

    >>> read_needs("self|@wagner|w:opera")[1:]
    (Need(kind='actor', value='wagner'), Need(kind='word', value='opera'))

    Raises:
        ValueError: a need of unknown form.
    """
    needs = []
    for part in filter(None, (p.strip() for p in text.split("|"))):
        if part in _PLAIN:
            needs.append(Need(_PLAIN[part]))
        elif part.startswith("@") and len(part) > 1:
            needs.append(Need("actor", part[1:]))
        elif part.startswith("w:"):
            needs.append(Need("word", _read_word(part[2:])[1]))
        else:
            raise ValueError(f"the need “{part}” is unknown; write self, sahel, main, @actor-id or w:word")
    return tuple(needs)


def read_vetoes(text: str) -> tuple[Veto, ...]:
    """Vetoes joined by |; < and > mark a word that counts before or after only.

    >>> read_vetoes("Finn|<South")
    (Veto(word='Finn', before=True, after=True), Veto(word='South', before=True, after=False))

    Raises:
        ValueError: what is not a single word.
    """
    vetoes = []
    for part in filter(None, (p.strip() for p in text.split("|"))):
        if part[0] in "<>":
            word = _read_word(part[1:])[0]
            vetoes.append(Veto(word, before=part[0] == "<", after=part[0] == ">"))
        else:
            vetoes.append(Veto(_read_word(part)[0]))
    return tuple(vetoes)


def _read_word(text: str) -> tuple[str, str]:
    """A word folded, with its capitals and without; neighbours are cut where letters end."""
    cased, lower = fold_alias(text)
    if not _WORD.fullmatch(lower):
        raise ValueError(f"“{text}” is not a single word")
    return cased, lower
