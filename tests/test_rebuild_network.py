"""No network in a rebuild: neither in the code that runs nor in what it does, in any of its processes."""

import ast
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
# What opens connections. Those who serve the page, and who ask a cluster, are named.
NETWORK = {
    "aiohttp", "asyncio", "ftplib", "http", "httpx", "requests", "smtplib", "socket", "socketserver", "ssl",
    "telnetlib", "urllib.request", "urllib3", "webbrowser", "xmlrpc",
}  # fmt: skip
ALLOWED = ("indexer/cli_", "indexer/engines/opensearch_engine/")
RUN = """
import os, sys

def seen(event, arguments):
    if event.startswith("socket."):
        note = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.write(note, f"{os.getpid()} {event} {arguments!r}\\n".encode())
        os.close(note)

sys.addaudithook(seen)
from indexer.rebuild import finishing
if os.environ.get("CONTROL"):
    import socket
    clean = finishing.clean_page
    def clean_page(*given, **known):
        socket.socket().close()
        return clean(*given, **known)
    finishing.clean_page = clean_page
from indexer.cli import main
sys.exit(main(sys.argv[2:]))
"""
PAGE = (
    '<!DOCTYPE html SYSTEM "http://127.0.0.1:9/x.dtd"><link href="http://127.0.0.1:9/a.css" rel="stylesheet">'
    '<img src="http://127.0.0.1:9/a.png"><script src="//127.0.0.1:9/a.js"></script>'
    '<iframe src="http://127.0.0.1:9/"></iframe><p>The convoy reached Gao before nightfall.</p>'
)


def events(tmp_path: Path, **environment: str) -> list[str]:
    """What a rebuild does with sockets, in all its processes."""
    seeds, note = tmp_path / "seeds", tmp_path / "note"
    seeds.mkdir()
    for number in range(40):
        (seeds / f"{number}.html").write_text(PAGE)
        (seeds / f"{number}.xhtml").write_text(f'<?xml version="1.0"?>{PAGE}')
        (seeds / f"{number}.txt").write_text(f"See http://127.0.0.1:9/{number} for more of it.")
    command = [sys.executable, "-c", RUN, str(note), "rebuild", "--jobs", "2", "--json"]
    command += ["--seeds", str(seeds), "--index", str(tmp_path / "index")]
    done = subprocess.run(
        command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True, check=False
    )
    assert 0 == done.returncode, done.stderr
    assert '"documents": 120' in done.stdout
    return note.read_text().splitlines() if note.exists() else []


def test_a_rebuild_touches_no_socket_in_any_process(tmp_path):
    """Whatever addresses the pages name."""
    assert [] == events(tmp_path)


def test_a_socket_in_a_worker_would_be_seen(tmp_path):
    """The control: one that cleaning opened is noted, by another process than the run's."""
    found = events(tmp_path, CONTROL="1")
    assert 120 <= len(found)
    assert 2 <= len({line.split()[0] for line in found})


def imported(path: Path) -> set[str]:
    """The modules that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {str(node.module)} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_no_module_of_a_rebuild_knows_the_network():
    """The page is served, and a cluster asked, by modules that are named for it."""
    found = {}
    for path in (ROOT / "indexer").rglob("*.py"):
        name = path.relative_to(ROOT).as_posix()
        known = {one for one in imported(path) if {one, one.partition(".")[0]} & NETWORK}
        if known and not name.startswith(ALLOWED):
            found[name] = known
    assert {} == found
