"""Commands for the generations on a cluster: promote, generations, and a shard of a rebuild."""

from collections.abc import Iterator, Sequence
from typing import Any

import click

from indexer import api, cli_output
from indexer.cli_options import given_settings, index_options, json_option
from indexer.cli_process import progress_bar, rare_collections


class ShardOf(click.ParamType[api.Shard]):
    """A number and of how many: 1/4."""

    name = "I/N"

    def convert(
        self, value: str | api.Shard, param: click.Parameter | None, ctx: click.Context | None
    ) -> api.Shard:
        """The shard; fails on what is none."""
        if isinstance(value, api.Shard):
            return value
        number, _, of = value.partition("/")
        if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
            self.fail(f"“{value}” is no shard; write 1/4 for the first of four", param, ctx)
        return api.Shard(int(number), int(of))


shard_option = click.option(
    "--shard",
    metavar="I/N",
    type=ShardOf(),
    help="Of a cluster: make this share of the documents; then promote.",
)


@click.command()
@click.option("--to", "generation", metavar="GENERATION", help="Go to this one; generations lists them.")
@index_options
@json_option
def promote(*, generation: str | None, machine: bool, **given: Any) -> None:
    """Publish the generation on a cluster that all shards have filled.

    What the shards found out is put together, near copies are grouped, counts and known answers are
    checked, and one swap of aliases has every search answer from it. With --to an older or newer whole
    generation becomes the current one again.

    \b
    Examples:
      python -m indexer promote --engine opensearch --url https://node:9200
      python -m indexer promote --to gen-20240327T101500.000000Z-0123456789abcdef
    """
    settings = given_settings(**given)
    if generation is not None:
        api.promote_to(settings, generation)
        said = [f"Generation {generation} is the current one."]
        click.echo(cli_output.as_json({"generation": generation}) if machine else cli_output.as_text(said))
        return
    with rare_collections(), progress_bar() as show:
        report = api.promote(settings, progress=show)
    for warning in report.warnings:
        click.echo(f"Warning: {warning}", err=True)
    click.echo(
        cli_output.as_json(report) if machine else cli_output.as_text(cli_output.describe_rebuild(report))
    )


@click.command()
@index_options
@json_option
def generations(*, machine: bool, **given: Any) -> None:
    """List the generations on a cluster, oldest first."""
    found = api.generations(given_settings(**given))
    if machine:
        click.echo(cli_output.as_json({"generations": [one._asdict() for one in found]}))
    else:
        click.echo(cli_output.as_text(_describe(found)))


def _describe(found: Sequence[api.ListedGeneration]) -> Iterator[str]:
    if not found:
        yield "There is no generation yet. Run: python -m indexer rebuild"
    for one in found:
        held = cli_output.count(one.documents, "document")
        built = f", built {one.built_at}" if one.built_at else ""
        shards = f", {one.done} of {one.shards} shards done" if one.shards else ""
        yield f"{one.name}  {one.state}  {held}{built}{shards}"


def describe_shard(report: api.ShardReport) -> Iterator[str]:
    """What a run of one shard did, as lines for people."""
    kept = f", {report.kept:,} of them kept from a run before" if report.kept else ""
    yield (
        f"Shard {report.shard} of generation {report.generation}: "
        f"{cli_output.count(report.documents, 'document')}{kept}. {report.seconds:.1f} s"
    )
    yield "Once all shards are done, run: python -m indexer promote"
