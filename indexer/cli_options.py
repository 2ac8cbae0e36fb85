"""Options that several commands share, and how they are read.

Each value given here goes over the environment, which goes over the default.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from indexer.api import read_date_filter
from indexer.query.request import SORTS
from indexer.schema.languages import read_language
from indexer.setting_texts import read_hosts
from indexer.settings import ENGINES, Settings, load_settings

F = TypeVar("F", bound=Callable[..., Any])


def json_option(command: F) -> F:
    """--json, for programs."""
    return click.option("--json", "machine", is_flag=True, help="Print JSON for a program.")(command)


def index_options(command: F) -> F:
    """--index, --engine and --url: where the index is."""
    command = click.option(
        "--url", metavar="URL", callback=_check_url, help="Where the engine is, if not on this disk."
    )(command)
    command = click.option("--engine", type=click.Choice(ENGINES), help="What stores and answers.")(command)
    folder = click.Path(path_type=Path, file_okay=False)
    return click.option("--index", type=folder, help="The folder of the index.")(command)


def _check_url(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Addresses without a name or password; what was given is not repeated."""
    try:
        return None if value is None else ",".join(read_hosts(value))
    except ValueError as error:
        raise click.BadParameter(
            f"it cannot be used ({error}); write https://node:9200, several joined by commas, and give name "
            "and password in CUTTINGS_USER and CUTTINGS_PASSWORD"
        ) from None


def authority_option(command: F) -> F:
    """--authority: a folder over the shipped authority file."""
    return click.option(
        "--authority",
        metavar="DIR",
        type=click.Path(path_type=Path, file_okay=False),
        help="Your own actors.csv, aliases.csv, places.csv, offices.csv, laid over the shipped ones.",
    )(command)


def jobs_option(command: F) -> F:
    """--jobs: how many processes work."""
    return click.option(
        "--jobs", metavar="N", type=click.IntRange(min=1), help="Processes that clean and link."
    )(command)


def source_options(command: F) -> F:
    """--seeds, --authority, where the index is, --jobs, --no-clean, --no-link and --json."""
    command = json_option(command)
    command = click.option("--no-link", is_flag=True, help="Take only the actors that a line carries.")(
        command
    )
    command = click.option("--no-clean", is_flag=True, help="Take each text as it is.")(command)
    command = authority_option(jobs_option(command))
    return click.option(
        "--seeds",
        multiple=True,
        type=click.Path(exists=True, path_type=Path),
        help="A file or folder to read; repeat it for several. Else the setting seeds.",
    )(index_options(command))


def text_options(command: F) -> F:
    """FILE..., --batch and --json: which texts, and in which form they come and go."""
    command = json_option(command)
    command = click.option("--batch", is_flag=True, help="JSON lines from stdin to stdout.")(command)
    files = click.Path(exists=True, dir_okay=False, path_type=Path)
    return click.argument("files", nargs=-1, metavar="[FILE]...", type=files)(command)


class DateFilter(click.ParamType[str]):
    """A date, a range of dates, or none; `field` is published or mentioned."""

    name = "date"

    def __init__(self, field: str) -> None:
        self.field = field

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The canonical facet value; fails on what is no date."""
        canonical = read_date_filter(self.field, value)
        if canonical is None:
            allowed = "2024, 2024-03, 2024-03-27, 2023-12..2024-01 or none"
            self.fail(f"“{value}” is no date; write {allowed}", param, ctx)
        return canonical


class LanguageFilter(click.ParamType[str]):
    """A language by its code or name, or none."""

    name = "language"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The facet value; fails on what is no language that texts are told to be in."""
        code = read_language(value)
        if code is None:
            self.fail(f"“{value}” is no known language; write en, French or none", param, ctx)
        return code


def _several(flag: str, name: str, says: str, kind: click.ParamType[str] | None = None) -> click.Option:
    metavar = kind.name.upper() if kind else "ID"
    return click.Option([flag, name], multiple=True, metavar=metavar, type=kind, help=says)


def _choice(flag: str, name: str, values: tuple[str, ...], says: str) -> click.Option:
    return click.Option(
        [flag, name], type=click.Choice(values), default=values[0], show_default=True, help=says
    )


def _number(flag: str, default: int, says: str) -> click.Option:
    return click.Option(
        [flag], metavar="N", type=click.IntRange(min=1), default=default, show_default=True, help=says
    )


# One option for each field of a SearchRequest, under its name.
FILTER_OPTIONS = (
    _several("--actor", "actors", "Name this actor; the command actors lists them."),
    _several("--not-actor", "not_actors", "Do not name this actor."),
    _choice("--actors", "actors_match", ("all", "any"), "Several --actor: all of them or any."),
    _choice("--parents", "parents", ("alone", "whole"), "An actor alone, or with all that is part of it."),
    _several("--published", "published", "2024, 2024-03, 2023-12..2024-01, none.", DateFilter("published")),
    _several("--mentioned", "mentioned", "A date talked about.", DateFilter("mentioned")),
    _several("--place", "places", "Name this place."),
    _several("--document", "documents", "This document only."),
    _several("--source", "sources", "From this outlet or host."),
    _several("--language", "languages", "In this language: en, French, none.", LanguageFilter()),
)
READING_OPTIONS = (
    _choice("--match", "match", ("auto", "all", "any"), "All of the words, any, or any if none has all."),
    _choice("--spelling", "spelling", ("all", "exact"), "Names under every spelling, or as typed."),
    _choice("--sort", "sort", SORTS, "By score or by date of publication, the undated last."),
)
REQUEST_OPTIONS = (
    *FILTER_OPTIONS,
    *READING_OPTIONS,
    _choice("--copies", "copies", ("fold", "all"), "Near copies as one hit, or each."),
    _number("--page", 1, "Which page of hits."),
    _number("--per", 10, "Hits on a page."),
)

# What chooses or orders a list of hits, and says nothing about one of them.
LIST_OPTIONS = ("documents", "sort", "copies", "page", "per")


def request_options(command: F) -> F:
    """QUERY and an option for each filter of a search."""
    return _with(command, [click.Argument(["text"], default="", metavar="[QUERY]"), *REQUEST_OPTIONS])


def explain_options(command: F) -> F:
    """QUERY, DOCUMENT and an option for each filter of a search, as they decide what is explained."""
    said = [option for option in REQUEST_OPTIONS if option.name not in LIST_OPTIONS]
    return _with(command, [click.Argument(["text"], metavar="QUERY"), click.Argument(["document"]), *said])


def batch_options(command: F) -> F:
    """What all queries of a file have in common, and how they are read and written."""
    options: list[click.Parameter] = [
        *FILTER_OPTIONS,
        *READING_OPTIONS,
        _number("--limit", 1000, "Hits a query."),
        click.Option(
            ["--input", "kind"],
            type=click.Choice(("jsonl", "text")),
            help="JSON lines, or a query a line; else as the name of the file says.",
        ),
        _choice("--format", "form", ("jsonl", "csv", "trec"), "jsonl keeps the other keys of a line."),
        click.Option(["--facets"], is_flag=True, help="Also the total and every facet's counts (not trec)."),
    ]
    return _with(command, options)


def _with(command: F, params: Sequence[click.Parameter]) -> F:
    """Add to what click's own decorators keep on a function, the last option first."""
    held = getattr(command, "__click_params__", [])
    setattr(command, "__click_params__", [*held, *reversed(params)])  # noqa: B010  # mypy knows no such attribute
    return command


def given_settings(**given: Any) -> Settings:
    """Defaults, environment and the values of this command line. Raises SettingsError."""
    return load_settings(**given)[0]
