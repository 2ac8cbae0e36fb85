"""Requests that nobody means well with, made up by lot: as values of an environ, and as bytes.

Sends none.
"""

import json
import os
import random
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote, quote_from_bytes

from tests.desk_pages import PAGES
from tests.raw_requests import REQUESTS

# A file with a list of strings in JSON, for those who have one.
MORE_STRINGS = "NAUGHTY_STRINGS"
ID = "000_85dbce1b230a2048"
# fmt: off
PATHS = (
    "/",
    *(f"/search.{ending}" for ending in ("json", "csv", "jsonl", "ris", "csl.json", "atom", "zip", "x", "")),
    *(f"/documents/{{}}{part}" for part in ("", ".json", ".raw", ".ris", ".csl.json", ".zip", ".pdf", "/")),
    *(f"/documents/{{}}/{part}" for part in ("why", "why.json", "copies", "copies.json", "none")),
    *(f"/actors/{{}}{part}" for part in ("", ".json", "/timeline", "/timeline.csv", "/network.csv")),
    "/actors/{}/network.gexf", "/actors/{}/with/{}", "/actors", "/actors.json", "/actors/unlinked",
    "/actors/unlinked.json", "/timeline", "/timeline.json", "/timeline.csv", "/facets/{}", "/compare",
    "/compare.json", "/compare.csv", "/collection", "/help", "/api", "/openapi.json", "/opensearch.xml",
    "/opensearch-suggestions.json", "/suggest.json", "/robots.txt", "/healthz", "/readyz", "/static/{}",
    "/{}", "/{}/{}", "//{}", "/static/../{}", "/static/%2e%2e/{}", "/.git/{}", "/documents/../{}", "*",
    "{}",
)
# What the addresses above are of.
NAMES = (ID, "001_c49576111bc90fa8", "jnim", "wagner", "actor", "published", "document", "desk.css", "none")
PARAMETERS = (
    "q", "actor", "not_actor", "actors", "parents", "published", "mentioned", "place", "document", "source",
    "language", "match", "spelling", "sort", "copies", "page", "per", "published_from", "published_to",
    "ui", "view", "order", "marks", "find", "passages", "against", "documents", "sources", "dates", "by",
    "show", "q2", "actor2", "published3", "q4", "q5", "nonsense", "",
)
USUAL = (
    "wagner", "jnim", "2024", "2024-03", "none", "all", "any", "exact", "newest", "2", "50", "fr",
    "original",
)
HEADERS = (
    "HTTP_ACCEPT", "HTTP_ACCEPT_LANGUAGE", "HTTP_ACCEPT_ENCODING", "HTTP_COOKIE", "HTTP_RANGE", "HTTP_HOST",
    "HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE", "HTTP_IF_RANGE", "HTTP_REFERER", "HTTP_USER_AGENT",
    "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_HOST", "HTTP_X_FORWARDED_PROTO", "HTTP_FORWARDED",
    "HTTP_AUTHORIZATION", "HTTP_ORIGIN", "HTTP_X_ODD", "HTTP_EXPECT", "HTTP_CACHE_CONTROL", "HTTP_UPGRADE",
    "CONTENT_TYPE", "CONTENT_LENGTH", "HTTP_TRANSFER_ENCODING", "REMOTE_ADDR", "SERVER_NAME", "HTTP_DNT",
)
VALUES = (
    "text/html", "application/json", "*/*;q=nan", "text/csv;q=0.5,,;", "application/atom+xml",
    "fr-CA,en;q=9", "bytes=0-9", "bytes=9-1,x", "bytes=-0", 'W/"x"', '"', "Thu, 99 Foo 0000 99:99:99 GMT",
    "localhost", "[::1]", "evil.example", "localhost:99999999", "[", "gzip;q=x", "chunked", "100-continue",
    "0", "-1", "9" * 50, "1e9", "application/x-www-form-urlencoded", "multipart/form-data; boundary=",
    "a=b; c", "for=_x;host=evil",
)
METHODS = (
    "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND", "get", "GETT", "\u00e9",
    "",
)
FRAGMENTS = (
    "(", ")", '"', "*", "?", "~", "^", "-", "NOT ", "OR ", "NEAR/5 ", "NEAR/99999999999 ", "title:",
    "actor:", "published:", "mentioned:", "place:", "document:", "..", "2024-13", "--01-07", "0000-00-00",
    "'", "\\", ";", "<script>alert(1)</script>", "javascript:alert(1)", "<!--", "]]>", "&#0;", "&lt",
    "</title>", "{{7*7}}", "${7*7}", "#{7*7}", "%{7*7}", "<%= 7*7 %>", "{% raw %}", "%s", "%n", "%(x)s",
    "{0.__class__}", "$(id)", "`id`", "| id", "../../etc/passwd", "..\\..\\x", "/etc/passwd\x00.png",
    "file:///etc/passwd", "//evil.example/", "\r\nX-Odd: y", "\n\nGET / HTTP/1.1", "\r\n\r\n",
    "Set-Cookie: x=y", "' OR '1'='1", "1;DROP TABLE x", "NULL", "null", "undefined", "NaN", "Infinity",
    "-0", "1e309", "0x10", "1_000", "0" * 40, "9" * 400, "-1", "1.5", "true", "CON", "nul.txt", "__proto__",
    "constructor", "()", "[]", "{}", "[0]", "a[]", "a[b]=c", "=", "&", "#", "\x00", "\x07", "\x1b[31m",
    "\x7f", "\x85", "\u00ad", "\u200b", "\u200e", "\u2028", "\u202e", "\u2066", "\ufeff", "\ufffe",
    "\ufffd", "\U0010ffff", "\ue000", "\ud800", "\udfff", "e\u0301" * 9, "\u0301" * 40, "日本語", "العربية",
    "עברית", "ไทย", "𝕎𝕒𝕘", "ﷺ", "İ", "ß", "ǆ", "٣", "½", "Ⅷ", "👩‍👩‍👧‍👦", "🇫🇷", "ｗａｇｎｅｒ", "‐", "“",
    "«", "%",
    "%00", "%zz", "%25", "%u0041", "%c0%ae", "%ed%a0%80", "+", "a" * 600, "wagner ", "a* ", "gao mali ",
)
# fmt: on
BEYOND = 0x110000


@dataclass(frozen=True, slots=True)
class Odd:
    """A request as a server hands it to an app: all texts are latin-1, as PEP 3333 has it."""

    method: str
    path: str
    query: str
    headers: tuple[tuple[str, str], ...]
    body: bytes


class Oddities:
    """Odd strings and requests by lot; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        given = os.environ.get(MORE_STRINGS)
        self.more = tuple(json.loads(Path(given).read_text(encoding="utf-8"))) if given else ()

    def text(self) -> str:
        """A string: fragments, any characters at all, or one of the file."""
        chance = self.chance
        match chance.randrange(6):
            case 0 if self.more:
                return str(chance.choice(self.more))
            case 1:
                return "".join(chr(chance.randrange(BEYOND)) for _ in range(chance.randint(1, 12)))
            case 2:
                return chance.choice(USUAL)
            case 3:
                return chance.choice(FRAGMENTS) * chance.choice((1, 2, 40, 900))
            case _:
                return "".join(chance.choices(FRAGMENTS, k=chance.randint(0, 8)))

    def written(self) -> str:
        """A string as it may stand in an address: encoded well, twice, half, or as bytes that are no text."""
        chance, text = self.chance, self.text()
        match chance.randrange(12):
            case 0:
                return quote(quote(text, safe="", errors="surrogatepass"))
            case 1:
                return quote_from_bytes(chance.randbytes(chance.randint(1, 40)))
            case 2:
                return text.encode("utf-8", "surrogatepass").decode("latin-1").replace("#", "")
            case 3:
                return text.encode("utf-16", "surrogatepass").decode("latin-1")
            case _:
                return quote(text, safe="", errors="surrogatepass")

    def path(self) -> str:
        """A path as an app is given it: decoded already, in latin-1."""
        path = self.chance.choice(PATHS)
        while "{}" in path:
            odd = self.chance.random() < 0.4
            name = self.text()[:300] if odd else self.chance.choice(NAMES)
            path = path.replace("{}", name.replace("{}", ""), 1)
        return path.encode("utf-8", "surrogatepass").decode("latin-1")

    def query(self) -> str:
        """Parameters, seldom none and seldom very many."""
        chance = self.chance
        many = chance.choice((0, 1, 1, 2, 2, 3, 5, 8, 200))
        pairs = [(chance.choice(PARAMETERS), self.written()[:2000]) for _ in range(many)]
        if chance.random() < 0.1:
            pairs += [(self.written(), self.written())]
        return chance.choice("&&&&&;").join(f"{name}={value}" for name, value in pairs)

    def request(self) -> Odd:
        """A request for an app."""
        chance = self.chance
        names = chance.sample(HEADERS, chance.choice((0, 0, 1, 1, 2, 5)))
        # A name that the desk does not go by is refused before all else: not too often
        headers = [(name, self._header()) for name in names if name != "HTTP_HOST" or chance.random() < 0.2]
        method = (
            chance.choice(METHODS) if chance.random() < 0.15 else chance.choice(("GET", "GET", "GET", "HEAD"))
        )
        body = chance.randbytes(chance.choice((0, 0, 0, 10, 70_000)))
        return Odd(method, self.path(), self.query(), tuple(headers), body)

    def _header(self) -> str:
        value = self.chance.choice(VALUES) if self.chance.random() < 0.5 else self.text()
        # A server takes a line for a header, so no value holds its end
        value = value.replace("\r", "").replace("\n", "").replace("\x00", "")
        return value.encode("utf-8", "surrogatepass").decode("latin-1")

    def data(self) -> bytes:
        """A request for a server: one of the list or made up, some bytes of it lost, doubled or changed."""
        chance = self.chance
        kind = chance.randrange(3)
        if kind == 0:
            whole = bytearray(chance.choice(WHOLE))
        else:
            odd = self.request()
            lines = [f"{odd.method} {quote(odd.path, safe='/%:?=')}?{odd.query} HTTP/1.1", "Host: localhost"]
            lines += [
                f"{name.removeprefix('HTTP_').replace('_', '-')}: {value}" for name, value in odd.headers
            ]
            whole = bytearray("\r\n".join((*lines, "", "")).encode("latin-1", "replace") + odd.body)
        if kind == 1 and chance.random() < 0.3:
            head = b"GET / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
            whole = bytearray(head + self._chunks())
        for _ in range(chance.choice((0, 0, 1, 2, 4))):
            at = chance.randrange(len(whole) or 1)
            match chance.randrange(4):
                case 0 if whole:
                    whole[at] = chance.randrange(256)
                case 1:
                    whole[at:at] = whole[: chance.randrange(40)]
                case 2:
                    whole[at:at] = chance.choice(SPLITTERS)
                case _:
                    del whole[at : at + chance.randint(1, 3)]
        return bytes(whole) + chance.choice((b"", b"\r\n\r\n"))

    def _chunks(self) -> bytes:
        """A body in chunks, of which some are not as they ought to be."""
        chance, made = self.chance, b""
        for _ in range(chance.randint(0, 5)):
            piece = chance.randbytes(chance.choice((0, 1, 10, 5000)))
            said = chance.choice((len(piece), len(piece), len(piece), len(piece) + 3, -1, 16**20))
            made += f"{said:x}{chance.choice(('', '', ';a=b', ' ', ';' + 'x' * 300))}\r\n".encode() + piece
            made += chance.choice((b"\r\n", b"\r\n", b"\r\n", b"\n", b""))
        return made + chance.choice((b"0\r\n\r\n", b"0\r\n\r\n", b"0\r\nX: y\r\n\r\n", b""))


WHOLE = [request for request in REQUESTS if request]
SPLITTERS = (b"\r\n", b"\x00", b"%", b" ", b"\xc3", b":", b"//", b"[", b"]", b"\r", b"\n", b"\t", b"x" * 9000)
assert any(ID in page for page in PAGES.values())
