"""Addresses as readers ask for them, drawn from an index.

Asks the index for its words, names and dates; never for a page.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from indexer.api import Document, Search, SearchRequest
from webapp.addresses import (
    actor_address,
    best_address,
    document_address,
    facet_address,
    search_address,
    why_address,
)
from webapp.params import write_params

LETTERS = "abcdefghijklmnopqrstuvwxyz"
# Documents that words are taken from; of more, those published last.
READ = 20_000
PAGE = 5
_WORD = re.compile(r"[A-Za-z]{3,}")


class Reader:
    """Makes up one address after the other; the same lot gives the same addresses."""

    def __init__(self, search: Search, lot: random.Random) -> None:
        self._search = search
        self._lot = lot
        self._ids = [hit[0] for hit in search.rank(SearchRequest(sort="newest", match="any"), READ)]
        self._actors = [actor.id for actor, _ in search.actor_counts()]
        self.kinds: dict[str, Callable[[], str]] = {
            "one word": lambda: self._find(self._words(1)),
            "two or three words": lambda: self._find(self._words(lot.choice((2, 3)))),
            "phrase": lambda: self._find(f'"{self._run(lot.choice((2, 3)))}"'),
            "sentence": lambda: self._find(self._run(lot.randrange(6, 10))),
            "misspelt": lambda: self._find(misspell(self._words(1), lot)),
            "no hits": lambda: self._find(f"{self._words(2)} q{self._letters(8)}"),
            "by date": lambda: self._find(self._words(1), sort=lot.choice(("newest", "oldest"))),
            "page 5": lambda: self._find(self._common(), page=PAGE),
            "words and month": lambda: self._find(self._words(1), published=(self._month(),)),
            "browse by month": lambda: self._find(published=(self._month(),)),
            "document": lambda: document_address(self._document().id),
            "document of a search": self._hit,
            "why": self._why,
            "values of a facet": lambda: facet_address(lot.choice(("source", "published")), self._asked()),
            "browse": lambda: search_address(SearchRequest(page=lot.randrange(1, 50))),
        }
        if self._actors:
            self.kinds["words and actor"] = lambda: self._find(self._words(1), actors=(self._actor(),))
            self.kinds["two actors"] = lambda: self._find(
                actors=tuple(dict.fromkeys((self._actor(), self._actor())))
            )
            self.kinds["actor"] = lambda: actor_address(self._actor())

    def addresses(self, count: int) -> Iterator[tuple[str, str]]:
        """Pairs of a kind and an address, `count` of each kind."""
        for kind, make in self.kinds.items():
            for _ in range(count):
                yield kind, make()

    def _find(self, text: str = "", **more: object) -> str:
        request = replace(SearchRequest(text=text), **more)  # type: ignore[arg-type]  # each kind names its own
        return best_address(write_params(request))

    def _asked(self) -> SearchRequest:
        return SearchRequest(text=self._words(1))

    def _document(self) -> Document:
        return self._search.document(self._lot.choice(self._ids))

    def _words(self, count: int) -> str:
        """Words of one document, in any order: some are in most documents, some in few."""
        found = _WORD.findall(self._document().text) or ["news"]
        return " ".join(self._lot.choice(found) for _ in range(count)).lower()

    def _run(self, count: int) -> str:
        """Words of one document as they stand."""
        words = [word.strip('.,;:"“”()') for word in self._document().text.split()]
        first = self._lot.randrange(max(1, len(words) - count))
        return " ".join(words[first : first + count])

    def _common(self) -> str:
        """A word with enough hits for the page that is asked."""
        for _ in range(50):
            word = self._words(1)
            if self._search.search(SearchRequest(text=word, facets=(), per=1)).total > 10 * PAGE:
                return word
        return ""

    def _letters(self, count: int) -> str:
        return "".join(self._lot.choice(LETTERS) for _ in range(count))

    def _actor(self) -> str:
        """An actor; those in many documents more often than those in few."""
        return self._actors[int(len(self._actors) * self._lot.random() ** 2)]

    def _month(self) -> str:
        for _ in range(50):
            published = self._document().published
            if published is not None:
                return published.value[:7]
        return "none"

    def _hit(self) -> str:
        request = self._asked()
        hits = self._search.search(replace(request, facets=())).hits
        return document_address(self._lot.choice(hits).document.id if hits else self._ids[0], request)

    def _why(self) -> str:
        request = self._asked()
        hits = self._search.search(replace(request, facets=())).hits
        return why_address(self._lot.choice(hits).document.id if hits else self._ids[0], request)


def misspell(word: str, lot: random.Random) -> str:
    """A word with two neighbouring letters in each other's place, or one too many.

    >>> misspell("ministry", random.Random(1))
    'mzinistry'
    """
    at = lot.randrange(max(1, len(word) - 1))
    if lot.random() < 0.5:  # as often one error as the other
        return word[:at] + word[at : at + 2][::-1] + word[at + 2 :]
    return word[:at] + lot.choice(LETTERS) + word[at:]
