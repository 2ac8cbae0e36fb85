"""Errors as pages and as JSON."""

import re
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from markupsafe import escape

from indexer import api
from webapp.app import create_app
from webapp.error_views import SHOWN

ROOT = Path(__file__).parent.parent
STATUSES = {
    "InvalidRequest": 400,
    "UnknownField": 400,
    "PageOutOfRange": 400,
    "PageMissing": 404,
    "QueryRefused": 400,
    "DocumentNotFound": 404,
    "ActorNotFound": 404,
    "SettingsError": 500,
    "SeedError": 500,
    "CleaningError": 500,
    "RebuildError": 500,
    "GenerationError": 503,
    "GenerationMissing": 503,
    "GenerationCorrupt": 503,
    "GenerationOutdated": 503,
    "GenerationLocked": 503,
    "EngineError": 503,
    "EngineUnavailable": 503,
    "EngineTimedOut": 504,
    "IndexerError": 500,
}


class Failing:
    """A live collection that raises."""

    def __init__(self, error):
        self.error = error

    @contextmanager
    def acquire(self):
        """Raise."""
        raise self.error
        yield

    def newest(self):
        """None is open."""
        return

    def state(self):
        """What a collection without a generation says."""
        return "missing", str(self.error)

    def free_bytes(self):
        """What the disk of no index has."""
        return


def _client(error, index="none"):
    return create_app(api.Settings(index=index), Failing(error)).test_client()


def _tree(kind):
    yield kind
    for below in kind.__subclasses__():
        yield from _tree(below)


def test_every_error_has_a_status():
    """A new error in the tree needs a row here."""
    own = {kind for kind in _tree(api.IndexerError) if kind.__module__.startswith(("indexer.", "webapp."))}
    assert own == set(SHOWN)
    assert {kind.__name__: shown.status for kind, shown in SHOWN.items()} == STATUSES


@pytest.mark.parametrize(
    "kind", [kind for kind in SHOWN if kind.__name__ != "PageMissing"], ids=lambda k: k.__name__
)
def test_every_error_is_a_page_and_json_with_its_status(kind):
    """Both say what happened, neither holds a trace, and the id is that of the header."""
    client = _client(kind("It is <so>."))
    told = SHOWN[kind].says or "It is <so>."
    page = client.get("/?q=wagner")
    assert SHOWN[kind].status == page.status_code
    assert escape(told) in page.text
    assert "Traceback" not in page.text
    assert page.headers["X-Request-Id"] in page.text
    values = client.get("/search.json?q=wagner")
    assert SHOWN[kind].status == values.status_code
    assert {
        "error": {
            "status": SHOWN[kind].status,
            "kind": kind.__name__,
            "message": told,
            "cure": SHOWN[kind].cure or None,
            "request_id": values.headers["X-Request-Id"],
        }
    } == values.json


def test_an_error_that_nobody_foresaw_tells_nothing_of_itself(caplog):
    """The reader gets an id; the log has the cause under it."""
    client = _client(ZeroDivisionError("secret place"))
    page = client.get("/?q=wagner")
    assert 500 == page.status_code
    assert "secret" not in page.text
    assert "ZeroDivisionError" not in page.text
    log = next(one for one in caplog.records if one.exc_info)
    assert page.headers["X-Request-Id"] in log.getMessage()
    values = client.get("/search.json").json["error"]
    assert ("Unexpected", 500) == (values["kind"], values["status"])
    assert "secret" not in str(values)


@pytest.mark.parametrize("address", ["/?q=x", "/?q=x&ui=fr", "/search.json?q=x"])
def test_an_unreachable_engine_names_no_machine(address, caplog):
    """Readers are told to ask again; where it is, and what to do, stand in the log."""
    named = "The cluster at https://node-1.inner:9200 cannot be reached."
    page = create_app(api.Settings(), Failing(api.EngineUnavailable(named))).test_client().get(address)
    assert 503 == page.status_code
    assert "node-1" not in page.text
    assert "cannot be reached, or only in part" in page.text or "injoignable" in page.text
    assert named in caplog.text


def test_no_index_says_what_to_run(tmp_path):
    """A desk without an index is a 503 that names the command, on every page that needs one."""
    client = create_app(api.Settings(index=tmp_path / "index")).test_client()
    for path in ("/", "/?q=wagner", "/actors", "/collection", "/documents/a", "/facets/actor"):
        page = client.get(path)
        assert 503 == page.status_code, path
        assert "There is no index yet" in page.text
        assert "<code>python -m indexer rebuild</code>" in page.text
        assert 1 == page.text.count("python -m indexer rebuild")
    assert "python -m indexer rebuild" == client.get("/search.json").json["error"]["cure"]
    assert 200 == client.get("/help").status_code
    assert 200 == client.get("/healthz").status_code
    ready = client.get("/readyz")
    assert (503, "missing") == (ready.status_code, ready.json["status"])


def test_readiness_says_what_fails(seeds_index):
    """An index that opens and does not answer is not ready."""

    class Dying(Failing):
        def state(self):
            return "ready", ""

    client = create_app(api.Settings(), Dying(api.EngineUnavailable("gone"))).test_client()
    response = client.get("/readyz")
    assert (503, "failing", "gone") == (
        response.status_code,
        response.json["status"],
        response.json["reason"],
    )
    ready = create_app(api.Settings(index=seeds_index)).test_client().get("/readyz")
    assert (200, "ready") == (ready.status_code, ready.json["status"])
    assert ready.json["generation"].startswith("gen-")


def test_a_full_disk_and_an_older_generation_are_said_while_answers_are_given(seeds_index, tmp_path):
    """Neither keeps a search from being answered: 200, degraded, with each reason."""
    client = create_app(api.Settings(index=seeds_index, min_free_bytes=10**18)).test_client()
    ready = client.get("/readyz")
    assert (200, "degraded") == (ready.status_code, ready.json["status"])
    assert f"{ready.json['free_bytes']:,} bytes left" in ready.json["reason"]

    index = tmp_path / "index"
    settings = api.Settings(index=index, seeds=(ROOT / "seeds" / "000_85dbce1b230a2048.txt",))
    older = api.rebuild(settings).generation
    newer = api.rebuild(replace(settings, seeds=(ROOT / "seeds",))).generation
    (index / newer / "MANIFEST.json").write_text("{}")
    ready = create_app(settings).test_client().get("/readyz")
    assert (200, "degraded", older) == (ready.status_code, ready.json["status"], ready.json["generation"])
    assert newer in ready.json["reason"]
    assert "bytes left" not in ready.json["reason"]


def test_a_search_that_takes_too_long_is_not_ready(seeds_index, monkeypatch):
    """503 with the seconds, so that whoever shares out readers sends them elsewhere."""
    monkeypatch.setattr("webapp.health_view.SLOWEST_SECONDS", -1.0)
    ready = create_app(api.Settings(index=seeds_index)).test_client().get("/readyz")
    assert (503, "slow") == (ready.status_code, ready.json["status"])
    assert "A search took" in ready.json["reason"]


def test_a_page_past_the_end_leads_to_the_last_one(seeds_index):
    """The address that is asked for does not exist; the last page is a link."""
    client = create_app(api.Settings(index=seeds_index)).test_client()
    page = client.get("/?q=wagner&page=9&per=2")
    assert 404 == page.status_code
    assert "There are 3 pages." in page.text
    link = re.search(r'href="(/\?q=wagner[^"]*)">Go to page 3<', page.text)
    assert 200 == client.get(link[1].replace("&amp;", "&")).status_code
    assert 404 == client.get("/?page=9").status_code
    assert 404 == client.get("/search.json?q=wagner&page=9").status_code
    assert 404 == client.get("/actors/jnim?page=9").status_code
    assert 404 == client.get("/collection?page=9").status_code
    assert 400 == client.get("/?q=wagner&page=999999").status_code


def test_a_refused_query_can_be_corrected(seeds_index):
    """The page says the limit and holds what was typed."""
    client = create_app(api.Settings(index=seeds_index)).test_client()
    page = client.get("/?q=" + "(" * 10_000)
    assert 400 == page.status_code
    assert "This query was not run" in page.text
    assert "10,000 characters; the limit is 512" in page.text
    assert 'value="((((' in page.text
