import pytest

from indexer.query.guard import Limits
from indexer.query.names import NameTable
from indexer.query.parser import parse
from indexer.query.rendering import render
from indexer.query.syntax import And, Boosted, DateRange, FieldIs, Name, Node, Not, Nothing, Or, Phrase, Term
from indexer.schema.collection import Actor

WAGNER_GROUP = Actor(
    "wagner", "company", "Wagner Group", "Wagner Group", None, None, None, "", decoy=False, aliases=()
)
NAMES = NameTable([WAGNER_GROUP])
MALI, GAO = Term("mali", "Mali"), Term("gao", "Gao")
BOTH = Name("Wagner Group", ("wagner",), Phrase(("wagner", "group"), "Wagner Group"))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("mali   gao", "mali gao"),
        ("mali AND gao", "mali gao"),
        ("mali NOT gao", "mali -gao"),
        ("(mali OR gao) merc*", "(mali OR gao) merc*"),
        ("mali gao OR kidal", "(mali gao) OR kidal"),
        ("“africa corps”~3", '"africa corps"~3'),
        ("al–Qaeda", '"al–Qaeda"'),
        ("Wagner's,", "Wagner"),
        ("mali NEAR gao", "mali NEAR/10 gao"),
        ("-(mali NEAR gao)", "-(mali NEAR/10 gao)"),
        ("fuzzy~9", "fuzzy~2"),
        ("mali^2.50", "mali^2.5"),
        ("Published:2024-3", "published:2024-03"),
        ('source:"Le Monde"', 'source:"Le Monde"'),
        ('document:"a-b"', "document:a-b"),
        ("the of", ""),
        ("", ""),
    ],
)
def test_queries_are_shown_as_they_were_understood(text: str, shown: str) -> None:
    """What was tidied or ignored does not show; what counts does."""
    assert shown == render(parse(text, Limits()).query)


@pytest.mark.parametrize(
    ("node", "shown"),
    [
        (Not(BOTH), "-(Wagner Group)"),
        (Not(Not(MALI)), "-(-Mali)"),
        (Boosted(BOTH, 2.0), "(Wagner Group)^2"),
        (Boosted(Or((MALI, GAO)), 0.5), "(Mali OR Gao)^0.5"),
        (Boosted(Not(MALI), 2.0), "(-Mali)^2"),
        (FieldIs("source", "a:b"), 'source:"a:b"'),
        (FieldIs("mentioned", "--01-07"), "mentioned:--01-07"),
        (DateRange("published", 738855, 738916, ""), "published:2023-12-01..2024-01-31"),
        (Nothing(), ""),
        (Phrase(("a", "b"), "", field="title"), 'title:"a b"'),
    ],
)
def test_signs_take_the_whole_of_their_part(node: Node, shown: str) -> None:
    """Brackets stand wherever a sign would else take one word of several."""
    assert shown == render(node)


def test_an_and_stands_where_words_would_read_as_a_name() -> None:
    """Words that were searched one by one do not become a name when the query is read again."""
    apart = And((Term("wagner", "Wagner"), Term("group", "Group"), MALI))
    assert "Wagner AND Group AND Mali" == render(apart, NAMES)
    assert "Wagner Group Mali" == render(And((BOTH, MALI)), NAMES)
    assert "Mali Gao" == render(And((MALI, GAO)), NAMES)
