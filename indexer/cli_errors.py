"""Exit codes of the commands, one for each error.

Knows nothing of commands; a test demands a code for every class of the error tree.
"""

from indexer import errors

OK, NOT_FOUND, BAD_USE, NO_INDEX, ENGINE_DOWN = range(5)
INTERRUPTED = 130

EXIT_CODES: dict[type[errors.IndexerError], int] = {
    errors.IndexerError: BAD_USE,
    errors.InvalidRequest: BAD_USE,
    errors.UnknownField: BAD_USE,
    errors.PageOutOfRange: BAD_USE,
    errors.QueryRefused: BAD_USE,
    errors.DocumentNotFound: NOT_FOUND,
    errors.ActorNotFound: NOT_FOUND,
    errors.SettingsError: BAD_USE,
    errors.SeedError: BAD_USE,
    errors.CleaningError: BAD_USE,
    errors.RebuildError: NO_INDEX,
    errors.GenerationError: NO_INDEX,
    errors.GenerationMissing: NO_INDEX,
    errors.GenerationCorrupt: NO_INDEX,
    errors.GenerationOutdated: NO_INDEX,
    errors.GenerationLocked: NO_INDEX,
    errors.EngineError: ENGINE_DOWN,
    errors.EngineUnavailable: ENGINE_DOWN,
    errors.EngineTimedOut: ENGINE_DOWN,
}


def exit_code(error: errors.IndexerError) -> int:
    """The exit code of an error: that of its class, or of the nearest class above it.

    >>> exit_code(errors.GenerationMissing("There is no index yet."))
    3
    """
    return next(EXIT_CODES[kind] for kind in type(error).__mro__ if kind in EXIT_CODES)
