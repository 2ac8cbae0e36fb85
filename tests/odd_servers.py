"""Servers that are not what an address promises: an old one, one that asks who is there."""

import base64
import json
import ssl
import subprocess
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

# Passed on to the client and back; the rest is about the connection.
PASSED = ("Content-Type", "Accept", "Content-Encoding", "Accept-Encoding")


@contextmanager
def old_server(version: str, distribution: str = "opensearch") -> Iterator[str]:
    """The address of a server that says this version of itself, and holds nothing."""
    told = {
        "name": "old",
        "cluster_name": "old",
        "version": {"number": version, "distribution": distribution},
    }

    class Old(_Quiet):
        def answer(self) -> None:
            missing = {"error": "no such index", "status": 404}
            status, said = (200, told) if self.path == "/" else (404, missing)
            self.reply(status, json.dumps(said).encode(), {"Content-Type": "application/json"})

    with _serving(Old) as port:
        yield f"http://127.0.0.1:{port}"


@contextmanager
def guarded_server(behind: str, folder: Path, user: str, password: str) -> Iterator[tuple[str, Path]]:
    """TLS and a password before a server that has neither: its address and the certificate to trust."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    subject = ("-subj", "/CN=localhost", "-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost")
    made = ("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *subject)
    subprocess.run([*made, "-keyout", key, "-out", cert], check=True, capture_output=True)
    expected = f"Basic {base64.b64encode(f'{user}:{password}'.encode()).decode()}"

    class Guarded(_Quiet):
        def answer(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            body = self.rfile.read(length) if length else None
            if self.headers.get("Authorization") != expected:
                self.reply(401, b"Unauthorized", {"WWW-Authenticate": 'Basic realm="OpenSearch Security"'})
                return
            headers = {name: self.headers[name] for name in PASSED if name in self.headers}
            passed = urllib.request.Request(behind + self.path, body, headers, method=self.command)
            try:
                with urllib.request.urlopen(passed, timeout=60) as reply:
                    status, data, said = reply.status, reply.read(), reply.headers
            except urllib.error.HTTPError as error:
                status, data, said = error.code, error.read(), error.headers
            self.reply(status, data, {name: said[name] for name in PASSED if name in said})

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    with _serving(Guarded, context) as port:
        yield f"https://127.0.0.1:{port}", cert


class _Quiet(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self) -> None:
        raise NotImplementedError

    # Names that http.server looks for
    do_GET = do_HEAD = do_PUT = do_POST = do_DELETE = lambda self: self.answer()  # noqa: N815

    def reply(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        """Send an answer and keep the connection."""
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *said: object) -> None:
        """Nothing: a test looks at what the client says."""


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Nothing: clients that refuse the certificate end the connection, as they should."""


@contextmanager
def _serving(handler: type[_Quiet], context: ssl.SSLContext | None = None) -> Iterator[int]:
    with _Server(("127.0.0.1", 0), handler) as server:
        if context:
            server.socket = context.wrap_socket(
                server.socket, server_side=True, do_handshake_on_connect=False
            )
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server.server_port
        finally:
            server.shutdown()
            thread.join()
