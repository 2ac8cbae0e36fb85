"""Read the countries: names, adjectives, state actors.

Knows the grammar of names only; which words follow an adjective is for the templates.

countries.csv has a line a country: the members of the United Nations, and Kosovo, Palestine,
Taiwan, the Vatican and Western Sahara. Its columns, several values in a cell joined by |:

- code: ISO 3166-1 alpha-2 in lower case (xk for Kosovo); the country is the actor `c-` + code;
- english: names, the first is the label; a leading "the" is no part of the name;
- french: names with their article (le, la, l', les), or without one where French has none;
- english_adjectives: Chadian, and nouns that stand for one: UK;
- french_adjectives: the masculine singular, or masculine/feminine where the rule of
  `french_forms` does not hold, or all four forms;
- forces, government: the actors that bear army and government; empty stands for `forces-` and
  `gov-` + code, `-` for a country without forces;
- junta: 1 where soldiers have taken power since the year 2000;
- needs, veto: the context of the names; only a name or adjective that ends in ? has the needs;
- adjective_veto: the context of the adjectives.
"""

import csv
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from indexer.entities.alias_rules import Need, Veto, read_needs, read_vetoes
from indexer.errors import SettingsError

_COLUMNS = (
    *("code", "english", "french", "english_adjectives", "french_adjectives"),
    *("forces", "government", "junta", "needs", "veto", "adjective_veto"),
)
_ARTICLES = ("le ", "la ", "les ", "l'")
_OF = {"le ": ("du ",), "la ": ("de la ", "de "), "les ": ("des ",), "l'": ("de l'", "d'")}
_IN = {"le ": "au ", "la ": "en ", "les ": "aux ", "l'": "en ", "": "à "}
_FORMAL = re.compile(r"\b(?:of|du|de)\b|d'|\.")
_ELIDED = tuple("AEIOUÉÎÔHaeiouéîôh")


@dataclass(frozen=True, slots=True)
class Name:
    """A name without its article; `doubtful` ones are linked only where the country's needs are met.

    `of`: the name with "of" before it, in each way to say that; `in_` with "in".
    `formal` ones (Republic of Chad, U.S.A.) are not worth a template.
    """

    text: str
    doubtful: bool
    formal: bool = False
    of: tuple[str, ...] = ()
    in_: str = ""


@dataclass(frozen=True, slots=True)
class FrenchAdjective:
    """The four forms of an adjective."""

    masculine: str
    feminine: str
    masculine_plural: str
    feminine_plural: str
    doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Country:
    """One line of countries.csv. `forces` is None where there are none."""

    id: str
    english: tuple[Name, ...]
    french: tuple[Name, ...]
    english_adjectives: tuple[Name, ...]
    french_adjectives: tuple[FrenchAdjective, ...]
    forces: str | None
    government: str
    ministry: str
    junta: bool
    needs: tuple[Need, ...]
    vetoes: tuple[Veto, ...]
    adjective_vetoes: tuple[Veto, ...]


def read_countries(path: Path | None = None) -> tuple[Country, ...]:
    """All countries by code; None reads the file shipped with the program.

    Raises:
        SettingsError: a file that is missing or a line that cannot be used.
    """
    path = Path(__file__).parent / "countries.csv" if path is None else path
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            return tuple(_read_lines(csv.DictReader(stream, strict=True), path.name))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SettingsError(f"{path.name} cannot be read ({error}); save it as CSV in UTF-8") from error


def _read_lines(reader: "csv.DictReader[str]", file: str) -> Iterator[Country]:
    missing = [column for column in _COLUMNS if column not in (reader.fieldnames or ())]
    if missing:
        raise SettingsError(f"{file}, line 1: no column {', '.join(missing)}; add it")
    for cells in reader:
        if None in cells or None in cells.values() or not (cells["code"] and cells["english"]):
            raise SettingsError(
                f"{file}, line {reader.line_num}: {len(_COLUMNS)} cells are needed, code and english"
                " not empty; mend the line"
            )
        try:
            yield _country(cells)
        except ValueError as error:
            raise SettingsError(f"{file}, line {reader.line_num}: {error}; correct the cell") from error


def _country(cells: Mapping[str, str]) -> Country:
    code = cells["code"]
    return Country(
        id=f"c-{code}",
        english=_names(cells["english"], _english_name),
        french=_names(cells["french"], _french_name),
        english_adjectives=_names(cells["english_adjectives"], _english_name),
        french_adjectives=tuple(french_forms(text) for text in _split(cells["french_adjectives"])),
        forces=None if cells["forces"] == "-" else cells["forces"] or f"forces-{code}",
        government=cells["government"] or f"gov-{code}",
        ministry=f"mod-{code}",
        junta=cells["junta"] == "1",
        needs=read_needs(cells["needs"]),
        vetoes=read_vetoes(cells["veto"]),
        adjective_vetoes=read_vetoes(cells["adjective_veto"]),
    )


def _split(cell: str) -> tuple[str, ...]:
    return tuple(filter(None, cell.split("|")))


def _names(cell: str, read: Callable[[str], Name]) -> tuple[Name, ...]:
    """The names of a cell; after the first one a name with an "of" or with dots is formal."""
    names = [read(text) for text in _split(cell)]
    return tuple(
        replace(name, formal=position > 0 and _FORMAL.search(name.text) is not None)
        for position, name in enumerate(names)
    )


def _english_name(text: str) -> Name:
    full = text.removesuffix("?")
    return Name(full.removeprefix("the "), full != text, of=(f"of {full}",), in_=f"in {full}")


def _french_name(text: str) -> Name:
    full = text.removesuffix("?")
    article = next((article for article in _ARTICLES if full.startswith(article)), "")
    name = full.removeprefix(article)
    of = _OF.get(article) or (("d'",) if name.startswith(_ELIDED) else ("de ",))
    return Name(name, full != text, of=tuple(words + name for words in of), in_=_IN[article] + name)


def french_forms(text: str) -> FrenchAdjective:
    """The four forms of an adjective, as the column french_adjectives writes it.

    Source of the rule: Grevisse, Le bon usage, the feminine and the plural of adjectives.

    >>> french_forms("tchadien").feminine_plural, french_forms("russe").feminine
    ('tchadiennes', 'russe')
    >>> french_forms("grec/grecque").feminine_plural, french_forms("français").masculine_plural
    ('grecques', 'français')

    Raises:
        ValueError: three forms or more than four.
    """
    full = text.removesuffix("?")
    forms = full.split("/")
    if len(forms) not in (1, 2, 4):
        raise ValueError(f"the adjective “{text}” has {len(forms)} forms; write 1, 2 or 4")
    masculine = forms[0]
    feminine = forms[1] if len(forms) > 1 else _feminine(masculine)
    plural = forms[2:] or [_plural(masculine), _plural(feminine)]
    return FrenchAdjective(masculine, feminine, plural[0], plural[1], full != text)


def _feminine(masculine: str) -> str:
    if masculine.endswith("e"):
        return masculine
    return masculine + ("ne" if masculine.endswith("en") else "e")


def _plural(form: str) -> str:
    return form if form.endswith(("s", "x", "z")) else form + "s"
