"""Merges the columns of facets and dates of segments, without their deleted documents."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from indexer.engines.whoosh_engine.arrays.array_files import ArrayFolderWriter
from indexer.engines.whoosh_engine.arrays.array_folder import Ints
from indexer.engines.whoosh_engine.arrays.array_ranges import sizes_of, starts_from
from indexer.engines.whoosh_engine.arrays.segment import ENTITY_FIELDS, SINGLE_FACETS, Segment
from indexer.engines.whoosh_engine.building.facet_columns import (
    Numbers,
    rank_values,
    write_lists,
    write_many,
    write_one,
)


def merge_columns(out: ArrayFolderWriter, segments: Sequence[Segment]) -> None:
    """Write the columns of every facet, the lists of those that are no entities, and all days."""
    for field in ENTITY_FIELDS:
        write_many(out, field, *_many(segments, field))
    values, counts, numbers = _many(segments, "mentioned")
    write_many(out, "mentioned", values, counts, numbers)
    ascending, ranks = rank_values(values, numbers)
    write_lists(out, "mentioned", ascending, ranks[numbers], counts)
    for field in SINGLE_FACETS:
        values, numbers = _one(segments, field)
        write_one(out, field, values, numbers, dates=field == "published")
    for name in ("published_first", "published_last"):
        own = [_kept(segment, segment.arrays[name]) for segment in segments]
        out.write(name, np.concatenate(own), "<i4")
    pairs = [_rows(s, "mentioned_days_ptr", s.arrays["mentioned_days"].reshape(-1, 2)) for s in segments]
    out.write("mentioned_days_ptr", starts_from(np.concatenate([counts for counts, _ in pairs])))
    out.write("mentioned_days", np.concatenate([days for _, days in pairs]).ravel(), "<i4")


def _many(segments: Sequence[Segment], field: str) -> tuple[list[str], NDArray[np.int64], NDArray[np.int64]]:
    """Values, how many each document has, and which."""
    united = Numbers()
    counts, numbers = [], []
    for segment in segments:
        own_counts, own = _rows(segment, f"{field}_column_ptr", segment.arrays[f"{field}_column"])
        counts.append(own_counts)
        numbers.append(_unite(segment, field, united)[own])
    return list(united), np.concatenate(counts), np.concatenate(numbers)


def _one(segments: Sequence[Segment], field: str) -> tuple[list[str], NDArray[np.int64]]:
    """Values, and the one of each document."""
    united = Numbers()
    numbers = [
        _unite(segment, field, united)[_kept(segment, segment.arrays[f"{field}_column"])]
        for segment in segments
    ]
    return list(united), np.concatenate(numbers)


def _unite(segment: Segment, field: str, united: Numbers) -> NDArray[np.int64]:
    """For each value of a segment its number among those of all."""
    values = segment.values[field].decoded()
    return np.fromiter(map(united.__getitem__, values), np.int64, len(values))


def _kept(segment: Segment, column: Ints) -> Ints:
    return column if segment.live is None else column[segment.live]


def _rows(segment: Segment, starts: str, values: Ints) -> tuple[NDArray[np.int64], Ints]:
    """How many values each living document has, and these."""
    counts = sizes_of(segment.arrays[starts])
    if segment.live is None:
        return counts, values
    return counts[segment.live], values[np.repeat(segment.live, counts)]
