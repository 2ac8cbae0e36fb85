"""What holds for every text, however it was made."""

import re
import sys
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.cleaning.lines import cut_lines
from indexer.cleaning.page import clean_text, plain_page
from indexer.cleaning.removal import find_residue
from indexer.cleaning.rules import RULES
from indexer.cleaning.title import find_title, without_site
from indexer.cleaning.wording import fold_cue
from indexer.schema.document import RawPage, keep

NAMES = {rule.name for rule in RULES}
EXAMPLES = [example.translate({ord("⟦"): None, ord("⟧"): None}) for rule in RULES for example in rule.takes]
LOOKALIKES = [example for rule in RULES for example in rule.leaves]
SENTENCES = [
    "The mission handed its last camp over on Friday, and the convoy reached Gao before nightfall.",
    "Deux officiers ont dit que le marché avait rouvert, même si peu de marchands étaient revenus.",
    "Why?",
    "What Comes Next",
    "• Local governance: institutions that meet their needs.",
    "e\u0301te\u0301 \u200bzero\u00a0width\ufeff",
    "\ud800 lone \x00 nul \x85 next \u2028 line",
]
NEWLINES = ["\n", "\n\n", "\r\n", "\r\n\r\n", "\r", " ", "\t\n", ""]
LINES = st.sampled_from(EXAMPLES) | st.sampled_from(LOOKALIKES + SENTENCES) | st.text(max_size=20)
TEXTS = st.lists(st.tuples(LINES, st.sampled_from(NEWLINES)), max_size=14).map(
    lambda pairs: "".join(line + newline for line, newline in pairs)
)
ANY_TEXT = st.one_of(TEXTS, TEXTS.map(lambda text: "\ufeff" + text), st.text(st.characters(), max_size=200))
# Links around an article, in which rules of their own take every second word or so.
RUN_WITH_RESIDUE = (
    "date 2024-03-27\ndate 2024-03-27 The following were shut down:\n• Facebook\n• Twitter\n"
    "À lire aussiMali : la junte reculeSign up for our daily brief — news you can use, delivered weekdays.\n"
    + (
        "Économie Culture Sciences Santé Voyages Livres Cinéma Musique Jeux Football Tennis Cyclisme Météo "
        "Recettes Carnet Emploi Immobilier Boutique Mode Monde Afrique Europe Asie Amériques Vidéos Podcasts "
        "Infolettres Agenda Jeux Courrier Connexion Débats Éducation Planète Idées Sport Tribunes Portraits "
        "Enquêtes Dossiers "
    ).replace(" ", "\n")
)
ON_ANY_TEXT = settings(deadline=None, max_examples=120)


@ON_ANY_TEXT
@given(ANY_TEXT)
@example("")
@example("\x00")
@example("Advertisement\r\n\r\nAdvertisement\rMenu\n")
@example("\ufeff date 2024-03-27 Men left.")
@example(RUN_WITH_RESIDUE)
def test_removed_spans_lie_in_the_text_sorted_and_disjoint(text):
    """Each removed span is a stretch of the text as read, in order, under the name of a rule."""
    removed = clean_text(text).removed
    assert all(0 <= span.start < span.end <= len(text) for span in removed)
    assert all(one.end <= other.start for one, other in pairwise(removed))
    assert {span.rule for span in removed} <= NAMES
    assert all(text[span.start : span.end].strip() for span in removed)


@ON_ANY_TEXT
@given(ANY_TEXT)
def test_clean_text_is_the_text_minus_the_removed_spans(text):
    """No character is changed, moved or added: what stays and what goes give the text back."""
    page = clean_text(text)
    at, rebuilt, kept = 0, [], []
    for span in page.removed:
        kept.append(text[at : span.start])
        rebuilt += [kept[-1], text[span.start : span.end]]
        at = span.end
    kept.append(text[at:])
    assert text == page.text == "".join([*rebuilt, kept[-1]])
    assert "".join(kept) == keep(text, 0, len(text), page.removed)


@ON_ANY_TEXT
@given(ANY_TEXT)
def test_every_kept_word_stands_in_one_block(text):
    """Title, headings and passages hold each kept character once, and no removed one alone."""
    page = clean_text(text)
    gone = {i for span in page.removed for i in range(span.start, span.end)}
    words = {i for i, character in enumerate(text) if not character.isspace()} - gone
    spans = [(part.start, part.end) for part in (*page.headings, *page.passages)]
    if page.title_start is not None:
        spans.append((page.title_start, page.title_end))
    spans.sort()
    assert all(one[1] <= other[0] for one, other in pairwise(spans))
    assert words == words & {i for start, end in spans for i in range(start, end)}
    assert all(words & set(range(start, end)) for start, end in spans)


@ON_ANY_TEXT
@given(ANY_TEXT)
def test_passages_are_numbered_and_headed_in_order(text):
    """Passages count from 1, and each has the last heading above it."""
    page = clean_text(text)
    assert list(range(1, len(page.passages) + 1)) == [passage.number for passage in page.passages]
    for passage in page.passages:
        above = [heading.text for heading in page.headings if heading.end <= passage.start]
        assert passage.heading == (above[-1] if above else None)


@ON_ANY_TEXT
@given(ANY_TEXT)
def test_a_cleaned_text_has_no_residue_left(text):
    """Cleaning what cleaning gave finds nothing more."""
    assert () == find_residue(keep(text, 0, len(text), find_residue(text)))


@ON_ANY_TEXT
@given(ANY_TEXT)
def test_a_publication_date_is_words_of_a_removed_stamp(text):
    """A text without metadata has a date only where a removed span states it."""
    page = clean_text(text)
    if page.published is not None:
        start, end = page.published.start, page.published.end
        rules = {span.rule for span in page.removed if span.start <= start and end <= span.end}
        assert rules & {"date-header", "publication-stamp", "byline"}
        assert page.published.value[:4] in text[start:end]


@ON_ANY_TEXT
@given(ANY_TEXT)
def test_without_cleaning_nothing_is_removed(text):
    """The same text taken as it is keeps every character, in passages."""
    raw = RawPage("a", "a.txt", "text", text, b"", "")
    page = plain_page(raw)
    assert (text, (), ()) == (page.text, page.removed, page.headings)
    held = "".join(text[passage.start : passage.end] for passage in page.passages)
    assert "".join(text.split()) == "".join(held.split())


@pytest.mark.parametrize("newline", ["\r\n", "\r"])
def test_newlines_of_other_systems_change_no_finding(newline):
    """Offsets count each character of the text as read, carriage returns too."""
    lines = ["By Awa Diallo", "", SENTENCES[0], "", "Advertisement", "", SENTENCES[1], "", "Share this:"]
    text = newline.join(lines)
    removed = clean_text(text).removed
    assert ["By Awa Diallo", "Advertisement", "Share this:"] == [text[s.start : s.end] for s in removed]


@pytest.mark.parametrize("strange", ["\x00", "\ufeff", "e\u0301", "\U0001f600", "\ud800", "\u202e", "\u0651"])
def test_strange_characters_before_residue_move_no_offset(strange):
    """A character that has no width, no glyph or no encoding counts as one."""
    text = f"{strange * 3} {SENTENCES[0]}\n\nAdvertisement\n\n{SENTENCES[1]}"
    assert ["Advertisement"] == [text[span.start : span.end] for span in clean_text(text).removed]


@pytest.mark.parametrize("text", ["Advertisement\n\nShare this:\n\nAdvertisement", "[ad_1][ad_2]", ". . . ."])
def test_a_text_of_residue_only_leaves_nothing(text):
    """All of it goes, and there is neither title nor passage."""
    page = clean_text(text)
    assert "" == keep(text, 0, len(text), page.removed).strip()
    assert (None, (), ()) == (page.title, page.headings, page.passages)


def _calls(text):
    """How many functions cleaning calls: steps, not seconds."""
    counted = 0

    def count(_frame, event, _argument):
        nonlocal counted
        counted += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        clean_text(text)
    finally:
        sys.setprofile(before)
    return counted


@pytest.mark.parametrize(
    "line",
    [
        f"{SENTENCES[0]}\n\nAdvertisement\n\n",
        "• Facebook\n",
        "2 hours ago\n",
        "Read more\n",
        "| | |\n",
        "Niger 12 14\n",
        "[ad_1] ",
        "Related articles\nA headline\n",
    ],
)
def test_twice_the_text_takes_twice_the_steps(line):
    """Cleaning looks at each line a bounded number of times."""
    _calls(line)
    once, twice = _calls(line * 150), _calls(line * 300)
    assert twice < 2.3 * once


@ON_ANY_TEXT
@given(ANY_TEXT)
def test_lines_are_what_stands_between_newlines(text):
    """Whichever way a text is cut: the same as by the pattern of newlines, without blank lines."""
    pieces = re.split(r"(\r\n|\r|\n)", text)
    expected, at, after_blank = [], 0, False
    for raw, newline in zip(pieces[::2], [*pieces[1::2], ""], strict=True):
        if raw.strip():
            start = at + len(raw) - len(raw.lstrip())
            expected.append((len(expected), start, start + len(raw.strip()), raw.strip(), after_blank))
        after_blank = not raw.strip()
        at += len(raw) + len(newline)
    found = [(line.number, line.start, line.end, line.text, line.after_blank) for line in cut_lines(text)]
    assert expected == found


@ON_ANY_TEXT
@given(ANY_TEXT, st.data())
def test_a_title_delivered_beside_is_found_as_if_every_line_were_compared(text, data):
    """Lines that are passed over for their length could not have been the title."""
    lines = cut_lines(text)
    titles = [line.text for line in lines] or [""]
    title = data.draw(st.sampled_from(titles) | st.sampled_from(titles).map(str.upper) | st.text(max_size=9))
    title += data.draw(st.sampled_from(["", " - Example News", " | A site of news with forty letters in it"]))
    if not title:
        return

    def folds(text):
        return {fold_cue(text).casefold(), fold_cue(without_site(text)).casefold()}

    expected = next((line for line in lines[:5] if folds(title) & (folds(line.text) - {""})), None)
    assert expected is find_title(lines, title)


PARAGRAPHS = [
    "The river rose by a metre in one night, and nobody in the town slept until the water went down again.",
    "Two officers said that the market had opened once more, although few of the traders had come back yet.",
    "A night of rain in Gao",
    "A night of rain in Gao - Example News",
    "What they saw",
    "By Awa Diallo",
    "Published 3 May 2024",
    "4 May 2024",
]


@settings(deadline=None, max_examples=300)
@given(st.lists(st.sampled_from(PARAGRAPHS), min_size=2, max_size=12), st.sampled_from(["\n", "\n\n"]))
@example([PARAGRAPHS[0], PARAGRAPHS[4], PARAGRAPHS[0]], "\n\n")
def test_of_what_is_printed_twice_one_copy_stays(paragraphs, newline):
    """However often and wherever: a paragraph of the text is never taken for its own copy."""
    text = newline.join(paragraphs)
    left = keep(text, 0, len(text), clean_text(text).removed)
    assert all(paragraph in left for paragraph in paragraphs if paragraph in PARAGRAPHS[:2])
