"""What a generation keeps of the authority that it was linked with.

Only digests: enough to tell which documents another authority can touch.
"""

import json

import numpy as np

from indexer.entities.authority import Authority
from indexer.entities.spelling_digests import changed_spellings, digest_spellings
from indexer.generation_store import StoredBuild, StoredGeneration
from indexer.rebuild.fingerprints import linker_hash

_FILE = "linked-spellings.npy"


def write_spellings(build: StoredBuild, authority: Authority, *, linked: bool) -> None:
    """Put the digests of all spellings into a build, if all of it was linked with them. Raises OSError."""
    if not linked:
        return
    kept = json.dumps([linker_hash(), digest_spellings(authority)]).encode("ascii")
    build.write_array(_FILE, np.frombuffer(kept, np.uint8))


def find_changed_spellings(generation: StoredGeneration, authority: Authority) -> frozenset[str] | None:
    """The spellings that mean something else than in a generation; None where any text may be touched.

    That is so where its names were not linked, or by another program.
    """
    kept = generation.read_array(_FILE)
    if kept is None:
        return None
    program, before = json.loads(kept.tobytes())
    return changed_spellings(before, digest_spellings(authority)) if program == linker_hash() else None
