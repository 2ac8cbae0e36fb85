"""Size and hash of a source file. Never follows a link."""

import hashlib
import os
import stat
from pathlib import Path


def hash_file(path: Path, max_bytes: int) -> tuple[int, str]:
    """Size in bytes and SHA-256; an empty hash for what is refused unread.

    That is a link, a special file, an unreadable file, and one larger than `max_bytes`.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError:
        return 0, ""
    with os.fdopen(descriptor, "rb") as file:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_size > max_bytes:
            return found.st_size, ""
        try:
            return found.st_size, hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return found.st_size, ""
