"""Checks of authority lines against each other.

Only refuses, with the lines and the cure; changes nothing and reads no file.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from indexer.entities.alias_rules import AliasRule
from indexer.entities.authority_files import Line

TYPES = frozenset(
    {
        "armed_group",
        "collective",
        "company",
        "country",
        "government",
        "intl_mission",
        "intl_org",
        "media",
        "organisation",
        "party",
        "person",
        "pmc",
        "state_force",
        "un_body",
    }
)
SAHEL = "sahel"
_ID = re.compile(r"[a-z0-9]+(?:[-_.][a-z0-9]+)*")
_WIKIDATA = re.compile(r"Q[1-9][0-9]*")
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")


def is_address(id_: str) -> bool:
    """Whether `/actors/` with this id behind it is the address of something else.

    >>> is_address("unlinked"), is_address("jnim.json"), is_address("jnim")
    (True, True, False)
    """
    return id_ == "unlinked" or id_.endswith(".json")


def check_id(line: Line) -> None:
    """Refuse an id that could not stand in a query or an address."""
    id_ = line.cells["id"]
    if is_address(id_):
        line.refuse(f"the id “{id_}” is the address of another page; write another one")
    if not _ID.fullmatch(id_):
        line.refuse(f"the id “{id_}” cannot be asked for; write small letters a-z, digits and hyphens")
    check_region(line)


def check_region(line: Line) -> None:
    """Refuse a region that no rule knows."""
    if line.cells["region"] not in ("", SAHEL):
        line.refuse(f"the region “{line.cells['region']}” is unknown; leave it empty or write {SAHEL}")


def check_actor(line: Line, lines: Mapping[str, Line]) -> None:
    """Refuse a line of actors.csv that cannot stand among the others, which are given by id."""
    cells = line.cells
    if cells["type"] not in TYPES:
        line.refuse(f"the type “{cells['type']}” is unknown; use one of {', '.join(sorted(TYPES))}")
    if cells["decoy"] not in ("", "0", "1"):
        line.refuse(f"decoy is “{cells['decoy']}”; leave it empty or write 1")
    if cells["wikidata"] and not _WIKIDATA.fullmatch(cells["wikidata"]):
        line.refuse(f"wikidata is “{cells['wikidata']}”; write its number as Q1234, or leave it empty")
    check_dates(line, "active_from", "active_to")
    for column in ("parent", "successor"):
        _check_chain(line, column, lines)


def _check_chain(line: Line, column: str, lines: Mapping[str, Line]) -> None:
    chain = [line.cells["id"]]
    while above := lines[chain[-1]].cells[column]:
        if above not in lines:
            lines[chain[-1]].refuse(f"the {column} {above} is no actor; add it or correct the id")
        if above in chain:
            circle = " > ".join([*chain[chain.index(above) :], above])
            line.refuse(f"the {column}s go in a circle ({circle}); take one of them out")
        chain.append(above)


def check_dates(line: Line, first: str, last: str) -> None:
    """Refuse what is no year, month or day in two columns, and an end before its beginning."""
    begin, end = line.cells[first], line.cells[last]
    for column, text in ((first, begin), (last, end)):
        if text and not _is_date(text):
            line.refuse(f"{column} is “{text}”; write a date that exists as 2024, 2024-03 or 2024-03-27")
    known = min(len(begin), len(end))
    if begin[:known] > end[:known]:
        line.refuse(f"{first} {begin} is after {last} {end}; correct one of the two")


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        date.fromisoformat(text + "2024-01-01"[len(text) :])
    except ValueError:
        return False
    return True


def check_claims(claims: Iterable[tuple[AliasRule, Line]]) -> None:
    """Refuse a spelling that two actors, or two places, would have at once.

    Ambiguous spellings are left to their needs, and between an actor and a place the actor wins.
    """
    claimed: defaultdict[tuple[str, bool], list[tuple[AliasRule, Line]]] = defaultdict(list)
    for rule, line in claims:
        if rule.ambiguous:
            continue
        others = claimed[rule.lower, rule.place]
        for other, older in others:
            if other.id != rule.id and _meet(rule, other):
                line.refuse(
                    f"“{rule.text}” of {rule.id} is “{other.text}” of {other.id} too ({older.place}); take "
                    "one of the two out, or make both ambiguous with needs that tell them apart"
                )
        others.append((rule, line))


def _meet(one: AliasRule, other: AliasRule) -> bool:
    """Whether a text may hold what both spellings are, given that they fold to the same letters."""
    if "fold" in (one.case, other.case):
        return True
    return not _surfaces(one).isdisjoint(_surfaces(other))


def _surfaces(rule: AliasRule) -> set[str]:
    return {rule.cased, rule.cased.upper()} if rule.case == "name" else {rule.cased}
