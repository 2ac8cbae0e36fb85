"""What a bundle holds, how to check it and how to find its answer again, in words.

Says of a search what it was; runs nothing.
"""

import shlex

from indexer.api import SearchRequest, Walk

# Option of the command `search` for each field of a request that repeats.
_OPTIONS = {
    "actors": "--actor",
    "not_actors": "--not-actor",
    "published": "--published",
    "mentioned": "--mentioned",
    "places": "--place",
    "documents": "--document",
    "sources": "--source",
    "languages": "--language",
}
_CHOICES = {
    "actors_match": "--actors",
    "parents": "--parents",
    "spelling": "--spelling",
    "sort": "--sort",
    "copies": "--copies",
}

README = """\
Evidence from a search in Cuttings
==================================

Question     {address}
Read as      {understood}
Answer       {listed} here, of {total} that match{folded}
Generation   {generation}, built {built_at}

Files
-----
hits.csv            every document of this bundle, in the order of the answer
query.json          the question, what was said of its reading, totals, and the counts of all facets
generation.json     what the collection was built from and by which versions
originals/          the bytes of each document as they were delivered
texts/              what cleaning left of each, in UTF-8
documents/          of each: its facts, what was removed and by which rule, and the actors, places and
                    dates that it names. Offsets count characters of "text", from 0, the end not
                    included. "text" without the spans in "removed" is the file in texts/.
SHA256SUMS          the SHA-256 of every file

Where an id has capitals, its files stand in a folder, as some systems do not tell Gao from gao. Where it
has what no name of a file may have, they are named by its words and a hash; "id" has it to the letter.
Addresses that begin with / are those of the desk that the bundle is from.
Who asks the same of the same generation is given the same bytes.

Is it whole and unchanged?
--------------------------
    sha256sum -c SHA256SUMS

(macOS: shasum -a 256 -c SHA256SUMS.) The "sha256" of a document in hits.csv and in documents/ is that
of its file in originals/; where documents/ says "delivered": false, the desk did not keep the bytes.

The same answer from the originals
----------------------------------
    python -m indexer rebuild --seeds originals --index index
    {command}

It finds the same documents, with the same texts and hashes. What depends on the rest of a collection
differs, as only these documents are here: scores and with them the order; and spans that the rule
repeated-in-source removed may stay, since a source's own lines are known from all of its pages. Who names
actors with an authority folder of their own gives it with --authority. Where documents/ says
"rebuilds": false, the bytes alone do not tell a rebuild all: a row of a table lacks the names of its
columns, a line without an id its number, a record of an archive its address.
"""


def write_readme(walk: Walk, address: str, built_at: str) -> bytes:
    """The README of a bundle."""
    folded = f"; {walk.folded:,} near copies are folded, copies=all has them" if walk.folded else ""
    text = README.format(
        address=address,
        understood=walk.understood or "everything",
        listed="1 document" if walk.listed == 1 else f"{walk.listed:,} documents",
        total=f"{walk.total:,}",
        folded=folded,
        generation=walk.generation,
        built_at=built_at,
        command=search_command(walk),
    )
    return text.encode("utf-8", "replace")


def search_command(walk: Walk) -> str:
    """The command that asks the same of another index.

    The joining of words is the one that was used: fewer documents might be read in another way.
    """
    request, plain = walk.request, SearchRequest()
    parts = ["python", "-m", "indexer", "search", "--index", "index"]
    for field, option in _OPTIONS.items():
        parts += [part for value in getattr(request, field) for part in (option, value)]
    for field, option in _CHOICES.items():
        value = getattr(request, field)
        if value != getattr(plain, field):
            parts += [option, value]
    if request.text:
        parts += ["--match", walk.match, "--", request.text]
    return " ".join(shlex.quote(part) for part in parts)
