"""Did you mean: a query with its misspelt words mended.

A name, and a word that documents hold, stays as it is, unless the query finds next to nothing and
a far likelier word is near. Asks for numbers of documents only, and offers nothing by itself.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from math import log

from indexer.analysis.filters import STOP_WORDS
from indexer.engine_port import IndexReader
from indexer.query.names import NameTable
from indexer.query.typed_words import change_words, typed_words
from indexer.search.near_words import DISTANCE, NearWord
from indexer.search.query_words import QueryWords
from indexer.search.spelling_words import SpellingWords
from indexer.search.typing_errors import ADD_AGAIN, BLANK, error_cost, sound
from indexer.search.word_context import WordContext

# Shorter words are near to too many others; by one letter, where the right one stands beside their
# neighbour.
SHORTEST, SHORTEST_BESIDE = 4, 3
# From so many letters on two errors leave enough of a word. Source: Lucene's and Elasticsearch's
# fuzziness AUTO, which allows one error in words of 3 to 5 letters and two in longer ones.
TWO_ERRORS = 6
# More unknown words than these are no slips: the query is in another language.
MOST_UNKNOWN = 6
# Longer queries are sentences: that no document holds all of their words says nothing of one.
MOST_KNOWN = 5
# One word in twenty of a query is misspelt. Source: Cucerzan and Brill, Spelling correction as an
# iterative process that exploits the collective knowledge of web users, EMNLP 2004: 10 to 15 % of
# queries, of two to three words.
MISSPELT = 0.05
SLIP = log((1 - MISSPELT) / MISSPELT)
# A word in so few documents is misspelt there, where another is in so many times more.
RARE = 3
RARER = 1000

# Where other words are left to search by, an error that costs more than the letters of the word
# themselves tells nothing of it: in nats a letter. Source: Shannon, Prediction and entropy of printed
# English, BSTJ 30 (1951): 2.14 bits.
LETTER = 2.14 * log(2)

Changes = dict[tuple[int, int], str]


@dataclass(frozen=True, slots=True)
class Mended:
    """A query text with words changed.

    `known`: the words that were typed stand in documents. `forms`: all are forms of what they became.
    """

    text: str
    known: bool
    forms: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """What may stand instead of a stretch of the query, and its cost in nats."""

    cost: float
    start: int
    end: int
    text: str


class Speller:
    """Mends the queries of one generation; safe to share between threads."""

    def __init__(self, reader: IndexReader, names: NameTable) -> None:
        self._reader = reader
        self._names = names
        self._known = SpellingWords(reader)

    def mend(self, text: str, found: Callable[[], int], deadline: float | None = None) -> Mended | None:
        """A checked query text with its words mended; None where there is nothing to mend.

        `found` tells how many documents the text finds, and is asked only where that matters.
        Raises EngineTimedOut.
        """
        words = typed_words(text, self._names)
        unknown = [
            at for at, word in enumerate(words) if not word.fixed and self._known.is_unknown(word.term)
        ]
        if len(unknown) > MOST_UNKNOWN:
            return None
        total = 0 if unknown else found() if len(words) <= MOST_KNOWN else RARE + 1
        if total > RARE or (total and self._reader.document_count < RARER):
            return None
        # Names are told from the documents of all actors, which the other questions do without.
        pairs = {} if total else self._known.pairs
        query = QueryWords(words, self._known, WordContext(self._reader, pairs, deadline))
        changes = mend_unknown(query, unknown) if unknown else mend_known(query, total)
        mended = change_words(text, changes)
        typed = {(word.start, word.end): word.term for word in words}
        forms = all(self._known.are_forms(typed.get(place, ""), word) for place, word in changes.items())
        return Mended(mended, not unknown, forms) if mended != text else None


def mend_unknown(query: QueryWords, unknown: Sequence[int]) -> Changes:
    """The best way to write each unknown word, one after the other."""
    changes: Changes = {}
    query.unmended = set(unknown)
    for at in unknown:
        if at not in query.unmended:
            continue
        best = _best(query, at)
        best = _join(query, at, best) or best
        query.unmended.discard(at)
        if best is not None:
            changes[best.start, best.end] = best.text
            query.mend(at, best.text)
    return changes


def _best(query: QueryWords, at: int) -> Choice | None:
    """The cheapest choice; of spellings that sound alike one that documents hold.

    A word of names is left as it is but for such a spelling.
    """
    choices = sorted(_choices(query, at), key=lambda choice: (choice.cost, choice.text))
    term = query.typed[at].term
    named = term in query.known.of_names
    if not choices or (not named and query.context.known(choices[0].text)):
        return next(iter(choices), None)
    heard = sound(term if named else choices[0].text)
    alike = (c for c in choices if query.context.known(c.text) and sound(c.text) == heard)
    return next(alike, None if named else choices[0])


def _choices(query: QueryWords, at: int) -> Iterator[Choice]:
    """What an unknown word may be: near words, and two words without the blank between."""
    word = query.typed[at]
    if len(word.term) < SHORTEST_BESIDE:
        return
    candidates = query.candidates(at, DISTANCE)
    if len(query.typed) > MOST_KNOWN:
        candidates = _sure(query, word.term, candidates)
    for error, near in candidates:
        if _is_likely(query, at, error, near):
            cost = error + query.cost(at, near.word, near.documents)
            yield Choice(cost, word.start, word.end, near.word)
    for cut in range(2, len(word.term) - 1):
        first, second = word.term[:cut], word.term[cut:]
        together = query.context.side_by_side(first, second)
        if together and max(len(first), len(second)) >= SHORTEST:
            cost = BLANK + query.context.cost(first, together, ("", ""), ())
            yield Choice(cost, word.start, word.end, f"{first} {second}")


def _sure(
    query: QueryWords, term: str, candidates: list[tuple[float, NearWord]]
) -> list[tuple[float, NearWord]]:
    """What a word of a sentence is for sure: any of the words may match there, so that one does no harm.

    One error in a long word, and in a form of a word that documents hold only a letter twice or one of two.
    """
    if len(term) < TWO_ERRORS:
        return []
    others = [pair for pair in candidates if not query.known.are_forms(term, pair[1].word)]
    most = LETTER * len(term) if len(others) == len(candidates) else ADD_AGAIN
    return [(error, near) for error, near in others if near.distance == 1 and error <= most]


def _is_likely(query: QueryWords, at: int, error: float, near: NearWord) -> bool:
    """Whether few enough errors lie between a word and a near one, for its length and neighbours."""
    term = query.typed[at].term
    if len(query.typed) > 1 and error > LETTER * len(term):
        return False
    one, long = near.distance == 1, len(term) >= TWO_ERRORS
    if len(term) >= SHORTEST and (one or long or sound(term) == sound(near.word)):
        return True
    return (one or len(term) >= SHORTEST) and query.stands_beside(near.word, query.around(at))


def _join(query: QueryWords, at: int, alone: Choice | None) -> Choice | None:
    """The word with its neighbour as one, where that is likelier than both apart."""
    context = query.context
    for first, second in ((at - 1, at), (at, at + 1)):
        if first < 0 or second >= len(query.typed):
            continue
        one, other = query.typed[first], query.typed[second]
        documents = context.known(one.term + other.term)
        if not documents or one.run != other.run or other.start - one.end != 1 or one.fixed or other.fixed:
            continue
        around = (query.around(first)[0], query.around(second)[1])
        cost = BLANK + context.cost(one.term + other.term, documents, around, ())
        neighbour = query.typed[first + second - at].term
        apart = context.cost(neighbour, context.known(neighbour), ("", ""), ())
        if alone is None or cost < alone.cost + apart:
            query.unmended -= {first, second}
            return Choice(cost, one.start, other.end, one.term + other.term)
    return None


def mend_known(query: QueryWords, found: int) -> Changes:
    """One word that documents hold, where another is far likelier."""
    gains = [
        pair
        for at, word in enumerate(query.typed)
        if not word.fixed and len(word.term) >= SHORTEST
        for pair in (_frequent(query, at) if found else _likelier(query, at))
        if pair[0] > 0
    ]
    if not gains:
        return {}
    _, best = max(gains, key=lambda pair: (pair[0], pair[1].text))
    return {(best.start, best.end): best.text}


def _likelier(query: QueryWords, at: int) -> Iterator[tuple[float, Choice]]:
    """Words that stand beside a neighbour where the typed one never does, with what they gain."""
    word, around = query.typed[at], query.around(at)
    if not any(around) or query.stands_beside(word.term, around):
        return
    kept = query.cost(at, word.term, query.context.known(word.term))
    for error, near in query.candidates(at, 1):
        # A stop word would find more whatever it stands for.
        if near.word not in STOP_WORDS and query.stands_beside(near.word, around):
            cost = SLIP + error + query.cost(at, near.word, near.documents)
            yield kept - cost, Choice(cost, word.start, word.end, near.word)


def _frequent(query: QueryWords, at: int) -> Iterator[tuple[float, Choice]]:
    """Words so much more frequent that a rare one is an error of theirs."""
    word = query.typed[at]
    documents = query.context.known(word.term)
    if documents > RARE or len(word.term) < TWO_ERRORS:
        return
    for near in query.known.near.find(word.term, 1):
        if near.documents >= RARER * documents:
            cost = error_cost(word.term, near.word)
            yield 1 / (1 + cost), Choice(cost, word.start, word.end, near.word)
