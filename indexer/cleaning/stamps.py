"""Lines and openings in which a text states its own dates, with who wrote beside them.

Reads a line token by token: one word that belongs to no stamp makes it content.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice

from indexer.cleaning.lines import Line, Page
from indexer.cleaning.names import read_attribution
from indexer.cleaning.phrases import phrases
from indexer.cleaning.stamp_words import BEGINNINGS, Kind, Token, read_token
from indexer.cleaning.wording import Wording
from indexer.cleaning.written_date import WrittenDate, make_date, read_date

# The scraper's own header: only at the very start, and only in this form.
_HEADER = re.compile(r"\s*(?P<residue>date[ \t:]+(?P<value>\d{4}(?:-\d{2}(?:-\d{2})?)?))(?=\s|$)")
_BY = re.compile(
    r"(?:(?:written |posted |reported |story |text |texte |écrit |rédigé |publié |posté )?"
    r"(?-i:by|By|BY|par|Par|PAR|por|Por|von|Von|di|Di)"
    r"(?:\s*:\s*|\s+|(?-i:(?=[A-ZÀ-Ý])))|(?:authors?|auteure?s?|autor(?:a|es)?) ?: ?)",
    re.IGNORECASE,
)
_BY_ARABIC = re.compile(r"(?:بقلم|كتبت?|إعداد|تحرير)\s*:?\s+[^\d|·•:،.]{3,40}")
# Where a writer's name can end: before a date, a cue or a count; also where a blank was lost.
_NAME_END = re.compile(r"(?<=[\s|·•⋅∙,(/–—-])(?=[\w])|(?<=[^\W\d_A-ZÀ-Ý])(?=[A-ZÀ-Ý\d])|(?<=[A-ZÀ-Ý])(?=\d)")
_ENDS_NAME = frozenset({"date", "published", "updated", "ago", "reading", "counter", "time", "day"})
_ONE_WORD = re.compile(r"[^\W\d_][\w'’.-]{2,30}")
_MOST_CHARACTERS = 160
_BEGINS = phrases(*BEGINNINGS)
_SEPARATORS = " \t\u00a0,;|·•⋅∙–—-/("
# An empty "Published: Updated:"; a heading "Updated" has no colon.
_EMPTY = re.compile(
    r"(?:(?:last )?(?:published|posted|updated)|publiée? le|mise? à jour le|publicado|actualizado"
    r"|atualizado)\s?:",
    re.IGNORECASE,
)
# What begins with a name is a stamp only with one of these.
_TELLS = re.compile(r"\d{4}|\d ?min|\bago\b|\b(?:il y a|hace|há|vor) \d|منذ|قبل")
# None is without one of these, and looking for them costs far less.
_MAY_TELL = re.compile(r"\d|ago|منذ|قبل")
# No date is without its year.
_YEAR = re.compile(r"\d{4}")
# How far from the top or the end of a text a stamp may name its writer.
_NEAR_TOP, _NEAR_END = 12, 6
_PROSE, _LONG = 12, 45
_MOST_DATES = 3
# How many first lines may have a stamp glued to them, and how far inside one.
_GLUED_LINES, _HEAD_CHARACTERS = 3, 300
_SIGNED = re.compile(r"(?<!\S)(?:By|BY|Par|PAR|Por|POR|Von|VON)\s+(?=[A-ZÀ-Ý])")


@dataclass(frozen=True, slots=True)
class Part:
    """A token of a stamp, or `writer`: who wrote; with offsets in the line."""

    kind: Kind | str
    start: int
    end: int
    date: WrittenDate | None = None


@dataclass(frozen=True, slots=True)
class Stamp:
    """A line that only states dates, and perhaps who wrote.

    `published` is the date that it gives for the publication, with offsets in the text; `cued`
    is whether words say so, `updated` whether a date of a change is beside it. `writers` are the
    spans that name who wrote, `rest` the others; together they are the line.
    """

    start: int
    end: int
    published: WrittenDate | None
    cued: bool
    updated: bool
    writers: tuple[tuple[int, int], ...] = ()
    rest: tuple[tuple[int, int], ...] = ()


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


@lru_cache(maxsize=1 << 13)
def read_parts(text: str) -> tuple[Part, ...]:
    """The parts of a line that is a stamp from end to end; empty if anything else stands in it.

    >>> [part.kind for part in read_parts("By Jane DoeMay 3, 2024") if part.kind != "join"]
    ['writer', 'date']
    >>> read_parts("On 3 May 2024 the army left")
    ()
    """
    parts = _read(text)
    return parts if parts and parts[-1].end >= len(text.rstrip()) else ()


def _read(text: str, at: int = 0, *, names: bool = True) -> tuple[Part, ...]:
    """The parts from `at` on, up to the first word that belongs to none."""
    parts: list[Part] = []
    while at < len(text):
        token = read_token(text, at)
        if token is not None and token.end > at and _fits(token, parts):
            parts.append(Part(token.kind, at, token.end, token.date))
            at = token.end
            continue
        # The name of an outlet may begin like that of a section: Africa Confidential.
        while (
            parts and parts[-1].kind in {"section", "join"} and any(p.kind == "section" for p in parts[-2:])
        ):
            at = parts.pop().start
        end = _read_writer(text, at) if names else 0
        if not end:
            break
        parts.append(Part("writer", at, end))
        at = end
    return tuple(parts)


def _fits(token: Token, parts: list[Part]) -> bool:
    """Whether a token may stand behind others: a zone only behind a time."""
    before = [part.kind for part in parts[-2:] if part.kind != "join"]
    return token.kind != "zone" or before[-1:] in (["time"], ["zone"])


def _read_writer(text: str, at: int) -> int:
    """Where the names of who wrote end, that begin at `at`; 0 if none do."""
    arabic = _BY_ARABIC.match(text, at)
    if arabic:
        return at + len(arabic[0].rstrip())
    by = _BY.match(text, at)
    if not by and not text[at].isupper():
        return 0
    begin = by.end() if by else at
    ends = (
        found.start()
        for found in _NAME_END.finditer(text, begin + 1)
        if (token := read_token(text, found.start())) is not None and token.kind in _ENDS_NAME
    )
    for end in chain(islice(ends, 3), (len(text),)):
        who = text[begin:end].rstrip(_SEPARATORS)
        if who and (read_attribution(who) or (by and _ONE_WORD.fullmatch(who))):
            return begin + len(who)
    return 0


def read_stamp(line: Line) -> Stamp | None:
    """The stamp that a line is, None if anything else stands in it."""
    if not line.cue or len(line.text) > _MOST_CHARACTERS:
        return None
    if not line.says(_BEGINS) and not line.wording.fact(_tells):
        return None
    parts = read_parts(line.text)
    return make_stamp(line.text, parts, line.start) if parts else None


def make_stamp(text: str, parts: tuple[Part, ...], start: int) -> Stamp | None:
    """What parts of a text that begins at `start` say; None where they say no date at all."""
    kinds = {part.kind for part in parts}
    cue, updater, dates = "", False, dict[str, WrittenDate]()
    for part in parts:
        if part.kind in {"published", "updated"}:
            cue = part.kind
        elif part.kind == "writer":
            # "Updated by Jane Doe on 3 May": apart from its word the date would be that of the text.
            updater |= cue == "updated"
        elif part.date is not None:
            known = dates.setdefault(cue, part.date)
            if part.date.value.startswith(known.value):
                dates[cue] = part.date
    cued = bool(kinds & {"published", "updated"})
    told = bool(kinds & {"time", "day", "ago", "reading"})
    counted = "day" in kinds and bool(kinds & {"reading", "counter"})
    if not dates and "ago" not in kinds and not counted and not (cued and (told or _EMPTY.search(text))):
        return None
    date = dates.get("published") or dates.get("")
    if date is not None:
        date = WrittenDate(date.value, start + date.start, start + date.end)
    writers = [] if updater else [(part.start, part.end) for part in parts if part.kind == "writer"]
    return Stamp(
        start + parts[0].start,
        start + parts[-1].end,
        date,
        cued=cued or "ago" in kinds,
        updated="updated" in kinds,
        writers=tuple((start + first, start + end) for first, end in writers),
        rest=tuple(
            (start + first, start + end)
            for first, end in _between(text, writers, parts[0].start, parts[-1].end)
        ),
    )


def _between(text: str, writers: list[tuple[int, int]], at: int, last: int) -> Iterator[tuple[int, int]]:
    """What is left of a text from `at` to `last` without the writers, white space aside."""
    for start, end in (*writers, (last, last)):
        piece = text[at:start]
        if piece.strip():
            yield at + len(piece) - len(piece.lstrip()), at + len(piece.rstrip())
        at = end


def is_at_top(page: Page, line: Line) -> bool:
    """Whether at most a headline and one sentence, as of a standfirst, stand above a line."""
    if page.in_head(line):
        return True
    above = page.lines[page.first_sentence : line.number]
    return page.first_sentence > 0 and line.number < _NEAR_TOP and sum(one.is_sentence for one in above) == 1


@lru_cache(maxsize=2)
def find_stamps(page: Page) -> tuple[Stamp, ...]:
    """All lines that only state dates of the text itself, or these and who wrote.

    A bare date counts only at the top, as a whole day, and where no other is a heading of the
    text: in a chronology dates are headings. In a list it is a fact of the list, as of a battle.
    Posted and originally published, several may stand there, their labels lost.
    """
    return tuple(_find_stamps(page))


def _find_stamps(page: Page) -> Iterator[Stamp]:
    bare: list[Stamp] = []
    chronology = _is_chronology(page)
    labelled: set[int] = set()
    for line in _candidates(page):
        if line.number in labelled:
            continue
        below = page.after(line)
        label = _read_label(line, below)
        if label is not None and below is not None:
            labelled.add(below.number)
            yield label
            continue
        stamp = read_stamp(line)
        if stamp is None:
            continue
        kinds = {part.kind for part in read_parts(line.text)}
        if _is_plain(page, line, stamp, kinds, chronology=chronology):
            yield stamp
        elif kinds <= {"date", "join"} and is_at_top(page, line) and not page.is_listed(line):
            bare.append(stamp)
    days = [stamp for stamp in bare if stamp.published and len(stamp.published.value) == 10]
    if len(days) == len(bare) <= _MOST_DATES and not chronology and page.prose_lines:
        yield from bare


def _candidates(page: Page) -> Iterable[Line]:
    edges = (*page.lines[:_NEAR_TOP], *page.lines[-_NEAR_END:])
    found = {line.number: line for line in page.lines_saying(_BEGINS)}
    found |= {line.number: line for line in edges if line.is_short and line.wording.fact(_tells)}
    return (found[number] for number in sorted(found))


def _tells(wording: Wording) -> bool:
    return _MAY_TELL.search(wording.text) is not None and _TELLS.search(wording.text) is not None


def _is_plain(page: Page, line: Line, stamp: Stamp, kinds: set[str], *, chronology: bool) -> bool:
    """Whether a stamp is one by its words and place, whatever other dates the text has."""
    top = is_at_top(page, line)
    if stamp.writers:
        by = _BY.match(line.text[stamp.writers[0][0] - line.start :]) is not None
        first = line.number == 0 and stamp.writers[0][0] == line.start and not kinds & {"time", "published"}
        edge = line.number < _NEAR_TOP or page.from_end(line) < _NEAR_END
        return edge and not chronology and (by or (top and not first))
    if stamp.cued:
        return bool(kinds & {"date", "ago"}) or top or page.in_tail(line) or stamp.published is None
    # Below a text they are of comments and teasers, and would date it wrongly.
    told = bool(kinds & {"time", "reading", "counter", "section"}) or _is_signed(page.before(line))
    return top and told and not chronology and not page.is_listed(line)


def _is_signed(line: Line | None) -> bool:
    """Whether a line is a byline by its first word."""
    return (
        line is not None
        and _BY.match(line.text) is not None
        and {p.kind for p in read_parts(line.text)} == {"writer"}
    )


def _read_label(line: Line, below: Line | None) -> Stamp | None:
    """The stamp of two lines of which the upper is a word for publication, the lower its date."""
    if below is None or line.words > 4 or below.words > 8:
        return None
    kinds = {part.kind for part in read_parts(line.text)} - {"join"}
    if not kinds or not kinds <= {"published", "updated"} or len(kinds) > 1:
        return None
    dates = read_parts(below.text)
    if not dates or not {part.kind for part in dates} <= {"date", "time", "zone", "join", "day"}:
        return None
    stamp = make_stamp(below.text, dates, below.start)
    if stamp is None:
        return None
    published = stamp.published if kinds == {"published"} else None
    span = (line.start, below.end)
    return Stamp(*span, published, cued=True, updated=kinds == {"updated"}, rest=(span,))


def _is_chronology(page: Page) -> bool:
    """Whether a date heads a part of the text: below its top, or below a sentence and another date."""
    dates: list[int] = []
    for line in page.lines_saying(_BEGINS):
        if line.words <= _PROSE and line.wording.fact(_is_date) and not page.in_tail(line):
            if not is_at_top(page, line):
                return True
            dates.append(line.number)
    return len(dates) > 1 and dates[0] < page.first_sentence < dates[-1]


def _is_date(wording: Wording) -> bool:
    """Whether a line is a date, perhaps with a time."""
    if not _YEAR.search(wording.text):
        return False
    kinds = {part.kind for part in read_parts(wording.text)} - {"join"}
    return "date" in kinds and kinds <= {"date", "time", "zone"}


def find_openings(page: Page) -> Iterator[Stamp]:
    """Stamps glued to the first sentence of a line, or between a title and the text on one line.

    Only before a capital, and only where the line goes on as prose: else it is a sentence.
    """
    for line in page.lines[:_GLUED_LINES]:
        # The end of a long line may be cut off or glued to residue.
        if line.words < (_PROSE if line.has_final_stop else _LONG):
            continue
        parts = line.wording.fact(_find_opening)
        if not (parts and _opens(page, line, parts)):
            parts = line.wording.fact(_find_signed)
        stamp = make_stamp(line.text, parts, line.start) if parts else None
        if stamp is not None:
            yield stamp


def _find_opening(wording: Wording) -> tuple[Part, ...]:
    """The parts of a stamp at the beginning of a long line."""
    return _trim(_read(wording.text[:_MOST_CHARACTERS], names=False))


def _find_signed(wording: Wording) -> tuple[Part, ...]:
    """The parts of a stamp with a writer and a date inside the beginning of a long line."""
    text = wording.text
    for found in _SIGNED.finditer(text[:_HEAD_CHARACTERS]):
        parts = _trim(_read(text[: _HEAD_CHARACTERS + _MOST_CHARACTERS], found.start()))
        if {"writer", "date"} <= {part.kind for part in parts} and _said(text[parts[-1].end :]):
            return parts
    return ()


def _trim(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """Parts without those at the end that may be words of the sentence behind."""
    while parts and parts[-1].kind in {"join", "section", "published", "updated"}:
        parts = parts[:-1]
    return parts


def _said(behind: str) -> bool:
    """Whether a sentence begins behind a stamp."""
    said = behind.lstrip(" \t\u00a0|-–—·")
    return behind[:1] != said[:1] and (said[:1].isupper() or said[:1] in {'"', "«", "“"})


def _opens(page: Page, line: Line, parts: tuple[Part, ...]) -> bool:
    """Whether the parts before a sentence are a stamp, not the date of what it tells."""
    kinds = {part.kind for part in parts}
    stamp, behind = line.text[: parts[-1].end], line.text[parts[-1].end :]
    if "date" not in kinds or not _said(behind):
        return False
    if kinds & {"published", "updated"}:
        return ":" in stamp or "time" in kinds
    exact = all(part.date is None or len(part.date.value) == 10 for part in parts)
    if not exact or line.number or not behind.lstrip()[:1].isalnum():
        return False
    others = (one for one in page.lines_saying(_BEGINS) if one.number and read_date(one.text) is not None)
    return "time" in kinds or not any(others)
