"""Commands that ask an index: search, suggest, explain, similar, batch."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, BinaryIO

import click
from tqdm import tqdm

from indexer import api, cli_output, cli_stories
from indexer.cli_batches import answer_lines, query_line, read_query, suggestion_line
from indexer.cli_errors import NOT_FOUND, OK
from indexer.cli_explain import describe_explanation
from indexer.cli_options import (
    batch_options,
    explain_options,
    given_settings,
    index_options,
    json_option,
    request_options,
)
from indexer.cli_runs import open_run, with_trec_ids


@click.command()
@request_options
@index_options
@json_option
def search(*, machine: bool, index: Path | None, engine: str | None, url: str | None, **asked: Any) -> None:
    """Search the index; without QUERY the filters alone choose.

    An actor or document that the index does not know: exit code 1; an unknown place or a page
    after the last one: 2. An answer of 0 documents is an answer: exit code 0.

    \b
    Examples:
      python -m indexer search wagner --actor jnim --published 2024-03
      python -m indexer search '"Africa Corps" NOT mali'
      python -m indexer search --mentioned 2012 --json
    """
    request = api.SearchRequest(**asked)
    with api.open_search(settings=given_settings(index=index, engine=engine, url=url)) as opened:
        _check_ids(opened, request)
        answer = opened.search(request)
    if request.page > answer.pages:
        raise api.PageOutOfRange(f"There is no page {request.page}; the last one is {answer.pages}.")
    if machine:
        click.echo(cli_output.as_json(cli_output.answer_values(answer)))
    else:
        click.echo(cli_output.as_text(cli_output.describe_answer(answer)))


def _check_ids(opened: api.Search, request: api.SearchRequest) -> None:
    """Raises ActorNotFound, DocumentNotFound and UnknownField for what this index does not know."""
    for actor in (*request.actors, *request.not_actors):
        opened.actor(actor)
    for document in request.documents:
        opened.document(document)
    known = {place.id for place in opened.collection.places}
    for place in request.places:
        if place not in known:
            raise api.UnknownField(
                f"No place has the id “{place}”; ids look like {min(known, default='pl-gao')}. "
                f"A query takes names: place:{place}"
            )


@click.command()
@click.argument("text", required=False)
@click.option("--batch", is_flag=True, help="JSON lines from stdin to stdout.")
@index_options
@json_option
def suggest(text: str | None, *, batch: bool, machine: bool, **given: Any) -> int:
    """Print a better spelling of the query TEXT; nothing where there is none.

    Words are near words of the collection and of the names in it. Known names, words that
    documents hold and all that is not a plain word stay as they are.

    --batch reads {"query"} a line and gives query and suggestion, null where there is none. A
    line that cannot be used gives the key error; the others go on, and the exit code is 1.

    \b
    Examples:
      python -m indexer suggest "wagnr group"
      python -m indexer suggest --batch < queries.jsonl > suggestions.jsonl
    """
    if batch == (text is not None):
        raise click.UsageError("Give a TEXT or --batch, one of the two.")
    used = True
    with api.open_search(settings=given_settings(**given)) as opened:
        answer = suggestion_line(opened)
        if text is not None:
            line = {"query": text, **answer({"query": text}, 1)}
            if machine:
                click.echo(cli_output.as_json(line))
            elif line["suggestion"]:
                click.echo(cli_output.as_text([line["suggestion"]]))
            return OK
        for line, good in answer_lines(sys.stdin.buffer, answer):
            used = used and good
            click.echo(cli_output.as_json(line))
    return OK if used else NOT_FOUND


@click.command()
@explain_options
@index_options
@json_option
def explain(
    document: str, *, machine: bool, index: Path | None, engine: str | None, url: str | None, **asked: Any
) -> None:
    """Show of which parts the score of DOCUMENT for QUERY is made.

    The filters are those of a search: they add nothing to a score, but may keep the document out.
    Where it does not match, the parts that it lacks are named: exit code 0.

    \b
    Examples:
      python -m indexer explain wagner 001_c49576111bc90fa8
      python -m indexer explain "GSIM mali^2" 001_c49576111bc90fa8 --published 2024-03
    """
    request = api.SearchRequest(**asked)
    with api.open_search(settings=given_settings(index=index, engine=engine, url=url)) as opened:
        _check_ids(opened, request)
        explanation = opened.explain(request, document)
    if machine:
        click.echo(cli_output.as_json(explanation))
    else:
        click.echo(cli_output.as_text(describe_explanation(explanation)))


@click.command()
@click.argument("document")
@click.option("--limit", metavar="N", default=5, type=click.IntRange(1, 100), help="Stories at most.")
@index_options
@json_option
def similar(document: str, *, limit: int, machine: bool, **given: Any) -> None:
    """List other stories on the matter of DOCUMENT, and what they share with it.

    Never a near copy of it, and of other near copies one. None is an answer: exit code 0.

    \b
    Example:
      python -m indexer similar 001_c49576111bc90fa8
    """
    with api.open_search(settings=given_settings(**given)) as opened:
        stories = opened.similar(document, limit)
        if machine:
            click.echo(cli_output.as_json(cli_stories.similar_values(document, stories)))
        else:
            click.echo(cli_output.as_text(cli_stories.describe_similar(stories, opened)))


@click.command()
@click.argument("queries", type=click.File("rb"), metavar="QUERIES")
@batch_options
@index_options
def batch(
    queries: BinaryIO,
    *,
    index: Path | None,
    engine: str | None,
    url: str | None,
    **asked: Any,
) -> int:
    """Run every query of a file, one JSON line {"id", "text"} each; - reads stdin.

    Of a .txt file each line is a query as it stands, and its id is the number of the line. A line
    that cannot be run gives the key error, on stderr for csv and trec; the others go on, and the
    exit code is 1.

    \b
    Examples:
      python -m indexer batch queries.jsonl --match any --format trec > run.txt
      python -m indexer batch watchlist.txt --published 2024-03 --format csv --facets > march.csv
    """
    limit, form, facets, kind = (asked.pop(name) for name in ("limit", "form", "facets", "kind"))
    if form == "trec" and (facets or asked["sort"] != "relevance"):
        raise click.UsageError("A TREC run holds scores alone; --facets and --sort need jsonl or csv")
    plain = kind == "text" or (kind is None and Path(str(getattr(queries, "name", ""))).suffix == ".txt")
    write = open_run(form, facets=facets)
    used = True
    with api.open_search(settings=given_settings(index=index, engine=engine, url=url)) as opened:
        request = api.SearchRequest(**asked)
        _check_ids(opened, request)
        answer = query_line(opened, request, limit, facets=facets)
        answer = with_trec_ids(answer) if form == "trec" else answer
        for line, good in answer_lines(_with_bar(queries), answer, read_query if plain else None):
            used = used and good
            if not good and form != "jsonl":
                tqdm.write(cli_output.as_text([line["error"]]), file=sys.stderr)
            elif lines := write(line):
                click.echo(lines)
    return OK if used else NOT_FOUND


def _with_bar(lines: BinaryIO) -> Iterable[bytes]:
    """Lines with a bar of how many were read, where that is seen and does not cut into what is printed."""
    if sys.stdout.isatty() or not sys.stderr.isatty():
        return lines
    total = None
    if lines.seekable():
        start = lines.tell()
        total = sum(1 for _ in lines)
        lines.seek(start)
    return tqdm(lines, total=total, unit=" queries", leave=False, file=sys.stderr)
