"""The limits of query texts, from the settings."""

from dataclasses import replace

from indexer.query.guard import Limits
from indexer.settings import Settings


def web_limits(settings: Settings) -> Limits:
    """The limits of a query that anyone may type."""
    return Limits(
        characters=settings.query_characters,
        words=settings.query_words,
        depth=settings.query_depth,
        wildcards=settings.query_wildcards,
        phrase_words=settings.phrase_words,
        slop=settings.slop,
    )


def batch_limits(settings: Settings) -> Limits:
    """The limits of a query that the owner of the index runs from a file."""
    return replace(
        web_limits(settings),
        characters=settings.batch_query_characters,
        words=settings.batch_query_words,
    )
