"""Labelled texts, read from files of JSON lines.

Reads only. A line has its `text`, or names a `file` whose text is read as it is, newlines and all.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from benchmarks.actors.scoring import NOBODY, Gold, GoldSpan, Text

Row = Mapping[str, Any]


def read_gold(path: Path, texts: Path) -> list[Gold]:
    """The texts of one file; `texts` is the folder of those that are named instead of given.

    Raises:
        ValueError: a line that is no JSON object, with its number.
        OSError: a file that cannot be read.
    """
    with path.open(encoding="utf-8", newline="") as file:
        return [_read_row(row, number, texts) for number, row in enumerate(_rows(file, path), 1)]


def _rows(lines: Iterable[str], path: Path) -> Iterator[Row]:
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise ValueError(f"{path.name}, line {number}: {error}") from error
            if not isinstance(row, dict):
                raise ValueError(f"{path.name}, line {number}: an object is needed")
            yield row


def _read_row(row: Row, number: int, texts: Path) -> Gold:
    text = row["text"] if "text" in row else _read_text(texts / Path(row["file"]).name)
    expected = row.get("expected")
    mentions = [_actor(span) for span in row.get("actors", ())]
    mentions += [_open(span) for span in row.get("others", ())]
    return Gold(
        id=str(row.get("doc_id") or row.get("name") or number),
        given=Text(text, row.get("lang", "en"), row.get("url")),
        actors=frozenset(row["doc_actors"]) if "doc_actors" in row else None,
        optional=frozenset(row.get("doc_actors_optional", ())),
        mentions=tuple(mentions) if "actors" in row else None,
        places=tuple(map(_actor, row["places"])) if "places" in row else None,
        dates=tuple(map(_date, row["dates"])) if "dates" in row else None,
        published=row.get("published"),
        trap=frozenset(expected) if expected is not None else None,
    )


def _read_text(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


def _actor(span: Row) -> GoldSpan:
    required = span.get("required", True) and not span["id"].startswith(NOBODY)
    return GoldSpan((span["id"],), span["start"], span["end"], required, span.get("title_start"))


def _open(span: Row) -> GoldSpan:
    return GoldSpan((), span["start"], span["end"], required=False, open=True, never=tuple(span["never"]))


def _date(span: Row) -> GoldSpan:
    return GoldSpan((span["value"], *span["alt"]), span["start"], span["end"], span["required"])
