"""Backups: one file that is whole or refused, and a generation that answers the same elsewhere."""

import hashlib
import io
import json
import os
import random
import subprocess
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from indexer import api, backups
from indexer.backups import open_backup, write_backup
from indexer.errors import GenerationCorrupt, GenerationLocked, GenerationOutdated, SettingsError
from indexer.generations import open_generation
from indexer.manifest import MANIFEST_FILE
from tests.small_generations import content, names, publish


def nobody(*_: int) -> None:
    """Nobody watches."""


@pytest.fixture
def index(tmp_path: Path) -> Path:
    """An index folder with a generation of two small files."""
    publish(tmp_path / "index", "words")
    return tmp_path / "index"


@pytest.fixture
def file(tmp_path: Path, index: Path) -> Path:
    """A backup of it."""
    made = tmp_path / "backup.tar"
    with open_generation(index) as opened:
        write_backup(opened, made, nobody)
    return made


def read(file: Path, folder: Path | None = None) -> str:
    """The name of the generation in a backup that is whole."""
    with open_backup(file) as backup:
        backup.read_into(folder, nobody)
        return backup.name


def test_a_backup_holds_the_generation_and_any_tar_can_unpack_it(tmp_path, index, file):
    """Unpacked by a program that knows nothing of it, it is an index that opens."""
    folder = tmp_path / "unpacked"
    folder.mkdir(mode=0o700)
    subprocess.run(["tar", "-xf", file, "-C", folder], check=True)
    assert read(file) == names(index)[0] == names(folder)[0]
    assert "words" == content(folder)
    assert 0o600 == file.stat().st_mode & 0o777


def test_an_existing_file_stays_unless_it_is_to_be_replaced(tmp_path, index, file):
    """Also where it comes into being while the backup is made; nothing else is left beside it."""
    first, before = file.read_bytes(), sorted(tmp_path.iterdir())
    publish(index, "other words")
    with open_generation(index) as opened:
        with pytest.raises(SettingsError, match=r"is there already.*--force"):
            write_backup(opened, file, nobody)
        late = tmp_path / "late.tar"
        with pytest.raises(SettingsError, match="File exists"):
            write_backup(opened, late, lambda *_: late.write_text("of somebody else"))
        assert "of somebody else" == late.read_text()
        late.unlink()
        assert first == file.read_bytes()
        write_backup(opened, file, nobody, replace=True)
    assert first != file.read_bytes()
    assert before == sorted(tmp_path.iterdir())


def test_a_file_system_without_links_holds_backups_too(tmp_path, index, monkeypatch):
    """As sticks are formatted: the file is renamed, and one that is there stays."""

    def refuse(*_):
        raise OSError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    made = tmp_path / "stick.tar"
    with open_generation(index) as opened:
        write_backup(opened, made, nobody)
        assert opened.name == read(made)
        late = tmp_path / "late.tar"
        with pytest.raises(SettingsError):
            write_backup(opened, late, lambda *_: late.write_text("of somebody else"))
    assert "of somebody else" == late.read_text()


def test_a_disk_that_fails_leaves_the_old_backup_and_nothing_else(tmp_path, index, file, monkeypatch):
    """The error says what to do; what the run before was killed at is taken up by the next one."""
    first = file.read_bytes()
    part = tmp_path / ".backup.tar.cuttings-part"
    part.write_bytes(b"what a killed run left" * 1000)

    def full(*_):
        raise OSError(28, "No space left on device")

    with open_generation(index) as opened:
        with monkeypatch.context() as patch:
            patch.setattr(backups.os, "fsync", full)
            with pytest.raises(SettingsError, match=r"No space left on device.*free the disk"):
                write_backup(opened, file, nobody, replace=True)
        assert first == file.read_bytes()
        assert not part.exists()
        write_backup(opened, file, nobody, replace=True)
    assert first == file.read_bytes()


def test_what_cannot_be_written_or_read_back_is_refused(tmp_path, index, file, monkeypatch):
    """No folder, another run at work, and a disk that gives back other bytes than it took."""
    with open_generation(index) as opened:
        with pytest.raises(SettingsError, match="No such file"):
            write_backup(opened, tmp_path / "missing" / "backup.tar", nobody)
        with (
            backups._only_writer(tmp_path / ".busy.tar.cuttings-part"),
            pytest.raises(GenerationLocked, match="Another run"),
        ):
            write_backup(opened, tmp_path / "busy.tar", nobody)
        (opened.path / "terms.bin").write_text("WORDS")
        with pytest.raises(GenerationCorrupt, match=r"terms\.bin was changed"):
            write_backup(opened, tmp_path / "changed.tar", nobody)
    assert not (tmp_path / "changed.tar").exists()


def test_a_run_that_comes_late_does_not_empty_what_another_has_made(tmp_path, index, file, monkeypatch):
    """Between its opening of the unfinished file and its lock, that file became the backup."""
    part, whole = tmp_path / ".backup.tar.cuttings-part", file.read_bytes()
    lock = backups.fcntl.flock

    def lock_late(descriptor, how):
        file.unlink()
        part.write_bytes(whole)
        part.rename(file)
        lock(descriptor, how)

    monkeypatch.setattr(backups.fcntl, "flock", lock_late)
    with pytest.raises(GenerationLocked), backups._only_writer(part):
        pass
    assert whole == file.read_bytes()
    assert not part.exists()


def test_no_byte_of_a_backup_can_be_changed_unseen(file):
    """Whichever it is, of a header, the manifest, a file or what fills a block up: it is told."""
    whole = file.read_bytes()
    for at in range(0, len(whole), 3):
        changed = bytearray(whole)
        changed[at] ^= 1 << at % 8
        file.write_bytes(changed)
        with pytest.raises((GenerationCorrupt, GenerationOutdated)):
            read(file)
    file.write_bytes(whole)
    assert read(file)


def test_no_backup_can_be_cut_or_lengthened_unseen(file):
    """By a byte, a block, or to nothing; the message names the cure."""
    whole = file.read_bytes()
    for other in (
        *(whole[:size] for size in (0, 1, 511, 512, 1024, len(whole) // 2, len(whole) - 512, len(whole) - 1)),
        whole + b"\0",
        whole + bytes(512),
        whole + whole,
    ):
        file.write_bytes(other)
        with pytest.raises(GenerationCorrupt, match="python -m indexer backup FILE"):
            read(file)


def forge(file: Path, change, members=()) -> None:
    """Write a backup whose hashes are right and whose manifest is somebody's; `members` come in place."""
    with tarfile.open(file) as tar:
        held = {member.name: tar.extractfile(member).read() for member in tar}
    name = next(path for path in held if path.endswith(MANIFEST_FILE)).split("/")[0]
    manifest = change(json.loads(held[f"{name}/{MANIFEST_FILE}"]))
    raw = manifest if isinstance(manifest, bytes) else json.dumps(manifest).encode()
    sha256 = hashlib.sha256(raw).hexdigest()
    forged = f"{name.rpartition('-')[0]}-{sha256[:16]}"
    with file.open("wb") as out:
        backups._write_member(out, "CURRENT", f"{forged} {sha256}\n".encode())
        backups._write_member(out, f"{forged}/{MANIFEST_FILE}", raw)
        for listed in manifest["files"] if not isinstance(manifest, bytes) else ():
            own = held.get(f"{name}/{listed['path']}", b"")
            own = own if hashlib.sha256(own).hexdigest() == listed["sha256"] else b"evil\n"
            path = listed["path"].encode(errors="replace").decode()
            backups._write_member(out, f"{forged}/{path}", own)
        out.write(bytes(1024))


def listing(*paths: str, size: int = 5):
    """A manifest that lists files of somebody's choice, each with the right hash."""
    sha256 = hashlib.sha256(b"evil\n").hexdigest()
    return lambda found: found | {"files": [{"path": path, "size": size, "sha256": sha256} for path in paths]}


HOSTILE = {
    "up": listing("../evil"),
    "far up": listing("inner/../../../evil"),
    "absolute": listing("/tmp/evil-of-a-backup"),
    "here": listing("./evil"),
    "twice": listing("evil", "evil"),
    "out of order": listing("b", "a"),
    "a file and a folder": listing("a", "a/b"),
    "the manifest again": listing("MANIFEST.json"),
    "no name": listing(""),
    "nothing between strokes": listing("a//b"),
    "a nul": listing("a\0b"),
    "a backslash": listing("..\\evil"),
    "deep": listing("/".join("a" * 9)),
    "very deep": listing("/".join("a" * 4000)),
    "long": listing("a" * 4000),
    "half a character": listing("a\ud800"),
    "more than there is": listing("a", size=10**15),
    "less than nothing": listing("a", size=-512),
    "no number": listing("a", size="5"),
    "a list of another kind": lambda found: found | {"files": []} | {"facts": []},
    "no object": lambda _: b"[]",
    "no JSON": lambda _: b"\xff\xfe{",
    "nested": lambda _: b"[" * 100_000,
    "a number of many digits": lambda _: b'{"format": ' + b"9" * 10_000 + b"}",
    "empty": lambda _: b"",
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_forged_list_of_files_writes_nothing_anywhere(tmp_path, file, kind):
    """Names, sizes and shapes that no generation has are refused before any file is made."""
    forge(file, HOSTILE[kind])
    folder = tmp_path / "deep" / "folder"
    folder.mkdir(parents=True)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(GenerationCorrupt, match="is not whole"):
        read(file, folder)
    assert before == sorted(tmp_path.rglob("*"))
    assert not Path("/tmp/evil-of-a-backup").exists()


def test_the_forging_itself_is_sound(tmp_path, file):
    """Control: what is forged with plain names is read, so the refusals above are of what they say."""
    forge(file, listing("a", "inner/b"))
    folder = tmp_path / "folder"
    folder.mkdir()
    read(file, folder)
    assert "evil\n" == (folder / "inner" / "b").read_text()


KINDS = {
    "link": tarfile.SYMTYPE,
    "hard link": tarfile.LNKTYPE,
    "device": tarfile.CHRTYPE,
    "pipe": tarfile.FIFOTYPE,
    "folder": tarfile.DIRTYPE,
    "pax": tarfile.XHDTYPE,
    "sparse": tarfile.GNUTYPE_SPARSE,
}


@pytest.mark.parametrize("kind", KINDS)
def test_links_devices_and_the_like_are_no_members(tmp_path, file, kind):
    """In the place of each member in turn, with the name and size that are expected there."""
    whole = file.read_bytes()
    with tarfile.open(file) as tar:
        offsets = [member.offset for member in tar]
    assert 4 == len(offsets)
    for offset in offsets:
        info = tarfile.TarInfo.frombuf(whole[offset : offset + 512], "utf-8", "strict")
        info.type, info.linkname = KINDS[kind], "/etc/passwd"
        file.write_bytes(whole[:offset] + info.tobuf(tarfile.GNU_FORMAT)[:512] + whole[offset + 512 :])
        folder = tmp_path / str(offset)
        folder.mkdir()
        with pytest.raises(GenerationCorrupt):
            read(file, folder)
        assert not any(path.is_symlink() for path in folder.rglob("*"))


def test_what_is_no_file_of_ours_is_refused_at_once(tmp_path):
    """A pipe without a writer, a folder, a device, a packed tar and noise: no waiting, no traceback."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "noise").write_bytes(random.Random(1).randbytes(100_000))
    with tarfile.open(tmp_path / "packed", "w:gz") as tar:
        tar.addfile(tarfile.TarInfo("CURRENT"), io.BytesIO())
    for other in (tmp_path / "pipe", tmp_path, Path("/dev/zero"), tmp_path / "missing"):
        with pytest.raises(SettingsError, match=r"Name (one|a file) that backup made"):
            read(other)
    for other in (tmp_path / "noise", tmp_path / "packed"):
        with pytest.raises(GenerationCorrupt, match="none that backup made"):
            read(other)


@pytest.fixture
def settings(tmp_path: Path, seeds_index: Path) -> api.Settings:
    """Settings of another machine's empty index folder, with a backup of the seeds beside it."""
    api.backup(api.Settings(index=seeds_index), tmp_path / "seeds.tar")
    return api.Settings(index=tmp_path / "elsewhere")


QUERIES = (
    "wagner", "jnim", "mali", '"north of"', "actor:wagner", "place:pl-gao", "published:2024",
    "mentioned:2012", "wagner OR mali", "jnim -wagner", "camp NEAR/5 army", "fight*", "goita~",
    "who withdrew from the north of mali and when",
    "title:mali", "published:none", "document:002", "", "nothingfindsthis", "the",
)  # fmt: skip


def answers(settings: api.Settings) -> list[object]:
    """Two hundred answers whole, but for what differs between two runs of one index."""
    found: list[object] = []
    with api.open_search(settings=settings) as search:
        for text in QUERIES:
            for sort in ("relevance", "newest"):
                for filters in (
                    {},
                    {"actors": ("wagner",)},
                    {"match": "any"},
                    {"spelling": "exact"},
                    {"per": 2},
                ):
                    request = api.SearchRequest(text=text, sort=sort, facets=api.FACETS, **filters)
                    try:
                        found.append(replace(search.search(request), took_ms=0, generation=""))
                    except api.IndexerError as error:
                        found.append(repr(error))
    return found


def test_a_restored_generation_answers_the_same(settings, seeds_index, tmp_path):
    """Two hundred requests and all canaries, hit by hit and score by score; only its name is new."""
    report = api.restore(settings, tmp_path / "seeds.tar")
    original, restored = (answers(one) for one in (api.Settings(index=seeds_index), settings))
    assert 200 == len(original)
    assert original == restored
    assert len({repr(one) for one in original}) > 50
    check = api.check(settings, deep=True)
    assert ("ok", report.restored) == (check.status, check.generation)
    assert report.generation.rpartition("-")[2] == report.restored.rpartition("-")[2]
    with open_generation(seeds_index) as before, open_generation(settings.index) as after:
        assert before.manifest == after.manifest
        assert len(before.manifest.facts.canaries) >= 50


def test_a_restored_generation_is_gone_on_from(settings, tmp_path, seeds_dir):
    """An update of the same articles finds nothing to do, and a changed one is an update, no rebuild."""
    api.restore(settings, tmp_path / "seeds.tar")
    here = replace(settings, seeds=(seeds_dir,))
    assert not api.update(here).published
    (tmp_path / "more.txt").write_text("Wagner left Gao in March.")
    more = api.update(replace(settings, seeds=(seeds_dir, tmp_path / "more.txt")))
    assert ("", 1, 5) == (more.because, more.added, more.unchanged)


def test_a_damaged_backup_leaves_the_generation_that_is_there(settings, tmp_path):
    """Before, between and after: the old one answers, the lock is free, nothing is left over."""
    whole = (tmp_path / "seeds.tar").read_bytes()
    first = api.restore(settings, tmp_path / "seeds.tar").restored
    assert first == api.check(settings).generation
    listed = sorted(settings.index.rglob("*"))
    for at in (0, 600, 2000, len(whole) // 2, len(whole) - 2000, len(whole) - 1):
        changed = bytearray(whole)
        changed[at] ^= 8
        (tmp_path / "seeds.tar").write_bytes(changed)
        with pytest.raises(GenerationCorrupt):
            api.restore(settings, tmp_path / "seeds.tar")
        assert first == api.check(settings).generation
    assert listed == sorted(settings.index.rglob("*"))
    (tmp_path / "seeds.tar").write_bytes(whole)
    assert first < api.restore(settings, tmp_path / "seeds.tar").restored


def test_a_backup_that_does_not_answer_as_it_says_is_not_published(settings, tmp_path):
    """Files of somebody's choice, with hashes that are right: no known answer comes, or no answer at all."""

    def fewer(found):
        facts = found["facts"]
        facts["canaries"][0]["documents"] += 1
        return found

    first = api.restore(settings, tmp_path / "seeds.tar").restored
    whole = (tmp_path / "seeds.tar").read_bytes()
    for change, told in (
        (fewer, "does not answer as it says"),
        (listing("segments.json"), "cannot be read"),
        (lambda found: found | {"facts": found["facts"] | {"ids": "no number"}}, "cannot be read"),
    ):
        (tmp_path / "seeds.tar").write_bytes(whole)

        def with_facts(found, change=change):
            return change(found) | {"format": found["format"]}

        forge(tmp_path / "seeds.tar", with_facts)
        with pytest.raises(GenerationCorrupt, match=told):
            api.restore(settings, tmp_path / "seeds.tar")
        assert first == api.check(settings).generation


@pytest.mark.parametrize(("key", "told"), [("analysis", "cuts words"), ("engine", "of the engine other")])
def test_a_backup_of_another_version_is_refused(settings, tmp_path, key, told):
    """It would be read and would answer otherwise; the cure is a rebuild."""
    forge(tmp_path / "seeds.tar", lambda found: found | {"facts": found["facts"] | {key: "other"}})
    with pytest.raises(GenerationOutdated, match=told):
        api.restore(settings, tmp_path / "seeds.tar")
    forge(tmp_path / "seeds.tar", lambda found: found | {"format": 3})
    with pytest.raises(GenerationOutdated, match="format 3; this program reads"):
        api.restore(settings, tmp_path / "seeds.tar")
    assert not settings.index.exists()


def test_a_damaged_generation_is_not_backed_up_in_the_place_of_a_sound_one(settings, tmp_path):
    """Where an older generation answers, a backup would be of the past."""
    for _ in range(2):
        api.restore(settings, tmp_path / "seeds.tar")
    newest = max(settings.index.glob("gen-*"))
    (newest / "segments.json").write_text("{}")
    with pytest.raises(GenerationCorrupt, match="not backed up"):
        api.backup(settings, tmp_path / "second.tar")
    assert not (tmp_path / "second.tar").exists()


def test_the_commands_speak(run, seeds_index, tmp_path):
    """What was done in one line or as JSON, and each refusal with its cure and exit code."""
    made, elsewhere = tmp_path / "seeds.tar", tmp_path / "elsewhere"
    code, out, _ = run("backup", made, "--index", seeds_index)
    assert 0 == code
    assert f"{made} is a whole backup of generation gen-" in out
    code, _, err = run("backup", made, "--index", seeds_index)
    assert (2, True) == (code, "is there already" in err)
    code, out, _ = run("backup", made, "--index", seeds_index, "--force", "--json")
    assert (0, 5, "") == (code, json.loads(out)["documents"], json.loads(out)["restored"])
    code, out, _ = run("restore", made, "--index", elsewhere, "--check")
    assert (0, False) == (code, elsewhere.exists())
    code, out, _ = run("restore", made, "--index", elsewhere)
    assert 0 == code
    assert "is the current one: 5 documents" in out
    code, out, _ = run("restore", made, "--index", elsewhere, "--json")
    assert (0, True) == (code, json.loads(out)["restored"] > json.loads(out)["generation"])
    made.write_bytes(made.read_bytes()[:-1])
    for check in ((), ("--check",)):
        code, _, err = run("restore", made, "--index", elsewhere, *check)
        assert (3, True) == (code, "is not whole" in err)
    code, _, err = run("restore", tmp_path / "missing.tar", "--index", elsewhere)
    assert (2, True) == (code, "Name a file that backup made" in err)
    code, _, err = run("backup", made, "--index", tmp_path / "nothing")
    assert (2, True) == (code, "is there already" in err) or (3, True) == (code, "There is no index" in err)


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_on_a_cluster_the_way_is_a_snapshot(run, tmp_path, command):
    """Exit code 2, with what to ask the cluster for; the cluster itself is not asked."""
    file = tmp_path / "backup.tar"
    code, _, err = run(command, file, "--engine", "opensearch", "--url", "http://127.0.0.1:9")
    assert 2 == code
    assert "PUT _snapshot/" in err
    assert not file.exists()
