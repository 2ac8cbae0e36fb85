"""Verifies a published generation: hashes, or all that it holds.

Only reads; a damaged generation is reported, never repaired.
"""

import hashlib
import logging
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from indexer.engine_port import EngineRequest, IndexReader
from indexer.errors import GenerationCorrupt
from indexer.generation_store import GenerationStore
from indexer.manifest import BuildFacts
from indexer.query.facet_values import facet_values
from indexer.query.syntax import All, FieldIs, Or
from indexer.rebuild.canaries import check_canaries
from indexer.rebuild.fingerprints import analysis_hash
from indexer.schema.fields import FACETS

log = logging.getLogger(__name__)

# Ids asked for in one query of the deep check: a query each would take minutes.
_IDS = 100
_PROBLEMS = 20


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What a check found.

    `status` "fallback": the current generation is damaged, an older one answers; "damaged": none
    answers, or the deep check found problems.
    """

    status: Literal["ok", "fallback", "damaged"]
    generation: str
    deep: bool
    files: int
    bytes: int
    documents: int
    problems: tuple[str, ...]
    seconds: float


def check(store: GenerationStore, *, deep: bool = False) -> CheckReport:
    """Compare every file with the manifest; if `deep`, also all that the engine gives out.

    Raises GenerationMissing, GenerationOutdated, EngineUnavailable. Cost: reads each byte once;
    deep: reads each document once.
    """
    started = time.monotonic()
    try:
        generation = store.open(analysis_hash())
    except GenerationCorrupt as error:
        seconds = time.monotonic() - started
        return CheckReport("damaged", "", deep, 0, 0, 0, (str(error),), seconds)
    with generation:
        problems = [generation.degraded] if generation.degraded else []
        status: Literal["ok", "fallback", "damaged"] = "fallback" if problems else "ok"
        damage = generation.find_damage()
        if damage:
            status = "damaged"
        problems += damage
        if deep:
            with generation.open_reader() as reader:
                found = check_reader(reader, generation.facts)
            if found:
                status = "damaged"
            problems += found
        if len(problems) > _PROBLEMS:
            problems = [*problems[:_PROBLEMS], f"and {len(problems) - _PROBLEMS} more"]
        return CheckReport(
            status=status,
            generation=generation.name,
            deep=deep,
            files=generation.parts,
            bytes=generation.size,
            documents=generation.facts.documents,
            problems=tuple(problems),
            seconds=time.monotonic() - started,
        )


def check_reader(reader: IndexReader, facts: BuildFacts) -> list[str]:
    """What the reader gives out otherwise than it was put in, as sentences."""
    ids = reader.document_ids()
    written, held, listed = facts.documents, reader.document_count, len({*ids})
    problems = []
    if {held, listed, reader.collection.documents} != {written}:
        problems.append(f"{written} documents were written, {held} are held and {listed} are listed")
    expected: dict[str, Counter[str]] = {facet: Counter() for facet in FACETS}
    for id_ in ids:
        problems += _check_document(reader, id_, expected)
    problems += _check_ids(reader, ids)
    problems += _check_facets(reader, expected)
    return problems + check_canaries(reader, facts.canaries)


def _check_document(reader: IndexReader, id_: str, expected: dict[str, Counter[str]]) -> Iterator[str]:
    try:
        document, original = reader.document(id_), reader.original(id_)
    except Exception as error:
        log.exception("a document cannot be read id=%s", id_)
        yield f"document {id_} cannot be read ({type(error).__name__})"
        return
    if document is None or document.id != id_:
        yield f"document {id_} cannot be read"
        return
    if original is None or hashlib.sha256(original).hexdigest() != document.sha256:
        yield f"the original of document {id_} differs from its hash"
    for facet, counts in expected.items():
        counts.update(facet_values(document, facet))


def _check_ids(reader: IndexReader, ids: tuple[str, ...]) -> Iterator[str]:
    for start in range(0, len(ids), _IDS):
        asked = ids[start : start + _IDS]
        query = Or(tuple(FieldIs("document", id_) for id_ in asked))
        found = {hit.id for hit in reader.search(EngineRequest(query, limit=_IDS)).hits}
        for id_ in sorted(found ^ {*asked}):
            yield f"document {id_} is not found by its id"


def _check_facets(reader: IndexReader, expected: dict[str, Counter[str]]) -> Iterator[str]:
    answer = reader.search(EngineRequest(All(), facets=FACETS, limit=1))
    for facet, counts in expected.items():
        found = Counter(dict(answer.facets[facet]))
        for value in sorted(found.keys() | counts.keys()):
            if found[value] != counts[value]:
                yield f"{facet} “{value}” counts {found[value]}, not {counts[value]}"
