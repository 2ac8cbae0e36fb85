"""The public face: everything that other programs may use.

The web app imports this module and nothing else of the package; `__all__` is the promise.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Literal

from indexer.cleaning.page import clean_text
from indexer.entities.accepting import accept_actor, accept_place, accept_spellings, add_noise, read_noise
from indexer.entities.authority import read_authority
from indexer.entities.authority_files import folder_stamp
from indexer.entities.linking import Linker
from indexer.entities.near_aliases import NearAlias
from indexer.errors import (
    ActorNotFound,
    CleaningError,
    DocumentNotFound,
    EngineError,
    EngineTimedOut,
    EngineUnavailable,
    GenerationCorrupt,
    GenerationError,
    GenerationLocked,
    GenerationMissing,
    GenerationOutdated,
    IndexerError,
    InvalidRequest,
    PageOutOfRange,
    QueryRefused,
    RebuildError,
    SeedError,
    SettingsError,
    UnknownField,
)
from indexer.generation_store import ListedGeneration, Shard
from indexer.live_search import LiveSearch, open_current
from indexer.query.request import (
    Answer,
    Excerpt,
    FacetValue,
    Hit,
    Mark,
    Note,
    Reason,
    SearchRequest,
    Suggestion,
)
from indexer.rebuild.backing_up import BackupReport, check_backup
from indexer.rebuild.backing_up import back_up as run_backup
from indexer.rebuild.backing_up import restore as run_restore
from indexer.rebuild.checking import CheckReport
from indexer.rebuild.checking import check as check_generation
from indexer.rebuild.promoting import promote as run_promote
from indexer.rebuild.relink import RelinkReport
from indexer.rebuild.relink import relink as run_relink
from indexer.rebuild.reports import Progress, RebuildReport
from indexer.rebuild.run import rebuild as run_rebuild
from indexer.rebuild.shards import ShardReport
from indexer.rebuild.shards import rebuild_shard as run_shard
from indexer.rebuild.update import UpdateReport
from indexer.rebuild.update import update as run_update
from indexer.said import Named, Said, say, say_any, say_many
from indexer.schema.collection import (
    Actor,
    Collection,
    CopyTotals,
    Flagged,
    Office,
    Place,
    RepeatedLine,
    RuleTotal,
    SourceFile,
    SourceTotal,
    Spelling,
)
from indexer.schema.csv_cells import safe_cell
from indexer.schema.document import (
    ActorMention,
    CleanPage,
    DateMention,
    Document,
    Heading,
    Passage,
    PlaceMention,
    Published,
    RemovedSpan,
    Repair,
)
from indexer.schema.fields import FACETS
from indexer.search.comparison import Comparison, Series
from indexer.search.completion import Completer, Completion
from indexer.search.copy_changes import CopyChanges, CopyHistory
from indexer.search.dated_passages import DatedPlace
from indexer.search.evidence import Evidence
from indexer.search.explain import ExplainedTerm, Explanation, ExplanationLine, FoundForm
from indexer.search.filters import canonical_date
from indexer.search.near_copies import NearCopies, NearCopy
from indexer.search.neighbours import Neighbours
from indexer.search.open_search import Search
from indexer.search.passage_changes import ChangedPassage, Piece
from indexer.search.passage_network import NamedPassage, Neighbour, SharedPassages, Tie
from indexer.search.printing_order import Printed
from indexer.search.similar import SimilarStory
from indexer.search.timeline import DatedPassage, Seen, Timeline
from indexer.search.unlinked import (
    NameExample,
    UnlinkedName,
    UnlinkedNames,
    UnlinkedReview,
    unlinked_values,
)
from indexer.search.walking import Walk
from indexer.settings import ROWS, Settings, load_settings
from indexer.wiring import open_folder_store, open_sharing_store, open_store

__all__ = [
    "FACETS",
    "ROWS",
    "Actor",
    "ActorMention",
    "ActorNotFound",
    "Annotated",
    "Answer",
    "BackupReport",
    "ChangedPassage",
    "CheckReport",
    "CleanPage",
    "CleaningError",
    "Collection",
    "Comparison",
    "Completer",
    "Completion",
    "CopyChanges",
    "CopyHistory",
    "CopyTotals",
    "DateMention",
    "DatedPassage",
    "DatedPlace",
    "Document",
    "DocumentNotFound",
    "EngineError",
    "EngineTimedOut",
    "EngineUnavailable",
    "Evidence",
    "Excerpt",
    "ExplainedTerm",
    "Explanation",
    "ExplanationLine",
    "FacetValue",
    "Flagged",
    "FoundForm",
    "GenerationCorrupt",
    "GenerationError",
    "GenerationLocked",
    "GenerationMissing",
    "GenerationOutdated",
    "Heading",
    "Hit",
    "IndexerError",
    "InvalidRequest",
    "ListedGeneration",
    "LiveSearch",
    "Mark",
    "NameExample",
    "Named",
    "NamedPassage",
    "NearAlias",
    "NearCopies",
    "NearCopy",
    "Neighbour",
    "Neighbours",
    "Note",
    "Office",
    "PageOutOfRange",
    "Passage",
    "Piece",
    "Place",
    "PlaceMention",
    "Printed",
    "Progress",
    "Published",
    "QueryRefused",
    "Reason",
    "RebuildError",
    "RebuildReport",
    "RelinkReport",
    "RemovedSpan",
    "Repair",
    "RepeatedLine",
    "RuleTotal",
    "Said",
    "Search",
    "SearchRequest",
    "SeedError",
    "Seen",
    "Series",
    "Settings",
    "SettingsError",
    "Shard",
    "ShardReport",
    "SharedPassages",
    "SimilarStory",
    "SourceFile",
    "SourceTotal",
    "Spelling",
    "Suggestion",
    "Tie",
    "Timeline",
    "UnknownField",
    "UnlinkedName",
    "UnlinkedNames",
    "UnlinkedReview",
    "UpdateReport",
    "Walk",
    "accept_actor",
    "accept_place",
    "accept_spellings",
    "add_noise",
    "annotate",
    "backup",
    "check",
    "check_backup",
    "clean",
    "generations",
    "load_settings",
    "open_search",
    "promote",
    "promote_to",
    "read_date_filter",
    "read_noise",
    "rebuild",
    "rebuild_shard",
    "relink",
    "restore",
    "safe_cell",
    "say",
    "say_any",
    "say_many",
    "unlinked_values",
    "update",
]


# Who watches a run, if anybody.
Watcher = Callable[[Progress], None] | None


@dataclass(frozen=True, slots=True)
class Annotated:
    """A cleaned text with the names and dates found in what cleaning left."""

    page: CleanPage
    actors: tuple[ActorMention, ...]
    places: tuple[PlaceMention, ...]
    dates: tuple[DateMention, ...]


def open_search(index: str | Path | None = None, *, settings: Settings | None = None) -> Search:
    """The current generation of an index folder, verified; close it or use it in a `with`.

    Raises GenerationMissing, GenerationCorrupt, GenerationOutdated, EngineUnavailable.
    """
    settings = settings or load_settings()[0]
    if index is not None:
        settings = replace(settings, index=Path(index))
    return open_current(settings)


def rebuild(
    settings: Settings, *, clean: bool = True, link: bool = True, progress: Watcher = None
) -> RebuildReport:
    """Read, clean, link and index all source files, then publish the new generation.

    Raises SeedError for a path that does not exist, RebuildError, GenerationLocked.
    """
    return run_rebuild(settings, open_store(settings), clean=clean, link=link, progress=progress)


def rebuild_shard(
    settings: Settings, shard: Shard, *, clean: bool = True, link: bool = True, progress: Watcher = None
) -> ShardReport:
    """Fill a share of a new generation on a cluster, going on where a run before was cut short.

    `promote` publishes it once all shards are done. Raises as `rebuild` does, and EngineError.
    """
    store = open_sharing_store(settings)
    return run_shard(settings, store, shard, clean=clean, link=link, progress=progress)


def promote(settings: Settings, *, progress: Watcher = None) -> RebuildReport:
    """Publish the generation that all shards have filled.

    Raises GenerationError, RebuildError, EngineError.
    """
    return run_promote(settings, open_sharing_store(settings), progress=progress)


def promote_to(settings: Settings, generation: str) -> None:
    """Have a cluster answer from another whole generation. Raises GenerationError, EngineError."""
    open_sharing_store(settings).make_current(generation)


def generations(settings: Settings) -> tuple[ListedGeneration, ...]:
    """The generations on a cluster, oldest first. Raises EngineError."""
    return open_sharing_store(settings).generations()


def update(
    settings: Settings, *, clean: bool = True, link: bool = True, progress: Watcher = None
) -> UpdateReport:
    """Publish a generation that equals a rebuild, at the cost of what changed; none if nothing did.

    Rebuilds where it cannot go on from the generation before; the report says why. Raises as
    `rebuild` does.
    """
    return run_update(settings, open_store(settings), clean=clean, link=link, progress=progress)


def relink(settings: Settings, *, progress: Watcher = None) -> RelinkReport:
    """Publish a generation of the same documents with names and dates found anew; reads no source file.

    None is published where names were linked in just this way already. Raises SettingsError for a wrong
    authority file, GenerationMissing, GenerationCorrupt, GenerationOutdated, GenerationLocked, RebuildError.
    """
    return run_relink(settings, open_store(settings), progress=progress)


def check(settings: Settings, *, deep: bool = False) -> CheckReport:
    """Verify the current generation: its hashes, or if `deep` all that it holds."""
    return check_generation(open_store(settings), deep=deep)


def backup(settings: Settings, file: Path, *, force: bool = False, progress: Watcher = None) -> BackupReport:
    """Write the current generation of an index folder into one verified file; `force` replaces it.

    Raises SettingsError where the file is there or cannot be written, and on a cluster; GenerationError.
    """
    return run_backup(open_folder_store(settings), file, replace=force, progress=progress)


def restore(settings: Settings, file: Path, *, progress: Watcher = None) -> BackupReport:
    """Publish the generation of a backup, once each byte of it is verified and it has answered.

    Raises SettingsError where the file cannot be read, and on a cluster; GenerationCorrupt where it is
    no whole backup, GenerationOutdated, GenerationLocked, RebuildError.
    """
    return run_restore(settings, open_folder_store(settings), file, progress=progress)


def read_date_filter(field: str, text: str) -> str | None:
    """The canonical facet value or range of a date as people type it, None if it is no date.

    `field` is published or mentioned.
    """
    return canonical_date(field, text)


def clean(text: str, kind: Literal["text", "html"] = "text", *, url: str | None = None) -> CleanPage:
    """Clean one text; the offsets point into `CleanPage.text`, for plain text the text given.

    `url` is the address that the text is from: it may tell the date of publication.
    """
    return clean_text(text, kind=kind, url=url)


def annotate(
    text: str,
    kind: Literal["text", "html"] = "text",
    *,
    url: str | None = None,
    settings: Settings | None = None,
) -> Annotated:
    """Clean one text and link the actors, places and dates in what is left.

    `url` as in `clean`. The authority files of `settings` are read again when one of them was
    changed. Raises SettingsError for a wrong one.
    """
    page = clean(text, kind, url=url)
    published = page.published.value if page.published else None
    folder = (settings or load_settings()[0]).authority
    linker = _linker(folder, folder and folder_stamp(folder))
    links = linker.link(page.text, removed=page.removed, published=published)
    return Annotated(page, links.actors, links.places, links.dates)


@lru_cache(maxsize=1)
def _linker(authority: Path | None, _: object) -> Linker:
    """The linker of an authority folder; the second value tells one state of it from another."""
    return Linker(read_authority(authority))
