"""Readers in threads of one process, that open and ask as fast as they can.

Run as a program; prints a line once each thread has an answer, and when its input closes one
JSON object: the number of answers, the generations seen, the faults.

    python -m tests.crash.swap_readers INDEX ENGINE THREADS
"""

import json
import logging
import sys
import threading
from pathlib import Path

from indexer.engine_port import EngineRequest, IndexReader
from indexer.generations import open_generation
from indexer.query.syntax import All
from tests.crash.driver import ENGINES


class Readers:
    """Threads that open, compare all that the generation gives out, and close, over and over."""

    def __init__(self, index: Path, engine: str, threads: int) -> None:
        self._index = index
        self._open_reader = ENGINES[engine][1]
        self._stop = threading.Event()
        self._ready = threading.Barrier(threads + 1)
        self.seen: list[str] = []
        self.faults: list[str] = []
        self._threads = [threading.Thread(target=self._run) for _ in range(threads)]

    def start(self) -> None:
        """Let each thread answer once, then go on."""
        for thread in self._threads:
            thread.start()
        self._ready.wait()

    def stop(self) -> None:
        """Let each thread answer a last time."""
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        self._try()
        self._ready.wait()
        while not self._stop.is_set():
            self._try()
        self._try()

    def _try(self) -> None:
        try:
            with open_generation(self._index) as opened, self._open_reader(opened.path) as reader:
                self._compare(reader)
                if opened.degraded:
                    self.faults.append(opened.degraded)
                self.seen.append(opened.name)
        except Exception as error:  # noqa: BLE001 any error at all is a fault
            self.faults.append(repr(error))

    def _compare(self, reader: IndexReader) -> None:
        answer = reader.search(EngineRequest(All(), facets=("document",), limit=1000))
        ids = sorted(hit.id for hit in answer.hits)
        rounds = {reader.document(id_).text.split()[1] for id_ in ids}
        counted = sorted(value for value, _ in answer.facets["document"])
        if len(rounds) != 1 or len(ids) != reader.collection.documents or counted != ids:
            self.faults.append(f"a mix: {rounds} {ids} {counted}")


def main(index: str, engine: str, threads: str) -> None:
    """Read until the input closes."""
    readers = Readers(Path(index), engine, int(threads))
    readers.start()
    print("ready", flush=True)
    sys.stdin.read()
    readers.stop()
    found = {"answers": len(readers.seen), "generations": sorted(set(readers.seen))}
    print(json.dumps({**found, "faults": readers.faults[:5]}))


if __name__ == "__main__":
    logging.disable()
    main(*sys.argv[1:])
