"""How to ask, with examples that can be followed.

Needs no index: it can be read before the first rebuild.
"""

from flask import Blueprint

from indexer.api import IndexerError
from webapp.contexts import HelpPage
from webapp.desk import get_desk
from webapp.frames import make_frame, show_page
from webapp.languages import gettext
from webapp.query_examples import make_examples

views = Blueprint("help", __name__)


@views.get("/help")
def show_help() -> str:
    """The query language by examples."""
    try:
        with get_desk().live.acquire() as search:
            frame = make_frame(search, gettext("Help"), "plain", "help")
    except IndexerError:
        frame = make_frame(None, gettext("Help"), "plain", "help")
    return show_page("help.html", HelpPage(frame, make_examples(every=True)))
