"""Values typed behind a field's name: actor:jnim, published:2024-03, document:ID."""

from indexer.query import syntax
from indexer.query.date_ranges import read_date_filter, say_why_not
from indexer.query.names import NameTable
from indexer.query.request import Note
from indexer.said import say
from indexer.schema.fields import FIELDS
from indexer.schema.languages import read_language

# Fields whose values are not words: all but the title.
VALUE_FIELDS = frozenset(field.query for field in FIELDS if field.query and field.kind != "text")


def read_field(field: str, value: str, names: NameTable | None, notes: list[Note]) -> syntax.Node | None:
    """The node of a field's value; None where it is not used, with a note that says why."""
    value = value.strip()
    if not value:
        notes.append(Note("ignored", say("“%(field)s:” has no value and was ignored.", field=field)))
        return None
    match field:
        case "published" | "mentioned":
            date = read_date_filter(field, value)
            if date is None:
                notes.append(Note("ignored", say_why_not(value), parameter=field, value=value))
            return date
        case "actor":
            return _actor(value, names, notes)
        case "place":
            return _place(value, names, notes)
        case "language":
            return _language(value, notes)
        case _:
            return syntax.FieldIs(field, value)


def _actor(value: str, names: NameTable | None, notes: list[Note]) -> syntax.Node:
    actors = names.actor(value) if names else (value,)
    if not actors:
        notes.append(Note("ignored", say("“%(value)s” is no actor of this collection.", value=value)))
        return syntax.FieldIs("actor", value)
    nodes = tuple(syntax.FieldIs("actor", actor) for actor in actors)
    return nodes[0] if len(nodes) == 1 else syntax.Or(nodes)


def _place(value: str, names: NameTable | None, notes: list[Note]) -> syntax.Node:
    place = names.place(value) if names else value
    if place is None:
        notes.append(Note("ignored", say("“%(value)s” is no place of this collection.", value=value)))
    return syntax.FieldIs("place", place or value)


def _language(value: str, notes: list[Note]) -> syntax.Node:
    language = read_language(value)
    if language is None:
        notes.append(
            Note("ignored", say("“%(value)s” is no language that texts are told to be in.", value=value))
        )
    return syntax.FieldIs("language", language or value)
