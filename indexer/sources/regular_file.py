"""A regular file, open for reading its bytes.

Never follows a link, never waits for a pipe, never opens a device.
"""

import errno
import io
import os
import stat
from pathlib import Path

from indexer.errors import SeedError


def open_regular_file(path: Path) -> tuple[io.BufferedReader, int]:
    """The file, to be closed by the caller, and its size. Raises SeedError with the cause and the cure."""
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(path, flags)
    except OSError as error:
        if error.errno == errno.ELOOP:
            kind = "folder" if path.is_dir() else "file"
            raise SeedError(f"it is a symbolic link, which is not followed. Copy the {kind}.") from error
        raise SeedError(f"it cannot be opened: {error.strerror}.") from error
    status = os.fstat(descriptor)
    if not stat.S_ISREG(status.st_mode):
        os.close(descriptor)
        raise SeedError("it is no regular file.")
    return os.fdopen(descriptor, "rb"), status.st_size
