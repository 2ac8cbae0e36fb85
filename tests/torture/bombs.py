"""Queries that are made to hurt, and made-up ones by the thousand, on every kind of page."""

import gc
import logging
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from itertools import islice
from pathlib import Path

from werkzeug.test import create_environ, run_wsgi_app

from indexer.settings import Settings
from tests.torture.big_desk import PAGES, address, build, words
from tests.torture.queries import bombs, made_up
from tests.torture.report import Result, Size
from webapp.app import create_app

PROMISE = (
    "On a large collection, queries made to hurt and queries made up by a grammar are asked on every kind of "
    "page that takes one: search, facets, exports, comparisons, timelines, documents, explanations, actors, "
    "completions, as pages and as JSON. None is answered with an error of the server, none takes over 1.5 "
    "seconds of CPU (of an export: until its first piece is there), though no search is stopped for its "
    "time; and the memory that the process keeps is within 50 MB of the start."
)
MOST_SECONDS = 1.5
MOST_GROWTH = 50_000_000
SERVER_ERROR = 500
DOCUMENT = "d000001"
# Characters of an address that are kept, to tell it by.
SHOWN = 80
# CPU seconds after which a query without limits is ended: it has overrun.
LONGEST_CONTROL = 20
# Without limits: what each setting of a limit is then.
WITHOUT = {
    "query_characters": 10**9,
    "query_words": 10**9,
    "query_depth": 10**9,
    "query_wildcards": 10**9,
    "query_expansions": 10**9,
}


class Desk:
    """The app, and what its answers cost."""

    def __init__(self, index: Path, **settings: object) -> None:
        # On a busy machine the time of a search runs out without any fault of its own: CPU is judged
        given = {"rate": 0.0, "query_seconds": 600.0, **settings}
        self._app = create_app(Settings(index=index, **given))
        self.failures: list[str] = []
        self.statuses: Counter[int] = Counter()
        self.costs: list[tuple[float, str]] = []

    def ask(self, address: str) -> None:
        """Ask once, until the first piece of the answer; keep what is wrong with it."""
        path, _, query = address.partition("?")
        asked = create_environ(path)
        # As it stands in the address: a client library would write it anew
        asked["QUERY_STRING"] = query
        began = time.process_time()
        pieces, status, _ = run_wsgi_app(self._app.wsgi_app, asked)
        with closing(pieces):
            body = next(iter(pieces), b"")
        cost = time.process_time() - began
        code = int(status[:3])
        self.statuses[code] += 1
        self.costs.append((cost, address[:SHOWN]))
        if code >= SERVER_ERROR or b"Traceback" in body:
            self.failures.append(f"{status}: {address[:SHOWN]}")
        if cost > MOST_SECONDS:
            self.failures.append(f"{cost:.1f} s of CPU, {len(address):,} bytes: {address[:SHOWN]}")


def run(size: Size, seed: int) -> Result:
    """Throw them, and see what they cost."""
    with tempfile.TemporaryDirectory() as folder:
        vocabulary = words(size.trials(10_000, 100_000), seed)
        documents, made = size.trials(1_000, 10_000), size.trials(1_000, 20_000)
        index = build(Path(folder), documents, vocabulary, seed)
        desk = Desk(index)
        # What is loaded and kept once is no growth, nor are rendered pages: at full size all that are kept
        _ask_all(desk, vocabulary[: size.trials(2, 60)], PAGES)
        desk.costs.clear()
        thrown = bombs(size.trials(150, 300), vocabulary, seed)
        before = memory()
        # Of the slice each bomb meets some kinds, and each kind some bombs
        kinds = size.trials(3, len(PAGES))
        for at, bomb in enumerate(thrown):
            first = at % len(PAGES)
            _ask_all(desk, [bomb], (PAGES + PAGES)[first : first + kinds])
        after_bombs = memory()
        chance = random.Random(seed)
        for query in islice(made_up(vocabulary, seed), made):
            _ask_all(desk, [query], [chance.choice(PAGES)])
        grown = after_bombs - before, memory() - before
        desk.failures += [f"{more / 1e6:.0f} MB more than before" for more in grown if more > MOST_GROWTH]
        overran = control(index, vocabulary)
    return Result(
        suite="bombs",
        promise=PROMISE,
        trials=len(desk.costs),
        failures=tuple(desk.failures),
        control=f"the guard taken away: {sum(overran)} of {len(overran)} queries overrun",
        control_failed=any(overran),
        figures={
            "asked": f"{len(thrown)} bombs on {kinds} kinds of page each, {made:,} made-up queries on one of "
            f"{len(PAGES)}; {documents:,} documents, {len(vocabulary):,} different words",
            "answers": ", ".join(f"{count:,} with {code}" for code, count in sorted(desk.statuses.items())),
            "CPU of one request": _say_costs(sorted(desk.costs)),
            "memory of its own": f"{before / 1e6:.0f} MB before; {grown[0] / 1e6:+.1f} MB after the bombs, "
            f"{grown[1] / 1e6:+.1f} MB after all",
        },
        seed=seed,
    )


def _say_costs(costs: list[tuple[float, str]]) -> str:
    half, most_of = (1000 * costs[int(len(costs) * part)][0] for part in (0.5, 0.99))
    return (
        f"median {half:.0f} ms, 99th percentile {most_of:.0f} ms, most {costs[-1][0]:.2f} s "
        f"(`{costs[-1][1]}`)"
    )


def _ask_all(desk: Desk, queries: Iterable[str], pages: Iterable[str]) -> None:
    for query in queries:
        for page in pages:
            desk.ask(address(page, query, DOCUMENT))


def memory() -> int:
    """Bytes that this process has for itself; files that are mapped belong to the system."""
    gc.collect()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    found = re.search(r"^RssAnon:\s+(\d+) kB", status, re.MULTILINE)
    assert found
    return 1024 * int(found[1])


def control(index: Path, vocabulary: list[str]) -> list[bool]:
    """Queries with the guard taken away: whether each overran."""
    beginnings = sorted({word[:2] for word in vocabulary})
    return [
        _overran(index, " OR ".join(f"{letters}*" for letters in beginnings * 4)),
        _overran(index, "(" * 3_000 + "a" + ")" * 3_000),
        _overran(index, " NEAR/50 ".join(vocabulary[:400])),
    ]


def _overran(index: Path, query: str) -> bool:
    """Whether a query without limits is over the time, or breaks the process or the page."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.torture.bombs", str(index)],
        input=query,
        text=True,
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (LONGEST_CONTROL, LONGEST_CONTROL)),
    )
    return done.stdout.strip() != "within"


def main() -> None:
    """Ask the query of the standard input without limits; says whether it was within the time."""
    logging.disable()
    desk = Desk(Path(sys.argv[1]), **WITHOUT)
    _ask_all(desk, ["a", sys.stdin.read()], PAGES[:1])
    print("within" if not desk.failures else "over")


if __name__ == "__main__":
    main()
