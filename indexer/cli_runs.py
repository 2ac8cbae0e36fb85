"""What `batch` found, as JSON lines, CSV or a TREC run.

One block of lines for each query. Nothing is decided here but how an answer is written.
"""

import csv
import io
import struct
from collections.abc import Callable, Iterator, Sequence

from indexer import cli_output
from indexer.api import safe_cell
from indexer.cli_batches import AnswerLine, Line, UnusableLine

TREC_TAG = "cuttings"
HIT_COLUMNS = ("query", "rank", "document", "score")
# Columns of rows without a rank: the counts of all hits of a query.
FACET_COLUMNS = ("facet", "value", "label", "count")
Write = Callable[[Line], str]


def open_run(form: str, *, facets: bool) -> Write:
    """What writes the answer to a query; `form` is jsonl, csv or trec.

    Its lines are without the last newline, and empty where there is nothing to say.
    """
    match form:
        case "trec":
            return _trec_lines
        case "csv":
            return _csv_writer(facets=facets)
        case _:
            return cli_output.as_json


def _csv_writer(*, facets: bool) -> Write:
    """A row for each hit and, with `facets`, one for the total and for each value of a facet.

    The header stands before the first rows, and nowhere else.
    """
    header = [(*HIT_COLUMNS, *FACET_COLUMNS) if facets else HIT_COLUMNS]

    def write(line: Line) -> str:
        held = io.StringIO(newline="")
        table = csv.writer(held, lineterminator="\n")
        table.writerows(header)
        header.clear()
        table.writerows(_csv_rows(line, facets=facets))
        return cli_output.as_text([held.getvalue().removesuffix("\n")])

    return write


def _csv_rows(line: Line, *, facets: bool) -> Iterator[Sequence[object]]:
    name, none = safe_cell(str(line["id"])), ("",) * len(FACET_COLUMNS) if facets else ()
    for rank, hit in enumerate(line["hits"], 1):
        yield name, rank, hit["id"], hit["score"], *none
    if facets:
        yield name, "", "", "", "total", "", "", line["total"]
        for facet, values in line["facets"].items():
            for value in values:
                yield name, "", "", "", facet, *map(safe_cell, value.values())


def _trec_lines(line: Line) -> str:
    name, hits = trec_id(line["id"]), line["hits"]
    scores = falling_scores([hit["score"] for hit in hits])
    ranked = enumerate(zip(hits, scores, strict=True), 1)
    return "\n".join(f"{name} Q0 {hit['id']} {rank} {score} {TREC_TAG}" for rank, (hit, score) in ranked)


def trec_id(given: object) -> str:
    """The id of a query as one word. Raises UnusableLine where it is none."""
    name = cli_output.as_text([str(given)])
    if name.split() != [name]:
        raise UnusableLine(f"its id “{name}” is no word, and a TREC run is cut at spaces")
    return name


def with_trec_ids(answer: AnswerLine) -> AnswerLine:
    """The same answer for each query whose id a TREC run can hold and does not hold already."""
    used: dict[str, int] = {}

    def checked(line: Line, number: int) -> Line:
        name = trec_id(line.get("id", number))
        if name in used:
            raise UnusableLine(f"its id “{name}” is that of line {used[name]}, and a TREC run has each once")
        used[name] = number
        return answer(line, number)

    return checked


def falling_scores(scores: Sequence[float]) -> list[str]:
    """Scores as text, each below the one before it, also as a number of single precision.

    Tools that read a TREC run look at no rank: they order by score, which trec_eval holds in single
    precision, and equal ones by id, the last first. So scores that are equal there are set apart by the
    least step there is, and every tool sees our order.

    >>> falling_scores([2.5, 2.0, 2.0, 1e-9])
    ['2.5', '2', '1.99999988', '9.99999972e-10']
    """
    # The bits of numbers above 0 are in the order of the numbers.
    size, last, steps = len(scores), 1 << 31, []
    for bits in struct.unpack(f"={size}i", struct.pack(f"={size}f", *scores)):
        last = min(bits if bits >= 0 else -(bits & 0x7FFFFFFF), last - 1)
        steps.append(last if last >= 0 else -last - (1 << 31))
    return [f"{score:.9g}" for score in struct.unpack(f"={size}f", struct.pack(f"={size}i", *steps))]
