"""How many of the names that nobody listed are found, in texts of our own.

The names were written down before any text was read by the program; all of them are invented.
"""

import json
from pathlib import Path

from indexer.api import annotate
from indexer.entities.unlinked import find_names, name_key

TEXTS = Path(__file__).parent.parent / "golden" / "unlinked_texts.jsonl"
LEAST_RECALL, LEAST_PRECISION = 0.95, 0.95


def test_names_of_texts_of_our_own_are_found() -> None:
    """Nineteen of twenty names that are not linked, and as few that are none."""
    found_right, wanted, found = 0, 0, 0
    for line in TEXTS.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        read = annotate(row["text"])
        taken = [(m.start, m.end) for m in (*read.actors, *read.places, *read.dates) if m.start < m.end]
        text, page = read.page.text, read.page
        stretches = [(passage.start, passage.end) for passage in page.passages]
        keys = {name.key for name in find_names(text, stretches, removed=page.removed, taken=taken)}
        linked = {name_key(text[start:end]) for start, end in taken}
        expected = set(map(name_key, row["names"])) - linked
        found_right += len(keys & expected)
        wanted += len(expected)
        found += len(keys - set(map(name_key, row["also"])))
    assert found_right >= LEAST_RECALL * wanted
    assert found_right >= LEAST_PRECISION * found
