"""Near copies in the array engine: large groups, and files that hold something else."""

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from indexer.engine_port import MOST_COPY_IDS, Copies, EngineRequest
from indexer.engines.whoosh_engine.arrays.generation_files import SEGMENTS_FILE
from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.engines.whoosh_engine.whoosh_search.searcher import WhooshSearcher
from indexer.engines.whoosh_engine.writer import WhooshWriter
from indexer.errors import GenerationCorrupt
from indexer.query.syntax import All, Term
from tests.agreement.comparing import check_same_answer
from tests.oracle import Oracle
from tests.tiny_collection import EMPTY_COLLECTION, dated, document

GROUP = tuple(f"c{at:03}" for at in range(120))
DOCUMENTS = (
    *(
        document(id_, "The road is shut.", published=dated(f"2024-03-{1 + at % 28:02}"))
        for at, id_ in enumerate(GROUP)
    ),
    *(document(f"d{at:03}", "A road and a camp and a gate.") for at in range(9)),
    document("a", "No camp."),
)


def write(folder: Path, copies: Copies) -> Path:
    """A generation of all documents."""
    folder.mkdir()
    writer = WhooshWriter(folder)
    for page in DOCUMENTS:
        writer.add(page, page.text.encode())
    writer.finish(EMPTY_COLLECTION, copies)
    return folder


@pytest.mark.parametrize("sort", ["relevance", "newest", "oldest"])
def test_a_group_larger_than_pages_is_one_hit(tmp_path: Path, sort: str) -> None:
    """The hits behind it are found however many copies stand before them; not all ids are given."""
    folder = write(tmp_path / "one", Copies((GROUP,)))
    oracle = Oracle(DOCUMENTS, (GROUP,))
    with WhooshReader(folder) as reader:
        for start, limit in ((0, 1), (0, 3), (1, 5), (5, 50), (10, 5), (11, 5), (0, 0)):
            for query in (All(), Term("road", "road")):
                request = EngineRequest(query, sort=sort, start=start, limit=limit, fold=True)  # type: ignore[arg-type]  # one of the orders
                for way in (reader, WhooshSearcher(folder)):
                    check_same_answer(oracle.search(request), way.search(request))
        folded = next(
            hit for hit in reader.search(EngineRequest(All(), limit=50, fold=True)).hits if hit.copies
        )
        assert (len(GROUP) - 1, MOST_COPY_IDS) == (folded.copies, len(folded.copy_ids))
        assert len(GROUP) - 1 == len(reader.copies_of(GROUP[5]))


def test_a_group_of_an_unknown_document_is_refused(tmp_path: Path) -> None:
    """The writer was given documents and groups that do not belong together."""
    with pytest.raises(KeyError, match="nobody"):
        write(tmp_path / "one", Copies((("a", "nobody"),)))


@pytest.mark.parametrize(
    "numbers", [[0, 999, 1, 1], [-1, 0, 1, 1], [0, 1, 0, 0], [0, 1, 2, 1], [0, 1, 2], []]
)
def test_numbers_that_are_no_groups_are_not_read(tmp_path: Path, numbers: list[int]) -> None:
    """Under a name that fits them, too."""
    folder = write(tmp_path / "one", Copies((("a", "c000"),), b"kept"))
    block = np.array(numbers, "<i4").tobytes()
    name = f"copies-{hashlib.sha256(block).hexdigest()[:16]}.i4"
    (folder / name).write_bytes(block)
    listed = json.loads((folder / SEGMENTS_FILE).read_text("ascii"))
    (folder / SEGMENTS_FILE).write_text(json.dumps({**listed, "copies": name}))
    with pytest.raises(GenerationCorrupt, match="python -m indexer rebuild"):
        WhooshReader(folder)


def test_what_is_kept_is_verified_when_it_is_read(tmp_path: Path) -> None:
    """A changed byte is told; nothing goes on from it."""
    folder = write(tmp_path / "one", Copies((("a", "c000"),), b"kept"))
    with WhooshReader(folder) as reader:
        assert Copies((("a", "c000"),), b"kept") == reader.copies()
        (path,) = folder.glob("sketches-*.bin")
        path.write_bytes(b"kept!")
        with pytest.raises(GenerationCorrupt, match="was changed"):
            reader.copies()
