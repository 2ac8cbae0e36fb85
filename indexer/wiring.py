"""Settings to writer, reader or store: the one module that names engines.

An engine is imported only when it is chosen.
"""

from importlib import import_module
from pathlib import Path
from typing import cast

from indexer.engine_port import IndexReader, IndexWriter
from indexer.errors import EngineUnavailable, SettingsError
from indexer.generation_store import FolderStore, GenerationStore, SharingStore
from indexer.rebuild.fingerprints import analysis_hash
from indexer.settings import Settings

_ENGINES = {
    "whoosh": (
        ("indexer.engines.whoosh_engine.writer", "WhooshWriter"),
        ("indexer.engines.whoosh_engine.reader", "WhooshReader"),
    ),
}


# Engines that keep their generations themselves, and not in folders.
_STORES = {
    "opensearch": ("indexer.engines.opensearch_engine.sharing", "SharingClusterStore", "make install-cluster")
}


def open_store(settings: Settings) -> GenerationStore:
    """Where the generations of an engine are kept. Raises EngineUnavailable."""
    engine = settings.engine
    if engine in _STORES:
        return cast(GenerationStore, _load(_STORES[engine])(settings, analysis_hash()))
    return open_folder_store(settings)


def open_folder_store(settings: Settings) -> FolderStore:
    """A store whose generations are folders of this disk. Raises SettingsError where they are none."""
    engine = settings.engine
    if engine in _STORES:
        raise SettingsError(
            f"The engine {engine} keeps its generations on a cluster; backup and restore are for an index "
            f"folder. Have the cluster take a snapshot of its indices {settings.index_prefix}*, with their "
            "aliases: PUT _snapshot/REPOSITORY/NAME, and to have them back: "
            "POST _snapshot/REPOSITORY/NAME/_restore"
        )
    return FolderStore(
        settings.index,
        settings.keep_generations,
        lambda folder, base=None: open_writer(engine, folder, base),
        lambda folder: open_reader(engine, folder),
    )


def open_sharing_store(settings: Settings) -> SharingStore:
    """A store whose generations several runs can fill. Raises SettingsError, EngineUnavailable."""
    if settings.engine not in _STORES:
        raise SettingsError(
            f"The engine {settings.engine} keeps its generations in a folder of one machine; shards, promote "
            "and generations are for a cluster: --engine opensearch --url https://node:9200"
        )
    return cast(SharingStore, open_store(settings))


def open_writer(engine: str, folder: Path, base: Path | None = None) -> IndexWriter:
    """A writer of an engine that fills an empty folder. Raises EngineUnavailable.

    It begins with all documents of the generation in `base`, if there is one.
    """
    return cast(IndexWriter, _load_of(engine, 0)(folder, base=base))


def open_reader(engine: str, folder: Path) -> IndexReader:
    """A reader of an engine on a verified folder. Raises EngineUnavailable."""
    return cast(IndexReader, _load_of(engine, 1)(folder))


def load_reader(engine: str) -> None:
    """Have an engine at hand before it is needed. Raises EngineUnavailable."""
    if engine in _STORES:
        _load(_STORES[engine])
    else:
        _load_of(engine, 1)


def _load_of(engine: str, which: int) -> type:
    if engine not in _ENGINES:
        known = ", ".join((*_ENGINES, *_STORES))
        raise EngineUnavailable(f"there is no engine “{engine}” of folders; engines are {known}")
    return _load((*_ENGINES[engine][which], "make install"))


def _load(what: tuple[str, str, str]) -> type:
    """A class of a module, and what to run where it cannot be imported."""
    module, name, cure = what
    try:
        return cast(type, getattr(import_module(module), name))
    except ImportError as error:
        raise EngineUnavailable(f"{name} cannot be loaded: {error}. Run: {cure}") from error
