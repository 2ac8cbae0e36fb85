"""The commands as processes: serving, signals, pipes, and what a start loads."""

import gc
import os
import platform
import re
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from indexer.cli_process import rare_collections
from tests.real_server import SECONDS

ROOT = Path(__file__).parent.parent


def start(*argv: str) -> subprocess.Popen[str]:
    """A command in a process of its own, as a user starts it."""
    return subprocess.Popen(
        [sys.executable, "-m", "indexer", *argv],
        cwd=ROOT,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONWARNINGS": "default"},
    )


def test_a_command_may_open_as_many_files_as_the_system_lets_it() -> None:
    """An index of many segments is not what a soft limit was made for; the hard one stands."""
    program = (
        "import resource; limit = resource.RLIMIT_NOFILE; resource.setrlimit(limit, (60, {hard}));"
        "from indexer.cli_process import allow_open_files; allow_open_files();"
        "print(*resource.getrlimit(limit))"
    )
    for hard in (60, 300):
        command = [sys.executable, "-c", program.format(hard=hard)]
        found = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=True).stdout
        assert f"{hard} {hard}" == found.strip()


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only the GNU C library has such heaps")
def test_threads_of_a_served_desk_share_one_heap() -> None:
    """What one lets go of another can use; by default each has a heap of its own (control)."""
    program = (
        "import ctypes, threading; from indexer.cli_process import share_one_heap; {first};"
        "barrier = threading.Barrier(8);"
        "work = lambda: (barrier.wait(), [bytes(1000) for _ in range(1000)]);"
        "threads = [threading.Thread(target=work) for _ in range(8)];"
        "[one.start() for one in threads]; [one.join() for one in threads];"
        "ctypes.CDLL(None).malloc_stats()"
    )

    def heaps(first: str) -> int:
        command = [sys.executable, "-c", program.format(first=first)]
        told = subprocess.run(command, cwd=ROOT, text=True, capture_output=True, check=True).stderr
        return len(re.findall(r"^Arena \d+:", told, re.MULTILINE))

    assert heaps("share_one_heap()") == 1
    assert heaps("pass") > 1


def test_cycles_are_looked_for_as_before_once_a_command_has_ended() -> None:
    """Whoever calls a command from a program keeps the program's own habits."""
    before = gc.get_threshold()
    with rare_collections():
        assert gc.get_threshold() > before
    assert before == gc.get_threshold()


def test_serve_answers_without_an_index_and_ends_on_a_signal(tmp_path: Path) -> None:
    """The page says how to make an index; the process ends with 0 when it is told to."""
    server = start("serve", "--port", "0", "--index", str(tmp_path / "none"))
    try:
        assert server.stdout is not None
        address = re.search(r"http://\S+", server.stdout.readline())
        assert address
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(address[0], timeout=SECONDS)
        assert 503 == caught.value.code
        assert "python -m indexer rebuild" in caught.value.read().decode()
        caught.value.close()
    finally:
        server.terminate()
        server.communicate(timeout=SECONDS)
    assert 0 == server.returncode


def test_serve_says_when_the_port_is_taken() -> None:
    """Exit code 2 and another port to try."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        server = start("serve", "--port", str(port))
        _, err = server.communicate(timeout=SECONDS)
    assert 2 == server.returncode
    assert f"127.0.0.1 port {port} cannot be served: it is taken by another program" in err
    assert f"--port {port + 1}" in err


def test_a_closed_pipe_is_no_error() -> None:
    """`python -m indexer settings | head -1` prints one line and no trace."""
    process = start("settings")
    assert process.stdout is not None
    process.stdout.close()
    process.stdout = None
    _, err = process.communicate(timeout=SECONDS)
    assert "Traceback" not in err


def test_help_loads_no_engine() -> None:
    """`--help` is quick because neither an engine nor the web app is imported for it."""
    code = "import sys, indexer.cli; indexer.cli.main(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, text=True, capture_output=True, check=True)
    loaded = {name.split(".")[0] for name in done.stderr.split()}
    assert set() == loaded & {"whoosh", "flask", "webapp"}
