"""What a source puts into its pages goes; what its texts merely share stays."""

import random
from itertools import count, pairwise

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from indexer.cleaning.corpus_memory import CorpusMemory, learn
from indexer.cleaning.line_counts import count_pages, read_lines, visible_lines
from indexer.cleaning.page import clean_page, clean_text
from indexer.cleaning.repeated_lines import site_name
from indexer.schema.document import RawPage

SOURCE = "Desert Post"
PLACES = (
    "Gao",
    "Mopti",
    "Kidal",
    "Ansongo",
    "Segou",
    "Djenne",
    "Nara",
    "Diré",
    "Kayes",
    "Niono",
    "Bourem",
    "Tessalit",
)
NUMBERS = count(1)


def prose(place: str) -> str:
    """A paragraph that no other text has."""
    number = next(NUMBERS)
    return f"The council of {place} met on Monday, and the {number} herders who came want {number + 7} wells."


def article(place: str, head: str = "", between: str = "", foot: str = "") -> str:
    """An article of its own, with lines put above, between and below its paragraphs."""
    title = f"Rains fail again in the fields of {place}"
    parts = (head, title, prose(place), between, prose(place), prose(place), foot)
    return "\n\n".join(part for part in parts if part)


def pages_of(texts: list[str], outlet: str | None = SOURCE) -> list[RawPage]:
    """The texts as pages of one source."""
    return [
        RawPage(f"p{n}", "a/lines.jsonl", "text", text, b"", "", outlet=outlet, page_hash=n)
        for n, text in enumerate(texts, 1)
    ]


def remember(pages: list[RawPage]) -> CorpusMemory:
    """What is learnt from pages."""
    return learn(count_pages(read_lines(page.text, page.page_hash, page.source) for page in pages))


def taken(texts: list[str], outlet: str | None = SOURCE) -> list[list[str]]:
    """The lines that are taken from each text because the source repeats them."""
    pages = pages_of(texts, outlet)
    memory = remember(pages)
    return [
        [
            page.text[s.start : s.end]
            for s in clean_page(page, memory).removed
            if s.rule == "repeated-in-source"
        ]
        for page in pages
    ]


@pytest.mark.parametrize(
    ("place", "line"),
    [
        ("foot", "The voice of the dunes since 1961"),
        ("foot", "Kiosk of the North\n\nThe voice of the dunes since 1961"),
        ("head", "West Africa"),
        ("head", "The voice of the dunes"),
        ("between", "This page comes from a tent in the dunes."),
        ("between", "Notre journal vit sous une tente."),
        ("between", "Desert Post, the voice of the dunes"),
    ],
)
@pytest.mark.parametrize("texts", [3, 12])
def test_a_line_of_the_site_goes_from_every_text(place, line, texts):
    """Slogans and desks at the edges, pleas between the paragraphs, and what bears the site's name."""
    found = taken([article(name, **{place: line}) for name in PLACES[:texts]])
    assert [line.split("\n\n")] * texts == found


def test_without_a_corpus_nothing_is_known():
    """The same text alone, and among two that have the line, is left whole."""
    text = article("Gao", foot="The voice of the dunes since 1961")
    assert () == clean_text(text).removed
    assert [[]] * 2 == taken([text, article("Mopti", foot="The voice of the dunes since 1961")])


def test_the_line_of_one_source_is_not_that_of_another():
    """Three texts of three sources that end alike tell nothing."""
    pages = [
        RawPage(
            f"p{n}",
            "a.jsonl",
            "text",
            article(name, foot="To be continued"),
            b"",
            "",
            outlet=name,
            page_hash=n,
        )
        for n, name in enumerate(PLACES[:6], 1)
    ]
    assert {} == remember(pages).known


def test_a_line_of_a_small_share_is_not_known():
    """Four texts of thirty share a line by chance; of three hundred, fifteen do not."""
    few = [article(PLACES[n % 12], foot="Ends" if n < 4 else "") for n in range(30)]
    many = [article(PLACES[n % 12], foot="Ends" if n < 15 else "") for n in range(300)]
    assert 0 == sum(map(len, taken(few)))
    assert 15 == sum(map(len, taken(many)))


def bulletin(place: str, number: int) -> str:
    """A weekly bulletin: all share its headings, the head of its table and many cells."""
    return "\n\n".join(
        (
            "Weekly security bulletin",
            f"Number {number}, {number + 2} May 2023",
            "BACKGROUND",
            prose(place),
            "Casualties",
            "None reported." if number % 2 else prose(place),
            "Why does it matter?",
            prose(place),
            "• Read the warnings of the army\n• Avoid the roads at night",
            "What comes next",
            prose(place),
            f"Year Attacks Deaths\n{2000 + number} {number * 7} 3\nUnknown Unknown\n{number} 12 Unknown",
        )
    )


def test_what_recurring_reports_share_stays():
    """Title, headings, bullets, questions, the head and the cells of a table."""
    assert [[]] * 12 == taken([bulletin(place, number) for number, place in enumerate(PLACES, 1)])


@pytest.mark.parametrize(
    "line",
    [
        "Mali has been ruled by the army since 2020, when two coups followed each other.",
        "How do you see the situation of the herders?",
        "“We will not leave our fields,” he said.",
        "« Nous ne partirons pas de nos champs. »",
        "BAMAKO, Mali (AP) — The army said that it had no news.",
        "What we know so far",
        "No.",
        "Year Attacks Deaths",
        "March 2012",
        "• Your safety comes first.\n\n• Our roads are mined.",
    ],
)
def test_content_that_texts_share_stays(line):
    """The background of a story, questions, speech, a dateline, headings above prose, bullets."""
    assert [[]] * 12 == taken([article(place, between=line) for place in PLACES])


def test_the_last_section_of_a_report_stays_where_others_say_more():
    """A heading and two words under it end every other report; the rest have a paragraph there."""
    foots = ("Casualties\n\nNone reported.", f"Casualties\n\n{prose('Gao')}")
    assert [[]] * 12 == taken([article(place, foot=foots[n % 2]) for n, place in enumerate(PLACES)])


def test_a_heading_above_a_byline_stays_where_it_heads_prose_elsewhere():
    """Below a headline only what never stands above a sentence is a desk."""
    heads = ("BACKGROUND", "BACKGROUND\n\nBy Awa Maiga", "The northern desk\n\nBy Awa Maiga")
    texts = [
        f"Rains fail again in {place}\n\n{heads[n % 3]}\n\n{prose(place)}" for n, place in enumerate(PLACES)
    ]
    assert [[], [], ["The northern desk"]] * 4 == taken(texts)


def test_a_table_at_the_end_stays_with_its_repeated_cells():
    """Also where its last cell is the same in every text."""
    texts = [article(p, foot=f"Year Attacks\n2021 {n}\nUnknown Unknown") for n, p in enumerate(PLACES)]
    assert [[]] * 12 == taken(texts)


COPIED = "\n\n".join(
    (
        "To be continued",
        "Five wells for the villages of Gao",
        *(prose("Gao") for _ in range(6)),
        "Our well is your well.",
        "To be continued",
    )
)


@pytest.mark.parametrize("copies", [3, 12])
def test_near_copies_of_one_article_are_one_text(copies):
    """Each is edited in a line, cut and given another title: its lines are nobody's slogan."""
    lines = COPIED.split("\n\n")
    texts = []
    for number in range(copies):
        edited = list(lines)
        edited[1] = f"Wells for villages: number {number}"
        edited[2 + number % 6] = prose("Gao")
        texts.append("\n\n".join(edited))
    others = [article(place) for place in PLACES[:4]]
    assert 0 == sum(map(len, taken(texts + others)))
    apart = [f"{article(place)}\n\nTo be continued" for place in PLACES[:copies]]
    assert copies == sum(map(len, taken(apart + others))), "the same line in texts apart is known"


def test_the_given_title_stays():
    """A series whose name is delivered as the title of each text keeps it."""
    texts = [article(place, head="Letters from the dunes") for place in PLACES]
    pages = pages_of(texts)
    memory = remember(pages)
    titled = RawPage("t", "a.jsonl", "text", texts[0], b"", "", title="Letters from the dunes", outlet=SOURCE)
    assert ["repeated-in-source"] == [span.rule for span in clean_page(pages[0], memory).removed]
    found = clean_page(titled, memory)
    assert ((), 0) == (found.removed, found.title_start)


def test_a_text_of_nothing_else_is_left():
    """Where no sentence would remain there is no edge to stand at."""
    texts = [article(place, foot="The voice of the dunes since 1961") for place in PLACES]
    pages = pages_of([*texts, "The voice of the dunes since 1961"])
    assert () == clean_page(pages[-1], remember(pages)).removed


def test_the_memory_does_not_depend_on_the_order():
    """Nor on pages that were counted, taken out and put back."""
    texts = [article(place, "West Africa", "Your dunes are our dunes.", "Ends") for place in PLACES]
    pages = [read_lines(p.text, p.page_hash, p.source) for p in pages_of(texts)]
    expected = learn(count_pages(pages)).known
    assert expected
    shuffled = random.Random(7).sample(pages, len(pages))
    assert expected == learn(count_pages(shuffled)).known
    parts = count_pages(shuffled).of_pages(range(4)) + count_pages(shuffled).of_pages(range(4, 99))
    assert expected == learn(parts).known


LINES = st.sampled_from(
    [
        "Ends",
        "West Africa",
        "Write to us.",
        "BACKGROUND",
        "• one",
        "12 34",
        "¶",
        "\ud800",
        prose("Gao"),
        prose("Nara"),
        "",
    ]
)


@given(st.lists(st.lists(LINES, max_size=8), min_size=1, max_size=8))
@examples(deadline=None, max_examples=60)
def test_whatever_stands_in_texts_the_clean_text_is_what_is_left(texts):
    """Spans ascend without overlap, and whole lines that are no prose go and nothing else."""
    pages = pages_of(["\n".join(lines) for lines in texts])
    memory = remember(pages)
    for page in pages:
        found = clean_page(page, memory)
        spans = [(span.start, span.end) for span in found.removed]
        assert sorted(spans) == spans
        assert all(start < end <= later for (start, end), (later, _) in pairwise(spans))
        alone = {(span.start, span.end) for span in clean_text(page.text).removed}
        more = [page.text[start:end] for start, end in spans if (start, end) not in alone]
        assert {"Ends", "West Africa", "Write to us.", "BACKGROUND"} >= set(more)


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>It <b>rains</b> in <a href='x'>Gao</a>.</p><p>Ends", ["It rains in Gao.", "Ends"]),
        ("<style>p {}</style><p>One</p><script>if (a > b) x</script><p>Two", ["One", "Two"]),
        ("<p>Salt &amp; sand</p><script>never closed", ["Salt & sand"]),
    ],
)
def test_lines_of_markup_are_those_of_its_blocks(markup, expected):
    """Inline tags are nothing, scripts and styles are unseen."""
    assert expected == [line for line in visible_lines(markup).split("\n") if line.strip()]


def test_a_name_that_may_be_any_word_names_no_site():
    """One long word or several words do; a folder's name never does."""
    assert ["desertpost", "", "desertpost", ""] == [
        site_name(name) for name in ("Desert Post", "Sahel", "desertpost.example", "desert post/")
    ]
