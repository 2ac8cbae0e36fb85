"""The page on cleaning names the rules as the code has them."""

import os

from docs.cleaning_rules import PAGE, rewrite

UPDATE = "UPDATE_GOLDEN"


def test_the_page_on_cleaning_has_every_rule_with_its_examples() -> None:
    """Set UPDATE_GOLDEN=1 to write it anew."""
    stored = PAGE.read_text(encoding="utf-8")
    expected = rewrite(stored)
    if os.environ.get(UPDATE):
        PAGE.write_text(expected, encoding="utf-8")
        stored = expected
    assert expected == stored
