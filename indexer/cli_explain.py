"""Explanations as lines for people.

Shows what the parts say; adds nothing up.
"""

from collections.abc import Iterator, Sequence

import click

from indexer import api
from indexer.cli_output import count

HEAD = f"{'score':>9}  {'idf':>7}  {'tf':>6}  {'factor':>6}  {'times':>5}  {'documents':>9}  part"
# Before what is told of a part, below its numbers.
INDENT = " " * 11
FIELDS = {"title": "in the title", "text": "in the text", "both": "in title and text"}
SOURCES = {
    "header": "from the line “{}” at the top of the file",
    "line": "from the line “{}”",
    "metadata": "delivered with the text",
    "url": "from the address “{}”",
    "stated": "stated beside the text",
}
# Passages, forms and words that are listed.
LISTED = 8


def describe_explanation(explanation: api.Explanation) -> Iterator[str]:
    """The parts of a score with their numbers, and why a document does not match."""
    query = explanation.query or "the filters"
    if explanation.matches:
        yield f"{explanation.document} matches {query} with score {explanation.total:.6f}"
    else:
        yield f"{explanation.document} does not match {query}"
    yield from (f"  {lack}" for lack in explanation.lacks)
    yield from (note.message for note in explanation.notes)
    yield _say_length(explanation)
    yield ""
    yield HEAD
    for line in explanation.lines:
        yield from _describe(line)
    yield f"{explanation.total:9.4f}  sum; score = idf × tf × factor, tf = what BM25 makes of the times"
    if explanation.filters:
        yield ""
        yield "Filters, which add nothing"
    for line in explanation.filters:
        yield f"  {_sign(line)}{line.part}: {line.reading}"
        yield from (f"      {_say_form(form)}" for form in line.forms[:LISTED])


def _say_length(explanation: api.Explanation) -> str:
    words = f"{count(explanation.length, 'word')} without stop words"
    if not explanation.average_length:
        return f"{words}; {count(explanation.documents, 'document')} in all"
    times = explanation.length / explanation.average_length
    return (
        f"{words}, {times:.2f} times the average of {count(explanation.documents, 'document')}; "
        f"length norm {explanation.norm:.3f}"
    )


def _describe(line: api.ExplanationLine) -> Iterator[str]:
    held = f"{line.documents:,}" if line.documents else ""
    idf, tf = (f"{line.idf:.4f}", f"{line.saturated:.4f}") if line.terms else ("", "")
    factor = f"{line.factor:g}" if line.factor != 1.0 else ""
    times = f"{line.frequency:,}" if line.frequency else ""
    numbers = f"{line.score:9.4f}  {idf:>7}  {tf:>6}  {factor:>6}  {times:>5}  {held:>9}"
    yield f"{numbers}  {click.style(line.part, bold=True)}"
    yield f"{INDENT}{_sign(line)}{line.reading}"
    yield from (f"{INDENT}{detail}" for detail in _details(line))


def _sign(line: api.ExplanationLine) -> str:
    """What stands before a part that does not match, or that adds nothing though it scores."""
    if line.kind == "excluded":
        return "and does not: " if line.matches else "but does: "
    if not line.matches:
        return "not found: "
    return "found, does not count: " if line.weight and not line.counts else ""


def _details(line: api.ExplanationLine) -> Iterator[str]:
    if len(line.terms) > 1:
        yield "idf " + " + ".join(f"{t.term} {t.idf:.4f} ({t.documents:,})" for t in line.terms)
    if line.meant:
        words = _list([f"{word} {times}" for word, times in line.words])
        yield f"{count(line.meant, 'word')} of the collection, here {words}"
    if line.forms:
        where = f"{FIELDS[line.field]}: " if line.field else ""
        yield where + _list([_say_form(form, name=line.kind == "name") for form in line.forms])
    if line.kind == "optional":
        found = [f"{inner.part} {inner.score:.4f}" for inner in _best_first(line.lines)]
        yield f"{len(found)} of {len(line.lines)} here{': ' if found else ''}{', '.join(found)}"
        return
    for inner in line.lines:
        gives = "gives the score, " if line.kind == "name" and inner.counts else _sign(inner)
        weight = f" {inner.weight * inner.factor:.4f}" if inner.weight * inner.factor else ""
        yield f"- {gives}{inner.reading}{weight}"


def _say_form(form: api.FoundForm, *, name: bool = False) -> str:
    """A form with how often and where, or a value with where it is from."""
    if form.source != "text":
        from_ = SOURCES.get(form.source, "").format(form.form)
        return f"{form.value} {from_}".rstrip()
    # The words of a name may stand where they are no mention of the actor.
    places = ["the words alone"] if name and not form.value else []
    places += ["title"] if form.in_title else []
    if form.passages:
        noun = "passage" if len(form.passages) == 1 else "passages"
        places.append(f"{noun} {_list([str(number) for number in form.passages])}")
    where = f" ({', '.join(places)})" if places else ""
    return f"{form.form} {form.times}{where}"


def _best_first(lines: Sequence[api.ExplanationLine]) -> list[api.ExplanationLine]:
    return sorted((line for line in lines if line.matches), key=lambda line: (-line.score, line.part))


def _list(parts: Sequence[str]) -> str:
    """The first parts, and how many more.

    >>> _list(["a", "b"]), _list(list("abcdefghijk"))
    ('a, b', 'a, b, c, d, e, f, g, h and 3 more')
    """
    more = f" and {len(parts) - LISTED} more" if len(parts) > LISTED else ""
    return ", ".join(parts[:LISTED]) + more
