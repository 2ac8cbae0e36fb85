"""When a text was published: only where it, its address or its metadata says so."""

import re
from calendar import month_name
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.cleaning.page import clean_page, clean_text
from indexer.cleaning.publication import find_in_url, read_stated
from indexer.cleaning.written_date import find_date, make_date, read_date
from indexer.schema.document import RawPage

PROSE = "The mission handed its last camp over on Friday, and the convoy reached Gao before nightfall."


def published(text, **stated):
    """Value, precision and source of a text's date, and the notes on it."""
    page = clean_page(RawPage("a", "a.txt", "text", text, text.encode("utf-8", "replace"), "", **stated))
    found = page.published
    return (found and (found.value, found.precision, found.source)), page.notes


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (" date 2024-03-27 ", ("2024-03-27", "day", "header")),
        ("date 2024-03 ", ("2024-03", "month", "header")),
        ("date: 2024 ", ("2024", "year", "header")),
        ("Published: 3 May 2024\n\n", ("2024-05-03", "day", "line")),
        ("Published on Friday, May 3, 2024 at 10:32 am GMT\n\n", ("2024-05-03", "day", "line")),
        ("Published: 3 May 2024 ", ("2024-05-03", "day", "line")),
        ("Posted on May 3, 2024 by admin\n\n", ("2024-05-03", "day", "line")),
        ("Publié le 3 mai 2024 à 10h32, mis à jour le 4 mai 2024\n\n", ("2024-05-03", "day", "line")),
        ("By Jane Doe | May 3, 2024\n\n", ("2024-05-03", "day", "line")),
        ("3 May 2024\n\n", ("2024-05-03", "day", "line")),
        ("Date: 3 May 2024\n\n", ("2024-05-03", "day", "line")),
        ("Published: May 2024\n\n", ("2024-05", "month", "line")),
        ("Published: 05/03/2024\n\n", ("2024", "year", "line")),
        ("Published: 25/03/2024\n\n", ("2024-03-25", "day", "line")),
    ],
)
def test_a_stated_date_is_as_exact_as_it_is_written(line, expected):
    """Header, stamp, byline or a lone date above the text; a swap of day and month leaves the year."""
    assert (expected, ()) == published(line + PROSE)


@pytest.mark.parametrize(
    "text",
    [
        PROSE,
        f"{PROSE} It was 27 March 2022.",
        f"On 27 March 2022, helicopters arrived.\n\n{PROSE}",
        f"27 March 2022\n\n{PROSE}\n\n28 March 2022\n\n{PROSE}",
        f"{PROSE}\n\n27 March 2022",
        f"March 2022\n\n{PROSE}",
        f"Updated: 3 May 2024\n\n{PROSE}",
        f"2 hours ago\n\n{PROSE}",
        f"Published: 31 June 2024\n\n{PROSE}",
        f"Released: 12 May 2022\n\n{PROSE}",
        f"Published in 2019, the report named two generals.\n\n{PROSE}",
        f"Date: 27 March 2022\nPlace: Moura\n\n{PROSE}\n\nDate: 3 May 2022\nPlace: Gao\n\n{PROSE}",
        f"Copyright 2024\n\n{PROSE}",
        f"Published: 3 May 2024 in Gao, the report names two generals.\n\n{PROSE}",
        f"Updated: 3 May 2024 {PROSE}",
        f"The date 2024-03-27 was set for the vote.\n\n{PROSE}",
    ],
)
def test_no_date_is_inferred(text):
    """Dates talked about, dates of a change and dates that do not exist date no text."""
    assert published(text)[0] is None


@pytest.mark.parametrize("value", ["2024-06-31", "2024-13-01", "2023-02-29", "2024-00-10", "9999-01-01"])
def test_an_impossible_date_at_the_top_is_told_not_mended(value):
    """The header goes, no date is given, and a note says which words could not be read."""
    found, notes = published(f" date {value} {PROSE}")
    assert found is None
    assert [f"“date {value}” at the top names no day that exists."] == list(notes)


def test_metadata_goes_before_the_text_and_the_address():
    """The first source counts, the others are told where they differ."""
    found, notes = published(
        f" date 2024-03-27 {PROSE}", published="2024-03-28T09:00:00Z", url="https://example.org/2024/03/27/a"
    )
    assert ("2024-03-28", "day", "metadata") == found
    assert [
        "Published 2024-03-28 by the metadata, 2024-03-27 by the header; the first is used.",
        "Published 2024-03-28 by the metadata, 2024-03-27 by the address; the first is used.",
    ] == list(notes)


def test_sources_that_agree_as_far_as_they_are_exact_are_no_conflict():
    """A month in the address does not contradict a day in it."""
    text = f" date 2024-03-27 {PROSE}"
    assert (("2024-03-27", "day", "header"), ()) == published(text, url="https://example.org/2024/03/a")


def test_metadata_that_is_no_date_is_told():
    """The text's own date is used, and the note shows what was delivered."""
    found, notes = published(f" date 2024-03-27 {PROSE}", published="yesterday noon")
    assert ("2024-03-27", "day", "header") == found
    assert ["The date “yesterday noon” delivered beside the text cannot be read."] == list(notes)


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ("2024-03-27", "2024-03-27"),
        ("2024-03-27T10:00:00+01:00", "2024-03-27"),
        ("20240327T100000Z", "2024-03-27"),
        ("20240327", "2024-03-27"),
        ("2024", "2024"),
        ("27 mars 2024", "2024-03-27"),
        ("Wed, 27 Mar 2024 10:00:00 GMT", "2024-03-27"),
        ("20241327", None),
        ("soon", None),
        ("", None),
        ("1711526400", None),
    ],
)
def test_metadata_is_read_in_its_usual_forms(stated, expected):
    """ISO, compact, mail and written forms; a number of seconds is no date."""
    found = read_stated(stated)
    assert expected == (found and found.value)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org/2024/07/28/camp", "2024-07-28"),
        ("https://example.org/2024/7/camp", "2024-07"),
        ("https://example.org/2024-07-28-camp.html", "2024-07-28"),
        ("https://example.org/2024/camp", None),
        ("https://example.org/2024/13/40/camp", None),
        ("https://example.org/id/202407281", None),
        (None, None),
    ],
)
def test_an_address_dates_a_text_by_month_or_day(url, expected):
    """A year alone in an address is none."""
    found = find_in_url(url)
    assert expected == (found and found.value)


def test_a_date_points_at_its_own_characters():
    """Start and end mark the date in the text as read, without the words around it."""
    text = f"\ufeff\r\nPublié le 3 mai 2024 à 10h32\r\n\r\n{PROSE}"
    found = clean_text(text).published
    assert found is not None
    assert "3 mai 2024" == text[found.start : found.end]


@settings(deadline=None)
@given(st.dates(), st.sampled_from(["%Y-%m-%d", "%d %B %Y", "%B %d, %Y", "%d.%m.%Y", "%A, %d %b %Y"]))
def test_every_day_is_read_back_as_itself(day, form):
    """A day written in a common form is that day, if its year has four figures."""
    written = day.strftime(form).replace(str(day.year), f"{day.year:04}", 1) if day.year < 1000 else ""
    written = written or day.strftime(form)
    found = read_date(written)
    expected = day.isoformat() if 1000 <= day.year <= 2999 else None
    assert expected == (found and found.value)


@settings(deadline=None)
@given(st.text("0123456789-/. MayJunemars,", max_size=24))
def test_no_reading_gives_a_day_that_does_not_exist(text):
    """Whatever is written, a value is a real year, month or day."""
    found = find_date(text)
    if found is not None:
        assert found.value == make_date(*found.value.split("-"))
        assert 0 <= found.start < found.end <= len(text)


MONTHS_SPELLED = ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre")
MONTHS_SPELLED += ("octobre", "novembre", "décembre")
DAYS_SPELLED = ("%d %B %Y", "%B %d, %Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y", "%B %Y", "%d %B", "%Y")
LEADS = (
    *("date ", "Published: ", "Publié le ", "Updated: ", "By Awa Diallo | ", "BAMAKO, Mali (", "Bamako, "),
    *("On ", "In ", "Copyright ", "© ", "", "Photo taken ", "Read also: a story of "),
)
TAILS = ("\n\n", " ", ") - ", " (AFP) - ", ", ", " at 10:30\n", ". ")
LINES = st.builds(
    lambda lead, day, form, tail: f"{lead}{day.strftime(form)}{tail}",
    st.sampled_from(LEADS),
    st.dates(min_value=date(1990, 1, 1), max_value=date(2030, 12, 31)),
    st.sampled_from(DAYS_SPELLED),
    st.sampled_from(TAILS),
)
ADDRESSES = st.sampled_from(
    [
        f"https://a.example/{path}"
        for path in ("2024/07/28/x", "2024/7/x", "20240728-x", "2024/x", "20241301-x")
    ]
)


def is_spelled(value, words):
    """Whether each part of a date stands in words, the month by its name or number."""
    year, *rest = value.split("-")
    figures = {str(int(number)) for number in re.findall(r"\d{1,2}(?=\D|$)|\d{2}", words)}
    names = {month_name[int(rest[0])].lower(), MONTHS_SPELLED[int(rest[0]) - 1]} if rest else set()
    month = not rest or str(int(rest[0])) in figures or any(name in words.lower() for name in names)
    day = len(rest) < 2 or str(int(rest[1])) in figures
    return year in words and month and day


@settings(deadline=None, max_examples=300)
@given(st.lists(LINES, max_size=3), LINES, ADDRESSES | st.none(), st.booleans())
def test_no_publication_date_is_invented(lines, stated, url, delivered):
    """Every value is spelled, at its precision, in the words that are given as its evidence."""
    text = "".join(lines) + PROSE
    given = {"published": stated} if delivered else {}
    page = clean_page(RawPage("a", "a.txt", "text", text, text.encode(), "", url=url, **given))
    found = page.published
    if found is None:
        return
    evidence = {"metadata": stated, "url": url or ""}.get(found.source, text)
    assert found.evidence.strip() in evidence
    assert is_spelled(found.value, found.evidence)
    if found.start is not None:
        assert is_spelled(found.value, text[found.start : found.end])


def test_a_value_that_is_not_in_its_words_is_told():
    """The control: the check above fails for another year, month and day."""
    assert is_spelled("2024-07-28", "July 28, 2024")
    assert is_spelled("2024-07-28", "/20240728-")
    assert not any(is_spelled(other, "July 28, 2024") for other in ("2023-07-28", "2024-08", "2024-07-27"))
