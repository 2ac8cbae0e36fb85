"""Names of files and lines as ids that fit into addresses."""

import hashlib
import re

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_OTHER = re.compile(r"[^A-Za-z0-9_-]+")
_SLUG_CHARACTERS = 40


def page_id(name: str) -> str:
    """The name itself where it fits `[A-Za-z0-9_-]{1,64}`, else a slug with a short hash of it.

    >>> page_id("000_85dbce1b230a2048"), page_id("camp d'été")
    ('000_85dbce1b230a2048', 'camp-d-t-f8ad70f5')
    """
    if _ID.fullmatch(name):
        return name
    digest = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    slug = _OTHER.sub("-", name).strip("-")[:_SLUG_CHARACTERS]
    return f"{slug}-{digest}" if slug else digest
