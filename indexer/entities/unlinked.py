"""The names in one text that nobody listed.

Gives runs of capitalised words that may be names, each with a guess of what it names. Never
changes the text and keeps nothing of it; what is linked already is left out.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import dropwhile

from indexer.entities.folding import fold_alias
from indexer.entities.masking import mask
from indexer.entities.month_names import FULL_NAMES
from indexer.entities.name_kinds import Kind, guess_kind
from indexer.entities.name_nouns import (
    COMPANY_ENDINGS,
    DEMONYMS,
    GIVEN_NAMES,
    KIND_OF,
    NOT_NAMES,
    PEOPLE,
    PORTFOLIOS,
    TITLE_MODIFIERS,
    TITLES,
    words_of,
)
from indexer.entities.name_runs import Word, find_runs, fold_word, french_end
from indexer.entities.name_words import FUNCTION_WORDS
from indexer.entities.span_set import SpanSet
from indexer.schema.document import RemovedSpan

_BEFORE = 8
_NEIGHBOUR = 32
_SENTENCE_START = re.compile(r"(?:^|[.!?:;…\n\x00•·*][\"'“”«»’)\]\s]*|[\"“«‹]\s*)$")
_DOTTED_BEFORE = re.compile(
    r"\b(?:St|Dr|Mr|Mrs|Ms|Gen|Col|Lt|Maj|Capt|Sgt|M|MM|Mme|Pr|Prof|Me|Mgr|Rev|Hon|No|vs|[A-Z])\.\s*$"
)
_SMALL = words_of("d de du des of the le la l « “")
_MINISTRY = re.compile(r"(?<!\w)minist[eè]res? (?:de la |de l['’]|des |du |de |d['’])$")
_ELISION = re.compile(r"(?:[LDSCJTQ]|[Qq]u|[Jj]usqu|[Ll]orsqu|[Pp]uisqu)['’](?=(\w))")
_HEADLINE_CHARACTERS = 200
_HEADLINE_SHARE = 0.6
_LONG = 4
_LABEL_CHARACTERS = 80
_LABEL_WORDS, _BULLET_WORDS = 3, 2
_MOST_WORDS = 14
_MOST_LETTERS = 120

# Openers that are part of the name they stand before: North Kordofan, New York, Third Battalion.
_OPENERS = words_of("""
    new north south east west northern southern eastern western central nord sud est ouest centre first
    second third fourth fifth grand grande haut haute bas basse saint sainte san santa port great greater
    upper lower young jeune jeunes vieux
""")
# Of whom anyone may speak at a sentence's start: fighters of a group are not its name.
_CROWDS = words_of(
    "fighters rebels troops commandos guerrilla friends doctors reporters parents amis patriotes"
)
_ARTICLES = words_of("the le la les l a an un une this that these those ce cet cette ces")
# Months that are words, planets or given names too: they part no run, and are no name alone.
_MONTHS = words_of("march april may june july august mars mai sept oct nov dec jan feb aug")
_CALENDAR = frozenset(map(fold_word, FULL_NAMES)) - _MONTHS
_FUNCTION = frozenset(word.lower() for word in FUNCTION_WORDS)
_SHORTEST = 2
_COMMON = NOT_NAMES | DEMONYMS | TITLES | TITLE_MODIFIERS | PORTFOLIOS | PEOPLE | _OPENERS | _MONTHS
_NEVER_ALONE = _COMMON | _FUNCTION


@dataclass(frozen=True, slots=True)
class FoundName:
    """A stretch of the text that may be a name; `key` is the same for all its spellings."""

    start: int
    end: int
    key: str
    kind: Kind


@lru_cache(maxsize=8192)
def name_key(surface: str) -> str:
    """What the spellings of a name have in common: no case, accent, hyphen or article.

    >>> name_key("Le Sablier"), name_key("Aïn-Salah"), name_key("AIN SALAH")
    ('sablier', 'ain salah', 'ain salah')
    """
    lower = fold_alias(surface)[1].replace("\x00", " ")
    words = lower.split()
    while len(words) > 1 and words[0] in ("the", "le", "la", "les"):
        del words[0]
    return " ".join(words)


def find_names(
    text: str,
    stretches: Iterable[tuple[int, int]],
    *,
    removed: Sequence[RemovedSpan] = (),
    taken: Iterable[tuple[int, int]] = (),
) -> tuple[FoundName, ...]:
    """The names in some stretches of a text, ascending.

    Args:
        text: as read; all offsets point into it.
        stretches: where sentences are: the passages, not the title and the headings.
        removed: spans that are no part of the article.
        taken: what is linked or dated already; without overlaps.
    """
    return _TextNames(mask(text, removed), SpanSet(taken)).find(stretches)


class _TextNames:
    """One text on its way to names."""

    def __init__(self, text: str, taken: SpanSet) -> None:
        self._text = text
        self._taken = taken
        self._found: list[FoundName] = []
        self._doubtful: list[FoundName] = []
        self._seen: set[str] = set()
        self._surnames: set[str] = set()

    def find(self, stretches: Iterable[tuple[int, int]]) -> tuple[FoundName, ...]:
        for start, end in stretches:
            lines = end - start < _HEADLINE_CHARACTERS or self._text.find("\n", start, end) >= 0
            for run in find_runs(self._text, start, end, self._taken):
                if len(run) == 1 and (run[0].linked or run[0].lower in _NEVER_ALONE):
                    continue
                short = lines or run[0].start < start + _LABEL_CHARACTERS
                if not (short and self._is_headline(run[0].start, start)):
                    self._read_run(run, start)
        found = [*self._found, *(name for name in self._doubtful if name.key in self._seen)]
        found.sort(key=lambda name: name.start)
        # A single word that ends a person's name in this text is that person.
        return tuple(
            replace(name, kind="person") if name.kind == "unknown" and name.key in self._surnames else name
            for name in found
        )

    def _read_run(self, run: list[Word], stretch: int) -> None:
        opens = self._opens_sentence(run[0].start, stretch)
        for piece in split_run(run):
            first = opens and piece[0].start == run[0].start
            self._read_piece(piece, first=first)

    def _read_piece(self, piece: list[Word], *, first: bool) -> None:
        if first:
            piece, first = self._without_opening(piece)
        piece = list(dropwhile(lambda word: word.lower in ("a", "un", "une"), piece))
        piece, titled = without_titles(piece)
        piece = _trimmed(piece)
        if not piece or len(piece) > _MOST_WORDS:
            return
        start = piece[0].start
        before = self._text[max(0, start - 20) : start]
        if "minist" in before and (ministry := _MINISTRY.search(self._text, start - len(before), start)):
            piece[0].start = ministry.start()
            piece[-1].end = french_end(self._text, piece[-1], len(self._text), self._taken)
        elif _is_no_name(piece):
            return
        self._add(piece, titled=titled, first=first)

    def _without_opening(self, piece: list[Word]) -> tuple[list[Word], bool]:
        """A piece at a sentence's start without the words that have their capital from there.

        Also whether the first word that is left still may be such a one.
        """
        while piece:
            word = piece[0]
            elided = _ELISION.match(word.text)
            if elided:
                if not elided.group(1).isupper():
                    return piece[1:], False
                word.start += elided.end()
                word.text = word.text[elided.end() :]
                word.lower = fold_word(word.text)
                return piece, False
            following = piece[1] if len(piece) > 1 else None
            if word.lower in _FUNCTION or (word.lower in _ARTICLES):
                if following is not None and word.lower in _OPENERS and following.joint == "plain":
                    return piece, False
                if following is None or following.joint != "plain":
                    return piece[1:], False
                piece = piece[1:]
                return self._without_function(piece), False
            if following is None or word.linked:
                return piece, True
            crowd = word.lower in _CROWDS and following.joint != "plain"
            if (
                crowd
                or self._is_common(word)
                or (following.joint not in ("plain", "particle") and word.lower not in KIND_OF)
            ):
                return piece[1:], False
            return piece, False
        return piece, False

    @staticmethod
    def _without_function(piece: list[Word]) -> list[Word]:
        return list(dropwhile(lambda word: word.lower in _FUNCTION and word.lower not in _OPENERS, piece))

    def _is_common(self, word: Word) -> bool:
        """Whether the word is also written small in this text, or has the form of an adverb or participle."""
        if word.lower in TITLES or word.lower in KIND_OF:
            return False
        lower = word.text.lower()
        return f" {lower} " in self._text or lower.endswith(("ing", "ly", "ement"))

    def _add(self, piece: list[Word], *, titled: bool, first: bool) -> None:
        start, end = piece[0].start, piece[-1].end
        surface = self._text[start:end]
        key = name_key(surface)
        if len(surface) > _MOST_LETTERS or len(key) <= 1:
            return
        words = key.split()
        kind = guess_kind(words, self._word_before(start), titled=titled)
        if kind == "person" and len(words) > 1:
            self._surnames.update((words[-1], " ".join(words[1:])))
        doubtful = first and len(piece) == 1 and not _is_plainly_a_name(piece[0].text)
        if doubtful:
            self._doubtful.append(FoundName(start, end, key, kind))
            return
        self._found.append(FoundName(start, end, key, kind))
        self._seen.add(key)
        self._seen.update(word.lower for word in piece)

    def _word_before(self, start: int) -> str:
        """The folded word before an offset, past articles and small prepositions; may be empty."""
        before = self._text[max(0, start - _NEIGHBOUR) : start].replace("’", " ").replace("'", " ").split()
        while before and before[-1] in _SMALL:
            before.pop()
        return fold_word(before[-1]) if before and before[-1].islower() else ""

    def _opens_sentence(self, start: int, stretch: int) -> bool:
        if start >= stretch + 2 and self._text[start - 1] == " " and self._text[start - 2].isalnum():
            return False
        first = max(stretch, start - _BEFORE)
        before = self._text[first:start]
        if first == stretch and not before.strip(" \"'“«»’(\t"):
            return True
        return bool(_SENTENCE_START.search(before)) and not _DOTTED_BEFORE.search(before)

    def _is_headline(self, at: int, stretch: int) -> bool:
        """Whether the line is short, mostly of words with capitals, and no sentence."""
        first = self._text.rfind("\n", max(stretch, at - _HEADLINE_CHARACTERS), at) + 1
        first = max(first, stretch)
        line = self._text[first : first + _HEADLINE_CHARACTERS].partition("\n")[0].strip()
        if at - first >= _HEADLINE_CHARACTERS or len(line) >= _HEADLINE_CHARACTERS:
            return False
        if _is_label(line, at - first) or (line.isupper() and len(line.split()) > 1):
            return True
        if line.endswith((".", "!", "?", "”", '"', "»", ";", ",", ":")):
            return False
        words = [word for word in line.split() if len(word) >= _LONG and word[0].isalpha()]
        capitals = sum(word[0].isupper() for word in words)
        return len(words) >= _LONG and capitals >= _HEADLINE_SHARE * len(words)


def _is_label(line: str, at: int) -> bool:
    """Whether what stands `at` is of the label that opens a line: "Capacity Building: it takes years"."""
    colon = line.find(":", 0, _LABEL_CHARACTERS)
    words = [word for word in line[: max(0, colon)].split() if len(word) >= _LONG and word[0].isalpha()]
    least = _LABEL_WORDS if line[:1].isalpha() else _BULLET_WORDS
    return at < colon and len(words) >= least and all(word[0].isupper() for word in words)


def split_run(run: list[Word]) -> Iterable[list[Word]]:
    """The parts of a run that stand for one thing each, without what is linked.

    A linked word stays in the name of an institution: University of Bamako, Bamako Institute.
    """
    piece: list[Word] = []
    institution = joined = False
    companies = [word.start for word in run if word.lower in COMPANY_ENDINGS and word.joint == "plain"]
    for word in run:
        kind = institution or (bool(companies) and word.start <= companies[-1])
        calendar = word.lower in _CALENDAR
        if calendar or (piece and not _holds_together(piece, word, institution=kind, joined=joined)):
            yield from _unlinked(piece)
            piece, institution, joined = [], False, False
        if not calendar:
            piece.append(word)
            institution |= word.lower in KIND_OF and not word.linked
            joined |= word.joint in ("of", "for", "de")
    yield from _unlinked(piece)


def _holds_together(piece: list[Word], word: Word, *, institution: bool, joined: bool) -> bool:
    match word.joint:
        case "plain":
            return True
        case "particle":
            return not word.linked and not piece[-1].linked
        case "owned":
            return not piece[-1].linked and piece[-1].lower in PEOPLE
        case "of":
            return institution or (len(piece) == 1 and not (word.linked or piece[-1].linked))
        case "for":
            return institution and not word.linked
        case "de":
            named = len(piece) == 1 and piece[0].lower in GIVEN_NAMES and not word.linked
            return institution or named
        case "and":
            return (
                institution
                and joined
                and not word.linked
                and word.lower not in KIND_OF
                and not word.text.isupper()
            )
    return False


def _unlinked(piece: list[Word]) -> Iterable[list[Word]]:
    """The piece, whole where it names an institution, else cut at what is linked."""
    if not any(word.linked for word in piece):
        if piece:
            yield piece
        return
    own = [word for word in piece if not word.linked]
    titled = any(word.lower in TITLES for word in own)
    if not titled and any(word.lower in KIND_OF for word in own):
        yield piece
        return
    part: list[Word] = []
    for word in piece:
        if not word.linked:
            part.append(word)
        elif part:
            yield part
            part = []
    if part:
        yield part


def without_titles(piece: list[Word]) -> tuple[list[Word], bool]:
    """A piece without the titles before a person's name, and whether it had any.

    Nothing is left of a title alone: the Prime Minister.
    """
    last = -1
    for at, word in enumerate(piece):
        if word.lower in TITLES:
            last = at
        elif (
            word.lower not in TITLE_MODIFIERS
            and word.lower not in DEMONYMS
            and not (last >= 0 and word.lower in PORTFOLIOS)
        ):
            break
    if last < 0:
        return piece, False
    left = last + 1
    if left < len(piece) and piece[left].joint in ("of", "for", "de", "and"):
        while left < len(piece) and (piece[left].lower in PORTFOLIOS or piece[left].lower in TITLES):
            left += 1
        if left < len(piece) and piece[left].joint != "plain":
            return [], True
    rest = piece[left:]
    if rest and (rest[-1].lower in KIND_OF or rest[0].lower in KIND_OF):
        # The King Faisal Hospital, the General Directorate: the title is part of the name.
        return piece, False
    return rest, True


def _trimmed(piece: list[Word]) -> list[Word]:
    """Without articles at the end."""
    kept = list(dropwhile(lambda word: word.lower in _ARTICLES, reversed(piece)))
    return kept[::-1]


def _is_no_name(piece: list[Word]) -> bool:
    """Whether each word is one that many bear: Prime Minister, Human Rights, Chapter IV, Army."""
    if len(piece) > 1:
        return all(word.lower in _COMMON for word in piece)
    lower = piece[0].lower
    if len(lower) < _SHORTEST or lower in _NEVER_ALONE:
        return True
    # A word of a kind alone is nobody's name, unless it goes on in small letters.
    alone = piece[0].end - piece[0].start <= len(piece[0].text)
    return alone and (lower in KIND_OF or lower.removesuffix("s") in KIND_OF)


def _is_plainly_a_name(text: str) -> bool:
    """Whether the letters tell that the capital is not the sentence's: FPCT, Ouro-Fero."""
    letters = [c for c in text if c.isalpha()]
    capitals = sum(c.isupper() for c in letters)
    return capitals > 1 and (len(letters) <= 8 or capitals < len(letters))
