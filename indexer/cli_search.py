"""Commands that ask an index: search, explain, batch."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Literal

import click

from indexer import api, cli_output
from indexer.cli_batches import Line, answer_lines, query_line
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

TREC_TAG = "cuttings"


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
        _check_values(opened, request)
        answer = opened.search(request)
    if request.page > answer.pages:
        raise api.PageOutOfRange(f"There is no page {request.page}; the last one is {answer.pages}.")
    if machine:
        click.echo(cli_output.as_json(cli_output.answer_values(answer)))
    else:
        click.echo(cli_output.as_text(cli_output.describe_answer(answer)))


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
        _check_values(opened, request)
        explanation = opened.explain(request, document)
    if machine:
        click.echo(cli_output.as_json(explanation))
    else:
        click.echo(cli_output.as_text(describe_explanation(explanation)))


def _check_values(opened: api.Search, request: api.SearchRequest) -> None:
    """Raise for an actor, document or place that the index does not know."""
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
@click.argument("queries", type=click.File("rb"), metavar="QUERIES.jsonl")
@batch_options
@index_options
def batch(
    queries: BinaryIO,
    *,
    match: Literal["all", "any"],
    limit: int,
    form: str,
    facets: bool,
    **given: Any,
) -> int:
    """Run every query of a file, one JSON line {"id", "text"} each; - reads stdin.

    A line that cannot be run gives the key error, on stderr for csv and trec; the others go on,
    and the exit code is 1.

    \b
    Example:
      python -m indexer batch queries.jsonl --match any --format trec > run.txt
    """
    if facets and form != "jsonl":
        raise click.UsageError("--facets needs --format jsonl")
    write = WRITERS[form]
    used = True
    with api.open_search(settings=given_settings(**given)) as opened:
        for line, good in answer_lines(queries, query_line(opened, match, limit, facets=facets)):
            used = used and good
            if not good and form != "jsonl":
                click.echo(cli_output.as_text([line["error"]]), err=True)
                continue
            for text in write(line):
                click.echo(text)
    return OK if used else NOT_FOUND


def _jsonl_lines(line: Line) -> Iterator[str]:
    yield cli_output.as_json(line)


def _csv_lines(line: Line) -> Iterator[str]:
    for rank, hit in enumerate(line["hits"], 1):
        held = io.StringIO()
        csv.writer(held, lineterminator="").writerow([line["id"], rank, hit["id"], f"{hit['score']:.6f}"])
        yield cli_output.as_text([held.getvalue()])


def _trec_lines(line: Line) -> Iterator[str]:
    for rank, hit in enumerate(line["hits"], 1):
        yield cli_output.as_text([f"{line['id']} Q0 {hit['id']} {rank} {hit['score']:.6f} {TREC_TAG}"])


WRITERS: dict[str, Callable[[Line], Iterator[str]]] = {
    "jsonl": _jsonl_lines,
    "csv": _csv_lines,
    "trec": _trec_lines,
}
