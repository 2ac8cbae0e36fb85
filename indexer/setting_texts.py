"""The text of one setting to its value.

Each raises ValueError or KeyError where the text stands for none; reads no environment.
"""

import os
import re
from collections.abc import Callable
from ipaddress import ip_network
from pathlib import Path
from urllib.parse import urlsplit


def positive(text: str) -> int:
    """A whole number from 1 on."""
    number = int(text)
    if number < 1:
        raise ValueError("below 1")
    return number


def count(text: str) -> int:
    """A whole number from 0 on."""
    number = int(text)
    if number < 0:
        raise ValueError("below 0")
    return number


def rate(text: str) -> float:
    """A number of requests a second, 0 for none."""
    number = float(text)
    if not 0 <= number <= 100_000:
        raise ValueError("not within 0 to 100000")
    return number


def yes(text: str) -> bool:
    """Whether it says yes."""
    return {"yes": True, "no": False}[text.lower()]


def networks(text: str) -> tuple[str, ...]:
    """Addresses and networks, as they are written in full."""
    return tuple(str(ip_network(name, strict=False)) for name in names(text))


def port(text: str) -> int:
    """The number of a port, 0 for a free one."""
    number = int(text)
    if not 0 <= number <= 65535:
        raise ValueError("not a port")
    return number


def seconds(text: str) -> float:
    """More than no seconds, an hour at most."""
    number = float(text)
    if not 0 < number <= 3600:
        raise ValueError("not within 0 to 3600")
    return number


def share(text: str) -> float:
    """A number from 0 to 1."""
    number = float(text)
    if not 0 <= number <= 1:
        raise ValueError("not within 0 to 1")
    return number


def read_hosts(text: str) -> tuple[str, ...]:
    """The addresses of a cluster's nodes, joined by commas. Raises ValueError, without what was given.

    >>> read_hosts("https://one:9200, https://two:9200/")
    ('https://one:9200', 'https://two:9200')
    """
    hosts = tuple(name.rstrip("/") for name in names(text))
    for host in hosts:
        parts = urlsplit(host)
        if parts.username is not None or "@" in host:
            raise ValueError("a name or password in the address")
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
            raise ValueError("no address of a node")
    return hosts


def url(text: str) -> str:
    """Addresses as `read_hosts` reads them, joined by commas."""
    return ",".join(read_hosts(text))


def prefix(text: str) -> str:
    """What the names of indices on a cluster may begin with."""
    if not re.fullmatch(r"[a-z][a-z0-9_-]{0,99}", text):
        raise ValueError("no name of an index")
    return text


def path(text: str) -> Path:
    """A file or folder."""
    if not text:
        raise ValueError("no path")
    return Path(text)


def paths(text: str) -> tuple[Path, ...]:
    """Files and folders, joined like PATH."""
    return tuple(path(part) for part in text.split(os.pathsep))


def up_to(most: int) -> Callable[[str], int]:
    """What reads a whole number from 1 to `most`."""

    def read(text: str) -> int:
        number = positive(text)
        if number > most:
            raise ValueError(f"above {most}")
        return number

    return read


def names(text: str) -> tuple[str, ...]:
    """Names joined by commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
