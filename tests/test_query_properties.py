from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.query import syntax
from indexer.query.guard import Limits
from indexer.query.names import NameTable
from indexer.query.parser import parse
from indexer.query.rendering import render
from indexer.query.syntax import All, Node, Nothing
from indexer.schema.collection import Actor, Alias, Place

# Wide enough for whatever the strategies make.
LIMITS = Limits(characters=10_000, words=1000, wildcards=100, depth=40)

# Names, for the properties below: some alone, some only beside others, one under two actors.
NAMES = NameTable(
    [
        Actor(id_, "armed_group", label, label, None, None, None, "", decoy=False, aliases=aliases)
        for id_, label, aliases in (
            ("jnim", "JNIM", (Alias("GSIM", True, False), Alias("Jama'at Nasr al-Islam", False, False))),
            (
                "wagner",
                "Wagner Group",
                (Alias("Wagner", True, True), Alias("Wagner PMC Group", False, False)),
            ),
            ("is", "Islamic State", (Alias("IS", True, True),)),
            ("cnsp-ml", "CNSP (Mali)", (Alias("CNSP", True, True),)),
            ("cnsp-ne", "CNSP (Niger)", (Alias("CNSP", True, True),)),
        )
    ],
    [Place("pl-gao", "Gao", "ML", "settlement")],
)
WORDS = (
    "mali Gao the of wagner Wagner PMC Group GSIM Jama’at Nasr al-Islam IS is CNSP al-Qaeda Mali's OR. x",
    'AND OR NOT NEAR NEAR, NEAR/0 - -- – ( ) -( )^2 )^0.5 ^ ~ * ? " “ ” « "~3 "^2 , ... \u0130 \ud800 \0',
    "merc* wagne? me?c* ab** a* al-Q*a l'Et* --mer* fuzzy~ fuzzy~2 fuzzy~9 fuzzy~x",
    'mali^2 Group^3 merc*^2 wagne?^2 foo:bar foo:"a http://a.b/c',
    'title:mali title:the title:"a title:merc* TITLE:x title:',
    'actor:jnim actor:GSIM actor:CNSP actor:nobody actor:"x place:gao place:nowhere',
    "published:2024-03 published:none published:2024.. published:..2024-01 published:soon mentioned:--01",
    'document:a-b document:a:b source:"a source:',
)
TOKENS = st.sampled_from([token for line in WORDS for token in line.split(" ")])
TEXTS = st.lists(TOKENS, max_size=9).map(" ".join) | st.lists(TOKENS, max_size=6).map("".join)
ANY_TEXT = st.text(
    st.sampled_from("()\"“”«»*?~^:-–/\\+.,'’ ANDORTNE59aé²٣\u0308\0\n") | st.characters(), max_size=60
)


@settings(deadline=None, max_examples=700)
@given(TEXTS)
@example("-(Wagner Group)")
@example("Wagner AND Group")
@example("Wagner AND Group NEAR/3 mali")
@example("(Wagner Group)^2 x")
@example("-(mali NEAR/3 gao)")
@example("-(-mali)")
@example("(x mali wagne?)")
@example("(-mali)^2")
@example("-(--mer*)")
@example("NEAR, mali")
@example("foo:NEAR")
@example("foo:Wagner:Group")
@example("source:(//a) document://a")
def test_an_understood_query_reads_as_the_same_tree(text: str) -> None:
    """What a query was read as, written out and read again, is the same query.

    A query of which nothing was left has no text.
    """
    query = parse(text, LIMITS, names=NAMES).query
    again = render(query, NAMES)
    assert query in (Nothing(), parse(again, LIMITS, names=NAMES).query), again
    assert bool(again) == (query not in (Nothing(), All()))


@settings(deadline=None, max_examples=500)
@given(ANY_TEXT, st.sampled_from(("all", "any")), st.booleans())
@example("mali~²", "all", True)
@example("x^²", "all", True)
@example("NEAR/٣", "all", True)
@example("published:٢٠٢٤", "all", True)
@example("ꙮꚙ*", "all", True)
def test_reading_is_total(text: str, match: str, named: bool) -> None:
    """Any text gives a tree of known nodes and notes that are whole sentences."""
    parsed = parse(text, LIMITS, match=match, names=NAMES if named else None)  # type: ignore[arg-type]  # one of the ways to match
    stack: list[Node] = [parsed.query]
    while stack:
        node = stack.pop()
        assert isinstance(node, Node.__args__)  # type: ignore[attr-defined]  # a union knows its members
        stack.extend(syntax.children(node))
    for note in parsed.notes:
        assert note.message.endswith(".")
    assert isinstance(render(parsed.query, NAMES), str)


@settings(deadline=None, max_examples=300)
@given(TEXTS)
def test_a_text_that_loses_a_part_says_so(text: str) -> None:
    """A text from which nothing is left always has a note."""
    parsed = parse(text, LIMITS)
    assert parsed.query != Nothing() or parsed.notes
