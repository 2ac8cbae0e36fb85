"""What source files are called on pages and in reports.

Shows no folder of the machine above the one that was named.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path


def name_files(paths: Sequence[Path], roots: Sequence[Path]) -> dict[str, Path]:
    """Each path under a name of its own: as it was named, an absolute one from its root on.

    `roots` are the files and folders in which the paths were found. The order is kept.

    >>> list(name_files([Path("/srv/scrapes/mali/1.txt"), Path("seeds/2.txt")], [Path("/srv/scrapes")]))
    ['scrapes/mali/1.txt', 'seeds/2.txt']
    """
    short = [_short_name(path, roots) for path in paths]
    times = Counter(short)
    return {name if times[name] == 1 else str(path): path for name, path in zip(short, paths, strict=True)}


def _short_name(path: Path, roots: Sequence[Path]) -> str:
    if path.is_absolute():
        for root in roots:
            if path.is_relative_to(root):
                return str(path.relative_to(root.parent))
    return str(path)
