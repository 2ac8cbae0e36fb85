"""Floors of cleaning on labelled pages: none of them is part of the project."""

import gzip
import hashlib
import json
from pathlib import Path
from statistics import fmean

import pytest

from benchmarks.cleaning.learn import compare
from indexer.cleaning.page import clean_text
from indexer.schema.document import keep

PAGES = Path(__file__).parents[3] / "shared" / "measure" / "cleaning" / "pages_dev.jsonl.gz"
DIGEST = "4ba88f69e5f181b90e978912542acc7df08e8c4b7b68e622ee0b74d90fa0faf6"
# F1 by windows of four words: as lines of one element each, as paragraphs, with blank lines
# between them, and what an extractor made of the page.
FLOORS = {"lines": 0.88, "para": 0.88, "blank": 0.88, "article": 0.96}


@pytest.mark.skipif(not PAGES.exists(), reason="the labelled pages are not delivered with the project")
def test_labelled_pages_are_cleaned_as_well_as_when_it_was_measured():
    """And what is left of each is the page without the removed spans."""
    content = PAGES.read_bytes()
    assert DIGEST == hashlib.sha256(content).hexdigest(), "other pages have other floors"
    rows = [json.loads(line) for line in gzip.decompress(content).splitlines()]
    found = {}
    for variant in FLOORS:
        scores = []
        for row in rows:
            page = clean_text(row[variant])
            assert row[variant] == page.text
            scores.append(compare(keep(page.text, 0, len(page.text), page.removed), row["gold"]))
        precision = fmean(p for p, _ in scores if p is not None)
        recall = fmean(r for _, r in scores if r is not None)
        found[variant] = 2 * precision * recall / (precision + recall)
    assert {} == {name: f1 for name, f1 in found.items() if f1 < FLOORS[name]}
