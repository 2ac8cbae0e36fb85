"""Rare words weigh more than common ones, and each is looked up once."""

import pytest

from indexer.query import syntax
from indexer.search.evidence import Leaf, Want
from indexer.search.leaf_weights import Weights

FREQUENCIES = {("mali", False): 900, ("ransom", False): 3, ("the", True): 1000, ("ransom", True): 2}


class CountingReader:
    """A thousand documents, and how often their statistics are asked for."""

    document_count = 1000

    def __init__(self) -> None:
        self.asked: list[str] = []

    def term_statistics(self, term: str, *, exact: bool, french: str = "") -> int:
        """In how many documents a word is."""
        self.asked.append(term)
        return FREQUENCIES.get((term, exact), 0)


MALI, RANSOM = syntax.Term("mali", "Mali"), syntax.Term("ransom", "ransom")


def weigh(*nodes: syntax.Node, reader: CountingReader | None = None) -> list[int]:
    """The weight of each node as a word."""
    leaves = [Leaf("word", node, str(n), None) for n, node in enumerate(nodes)]
    weights = Weights(reader or CountingReader(), leaves)  # type: ignore[arg-type]  # it has all that is asked
    return [weights[Want(str(n), 0, "word")] for n, _ in enumerate(nodes)]


@pytest.mark.parametrize(
    ("common", "rare"),
    [
        (MALI, RANSOM),
        (syntax.Prefix("ma", "ma*"), RANSOM),
        (MALI, syntax.Phrase(("the", "ransom"), "the ransom")),
        (MALI, syntax.Near(MALI, RANSOM, 5)),
        (MALI, syntax.Name("ransom", ("a",), RANSOM)),
        (MALI, syntax.Term("absent", "absent")),
        (syntax.FieldIs("actor", "jnim"), RANSOM),
    ],
)
def test_the_rarer_weighs_more(common: syntax.Node, rare: syntax.Node) -> None:
    """A phrase and a pair as much as their rarest word, what has no frequency like a common word."""
    first, second = weigh(common, rare)
    assert 0 < first < second


def test_another_spelling_weighs_less_than_the_word_typed() -> None:
    """A quarter."""
    weights = Weights(CountingReader(), [Leaf("word", MALI, "Mali", None)])  # type: ignore[arg-type]  # as above
    assert pytest.approx(weights[Want("Mali", 0, "word")] / 4, abs=1) == weights[Want("Mali", 0, "alias")]


def test_statistics_are_asked_for_once_and_only_when_needed() -> None:
    """A query whose hits leave nothing to choose costs no look."""
    reader = CountingReader()
    weights = Weights(reader, [Leaf("word", MALI, "Mali", None)])  # type: ignore[arg-type]  # as above
    assert [] == reader.asked
    assert weights[Want("Mali", 0, "word")] == weights[Want("Mali", 0, "word")]
    assert ["mali"] == reader.asked
