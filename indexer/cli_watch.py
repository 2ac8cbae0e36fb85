"""The command that builds again whenever the source folder changes.

Decides nothing about when; that is for `rebuild/watching.py`.
"""

import logging
import os
import select
import signal
import time
from pathlib import Path
from typing import Any

import click

from indexer import api, cli_output
from indexer.cli_errors import INTERRUPTED, OK, exit_code
from indexer.cli_logging import log_everything
from indexer.cli_options import given_settings, source_options
from indexer.cli_process import rare_collections
from indexer.entities.authority_files import folder_stamp
from indexer.rebuild.watching import Outcome
from indexer.rebuild.watching import watch as run_watch
from indexer.sources.stamps import stamp_files

log = logging.getLogger(__name__)

# A look at very many files takes a while, and is not to keep a processor busy.
PAUSE_FACTOR = 10


@click.command()
@click.option("--once", is_flag=True, help="Wait until the files rest, update once, and end.")
@click.option(
    "--interval",
    metavar="SECONDS",
    type=click.FloatRange(min=0.1, max=86_400),
    default=2.0,
    show_default=True,
    help="Between two looks at the files.",
)
@source_options
def watch(
    seeds: tuple[Path, ...], *, once: bool, interval: float, no_clean: bool, no_link: bool, **given: Any
) -> int:
    """Update the index whenever the source files change, until it is told to end.

    Looks at names, sizes and times, waits until two looks in turn see the same, and updates; a page
    that is served takes the new generation up by itself. A folder of --authority is watched too. Where
    an update fails the old generation stays, and the next change is a new try. A signal ends it
    between two steps, with exit code 0; with --json each update is a line.

    \b
    Examples:
      python -m indexer watch
      python -m indexer watch --seeds /srv/articles --index /srv/index --interval 10
    """
    machine = given.pop("machine")
    settings = given_settings(seeds=seeds or None, **given)
    log_everything()
    with rare_collections():
        return _Watching(settings, interval, machine=machine).run(
            once=once, clean=not no_clean, link=not no_link
        )


class _Watching:
    """One run of the command: what it looks at, and whether a signal has come."""

    def __init__(self, settings: api.Settings, interval: float, *, machine: bool) -> None:
        self._settings = settings
        self._interval = interval
        self._machine = machine
        self._look_seconds = 0.0
        self._code = OK
        # A signal writes into it, so that whoever waits at its other end wakes up at once
        self._told, self._tell = os.pipe()

    def run(self, *, once: bool, clean: bool, link: bool) -> int:
        """Watch until it is over; gives the exit code."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: os.write(self._tell, b"."))
        log.info(
            "watching seeds=%s interval=%s", cli_output.setting_value(self._settings.seeds), self._interval
        )
        run_watch(self._look, lambda: self._build(clean=clean, link=link), self._wait, once=once)
        return self._code if once else OK

    def _look(self) -> object:
        began = time.perf_counter()
        try:
            files: object = stamp_files(self._settings.seeds)
        except api.SeedError as error:
            files = str(error)
        authority = self._settings.authority
        seen = files, authority and folder_stamp(authority)
        self._look_seconds = time.perf_counter() - began
        return seen

    def _wait(self) -> bool:
        return not self._is_told(max(self._interval, PAUSE_FACTOR * self._look_seconds))

    def _is_told(self, seconds: float) -> bool:
        """Whether a signal has come, or comes within some seconds."""
        return bool(select.select([self._told], [], [], seconds)[0])

    def _go_on(self, _: api.Progress) -> None:
        """Called between the steps of an update. Raises KeyboardInterrupt, after which nothing is left."""
        if self._is_told(0):
            raise KeyboardInterrupt

    def _build(self, *, clean: bool, link: bool) -> Outcome:
        try:
            report = api.update(self._settings, clean=clean, link=link, progress=self._go_on)
        except KeyboardInterrupt:
            self._code = INTERRUPTED
            return "failed"
        except api.IndexerError as error:
            if self._is_told(0):
                # The processes that work for it got the signal too
                return "failed"
            self._code = exit_code(error)
            self._report_failure(error)
            return "later" if isinstance(error, api.GenerationLocked) else "failed"
        self._code = OK
        for warning in report.result.warnings:
            click.echo(f"Warning: {warning}", err=True)
        click.echo(
            cli_output.as_json(cli_output.update_values(report))
            if self._machine
            else cli_output.as_text(cli_output.describe_update(report))
        )
        return "built"

    def _report_failure(self, error: api.IndexerError) -> None:
        if self._machine:
            values = {"kind": type(error).__name__, "message": str(error)}
            click.echo(cli_output.as_json({"error": values}))
        else:
            click.echo(f"Error: {error}", err=True)
