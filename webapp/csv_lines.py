"""Lines of CSV that are safe to open in a spreadsheet.

Source: RFC 4180, with UTF-8.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from indexer.api import safe_cell


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[str | float]]) -> Iterator[bytes]:
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
