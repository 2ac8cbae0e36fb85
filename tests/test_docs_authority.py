"""docs/authority.md says what the authority files are."""

import re
from pathlib import Path
from typing import get_args

import pytest

from indexer import cli
from indexer.entities.alias_rules import NeedKind, read_needs
from indexer.entities.authority import KINDS, read_authority
from indexer.entities.authority_checks import TYPES
from indexer.entities.authority_files import NOISE_FILE, TABLES, Table

PAGE = (Path(__file__).parent.parent / "docs" / "authority.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[tuple[str, str]]:
    """The first two cells of each row of the table under a heading."""
    text = PAGE.split(f"\n### {heading}\n")[1].split("\n#")[0]
    return re.findall(r"^\| `([^`]+)` \|([^|]*)", text, re.MULTILINE)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_is_documented(table: Table) -> None:
    """In the order of the shipped file, and the needed ones say so."""
    documented = [name for name, _ in rows(table.name)]
    assert sorted(table.columns) == sorted(documented)
    assert {*table.needed} == {name for name, says in rows(table.name) if says.strip() == "needed"}


def test_every_type_kind_and_need_is_documented() -> None:
    """And none that the program does not know."""
    assert TYPES == {name for name, _ in rows("Types")}
    assert all(f"`{kind}`" in PAGE for kind in KINDS)
    needs = [name for name, _ in rows("Needs")]
    assert {*get_args(NeedKind)} == {need.kind for name in needs for need in read_needs(name)}
    assert NOISE_FILE in PAGE


def write_example(folder: Path) -> Path:
    """The files of the page's example."""
    for name, text in re.findall(r"^`(names/\w+\.csv)`\n\n```csv\n(.*?)```", PAGE, re.MULTILINE | re.DOTALL):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "names"


def test_the_example_can_be_used(tmp_path: Path) -> None:
    """Who copies it has two actors more, and a spelling less."""
    found = {actor.id: actor for actor in read_authority(write_example(tmp_path)).actors}
    assert "acme" == found["acme-mali"].parent
    spellings = {alias.text: alias for alias in found["acme"].aliases}
    assert {"Acme Mining Corporation", "Acme Corporation", "Acme Mining", "ACM"} == {*spellings}
    assert (True, True) == (spellings["ACM"].exact, spellings["ACM"].ambiguous)
    assert "Jnim" not in {alias.text for alias in found["jnim"].aliases}


def test_the_error_that_it_shows_is_what_a_command_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With exit code 2."""
    names = write_example(tmp_path)
    text = (names / "aliases.csv").read_text(encoding="utf-8")
    (names / "aliases.csv").write_text(text.replace("acme,", "acmee,", 1), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert 2 == cli.main(["relink", "--authority", "names"])
    assert capsys.readouterr().err in PAGE
