"""What a run is given, how far it is, and what it made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

from indexer.entities.authority import Authority
from indexer.rebuild.finishing import Steps
from indexer.schema.collection import Collection, CopyTotals, RuleTotal, SourceTotal
from indexer.settings import Settings

KEPT = "The generation before stays in use."
_SOURCES = 50


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a run is: `done` of `total` files read, documents linked or bytes copied, or its stage."""

    stage: Literal["compare", "read", "link", "copy", "write", "check", "publish"]
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class RebuildReport:
    """What a run made. `causes` say why files or pages were refused, with how often.

    `removed_characters` of `characters` were taken out by `rules`, of which those are given that took
    any; `sources` are those of which most was taken, 50 at most. `flagged` counts the documents that
    lost unusually much; the collection names them.
    """

    generation: str
    documents: int
    files_read: int
    files_partly: int
    files_refused: int
    causes: tuple[tuple[str, int], ...]
    removed_spans: int
    removed_characters: int
    characters: int
    rules: tuple[RuleTotal, ...]
    sources: tuple[SourceTotal, ...]
    flagged: int
    seconds: float
    warnings: tuple[str, ...]
    copies: CopyTotals = field(default_factory=CopyTotals)

    @classmethod
    def of(
        cls,
        generation: str,
        collection: Collection,
        causes: tuple[tuple[str, int], ...],
        seconds: float,
        warnings: tuple[str, ...],
    ) -> Self:
        """The figures of a generation, by its name, and of the run that made it."""
        statuses = [file.status for file in collection.source_files]
        return cls(
            generation=generation,
            documents=collection.documents,
            files_read=statuses.count("read"),
            files_partly=statuses.count("partly"),
            files_refused=statuses.count("refused"),
            causes=causes,
            removed_spans=sum(rule.spans for rule in collection.rules),
            removed_characters=collection.removed_characters,
            characters=collection.characters,
            rules=tuple(rule for rule in collection.rules if rule.spans),
            sources=tuple(sorted(collection.sources, key=lambda s: (-s.removed, s.kind, s.name))[:_SOURCES]),
            flagged=len(collection.flagged),
            seconds=seconds,
            warnings=warnings,
            copies=collection.copies,
        )


@dataclass(frozen=True, slots=True)
class Task:
    """What a run is given. `processing` and `linking` are hashes of how it makes documents of pages."""

    settings: Settings
    steps: Steps
    authority: Authority
    files: Mapping[str, Path]
    progress: Callable[[Progress], None]
    processing: str
    linking: str


@dataclass(slots=True)
class Changes:
    """How many documents are new, made anew, or gone."""

    added: int = 0
    changed: int = 0
    deleted: int = 0


def say_renamed(documents: int) -> str:
    """The warning of documents whose id was taken."""
    return f"Documents that had the id of an earlier one and got a number behind it: {documents}."
