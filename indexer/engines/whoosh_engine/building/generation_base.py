"""The generation that a new one is based on: what is taken over of it, and what is left out."""

import os
import shutil
from pathlib import Path

import numpy as np

from indexer.engines.whoosh_engine.arrays.generation_files import open_segments
from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.engines.whoosh_engine.building.block_stream import largest_dictionary


class GenerationBase:
    """The segments of an older generation, with more and more documents deleted."""

    def __init__(self, folder: Path) -> None:
        self.segments, _ = open_segments(folder)
        self._live = [
            np.ones(segment.size, dtype=bool) if segment.live is None else segment.live.copy()
            for segment in self.segments
        ]

    def find(self, document_id: str) -> tuple[int, int] | None:
        """Segment and number of a document that is not deleted, None where there is none."""
        for at, segment in enumerate(self.segments):
            number = segment.number_of(document_id)
            if number is not None and self._live[at][number]:
                return at, number
        return None

    def delete(self, document_id: str) -> None:
        """Leave a document out. Raises KeyError where there is none."""
        found = self.find(document_id)
        if found is None:
            raise KeyError(document_id)
        self._live[found[0]][found[1]] = False

    @property
    def dictionary(self) -> bytes:
        """What its documents were compressed with, most of them."""
        return largest_dictionary(self.segments)

    @property
    def size(self) -> int:
        """How many documents its segments hold, deleted ones too."""
        return sum(segment.size for segment in self.segments)

    @property
    def deleted_count(self) -> int:
        """How many of them are deleted."""
        return self.size - sum(int(live.sum()) for live in self._live)

    def living(self) -> list[Segment]:
        """The segments with documents that are left, opened with what is deleted by now."""
        return [
            Segment(segment.path, deleted=np.flatnonzero(~live), arrays=segment.arrays)
            for segment, live in zip(self.segments, self._live, strict=True)
            if live.any()
        ]


def link_folder(source: Path, target: Path) -> None:
    """Give a folder's files to another folder too, as copies where the disk has no hard links."""
    target.mkdir()
    for path in sorted(source.iterdir()):
        try:
            os.link(path, target / path.name)
        except OSError:
            shutil.copy2(path, target / path.name)
