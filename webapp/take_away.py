"""The ways to take an answer away.

Makes addresses; no file is made before it is asked for.
"""

from dataclasses import dataclass, replace

from indexer.api import Answer, SearchRequest
from webapp.addresses import export_address, page_address
from webapp.context_parts import Link
from webapp.exports.formats import FORMATS
from webapp.languages import gettext
from webapp.params import write_params
from webapp.wording import plural

# Readers of feeds ask again and again: they get the newest so many.
FEED_ENTRIES = 50


@dataclass(frozen=True, slots=True)
class TakeAway:
    """What can be taken away of an answer, and in which forms.

    Attributes:
        says: how many documents that is, in words; empty for none.
        links: the formats.
    """

    says: str
    links: tuple[Link, ...]


def make_take_away(answer: Answer) -> TakeAway:
    """The whole answer in each format, and this page of it as JSON."""
    asked = answer.request
    page = Link(gettext("JSON of this page"), page_address("/search.json", write_params(asked)))
    evidence = Link(gettext("Evidence (ZIP)"), export_address(asked, "zip"))
    if not answer.total:
        return TakeAway("", (evidence, page))
    says = gettext("%(documents)s, in this order", documents=plural(answer.listed, "document"))
    if answer.folded:
        copies = plural(answer.folded, "near copy")
        says = gettext("%(list)s, with %(copies)s folded into them", list=says, copies=copies)
    files = (Link(form.name, export_address(asked, form.ending)) for form in FORMATS.values())
    feed = Link(gettext("Atom feed, newest first"), feed_address(asked))
    return TakeAway(says, (*files, evidence, feed, page))


def feed_address(asked: SearchRequest) -> str:
    """The address under which a search is subscribed.

    >>> feed_address(SearchRequest(text="gao", page=3))
    '/search.atom?q=gao&sort=newest&per=50'
    """
    return export_address(replace(asked, sort="newest", page=1, per=FEED_ENTRIES), "atom", paged=True)
