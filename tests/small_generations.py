"""Generations of two small files, to be published, read and damaged. Loads no engine."""

from pathlib import Path

from indexer.generations import building, open_generation
from indexer.manifest import BuildFacts

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
