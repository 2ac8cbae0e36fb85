"""A large collection that is generated, and every kind of page that takes a query.

Asks nothing by itself.
"""

import json
import random
from itertools import accumulate
from pathlib import Path
from urllib.parse import quote

from indexer import api
from indexer.settings import Settings

ACTORS = ("jnim", "wagner", "ansar-dine", "africa-corps", "eu", "un", "katiba-macina")
HEADS = ("ba", "be", "bo", "co", "de", "ma", "pre", "re", "sa", "un")
SYLLABLES = tuple(head + tail for head in "bcdfgklmnprstvz" for tail in ("a", "e", "i", "o", "u", "an", "er"))
# Of the words of a document so many are the usual ones, and so many stand in few others.
USUAL, RARE = 180, 20
# What each takes: the same query in all its places.
PAGES = (
    "/?q={q}",
    "/?q={q}&match=any&sort=oldest&copies=all&per=100",
    "/?q={q}&spelling=exact&actor=jnim&published=2023&published=none",
    "/search.json?q={q}",
    "/search.json?q={q}&page=7&per=50&parents=whole&actor=wagner&actor=eu&actors=any",
    "/search.json?q={q}&per=all",
    "/search.csv?q={q}",
    "/search.jsonl?q={q}&match=any",
    "/search.ris?q={q}",
    "/search.csl.json?q={q}",
    "/search.atom?q={q}&page=1",
    "/search.atom?q={q}",
    "/search.zip?q={q}",
    "/facets/actor?q={q}",
    "/facets/document?q={q}&find={q}",
    "/facets/published?q={q}&order=name",
    "/facets/source?q={q}",
    "/compare?q={q}&q2={q}&actor2=jnim&q3={q}&match3=any&q4={q}",
    "/compare.json?q={q}&q2=mali&dates=mentioned&by=day",
    "/compare.csv?q={q}&q2={q}&published2=2023",
    "/timeline?q={q}",
    "/timeline.json?q={q}&passages=all&match=any",
    "/timeline.csv?q={q}&passages=whole",
    "/documents/{id}?q={q}",
    "/documents/{id}?q={q}&view=difference",
    "/documents/{id}.json?q={q}",
    "/documents/{id}/why?q={q}",
    "/documents/{id}/why.json?q={q}",
    "/documents/{id}/copies?q={q}",
    "/actors/jnim?q={q}",
    "/actors/jnim/with/wagner?q={q}",
    "/suggest.json?q={q}",
    "/opensearch-suggestions.json?q={q}",
)


def words(count: int, seed: int) -> list[str]:
    """So many words, no two the same; a tenth of them begins with each of ten beginnings."""
    chance = random.Random(seed)
    found: dict[str, None] = {}
    while len(found) < count:
        found[
            "".join((HEADS[len(found) % len(HEADS)], *chance.choices(SYLLABLES, k=chance.randint(1, 4))))
        ] = None
    return list(found)


def save_collection(path: Path, documents: int, vocabulary: list[str], seed: int) -> None:
    """Write documents as lines of JSON, in which every word of the vocabulary stands."""
    chance = random.Random(seed)
    usual = vocabulary[: len(vocabulary) // 5]
    weights = list(accumulate(1 / (rank + 3) for rank in range(len(usual))))
    with path.open("w", encoding="utf-8") as file:
        for at in range(documents):
            said = chance.choices(usual, cum_weights=weights, k=USUAL)
            rare = [vocabulary[(at * RARE + step) % len(vocabulary)] for step in range(RARE)]
            said += rare
            chance.shuffle(said)
            day = f"{2020 + at % 5}-{1 + at % 12:02}-{1 + at % 28:02}"
            page = {
                "id": f"d{at:06}",
                "title": " ".join(said[:6]).capitalize(),
                "text": "\n\n".join(
                    " ".join(said[start : start + 50]).capitalize() + "." for start in range(6, len(said), 50)
                ),
                "source": f"{usual[at % 40].capitalize()} Post",
                "actors": chance.sample(ACTORS, 2),
            }
            file.write(json.dumps(page | ({"published": day} if at % 9 else {})) + "\n")


def build(folder: Path, documents: int, vocabulary: list[str], seed: int) -> Path:
    """The index of such a collection, below a folder."""
    source, index = folder / "pages.jsonl", folder / "index"
    save_collection(source, documents, vocabulary, seed)
    api.rebuild(Settings(index=index, seeds=(source,)), clean=False, link=False)
    return index


def address(page: str, query: str, document: str) -> str:
    """The address of one kind of page for a query, also of one that is no text."""
    return page.replace("{id}", document).replace("{q}", quote(query, safe="", errors="surrogatepass"))
