"""The French catalogue has every text of the pages, and no page has a text that is not in it."""

import re
import tomllib
from gettext import NullTranslations
from html import unescape
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from indexer.api import SearchRequest, Settings
from tests.desk_pages import PAGES
from webapp import languages, query_examples
from webapp.app import create_app

# Those that are not asked for in French
ENGLISH = [name for name in PAGES if not name.endswith("-fr")]
ROOT = Path(__file__).parent.parent
FRENCH = ROOT / "webapp/translations/fr/LC_MESSAGES/messages.po"
PLACE = re.compile(r"%\((\w+)\)s")
LINK = re.compile(r'(?:href|action)="(/[^"]*)"')


@pytest.fixture(scope="module")
def client(seeds_index):
    """A client of the app on the seeds."""
    return create_app(Settings(index=seeds_index)).test_client()


@pytest.fixture(scope="module")
def french():
    """The French catalogue."""
    with FRENCH.open("rb") as file:
        return read_po(file, locale="fr")


def _find_texts():
    """Every text of the code that pages say, once: a singular, or a pair with its plural."""
    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["babel"][
        "mappings"
    ]
    method_map = [(one["pattern"], one["method"]) for one in options]
    options_map = {one["pattern"]: {"trimmed": "true"} for one in options if one["method"] == "jinja2"}
    ours = re.findall(r" -k (\S+)", (ROOT / "Makefile").read_text(encoding="utf-8"))
    keywords = DEFAULT_KEYWORDS | parse_keywords(ours)
    for folder in ("webapp", "indexer"):
        for _, _, text, _, _ in extract_from_dir(ROOT / folder, method_map, options_map, keywords):
            yield text


def test_every_text_is_said_in_french_and_nothing_else_is_kept(french):
    """`make texts` collects them anew."""
    used = set(_find_texts())
    pairs = {text[0] for text in used if isinstance(text, tuple)}
    used -= pairs
    kept = {m.id if isinstance(m.id, str) else tuple(m.id): m for m in french if m.id}
    empty = {id_ for id_, m in kept.items() if not (m.string if isinstance(id_, str) else all(m.string))}
    assert (used, set(), []) == (set(kept), empty, [m.id for m in kept.values() if m.fuzzy])


def test_translations_name_the_same_places(french):
    """A value that has no place, or a place without a value, would break a page."""
    for message in french:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        if message.id:
            assert [set(PLACE.findall(ids[0]))] * len(strings) == [set(PLACE.findall(s)) for s in strings]
            assert [re.findall(r"</?\w+", ids[0])] == [re.findall(r"</?\w+", s) for s in strings[:1]]
            assert [] == list(message.check(french))


def test_french_is_set_as_french_is(french):
    """No-break spaces before high signs and inside guillemets, curly apostrophes, no English quotes."""
    for message in french:
        for text in message.string if isinstance(message.string, tuple) else (message.string,):
            words = re.sub(r"<[^>]*>", "", text)
            assert re.search(r"[“”']|\w [:;?!»]|« ", words) is None or "HTTP" in words, text


def test_the_compiled_catalogue_is_that_of_the_texts(french):
    """Nobody has to compile it before the desk is started."""
    with FRENCH.with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)
    assert _read(french) == _read(compiled)


def _read(catalogue):
    return {repr(list(message.id)): list(message.string) for message in catalogue if message.id}


class Marked(NullTranslations):
    """A language whose every text stands in brackets."""

    def gettext(self, message):
        """The text in brackets."""
        return f"⟦{message}⟧"

    def ngettext(self, msgid1, msgid2, n):
        """The same by a count."""
        return f"⟦{msgid1 if n == 1 else msgid2}⟧"


# What stands around words of the collection without saying anything; dates are made of their value.
INLINE = re.compile(r"</?(?:mark|time|b)\b[^>]*>|<span class=\"(?:a|hop|gap)\">", re.IGNORECASE)
DATES = re.compile(
    r"\b(?:le|en|entre|et|depuis|jusqu’(?:au|en)|aucune date|sans année|1er|janvier|février|mars|avril|mai"
    r"|juin|juillet|août|septembre|octobre|novembre|décembre|anglais|français)\b",
    re.IGNORECASE,
)
NAMES = {
    *("Cuttings", "English", "Français", "JSON", "JSON Lines", "CSV", "GEXF", "RIS", "CSL-JSON", "Atom"),
    *("idf", "tf", "openapi.json"),
}
ATTRIBUTE = re.compile(r'(?:aria-label|label|title|placeholder)="([^"]*)"')
WORDS = re.compile(r"[^\W\d_]{2,}")
ENDS = re.compile(r"^[A-D] (?=\w)|^\W+|\W+$|^– | – Cuttings$|^https?://\S+$|^[0-9a-f]{64}$")


def _unmarked(page):
    """The stretches of a page's text outside all brackets."""
    page = re.sub(r"<(dl|table|pre)\b[^>]*lang=\"en\".*?</\1>", "<x>", page, flags=re.DOTALL)
    page = re.sub(r"<(script|style|code|pre|datalist|q)\b.*?</\1>", "<x>", page, flags=re.DOTALL)
    page = re.sub(r'<span class="say">.*?</span>', "<x>", page)
    attributes = "<x>".join(ATTRIBUTE.findall(page))
    text = unescape(re.sub(r"<[^>]*>", "\x00", INLINE.sub("", page) + attributes.replace("<x>", "\x00")))
    depth, kept = 0, []
    for letter in text:
        depth += letter == "⟦"
        kept.append("\x00" if depth else letter)
        depth -= letter == "⟧"
    return [" ".join(part.split()) for part in DATES.sub("", "".join(kept)).split("\x00")]


@pytest.fixture(scope="module")
def held(search):
    """All that the collection says: its texts in one, and its names."""
    texts, names = [], set(NAMES)
    for hit in search.search(SearchRequest(per=100)).hits:
        document = hit.document
        texts += [document.text, document.label, *document.notes]
        names |= {document.source_file, document.sha256, document.id}
    for actor in search.collection.actors:
        texts += [actor.name, actor.note, actor.source, *(office.title for office in actor.offices)]
        names |= {actor.id, actor.label, *(alias.text for alias in actor.aliases)}
    names |= {search.facet_label("place", value.value) for value in _places(search)}
    names |= {query for query, _ in (*query_examples.EXAMPLES, *query_examples.MORE)}
    names |= {rule.rule for rule in search.collection.rules} | {search.generation}
    names |= {file.path for file in search.collection.source_files}
    return " ".join(" ".join(texts).split()).casefold(), {ENDS.sub("", name).casefold() for name in names}


def _places(search):
    return search.search(SearchRequest(facets=("place",), per=1)).facets["place"]


@pytest.mark.parametrize("name", ENGLISH)
def test_no_text_of_a_page_is_left_in_english(client, held, monkeypatch, name):
    """In a language that stands in brackets, only the collection and what was typed stand outside."""
    monkeypatch.setattr(languages, "get_translations", Marked)
    page = client.get(PAGES[name], headers={"Accept-Language": "fr"}).text
    texts, names = held
    typed = unquote_plus(PAGES[name]).casefold()

    def is_held(said):
        return said in names or said in typed or not WORDS.search(said)

    left = []
    for stretch in _unmarked(page):
        said = ENDS.sub("", stretch.replace("…", "")).casefold()
        # One word may be anybody's; several, or one that ends a sentence, are those of a text
        told = (" " in said or stretch.endswith(".")) and said in texts
        if not told and not is_held(said) and not all(is_held(part.strip()) for part in said.split(",")):
            left.append(stretch)
    assert [] == left
