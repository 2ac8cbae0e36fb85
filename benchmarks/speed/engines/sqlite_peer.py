"""SQLite FTS5 with positions, facets as plain tables. Knows no fuzzy words."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.speed.collection import NewsDocument, Query
from benchmarks.speed.serving import Counts, Session, serve

_TABLES = """
pragma journal_mode = wal;
pragma synchronous = normal;
pragma cache_size = -200000;
pragma mmap_size = 4000000000;
create virtual table words using fts5(body);
create table document(
    number integer primary key, id text, title text, published int, month text, source text);
create table naming(document int, actor text, primary key(document, actor)) without rowid;
create table named(actor text, document int, primary key(actor, document)) without rowid;
"""
_TEMPORARY = "create temp table hit(number integer primary key, rank real)"
_GROUPED = "select {0}, count(*) from hit cross join {1} group by 1 order by 2 desc"
_COUNTS = {
    "actor": _GROUPED.format("actor", "naming on document = number"),
    "month": _GROUPED.format("month", "document using(number)"),
    "source": _GROUPED.format("source", "document using(number)"),
}


class SqlitePeer:
    """The text stands once in the full-text table, which holds positions (detail=full)."""

    name = "sqlite"
    sample: int | None = None

    def version(self) -> str:
        """The release of the library."""
        return f"SQLite {sqlite3.sqlite_version} FTS5"

    def prepare(self, documents: list[NewsDocument]) -> list[Any]:
        """The documents as they are."""
        return documents

    def build(self, folder: Path, prepared: list[Any]) -> None:
        """All rows in one transaction, then one segment."""
        folder.mkdir(parents=True)
        base = sqlite3.connect(folder / "news.db")
        base.executescript(_TABLES)
        numbered = range(len(prepared))
        base.executemany(
            "insert into words(rowid, body) values (?, ?)", ((n, prepared[n].body) for n in numbered)
        )
        base.executemany(
            "insert into document values (?, ?, ?, ?, ?, ?)",
            ((n, d.id, d.title, d.day, d.month, d.source) for n, d in enumerate(prepared)),
        )
        base.executemany("insert into naming values (?, ?)", _namings(prepared))
        base.execute("insert into named select actor, document from naming order by 1, 2")
        base.execute("create index day on document(published)")
        base.commit()
        base.execute("insert into words(words) values ('optimize')")
        base.commit()
        base.execute("analyze")
        base.commit()
        base.execute("pragma wal_checkpoint(truncate)")
        base.close()

    def open(self, folder: Path) -> Session:
        """A connection with a table of its own for the hits of a query."""
        return _Session(folder)


def _namings(documents: list[NewsDocument]) -> Iterator[tuple[int, str]]:
    for number, news in enumerate(documents):
        for actor in news.actors:
            yield number, actor


class _Session:
    """SQL against one connection."""

    def __init__(self, folder: Path) -> None:
        self._base = sqlite3.connect(folder / "news.db", isolation_level=None)
        self._base.executescript("pragma cache_size = -200000; pragma mmap_size = 4000000000;")
        self._base.executescript(f"pragma temp_store = memory; {_TEMPORARY}")

    def compile(self, query: Query) -> tuple[str, list[Any]] | None:
        """What follows SELECT and the values for it."""
        if query.kind == "fuzzy":
            return None
        sql, values = "from words where words match ?", [to_match(query)]
        if query.kind == "date":
            sql = f"from words join document on number = words.rowid where words match ? {_WITHIN}"
            values += [query.first, query.last]
        elif query.kind == "actor":
            sql += " and +words.rowid in (select document from named where actor = ?)"
            values.append(query.actor)
        return sql, values

    def top(self, compiled: tuple[str, list[Any]]) -> tuple[list[str], int]:
        """The best 10 and, by a statement of its own, the true total."""
        sql, values = compiled
        best = self._base.execute(f"select words.rowid {sql} order by rank limit 10", values).fetchall()
        total = self._base.execute(f"select count(*) {sql}", values).fetchone()[0]
        return self._ids(best), total

    def faceted(self, compiled: tuple[str, list[Any]]) -> tuple[list[str], int, Counts]:
        """All hits with their rank into a table, and everything from there: the text is read once."""
        sql, values = compiled
        self._base.execute("begin")
        self._base.execute("delete from hit")
        total = self._base.execute(f"insert into hit select words.rowid, rank {sql}", values).rowcount
        best = self._base.execute("select number from hit order by rank limit 10").fetchall()
        counts = {name: self._base.execute(counting).fetchall() for name, counting in _COUNTS.items()}
        self._base.execute("commit")
        return self._ids(best), total, counts

    def _ids(self, best: list[tuple[int]]) -> list[str]:
        one = "select id from document where number = ?"
        return [self._base.execute(one, number).fetchone()[0] for number in best]


_WITHIN = "and published between ? and ?"


def to_match(query: Query) -> str:
    """The FTS5 expression of a query's words."""
    words = query.words
    match query.kind:
        case "and2":
            return " AND ".join(words)
        case "or3":
            return " OR ".join(words)
        case "not":
            return " NOT ".join(words)
        case "phrase":
            return f'"{" ".join(words)}"'
        case "prefix":
            return f"{words[0]}*"
        case _:
            return words[0]


if __name__ == "__main__":
    serve(SqlitePeer())
