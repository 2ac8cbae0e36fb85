"""Searches compared by date: as a page, as JSON and as CSV.

Shows what the desk counts; counts nothing.
"""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from indexer.api import Search
from webapp.addresses import search_address
from webapp.compare_page import LETTERS, MOST_ROWS, Found, find_compared, make_compare_page
from webapp.compare_params import compare_address, read_compared
from webapp.compare_rows import Number, Row, series_of
from webapp.csv_lines import csv_lines
from webapp.desk import get_desk
from webapp.frames import show_page
from webapp.params import query_string, write_params
from webapp.sent_files import as_file

views = Blueprint("compare", __name__)

COLUMNS = ("date", "precision", "side", "search", "documents", "all_documents", "share")
BOTH = "all"


@views.get("/compare")
def show_compare() -> AnyResponse | str:
    """Up to four searches side by side, by date."""
    desk = get_desk()
    compared = read_compared(request.args, desk.settings)
    if compared.untidy:
        return redirect(compare_address(compared), 302)
    with desk.searching() as search:
        found = find_compared(search, compared, MOST_ROWS)
        return show_page("compare.html", make_compare_page(search, found))


@views.get("/compare.json")
def show_compare_json() -> Response:
    """The same numbers as JSON."""
    with get_desk().searching() as search:
        found = find_compared(search, read_compared(request.args, get_desk().settings))
        return jsonify(_values(search, found))


@views.get("/compare.csv")
def send_compare() -> Response:
    """The same numbers as CSV, a line for each search on each date."""
    desk = get_desk()
    with desk.searching() as search:
        found = find_compared(search, read_compared(request.args, desk.settings))
        body = b"".join(csv_lines(COLUMNS, _lines(found)))
    return as_file(Response(body, content_type="text/csv; charset=utf-8; header=present"), "compare.csv")


def _values(search: Search, found: Found) -> dict[str, Any]:
    own, comparison = found.compared, found.comparison
    sides = [
        {
            "side": LETTERS[at],
            "search": query_string(write_params(side.request)),
            "total": answer.total,
            "understood": answer.understood,
            "match": answer.match,
            "url": search_address(side.request),
            "notes": [asdict(note) for note in answer.notes],
        }
        for at, (side, answer) in enumerate(zip(own.sides, found.answers, strict=True))
    ]
    return {
        "generation": search.generation,
        "dates": own.dates,
        "by": comparison.level if comparison else None,
        "sides": sides,
        "notes": [asdict(note) for note in own.notes],
        "rows": [_row_values(search, row, found) for row in found.rows],
        "csv": compare_address(own, ".csv"),
    }


def _row_values(search: Search, row: Row, found: Found) -> dict[str, Any]:
    sides = len(found.compared.sides)
    return {
        "value": row.value,
        "label": search.facet_label("published", row.value),
        "all_documents": row.all,
        "counts": [_number_values(one) for one in row.numbers[:sides]],
        "all": _number_values(row.numbers[sides]) if len(row.numbers) > sides else None,
    }


def _number_values(one: Number) -> dict[str, Any]:
    asked = one.asked if one.count else None
    return {"count": one.count, "url": search_address(asked) if asked else None}


def _lines(found: Found) -> Iterator[tuple[str | int, ...]]:
    if found.comparison is None:
        return
    columns = series_of(found.comparison)
    names = [*LETTERS[: len(found.compared.sides)], BOTH][: len(columns)]
    asked = [query_string(write_params(side.request)) for side in found.compared.sides]
    for row in found.rows:
        for at, (name, one) in enumerate(zip(names, row.numbers, strict=True)):
            yield (
                row.value,
                found.comparison.level if row.dated else "",
                name,
                asked[at] if at < len(asked) else "",
                one.count,
                row.all,
                f"{one.count / row.all:.6f}" if row.all else "",
            )
