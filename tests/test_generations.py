"""The index directory: what is visible, what is kept, what is refused."""

import fcntl
import os
import threading
from contextlib import suppress
from pathlib import Path

import pytest

from indexer import generations, manifest
from indexer.errors import (
    GenerationCorrupt,
    GenerationLocked,
    GenerationMissing,
    GenerationOutdated,
    SettingsError,
)
from indexer.generations import building, current_name, open_generation
from indexer.manifest import BuildFacts
from indexer.pins import PINS, shut_gate

FACTS = BuildFacts("2026-01-01T00:00:00Z", 0, "analysis", "corpus")


def publish(index: Path, content: str = "words", keep: int = 2) -> str:
    """Publish a generation of two files, one of them in a folder; gives its name."""
    with building(index, keep) as build:
        (build.folder / "terms.bin").write_text(content)
        (build.folder / "inner").mkdir()
        (build.folder / "inner" / "columns.bin").write_text(content * 2)
        return build.publish(FACTS).name


def content(index: Path) -> str:
    """What the generation that opens holds."""
    with open_generation(index) as opened:
        return (opened.path / "terms.bin").read_text()


def names(index: Path) -> list[str]:
    """The generations on disk."""
    return sorted(path.name for path in index.glob("gen-*"))


@pytest.fixture
def index(tmp_path):
    """An index folder that does not exist yet."""
    return tmp_path / "some" / "index"


def test_without_a_rebuild_the_cure_is_named(index):
    """A missing folder and an empty folder both say which command to run."""
    for _ in range(2):
        with pytest.raises(
            GenerationMissing, match=r"There is no index yet\. Run: python -m indexer rebuild"
        ):
            open_generation(index)
        assert current_name(index) is None
        index.mkdir(parents=True, exist_ok=True)


def test_what_was_published_is_opened(index):
    """The generation opened is the one published last, whole, and not degraded."""
    publish(index, "first")
    second = publish(index, "second")
    with open_generation(index) as opened:
        assert second == opened.name
        assert second == opened.current == current_name(index)
        assert "second" == (opened.path / "terms.bin").read_text()
        assert "" == opened.degraded
        assert FACTS == opened.manifest.facts
        assert ("inner/columns.bin", "terms.bin") == tuple(f.path for f in opened.manifest.files)
        assert 18 == opened.manifest.size


def test_nobody_else_can_enter_a_folder_made_here(index):
    """The index, the pins and the generation are for their owner alone, whatever the umask."""
    before = os.umask(0)
    try:
        name = publish(index)
    finally:
        os.umask(before)
    assert [0o700] * 3 == [path.stat().st_mode & 0o777 for path in (index, index / PINS, index / name)]


def test_an_index_that_cannot_be_made_names_the_setting(tmp_path):
    """A file in the place of the folder is bad use, not a crash."""
    (tmp_path / "index").write_text("")
    with pytest.raises(SettingsError, match="CUTTINGS_INDEX"), building(tmp_path / "index"):
        pass


def test_an_unpublished_build_leaves_nothing(index):
    """An error inside a build keeps the generation before and removes the build."""
    first = publish(index)
    with suppress(RuntimeError), building(index) as build:
        (build.folder / "half").write_text("x")
        raise RuntimeError
    assert first == current_name(index)
    assert [] == list(index.glob("build-*"))


@pytest.mark.parametrize("step", ["write_manifest", "_new_name", "sync_folder", "_write_current"])
def test_a_failing_disk_keeps_the_generation_before(index, monkeypatch, step):
    """An OSError at any step before CURRENT changes is raised, and the old answers go on."""
    first = publish(index, "old")

    def fail(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(generations, step, fail)
        with pytest.raises(OSError, match="No space left"):
            publish(index, "new")
    assert [first] == names(index)
    assert "old" == content(index)
    publish(index, "next")
    assert "next" == content(index)


def test_a_second_build_is_told_who_holds_the_lock(index):
    """The message has the process of the holder; the lock is free once it ends."""
    with building(index) as build:
        with pytest.raises(GenerationLocked, match=f"process {os.getpid()} on "), building(index):
            pass
        assert build.folder.is_dir()
    publish(index)


def test_the_lock_file_is_never_replaced(index):
    """A lock file that is removed lets two builds run at once, so it keeps its inode."""
    publish(index)
    before = (index / "LOCK").stat().st_ino
    publish(index)
    assert before == (index / "LOCK").stat().st_ino


def test_a_started_program_does_not_inherit_the_lock(index):
    """Else a process that outlives the build would keep the index locked."""
    lock = generations._take_lock
    index.mkdir(parents=True)
    descriptor = lock(index)
    assert fcntl.fcntl(descriptor, fcntl.F_GETFD) & fcntl.FD_CLOEXEC
    os.close(descriptor)


def test_only_the_kept_generations_stay(index):
    """The current one and as many older ones as asked, the newest of them."""
    published = [publish(index, str(n), keep=1) for n in range(4)]
    assert published[-2:] == names(index)


def test_a_generation_that_is_read_stays(index):
    """The collector takes an old generation only after its last reader closed it."""
    first = publish(index, "first")
    one, two = open_generation(index), open_generation(index)
    for n in range(4):
        publish(index, str(n), keep=1)
    one.close()
    one.close()
    publish(index, keep=1)
    assert first in names(index)
    assert "first" == (two.path / "terms.bin").read_text()
    two.close()
    publish(index, keep=1)
    assert first not in names(index)
    assert [] == list((index / PINS).glob("gen-*"))


def test_the_pin_of_a_dead_reader_holds_nothing(index):
    """A pin without its lock is litter: the generation and the pin both go."""
    first = publish(index)
    (index / PINS / f"{first}.999999.1").touch()
    for _ in range(2):
        publish(index, keep=1)
    assert first not in names(index)
    assert [] == list((index / PINS).glob("gen-*"))


def test_readers_at_the_gate_only_delay_the_collector(index, monkeypatch):
    """A reader that hangs while it pins cannot stop a rebuild: the garbage waits."""
    monkeypatch.setattr("indexer.pins._GATE_ATTEMPTS", 2)
    first = publish(index)
    open_generation(index).close()
    gate = os.open(index / PINS / "GATE", os.O_RDWR)
    fcntl.flock(gate, fcntl.LOCK_SH)
    for _ in range(2):
        publish(index, keep=1)
    assert shut_gate(index) is None
    assert first in names(index)
    os.close(gate)
    publish(index, keep=1)
    assert first not in names(index)


def test_leftovers_of_killed_builds_are_removed(index):
    """Build folders, temporary files and generations that were never published all go."""
    first = publish(index)
    (index / "build-999999").mkdir()
    (index / "build-999999" / "half").write_text("x")
    (index / "CURRENT.tmp").write_text("gen-")
    never = index / "gen-99991231T235959.000000Z-0123456789abcdef"
    never.mkdir()
    with building(index):
        assert not never.exists()
    assert {"CURRENT", "LOCK", PINS, first} == {path.name for path in index.iterdir()}


def test_names_ascend_where_the_clock_goes_back(index):
    """A build is never taken for older than the one before it."""
    first = publish(index)
    later = f"gen-99990101T000000.000000Z-{first[-16:]}"
    (index / first).rename(index / later)
    (index / "CURRENT").write_text((index / "CURRENT").read_text().replace(first, later))
    second = publish(index)
    assert second.startswith("gen-99990101T000000.000001Z-")
    assert second == current_name(index)


def damage_byte(path: Path) -> None:
    """Change the first byte."""
    path.write_bytes(bytes([path.read_bytes()[0] ^ 1]) + path.read_bytes()[1:])


DAMAGES = {
    "a byte of a file": lambda folder: damage_byte(folder / "terms.bin"),
    "a byte of an inner file": lambda folder: damage_byte(folder / "inner" / "columns.bin"),
    "a file cut short": lambda folder: os.truncate(folder / "terms.bin", 1),
    "a file emptied": lambda folder: os.truncate(folder / "terms.bin", 0),
    "a file gone": lambda folder: (folder / "terms.bin").unlink(),
    "a file too many": lambda folder: (folder / "_CUTTINGS_9.toc").write_text("x"),
    "a link in place of a file": lambda folder: (
        (folder / "terms.bin").unlink(),
        (folder / "terms.bin").symlink_to(folder / "inner" / "columns.bin"),
    ),
    "a byte of the manifest": lambda folder: damage_byte(folder / "MANIFEST.json"),
    "no manifest": lambda folder: (folder / "MANIFEST.json").unlink(),
    "another user may write": lambda folder: folder.chmod(0o770),
    "all may write": lambda folder: folder.chmod(0o707),
    "the folder gone": lambda folder: folder.rename(folder.parent / "elsewhere"),
}


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES.keys())
def test_damage_falls_back_to_the_newest_sound_generation(index, damage):
    """The older one opens, the reason is given; with none left, an error that names the cure."""
    oldest, older, current = (publish(index, word) for word in ("oldest", "older", "current"))
    damage(index / current)
    with open_generation(index) as opened:
        assert older == opened.name
        assert current in opened.degraded
        assert current == opened.current
    damage_byte(index / older / "terms.bin")
    assert "oldest" == content(index)
    damage_byte(index / oldest / "terms.bin")
    with pytest.raises(GenerationCorrupt, match=current):
        open_generation(index)
    assert [] == list((index / PINS).glob("gen-*"))


@pytest.mark.parametrize(
    "line", [b"", b"\0" * 40, b"gen-x 0\n", b"\xff\xfe", b"../../etc/passwd " + b"0" * 64]
)
def test_a_damaged_pointer_falls_back(index, line):
    """Whatever CURRENT holds, the newest sound generation opens and the reason is given."""
    publish(index, "old")
    newest = publish(index, "new")
    (index / "CURRENT").write_bytes(line)
    with open_generation(index) as opened:
        assert newest == opened.name
        assert "CURRENT cannot be read" in opened.degraded
    assert current_name(index) is None
    publish(index, "next")
    assert "next" == content(index)


def test_a_sound_generation_under_another_manifest_is_refused(index):
    """A manifest that fits its files but not CURRENT or its name was put there by somebody."""
    first, second = publish(index, "first"), publish(index, "second")
    (index / first).rename(index / "aside")
    (index / second).rename(index / first)
    (index / "aside").rename(index / second)
    with pytest.raises(GenerationCorrupt, match=r"MANIFEST\.json was changed"):
        open_generation(index)


def test_a_manifest_of_another_shape_is_damage(index, monkeypatch):
    """Whole by its hash and yet unreadable: an error that names the generation, no traceback."""
    with monkeypatch.context() as patch:
        patch.setattr(manifest, "to_json", lambda _: {"format": manifest.FORMAT, "files": 3})
        patch.setattr(generations, "read_manifest", lambda *_: None)
        name = publish(index)
    with pytest.raises(GenerationCorrupt, match=rf"{name} .*MANIFEST\.json cannot be read"):
        open_generation(index)


def test_a_file_that_cannot_be_read_is_damage(index, monkeypatch):
    """An error of the disk while files are compared falls back like a wrong hash."""
    older, current = publish(index), publish(index)

    def fail(file, _):
        if current in file.name:
            raise OSError(5, "Input/output error")
        return real(file, "sha256")

    real = manifest.hashlib.file_digest
    monkeypatch.setattr(manifest.hashlib, "file_digest", fail)
    with open_generation(index) as opened:
        assert older == opened.name
        assert "Input/output error" in opened.degraded


def test_a_generation_collected_while_it_is_opened_gives_the_newer_one(index, monkeypatch):
    """A reader that read CURRENT just before it changed looks again; it is not degraded."""
    publish(index)
    real = generations.take_pin

    def late(index, name):
        monkeypatch.setattr(generations, "take_pin", real)
        for _ in range(3):
            publish(index, "newer", keep=1)
        return real(index, name)

    monkeypatch.setattr(generations, "take_pin", late)
    with open_generation(index) as opened:
        assert current_name(index) == opened.name
        assert "" == opened.degraded


def test_a_reader_that_loses_every_race_ends(index, monkeypatch):
    """It says what is wrong and does not try for ever."""
    publish(index)
    real = generations.take_pin

    def late(index, name):
        with monkeypatch.context() as patch:
            patch.setattr(generations, "take_pin", real)
            for _ in range(2):
                publish(index, keep=0)
        return real(index, name)

    monkeypatch.setattr(generations, "take_pin", late)
    with pytest.raises(GenerationCorrupt, match="changes too often"):
        open_generation(index)


def test_garbage_that_cannot_be_removed_does_not_stop_a_build(index, monkeypatch, caplog):
    """The next build tries again, and the log says so."""
    for _ in range(3):
        publish(index)

    def fail(_):
        raise OSError(5, "Input/output error")

    with monkeypatch.context() as patch:
        patch.setattr(generations, "shut_gate", fail)
        name = publish(index, keep=1)
    assert name == current_name(index)
    assert 4 == len(names(index))
    assert "garbage is left behind" in caplog.text
    publish(index, keep=1)
    assert 2 == len(names(index))


def test_a_forked_copy_of_a_reader_leaves_the_pin_alone(index):
    """Closing it in the copy must not let the collector have it while the parent reads."""
    first = publish(index)
    with open_generation(index) as opened:
        child = os.fork()
        if not child:
            opened.close()
            os._exit(0)
        os.waitpid(child, 0)
        for _ in range(3):
            publish(index, keep=1)
        assert first in names(index)


def test_only_what_current_names_counts_as_published(index):
    """A whole generation that CURRENT never named is not opened in place of a damaged one."""
    first = publish(index, "published")
    line = (index / "CURRENT").read_bytes()
    second = publish(index, "never named")
    (index / "CURRENT").write_bytes(line)
    assert "published" == content(index)
    damage_byte(index / first / "terms.bin")
    with pytest.raises(GenerationCorrupt):
        open_generation(index)
    assert second in names(index)


def test_another_format_is_outdated(index, monkeypatch):
    """An index of another format says to rebuild, and is never half read."""
    with monkeypatch.context() as patch:
        patch.setattr(manifest, "FORMAT", 0)
        publish(index)
    with pytest.raises(GenerationOutdated, match=r"format 0; .*Run: python -m indexer rebuild"):
        open_generation(index)


def test_an_index_whose_words_were_cut_otherwise_is_outdated(index):
    """Asked for with the hash of its analysis it opens, with another one it does not."""
    publish(index)
    open_generation(index, "analysis").close()
    with pytest.raises(GenerationOutdated, match="cuts words in another way"):
        open_generation(index, "another analysis")


def test_links_are_not_published(index, tmp_path):
    """A link would let the content change after it was hashed."""
    (tmp_path / "outside").write_text("x")
    with building(index) as build:
        (build.folder / "terms.bin").symlink_to(tmp_path / "outside")
        with pytest.raises(GenerationCorrupt, match="link"):
            build.publish(FACTS)
    assert current_name(index) is None


def test_a_reader_without_the_right_to_pin_still_reads(index, monkeypatch):
    """On a disk mounted to be read only there is no collector either."""
    publish(index, "words")
    real = os.open

    def deny(path, flags, *rest, **more):
        if flags & os.O_CREAT:
            raise OSError(30, "Read-only file system")
        return real(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", deny)
    assert "words" == content(index)


def test_readers_never_lose_a_generation_while_builds_follow_each_other(index):
    """Eight threads open, read and close during 25 builds that keep one: all they see is whole."""
    publish(index, "0")
    stop = threading.Event()
    faults: list[object] = []
    reads = [0] * 8

    def read(number: int) -> None:
        last = 0
        while not stop.is_set():
            try:
                with open_generation(index) as opened:
                    word = (opened.path / "terms.bin").read_text()
                    inner = (opened.path / "inner" / "columns.bin").read_text()
                    if inner != word * 2 or opened.degraded or int(word) < last:
                        faults.append((word, inner, opened.degraded, last))
                    last = int(word)
                    reads[number] += 1
            except Exception as error:  # noqa: BLE001 any error is a fault
                faults.append(error)

    threads = [threading.Thread(target=read, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for n in range(1, 26):
        publish(index, str(n), keep=1)
    stop.set()
    for thread in threads:
        thread.join()
    assert [] == faults
    assert min(reads) > 0
