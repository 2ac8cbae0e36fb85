"""Runs on the engine of the product: the same files for any number of processes, updates equal rebuilds."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import api
from indexer.engine_port import EngineRequest, IndexReader
from indexer.generations import open_generation
from indexer.query.syntax import All, FieldIs, Or, Phrase, Prefix, Term
from indexer.rebuild.checking import check
from indexer.schema.fields import FACETS
from indexer.wiring import open_reader, open_store

WORDS = ("Wagner left Gao", "rains failed in the north", "the council opened a bridge", "JNIM came back")
QUERIES = (
    All(),
    *(Term(word, word, exact=True) for word in ("gao", "bridge", "the", "dunes")),
    Or((Term("rain", "rain"), Term("dune", "dune"))),
    Phrase(("the", "council"), "x"),
    Prefix("bri", "bri*"),
    FieldIs("actor", "wagner"),
    FieldIs("source", "herald"),
    FieldIs("language", "none"),
    FieldIs("published", "2024"),
)


def page(number: int, more: str = "") -> dict[str, object]:
    """A page of a few words, no two alike."""
    text = ". ".join(WORDS[(number * step) % 4] for step in range(1, 2 + number % 5))
    return {
        "id": f"p{number:03}",
        "text": f"{text}, said witness {number} {more}.",
        "published": f"20{20 + number % 5}-0{1 + number % 9}",
        "source": ("herald", "radio", "")[number % 3],
        "actors": [("wagner", "jnim", "Coop Bank")[number % 3]],
    }


def write(path: Path, pages: list[dict[str, object]]) -> None:
    """A file of lines."""
    path.write_text("".join(json.dumps(page) + "\n" for page in pages), encoding="utf-8")


@pytest.fixture
def settings(tmp_path: Path) -> api.Settings:
    """Settings of a file of 150 lines, and of an index beside it."""
    (tmp_path / "seeds").mkdir()
    write(tmp_path / "seeds" / "lines.jsonl", [page(number) for number in range(150)])
    return api.Settings(index=tmp_path / "index", seeds=(tmp_path / "seeds",))


def hashes(settings: api.Settings) -> dict[str, str]:
    """The files of the current generation but those that hold the time of building."""
    with open_generation(settings.index) as opened:
        return {f.path: f.sha256 for f in opened.manifest.files if f.path != "collection.json"}


def answers(settings: api.Settings) -> list[object]:
    """All that the current generation says, but when it was built."""
    with open_generation(settings.index) as opened, open_reader("whoosh", opened.path) as reader:
        ids = reader.document_ids()
        return [
            [_rounded(reader, EngineRequest(query, facets=FACETS, limit=200)) for query in QUERIES],
            [(reader.document(id_), reader.original(id_)) for id_ in ids],
            replace(reader.collection, built_at=""),
            dict(reader.page_hashes()),
            opened.manifest.facts.ids,
        ]


def _rounded(reader: IndexReader, request: EngineRequest) -> object:
    found = reader.search(request)
    hits = [(hit.id, round(hit.score, 9)) for hit in found.hits]
    return found.total, hits, {name: tuple(counts) for name, counts in found.facets.items()}


@pytest.mark.parametrize("clean", [False, True])
def test_any_number_of_processes_gives_the_same_files(
    settings: api.Settings, tmp_path: Path, clean: bool
) -> None:
    """To the byte, whether pages are cleaned in other processes or taken as they are."""
    seen = []
    for jobs in (1, 2):
        given = replace(settings, index=tmp_path / f"index-{jobs}", jobs=jobs)
        api.rebuild(given, clean=clean, link=False)
        seen.append(hashes(given))
    assert seen[0] == seen[1]


def test_updates_of_the_engine_equal_a_rebuild(settings: api.Settings, tmp_path: Path) -> None:
    """Lines changed, added and removed, a little and a lot, round after round."""
    path = settings.seeds[0] / "lines.jsonl"
    pages = [page(number) for number in range(150)]
    api.rebuild(settings, clean=False, link=False)
    rounds = (
        [page(0, "dunes"), *pages[1:40], page(40, "again"), *pages[41:]],
        [*pages[:148], page(700), page(701, "and dunes moved")],
        [*(page(number, "anew") for number in range(80)), *pages[80:149]],
        pages[20:],
    )
    for number, lines in enumerate(rounds):
        write(path, lines)
        report = api.update(settings, clean=False, link=False)
        assert ("", True) == (report.because, report.published)
        other = replace(settings, index=tmp_path / f"other-{number}")
        expected = api.rebuild(other, clean=False, link=False)
        assert expected.documents == report.result.documents
        assert answers(other) == answers(settings)
        checked = check(open_store(settings), deep=True)
        assert ((), "ok") == (checked.problems, checked.status)
    assert not api.update(settings, clean=False, link=False).published
