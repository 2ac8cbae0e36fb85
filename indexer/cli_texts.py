"""Commands that read texts and need no index: clean and annotate."""

import sys
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from indexer.cli_batches import (
    Line,
    TextKind,
    TextLimits,
    annotate_line,
    answer_lines,
    clean_line,
)
from indexer.cli_errors import NOT_FOUND, OK
from indexer.cli_options import authority_option, given_settings, text_options
from indexer.cli_output import as_json, as_text
from indexer.cli_process import rare_collections
from indexer.errors import CleaningError
from indexer.sources.reading import HTML


@click.command()
@text_options
def clean(files: tuple[Path, ...], *, batch: bool, machine: bool) -> int:
    """Print each FILE without its residue; with --json also what was removed and why.

    --batch reads {"id", "kind": "text" or "html", "text"} a line and gives id, title,
    published, byline, language, text, passages and removed. Offsets count characters of the text as
    given, or of the visible text of a page, which comes as the key visible. A line that cannot be used
    gives the key error; the others go on, and the exit code is 1.

    \b
    Examples:
      python -m indexer clean seeds/001_c49576111bc90fa8.txt
      python -m indexer clean --batch < pages.jsonl > cleaned.jsonl
    """
    return _run(files, clean_line(_limits()), lambda line: [line["text"]], batch=batch, machine=machine)


@click.command()
@authority_option
@text_options
def annotate(files: tuple[Path, ...], *, batch: bool, machine: bool, authority: Path | None) -> int:
    """List the actors, places and dates that each FILE names.

    --batch reads {"id", "text"} a line and gives id, title, published, actors, places and dates.
    Offsets count characters of the text as given. A line that cannot be used gives the key
    error; the others go on, and the exit code is 1.

    \b
    Examples:
      python -m indexer annotate seeds/001_c49576111bc90fa8.txt
      python -m indexer annotate --batch < pages.jsonl > linked.jsonl
    """
    answer = annotate_line(_limits(), given_settings(authority=authority))
    return _run(files, answer, _mention_lines, batch=batch, machine=machine)


def _limits() -> TextLimits:
    settings = given_settings()
    return TextLimits(settings.max_text_characters, settings.max_file_bytes)


def _run(
    files: tuple[Path, ...],
    answer: Callable[[Line, int], Line],
    describe: Callable[[Line], Iterable[str]],
    *,
    batch: bool,
    machine: bool,
) -> int:
    if batch == bool(files):
        raise click.UsageError("Name a FILE or give --batch, one of the two.")
    return _run_batch(answer) if batch else _run_files(files, answer, describe, machine=machine)


def _run_batch(answer: Callable[[Line, int], Line]) -> int:
    used = True
    with rare_collections():
        for line, good in answer_lines(sys.stdin.buffer, answer):
            used = used and good
            click.echo(as_json(line))
    return OK if used else NOT_FOUND


def _run_files(
    files: tuple[Path, ...],
    answer: Callable[[Line, int], Line],
    describe: Callable[[Line], Iterable[str]],
    *,
    machine: bool,
) -> int:
    for number, path in enumerate(files, 1):
        text = _read_text(path)
        line = {"id": path.stem, **answer({"text": text, "kind": _kind(path)}, number)}
        click.echo(as_json(line) if machine else as_text(describe(line)))
    return OK


def _read_text(path: Path) -> str:
    """The text of a file, newlines as they are. Raises CleaningError where it is not UTF-8."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise CleaningError(
            f"{path} is not UTF-8 at byte {error.start}. Rebuild reads other encodings: "
            f"python -m indexer rebuild --seeds {path}"
        ) from error


def _kind(path: Path) -> TextKind:
    return "html" if path.suffix.lower() in HTML else "text"


def _mention_lines(line: Line) -> Iterable[str]:
    yield f"{line['id']}  {line['title'] or 'no title'}  {line['published'] or 'no date'}"
    for name in ("actors", "places", "dates"):
        for mention in line[name]:
            what = mention.get("id", mention.get("value"))
            yield f"{mention['start']:7}-{mention['end']:<7} {name[:-1]:6} {what}"
