"""Pages of a list that do not exist.

Raises; shows nothing.
"""

from dataclasses import replace

from indexer.api import Answer, PageOutOfRange, SearchRequest, say_many
from webapp.addresses import search_address


class PageMissing(PageOutOfRange):
    """A page after the last one; `last` is the number of that one and `address` leads to it."""

    def __init__(self, last: int, address: str) -> None:
        there = say_many("There is %(n)s page.", "There are %(n)s pages.", last)
        super().__init__(there)
        self.last = last
        self.address = address


def check_page(answer: Answer, path: str | None = None) -> None:
    """Raise PageMissing for a page after the last one of an answer.

    `path` is the page that shows the list, if that is not the search page.
    """
    if answer.request.page <= answer.pages:
        return
    last = replace(answer.request, page=answer.pages)
    if path is not None:
        last = SearchRequest(page=answer.pages, per=answer.request.per)
    raise PageMissing(answer.pages, search_address(last, path or "/"))


def check_last(asked: SearchRequest, total: int, path: str) -> None:
    """Raise PageMissing for a page after the last one of a list of `total` at `path`."""
    last = max(1, -(-total // asked.per))
    if asked.page > last:
        raise PageMissing(last, search_address(replace(asked, page=last), path))
