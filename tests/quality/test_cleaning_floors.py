"""Floors of cleaning on labelled pages and texts: none of them is part of the project."""

import gzip
import hashlib
import json
from pathlib import Path

import pytest

from benchmarks.cleaning.scoring import score_page, score_spans, summarise
from indexer.cleaning.page import clean_text
from indexer.schema.document import keep

OWN_TEXTS = Path(__file__).with_name("texts")
MEASURE = Path(__file__).parents[3] / "shared" / "measure" / "cleaning"
# A floor holds for the file with this digest: other pages have other floors.
DIGESTS = {
    "gold_seeds.jsonl": "f114c266d304d9edd0e81d2c6d65b3ced29789ad1a3b47f6b689d1bd4d2d8708",
    "gold_traps.jsonl": "4a86fbf54d3ab87b14e66505c9068f56770cf45dc6991848e397a528b0949b56",
    "pages_dev.jsonl.gz": "4ba88f69e5f181b90e978912542acc7df08e8c4b7b68e622ee0b74d90fa0faf6",
    "wcxb_articles_dev.jsonl.gz": "34a0a5a5f1f4ded1eaea349fdc97ba045b26399ccf5a47f0719aaea332b239ee",
    "wcxb_html_dev.jsonl.gz": "58c53190ece146ef76fe85a1e6b37ec8353ed4a570fc6e9c858566895d644289",
}
# F1 by windows of four words, a little below what was seen: the page as it is, as lines of one element
# each, as paragraphs, with blank lines between them, and what an extractor made of the page. Of the
# larger files every n-th page is read, so that the suite stays quick.
FLOORS = [
    ("pages_dev.jsonl.gz", "article", 1, 0.972),
    ("pages_dev.jsonl.gz", "lines", 1, 0.892),
    ("pages_dev.jsonl.gz", "para", 1, 0.890),
    ("pages_dev.jsonl.gz", "blank", 1, 0.887),
    ("pages_dev.jsonl.gz", "html", 1, 0.980),
    ("wcxb_articles_dev.jsonl.gz", "article", 4, 0.953),
    ("wcxb_articles_dev.jsonl.gz", "para", 8, 0.910),
    ("wcxb_html_dev.jsonl.gz", "html", 8, 0.955),
]
# Least share of the residue that goes, greatest share of the content that goes with it.
SPAN_FLOORS = [("gold_seeds.jsonl", 1.0, 0.0), ("gold_traps.jsonl", 0.95, 0.005)]


def read(name, every=1):
    """Each n-th line of a file of the labelled data, whose digest must be the one of the floors."""
    path = MEASURE / name
    if not path.exists():
        pytest.skip("the labelled pages are not delivered with the project")
    content = path.read_bytes()
    assert DIGESTS[name] == hashlib.sha256(content).hexdigest(), "other pages have other floors"
    lines = (gzip.decompress(content) if path.suffix == ".gz" else content).decode("utf-8").split("\n")
    return [json.loads(line) for line in lines[::every] if line.strip()]


@pytest.mark.parametrize(("name", "variant", "every", "floor"), FLOORS)
def test_labelled_pages_are_cleaned_as_well_as_when_it_was_measured(name, variant, every, floor):
    """And what is left of each text is the text without the removed spans."""
    scores = []
    for row in read(name, every):
        page = clean_text(row[variant], kind="html" if variant == "html" else "text")
        assert variant == "html" or row[variant] == page.text
        scores.append(score_page(keep(page.text, 0, len(page.text), page.removed), row["gold"]))
    found = summarise(scores)
    print(f"{name} {variant}: {found}")
    assert floor <= found.f1


@pytest.mark.parametrize(("name", "least", "most"), SPAN_FLOORS)
def test_residue_goes_and_content_stays_to_the_letter(name, least, most):
    """In texts in which both are labelled character by character."""
    rows = [(row, [(s.start, s.end) for s in clean_text(row["text"]).removed]) for row in read(name)]
    found = score_spans(rows)
    assert least <= found.recall
    assert most >= found.loss


# Our own texts, as extractors leave them: rules were made with some of them in sight, the others were
# only measured.
OWN_FLOORS = [
    ("seen.jsonl", 0.96, 0.0005),
    ("seen_2.jsonl", 0.76, 0.0005),
    ("unseen.jsonl", 0.80, 0.0025),
    ("unseen_2.jsonl", 0.70, 0.0005),
]


@pytest.mark.parametrize(("name", "least", "most"), OWN_FLOORS)
def test_texts_of_many_sites_lose_their_residue_and_hardly_a_word(name, least, most):
    """News as it comes from scrapers, in six languages, labelled character by character."""
    lines = (OWN_TEXTS / name).read_text(encoding="utf-8").splitlines()
    rows = [
        (row, [(s.start, s.end) for s in clean_text(row["text"]).removed]) for row in map(json.loads, lines)
    ]
    found = score_spans(rows)
    assert least <= found.recall
    assert most >= found.loss


@pytest.mark.parametrize("name", ["gold_seeds.jsonl"])
def test_what_must_never_be_removed_stays(name):
    """Headings, rows and bullets that look like menus."""
    for row in read(name):
        kept = keep(row["text"], 0, len(row["text"]), clean_text(row["text"]).removed)
        assert [] == [words for words in row["never_remove"] if words not in kept]
