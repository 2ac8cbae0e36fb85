"""Hashes that tell one build from another: analysis, source files, tools."""

import hashlib
import json
import platform
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from indexer.analysis.document_terms import analyze_document
from indexer.analysis.filters import STOP_WORDS
from indexer.entities.authority import Authority
from indexer.query.facet_values import facet_values
from indexer.schema.collection import SourceFile
from indexer.schema.document import (
    ActorMention,
    DateMention,
    Document,
    Heading,
    Passage,
    PlaceMention,
    Published,
    RemovedSpan,
)
from indexer.schema.fields import FACETS, FIELDS
from indexer.schema.json_values import to_json
from indexer.settings import Settings

# Those that decide what is found: another release may cut or stem in another way.
TOOLS = (
    *("cuttings", "whoosh3", "numpy", "PyStemmer", "ftfy", "pyahocorasick", "rapidfuzz", "google-re2"),
    *("lxml", "warcio"),
)
_PACKAGE = Path(__file__).parents[1]
_MAKERS = ("analysis", "cleaning", "engines", "query", "rebuild", "schema", "sources")
_TEXTS = (".py", ".csv", ".json")
_LINKERS = ("entities", "rebuild", "schema")
_PROBE = (
    "Élysée’s “re-elected” al-Qa’ida chiefs\n"
    "They weren't running: 1,500 fighters, 3.5% of Mali's—U.S.-led ﬁghting, naïve İstanbul STRASSE.\n"
    "ADVERTISEMENT the generously organised universities' policies, e-mail a_b x@y.org #tag 12/01/2012\n"
    "Вагнер فاغنر 瓦格纳 co‑operation so\u00adft e\u0301tat ½ Ⅳ"
)


@lru_cache(maxsize=1)
def analysis_hash() -> str:
    """SHA-256 of what the analysis makes of a fixed document, and of the table of fields.

    An index that was built with another hash would answer some words wrongly.
    """
    lines = [0, *(at + 1 for at, letter in enumerate(_PROBE) if letter == "\n"), len(_PROBE) + 1]
    removed = _PROBE.index("ADVERTISEMENT")
    probe = Document(
        id="probe",
        source_file="",
        sha256="",
        kind="text",
        text=_PROBE,
        title=_PROBE[: lines[1] - 1],
        title_start=0,
        title_end=lines[1] - 1,
        published=Published("2024-03-27", "day", "metadata", ""),
        byline=None,
        outlet=None,
        url=None,
        headings=(Heading(lines[1], lines[2] - 1, _PROBE[lines[1] : lines[2] - 1]),),
        passages=tuple(
            Passage(n + 1, lines[n + 2], lines[n + 3] - 1, None, "prose") for n in range(len(lines) - 3)
        ),
        removed=(RemovedSpan(removed, removed + len("ADVERTISEMENT"), "probe"),),
        actors=(ActorMention("a", 17, 32), ActorMention("b", 0, 6, weak=True), ActorMention("c", 0, 0)),
        places=(PlaceMention("p", 60, 75),),
        dates=(DateMention("2012-01", 0, 4), DateMention("--01-07", 0, 4)),
    )
    seen = [
        to_json(analyze_document(probe)),
        [facet_values(probe, facet) for facet in FACETS],
        sorted(STOP_WORDS),
        to_json(FIELDS),
    ]
    return hashlib.sha256(json.dumps(seen, ensure_ascii=True).encode("ascii")).hexdigest()


def processing_hash(settings: Settings, *, clean: bool) -> str:
    """SHA-256 of all that makes a document of a page, and an index of documents, but page and names.

    Takes in the program's own texts: a change of any rule makes every page one to do again.
    """
    return _hash([clean, settings.max_file_bytes, settings.max_text_characters], _MAKERS)


def linking_hash(authority: Authority, *, link: bool) -> str:
    """SHA-256 of all that finds names and dates in a text, but the text.

    Takes in the program's own texts with the shipped authority file, and what is laid over it.
    """
    return _hash([link, authority.digest], _LINKERS)


def linker_hash() -> str:
    """SHA-256 of the program that links, whatever the authority is."""
    return _hash([], _LINKERS, (".py", ".json"))


def _hash(facts: list[object], folders: tuple[str, ...], endings: tuple[str, ...] = _TEXTS) -> str:
    values = [facts, tool_versions(), *_program_hashes(folders, endings)]
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()


@lru_cache(maxsize=3)
def _program_hashes(folders: tuple[str, ...], endings: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (path.relative_to(_PACKAGE).as_posix(), hashlib.sha256(path.read_bytes()).hexdigest())
        for folder in folders
        for path in sorted((_PACKAGE / folder).rglob("*"))
        if path.suffix in endings
    )


def corpus_fingerprint(source_files: tuple[SourceFile, ...]) -> str:
    """SHA-256 of the source files' paths, sizes and hashes, in any order.

    >>> corpus_fingerprint(()) == corpus_fingerprint(())
    True
    """
    lines = sorted(f"{file.sha256} {file.size} {file.path}\n" for file in source_files)
    return hashlib.sha256("".join(lines).encode("utf-8", "surrogatepass")).hexdigest()


@lru_cache(maxsize=1)
def tool_versions() -> tuple[tuple[str, str], ...]:
    """Names and versions of Python and of the packages that decide what is found."""
    found = [("python", platform.python_version())]
    for name in TOOLS:
        try:
            found.append((name, version(name)))
        except PackageNotFoundError:
            continue
    return tuple(found)
