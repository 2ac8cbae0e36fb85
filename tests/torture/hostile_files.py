"""Source files made to stall, fill or stop a rebuild. Made by lot from a seed; reads nothing."""
# ruff: noqa: ARG005  # all kinds of a table are made in one way

import contextlib
import gzip
import json
import os
import random
import socket
import stat
import struct
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path

SECRET = "the-secret-outside-of-the-folder"
SENTENCE = "The mission handed its last camp over on Friday, and the convoy reached Gao before nightfall. "
Make = Callable[[random.Random, int], bytes]


def _page(body: str | bytes) -> bytes:
    raw = body if isinstance(body, bytes) else body.encode("utf-8", "surrogatepass")
    return b"<html><body>" + raw + f"<p>{SENTENCE}</p></body></html>".encode()


def _noise(rng: random.Random, size: int) -> bytes:
    return rng.randbytes(size)


def _entities(rng: random.Random, size: int) -> bytes:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 10))
    dtd = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY e0 "lol">{levels}]>'
    return f"{dtd}<p>&e9;{'&e9;' * (size // 100)}".encode()


def _outside(rng: random.Random, size: int) -> bytes:
    kind = rng.choice(("SYSTEM", 'PUBLIC "x"'))
    where = rng.choice(("file:///etc/hostname", "../secret", "http://127.0.0.1:9/x"))
    dtd = f'<!DOCTYPE a {kind} "{where}" [<!ENTITY x SYSTEM "{where}">]>'
    return _page(f'<?xml version="1.0"?>{dtd}<p>&x;<xi:include href="{where}"/><img src="{where}">')


MARKUP: Mapping[str, Make] = {
    "nested blocks": lambda r, n: _page("<div>" * n + SENTENCE + "</div>" * (n if r.random() < 0.5 else 0)),
    "nested words": lambda r, n: _page(f"<{r.choice('bius')}>" * n + SENTENCE),
    "nested tables": lambda r, n: _page("<table><tr><td>" * (n // 3)),
    "nested lists": lambda r, n: _page("<ul><li>" * (n // 2)),
    "attributes": lambda r, n: _page("<p " + " ".join(f"a{x}={x}" for x in range(n)) + f">{SENTENCE}"),
    "one attribute": lambda r, n: _page('<p class="' + "nav menu " * n + f'">{SENTENCE}'),
    "entities": _entities,
    "outside": _outside,
    "references": lambda r, n: _page(r.choice(("&#60;", "&amp", "&#x110000;", "&#0;", "&")) * n),
    "comments": lambda r, n: _page(r.choice(("<!-- ", "<!-- a -->", "<![CDATA[", "<?a ", "<!")) * n),
    "open quotes": lambda r, n: _page("<p class=\"'" * n),
    "hidden": lambda r, n: _page(
        f"<{r.choice(('script', 'template', 'svg', 'title', 'noscript', 'select'))}>" * n
    ),
    "paragraphs": lambda r, n: _page("<p>It rains." * n),
    "breaks": lambda r, n: _page("<br>" * n),
    "deep statements": lambda r, n: _page('<script type="application/ld+json">' + '{"a":[' * n + "</script>"),
    "declared wrongly": lambda r, n: (
        b'<meta charset="%s">' % r.choice((b"utf-16", b"utf-7", b"shift_jis", b"unicode_escape", b"rot13"))
        + _noise(r, 200)
        + SENTENCE.encode() * (n // 1000 + 1)
    ),
    "one line": lambda r, n: _page(SENTENCE * (n // 10)),
    "numbers": lambda r, n: _page(f'<ol start="{"9" * n}"><meta content="{"2024-" * n}">'),
}
TEXT: Mapping[str, Make] = {
    "one word": lambda r, n: b"a" * (n * 9),
    "one line": lambda r, n: (SENTENCE * (n // 10)).encode(),
    "short lines": lambda r, n: b"a\n" * n,
    "NUL": lambda r, n: (SENTENCE + "\0" * r.randrange(1, 9)).encode() * (n // 50 + 1),
    "lone surrogates": lambda r, n: SENTENCE.encode() + b"\xed\xa0\x80" * n,
    "marks of other encodings": lambda r, n: (
        r.choice((b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"\0\0\xfe\xff")) + _noise(r, n | 1)
    ),
    "noise": _noise,
    "half a character": lambda r, n: ("é" * n).encode()[:-1],
    "turns of direction": lambda r, n: ("\u202e\u2067" * n + SENTENCE).encode(),
    "marks on letters": lambda r, n: ("e" + "\u0301" * n + SENTENCE).encode(),
    "broken encoding": lambda r, n: ("Ã©â€œÂ\xa0" * n).encode(),
    "brackets": lambda r, n: r.choice((b"([{", b"[]()", b"\"'", b"((((")) * n,
    "dates": lambda r, n: r.choice((b"3 May 2024 ", b"2024-01-", b"Published: ", b"1 - 2 - 3\n")) * n,
    "names": lambda r, n: r.choice((b"Wagner Group ", b"al-al-al-", b"JNIM/", b"Gao, Gao, ")) * n,
    "residue": lambda r, n: (
        r.choice((b"Advertisement\n", b"By A ", "© 2024 A\n".encode(), b"#a ", b". ")) * n
    ),
}


def _line(**fields: object) -> bytes:
    return json.dumps({"text": SENTENCE, **fields}).encode() + b"\n"


JSONL: Mapping[str, Make] = {
    "deep": lambda r, n: b'{"text":' + r.choice((b"[", b'{"a":')) * n + b"\n" + _line(),
    "deep and closed": lambda r, n: b'{"text":"x","a":' + b"[" * n + b"]" * n + b"}\n" + _line(),
    "huge numbers": lambda r, n: (
        b'{"text":"a b c","published":'
        + r.choice((b"9" * n, b"1e" + b"9" * n, b"-0.1e999", b"NaN"))
        + b"}\n"
        + _line()
    ),
    "keys twice": lambda r, n: (
        b"{" + b'"text":"a","html":"<p>b",' * n + b'"text":' + json.dumps(SENTENCE).encode() + b"}\n"
    ),
    "many keys": lambda r, n: _line(**{f"k{x}": x for x in range(n)}),
    "odd values": lambda r, n: (
        _line(text=r.choice((None, 5, [SENTENCE] * 9, {"a": SENTENCE}, True)))
        + _line(actors={"a": [1]}, id=[[]], url=7, published={})
    ),
    "half characters": lambda r, n: b'{"text":"' + b"\\ud800" * n + b'","title":"\\udfff"}\n',
    "many actors": lambda r, n: _line(actors=[f"a{x}" for x in range(n)]),
    "open": lambda r, n: b'{"text":"' + b"a" * n,
    "one long line": lambda r, n: _line(text="x " * (n * 30)) + _line(),
    "bad lines": lambda r, n: b"{]\n" * n,
    "markup": lambda r, n: b"".join(_line(text="", html="<div>" * (n // 20)) for _ in range(20)),
    "not UTF-8": lambda r, n: b'{"text":"' + bytes(range(128, 256)) * (n // 128 + 1) + b'"}\n' + _line(),
    "one id": lambda r, n: _line(id="bad-same") * (n // 100 + 1),
}
ROWS: Mapping[str, Make] = {
    "endless quotes": lambda r, n: b"id,text\n" + r.choice((b'"', b'a,"', b'","', b'"""\n', b'x,"\n')) * n,
    "columns": lambda r, n: b"text," + b",".join(b"c%d" % x for x in range(n)) + b"\n" + b"a," * n + b"\n",
    "one wide row": lambda r, n: (
        b"id,text\n" + b"a," * n + b"\n1," + SENTENCE[:-2].replace(",", "").encode() + b"\n"
    ),
    "one cell": lambda r, n: b'id,text\n1,"' + b"a\n" * n + b'"\n',
    "NUL": lambda r, n: b"id,text\n" + b"1,a\0b\n" * (n // 500),
    "no header": lambda r, n: b"a,b,c\n" * n,
    "delimiters": lambda r, n: r.choice((b",", b";", b"\t", b"|")) * n + b"\n" * n,
    "one name": lambda r, n: b",".join([b"text"] * n) + b"\n" + b",".join([b"a"] * n),
    "carriage returns": lambda r, n: b"id,text\r" + b"1,a\r" * (n // 500),
    "unmarked": lambda r, n: ("id,text\n" + f"1,{SENTENCE}\n" * (n // 100 + 1)).encode("utf-16-le")[
        : -r.randrange(1, 3)
    ],
    "noise": lambda r, n: b"id,text\n" + _noise(r, n),
}


def _record(body: bytes, length: object = None, kind: str = "response", **headers: str) -> bytes:
    http = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
    block = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n{http}\r\n".encode() + body
    says = len(block) if length is None else length
    head = f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://bad.example/{zlib.crc32(block)}\r\n"
    head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {says}\r\n\r\n"
    return head.encode() + block + b"\r\n\r\n"


def _lengths(rng: random.Random, size: int) -> bytes:
    lies = (0, 1, size, 10**30, -1, "x", "", "9" * 5000, "0x10", "1e9")
    return b"".join(_record(_page(SENTENCE), rng.choice(lies)) for _ in range(5)) + _record(_page(SENTENCE))


CRAWL: Mapping[str, Make] = {
    "lying lengths": _lengths,
    "headers": lambda r, n: b"WARC/1.0\r\n" + b"A: b\r\n" * (n * 2),
    "no end": lambda r, n: _record(_page(SENTENCE * (n // 100)))[: -n // 2],
    "lying chunks": lambda r, n: _record(
        b"%x\r\n" % r.choice((0, 10**15, n)) + _page(SENTENCE), Transfer_Encoding="chunked"
    ),
    "a packed bomb": lambda r, n: (
        _record(gzip.compress(bytes(n * 60)), Content_Encoding="gzip") + _record(_page(SENTENCE))
    ),
    "packed bombs": lambda r, n: b"".join(
        _record(gzip.compress(b"<p>a" * n + b"%d" % x), Content_Encoding="gzip") for x in range(9)
    ),
    "noise": lambda r, n: _record(_noise(r, n)) + _noise(r, n),
    "other records": lambda r, n: _record(b"", kind="revisit") * (n // 100 + 1),
    "not packed as it says": lambda r, n: _record(
        _noise(r, 500), Content_Encoding=r.choice(("gzip", "br", "deflate"))
    ),
}


def _members(rng: random.Random, size: int) -> bytes:
    one = gzip.compress(SENTENCE.encode())
    return one * (size // 20 + 1) + rng.choice((b"", b"\0" * 99, b"tail", one[:-5], b"\x1f\x8b"))


PACKED: Mapping[str, Make] = {
    "a bomb": lambda r, n: gzip.compress(r.choice((b" ", b"a\n", b"<p>")) * (n * 300), 9),
    "a bomb of lines": lambda r, n: gzip.compress(_line() * (n * 2), 9),
    "packed twice": lambda r, n: gzip.compress(gzip.compress(bytes(n * 100))),
    "cut off": lambda r, n: gzip.compress(_noise(r, n) + SENTENCE.encode())[: -r.randrange(1, 20)],
    "members": _members,
    "empty members": lambda r, n: gzip.compress(b"") * n,
    "a wrong sum": lambda r, n: gzip.compress(SENTENCE.encode() * 9)[:-8] + struct.pack("<II", n, n),
    "a long name": lambda r, n: b"\x1f\x8b\x08\x08" + bytes(6) + b"n" * (n * 10),
    "noise": lambda r, n: b"\x1f\x8b\x08" + _noise(r, n),
}
_ENDINGS: tuple[tuple[tuple[str, ...], Mapping[str, Make]], ...] = (
    ((".html", ".htm", ".xhtml"), MARKUP),
    ((".txt",), TEXT),
    ((".jsonl",), JSONL),
    ((".csv", ".tsv"), ROWS),
    ((".warc",), CRAWL),
    ((".txt.gz", ".html.gz", ".jsonl.gz", ".csv.gz", ".warc.gz"), PACKED),
)
KINDS = tuple((endings, name, make) for endings, kinds in _ENDINGS for name, make in kinds.items())
_NAMES = (
    "new\nline",
    "tab\there",
    "\x1b[31mred",
    "caf\udce9",
    "\u202etxt.lmth",
    "'; rm -rf",
    "<img src=x>",
    "%s%n",
    "a" * 200,
    " ",
    "-rf",
)


def write_files(folder: Path, number: int, most: int, rng: random.Random) -> None:
    """So many files of all kinds, the first of each kind of the size `most`, some of them packed."""
    for at in range(number):
        endings, name, make = KINDS[at % len(KINDS)]
        size = most if at < len(KINDS) else int(10 ** rng.uniform(1, 4))
        raw, ending = make(rng, size), rng.choice(endings)
        if not ending.endswith(".gz") and rng.random() < 0.1:
            raw, ending = gzip.compress(raw), f"{ending}.gz"
        stem = f"{at:05}-{name.replace(' ', '-')}"
        if rng.random() < 0.05:
            stem = f"{at:05}-{rng.choice(_NAMES)}"
        (folder / f"{stem}{ending}").write_bytes(raw)


def write_special(folder: Path, secret: Path) -> int:
    """Links, pipes, sockets, devices and what may not be read; how many were made."""
    (folder / "link.txt").symlink_to(secret)
    (folder / "link-to-nothing.html").symlink_to(folder / "nowhere")
    (folder / "link-to-itself.csv").symlink_to(folder / "link-to-itself.csv")
    (folder / "link-to-a-device.jsonl").symlink_to("/dev/zero")
    (folder / "link-to-a-folder").symlink_to(folder.parent, target_is_directory=True)
    os.mkfifo(folder / "pipe.txt")
    os.mkfifo(folder / "pipe.warc.gz")
    # An address of a socket is short
    with contextlib.chdir(folder), socket.socket(socket.AF_UNIX) as ear:
        ear.bind("socket.txt")
    (folder / "shut.txt").write_text(SENTENCE)
    (folder / "shut.txt").chmod(0)
    (folder / "shut").mkdir()
    (folder / "shut" / "a.txt").write_text(SENTENCE)
    (folder / "shut").chmod(0)
    if os.geteuid():
        return 10
    os.mknod(folder / "device.txt", stat.S_IFCHR | 0o666, os.makedev(1, 5))
    return 11


def write_good(folder: Path) -> None:
    """Files as anybody would deliver them."""
    lines = [
        {
            "id": f"good-{n}",
            "title": f"Report {n}",
            "text": f"{SENTENCE}Part {n} of it. {SENTENCE}",
            "source": "Good Herald",
        }
        for n in range(100)
    ]
    (folder / "lines.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    for n in range(20):
        (folder / f"text-{n}.txt").write_text(f"Story {n}\n\n{SENTENCE * 3}It was {n} March 2024 in Gao.\n")
        (folder / f"page-{n}.html").write_text(
            f"<h1>Page {n}</h1><p>{SENTENCE * 2}</p><p>JNIM was seen {n} times.</p>"
        )
