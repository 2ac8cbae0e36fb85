"""Commands for one file that holds a generation: backup and restore."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from indexer import api, cli_output
from indexer.cli_options import given_settings, index_options, json_option
from indexer.cli_process import progress_bar


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--force", is_flag=True, help="Replace FILE, once the new backup is whole.")
@index_options
@json_option
def backup(file: Path, *, force: bool, machine: bool, **given: Any) -> None:
    """Write the current generation into FILE, a tar that restore reads.

    Everything may go on meanwhile. The generation is verified, and so is the file once it is written;
    until then it has another name. An existing FILE stays without --force.

    \b
    Examples:
      python -m indexer backup /backup/cuttings-monday.tar
      python -m indexer backup --force --index /srv/index latest.tar
    """
    with progress_bar() as show:
        report = api.backup(given_settings(**given), file, force=force, progress=show)
    click.echo(cli_output.as_json(report) if machine else cli_output.as_text(_describe(report)))


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--check", "only_check", is_flag=True, help="Only say whether FILE is whole.")
@index_options
@json_option
def restore(file: Path, *, only_check: bool, machine: bool, **given: Any) -> None:
    """Publish the generation that backup wrote into FILE.

    Each byte is compared with the manifest, known answers are asked for, and only then it becomes the
    current generation, which a page that is served takes up. The one before stays beside it, and it
    goes on answering where FILE is damaged. Exit code 3 where FILE is no whole backup.

    \b
    Examples:
      python -m indexer restore /backup/cuttings-monday.tar
      python -m indexer restore --check /backup/cuttings-monday.tar
    """
    settings = given_settings(**given)
    with progress_bar() as show:
        if only_check:
            report = api.check_backup(file, progress=show)
        else:
            report = api.restore(settings, file, progress=show)
    click.echo(cli_output.as_json(report) if machine else cli_output.as_text(_describe(report)))


def _describe(report: api.BackupReport) -> Iterator[str]:
    held = f"{cli_output.count(report.documents, 'document')}, {cli_output.count(report.files, 'file')}"
    size = f"{report.bytes:,} bytes. {report.seconds:.1f} s"
    if report.restored:
        yield f"Generation {report.restored} is the current one: {held}, {size}"
        yield f"It was {report.generation} in {report.file}, built {report.built_at}"
    else:
        yield f"{report.file} is a whole backup of generation {report.generation}: {held}, {size}"
