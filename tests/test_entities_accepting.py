"""Names written into a user's authority files: what is written loads, and nothing else is."""

from pathlib import Path

import pytest

from indexer.entities.accepting import accept_actor, accept_place, accept_spellings, add_noise, read_noise
from indexer.entities.authority import read_authority
from indexer.errors import ActorNotFound, SettingsError


def spellings(folder: Path, actor_id: str) -> set[str]:
    """The spellings of an actor once the folder is laid over."""
    actor = next(actor for actor in read_authority(folder).actors if actor.id == actor_id)
    return {alias.text for alias in actor.aliases}


def test_a_spelling_an_actor_and_a_place_load_again(tmp_path: Path) -> None:
    """In a folder that is made; a second one is appended."""
    folder = tmp_path / "mine"
    accept_spellings(folder, ["Katiba Serma-Nord", "Serma {Nord}, \\"], "katiba-macina")
    assert {"Katiba Serma-Nord", "Serma {Nord}, \\"} <= spellings(folder, "katiba-macina")
    assert "p-halidou-tankari" == accept_actor(folder, ["Halidou Tankari", "H. Tankari"], "person")
    assert "p-halidou-tankari-2" == accept_actor(folder, ["Halidou (Tankari)"], "person")
    assert {"Halidou Tankari", "H. Tankari"} == spellings(folder, "p-halidou-tankari")
    assert "pl-foura" == accept_place(folder, ["Foura", "Fura"], "ML", "settlement")
    place = next(place for place in read_authority(folder).places if place.id == "pl-foura")
    assert ("Foura", "ML") == (place.label, place.country)
    assert "serma" not in (folder / "actors.csv").read_text(encoding="utf-8")


def test_no_id_is_the_address_of_another_page(tmp_path: Path) -> None:
    """A made one gets a number; a written one is refused."""
    assert "unlinked-2" == accept_actor(tmp_path, ["Unlinked"], "armed_group")
    for id_ in ("unlinked", "jnim.json"):
        (tmp_path / "actors.csv").write_text(f"id,type,canonical\n{id_},company,Foura\n", encoding="utf-8")
        with pytest.raises(SettingsError, match=r"line 2: the id .* is the address of another page"):
            read_authority(tmp_path)


@pytest.mark.parametrize("step", ["write_bytes", "replace"])
def test_a_full_disk_leaves_every_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    """And none of those that were to take their places."""
    accept_actor(tmp_path, ["Foura"], "company")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    works = getattr(Path, step)

    def fail(path: Path, *more: object) -> object:
        fails = path.name.startswith(".aliases" if step == "write_bytes" else ".actors")
        if fails and step == "write_bytes":
            path.touch()
        if fails:
            raise OSError("no space left")
        return works(path, *more)

    monkeypatch.setattr(Path, step, fail)
    with pytest.raises(SettingsError, match="no space left"):
        accept_actor(tmp_path, ["Tamesna"], "company")
    assert before == {path.name: path.read_bytes() for path in tmp_path.iterdir()}


def test_noise_is_read_back_as_it_was_written(tmp_path: Path) -> None:
    """Also from a folder without any, and from none."""
    assert () == read_noise(None) == read_noise(tmp_path)
    add_noise(tmp_path, ["Print Edition", 'Say "No", please'])
    add_noise(tmp_path, ["Go"])
    assert ("Print Edition", 'Say "No", please', "Go") == read_noise(tmp_path)
    assert read_authority(tmp_path)


@pytest.mark.parametrize(
    "content",
    ["name;note\nGo;verb\n", "note; name\nverb;Go", "\ufeffname\r\nGo\r\n", "\ufeffname , note\nGo,\n"],
)
def test_noise_of_a_spreadsheet_is_read_after_more_was_added(tmp_path: Path, content: str) -> None:
    """With its semicolons, blanks and columns."""
    (tmp_path / "noise.csv").write_bytes(content.encode())
    assert ("Go",) == read_noise(tmp_path)
    add_noise(tmp_path, ["A, B; C"])
    assert ("Go", "A, B; C") == read_noise(tmp_path)


def test_noise_is_added_to_an_empty_file(tmp_path: Path) -> None:
    """It gets its header."""
    (tmp_path / "noise.csv").touch()
    assert () == read_noise(tmp_path)
    add_noise(tmp_path, ["Go"])
    assert ("Go",) == read_noise(tmp_path)


def test_a_file_keeps_its_columns_its_lines_and_its_sign_between_cells(tmp_path: Path) -> None:
    """As a spreadsheet in French writes it, without an end of line at the end."""
    content = "alias;actor_id;lang\nKatiba du Centre;katiba-macina;fr"
    (tmp_path / "aliases.csv").write_text(content, encoding="utf-8")
    accept_spellings(tmp_path, ["Serma; Nord"], "katiba-macina")
    expected = content + '\n"Serma; Nord";katiba-macina;\n'
    assert expected == (tmp_path / "aliases.csv").read_text(encoding="utf-8")
    assert {"Katiba du Centre", "Serma; Nord"} <= spellings(tmp_path, "katiba-macina")


def test_what_would_not_load_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    """An unknown actor or type, a spelling of someone else, one that is there, a broken file."""
    with pytest.raises(ActorNotFound, match="nobody"):
        accept_spellings(tmp_path, ["Serma"], "nobody")
    with pytest.raises(SettingsError, match="use one of armed_group"):
        accept_actor(tmp_path, ["Serma"], "rebels")
    with pytest.raises(SettingsError, match=r"aliases\.csv, line 2: .*JNIM"):
        accept_actor(tmp_path, ["JNIM"], "armed_group")
    with pytest.raises(SettingsError, match="a spelling of jnim already"):
        accept_spellings(tmp_path, ["JNIM"], "jnim")
    assert [] == list(tmp_path.iterdir())
    (tmp_path / "actors.csv").write_text("id,type\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="canonical"):
        accept_actor(tmp_path, ["Serma"], "armed_group")
    assert "id,type\n" == (tmp_path / "actors.csv").read_text(encoding="utf-8")
    assert ["actors.csv"] == [path.name for path in tmp_path.iterdir()]


def test_a_broken_noise_file_is_named(tmp_path: Path) -> None:
    """With what to do."""
    (tmp_path / "noise.csv").write_bytes(b"word\nGo\n")
    with pytest.raises(SettingsError, match="no column name"):
        read_noise(tmp_path)
    (tmp_path / "noise.csv").write_bytes(b"name\n\xff\n")
    with pytest.raises(SettingsError, match="save it as CSV"):
        read_noise(tmp_path)


def test_any_name_comes_back_to_the_letter(tmp_path: Path) -> None:
    """Whatever signs of CSV, of patterns and of other languages stand in it."""
    hostile = [
        "A, b",
        'A "b"',
        "A {b}",
        "A \\ b",
        "A; b",
        "A | b",
        "=A1",
        "Élan’s",
        "A\\{b,c}",
        "Ağa Öz",
        "阿米尔 A",
    ]
    id_ = accept_actor(tmp_path, hostile, "organisation")
    assert set(hostile) == spellings(tmp_path, id_)
