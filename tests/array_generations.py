"""Generations of several segments with deleted documents, as updates leave them."""

import hashlib
import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from indexer.engines.whoosh_engine.arrays.array_folder import FORMAT
from indexer.engines.whoosh_engine.building.segment_writer import SegmentWriter
from indexer.engines.whoosh_engine.whoosh_search.codec import ArraySegment, write_toc
from indexer.schema.document import ActorMention, DateMention, Document, PlaceMention, Published
from tests.tiny_collection import document


def write_generation(
    folder: Path, parts: Sequence[Sequence[Document]], deleted: Sequence[Sequence[int]] = ()
) -> None:
    """Write one segment a part; `deleted` are ascending numbers of documents within each part."""
    listed, toc = [], []
    for at, documents in enumerate(parts):
        numbers = deleted[at] if at < len(deleted) else ()
        name = _write_segment(folder, documents)
        gone = _write_numbers(folder, "deleted", numbers) if numbers else None
        listed.append({"name": name, "documents": len(documents), "deleted": gone})
        toc.append(ArraySegment(name, len(documents), numbers))
    rank = None
    if len(parts) > 1:
        ids = [page.id for documents in parts for page in documents]
        places = np.argsort(np.argsort(np.array(ids, dtype=object), kind="stable"))
        rank = _write_numbers(folder, "rank", places.tolist())
    facts = {"format": FORMAT, "segments": listed, "rank": rank, "copies": None, "sketches": None}
    (folder / "segments.json").write_text(json.dumps(facts), encoding="ascii")
    write_toc(folder, toc)


def _write_numbers(folder: Path, kind: str, numbers: Sequence[int]) -> str:
    content = np.array(numbers, dtype="<i4").tobytes()
    name = f"{kind}-{hashlib.sha256(content).hexdigest()[:16]}.i4"
    (folder / name).write_bytes(content)
    return name


def _write_segment(folder: Path, documents: Sequence[Document]) -> str:
    writer = SegmentWriter(folder / "seg-new", folder / "runs")
    for page in documents:
        writer.add(page, page.text.encode("utf-8", "surrogatepass"), 0)
    digits, _ = writer.finish()
    writer.path.rename(folder / f"seg-{digits}")
    return f"seg-{digits}"


def scatter(
    documents: Sequence[Document], first: int, second: int
) -> tuple[list[list[Document]], list[list[int]]]:
    """The documents over three segments cut at two places, and a page deleted from each.

    The page deleted from a segment has words, values and dates of others, and must count nowhere.
    """
    low, high = sorted((first, second))
    parts, deleted = [], []
    for number, part in enumerate((documents[:low], documents[low:high], documents[high:])):
        gone = document(
            f"gone-{number}",
            "Wagner held the road, the coup, the coup.",
            title="Gone",
            published=Published("2024-03-27", "day", "metadata", "2024-03-27"),
            actors=(ActorMention("wagner", 0, 6),),
            places=(PlaceMention("pl-gao", 16, 20),),
            dates=(DateMention("2012", 0, 6), DateMention("2023-05-03", 7, 11)),
        )
        parts.append([*part[:1], gone, *part[1:]])
        deleted.append([min(1, len(part))])
    return parts, deleted


@contextmanager
def generation(parts: Sequence[Sequence[Document]], deleted: Sequence[Sequence[int]] = ()) -> Iterator[Path]:
    """A folder with such a generation, for as long as it is used."""
    with tempfile.TemporaryDirectory() as folder:
        write_generation(Path(folder), parts, deleted)
        yield Path(folder)
