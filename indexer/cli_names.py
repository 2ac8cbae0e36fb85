"""Commands on names: the actors, the names that nobody listed, and what becomes of them."""

from pathlib import Path
from typing import Any

import click
from tqdm import tqdm

from indexer import api, cli_output
from indexer.cli_options import authority_option, given_settings, index_options, json_option

# As many names as a terminal shows; programs get all.
SHOWN = 50


@click.command()
@click.option("--unlinked", is_flag=True, help="The names that nobody listed, for review.")
@click.option(
    "--documents",
    metavar="N",
    type=click.IntRange(min=1),
    default=api.UnlinkedReview.DOCUMENTS,
    show_default=True,
    help="With --unlinked: in so many documents or more.",
)
@click.option(
    "--sources",
    metavar="N",
    type=click.IntRange(min=1),
    default=api.UnlinkedReview.SOURCES,
    show_default=True,
    help="With --unlinked: in documents of so many sources or more.",
)
@click.option(
    "--limit",
    metavar="N",
    type=click.IntRange(min=1),
    help="With --unlinked: so many names; else 50, or all with --json.",
)
@authority_option
@index_options
@json_option
def actors(
    *, unlinked: bool, documents: int, sources: int, limit: int | None, machine: bool, **given: Any
) -> None:
    """List the actors named, with the number of documents that name them.

    With --unlinked the names that are no spelling of a known actor or place: how often, what they
    may be, where they stand, and the spellings most like them. It reads every document. The
    command accept puts a name into your own authority files, or away as noise.

    \b
    Examples:
      python -m indexer actors
      python -m indexer actors --unlinked
      python -m indexer actors --unlinked --documents 1 --sources 1 --json
    """
    settings = given_settings(**given)
    with api.open_search(settings=settings) as opened:
        if unlinked:
            _list_unlinked(opened, settings, documents, sources, limit, machine=machine)
            return
        counted = opened.actor_counts()
    if machine:
        rows = [{"id": a.id, "type": a.type, "label": a.label, "documents": n} for a, n in counted]
        click.echo(cli_output.as_json({"actors": rows}))
        return
    for actor, number in counted:
        click.echo(cli_output.as_text([f"{number:6}  {actor.id:20} {actor.type:14} {actor.label}"]))


def _list_unlinked(
    opened: api.Search,
    settings: api.Settings,
    documents: int,
    sources: int,
    limit: int | None,
    *,
    machine: bool,
) -> None:
    review = opened.unlinked
    with tqdm(unit=" documents", leave=False, disable=None) as bar:

        def show(done: int, total: int) -> None:
            bar.total = total
            bar.update(done - bar.n)

        review.read_all(show)
    most = limit or (opened.collection.documents * SHOWN if machine else SHOWN)
    found = review.names(documents, sources, limit=max(1, most), noise=api.read_noise(settings.authority))
    if machine:
        click.echo(cli_output.as_json(api.unlinked_values(found, documents, sources)))
    else:
        click.echo(cli_output.as_text(cli_output.describe_unlinked(found, documents, sources)))


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option("--as-alias-of", "actor", metavar="ID", help="Further spellings of this actor.")
@click.option(
    "--as-type", "kind", metavar="TYPE", help="A new actor of this type: person, armed_group, company ..."
)
@click.option(
    "--as-place", "country", metavar="COUNTRY", help="A new settlement in this country, by its code: ML."
)
@click.option("--noise", is_flag=True, help="No name: not listed again.")
@authority_option
@json_option
def accept(
    names: tuple[str, ...],
    *,
    actor: str | None,
    kind: str | None,
    country: str | None,
    noise: bool,
    machine: bool,
    **given: Any,
) -> None:
    """Put a name that nobody listed into your own authority files.

    Appends lines to actors.csv, aliases.csv, places.csv or noise.csv of the folder --authority,
    which is made where there is none. Several NAMEs are spellings of the same one. What the
    authority would refuse is not written. The command relink then finds the names.

    \b
    Examples:
      python -m indexer accept "Katiba Serma" "Serma" --as-alias-of katiba-macina --authority names/
      python -m indexer accept "Halidou Tankari" --as-type person --authority names/
      python -m indexer accept "Print Edition" --noise --authority names/
    """
    settings = given_settings(**given)
    if settings.authority is None:
        raise click.UsageError(
            "Name the folder of your own files with --authority, or set CUTTINGS_AUTHORITY"
        )
    if sum(map(bool, (actor, kind, country, noise))) != 1:
        raise click.UsageError("Give one of --as-alias-of, --as-type, --as-place and --noise")
    spellings = tuple(dict.fromkeys(" ".join(name.split()) for name in names))
    if not all(any(c.isalnum() for c in name) for name in spellings):
        raise click.UsageError("A name holds letters or digits")
    id_, says = _accept(settings.authority, spellings, actor, kind, country)
    if machine:
        click.echo(
            cli_output.as_json({"id": id_, "names": list(spellings), "authority": str(settings.authority)})
        )
        return
    listed = ", ".join(f"“{name}”" for name in spellings)
    cure = "" if noise else f". Now run: python -m indexer relink --authority {settings.authority}"
    click.echo(cli_output.as_text([f"{listed}: {says}{cure}"]))


def _accept(
    folder: Path, names: tuple[str, ...], actor: str | None, kind: str | None, country: str | None
) -> tuple[str, str]:
    """Write the names; gives the id that they have now, if any, and what was done in words."""
    if actor:
        api.accept_spellings(folder, names, actor)
        return actor, f"a spelling of {actor} in {folder / 'aliases.csv'}"
    if kind:
        id_ = api.accept_actor(folder, names, kind)
        return id_, f"the new actor {id_} in {folder / 'actors.csv'}"
    if country:
        id_ = api.accept_place(folder, names, country.upper(), "settlement")
        return id_, f"the new place {id_} in {folder / 'places.csv'}"
    api.add_noise(folder, names)
    return "", f"noise in {folder / 'noise.csv'}, not listed again"
