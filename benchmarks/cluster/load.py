"""Readers that go on asking a desk while something happens to it.

Counts what they saw; decides nothing.
"""

import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from benchmarks.cluster.questions import Counts, NotAnswered, Reader


@dataclass(slots=True)
class Seen:
    """What all readers saw. `wrong` are answers that equal none of the right ones."""

    right: int = 0
    wrong: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    slowest: float = 0.0
    # Answers by which of the right ones they equal
    by_choice: dict[int, int] = field(default_factory=dict)


@contextmanager
def reading(port: int, right: Sequence[Mapping[str, Counts]], readers: int) -> Iterator[Seen]:
    """So many readers ask the addresses for the time of the block.

    Args: `right`: one or more whole sets of right answers; an answer must be of one of them.
    """
    seen, over, lock = Seen(), threading.Event(), threading.Lock()
    addresses = tuple(right[0])

    def read(number: int) -> None:
        with Reader(port) as reader:
            go_on(reader, number * 7)

    def go_on(reader: Reader, at: int) -> None:
        while not over.is_set():
            address = addresses[at % len(addresses)]
            at += 1
            begin = time.monotonic()
            try:
                answer = reader.ask(address)
            except NotAnswered as error:
                with lock:
                    seen.errors.append(f"{address}: {error}")
                continue
            finally:
                took = time.monotonic() - begin
            matching = [choice for choice, known in enumerate(right) if known[address] == answer]
            with lock:
                seen.slowest = max(seen.slowest, took)
                if matching:
                    seen.right += 1
                    if len(matching) == 1:
                        seen.by_choice[matching[0]] = seen.by_choice.get(matching[0], 0) + 1
                else:
                    seen.wrong.append(address)

    threads = [threading.Thread(target=read, args=(number,)) for number in range(readers)]
    for thread in threads:
        thread.start()
    try:
        yield seen
    finally:
        over.set()
        for thread in threads:
            thread.join()
