"""What stands around a spelling: neighbours, capitals, names of others.

Looks at the text only, never at what is linked elsewhere in it.
"""

import re
from collections.abc import Iterable
from functools import cached_property

from indexer.entities.alias_rules import AliasRule, Veto
from indexer.entities.folding import Folded, fold_alias
from indexer.entities.matcher import Candidate
from indexer.entities.name_words import FUNCTION_WORDS, LITTLE_WORDS, ROLES

_WORD = re.compile(r"[^\W_]+")
_NEIGHBOUR = 48
"""Characters looked at on either side: longer than any word that matters."""

# Of what is before, read backwards: so it is looked for in one place.
_BEFORE = re.compile(r"[\s\-–]+(?:s['’])?([^\W_]+)")
_AFTER = re.compile(r"[\s\-–]+([^\W_]+)")
_NAME_BEFORE = re.compile(r"([^\W\d_][\w'’.\-]*) $")
_BLANK = (" ", " \n")
_NAME_AFTER = re.compile(r" ([^\W\d_][\w'’\-]*)")
# With white space behind them they stand before a sentence.
_BEFORE_SENTENCE = frozenset('.!?:\x00“"«»(•')
_CAPITALS_BEFORE = re.compile(r"(?:\b[^\W\d_]+[ \-])+$")
_CAPITALS_AFTER = re.compile(r"^(?:[ \-][^\W\d_]+\b)+")
_LONG_WORD = 5
_RUN_WORDS = 3
_TITLE_SHARE = 0.6
_TITLE_CHARACTERS = 200
_COMMON_ABBREVIATION = 4
"""An abbreviation of fewer letters is a word of English or French too: UN, IS, AU, EU, US."""

_ANY_LITTLE_WORDS = frozenset().union(*LITTLE_WORDS)


class Surroundings:
    """One text with its candidates, and questions about what is beside them."""

    def __init__(self, text: str, folded: Folded, candidates: Iterable[Candidate]) -> None:
        self._text = text
        self._folded = folded
        self._covered = {(c.start, c.end) for c in candidates}
        self._starts = {start for start, _ in self._covered}
        self._ends = {end for _, end in self._covered}
        self._title_lines: dict[int, bool] = {}
        self._words_before: dict[int, str] = {}
        self._words_after: dict[int, str] = {}

    def is_common_word(self, candidate: Candidate) -> bool:
        """Whether its letters are a word that this text is full of: UN where the text is French."""
        word = candidate.cased.lower() if candidate.cased.isupper() else ""
        return word in _ANY_LITTLE_WORDS and word in self._little_words

    @cached_property
    def _words(self) -> list[str]:
        """All words of the text, in their case."""
        return _WORD.findall(self._folded.cased)

    @cached_property
    def _small_words(self) -> frozenset[str]:
        """The words that are written small somewhere."""
        return frozenset(filter(str.islower, self._words))

    @cached_property
    def _lower_words(self) -> frozenset[str]:
        return frozenset(map(str.lower, self._words))

    @cached_property
    def _little_words(self) -> frozenset[str]:
        """The little words of the language that the text has most of."""
        little = list(filter(_ANY_LITTLE_WORDS.__contains__, self._words))
        return max(LITTLE_WORDS, key=lambda own: sum(map(own.__contains__, little)))

    def has_word(self, word: str) -> bool:
        """Whether the text holds a word, given as it stands in `Folded.lower`."""
        return word in self._lower_words

    def vetoing(self, rule: AliasRule, candidate: Candidate) -> Veto | None:
        """The veto of the rule that a neighbouring word calls, if any."""
        if not rule.vetoes:
            return None
        before = self._word_before(candidate.start)
        after = self._word_after(candidate.end)
        for veto in rule.vetoes:
            if (veto.before and veto.word == before) or (veto.after and veto.word == after):
                return veto
        return None

    def _word_before(self, start: int) -> str:
        known = self._words_before.get(start)
        if known is None:
            known = self._words_before[start] = self._find_before(start)
        return known

    def _word_after(self, end: int) -> str:
        known = self._words_after.get(end)
        if known is None:
            known = self._words_after[end] = self._find_after(end)
        return known

    def _find_before(self, start: int) -> str:
        found = _BEFORE.match(self._text[max(0, start - _NEIGHBOUR) : start][::-1])
        return fold_alias(found.group(1)[::-1])[0] if found else ""

    def _find_after(self, end: int) -> str:
        found = _AFTER.match(self._text[end : end + _NEIGHBOUR])
        return fold_alias(found.group(1))[0] if found else ""

    def follows_given_name(self, candidate: Candidate) -> bool:
        """Whether an unknown capitalised word stands right before: Salif Traoré."""
        found = _find_name_before(self._text, candidate.start)
        if not found:
            return False
        at = candidate.start - len(found.group())
        return self._is_name(found.group(1), at, at + len(found.group(1)))

    def beside_name(self, candidate: Candidate) -> bool:
        """Whether an unknown capitalised word touches it inside a sentence: Mali Finn, Jan Ber."""
        if self._in_title_line(candidate.start):
            return False
        found = _NAME_AFTER.match(self._text[candidate.end : candidate.end + _NEIGHBOUR])
        if found:
            at = candidate.end + 1
            if self._is_name(found.group(1), at, at + len(found.group(1))):
                return True
        found = _find_name_before(self._text, candidate.start)
        if not found:
            return False
        at = candidate.start - len(found.group())
        first = _ends_sentence(self._text[max(0, at - _NEIGHBOUR) : at])
        # A first word has its capital from the sentence, unless nothing else can explain it.
        return not first and self._is_name(found.group(1), at, at + len(found.group(1)))

    def _is_name(self, word: str, start: int, end: int) -> bool:
        if word.endswith("."):
            return False
        bare = fold_alias(re.sub(r"['’]s$", "", word))[0]
        if start in self._starts or end in self._ends:
            return False
        if not bare[:1].isupper() or bare.isupper() or bare in FUNCTION_WORDS or bare in ROLES:
            return False
        return bare.lower() not in self._small_words

    def _in_title_line(self, at: int) -> bool:
        first = self._text.rfind("\n", max(0, at - _TITLE_CHARACTERS), at) + 1
        if at - first >= _TITLE_CHARACTERS:
            return False
        known = self._title_lines.get(first)
        if known is None:
            line = self._text[first : first + _TITLE_CHARACTERS].partition("\n")[0].rstrip()
            words = [] if line.endswith((".", "!", "?", "”", '"')) else _WORD.findall(line)
            words = [word for word in words if len(word) >= _COMMON_ABBREVIATION and not word[0].isdigit()]
            capitals = sum(word[0].isupper() for word in words)
            known = len(words) >= _RUN_WORDS and capitals >= _TITLE_SHARE * len(words)
            self._title_lines[first] = known
        return known

    def in_capitals(self, candidate: Candidate) -> bool:
        """Whether a short abbreviation stands among words written in capitals: UN CONSEIL."""
        if not candidate.cased.isupper() or sum(map(str.isalpha, candidate.cased)) >= _COMMON_ABBREVIATION:
            return False
        words = self._capitals_around(candidate)
        return any(len(word) >= _LONG_WORD for word in words) or len(words) + 1 >= _RUN_WORDS

    def _capitals_around(self, candidate: Candidate) -> list[str]:
        words = []
        found = _CAPITALS_BEFORE.search(self._text[max(0, candidate.start - _NEIGHBOUR) : candidate.start])
        if found:
            at = candidate.start - len(found.group())
            for word in reversed(list(_WORD.finditer(found.group()))):
                if not self._unknown_capitals(word.group(), at + word.start(), at + word.end()):
                    break
                words.append(word.group())
        found = _CAPITALS_AFTER.search(self._text[candidate.end : candidate.end + _NEIGHBOUR])
        if found:
            for word in _WORD.finditer(found.group()):
                span = candidate.end + word.start(), candidate.end + word.end()
                if not self._unknown_capitals(word.group(), *span):
                    break
                words.append(word.group())
        return words

    def _unknown_capitals(self, word: str, start: int, end: int) -> bool:
        return len(word) > 1 and word.isupper() and (start, end) not in self._covered


def _ends_sentence(before: str) -> bool:
    """Whether a sentence, a line or the text begins behind this, or speech or what a bracket holds."""
    words = before.rstrip()
    return not before or words[-1:] in _BEFORE_SENTENCE or "\n" in before[len(words) :]


def _find_name_before(text: str, start: int) -> re.Match[str] | None:
    before = text[max(0, start - _NEIGHBOUR) : start]
    if not before.endswith(_BLANK):
        return None
    # There is no blank in it.
    return _NAME_BEFORE.search(before, before.rfind(" ", 0, before.rfind(" ")) + 1)
