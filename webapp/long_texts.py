"""Searches with a long text: it stands in the path of their page, and in no address on it.

Some hundred addresses of a page are within its own search. They are told from the place of the
page, `?actor=jnim` or `documents/a1`, so that a page weighs the same whatever was typed. Knows no page
and no parameter but the text.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from urllib.parse import quote, quote_plus

# A text of more characters, as an address writes it, would be most of a page with ten hits.
LONG = 40
# No longer one is run as it comes; see the setting `query_characters`.
LONGEST = 512
FOLDER = "/search/"

_own: ContextVar[str] = ContextVar("own_text", default="")


def is_long(text: str) -> bool:
    """Whether the text of a search is too long for each address on its page.

    >>> is_long("wagner group mali"), is_long("word " * 20), is_long("字" * 10)
    (False, True, True)
    """
    return len(text) <= LONGEST and len(quote_plus(text)) > LONG


def text_place(text: str) -> str:
    """The path of the page of a search with a long text, which holds a slash twice encoded.

    >>> text_place("gao NEAR/5 kidal")
    '/search/gao%20NEAR%252F5%20kidal/'
    """
    return f"{FOLDER}{quote(text.replace('%', '%25').replace('/', '%2F'), safe='')}/"


def text_at(part: str) -> str:
    """The text of a search from the part of the path that holds it, decoded once as all paths are.

    >>> text_at("gao NEAR%2F5 100%25")
    'gao NEAR/5 100%'
    """
    return part.replace("%2F", "/").replace("%25", "%")


def hide_text(path: str) -> str:
    """A path without the text of a search in it.

    >>> hide_text("/search/gao kidal/documents/a1"), hide_text("/search.json")
    ('/search/.../documents/a1', '/search.json')
    """
    if not path.startswith(FOLDER):
        return path
    _, slash, rest = path.removeprefix(FOLDER).partition("/")
    return f"{FOLDER}...{slash}{rest}"


@contextmanager
def told_within(text: str) -> Iterator[None]:
    """Tell the addresses of searches for this text from the place of their page; with none as ever."""
    token = _own.set(text)
    try:
        yield
    finally:
        _own.reset(token)


def own_text() -> str:
    """The text that addresses on this page need not have, empty where there is none.

    >>> own_text()
    ''
    """
    return _own.get()


def from_here(path: str) -> str:
    """A path of this host as it is told from the page of a long text.

    >>> from_here("/"), from_here("/documents/a1")
    ('./', 'documents/a1')
    """
    return path.removeprefix("/") or "./"
