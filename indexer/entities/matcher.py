"""Find every spelling in folded text.

Finds candidates only, overlapping ones too; never decides which of them is meant.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import ahocorasick

from indexer.entities.alias_rules import AliasRule, Need
from indexer.entities.folding import Folded

_SHOUTED_CHARACTERS = 4
_SPOKEN_LETTERS = 5


class Candidate(NamedTuple):
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
        # So that each character has one before it and one behind
        bounded = f" {lower} "
        found = []
        for last, (length, rules) in self._automaton.iter(lower):
            # Most are parts of words: us, is, un
            if bounded[last + 2].isalnum():
                continue
            first = last - length + 1
            if bounded[first].isalnum() and lower[first].isalnum():
                continue
            cased = folded.cased[first : last + 1]
            start, end = folded.span(first, last)
            held = [rule for one in rules if (rule := _read_case(one, cased, text[start:end])) is not None]
            if held:
                found.append(Candidate(start, end, cased, tuple(held)))
        found.sort(key=lambda candidate: (candidate.start, -candidate.end))
        return found


def _read_case(rule: AliasRule, cased: str, surface: str) -> AliasRule | None:
    """The rule that holds for a spelling in this case, if any."""
    match rule.case:
        case "fold":
            holds = True
        case "exact":
            if cased != rule.cased and cased == rule.cased.upper() and len(cased) >= _SHOUTED_CHARACTERS:
                return _shouted(rule)
            holds = cased == rule.cased or (rule.kind == "abbr" and _is_spoken(rule, cased))
        case "name":
            holds = cased in (rule.cased, rule.cased.upper())
        case "accents":
            holds = unicodedata.normalize("NFC", surface) == unicodedata.normalize("NFC", rule.text)
    return rule if holds else None


@lru_cache(maxsize=65_536)
def _shouted(rule: AliasRule) -> AliasRule:
    """The rule for a headline in capitals: GOITA MEETS PUTIN. The text must speak of the actor elsewhere."""
    needs = (Need("self"),) if rule.ambiguous else (Need("self"), Need("main"))
    return replace(rule, ambiguous=True, needs=needs)


def _is_spoken(rule: AliasRule, cased: str) -> bool:
    """Whether it is an abbreviation that is read as a word, and written as one: Uemoa, Minusma."""
    return not rule.ambiguous and len(cased) >= _SPOKEN_LETTERS and cased == rule.cased.capitalize()


def leftmost_longest(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Candidates without overlap: the leftmost, and of those the longest.

    `candidates` come as `AliasMatcher.find` gives them.
    """
    chosen: list[Candidate] = []
    for candidate in candidates:
        if not chosen or candidate.start >= chosen[-1].end:
            chosen.append(candidate)
    return chosen
