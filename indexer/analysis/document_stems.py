"""How often each stem stands in a document.

Counts what `analyze_document` makes of it, without the place of each word.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import NamedTuple

from indexer.analysis.filters import STOP_WORDS, stem_in
from indexer.analysis.tokenizer import cut_word, find_words
from indexer.schema.document import Document

# What a story is about stands in its first pages; a longer one costs no more than this.
COUNTED_CHARACTERS = 100_000


class StemCount(NamedTuple):
    """A stem of one document.

    `frequency` counts title, headings and passages, `in_title` the title alone. `form` is the word
    that stands for it most often, as it is written there; `term` is that word folded. A tuple, as a
    search with feedback makes a thousand of them.
    """

    stem: str
    frequency: int
    in_title: int
    form: str
    term: str


# A stem, a word of it without what is taken off, and that word folded.
_Form = tuple[str, str, str]
# A count from its fields: the way of a named tuple itself, without its call in Python.
_count: Callable[[Iterable[object]], StemCount] = partial(tuple.__new__, StemCount)


def count_stems(document: Document, characters: int = COUNTED_CHARACTERS) -> tuple[StemCount, ...]:
    """The stems of a document by their first place; no stop words and nothing that was removed.

    Of a long document the first so many characters of its blocks are counted. Cost: reads each of
    them once, a microsecond a word.
    """
    language = document.language
    written: Counter[str] = Counter()
    titles: Counter[str] = Counter()
    read = 0
    for block in document.blocks():
        if read >= characters:
            break
        text = block.text[: characters - read]
        read += len(text)
        words = find_words(text, whole=len(text) == len(block.text))
        written.update(words)
        if block.kind == "title":
            for form, count in _count_forms(Counter(words), language).items():
                titles[form[0]] += count
    totals: dict[str, int] = {}
    best: dict[str, _Form] = {}
    most: dict[str, int] = {}
    for form, count in _count_forms(written, language).items():
        own = form[0]
        totals[own] = totals.get(own, 0) + count
        # Of two forms that stand as often the later one: words of a title are often written large.
        if count >= most.get(own, 0):
            most[own], best[own] = count, form
    titled = titles.get
    return tuple(
        [_count((own, totals[own], titled(own, 0), form, term)) for own, form, term in best.values()]
    )


def _count_forms(words: Counter[str], language: str | None) -> dict[_Form, int]:
    """How often each form stands among words as they are written, by their first places."""
    found: dict[_Form, int] = {}
    for word, count in words.items():
        form = _form_of(word, language)
        if form is not None:
            found[form] = found.get(form, 0) + count
    return found


# Words repeat, in a document and between them: what one is cut to and its stem are worked out once.
@lru_cache(maxsize=100_000)
def _form_of(word: str, language: str | None) -> _Form | None:
    """The form and stem of a word as it is written; None for a stop word."""
    cut = cut_word(word)
    if cut is None or cut[0] in STOP_WORDS:
        return None
    term, form = cut
    return stem_in(language, term), form, term
