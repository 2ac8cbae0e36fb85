"""Whether source files changed, without reading them.

Looks at names, sizes and times alone; what is in a file is for the readers.
"""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from indexer.sources.reading import find_source_files

Stamp = tuple[int, int, int, int]


def stamp_files(paths: Sequence[Path]) -> Mapping[Path, Stamp | None]:
    """Another value for each source file of files and folders after any change of it.

    None stands for a file that cannot be looked at: it may be gone by now. Raises SeedError for a path
    that does not exist. Cost: a look at each file.
    """
    return {file: _stamp(file) for file in find_source_files(paths)}


def _stamp(file: Path) -> Stamp | None:
    """Size, times in nanoseconds and number: a file of the same size that took its place differs too."""
    try:
        status = os.lstat(file)
    except OSError:
        return None
    return status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino
