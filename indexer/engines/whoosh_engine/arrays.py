"""Opens numpy files, one at a time.

Python 3.11 can raise SystemError where two threads parse the header of a file at once, so the
reading of headers is never shared between threads; the arrays are.
"""

import threading
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

_header = threading.Lock()


def load_array(path: Path, *, mapped: bool = False) -> NDArray[np.int64]:
    """The integers of a .npy file; nothing is ever unpickled."""
    with _header:
        if mapped:
            # An empty array cannot be memory-mapped.
            try:
                found: NDArray[np.int64] = np.load(path, mmap_mode="r", allow_pickle=False)
            except ValueError:
                found = np.load(path, allow_pickle=False)
        else:
            found = np.load(path, allow_pickle=False)
        return found
