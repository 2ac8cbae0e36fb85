"""Markup to visible text, its article, and what it states of itself."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.cleaning.markup import ReadMarkup, read_markup
from indexer.cleaning.markup_article import choose_article, find_article, read_network
from indexer.cleaning.page import clean_page, clean_text, plain_page
from indexer.errors import CleaningError
from indexer.schema.document import RawPage, keep

P = (
    "The mission handed its last camp over on Friday, and the convoy reached Gao before nightfall.",
    "Two officers who were there said the market had reopened, although few traders came back.",
    "Residents of the district told reporters that the road north has been closed since the autumn.",
    "The governor promised on the radio that the clinic would be staffed again before the rains begin.",
    "Nobody in the town believes it, said a nurse who has worked there for eleven years without a day off.",
)
ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in P)
SECTIONS = ("World", "Africa", "Politics", "Business", "Culture", "Sport", "Weather", "Opinion", "Podcasts")
MENU = "<ul>" + "".join(f'<li><a href="/{name}">{name}</a></li>' for name in SECTIONS) + "</ul>"
TEASERS = "".join(
    f'<div class="card"><a href="/{number}"><h3>{title}</h3></a></div>'
    for number, title in enumerate(
        (
            "Rains fail in the north for a third year",
            "Traders return to the market of Ansongo",
            "Why the bridge at Labbezanga matters",
            "Teachers strike over unpaid wages again",
        )
    )
)
NUMBERED = [f"w{number}" for number in range(100_000)]
WHOLE = f"""<!doctype html><html><head><title>Last camp in Gao handed over - Example News</title>
  <style>p{{}}</style></head><body>
  <header><a href="/">Example News</a><nav>{MENU}</nav></header>
  <main><article><h1>Last camp in Gao handed over</h1><div class="entry-content">{ARTICLE}</div>
  <script>var a = "<p>no</p>";</script></article>
  <aside class="related"><h2>More from Africa</h2>{TEASERS}</aside></main>
  <footer>{MENU}<p>© 2024 Example News. All rights reserved.</p></footer></body></html>"""


def article_of(markup):
    """The lines of the visible text minus the removed spans."""
    page = clean_text(markup, kind="html")
    return [line for line in keep(page.text, 0, len(page.text), page.removed).split("\n") if line]


def test_the_text_as_read_is_the_whole_visible_page():
    """Menus, teasers and footers are read; scripts and styles are not."""
    text = read_markup(WHOLE).text
    assert all(words in text for words in (*SECTIONS, *P, "Example News", "All rights reserved"))
    assert "var a" not in text
    assert "p{}" not in text
    assert text == plain_page(RawPage("a", "a", "html", WHOLE, b"", "")).text


def test_the_page_around_the_article_is_removed_as_spans():
    """What is left is the article, and each removed stretch can be shown with the rule that took it."""
    page = clean_text(WHOLE, kind="html")
    assert list(P) == [page.text[passage.start : passage.end] for passage in page.passages]
    frame = [page.text[span.start : span.end] for span in page.removed if span.rule == "page-frame"]
    assert 2 == len(frame)
    assert all(name in part for part in frame for name in SECTIONS)
    assert "Last camp in Gao handed over" == page.title
    assert any("Read as a web page" in note for note in page.notes)


def test_the_article_stands_apart_from_teasers_that_are_articles_too():
    """Many sites mark each teaser as an article of its own."""
    markup = WHOLE.replace('<div class="card">', "<article>").replace(
        "</h3></a></div>", "</h3></a></article>"
    )
    assert list(P) == article_of(markup)


@pytest.mark.parametrize(
    "name", ["layout has-sidebar", "ad-free", "social-news-site", "main-nav-open", "post comments-open"]
)
def test_a_page_that_is_named_like_furniture_keeps_its_article(name):
    """Themes put such words on the wrapper of the whole page."""
    markup = WHOLE.replace("<body>", f'<body class="{name}"><div class="{name}">')
    assert list(P) == article_of(markup)


def test_comments_longer_than_the_article_are_not_taken_for_it():
    """What readers wrote is prose too, and most of that of many pages."""
    comments = "".join(
        f'<li><p>Reader {number}</p><div class="comment-body"><p>{" ".join(P[::-1])}</p></div>'
        for number in range(9)
    )
    markup = WHOLE.replace(
        "</article>", f'</article><div id="comments"><h2>Comments</h2><ol>{comments}</ol></div>'
    )
    assert list(P) == article_of(markup)


def test_a_page_in_an_unknown_language_is_told_by_its_elements():
    """No word of the text needs to be known: letters moved by one leave the shape of the page."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    moved = str.maketrans(letters, letters[1:] + letters[:1])
    strange = [paragraph.translate(moved) for paragraph in P]
    markup = WHOLE.replace(ARTICLE, "".join(f"<p>{paragraph}</p>" for paragraph in strange))
    assert strange == article_of(markup)


@pytest.mark.parametrize("markup", [ARTICLE, f"<h1>Rain</h1>{ARTICLE}", f"<div>{P[0]}</div>", "<p>Rain</p>"])
def test_a_fragment_without_a_page_around_it_loses_nothing(markup):
    """What was delivered as an article alone is one."""
    assert read_markup(markup).text.split("\n\n") == article_of(markup)


def test_a_page_without_an_article_is_shown_as_it_is():
    """Nothing is removed where nothing would be left."""
    page = clean_text("", kind="html")
    assert ("", ()) == (page.text, page.removed)
    lines = ReadMarkup(MENU).lines
    assert [True] * len(lines) == choose_article(
        read_network().out[:1].repeat(len(lines)) * 0.0 - 99.0, lines
    )


def test_inline_elements_break_no_word():
    """A link, bold letters or an entity inside a word leave it whole."""
    markup = "<p>The <b>J</b>NIM&rsquo;s <a href='x'>chief</a> spoke, &amp;<br>then left&nbsp;town.</p>"
    assert "The JNIM’s chief spoke, &\nthen left town." == read_markup(markup).text


def test_lists_and_tables_keep_their_lines():
    """Items stand one a line, cells of a row side by side."""
    markup = "<ul><li>Food<li>Work</ul><table><tr><th>Year<th>Dead<tr><td>2021<td>418</table>"
    assert "• Food\n• Work\n\nYear Dead\n2021 418" == read_markup(markup).text
    closed = "<table><tr><th>Year</th><th>Dead</th></tr><tr><td>2021</td><td>418</td></tr></table>"
    assert "Year Dead\n2021 418" == read_markup(closed).text


@pytest.mark.parametrize(
    "markup",
    ["<p hidden>x</p>", '<p style="display: none">x</p>', '<p aria-hidden="true">x</p>', "<!-- x -->"],
)
def test_what_is_not_shown_is_not_read(markup):
    """Hidden elements and comments are no visible text."""
    assert P[0] == read_markup(f"<p>{P[0]}</p>{markup}").text


def test_a_page_that_a_script_uncovers_is_read():
    """Where most of the prose is hidden, the page shows it once it runs."""
    assert P[0] in read_markup(f'<p>Loading</p><div hidden id="S:0">{ARTICLE}</div>').text


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ('<meta property="article:published_time" content="2024-03-27T10:00:00Z">', "2024-03-27"),
        ('<meta name="date" content="2024-03">', "2024-03"),
        ('<meta itemprop="datePublished" content="27 March 2024">', "2024-03-27"),
        ('<time itemprop="datePublished" datetime="2024-03-27">x</time>', "2024-03-27"),
        ('<time datetime="2024-03-27">x</time>', None),
        ('<meta property="article:modified_time" content="2024-03-27">', None),
        ('<meta name="date" content="2024-06-31">', None),
        ('<link rel="canonical" href="https://example.org/2024/03/27/a">', "2024-03-27"),
        ("<p>© 2024 Example News</p>", None),
    ],
)
def test_a_page_is_dated_only_where_it_states_its_publication(head, expected):
    """Metadata and address; the date of a change, of rights or any other time is none."""
    page = clean_text(f"<html><head>{head}</head><body>{ARTICLE}</body></html>", kind="html")
    assert expected == (page.published and page.published.value)


def test_date_and_writer_above_the_article_are_moved_not_lost():
    """They go by the rules that know them, not with the menus."""
    byline = '<p class="byline">By Awa Diallo</p><p class="date">Published: 3 May 2024</p>'
    page = clean_text(WHOLE.replace("</h1>", f"</h1>{byline}"), kind="html")
    assert "Awa Diallo" == page.byline
    assert page.published is not None
    assert ("2024-05-03", "line") == (page.published.value, page.published.source)


def test_structured_metadata_is_read_at_any_depth():
    """JSON-LD may nest the article; a broken block beside it does no harm."""
    nested = {"@graph": [{"@type": "WebPage"}, {"@type": "NewsArticle", "datePublished": "2024-03-27"}]}
    markup = (
        '<script type="application/ld+json">{broken</script>'
        f'<script type="application/ld+json">{json.dumps(nested)}</script>{ARTICLE}'
    )
    assert "2024-03-27" == read_markup(markup).published


def test_structured_metadata_is_read_over_any_end_of_line():
    """The parser gives text in pieces where a line ends in two signs."""
    stated = json.dumps({"datePublished": "2024-03-27"}, indent=1).replace("\n", "\r\n")
    assert "2024-03-27" == read_markup(f'<script type="application/ld+json">{stated}</script>').published


def test_title_byline_outlet_and_address_come_from_the_markup():
    """What the page states of itself goes beside the text."""
    markup = (
        '<title>Rains fail - Example News</title><meta name="author" content="Awa  Diallo">'
        '<meta property="og:site_name" content="Example News">'
        f'<meta property="og:url" content="https://example.org/a">{ARTICLE}'
    )
    page = clean_page(RawPage("a", "a", "html", markup, b"", ""))
    assert ("Rains fail", "Awa Diallo", "Example News") == (page.title, page.byline, page.outlet)
    assert "https://example.org/a" == page.url


def test_an_address_is_no_writer():
    """Some sites give the writer's page instead of a name."""
    assert read_markup('<meta name="author" content="https://example.org/awa">').byline is None


def test_residue_inside_the_article_goes_under_its_rule():
    """Rules look at the visible text, and offsets point into it."""
    page = clean_text(WHOLE.replace(P[2], f"{P[2]}</p><p>Advertisement</p><p>{P[1]} Again."), kind="html")
    found = [(span.rule, page.text[span.start : span.end]) for span in page.removed]
    assert ("advert-label", "Advertisement") in found


@pytest.mark.parametrize(
    "broken",
    [
        f"<p>{P[0]}",
        f"<div><p>{P[0]}</div></p></p></div>",
        f"{P[0]}",
        f"<b><i><p>{P[0]}</b></i>",
        f"<button>Menu<p>{P[0]}</p>",
        f"<html><head><title>x<p>{P[0]}</p>",
        f"<p>{P[0]}</p><!-- never closed",
        f"<p>{P[0]}</p><![if !supported]><![CDATA[x",
        f"<p>{P[0]}</p><script>never closed",
        f"<p class='a' class=\"b onclick=x>y</p><p>{P[0]}</p>",
        "<div>" * 3000 + f"<p>{P[0]}",
        f"<p>{P[0]}</p></body></html></html><",
        f"<p>{P[0]}</p>&#0;&#xD800;&#99999999;",
        f"<head><title>x</title><main>{P[0]}</main>",
        f"<textarea>x<p>{P[0]}",
        f"<iframe src=x><p>{P[0]}",
        f"<noscript><p>{P[0]}",
        f"<svg><g><p>{P[0]}",
        f"<select><option>x<p>{P[0]}",
        f"<template><p>{P[0]}",
        f"<noscript><div></noscript><p>{P[0]}",
        f"<div><template><li><div></li></template><p>{P[0]}</div>",
        f"<script>'<template>'</script><template>x</template><p>{P[0]}",
        f"<svg/><iframe/><script/><title/><textarea/><p>{P[0]}",
        f"<p>{P[0]}</p><plaintext>x",
        f"</body></html><p>{P[0]}",
        f"<frameset></frameset><p>{P[0]}",
        f"<a b='x><c d=\"y><p>{P[0]}</p>",
        f"<p>x\0</p><p\0>{P[0]}",
    ],
)
def test_broken_markup_gives_the_text_that_can_be_read(broken):
    """Unclosed, crossed, nested or cut off: the words are found."""
    assert P[0] in read_markup(broken).text


@pytest.mark.parametrize(
    "markup",
    [
        "<template><div>x<template>x</template>x</div></template>",
        "<TEMPLATE>x</Template>",
        "<noscript><p>x</noscript>",
        "<select><option>x<option>x</select>",
        "<svg><title>x</title><g/><text>x</text></svg>",
        "<iframe><p>x</p></iframe>",
    ],
)
def test_what_a_browser_does_not_show_is_not_read(markup):
    """What is only for browsers without scripts, for scripts, or drawn."""
    assert f"{P[0]}\n\n{P[1]}" == read_markup(f"<p>{P[0]}</p>{markup}<p>{P[1]}</p>").text


def test_words_beside_a_box_stand_apart():
    """A browser shows a list of choices or a frame between them."""
    assert "Choose now" == read_markup("<p>Choose<select><option>x</select>now</p>").text
    assert "It rains" == read_markup("<p>It<iframe>x</iframe>rains</p>").text


def test_signs_that_no_browser_shows():
    """NUL is left out; half of a sign becomes that of replacement, two halves their sign."""
    assert "ab" == read_markup("<p>a\0b").text
    assert "a\ufffdb \U0001f327" == read_markup("<p>a\ud800b \ud83c\udf27").text


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("".join(f"<div>{word} " for word in NUMBERED), NUMBERED),
        ("".join(f"<b>{word} " for word in NUMBERED), NUMBERED),
        ("<div>" * 100_000 + "".join(f"{word}</div>" for word in NUMBERED), NUMBERED),
    ],
    ids=["blocks", "inline", "ends"],
)
def test_nested_elements_lose_no_word_at_any_depth(markup, words):
    """The parser has no depth at which it stops."""
    assert words == ReadMarkup(markup).text.split()


def test_long_texts_and_attributes_are_read_whole():
    """The parser has no length at which it stops."""
    long = "a" * 12_000_000
    assert long == ReadMarkup(f'<p title="{long}">{long}').text


@pytest.mark.parametrize("sign", ["<!--", "<a ", "<!", "<![", '<a b="', "</", "<?"])
def test_signs_that_open_what_is_never_closed_are_passed_over(sign):
    """Ten thousand of them take as long as other text, and the words before and behind stay."""
    text = read_markup(f"<p>{P[0]}</p>{sign * 10_000}{P[1]}").text
    assert text.startswith(P[0])
    assert text.endswith(P[1])


def test_a_page_that_shows_too_much_is_refused():
    """With its length and the limit, so that the rest of the run goes on."""
    with pytest.raises(CleaningError, match="1,200,000 characters; the limit is 1,000,000"):
        clean_text("<p>" + "a" * 1_200_000, kind="html")


def test_a_page_of_more_markup_than_text_is_read_whatever_its_markup():
    """What is not shown does not count."""
    assert P[0] == read_markup(f"<script>{'x' * 3_000_000}</script><p>{P[0]}</p>").text


def test_a_page_of_too_many_blocks_is_not_judged():
    """Its text is given as it is: the numbers of each block would not fit in little memory."""
    markup = "<p>Rain" * 20_001
    page = ReadMarkup(markup)
    assert all(find_article(page.blocks, page.places, "", page.lines))


@pytest.mark.parametrize("empty", ["", "<html></html>", "<title>x</title>", "<script>x</script>"])
def test_a_page_without_visible_text_is_empty(empty):
    """No text is invented, and nothing raises."""
    page = clean_text(empty, kind="html")
    assert ("", ()) == (page.text, page.removed)


TAGS = st.sampled_from(
    [f"<{close}{tag}>" for tag in ("p", "div", "article", "li", "nav", "script", "a") for close in ("", "/")]
    + [
        "<td>",
        "<tr>",
        "<h1>",
        "<br/>",
        "<button>",
        "<p hidden>",
        "<!--",
        "-->",
        "<![CDATA[",
        "]]>",
        "<a href=x>",
    ]
    + ["<title>", "&", "&amp;", "<", ">", '"', "'", "=", "<time pubdate datetime=2024>"]
    + [
        "<template>",
        "</template>",
        "<noscript>",
        "</noscript>",
        "<svg>",
        "<select>",
        "<textarea>",
        "<iframe>",
    ]
    + ["</body>", "<head>", "<plaintext>", "\0", "\ud800", "<a b='", "<end-of-markup>"]
    + ["<meta name=date content=x>", "<ul class=menu>", P[0], P[1]]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(TAGS | st.text(max_size=10), max_size=30).map("".join))
def test_no_markup_raises(markup):
    """Any sequence of tags and text is read; removed spans are ascending and apart in the visible text."""
    page = clean_text(markup, kind="html")
    ends = [0, *(span.end for span in page.removed)]
    assert all(end <= span.start < span.end for end, span in zip(ends, page.removed, strict=False))
    assert ends[-1] <= len(page.text)


SEEN = st.sampled_from(
    [
        f"<{close}{tag}>"
        for tag in [
            "p",
            "div",
            "section",
            "li",
            "td",
            "table",
            "a",
            "b",
            "h1",
            "nav",
            "form",
            "ul",
            "dl",
            "dt",
        ]
        for close in ("", "/")
    ]
    + ["<br>", "<hr/>", "<img src=x>", "<!-- x -->", "<script>x</script>", "<noscript><div></noscript>"]
    + ["<template><li><div></li></template>", "<svg/>", "<head>", "</head>", "<body>", "</body>", "</html>"]
)


@settings(deadline=None, max_examples=150)
@given(
    st.lists(SEEN, max_size=30), st.sampled_from(["", "<!-- ", "<title>", "<p class='", "<a ", "<textarea>"])
)
def test_no_word_between_tags_is_lost(tags, open_end):
    """Whatever is opened, closed or left open around it."""
    words = [f"w{number}" for number in range(len(tags) + 1)]
    markup = "".join(f" {word} {tag}" for word, tag in zip(words, [*tags, open_end], strict=True))
    assert words == ReadMarkup(f"{markup}<p>").text.replace("•", "").split()


@settings(deadline=None, max_examples=150)
@given(st.lists(TAGS | st.text(max_size=10), max_size=30).map("".join))
def test_each_block_is_one_line_of_the_text(markup):
    """So that a judgement of blocks is one of lines."""
    page = ReadMarkup(markup)
    assert [block.text for block in page.blocks] == [line.text.removeprefix("• ") for line in page.lines]


@pytest.mark.parametrize(
    "markup",
    [
        "<script>// <template>\n</script><template><div></template><p>WORDS",
        "<title>The <template> tag</title><template><li><div>x</template><p>WORDS",
        "<!-- <template> --><template><div></template><p>WORDS",
        "<p>Listen: <audio controls src=a.mp3><p>WORDS</p>",
        "<p>a<map name=m><area><p>WORDS",
        "<p>a<video><p>WORDS",
        "<p>a<canvas><p>WORDS",
        "<p>a<datalist><p>WORDS",
        "<object><object></object><p>WORDS",
        "<svg><svg></svg><p>WORDS",
        "<select><select></select><p>WORDS",
    ],
)
def test_what_hides_the_rest_of_a_page_by_mistake_hides_nothing(markup):
    """It was left open, or its name stands where it is no element."""
    assert "WORDS" in ReadMarkup(markup).text


def test_a_title_that_names_an_element_keeps_its_name():
    """Elements that are not shown get another name only for the parser."""
    markup = (
        '<title>The <noscript> tag</title><meta property="og:title" content="How <template> works"><p>One.'
    )
    facts = ReadMarkup(markup).facts
    assert ("How <template> works", "The <noscript> tag") == (facts.title, facts.head_title)
