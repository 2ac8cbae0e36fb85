"""Find every spelling in folded text.

Finds candidates only, overlapping ones too; never decides which of them is meant.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import ahocorasick

from indexer.entities.alias_rules import AliasRule
from indexer.entities.folding import Folded


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stretch of text that is a spelling of someone, in a case that one of its rules allows.

    `start` and `end` are offsets into the text as read; `cased` is the folded surface.
    """

    start: int
    end: int
    cased: str
    rules: tuple[AliasRule, ...]


class AliasMatcher:
    """One automaton over all folded spellings. Safe to share between threads."""

    def __init__(self, rules: Iterable[AliasRule]) -> None:
        by_spelling: defaultdict[str, list[AliasRule]] = defaultdict(list)
        for rule in rules:
            by_spelling[rule.lower].append(rule)
        self._automaton = ahocorasick.Automaton()
        for lower, same in by_spelling.items():
            self._automaton.add_word(lower, (len(lower), tuple(same)))
        if by_spelling:
            self._automaton.make_automaton()
        self._empty = not by_spelling

    def find(self, text: str, folded: Folded) -> list[Candidate]:
        """All candidates by start, the longest first.

        `folded` is `fold(text)`. A spelling begins and ends where letters and digits do.
        """
        if self._empty or not folded.lower:
            return []
        lower = folded.lower
        found = []
        for last, (length, rules) in self._automaton.iter(lower):
            first = last - length + 1
            if first > 0 and lower[first - 1].isalnum() and lower[first].isalnum():
                continue
            if last + 1 < len(lower) and lower[last + 1].isalnum():
                continue
            cased = folded.cased[first : last + 1]
            start, end = folded.span(first, last)
            allowed = tuple(rule for rule in rules if _case_holds(rule, cased, text[start:end]))
            if allowed:
                found.append(Candidate(start, end, cased, allowed))
        found.sort(key=lambda candidate: (candidate.start, -candidate.end))
        return found


def _case_holds(rule: AliasRule, cased: str, surface: str) -> bool:
    match rule.case:
        case "fold":
            return True
        case "exact":
            return cased == rule.cased
        case "name":
            return cased in (rule.cased, rule.cased.upper())
        case "accents":
            return unicodedata.normalize("NFC", surface) == unicodedata.normalize("NFC", rule.text)


def leftmost_longest(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates without overlap: the leftmost, and of those the longest.

    `candidates` come as `AliasMatcher.find` gives them.
    """
    chosen: list[Candidate] = []
    for candidate in candidates:
        if not chosen or candidate.start >= chosen[-1].end:
            chosen.append(candidate)
    return chosen
