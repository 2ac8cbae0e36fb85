"""Scripts in all that is collected or asked, in a real browser, with the policy of scripts and without."""

import json
import tempfile
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from html import escape
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
    "titles, texts, names of actors, addresses, names of sources and queries. Pages, and exports of which a "
    "browser shows something, are opened in Chromium; handlers of events are set off and script addresses "
    "clicked. None of it runs, with the policy of scripts that the desk sends and again without it."
)
POLICY = "Content-Security-Policy"
# That of the desk, but that pages of its own may have it in a frame.
FRAMED_POLICY = HEADERS[POLICY].replace("ancestors 'none'", "ancestors 'self'")
FRAMED = "/framed/"
# So many pages are shown at once, which takes less time than one after the other.
FRAMES = 50
# So many payloads are texts of one document.
TEXTS = 5
# Runs what waits for a reader: sets off handlers, and follows addresses that are scripts. Gives, for each
# frame, the numbers of the payloads that it shows; a file that the browser keeps shows none.
POKE = """(async () => {
  const inside = use => [...document.querySelectorAll("iframe")].map(f => use(f.contentDocument));
  inside(page => {
    for (const e of page.querySelectorAll("*")) {
      for (const a of [...e.attributes]) {
        if (/^on/i.test(a.name)) e.dispatchEvent(new Event(a.name.slice(2).toLowerCase()));
        if (/^[\\0- ]*j[\\t\\n\\r]*a[\\t\\n\\r]*v[\\t\\n\\r]*a[\\t\\n\\r]*s/i.test(a.value))
          (e.querySelector("button,text,rect") || e).dispatchEvent(new MouseEvent("click", {bubbles: true}));
      }
    }
  });
  await new Promise(done => setTimeout(done, 300));
  return inside(page => page.documentElement.outerHTML.match(/(?<=zq)\\d+(?=qz)/g) || []);
})()"""
# fmt: off
LISTS = (
    "/?per=100&sort=oldest&page={}", "/search.json?per=100&page={}", "/search.atom?per=100&page={}",
    "/facets/actor?page={}", "/facets/source?page={}", "/facets/document?page={}&order=name",
)
WHOLE = (
    "/actors", "/actors.json", "/actors/unlinked", "/collection", "/timeline", "/timeline?passages=all",
    "/timeline.json", "/timeline.csv", "/compare?q=zq1qz", "/compare.json", "/compare.csv",
    "/search.json?per=all", "/search.atom", "/search.csv", "/search.jsonl", "/search.ris",
    "/search.csl.json",
)
DOCUMENT = (
    "/documents/{}", "/documents/{}?view=original", "/documents/{}?view=difference",
    "/documents/{}/why?q=zq", "/documents/{}/copies", "/documents/{}.json", "/documents/{}.ris",
    "/documents/{}.csl.json",
)
# fmt: on


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

    def show(
        self, app, addresses: Sequence[str]
    ) -> Iterator[tuple[tuple[str, ...], list[set[str]], set[str]]]:
        """Open pages of an app in frames: some addresses, the payloads that each shows, those that ran."""
        with served(in_frames(app, addresses)) as root:
            for start in range(0, len(addresses), FRAMES):
                self.hits.clear()
                self.open(f"{root}{FRAMED}{start}")
                shown = [set(numbers) for numbers in self.run(POKE)]
                yield tuple(addresses[start : start + FRAMES]), shown, set(self.hits)


def run(size: Size, seed: int) -> Result:
    """Show all of it, and listen."""
    made = payloads(size.trials(60, 750), seed)
    places = [f"/{one.number}" for one in made]
    with tempfile.TemporaryDirectory() as folder, open_browser(kind=Listening) as browser:
        assert browser is not None, "Chromium is needed"
        browser.begin()
        live, stopped = (
            set[str]().union(*(ran for _, _, ran in browser.show(echo(made, policy), places)))
            for policy in ("", FRAMED_POLICY)
        )
        index = build(Path(folder), made)
        desk = create_app(
            Settings(
                index=index,
                rate=0.0,
                query_seconds=600.0,
                heavy_searches=FRAMES,
                exports=FRAMES,
                rate_free=("127.0.0.1",),
            )
        ).wsgi_app
        pages = list(addresses(made))
        failures, seen = [], {}
        for name, policy in (("with the policy", FRAMED_POLICY), ("without", "")):
            seen[name] = 0
            for opened, shown, ran in browser.show(as_page(desk, policy), pages):
                seen[name] += sum(len(live & numbers) for numbers in shown)
                for hit in sorted(ran):
                    on = [url[:99] for url, numbers in zip(opened, shown, strict=True) if hit in numbers]
                    failures.append(f"{name}: {hit} ran; of the pages opened then these show it: {on}")
    by_place = Counter(made[int(number)].place for number in live)
    return Result(
        suite="scripts_in_pages",
        promise=PROMISE,
        trials=sum(seen.values()),
        failures=tuple(failures),
        control=f"put in raw, {len(live)} of {len(made)} payloads run, and {len(stopped)} behind the policy",
        # Of 750 that are 500
        control_failed=3 * len(live) >= 2 * len(made),
        figures={
            "live payloads": f"{len(live)} of {len(made)}, by place "
            + ", ".join(f"{count} {place}" for place, count in by_place.most_common()),
            "pages opened": f"{len(pages):,} with the policy of scripts, and again without",
            "payloads on them": f"live ones, {seen['with the policy']:,} and {seen['without']:,} times",
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


def addresses(made: Sequence[Payload]) -> Iterator[str]:
    """What is opened: lists, each document in one of its forms, a list and a query of each payload."""
    pages = -(-len(made) // 100)
    yield from (url.format(page) for url in LISTS for page in range(1, pages + 1))
    yield from WHOLE
    for one in made:
        document = f"d{one.number}"
        yield DOCUMENT[one.number // 3 % len(DOCUMENT)].format(document)
        yield f"/actors/{quote(one.text, safe='')}" if one.number % 2 else f"/?q={quote(one.mark)}"
        kind = PAGES[one.number % len(PAGES)].replace("actor=", "actor={q}&x=").replace(".zip", ".json")
        yield address(kind, one.text, document)


def echo(made: Sequence[Payload], policy: str):
    """An app that puts each payload in raw, on a page of its number; "" is no policy."""

    def app(environ, start_response):
        number = environ["PATH_INFO"][1:]
        if not number.isdigit():
            start_response("404 Not Found", [("Content-Type", "text/plain")])
            return [b"none"]
        headers = [(POLICY, policy)] if policy else []
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8"), *headers])
        return [made[int(number)].page().encode("utf-8", "surrogatepass")]

    return app


def as_page(app, policy: str):
    """The app, where files are opened and not kept, with another policy of scripts; "" is none."""

    def around(environ, start_response):
        def start(status, headers, *rest):
            taken = {"content-disposition", POLICY.lower()}
            kept = [pair for pair in headers if pair[0].lower() not in taken]
            return start_response(status, kept + ([(POLICY, policy)] if policy else []), *rest)

        return app(environ, start)

    return around


def in_frames(app, addresses: Sequence[str]):
    """The app, with pages that show some of these addresses, from a number on."""

    def around(environ, start_response):
        if not environ["PATH_INFO"].startswith(FRAMED):
            return app(environ, start_response)
        start = int(environ["PATH_INFO"].removeprefix(FRAMED))
        body = "".join(f'<iframe src="{escape(url)}"></iframe>' for url in addresses[start : start + FRAMES])
        start_response("200 OK", [("Content-Type", "text/html; charset=utf-8")])
        return [body.encode()]

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
