"""Why some small faults can be seen by no test."""

from collections.abc import Mapping

# By module, fault and the line as it stands.
REASONS: Mapping[tuple[str, str, str], str] = {
    (
        "indexer.generations",
        "return None",
        "return False",
    ): "who asks takes it for a truth, and None is as untrue; mypy refuses it",
    (
        "indexer.generations",
        "BitAnd to BitOr",
        "elif (mode := index.stat().st_mode) & WRITABLE_BY_OTHERS:",
    ): "rights are taken away then that nobody has, which changes none",
}
