"""Size and hash of a source file. Never follows a link."""

import hashlib
from pathlib import Path

from indexer.errors import SeedError
from indexer.sources.regular_file import open_regular_file


def hash_file(path: Path, max_bytes: int) -> tuple[int, str]:
    """Size in bytes and SHA-256; an empty hash for what is refused unread.

    That is a link, a special file, an unreadable file, and one larger than `max_bytes`.
    """
    try:
        file, size = open_regular_file(path)
    except SeedError:
        return 0, ""
    with file:
        if size > max_bytes:
            return size, ""
        try:
            return size, hashlib.file_digest(file, "sha256").hexdigest()
        except OSError:
            return size, ""
