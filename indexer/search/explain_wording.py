"""How the parts of an explanation are told, and the forms in which a document has them.

Says what a node means and where it stands; never decides whether it matches.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import cached_property

from indexer.engine_port import DocumentView
from indexer.query import syntax
from indexer.query.facet_values import facet_values
from indexer.query.rendering import render
from indexer.said import Named, say, say_any, say_many
from indexer.schema.fields import NONE
from indexer.search.explain import FoundForm, Told, quote
from indexer.search.facets import Labels, date_group, date_label
from indexer.search.sighting import Sighting
from indexer.search.sightings import SightingFinder

KINDS: dict[type[syntax.Node], str] = {
    syntax.Name: "name",
    syntax.Near: "near",
    syntax.Prefix: "prefix",
    syntax.Wildcard: "wildcard",
    syntax.Fuzzy: "fuzzy",
    syntax.FieldIs: "value",
    syntax.DateRange: "dates",
    syntax.Not: "excluded",
    syntax.AndMaybe: "optional",
    syntax.All: "everything",
    syntax.Nothing: "nothing",
}
# What a document says of itself: one value each, told also where it is another one than asked.
FACTS = ("published", "source", "language", "document")
# How a value is told, and that it is lacking.
SAYS: dict[str, tuple[Callable[[str], str], Callable[[str], str]]] = {
    "actor": (
        lambda name: say("names the actor %(name)s", name=name),
        lambda name: say("It does not name the actor %(name)s.", name=name),
    ),
    "place": (
        lambda name: say("names the place %(name)s", name=name),
        lambda name: say("It does not name the place %(name)s.", name=name),
    ),
    "published": (
        lambda when: say("published %(when)s", when=when),
        lambda when: say("It was not published %(when)s.", when=when),
    ),
    "mentioned": (
        lambda date: say("talks about %(date)s", date=date),
        lambda date: say("It does not talk about %(date)s.", date=date),
    ),
    "document": (
        lambda name: say("is the document %(name)s", name=name),
        lambda name: say("It is not the document %(name)s.", name=name),
    ),
    "source": (
        lambda name: say("from the source %(name)s", name=name),
        lambda name: say("It is not from the source %(name)s.", name=name),
    ),
    "language": (
        lambda name: say("in the language %(name)s", name=name),
        lambda name: say("It is not in the language %(name)s.", name=name),
    ),
}
OPTIONAL = say("words of the best documents")
UNDATED = {
    "published": (say("has no date of publication"), say("It has a date of publication.")),
    "mentioned": (say("talks about no date"), say("It talks about dates.")),
}


def say_kind(node: syntax.Node) -> str:
    """The kind of a node in a word.

    >>> say_kind(syntax.Term("mali", "Mali")), say_kind(syntax.Phrase(("mali", "road"), "Mali road", 2))
    ('stem', 'words near')
    """
    match node:
        case syntax.Term(exact=exact):
            return "exact word" if exact else "stem"
        case syntax.Phrase(slop=slop):
            return "words near" if slop else "exact phrase"
        case _:
            return KINDS.get(type(node), type(node).__name__.casefold())


class ExplanationWording:
    """Tells nodes with the labels of one collection."""

    def __init__(self, labels: Labels) -> None:
        self._labels = labels

    def tell(self, node: syntax.Node) -> Told:
        """A node in words."""
        if isinstance(node, syntax.AndMaybe):
            return Told(
                OPTIONAL, say_kind(node), say("they rank what the query finds, and find nothing more")
            )
        says = _say_words(node) or self._say(node)
        if getattr(node, "field", "") == "title":
            says = say("%(words)s, in the title", words=says)
        return Told(render(node), say_kind(node), says)

    def _say(self, node: syntax.Node) -> str:
        match node:
            case syntax.Name(_, actors, _):
                return say(
                    "the actor %(actors)s under any spelling, or the words as typed",
                    actors=self._actors(actors),
                )
            case syntax.FieldIs() | syntax.DateRange():
                return self._value(node)[0]
            case syntax.Near(_, _, distance):
                return say("both sides at most %(n)s words from each other", n=distance)
            case syntax.Not():
                return say("must not match")
            case syntax.All():
                return say("every document")
            case syntax.Nothing():
                return say("no document")
            case _:
                return say_kind(node)

    def lack(self, node: syntax.Node) -> str:
        """Why a node does not match, as a sentence."""
        match node:
            case syntax.Not(child):
                return say("It matches %(what)s, which is excluded.", what=quote(render(child)))
            case syntax.Name(surface, actors, _):
                return say(
                    "Neither “%(word)s” nor the actor %(actors)s is in it.",
                    word=surface,
                    actors=self._actors(actors),
                )
            case syntax.Near():
                return say("The sides of %(what)s stand further apart in it.", what=quote(render(node)))
            case syntax.FieldIs() | syntax.DateRange():
                return self._value(node)[1]
            case syntax.Nothing():
                return say("Nothing is left of the query that could match.")
            case _:
                what = quote(render(node).removeprefix("title:"))
                if getattr(node, "field", "") == "title":
                    return say("%(what)s is not in its title.", what=what)
                return say("%(what)s is not in it.", what=what)

    def _value(self, node: syntax.FieldIs | syntax.DateRange) -> tuple[str, str]:
        """What a value says of a document, and what the lack of it says."""
        value = node.value if isinstance(node, syntax.FieldIs) else _days(node)
        if value == NONE and node.field in UNDATED:
            return UNDATED[node.field]
        named: str = Named(self._labels.label(node.field, value), node.field, value)
        if node.field == "published":
            named = Named(_when(value), "when", value)
        has, lacks = SAYS[node.field]
        return has(named), lacks(named)

    def _actors(self, actors: tuple[str, ...]) -> str:
        return say_any([self._labels.label("actor", actor) for actor in actors])


def _say_words(node: syntax.Node) -> str:
    """How words and patterns were read; empty for other nodes."""
    match node:
        case syntax.Term(term, _, exact, _):
            if exact:
                return say("the word “%(term)s” as it stands", term=term)
            return say("words with the stem “%(term)s”", term=term)
        case syntax.Phrase(terms, _, 0, _):
            return say("these %(n)s words in this order", n=len(terms))
        case syntax.Phrase(_, _, slop, _):
            return say("these words in any order with at most %(n)s more among them", n=slop)
        case syntax.Prefix(prefix):
            return say("words that begin with “%(term)s”", term=prefix)
        case syntax.Wildcard(pattern):
            return say("words of the pattern “%(term)s”", term=pattern)
        case syntax.Fuzzy(term, _, distance, _):
            return say_many(
                "words that differ from “%(term)s” by %(n)s letter at most",
                "words that differ from “%(term)s” by %(n)s letters at most",
                distance,
                term=term,
            )
        case _:
            return ""


def _days(node: syntax.DateRange) -> str:
    """A range as a facet value."""
    return f"{date.fromordinal(node.first)}..{date.fromordinal(node.last)}"


def _when(value: str) -> str:
    """When something was published.

    >>> _when("2024-03-27"), _when("2024-03"), _when("2012..2013"), _when("..2013")
    ('on 27 March 2024', 'in March 2024', 'from 2012 to 2013', 'up to 2013')
    """
    label = date_label(value)
    if ".." in value:
        return label if value.startswith("..") or value.endswith("..") else f"from {label}"
    return f"{'on' if date_group(value) == 'day' else 'in'} {label}"


class FormFinder:
    """The forms of nodes in one document."""

    def __init__(self, view: DocumentView) -> None:
        self._document = view.document
        self._sightings = SightingFinder(view)

    def find(self, node: syntax.Node, matches: bool) -> tuple[FoundForm, ...]:  # noqa: FBT001  # called as a function of a line
        """The forms of a node, most often first; of a fact what it is where it does not match."""
        field = node.field if isinstance(node, syntax.FieldIs | syntax.DateRange) else ""
        if field in FACTS:
            return (self._fact(field),)
        if not matches:
            return ()
        named = isinstance(node, syntax.Name | syntax.FieldIs | syntax.DateRange)
        seen = self._seen(self._sightings.find(node), self._values if named else {})
        if not seen and isinstance(node, syntax.FieldIs):
            # An actor that stands beside the text alone, or that no date is talked about.
            stated = any(m.id == node.value and m.start == m.end for m in self._document.actors)
            source = "stated" if field == "actor" and stated else "collection"
            return (FoundForm(node.value, value=node.value, source=source),)
        return seen

    def find_values(self, node: syntax.Node, matches: bool) -> tuple[FoundForm, ...]:  # noqa: FBT001  # in place of find
        """The same of names and values alone: the words of a hit are told beside it already."""
        if isinstance(node, syntax.Name | syntax.FieldIs | syntax.DateRange):
            return self.find(node, matches)
        return ()

    def _fact(self, field: str) -> FoundForm:
        """What a document is known to be by itself."""
        known = self._document.published
        if field == "published" and known is not None:
            return FoundForm(known.evidence or known.value, value=known.value, source=known.source)
        (value,) = facet_values(self._document, field)
        return FoundForm("no date" if field == "published" else value, value=value, source="collection")

    @cached_property
    def _values(self) -> dict[tuple[int, int], str]:
        """The facet values behind the mentions of the text."""
        document = self._document
        values = {(date.start, date.end): date.value for date in document.dates}
        values |= {(place.start, place.end): place.id for place in document.places}
        return values | {(actor.start, actor.end): actor.id for actor in document.actors if not actor.weak}

    def _seen(
        self, sightings: list[Sighting], values: Mapping[tuple[int, int], str]
    ) -> tuple[FoundForm, ...]:
        """Sightings by their form and the value behind it, most often first, those with one before."""
        document = self._document
        found: dict[tuple[str, str], list[Sighting]] = {}
        for sight in sightings:
            text = document.title or "" if sight.beside else document.text
            form = " ".join(text[sight.start : sight.end].split())
            value = "" if sight.beside else values.get((sight.start, sight.end), "")
            found.setdefault((form, value), []).append(sight)
        ordered = sorted(found.items(), key=lambda pair: (-len(pair[1]), not pair[0][1], pair[0]))
        return tuple(
            FoundForm(
                form,
                len(own),
                sum(sight.in_title for sight in own),
                tuple(sorted({sight.passage for sight in own if sight.passage})),
                value,
            )
            for (form, value), own in ordered
        )
