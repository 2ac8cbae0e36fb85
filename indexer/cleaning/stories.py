"""Where one file holds several stories, by what each tells its readers anew.

A writer gives a name in full with its abbreviation once: "the Economic Community of West African
States (ECOWAS)". Where a part below a title of its own does so again, another story begins.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from indexer.schema.document import Heading

# An abbreviation in brackets behind the words that it stands for.
_INTRODUCED = re.compile(r"\((?<=[^\W\d_] \()(?P<short>[^\W\d_a-z][\w&-]{0,12}[^\W\d_a-z]\w{0,4})\)")
# A title and a story have so many words at least.
_TITLE_WORDS, _STORY_WORDS = 5, 100


def mark_stories(text: str, headings: Sequence[Heading]) -> tuple[Heading, ...]:
    """The headings, those that begin another story marked; `text` has blanks for what was removed.

    >>> lead, title = "The West African bloc (ECOWAS) met. ", "Rains fail again in Gao"
    >>> text = lead + "It rained. " * 60 + title + " Its bloc (ECOWAS) met." + " It rained." * 60
    >>> at = text.index(title)
    >>> mark_stories(text, [Heading(at, at + len(title), title)])[0].begins_story
    True
    """
    return tuple(_mark(text, headings)) if headings else ()


def _mark(text: str, headings: Sequence[Heading]) -> Iterator[Heading]:
    ends = [*(heading.start for heading in headings[1:]), len(text)]
    # Per introduced abbreviation nothing is kept but that it was.
    known = {found["short"] for found in _INTRODUCED.finditer(text, 0, headings[0].start)}
    for heading, end in zip(headings, ends, strict=True):
        own = {found["short"] for found in _INTRODUCED.finditer(text, heading.end, end)}
        begins = bool(own & known) and len(heading.text.split()) >= _TITLE_WORDS
        if begins and len(text[heading.end : end].split()) >= _STORY_WORDS:
            known = own
            yield replace(heading, begins_story=True)
        else:
            known |= own
            yield heading
