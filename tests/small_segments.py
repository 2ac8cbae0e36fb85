"""Generations of the tiny collection in two segments, to be published, read and damaged."""

import shutil
from collections.abc import Callable
from pathlib import Path

from indexer.generations import building
from indexer.manifest import BuildFacts
from indexer.rebuild.fingerprints import analysis_hash
from tests.agreement.layouts import lay_out_tiny, write_history


def publish_segments(index: Path, change: Callable[[Path], None] = lambda _: None) -> Path:
    """Publish the tiny collection in two segments, changed before its files are listed; gives its folder."""
    with building(index) as build:
        last = write_history(index.parent, lay_out_tiny(most_turns=1).histories[-1])
        shutil.copytree(last, build.folder, dirs_exist_ok=True)
        change(build.folder)
        facts = BuildFacts("2026-01-01T00:00:00Z", 12, analysis_hash(), "corpus")
        return build.publish(facts).path
