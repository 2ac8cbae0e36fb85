"""Who wrote a text, as its removed lines say: the names without the words around them.

An address, a date or a label alone names nobody. Nothing is added to what the lines say.
"""

import re

from indexer.cleaning.names import is_name
from indexer.cleaning.written_date import find_date
from indexer.schema.document import RemovedSpan

# Rules whose lines name who wrote, edited or sent it; a sentence on the writer only where none does.
_NAMING = frozenset(("byline", "edited-by", "with-help", "signature", "outlet-line", "agency-mark"))
_BLURB = "author-blurb"
_LABEL = re.compile(
    r"[^\w]*(?:(?:(?:words|text|story|written|reported|posted|published)\s+)?by|authors?|par|rédigé par"
    r"|auteure?s?|por|von|about the (?:author|writer)s?|à propos de l['’]auteure?|sur l['’]auteure?)"
    r"(?:\s*:\s*|\s+|$)",
    re.IGNORECASE,
)
# What stands before a date is looked for in so many characters.
_NEAR_DATE = 100
_BEFORE_DATE = re.compile(
    r"[\W_]*+(?:(?:last )?updated|published|posted|publié|mis à jour)?[\W_]*+(?:on|le)?[\W_]*+$",
    re.IGNORECASE,
)
_BLURB_NAME = re.compile(r"(?P<who>[^,.:;!?\"]{4,60}?),? (?:is|est|covers|writes|reports)\b", re.IGNORECASE)


def find_byline(text: str, removed: tuple[RemovedSpan, ...]) -> str | None:
    """The writers, editors and agencies that the removed spans name, joined by semicolons; None for nobody.

    >>> find_byline("By Awa Diallo, 3 May 2024", (RemovedSpan(0, 25, "byline"),))
    'Awa Diallo'
    """
    lines = [
        (span.rule, " ".join(text[span.start : span.end].split()))
        for span in removed
        if span.rule in _NAMING or span.rule == _BLURB
    ]
    found = dict.fromkeys(_strip(line) for rule, line in lines if rule in _NAMING)
    blurbs = dict.fromkeys(_writer(line) for rule, line in lines if rule == _BLURB)
    return "; ".join(filter(None, found)) or "; ".join(filter(None, blurbs)) or None


def _strip(line: str) -> str:
    """A line without its label before, and without the date behind; empty where nothing is left.

    >>> _strip("Written by: Jane Doe | Updated Sep 5, 2024"), _strip("Par"), _strip("Edited by A. Sow")
    ('Jane Doe', '', 'Edited by A. Sow')
    """
    date = find_date(line)
    if date is not None and date.start:
        before = line[: date.start]
        at = max(0, len(before) - _NEAR_DATE)
        line = before[:at] + _BEFORE_DATE.sub("", before[at:])
    label = _LABEL.match(line)
    return line[label.end() :] if label else line


def _writer(blurb: str) -> str:
    """The name that a sentence on the writer begins with, else the sentence.

    >>> _writer("Jane Doe is a reporter at the Example."), _writer("A reporter who covers finance.")
    ('Jane Doe', 'A reporter who covers finance.')
    """
    found = _BLURB_NAME.match(blurb)
    return found["who"] if found and is_name(found["who"]) else _strip(blurb)
