"""Floors of cleaning on labelled pages with their markup: none of them is part of the project."""

import gzip
import hashlib
import json
from pathlib import Path
from statistics import fmean

import pytest

from benchmarks.cleaning.learn import compare
from indexer.cleaning.page import clean_text
from indexer.schema.document import keep

MEASURE = Path(__file__).parents[3] / "shared" / "measure" / "cleaning"
# F1 by windows of four words. The weights were learnt from these pages too: on pages of other sites
# it is lower by one or two hundredths, as `python -m benchmarks.cleaning.learn_markup` prints.
FLOORS = {
    "pages_dev.jsonl.gz": ("4ba88f69e5f181b90e978912542acc7df08e8c4b7b68e622ee0b74d90fa0faf6", 0.98),
    "wcxb_html_dev.jsonl.gz": ("58c53190ece146ef76fe85a1e6b37ec8353ed4a570fc6e9c858566895d644289", 0.96),
}


@pytest.mark.skipif(not MEASURE.exists(), reason="the labelled pages are not delivered with the project")
@pytest.mark.parametrize("name", FLOORS)
def test_labelled_web_pages_are_cleaned_as_well_as_when_it_was_measured(name):
    """And what is left of each lies in the visible text in order."""
    content = (MEASURE / name).read_bytes()
    digest, floor = FLOORS[name]
    assert digest == hashlib.sha256(content).hexdigest(), "other pages have other floors"
    scores = []
    for row in map(json.loads, gzip.decompress(content).splitlines()):
        page = clean_text(row["html"], kind="html")
        ends = [0, *(span.end for span in page.removed)]
        assert all(end <= span.start for end, span in zip(ends, page.removed, strict=False))
        scores.append(compare(keep(page.text, 0, len(page.text), page.removed), row["gold"]))
    precision = fmean(p for p, _ in scores if p is not None)
    recall = fmean(r for _, r in scores if r is not None)
    assert 2 * precision * recall / (precision + recall) >= floor
