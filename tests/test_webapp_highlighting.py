"""Marked text: nothing lost, nothing let through."""

import html
import json
import re
import threading
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from indexer.api import Mark
from webapp.highlighting import MOST_CHARACTERS, highlight, parse_marks, sanitise, show

SECURITY = Path(__file__).parent.parent / "../shared/measure/security"
PAYLOADS = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "<mark onclick=alert(1)>x</mark>",
    '<mark class="alias" style="x">x</mark>',
    '<mark class="other">x</mark>',
    "</mark><script>alert(1)</script>",
    "<!--<mark>--><b>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<a href=javascript:alert(1)>x</a>",
    "<math><mi//xlink:href='data:x,<script>alert(4)</script>'>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<style>@import 'x'</style><title></title><textarea>",
    "\x00<scr\x00ipt>\r\nalert(1)\x0b",
)


class TagFinder(HTMLParser):
    """Every tag and comment of a piece of markup."""

    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        """A tag."""
        self.tags.append((tag, tuple(attrs)))

    def handle_comment(self, data):
        """A comment."""
        self.tags.append(("comment", data))

    def handle_decl(self, decl):
        """A declaration."""
        self.tags.append(("declaration", decl))

    def unknown_decl(self, data):
        """A section of another language."""
        self.tags.append(("declaration", data))

    def handle_pi(self, data):
        """An instruction."""
        self.tags.append(("instruction", data))


def find_foreign(markup):
    """What stands in markup besides text and the two kinds of marks."""
    finder = TagFinder()
    finder.feed(str(markup))
    finder.close()
    allowed = {("mark", ()), ("mark", (("class", "alias"),))}
    return [tag for tag in finder.tags if tag not in allowed]


def plain(markup):
    """Markup without its marks, as text."""
    return html.unescape(re.sub(r"</?mark[^>]*>", "", str(markup)))


TEXTS = st.text(st.characters() | st.sampled_from("<>&\"';\r\n"), max_size=200) | st.sampled_from(PAYLOADS)
SPANS = st.lists(st.tuples(st.integers(0, 220), st.integers(0, 220), st.booleans()), max_size=6)


@settings(deadline=None, max_examples=200)
@given(TEXTS, SPANS, st.integers(0, 1000))
def test_text_comes_through_whole_and_only_marks_are_added(text, spans, start):
    """Without its marks the output is the text; with them it holds no other tag."""
    marks = [
        Mark(start + min(a, b), start + max(a, b), "alias" if alias else "word", "x")
        for a, b, alias in sorted(spans, key=lambda s: min(s[:2]))
    ]
    shown = highlight(text, marks, start)
    assert show(text) == plain(shown)
    assert [] == find_foreign(shown)


@settings(deadline=None, max_examples=300)
@given(TEXTS, SPANS)
def test_the_parser_has_nothing_to_take_from_what_passes_unparsed(text, spans):
    """What plainly is text and marks comes out of the sanitiser as it went in."""
    marks = [Mark(min(a, b), max(a, b), "alias" if alias else "word", "x") for a, b, alias in spans]
    shown = highlight(text, sorted(marks, key=lambda mark: mark.start))
    assert shown == parse_marks(shown)


def test_marks_stand_where_the_offsets_say():
    """Words of the query and other spellings are told apart."""
    shown = highlight("GSIM & JNIM", [Mark(5, 9, "word", "gsim"), Mark(12, 16, "alias", "gsim")], 5)
    assert '<mark>GSIM</mark> &amp; <mark class="alias">JNIM</mark>' == shown


def test_a_mark_outside_the_text_or_over_another_is_left_out():
    """Odd offsets cost a mark, never a character."""
    marks = [
        Mark(0, 3, "word", "x"),
        Mark(2, 5, "word", "x"),
        Mark(4, 99, "word", "x"),
        Mark(5, 5, "word", "x"),
    ]
    assert "<mark>abc</mark>defg" == highlight("abcdefg", marks)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_hostile_text_is_inert_marked_or_not(payload):
    """Markup in a text is shown as text, inside a mark and outside."""
    for marks in ((), [Mark(0, len(payload), "word", "x")], [Mark(1, 4, "alias", "x")]):
        assert [] == find_foreign(highlight(payload, marks))


def test_the_detector_sees_what_raw_text_would_do():
    """The control: the same payloads, put into a page as they are, are caught."""
    caught = [payload for payload in PAYLOADS if find_foreign(f"<mark>{payload}</mark>")]
    harmless = {"&lt;script&gt;alert(1)&lt;/script&gt;", "\x00<scr\x00ipt>\r\nalert(1)\x0b"}
    assert set(PAYLOADS) - harmless == set(caught)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_the_sanitiser_alone_stops_what_was_never_escaped(payload):
    """The second line of defence holds if the first one is gone."""
    assert [] == find_foreign(sanitise(f"<mark>{payload}</mark>"))


@pytest.mark.skipif(not SECURITY.is_dir(), reason="the payload lists of development are not here")
def test_lists_of_known_payloads_are_inert():
    """Thousands of strings that broke other programs are text here."""
    lines = json.loads((SECURITY / "blns.json").read_text(encoding="utf-8"))
    for path in sorted(SECURITY.glob("fuzzdb-*.txt")):
        lines += path.read_text(encoding="utf-8", errors="replace").splitlines()
    assert 500 < len(lines)
    for line in lines:
        shown = highlight(line, [Mark(0, max(1, len(line) // 2), "word", "x")])
        assert show(line) == plain(shown)
        assert [] == find_foreign(shown)


def test_a_long_text_is_cleaned_in_parts_and_stays_whole():
    """The sanitiser never parses more than its limit, and no character is lost at a seam."""
    text = "<&> word " * MOST_CHARACTERS
    marks = [Mark(at + 4, at + 8, "word", "x") for at in range(0, len(text), 9)]
    marks.append(Mark(len(text), len(text), "word", "x"))
    shown = highlight(text, marks)
    assert text == plain(shown)
    assert MOST_CHARACTERS == shown.count("<mark>")


def test_one_mark_longer_than_the_limit_is_marked_in_parts():
    """A mark over a whole long text covers all of it."""
    text = "a" * (MOST_CHARACTERS + 1)
    shown = highlight(text, [Mark(0, len(text), "alias", "x")])
    assert text == plain(shown)
    assert 2 == shown.count('<mark class="alias">')
    assert isinstance(shown, Markup)


def test_threads_do_not_disturb_each_other():
    """Each thread has a sanitiser of its own."""
    wrong = []

    def work(word):
        shown = {highlight(f"{word} <", [Mark(0, 3, "word", "x")]) for _ in range(200)}
        wrong.extend(shown - {f"<mark>{word}</mark> &lt;"})

    threads = [threading.Thread(target=work, args=(word,)) for word in ("abc", "def", "ghi")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [] == wrong
