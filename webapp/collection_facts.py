"""The facts of a generation in words.

Counts what only a search can tell by asking for it; keeps nothing.
"""

from typing import Literal

from indexer.api import Collection, CopyTotals, Search, SearchRequest
from webapp.addresses import rule_address
from webapp.languages import gettext
from webapp.search_contexts import Facts, RuleRow
from webapp.value_names import name_value
from webapp.wording import number, percent, plural


def make_facts(search: Search) -> Facts:
    """The facts of the collection, with the rules that took something."""
    collection = search.collection
    refused = sum(f.status == "refused" for f in collection.source_files)
    spans = sum(rule.spans for rule in collection.rules)
    files = plural(len(collection.source_files), "source file")
    return Facts(
        documents=gettext(
            "%(n)s, from %(files)s, %(refused)s refused",
            n=number(collection.documents),
            files=files,
            refused=number(refused) if refused else gettext("none"),
        ),
        headlines=gettext(
            "%(n)s of %(total)s", n=number(collection.headlines), total=number(collection.documents)
        ),
        passages=number(collection.passages),
        published=_say_published(search),
        removed=gettext(
            "%(spans)s, %(n)s of %(characters)s (%(share)s)",
            spans=plural(spans, "span"),
            n=number(collection.removed_characters),
            characters=plural(collection.characters, "character"),
            share=percent(collection.removed_characters, collection.characters),
        ),
        copies=_say_copies(collection.copies),
        rules=make_rules(collection, took=True),
        total_spans=number(spans),
        total_characters=number(collection.removed_characters),
        total_share=percent(collection.removed_characters, collection.characters),
    )


def make_rules(collection: Collection, *, took: bool) -> tuple[RuleRow, ...]:
    """The rules that took something as rows of a table, those that took most first; or the others."""
    ordered = sorted(collection.rules, key=lambda rule: (-rule.characters, rule.rule))
    return tuple(
        RuleRow(
            rule=rule.rule,
            says=gettext(rule.says),
            spans=number(rule.spans),
            characters=number(rule.characters),
            share=percent(rule.characters, collection.characters),
            documents=number(rule.documents),
            url=rule_address(rule.rule),
        )
        for rule in ordered
        if bool(rule.spans) == took
    )


def _say_copies(copies: CopyTotals) -> str:
    """How many documents say again what another one says."""
    if not copies.groups:
        return gettext("none")
    return gettext(
        "%(exact)s and %(near)s of %(documents)s",
        exact=plural(copies.exact, "exact duplicate"),
        near=plural(copies.near, "near copy"),
        documents=plural(copies.groups, "document"),
    )


def _say_published(search: Search) -> str:
    """How many documents have a date, between which dates, and how many have none."""
    total = search.collection.documents
    none = SearchRequest(published=("none",))
    without = search.count(none).total
    if without == total:
        return gettext("none of %(n)s with a date", n=number(total)) if total else gettext("no documents")
    ends = []
    orders: tuple[Literal["oldest", "newest"], ...] = ("oldest", "newest")
    for sort in orders:
        hits = search.search(SearchRequest(sort=sort, facets=(), per=1)).hits
        published = hits[0].document.published if hits else None
        ends.append(published.value if published else "")
    return gettext(
        "%(n)s with a date, %(dates)s; %(without)s without",
        n=number(total - without),
        dates=name_value(search, "published", ends[0] if ends[0] == ends[1] else "..".join(ends)),
        without=number(without),
    )
