"""What source files are called on pages and in reports.

Shows no folder of the machine above the one that was named, and no sign that UTF-8 cannot hold
or that would break a line.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

# Bytes that are not UTF-8, as Python reads them; control characters; ends of lines; turns of direction.
_UNSHOWN = re.compile("[\ud800-\udfff\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_FIRST_BYTE = 0xDC00


def name_files(paths: Sequence[Path], roots: Sequence[Path]) -> dict[str, Path]:
    """Each path under a name of its own: as it was named, an absolute one from its root on.

    `roots` are the files and folders in which the paths were found. The order is kept.

    >>> list(name_files([Path("/srv/scrapes/mali/1.txt"), Path("seeds/2.txt")], [Path("/srv/scrapes")]))
    ['scrapes/mali/1.txt', 'seeds/2.txt']
    """
    short = [_short_name(path, roots) for path in paths]
    times = Counter(short)
    named: dict[str, Path] = {}
    for name, path in zip(short, paths, strict=True):
        named[_free_name(show_name(name if times[name] == 1 else str(path)), named)] = path
    return named


def show_name(name: str) -> str:
    r"""The name with the number of each sign that cannot be shown in its place.

    >>> show_name("caf\udce9.txt"), show_name("a\nb.txt")
    ('caf\\xe9.txt', 'a\\x0ab.txt')
    """
    return _UNSHOWN.sub(lambda found: _number(ord(found[0])), name)


def _number(sign: int) -> str:
    if _FIRST_BYTE + 0x80 <= sign <= _FIRST_BYTE + 0xFF:
        sign -= _FIRST_BYTE
    return f"\\x{sign:02x}" if sign < 0x100 else f"\\u{sign:04x}"


def _free_name(wanted: str, taken: Mapping[str, Path]) -> str:
    """The name, with a number where a file before is shown alike."""
    found, number = wanted, 1
    while found in taken:
        number += 1
        found = f"{wanted} ({number})"
    return found


def _short_name(path: Path, roots: Sequence[Path]) -> str:
    if path.is_absolute():
        for root in roots:
            if path.is_relative_to(root):
                return str(path.relative_to(root.parent))
    return str(path)
