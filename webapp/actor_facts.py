"""What is known of an actor: from the authority file, and when the documents name it.

Reads the actors of the collection; links nothing.
"""

from collections.abc import Iterable

from indexer.api import Actor, Office, Published, Search, Timeline
from webapp.actor_contexts import FactPart
from webapp.addresses import actor_address
from webapp.context_parts import Link
from webapp.document_lines import make_published
from webapp.languages import gettext
from webapp.value_names import name_value
from webapp.wording import begin, number, plural

# Parts, people and offices beside the page of an actor.
MOST_VALUES = 12


def make_family(search: Search, actor: Actor) -> tuple[FactPart, ...]:
    """What it is part of, what is part of it, what came before and after, and its offices."""
    everyone = [other for other in search.collection.actors if not other.decoy]
    by_id = {other.id: other for other in everyone}
    below = [other for other in everyone if other.parent == actor.id]
    held = tuple(_say_office(office, by_id, search) for office in actor.offices)
    holders = tuple(
        Link(
            gettext(
                "%(person)s: %(office)s",
                person=other.label,
                office=f"{begin(office.title)}{_say_term(office, search)}",
            ),
            actor_address(other.id),
        )
        for other in everyone
        for office in other.offices
        if office.of == actor.id
    )
    facts = (
        FactPart(gettext("Part of"), _links((actor.parent,), by_id)),
        FactPart(gettext("Parts"), _links((o.id for o in below if o.type != "person"), by_id)),
        FactPart(gettext("People"), _links((o.id for o in below if o.type == "person"), by_id)),
        FactPart(gettext("Before it"), _links((o.id for o in everyone if o.successor == actor.id), by_id)),
        FactPart(gettext("After it"), _links((actor.successor,), by_id)),
        FactPart(gettext("Offices"), held),
        FactPart(gettext("Office holders"), holders),
    )
    return tuple(_cut(fact) for fact in facts if fact.values)


def _cut(fact: FactPart) -> FactPart:
    """A fact with no more values than stand beside a page; the rest is in the JSON."""
    more = len(fact.values) - MOST_VALUES
    if more <= 0:
        return fact
    return FactPart(
        fact.name, (*fact.values[:MOST_VALUES], Link(gettext("and %(n)s more", n=number(more)), ""))
    )


def make_seen(search: Search, actor: Actor, timeline: Timeline) -> tuple[FactPart, ...]:
    """The first and last date of publication of its documents, and the dates beside it."""
    seen = search.timelines.seen(actor.id)
    if not seen.documents:
        return ()
    facts = [FactPart(gettext("First seen"), _published(seen.first, search))]
    if seen.last is not None and seen.last != seen.first:
        facts.append(FactPart(gettext("Last seen"), _published(seen.last, search)))
    if seen.undated and seen.first is not None:
        says = gettext(
            "%(n)s of %(documents)s",
            n=number(seen.undated),
            documents=plural(seen.documents, "document"),
        )
        facts.append(FactPart(gettext("No date"), (Link(says, ""),)))
    first, last = timeline.dated
    if first:
        words = name_value(search, "mentioned", first if first == last else f"{first}..{last}")
        if not timeline.complete:
            words = gettext(
                "%(dates)s, in the newest %(documents)s",
                dates=words,
                documents=plural(timeline.read, "document"),
            )
        facts.append(FactPart(gettext("Dates beside it"), (Link(words, ""),)))
    return tuple(facts)


def _published(published: Published | None, search: Search) -> tuple[Link, ...]:
    part = make_published(published, search)
    if not part.words:
        return (Link(gettext("No date in any of its documents"), ""),)
    return (Link(part.words, ""),)


def _links(ids: Iterable[str | None], by_id: dict[str, Actor]) -> tuple[Link, ...]:
    """Actors by their ids; one that the file does not describe has no page."""
    found = [(id_, by_id.get(id_)) for id_ in ids if id_]
    return tuple(Link(own.label, actor_address(own.id)) if own else Link(id_, "") for id_, own in found)


def _say_office(office: Office, by_id: dict[str, Actor], search: Search) -> Link:
    """An office with what it is of and its dates."""
    of = by_id.get(office.of or "")
    whole = f"{begin(office.title)}{f', {of.label}' if of else ''}{_say_term(office, search)}"
    return Link(whole, actor_address(of.id) if of else "")


def _say_term(office: Office, search: Search) -> str:
    first, last = (name_value(search, "published", day) if day else "" for day in (office.first, office.last))
    if first and last:
        return gettext(", %(first)s to %(last)s", first=first, last=last)
    if first:
        return gettext(", from %(first)s, no end given", first=first)
    return gettext(", to %(last)s", last=last) if last else ""
