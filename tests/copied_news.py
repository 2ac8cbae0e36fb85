"""Generated news with copies planted among them, by chance that can be repeated."""

import random
from dataclasses import dataclass
from itertools import accumulate

CONSONANTS, VOWELS = "bdfgklmnprstv", "aeiou"
# What an outlet does to a report of an agency before it prints it.
COPIES = ("same", "dateline", "agency", "drop", "spaced")


@dataclass(frozen=True, slots=True)
class Planted:
    """A report: the number of what it was made from, and how."""

    id: str
    made_from: int
    kind: str
    text: str


class Newsroom:
    """Writes reports in words that are as unevenly frequent as those of a language."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.words = [self._word() for _ in range(4000)]
        self._weights = list(accumulate(1 / (rank + 5) for rank in range(len(self.words))))

    def _word(self) -> str:
        return "".join(
            self.chance.choice(CONSONANTS) + self.chance.choice(VOWELS)
            for _ in range(self.chance.randint(1, 4))
        )

    def sentence(self) -> str:
        """Eight to twenty-two words."""
        count = self.chance.randint(8, 22)
        words = self.chance.choices(self.words, cum_weights=self._weights, k=count)
        return f"{' '.join(words).capitalize()}."

    def report(self) -> list[str]:
        """Eight to ten paragraphs."""
        count = self.chance.randint(8, 10)
        return [" ".join(self.sentence() for _ in range(self.chance.randint(1, 2))) for _ in range(count)]

    def copy(self, report: list[str], kind: str) -> list[str]:
        """The report as another outlet prints it: at the least .8 of it stays."""
        match kind:
            case "dateline":
                return [
                    f"{self.chance.choice(self.words).upper()}, 3 March (Wire) – {report[0]}",
                    *report[1:],
                ]
            case "agency":
                names = " and ".join(self.chance.choices(self.words, k=2))
                return [*report, f"Reporting by {names}; editing by the desk in Bamako."]
            case "drop":
                shortest = min(range(len(report)), key=lambda at: len(report[at]))
                return report[:shortest] + report[shortest + 1 :]
            case "spaced":
                return [part.replace(" ", "\n", 3) for part in report]
            case _:
                return report

    def near_miss(self, report: list[str]) -> list[str]:
        """Another report that takes a third of its paragraphs from this one."""
        own = self.report()
        return report[: len(report) // 3] + own[len(report) // 3 :]


def write_news(count: int, seed: int) -> list[Planted]:
    """So many reports by ascending id, in which reports and their copies are mixed."""
    room = Newsroom(seed)
    found: list[tuple[int, str, str]] = []
    number = 0
    while len(found) < count:
        number += 1
        report = room.report()
        found.append((number, "report", "\n\n".join(report)))
        fate = room.chance.random()
        if fate < 0.08:
            kinds = room.chance.sample(COPIES, room.chance.randint(1, 3))
            found += [(number, kind, "\n\n".join(room.copy(report, kind))) for kind in kinds]
        elif fate < 0.1:
            number += 1
            found.append((number, "near miss", "\n\n".join(room.near_miss(report))))
    room.chance.shuffle(found)
    return [Planted(f"n{at:06}", *rest) for at, rest in enumerate(found[:count])]
