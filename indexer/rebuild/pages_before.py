"""The pages of the generation that an update goes on from.

Never guesses: where a page's id depends on pages that are not read again, it says so.
"""

from collections.abc import Iterable, Mapping


class PagesDepend(Exception):
    """Two pages want one id or one actor's name, so the order of all pages counts."""


class PagesBefore:
    """Ids by the hash of their pages. `left` are those that were not met again."""

    def __init__(self, hashes: Mapping[str, int]) -> None:
        """`hashes` gives the hash of each page by the id of its document."""
        self._hashes = dict(hashes)
        self.left = {page_hash: id_ for id_, page_hash in hashes.items()}
        self.left.pop(0, None)

    @property
    def complete(self) -> bool:
        """Whether every page can be known again; ask before any is."""
        return len(self.left) == len(self._hashes)

    def check_new(self, page_id: str, wanted: str) -> None:
        """Raise PagesDepend if a page that was met again has this id, or the id is not that wanted."""
        if page_id != wanted or (page_id in self._hashes and not self._is_left(page_id)):
            raise PagesDepend(wanted)

    def do_again(self, page_hashes: Iterable[int]) -> None:
        """These pages are as before, but what is made of them is not: they are new ones from now on."""
        for page_hash in page_hashes:
            # No page has a hash below 0, so that no page is known by it.
            id_ = self.left.pop(page_hash)
            self.left[-page_hash] = id_
            self._hashes[id_] = -page_hash

    def replace(self, page_id: str) -> bool:
        """Whether a new document takes the place of one of before; that one is not left any more."""
        if page_id not in self._hashes:
            return False
        del self.left[self._hashes[page_id]]
        return True

    def _is_left(self, page_id: str) -> bool:
        return self._hashes[page_id] in self.left
