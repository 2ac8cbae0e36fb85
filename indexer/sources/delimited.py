"""Rows of CSV and TSV: one page a row, columns named in the first.

A row that is broken is told by its line and costs no other row. Holds one row.
"""

import codecs
import csv
import hashlib
import io
import re
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.errors import SeedError
from indexer.schema.document import RawPage
from indexer.sources.encoding import decode
from indexer.sources.jsonl import LineLimits
from indexer.sources.page_fields import Delivered, check_text, field_of, make_page
from indexer.sources.page_hashes import KeptPages, KnownPages, gather_kept
from indexer.sources.problems import SourceProblem
from indexer.sources.web_encodings import find_encoding

_DELIMITERS = ",;\t|"
# How much of a file its encoding is told from.
_HEAD_BYTES = 1 << 16
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1f]")
# Bytes that are not of the encoding, as Python keeps them, and zero bytes.
_UNDECODED = re.compile("[\udc80-\udcff\0]")
# How much of a line that is too long is read at once while it is passed over.
_SKIPPED_CHARACTERS = 1 << 16
_CURE = "Put a text that holds quotes, delimiters or line breaks between quotes, and double the quotes in it"


@dataclass(frozen=True, slots=True)
class _Encoding:
    """How a file is decoded, how a row goes back to its bytes, and what was guessed."""

    name: str
    decoder: str
    encoder: str
    errors: str
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Header:
    """The delimiter, how many columns there are, and those that are read, the best name first."""

    delimiter: str
    width: int
    columns: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row with the number of its first line, its text, and its cells or what is wrong with it."""

    line: int
    text: str
    cells: tuple[str, ...]
    problem: str = ""


def read_rows(
    path: Path, stream: io.BufferedReader, limits: LineLimits, name: str, known: KnownPages
) -> Iterator[RawPage | KeptPages | SourceProblem]:
    """One page a row, or what is wrong with the row; empty rows are nothing.

    The bytes of a page are those of its row without the last line break; in UTF-16 the mark of the
    file stands before none. Raises SeedError where the first row names no text, and as the stream does.
    """
    encoding = _find_encoding(stream)
    lines = _Lines(io.TextIOWrapper(stream, encoding.decoder, encoding.errors, newline=""), limits.line_bytes)
    try:
        first = next((line for line in iter(lines.take, "") if line.strip()), "")
    except ValueError as error:
        raise SeedError(f"{error}. Name the columns in the first row.") from error
    if not first:
        raise SeedError("it is empty.")
    header = _read_header(first)
    # One for the whole process: what others read is not to be cut by the bound of this file
    csv.field_size_limit(max(csv.field_size_limit(), limits.line_bytes))
    file = _File(name, path.name.split(".")[0], header, encoding, limits.text_characters)
    known = known.under(f"{encoding.name}\n{first}")
    return gather_kept(file.read(row, known) for row in _count_broken(_cut_rows(lines, header)))


@dataclass(frozen=True, slots=True)
class _File:
    """What all rows of a file share."""

    name: str
    stem: str
    header: _Header
    encoding: _Encoding
    limit: int

    def read(self, row: _Row, known: KnownPages) -> RawPage | SourceProblem | str:
        """The page of a row; its id alone where it is known."""
        if row.problem:
            return SourceProblem(row.line, row.problem)
        raw = row.text.rstrip("\r\n").encode(self.encoding.encoder, self.encoding.errors)
        page = Delivered(self.name, f"{self.stem}-{row.line}", raw, hashlib.sha256(raw))
        if id_ := known.find(page.sha256) or known.find_numbered(page.sha256, page.place):
            return id_
        name, notes, cells = self.encoding.name, self.encoding.notes, row.cells
        try:
            if _UNDECODED.search(row.text):
                text, name, notes = decode(raw)
                cells = tuple(next(csv.reader([text], delimiter=self.header.delimiter, strict=True)))
            elif self.encoding.errors == "replace" and (lost := row.text.count("\ufffd")):
                notes = (*notes, f"{lost} broken characters were replaced.")
            fields = self._fields(cells)
        except (SeedError, ValueError, csv.Error) as error:
            return SourceProblem(row.line, str(error).rstrip("."))
        return make_page(fields, page, known, notes, name)

    def _fields(self, cells: tuple[str, ...]) -> Mapping[str, str]:
        """What the cells say, by field. Raises ValueError where there is no text that can be used."""
        if _is_uneven(cells, self.header.width):
            raise ValueError(_say_uneven(cells, self.header.width))
        found: dict[str, str] = {}
        for at, field in self.header.columns:
            if at < len(cells) and cells[at] and field not in found:
                found[field] = cells[at]
        if "html" not in found:
            found.setdefault("text", "")
        check_text(found, self.limit)
        return found


class _Lines:
    """The lines of a file, of which some can be given back."""

    def __init__(self, text: io.TextIOWrapper, limit: int) -> None:
        self._text = text
        self._limit = limit
        self._back: deque[str] = deque()
        self.taken = 0

    def take(self) -> str:
        """The next line with its break, empty at the end. Raises ValueError for one that is too long."""
        line = self._back.popleft() if self._back else self._text.readline(self._limit + 1)
        self.taken += bool(line)
        if len(line) <= self._limit:
            return line
        while line and not line.endswith(("\r", "\n")):
            line = self._text.readline(_SKIPPED_CHARACTERS)
        raise ValueError(f"the line has more than {self._limit:,} characters")

    def give_back(self, lines: list[str]) -> None:
        """Have these lines taken once more."""
        self._back.extendleft(reversed(lines))
        self.taken -= len(lines)

    def feed(self, taken: list[str]) -> Iterator[str]:
        """The lines of one row for as long as it wants more, put into `taken` too."""
        size = 0
        while line := self.take():
            taken.append(line)
            size += len(line)
            if size > self._limit:
                raise ValueError(f"the row has more than {self._limit:,} characters")
            yield line


def _cut_rows(lines: _Lines, header: _Header) -> Iterator[_Row]:
    """The rows of a file. Of a broken one only the first line is given up: the next may begin a row."""
    while True:
        number, taken = lines.taken + 1, list[str]()
        problem = ""
        cells: list[str] | None = []
        try:
            cells = next(csv.reader(lines.feed(taken), delimiter=header.delimiter, strict=True), None)
        except csv.Error:
            problem = f"its quotes do not match. {_CURE}"
        except ValueError as error:
            problem = str(error)
        if cells is None:
            return
        if cells and not problem and _is_uneven(cells, header.width):
            problem = _say_uneven(cells, header.width)
        if problem:
            lines.give_back(taken[1:])
        if problem or any(map(str.strip, cells)):
            yield _Row(number, "".join(taken), tuple(cells), problem)


def _count_broken(rows: Iterator[_Row]) -> Iterator[_Row]:
    """The rows; of a run of broken ones the first, and how many follow: an open quote breaks thousands."""
    last = _Row(0, "", ())
    more = 0
    for row in rows:
        if row.problem and last.problem:
            last = row if not more else last
            more += 1
            continue
        if more:
            yield replace(last, problem=_say_more(more))
        more, last = 0, row
        yield row
    if more:
        yield replace(last, problem=_say_more(more))


def _say_more(rows: int) -> str:
    return f"{rows:,} more broken rows begin here" if rows > 1 else "1 more broken row begins here"


def _say_uneven(cells: Sequence[str], width: int) -> str:
    many = "1 cell" if len(cells) == 1 else f"{len(cells)} cells"
    return f"it has {many}, the first row names {width}. {_CURE}"


def _is_uneven(cells: Sequence[str], width: int) -> bool:
    return len(cells) < width or any(map(str.strip, cells[width:]))


def _read_header(first: str) -> _Header:
    """The header with the delimiter that gives it the most known names. Raises SeedError."""
    best = _Header(",", 0, ())
    for delimiter in _DELIMITERS:
        try:
            names = next(csv.reader([first], delimiter=delimiter, strict=True), [])
        except csv.Error:
            continue
        ranked = sorted((*found[::-1], at) for at, name in enumerate(names) if (found := field_of(name)))
        columns = tuple((at, field) for _, field, at in ranked)
        if len(columns) > len(best.columns):
            best = _Header(delimiter, len(names), columns)
    if not {"text", "html"} & {field for _, field in best.columns}:
        raise SeedError("its first row names no column “text” or “html”. Name the columns in the first row.")
    return best


def _find_encoding(stream: io.BufferedReader) -> _Encoding:
    """The encoding of a file by its first lines. Raises SeedError for what is no text."""
    head = stream.peek(_HEAD_BYTES)[:_HEAD_BYTES]
    if head.startswith(_UTF16_MARKS):
        order = "utf-16-le" if head.startswith(codecs.BOM_UTF16_LE) else "utf-16-be"
        return _Encoding("utf-16", "utf-16", order, "replace", ())
    try:
        _, name, notes = decode(head[: len(head) // 2 * 2])
    except SeedError:
        # Zero bytes in one row are no fault of the others.
        _, name, notes = decode(_CONTROLS.sub(b"", head[: head.rfind(b"\n") + 1] or head))
    if name.startswith("utf-16"):
        return _Encoding(name, name, name, "replace", notes)
    if name.startswith("utf-8"):
        # What is broken in it is told row by row.
        return _Encoding("utf-8", name, "utf-8", "surrogateescape", ())
    decoder = (find_encoding(name) or (name, name))[1]
    return _Encoding(name, decoder, decoder, "surrogateescape", notes)
