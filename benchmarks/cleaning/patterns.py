"""Runs every regular expression of cleaning on its worst case.

Each is given the longest text that it can get: a line of 400 signs, or a million signs where nothing
bounds it. Prints for each the CPU seconds that a megabyte of its worst attack takes, and how the time
grows with the text: 1 is linear, 2 quadratic. What grows faster than linear, or takes longer than a
second, is flagged; patterns that are known to be bad are measured beside them and must be.
"""

import argparse
import math
import re
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from types import FrameType

from benchmarks.cleaning.attacks import Attack, make_attacks
from benchmarks.cleaning.pattern_uses import UNBOUNDED, Watched, find_uses
from benchmarks.speed.figures import short_number, table

# Of the attacks on a pattern so many go on from each length to the next.
_ROUNDS = ((1_000, 12), (8_000, 4))
# A call that takes so many CPU seconds is ended, and the search for a worse one with it.
_MOST_SECONDS = 2.0
# What is flagged: growth by more than this power of the length, or more seconds than this a megabyte.
_MOST_GROWTH, _MOST_A_MEGABYTE = 1.4, 1.0
# This many times that in a short text, and no other attack is looked for.
_TOO_SLOW = 20.0
# Times below this say nothing on growth.
_LEAST_SECONDS = 0.002
_CLOCK = 1e-6
# How patterns are bad: parts that repeat inside of a part that repeats, branches and neighbours that take the
# same signs, many places where a match may begin.
BAD = tuple(
    Watched(f"known to be bad {number}", re.compile(pattern), {method: length}, folded=False)
    for number, (pattern, method, length) in enumerate(
        (
            (r"(?:\w+\s?)+$", "search", UNBOUNDED),
            (r"(?:ab|a|b)+c", "fullmatch", 400),
            (r"\d+-?\d+-?\d+-?\d+:", "search", UNBOUNDED),
            (r"\s+$", "search", UNBOUNDED),
            (r"By .*\.", "finditer", UNBOUNDED),
        ),
        1,
    )
)


@dataclass(frozen=True, slots=True)
class Worst:
    """The attack on one use of a pattern that takes longest.

    `seconds` are of a megabyte, by what was measured where the call was ended; `growth` is the power.
    """

    name: str
    method: str
    length: int
    seconds: float
    growth: float
    attack: Attack

    @property
    def is_bad(self) -> bool:
        """Whether it is flagged."""
        return self.growth > _MOST_GROWTH or self.seconds > _MOST_A_MEGABYTE


def find_worst(watched: Watched) -> Iterator[Worst]:
    """The worst case of each use of a pattern."""
    for method, length in watched.uses().items():
        # Not before the uses are known: what was never seen is not folded.
        attacks = make_attacks(watched.real.pattern, watched.real.flags, folded=watched.folded)
        for size, count in _ROUNDS:
            if size < length:
                attacks = _slowest(watched.real, method, attacks, size)[:count]
        attack = _slowest(watched.real, method, attacks, min(length, _ROUNDS[-1][0]))[0]
        seconds, growth = _grow(watched.real, method, attack, length)
        yield Worst(watched.name, method, length, seconds, growth, attack)


def run_worst(watched: Watched) -> None:
    """Run a pattern on the longest texts of its worst attacks, however long that takes."""
    for method, length in watched.uses().items():
        attacks = make_attacks(watched.real.pattern, watched.real.flags, folded=watched.folded)
        for size, count in _ROUNDS:
            attacks = _slowest(watched.real, method, attacks, min(size, length), 0.0)[:count]
        for attack in attacks:
            run(watched.real, method, attack.text(length))


def run(pattern: re.Pattern[str], method: str, text: str) -> None:
    """Let a pattern look through a text to its end."""
    found = pattern.sub("", text) if method == "sub" else getattr(pattern, method)(text)
    if method == "finditer":
        for _ in found:
            pass


def _slowest(
    pattern: re.Pattern[str], method: str, attacks: Sequence[Attack], size: int, most: float = _MOST_SECONDS
) -> list[Attack]:
    """The attacks in order of their time; one that alone is too slow is enough."""
    times: dict[Attack, float] = {}
    for attack in attacks:
        times[attack] = _time(pattern, method, attack.text(size), most)
        if most and times[attack] > _MOST_A_MEGABYTE * size / UNBOUNDED * _TOO_SLOW:
            return [attack]
    return sorted(attacks, key=lambda attack: -times[attack])


def _grow(pattern: re.Pattern[str], method: str, attack: Attack, length: int) -> tuple[float, float]:
    """Seconds of a megabyte, and by which power of the length the time grew at most."""
    if length < UNBOUNDED:
        one = min(_time(pattern, method, attack.text(length)) for _ in range(3))
        return one * UNBOUNDED / length, 1.0
    times: dict[int, float] = {}
    growth = 1.0
    for size in (length // 256, length // 64, length // 16, length // 4, length):
        times[size] = _time(pattern, method, attack.text(size))
        before = times.get(size // 16, 0.0)
        if before > _LEAST_SECONDS:
            growth = max(growth, math.log(times[size] / before, 16))
        if times[size] >= _MOST_SECONDS:
            return times[size] * (length / size) ** growth, max(growth, 2.0 if size < length else growth)
    return times[length], growth


def _time(pattern: re.Pattern[str], method: str, text: str, most: float = _MOST_SECONDS) -> float:
    """CPU seconds of one call, which is ended after `most`; 0 lets it run."""

    def end(_number: int, _frame: FrameType | None) -> None:
        raise TimeoutError

    before_signal = signal.signal(signal.SIGVTALRM, end)
    before = time.process_time()
    signal.setitimer(signal.ITIMER_VIRTUAL, most)
    try:
        run(pattern, method, text)
    except TimeoutError:
        return most
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before_signal)
    # The clocks of two cores of a virtual machine can differ.
    return max(time.process_time() - before, _CLOCK)


def main() -> int:
    """The command; 1 if a pattern of ours is flagged or one that is known to be bad is not."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.cleaning.patterns", description=__doc__)
    parser.add_argument("--only", metavar="WORD", default="", help="patterns with this in their name")
    only = parser.parse_args().only
    known = [worst for watched in BAD for worst in find_worst(watched)]
    found = [worst for watched in find_uses() if only in watched.name for worst in find_worst(watched)]
    found.sort(key=lambda worst: -worst.seconds)
    rows = [["pattern", "asked by", "length", "s / MB", "growth", "", "worst text"]]
    for worst in (*known, *found):
        shown = f"{worst.attack.before[-30:]!r} + {worst.attack.pump[:40]!r}…"
        numbers = [f"{worst.length:,}", short_number(worst.seconds), f"{worst.growth:.1f}"]
        rows.append([worst.name, worst.method, *numbers, "bad" if worst.is_bad else "", shown])
    print(table(rows))
    bad = [worst.name for worst in found if worst.is_bad]
    print(f"\n{len(found)} uses of patterns, {len(bad)} flagged")
    return int(bool(bad) or not all(worst.is_bad for worst in known))


if __name__ == "__main__":
    sys.exit(main())
