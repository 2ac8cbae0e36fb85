"""Lines and headers in which a text states its own dates.

Reads a line token by token: one word that belongs to no stamp makes it content.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from indexer.cleaning.lines import Line, Page
from indexer.cleaning.names import is_desk, is_name_list
from indexer.cleaning.phrases import phrases
from indexer.cleaning.written_date import MONTH, WEEKDAY, WrittenDate, make_date, read_date

# The scraper's own header: only at the very start, and only in this form.
_HEADER = re.compile(r"\s*(?P<residue>date[ \t:]+(?P<value>\d{4}(?:-\d{2}(?:-\d{2})?)?))(?=\s|$)")
_PUBLISHED = re.compile(
    r"(?:first |originally |article )?(?:published|posted|publiée?s?|parue?|mis(?:e)? en ligne|publicado"
    r"|veröffentlicht"
    r"|publication date|publish date|date published|date de publication)\b"
    r"(?: (?:on|le|at|el|em|am|the)\b)?",
    re.IGNORECASE,
)
_UPDATED = re.compile(
    r"(?:last |article )?(?:updated|modified|edited|update|mise? à jour|dernière (?:mise à jour"
    r"|modification)|actualisée?"
    r"|modifiée?|actualizado|atualizado|aktualisiert)\b(?: (?:on|le|at|el|em|am|the)\b)?",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:at |à |um )?\d{1,2}\s?(?:[:hH.]\s?\d{2}(?::\d{2})?|h)\s?(?:[ap]\.?m\.?)?|\d{1,2}\s?[ap]\.?m\.?"
    r"|T\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?",
    re.IGNORECASE,
)
_JUNK = re.compile(
    r"[\s,|·•@–—:;()-]+|date\b|(?:gmt|utc|cet|cest|wat|est|edt|pst|pdt|bst|ist|z)\b|[+-]\d{2}:?\d{2}"
    r"|heure(?: de paris)?",
    re.IGNORECASE,
)
_AGO = re.compile(
    r"(?:(?:published|posted|updated|publié|mis à jour) )?(?:(?:about |over )?(?:\d{1,3}|an?"
    r"|one) (?:sec(?:ond)?|min(?:ute)?|hour|hr|day|week|month)s? ago"
    r"|il y a (?:environ )?(?:\d{1,3}|une?) (?:seconde|minute|heure|jour|semaine|mois)s?)",
    re.IGNORECASE,
)
_BY = re.compile(r"(?:by|par|por|von)\s+(?P<who>\S.*)", re.IGNORECASE)
_COLON = re.compile(r"\s?:\s?")
_MOST_CHARACTERS = 160
# How a stamp can begin; what follows is read token by token.
_BEGINS = phrases(
    r"\W*(?:\d|at |à |um |date|heure|gmt|utc|cet|cest|wat|est|edt|pst|pdt|bst|ist|z\b).*",
    rf"\W*(?:{WEEKDAY}|{MONTH}).*",
    *(rf"\W*(?:{pattern.pattern}).*" for pattern in (_PUBLISHED, _UPDATED, _AGO)),
)


@dataclass(frozen=True, slots=True)
class Stamp:
    """A line that only states dates.

    `published` is the date that it gives for the publication, with offsets in the text; `cued`
    is whether words say so, `updated` whether a date of a change is beside it.
    """

    start: int
    end: int
    published: WrittenDate | None
    cued: bool
    updated: bool


def find_header(text: str) -> tuple[WrittenDate | None, int, int] | None:
    """The scraper's ` date 2024-03-27` at the very start: its date and its span.

    >>> find_header(" date 2024-03-27 In Mali")
    (WrittenDate(value='2024-03-27', start=6, end=16), 1, 16)
    """
    found = _HEADER.match(text)
    if not found:
        return None
    value = make_date(*found.group("value").split("-"))
    start, end = found.span("value")
    return WrittenDate(value, start, end) if value else None, *found.span("residue")


def find_glued_stamp(text: str) -> int:
    """Where a stamp ends that stands before the first sentence of a line; 0 if none does.

    Only with a colon behind its word and a capital behind its date: else it is a sentence.

    >>> find_glued_stamp("Published: 3 May 2024 The army left."), find_glued_stamp("Published 3 May 2024")
    (21, 0)
    """
    cue = _PUBLISHED.match(text) or _UPDATED.match(text)
    colon = _COLON.match(text, cue.end()) if cue else None
    date = read_date(text, colon.end()) if colon else None
    if date is None:
        return 0
    behind = text[date.end :].lstrip(" |-–—·")
    return date.end if behind[:1].isupper() else 0


def read_stamp(line: Line) -> Stamp | None:
    """The stamp that a line is, None if anything else stands in it."""
    if not line.cue or len(line.text) > _MOST_CHARACTERS:
        return None
    if _AGO.fullmatch(line.cue):
        return Stamp(line.start, line.end, None, cued=True, updated=False)
    text, at = line.text, 0
    cue, cued, updated, timed = "", False, False, False
    dates: dict[str, WrittenDate] = {}
    while at < len(text):
        if found := _PUBLISHED.match(text, at):
            cue, cued, at = "published", True, found.end()
        elif found := _UPDATED.match(text, at):
            cue, updated, at = "updated", True, found.end()
        elif date := read_date(text, at):
            dates.setdefault(cue, date)
            at = date.end
        elif found := _TIME.match(text, at):
            timed, at = True, found.end()
        elif found := _JUNK.match(text, at):
            at = found.end()
        elif dates and _is_writer(text[at:]):
            break
        else:
            return None
    return _judge(line, dates, cued=cued, updated=updated, timed=timed)


def _is_writer(text: str) -> bool:
    """Whether the end of a line names who published: by admin, par Awa Diallo."""
    found = _BY.fullmatch(text)
    return found is not None and (is_name_list(found["who"]) or is_desk(found["who"]))


def _judge(
    line: Line, dates: dict[str, WrittenDate], *, cued: bool, updated: bool, timed: bool
) -> Stamp | None:
    if not dates:
        # "Published: Updated:" with nothing after; a heading "Updated" has no colon.
        empty = (cued or updated) and ":" in line.text and not timed
        return Stamp(line.start, line.end, None, cued=True, updated=updated) if empty else None
    date = dates.get("published") or (dates.get("") if not updated or cued else None)
    if date is not None:
        date = WrittenDate(date.value, line.start + date.start, line.start + date.end)
    return Stamp(line.start, line.end, date, cued=cued or updated, updated=updated)


def find_stamps(page: Page) -> Iterator[Stamp]:
    """All lines that only state dates of the text itself.

    A bare date counts only above the first sentence, as a whole day, and as the only bare date:
    in a chronology dates are headings. In a list it is a fact of the list, as of a battle.
    """
    bare: list[Stamp] = []
    for line in page.lines_saying(_BEGINS):
        stamp = read_stamp(line)
        if stamp is None:
            continue
        if stamp.cued:
            yield stamp
        elif not page.is_listed(line):
            bare.append(stamp)
            if len(bare) > 1 or not page.in_head(line):
                bare.append(stamp)
    if len(bare) == 1 and bare[0].published and len(bare[0].published.value) == 10 and page.prose_lines:
        yield bare[0]
