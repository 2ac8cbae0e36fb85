"""The commands: parse, call the public face, print.

One function a command. Nothing is decided here but how a value is shown and which exit code an
error has.
"""

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from indexer import api, cli_output
from indexer.cli_backups import backup, restore
from indexer.cli_errors import INTERRUPTED, NO_INDEX, OK, exit_code
from indexer.cli_generations import describe_shard, generations, promote, shard_option
from indexer.cli_logging import log_everything, log_warnings
from indexer.cli_names import accept, actors
from indexer.cli_options import (
    authority_option,
    given_settings,
    index_options,
    jobs_option,
    json_option,
    source_options,
)
from indexer.cli_process import allow_open_files, progress_bar, rare_collections, share_one_heap
from indexer.cli_search import batch, explain, search, similar, suggest
from indexer.cli_serve import serve_page
from indexer.cli_texts import annotate, clean
from indexer.cli_watch import watch
from indexer.errors import IndexerError
from indexer.settings import PREFIX, ROWS, load_settings


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; gives its exit code. `argv` is without the program's name."""
    log_warnings()
    allow_open_files()
    try:
        result = commands.main(args=argv, prog_name="python -m indexer", standalone_mode=False)
        return result if isinstance(result, int) else OK
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except IndexerError as error:
        click.echo(f"Error: {error}", err=True)
        return exit_code(error)
    except click.Abort:
        click.echo("Stopped.", err=True)
        return INTERRUPTED
    except BrokenPipeError:
        # The reader of a pipe has gone, as `head` does. Python would complain of it at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
def commands() -> None:
    """Cuttings: search scraped news by actor, date and document.

    \b
    First steps:
      python -m indexer rebuild              read seeds/, make the index
      python -m indexer update               the same, but only for what changed
      python -m indexer watch                the same, again and again as files come
      python -m indexer relink               names again, after a change of the authority file
      python -m indexer search wagner        search it here
      python -m indexer serve                search it in a browser

    \b
    Exit codes: 0 done, 1 not found or a line not used, 2 bad use,
    3 no usable index, 4 engine down. Settings: python -m indexer settings
    """


@commands.command()
@shard_option
@source_options
def rebuild(
    seeds: tuple[Path, ...],
    *,
    no_clean: bool,
    no_link: bool,
    machine: bool,
    shard: api.Shard | None,
    **given: Any,
) -> None:
    """Read all source files and publish a new generation of the index.

    Reads .txt, .html, .jsonl, .csv, .tsv and .warc, each also packed as .gz.
    Searches go on with the old one until the new one is whole.

    \b
    Examples:
      python -m indexer rebuild
      python -m indexer rebuild --seeds articles/ --seeds more.jsonl.gz --index /srv/index
      python -m indexer rebuild --engine opensearch --url https://node:9200 --shard 1/4
    """
    settings = given_settings(seeds=seeds or None, **given)
    with rare_collections(), progress_bar() as show:
        if shard is not None:
            done = api.rebuild_shard(settings, shard, clean=not no_clean, link=not no_link, progress=show)
            told = cli_output.as_json(done) if machine else cli_output.as_text(describe_shard(done))
            click.echo(told)
            return
        report = api.rebuild(settings, clean=not no_clean, link=not no_link, progress=show)
    _warn(report.warnings)
    click.echo(
        cli_output.as_json(report) if machine else cli_output.as_text(cli_output.describe_rebuild(report))
    )


@commands.command()
@source_options
def update(seeds: tuple[Path, ...], *, no_clean: bool, no_link: bool, machine: bool, **given: Any) -> None:
    """Publish a generation that equals a rebuild, and work on what changed alone.

    Files and lines that are as before are not cleaned, linked or indexed again. Where nothing
    changed the generation stays. Where that cannot be sure to equal a rebuild, all is rebuilt and
    the reason is given: the first time, after an update of this program, with other options.

    \b
    Examples:
      python -m indexer update
      python -m indexer update --seeds articles/ --index /srv/index
    """
    settings = given_settings(seeds=seeds or None, **given)
    with rare_collections(), progress_bar() as show:
        report = api.update(settings, clean=not no_clean, link=not no_link, progress=show)
    _warn(report.result.warnings)
    click.echo(
        cli_output.as_json(cli_output.update_values(report))
        if machine
        else cli_output.as_text(cli_output.describe_update(report))
    )


@commands.command()
@authority_option
@index_options
@jobs_option
@json_option
def relink(*, machine: bool, **given: Any) -> None:
    """Find actors, places and dates again in the documents of the index, and publish.

    Reads no source file and cleans nothing: for when the authority file has changed, with a name
    that was accepted or a folder of your own. Only documents that name others now are indexed
    again. Where names were linked in just this way already, the generation stays. The result
    equals a rebuild, and update goes on from it with the same --authority.

    \b
    Examples:
      python -m indexer relink
      python -m indexer relink --authority names/ --index /srv/index
    """
    with rare_collections(), progress_bar() as show:
        report = api.relink(given_settings(**given), progress=show)
    _warn(report.warnings)
    click.echo(
        cli_output.as_json(report) if machine else cli_output.as_text(cli_output.describe_relink(report))
    )


def _warn(warnings: Iterable[str]) -> None:
    for warning in warnings:
        click.echo(f"Warning: {warning}", err=True)


@commands.command()
@click.option("--deep", is_flag=True, help="Also read back every document, count and id.")
@index_options
@json_option
def check(*, deep: bool, machine: bool, **given: Any) -> int:
    """Verify the index: every file against its manifest.

    Exit code 3 where the newest generation is damaged, also if an older one answers.
    """
    report = api.check(given_settings(**given), deep=deep)
    click.echo(
        cli_output.as_json(report) if machine else cli_output.as_text(cli_output.describe_check(report)),
        err=report.status != "ok" and not machine,
    )
    return OK if report.status == "ok" else NO_INDEX


@commands.command()
@index_options
@json_option
def stats(*, machine: bool, **given: Any) -> None:
    """Show what the index holds, what was removed by which rule, and what was refused."""
    with api.open_search(settings=given_settings(**given)) as opened:
        generation, collection = opened.generation, opened.collection
    if machine:
        click.echo(cli_output.as_json(cli_output.collection_values(generation, collection)))
    else:
        click.echo(cli_output.as_text(cli_output.describe_collection(generation, collection)))


@commands.command()
@click.option("--host", help="An address of this machine; 127.0.0.1 is seen from here alone.")
@click.option("--port", metavar="N", type=click.IntRange(0, 65535), help="0 takes a free one.")
@click.option(
    "--processes",
    metavar="N",
    type=click.IntRange(min=1),
    help="Processes that answer; else as many as processors and memory allow, four at most.",
)
@click.option(
    "--threads",
    metavar="N",
    type=click.IntRange(min=1),
    help="Requests that one process answers at the same time.",
)
@index_options
def serve(**given: Any) -> int:
    """Serve the page. A new generation is taken up while it serves.

    \b
    Examples:
      python -m indexer serve --port 8080
      python -m indexer serve --processes 1 --threads 2
    """
    log_everything()
    share_one_heap()
    with rare_collections():
        return serve_page(
            given_settings(**given),
            lambda address: click.echo(f"Cuttings answers on {address}  (Ctrl-C ends it)"),
        )


@commands.command()
@json_option
def settings(*, machine: bool) -> None:
    """Show every setting: its value, where that came from, and what it is for.

    Each one is also read from the environment as CUTTINGS_NAME.
    """
    values, origins = load_settings()
    rows = [
        {
            "name": row.name,
            "value": _shown(getattr(values, row.name), secret=row.secret),
            "origin": origins[row.name],
            "environment": PREFIX + row.name.upper(),
            "allowed": row.allowed,
            "help": row.help,
        }
        for row in ROWS
    ]
    if machine:
        click.echo(cli_output.as_json({"settings": rows}))
        return
    for row in rows:
        shown = f"{row['name']} = {row['value'] or 'none'}  ({row['origin']})"
        click.echo(cli_output.as_text([shown, f"    {row['help']}; {row['environment']}"]))


def _shown(value: object, *, secret: bool) -> object:
    """A value for people and programs; of a secret only whether there is one."""
    return cli_output.HIDDEN if secret and value else cli_output.setting_value(value)


for command in (
    search,
    suggest,
    explain,
    similar,
    batch,
    actors,
    accept,
    clean,
    annotate,
    watch,
    promote,
    generations,
    backup,
    restore,
):
    commands.add_command(command)
