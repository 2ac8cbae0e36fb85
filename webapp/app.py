"""Makes the app: the only file that knows all the others.

Opens nothing: the first request opens the newest generation.
"""

from wsgiref.types import WSGIApplication

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from indexer.api import LiveSearch, Settings
from webapp import (
    actor_exports_view,
    actor_passages_view,
    actor_view,
    api_view,
    browser_view,
    collection_view,
    compare_view,
    copies_view,
    document_view,
    error_views,
    export_view,
    facet_view,
    health_view,
    help_view,
    languages,
    negotiation,
    page_cache,
    search_view,
    security,
    suggest_view,
    timeline_view,
    unlinked_view,
    why_view,
)
from webapp.access_log import AccessLog
from webapp.access_log import log as access_log
from webapp.addresses import page_address
from webapp.busy_answers import BusyAnswers
from webapp.desk import EXTENSION, Desk
from webapp.security import REFUSED
from webapp.wording import noun, number, plural
from webapp.writing import write_quickly

# What the command that serves the page needs of it.
__all__ = ["REFUSED", "access_log", "create_app"]

VIEWS = (
    search_view.views,
    export_view.views,
    suggest_view.views,
    document_view.views,
    copies_view.views,
    why_view.views,
    actor_view.views,
    unlinked_view.views,
    actor_passages_view.views,
    actor_exports_view.views,
    timeline_view.views,
    facet_view.views,
    compare_view.views,
    collection_view.views,
    help_view.views,
    api_view.views,
    browser_view.views,
    health_view.views,
)


def create_app(settings: Settings, live: LiveSearch | None = None) -> Flask:
    """The app for some settings; `live` takes the place of the collection that they name."""
    # Flask adds its own route for files before it can be told which methods it may take
    app = Flask(__name__, static_folder=None)
    app.static_folder = "static"
    app.extensions[EXTENSION] = Desk(settings, live or LiveSearch(settings))
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    write_quickly(app.jinja_env)
    app.json.sort_keys = False  # type: ignore[attr-defined]  # the keys stand in the order of the values
    languages.speak(app)
    app.jinja_env.globals |= {
        "page_address": page_address,
        "number": number,
        "noun": noun,
        "plural": plural,
    }
    security.guard(app, settings)
    negotiation.negotiate(app)
    page_cache.keep_pages(app, settings)
    error_views.handle_errors(app)
    app.add_url_rule("/static/<path:filename>", "static", app.send_static_file)
    for views in VIEWS:
        app.register_blueprint(views)
    around = AccessLog(BusyAnswers(app.wsgi_app), settings)
    app.wsgi_app = _behind_proxies(around, settings.proxies)  # type: ignore[assignment,method-assign]  # as Flask has it
    return app


def _behind_proxies(app: WSGIApplication, proxies: int) -> WSGIApplication:
    """The app with the address and scheme that the last proxies tell, and the host name as it comes."""
    return ProxyFix(app, x_for=proxies, x_proto=proxies, x_host=0) if proxies else app
