"""Xapian, through Debian's python3-xapian. Knows no fuzzy words before its release 1.5."""

from collections import Counter
from pathlib import Path
from typing import Any

import xapian

from benchmarks.speed.collection import NewsDocument, Query
from benchmarks.speed.serving import Counts, Session, serve

# Slots of values; a document's actors stand in one slot each from ACTORS on.
DAY, MONTH, SOURCE, ACTORS = 0, 1, 2, 3
MOST_ACTORS = 5


class XapianPeer:
    """Terms lower-cased and unstemmed with positions; counts by match spies."""

    name = "xapian"
    sample: int | None = None

    def version(self) -> str:
        """The release of the library."""
        return f"Xapian {xapian.version_string()}"

    def prepare(self, documents: list[NewsDocument]) -> list[Any]:
        """The documents as they are."""
        return documents

    def build(self, folder: Path, prepared: list[Any]) -> None:
        """All documents and one commit."""
        base = xapian.WritableDatabase(str(folder), xapian.DB_CREATE_OR_OVERWRITE)
        terms = xapian.TermGenerator()
        for news in prepared:
            document = xapian.Document()
            terms.set_document(document)
            terms.index_text(news.body)
            document.set_data(f"{news.id}\0{news.title}\0{news.text}")
            document.add_value(DAY, xapian.sortable_serialise(news.day))
            document.add_value(MONTH, news.month)
            document.add_value(SOURCE, news.source)
            if len(news.actors) > MOST_ACTORS:
                raise SystemExit(f"{news.id} has more than {MOST_ACTORS} actors")
            for number, actor in enumerate(news.actors):
                document.add_boolean_term(f"XA{actor}")
                document.add_value(ACTORS + number, actor)
            base.add_document(document)
        base.commit()
        base.close()

    def open(self, folder: Path) -> Session:
        """The database for reading."""
        return _Session(folder)


class _Session:
    """Matches on one open database."""

    def __init__(self, folder: Path) -> None:
        self._base = xapian.Database(str(folder))
        self._all = self._base.get_doccount()

    def compile(self, query: Query) -> Any:
        """The query object, None for fuzzy words."""
        kind, words = query.kind, query.words
        make = xapian.Query
        terms = [make(word) for word in words]
        if kind in {"and2", "or3"}:
            return make(make.OP_AND if kind == "and2" else make.OP_OR, terms)
        if kind == "phrase":
            return make(make.OP_PHRASE, list(words), len(words))
        if kind == "prefix":
            return make(make.OP_WILDCARD, words[0], 0, make.WILDCARD_LIMIT_ERROR, make.OP_OR)
        if kind == "not":
            return make(make.OP_AND_NOT, terms[0], terms[1])
        if kind == "date":
            first, last = (xapian.sortable_serialise(day) for day in (query.first, query.last))
            return make(make.OP_FILTER, terms[0], make(make.OP_VALUE_RANGE, DAY, first, last))
        if kind == "actor":
            return make(make.OP_FILTER, terms[0], make(f"XA{query.actor}"))
        return None if kind == "fuzzy" else terms[0]

    def top(self, compiled: Any) -> tuple[list[str], int]:
        """The best 10 and the true total: every match is checked."""
        return self._match(compiled, ())

    def faceted(self, compiled: Any) -> tuple[list[str], int, Counts]:
        """The same with a spy on each slot."""
        spies = [xapian.ValueCountMatchSpy(slot) for slot in range(MONTH, ACTORS + MOST_ACTORS)]
        ids, total = self._match(compiled, spies)
        found = [Counter({v.term.decode(): v.termfreq for v in spy.values()}) for spy in spies]
        counts = {"month": found[0], "source": found[1], "actor": sum(found[2:], Counter())}
        return ids, total, {name: counter.most_common() for name, counter in counts.items()}

    def _match(self, compiled: Any, spies: Any) -> tuple[list[str], int]:
        enquire = xapian.Enquire(self._base)
        enquire.set_query(compiled)
        for spy in spies:
            enquire.add_matchspy(spy)
        found = enquire.get_mset(0, 10, self._all)
        ids = [hit.document.get_data().split(b"\0", 1)[0].decode() for hit in found]
        return ids, found.get_matches_estimated()


if __name__ == "__main__":
    serve(XapianPeer())
