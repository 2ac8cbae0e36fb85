"""How often each stem stands in a document.

Counts what `analyze_document` makes of it, without the place of each word.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from indexer.analysis.filters import FRENCH, STOP_WORDS, stem_in
from indexer.analysis.tokenizer import cut_word, find_words
from indexer.schema.document import Document

# What a story is about stands in its first pages; a longer one costs no more than this.
COUNTED_CHARACTERS = 100_000
# Words repeat, in a document and between them: the stems of so many are kept.
KEPT_STEMS = 100_000


class Form(NamedTuple):
    """A word as it is written, without what is taken off, and folded."""

    form: str
    term: str


class StemCount(NamedTuple):
    """A stem of one document.

    `frequency` counts title, headings and passages, `in_title` the title alone. `form` is the word
    that stands for it most often, as it is written there; `term` is that word folded.
    """

    stem: str
    frequency: int
    in_title: int
    form: str
    term: str


class _WrittenStems(dict[str, str | None]):
    """The stem of each word as it is written, None for a stop word; worked out once, then found by C."""

    def __init__(self, language: str | None) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, word: str) -> str | None:
        if len(self) >= KEPT_STEMS:
            self.clear()
        cut = cut_word(word)
        found = None if cut is None or cut[0] in STOP_WORDS else stem_in(self._language, cut[0])
        self[word] = found
        return found


_FRENCH_STEMS, _STEMS = _WrittenStems(FRENCH), _WrittenStems(None)


@dataclass(frozen=True, slots=True)
class DocumentWords:
    """The words of a document in order, as they are written; `title` are those of `words` in its title."""

    words: list[str]
    title: list[str]
    stem_of: Callable[[str], str | None]

    def stems(self) -> Counter[str]:
        """How often each stem stands there, by their first places; no stop words. Cost: 0.1 µs a word."""
        return self._count(self.words)

    def titled(self) -> Counter[str]:
        """How often each stem stands in the title."""
        return self._count(self.title)

    def forms(self, stems: Collection[str]) -> dict[str, Form]:
        """The form in which each of some stems stands there most often.

        Of two as frequent the later one: words of a title are often written large.
        """
        stem_of = self.stem_of
        written = Counter([word for word in self.words if stem_of(word) in stems])
        often: Counter[tuple[str, Form]] = Counter()
        for word, count in written.items():
            cut, own = cut_word(word), stem_of(word)
            if cut is not None and own is not None:
                often[own, Form(cut[1], cut[0])] += count
        found: dict[str, Form] = {}
        most: dict[str, int] = {}
        for (own, form), count in often.items():
            if count >= most.get(own, 0):
                most[own], found[own] = count, form
        return found

    def _count(self, words: Iterable[str]) -> Counter[str]:
        counts = Counter(map(self.stem_of, words))
        counts.pop(None, None)
        return counts  # type: ignore[return-value]  # None was taken out


def read_words(document: Document, characters: int = COUNTED_CHARACTERS) -> DocumentWords:
    """The words of a document without what was removed; of a long one those of so many characters."""
    written: list[str] = []
    title: list[str] = []
    read = 0
    for block in document.blocks():
        if read >= characters:
            break
        text = block.text[: characters - read]
        read += len(text)
        words = find_words(text, whole=len(text) == len(block.text))
        written += words
        if block.kind == "title":
            title = words
    stems = _FRENCH_STEMS if document.language == FRENCH else _STEMS
    return DocumentWords(written, title, stems.__getitem__)


def count_stems(document: Document, characters: int = COUNTED_CHARACTERS) -> tuple[StemCount, ...]:
    """The stems of a document by their first place; no stop words and nothing that was removed.

    Of a long document the first so many characters of its blocks are counted. Cost: reads each of
    them once, a microsecond a word.
    """
    words = read_words(document, characters)
    stems, titled = words.stems(), words.titled()
    forms = words.forms(stems)
    return tuple(StemCount(own, count, titled[own], *forms[own]) for own, count in stems.items())
