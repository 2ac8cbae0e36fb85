"""Histories of a collection as generations on a cluster, as `layouts` writes them into folders."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import replace
from itertools import count
from pathlib import Path

from indexer.engine_port import IndexReader
from indexer.generation_store import GenerationStore, StoredGeneration
from indexer.wiring import open_store
from tests.agreement.comparing import Comparison, Evaluator
from tests.agreement.layouts import LAYOUTS, Collected, Groups, Step, fill, with_groups
from tests.cluster_requests import clear
from tests.coded_oracle import CodedOracle
from tests.engines import prefix_of, settings_on
from tests.small_generations import FACTS

# Scores on a cluster are numbers of 32 bits.
CODED_ERROR = 1e-5
_NUMBERS = count()


@contextmanager
def own_store(url: str, shards: int = 1) -> Iterator[GenerationStore]:
    """A place on a cluster for generations of one's own, deleted after use."""
    place = Path(f"history-{os.getpid()}-{next(_NUMBERS)}")
    try:
        yield open_store(settings_on(url, shards=shards)(index=place))
    finally:
        clear(url, prefix_of(place))


@contextmanager
def written_on_cluster(
    url: str, history: Sequence[Step], groups: Groups = (), shards: int = 1
) -> Iterator[IndexReader]:
    """A reader of what a history leaves; its last generation is not published, which takes its time."""
    with ExitStack() as opened:
        store = opened.enter_context(own_store(url, shards))
        base: StoredGeneration | None = None
        living = 0
        for at, (step, own) in enumerate(with_groups(history, groups), 1):
            build = opened.enter_context(store.building()) if at == len(history) else None
            living += len(step.added) - len(step.deleted)
            if build is None:
                base = _publish(store, base, step, own, living)
                continue
            fill(build.open_writer(base), step, own)
            yield opened.enter_context(build.open_reader())


def _publish(
    store: GenerationStore, base: StoredGeneration | None, step: Step, groups: Groups, living: int
) -> StoredGeneration:
    with store.building() as build:
        fill(build.open_writer(base), step, groups)
        build.publish(replace(FACTS, documents=living), base)
    return store.open()


def on_cluster(
    url: str, shards: int, layouts: Sequence[str] = LAYOUTS[:3]
) -> Callable[[Collected], AbstractContextManager[list[tuple[str, Evaluator]]]]:
    """Readers of generations on a cluster, in some layouts; merged is what a cluster does by itself."""

    @contextmanager
    def open_ways(collected: Collected) -> Iterator[list[tuple[str, Evaluator]]]:
        histories = dict(zip(LAYOUTS, collected.histories, strict=False))
        with ExitStack() as opened:
            yield [
                (
                    f"{layout}, {shards} shards",
                    opened.enter_context(
                        written_on_cluster(url, histories[layout], collected.groups, shards)
                    ),
                )
                for layout in layouts
            ]

    return open_ways


def coded(url: str, shards: int, layouts: Sequence[str] = LAYOUTS[:3]) -> Comparison:
    """How answers of a cluster are compared: lengths as it keeps them, scores as exact as it has them."""
    return Comparison(on_cluster(url, shards, layouts), CodedOracle, CODED_ERROR)
