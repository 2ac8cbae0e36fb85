"""A small collection in which what a page becomes depends on other pages, and what a run makes of it."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from indexer.generation_store import GenerationStore

TOWNS = ("Gao", "Kidal", "Timbuktu", "Mopti", "Segou", "Niono", "Menaka")
LINE = "The voice of the seven towns"


def story(number: int) -> str:
    """A text of its own, by its number."""
    town, other = TOWNS[number % 7], TOWNS[(number * 3 + 1) % 7]
    return (
        f"The council of {town} met {number} envoys of {other} on Monday about bridge {number * 7919}.\n\n"
        f"Wagner and JNIM were named in report {number * 104729} on the road from {town} to {other}, which "
        f"the mayor had closed {number % 9 + 2} days before because of the rain and of {number * 31} lorries."
    )


def lay_collection(folder: Path, stories: int = 60) -> Path:
    """Files with ids given twice, stated actors of one name, near copies, a source's line, and faults."""
    folder.mkdir(parents=True, exist_ok=True)
    lines: list[str] = []
    for number in range(stories):
        page: dict[str, Any] = {
            "id": f"s{number % (stories - 5)}",
            "text": f"{story(number)}\n\n{LINE}",
            "source": "River Post" if number % 3 else "Hill News",
            "actors": ["The Old Guard" if number % 2 else "the old guard", f"Band {number % 4}"],
        }
        if number % 11 == 0:
            page["text"] = ""
        if number % 13 == 5:
            page["text"] = f"{story(number - 1)}{' It rained.' if number % 2 else ''}\n\n{LINE}"
        lines += [json.dumps(page)]
        if number % 17 == 3:
            lines.append("{ broken")
    (folder / "pages.jsonl").write_text("\n".join(lines) + "\n")
    (folder / "binary.txt").write_bytes(b"\x00\x01\xff\xfe\x00" * 100)
    for number in range(3):
        (folder / f"one-{number}.txt").write_text(f"Bridge {number}\n\n{story(1000 + number)}")
    return folder


def contents(store: GenerationStore) -> dict[str, Any]:
    """All that the current generation holds and says, but its name and when it was built."""
    with store.open() as opened, opened.open_reader() as reader:
        ids = reader.document_ids()
        hashes = reader.page_hashes()
        arrays = {
            name: None if array is None else array.tobytes()
            for name in ("lines-documents.npy", "lines-rows.npy", "linked-spellings.npy")
            for array in (opened.read_array(name),)
        }
        return {
            "documents": {id_: (reader.document(id_), reader.original(id_), hashes[id_]) for id_ in ids},
            "collection": replace(reader.collection, built_at=""),
            "copies": reader.copies(),
            "vocabulary": tuple(map(tuple, reader.vocabulary())),
            "facts": replace(opened.facts, built_at="", engine=""),
            "arrays": arrays,
        }
