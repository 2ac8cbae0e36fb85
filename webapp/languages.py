"""The language of the interface, and texts in it.

Translates nothing of the collection. Exports, and code outside a request, speak English.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from gettext import NullTranslations
from urllib.parse import quote, urlencode

from flask import Flask, Response, request
from flask_babel import Babel, get_translations
from markupsafe import Markup, escape

from webapp.context_parts import Link
from webapp.long_texts import own_text

# Each language by its own name. The first is the one that the texts in the code are in.
LANGUAGES = {"en": "English", "fr": "Français"}
PARAMETER = "ui"
# Texts of the interface that are kept as they were found, of all languages.
KEPT_TEXTS = 4096


@dataclass(frozen=True, slots=True)
class Interface:
    """The language that a page speaks, its texts, and whether the address chose it."""

    language: str
    texts: NullTranslations
    chosen: bool = False


ENGLISH = Interface("en", NullTranslations())
_interface: ContextVar[Interface] = ContextVar("interface", default=ENGLISH)


def speak(app: Flask) -> None:
    """Let each request choose the language of its page, before anything else is said."""
    Babel(app, locale_selector=choose_language)
    # Ours find the texts of a request at once: Babel's look for them anew each time, ten times as slowly
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True)  # type: ignore[attr-defined]  # a method of Jinja's extension
    # A page has some hundred texts, and Jinja's own functions format each anew, also one without values
    app.jinja_env.globals |= {"gettext": _write, "_": _write, "ngettext": _write_many}
    app.jinja_env.globals |= {"interface": _interface.get, "carried": carried, "switch": make_switch}
    app.before_request(_begin)
    app.after_request(_add_headers)
    app.teardown_request(_end)


def gettext(text: str, /, **values: object) -> str:
    """A text in the language of the page, with its values.

    >>> gettext("Page %(page)s", page=2)
    'Page 2'
    """
    said = _find(_interface.get().texts, text)
    return said % values if values else said


@lru_cache(maxsize=KEPT_TEXTS)
def _find(texts: NullTranslations, text: str) -> str:
    """A text in one language; kept, as a page asks for the same few again and again."""
    said = texts.gettext(text)
    # Older Pythons do not find by itself the singular of a text that has a plural
    return texts.ngettext(text, text, 1) if said == text else said


def ngettext(one: str, several: str, count: int, /, **values: object) -> str:
    """One of two texts by a count, in the language of the page, with its values.

    >>> ngettext("%(n)s page", "%(n)s pages", 2, n=2)
    '2 pages'
    """
    said = _interface.get().texts.ngettext(one, several, count)
    return said % values if values else said


def _write(text: str, /, **values: object) -> Markup:
    """A text as a template writes it: its values are escaped, itself it is markup."""
    texts = _interface.get().texts
    return _format(_find(texts, text), values) if values else _find_markup(texts, text)


def _write_many(one: str, several: str, count: int, /, **values: object) -> Markup:
    """One of two texts by a count, which is `num` in it, as a template writes it."""
    return _format(_interface.get().texts.ngettext(one, several, count), {"num": count, **values})


@lru_cache(maxsize=KEPT_TEXTS)
def _find_markup(texts: NullTranslations, text: str) -> Markup:
    return _format(_find(texts, text), {})


def _format(text: str, values: dict[str, object]) -> Markup:
    escaped = {name: escape(value) for name, value in values.items()}
    return Markup(text % escaped)  # noqa: S704  # texts are ours, values are escaped


def later(text: str) -> str:
    """A text of a table, for the catalogue to find; `gettext` takes it where it is said."""
    return text


def later_many(one: str, several: str) -> tuple[str, str]:
    """Two texts of a table, for the catalogue to find; `ngettext` takes them where they are said."""
    return one, several


def language() -> str:
    """The language of the page, a key of LANGUAGES."""
    return _interface.get().language


def carried() -> tuple[tuple[str, str], ...]:
    """The parameter of the language, where the address of the page has it.

    >>> carried()
    ()
    """
    now = _interface.get()
    return ((PARAMETER, now.language),) if now.chosen else ()


@contextmanager
def in_english() -> Iterator[None]:
    """English whatever the page speaks, for what goes to other programs."""
    token = _interface.set(ENGLISH)
    try:
        yield
    finally:
        _interface.reset(token)


def choose_language() -> str:
    """The language of this request: by its address, else by its header, else English."""
    asked = request.args.get(PARAMETER, "")
    if asked in LANGUAGES:
        return asked
    # The browser's own order: of fr-CA and en it has French first, whatever the country
    for tag, quality in request.accept_languages:
        spoken = tag.partition("-")[0].lower()
        if quality and spoken in LANGUAGES:
            return spoken
    return ENGLISH.language


def make_switch() -> tuple[tuple[str, Link], ...]:
    """This page in each other language; without an address in its own."""
    kept = [pair for pair in request.args.items(multi=True) if pair[0] != PARAMETER]
    # One slash: two would lead to another host
    path = "" if own_text() else quote("/" + request.path.lstrip("/"))
    own = language()
    return tuple(
        (code, Link(name, "" if code == own else f"{path}?{urlencode([*kept, (PARAMETER, code)])}"))
        for code, name in LANGUAGES.items()
    )


def _begin() -> None:
    if is_page() and _is_read_by_person():
        chosen = request.args.get(PARAMETER) in LANGUAGES
        _interface.set(Interface(choose_language(), get_translations(), chosen))


def _end(_error: BaseException | None) -> None:
    _interface.set(ENGLISH)


def _is_read_by_person() -> bool:
    """Whether a page or its refusal is no JSON or plain text: these are for programs, in English."""
    accept = request.accept_mimetypes
    return not accept or accept.best_match(("text/html", "application/json")) == "text/html"


def is_page() -> bool:
    """Whether a person reads the answer; other programs read what has an ending in its address."""
    rule = request.url_rule.rule if request.url_rule else request.path
    if rule.endswith(("/healthz", "/readyz", "<path:filename>")):
        return False
    return "." not in rule.rpartition("/")[2]


def _add_headers(response: Response) -> Response:
    if response.mimetype == "text/html":
        response.headers["Content-Language"] = language()
        response.vary.add("Accept-Language")
    return response
