"""Compose the authority: actors, their spellings, places.

Never looks at a text. A broken file is refused as a whole, with the file, the line and the cure.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from math import isfinite
from pathlib import Path
from typing import TypeVar

from indexer.entities.abbreviations import looks_like_abbreviation
from indexer.entities.alias_rules import AliasRule, Case, Need, read_needs, read_vetoes
from indexer.entities.authority_checks import (
    SAHEL,
    check_actor,
    check_claims,
    check_dates,
    check_id,
)
from indexer.entities.authority_files import (
    ACTORS,
    ALIASES,
    NO_FOLDER,
    OFFICES,
    PLACES,
    AuthorityFolder,
    Line,
    Table,
    read_folder,
)
from indexer.entities.brace_patterns import expand_braces
from indexer.entities.countries import read_countries
from indexer.entities.folding import fold_alias
from indexer.entities.state_templates import state_actors, unlisted_spellings
from indexer.schema.collection import Actor, Alias, Office, Place

T = TypeVar("T")

KINDS = frozenset({"settlement", "region"})
SHIPPED = Path(__file__).parent
_CASES: Mapping[str, Case] = {"exact": "exact", "fold": "fold"}
_MOST_DEGREES = {"lat": 90, "lon": 180}


@dataclass(frozen=True, slots=True)
class Authority:
    """Actors and places in the order of their files, and the rules of all their spellings.

    `sahel` holds the ids whose unambiguous mention makes a text one about the Sahel. `generated`
    are the actors that countries.csv and the templates add to those of actors.csv; `armies` bear
    the army of a state, with its government where the two are one actor. `digest` is a hash of the
    files that were laid over the shipped ones, empty where there are none.
    """

    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    rules: tuple[AliasRule, ...]
    sahel: frozenset[str]
    digest: str = ""
    generated: frozenset[str] = frozenset()
    armies: frozenset[str] = frozenset()

    def actors_of(self, named: Iterable[str]) -> tuple[Actor, ...]:
        """The actors without those generated ones that are not `named`, nor above one that is.

        Those of the Sahel stay: "the junta" may mean one that no document names.
        """
        parents = {actor.id: actor.parent for actor in self.actors}
        kept: set[str] = set()
        for id_ in named:
            at: str | None = id_
            while at is not None and at not in kept:
                kept.add(at)
                at = parents.get(at)
        left_out = self.generated - kept - self.sahel
        return tuple(actor for actor in self.actors if actor.id not in left_out)


_Generate = Callable[[Iterable[AliasRule]], Iterator[tuple[Alias, AliasRule]]]
"""Makes the spellings that go without saying, given those that lines give."""


@dataclass(frozen=True, slots=True)
class _Spelling:
    """One spelling of one actor or place, and the line that gives it."""

    line: Line
    alias: Alias
    rule: AliasRule

    @property
    def key(self) -> tuple[str, str]:
        """What a later line of the same spelling has too."""
        return self.rule.id, self.rule.cased


@dataclass(slots=True)
class _Spellings:
    """What one actor's lines of aliases.csv come to; one Alias a text, the least ambiguous."""

    aliases: dict[str, Alias] = field(default_factory=dict)
    rules: list[AliasRule] = field(default_factory=list)

    def add(self, alias: Alias, rule: AliasRule) -> None:
        known = self.aliases.get(alias.text)
        if known is None or (known.ambiguous and not alias.ambiguous):
            self.aliases[alias.text] = alias
        self.rules.append(rule)


def read_authority(overlay: Path | None = None, *, shipped: Path = SHIPPED) -> Authority:
    """The authority of the files in `shipped`, with those of a user's folder laid over them.

    Of the user's files any may be missing. A line of an id that is there already replaces that
    actor or place, a line of a spelling or an office that is there already replaces it; all other
    lines are added. `docs/authority.md` tells the columns.

    Raises:
        SettingsError: a folder or file that is missing or a line that cannot be used.
    """
    with _without_collecting():
        return _compose(
            read_folder(shipped), NO_FOLDER if overlay is None else read_folder(overlay, whole=False)
        )


@contextmanager
def _without_collecting() -> Iterator[None]:
    """All of the tens of thousands of values stay: to look for garbage between them takes a quarter more."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _compose(ours: AuthorityFolder, users: AuthorityFolder) -> Authority:
    lines = _rows(ACTORS, ours, users)
    listed = {id_: line.cells["region"] for id_, line in lines.items()}
    path = ours.path / "countries.csv"
    countries = read_countries(path) if path.exists() else ()
    for cells in state_actors(countries, listed):
        lines[cells["id"]] = Line(path, 0, {**dict.fromkeys(ACTORS.columns, ""), **cells})
    for line in lines.values():
        check_actor(line, lines)
    found = _read_spellings(ours, users, lines, lambda known: unlisted_spellings(countries, listed, known))
    spellings = {id_: _Spellings() for id_ in lines}
    for spelling in found:
        spellings[spelling.rule.id].add(spelling.alias, spelling.rule)
    offices = _read_offices(ours, users, lines)
    actors = tuple(_actor(line, spellings[id_], offices.get(id_, ())) for id_, line in lines.items())
    claims = [(spelling.rule, spelling.line) for spelling in found]
    sahel = {id_ for id_, line in lines.items() if line.cells["region"] == SAHEL}
    places = []
    for id_, line in _rows(PLACES, ours, users).items():
        if id_ in lines:
            line.refuse(f"the id {id_} is already an actor's; give the place another")
        place, rules = _read_place(line)
        places.append(place)
        claims.extend((rule, line) for rule in rules)
        if line.cells["region"] == SAHEL:
            sahel.add(id_)
    check_claims(claims)
    by_actor = [rule for id_ in lines for rule in spellings[id_].rules]
    of_places = [rule for rule, _ in claims if rule.place]
    return Authority(
        actors,
        tuple(places),
        (*by_actor, *of_places),
        frozenset(sahel),
        digest=users.digest if users.contents else "",
        generated=frozenset(lines.keys() - listed.keys()),
        armies=frozenset(country.forces for country in countries if country.forces),
    )


def _rows(table: Table, ours: AuthorityFolder, users: AuthorityFolder) -> dict[str, Line]:
    """The lines of actors.csv or places.csv by id; a user's stands where the shipped one stood."""
    rows = _by_id(ours.lines(table))
    for id_, line in _by_id(users.lines(table)).items():
        rows[id_] = line.laid_over(rows[id_]) if id_ in rows else line
    for line in rows.values():
        if not line.cells["canonical"]:
            line.refuse("canonical must not be empty; fill it in")
    return rows


def _by_id(lines: Iterator[Line]) -> dict[str, Line]:
    found: dict[str, Line] = {}
    for line in lines:
        check_id(line)
        id_ = line.cells["id"]
        if id_ in found:
            line.refuse(f"the id {id_} stands already in line {found[id_].number}; remove one of the two")
        found[id_] = line
    return found


def _read_offices(
    ours: AuthorityFolder, users: AuthorityFolder, actors: Mapping[str, Line]
) -> dict[str, tuple[Office, ...]]:
    known: dict[tuple[str, ...], tuple[str, Office]] = {}
    for folder in (ours, users):
        for line in folder.lines(OFFICES):
            cells = line.cells
            if not cells["actor_id"] or not cells["office"]:
                line.refuse("actor_id and office must not be empty; fill them in")
            for id_ in filter(None, (cells["actor_id"], cells["of"])):
                _check_known(line, id_, actors)
            check_dates(line, "from", "to")
            office = Office(
                cells["office"],
                cells["of"] or None,
                cells["from"] or None,
                cells["to"] or None,
                cells["source"],
            )
            key = (cells["actor_id"], cells["office"], cells["of"], cells["from"])
            if folder is ours and key in known:
                line.refuse("this office stands in an earlier line already; remove one of the two")
            known[key] = cells["actor_id"], office
    offices: dict[str, tuple[Office, ...]] = {}
    for id_, office in known.values():
        offices[id_] = (*offices.get(id_, ()), office)
    return offices


def _check_known(line: Line, id_: str, actors: Mapping[str, Line]) -> None:
    if id_ not in actors:
        line.refuse(f"the actor {id_} is unknown; add it to actors.csv or correct the id")


def _actor(line: Line, spellings: _Spellings, offices: tuple[Office, ...]) -> Actor:
    cells = line.cells
    if not spellings.aliases:
        line.refuse(f"{cells['id']} has no spelling; add one to aliases.csv")
    return Actor(
        id=cells["id"],
        type=cells["type"],
        label=cells["label"] or cells["canonical"],
        name=cells["canonical"],
        parent=cells["parent"] or None,
        active_from=cells["active_from"] or None,
        active_to=cells["active_to"] or None,
        note=cells["note"],
        decoy=cells["decoy"] == "1",
        aliases=tuple(spellings.aliases.values()),
        successor=cells["successor"] or None,
        source=cells["source"],
        offices=offices,
    )


def _read_spellings(
    ours: AuthorityFolder, users: AuthorityFolder, actors: Mapping[str, Line], generate: _Generate
) -> list[_Spelling]:
    """Every spelling of every actor, but those that a user's line replaces or withdraws."""
    shipped = [s for line in ours.lines(ALIASES) for s in _read_alias(line, actors)]
    laid_over = [
        (spelling, _read_flag(line, "withdraw"))
        for line in users.lines(ALIASES)
        for spelling in _read_alias(line, actors)
    ]
    known = [s.rule for s in (*shipped, *(s for s, withdrawn in laid_over if not withdrawn))]
    shipped += [_Spelling(actors[rule.id], alias, rule) for alias, rule in generate(known)]
    keys = {spelling.key for spelling in shipped}
    for spelling, withdrawn in laid_over:
        if withdrawn and spelling.key not in keys:
            spelling.line.refuse(
                f"{spelling.rule.id} has no spelling “{spelling.rule.text}” to withdraw; correct or "
                "remove the line"
            )
    replaced = {spelling.key for spelling, _ in laid_over}
    added = [spelling for spelling, withdrawn in laid_over if not withdrawn]
    return [spelling for spelling in shipped if spelling.key not in replaced] + added


def _read_alias(line: Line, actors: Mapping[str, Line]) -> Iterator[_Spelling]:
    cells = line.cells
    _check_known(line, cells["actor_id"], actors)
    actor = actors[cells["actor_id"]].cells
    needs, vetoes = _read_cell(line, "needs", read_needs), _read_cell(line, "veto", read_vetoes)
    for need in needs:
        if need.kind == "actor" and need.value not in actors:
            line.refuse(f"@{need.value} is no actor; correct the id")
    ambiguous = _read_flag(line, "ambiguous", default=bool(needs))
    if ambiguous != bool(needs):
        line.refuse("an ambiguous spelling has needs, and no other has; fill in or clear one of the two")
    if cells["case"] not in ("", *_CASES):
        line.refuse(f"the case “{cells['case']}” is unknown; write exact or fold")
    for text in _read_cell(line, "alias", expand_braces):
        cased, lower = fold_alias(text)
        if not any(c.isalnum() for c in lower):
            line.refuse(f"the spelling “{text}” holds no letter; correct the pattern")
        case = _CASES.get(cells["case"]) or _case_of(text)
        yield _Spelling(
            line,
            Alias(text, case == "exact", ambiguous, cells["lang"]),
            AliasRule(
                id=cells["actor_id"],
                text=text,
                cased=cased,
                lower=lower,
                case=case,
                kind=cells["kind"] or ("abbr" if looks_like_abbreviation(text) else "name"),
                ambiguous=ambiguous,
                needs=needs,
                vetoes=vetoes,
                decoy=actor["decoy"] == "1",
                person=actor["type"] == "person",
            ),
        )


def _case_of(text: str) -> Case:
    """Names with small letters fold; what is written in capitals alone is a word otherwise too."""
    return "exact" if text == text.upper() != text.lower() else "fold"


def _read_cell(line: Line, column: str, read: Callable[[str], tuple[T, ...]]) -> tuple[T, ...]:
    try:
        return read(line.cells[column])
    except ValueError as error:
        line.refuse(f"{error}; correct the cell")


def _read_flag(line: Line, column: str, *, default: bool = False) -> bool:
    text = line.cells[column]
    if text not in ("", "0", "1"):
        line.refuse(f"{column} is “{text}”; write 0 or 1")
    return text == "1" if text else default


def _read_place(line: Line) -> tuple[Place, list[AliasRule]]:
    cells = line.cells
    if cells["kind"] not in KINDS:
        line.refuse(f"the kind “{cells['kind']}” is unknown; use one of {', '.join(sorted(KINDS))}")
    ambiguous = _read_flag(line, "ambiguous")
    latitude, longitude = _read_degrees(line, "lat"), _read_degrees(line, "lon")
    place = Place(cells["id"], cells["canonical"], cells["country"], cells["kind"], latitude, longitude)
    rules = []
    for text in filter(None, map(str.strip, [cells["canonical"], *cells["aliases"].split("|")])):
        cased, lower = fold_alias(text)
        if not any(c.isalnum() for c in lower):
            line.refuse(f"the spelling “{text}” holds no letter; correct it")
        # An ambiguous place is a word of another language too: Diré and dire.
        case: Case = "accents" if ambiguous else "name" if text[0].isupper() else "fold"
        needs = (Need("sahel"),) if ambiguous else ()
        rules.append(AliasRule(place.id, text, cased, lower, case, "name", ambiguous, needs, place=True))
    return place, rules


def _read_degrees(line: Line, column: str) -> float | None:
    text = line.cells[column]
    if not text:
        return None
    try:
        degrees = float(text)
    except ValueError:
        degrees = float("nan")
    if not isfinite(degrees) or abs(degrees) > _MOST_DEGREES[column]:
        line.refuse("lat and lon are degrees such as 16.272; correct them or leave both empty")
    return degrees
