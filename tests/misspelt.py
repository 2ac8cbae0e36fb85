"""A small collection of news with names, to misspell, and the four errors of typing."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from indexer.engines.whoosh_engine.reader import WhooshReader
from indexer.engines.whoosh_engine.writer import WhooshWriter
from indexer.schema.collection import Actor, Alias, Collection
from indexer.schema.document import Document
from indexer.search.open_search import Search
from indexer.settings import load_settings
from tests.tiny_collection import document, mention

TEXTS = (
    "The prime minister met the mercenary leader in Timbuktu. Peace talks began.",
    "The government of Burkina Faso sent an envoy. The prime minister stayed.",
    "The government signed a peace agreement in Algiers. Burkina Faso did not.",
    "The Wagner Group left Bamako; the government was silent. Iyad Ag Ghaly was not.",
    "A mercenary of the Wagner Group spoke to the newspaper in Bamako.",
    "Farmers in the south grow crops. The harvest of millet was poor.",
    "The Africa Corps took the camp. The harvest had begun in the south.",
    "Ansar Dine attacked the convoy. Soldiers returned fire, and the convoy left.",
    "The newspaper wrote of an agreement that nobody signed. There was no envoy.",
    "Soldiers of the Africa Corps guard the wall of the old town. The town is silent.",
    "The islamic state claimed the attack in the Sahel. The Sahel is wide.",
    "The report is about the state of the roads to Tessalit and Tinzaouaten.",
)
_WAGNER = ("Wagner Group", "Wagner", "Groupe Wagner", "Musicians")
_ANSAR = ("Ansar Dine", "Ansar Eddine", "Defenders of the Faith")


def actor(id_: str, *spellings: str, decoy: bool = False) -> Actor:
    """An actor under some spellings, the first of them its label."""
    aliases = tuple(Alias(text, exact=False, ambiguous=False) for text in spellings)
    return Actor(id_, "armed_group", spellings[0], spellings[0], None, None, None, "", decoy, aliases)


ACTORS = (
    actor("wagner", *_WAGNER),
    actor("ansar-dine", *_ANSAR),
    actor("absent", "Zarma Front"),
    actor("decoy", "Wagnor Opera", decoy=True),
)
COLLECTION = Collection("2026-01-01T00:00:00Z", 0, 0, 0, 0, 0, (), (), ACTORS, ())


def documents() -> tuple[Document, ...]:
    """The texts as documents, with the actors that they name."""
    plain = [document(f"d{number:02}", text) for number, text in enumerate(TEXTS)]
    for at in (3, 4):
        plain[at] = mention(plain[at], "wagner", "Wagner Group")
    plain[7] = mention(plain[7], "ansar-dine", "Ansar Dine")
    return tuple(plain)


@contextmanager
def opened(folder: Path) -> Iterator[Search]:
    """A search over the collection, written into an empty folder."""
    writer = WhooshWriter(folder)
    # Documents without these words: a word is rare in a whole of some size only.
    others = [document(f"e{number:03}", f"Post {number} is open on weekdays.") for number in range(120)]
    for page in (*documents(), *others):
        writer.add(page, page.text.encode())
    writer.finish(COLLECTION)
    with Search(WhooshReader(folder), load_settings({})[0], generation="gen-test") as search:
        yield search


BESIDE = {"a": "sq", "e": "wr", "i": "uo", "o": "ip", "u": "yi", "n": "bm", "r": "et", "s": "ad", "t": "ry"}
ERRORS = ("drop", "double", "swap", "beside")


def misspell(word: str, error: str, chance: random.Random) -> str:
    """A word with one error behind its first letter; the word itself where it has no place for one."""
    places = [at for at in range(1, len(word) - 1) if error != "beside" or word[at] in BESIDE]
    if not places:
        return word
    at = chance.choice(places)
    match error:
        case "drop":
            return word[:at] + word[at + 1 :]
        case "double":
            return word[:at] + word[at] + word[at:]
        case "swap":
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
        case _:
            return word[:at] + chance.choice(BESIDE[word[at]]) + word[at + 1 :]
