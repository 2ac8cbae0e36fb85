"""Several stories in one file, and the headline of a page around which its menus were left."""

from pathlib import Path

import pytest

from indexer.cleaning.page import clean_text
from tests.test_cleaning_article import MENU, SENTENCES

SEEDS = Path(__file__).parents[1] / "seeds"


def stories(text):
    """The titles at which another story begins."""
    return [heading.text for heading in clean_text(text).headings if heading.begins_story]


def test_three_stories_in_one_seed_are_told_apart_and_nothing_is_dropped():
    """Each tells its readers anew what MINUSMA stands for."""
    text = next(SEEDS.glob("003_*.txt")).read_bytes().decode()
    assert [title[:16] for title in stories(text)] == ["The Complexities", "MINUSMA’s Depart"]
    assert () == clean_text(text).removed


@pytest.mark.parametrize("number", ["000", "001", "002", "004"])
def test_sections_of_one_report_are_no_stories(number):
    """Their headings have the same form."""
    assert [] == stories(next(SEEDS.glob(f"{number}_*.txt")).read_bytes().decode())


def test_the_headline_of_a_whole_page_is_found_among_its_menus():
    """It goes with the page around the article, and stays as the title."""
    headline = "Mission hands over its last camp before nightfall"
    menu = [*MENU, "Weather", "Crosswords", "Obituaries", "Courses", "Tickets", "Store", "Video", "Events"]
    text = "\n".join([*menu, headline, *SENTENCES, *menu])
    page = clean_text(text)
    assert any(span.rule == "page-frame" for span in page.removed)
    assert headline == page.title


def test_a_page_whose_menus_name_other_stories_has_no_headline():
    """A line that says what the article does not say is none."""
    menu = [*MENU, "Weather", "Crosswords", "Obituaries", "Courses", "Tickets", "Store", "Video", "Events"]
    page = clean_text("\n".join([*menu, "Elephants cross a frozen lake in spring", *SENTENCES, *menu]))
    assert page.title is None
