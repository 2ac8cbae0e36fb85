"""Write names into a user's authority folder: as a spelling, an actor, a place, or noise.

Appends lines and changes none. What would not load is refused, and nothing is written then.
"""

import csv
import io
import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from indexer.entities.authority import Authority, read_authority
from indexer.entities.authority_checks import TYPES, is_address
from indexer.entities.authority_files import (
    ACTORS,
    ALIASES,
    NOISE_FILE,
    PLACES,
    TABLES,
    find_delimiter,
)
from indexer.entities.folding import fold_alias
from indexer.errors import ActorNotFound, SettingsError

_HEADERS = {
    ACTORS.name: ("id", "type", "canonical"),
    ALIASES.name: ("actor_id", "alias"),
    PLACES.name: ("id", "canonical", "country", "kind", "aliases"),
    NOISE_FILE: ("name",),
}
_PREFIXES = {"person": "p-", "place": "pl-"}
_OF_PATTERNS = re.compile(r"([\\{}])")
Row = Mapping[str, str]


def accept_spellings(folder: Path, names: Sequence[str], actor_id: str) -> None:
    """Make names further spellings of an actor. Raises ActorNotFound, SettingsError."""
    authority = _read(folder)
    actor = next((actor for actor in authority.actors if actor.id == actor_id), None)
    if actor is None:
        raise ActorNotFound(f"No actor has the id “{actor_id}”. Look it up in the list of actors.")
    known = {alias.text for alias in actor.aliases}
    for name in names:
        if name in known:
            raise SettingsError(f"“{name}” is a spelling of {actor_id} already; take it out")
    _append(folder, {ALIASES.name: [_alias(actor_id, name) for name in names]})


def accept_actor(folder: Path, names: Sequence[str], kind: str) -> str:
    """Make names the spellings of a new actor, the first its full name. Gives its id.

    Raises SettingsError.
    """
    if kind not in TYPES:
        raise SettingsError(f"The type “{kind}” is unknown; use one of {', '.join(sorted(TYPES))}")
    id_ = _free_id(names[0], kind, _read(folder))
    actor = {"id": id_, "type": kind, "canonical": names[0]}
    _append(folder, {ACTORS.name: [actor], ALIASES.name: [_alias(id_, name) for name in names]})
    return id_


def accept_place(folder: Path, names: Sequence[str], country: str, kind: str) -> str:
    """Make names the spellings of a new place in a country (ISO 3166). Gives its id. Raises SettingsError."""
    id_ = _free_id(names[0], "place", _read(folder))
    place = {
        "id": id_,
        "canonical": names[0],
        "country": country,
        "kind": kind,
        "aliases": "|".join(names[1:]),
    }
    _append(folder, {PLACES.name: [place]})
    return id_


def add_noise(folder: Path, names: Sequence[str]) -> None:
    """Show names no more in the list of unlinked names. Raises SettingsError."""
    _append(folder, {NOISE_FILE: [{"name": name} for name in names]})


def read_noise(folder: Path | None) -> tuple[str, ...]:
    """The names in `noise.csv` of a folder, none where there is none. Raises SettingsError."""
    if folder is None:
        return ()
    path = folder / NOISE_FILE
    try:
        text = _decode(path, path.read_bytes())
        delimiter, header = _read_header(path, text)
        if "name" not in header:
            raise SettingsError(f"{path}, line 1: no column name; add it to the header")
        rows = csv.DictReader(io.StringIO(text, newline=""), header, delimiter=delimiter)
        next(rows, None)
        return tuple(row["name"].strip() for row in rows if row["name"])
    except FileNotFoundError:
        return ()
    except (OSError, csv.Error) as error:
        raise SettingsError(f"{path} cannot be read ({error}); save it as CSV in UTF-8") from error


def _decode(path: Path, content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8; save it as CSV in UTF-8") from error


def _read_header(path: Path, text: str) -> tuple[str, list[str]]:
    """What parts the cells of a file, and its columns: of an empty one those that it will have."""
    delimiter = find_delimiter(text)
    cells = next(csv.reader([text.partition("\n")[0]], delimiter=delimiter), [])
    return delimiter, [cell.strip() for cell in cells] or [*_HEADERS[path.name]]


def _read(folder: Path) -> Authority:
    return read_authority(folder if folder.is_dir() else None)


def _alias(actor_id: str, name: str) -> Row:
    return {"actor_id": actor_id, "alias": _OF_PATTERNS.sub(r"\\\1", name)}


def _free_id(name: str, kind: str, authority: Authority) -> str:
    """An id made of the name that nobody has yet."""
    letters = re.sub(r"[^a-z0-9]+", "-", fold_alias(name)[1].encode("ascii", "ignore").decode()).strip("-")
    wanted = _PREFIXES.get(kind, "") + (letters or "name")
    taken = {actor.id for actor in authority.actors} | {place.id for place in authority.places}
    found, number = wanted, 1
    while found in taken or is_address(found):
        number += 1
        found = f"{wanted}-{number}"
    return found


def _append(folder: Path, rows: Mapping[str, Sequence[Row]]) -> None:
    """Append rows to files of the folder once a copy of it with them loads."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        names = [table.name for table in TABLES] + [NOISE_FILE]
        before = {name: (folder / name).read_bytes() for name in names if (folder / name).exists()}
        after = {name: _with_rows(folder / name, before.get(name, b""), own) for name, own in rows.items()}
        with TemporaryDirectory() as scratch:
            for name, content in (before | after).items():
                (Path(scratch) / name).write_bytes(content)
            try:
                read_authority(Path(scratch))
            except SettingsError as error:
                raise SettingsError(str(error).replace(scratch, str(folder))) from error
        fresh = {name: folder / f".{name}.{os.getpid()}" for name in after}
        try:
            for name, content in after.items():
                fresh[name].write_bytes(content)
            for name, path in fresh.items():
                path.replace(folder / name)
        finally:
            for path in fresh.values():
                path.unlink(missing_ok=True)
    except OSError as error:
        raise SettingsError(f"{folder} cannot be written ({error}); name a folder of your own") from error


def _with_rows(path: Path, content: bytes, rows: Sequence[Row]) -> bytes:
    r"""The content of a file with rows behind it, in the columns of its header.

    >>> _with_rows(Path("noise.csv"), b"", [{"name": "A, B"}])
    b'name\n"A, B"\n'
    """
    text = _decode(path, content)
    delimiter, header = _read_header(path, text)
    for name in dict.fromkeys(name for row in rows for name, cell in row.items() if cell):
        if name not in header:
            raise SettingsError(
                f"{path}, line 1: no column {name}; add it to the header, and a {delimiter} to each line"
            )
    held = io.StringIO()
    writer = csv.DictWriter(
        held, header, restval="", extrasaction="ignore", delimiter=delimiter, lineterminator="\n"
    )
    if not text.strip():
        writer.writeheader()
    writer.writerows(rows)
    between = b"" if not content or content.endswith(b"\n") else b"\n"
    return content + between + held.getvalue().encode("utf-8")
