"""Every error of the indexer, as one tree.

Each message says what happened, where, and what to do. Exit codes live in `cli.py` and HTTP
statuses in `webapp/error_views.py`, never here; a test demands both for every leaf.

    IndexerError
      InvalidRequest              a request that cannot be answered as asked
        UnknownField              a facet, sort order or field that does not exist
        PageOutOfRange            a page past the last one that is served
        QueryRefused              a query text that costs too much to run
      DocumentNotFound            no document has this id
      ActorNotFound               no actor of this collection has this id
      SettingsError               a setting's value cannot be used
      SeedError                   a source file cannot be read; the run goes on
      CleaningError               a page cannot be cleaned; the run goes on
      RebuildError                a run found nothing to build, or too much of it failed
      GenerationError             the index directory
        GenerationMissing         nothing was built yet
        GenerationCorrupt         a file differs from its manifest
        GenerationOutdated        written by an older format
        GenerationLocked          another rebuild holds the lock
      EngineError                 the engine
        EngineUnavailable         it cannot be reached or loaded
        EngineTimedOut            it did not answer within the deadline
"""

from typing import Self

from indexer.said import say


class IndexerError(Exception):
    """Base of all errors raised on purpose by this package."""


class InvalidRequest(IndexerError):
    """A request that cannot be answered as asked."""


class UnknownField(InvalidRequest):
    """A facet, sort order or field that does not exist."""


class PageOutOfRange(InvalidRequest):
    """A page past the last one that is served."""


class QueryRefused(InvalidRequest):
    """A query text that costs too much to run; the index is well."""


class DocumentNotFound(IndexerError):
    """No document of this generation has this id."""

    @classmethod
    def of(cls, document_id: str) -> Self:
        """The error for an id, with the cure."""
        return cls(
            say(
                "No document has the id “%(id)s”. It may come from an older generation. "
                "Search for its title.",
                id=document_id,
            )
        )


class ActorNotFound(IndexerError):
    """No actor of this collection has this id."""

    @classmethod
    def of(cls, actor_id: str) -> Self:
        """The error for an id, with the cure."""
        return cls(say("No actor has the id “%(id)s”. Look it up in the list of actors.", id=actor_id))


class SettingsError(IndexerError):
    """A setting's value cannot be used."""


class SeedError(IndexerError):
    """A source file cannot be read; the run reports it and goes on."""


class CleaningError(IndexerError):
    """A page cannot be cleaned; the run reports it and goes on."""


class RebuildError(IndexerError):
    """A rebuild found nothing to build, or too much of it failed."""


class GenerationError(IndexerError):
    """Base of what can be wrong with the index directory."""


class GenerationMissing(GenerationError):
    """Nothing was built yet."""


class GenerationCorrupt(GenerationError):
    """A file differs from its manifest."""


class GenerationOutdated(GenerationError):
    """Written by an older format of this program."""


class GenerationLocked(GenerationError):
    """Another rebuild holds the lock."""


class EngineError(IndexerError):
    """Base of what can be wrong with the engine."""


class EngineUnavailable(EngineError):
    """The engine cannot be reached or loaded."""


class EngineTimedOut(EngineError):
    """The engine did not answer within the deadline."""

    @classmethod
    def of_search(cls) -> Self:
        """The error for a search, with the cure."""
        return cls(
            say(
                "The search took too long and was stopped. Use fewer or rarer words, "
                "or raise CUTTINGS_QUERY_SECONDS."
            )
        )
