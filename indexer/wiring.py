"""Settings to writer, reader or store: the one module that names engines.

An engine is imported only when it is chosen.
"""

from importlib import import_module
from pathlib import Path
from typing import cast

from indexer.engine_port import IndexReader, IndexWriter
from indexer.errors import EngineUnavailable
from indexer.generation_store import FolderStore, GenerationStore
from indexer.settings import Settings

_ENGINES = {
    "whoosh": (
        ("indexer.engines.whoosh_engine.writer", "WhooshWriter"),
        ("indexer.engines.whoosh_engine.reader", "WhooshReader"),
    ),
}


def open_store(settings: Settings) -> GenerationStore:
    """Where the generations of an engine are kept. Raises EngineUnavailable."""
    engine = settings.engine
    return FolderStore(
        settings.index,
        settings.keep_generations,
        lambda folder, base=None: open_writer(engine, folder, base),
        lambda folder: open_reader(engine, folder),
    )


def open_writer(engine: str, folder: Path, base: Path | None = None) -> IndexWriter:
    """A writer of an engine that fills an empty folder. Raises EngineUnavailable.

    It begins with all documents of the generation in `base`, if there is one.
    """
    return cast(IndexWriter, _load(engine, 0)(folder, base=base))


def open_reader(engine: str, folder: Path) -> IndexReader:
    """A reader of an engine on a verified folder. Raises EngineUnavailable."""
    return cast(IndexReader, _load(engine, 1)(folder))


def _load(engine: str, which: int) -> type:
    if engine not in _ENGINES:
        raise EngineUnavailable(f"there is no engine “{engine}”; engines are {', '.join(_ENGINES)}")
    module, name = _ENGINES[engine][which]
    try:
        return cast(type, getattr(import_module(module), name))
    except ImportError as error:
        raise EngineUnavailable(
            f"the engine “{engine}” cannot be loaded: {error}. Run: make install"
        ) from error
