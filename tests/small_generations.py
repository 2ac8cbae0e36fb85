"""Generations of two small files, or of the tiny collection, to be published, read and damaged."""

import shutil
from collections.abc import Callable
from pathlib import Path

from indexer.generations import building, open_generation
from indexer.manifest import BuildFacts
from indexer.rebuild.fingerprints import analysis_hash
from tests.agreement.layouts import lay_out_tiny, write_history

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


def publish_segments(index: Path, change: Callable[[Path], None] = lambda _: None) -> Path:
    """Publish the tiny collection in two segments, changed before its files are listed; gives its folder."""
    with building(index) as build:
        last = write_history(index.parent, lay_out_tiny(most_turns=1).histories[-1])
        shutil.copytree(last, build.folder, dirs_exist_ok=True)
        change(build.folder)
        facts = BuildFacts("2026-01-01T00:00:00Z", 12, analysis_hash(), "corpus")
        return build.publish(facts).path
