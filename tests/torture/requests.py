"""Odd requests by the ten thousand: to the app, and as raw bytes to the real server."""

import io
import re
import socket
import tempfile
import time
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from flask import Flask
from werkzeug.test import create_environ, run_wsgi_app

from indexer import api
from indexer.settings import Settings
from tests.desk_pages import SCRIPTS
from tests.real_server import read_reply, serving
from tests.torture.odd_requests import Odd, Oddities
from tests.torture.report import Result, Size
from webapp.app import create_app
from webapp.security import HEADERS, add_headers

PROMISE = (
    "Requests are made up by lot, of odd paths, parameters, headers, methods, bodies and strings; a part of "
    "them is sent to the real server as raw bytes: mutilated, split anywhere, in bad chunks, with long "
    "headers, with bodies that come slowly or never. Each answer is no fault of the server, shows no trace, "
    "has every security header and no markup of what was asked; no redirect leads away. Nothing is in the "
    "log but what belongs there, and the server answers as before."
)
SEEDS = Path(__file__).parents[2] / "seeds"
# What a server may say of itself: a transfer coding that it does not know, and that it has no room.
NO_FAULT = {501, 503}
SERVER_ERROR = 500
TRACES = (b"Traceback", b"werkzeug.exceptions", b'File "/')


def run(size: Size, seed: int) -> Result:
    """Send them, and see what comes back."""
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        api.rebuild(Settings(index=index, seeds=(SEEDS,)))
        # On a busy machine the time of a search runs out without any fault of its own
        app = create_app(Settings(index=index, rate=0.0, query_seconds=600.0))
        asked = size.trials(2_700, 45_000)
        statuses, failures = ask_app(app, asked, seed)
        sent = size.trials(300, 5_000)
        replies, faults = send_bytes(index, sent, seed)
        bare, planted = control(index, seed)
    return Result(
        suite="requests",
        promise=PROMISE,
        trials=asked + sent,
        failures=(*failures, *faults),
        control=f"of 200 answers {bare} are faulty without the guard of headers, {planted} where views break",
        control_failed=bare == 200 and planted > 0,
        figures={
            "answers of the app": _tell(statuses),
            "answers to raw bytes": _tell(replies),
        },
        seed=seed,
    )


def _tell(statuses: Counter[int]) -> str:
    names = {0: "no answer, as nothing was asked yet"}
    return ", ".join(f"{count:,} × {names.get(code, code)}" for code, count in sorted(statuses.items()))


def ask_app(app: Flask, count: int, seed: int) -> tuple[Counter[int], list[str]]:
    """Ask an app so many odd things: how often each status came, and what was wrong."""
    odd, statuses, failures = Oddities(seed), Counter[int](), list[str]()
    for _ in range(count):
        asked = odd.request()
        status, headers, body = ask(app, asked)
        statuses[status] += 1
        fault = find_fault(status, headers, body)
        if fault:
            failures.append(
                f"{fault}: {asked.method} {asked.path[:99]!a}?{asked.query[:200]!a} {asked.headers!a}"
            )
    return statuses, failures


def ask(app: Flask, asked: Odd) -> tuple[int, Mapping[str, str], bytes]:
    """The answer to one odd request."""
    environ = create_environ("/")
    environ |= dict(asked.headers)
    environ |= {
        "REQUEST_METHOD": asked.method,
        "PATH_INFO": asked.path,
        "QUERY_STRING": asked.query,
        "wsgi.input": io.BytesIO(asked.body),
        "wsgi.input_terminated": True,
    }
    pieces, status, headers = run_wsgi_app(app, environ)
    with closing(pieces):
        return int(status[:3]), headers, b"".join(pieces)


def find_fault(status: int, headers: Mapping[str, str], body: bytes) -> str:
    """What is wrong with an answer, nothing where all is well."""
    given = {name.lower(): value for name, value in headers.items()}
    if status >= SERVER_ERROR and status not in NO_FAULT:
        return f"status {status}"
    if any(trace in body for trace in TRACES):
        return "a trace"
    missing = [name for name, value in HEADERS.items() if given.get(name.lower()) != value]
    if missing or not re.fullmatch("[0-9a-f]{16}", given.get("x-request-id", "")):
        return f"headers {missing}"
    if "cache-control" not in given or "set-cookie" in given or "x-odd" in given:
        return "headers of others"
    if not re.match(r"/(?![/\\])|\Z", given.get("location", "")):
        return "a redirect away"
    if "html" in given.get("content-type", "") and b"<script" in _without_own(body):
        return "markup of others"
    return ""


def _without_own(body: bytes) -> bytes:
    for path in SCRIPTS:
        body = body.replace(f'<script type="module" src="{path}"></script>'.encode(), b"")
    return body


def send_bytes(index: Path, count: int, seed: int) -> tuple[Counter[int], list[str]]:
    """Send so many odd requests as bytes to a real server: how often each status came, and what was wrong."""
    odd, statuses, failures = Oddities(seed), Counter[int](), list[str]()
    with serving(index, rate="0", client_seconds="5") as server:
        for at in range(count):
            data = odd.data()
            with server.connect() as client:
                reply = None
                if send(client, data, odd):
                    reply = read_reply(client, head=data.startswith(b"HEAD "))
            statuses[reply.status if reply else 0] += 1
            fault = find_fault(reply.status, reply.headers, reply.body) if reply else ""
            if fault:
                failures.append(f"{fault}: {data[:300]!r}")
            if at % 100 == 0 and server.get("/healthz").status != 200:
                failures.append(f"the server is gone after {data[:300]!r}")
        if server.get("/?q=wagner").status != 200:
            failures.append("the server does not answer as before")
    failures += [line for line in server.log if "Traceback" in line or " ERROR " in line]
    return statuses, failures


def send(client: socket.socket, data: bytes, odd: Oddities) -> bool:
    """Send bytes whole, in pieces, slowly or not to the end; whether an answer is to be waited for."""
    chance = odd.chance
    how = chance.random()
    try:
        if how < 0.5:
            client.sendall(data)
        elif how < 0.97:
            cuts = sorted(chance.randrange(len(data) + 1) for _ in range(chance.randint(1, 6)))
            for start, end in zip((0, *cuts), (*cuts, len(data)), strict=True):
                client.sendall(data[start:end])
                time.sleep(chance.choice((0, 0, 0.001, 0.003)))
        else:
            # Gone before the end, at times with a bang
            client.sendall(data[: chance.randrange(len(data) + 1)])
            return False
        client.shutdown(socket.SHUT_WR)
    except OSError:
        # It answered before it had read all of it
        pass
    return True


def control(index: Path, seed: int) -> tuple[int, int]:
    """Of 200 answers how many are found faulty without the guard, and with a view that breaks."""
    bare, broken = (create_app(Settings(index=index, rate=0.0, query_seconds=600.0)) for _ in range(2))
    bare.after_request_funcs[None].remove(add_headers)

    def fail(**_: str) -> None:
        raise RuntimeError("planted")

    broken.view_functions = dict.fromkeys(broken.view_functions, fail)
    return tuple(len(ask_app(app, 200, seed)[1]) for app in (bare, broken))
