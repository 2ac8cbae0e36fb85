"""A leaf of a query, seen at a place of a document."""

from typing import Literal, NamedTuple

Kind = Literal["word", "alias"]


class Sighting(NamedTuple):
    """A leaf seen in a document; `passage` is 0 in a title or heading.

    In a title delivered beside the text the offsets are the title's own and `beside` is true. `part`
    counts the words of a sloppy phrase and the sides of a NEAR from 0, and is 0 for other leaves.
    A tuple, because every hit makes a dozen of them and each lives for a moment only.
    """

    start: int
    end: int
    passage: int
    kind: Kind
    in_title: bool
    beside: bool
    part: int = 0
