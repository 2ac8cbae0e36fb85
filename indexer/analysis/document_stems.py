"""How often each stem stands in a document.

Counts what `analyze_document` makes of it, without the place of each word.
"""

from collections import Counter
from dataclasses import dataclass

from indexer.analysis.filters import STOP_WORDS, stem_in
from indexer.analysis.tokenizer import cut_words
from indexer.schema.document import Document

# What a story is about stands in its first pages; a longer one costs no more than this.
COUNTED_CHARACTERS = 100_000


@dataclass(frozen=True, slots=True)
class StemCount:
    """A stem of one document.

    `frequency` counts title, headings and passages, `in_title` the title alone. `form` is the word
    that stands for it most often, as it is written there.
    """

    stem: str
    frequency: int
    in_title: int
    form: str


def count_stems(document: Document, characters: int = COUNTED_CHARACTERS) -> tuple[StemCount, ...]:
    """The stems of a document by their first place; no stop words and nothing that was removed.

    Of a long document the first so many characters of its blocks are counted. Cost: reads each of
    them once, some 2 microseconds a word.
    """
    totals: Counter[str] = Counter()
    titles: Counter[str] = Counter()
    forms: dict[str, Counter[str]] = {}
    read = 0
    for block in document.blocks():
        if read >= characters:
            break
        text = block.text[: characters - read]
        read += len(text)
        words = cut_words(text)
        if words and words[-1][2] == len(text) < len(block.text):
            # It may go on behind the cut.
            del words[-1]
        # Words repeat: most of the work is done once for each.
        found = Counter((term, text[start:end]) for term, start, end in words)
        for (term, form), count in found.items():
            if term in STOP_WORDS:
                continue
            own = stem_in(document.language, term)
            totals[own] += count
            if block.kind == "title":
                titles[own] += count
            forms.setdefault(own, Counter())[form] += count
    # Of two forms that stand as often the later one: words of a title are often written large.
    return tuple(
        StemCount(own, total, titles[own], max(reversed(forms[own].items()), key=lambda pair: pair[1])[0])
        for own, total in totals.items()
    )
