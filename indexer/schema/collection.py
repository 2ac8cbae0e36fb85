"""What a generation knows of itself: its actors, places, source files and rules.

Written once with the documents and read back with them; never changed.
"""

from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Alias:
    """One spelling of an actor, written out (no braces).

    `exact` spellings are linked only in this case. An `ambiguous` spelling needs more evidence
    in the document, so a search reads it as the actor only when it is typed in this case.
    """

    text: str
    exact: bool
    ambiguous: bool
    language: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """What a person was, and for which actor. `first` and `last` are dates as exact as their source."""

    title: str
    of: str | None
    first: str | None
    last: str | None
    source: str = ""


@dataclass(frozen=True, slots=True)
class Actor:
    """Someone or something that acts. A `decoy` only draws mentions away from a namesake.

    `successor` is the id of the actor that took its place; `source` tells where the facts are from.
    """

    id: str
    type: str
    label: str
    name: str
    parent: str | None
    active_from: str | None
    active_to: str | None
    note: str
    decoy: bool
    aliases: tuple[Alias, ...]
    successor: str | None = None
    source: str = ""
    offices: tuple[Office, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A place; `country` is an ISO 3166 code or empty."""

    id: str
    label: str
    country: str
    kind: str
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class SourceFile:
    """What became of one source file. `reason` is empty unless something was refused or passed over."""

    path: str
    size: int
    sha256: str
    documents: int
    status: Literal["read", "partly", "refused"]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class RuleTotal:
    """How much one cleaning rule took from the whole collection, and from how many documents."""

    rule: str
    says: str
    spans: int
    characters: int
    documents: int


@dataclass(frozen=True, slots=True)
class SourceTotal:
    """How much was removed from all documents of one source.

    `kind` tells whether `name` is an outlet (or the host of an address), or the path of the source
    file of documents that give neither. `characters` were read, `removed` of them were taken out.
    """

    kind: Literal["outlet", "file"]
    name: str
    documents: int
    characters: int
    removed: int


@dataclass(frozen=True, slots=True)
class Flagged:
    """A document of which cleaning took unusually much: for a look.

    `reason` "rule": one rule did, named in `rule`; "text": all rules together; "page": so much that
    of a whole page little was left. `characters` were taken, of those `read`.
    """

    document: str
    reason: Literal["rule", "text", "page"]
    rule: str
    characters: int
    read: int


@dataclass(frozen=True, slots=True)
class Spelling:
    """One form in which an actor is written in the collection, with how often.

    White space inside the form is single blanks; weak mentions do not count.
    """

    actor: str
    form: str
    mentions: int
    documents: int


@dataclass(frozen=True, slots=True)
class RepeatedLine:
    """A line that a source puts into its pages, and from how many documents it was taken.

    White space inside the line is single blanks. A `source` that ends with a slash is a folder.
    """

    source: str
    text: str
    documents: int


@dataclass(frozen=True, slots=True)
class CopyTotals:
    """How many documents say again what another one says.

    `groups` of near copies, each with one document that is no copy. Of the others, `exact` have a
    text that is in their group already, white space aside, and `near` one that is almost.
    """

    groups: int = 0
    exact: int = 0
    near: int = 0


@dataclass(frozen=True, slots=True)
class Collection:
    """The facts of one generation. `built_at` is UTC, ISO 8601, to the second.

    `headlines` counts the documents with a title.
    `spellings` are by actor, then most mentions first, then by form. `sources` are by name, outlets
    first; `flagged` are by the share that was taken, most first, then by id; `repeated` by source,
    then most documents first, then by text.
    """

    built_at: str
    documents: int
    headlines: int
    passages: int
    characters: int
    removed_characters: int
    source_files: tuple[SourceFile, ...]
    rules: tuple[RuleTotal, ...]
    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    spellings: tuple[Spelling, ...] = ()
    sources: tuple[SourceTotal, ...] = ()
    flagged: tuple[Flagged, ...] = ()
    repeated: tuple[RepeatedLine, ...] = ()
    copies: CopyTotals = field(default_factory=CopyTotals)
