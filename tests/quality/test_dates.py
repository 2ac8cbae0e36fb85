"""Dates of our own sentences and pages: all that are meant are found, and no other."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from indexer.cleaning.page import clean_page
from indexer.entities.dates import find_dates
from indexer.schema.document import DateMention, RawPage

DATES = Path(__file__).parent / "dates"
MARK = re.compile(r"\{([^{}=?]+)([=?])([^{}]*)\}")
ESCAPES = (("\\n", "\n"), ("\\u00a0", "\u00a0"), ("\\u202f", "\u202f"))


@dataclass(frozen=True)
class Meant:
    """A date that a sentence talks about: its span, the values allowed, and whether it must be found."""

    start: int
    end: int
    values: tuple[str, ...]
    required: bool

    def touches(self, mention):
        """Whether a mention shares a character with it."""
        return self.start < mention.end and mention.start < self.end


def read_sentence(line):
    """The publication date, the text without its marks, and what is meant there."""
    published, _, marked = line.partition(" | ")
    for written, sign in ESCAPES:
        marked = marked.replace(written, sign)
    text, at, meant = "", 0, []
    for mark in MARK.finditer(marked):
        text += marked[at : mark.start()]
        values = tuple(filter(None, mark[3].split("/")))
        meant.append(Meant(len(text), len(text) + len(mark[1]), values, mark[2] == "="))
        text += mark[1]
        at = mark.end()
    return None if published == "-" else published, text + marked[at:], meant


LINES = (DATES / "mentioned.txt").read_text(encoding="utf-8").splitlines()
SENTENCES = [read_sentence(line) for line in LINES if not line.startswith("#")]


def find_faults(text, meant, found):
    """What is missed, wrong or too much, as (surface, value)."""
    faults = [
        (text[date.start : date.end], "missed")
        for date in meant
        if date.required and not any(date.touches(m) and m.value in date.values for m in found)
    ]
    for mention in found:
        near = [date for date in meant if date.touches(mention)]
        if not any(not date.values or mention.value in date.values for date in near):
            faults.append((text[mention.start : mention.end], mention.value))
    return faults


@pytest.mark.parametrize(("published", "text", "meant"), SENTENCES, ids=range(len(SENTENCES)))
def test_all_dates_meant_and_no_others_are_found(published, text, meant):
    """Each at its own precision, in English and French, with the traps that news holds."""
    assert [] == find_faults(text, meant, find_dates(text, published=published))


def test_a_naive_reading_of_the_sentences_fails():
    """Every number of four figures as a year: the sentences must tell it from a good one."""
    faults = 0
    for _, text, meant in SENTENCES:
        years = re.finditer(r"(?:19|20)\d\d", text)
        faults += bool(find_faults(text, meant, [DateMention(y[0], *y.span()) for y in years]))
    assert len(SENTENCES) / 2 < faults


@dataclass(frozen=True)
class Page:
    """A scraped page with the publication date that it states, its source, and what came with it."""

    value: str | None
    source: str | None
    conflict: bool
    url: str | None
    stated: str | None
    text: str


def read_pages():
    """The pages of the file: a line `=== VALUE SOURCE [conflict] [url=...] [stated=...]`, then the text."""
    for block in (DATES / "published.txt").read_text(encoding="utf-8").split("=== ")[1:]:
        head, _, text = block.partition("\n")
        words = head.split()
        given = dict(word.split("=", 1) for word in words if "=" in word)
        plain = [word for word in words if "=" not in word]
        value, source = (None, None) if plain[0] == "none" else plain[:2]
        yield Page(
            value, source, "conflict" in plain, given.get("url"), given.get("stated"), text.rstrip("\n")
        )


PAGES = list(read_pages())


@pytest.mark.parametrize("page", PAGES, ids=range(len(PAGES)))
def test_the_publication_date_is_that_of_the_first_source_that_states_one(page):
    """Metadata, header, a line or dateline, the address; no date of a story, comment or change."""
    kind = "html" if page.text.startswith("<") else "text"
    raw = RawPage("a", "a.txt", kind, page.text, page.text.encode(), "", url=page.url, published=page.stated)
    cleaned = clean_page(raw)
    found = cleaned.published
    assert (page.value, page.source) == ((found.value, found.source) if found else (None, None))
    assert page.conflict == any("the first is used" in note for note in cleaned.notes)
