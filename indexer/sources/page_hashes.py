"""Tells an update which pages are as before.

Asks only for bytes and names: how pages are cleaned and linked is for others to compare.
"""

from collections.abc import Iterator, MutableMapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Protocol, TypeVar

from indexer.errors import SeedError

_BYTES = 8
# So many pages that are as before are told of at once: most of an update is passing over them.
_KEPT_TOGETHER = 256
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class KeptPages:
    """Pages that were delivered before, byte for byte: their documents are those of these ids."""

    ids: tuple[str, ...]


class Digest(Protocol):
    """A hash of hashlib."""

    def digest(self) -> bytes:
        """The hash as bytes."""


class KnownPages:
    """The pages of one source file, each looked for among those of before.

    A hash is taken from the page's SHA-256, which a document has anyway, and from the names of
    its file, which give a document its source and often its id.
    """

    def __init__(self, known: MutableMapping[int, str], name: str, file_name: str) -> None:
        """`known` gives ids by hash. A page that is found is taken out: it stands for one page alone."""
        self._known = known
        self._salt = _number(f"{name}\n{file_name}")

    def under(self, head: str) -> "KnownPages":
        """Pages whose bytes mean what they mean only under this head of their file."""
        below = KnownPages(self._known, "", "")
        below._salt = self._salt ^ _number(head)
        return below

    def find(self, sha256: Digest) -> str | None:
        """The id of a page, None where it is not known."""
        if not self._known:
            return None
        return self._known.pop(int.from_bytes(sha256.digest()[:_BYTES]) ^ self._salt or 1, None)

    def find_numbered(self, sha256: Digest, place: str) -> str | None:
        """The id of a page that is named by its place in the file."""
        return self._known.pop(self.hash_of(sha256, place), None) if self._known else None

    def hash_of(self, sha256: Digest, place: str = "") -> int:
        """A hash of 64 bits, never 0; `place` where that gives the page its id."""
        number = int.from_bytes(sha256.digest()[:_BYTES]) ^ self._salt
        return (number ^ _number(place) if place else number) or 1


def gather_kept(found: Iterator[Found | str]) -> Iterator[Found | KeptPages]:
    """The same with ids, which stand for known pages, in groups; those before an error are given first."""
    kept: list[str] = []
    try:
        for one in found:
            if isinstance(one, str):
                kept.append(one)
                if len(kept) < _KEPT_TOGETHER:
                    continue
            if kept:
                yield KeptPages(tuple(kept))
                kept.clear()
            if not isinstance(one, str):
                yield one
    except SeedError:
        if kept:
            yield KeptPages(tuple(kept))
        raise
    if kept:
        yield KeptPages(tuple(kept))


def _number(name: str) -> int:
    return int.from_bytes(blake2b(name.encode("utf-8", "surrogatepass"), digest_size=_BYTES).digest())
