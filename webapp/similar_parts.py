"""Similar stories as they stand on the page of a document.

Asks the desk for them, and says why each is one.
"""

from indexer.api import EngineTimedOut, Search, SimilarStory
from webapp.addresses import actor_address
from webapp.context_parts import Link
from webapp.document_contexts import SimilarPart
from webapp.document_lines import make_document
from webapp.highlighting import show
from webapp.languages import gettext
from webapp.page_cache import keep_out
from webapp.wording import plural


def make_similar(search: Search, document_id: str) -> tuple[tuple[SimilarPart, ...], str]:
    """The stories like a document, and what is said where there are none."""
    try:
        stories = search.similar(document_id)
    except EngineTimedOut:
        # A document can be read whatever else is asked of its page.
        keep_out()
        return (), gettext("Not looked for: it took too long.")
    none = gettext("None: no other document shares enough of its words and actors.")
    return tuple(_make_story(story, search) for story in stories), "" if stories else none


def _make_story(story: SimilarStory, search: Search) -> SimilarPart:
    copies = ""
    if story.copies:
        copies = gettext("%(copies)s not listed", copies=plural(story.copies, "near copy"))
    return SimilarPart(
        make_document(story.document, search, extra=copies),
        tuple(Link(search.facet_label("actor", actor), actor_address(actor)) for actor in story.actors),
        tuple(map(show, story.words)),
    )
