"""Names by the beginnings of their words."""

import pytest

from indexer.search.name_beginnings import BEGINS, UNWRITTEN, WITHIN, NameBeginnings

SPELLINGS = (
    ("jnim", "JNIM", 5, True),
    ("jnim", "Group to Support Islam", 0, False),
    ("p", "Yevgeny Prigozhin", 2, True),
    ("p", "Prigojine", 0, False),
    ("goita", "Assimi Goïta", 3, True),
    ("goita", "Goita", 1, False),
    ("goita", "Colonel Goïta", 7, False),
)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("jn", {"jnim": (BEGINS, "JNIM")}),
        ("group t", {"jnim": (UNWRITTEN, "Group to Support Islam")}),
        ("support", {}),
        ("prig", {"p": (WITHIN, "Yevgeny Prigozhin")}),
        ("pr", {"p": (UNWRITTEN, "Prigojine")}),
        ("goi", {"goita": (BEGINS, "Goita")}),
        ("col", {"goita": (BEGINS, "Colonel Goïta")}),
        ("to", {}),
        ("zz", {}),
    ],
)
def test_the_best_spelling_of_each(start: str, expected: dict[str, tuple[int, str]]) -> None:
    """What begins so and is written, then a later word of it, then what nobody writes here."""
    assert expected == dict(NameBeginnings(SPELLINGS).beginning(start))


def test_every_beginning_of_a_spelling_finds_it() -> None:
    """Letter by letter, from the first on."""
    names = NameBeginnings(SPELLINGS)
    for end in range(1, len("group to support islam") + 1):
        assert "jnim" in names.beginning("group to support islam"[:end])
