"""An index whose files are damaged one after the other, in a process of its own.

Run as a program; prints one JSON object: trials by outcome, the faults, and what was unpickled.

    python -m tests.torture.damaging FOLDER SEED TRIALS UNVERIFIED BACKUPS

TRIALS: a file of the index is damaged and the index opened as the desk opens it. UNVERIFIED: the
same, in a child each, with the verification taken away. BACKUPS: a backup is damaged and read.
"""

import hashlib
import json
import os
import resource
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from random import Random

from whoosh.index import open_dir

from indexer import api, generations
from indexer.engines.whoosh_engine.whoosh_search.codec import INDEX_NAME
from indexer.errors import GenerationError
from tests.small_segments import publish_segments

CURE = "Run: python -m indexer rebuild"
SAME, OTHER_ANSWER, NAMED, ANOTHER_ERROR = range(4)
QUERIES = ("wagner", "jnim", "soldiers packed", '"the coup"', "goita", "actor:wagner", "mentioned:2012", "")


class Unpickled:
    """Counts the classes that are looked up for unpickling in this process."""

    def __init__(self) -> None:
        self.seen: Counter[str] = Counter()
        sys.addaudithook(self._look)

    def _look(self, event: str, arguments: tuple[object, ...]) -> None:
        if event == "pickle.find_class":
            self.seen[".".join(map(str, arguments))] += 1


def flip_bit(content: bytes, lot: Random) -> bytes:
    """One bit is another."""
    at = lot.randrange(len(content))
    return content[:at] + bytes([content[at] ^ 1 << lot.randrange(8)]) + content[at + 1 :]


def change_byte(content: bytes, lot: Random) -> bytes:
    """One byte is another."""
    at = lot.randrange(len(content))
    return content[:at] + lot.randbytes(1) + content[at + 1 :]


def cut(content: bytes, lot: Random) -> bytes:
    """The end is gone."""
    return content[: lot.randrange(len(content))]


def clear(content: bytes, lot: Random) -> bytes:
    """A run of zeros, as a lost block leaves it."""
    at, size = lot.randrange(len(content)), lot.choice((1, 4, 16, 512, 4096))
    size = min(size, len(content) - at)
    return content[:at] + bytes(size) + content[at + size :]


def insert(content: bytes, lot: Random) -> bytes:
    """Bytes that nobody wrote."""
    at = lot.randrange(len(content) + 1)
    return content[:at] + lot.randbytes(lot.choice((1, 4, 8, 100))) + content[at:]


CHANGES: tuple[Callable[[bytes, Random], bytes], ...] = (flip_bit, change_byte, cut, clear, insert)


class Damage:
    """The files of an index, and how they are damaged and put back."""

    def __init__(self, index: Path, lot: Random) -> None:
        self._lot = lot
        self._held = {
            path: path.read_bytes()
            for path in sorted(index.rglob("*"))
            if path.is_file() and path.name != "LOCK" and path.parent.name != "pins"
        }
        self._filled = [path for path, content in self._held.items() if content]

    @contextmanager
    def one(self, *, inside: bool) -> Iterator[str]:
        """The index with a change that is one, told in words; it is whole again after it.

        With `inside` neither CURRENT nor a manifest is changed.
        """
        while True:
            path, other = self._lot.sample(self._filled, 2)
            if inside and {path.name, other.name} & {"CURRENT", "MANIFEST.json"}:
                continue
            change = self._lot.choice((*CHANGES, None))
            held = self._held[path]
            new = self._held[other] if change is None else change(held, self._lot)
            if new != held:
                break
        try:
            path.write_bytes(new)
            if change is None:
                other.write_bytes(held)
            yield f"swap {path.name} {other.name}" if change is None else f"{change.__name__} {path.name}"
        finally:
            for one in (path, other):
                one.write_bytes(self._held[one])


def answer(index: Path) -> tuple[str, bool]:
    """All that a few questions give, as a digest, and whether it is said that it may be of the past."""
    found: list[object] = []
    with api.open_search(settings=api.Settings(index=index)) as search:
        for text in QUERIES:
            given = search.search(api.SearchRequest(text=text, facets=api.FACETS))
            found += [given.total, given.hits, sorted(given.facets.items()), given.notes]
        for hit in given.hits:
            found += [search.document(hit.document.id), search.original(hit.document.id)]
        found += [search.explain("wagner", "wagner"), search.months]
        degraded = bool(search.degraded)
    return hashlib.sha256(repr(found).encode("utf-8", "surrogatepass")).hexdigest(), degraded


def judge(index: Path, expected: str) -> tuple[str, str]:
    """What came of a damaged index, and where that is a fault, which."""
    try:
        digest, degraded = answer(index)
    except GenerationError as error:
        return "refused", "" if CURE in str(error) else f"an error without a cure: {error}"
    except Exception as error:  # noqa: BLE001 any other error is a fault
        return "another error", repr(error)
    if not degraded:
        return "not seen", "opened as if it were whole"
    return "told", "" if digest == expected else "another answer"


def judge_unverified(index: Path, expected: str) -> str:
    """The same in a child, which may die of what it reads."""
    child = os.fork()
    if not child:
        code = ANOTHER_ERROR
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
        resource.setrlimit(resource.RLIMIT_CPU, (20, 20))
        with suppress(BaseException):
            try:
                code = SAME if answer(index)[0] == expected else OTHER_ANSWER
            except GenerationError:
                code = NAMED
        os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    told = ("the same answer", "another answer, not told", "an error of our own", "another error")
    return told[code] if code >= 0 else "the process died"


def damage_backup(file: Path, whole: bytes, lot: Random) -> tuple[str, str]:
    """A backup with a change: read as `restore` reads it, before anything is published."""
    change, changed = CHANGES[0], whole
    while changed == whole:
        change = lot.choice(CHANGES)
        changed = change(whole, lot)
    file.write_bytes(changed)
    try:
        api.check_backup(file)
    except GenerationError:
        return "refused", ""
    except Exception as error:  # noqa: BLE001 any other error is a fault
        return "another error", f"backup {change.__name__}: {error!r}"
    return "not seen", f"backup {change.__name__}: not seen"


def main(folder: str, *numbers: str) -> None:
    """Damage, open, judge, and put back."""
    seed, trials, unverified, backups = map(int, numbers)
    unpickled, lot = Unpickled(), Random(seed)
    index = Path(folder) / "index"
    generation = publish_segments(index)
    unpickled.seen.clear()
    expected, _ = answer(index)
    damage, faults, outcomes = Damage(index, lot), [], Counter[str]()
    for number in range(trials):
        with damage.one(inside=False) as what:
            outcome, fault = judge(index, expected)
        outcomes[outcome] += 1
        if fault:
            faults.append(f"{number} {what}: {fault}")
    assert expected == answer(index)[0], "the files were not put back"
    file = Path(folder) / "backup.tar"
    api.backup(api.Settings(index=index), file)
    whole = file.read_bytes()
    told = [damage_backup(file, whole, lot) for _ in range(backups)]
    faults += [f"{number}: {fault}" for number, (_, fault) in enumerate(told) if fault]
    before = unpickled.seen.total()
    faults += [f"unpickled {name}, {times} times" for name, times in unpickled.seen.items()]
    # Whoosh itself unpickles its list of segments: so the counter counts
    shutil.copytree(generation, Path(folder) / "copy")
    open_dir(str(Path(folder) / "copy"), indexname=INDEX_NAME)
    by_whoosh = unpickled.seen.total() - before
    generations.check_files = lambda *_: None
    blind: Counter[str] = Counter()
    for _ in range(unverified):
        with damage.one(inside=True):
            blind[judge_unverified(index, expected)] += 1
    found = {"outcomes": outcomes, "backups": Counter(outcome for outcome, _ in told), "unverified": blind}
    print(json.dumps({**found, "unpickled": before, "unpickled by Whoosh": by_whoosh, "faults": faults}))


if __name__ == "__main__":
    main(*sys.argv[1:])
