"""How often each stem stands in a document.

Counts what `analyze_document` makes of it, without the place of each word.
"""

from collections import Counter
from dataclasses import dataclass

from indexer.analysis.filters import STOP_WORDS, stem_in
from indexer.analysis.tokenizer import count_words
from indexer.schema.document import Document

# What a story is about stands in its first pages; a longer one costs no more than this.
COUNTED_CHARACTERS = 100_000


@dataclass(frozen=True, slots=True)
class StemCount:
    """A stem of one document.

    `frequency` counts title, headings and passages, `in_title` the title alone. `form` is the word
    that stands for it most often, as it is written there; `term` is that word folded.
    """

    stem: str
    frequency: int
    in_title: int
    form: str
    term: str


def count_stems(document: Document, characters: int = COUNTED_CHARACTERS) -> tuple[StemCount, ...]:
    """The stems of a document by their first place; no stop words and nothing that was removed.

    Of a long document the first so many characters of its blocks are counted. Cost: reads each of
    them once, some microsecond a word.
    """
    found: Counter[tuple[str, str]] = Counter()
    titles: dict[str, int] = {}
    read = 0
    for block in document.blocks():
        if read >= characters:
            break
        text = block.text[: characters - read]
        read += len(text)
        words = count_words(text, whole=len(text) == len(block.text))
        found.update(words)
        if block.kind == "title":
            for (term, _), count in words.items():
                own = stem_in(document.language, term)
                titles[own] = titles.get(own, 0) + count
    totals: dict[str, int] = {}
    best: dict[str, tuple[int, str, str]] = {}
    for (term, form), count in found.items():
        if term in STOP_WORDS:
            continue
        own = stem_in(document.language, term)
        totals[own] = totals.get(own, 0) + count
        # Of two forms that stand as often the later one: words of a title are often written large.
        if own not in best or count >= best[own][0]:
            best[own] = count, form, term
    return tuple(
        StemCount(own, total, titles.get(own, 0), best[own][1], best[own][2]) for own, total in totals.items()
    )
