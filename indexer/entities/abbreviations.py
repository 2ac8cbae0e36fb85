"""Abbreviations that a document defines, for that document.

A linked long form before or inside the brackets decides; letters need not agree. Other pairs
are found by their letters and only reported: no pair outlives its document.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from indexer.entities.alias_rules import AliasRule
from indexer.entities.folding import Folded, fold_alias

_SHORT = r"[^\W\d_][^\W_]*(?:[-.&][^\W_]+)*\.?"
_SHORT_FORM = re.compile(_SHORT)
_BRACKETED = re.compile(rf"\(\s*[“\"']?({_SHORT})[”\"']?\s*[,;)]")
_BEFORE_BRACKET = re.compile(rf"(?<![^\W_])({_SHORT})\s*$")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_MAX_LETTERS = 12
_NEAR = 3
"""Characters that may stand between a long form and its bracket: quotes and a blank."""

_LONG_FORM_CHARACTERS = 200
_CONTENT_LETTERS = 4
_STEM_LETTERS = 5
_FOREIGN_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Binding:
    """An abbreviation as one document defines it; `start` and `end` mark the abbreviation.

    `id` is None where the long form is nobody in the authority file: a pair to review.
    """

    abbreviation: str
    long_form: str
    id: str | None
    start: int
    end: int


class LinkedSpan(NamedTuple):
    """A stretch that is linked for certain. `bindable` ones may lend their id to a new abbreviation."""

    id: str
    start: int
    end: int
    bindable: bool
    person: bool


def looks_like_abbreviation(text: str) -> bool:
    """Two capitals or more, few characters, mostly letters.

    >>> [looks_like_abbreviation(t) for t in ("FAMa", "CSP-DPA", "M5-RFP", "Mali", "A")]
    [True, True, True, False, False]
    """
    if not 2 <= len(text) <= _MAX_LETTERS or not _SHORT_FORM.fullmatch(text):
        return False
    capitals = sum(c.isupper() for c in text)
    small = sum(c.islower() for c in text)
    return capitals >= 2 and capitals > small


def find_bindings(text: str, linked: Iterable[LinkedSpan], known: Mapping[str, str]) -> list[Binding]:
    """The abbreviations that the text defines, in reading order, the first definition of each.

    Args:
        text: the masked text.
        linked: what is linked for certain, ascending.
        known: who each unambiguous abbreviation is, by its letters as written; such a one is
            never bound to someone else: in "Mali (AFP)" the agency speaks.
    """
    spans = list(linked)
    by_start = {span.start: span for span in spans}
    by_end = {span.end: span for span in spans}
    bindings: dict[str, Binding] = {}
    for found in _BRACKETED.finditer(text):
        short = found.group(1)
        if looks_like_abbreviation(short) and short not in bindings:
            binding = _bind_bracketed(text, found, by_end, known)
            if binding:
                bindings[short] = binding
    for opening in re.finditer(r"\(", text):
        inner = by_start.get(opening.end())
        if inner is None or text[inner.end : inner.end + 1] not in (")", ",", ";"):
            continue
        before = _BEFORE_BRACKET.search(text, max(0, opening.start() - 40), opening.start())
        if before is None or not looks_like_abbreviation(before.group(1)):
            continue
        short = before.group(1)
        if short not in bindings and _may_bind(short, inner, known, text):
            bindings[short] = Binding(
                short, text[inner.start : inner.end], inner.id, before.start(1), before.end(1)
            )
    return sorted(bindings.values(), key=lambda binding: binding.start)


def _bind_bracketed(
    text: str, found: re.Match[str], by_end: Mapping[int, LinkedSpan], known: Mapping[str, str]
) -> Binding | None:
    short, opened = found.group(1), found.start()
    ends = range(opened, opened - _NEAR - 1, -1)
    span = next((by_end[end] for end in ends if end in by_end), None)
    if span is not None and not re.search(r"[^\W_]|[.,;:)]", text[span.end : opened]):
        if _may_bind(short, span, known, text):
            return Binding(short, text[span.start : span.end], span.id, found.start(1), found.end(1))
        return None
    long_form = find_long_form(text[max(0, opened - _LONG_FORM_CHARACTERS) : opened], short)
    if long_form is None or (known.get(short) is None and not long_form[:1].isupper()):
        return None
    return Binding(short, long_form, None, found.start(1), found.end(1))


def _may_bind(short: str, span: LinkedSpan, known: Mapping[str, str], text: str) -> bool:
    owner = known.get(short)
    if owner is not None:
        return owner == span.id
    words = _WORD.findall(text[span.start : span.end])
    if span.person:
        return "".join(word[0] for word in words).upper() == short.upper()
    return span.bindable and len(words) > 1


def find_long_form(before: str, short: str) -> str | None:
    """The words before a bracket that the abbreviation's letters walk through, from the back.

    Source: Schwartz and Hearst, A simple algorithm for identifying abbreviation definitions in
    biomedical text (2003), section 3: at most min(n + 5, 2 n) words, first letter at a word's start.

    >>> find_long_form("held by the Country Music Association ", "CMA")
    'Country Music Association'
    """
    letters = [c for c in fold_alias(short)[1] if c.isalnum()]
    words = list(_WORD.finditer(before))
    if not letters or not words or re.search(r"[.!?;:\n\x00()]", before[words[-1].end() :]):
        return None
    words = words[-min(len(letters) + 5, 2 * len(letters)) :]
    window = before[words[0].start() : words[-1].end()]
    boundary = max((m.end() for m in re.finditer(r"[.!?;\n\x00()]", window)), default=0)
    start = _walk_back(window[boundary:], letters, capital=True)
    if start is None:
        start = _walk_back(window[boundary:], letters, capital=False)
    if start is None:
        return None
    long_form = window[boundary + start :]
    return long_form if len(_WORD.findall(long_form)) > 1 else None


def _walk_back(window: str, letters: list[str], *, capital: bool) -> int | None:
    """Where the first letter stands: at a word's start, and with a capital if so asked."""
    at = len(window)
    for n in range(len(letters) - 1, -1, -1):
        at -= 1
        while at >= 0:
            starts = at == 0 or not window[at - 1].isalnum()
            first = starts and (window[at].isupper() or not capital)
            if fold_alias(window[at])[1] == letters[n] and (n > 0 or first):
                break
            at -= 1
        if at < 0:
            return None
    return at


def is_foreign(long_form: str, vocabulary: frozenset[str]) -> bool:
    """Whether a defined long form has little in common with an actor's own spellings.

    `vocabulary` holds the `stems` of those spellings.

    >>> is_foreign("Country Music Association", stems(["coordination of azawad movements"]))
    True
    >>> is_foreign("Fonds monétaire international", stems(["international monetary fund"]))
    False
    """
    words = stems([fold_alias(long_form)[1]])
    return bool(words) and len(words & vocabulary) < _FOREIGN_SHARE * len(words)


def stems(spellings: Iterable[str]) -> frozenset[str]:
    """How the longer words of folded spellings begin: much the same in English and in French.

    >>> stems(["monetary fund of"]) & stems(["fonds monetaire"])
    frozenset({'monet'})
    """
    words = (word for spelling in spellings for word in re.findall(r"[^\W_]+", spelling))
    return frozenset(word[:_STEM_LETTERS] for word in words if len(word) >= _CONTENT_LETTERS)


def occurrences(folded: Folded, short: str) -> list[tuple[int, int]]:
    """Where an abbreviation stands in the text, in its own case, as spans of the text as read."""
    cased, text = fold_alias(short)[0], folded.cased
    found = []
    at = text.find(cased)
    while at >= 0:
        end = at + len(cased)
        inside = text[max(0, at - 1) : at].isalnum() or text[end : end + 1].isalnum()
        if not inside:
            found.append(folded.span(at, end - 1))
        at = text.find(cased, at + 1 if inside else end)
    return found


def bound_rule(binding: Binding, id_: str) -> AliasRule:
    """The rule of an abbreviation inside the document that defines it."""
    cased, lower = fold_alias(binding.abbreviation)
    return AliasRule(id_, binding.abbreviation, cased, lower, "exact", "bound", ambiguous=False)
