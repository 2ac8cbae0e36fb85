"""Completes what is typed with names, words and headlines that find something.

Every count is the number of documents that a search for the whole text finds, with the same
filters. Odd text never raises: what has no end to complete has no completions.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache, partial
from itertools import islice
from typing import Literal, cast
from weakref import proxy

from indexer.analysis.filters import STOP_WORDS, stem
from indexer.engine_port import EngineRequest, IndexReader
from indexer.errors import EngineTimedOut, QueryRefused
from indexer.query import syntax
from indexer.query.names import fold_name
from indexer.query.prose import SENTENCE_WORDS
from indexer.query.request import SearchRequest
from indexer.search.limits import web_limits
from indexer.search.name_beginnings import UNWRITTEN, NameBeginnings
from indexer.search.named_actors import count_naming
from indexer.search.reading import Reading, RequestReader
from indexer.search.text_counts import TextCounts
from indexer.search.typed_text import Typed, read_typed, write_plain
from indexer.search.typed_titles import find_titles, quote_title
from indexer.search.typed_values import MOST_VALUES, match_values
from indexer.settings import Settings

CompletionKind = Literal["actor", "word", "title", "place", "published", "mentioned", "source", "language"]

# Completions of one text; a sentence has fewer, as each of its words is counted with each.
MOST, MOST_OF_SENTENCE = 8, 3
MOST_NAMES, MOST_TITLES = 3, 2
# What is tried for each that is wanted: a name or a word may find nothing beside the others.
_TRIED = 2


@dataclass(frozen=True, slots=True)
class Completion:
    """A whole query that begins with what is typed.

    `count` is the number of documents that a search for `text` finds, with the filters of the
    request. `label` says what is completed: a word, a headline, an actor with the spelling that
    begins so. `value` is the word, or the id of the actor, the document or another value.
    """

    text: str
    kind: CompletionKind
    label: str
    value: str
    count: int = 0


class Completer:
    """Completes texts from one generation; safe to share between threads."""

    def __init__(self, reader: IndexReader, requests: RequestReader, settings: Settings) -> None:
        """Reads nothing before the first text."""
        self.reader = reader
        self.requests = requests
        self.settings = settings
        # Without a cycle, so that a generation is let go of with its last user.
        self.most_named = lru_cache(maxsize=1)(partial(Completer._find_most_named, proxy(self)))

    def complete(self, request: SearchRequest) -> tuple[Completion, ...]:
        """Queries that begin with the text of a request: names, then words, then headlines.

        None for a text that has no end to complete, or that no search would run. Raises EngineUnavailable.
        """
        deadline = time.monotonic() + self.settings.query_seconds
        try:
            typed = read_typed(request.text, web_limits(self.settings))
            return tuple(_Completing(self, request, typed, deadline).all()) if typed else ()
        except (QueryRefused, EngineTimedOut):
            return ()

    def _find_most_named(self, limit: int) -> tuple[Completion, ...]:
        """The actors that most documents name, as queries; kept, as a generation never changes."""
        typed = Typed("", 0, "", "word", "", (0,), plain=True, narrows=True, words=0)
        labels = self.requests.labels
        names = ((0, actor, labels.label("actor", actor)) for actor in self.named[: limit * _TRIED])
        return tuple(_Completing(self, SearchRequest(), typed, None).read_as_names(names, limit))

    @cached_property
    def named(self) -> Sequence[str]:
        """The actors that documents name, those of most documents first."""
        return count_naming(self.reader).most(MOST_VALUES).values

    @cached_property
    def actors(self) -> NameBeginnings:
        """The spellings of all actors that documents name."""
        collection, named = self.reader.collection, frozenset(self.named)
        written: dict[tuple[str, tuple[str, ...]], int] = {}
        for found in collection.spellings:
            key = (found.actor, fold_name(found.form))
            written[key] = written.get(key, 0) + found.documents
        known = (actor for actor in collection.actors if actor.id in named and not actor.decoy)
        return NameBeginnings(
            (actor.id, text, written.get((actor.id, fold_name(text)), 0), text in (actor.label, actor.name))
            for actor in known
            for text in dict.fromkeys((actor.label, actor.name, *(alias.text for alias in actor.aliases)))
        )

    @cached_property
    def places(self) -> NameBeginnings:
        """The names of all places."""
        return NameBeginnings((place.id, place.label, 0, True) for place in self.reader.collection.places)


class _Completing:
    """The completions of one text that somebody has typed."""

    def __init__(
        self, completer: Completer, request: SearchRequest, typed: Typed, deadline: float | None
    ) -> None:
        self._completer = completer
        self._reader = completer.reader
        self._labels = completer.requests.labels
        self._request = request
        self._typed = typed
        # All words of one are wanted only where somebody says so.
        self._sentence = typed.plain and typed.words >= SENTENCE_WORDS and request.match != "all"
        self._counts = TextCounts(completer.reader, completer.requests, completer.settings, request, deadline)

    def all(self) -> list[Completion]:
        """The completions in the order in which they are shown."""
        if self._typed.kind == "value":
            return self._counted(self._values(), MOST)
        most = MOST_OF_SENTENCE if self._sentence else MOST
        names = self.read_as_names(self._names(), MOST_NAMES)
        titles = self._counted(self._titles(), min(MOST_TITLES, most - len(names)))
        taken = {fold_name(name.text) for name in names}
        words = (word for word in self._words() if fold_name(word.text) not in taken)
        found = self._counted(words, most - len(names) - len(titles))
        return [*names, *sorted(found, key=lambda one: (-one.count, one.value)), *titles]

    def _counted(
        self,
        candidates: Iterator[Completion],
        limit: int,
        check: Callable[[Completion, Reading], Completion | None] = lambda made, _: made,
    ) -> list[Completion]:
        """The first candidates that find something, with their counts; `limit` are tried at once."""
        made: list[Completion] = []
        candidates = islice(candidates, limit * _TRIED)
        while len(made) < limit and (some := list(islice(candidates, limit))):
            found = self._counts.find([one.text for one in some], loosely=self._sentence)
            for one, counted in zip(some, found, strict=True):
                if counted and (checked := check(one, counted.reading)):
                    made.append(replace(checked, count=counted.total))
        return made[:limit]

    def _within(self, head: str, facets: tuple[str, ...] = ()) -> EngineRequest:
        """A request for the documents in which a completion of what stands before is looked for."""
        narrows = self._typed.narrows and self._request.match != "any" and not self._sentence
        return self._counts.among(head if narrows else "", facets)

    def _names(self) -> Iterator[tuple[int, str, str]]:
        """Actors with a name of which the last words, as many as can be, are the beginning.

        With the place where these words begin, and the spelling.
        """
        typed = self._typed
        if typed.field or typed.kind != "word" or self._request.spelling == "exact":
            return
        for at in typed.names:
            begun = " ".join(fold_name(typed.text[at:]))
            found = self._completer.actors.beginning(begun if typed.word else f"{begun} ") if begun else {}
            if found:
                named = [actor for actor in self._most_named(typed.text[:at]) if actor in found]
                named.sort(key=lambda actor: found[actor][0])
                unwritten = [actor for actor in named if found[actor][0] == UNWRITTEN]
                most = [actor for actor in named[:MOST_NAMES] if actor not in unwritten] + unwritten[:1]
                yield from ((at, actor, found[actor][1]) for actor in most)

    def _most_named(self, head: str) -> Sequence[str]:
        """The actors, those first that most documents of what stands before name."""
        within = self._within(head, ("actor",))
        if isinstance(within.query, syntax.All) and not within.filters:
            return self._completer.named
        return self._reader.search(within).facets["actor"].most(MOST_VALUES).values

    def read_as_names(self, names: Iterator[tuple[int, str, str]], limit: int) -> list[Completion]:
        """Places, actors and spellings as completions; only what a search reads as the actor."""
        seen: set[str] = set()

        def candidates() -> Iterator[Completion]:
            for at, actor, spelling in names:
                text = self._typed.with_name(at, write_plain(spelling))
                # An actor that more of the words name is not named once more by fewer of them.
                if not seen & {actor, text}:
                    seen.update((actor, text))
                    yield Completion(text, "actor", spelling, actor)

        return self._counted(candidates(), limit, self._check_name)

    def _check_name(self, made: Completion, reading: Reading) -> Completion | None:
        meant = next((name for name in _find_names(reading.query) if made.value in name.actors), None)
        return replace(made, label=self._name_label(made.label, meant.actors)) if meant else None

    def _name_label(self, spelling: str, actors: Sequence[str]) -> str:
        label = " or ".join(self._labels.label("actor", actor) for actor in actors)
        return label if fold_name(spelling) == fold_name(label) else f"{spelling} – {label}"

    def _words(self) -> Iterator[Completion]:
        """Words that begin so in the documents of what stands before, the most frequent first.

        Of words of one stem, which find the same, the most frequent.
        """
        typed = self._typed
        if not typed.word:
            return
        stops = sum(word.startswith(typed.word) for word in STOP_WORDS)
        field: syntax.TextField = "title" if typed.field == "title" else "text"
        within = self._within(typed.context)
        everywhere = isinstance(within.query, syntax.All) and not within.filters
        # Twice as many: some are of one stem, some are names that stand in the list already.
        most = 2 * MOST * _TRIED + stops
        found = self._reader.words_beginning(typed.word, most, None if everywhere else within, field)
        seen: set[str] = set()
        for word, _ in found:
            same = word if typed.kind == "phrase" else stem(word)
            if word not in STOP_WORDS and len(word) > 1 and same not in seen:
                seen.add(same)
                yield Completion(typed.with_word(word), "word", word, word)

    def _titles(self) -> Iterator[Completion]:
        """Documents whose headline holds the words, the last of them as a beginning."""
        typed = self._typed
        if not typed.plain or typed.kind != "word":
            return
        try:
            found = find_titles(self._reader, fold_name(typed.head), typed.word, self._counts.among())
        except QueryRefused:
            return  # more words begin so than are looked up, and names and words are offered still
        for document in found:
            yield Completion(quote_title(document.title or ""), "title", document.label, document.id)

    def _values(self) -> Iterator[Completion]:
        """Values of a field whose id or name begins so, the most frequent first."""
        field, typed = self._typed.field, self._typed
        if field == "document":
            return
        counted = self._reader.search(self._within(typed.head, (field,))).facets[field]
        spellings = {"actor": self._completer.actors, "place": self._completer.places}.get(field)
        for value, spelling in match_values(counted, field, typed.word, self._labels, spellings):
            label = self._name_label(spelling, (value,)) if field == "actor" else spelling
            yield Completion(typed.with_value(value), cast("CompletionKind", field), label, value)


def _find_names(node: syntax.Node) -> Iterator[syntax.Name]:
    """The names of a tree, those that are not wanted too."""
    if isinstance(node, syntax.Name):
        yield node
    for child in syntax.children(node):
        yield from _find_names(child)
