"""JSON lines in, JSON lines out, in order.

One line out for each line in, whatever is in it: a line that cannot be used comes back with the
key `error`. Other keys of a line come back unchanged. Never holds more than one line.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any, Literal, cast

from indexer import api
from indexer.errors import CleaningError, IndexerError
from indexer.schema.document import keep

Line = dict[str, Any]
# What a command adds to a line, given its number from 1.
AnswerLine = Callable[[Line, int], Line]
TextKind = Literal["text", "html"]
KINDS: tuple[TextKind, ...] = ("text", "html")


class UnusableLine(ValueError):
    """A line that is no JSON object of the asked form."""


def answer_lines(
    lines: Iterable[bytes], answer: AnswerLine, read: Callable[[bytes], Line | None] | None = None
) -> Iterator[tuple[Line, bool]]:
    """Each line with what `answer` adds to it, and whether it could be used.

    `answer` gets the line and its number from 1; what it raises as UnusableLine or IndexerError
    becomes the line's `error`. Lines are JSON, or else what `read` makes of them; where that is None
    the line is left out.
    """
    read = read or read_line
    for number, raw in enumerate(lines, 1):
        line: Line = {}
        try:
            given = read(raw)
            if given is None:
                continue
            line = given
            yield {**line, **answer(line, number)}, True
        except (UnusableLine, IndexerError) as error:
            yield {**line, "error": f"line {number}: {error}"}, False


def read_line(raw: bytes) -> Line:
    """The JSON object of a line. Raises UnusableLine.

    >>> read_line(b'{"id": "a", "text": "Mali"}')
    {'id': 'a', 'text': 'Mali'}
    """
    text = _decoded(raw)
    try:
        line = json.loads(text)
    except RecursionError as error:
        raise UnusableLine("nested too deep") from error
    except ValueError as error:
        raise UnusableLine(f"no JSON: {error}") from error
    if not isinstance(line, dict):
        raise UnusableLine(f"a JSON object is needed, not {type(line).__name__}")
    return line


def read_query(raw: bytes) -> Line | None:
    """A line that is a query as it stands; None for one without a character. Raises UnusableLine.

    >>> read_query(b'wagner mali\\r\\n'), read_query(b'\\n')
    ({'text': 'wagner mali'}, None)
    """
    text = _decoded(raw).strip()
    return {"text": text} if text else None


def _decoded(raw: bytes) -> str:
    """The characters of a line, without the mark that some editors put before the first."""
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise UnusableLine(f"byte {error.start} is not UTF-8") from error


def text_of(line: Line) -> str:
    """The `text` of a line. Raises UnusableLine."""
    text = line.get("text")
    if not isinstance(text, str):
        raise UnusableLine('the key "text" is needed and holds a string')
    return text


def kind_of(line: Line) -> TextKind:
    """The `kind` of a line, text where it has none. Raises UnusableLine."""
    kind = line.get("kind", "text")
    if kind not in KINDS:
        raise UnusableLine(f'the key "kind" is one of {", ".join(KINDS)}')
    return cast(TextKind, kind)


def url_of(line: Line) -> str | None:
    """The `url` of a line, the address that its text is from; None where it has none."""
    url = line.get("url")
    return url if isinstance(url, str) else None


def clean_values(page: api.CleanPage) -> Line:
    """What cleaning found, as a line tells it; the text is the input minus the removed spans."""
    published = page.published
    return {
        "title": page.title,
        "published": published
        and {"value": published.value, "precision": published.precision, "source": published.source},
        "byline": page.byline,
        "language": page.language,
        "text": keep(page.text, 0, len(page.text), page.removed),
        "passages": [{"start": p.start, "end": p.end, "heading": p.heading} for p in page.passages],
        "removed": [{"start": s.start, "end": s.end, "rule": s.rule} for s in page.removed],
    }


def annotate_values(found: api.Annotated) -> Line:
    """What was linked, as a line tells it; generic references are left out."""
    published = found.page.published
    return {
        "title": found.page.title,
        "published": published and published.value,
        "actors": [{"id": m.id, "start": m.start, "end": m.end} for m in found.actors if not m.weak],
        "places": [{"id": m.id, "start": m.start, "end": m.end} for m in found.places],
        "dates": [{"value": m.value, "start": m.start, "end": m.end} for m in found.dates],
    }


@dataclass(frozen=True, slots=True)
class TextLimits:
    """The most characters of a text, and of a page with its markup."""

    text: int
    markup: int

    def check(self, text: str, kind: TextKind) -> None:
        """Raises CleaningError where a text is longer than is cleaned."""
        name = "CUTTINGS_MAX_TEXT_CHARACTERS" if kind == "text" else "CUTTINGS_MAX_FILE_BYTES"
        limit = self.text if kind == "text" else self.markup
        if len(text) > limit:
            raise CleaningError(f"The text has {len(text):,} characters; the limit is {limit:,} ({name})")


def clean_line(limits: TextLimits) -> AnswerLine:
    """What `clean --batch` adds to a line whose text is no longer than the limits."""

    def answer(line: Line, _: int) -> Line:
        text, kind = text_of(line), kind_of(line)
        limits.check(text, kind)
        page = api.clean(text, kind, url=url_of(line))
        visible = {"visible": page.text} if kind == "html" else {}
        return {**clean_values(page), **visible}

    return answer


def annotate_line(limits: TextLimits, settings: api.Settings) -> AnswerLine:
    """What `annotate --batch` adds to a line whose text is no longer than the limits."""

    def answer(line: Line, _: int) -> Line:
        text, kind = text_of(line), kind_of(line)
        limits.check(text, kind)
        return annotate_values(api.annotate(text, kind, url=url_of(line), settings=settings))

    return answer


def query_of(line: Line) -> str:
    """The `query` of a line. Raises UnusableLine."""
    text = line.get("query")
    if not isinstance(text, str):
        raise UnusableLine('the key "query" is needed and holds a string')
    return text


def suggestion_line(search: api.Search) -> Callable[[Line, int], Line]:
    """What `suggest --batch` adds to a query: its `suggestion`, null where there is none."""

    def answer(line: Line, _: int) -> Line:
        suggestion = search.suggest(api.SearchRequest(text=query_of(line)), batch=True)
        return {"suggestion": suggestion.text if suggestion else None}

    return answer


def query_line(search: api.Search, asked: api.SearchRequest, limit: int, *, facets: bool) -> AnswerLine:
    """What `batch` adds to a query: its id, its first `limit` hits, its facets if asked.

    `asked` holds what all queries have in common, such as a filter.
    """

    def answer(line: Line, number: int) -> Line:
        request = replace(asked, text=text_of(line), per=1, copies="all")
        ranked = search.rank(request, limit)
        scores: Iterable[float] = (score for _, score in ranked)
        if asked.sort == "relevance":
            # Order takes scores as equal that differ after nine digits; none is shown above the one before.
            scores = accumulate(scores, min)
        hits = [{"id": id_, "score": score} for (id_, _), score in zip(ranked, scores, strict=True)]
        found: Line = {"id": line.get("id", number), "hits": hits}
        if facets:
            whole = search.search(request, batch=True)
            found["total"] = whole.total
            found["facets"] = {
                name: [{"value": v.value, "label": v.label, "count": v.count} for v in values]
                for name, values in whole.facets.items()
            }
        return found

    return answer
