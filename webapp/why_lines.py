"""Explanations as they stand on pages.

Puts numbers into words; adds nothing up.
"""

import sys
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import quote

from indexer.api import Answer, Explanation, ExplanationLine, FoundForm, Search
from webapp.addresses import why_address
from webapp.document_lines import EVIDENCE, QUOTED, say_source
from webapp.languages import ENGLISH, gettext, language, later, ngettext
from webapp.said import translate
from webapp.value_names import name_value
from webapp.why_parts import ScorePart, ScoreRow
from webapp.wording import decimal, number, plural, shorten

# Forms, passages and words that are listed.
LISTED = 6
FIELDS = {
    "title": later("in the headline"),
    "text": later("in the text"),
    "both": later("in headline and text"),
}
# What stands where a part has no frequency and no idf.
UNCOUNTED = {
    "near": later("the sum of its sides"),
    "optional": later("the sum of these words"),
    "prefix": later("1, whatever the words"),
    "wildcard": later("1, whatever the words"),
    "fuzzy": later("1, whatever the words"),
    "excluded": later("adds nothing"),
    "value": later("a value adds nothing"),
    "dates": later("a date adds nothing"),
}


# Parts of a score that stand beside a hit; a sentence has as many as words, and its page tells them all.
MOST_PARTS = 2
# Characters of a part and of how it was read, there: a phrase may be as long as a query.
MOST_PART = 80


def make_scores(answer: Answer, search: Search) -> tuple[ScorePart, ...]:
    """Why each hit of an answer has its score."""
    # One address for all hits: its parameters would cost as much as all the rest
    one = why_address("", answer.request)
    scores = (
        make_score(own, search, one.replace("//", f"/{quote(own.document, safe='')}/", 1), MOST_PARTS)
        for own in search.explain_hits(answer)
    )
    return tuple(replace(score, rows=tuple(map(_cut_row, score.rows))) for score in scores)


def make_score(explanation: Explanation, search: Search, url: str, most: int = sys.maxsize) -> ScorePart:
    """Why a document has its score, by the `most` parts that add the most to it; `url` tells all of it."""
    # Where no words are asked every document is found, which explains nothing.
    asked = [line for line in explanation.lines if line.kind != "everything"]
    says = gettext("score %(n)s", n=decimal(explanation.total, 4))
    if not explanation.matches:
        says = gettext("no score")
    elif not asked:
        says = gettext("the filters let it through") if explanation.filters else gettext("nothing is asked")
    elif not any(line.weight for line in explanation.lines):
        says = gettext("no part of it scores")
    places = list(range(len(asked)))
    if len(asked) > most + 1:  # one part more takes no more room than the word on it
        places = sorted(sorted(places, key=lambda at: -abs(asked[at].score))[:most])
    left = [line.score for at, line in enumerate(asked) if at not in places]
    return ScorePart(
        says=says,
        rows=tuple(_make_brief_row(asked[at]) if left else _make_row(asked[at], search) for at in places),
        more=gettext("%(n)s more", n=number(len(left))) if left else "",
        more_score=decimal(sum(left), 4),
        total=decimal(explanation.total, 4),
        filters=tuple(_say_filter(line, search) for line in explanation.filters),
        length=_say_length(explanation),
        url=url,
    )


def _cut_row(row: ScoreRow) -> ScoreRow:
    """A row whose words are no longer than there is room for beside a hit."""
    if len(row.part) <= MOST_PART and len(row.reading) <= MOST_PART:
        return row
    return replace(row, part=shorten(row.part, MOST_PART), reading=shorten(row.reading, MOST_PART))


def _make_brief_row(line: ExplanationLine) -> ScoreRow:
    """What a part adds; all else would be most of a page beside each hit of a sentence."""
    return ScoreRow(translate(line.part), "", "", (), (), "", _say_factor(line), decimal(line.score, 4))


def _make_row(line: ExplanationLine, search: Search) -> ScoreRow:
    numbers: tuple[str, ...] = ()
    if line.counts and line.terms:
        idf, tf = decimal(line.idf, 3), decimal(line.saturated, 3)
        numbers = (number(line.frequency), number(line.documents), idf, tf)
    return ScoreRow(
        part=translate(line.part),
        reading=translate(line.reading),
        found=_say_found(line, search),
        inner=tuple(_say_inner(inner, line.kind) for inner in line.lines if line.kind != "optional"),
        numbers=numbers,
        instead="" if numbers else _say_instead(line),
        factor=_say_factor(line),
        score=decimal(line.score, 4),
    )


def _say_factor(line: ExplanationLine) -> str:
    return gettext("times %(n)s", n=f"{line.factor:g}") if line.factor != 1.0 and line.counts else ""


def _say_instead(line: ExplanationLine) -> str:
    if line.kind == "excluded":
        return gettext("not in it") if line.matches else gettext("in it")
    if not line.matches:
        return gettext("not found")
    if not line.counts:
        return gettext("found, does not count")
    return gettext(UNCOUNTED[line.kind]) if line.kind in UNCOUNTED else ""


def _say_inner(line: ExplanationLine, kind: str) -> str:
    """A side of a NEAR, or the words or an actor of a name, of which the greatest counts."""
    score = line.weight * line.factor
    found = gettext("not found")
    if line.matches:
        found = decimal(score, 4) if score else gettext("found")
        if kind == "name" and line.counts:
            found = gettext("%(found)s, counts", found=found)
    return gettext("%(what)s: %(found)s", what=translate(line.reading), found=found)


def _say_filter(line: ExplanationLine, search: Search) -> str:
    """What a filter asks for, and what the document has of it."""
    if line.kind == "excluded":
        inner = translate(line.lines[0].reading)
        if len(line.lines) > 1:
            inner += gettext(" or a part of it")
        what = gettext("excluded: %(what)s", what=inner)
        return what if line.matches else gettext("%(what)s, and so it is", what=what)
    found = _list([_say_form(form, line, search) for form in line.forms])
    what = translate(line.reading)
    if not line.matches:
        what = gettext("%(what)s, and so it is not", what=what)
    return gettext("%(what)s: %(found)s", what=what, found=found) if found else what


def _say_found(line: ExplanationLine, search: Search) -> str:
    """The forms of a part and where they stand."""
    if line.words:
        words = [f"{word} {number(times)}" for word, times in line.words]
        return gettext(
            "%(words)s of the collection, here %(found)s",
            words=plural(line.meant, "word"),
            found=_list(words),
        )
    if line.kind == "optional":
        if not line.lines:  # beside a hit, which tells no more than their sum
            return ""
        held = [f"{inner.part} {decimal(inner.score, 4)}" for inner in _best_first(line.lines)]
        here = gettext("%(n)s of %(total)s here", n=len(held), total=len(line.lines))
        return gettext("%(what)s: %(found)s", what=here, found=", ".join(held)) if held else here
    if not line.forms:
        return gettext(FIELDS[line.field]) if line.field else ""
    found = _list([_say_form(form, line, search) for form in line.forms])
    if not line.field:
        return found
    return gettext("%(what)s: %(found)s", what=gettext(FIELDS[line.field]), found=found)


def _say_form(form: FoundForm, line: ExplanationLine, search: Search) -> str:
    if form.source in EVIDENCE:
        before, after = say_source(form.source)
        quoted = gettext("“%(title)s”", title=form.form) if form.source in QUOTED else ""
        words = name_value(search, "published", form.value)
        return " ".join(filter(None, (words, before, quoted, after)))
    if form.source != "text":
        return gettext("stated beside the text") if form.source == "stated" else _name_form(form, line)
    # The words of a name may stand where they are no mention of the actor.
    where = [gettext("the words alone")] if line.kind == "name" and not form.value else []
    where += [gettext("headline")] if form.in_title else []
    if form.passages:
        passages = _list([number(n) for n in form.passages])
        where.append(
            ngettext("passage %(numbers)s", "passages %(numbers)s", len(form.passages), numbers=passages)
        )
    places = f" ({', '.join(where)})" if where else ""
    return f"{form.form} {number(form.times)}{places}"


def _name_form(form: FoundForm, line: ExplanationLine) -> str:
    """A value that a document has beside its text, in the language of the page."""
    if language() == ENGLISH.language:
        return form.form
    if form.source == "collection" and form.value == "none" and line.kind in ("value", "dates"):
        return gettext("no date") if form.form == "no date" else gettext("not determined")
    return form.form


def _say_length(explanation: Explanation) -> str:
    words = gettext("%(words)s without stop words", words=plural(explanation.length, "word"))
    if not explanation.average_length:
        return words
    times = explanation.length / explanation.average_length
    return gettext(
        "%(words)s, %(times)s times the average of %(documents)s",
        words=words,
        times=decimal(times, 2),
        documents=plural(explanation.documents, "document"),
    )


def _best_first(lines: Sequence[ExplanationLine]) -> list[ExplanationLine]:
    return sorted((line for line in lines if line.matches), key=lambda line: (-line.score, line.part))


def _list(parts: Sequence[str]) -> str:
    """The first parts, and how many more.

    >>> _list(["a", "b"]), _list(list("abcdefgh"))
    ('a, b', 'a, b, c, d, e, f and 2 more')
    """
    if len(parts) <= LISTED:
        return ", ".join(parts)
    return gettext("%(first)s and %(n)s more", first=", ".join(parts[:LISTED]), n=number(len(parts) - LISTED))
