"""Segments of arrays as Whoosh sees them.

Whoosh reads through this codec and never writes: every segment is written as whole arrays, and
its own object in Whoosh's list of segments holds plain values only.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, NoReturn

import numpy as np
from whoosh.codec import base
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC

from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.engines.whoosh_engine.whoosh_search.codec_documents import ArrayDocuments
from indexer.engines.whoosh_engine.whoosh_search.codec_terms import ArrayTerms
from indexer.engines.whoosh_engine.whoosh_search.whoosh_schema import whoosh_schema

INDEX_NAME = "CUTTINGS"


class ArraySegment(base.Segment):  # type: ignore[misc]  # Whoosh has no types
    """What Whoosh's list of segments says of one.

    Args: `name`: its folder; `documents`: how many, deleted ones too; `deleted`: their numbers,
    ascending.
    """

    def __init__(self, name: str, documents: int, deleted: Sequence[int] = ()) -> None:
        self.indexname = INDEX_NAME
        self.segid = name
        self.compound = False
        self._documents = documents
        self._deleted = tuple(int(number) for number in deleted)
        self._deleted_set = frozenset(self._deleted)

    def __getstate__(self) -> tuple[str, int, tuple[int, ...]]:
        return self.segid, self._documents, self._deleted

    def __setstate__(self, state: tuple[str, int, tuple[int, ...]]) -> None:
        ArraySegment.__init__(self, *state)

    def segment_id(self) -> str:
        """The name of its folder."""
        return self.segid

    def codec(self) -> "ArrayCodec":
        """The codec that reads it."""
        return ArrayCodec()

    def doc_count_all(self) -> int:
        """How many documents it holds, deleted ones too."""
        return self._documents

    def set_doc_count(self, doccount: int) -> NoReturn:
        """Refused, as every change."""
        raise _refusal()

    def deleted_count(self) -> int:
        """How many of its documents are deleted."""
        return len(self._deleted)

    def deleted_docs(self) -> frozenset[int]:
        """The numbers of the deleted documents."""
        return self._deleted_set

    def is_deleted(self, docnum: int) -> bool:
        """Whether a document is deleted."""
        return docnum in self._deleted_set

    def delete_document(self, docnum: int, delete: bool = True) -> NoReturn:  # noqa: FBT001, FBT002  # Whoosh calls it so
        """Refused, as every change."""
        raise _refusal()

    def should_assemble(self) -> bool:
        """No: arrays are mapped from files of their own."""
        return False


class ArrayCodec(base.Codec):  # type: ignore[misc]  # Whoosh has no types
    """Reads the segments of one folder, or segments that are open already."""

    def __init__(self, segments: Sequence[Segment] = ()) -> None:
        self._open = {segment.path.name: segment for segment in segments}

    def terms_reader(self, storage: Any, segment: ArraySegment) -> ArrayTerms:
        """The terms of a segment."""
        return ArrayTerms(self._segment(storage, segment))

    def per_document_reader(self, storage: Any, segment: ArraySegment) -> ArrayDocuments:
        """The documents of a segment."""
        return ArrayDocuments(self._segment(storage, segment), segment.deleted_docs())

    def _segment(self, storage: Any, segment: ArraySegment) -> Segment:
        name = segment.segment_id()
        if name not in self._open:
            deleted = np.array(sorted(segment.deleted_docs()), dtype=np.int32)
            self._open[name] = Segment(Path(storage.folder) / name, deleted=deleted)
        return self._open[name]

    def new_segment(self, storage: Any, indexname: str) -> NoReturn:
        """Refused, as all writing."""
        raise _refusal()

    def per_document_writer(self, storage: Any, segment: ArraySegment) -> NoReturn:
        """Refused, as all writing."""
        raise _refusal()

    def field_writer(self, storage: Any, segment: ArraySegment) -> NoReturn:
        """Refused, as all writing."""
        raise _refusal()

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> NoReturn:  # noqa: FBT001, FBT002  # Whoosh calls it so
        """Refused, as all writing."""
        raise _refusal()

    def postings_reader(self, *_: Any, **__: Any) -> NoReturn:
        """Refused: postings are no file of their own here."""
        raise NotImplementedError("Postings of arrays are read through ArrayCodec.terms_reader.")


def array_segment(segment: Segment) -> ArraySegment:
    """An open segment as Whoosh's list names it."""
    return ArraySegment(segment.path.name, segment.size, segment.deleted().tolist())


def write_toc(folder: Path, segments: Sequence[ArraySegment]) -> None:
    """Write Whoosh's list of segments, so that `whoosh.index.open_dir` opens the folder.

    The same segments give the same bytes. The desk itself never reads it.
    """
    TOC(whoosh_schema(), list(segments), 1).write(FileStorage(str(folder)), INDEX_NAME)


def _refusal() -> NotImplementedError:
    return NotImplementedError(
        "Segments of arrays are written as a whole and never changed. Run: python -m indexer update"
    )
