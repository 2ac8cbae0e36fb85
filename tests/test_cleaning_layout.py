"""Titles, headings and passages of a cleaned text."""

import pytest

from indexer.cleaning.byline import find_byline
from indexer.cleaning.page import clean_page, clean_text
from indexer.cleaning.title import without_site
from indexer.schema.document import RawPage, RemovedSpan

PROSE = (
    "The mission handed its last camp over on Friday, and the convoy reached Gao before nightfall.",
    "Two officers who were there said the market had reopened, although few traders came back.",
    "Residents of the district told reporters that the road north has been closed since the autumn.",
)


def laid_out(text):
    """Title, headings, and the passages as (kind, heading, text)."""
    page = clean_text(text)
    passages = [(p.kind, p.heading, text[p.start : p.end]) for p in page.passages]
    return page.title, [heading.text for heading in page.headings], passages


def test_each_paragraph_is_a_passage_under_its_heading():
    """Passages above the first heading have none."""
    text = f"{PROSE[0]}\n\nWhat Comes Next\n\n{PROSE[1]}\n\n{PROSE[2]}\n"
    expected = [("prose", None, PROSE[0])]
    expected += [("prose", "What Comes Next", paragraph) for paragraph in PROSE[1:]]
    assert (None, ["What Comes Next"], expected) == laid_out(text)


def test_lines_without_blank_lines_are_paragraphs():
    """A text with one paragraph a line is cut at its lines."""
    _, headings, passages = laid_out("\n".join((PROSE[0], "What Comes Next", PROSE[1])))
    assert (["What Comes Next"], 2) == (headings, len(passages))


def test_bullets_are_one_list():
    """Bullets that follow each other make one passage."""
    bullets = "  • Food: wells and seed.\n  • Work: roads, and who builds them.\n  • Law: courts."
    _, _, passages = laid_out(f"{PROSE[0]}\n\n{bullets}\n\n{PROSE[1]}")
    assert ["prose", "list", "prose"] == [kind for kind, _, _ in passages]
    assert bullets.strip() == passages[1][2]


def test_rows_are_no_headings():
    """Three or more short lines in a row are a table or a list of names."""
    rows = "Year Attacks Deaths\n2021 572 418\n2022 803 1,006"
    _, headings, passages = laid_out(f"{PROSE[0]}\n\n{rows}\n\n{PROSE[1]}")
    assert ([], ("rows", None, rows)) == (headings, passages[1])


def test_names_one_a_paragraph_are_rows_and_two_short_lines_are_headings():
    """From three short paragraphs on they are a list; fewer head what stands below."""
    names = "Moussa Traoré\n\nIbrahim Coulibaly\n\nSeydou Keïta"
    _, headings, passages = laid_out(f"{PROSE[0]}\n\n{names}\n\n{PROSE[1]}")
    assert ([], ("rows", None, names)) == (headings, passages[1])
    text = f"{PROSE[0]}\n\nBackground\n\nThe Long War\n\n{PROSE[1]}"
    assert ["Background", "The Long War"] == laid_out(text)[1]


def test_a_sentence_broken_over_two_lines_is_one_passage():
    """A line that goes on in lower case belongs to the line above."""
    words = PROSE[1].split()
    broken = f"{' '.join(words[:8])}\n{' '.join(words[8:])}"
    _, _, passages = laid_out(f"{PROSE[0]}\n{broken}\n{PROSE[2]}")
    assert [PROSE[0], broken, PROSE[2]] == [text for _, _, text in passages]


def test_questions_that_head_an_answer_are_headings():
    """Two questions with prose below them are those of a list of questions."""
    text = f"{PROSE[2]}\n\nWho pays for it?\n\n{PROSE[0]}\n\nWho decides in the end?\n\n{PROSE[1]}"
    assert ["Who pays for it?", "Who decides in the end?"] == laid_out(text)[1]


def test_questions_of_an_interview_are_prose():
    """A question with its speaker before it is spoken, not a heading."""
    text = f"Q: Did you see the trucks?\n\n{PROSE[0]}\n\nQ: Did you count the trucks?\n\n{PROSE[1]}"
    assert [] == laid_out(text)[1]


def test_wrapped_lines_are_one_paragraph():
    """A text that was wrapped at a fixed width keeps its paragraphs whole."""
    words = f"{PROSE[0]} {PROSE[1]}".split()
    wrapped = "\n".join(" ".join(words[at : at + 5]) for at in range(0, len(words), 5))
    _, headings, passages = laid_out(f"{wrapped}\n\n{PROSE[2]}")
    assert ([], [wrapped, PROSE[2]]) == (headings, [text for _, _, text in passages])


def test_the_last_words_are_no_heading():
    """A short line with nothing below it heads nothing."""
    assert ([], 2) == (
        laid_out(f"{PROSE[0]}\n\nThe end of it")[1],
        len(laid_out(f"{PROSE[0]}\n\nThe end of it")[2]),
    )


@pytest.mark.parametrize(
    ("first", "expected"),
    [
        ("Rains Fail in Gao Again", "Rains Fail in Gao Again"),
        ("Rains fail again in the north", "Rains fail again in the north"),
        ("Who Decides in Gao?", "Who Decides in Gao?"),
        ("The rains have failed again in the north of the country.", None),
        ("and then they left the town", None),
        ("• Rains Fail in Gao", None),
        ("BACKGROUND", None),
    ],
)
def test_a_first_line_like_a_headline_is_the_title(first, expected):
    """Short, no final stop, above prose: else the text has no title."""
    assert expected == laid_out(f"{first}\n\n{PROSE[0]}\n\n{PROSE[1]}")[0]


def test_a_title_stays_in_the_text_and_in_no_passage():
    """A title is found, not removed."""
    text = f"Rains Fail in Gao Again\n{PROSE[0]}"
    page = clean_text(text)
    assert ((), 0, 23) == (page.removed, page.title_start, page.title_end)
    assert [PROSE[0]] == [text[p.start : p.end] for p in page.passages]


def test_a_delivered_title_is_found_in_the_text_without_the_name_of_the_site():
    """The line that says the same is the title, whatever stands behind the dash."""
    text = f"RAINS FAIL IN GAO\n{PROSE[0]}"
    page = clean_page(RawPage("a", "a", "text", text, b"", "", title="Rains fail in Gao - Example News"))
    assert ("Rains fail in Gao - Example News", 0, 17) == (page.title, page.title_start, page.title_end)


def test_a_delivered_title_need_not_stand_in_the_text():
    """Then it has no place, and the first line stays a passage."""
    page = clean_page(RawPage("a", "a", "text", PROSE[0], b"", "", title="Rains fail"))
    assert ("Rains fail", None, 1) == (page.title, page.title_start, len(page.passages))


def test_the_byline_of_removed_lines_is_kept_beside_the_text():
    """Who wrote it leaves the text and is not lost."""
    page = clean_text(f"By Awa Diallo\n\n{PROSE[0]}\n\n{PROSE[1]}\n\nEdited by A. Sow")
    assert "Awa Diallo; Edited by A. Sow" == page.byline


@pytest.mark.parametrize(
    ("lines", "byline"),
    [
        ((("byline", "By Awa Diallo"),), "Awa Diallo"),
        ((("byline", "By"), ("byline", "Awa Diallo")), "Awa Diallo"),
        ((("byline", "Par\nAwa  Diallo"), ("byline", "Par Awa Diallo")), "Awa Diallo"),
        ((("byline", "Written by: Awa Diallo and A. Sow | Updated 3 May 2024"),), "Awa Diallo and A. Sow"),
        ((("writer-address", "awa@example.org"),), None),
        ((("advert-label", "By Awa Diallo"),), None),
        ((("author-blurb", "Awa Diallo is a reporter who covers the Sahel."),), "Awa Diallo"),
        ((("author-blurb", "A reporter who covers the Sahel."),), "A reporter who covers the Sahel."),
        ((("author-blurb", "About the author"),), None),
        ((("author-blurb", "A reporter."), ("byline", "By Awa Diallo")), "Awa Diallo"),
        ((), None),
    ],
)
def test_a_byline_is_the_names_without_the_words_around_them(lines, byline):
    """No label, no date, no address; a sentence on the writer only where nothing else names one."""
    text, spans = "", []
    for rule, line in lines:
        spans.append(RemovedSpan(len(text), len(text) + len(line), rule))
        text += f"{line}\n"
    assert byline == find_byline(text, tuple(spans))


def test_a_dash_inside_a_title_is_no_site():
    """Only what stands behind the last spaced dash is taken for the name of a site."""
    assert ("Gao-Kidal road - closed", "Al-Qaeda in Mali") == (
        without_site("Gao-Kidal road - closed - Example News"),
        without_site("Al-Qaeda in Mali"),
    )
