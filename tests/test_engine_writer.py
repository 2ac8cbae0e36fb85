"""The bulk writer against one that goes word by word."""

import json
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.analysis.tokenizer import tokenize
from indexer.engines.whoosh_engine.array_folder import ArrayFolder
from indexer.engines.whoosh_engine.chunks import ChunkMemory
from indexer.engines.whoosh_engine.writer import WhooshWriter
from indexer.schema.collection import Collection
from indexer.schema.document import (
    Document,
    Passage,
)
from tests.generators import collections
from tests.naive_segments import naive_arrays

COLLECTION = Collection("2024-01-01T00:00:00Z", 0, 0, 0, 0, 0, (), (), (), ())
BLOCK_ARRAYS = {"documents_ptr", "originals_ptr"}
WHITE = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())
ODD = "aZ9.'’\u0301\u00ad\u200b\ufeff-_·…éœßİﬁ\ud800\udc00\U0001f600\U00010400中٣" + WHITE


@contextmanager
def written(
    documents: Sequence[Document], page_hashes: Sequence[int] = (), run_words: int = 2_000_000
) -> Iterator[Path]:
    """A folder that the bulk writer filled."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "generation"
        folder.mkdir()
        writer = WhooshWriter(folder, run_words=run_words)
        for at, document in enumerate(documents):
            writer.add(document, document.text.encode("utf-8", "surrogatepass"), *page_hashes[at : at + 1])
        writer.finish(COLLECTION)
        yield folder


def segment_arrays(folder: Path) -> dict[str, Any]:
    """The arrays of the only segment as plain lists, blobs as bytes."""
    (segment,) = json.loads((folder / "segments.json").read_text("ascii"))["segments"]
    arrays = ArrayFolder(folder / segment["name"])
    arrays.check()
    names = json.loads((folder / segment["name"] / "arrays.json").read_text("ascii"))["arrays"]
    blobs = ("words", "stems", "values")
    return {
        name: arrays[name].tobytes() if name.endswith(blobs) else arrays[name].tolist()
        for name in names
        if name not in BLOCK_ARRAYS
    }


def document(id_: str = "a", text: str = "", **facts: Any) -> Document:
    """A document of one passage, unless `facts` say otherwise."""
    plain: dict[str, Any] = {
        "source_file": "file.txt",
        "sha256": "0" * 64,
        "kind": "text",
        "title": None,
        "title_start": None,
        "title_end": None,
        "published": None,
        "byline": None,
        "outlet": None,
        "url": None,
        "headings": (),
        "passages": (Passage(1, 0, len(text), None, "prose"),) if text else (),
        "removed": (),
        "actors": (),
        "places": (),
        "dates": (),
    }
    return Document(id=id_, text=text, **(plain | facts))


@settings(deadline=None, max_examples=60)
@given(documents=collections(), run_words=st.sampled_from((1, 7, 40, 2_000_000)))
def test_bulk_arrays_are_those_of_a_writer_that_goes_word_by_word(documents, run_words):
    """Whatever the documents, and however small the runs that are merged."""
    hashes = [2**64 - 1 - at for at in range(len(documents))]
    with written(documents, hashes, run_words) as folder:
        found = segment_arrays(folder)
    expected = naive_arrays(documents, hashes)
    assert set(expected) == set(found)
    assert expected == found


@settings(deadline=None, max_examples=300)
@given(text=st.one_of(st.text(ODD, max_size=40), st.text(max_size=40)))
@example(text="\x1cJ.N.I.M.\x85l’État\u2003qu'il\u3000a\u00adb U.N.’s")
def test_a_text_is_cut_as_its_chunks_are(text):
    """White space of every kind parts what `tokenize` never looks across."""
    memory = ChunkMemory()
    vocabulary = memory.vocabulary
    for _ in range(2):
        cut = memory.cut(text)
        words = list(vocabulary)
        found = [
            (words[word], start, end)
            for word, start, end in zip(
                cut.words.tolist(), cut.starts.tolist(), cut.ends.tolist(), strict=True
            )
        ]
        assert [(t.term, t.start, t.end) for t in tokenize(text)] == found
