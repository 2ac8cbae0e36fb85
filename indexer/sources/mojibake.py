"""Text that was decoded as something else than it was, mended.

Changes nothing but broken encoding: no quote is straightened, no letter composed. What was there
is kept beside the text, so that every change can be undone.
"""

import re
from collections.abc import Iterator

import ftfy
from rapidfuzz.distance import Levenshtein

from indexer.schema.document import Repair

# The encodings as which UTF-8 is usually misread; also through each other.
_MISREAD_AS = ("latin-1", "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1257", "iso8859-2")
# First bytes of a character of two, three and four bytes; those that go on.
_LEADS = (bytes(range(0xC2, 0xE0)), bytes(range(0xE0, 0xF0)), bytes(range(0xF0, 0xF5)))
_NEXT = bytes(range(0x80, 0xC0))
# Pieces of a long line, so that finding what was changed in one stays cheap.
_PIECE = re.compile(r"[^\n]{1,2000}(?:(?<= )|(?=[\n ])|\Z)|[^\n]{1,2000}")


# The last byte of a closing quote is no character of Windows-1252, so it is often dropped; followed
# by a blank, what is left would be taken for a dagger.
_CUT_QUOTE = re.compile(r"â€(?=[\s.,;:!?)]|\Z)")
_QUOTE = "â€\x9d"
_SHOWN_CHARACTERS = 20


def _mistaken(raw: bytes) -> str:
    """The characters for which these bytes are mistaken, for a class of a regular expression."""
    signs = {sign for codec in _MISREAD_AS for sign in raw.decode(codec, "ignore")}
    return re.escape("".join(sorted(signs)))


# What misreading gives: characters side by side for the bytes of one; an A with a mark before the
# blank that a no-break space became; quotes and dashes cut off in the middle; control characters;
# UTF-8 read as MacRoman or as code page 437. One class opens all, so that a scan goes from one
# character of it to the next.
_ALONE = "√≈‚├┬Γ\x80-\x9f"
_TWO, _THREE, _FOUR = map(_mistaken, _LEADS)
_GO_ON = f"[{_mistaken(_NEXT)}]"
_SUSPECT = re.compile(
    f"[{_TWO}{_THREE}{_FOUR}{_ALONE}]"
    f"(?:(?<=[{_TWO}]){_GO_ON}|(?<=[{_THREE}])(?:[€Ђ]|{_GO_ON}{{2}})|(?<=[{_FOUR}]){_GO_ON}{{3}}"
    f"|(?<=[ÂÃ]) |(?<=[{_ALONE}]))"
)


def mend(text: str) -> tuple[str, tuple[Repair, ...]]:
    """The text with broken encoding mended, and what stood in each mended stretch.

    Cost: one scan for suspect pairs; only a line with one is looked at closely.

    >>> mend("CafÃ© au lait")
    ('Café au lait', (Repair(start=3, end=4, original='Ã©'),))
    """
    if text.isascii() or not _SUSPECT.search(text):
        return text, ()
    pieces: list[str] = []
    repairs: list[Repair] = []
    copied = length = 0
    for start, end in _suspect_pieces(text):
        given = text[start:end]
        fixed = _fix(given)
        if fixed == given:
            continue
        pieces += (text[copied:start], fixed)
        length += start - copied
        repairs += (
            Repair(length + to_start, length + to_end, given[from_start:from_end])
            for from_start, from_end, to_start, to_end in _changes(given, fixed)
        )
        length += len(fixed)
        copied = end
    pieces.append(text[copied:])
    return "".join(pieces), tuple(repairs)


def _fix(given: str) -> str:
    fixed = ftfy.fix_encoding(_CUT_QUOTE.sub(_QUOTE, given))
    return ftfy.fix_encoding(given) if _QUOTE in fixed else fixed


def say_mended(repairs: tuple[Repair, ...]) -> tuple[str, ...]:
    """The note on what was mended; none where nothing was.

    >>> say_mended((Repair(3, 4, "Ã©"),))
    ('1 stretch of broken encoding was mended (“Ã©”); the text as delivered is kept.',)
    """
    if not repairs:
        return ()
    many = f"{len(repairs):,} stretches of broken encoding were"
    often = "1 stretch of broken encoding was" if len(repairs) == 1 else many
    shown = "".join(filter(str.isprintable, repairs[0].original))[:_SHOWN_CHARACTERS]
    return (f"{often} mended (“{shown}”); the text as delivered is kept.",)


def _suspect_pieces(text: str) -> Iterator[tuple[int, int]]:
    """Lines that hold a suspect pair, long ones in pieces that end at a blank if they can."""
    at = 0
    while found := _SUSPECT.search(text, at):
        start = text.rfind("\n", 0, found.start()) + 1
        end = text.find("\n", found.end())
        end = len(text) if end < 0 else end
        yield from (piece.span() for piece in _PIECE.finditer(text, max(start, at), end))
        at = end


def _changes(given: str, fixed: str) -> Iterator[tuple[int, int, int, int]]:
    """Where the two differ, as offsets into each; changes that touch are one."""
    last: tuple[int, int, int, int] | None = None
    for step in Levenshtein.opcodes(given, fixed):
        if step.tag == "equal":
            continue
        if last and last[1] == step.src_start and last[3] == step.dest_start:
            last = (last[0], step.src_end, last[2], step.dest_end)
            continue
        if last:
            yield last
        last = (step.src_start, step.src_end, step.dest_start, step.dest_end)
    if last:
        yield last
