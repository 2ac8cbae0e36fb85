"""A generation of several segments, damaged file by file: a typed error, never an answer."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from indexer import api
from indexer.engine_port import EngineRequest
from indexer.engines.whoosh_engine.arrays.array_folder import ARRAYS_FILE, ArrayFolder
from indexer.engines.whoosh_engine.arrays.generation_files import SEGMENTS_FILE
from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.errors import GenerationCorrupt, GenerationOutdated
from indexer.manifest import MANIFEST_FILE
from indexer.query import syntax
from tests.agreement.layouts import temporary_folder
from tests.small_segments import publish_segments


@pytest.fixture(scope="module")
def generation() -> Iterator[Path]:
    """A published generation of two segments; each test leaves it as it was."""
    with temporary_folder() as root:
        yield publish_segments(root / "index")


@pytest.fixture(scope="module")
def files(generation: Path) -> list[Path]:
    """All files of the generation."""
    return sorted(path for path in generation.rglob("*") if path.is_file())


def answer(generation: Path) -> int:
    """How many hits a word has, asked through the front door."""
    settings, _ = api.load_settings({}, index=generation.parent)
    with api.open_search(settings=settings) as search:
        return search.search(api.SearchRequest(text="wagner")).total


def answer_alone(folder: Path) -> int:
    """How many hits a word has, asked of the engine without a manifest."""
    with WhooshReader(folder) as reader:
        return reader.search(EngineRequest(syntax.Term("wagner", "wagner", exact=True))).total


def cut(path: Path) -> None:
    """Take the last byte away."""
    os.truncate(path, path.stat().st_size - 1)


def flip(path: Path) -> None:
    """Change one bit in the middle."""
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 4
    path.write_bytes(content)


def empty(path: Path) -> None:
    """Leave nothing in the file."""
    os.truncate(path, 0)


def lengthen(path: Path) -> None:
    """Put four bytes more at the end, as many as a number has."""
    with path.open("ab") as file:
        file.write(bytes(4))


def put_in_another(path: Path) -> None:
    """Put in the file of this name of another segment, or one with other content."""
    for other in sorted(path.parent.parent.glob(f"seg-*/{path.name}")):
        if other.read_bytes() != path.read_bytes():
            path.write_bytes(other.read_bytes())
            return
    path.write_bytes(b"other" + path.read_bytes())


DAMAGES = (cut, flip, empty, lengthen, put_in_another, Path.unlink)


@pytest.fixture
def restored(files: list[Path]) -> Iterator[None]:
    """Whatever a test leaves, the files are whole again after it."""
    content = {path: path.read_bytes() for path in files}
    yield
    for path, own in content.items():
        path.unlink(missing_ok=True)
        path.write_bytes(own)


def put_back(path: Path, content: bytes) -> None:
    """Make one file whole."""
    path.unlink(missing_ok=True)
    path.write_bytes(content)


def can_damage(path: Path, damage: Callable[[Path], None]) -> bool:
    """An empty file cannot lose anything."""
    return path.stat().st_size > 0 or damage not in (cut, flip, empty)


def test_an_untouched_generation_answers(generation: Path, files: list[Path]) -> None:
    """Control: what the other tests damage is whole, and of several segments with deletions."""
    assert 2 == answer(generation)
    assert 2 == answer_alone(generation)
    assert 2 <= len(list(generation.glob("seg-*")))
    assert list(generation.glob("deleted-*"))
    assert list(generation.glob("rank-*"))
    for path in generation.glob("seg-*"):
        ArrayFolder(path).check()
    assert 150 < len(files)


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize("damage", DAMAGES)
def test_no_file_can_be_damaged_unseen(
    generation: Path, files: list[Path], damage: Callable[[Path], None]
) -> None:
    """Opened as the desk opens it: the error names the file and the cure."""
    tried = 0
    for path in files:
        if not can_damage(path, damage):
            continue
        content = path.read_bytes()
        damage(path)
        with pytest.raises(GenerationCorrupt, match=r"Run: python -m indexer rebuild") as caught:
            answer(generation)
        assert path.name in str(caught.value)
        assert path.name == MANIFEST_FILE or path.parent.name in str(caught.value)
        put_back(path, content)
        tried += 1
    assert tried > 100
    assert 2 == answer(generation)


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize("damage", [cut, empty, lengthen, Path.unlink])
def test_the_engine_alone_opens_no_array_of_another_size(
    generation: Path, files: list[Path], damage: Callable[[Path], None]
) -> None:
    """Without a manifest: a cut or missing array is an error that names it."""
    arrays = [path for path in files if path.suffix == ".bin" and can_damage(path, damage)]
    for path in arrays:
        content = path.read_bytes()
        damage(path)
        with pytest.raises(GenerationCorrupt, match=rf"{path.parent.name}/{path.name}"):
            answer_alone(generation)
        put_back(path, content)
    assert len(arrays) > 100
    assert 2 == answer_alone(generation)


def check_each_is_named(generation: Path, paths: list[Path], damage: Callable[[Path], None]) -> None:
    """Damage one file after the other; assert that the engine's error names it."""
    for path in paths:
        content = path.read_bytes()
        damage(path)
        with pytest.raises(GenerationCorrupt, match=path.name):
            answer_alone(generation)
        put_back(path, content)


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize("damage", [cut, empty, Path.unlink])
def test_the_engine_alone_opens_no_damaged_list(
    generation: Path, files: list[Path], damage: Callable[[Path], None]
) -> None:
    """Lists of segments and of arrays: the error names the file."""
    lists = [path for path in files if path.name in (SEGMENTS_FILE, ARRAYS_FILE)]
    check_each_is_named(generation, lists, damage)
    assert 3 == len(lists)


@pytest.mark.usefixtures("restored")
@pytest.mark.parametrize("damage", DAMAGES)
def test_the_engine_alone_opens_no_damaged_numbers(
    generation: Path, files: list[Path], damage: Callable[[Path], None]
) -> None:
    """Which documents are deleted and how all ids are ordered: any change is seen."""
    numbers = [path for path in files if path.suffix == ".i4"]
    check_each_is_named(generation, numbers, damage)
    assert 2 == len(numbers)


@pytest.mark.usefixtures("restored")
def test_a_changed_byte_is_found_by_the_checksum_of_every_array(generation: Path) -> None:
    """The size is right and the content is not: `check` names the file."""
    for folder in generation.glob("seg-*"):
        opened = ArrayFolder(folder)
        for path in sorted(folder.glob("*.bin")):
            if path.stat().st_size:
                content = path.read_bytes()
                flip(path)
                with pytest.raises(GenerationCorrupt, match=rf"{path.name}: it was changed"):
                    opened.check()
                put_back(path, content)
        opened.check()


def rewrite(path: Path, change: Callable[[object], object]) -> None:
    """Change the JSON of a file."""
    path.write_text(json.dumps(change(json.loads(path.read_text(encoding="ascii")))), encoding="ascii")


def rename_format(found: object) -> object:
    """The list as another version would write it."""
    assert isinstance(found, dict)
    return found | {"format": 99}


def change_list(which: str, change: Callable[[object], object]) -> Callable[[Path], None]:
    """Changes the list of segments, or of the arrays of one segment."""

    def do(folder: Path) -> None:
        path = folder / SEGMENTS_FILE
        if which == ARRAYS_FILE:
            path = min(folder.glob("seg-*")) / ARRAYS_FILE
        rewrite(path, change)

    return do


@pytest.mark.parametrize("which", [SEGMENTS_FILE, ARRAYS_FILE])
def test_another_format_says_to_rebuild(tmp_path: Path, which: str) -> None:
    """Whole by its manifest and of another format: outdated, with the cure."""
    generation = publish_segments(tmp_path / "index", change_list(which, rename_format))
    with pytest.raises(GenerationOutdated, match=r"format 99; .* Run: python -m indexer rebuild"):
        answer(generation)


ODD = {
    "an empty list": lambda _: [],
    "an empty object": lambda _: {},
    "a word": lambda _: "segments",
    "nothing": lambda _: None,
    "a number": lambda _: 1,
    "the format alone": lambda found: {"format": found["format"]},
    "numbers in the place of names": lambda found: {
        key: value if key == "format" else 7 for key, value in found.items()
    },
    "words in the place of lists": lambda found: {
        key: value if key == "format" else "seg" for key, value in found.items()
    },
}


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("which", [SEGMENTS_FILE, ARRAYS_FILE])
def test_a_list_of_another_shape_is_damage(tmp_path: Path, which: str, odd: str) -> None:
    """Whole by its manifest and yet no list: a typed error, never another."""
    generation = publish_segments(tmp_path / "index", change_list(which, ODD[odd]))
    with pytest.raises((GenerationCorrupt, GenerationOutdated), match="Run: python -m indexer rebuild"):
        answer(generation)
