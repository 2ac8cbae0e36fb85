"""Lines of CSV that are safe to open in a spreadsheet.

Source: RFC 4180, with UTF-8; OWASP, CSV Injection, for the cells that a spreadsheet would run.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

# A spreadsheet takes a cell that begins so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(value: str | int) -> str | int:
    """A cell as it may stand in a spreadsheet: one that would be run gets a quote in front.

    >>> safe_cell("=1+1"), safe_cell("--01-07"), safe_cell("Gao"), safe_cell(-3)
    ("'=1+1", "'--01-07", 'Gao', -3)
    """
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[str | int]]) -> Iterator[bytes]:
    r"""A header and rows as lines, each ended by CR and LF.

    >>> b"".join(csv_lines(("form", "times"), [("a, b", 2)]))
    b'form,times\r\n"a, b",2\r\n'
    """
    held = io.StringIO(newline="")
    writer = csv.writer(held)
    for row in chain([header], rows):
        writer.writerow([safe_cell(cell) for cell in row])
        # A lone surrogate has no bytes in UTF-8.
        yield held.getvalue().encode("utf-8", "replace")
        held.seek(0)
        held.truncate()
