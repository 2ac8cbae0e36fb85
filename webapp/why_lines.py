"""Explanations as they stand on pages.

Puts numbers into words; adds nothing up.
"""

from collections.abc import Sequence
from urllib.parse import quote

from indexer.api import Answer, Explanation, ExplanationLine, FoundForm, Search
from webapp.addresses import why_address
from webapp.document_lines import EVIDENCE, QUOTED
from webapp.why_parts import ScorePart, ScoreRow
from webapp.wording import number, plural

# Forms, passages and words that are listed.
LISTED = 6
FIELDS = {"": "", "title": "in the headline", "text": "in the text", "both": "in headline and text"}
# What stands where a part has no frequency and no idf.
UNCOUNTED = {
    "near": "the sum of its sides",
    "optional": "the sum of these words",
    "prefix": "1, whatever the words",
    "wildcard": "1, whatever the words",
    "fuzzy": "1, whatever the words",
    "excluded": "adds nothing",
    "value": "a value adds nothing",
    "dates": "a date adds nothing",
}


def make_scores(answer: Answer, search: Search) -> tuple[ScorePart, ...]:
    """Why each hit of an answer has its score."""
    # One address for all hits: its parameters would cost as much as all the rest
    one = why_address("", answer.request)
    return tuple(
        make_score(own, search, one.replace("//", f"/{quote(own.document, safe='')}/", 1))
        for own in search.explain_hits(answer)
    )


def make_score(explanation: Explanation, search: Search, url: str) -> ScorePart:
    """Why a document has its score; `url` tells all of it."""
    # Where no words are asked every document is found, which explains nothing.
    asked = [line for line in explanation.lines if line.kind != "everything"]
    says = f"score {explanation.total:.4f}"
    if not explanation.matches:
        says = "no score"
    elif not asked:
        says = "the filters let it through" if explanation.filters else "nothing is asked"
    elif not any(line.weight for line in explanation.lines):
        says = "no part of it scores"
    return ScorePart(
        says=says,
        rows=tuple(_make_row(line, search) for line in asked),
        total=f"{explanation.total:.4f}",
        filters=tuple(_say_filter(line, search) for line in explanation.filters),
        length=_say_length(explanation),
        url=url,
    )


def _make_row(line: ExplanationLine, search: Search) -> ScoreRow:
    numbers: tuple[str, ...] = ()
    if line.counts and line.terms:
        idf, tf = f"{line.idf:.3f}", f"{line.saturated:.3f}"
        numbers = (number(line.frequency), number(line.documents), idf, tf)
    return ScoreRow(
        part=line.part,
        reading=line.reading,
        found=_say_found(line, search),
        inner=tuple(_say_inner(inner, line.kind) for inner in line.lines if line.kind != "optional"),
        numbers=numbers,
        instead="" if numbers else _say_instead(line),
        factor=f"times {line.factor:g}" if line.factor != 1.0 and line.counts else "",
        score=f"{line.score:.4f}",
    )


def _say_instead(line: ExplanationLine) -> str:
    if line.kind == "excluded":
        return "not in it" if line.matches else "in it"
    if not line.matches:
        return "not found"
    if not line.counts:
        return "found, does not count"
    return UNCOUNTED.get(line.kind, "")


def _say_inner(line: ExplanationLine, kind: str) -> str:
    """A side of a NEAR, or the words or an actor of a name, of which the greatest counts."""
    if not line.matches:
        return f"{line.reading}: not found"
    score = f" {line.weight * line.factor:.4f}" if line.weight * line.factor else ""
    counts = ", counts" if kind == "name" and line.counts else ""
    return f"{line.reading}:{score or ' found'}{counts}"


def _say_filter(line: ExplanationLine, search: Search) -> str:
    """What a filter asks for, and what the document has of it."""
    if line.kind == "excluded":
        what = f"excluded: {line.lines[0].reading}{' or a part of it' if len(line.lines) > 1 else ''}"
        return what if line.matches else f"{what}, and so it is"
    found = _list([_say_form(form, line, search) for form in line.forms])
    so = "" if line.matches else ", and so it is not"
    return f"{line.reading}{so}{f': {found}' if found else ''}"


def _say_found(line: ExplanationLine, search: Search) -> str:
    """The forms of a part and where they stand."""
    if line.words:
        words = [f"{word} {number(times)}" for word, times in line.words]
        return f"{plural(line.meant, 'word')} of the collection, here {_list(words)}"
    if line.kind == "optional":
        held = [f"{inner.part} {inner.score:.4f}" for inner in _best_first(line.lines)]
        return f"{len(held)} of {len(line.lines)} here{': ' if held else ''}{', '.join(held)}"
    if not line.forms:
        return FIELDS[line.field]
    where = f"{FIELDS[line.field]}: " if line.field else ""
    return where + _list([_say_form(form, line, search) for form in line.forms])


def _say_form(form: FoundForm, line: ExplanationLine, search: Search) -> str:
    if form.source in EVIDENCE:
        before, after = EVIDENCE[form.source]
        quoted = f" “{form.form}”" if form.source in QUOTED else ""
        words = search.facet_label("published", form.value)
        return f"{words} {before}{quoted}{f' {after}' if after else ''}"
    if form.source != "text":
        return "stated beside the text" if form.source == "stated" else form.form
    # The words of a name may stand where they are no mention of the actor.
    where = ["the words alone"] if line.kind == "name" and not form.value else []
    where += ["headline"] if form.in_title else []
    if form.passages:
        noun = "passage" if len(form.passages) == 1 else "passages"
        where.append(f"{noun} {_list([number(n) for n in form.passages])}")
    places = f" ({', '.join(where)})" if where else ""
    return f"{form.form} {number(form.times)}{places}"


def _say_length(explanation: Explanation) -> str:
    words = f"{plural(explanation.length, 'word')} without stop words"
    if not explanation.average_length:
        return words
    times = explanation.length / explanation.average_length
    return f"{words}, {times:.2f} times the average of {plural(explanation.documents, 'document')}"


def _best_first(lines: Sequence[ExplanationLine]) -> list[ExplanationLine]:
    return sorted((line for line in lines if line.matches), key=lambda line: (-line.score, line.part))


def _list(parts: Sequence[str]) -> str:
    """The first parts, and how many more.

    >>> _list(["a", "b"]), _list(list("abcdefgh"))
    ('a, b', 'a, b, c, d, e, f and 2 more')
    """
    more = f" and {number(len(parts) - LISTED)} more" if len(parts) > LISTED else ""
    return ", ".join(parts[:LISTED]) + more
