"""Read the authority file: actors, their spellings, places.

Never looks at a text. A broken file is refused as a whole, with the file, the line and the cure.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from indexer.entities.alias_rules import AliasRule, Case, read_needs, read_vetoes
from indexer.entities.brace_patterns import expand_braces
from indexer.entities.countries import read_countries
from indexer.entities.folding import fold_alias
from indexer.entities.state_templates import state_actors, unlisted_spellings
from indexer.errors import SettingsError
from indexer.schema.collection import Actor, Alias, Office, Place

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
KINDS = frozenset({"settlement", "region"})
SAHEL = "sahel"

_ACTOR_COLUMNS = (
    *("id", "type", "label", "canonical", "parent", "successor", "region"),
    *("decoy", "wikidata", "active_from", "active_to", "note", "source"),
)
_OFFICE_COLUMNS = ("actor_id", "office", "of", "from", "to", "source")
_ALIAS_COLUMNS = ("actor_id", "alias", "lang", "case", "kind", "ambiguous", "needs", "veto")
_PLACE_COLUMNS = (
    *("id", "canonical", "country", "kind", "aliases"),
    *("ambiguous", "region", "geonames", "lat", "lon"),
)


@dataclass(frozen=True, slots=True)
class Authority:
    """Actors and places in the order of their files, and the rules of all their spellings.

    `sahel` holds the ids whose unambiguous mention makes a text one about the Sahel. `generated`
    are the actors that countries.csv and the templates add to those of actors.csv; `armies` bear
    the army of a state, with its government where the two are one actor.
    """

    actors: tuple[Actor, ...]
    places: tuple[Place, ...]
    rules: tuple[AliasRule, ...]
    sahel: frozenset[str]
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


@dataclass(frozen=True, slots=True)
class _Line:
    """One line of a file, with what an error message must say of it."""

    file: str
    number: int
    cells: Mapping[str, str]

    def refuse(self, what: str) -> NoReturn:
        raise SettingsError(f"{self.file}, line {self.number}: {what}")


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


def read_authority(folder: Path | None = None) -> Authority:
    """The authority file in `folder`; None reads the one shipped with the program.

    Raises:
        SettingsError: a file that is missing or a line that cannot be used.
    """
    folder = Path(__file__).parent if folder is None else folder
    lines = {line.cells["id"]: line for line in _read_unique(folder / "actors.csv", _ACTOR_COLUMNS)}
    listed = {id_: line.cells["region"] for id_, line in lines.items()}
    countries = read_countries()
    for cells in state_actors(countries, listed):
        lines[cells["id"]] = _Line("countries.csv", 0, {**dict.fromkeys(_ACTOR_COLUMNS, ""), **cells})
    for line in lines.values():
        _check_actor(line, lines)
    spellings = _read_spellings(folder / "aliases.csv", lines)
    known = [rule for found in spellings.values() for rule in found.rules]
    for alias, rule in unlisted_spellings(countries, listed, known):
        spellings[rule.id].add(alias, rule)
    offices = _read_offices(folder / "offices.csv", lines)
    actors = tuple(_actor(line, spellings[id_], offices.get(id_, ())) for id_, line in lines.items())
    places: list[Place] = []
    rules = [rule for id_ in lines for rule in spellings[id_].rules]
    sahel = {id_ for id_, line in lines.items() if line.cells["region"] == SAHEL}
    for line in _read_unique(folder / "places.csv", _PLACE_COLUMNS):
        place, place_rules = _read_place(line)
        if place.id in lines:
            line.refuse(f"the id {place.id} is already an actor's; give the place another")
        places.append(place)
        rules.extend(place_rules)
        if line.cells["region"] == SAHEL:
            sahel.add(place.id)
    return Authority(
        actors,
        tuple(places),
        tuple(rules),
        frozenset(sahel),
        generated=frozenset(lines.keys() - listed.keys()),
        armies=frozenset(country.forces for country in countries if country.forces),
    )


def _read_lines(path: Path, columns: tuple[str, ...]) -> Iterator[_Line]:
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            reader = csv.DictReader(stream, strict=True)
            missing = [c for c in columns if c not in (reader.fieldnames or ())]
            if missing:
                raise SettingsError(f"{path.name}, line 1: no column {', '.join(missing)}; add it")
            for cells in reader:
                line = _Line(path.name, reader.line_num, {k: v for k, v in cells.items() if k is not None})
                if None in cells or None in cells.values():
                    line.refuse(f"{len(columns)} cells are needed; quote a cell that holds a comma")
                yield line
    except FileNotFoundError as error:
        raise SettingsError(f"{path} is missing; put {path.name} there") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SettingsError(f"{path.name} cannot be read ({error}); save it as CSV in UTF-8") from error


def _read_unique(path: Path, columns: tuple[str, ...]) -> Iterator[_Line]:
    seen: dict[str, int] = {}
    for line in _read_lines(path, columns):
        id_ = line.cells["id"]
        if not id_ or not line.cells["canonical"]:
            line.refuse("id and canonical must not be empty; fill them in")
        if id_ in seen:
            line.refuse(f"the id {id_} stands already in line {seen[id_]}; remove one of the two")
        seen[id_] = line.number
        yield line


def _check_actor(line: _Line, lines: Mapping[str, _Line]) -> None:
    cells = line.cells
    if cells["type"] not in TYPES:
        line.refuse(f"the type “{cells['type']}” is unknown; use one of {', '.join(sorted(TYPES))}")
    if cells["region"] not in ("", SAHEL):
        line.refuse(f"the region “{cells['region']}” is unknown; leave it empty or write {SAHEL}")
    if cells["decoy"] not in ("", "0", "1"):
        line.refuse(f"decoy is “{cells['decoy']}”; leave it empty or write 1")
    if cells["successor"] and cells["successor"] not in lines:
        line.refuse(f"the successor {cells['successor']} is no actor; add it or correct the id")
    chain = [cells["id"]]
    while parent := lines[chain[-1]].cells["parent"]:
        if parent not in lines:
            lines[chain[-1]].refuse(f"the parent {parent} is no actor; add it or correct the id")
        if parent in chain:
            circle = " > ".join([*chain[chain.index(parent) :], parent])
            line.refuse(f"the parents go in a circle ({circle}); take one of them out")
        chain.append(parent)


def _read_offices(path: Path, actors: Mapping[str, _Line]) -> dict[str, tuple[Office, ...]]:
    offices: dict[str, tuple[Office, ...]] = {}
    for line in _read_lines(path, _OFFICE_COLUMNS):
        cells = line.cells
        for id_ in filter(None, (cells["actor_id"], cells["of"])):
            if id_ not in actors:
                line.refuse(f"the actor {id_} is unknown; add it to actors.csv or correct the id")
        if not cells["actor_id"] or not cells["office"]:
            line.refuse("actor_id and office must not be empty; fill them in")
        office = Office(
            cells["office"],
            cells["of"] or None,
            cells["from"] or None,
            cells["to"] or None,
            cells["source"],
        )
        offices[cells["actor_id"]] = (*offices.get(cells["actor_id"], ()), office)
    return offices


def _actor(line: _Line, spellings: _Spellings, offices: tuple[Office, ...]) -> Actor:
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


def _read_spellings(path: Path, actors: Mapping[str, _Line]) -> dict[str, _Spellings]:
    spellings = {id_: _Spellings() for id_ in actors}
    for line in _read_lines(path, _ALIAS_COLUMNS):
        id_ = line.cells["actor_id"]
        if id_ not in actors:
            line.refuse(f"the actor {id_} is unknown; add it to actors.csv or correct the id")
        for alias, rule in _read_alias(line, actors):
            spellings[id_].add(alias, rule)
    return spellings


def _read_alias(line: _Line, actors: Mapping[str, _Line]) -> Iterator[tuple[Alias, AliasRule]]:
    cells = line.cells
    actor = actors[cells["actor_id"]].cells
    case: Case
    match cells["case"]:
        case "exact":
            case = "exact"
        case "fold":
            case = "fold"
        case other:
            line.refuse(f"the case “{other}” is unknown; write exact or fold")
    ambiguous = _read_flag(line, "ambiguous")
    try:
        texts = expand_braces(cells["alias"])
        needs = read_needs(cells["needs"])
    except ValueError as error:
        line.refuse(f"{error}; correct the cell")
    for need in needs:
        if need.kind == "actor" and need.value not in actors:
            line.refuse(f"@{need.value} is no actor; correct the id")
    if ambiguous != bool(needs):
        line.refuse("an ambiguous spelling has needs, and no other has; fill in or clear one of the two")
    for text in texts:
        cased, lower = fold_alias(text)
        if not any(c.isalnum() for c in lower):
            line.refuse(f"the spelling “{text}” holds no letter; correct the pattern")
        yield (
            Alias(text, case == "exact", ambiguous, cells["lang"]),
            AliasRule(
                id=cells["actor_id"],
                text=text,
                cased=cased,
                lower=lower,
                case=case,
                kind=cells["kind"],
                ambiguous=ambiguous,
                needs=needs,
                vetoes=read_vetoes(cells["veto"]),
                decoy=actor["decoy"] == "1",
                person=actor["type"] == "person",
            ),
        )


def _read_flag(line: _Line, column: str) -> bool:
    if line.cells[column] not in ("0", "1"):
        line.refuse(f"{column} is “{line.cells[column]}”; write 0 or 1")
    return line.cells[column] == "1"


def _read_place(line: _Line) -> tuple[Place, list[AliasRule]]:
    cells = line.cells
    if cells["kind"] not in KINDS:
        line.refuse(f"the kind “{cells['kind']}” is unknown; use one of {', '.join(sorted(KINDS))}")
    ambiguous = _read_flag(line, "ambiguous")
    try:
        latitude = float(cells["lat"]) if cells["lat"] else None
        longitude = float(cells["lon"]) if cells["lon"] else None
    except ValueError:
        line.refuse("lat and lon are degrees such as 16.272; correct them or leave both empty")
    place = Place(cells["id"], cells["canonical"], cells["country"], cells["kind"], latitude, longitude)
    rules = []
    for text in filter(None, [cells["canonical"], *cells["aliases"].split("|")]):
        cased, lower = fold_alias(text)
        # An ambiguous place is a word of another language too: Diré and dire.
        case: Case = "accents" if ambiguous else "name" if text[0].isupper() else "fold"
        needs = read_needs(SAHEL) if ambiguous else ()
        rules.append(AliasRule(place.id, text, cased, lower, case, "name", ambiguous, needs, place=True))
    return place, rules
