"""Signs of life of the processes that fill a generation.

Each counts up a small value in the companion. Whether one lives is seen by looking twice, so that no
clock of one machine is held against that of another.
"""

import logging
import os
import socket
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from indexer.engines.opensearch_engine.facts_index import FactsIndex
from indexer.errors import EngineError, GenerationLocked

log = logging.getLogger(__name__)

BEAT_SECONDS = 1.0
# Between two looks: longer than a beat that a busy cluster holds up.
LOOK_SECONDS = 5.0
WHOLE = "beat"


def beat_of(part: str) -> str:
    """Where a shard of a build, such as 1/4, gives its signs."""
    return f"{WHOLE}-{part.replace('/', '-of-')}"


@contextmanager
def beating(facts: FactsIndex, name: str) -> Iterator[None]:
    """Give signs of life for the time of the block. Raises GenerationLocked while another does."""
    refuse_living([(facts, name)])
    beat = _Beat(facts, name)
    beat.start()
    try:
        yield
    finally:
        beat.end()


def refuse_living(asked: Sequence[tuple[FactsIndex, str]]) -> None:
    """Raise GenerationLocked if anybody gives these signs. Cost: some seconds where anybody did not end."""
    before = {at: told for at in range(len(asked)) if (told := _look(*asked[at]))}
    if not before:
        return
    time.sleep(LOOK_SECONDS)
    for at, told in before.items():
        now = _look(*asked[at])
        if now is not None and now != told:
            raise GenerationLocked(
                f"Another run fills {asked[at][0].index} ({now.get('who')}). "
                "Wait for it to end, or stop that process"
            )


def _look(facts: FactsIndex, name: str) -> Mapping[str, Any] | None:
    told = facts.get(name)
    return None if told is None or told.get("ended") else told


class _Beat(threading.Thread):
    """Counts up until it is ended."""

    def __init__(self, facts: FactsIndex, name: str) -> None:
        super().__init__(daemon=True)
        self._facts = facts
        self._name = name
        self._ended = threading.Event()
        self._who = f"process {os.getpid()} on {socket.gethostname()}"

    def start(self) -> None:
        """Give the first sign before anything else is done. Raises EngineError."""
        self._tell(0)
        super().start()

    def run(self) -> None:
        """One sign after the other; one that cannot be given is left out."""
        count = 0
        while not self._ended.wait(BEAT_SECONDS):
            count += 1
            try:
                self._tell(count)
            except EngineError as error:
                log.debug("no sign of life could be given reason=%s", error)

    def end(self) -> None:
        """Say that nobody is at work any more."""
        self._ended.set()
        self.join()
        try:
            self._tell(-1, ended=True)
        except EngineError as error:
            # The indices may be gone, or the cluster.
            log.debug("the end of a run could not be told reason=%s", error)

    def _tell(self, count: int, *, ended: bool = False) -> None:
        self._facts.put(self._name, {"count": count, "who": self._who, "ended": ended})
