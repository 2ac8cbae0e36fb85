"""Collections whose documents are known to belong together.

Two documents belong together that are relevant to one query. Reads files; measures nothing.
"""

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

DOCUMENTS, JUDGEMENTS = ".docs.jsonl.gz", ".qrels.jsonl.gz"
# The queries are parted by lot, the same each time.
SEED = 7
Related = dict[str, frozenset[str]]


@dataclass(frozen=True, slots=True)
class Judged:
    """A collection: for each document the others that belong with it, by one half of the queries."""

    name: str
    documents: Path
    tuned: Related
    judged: Related


def read_collections(folder: Path) -> Iterator[Judged]:
    """All collections of a folder that have judgements. Raises ValueError where there are none."""
    found = sorted(path for path in folder.glob(f"*{JUDGEMENTS}"))
    if not found:
        raise ValueError(f"{folder} has no file *{JUDGEMENTS}")
    for path in found:
        name = path.name.removesuffix(JUDGEMENTS)
        documents = folder / f"{name}{DOCUMENTS}"
        known = {str(line["id"]) for line in read_lines(documents)}
        relevant: dict[str, set[str]] = {}
        for line in read_lines(path):
            if line["rel"] > 0 and str(line["doc"]) in known:
                relevant.setdefault(str(line["query"]), set()).add(str(line["doc"]))
        queries = sorted(relevant)
        random.Random(SEED).shuffle(queries)
        halves = (_relate(relevant[query] for query in half) for half in (queries[::2], queries[1::2]))
        yield Judged(name, documents, *halves)


def read_lines(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a packed file of JSON lines."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def _relate(groups: Iterator[set[str]]) -> Related:
    """For each document the others of its groups.

    >>> {id_: sorted(others) for id_, others in _relate(iter([{"a", "b"}, {"c"}])).items()}
    {'a': ['b'], 'b': ['a']}
    """
    related: dict[str, set[str]] = {}
    for group in groups:
        for document in group:
            related.setdefault(document, set()).update(group - {document})
    return {document: frozenset(related[document]) for document in sorted(related) if related[document]}
