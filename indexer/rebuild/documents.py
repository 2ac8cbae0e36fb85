"""Source files to finished documents, and what became of every file.

A file or page that cannot be used is reported and left out; the others go on.
"""

import logging
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple, Protocol, Self

from indexer.cleaning.resemblance import Sketch
from indexer.errors import SeedError
from indexer.rebuild.finishing import PageFailure, Steps, finish_pages
from indexer.rebuild.pages_before import PagesBefore, PagesDepend
from indexer.rebuild.stated_actors import StatedActors
from indexer.rebuild.workers import Caps
from indexer.schema.collection import SourceFile
from indexer.schema.document import Document, RawPage
from indexer.settings import Settings
from indexer.sources.file_hash import hash_file
from indexer.sources.reading import LINES_FACTOR, KeptPages, SourceNote, SourceProblem, read_source_file

log = logging.getLogger(__name__)

_ID_CHARACTERS = 64
# So many reasons are written out for one file; a broken file of a million lines has too many.
_REASONS = 5
EMPTY = "there is no page in it"


@dataclass(slots=True)
class _Reasons:
    """Why parts of a file cannot be used: how often each cause, and the first ones in full.

    A broken file of three million lines must not take the memory of as many sentences.
    """

    causes: dict[str, int] = field(default_factory=dict)
    # Each with where it was met, its cause, and the page or line; ascending.
    first: list[tuple[int, str, str]] = field(default_factory=list)

    def add(self, at: int, cause: str, where: str) -> None:
        """One more; they come in their order."""
        self.causes[cause] = self.causes.get(cause, 0) + 1
        if len(self.first) < _REASONS:
            self.first.append((at, cause, where))

    @classmethod
    def merged(cls, states: Iterable[Mapping[str, Any]]) -> Self:
        """Those of several runs, from their values as JSON."""
        causes: Counter[str] = Counter()
        first: list[tuple[int, str, str]] = []
        for own in states:
            causes.update(own["causes"])
            first += [(at, cause, where) for at, cause, where in own["first"]]
        return cls(dict(causes), sorted(first, key=_met_at)[:_REASONS])


def _met_at(reason: tuple[int, str, str]) -> int:
    return reason[0]


@dataclass(slots=True)
class _Outcome:
    """What became of one source file so far; what was met in reading it is apart from pages that failed."""

    path: str
    size: int
    sha256: str
    documents: int = 0
    read: _Reasons = field(default_factory=_Reasons)
    failed: _Reasons = field(default_factory=_Reasons)
    notes: list[str] = field(default_factory=list)

    @property
    def causes(self) -> Counter[str]:
        """Why parts of it cannot be used, and how often."""
        return Counter(self.read.causes) + Counter(self.failed.causes)


class SourceReport:
    """What became of every source file of a run, and why some was refused."""

    def __init__(self, on_begin: Callable[[int], None] | None = None) -> None:
        """`on_begin` is told how many files were begun before, whenever one is."""
        self._on_begin = on_begin
        self._outcomes: dict[str, _Outcome] = {}
        self._pages = 0
        self.renamed = 0

    def begin(self, path: str, size: int, sha256: str) -> None:
        """A source file is about to be read."""
        if self._on_begin is not None:
            self._on_begin(len(self._outcomes))
        self._outcomes[path] = _Outcome(path, size, sha256)

    @property
    def begun(self) -> int:
        """How many files were begun."""
        return len(self._outcomes)

    def next_page(self) -> int:
        """The number of a page that is to be finished, from 1 on over all files."""
        self._pages += 1
        return self._pages

    def finished(self, path: str, pages: int = 1) -> None:
        """Pages of the file became documents."""
        self._outcomes[path].documents += pages

    def refused(self, path: str, cause: str, where: str = "", page: int = 0) -> None:
        """The file, or what stands `where` in it, cannot be used; `page` is the number of a page."""
        own = self._outcomes[path]
        # Pages have even places, what was met in reading odd ones behind the last page before it.
        if page:
            own.failed.add(2 * page, cause.rstrip("."), where)
        else:
            own.read.add(2 * self._pages + 1, cause.rstrip("."), where)

    def noted(self, path: str, note: str) -> None:
        """Something was passed over in the file, and nothing is wrong with it."""
        self._outcomes[path].notes.append(note)

    def empty(self, path: str) -> None:
        """The file was read to its end and gave no page."""
        if not self._outcomes[path].causes:
            self.refused(path, EMPTY)

    def source_files(self) -> tuple[SourceFile, ...]:
        """Every file in the order of reading; complete once all documents were read."""
        return tuple(_source_file(outcome) for outcome in self._outcomes.values())

    def causes(self) -> tuple[tuple[str, int], ...]:
        """Why files and pages were refused, most frequent first."""
        causes: Counter[str] = Counter()
        for own in self._outcomes.values():
            causes += own.causes
        return tuple(sorted(causes.items(), key=lambda pair: (-pair[1], pair[0])))

    def state(self) -> list[dict[str, Any]]:
        """All that is known, as JSON."""
        return [asdict(outcome) for outcome in self._outcomes.values()]

    @classmethod
    def merged(cls, states: Sequence[Sequence[Mapping[str, Any]]]) -> Self:
        """What several runs know that read the same files and finished a share of the pages each.

        Raises ValueError where the files are not the same.
        """
        report = cls()
        for same in zip(*states, strict=True):
            first = same[0]
            if any((own["path"], own["sha256"]) != (first["path"], first["sha256"]) for own in same):
                raise ValueError(first["path"])
            report._outcomes[first["path"]] = _Outcome(
                first["path"],
                first["size"],
                first["sha256"],
                sum(own["documents"] for own in same),
                _Reasons.merged([first["read"]]),
                _Reasons.merged(own["failed"] for own in same),
                list(first["notes"]),
            )
        return report


def _source_file(outcome: _Outcome) -> SourceFile:
    found = sorted((*outcome.read.first, *outcome.failed.first), key=_met_at)[:_REASONS]
    reason = "; ".join(f"{where}: {cause}" if where else cause for _, cause, where in found)
    more = outcome.causes.total() - len(found)
    if more:
        reason += f"; and {more} more"
    reason = "; ".join(filter(None, (reason, *outcome.notes)))
    status: Literal["read", "partly", "refused"]
    status = "refused" if not outcome.documents else "partly" if found else "read"
    return SourceFile(outcome.path, outcome.size, outcome.sha256, outcome.documents, status, reason)


NumberedPage = tuple[int, RawPage]


class Share(Protocol):
    """Which pages this run finishes, where others finish the rest."""

    def choose(self, pages: Iterator[NumberedPage]) -> Iterator[NumberedPage]:
        """Those that are to be finished, in order."""


class ReadDocument(NamedTuple):
    """A document with its bytes as delivered, its page's hash, and its sketch where it has one."""

    document: Document
    original: bytes
    page_hash: int
    sketch: Sketch | None


def read_documents(  # noqa: PLR0913, PLR0917  # a run with a base has no share
    files: Mapping[str, Path],
    settings: Settings,
    steps: Steps,
    stated: StatedActors,
    report: SourceReport,
    before: PagesBefore | None = None,
    share: Share | None = None,
) -> Generator[ReadDocument]:
    """Every document in the order of the pages.

    `files` are paths by the name under which a file is reported. Pages `before` are only counted, and
    of a `share` the others.
    Fills `report` on the way, and `stated` where nothing is linked. Close the iterator if it is
    not read to the end. Raises RebuildError where no process can be started, PagesDepend as PagesBefore does.
    """
    pages = _read_pages(files, settings, stated if steps.linker is None else None, report, before)
    numbers: deque[int] = deque()
    chosen = _note_numbers(pages if share is None else share.choose(pages), numbers)
    for page, (document, sketch) in finish_pages(chosen, steps, settings.jobs, Caps.of(settings)):
        number = numbers.popleft()
        if isinstance(document, PageFailure):
            report.refused(page.source_file, document.reason, page.id, number)
        else:
            report.finished(page.source_file)
            yield ReadDocument(document, page.raw, page.page_hash, sketch)


def _note_numbers(pages: Iterable[NumberedPage], numbers: deque[int]) -> Iterator[RawPage]:
    for number, page in pages:
        numbers.append(number)
        yield page


def _read_pages(
    files: Mapping[str, Path],
    settings: Settings,
    stated: StatedActors | None,
    report: SourceReport,
    before: PagesBefore | None,
) -> Iterator[NumberedPage]:
    """The usable pages of all files that are to be finished, each with an id of its own."""
    taken: dict[str, int] = {}
    for name, path in files.items():
        report.begin(name, *hash_file(path, settings.max_file_bytes * LINES_FACTOR))
        pages = 0
        for page in _read_file(path, name, settings, report, before):
            if isinstance(page, KeptPages):
                pages += len(page.ids)
                report.finished(name, len(page.ids))
                if not taken.keys().isdisjoint(page.ids):
                    raise PagesDepend(next(id_ for id_ in page.ids if id_ in taken))
                continue
            pages += 1
            page_id = _free_id(page.id, taken)
            if page_id != page.id:
                report.renamed += 1
            if before is not None:
                before.check_new(page_id, page.id)
            own = _named(page, page_id, page.actors if stated is None else stated.ids(page.actors))
            yield report.next_page(), own
            if before is not None and stated is not None and stated.in_order:
                raise PagesDepend(page.id)
        if not pages:
            report.empty(name)


def _named(page: RawPage, page_id: str, actors: tuple[str, ...]) -> RawPage:
    """The page under its own id, with the ids of its actors."""
    if page_id != page.id:
        note = f"The id {page.id} is that of an earlier document; this one is {page_id}."
        return replace(page, id=page_id, actors=actors, notes=(*page.notes, note))
    return replace(page, actors=actors) if actors != page.actors else page


def _read_file(
    path: Path, name: str, settings: Settings, report: SourceReport, before: PagesBefore | None
) -> Iterator[RawPage | KeptPages]:
    try:
        found = read_source_file(
            path,
            max_file_bytes=settings.max_file_bytes,
            max_text_characters=settings.max_text_characters,
            max_unpacking=settings.max_unpacking,
            name=name,
            known=None if before is None else before.left,
        )
        for page in found:
            if isinstance(page, SourceProblem):
                report.refused(name, page.reason, f"{page.unit} {page.line}" if page.line else "")
            elif isinstance(page, SourceNote):
                report.noted(name, page.text)
            else:
                yield page
    except SeedError as error:
        report.refused(name, str(error))
    except Exception as error:
        # One file out of thousands must not end the run.
        log.exception("a source file cannot be read source_file=%s", name)
        report.refused(name, f"it cannot be read ({type(error).__name__})")


def _free_id(wanted: str, taken: dict[str, int]) -> str:
    """The id, or where it is taken the id with -2, -3 and so on; then it is taken too.

    `taken` gives for each id the last number that was tried behind it: many pages of one id must
    not try all numbers anew.

    >>> taken = {"a": 1, "a-2": 1}
    >>> _free_id("a", taken), _free_id("a", taken), _free_id("b", taken)
    ('a-3', 'a-4', 'b')
    """
    found = wanted
    number = taken.get(wanted, 1)
    while found in taken:
        number += 1
        suffix = f"-{number}"
        found = wanted[: _ID_CHARACTERS - len(suffix)] + suffix
    taken[wanted] = number
    taken.setdefault(found, 1)
    return found
