"""The line of a request."""

import logging
import re

import pytest

from indexer.api import Settings
from tests.real_server import SECONDS, serving, start, wait_until
from webapp.app import create_app

LINE = re.compile(
    r"request id=[0-9a-f]{16} method=\S+ path=\S+(?: query=\S*)?(?: peer=\S+)? "
    r"status=\d{3} bytes=\d+ ms=\d+\.\d cpu_ms=\d+\.\d"
)
HOSTILE = ("/a%0d%0aWARNING forged", "/%1b[31m", '/"x" y=z', "/é", "/%e2%80%a8", "/%ff", "/" + "x" * 9_000)


@pytest.fixture
def lines(caplog):
    """The lines that were written."""
    caplog.set_level(logging.INFO, logger="webapp.access_log")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "webapp.access_log"]


def test_each_request_is_one_line_without_what_was_searched(seeds_index, lines):
    """Pages, files, redirects, errors and HEAD: the id is that of the answer, the bytes are counted."""
    client = create_app(Settings(index=seeds_index)).test_client()
    for number, (method, path) in enumerate(
        [
            ("GET", "/?q=wagner"),
            ("GET", "/static/desk.css"),
            ("GET", "/?q="),
            ("GET", "/nowhere?q=wagner"),
            ("HEAD", "/help?q=wagner"),
            ("POST", "/?q=wagner"),
        ]
    ):
        with client.open(path, method=method) as answer:
            size = len(answer.data)
        line = lines()[number]
        assert LINE.fullmatch(line)
        assert f"id={answer.headers['X-Request-Id']} method={method} path={path.partition('?')[0]} " in line
        assert f" status={answer.status_code} bytes={size} " in line
        assert "wagner" not in line
        assert "peer" not in line
    assert number + 1 == len(lines())


def test_settings_add_the_query_and_the_address(seeds_index, lines):
    """Both or one of them, for those who may keep them."""
    settings = Settings(index=seeds_index, log_queries=True, log_peers=True)
    create_app(settings).test_client().get("/?q=wagner gao").close()
    assert " path=/ query=q=wagner%20gao peer=127.0.0.1 status=200 " in lines()[0]


@pytest.mark.parametrize("path", HOSTILE)
def test_no_address_makes_a_second_line_or_another_value(seeds_index, lines, path):
    """What is no plain ASCII is written as %xx, and a very long one is cut."""
    settings = Settings(index=seeds_index, log_queries=True)
    create_app(settings).test_client().get(path + "?q=a%0ab", headers={"User-Agent": "x"}).close()
    (line,) = lines()
    assert LINE.fullmatch(line)
    assert line.isascii()
    assert line.isprintable()
    assert len(line) < 1_500


def test_the_server_writes_it_to_stderr_or_to_a_file(seeds_index, tmp_path):
    """With the time before it; a file that was moved away is begun anew; none is none."""
    with serving(seeds_index) as server:
        # The server ends its work before it ends
        server.get("/?q=wagner")
        server.send(b"GARBAGE\r\n\r\n")
    mine = [line for line in server.log if "webapp.access_log" in line]
    assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z INFO webapp\.access_log request id=", mine[0])
    assert " method=- path=- status=400 " in mine[1]
    assert "wagner" not in "".join(server.log)

    file = tmp_path / "access.log"
    with serving(seeds_index, access_log=str(file), log_queries="yes") as server:
        server.get("/help")
        wait_until("the line is written", lambda: " path=/help " in file.read_text())
        file.rename(tmp_path / "old")
        server.get("/?q=wagner")
    assert " query=q=wagner " in file.read_text()
    assert "access_log" not in "".join(server.log)

    with serving(seeds_index, access_log="none") as server:
        server.get("/help")
    assert "access_log" not in "".join(server.log)


def test_a_file_that_cannot_be_written_is_said_at_once(tmp_path):
    """Exit code 2, with the setting and the cure."""
    server = start("serve", "--port", "0", access_log=str(tmp_path / "none" / "access.log"))
    _, errors = server.communicate(timeout=SECONDS)
    assert 2 == server.returncode
    assert "CUTTINGS_ACCESS_LOG" in errors
    assert "Name a file in a folder that is there" in errors


def test_a_failing_page_writes_one_line_and_its_trace(seeds_index, caplog):
    """A line break in an address is not one in the log."""
    app = create_app(Settings(index=seeds_index))

    @app.get("/fails/<rest>")
    def fail(rest):
        raise ZeroDivisionError

    app.test_client().get("/fails/a%0ab")
    record = next(one for one in caplog.records if one.exc_info)
    assert "\n" not in record.getMessage()
