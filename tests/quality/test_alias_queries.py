"""Every spelling of every actor, as a query, finds the document that holds it.

The documents are made from the authority file: each spelling stands in a sentence, and where it
needs something beside it to mean the actor, that stands in the sentence before. No document holds
two spellings of one actor, but for those that need the other one.
"""

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice, zip_longest

import pytest

from indexer import api
from indexer.analysis.filters import STOP_WORDS
from indexer.entities.alias_rules import AliasRule
from indexer.entities.authority import read_authority
from indexer.entities.linking import Linker
from indexer.entities.states import states_of
from indexer.query import syntax
from indexer.query.names import fold_name
from indexer.query.request import SearchRequest
from indexer.search.limits import web_limits
from indexer.search.reading import RequestReader

AUTHORITY = read_authority()
PLACE = "Gao"
# Sentences of different actors in one document: fewer documents, and no two names within one sentence.
TOGETHER = 25


@dataclass(frozen=True, slots=True)
class Form:
    """One spelling of an actor, in the document that was made for it, from `start` on."""

    actor: str
    text: str
    exact: bool
    document: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)


RULES: dict[str, list[AliasRule]] = {}
for _rule in sorted(AUTHORITY.rules, key=lambda rule: -len(rule.text)):
    RULES.setdefault(_rule.id, []).append(_rule)
STATES = states_of(AUTHORITY)
LINKER = Linker(AUTHORITY)


def naming(id_, depth=2):
    """Ways to name an actor or place for certain, each a sentence or two.

    By a spelling without conditions where it has one, else by one that has what it needs.
    """
    rules = RULES.get(id_, ())
    plain = sorted((rule for rule in rules if not rule.ambiguous), key=lambda rule: bool(rule.vetoes))
    if plain:
        yield f"They spoke of {plain[0].text}."
    elif rules and depth:
        for before in contexts(rules[0], depth - 1):
            yield f"{before}\n\nThey spoke of {rules[0].text}."


def contexts(rule, depth=2):
    """For each need of a spelling sentences that meet it."""
    for need in rule.needs:
        match need.kind:
            case "self":
                made = naming(rule.id, 0)
            case "actor":
                made = naming(need.value, depth)
            case "word":
                made = iter([f"There was {need.value} too."])
            case "sahel":
                made = iter([f"They spoke of {PLACE}."])
            case "main":
                made = naming(STATES.get(rule.id), 0)
        yield from made


def context(rule, sentence):
    """Sentences that let a spelling be linked in the sentence after them; the first ones if none do."""
    before = list(contexts(rule))
    for given in before:
        found = LINKER.link(f"{given}\n\n{sentence}").actors
        if any(span.id == rule.id and span.start > len(given) for span in found):
            return given
    return before[0] if before else ""


def sentences(rules):
    """Each spelling once, with the sentences before it."""
    seen = set()
    for rule in rules:
        if (rule.id, rule.text) not in seen:
            seen.add((rule.id, rule.text))
            sentence = f"Later on they named {rule.text} too."
            yield rule, context(rule, sentence), sentence


def documents() -> Iterator[tuple[str, str, list[Form]]]:
    """Id, text and forms of each document."""
    decoys = {actor.id for actor in AUTHORITY.actors if actor.decoy}
    own: dict[str, list] = {}
    alone = []
    for rule, before, sentence in sentences(AUTHORITY.rules):
        if rule.place or rule.id in decoys:
            continue
        if before:
            alone.append([(rule, before, sentence)])
        else:
            own.setdefault(rule.id, []).append((rule, before, sentence))
    together = []
    for row in zip_longest(*own.values()):
        rows = iter([given for given in row if given])
        while part := list(islice(rows, TOGETHER)):
            together.append(part)
    for number, part in enumerate([*alone, *together]):
        text, forms = "", []
        for rule, before, sentence in part:
            text += f"{before}\n\n" if before else ""
            start = len(text) + sentence.index(rule.text)
            forms.append(Form(rule.id, rule.text, rule.case == "exact", f"d{number}", start))
            text += f"{sentence}\n\n"
        yield f"d{number}", text, forms


@pytest.fixture(scope="module")
def made():
    """All documents: id, text, forms."""
    return list(documents())


@pytest.fixture(scope="module")
def desk(made, tmp_path_factory):
    """A generation of all documents, open."""
    folder = tmp_path_factory.mktemp("aliases")
    with (folder / "texts.jsonl").open("w", encoding="utf-8") as file:
        for id_, text, _ in made:
            file.write(json.dumps({"id": id_, "text": text}) + "\n")
    settings, _ = api.load_settings({}, index=folder / "index", seeds=(folder / "texts.jsonl",))
    api.rebuild(settings, clean=False)
    with api.open_search(settings=settings) as search:
        yield search


class Finder:
    """Whether the query of a text finds a document.

    A text that reads as a name of the actor finds what is linked to it, which is looked up once for
    each actor; any other text is searched for.
    """

    def __init__(self, search, collection=None) -> None:
        self._search = search
        self._reader = RequestReader(collection or search.collection)
        self._limits = web_limits(api.load_settings({})[0])
        self._linked: dict[str, frozenset[str]] = {}

    def actors(self, text):
        """The actors as whose names the text reads, empty for words."""
        query = self._reader.read(SearchRequest(text=text), self._limits).query
        return query.actors if isinstance(query, syntax.Name) else ()

    def finds(self, text, form):
        """Whether the text as a query finds the form's document."""
        if form.actor in self.actors(text):
            if form.actor not in self._linked:
                found = self._search.rank(SearchRequest(text=f"actor:{form.actor}"), 100_000)
                self._linked[form.actor] = frozenset(id_ for id_, _ in found)
            return form.document in self._linked[form.actor]
        return self.searched(text, form)

    def searched(self, text, form):
        """The same by a search, whatever the text reads as."""
        request = SearchRequest(text=text, facets=(), per=1, documents=(form.document,))
        return bool(self._search.rank(request, 1))


def variants(form):
    """Other ways to type a spelling: curly apostrophes, other dashes, marks apart, case."""
    typed = [
        form.text.replace("'", "’"),
        form.text.replace("-", "‑"),
        unicodedata.normalize("NFD", form.text),
        form.text if form.exact else form.text.lower(),
    ]
    return [text for text in dict.fromkeys(typed) if text != form.text]


def test_every_spelling_is_linked_where_it_stands(made, desk):
    """To the letter, in a text that gives it what it needs, and nothing else is said of its place."""
    missed = []
    for id_, _, forms in made:
        found = {(mention.id, mention.start, mention.end) for mention in desk.document(id_).actors}
        missed += [(f.actor, f.text) for f in forms if (f.actor, f.start, f.end) not in found]
    assert [] == missed


def test_every_spelling_as_a_query_finds_the_document_that_holds_it(made, desk):
    """As it is written in the authority file, and each fourth also in another way to type it."""
    finder = Finder(desk)
    forms = [form for _, _, forms in made for form in forms]
    asked = [(form, form.text) for form in forms]
    for number, form in enumerate(forms[::4]):
        typed = variants(form)
        asked += [(form, typed[number % len(typed)])] if typed else []
    lost = [(form.actor, text) for form, text in asked if not finder.finds(text, form)]
    print(f"{len(forms)} spellings of {len({f.actor for f in forms})} actors, {len(asked)} queries")
    assert [] == lost


def test_a_name_finds_by_search_what_its_reading_promises(made, desk):
    """The last spelling of each actor, searched for."""
    finder = Finder(desk)
    last = {form.actor: form for _, _, forms in made for form in forms}.values()
    assert [] == [(form.actor, form.text) for form in last if not finder.searched(form.text, form)]


def test_the_other_spellings_of_an_actor_are_found_too(made, desk):
    """What the query of one spelling finds is more than the documents that hold its letters."""
    whole, letters = "GSIM", desk.rank(SearchRequest(text="GSIM", spelling="exact"), 10_000)
    assert len(desk.rank(SearchRequest(text=whole), 10_000)) > len(letters) > 0


def test_a_spelling_that_the_authority_lacks_finds_no_name(made, desk):
    """The control: without its line in the file, GSIM is a word and finds the letters alone."""
    jnim = desk.actor("jnim")
    poorer = replace(jnim, aliases=tuple(a for a in jnim.aliases if fold_name(a.text) != ("gsim",)))
    others = tuple(poorer if actor.id == "jnim" else actor for actor in desk.collection.actors)
    form = next(f for _, _, forms in made for f in forms if f.actor == "jnim" and f.text != "GSIM")
    assert "gsim" not in STOP_WORDS
    assert Finder(desk).finds("GSIM", form)
    finder = Finder(desk, replace(desk.collection, actors=others))
    assert () == finder.actors("GSIM")
    exact = SearchRequest(text="GSIM", spelling="exact", documents=(form.document,))
    assert () == desk.rank(exact, 1)
