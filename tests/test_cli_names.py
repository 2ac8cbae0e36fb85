"""The commands on names: the list of those that nobody listed, and what becomes of one."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from indexer import api

Run = Callable[..., tuple[int, str, str]]
PAGES = [
    {"id": f"page{n}", "text": f"On that day they met {name} there, as they had hoped to.", "outlet": outlet}
    for n, (name, outlet) in enumerate(
        [
            ("Halidou Tankari", "The Herald"),
            ("Halidou Tankari", "Radio Foura"),
            ("Hálidou Tankari", "Radio Foura"),
            ("the Katiba Zorgon", "The Herald"),
        ]
    )
]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index of four pages of two outlets. Never written to."""
    folder = tmp_path_factory.mktemp("names")
    (folder / "pages.jsonl").write_text("".join(json.dumps(page) + "\n" for page in PAGES), encoding="utf-8")
    api.rebuild(api.Settings(index=folder / "index", seeds=(folder / "pages.jsonl",)))
    return folder / "index"


def test_names_that_nobody_listed_are_listed(run: Run, index: Path) -> None:
    """For people and for programs, with the bounds, the guess, an example."""
    code, out, _ = run("actors", "--unlinked", "--index", index)
    assert 0 == code
    assert (
        "1 name that nobody listed, in 3 documents of 2 sources or more; read 4 documents of 2 sources" in out
    )
    assert "     3    2  Halidou Tankari" in out
    assert "also Hálidou Tankari 1" in out
    assert "page0: On that day they met Halidou Tankari there" in out
    found = json.loads(run("actors", "--unlinked", "--json", "--index", index)[1])
    (name,) = found["names"]
    expected = {"documents": 3, "sources": 2, "read": 4, "of": 4, "complete": True, "total": 1}
    assert expected == {key: value for key, value in found.items() if key != "names"}
    assert ("Halidou Tankari", "person", 3, 2) == (
        name["name"],
        name["type"],
        name["documents"],
        name["sources"],
    )
    assert ["page0", "page1", "page2"] == [example["document"] for example in name["examples"]]
    assert ["Halidou Tankari", "Hálidou Tankari"] == [variant["name"] for variant in name["variants"]]


def test_bounds_and_limit_are_options(run: Run, index: Path) -> None:
    """With fewer documents there are more names; of nothing it says how to see more."""
    lower = ("actors", "--unlinked", "--documents", "1", "--sources", "1", "--index", index)
    assert ["Halidou Tankari", "Katiba Zorgon"] == [
        n["name"] for n in json.loads(run(*lower, "--json")[1])["names"]
    ]
    assert "and 1 more: --limit N, or all with --json" in run(*lower, "--limit", "1")[1]
    out = run("actors", "--unlinked", "--documents", "9", "--index", index)[1]
    assert "0 names that nobody listed, in 9 documents" in out
    assert "Fewer will do with --documents 1 --sources 1" in out
    assert 2 == run("actors", "--unlinked", "--documents", "0", "--index", index)[0]


def test_an_accepted_name_is_linked_by_relink_and_no_more_listed(run: Run, tmp_path: Path) -> None:
    """From the list into the user's files, and from there into the index."""
    (tmp_path / "pages.jsonl").write_text(
        "".join(json.dumps(page) + "\n" for page in PAGES), encoding="utf-8"
    )
    mine, place = tmp_path / "mine", ("--index", tmp_path / "index")
    run("rebuild", "--seeds", tmp_path / "pages.jsonl", *place)
    code, out, _ = run("accept", "Halidou Tankari", "--as-type", "person", "--authority", mine)
    says = f"“Halidou Tankari”: the new actor p-halidou-tankari in {mine / 'actors.csv'}. Now run: "
    assert (0, f"{says}python -m indexer relink --authority {mine}\n") == (code, out)
    assert 0 == run("accept", "Katiba Zorgon", "--as-alias-of", "katiba-macina", "--authority", mine)[0]
    assert 0 == run("relink", "--authority", mine, *place)[0]
    assert (
        "0 names that nobody listed"
        in run("actors", "--unlinked", *place, "--documents", "1", "--sources", "1")[1]
    )
    assert "3 documents" in run("search", "actor:p-halidou-tankari", *place)[1]
    assert "1 document" in run("search", "actor:katiba-macina", *place)[1]


def test_noise_and_places_are_accepted_too(run: Run, index: Path, tmp_path: Path) -> None:
    """Noise is not listed again, without any other command."""
    mine = ("--authority", tmp_path / "mine")
    code, out, _ = run("accept", "HALIDOU  TANKARI", "--noise", *mine)
    assert (0, True) == (code, out.endswith("not listed again\n"))
    assert "0 names that nobody listed" in run("actors", "--unlinked", "--index", index, *mine)[1]
    code, out, _ = run("accept", "Tassaramat", "Tasaramat", "--as-place", "ml", *mine, "--json")
    expected = {
        "id": "pl-tassaramat",
        "names": ["Tassaramat", "Tasaramat"],
        "authority": str(tmp_path / "mine"),
    }
    assert (0, expected) == (code, json.loads(out))


@pytest.mark.parametrize(
    ("argv", "expected", "says"),
    [
        (["Zorgon", "--noise"], 2, "Name the folder of your own files with --authority"),
        (["Zorgon", "--authority", "mine"], 2, "Give one of --as-alias-of"),
        (["Zorgon", "--noise", "--as-type", "person", "--authority", "mine"], 2, "Give one of --as-alias-of"),
        (["--", "--"], 2, "Name the folder"),
        (["!", "--noise", "--authority", "mine"], 2, "A name holds letters"),
        (["Zorgon", "--as-type", "rebels", "--authority", "mine"], 2, "use one of armed_group"),
        (["Zorgon", "--as-alias-of", "nobody", "--authority", "mine"], 1, "No actor has the id “nobody”"),
        (["JNIM", "--as-type", "person", "--authority", "mine"], 2, "take one of the two out"),
    ],
)
def test_what_cannot_be_accepted_is_refused(
    argv: list[str], expected: int, says: str, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the reason, and without writing anything."""
    monkeypatch.chdir(tmp_path)
    code, out, err = run("accept", *argv)
    assert (expected, "") == (code, out)
    assert says in err
    assert [] == [path for path in tmp_path.rglob("*") if path.is_file()]
