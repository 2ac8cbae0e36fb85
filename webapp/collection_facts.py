"""The facts of a generation in words.

Counts what only a search can tell by asking for it; keeps nothing.
"""

from typing import Literal

from indexer.api import Collection, CopyTotals, FacetValue, Search, SearchRequest
from webapp.addresses import rule_address
from webapp.search_contexts import Facts, RuleRow
from webapp.wording import number, percent, plural


def make_facts(search: Search) -> Facts:
    """The facts of the collection, with the rules that took something."""
    collection = search.collection
    refused = sum(f.status == "refused" for f in collection.source_files)
    spans = sum(rule.spans for rule in collection.rules)
    files = plural(len(collection.source_files), "source file")
    bad = number(refused) if refused else "none"
    return Facts(
        documents=f"{number(collection.documents)}, from {files}, {bad} refused",
        headlines=f"{number(collection.headlines)} of {number(collection.documents)}",
        passages=number(collection.passages),
        published=_say_published(search),
        removed=(
            f"{plural(spans, 'span')}, {number(collection.removed_characters)} of "
            f"{plural(collection.characters, 'character')} "
            f"({percent(collection.removed_characters, collection.characters)})"
        ),
        copies=_say_copies(collection.copies),
        rules=make_rules(collection, every=False),
        total_spans=number(spans),
        total_characters=number(collection.removed_characters),
        total_share=percent(collection.removed_characters, collection.characters),
    )


def make_rules(collection: Collection, *, every: bool) -> tuple[RuleRow, ...]:
    """The rules as rows of a table, those that took most first; `every` rule or those that took any."""
    ordered = sorted(collection.rules, key=lambda rule: (-rule.characters, rule.rule))
    return tuple(
        RuleRow(
            rule=rule.rule,
            says=rule.says,
            spans=number(rule.spans),
            characters=number(rule.characters),
            share=percent(rule.characters, collection.characters),
            documents=number(rule.documents),
            url=rule_address(rule.rule),
        )
        for rule in ordered
        if every or rule.spans
    )


def find_axis(values: tuple[FacetValue, ...]) -> tuple[str, ...]:
    """The months in which documents of the collection were published."""
    return tuple(v.value for v in values if v.group == "month")


def _say_copies(copies: CopyTotals) -> str:
    """How many documents say again what another one says."""
    if not copies.groups:
        return "none"
    both = f"{plural(copies.exact, 'exact duplicate')} and {plural(copies.near, 'near copy')}"
    return f"{both} of {plural(copies.groups, 'document')}"


def _say_published(search: Search) -> str:
    """How many documents have a date, between which dates, and how many have none."""
    total = search.collection.documents
    none = SearchRequest(published=("none",), facets=(), per=1)
    without = search.search(none).total
    if without == total:
        return f"none of {number(total)} with a date" if total else "no documents"
    ends = []
    orders: tuple[Literal["oldest", "newest"], ...] = ("oldest", "newest")
    for sort in orders:
        hits = search.search(SearchRequest(sort=sort, facets=(), per=1)).hits
        published = hits[0].document.published if hits else None
        ends.append(search.facet_label("published", published.value) if published else "")
    between = ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
    return f"{number(total - without)} with a date, {between}; {number(without)} without"
