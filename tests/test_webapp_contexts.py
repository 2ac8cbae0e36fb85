"""What templates get and what they use."""

import dataclasses
import inspect
import re

import pytest
from flask import template_rendered
from jinja2 import nodes

from indexer.api import Settings
from webapp import (
    actor_contexts,
    article_parts,
    compare_contexts,
    context_parts,
    contexts,
    copies_contexts,
    document_contexts,
    facet_parts,
    name_contexts,
    search_contexts,
    timeline_contexts,
    why_parts,
    zero_hits,
)
from webapp.app import create_app
from webapp.contexts import PAGES

MODULES = (
    actor_contexts,
    article_parts,
    compare_contexts,
    context_parts,
    contexts,
    copies_contexts,
    document_contexts,
    facet_parts,
    name_contexts,
    search_contexts,
    timeline_contexts,
    why_parts,
    zero_hits,
)
VALUES = sorted(
    {
        value
        for module in MODULES
        for value in vars(module).values()
        if dataclasses.is_dataclass(value)
        and inspect.isclass(value)
        and value.__module__.startswith("webapp.")
    },
    key=lambda value: value.__name__,
)
ADDRESSES = {
    "home.html": ("/",),
    "search.html": ("/?q=GSIM", "/?q=wagner+prigozin&actor=africa-corps&published=2023-12"),
    "document.html": (
        "/documents/{document}?q=wagner",
        "/documents/{document}?view=original",
        "/documents/{document}?view=difference",
    ),
    "copies.html": ("/documents/{document}/copies",),
    "actors.html": ("/actors",),
    "actor.html": ("/actors/jnim",),
    "unlinked.html": ("/actors/unlinked?documents=1&sources=1",),
    "compare.html": ("/compare", "/compare?q=wagner&actor2=jnim"),
    "timeline.html": ("/timeline?q=wagner", "/timeline?actor=wagner&mentioned=2012-13"),
    "actor-with.html": ("/actors/jnim/with/wagner",),
    "facet.html": ("/facets/actor?q=wagner",),
    "collection.html": ("/collection",),
    "help.html": ("/help",),
    "api.html": ("/api",),
    "error.html": ("/nowhere",),
    "why.html": ("/documents/{document}/why?q=wagner",),
}


@pytest.fixture(scope="module")
def app(seeds_index):
    """The app on the seeds."""
    return create_app(Settings(index=seeds_index))


@pytest.mark.parametrize("value", VALUES, ids=lambda v: v.__name__)
def test_every_field_is_explained(value):
    """The docstring names each field once, in order, and no other."""
    attributes = inspect.cleandoc(value.__doc__).partition("Attributes:")[2]
    explained = re.findall(r"^    (\w+): \S", attributes, re.MULTILINE)
    assert [field.name for field in dataclasses.fields(value)] == explained


def test_every_page_has_a_template_and_an_address_here(app):
    """A new page needs a row in the table of contexts and one in this test."""
    pages = {name for name in app.jinja_env.list_templates() if "/" not in name and name != "base.html"}
    assert pages == set(PAGES)
    assert pages == set(ADDRESSES)


@pytest.mark.parametrize("template", PAGES)
def test_a_template_gets_its_context_and_nothing_else(app, template):
    """What is rendered is one value of the right class, beside what Flask adds."""
    seen = []

    def note(_sender, template, context, **_):
        seen.append((template.name, context))

    client = app.test_client()
    document = client.get("/search.json?q=wagner").json["hits"][0]["document"]["id"]
    with template_rendered.connected_to(note, app):
        for address in ADDRESSES[template]:
            client.get(address.format(document=document))
    assert [template] * len(ADDRESSES[template]) == [name for name, _ in seen]
    for _, context in seen:
        assert PAGES[template] is type(context["page"])
        assert {"page", "g", "request"} == set(context) - {"session"}


@pytest.mark.parametrize("template", PAGES)
def test_a_template_uses_every_field_of_its_context(app, template):
    """No field is passed for nothing, and no name is used that is not passed."""
    used = _used_fields(app, template) | _used_fields(app, "base.html")
    assert {field.name for field in dataclasses.fields(PAGES[template])} == used


def _used_fields(app, template):
    source, _, _ = app.jinja_env.loader.get_source(app.jinja_env, template)
    tree = app.jinja_env.parse(source)
    return {
        found.attr
        for found in tree.find_all(nodes.Getattr)
        if isinstance(found.node, nodes.Name) and found.node.name == "page"
    }
