"""Markup to visible text, and what it states of itself."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.cleaning.markup import read_markup
from indexer.cleaning.page import clean_text

P = (
    "The mission handed its last camp over on Friday, and the convoy reached Gao before nightfall.",
    "Two officers who were there said the market had reopened, although few traders came back.",
    "Residents of the district told reporters that the road north has been closed since the autumn.",
)
ARTICLE = "".join(f"<p>{paragraph}</p>" for paragraph in P)


def test_the_article_of_a_page_is_read_without_its_furniture():
    """Menus, sidebars, forms, scripts and footers are no text of the article."""
    markup = f"""<!doctype html><title>Rains - Example</title><style>p{{}}</style><body>
      <nav><a href="/">Home</a></nav><header><div class="menu">Menu</div></header>
      <main><article><h1>Rains fail in Gao</h1>{ARTICLE}<script>var a = "<p>no</p>";</script>
      <div class="share-buttons social">Facebook</div></article></main>
      <aside><p>{P[0]} Another story.</p></aside><footer>All rights reserved</footer>"""
    assert "\n\n".join(("Rains fail in Gao", *P)) == read_markup(markup).text


def test_the_largest_article_of_several_is_read():
    """Teasers are often articles of their own."""
    markup = f"<article><p>{P[0]}</p></article><article>{ARTICLE}</article><article><p>{P[1]}</p></article>"
    assert "\n\n".join(P) == read_markup(markup).text


def test_the_main_part_is_read_where_no_article_is_marked():
    """What stands beside it is furniture, whatever it is called."""
    markup = f"<div><p>{P[0]} Elsewhere.</p></div><main>{ARTICLE}</main><div><p>{P[1]} More.</p></div>"
    assert "\n\n".join(P) == read_markup(markup).text
    marked = markup.replace("<main>", '<div role="main">').replace("</main>", "</div>")
    assert "\n\n".join(P) == read_markup(marked).text


@pytest.mark.parametrize("name", ["layout has-sidebar", "ad-free", "social-news-site"])
def test_a_page_that_is_named_like_furniture_keeps_its_article(name):
    """Themes put such words on the wrapper of the whole page; inside of it they mean what they say."""
    share = f'<div class="share-bar">{P[0]} Tell your friends.</div>'
    markup = f'<div class="{name}"><section id="sidebar-left">{ARTICLE}{share}</section></div>'
    assert "\n\n".join(P) == read_markup(markup).text


def test_long_comments_do_not_become_the_article():
    """A container named like furniture stays out where the article stands outside of all such."""
    comments = f'<div id="comments">{ARTICLE}</div>'.replace("<p>", "<p>I think that ")
    assert "\n\n".join(P) == read_markup(ARTICLE + comments).text


def test_a_page_of_short_lines_loses_its_buttons():
    """Without prose there is nothing that could hold the article."""
    assert "Rain" == read_markup('<p>Rain</p><div class="share">Facebook</div>').text


def test_inline_elements_break_no_word():
    """A link, bold letters or an entity inside a word leave it whole."""
    markup = "<p>The <b>J</b>NIM&rsquo;s <a href='x'>chief</a> spoke, &amp;<br>then left&nbsp;town.</p>"
    assert "The JNIM’s chief spoke, &\n\nthen left town." == read_markup(markup).text


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
    ],
)
def test_a_page_is_dated_only_where_it_states_its_publication(head, expected):
    """Metadata and address; the date of a change or any other time is none."""
    page = clean_text(f"<html><head>{head}</head><body>{ARTICLE}</body></html>", kind="html")
    assert expected == (page.published and page.published.value)


def test_structured_metadata_is_read_at_any_depth():
    """JSON-LD may nest the article; a broken block beside it does no harm."""
    nested = {"@graph": [{"@type": "WebPage"}, {"@type": "NewsArticle", "datePublished": "2024-03-27"}]}
    markup = (
        '<script type="application/ld+json">{broken</script>'
        f'<script type="application/ld+json">{json.dumps(nested)}</script>{ARTICLE}'
    )
    assert "2024-03-27" == read_markup(markup).published


def test_title_byline_and_address_come_from_the_markup():
    """What the page states of itself goes beside the text."""
    found = read_markup(
        '<title>Rains fail - Example News</title><meta name="author" content="Awa  Diallo">'
        f'<meta property="og:url" content="https://example.org/a">{ARTICLE}'
    )
    assert ("Rains fail", "Awa Diallo", "https://example.org/a") == (found.title, found.byline, found.url)


def test_an_address_is_no_writer():
    """Some sites give the writer's page instead of a name."""
    assert read_markup('<meta name="author" content="https://example.org/awa">').byline is None


def test_residue_of_a_page_goes_under_its_rule():
    """Rules look at the visible text, and offsets point into it."""
    page = clean_text(f"{ARTICLE}<p>Advertisement</p><p>{P[0]} Again.</p>", kind="html")
    assert [("advert-label", "Advertisement")] == [
        (span.rule, page.text[span.start : span.end]) for span in page.removed
    ]


@pytest.mark.parametrize(
    "broken",
    [
        f"<p>{P[0]}",
        f"<div><p>{P[0]}</div></p></p></div>",
        f"{P[0]}",
        f"<b><i><p>{P[0]}</b></i>",
        f"<p>{P[0]}</p><!-- never closed",
        f"<p>{P[0]}</p><![if !supported]><![CDATA[x",
        f"<p>{P[0]}</p><script>never closed",
        f"<p class='a' class=\"b onclick=x>y</p><p>{P[0]}</p>",
        "<div>" * 3000 + f"<p>{P[0]}",
        f"<p>{P[0]}</p></body></html></html><",
        f"<p>{P[0]}</p>&#0;&#xD800;&#99999999;",
    ],
)
def test_broken_markup_gives_the_text_that_can_be_read(broken):
    """Unclosed, crossed, nested or cut off: the words are found."""
    assert P[0] in read_markup(broken).text


@pytest.mark.parametrize("sign", ["<!--", "<a ", "<!", "<![", '<a b="', "</", "<?"])
def test_signs_that_open_what_is_never_closed_are_passed_over(sign):
    """Ten thousand of them take as long as other text, and the words before and behind stay."""
    text = read_markup(f"<p>{P[0]}</p>{sign * 10_000}{P[1]}").text
    assert text.startswith(P[0])
    assert text.endswith(P[1])


@pytest.mark.parametrize("empty", ["", "<html></html>", "<nav>Home</nav>", "<script>x</script>"])
def test_a_page_without_visible_text_is_empty(empty):
    """No text is invented, and nothing raises."""
    page = clean_text(empty, kind="html")
    assert ("", ()) == (page.text, page.removed)


TAGS = st.sampled_from(
    [f"<{close}{tag}>" for tag in ("p", "div", "article", "li", "nav", "script", "a") for close in ("", "/")]
    + ["<td>", "<tr>", "<br/>", "<!--", "-->", "<![CDATA[", "]]>", "<a href=x>", "<title>", "&", "&amp;"]
    + ["<", ">", '"', "'", "=", "<time pubdate datetime=2024>", "<meta name=date content=x>"]
)


@settings(deadline=None, max_examples=150)
@given(st.lists(TAGS | st.text(max_size=10), max_size=30).map("".join))
def test_no_markup_raises(markup):
    """Any sequence of tags and text is read, and cleaned text is visible text minus its spans."""
    page = clean_text(markup, kind="html")
    assert all(0 <= span.start < span.end <= len(page.text) for span in page.removed)
