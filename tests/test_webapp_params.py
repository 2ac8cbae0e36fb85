"""URL parameters to requests and back."""

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from werkzeug.datastructures import MultiDict

from indexer.api import SearchRequest, Settings
from webapp.params import MOST_VALUES, query_string, read_params, write_params

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).map(str.strip).filter(bool)
DATES = st.sampled_from(["2024", "2024-03", "2024-03-27", "none", "2023..2024-02", "..2024", "2024-05.."])


def _some(values):
    return st.lists(values, max_size=4, unique=True).map(tuple)


REQUESTS = st.builds(
    SearchRequest,
    text=st.just("") | WORDS,
    actors=_some(WORDS),
    not_actors=_some(WORDS),
    actors_match=st.sampled_from(["all", "any"]),
    parents=st.sampled_from(["alone", "whole"]),
    published=_some(DATES),
    mentioned=_some(DATES | st.just("--01-07")),
    places=_some(WORDS),
    documents=_some(WORDS),
    sources=_some(WORDS),
    languages=_some(WORDS),
    match=st.sampled_from(["auto", "all", "any"]),
    spelling=st.sampled_from(["all", "exact"]),
    sort=st.sampled_from(["relevance", "newest", "oldest"]),
    copies=st.sampled_from(["fold", "all"]),
    page=st.integers(1, 10**9 - 1),
    per=st.integers(1, 100),
)


def _read(query):
    return read_params(MultiDict(parse_qsl(query, keep_blank_values=True)), Settings())


@settings(deadline=None, max_examples=150)
@given(REQUESTS)
def test_a_request_comes_back_whole_from_its_address(request_):
    """Every value, in its order, survives the way into an address and back."""
    read = _read(query_string(write_params(request_)))
    assert request_ == read.request
    assert not read.untidy


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                ["q", "actor", "published", "page", "per", "sort", "x", "actors", "published_from"]
            ),
            st.text(max_size=20),
        ),
        max_size=8,
    )
)
def test_any_address_is_read_and_its_tidy_form_is_stable(pairs):
    """Reading never raises, and the address that is written is read as the same."""
    first = read_params(MultiDict(pairs), Settings())
    tidy = query_string(write_params(first.request, first.unread))
    again = _read(tidy)
    assert first.request == again.request
    assert tidy == query_string(write_params(again.request, again.unread))
    assert not again.untidy


def test_parameters_stand_in_one_order_without_defaults():
    """Two addresses of the same search are the same text."""
    one = _read("page=2&published=none&actor=jnim&q=wagner&match=auto&actors=any&actor=wagner")
    assert "q=wagner&actor=jnim&actor=wagner&actors=any&published=none&page=2" == query_string(
        write_params(one.request)
    )


def test_empty_keys_are_untidy_and_dropped():
    """A form sends empty fields; the address without them is the better one."""
    read = _read("q=&match=&actor=&spelling=exact")
    assert read.untidy
    assert SearchRequest(spelling="exact") == read.request


@pytest.mark.parametrize(
    ("query", "published"),
    [
        ("published_from=2023&published_to=2024-02", ("2023..2024-02",)),
        ("published_from=March 2024&published_to=", ("2024-03..",)),
        ("published_to=27 March 2024", ("..2024-03-27",)),
        ("published_from=2024-03&published_to=2024-03", ("2024-03",)),
        ("published=none&published_from=2024&published_to=2024", ("none", "2024")),
    ],
)
def test_from_and_to_become_one_range(query, published):
    """The two fields of the form are one filter with one address."""
    read = _read(query)
    assert published == read.request.published
    assert read.untidy
    assert () == read.unread


def test_an_unreadable_end_is_kept_said_and_not_used():
    """What is no date stays in its field, with a sentence, and filters nothing."""
    read = _read("published_from=Marhc 2024")
    assert () == read.request.published
    assert (("published_from", "Marhc 2024"),) == read.unread
    assert ["“Marhc 2024” is not a date, so it is not used."] == [n.message for n in read.notes]
    assert not read.untidy


def test_a_range_that_ends_before_it_begins_is_said_and_not_used():
    """Both ends stay in their fields."""
    read = _read("published_from=2024&published_to=2023")
    assert () == read.request.published
    assert (("published_from", "2024"), ("published_to", "2023")) == read.unread
    assert ["From “2024” to “2023” holds no day, so it is not used."] == [n.message for n in read.notes]


def test_dates_are_read_as_people_type_them():
    """A date in words is the same filter as its digits."""
    read = _read("published=March 2024&published=soon&mentioned=2024-03-xx")
    assert ("2024-03",) == read.request.published
    assert () == read.request.mentioned
    assert (("published", "soon"), ("mentioned", "2024-03-xx")) == read.unread


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("sort=relevance&sort=newest", "“sort” has one value; of 2 the first, “relevance”, is read."),
        ("match=some", "“match” is auto or all or any; “some” is ignored."),
        ("sort=best", "“sort” is relevance or newest or oldest; “best” is ignored."),
        ("page=0", "“page” counts from 1; “0” is ignored."),
        ("page=１", "“page” counts from 1; “１” is ignored."),
        ("per=-5", "“per” counts from 1; “-5” is ignored."),
        ("per=5000", "“per” is at most 100, and that is used."),
        ("page=1&page=2", "“page” has one value; of 2 the first, “1”, is read."),
        ("utm=1", "The parameter “utm” is not known and was ignored."),
        ("utm=1&b=2", "“utm” and 1 more parameter are not known and were ignored."),
    ],
)
def test_what_cannot_be_used_is_ignored_with_a_note(query, says):
    """No parameter makes an error; each that is not used is named."""
    read = _read(f"q=gao&{query}")
    assert [says] == [note.message for note in read.notes]
    assert replace(read.request, per=10) == SearchRequest(text="gao")


def test_values_beyond_the_limit_are_cut_with_a_note():
    """An address of thousands of values costs no more than one of the limit."""
    read = _read("&".join(f"place=p{n}" for n in range(MOST_VALUES + 7)))
    assert MOST_VALUES == len(read.request.places)
    assert ["The first 50 values of “place” are used; 7 are not."] == [n.message for n in read.notes]


def test_a_page_may_have_parameters_of_its_own():
    """The names that a page adds are not called unknown."""
    assert () == read_params(MultiDict({"view": "original"}), Settings(), ("view",)).notes
