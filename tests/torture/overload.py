"""More requests than can be answered: four times as many, by the clock."""

import tempfile
from pathlib import Path

from tests.real_server import serving
from tests.torture.big_desk import build, words
from tests.torture.load import LOST, Load, distinct_paths, keep_busy, send_by_clock
from tests.torture.report import Result, Size

PROMISE = (
    "The desk is served as it is by default. Step by step more clients ask at the same time until it answers "
    "no more a second; then four times as many requests are sent by the clock, however late their answers "
    "come. Those that are accepted are answered within a second (99 of 100), the others are refused at once, "
    "with 503 and Retry-After; none is lost. Within five seconds of the end all is as before."
)
DOCUMENTS, WORDS = 10_000, 20_000
STEPS = (1, 2, 4, 8, 16, 32)
TIMES = 4
MOST_SECONDS, MOST_TO_REFUSE, MOST_TO_RECOVER = 1.0, 0.5, 5.0
# An answer; some addresses lead to a better one.
OK, BUSY = (200, 302, 404), 503
# Without the limit of requests that wait.
NO_LIMIT = "3600"


def run(size: Size, seed: int) -> Result:
    """Ask more and more, then far too much."""
    seconds = float(size.trials(3, 20))
    # A slice may run beside other work: it tells times, and judges none
    judged = not size.sliced
    with tempfile.TemporaryDirectory() as folder:
        vocabulary = words(WORDS, seed)
        documents = size.trials(1_000, DOCUMENTS)
        index = build(Path(folder), documents, vocabulary, seed)
        paths = distinct_paths(vocabulary, 40_000, documents)
        with serving(index, processes="0", query_seconds="2.0") as server:
            steps = [
                keep_busy(server.port, paths[at::7], clients, seconds / 4) for at, clients in enumerate(STEPS)
            ]
            most = max(len(step.statuses(*OK)) / step.seconds for step in steps)
            load = send_by_clock(server.port, paths[::-1], TIMES * most, seconds)
            after = send_by_clock(server.port, paths, most / 2, 2 * MOST_TO_RECOVER)
        with serving(index, processes="0", query_seconds="2.0", wait_seconds=NO_LIMIT) as server:
            collapsed = send_by_clock(server.port, paths[::-1], TIMES * most, seconds)
    late, without = load.quantile(0.99, *OK), collapsed.quantile(0.99, *OK, LOST)
    recovered = recovery(after)
    failures = [*unexpected(load), *unexpected(after)]
    if not load.statuses(BUSY):
        failures.append("nothing was refused")
    if judged:
        failures += [
            f"{name}: {took:.2f} s"
            for name, took, most_of in (
                ("99 of 100 accepted", late, MOST_SECONDS),
                ("99 of 100 refused", load.quantile(0.99, BUSY), MOST_TO_REFUSE),
                ("recovery", recovered, MOST_TO_RECOVER),
            )
            if took > most_of
        ]
    return Result(
        suite="overload",
        promise=PROMISE,
        trials=sum(len(one.outcomes) for one in (*steps, load, after)),
        failures=tuple(failures),
        control=f"without the limit of waiting 99 of 100 take {without:.1f} s, or are not answered",
        control_failed=without > (MOST_SECONDS if judged else late),
        figures={
            "step by step": ", ".join(
                f"{clients} at a time {len(step.statuses(*OK)) / step.seconds:.0f}/s"
                for clients, step in zip(STEPS, steps, strict=True)
            ),
            "four times the most": f"{TIMES * most:.0f}/s for {seconds:.0f} s, n = {len(load.outcomes):,}: "
            f"{tell(load, *OK)}; {tell(load, BUSY)}",
            "recovery": f"{recovered:.1f} s after the end, at half the most",
            "without the limit": tell(collapsed, *OK, LOST),
            "sending took": f"{load.cpu / load.seconds:.2f} of a processor on the same machine",
        },
        seed=seed,
    )


def tell(load: Load, *statuses: int) -> str:
    """How many got such an answer, and how soon."""
    found = load.statuses(*statuses)
    word = "refused" if BUSY in statuses else "answered"
    half, most = (load.quantile(part, *statuses) for part in (0.5, 0.99))
    times = f"half within {1000 * half:.0f} ms, 99 % within {1000 * most:.0f} ms"
    return f"{len(found) / load.seconds:.0f}/s {word}, {times}"


def unexpected(load: Load) -> list[str]:
    """What is neither an answer nor a refusal as it ought to be."""
    return [
        f"{one.status or 'lost'} after {one.seconds:.1f} s"
        for one in load.outcomes
        if one.status not in OK and not (one.status == BUSY and one.retry_after)
    ]


def recovery(after: Load) -> float:
    """Seconds after which no request any more was refused or late."""
    held_up = [one.due for one in after.outcomes if one.status not in OK or one.seconds > MOST_SECONDS]
    return max(held_up, default=0.0)
