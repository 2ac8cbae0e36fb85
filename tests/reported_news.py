"""Generated reports that name actors, places and dates, by chance that can be repeated.

Made so that some facets have more values than an answer holds. Writes no file by itself.
"""

import csv
import json
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path

import indexer.entities
from tests.copied_news import Newsroom, write_news

AUTHORITY = Path(indexer.entities.__file__).parent
FIRST_DAY = date(2021, 1, 1)
# More than `facet_limit` has room for.
DAYS, OUTLETS, ACTORS, PLACES = 900, 260, 320, 120


def write_reports(count: int, seed: int) -> list[dict[str, str]]:
    """So many pages of a source file: `id`, `text`, and most with `title`, `source` and `published`."""
    planted = write_news(count, seed)
    room = Newsroom(seed + 1)
    names = _Names(room)
    return [_page(room, names, at, report.id, report.text) for at, report in enumerate(planted)]


def save_reports(path: Path, count: int, seed: int) -> None:
    """The same as lines of JSON."""
    lines = (json.dumps(page) for page in write_reports(count, seed))
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


class _Names:
    """Actors, places and outlets, a few of them in most reports and most of them in a few."""

    def __init__(self, room: Newsroom) -> None:
        self._chance = room.chance
        self._lists = {
            "actor": _labels("actors.csv", ACTORS),
            "place": _labels("places.csv", PLACES),
            "outlet": [f"{word.capitalize()} Post" for word in dict.fromkeys(room.words)][:OUTLETS],
        }

    def one(self, kind: str) -> str:
        """One of them."""
        known = self._lists[kind]
        weights = list(accumulate(1 / (rank + 8) for rank in range(len(known))))
        return self._chance.choices(known, cum_weights=weights)[0]


def _labels(file: str, most: int) -> list[str]:
    with (AUTHORITY / file).open(encoding="utf-8", newline="") as lines:
        return [row.get("label") or row["canonical"] for row in csv.DictReader(lines)][:most]


def _page(room: Newsroom, names: _Names, at: int, id_: str, text: str) -> dict[str, str]:
    """A report with sentences about actors between its own, and what is known of it."""
    chance = room.chance
    day = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    told = [
        f"{names.one('actor')} met {names.one('actor')} near {names.one('place')} on "
        f"{day:%d %B %Y}, as in {2000 + chance.randrange(24)}."
        for _ in range(chance.randint(0, 3))
    ]
    page = {"id": id_, "text": "\n\n".join((*told, text))}
    if at % 9:
        page["title"] = f"{names.one('actor')} and {room.sentence()[:40].rstrip(' .')}"
    if at % 11:
        page["source"] = names.one("outlet")
    if at % 7:
        day += timedelta(days=chance.randrange(9))
        page["published"] = f"{day:%Y-%m}" if at % 13 == 0 else day.isoformat()
    return page
