"""All facets of an answer, each made where it belongs.

Leaves out a facet that offers no choice.
"""

from webapp.actor_facet import make_actor_facet
from webapp.date_facets import make_mentioned_facet, make_published_facet
from webapp.facet_lists import HEADINGS, MOST_VALUES, FacetPage, top, with_rest
from webapp.facet_parts import FacetPart

# The value that stands for none: where it is the only one, there is no choice.
NO_VALUE = {"source": "unknown", "language": "none"}


def make_facets(page: FacetPage) -> tuple[FacetPart, ...]:
    """The facets of an answer that have something to choose, in the order of the desk."""
    made = (make_facet(name, page) for name in HEADINGS if name in page.answer.facets)
    return tuple(facet for facet in made if facet is not None)


def make_facet(name: str, page: FacetPage) -> FacetPart | None:
    """One facet; None where it offers no choice."""
    values = page.answer.facets[name]
    if name == "actor":
        return make_actor_facet(values, page)
    if name == "published":
        return make_published_facet(values, page)
    if name == "mentioned":
        return make_mentioned_facet(values, page)
    nothing = NO_VALUE.get(name)
    if all(v.value == nothing and not v.selected for v in values):
        return None
    return with_rest(name, top(values, MOST_VALUES), values, page)
