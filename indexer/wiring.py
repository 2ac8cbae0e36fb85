"""Settings to writer or reader: the one module that names engines.

An engine is imported only when it is chosen.
"""

from importlib import import_module
from pathlib import Path
from typing import cast

from indexer.engine_port import IndexReader, IndexWriter
from indexer.errors import EngineUnavailable

_ENGINES = {
    "whoosh": (
        ("indexer.engines.whoosh_engine.writer", "WhooshWriter"),
        ("indexer.engines.whoosh_engine.reader", "WhooshReader"),
    ),
}


def open_writer(engine: str, folder: Path, base: Path | None = None) -> IndexWriter:
    """A writer of an engine that fills an empty folder. Raises EngineUnavailable.

    It begins with all documents of the generation in `base`, if there is one.
    """
    return cast(IndexWriter, _load(engine, 0)(folder, base=base))


def open_reader(engine: str, folder: Path) -> IndexReader:
    """A reader of an engine on a verified folder. Raises EngineUnavailable."""
    return cast(IndexReader, _load(engine, 1)(folder))


def load_reader(engine: str) -> None:
    """Have an engine at hand before it is needed. Raises EngineUnavailable."""
    _load(engine, 1)


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
