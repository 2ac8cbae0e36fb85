"""What cleaning makes of the five seeds, to the letter."""

import pytest

from indexer.cleaning.page import clean_text
from indexer.schema.document import cut_opening, keep

SEEDS = {
    "000_85dbce1b230a2048": [
        ("punctuation-line", 0, ". . . . . ."),
        ("author-blurb", 6979, "A business reporter who covers the world of finance."),
        ("mobile-exit", 7033, "Exit mobile version"),
        ("pagination", 7054, "1 - 2 - 3 - 4 - 5 - 6 - 7 - 8"),
    ],
    "001_c49576111bc90fa8": [
        ("date-header", 1, "date 2024-03-27"),
        ("advert-label", 663, "Advertisment"),
        ("advert-label", 1337, "Advertisment"),
    ],
    "002_22711d4565ddccbb": [
        ("advert-label", 445, "- Advertisement -"),
        ("edited-by", 4269, "Edited By Ali Musa"),
        ("outlet-line", 4288, "Axadle Times International–Monitoring."),
    ],
    "003_e6e3e9937ade9599": [],
    "004_9d1832ef43bf8fd4": [("date-header", 1, "date 2023-12-12")],
}
PUBLISHED = {"001_c49576111bc90fa8": "2024-03-27", "004_9d1832ef43bf8fd4": "2023-12-12"}
TITLES = {
    "002_22711d4565ddccbb": (
        "Russian-Supported Militia Steps In to Fill Security Void in Mali After Wagner Exit"
    )
}
HEADINGS = {
    "000_85dbce1b230a2048": (
        "Wagner’s Withdrawal: Implications for Mali’s Security Strategy",
        "Assessing the Role of International Partners in Mali’s Counterinsurgency Efforts",
        "Toward Sustainable Peace: Recommendations for Building Local Resilience in Mali",
        "Insights and Conclusions",
    ),
    "001_c49576111bc90fa8": (
        "Strategic Shifts and Insurgent Tactics",
        "Regional Implications and International Responses",
        "Looking Ahead: The Path for Mali",
    ),
    "002_22711d4565ddccbb": ("Transition from Wagner to Africa Corps", "Ongoing Security Challenges"),
    "003_e6e3e9937ade9599": (
        "The Complexities of Jihadist Insurgency in the Sahel Region",
        "MINUSMA’s Departure from Mali Marks Uncertain Future for Peacekeeping Efforts",
    ),
    "004_9d1832ef43bf8fd4": (
        "FAQ: Russia’s Wagner Group in Mali",
        "What is the Wagner Group?",
        "Why is the UN withdrawing its troops from Mali?",
        "What role will the Wagner Group play in Mali?",
        "Is the Wagner Group replacing the UN in Mali?",
        "What are the implications of private military contractors in Mali?",
    ),
}


@pytest.fixture(params=sorted(SEEDS))
def seed(request, seeds_dir):
    """The name of a seed, its text, and the cleaned page."""
    text = (seeds_dir / f"{request.param}.txt").read_bytes().decode("utf-8")
    return request.param, text, clean_text(text)


def test_seed_loses_exactly_its_residue(seed):
    """Rule, place and wording of each removed span are as a person labelled them; nothing else goes."""
    name, text, page = seed
    assert SEEDS[name] == [(span.rule, span.start, text[span.start : span.end]) for span in page.removed]


def test_seed_has_the_date_of_its_header_or_none(seed):
    """Two seeds state a date at the top; the other three have none, though they talk of dates."""
    name, _, page = seed
    assert PUBLISHED.get(name) == (page.published.value if page.published else None)
    if page.published:
        assert ("day", "header", 6, 16) == (
            page.published.precision,
            page.published.source,
            page.published.start,
            page.published.end,
        )


def test_only_a_seed_with_a_headline_has_a_title(seed):
    """Four seeds begin with their first sentence, which is no title."""
    name, text, page = seed
    assert TITLES.get(name) == page.title
    spans = [] if page.title is None else [page.title]
    assert spans == ([] if page.title_start is None else [text[page.title_start : page.title_end]])


def test_seed_without_a_title_opens_with_its_first_sentence(seed):
    """What stands in for a title is the beginning of the first passage, residue left out."""
    name, text, page = seed
    first = page.passages[0]
    opening = cut_opening(keep(text, first.start, first.end, page.removed).strip())
    starts = {
        "000_85dbce1b230a2048": "As Mali grapples with an escalating insurgency",
        "001_c49576111bc90fa8": "Amidst the complex geopolitical and security landscape of Mali",
        "002_22711d4565ddccbb": "The announcement from the Russian-backed Africa Corps",
        "003_e6e3e9937ade9599": "As Mali’s ruling junta",
        "004_9d1832ef43bf8fd4": "In recent years",
    }
    assert starts[name] == opening[: len(starts[name])]


def test_seed_keeps_its_inner_headings(seed):
    """Headings, questions and the inner titles of merged stories are found, in order."""
    name, _, page = seed
    assert HEADINGS[name] == tuple(heading.text for heading in page.headings)


def test_flattened_tables_of_a_seed_are_rows_not_headings(seeds_dir):
    """The three tables of seed 000 stay as rows, header included."""
    text = (seeds_dir / "000_85dbce1b230a2048.txt").read_text(encoding="utf-8")
    rows = [text[p.start : p.end].split("\n") for p in clean_text(text).passages if p.kind == "rows"]
    assert ["Implication Potential Actions", "Strategy Focus Area", "Strategy Description"] == [
        lines[0] for lines in rows
    ]
    assert [4, 4, 3] == [len(lines) for lines in rows]
