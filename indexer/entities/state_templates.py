"""Spell out each state, its government and its forces.

Pure: from a country to its actors and spellings. Never looks at a text; a demonym alone is never
a spelling, since "American" and "French" name nobody.
"""

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from indexer.entities.alias_rules import AliasRule, Case, Veto, read_vetoes
from indexer.entities.countries import Country, FrenchAdjective, Name
from indexer.entities.folding import fold_alias
from indexer.schema.collection import Alias

_COMPOUNDS = read_vetoes(
    ">ruler|>rulers|>leader|>leaders|>strongman|>regime|>aid|>equipment|>hardware|>knife|>knives"
)
"""The Chadian military ruler is a person, and no force is in Iranian military aid or a Swiss army knife."""

_CARRIERS = read_vetoes("<Air|>Airways|>Airlines")
"""Air France and Kenya Airways are companies."""

_NAMES_USED = 3
"""So many names of a country go into templates; those after them are rare in any company."""


@dataclass(frozen=True, slots=True)
class _Templates:
    """The words that make spellings of one kind of actor.

    behind_all: Chadian army, Chad's army; behind_adjective: Chadian air force; behind_name: Chad
    army; of: army of Chad; in_: junta in Chad. m, f, mp and fp stand for the form of a French
    adjective. Words that leave no doubt are said of a state only, so that "Chad's army" is no man's.
    """

    behind_all: tuple[str, ...]
    behind_adjective: tuple[str, ...]
    french: tuple[str, ...]
    of: tuple[str, ...]
    french_of: tuple[str, ...]
    behind_name: tuple[str, ...] = ()
    in_: tuple[str, ...] = ()
    french_in: tuple[str, ...] = ()
    no_doubt: bool = True


_FORCES = _Templates(
    behind_all=(
        *("army", "armed forces", "military", "troops", "soldiers", "security forces"),
        *("forces", "defence forces", "defense forces"),
    ),
    behind_adjective=(
        *("air force", "navy", "special forces", "government forces", "government troops"),
        *("defence and security forces", "defense and security forces"),
    ),
    # No forces here: in "Mali forces" it may be a verb.
    behind_name=("army", "armed forces", "military", "troops", "soldiers"),
    of=("army", "armed forces", "military"),
    french=(
        *("armée {f}", "forces armées {fp}", "forces {fp}", "forces de sécurité {fp}"),
        *("forces de défense et de sécurité {fp}", "forces spéciales {fp}", "soldats {mp}"),
        *("militaires {mp}", "troupes {fp}", "armée de l'air {f}", "marine {f}"),
    ),
    french_of=("armée", "forces armées", "soldats", "troupes"),
)
_GOVERNMENT = _Templates(
    behind_all=("government", "authorities", "officials", "foreign ministry"),
    behind_adjective=("regime", "presidency"),
    of=("government", "authorities"),
    french=(
        *("gouvernement {m}", "autorités {fp}", "pouvoir {m}", "régime {m}", "présidence {f}"),
        *("diplomatie {f}", "ministère {m} des Affaires étrangères"),
        "ministère des Affaires étrangères {m}",
    ),
    french_of=("gouvernement", "autorités"),
    no_doubt=False,
)
_ENGLISH_JUNTA = (
    *("junta", "military junta", "ruling junta", "military government", "military authorities"),
    *("military regime", "transitional government", "transitional authorities", "transitional junta"),
)
_FRENCH_JUNTA = (
    *("junte", "junte militaire", "junte de transition", "régime militaire", "pouvoir militaire"),
    *("gouvernement militaire", "gouvernement de transition", "autorités militaires"),
    "autorités de transition",
)
_JUNTA = _Templates(
    behind_all=(
        *_ENGLISH_JUNTA,
        *("rulers", "military rulers", "military leaders", "transitional council"),
        *("ruling military junta", "ruling military council", "ruling military government"),
        "ruling military authorities",
    ),
    behind_adjective=(),
    of=_ENGLISH_JUNTA,
    in_=(*_ENGLISH_JUNTA, "government", "authorities"),
    french=(
        *("junte {f}", "junte militaire {f}", "junte de transition {f}", "junte {f} de transition"),
        *("régime militaire {m}", "pouvoir militaire {m}", "gouvernement militaire {m}"),
        *("gouvernement de transition {m}", "gouvernement {m} de transition"),
        *("autorités militaires {fp}", "autorités de transition {fp}", "autorités {fp} de transition"),
    ),
    french_of=_FRENCH_JUNTA,
    french_in=(*_FRENCH_JUNTA, "junte au pouvoir", "gouvernement", "autorités"),
)
_MINISTRY = _Templates(
    behind_all=("defence ministry", "defense ministry"),
    behind_adjective=("ministry of defence", "ministry of defense"),
    of=("ministry of defence", "ministry of defense"),
    french=("ministère {m} de la Défense", "ministère de la Défense {m}"),
    french_of=("ministère de la Défense",),
)


_Form = tuple[tuple[str, ...], bool, tuple[Veto, ...], str]
"""A spelling: parts that a blank joins, whether it is doubtful, vetoes, language."""


def state_actors(countries: Iterable[Country], listed: Mapping[str, str]) -> Iterator[Mapping[str, str]]:
    """Cells as in actors.csv for each country, government and force that is not listed there.

    `listed` gives the region of each actor of actors.csv; a government is of its country's region.
    """
    for country in countries:
        region = listed.get(country.id, "")
        of = country.english[0].of[0]
        actors = [
            (country.id, "country", country.english[0].text, ""),
            (country.government, "government", f"Government {of}", country.id),
        ]
        if country.forces is not None:
            actors.append((country.forces, "state_force", f"Armed forces {of}", country.government))
        for id_, type_, name, parent in actors:
            if id_ not in listed:
                yield {"id": id_, "type": type_, "canonical": name, "parent": parent, "region": region}


def unlisted_spellings(
    countries: Iterable[Country], listed: Container[str], known: Iterable[AliasRule]
) -> Iterator[tuple[Alias, AliasRule]]:
    """The spellings of all countries but those that aliases.csv settles.

    A spelling that is `known` for the same actor, or without a doubt for any other, is left to the
    line that gives it.
    """
    settled: set[str] = set()
    own: set[tuple[str, str]] = set()
    for rule in known:
        own.add((rule.id, rule.lower))
        if not rule.ambiguous:
            settled.add(rule.lower)
    for country in countries:
        for alias, rule in state_spellings(country, listed):
            if rule.lower not in settled and (rule.id, rule.lower) not in own:
                yield alias, rule


def state_spellings(country: Country, listed: Container[str]) -> Iterator[tuple[Alias, AliasRule]]:
    """Every spelling of a country, its government, its ministry of defence and its forces.

    The ministry's go to the government where no such actor is `listed`. No spelling comes twice.

    >>> from indexer.entities.countries import read_countries
    >>> chad = next(c for c in read_countries() if c.id == "c-td")
    >>> [alias.text for alias, _ in state_spellings(chad, ())][3:6]
    ['République du Tchad', 'Chadian army', 'Chadian armed forces']
    """
    seen: set[str] = set()
    for id_, (unfolded, doubtful, vetoes, language) in _forms(country, listed):
        parts = [_fold_part(part) for part in unfolded]
        text = " ".join(unfolded)
        cased = " ".join([part.cased for part in parts])
        lower = " ".join([part.lower for part in parts])
        if lower in seen:
            continue
        seen.add(lower)
        written = [(text, cased)]
        case: Case = "fold"
        if " " not in text:
            # A word of its own may be another word in small letters: Turkey, Chine.
            case = "exact"
        elif any(part.abbreviated for part in parts):
            # So may an abbreviation: he told us soldiers came.
            case = "name"
            written.append((_capitalised(text), _capitalised(cased)))
        needs = country.needs if doubtful else ()
        for as_text, as_cased in written:
            yield (
                Alias(as_text, case != "fold", doubtful, language),
                AliasRule(id_, as_text, as_cased, lower, case, "name", doubtful, needs, vetoes),
            )


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a spelling, folded. `abbreviated`: it holds a word like US."""

    cased: str
    lower: str
    abbreviated: bool


@lru_cache(maxsize=4096)
def _fold_part(part: str) -> _Part:
    cased, lower = fold_alias(part)
    return _Part(cased, lower, re.search(r"(?<![^\W_])[A-Z]{2,}(?![^\W_]|\.)", part) is not None)


def _capitalised(text: str) -> str:
    """Each word with a capital: US Armed Forces."""
    return " ".join([word[0].upper() + word[1:] for word in text.split()])


def _forms(country: Country, listed: Container[str]) -> Iterator[tuple[str, _Form]]:
    vetoes = (*country.vetoes, *_CARRIERS)
    for names, language in ((country.english, ""), (country.french, "fr")):
        for name in names:
            yield country.id, ((name.text,), name.doubtful, vetoes, language)
    for id_, templates, of_kind in _bearers(country, listed):
        for form in (*_english(country, templates, of_kind), *_french(country, templates, of_kind)):
            yield id_, form


def _bearers(country: Country, listed: Container[str]) -> Iterator[tuple[str, _Templates, tuple[Veto, ...]]]:
    """Who gets the spellings of which templates, with their own vetoes."""
    if country.forces is not None:
        yield country.forces, _FORCES, _COMPOUNDS
    yield country.government, _GOVERNMENT, ()
    if country.junta:
        yield country.government, _JUNTA, ()
    ministry = country.ministry if country.ministry in listed else country.government
    yield ministry, _MINISTRY, ()


def _english(country: Country, templates: _Templates, of_kind: tuple[Veto, ...]) -> Iterator[_Form]:
    vetoes = (*of_kind, *_side(country.adjective_vetoes, before=True))
    for adjective in country.english_adjectives:
        for noun in (*templates.behind_all, *templates.behind_adjective):
            yield (adjective.text, noun), adjective.doubtful, vetoes, ""
    before = (*of_kind, *_side(country.vetoes, before=True))
    after = (*of_kind, *_side(country.vetoes, before=False))
    for name in _used(country.english):
        doubtful = name.doubtful and not templates.no_doubt
        for possessive in _possessives(name.text):
            for noun in templates.behind_all:
                yield (possessive, noun), doubtful, before, ""
        for noun in templates.behind_name:
            yield (name.text, noun), doubtful, before, ""
        for parts in _behind(name, templates.of, templates.in_):
            yield parts, doubtful, after, ""


def _behind(name: Name, of: Iterable[str], in_: Iterable[str]) -> Iterator[tuple[str, str]]:
    for words in name.of:
        for noun in of:
            yield noun, words
    for noun in in_:
        yield noun, name.in_


def _possessives(name: str) -> tuple[str, ...]:
    """The possessive forms of a name: Chad's; the Philippines' and Laos's."""
    return (f"{name}'s", f"{name}'") if name.endswith("s") else (f"{name}'s",)


def _french(country: Country, templates: _Templates, of_kind: tuple[Veto, ...]) -> Iterator[_Form]:
    vetoes = (*of_kind, *_side(country.adjective_vetoes, before=False))
    for adjective in country.french_adjectives:
        for template in templates.french:
            yield (_agree(template, adjective),), adjective.doubtful, vetoes, "fr"
    after = (*of_kind, *_side(country.vetoes, before=False))
    for name in _used(country.french):
        doubtful = name.doubtful and not templates.no_doubt
        for parts in _behind(name, templates.french_of, templates.french_in):
            yield parts, doubtful, after, "fr"


def _used(names: Iterable[Name]) -> list[Name]:
    return [name for name in names if not name.formal][:_NAMES_USED]


def _agree(template: str, adjective: FrenchAdjective) -> str:
    return template.format(
        m=adjective.masculine,
        f=adjective.feminine,
        mp=adjective.masculine_plural,
        fp=adjective.feminine_plural,
    )


def _side(vetoes: Iterable[Veto], *, before: bool) -> tuple[Veto, ...]:
    """What of the vetoes still stands beside a longer spelling that begins or ends with the name."""
    return tuple(
        Veto(veto.word, before=before, after=not before)
        for veto in vetoes
        if (veto.before if before else veto.after)
    )
