"""Scripts in all that is collected or asked, in a real browser, with the policy of scripts and without."""

import json
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

from werkzeug.serving import WSGIRequestHandler, make_server

from indexer import api
from indexer.settings import Settings
from tests.chromium import Browser, open_browser
from tests.torture.big_desk import PAGES, address
from tests.torture.payloads import Payload, payloads
from tests.torture.report import Result, Size
from webapp.app import create_app
from webapp.security import HEADERS

PROMISE = (
    "Markup with scripts in it, which a browser is seen to run where a page puts it in raw, stands in "
    "titles, texts, names of actors, addresses, names of sources and queries. Pages and exports that show it "
    "are opened in Chromium; handlers of events are set off and script addresses clicked. None of it runs, "
    "with the policy of scripts that the desk sends and again without it."
)
POLICY = "Content-Security-Policy"
# So many raw pages are shown at once, and so many payloads are texts of one document.
FRAMES, TEXTS = 50, 5
# Runs what waits for a reader: it sets off handlers, and follows addresses that are scripts.
POKE = """(async () => {
  const poke = page => {
    for (const e of page.querySelectorAll("*")) {
      for (const a of [...e.attributes]) {
        if (/^on/i.test(a.name)) e.dispatchEvent(new Event(a.name.slice(2).toLowerCase()));
        if (/^[\\0- ]*j[\\t\\n\\r]*a[\\t\\n\\r]*v[\\t\\n\\r]*a[\\t\\n\\r]*s/i.test(a.value))
          (e.querySelector("button,text,rect") || e).dispatchEvent(new MouseEvent("click", {bubbles: true}));
      }
    }
  };
  poke(document);
  for (const f of document.querySelectorAll("iframe.raw")) try { poke(f.contentDocument); } catch {}
  await new Promise(done => setTimeout(done, WAIT));
  return [...new Set(document.documentElement.outerHTML.match(/(?<=zq)\\d+(?=qz)/g) || [])];
})()"""
LISTS = (
    *("/?per=100&sort=oldest&page={}", "/search.json?per=100&page={}", "/search.atom?per=100&page={}"),
    *("/facets/actor?page={}", "/facets/source?page={}", "/facets/document?page={}&order=name"),
)
WHOLE = (
    *("/actors", "/actors.json", "/collection", "/timeline", "/timeline?passages=all", "/compare?q=zq1qz"),
    *(
        "/search.csv",
        "/search.jsonl",
        "/search.ris",
        "/search.csl.json",
        "/search.json?per=all",
        "/timeline.csv",
    ),
    *("/actors/unlinked", "/compare.json", "/compare.csv", "/timeline.json", "/search.atom"),
)
DOCUMENT = (
    *(
        "/documents/{}",
        "/documents/{}?view=original",
        "/documents/{}?view=difference",
        "/documents/{}/why?q=zq",
    ),
    *("/documents/{}/copies", "/documents/{}.json", "/documents/{}.ris", "/documents/{}.csl.json"),
)


class Listening(Browser):
    """A browser that notes which scripts told that they ran."""

    def begin(self) -> None:
        """Give every page a function to tell so."""
        self.hits: set[str] = set()
        self.ask("Runtime.enable")
        self.ask("Runtime.addBinding", name="hit")

    def _receive(self):
        message = super()._receive()
        if message.get("method") == "Runtime.bindingCalled":
            self.hits.add(message["params"]["payload"])
        return message

    def visit(self, url: str, wait: int = 0) -> list[str]:
        """Open an address and set off what is there; the numbers of the payloads that the page shows."""
        answer = self.ask("Page.navigate", url=url)
        # A file that is kept, and no page
        if "errorText" in answer:
            return []
        done = {"name": "load", "loaderId": answer.get("loaderId")}
        while not done.items() <= self._receive().get("params", {}).items():
            pass
        return self.run(POKE.replace("WAIT", str(wait)))


def run(size: Size, seed: int) -> Result:
    """Show all of it, and listen."""
    made = payloads(size.trials(60, 750), seed)
    with ExitStack() as held:
        folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
        index = build(folder, made)
        app = create_app(Settings(index=index, rate=0.0, query_seconds=600.0)).wsgi_app
        guarded = held.enter_context(served(as_page(app)))
        bare = held.enter_context(served(as_page(app, without_policy=True)))
        raw = held.enter_context(served(echo(made)))
        behind = held.enter_context(
            served(echo(made, HEADERS[POLICY].replace("ancestors 'none'", "ancestors 'self'")))
        )
        browser = held.enter_context(open_browser(kind=Listening))
        assert browser is not None, "Chromium is needed"
        browser.begin()
        live = show_raw(browser, raw, made)
        stopped = show_raw(browser, behind, made)
        failures, shown = [], Counter()
        for name, root in (("with the policy", guarded), ("without", bare)):
            for url in addresses(made, size):
                browser.hits.clear()
                shown[name] += len(live & {*browser.visit(root + url)})
                failures += [f"{name}: {hit} ran on {url[:200]}" for hit in sorted(browser.hits)]
                shown[f"pages {name}"] += 1
    return Result(
        suite="scripts_in_pages",
        promise=PROMISE,
        trials=shown["with the policy"] + shown["without"],
        failures=tuple(failures),
        control=f"put in raw, {len(live)} of {len(made)} payloads run, and {len(stopped)} behind the policy",
        control_failed=len(live) > len(made) / 2,
        figures={
            "live payloads": f"{len(live)} of {len(made)}, by place "
            + ", ".join(
                f"{count} {place}" for place, count in Counter(made[int(n)].place for n in live).items()
            ),
            "pages opened": f"{shown['pages with the policy']:,} with the policy of scripts, "
            f"{shown['pages without']:,} without",
            "payloads on them": f"live ones, {shown['with the policy']:,} and {shown['without']:,} times",
        },
        seed=seed,
    )


def build(folder: Path, made: Sequence[Payload]) -> Path:
    """The index of documents that hold them in each of their fields."""
    source, index = folder / "pages.jsonl", folder / "index"
    with source.open("w", encoding="utf-8") as file:
        for one in made:
            texts = [made[(one.number * TEXTS + at) % len(made)].text for at in range(TEXTS)]
            page = {
                "id": f"d{one.number}",
                "title": one.text,
                "text": "\n\n".join((f"zq and {one.text}", *texts)),
                "source": one.text,
                "url": one.text,
                "published": f"20{10 + one.number % 15}",
                "actors": [one.text],
            }
            file.write(json.dumps(page) + "\n")
    api.rebuild(Settings(index=index, seeds=(source,)), clean=False, link=False)
    return index


def addresses(made: Sequence[Payload], size: Size) -> Iterator[str]:
    """What is opened: lists, each document in some of its forms, queries on some kinds of page each."""
    pages = -(-len(made) // 100)
    yield from (url.format(page) for url in LISTS for page in range(1, pages + 1))
    yield from WHOLE
    for one in made:
        form = DOCUMENT[one.number // 3 % len(DOCUMENT)].format(f"d{one.number}")
        actor, found = f"/actors/{quote(one.text, safe='')}", f"/?q={quote(one.mark)}"
        kind = PAGES[one.number % len(PAGES)].replace("actor=", "actor={q}&x=").replace(".zip", ".json")
        asked = address(kind, one.text, f"d{one.number}")
        each = (form, actor if one.number % 2 else found, asked)
        # Of the slice each is asked for in one way
        yield from each if not size.sliced else [each[one.number % 3]]


def show_raw(browser: Listening, root: str, made: Sequence[Payload]) -> set[str]:
    """The payloads that run where they are put in raw."""
    browser.hits.clear()
    for start in range(0, len(made), FRAMES):
        browser.visit(f"{root}/?from={start}", wait=300)
    return set(browser.hits)


def echo(made: Sequence[Payload], policy: str = ""):
    """An app that puts payloads in raw: a page of frames, and a page for each of them."""

    def app(environ, start_response):
        number = environ["PATH_INFO"][1:]
        if number.isdigit():
            body = made[int(number)].page()
            headers = [(POLICY, policy)] if policy else []
        elif number:
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"none"]
        else:
            start = int(environ["QUERY_STRING"].partition("=")[2])
            frames = range(start, min(start + FRAMES, len(made)))
            body = "".join(f'<iframe class=raw src="/{at}"></iframe>' for at in frames)
            headers = []
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), *headers])
        return [body.encode("utf-8", "surrogatepass")]

    return app


def as_page(app, *, without_policy: bool = False):
    """The app, where files are opened and not kept; without its policy of scripts too."""
    taken = {"content-disposition"} | ({POLICY.lower()} if without_policy else set())

    def around(environ, start_response):
        def start(status, headers, *rest):
            return start_response(status, [pair for pair in headers if pair[0].lower() not in taken], *rest)

        return app(environ, start)

    return around


class Quiet(WSGIRequestHandler):
    """Answers, and writes no line of it."""

    def log(self, *_) -> None:
        """Nothing."""


@contextmanager
def served(app) -> Iterator[str]:
    """The address of a server for an app, in threads of this process."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
