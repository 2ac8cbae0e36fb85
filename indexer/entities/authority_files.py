"""Read the lines of authority files, as they stand.

Knows files, columns and lines, never what a cell means; who knows says through `Line.refuse`
what is wrong with one.
"""

import contextlib
import csv
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NoReturn

from indexer.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Table:
    """One file of the authority: the columns that it must have, and those that it may have."""

    name: str
    needed: tuple[str, ...]
    optional: tuple[str, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """All of them."""
        return self.needed + self.optional


ACTORS = Table(
    "actors.csv",
    ("id", "type", "canonical"),
    (
        *("label", "parent", "successor", "region", "decoy"),
        *("wikidata", "active_from", "active_to", "note", "source"),
    ),
)
ALIASES = Table(
    "aliases.csv",
    ("actor_id", "alias"),
    ("lang", "case", "kind", "ambiguous", "needs", "veto", "withdraw"),
)
OFFICES = Table("offices.csv", ("actor_id", "office"), ("of", "from", "to", "source"))
PLACES = Table(
    "places.csv",
    ("id", "canonical", "country", "kind"),
    ("aliases", "ambiguous", "region", "geonames", "lat", "lon"),
)
TABLES = (ACTORS, ALIASES, OFFICES, PLACES)
# Names that are nobody's: kept in a user's folder, read by the review of unlinked names alone.
NOISE_FILE = "noise.csv"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file, counted from 1; a cell that spans lines counts as the first of them.

    `cells` holds every column of the table, without blanks around; those that the file `lacks`
    are empty.
    """

    path: Path
    number: int
    cells: Mapping[str, str]
    lacks: frozenset[str] = frozenset()

    @property
    def place(self) -> str:
        """Where it stands, as messages say it."""
        return f"{self.path}, line {self.number}"

    def refuse(self, what: str) -> NoReturn:
        """Raise SettingsError with the place of the line before what is wrong and what to do."""
        raise SettingsError(f"{self.place}: {what}")

    def laid_over(self, older: "Line") -> "Line":
        """This line, with the older one's cells in the columns that its own file lacks."""
        return replace(self, cells={**self.cells, **{name: older.cells[name] for name in self.lacks}})


@dataclass(frozen=True, slots=True)
class AuthorityFolder:
    """The files of one folder as they were when it was read. `digest` is a SHA-256 of them all."""

    path: Path
    contents: Mapping[str, bytes]

    @property
    def digest(self) -> str:
        """Of names and contents; another one where any byte is."""
        found = hashlib.sha256()
        for name, content in sorted(self.contents.items()):
            found.update(f"{name} {len(content)}\n".encode())
            found.update(content)
        return found.hexdigest()

    def lines(self, table: Table) -> Iterator[Line]:
        """The lines of one file but empty ones; none where there is no such file.

        Raises SettingsError for what is no CSV in UTF-8, for a wrong header, for a line with too
        few or too many cells. Cells may be parted by semicolons, as a spreadsheet in French does.
        """
        content = self.contents.get(table.name)
        if content is not None:
            yield from _read_lines(self.path / table.name, content, table)


NO_FOLDER = AuthorityFolder(Path(), {})


def read_folder(folder: Path, *, whole: bool = True) -> AuthorityFolder:
    """The authority files of a folder: all of them if it must be `whole`, else those that are there.

    Raises SettingsError for a missing folder or file, and in a user's folder for a CSV file that
    nothing would read.
    """
    if not folder.is_dir():
        raise SettingsError(f"{folder} is no folder; make it, or name another as the authority")
    known = {table.name for table in TABLES}
    if not whole:
        present = {path.name for path in folder.iterdir()}
        for name in sorted(present - known - {NOISE_FILE}):
            if name.lower().endswith(".csv"):
                raise SettingsError(f"{folder / name} is not read; call it one of {', '.join(sorted(known))}")
        known &= present
    contents = {}
    for name in sorted(known):
        try:
            contents[name] = (folder / name).read_bytes()
        except FileNotFoundError as error:
            raise SettingsError(f"{folder / name} is missing; put {name} there") from error
        except OSError as error:
            raise SettingsError(f"{folder / name} cannot be read ({error.strerror}); mend that") from error
    return AuthorityFolder(folder, contents)


def folder_stamp(folder: Path) -> tuple[tuple[str, int, int, int], ...]:
    """Another value after any change of an authority file in a folder. Cost: looks at no content."""
    found = []
    for name in (table.name for table in TABLES):
        with contextlib.suppress(OSError):
            status = (folder / name).stat()
            found.append((name, status.st_mtime_ns, status.st_size, status.st_ino))
    return tuple(found)


def find_delimiter(text: str) -> str:
    """What parts the cells of a file: a semicolon where the header has some and no comma.

    >>> find_delimiter("name;note"), find_delimiter("name")
    (';', ',')
    """
    head = text.partition("\n")[0]
    return ";" if ";" in head and "," not in head else ","


def _read_lines(path: Path, content: bytes, table: Table) -> Iterator[Line]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{path}, line {number}: this is not UTF-8; save it as CSV in UTF-8") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, delimiter=find_delimiter(text))
    header: list[str] | None = None
    number = 0
    try:
        while True:
            number = reader.line_num + 1
            cells = [cell.strip() for cell in next(reader)]
            if header is None:
                header = cells
                _check_header(Line(path, number, {}), cells, table)
            elif any(cells):
                yield _line(path, number, header, cells, table)
    except StopIteration:
        if header is None:
            Line(path, 1, {}).refuse(f"there is no header; write {','.join(table.needed)}")
    except csv.Error as error:
        raise SettingsError(f"{path}, line {number}: {error}; close the quotes, or double them") from error


def _line(path: Path, number: int, header: list[str], cells: list[str], table: Table) -> Line:
    lacks = frozenset(table.columns) - frozenset(header)
    line = Line(path, number, {**dict.fromkeys(lacks, ""), **dict(zip(header, cells, strict=False))}, lacks)
    if len(cells) != len(header):
        line.refuse(f"{len(header)} cells are needed, not {len(cells)}; quote a cell that holds a comma")
    return line


def _check_header(line: Line, header: list[str], table: Table) -> None:
    if missing := [name for name in table.needed if name not in header]:
        line.refuse(f"no column {', '.join(missing)}; add it to the header")
    for name in header:
        if name not in table.columns:
            line.refuse(f"the column “{name}” is unknown; use one of {', '.join(table.columns)}")
        if header.count(name) > 1:
            line.refuse(f"there are two columns {name}; take one of them out")
