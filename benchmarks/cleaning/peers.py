"""Other programs that look for the article of a page, and ours, all as text in, text out.

A peer is imported only when it is asked. A peer that reads markup alone is given the lines of a text
as paragraphs.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from importlib import import_module
from importlib.util import find_spec

from indexer.cleaning.page import clean_text
from indexer.schema.document import keep

Clean = Callable[[str], str]

OURS, KEEP = "ours", "keep-everything"
_LANGUAGE = "English"
# What trafilatura does best with on news.
_PRECISION = {"favor_precision": True, "include_comments": False}
_BLOCKS = frozenset(("p", "div", "li", "td", "br", "pre", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6"))


@dataclass(frozen=True, slots=True)
class Peer:
    """One row of the tables. `package` is its distribution, `reads` what it is asked about."""

    name: str
    module: str
    package: str
    reads: tuple[str, ...]
    load: Callable[[], Clean]

    def missing(self) -> bool:
        """Whether it is not installed here."""
        return find_spec(self.module) is None


def _ours(kind: str) -> Callable[[], Clean]:
    def load() -> Clean:
        def clean(text: str) -> str:
            page = clean_text(text, kind="html" if kind == "html" else "text")
            return keep(page.text, 0, len(page.text), page.removed)

        return clean

    return load


def _as_page(load: Callable[[], Clean]) -> Callable[[], Clean]:
    """The same for a text: a page with a paragraph for each line."""

    def load_for_text() -> Clean:
        clean = load()

        def clean_lines(text: str) -> str:
            lines = (line.strip() for line in text.splitlines())
            paragraphs = "\n".join(f"<p>{escape(line)}</p>" for line in lines if line)
            return clean(f"<html><body>\n{paragraphs}\n</body></html>")

        return clean_lines

    return load_for_text


def _trafilatura(**options: bool) -> Callable[[], Clean]:
    def load() -> Clean:
        extract = import_module("trafilatura").extract
        return lambda markup: extract(markup, **options) or ""

    return load


def _readability() -> Clean:
    parse, document = import_module("lxml.html").fromstring, import_module("readability").Document

    def clean(markup: str) -> str:
        summary = parse(document(markup).summary(html_partial=True))
        for element in summary.iter(*_BLOCKS):
            element.tail = "\n" + (element.tail or "")
        return str(summary.text_content())

    return clean


def _newspaper() -> Clean:
    with warnings.catch_warnings():
        # It says that its language models are not here; the text of a page needs none.
        warnings.simplefilter("ignore")
        article_of = import_module("newspaper").Article

    def clean(markup: str) -> str:
        article = article_of("https://example.org/", fetch_images=False)
        article.download(input_html=markup)
        article.parse()
        return str(article.text)

    return clean


def _justext() -> Clean:
    justext = import_module("justext")
    stop_words = justext.get_stoplist(_LANGUAGE)

    def clean(markup: str) -> str:
        paragraphs = justext.justext(markup, stop_words)
        return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)

    return clean


def _boilerpy() -> Clean:
    extractor = import_module("boilerpy3.extractors").ArticleExtractor(raise_on_failure=False)
    return lambda markup: str(extractor.get_content(markup))


def _resiliparse() -> Clean:
    extract_plain_text = import_module("resiliparse.extract.html2text").extract_plain_text
    return lambda markup: str(extract_plain_text(markup, main_content=True, alt_texts=False))


HTML, TEXT = ("html",), ("article", "lines", "para", "blank")
PEERS: tuple[Peer, ...] = (
    Peer(OURS, "indexer", "", HTML, _ours("html")),
    Peer(OURS, "indexer", "", TEXT, _ours("text")),
    Peer("trafilatura", "trafilatura", "trafilatura", HTML, _trafilatura()),
    Peer("trafilatura-precision", "trafilatura", "trafilatura", HTML, _trafilatura(**_PRECISION)),
    Peer("readability-lxml", "readability", "readability-lxml", HTML, _readability),
    Peer("newspaper4k", "newspaper", "newspaper4k", HTML, _newspaper),
    Peer("jusText", "justext", "jusText", HTML, _justext),
    Peer("boilerpy3", "boilerpy3", "boilerpy3", HTML, _boilerpy),
    Peer("resiliparse", "resiliparse", "resiliparse", HTML, _resiliparse),
    Peer("trafilatura", "trafilatura", "trafilatura", TEXT, _as_page(_trafilatura())),
    Peer("jusText", "justext", "jusText", TEXT, _as_page(_justext)),
    Peer("boilerpy3", "boilerpy3", "boilerpy3", TEXT, _as_page(_boilerpy)),
    Peer(KEEP, "indexer", "", TEXT, lambda: str),
)
NAMES: tuple[str, ...] = tuple(dict.fromkeys(peer.name for peer in PEERS if peer.name != OURS))
