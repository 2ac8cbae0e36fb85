import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.entities.dates import find_dates


def values(text, published=None):
    """The dates of a text as (surface, value)."""
    return [(text[d.start : d.end], d.value) for d in find_dates(text, published=published)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("on 24 August 2024", "2024-08-24"),
        ("on the 3rd of May 2012", "2012-05-03"),
        ("May 13th 1943: the end", "1943-05-13"),
        ("October 26, 2023", "2023-10-26"),
        ("Sunday, December 31, 2023", "2023-12-31"),
        ("Aug. 5, 2023", "2023-08-05"),
        ("Sept 11 2001", "2001-09-11"),
        ("le 1er janvier 2024", "2024-01-01"),
        ("le dimanche 07 août 2016", "2016-08-07"),
        ("lundi 8 Aout 2016", "2016-08-08"),
        ("le 3 fe\u0301vrier 2013", "2013-02-03"),
        ("le 12 déc. 2020", "2020-12-12"),
        ("2024-03-27", "2024-03-27"),
        ("27/03/2024", "2024-03-27"),
        ("03/27/2024", "2024-03-27"),
        ("27.03.2024", "2024-03-27"),
        ("end of January 2025.", "2025-01"),
        ("en juin 2021, après", "2021-06"),
        ("2024-03 report", "2024-03"),
        ("in January that", "--01"),
        ("en mai, un proche", "--05"),
        ("on January 7, with", "--01-07"),
        ("le 23 octobre, un convoi", "--10-23"),
        ("since 2012.", "2012"),
        ("the 2012 coup", "2012"),
        ("mid-2012", "2012"),
        ("seit 2013 geltende", "2013"),
        ("(HRW, 4 February 2020)", "2020-02-04"),
    ],
)
def test_a_date_keeps_the_precision_of_the_text(text, expected):
    """A month stays a month and a year a year, in both languages and orders."""
    assert [expected] == [value for _, value in values(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("les 21 et 23 octobre 2023", ["2023-10-21", "2023-10-23"]),
        ("du 25 au 27 juillet 2024", ["2024-07-25", "2024-07-27"]),
        ("July 25-27, 2024", ["2024-07-25", "2024-07-27"]),
        ("between March and June 2021", ["2021-03", "2021-06"]),
        ("coups in 2020 and 2021", ["2020", "2021"]),
        ("from 2019-2021", ["2019", "2021"]),
    ],
)
def test_each_date_of_a_list_is_found(text, expected):
    """The month and year that stand once belong to all days before them."""
    assert expected == [value for _, value in values(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Resolution 2640 (2022) ran out",
        "AFCON 2025 qualifiers",
        "1 - 2 - 3 - 4",
        "1 937 seats and 1,937 votes",
        "à 13h00 or 10 h30",
        "5 of 11.600",
        "some 2000 soldiers and 2000 km",
        "2014 people fled",
        "They may march. May I? March on, 5 may stay",
        "the 1990s and les années 2000",
        "le Mouvement du 5 juin et le stade du 26 mars",
        "31 June 2024x, 12.2024.5, 2,024, 2024%",
        "call 20121 or A2012",
        "late last week, on Monday, three years on",
    ],
)
def test_numbers_and_words_that_are_no_dates_give_none(text):
    """Resolutions, contests, counts, times, verbs, decades and names hold no date talked about."""
    assert [] == values(text)


def test_a_day_that_no_calendar_has_is_no_date():
    """30 February is a slip; the year alone is not made of it."""
    assert [] == values("on 30 February 2024")
    assert [] == values("am 31/31/2024")


@pytest.mark.parametrize(
    ("text", "published", "expected"),
    [
        ("on 20 November", "2024-11-25", "2024-11-20"),
        ("on 20 December", "2024-11-25", "2023-12-20"),
        ("until December 20", "2024-11-25", "2024-12-20"),
        ("d'ici le 20 décembre", "2024-11-25", "2024-12-20"),
        ("le 5 mai prochain", "2024-03-01", "2024-05-05"),
        ("mercredi 20 novembre au soir", "2024-11", "2024-11-20"),
        ("En mai, un proche", "2024-11", "2024-05"),
        ("said in January", "2024-07-17", "2024-01"),
        ("on 29 February", "2025-06-01", "2024-02-29"),
        ("on 20 November", "not a date", "--11-20"),
        ("on 20 November", "2024-99", "--11-20"),
        ("on 20 November", "0000", "--11-20"),
        ("on 20 November", "9999-12-31", "9999-11-20"),
        ("until January 20", "9999-12-31", "9999-01-20"),
        ("on 20 March", "0001-05-05", "0001-03-20"),
        ("on 20 November", "0001-05-05", "--11-20"),
        ("in February last year", "0001-05-05", "--02"),
    ],
)
def test_a_day_without_a_year_takes_it_from_the_publication(text, published, expected):
    """The latest such day not after publication, or the nearest one after a word of the future."""
    assert [expected] == [value for _, value in values(text, published)]


def test_a_day_without_a_year_follows_the_date_before_it():
    """Without a publication date the neighbour decides, across New Year too; a far one does not."""
    text = "Le jeudi 10 mars 2022, rien. Le mercredi 9 mars, un combat."
    assert ["2022-03-10", "2022-03-09"] == [value for _, value in values(text)]
    text = "On 28 December 2023 they struck and on 5 January they left."
    assert ["2023-12-28", "2024-01-05"] == [value for _, value in values(text)]
    assert ["2012", "--01-07"] == [value for _, value in values("Since 2012. On January 7 it ended.")]
    assert ["2022-03-10", "--04-09"] == [v for _, v in values("Le 10 mars 2022.\nLe 9 avril, rien.")]


def test_a_weekday_decides_between_years():
    """20 November is a Wednesday in 2024 and a Monday in 2023."""
    assert ["2024-11-20"] == [v for _, v in values("mercredi 20 novembre", "2025-01-10")]
    assert ["2023-11-20"] == [v for _, v in values("lundi 20 novembre", "2025-01-10")]


def test_a_numeric_date_of_unclear_order_keeps_its_year_only():
    """12/03/2024 is December or March in English; French and dotted dates begin with the day."""
    assert ["2024"] == [value for _, value in values("the raid of 12/03/2024 in the north")]
    assert ["2024-03-12"] == [value for _, value in values("le raid du 12/03/2024 dans le nord")]
    assert ["2024-03-12"] == [value for _, value in values("raid 12.03.2024")]


def test_the_line_of_the_publication_date_is_not_talked_about():
    """The header gives the publication date; the same day in a sentence is a mention."""
    text = " date 2024-03-27 The MLNA left on 27 March 2024."
    assert ["2024-03-27"] == [value for _, value in values(text, "2024-03-27")]


def test_a_date_inside_a_name_is_part_of_the_name():
    """The movements of 14 June 2014 are an actor, not a day."""
    text = "Plateforme des mouvements du 14 juin 2014"
    assert () == find_dates(text, taken=[(0, len(text))])


PARTS = (
    *("on", "in", "le", "1er", "3", "21", "31", "and", "et", "-", "/", ",", ".", ":", "(", ")"),
    *("May", "mai", "March", "août", "Aug.", "Monday", "lundi", "until", "soldiers"),
    *("2024", "1999", "2012", "12/03/2024", "2024-02", "\n", "\x00", "e\u0301", "\ud800"),
)
TEXTS = st.lists(st.sampled_from(PARTS), max_size=25).map(" ".join)


@settings(deadline=None)
@given(TEXTS, st.sampled_from([None, "2024", "2024-02", "2024-02-29"]))
def test_dates_are_ascending_in_range_and_well_formed(text, published):
    """Whatever the text: spans without overlap, values of the known forms."""
    end = 0
    for mention in find_dates(text, published=published):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end
        assert len(mention.value) in (4, 5, 7, 10)
        assert mention.value.replace("-", "").isdigit()


@settings(deadline=None, max_examples=300)
@given(TEXTS, st.sampled_from([None, "2024", "2024-02", "2024-02-29"]))
def test_no_date_is_more_precise_than_its_text(text, published):
    """A day stands in the words of its mention; a year in the text, or it is that of the publication.

    Or one beside it, and where a weekday chooses, the one before the last that such a day was in.
    """
    years = {int(year) for year in re.findall(r"\d{4}", f"{text} {published}")}
    beside = (-2, -1, 0, 1) if re.search("Monday|lundi", text) else (-1, 0, 1)
    near = {year + more for year in years for more in beside}
    for mention in find_dates(text, published=published):
        year, month, day = read_parts(mention.value)
        figures = {int(number) for number in re.findall(r"\d+", text[mention.start : mention.end])}
        assert year is None or year in near
        assert day is None or day in figures
        assert month is None or month in range(1, 13)


def read_parts(value):
    """Year, month and day of a value, None for what it does not say."""
    parts = value.removeprefix("--").split("-")
    parts = ["", *parts] if value.startswith("--") else parts
    numbers = [int(part) if part else None for part in parts]
    return (*numbers, None, None)[:3]
