"""What docs/deploy.md says and what docs/deploy/ holds works as it stands."""

import gzip
import json
import os
import re
import shlex
import shutil
import socket
import ssl
import subprocess
import sys
import tomllib
from contextlib import contextmanager, suppress

import pytest

from indexer import api, cli
from tests.real_server import ROOT, SECONDS, Reply, read_reply, serving, wait_until

FOLDER = ROOT / "docs" / "deploy"
PAGE = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
UNITS = ("cuttings.service", "cuttings-watch.service")
# Installed, or unpacked by `make test`.
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin:{ROOT}/build/nginx/usr/sbin")
needs_nginx = pytest.mark.skipif(
    NGINX is None, reason="nginx is not installed, and there is no apt-get to get it"
)


def commands(text):
    """The commands of the program in a text, each as its name and its options."""
    found = re.findall(r"-m[\", ]+indexer[\", ]+([a-z]+)([^\n`\]#]*)", text)
    return [(name, re.findall(r"--[a-z-]+", rest)) for name, rest in found]


@pytest.mark.parametrize("file", sorted(FOLDER.iterdir()), ids=lambda file: file.name)
def test_each_file_is_described_and_names_only_what_exists(file):
    """Commands with their options, settings, and files of the project."""
    assert f"deploy/{file.name}" in PAGE
    text = file.read_text(encoding="utf-8")
    assert set() == set(re.findall(r"CUTTINGS_([A-Z_]+[A-Z])", text)) - {row.name.upper() for row in api.ROWS}
    for name, options in commands(text):
        assert set(options) <= {param.opts[0] for param in cli.commands.commands[name].params}, name
    for name in re.findall(r"^COPY (.+) \S+$", text, re.MULTILINE):
        assert [] == [part for part in name.split() if not (ROOT / part).exists()]


def test_the_page_names_only_options_that_exist():
    """Each command of its blocks and lines."""
    assert 5 < len(commands(PAGE))
    for name, options in commands(PAGE):
        assert set(options) <= {param.opts[0] for param in cli.commands.commands[name].params}, name


def test_the_page_names_the_defaults_of_the_limit():
    """A reader of the page knows what is counted."""
    settings = api.Settings()
    assert f"| {settings.rate:g} a second, {settings.rate_burst} at once (`CUTTINGS_RATE`" in PAGE


@pytest.mark.parametrize("unit", UNITS)
def test_the_units_run_their_command_with_their_settings(unit):
    """The program of the unit with each of its variables reads its settings and takes its options."""
    text = (FOLDER / unit).read_text(encoding="utf-8")
    variables = dict(re.findall(r"^Environment=(\w+)=(.*)$", text, re.MULTILINE))
    settings, origins = api.load_settings(variables)
    assert len(variables) == list(origins.values()).count("environment")
    assert str(settings.index) == "/var/lib/cuttings/index"
    (argv,) = re.findall(r"^ExecStart=\S+ -m indexer (.*)$", text, re.MULTILINE)
    done = subprocess.run(
        [sys.executable, "-m", "indexer", *argv.split(), "--help"], cwd=ROOT, capture_output=True, check=True
    )
    assert done.stdout


@pytest.mark.skipif(
    shutil.which("systemd-analyze") is None,
    reason="systemd-analyze is a part of systemd, which only Linux has",
)
@pytest.mark.parametrize("unit", UNITS)
def test_systemd_finds_nothing_wrong_with_the_units(unit, tmp_path):
    """Every line is known and well written; the program alone stands elsewhere here."""
    text = (FOLDER / unit).read_text(encoding="utf-8")
    (tmp_path / unit).write_text(text.replace("/opt/cuttings/.venv/bin/python", sys.executable))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / unit)],
        text=True,
        capture_output=True,
        check=False,
    )
    assert (0, "") == (done.returncode, "".join(line for line in done.stderr.splitlines() if unit in line))


def test_the_container_has_what_the_program_is_made_of():
    """Its Python is one that the project allows, and each package of the project is copied."""
    text = (FOLDER / "Dockerfile").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    version = re.search(r"^FROM python:(\d+)\.(\d+)", text, re.MULTILINE)
    least = re.findall(r"\d+", project["project"]["requires-python"])
    assert tuple(map(int, version.groups())) >= tuple(map(int, least))
    for package in project["tool"]["setuptools"]["packages"]["find"]["include"]:
        assert f"COPY {package.rstrip('*')} {package.rstrip('*')}" in text


def free_port():
    """A port that nothing listens on."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


@contextmanager
def proxied(folder, port):
    """A proxy with the file of the documentation before a desk; gives its ports for HTTP and HTTPS.

    Changed in it are the ports, the host name's certificate, which is made here, and the folder for
    files of its own.
    """
    plain, secure = free_port(), free_port()
    subprocess.run(
        shlex.split(
            "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=desk.example -keyout key -out cert"
        ),
        cwd=folder,
        check=True,
        capture_output=True,
    )
    text = (FOLDER / "nginx.conf").read_text(encoding="utf-8")
    for old, new in (
        ("    listen [::]:80;\n", ""),
        ("    listen [::]:443 ssl http2;\n", ""),
        ("listen 80;", f"listen 127.0.0.1:{plain};"),
        ("listen 443 ", f"listen 127.0.0.1:{secure} "),
        ("/etc/letsencrypt/live/desk.example/fullchain.pem", f"{folder}/cert"),
        ("/etc/letsencrypt/live/desk.example/privkey.pem", f"{folder}/key"),
        ("server 127.0.0.1:8000;", f"server 127.0.0.1:{port};"),
    ):
        assert old in text
        text = text.replace(old, new)
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"{kind}_temp_path {folder}/{kind};\n" for kind in kinds)
    (folder / "nginx.conf").write_text(
        f"daemon off; worker_processes 1; pid {folder}/pid; error_log stderr;\n"
        f"events {{}}\nhttp {{ access_log off;\n{paths}{text}}}\n"
    )
    command = [NGINX, "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        try:
            wait_until("nginx listens", lambda: process.poll() is not None or listens(secure))
            assert process.poll() is None, process.stderr.read()
            yield plain, secure
        finally:
            process.terminate()
            process.communicate(timeout=SECONDS)


def listens(port):
    """Whether a connection to a port of this machine is taken."""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
        return True
    return False


def ask(port, path, *headers, method="GET", source="127.0.0.1", host="desk.example"):
    """The answer through the proxy to a client with some address of this machine."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    lines = (f"{method} {path} HTTP/1.1", f"Host: {host}", "Connection: close", *headers, "", "")
    with (
        socket.create_connection(("127.0.0.1", port), 60, (source, 0)) as client,
        context.wrap_socket(client) as secure,
    ):
        secure.sendall("\r\n".join(lines).encode())
        reply = read_reply(secure, head=method == "HEAD")
    assert isinstance(reply, Reply)
    return reply


def unchunk(body):
    """A body that came in chunks, as one."""
    whole = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        whole += body[: int(size, 16)]
        body = body[int(size, 16) + 2 :]
    return whole


@pytest.fixture(scope="module")
def desk(seeds_index, tmp_path_factory):
    """A desk behind nginx, with the settings of its unit and a low rate."""
    folder = tmp_path_factory.mktemp("nginx")
    settings = {"proxies": "1", "trusted_hosts": "desk.example", "log_peers": "yes", "rate": "0.01"}
    with serving(seeds_index, rate_burst="20", **settings) as server, proxied(folder, server.port) as ports:
        yield server, *ports
    peers = {line.partition("peer=")[2].split()[0] for line in server.log if "peer=" in line}
    assert {"127.0.0.1", "198.51.100.9"} >= peers - {f"127.0.1.{n}" for n in range(9)}


@needs_nginx
def test_a_page_comes_through_nginx_packed_and_with_every_header(desk):
    """Those of the desk, and what nginx adds."""
    _, _, port = desk
    page = ask(port, "/?q=wagner", "Accept-Encoding: gzip")
    assert (200, "gzip") == (page.status, page.headers["Content-Encoding"])
    assert b"<h1" in gzip.decompress(unchunk(page.body))
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert "max-age" in page.headers["Strict-Transport-Security"]
    assert "private, no-cache" == page.headers["Cache-Control"]
    assert page.headers["X-Request-Id"]
    assert "nginx" == page.headers["Server"]


@needs_nginx
def test_plain_http_leads_to_https(desk):
    """With the address as it was."""
    _, port, _ = desk
    with socket.create_connection(("127.0.0.1", port), 60) as client:
        client.sendall(b"GET /?q=a%20b HTTP/1.1\r\nHost: desk.example\r\nConnection: close\r\n\r\n")
        reply = read_reply(client)
    assert (301, "https://desk.example/?q=a%20b") == (reply.status, reply.headers["Location"])


@needs_nginx
def test_exports_come_whole_and_feeds_know_their_scheme(desk):
    """Streamed without a length, so nginx cannot know where one ends before it does."""
    server, _, port = desk
    through, direct = ask(port, "/search.jsonl?q=wagner"), server.get("/search.jsonl?q=wagner")
    assert 200 == through.status == direct.status
    lines = [json.loads(line) for line in unchunk(through.body).splitlines()]
    assert lines
    feed = ask(port, "/search.atom?q=wagner")
    assert b"http://127" not in feed.body


@needs_nginx
@pytest.mark.parametrize("asked", ["desk.example", "desk.example:8443"])
def test_whole_addresses_have_the_port_that_was_asked_at(desk, asked):
    """A feed that is read elsewhere leads back, also where the proxy listens at another port."""
    _, _, port = desk
    feed = unchunk(ask(port, "/search.atom?q=wagner", host=asked).body).decode()
    found = set(re.findall(r'href="(https?://[^/]+)/(?:documents/|search|\?)', feed))
    assert {f"https://{asked}"} == found


@needs_nginx
def test_sizes_and_names_are_bounded_before_the_desk(desk):
    """Refused by nginx or by the desk, and never with a 5xx."""
    _, _, port = desk
    assert 400 == ask(port, "/", host="other.example").status
    assert 414 == ask(port, "/?q=" + "x" * 20_000).status
    assert 400 == ask(port, "/", "X: " + "x" * 20_000).status
    assert 413 == ask(port, "/", "Content-Length: 100000", method="POST").status
    assert 405 == ask(port, "/", method="POST").status
    assert 404 == ask(port, "//evil.example/..").status


@needs_nginx
def test_readiness_is_told_to_this_machine_alone(desk):
    """Loopback asks as those who watch over the desk do."""
    _, _, port = desk
    assert 200 == ask(port, "/readyz").status


@needs_nginx
def test_readers_are_counted_by_their_own_address_and_not_by_what_they_claim(desk, seeds_index, tmp_path):
    """Behind nginx each has a bucket; a list of made-up addresses changes nothing."""
    settings = {"proxies": "1", "trusted_hosts": "desk.example", "rate": "0.01", "rate_burst": "3"}
    with (
        serving(seeds_index, rate_free="192.0.2.1", log_peers="yes", **settings) as server,
        proxied(tmp_path, server.port) as (_, port),
    ):
        first = [
            ask(port, "/help", f"X-Forwarded-For: 192.0.2.{number}", source="127.0.1.1").status
            for number in range(4)
        ]
        assert [200, 200, 200, 429] == first
        assert 200 == ask(port, "/help", source="127.0.1.2").status
    peers = [line.partition("peer=")[2].split()[0] for line in server.log if "peer=" in line]
    assert ["127.0.1.1"] * 4 + ["127.0.1.2"] == peers
