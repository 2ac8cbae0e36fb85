"""How nodes are told, and the forms in which a document has them."""

from datetime import date

import pytest

from indexer.engines.analysed_view import AnalysedView
from indexer.query import syntax
from indexer.schema.collection import Actor, Place
from indexer.schema.document import ActorMention, DateMention, Published
from indexer.search.explain import FoundForm
from indexer.search.explain_wording import KINDS, ExplanationWording, FormFinder, say_kind
from indexer.search.facets import Labels
from tests.tiny_collection import document, mention

ACTORS = (
    Actor("jnim", "armed_group", "JNIM", "JNIM", None, None, None, "", False, ()),
    Actor("wagner", "company", "Wagner Group", "Wagner Group", None, None, None, "", False, ()),
)
PLACES = (Place("pl-gao", "Gao", "ML", 0.0, 0.0, ()),)
WORDING = ExplanationWording(Labels(ACTORS, PLACES))
MARCH = (date(2024, 3, 1).toordinal(), date(2024, 3, 31).toordinal())
CASES: tuple[tuple[syntax.Node, str, str, str], ...] = (
    (syntax.Term("soldier", "soldiers"), "stem", "words with the stem “soldier”", "“soldiers” is not in it."),
    (
        syntax.Term("wagner", "Wagner", True, "title"),
        "exact word",
        "the word “wagner” as it stands, in the title",
        '"Wagner" is not in its title.',
    ),
    (
        syntax.Phrase(("road", "block"), "road block"),
        "exact phrase",
        "these 2 words in this order",
        '"road block" is not in it.',
    ),
    (
        syntax.Phrase(("road", "block"), "road block", 3),
        "words near",
        "these words in any order with at most 3 more among them",
        '"road block"~3 is not in it.',
    ),
    (
        syntax.Near(syntax.Term("road", "road"), syntax.Term("camp", "camp"), 5),
        "near",
        "both sides at most 5 words from each other",
        "The sides of “road NEAR/5 camp” stand further apart in it.",
    ),
    (syntax.Prefix("merc", "merc*"), "prefix", "words that begin with “merc”", "“merc*” is not in it."),
    (
        syntax.Wildcard("m?rc*", "m?rc*"),
        "wildcard",
        "words of the pattern “m?rc*”",
        "“m?rc*” is not in it.",
    ),
    (
        syntax.Fuzzy("mlai", "mlai~"),
        "fuzzy",
        "words that differ from “mlai” by 1 letter at most",
        "“mlai~” is not in it.",
    ),
    (
        syntax.Name("GSIM", ("jnim", "wagner"), syntax.Term("gsim", "GSIM", exact=True)),
        "name",
        "the actor JNIM or Wagner Group under any spelling, or the words as typed",
        "Neither “GSIM” nor the actor JNIM or Wagner Group is in it.",
    ),
    (
        syntax.FieldIs("actor", "wagner"),
        "value",
        "names the actor Wagner Group",
        "It does not name the actor Wagner Group.",
    ),
    (syntax.FieldIs("place", "pl-gao"), "value", "names the place Gao", "It does not name the place Gao."),
    (
        syntax.FieldIs("published", "2024-03-27"),
        "value",
        "published on 27 March 2024",
        "It was not published on 27 March 2024.",
    ),
    (
        syntax.FieldIs("published", "none"),
        "value",
        "has no date of publication",
        "It has a date of publication.",
    ),
    (syntax.FieldIs("mentioned", "2012"), "value", "talks about 2012", "It does not talk about 2012."),
    (syntax.FieldIs("mentioned", "none"), "value", "talks about no date", "It talks about dates."),
    (syntax.FieldIs("source", "Radio"), "value", "from the source Radio", "It is not from the source Radio."),
    (
        syntax.FieldIs("language", "fr"),
        "value",
        "in the language French",
        "It is not in the language French.",
    ),
    (syntax.FieldIs("document", "d1"), "value", "is the document d1", "It is not the document d1."),
    (
        syntax.DateRange("published", *MARCH, "2024-03..2024-03"),
        "dates",
        "published from 1 March 2024 to 31 March 2024",
        "It was not published from 1 March 2024 to 31 March 2024.",
    ),
    (
        syntax.Not(syntax.Term("mali", "Mali")),
        "excluded",
        "must not match",
        "It matches “Mali”, which is excluded.",
    ),
    (syntax.All(), "everything", "every document", ""),
    (syntax.Nothing(), "nothing", "no document", "Nothing is left of the query that could match."),
    (
        syntax.AndMaybe(syntax.All(), syntax.All()),
        "optional",
        "they rank what the query finds, and find nothing more",
        "",
    ),
)


@pytest.mark.parametrize(("node", "kind", "reading", "lack"), CASES)
def test_a_node_is_told_as_it_was_read(node: syntax.Node, kind: str, reading: str, lack: str) -> None:
    """Its kind, its meaning with the labels of the collection, and the lack of it as a sentence."""
    told = WORDING.tell(node)
    assert (kind, reading) == (told.kind, told.reading)
    if lack:
        assert lack == WORDING.lack(node)


def test_every_kind_of_node_is_told() -> None:
    """A new kind of leaf needs words here; the joins have none of their own."""
    joins = {syntax.And, syntax.Or, syntax.Boosted}
    assert set(syntax.Node.__args__) == {type(node) for node, *_ in CASES} | joins
    assert {kind for _, kind, _, _ in CASES} >= set(KINDS.values())
    assert "and" == say_kind(syntax.And(()))


def finder(title: str | None = None, **facts: object) -> FormFinder:
    """The forms of a document of three passages."""
    page = document(
        "d1", "GSIM met  JNIM\nin Gao.", "Then JNIM left in March 2012.", "gsim, GSIM.", title=title
    )
    page = mention(page, "jnim", "GSIM", "JNIM")
    return FormFinder(AnalysedView(_with(page, facts)))


def _with(page, facts):
    fields = {name: getattr(page, name) for name in page.__dataclass_fields__}
    return type(page)(**{**fields, **facts})


def test_forms_are_told_with_their_passages() -> None:
    """Most often first; which of them are mentions of the actor is told apart from the words alone."""
    name = syntax.Name("GSIM", ("jnim",), syntax.Term("gsim", "GSIM", exact=True))
    assert (
        FoundForm("GSIM", 1, 0, (1,), "jnim"),
        FoundForm("JNIM", 1, 0, (1,), "jnim"),
        FoundForm("GSIM", 1, 0, (3,)),
        FoundForm("gsim", 1, 0, (3,)),
    ) == finder().find(name, True)
    assert () == finder().find(name, False)


def test_words_of_a_title_beside_the_text_are_counted() -> None:
    """They stand in no passage."""
    node = syntax.Term("jnim", "JNIM", exact=True)
    assert (FoundForm("JNIM", 3, 1, (1, 2)),) == finder("JNIM").find(node, True)


def test_a_hit_tells_names_and_values_alone() -> None:
    """Its other words stand beside it already."""
    assert () == finder().find_values(syntax.Term("left", "left"), True)
    assert finder().find_values(syntax.FieldIs("actor", "jnim"), True)


def test_the_date_that_let_it_through_is_told_with_its_source() -> None:
    """And another date where it did not; none is no date."""
    published = Published("2024-03-27", "day", "header", "date 2024-03-27")
    expected = (FoundForm("date 2024-03-27", value="2024-03-27", source="header"),)
    for value, matches in (("2024-03", True), ("2012", False)):
        assert expected == finder(published=published).find(syntax.FieldIs("published", value), matches)
    none = (FoundForm("no date", value="none", source="collection"),)
    assert none == finder().find(syntax.DateRange("published", *MARCH, "x"), False)


def test_a_date_talked_about_is_told_as_it_is_written() -> None:
    """With the value it was read as and its passage."""
    start = finder()._document.text.index("March 2012")
    own = finder(dates=(DateMention("2012-03", start, start + 10),))
    expected = (FoundForm("March 2012", 1, 0, (2,), "2012-03"),)
    assert expected == own.find(syntax.FieldIs("mentioned", "2012"), True)
    assert () == own.find(syntax.FieldIs("mentioned", "2013"), False)
    assert (FoundForm("none", value="none", source="collection"),) == finder().find(
        syntax.FieldIs("mentioned", "none"), True
    )


def test_an_actor_stated_beside_the_text_is_told_so() -> None:
    """It is found nowhere in the text."""
    own = finder(actors=(ActorMention("wagner", 0, 0),))
    assert (FoundForm("wagner", value="wagner", source="stated"),) == own.find(
        syntax.FieldIs("actor", "wagner"), True
    )


@pytest.mark.parametrize(("field", "value"), [("source", "Radio"), ("language", "fr"), ("document", "d1")])
def test_a_fact_is_told_whether_it_matches_or_not(field: str, value: str) -> None:
    """What the document is, also where another one was asked for."""
    own = finder(outlet="Radio", language="fr")
    expected = (FoundForm(value, value=value, source="collection"),)
    assert expected == own.find(syntax.FieldIs(field, value), True)
    assert expected == own.find(syntax.FieldIs(field, "other"), False)
