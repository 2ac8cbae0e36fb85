"""The same documents as one segment, as several, after deletions and changes, and merged.

All are written by the writer alone, each generation based on the one before.
"""

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from unittest.mock import patch

from hypothesis import strategies as st

from indexer.engine_port import Copies, IndexWriter
from indexer.engines.whoosh_engine import writer as writing
from indexer.engines.whoosh_engine.writer import WhooshWriter
from indexer.schema.document import Document
from tests.tiny_collection import EMPTY_COLLECTION, document, tiny_documents

# A generation is about ninety small files; where a folder in memory is at hand, they cost little.
_IN_MEMORY = Path("/dev/shm")
LAYOUTS = ("one segment", "several segments", "deletions and changes", "merged")
# Shares of changed documents past which segments are merged: none, and any.
_NEVER, _ALWAYS = 1.0, -1.0
Groups = tuple[tuple[str, ...], ...]
# Near copies of the tiny collection: dated and not, of one segment and of two.
TINY_GROUPS = (("both", "wagner", "year"), ("accents", "heading"))


@dataclass(frozen=True, slots=True)
class Step:
    """What one generation does to the one before: delete first, then add, then merge if so asked."""

    deleted: tuple[str, ...]
    added: tuple[Document, ...]
    merge: bool = False


@dataclass(frozen=True, slots=True)
class Collected:
    """Living documents, and histories that lead to them: for each of LAYOUTS but the last.

    Merged is what the history before it leaves, merged. `groups` of near copies are those of the
    last generation of each.
    """

    documents: tuple[Document, ...]
    histories: tuple[tuple[Step, ...], ...]
    groups: tuple[tuple[str, ...], ...] = ()


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """An empty folder, in memory where there is such a place."""
    with tempfile.TemporaryDirectory(dir=_IN_MEMORY if _IN_MEMORY.is_dir() else None) as folder:
        yield Path(folder)


def write_history(root: Path, history: Sequence[Step], groups: Groups = ()) -> Path:
    """Write one generation a step into a folder of `root`; gives that of the last.

    The `groups` of near copies are the last one's; before it all that a step adds are copies.
    """
    base = None
    for step, own in with_groups(history, groups):
        base = write_step(root, base, step, own)
    assert base is not None
    return base


def with_groups(history: Sequence[Step], groups: Groups) -> Iterator[tuple[Step, Groups]]:
    """Each step with its near copies: those given for the last, before it all that the step adds."""
    for step in history[:-1]:
        yield step, (tuple(sorted(page.id for page in step.added)),)
    yield history[-1], groups


def write_step(root: Path, base: Path | None, step: Step, groups: Groups = ()) -> Path:
    """Write one generation into a new folder of `root`."""
    folder = root / str(len(list(root.iterdir())))
    folder.mkdir()
    with patch.object(writing, "MOST_CHANGED", _ALWAYS if step.merge else _NEVER):
        fill(WhooshWriter(folder, base=base), step, groups)
    return folder


def fill(writer: IndexWriter, step: Step, groups: Groups = ()) -> None:
    """Give a writer what one step does."""
    for id_ in step.deleted:
        writer.delete(id_)
    for page in step.added:
        writer.add(page, original_of(page), page_hash_of(page))
    copies = tuple(group for group in groups if len(group) > 1)
    writer.finish(EMPTY_COLLECTION, Copies(copies, b"sketches" * len(copies)))


@contextmanager
def written(histories: Sequence[Sequence[Step]], groups: Groups = ()) -> Iterator[list[Path]]:
    """The folder of the last generation of each history, for as long as they are used."""
    with temporary_folder() as root:
        yield [write_history(root, history, groups) for history in histories]


@contextmanager
def in_every_layout(collected: Collected) -> Iterator[dict[str, Path]]:
    """The folder of a generation for each of LAYOUTS, for as long as they are used."""
    with written(collected.histories, collected.groups) as folders:
        merged = write_step(folders[-1].parent, folders[-1], Step((), (), merge=True), collected.groups)
        yield dict(zip(LAYOUTS, (*folders, merged), strict=True))


def original_of(page: Document) -> bytes:
    """The bytes as delivered: those of the text, of one outlet others."""
    return page.text.encode("utf-8", "surrogatepass") + (b"\r\n" if page.outlet == "L’Écho" else b"")


def page_hash_of(page: Document) -> int:
    """A hash that tells documents apart, up to the greatest number."""
    return (1 << 64) - 1 - len(page.text) - 1000 * len(page.id)


def alone(documents: Sequence[Document]) -> tuple[Step, ...]:
    """The documents as one segment."""
    return (Step((), tuple(documents)),)


def in_turn(documents: Sequence[Document], turns: Sequence[int]) -> tuple[Step, ...]:
    """Each document added in its turn, 0 to 2; a turn without documents is a step too."""
    return tuple(
        Step((), tuple(page for page, own in zip(documents, turns, strict=False) if own == at))
        for at in range(max(turns[: len(documents)], default=0) + 1)
    )


def changed(
    documents: Sequence[Document], turns: Sequence[int], before: Sequence[Document | None]
) -> tuple[Step, ...]:
    """As `in_turn`, but of some ids `before` stands in that turn, and the document later.

    Of every other document that is changed nothing may stand for some steps. One more document
    lives from the first step to the last.
    """
    gone = document("gone", "Wagner held the road, the coup, the coup, a gonecamp.", title="Gone camps")
    last = 1 + max(turns[: len(documents)], default=0)
    added: list[list[Document]] = [[] for _ in range(last + 1)]
    deleted: list[list[str]] = [[] for _ in range(last + 1)]
    added[0].append(gone)
    deleted[last].append(gone.id)
    for at, (page, turn, old) in enumerate(zip(documents, turns, before, strict=False)):
        if old is None:
            added[turn].append(page)
        else:
            added[turn].append(replace(old, id=page.id))
            deleted[1 + turn].append(page.id)
            added[1 + turn if at % 2 else last].append(page)
    return tuple(Step(tuple(out), tuple(new)) for out, new in zip(deleted, added, strict=True))


def lay_out_tiny(most_turns: int = 2) -> Collected:
    """The tiny collection in every layout; before a change a document is its neighbour."""
    documents = tiny_documents()
    before = [page if at % 3 else None for at, page in enumerate((*documents[1:], documents[0]))]
    turns = [at // 2 % most_turns for at in range(len(documents))]
    return lay_out(documents, turns, before, TINY_GROUPS)


# Most often two segments: each of them is a folder of files to be written.
TURNS = st.sampled_from((1, 1, 2)).flatmap(lambda m: st.lists(st.integers(0, m), min_size=12, max_size=12))
WHICH = st.lists(st.integers(-6, 5), min_size=12, max_size=12)
# For each document the number of its group of near copies, 0 for none.
GROUPS = st.lists(st.sampled_from((0, 0, 1, 1, 2)), min_size=12, max_size=12)


@st.composite
def collected(draw: st.DrawFn, documents: st.SearchStrategy[tuple[Document, ...]]) -> Collected:
    """Documents in every layout; older versions are other documents of the collection."""
    own = draw(documents)
    turns, which = draw(TURNS), draw(WHICH)
    before = [own[at % len(own)] if at >= 0 else None for at in which[: len(own)]]
    numbers = draw(GROUPS)
    groups = (
        tuple(sorted(page.id for page, number in zip(own, numbers, strict=False) if number == at))
        for at in (1, 2)
    )
    return lay_out(own, turns, before, tuple(group for group in groups if len(group) > 1))


def lay_out(
    documents: tuple[Document, ...],
    turns: Sequence[int],
    before: Sequence[Document | None],
    groups: Groups,
) -> Collected:
    """The documents in every layout, see `in_turn` and `changed`."""
    # Backwards, so that a document is not always in as old a segment.
    deletions = changed(documents, turns[::-1], before)
    histories = (alone(documents), in_turn(documents, turns), deletions)
    return Collected(documents, histories, groups)
