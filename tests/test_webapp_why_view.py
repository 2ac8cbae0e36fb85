"""Why a hit has its score: the fold-out, the page and the JSON."""

import html
import re

import pytest

from webapp.app import create_app
from webapp.why_lines import MOST_PARTS

JNIM_PAGE = "001_c49576111bc90fa8"
UNDATED = "003_e6e3e9937ade9599"


@pytest.fixture(scope="module")
def client(on_engine, seeds_index):
    """A client of the app on the seeds."""
    return create_app(on_engine(index=seeds_index)).test_client()


def folds(page):
    """The fold-outs of a page of hits."""
    return re.findall(r'<details class="score">.*?</details>', page, re.DOTALL)


def cells(fold):
    """The last cell of each row with numbers; the sum stands last."""
    rows = re.findall(r"<tr.*?</tr>", fold, re.DOTALL)
    return [float(cell) for row in rows for cell in re.findall(r">(\d+\.\d{4})</td></tr>", row)]


@pytest.mark.parametrize(
    "query",
    ["q=wagner+mali", "q=GSIM%5E2+-benin&sort=newest", "q=wagner+soldiers+camp&match=any"],
)
def test_each_hit_has_a_fold_out_whose_parts_sum_to_the_score(client, query):
    """Closed, without a script; the sum is the score of the same hit in the JSON."""
    page = client.get(f"/?{query}").text
    hits = client.get(f"/search.json?{query}").json["hits"]
    found = folds(page)
    assert len(hits) == len(found)
    assert "<details open" not in page
    for hit, fold in zip(hits, found, strict=True):
        *parts, total = cells(fold)
        assert pytest.approx(hit["score"], abs=1e-4) == total
        assert pytest.approx(total, abs=1e-3) == sum(parts)


def test_a_fold_out_of_many_parts_has_the_greatest_and_the_rest_in_one_row(client):
    """Beside a hit a sentence takes the room of two words; the page of the explanation has each."""
    query = "q=wagner+soldiers+left+camp+mali+for+niger&match=any"
    fold = folds(client.get(f"/?{query}").text)[0]
    found = cells(fold)
    left = re.search(r'<th scope="row">(\d+) more</th>', fold)
    assert left is not None
    assert MOST_PARTS + 2 == len(found)
    assert sum(found[:-1]) == pytest.approx(found[-1], abs=2e-4 * len(found))
    whole = cells(client.get(html.unescape(re.search(r'href="([^"]+/why\?[^"]+)"', fold)[1])).text)
    assert MOST_PARTS + int(left[1]) + 1 == len(whole)
    assert set(found[:MOST_PARTS]) <= set(whole)
    assert sorted(whole[:-1])[-MOST_PARTS:] == sorted(found[:MOST_PARTS])


def test_filters_alone_are_explained_without_a_score(client):
    """No sum of nothing: the fold-out and the page say what let the document through."""
    first, *_ = folds(client.get("/?actor=jnim").text)
    page = client.get(f"/documents/{JNIM_PAGE}/why?actor=jnim").text
    assert "Why this hit" in first
    for told, words in ((first, "the filters let it through"), (page, ">The filters let it through<")):
        assert words in told
        assert "names the actor JNIM: JNIM 1 (passage 1)" in told
        assert "idf" not in told
    assert "Nothing is asked" in client.get(f"/documents/{JNIM_PAGE}/why").text


def test_a_fold_out_names_the_spelling_and_the_date(client, engine):
    """The alias that matched, its passage, and the date that let the document through."""
    (fold,) = folds(client.get("/?q=GSIM&published=2024-03").text)
    assert "the actor JNIM under any spelling, or the words as typed; in the text: JNIM 1 (passage 1)" in fold
    # A cluster keeps lengths in one byte, and that of words counts stop words too: its numbers are near
    assert engine == "cluster" or "names the actor JNIM: 0.6440, counts" in fold
    (actor,) = re.findall(r"names the actor JNIM: (\d\.\d{4})", fold)
    assert pytest.approx(float(actor), rel=0.02) == 0.644
    assert (
        "published in March 2024: 27 March 2024 from the line “date 2024-03-27” at the top of the file"
        in fold
    )
    assert "244 words without stop words, 0.55 times the average of 5 documents" in fold


def test_the_page_of_a_document_says_why_it_is_where_it_is(client):
    """Within a search each document leads to its explanation, also where it is no hit."""
    assert (
        f'/documents/{JNIM_PAGE}/why?q=GSIM">Why it matches'
        in client.get(f"/documents/{JNIM_PAGE}?q=GSIM").text
    )
    page = client.get(f"/documents/{JNIM_PAGE}?q=wagner+title:zebra").text
    assert f'/documents/{JNIM_PAGE}/why?q=wagner+title:zebra">Why not' in page


def test_a_document_that_does_not_match_is_told_what_it_lacks(client):
    """Each lack is a sentence; the parts that it has do not count."""
    page = client.get(f"/documents/{UNDATED}/why?q=wagner+title:zebra&published=2024-03&not_actor=jnim").text
    assert "Why this document does not match" in page
    assert "<li>“zebra” is not in its title.</li>" in page
    assert "<li>It was not published in March 2024.</li>" in page
    assert "found, does not count" in page
    assert "excluded: names the actor JNIM, and so it is" in page
    assert "published in March 2024, and so it is not: no date" in page


def test_the_page_says_more_of_plain_words_than_the_fold_out(client):
    """Their forms and passages, which stand beside a hit already."""
    (fold,) = folds(client.get("/?q=convoys").text)
    assert "words with the stem “convoy”; in the text</td>" in fold
    page = client.get(f"/documents/{JNIM_PAGE}/why?q=convoys").text
    assert "words with the stem “convoy”; in the text: convoys 1 (passage 2)" in page


def test_a_program_gets_the_same_with_every_digit(client):
    """The names of Python; notes on parameters follow those of the query."""
    values = client.get(f"/documents/{JNIM_PAGE}/why.json?q=wagner+mali&colour=red").json
    assert values["matches"]
    assert pytest.approx(values["total"], abs=1e-6) == sum(line["score"] for line in values["lines"])
    assert {"wagner", "mali"} == {line["part"] for line in values["lines"]}
    assert ["read", "read", "ignored"] == [note["kind"] for note in values["notes"]]


def test_what_lacks_and_what_is_refused_have_their_statuses(client):
    """404 for a document that is not there, 400 for a query that costs too much."""
    assert 404 == client.get("/documents/none/why?q=wagner").status_code
    assert 404 == client.get("/documents/none/why.json?q=wagner").status_code
    assert 400 == client.get(f"/documents/{JNIM_PAGE}/why?q=" + "a*+" * 100).status_code


@pytest.mark.parametrize(
    "query", ["", "q=%3Cscript%3E", "q=%22%22", "q=the", "q=-mali", "q=%F0%9F%8C%8D", "q=published:none"]
)
def test_odd_queries_are_explained_too(client, query):
    """Nothing that is typed raises, and what is typed is escaped."""
    response = client.get(f"/documents/{JNIM_PAGE}/why?{query}")
    assert 200 == response.status_code
    assert "<script>" not in response.text
    assert 200 == client.get(f"/documents/{JNIM_PAGE}/why.json?{query}").status_code
