"""Counts names over documents, on disk and not in memory.

A private SQLite database without a file of its own: gone with the process, never part of a
generation. What it gives does not depend on the order in which documents came.
"""

import sqlite3
import threading
from collections.abc import Callable, Iterable
from typing import NamedTuple

# Kept in memory; the rest goes to the temporary folder.
_CACHE_KIB = 32_000
_EXAMPLES = 3
# Among so many documents of a name examples are looked for.
_LOOKED_AT = 500
_MANY = 3

_TABLES = """
    CREATE TABLE found (
        key TEXT, surface TEXT, kind TEXT, document INTEGER, source INTEGER, first INTEGER, last INTEGER);
    CREATE TABLE noise (key TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_COUNT = """
    CREATE INDEX found_key ON found (key, document);
    CREATE TABLE name AS
        SELECT key, count(DISTINCT document) AS documents, count(DISTINCT source) AS sources
        FROM found GROUP BY key;
    CREATE TABLE spelling AS
        SELECT key, surface, kind, count(*) AS documents FROM found GROUP BY key, surface, kind;
    CREATE INDEX spelling_key ON spelling (key);
    CREATE INDEX name_key ON name (key);
    CREATE INDEX name_documents ON name (documents DESC, sources DESC, key);
"""
_SPELLINGS = "SELECT surface, sum(documents) FROM spelling WHERE key = ? GROUP BY surface ORDER BY 2 DESC, 1"
_KINDS = "SELECT kind, sum(documents) FROM spelling WHERE key = ? GROUP BY kind ORDER BY 2 DESC, 1"
_PLACES = "SELECT document, source, first, last FROM found WHERE key = ? ORDER BY document, first LIMIT ?"
_LISTED = "FROM name WHERE documents >= ? AND sources >= ? AND key NOT IN (SELECT key FROM noise)"


class Found(NamedTuple):
    """One spelling of a name in one document; `first` and `last` are the offsets of its first mention."""

    key: str
    surface: str
    kind: str
    first: int
    last: int


class Counted(NamedTuple):
    """A name over all documents.

    `variants` are its spellings with documents, `kinds` the guesses with documents, each most
    frequent first; `places` are a document's number and offsets, of several sources where there are.
    """

    key: str
    documents: int
    sources: int
    variants: tuple[tuple[str, int], ...]
    kinds: tuple[tuple[str, int], ...]
    places: tuple[tuple[int, int, int], ...]


class NameCounts:
    """Names with the documents and sources that hold them. Safe to share between threads.

    Every method may raise sqlite3.Error, where the temporary folder is full.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._database = sqlite3.connect("", check_same_thread=False, isolation_level=None)
        self._database.execute(f"PRAGMA cache_size = -{_CACHE_KIB}")
        self._database.execute("PRAGMA journal_mode = OFF")
        self._database.executescript(_TABLES)
        self._sources: dict[str, int] = {}

    def add(self, document: int, source: str, names: Iterable[Found]) -> None:
        """Add what one document holds; each document once."""
        number = self._sources.setdefault(source, len(self._sources))
        rows = [(n.key, n.surface, n.kind, document, number, n.first, n.last) for n in names]
        with self._lock:
            self._database.executemany("INSERT INTO found VALUES (?, ?, ?, ?, ?, ?, ?)", rows)

    def count(self, is_common: Callable[[str, int], bool]) -> None:
        """Make the counts, once all documents were added.

        `is_common` tells of a single word in some documents whether it is no name after all; it is
        asked of words in `_MANY` documents or more.
        """
        with self._lock:
            self._database.executescript(_COUNT)
            words = self._database.execute(
                "SELECT key, documents FROM name WHERE documents >= ? AND instr(key, ' ') = 0", (_MANY,)
            )
            common = [(key,) for key, documents in words.fetchall() if is_common(key, documents)]
            self._database.executemany("DELETE FROM name WHERE key = ?", common)

    def list_names(
        self, documents: int, sources: int, start: int, limit: int, noise: Iterable[str]
    ) -> tuple[int, tuple[Counted, ...]]:
        """How many names so many documents of so many sources have, and some of them.

        Most documents first, then most sources, then by key.
        """
        with self._lock:
            self._database.execute("DELETE FROM noise")
            self._database.executemany("INSERT OR IGNORE INTO noise VALUES (?)", [(key,) for key in noise])
            (total,) = self._database.execute(f"SELECT count(*) {_LISTED}", (documents, sources)).fetchone()
            rows = self._database.execute(
                f"SELECT key, documents, sources {_LISTED} "
                "ORDER BY documents DESC, sources DESC, key LIMIT ? OFFSET ?",
                (documents, sources, limit, start),
            ).fetchall()
            return total, tuple(self._counted(*row) for row in rows)

    def _counted(self, key: str, documents: int, sources: int) -> Counted:
        variants, kinds = (self._database.execute(asked, (key,)).fetchall() for asked in (_SPELLINGS, _KINDS))
        places = self._database.execute(_PLACES, (key, _LOOKED_AT)).fetchall()
        return Counted(key, documents, sources, tuple(variants), tuple(kinds), _choose(places))

    def interrupt(self) -> None:
        """End what another thread runs here, which then raises sqlite3.OperationalError."""
        self._database.interrupt()

    def close(self) -> None:
        """Let go of the database; safe to call twice."""
        with self._lock:
            self._database.close()


def _choose(places: list[tuple[int, int, int, int]]) -> tuple[tuple[int, int, int], ...]:
    """The first document of each source, then others; document, first and last offset, ascending."""
    of_sources: dict[int, int] = {}
    for document, source, _, _ in places:
        of_sources.setdefault(source, document)
    wanted = list(dict.fromkeys([*of_sources.values(), *(document for document, *_ in places)]))[:_EXAMPLES]
    chosen: dict[int, tuple[int, int, int]] = {}
    for document, _, first, last in places:
        if document in wanted:
            chosen.setdefault(document, (document, first, last))
    return tuple(chosen.values())
