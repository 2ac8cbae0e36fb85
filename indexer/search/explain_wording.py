"""How the parts of an explanation are told, and the forms in which a document has them.

Says what a node means and where it stands; never decides whether it matches.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property

from indexer.engine_port import DocumentView
from indexer.query import syntax
from indexer.query.facet_values import facet_values
from indexer.query.rendering import render
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
SAYS = {
    "actor": ("names the actor {}", "It does not name the actor {}."),
    "place": ("names the place {}", "It does not name the place {}."),
    "published": ("published {}", "It was not published {}."),
    "mentioned": ("talks about {}", "It does not talk about {}."),
    "document": ("is the document {}", "It is not the document {}."),
    "source": ("from the source {}", "It is not from the source {}."),
    "language": ("in the language {}", "It is not in the language {}."),
}
OPTIONAL = "words of the best documents"
UNDATED = {
    "published": ("has no date of publication", "It has a date of publication."),
    "mentioned": ("talks about no date", "It talks about dates."),
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
            return Told(OPTIONAL, say_kind(node), "they rank what the query finds, and find nothing more")
        inside = ", in the title" if getattr(node, "field", "") == "title" else ""
        return Told(render(node), say_kind(node), (_say_words(node) or self._say(node)) + inside)

    def _say(self, node: syntax.Node) -> str:
        match node:
            case syntax.Name(_, actors, _):
                return f"the actor {self._actors(actors)} under any spelling, or the words as typed"
            case syntax.FieldIs() | syntax.DateRange():
                return self._value(node)[0]
            case syntax.Near(_, _, distance):
                return f"both sides at most {distance} words from each other"
            case syntax.Not():
                return "must not match"
            case syntax.All():
                return "every document"
            case syntax.Nothing():
                return "no document"
            case _:
                return say_kind(node)

    def lack(self, node: syntax.Node) -> str:
        """Why a node does not match, as a sentence."""
        match node:
            case syntax.Not(child):
                return f"It matches {quote(render(child))}, which is excluded."
            case syntax.Name(surface, actors, _):
                return f"Neither “{surface}” nor the actor {self._actors(actors)} is in it."
            case syntax.Near():
                return f"The sides of {quote(render(node))} stand further apart in it."
            case syntax.FieldIs() | syntax.DateRange():
                return self._value(node)[1]
            case syntax.Nothing():
                return "Nothing is left of the query that could match."
            case _:
                where = "its title" if getattr(node, "field", "") == "title" else "it"
                return f"{quote(render(node).removeprefix('title:'))} is not in {where}."

    def _value(self, node: syntax.FieldIs | syntax.DateRange) -> tuple[str, str]:
        """What a value says of a document, and what the lack of it says."""
        value = node.value if isinstance(node, syntax.FieldIs) else _days(node)
        if value == NONE and node.field in UNDATED:
            return UNDATED[node.field]
        label = _when(value) if node.field == "published" else self._labels.label(node.field, value)
        has, lacks = SAYS[node.field]
        return has.format(label), lacks.format(label)

    def _actors(self, actors: tuple[str, ...]) -> str:
        return " or ".join(self._labels.label("actor", actor) for actor in actors)


def _say_words(node: syntax.Node) -> str:
    """How words and patterns were read; empty for other nodes."""
    match node:
        case syntax.Term(term, _, exact, _):
            return f"the word “{term}” as it stands" if exact else f"words with the stem “{term}”"
        case syntax.Phrase(terms, _, 0, _):
            return f"these {len(terms)} words in this order"
        case syntax.Phrase(_, _, slop, _):
            return f"these words in any order with at most {slop} more among them"
        case syntax.Prefix(prefix):
            return f"words that begin with “{prefix}”"
        case syntax.Wildcard(pattern):
            return f"words of the pattern “{pattern}”"
        case syntax.Fuzzy(term, _, distance, _):
            letters = "1 letter" if distance == 1 else f"{distance} letters"
            return f"words that differ from “{term}” by {letters} at most"
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
