"""The parts that a document's text is shown with.

Plain values like those of `context_parts`.
"""

from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text of one kind.

    Attributes:
        kind: text, actor or date for what is underlined, match or alias for what is marked.
        html: the words, escaped.
        value: the date for programs, empty for other kinds.
        number: the number of the match that begins here, 0 where none does.
    """

    kind: Literal["text", "actor", "date", "match", "alias"]
    html: Markup
    value: str = ""
    number: int = 0


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class BlockPart:
    """A heading, a passage, or a place where something was removed.

    Attributes:
        kind: heading, prose, list, rows or cut.
        number: the number of the passage or of the removed span; 0 for a heading.
        matches: whether the passage matches the search.
        lines: its lines: one for a heading or prose, one an entry for lists and rows.
        says: for a cut, what was removed; for a heading, that another story begins.
    """

    kind: Literal["heading", "prose", "list", "rows", "cut"]
    number: int
    matches: bool
    lines: tuple[Line, ...]
    says: str = ""


@dataclass(frozen=True, slots=True)
class RemovedPart:
    """A stretch that a rule took out.

    Attributes:
        number: its number in the document, from 1.
        text: what was removed.
        rule: the name of the rule.
        rule_url: the address of what the rule took from the whole collection.
        says: what the rule takes, in words; may be empty.
        place: its first and last character, in words.
    """

    number: int
    text: str
    rule: str
    rule_url: str
    says: str
    place: str


@dataclass(frozen=True, slots=True)
class DatePart:
    """A date talked about in a document.

    Attributes:
        label: the date in words.
        basis: how exactly it is given, in words.
        passages: the passages that name it.
    """

    label: str
    basis: str
    passages: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class RawPart:
    """A stretch of the original text.

    Attributes:
        text: the characters.
        removed: the number of the removed span that it is, 0 where it was kept.
    """

    text: str
    removed: int
