"""Similar stories and the changes of near copies as a reader meets them, on pages, in JSON and by command."""

import html
import json
import re

import pytest

from indexer import api
from indexer.errors import EngineTimedOut
from webapp.app import create_app
from webapp.copies_view import AROUND, make_pieces

BRIDGE = (
    (
        "The new bridge over the river opened on Monday, as the council had planned for years. "
        "Traders from both banks said that the crossing would halve the way to the market in Gao."
    ),
    (
        "A ferry had carried people and cattle since the flood of 2012 took the old bridge away. "
        "It was out of service for weeks, and herders waited at the landing with their cattle."
    ),
    "The army guards the crossing with two posts; drivers pay a toll to armed men on the road after dark.",
)
OTHER = (
    "Herders lost cattle when the ferry turned over at the landing; the old bridge over the river has been "
    "gone since the flood, and traders waited for days to reach the market in Gao."
)
CUP = "The goalkeeper saved two penalties, and the team went through to the final of the cup in Abidjan."


def _page(id_, text, source, published=None, title="Bridge opens"):
    return {"id": id_, "title": title, "text": text, "source": source, "published": published}


PAGES = (
    _page("a-wire", "\n\n".join(BRIDGE), "Wire", "2024-03-04"),
    _page("b-daily", "\n\n".join(BRIDGE).replace("armed men", "<b>terrorists</b>"), "Daily", "2024-03"),
    _page("c-radio", " ".join(BRIDGE), "Radio"),
    _page("d-ferry", OTHER, "Wire", "2024-01-06", "Ferry turns over"),
    _page("e-cup", CUP, "Radio", "2024-02-01", "Keeper saves two"),
)


@pytest.fixture(scope="module")
def settings(on_engine, tmp_path_factory):
    """One report in three outlets, another on the same matter, and one on none of it."""
    folder = tmp_path_factory.mktemp("similar")
    (folder / "pages.jsonl").write_text("".join(json.dumps(page) + "\n" for page in PAGES))
    settings = on_engine(index=folder / "index", seeds=(folder / "pages.jsonl",), page_cache_bytes=0)
    assert 1 == api.rebuild(settings).copies.groups
    return settings


@pytest.fixture(scope="module")
def client(settings):
    """A client of the app on this index."""
    return create_app(settings).test_client()


def _part(page, id_):
    return page.partition(f'id="{id_}"')[2].partition("</section>")[0]


def _text(markup):
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", markup)).split())


def test_a_document_shows_similar_stories_and_why(client):
    """With headline, date, outlet and what both have; never itself or a copy of it."""
    part = _part(client.get("/documents/a-wire").text, "similar")
    assert '<a href="/documents/d-ferry">Ferry turns over</a>' in part
    assert re.search(r"6 January 2024 .*Wire .*Shares .*\bcattle\b", _text(part))
    assert not re.search(r"/documents/(a-wire|b-daily|c-radio|e-cup)", part)


def test_an_undated_story_says_so(client):
    """Of the three copies one stands for all, here with its date or that it has none."""
    part = _text(_part(client.get("/documents/d-ferry").text, "similar"))
    assert re.search(r"4 March 2024|March 2024|No date", part)
    assert "2 near copies not listed" in part


def test_none_is_said_in_words(client):
    """An empty list is no answer."""
    part = _text(_part(client.get("/documents/e-cup").text, "similar"))
    assert "None: no other document shares enough of its words and actors." in part
    assert [] == client.get("/documents/e-cup.json").json["similar"]


def test_json_has_scores_and_reasons(client):
    """Under the names that they have in Python."""
    (story,) = client.get("/documents/a-wire.json").json["similar"]
    assert ("d-ferry", "2024-01-06", 0) == (story["id"], story["published"]["value"], story["copies"])
    assert 0.2 <= story["share"] <= 1.0
    assert "cattle" in story["words"]


def test_a_document_is_shown_though_no_similar_one_was_found_in_time(client, monkeypatch):
    """What took too long is said, and the document can be read."""

    def too_long(*_):
        raise EngineTimedOut("too long")

    monkeypatch.setattr(api.Search, "similar", too_long)
    page = client.get("/documents/a-wire")
    assert 200 == page.status_code
    assert "Not looked for: it took too long." in page.text
    assert client.get("/documents/a-wire.json").json["similar"] is None


def test_the_command_lists_them(settings, run, reach):
    """In words and as JSON; an unknown document is not found, and none is an answer."""
    code, out, _ = run("similar", "a-wire", *reach(settings))
    assert (0, True) == (code, "d-ferry  Ferry turns over" in out)
    assert "2024-01-06, Wire" in out
    found = json.loads(run("similar", "a-wire", "--json", *reach(settings))[1])
    assert ("a-wire", ["d-ferry"]) == (found["document"], [story["id"] for story in found["similar"]])
    code, out, _ = run("similar", "e-cup", *reach(settings))
    assert (0, True) == (code, out.startswith("No similar story"))
    assert 1 == run("similar", "no-such", *reach(settings))[0]
    assert 2 == run("similar", "a-wire", "--limit", "0", *reach(settings))[0]


def test_a_document_leads_to_what_its_copies_changed(client):
    """And the copies in the order that their dates tell, which is none for a day and its month."""
    assert 'href="/documents/b-daily/copies"' in client.get("/documents/b-daily").text
    page = _text(client.get("/documents/b-daily/copies").text)
    assert "3 documents with the same or nearly the same text" in page
    assert "these dates overlap, so which came first is not known" in page
    assert "1 without a date stands last" in page
    assert "which of them was printed first, their dates do not tell" in page


def test_a_change_is_marked_in_words_too(client):
    """Added and removed words stand in ins and del, and are announced; markup of a source is text."""
    page = client.get("/documents/b-daily/copies?against=a-wire").text
    assert '<del><span class="vh">[removed: </span>armed men<span class="vh">]</span></del>' in page
    assert re.search(r"<ins><span class=\"vh\">\[added: </span>&lt;b&gt;terrorists&lt;/b&gt;<", page)
    assert "<b>terrorists" not in page
    assert 'href="/documents/b-daily#p3">Passage 3</a>' in page
    assert "Nothing: the same words and marks, and the same headline." in page


def test_any_copy_may_be_the_one_compared_with(client):
    """Its address compares all with it; one that is no copy is not found."""
    page = client.get("/documents/a-wire/copies").text
    (address,) = set(re.findall(r'href="(/documents/a-wire/copies\?against=b-daily)"', page))
    assert "the one that was chosen" in client.get(address).text
    assert 'href="/documents/a-wire/copies.json?against=b-daily"' in client.get(address).text
    assert 404 == client.get("/documents/a-wire/copies?against=d-ferry").status_code
    assert 404 == client.get("/documents/a-wire/copies?against=none").status_code
    assert 404 == client.get("/documents/none/copies").status_code
    assert 200 == client.get("/documents/a-wire/copies?against=").status_code


def test_json_has_every_change_with_true_offsets(client):
    """Into the copy, and for what was removed into the document compared with."""
    found = client.get("/documents/b-daily/copies.json?against=a-wire").json
    texts = {id_: client.get(f"/documents/{id_}.json").json["text"] for id_ in ("a-wire", "b-daily")}
    assert ("a-wire", "chosen", 0) == (found["base"], found["chosen"], found["left_out"])
    assert ["unclear", "undated"] == [part["order"] for part in found["printed"]]
    (changes,) = [one for one in found["changes"] if one["document"] == "b-daily"]
    pieces = [piece for passage in changes["passages"] for piece in passage["pieces"]]
    assert {"same", "added", "removed"} == {piece["kind"] for piece in pieces}
    for piece in pieces:
        text = texts["a-wire" if piece["kind"] == "removed" else "b-daily"]
        assert piece["text"] == text[piece["start"] : piece["end"]]


def test_a_document_without_copies_says_so(client):
    """No list of one, and nothing compared."""
    page = client.get("/documents/e-cup/copies").text
    assert "No near copies in the collection." in page
    assert "What each changed" not in page
    assert [] == client.get("/documents/e-cup/copies.json").json["changes"]


def _piece(kind, text, *, spaced=True):
    return api.Piece(kind, text, 0, len(text), spaced)


def test_of_what_stayed_only_the_words_around_a_change_are_shown():
    """So many on either side of a change, and a mark where some were left out."""
    words = " ".join(f"w{n}" for n in range(100))
    shown = make_pieces((_piece("same", words), _piece("added", "new"), _piece("same", words)))
    assert ["gap", "same", "added", "same", "gap"] == [part.kind for part in shown]
    assert AROUND == len(shown[1].text.split()) == len(shown[3].text.split())
    assert words.endswith(shown[1].text)
    assert words.startswith(shown[3].text)
    between = make_pieces((_piece("added", "a"), _piece("same", words), _piece("added", "b")))
    assert ["added", "same", "gap", "same", "added"] == [part.kind for part in between]


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (
            (("same", "on"), ("removed", "Monday"), ("added", "Tuesday"), ("same", ", as")),
            "on Monday Tuesday, as",
        ),
        ((("same", "open"), ("removed", "."), ("added", "?")), "open.?"),
        ((("removed", "“"), ("same", "flood"), ("removed", "”")), "“flood”"),
    ],
)
def test_blanks_stand_where_a_reader_expects_them(pieces, expected):
    """Between words of two texts one, before a comma none."""
    # "on" is followed by a blank in the copy, all others by nothing.
    made = make_pieces(tuple(_piece(kind, text, spaced=text == "on") for kind, text in pieces))
    assert expected == "".join(part.text + " " * part.spaced for part in made)


def test_of_very_many_copies_the_first_are_listed(client, monkeypatch):
    """The page says how many there are and lists as many as it may; JSON has them all."""
    monkeypatch.setattr("webapp.copies_view.MOST_LISTED", 2)
    page = client.get("/documents/a-wire/copies").text
    assert "3 documents with the same or nearly the same text" in page
    assert "; the first 2 are listed." in page
    assert 2 == page.count('<div class="copy">')
    assert 3 == sum(len(p["documents"]) for p in client.get("/documents/a-wire/copies.json").json["printed"])
