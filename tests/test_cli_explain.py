"""Explanations as the command prints them."""

import json
from collections.abc import Callable

import pytest

from indexer.api import ExplainedTerm, Explanation, ExplanationLine, FoundForm
from indexer.cli_explain import describe_explanation
from tests.engines import Arguments

Run = Callable[..., tuple[int, str, str]]
JNIM_PAGE = "001_c49576111bc90fa8"


@pytest.fixture
def explain(run: Run, on_seeds: Arguments) -> Run:
    """The command on the seeds."""
    return lambda *argv: run("explain", *argv, *on_seeds)


def test_each_part_is_a_line_of_numbers_with_its_reading(explain: Run) -> None:
    """Score, idf, tf, factor, times and documents; below them how it was read and where it stands."""
    code, out, _ = explain("GSIM^2 mali", JNIM_PAGE)
    lines = [line.split() for line in out.splitlines()]
    assert 0 == code
    assert ["score", "idf", "tf", "factor", "times", "documents", "part"] in lines
    (numbers,) = [line[:-1] for line in lines if line[-1:] == ["GSIM"]]
    # On a cluster the length is kept in one byte, so score and tf are near.
    assert [1.288, 0.539, 1.1948, 2, 1, 3] == pytest.approx([float(one) for one in numbers], rel=0.02)
    assert "the actor JNIM under any spelling, or the words as typed" in out
    assert "in the text: JNIM 1 (passage 1)" in out
    assert "- gives the score, names the actor JNIM" in out
    assert "244 words without stop words, 0.55 times the average of 5 documents" in out


def test_a_document_that_does_not_match_is_told_what_it_lacks(explain: Run) -> None:
    """No error: an answer, with exit code 0."""
    code, out, _ = explain("wagner zebra -mali", JNIM_PAGE)
    assert 0 == code
    assert out.startswith(f"{JNIM_PAGE} does not match wagner zebra -mali\n")
    assert "“zebra” is not in it." in out
    assert "It matches “mali”, which is excluded." in out
    assert "found, does not count: the actor Wagner Group" in out
    assert "but does: must not match" in out


def test_the_filters_of_a_search_are_explained(explain: Run) -> None:
    """With the date that let the document through, or that did not."""
    _, out, _ = explain("wagner", JNIM_PAGE, "--actor", "jnim", "--published", "2024-03")
    assert "matches wagner with score" in out
    assert "actor:jnim: names the actor JNIM" in out
    assert "2024-03-27 from the line “date 2024-03-27” at the top of the file" in out
    _, out, _ = explain("wagner", JNIM_PAGE, "--published", "2012")
    assert "It was not published in 2012." in out
    assert "not found: published:2012" in out


def test_a_program_gets_every_number(explain: Run) -> None:
    """Under the names of the Python value; the parts sum to the total."""
    _, out, _ = explain("wagner mali*", JNIM_PAGE, "--match", "any", "--published", "none", "--json")
    values = json.loads(out)
    assert {*Explanation.__dataclass_fields__} == {*values}
    for line in values["lines"] + values["filters"]:
        assert {*ExplanationLine.__dataclass_fields__} == {*line}
    assert pytest.approx(values["total"], abs=1e-6) == sum(line["score"] for line in values["lines"])
    assert ["It has a date of publication."] == values["lacks"]


def test_an_actor_that_nobody_knows_is_not_found(explain: Run) -> None:
    """As in a search: exit code 1 and the id."""
    code, out, err = explain("wagner", JNIM_PAGE, "--actor", "jnimm")
    assert (1, "") == (code, out)
    assert "jnimm" in err


def line(kind: str, **told: object) -> ExplanationLine:
    """A part that matches."""
    given: dict = {"part": "part", "kind": kind, "reading": "as read", "matches": True, "score": 0.0}
    return ExplanationLine(**{**given, **told})


@pytest.mark.parametrize(
    ("own", "expected"),
    [
        (
            line(
                "exact phrase",
                terms=(ExplainedTerm("word", "the", 9, 0.1), ExplainedTerm("word", "coup", 2, 1.5)),
            ),
            "idf the 0.1000 (9) + coup 1.5000 (2)",
        ),
        (
            line("prefix", words=tuple((f"w{n}", 1) for n in range(11)), meant=40),
            "40 words of the collection, here w0 1, w1 1, w2 1, w3 1, w4 1, w5 1, w6 1, w7 1 and 3 more",
        ),
        (
            line("value", forms=(FoundForm("wagner", value="wagner", source="stated"),)),
            "wagner stated beside the text",
        ),
        (line("value", forms=(FoundForm("Radio", value="Radio", source="collection"),)), "Radio"),
        (
            line("value", forms=(FoundForm("/2024/03/27/", value="2024-03-27", source="url"),)),
            "2024-03-27 from the address “/2024/03/27/”",
        ),
        (
            line("name", field="both", forms=(FoundForm("Mali", 2, 1, (3,)),)),
            "in title and text: Mali 2 (the words alone, title, passage 3)",
        ),
        (
            line("optional", lines=(line("stem", part="camp", score=0.5), line("stem", matches=False))),
            "1 of 2 here: camp 0.5000",
        ),
    ],
)
def test_a_part_is_told_with_what_belongs_to_its_kind(own: ExplanationLine, expected: str) -> None:
    """The idf of each word of a phrase, the words of a pattern, where a value is from."""
    told = describe_explanation(Explanation("q", "d", True, 0.0, (own,)))
    assert expected in [text.strip() for text in told]
