"""What lines and rows name, and the page that is made of it.

One table of names for all formats that deliver metadata beside a text.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from indexer.schema.document import RawPage
from indexer.sources.lone_surrogates import replace_surrogates
from indexer.sources.mojibake import mend, say_mended
from indexer.sources.page_hashes import Digest, KnownPages
from indexer.sources.page_ids import page_id

# Per field its own name, then others that are read where that one is missing or empty; in any case.
NAMES = {
    "id": ("id",),
    "title": ("title", "headline"),
    "text": ("text", "body", "content"),
    "html": ("html",),
    "url": ("url", "link"),
    "source": ("source", "outlet", "publisher", "site"),
    "published": ("published", "date"),
    "actors": ("actors",),
}
_BY_NAME = {name: (field, rank) for field, names in NAMES.items() for rank, name in enumerate(names)}
_OWN = frozenset(NAMES)


def field_of(name: str) -> tuple[str, int] | None:
    """The field that a name stands for, and its rank among the names of that field.

    >>> field_of(" Headline"), field_of("price")
    (('title', 1), None)
    """
    return _BY_NAME.get(name.strip().lower())


def read_fields(given: Mapping[str, Any]) -> Mapping[str, Any]:
    """What was given, by field; the first name that is not empty counts.

    >>> read_fields({"Date": "2024", "published": "", "body": "Men left."})
    {'published': '2024', 'text': 'Men left.'}
    """
    if given.keys() <= _OWN:
        return given
    found: dict[str, tuple[int, Any]] = {}
    for name, value in given.items():
        place = field_of(name)
        if place is None or value is None or value == "":
            continue
        field, rank = place
        if field not in found or rank < found[field][0]:
            found[field] = (rank, value)
    return {field: value for field, (_, value) in found.items()}


def check_text(fields: Mapping[str, Any], limit: int) -> None:
    """Raise ValueError where there is no text that can be used."""
    kind = _kind(fields)
    text = fields.get(kind)
    if not isinstance(text, str):
        raise ValueError("it has no “text” and no “html”")
    if not text.strip():
        raise ValueError("its text is empty")
    # Most of a page is markup: it is bounded by its bytes alone.
    if kind == "text" and len(text) > limit:
        raise ValueError(f"its text has {len(text):,} characters; the limit is {limit:,}")


def _kind(fields: Mapping[str, Any]) -> Literal["text", "html"]:
    return "html" if isinstance(fields.get("html"), str) else "text"


@dataclass(frozen=True, slots=True)
class Delivered:
    """A page as it stands in its file: its bytes with their hash, and what its place is called.

    `source_file` is the file as it is called in reports.
    """

    source_file: str
    place: str
    raw: bytes
    sha256: Digest


def make_page(
    fields: Mapping[str, Any],
    delivered: Delivered,
    known: KnownPages,
    notes: tuple[str, ...] = (),
    encoding: str = "utf-8",
) -> RawPage:
    """The page of fields that `check_text` took. One without an id is called by its place."""
    named = fields.get("id") not in (None, "")
    kind = _kind(fields)
    text, repairs = mend(fields[kind])
    return RawPage(
        id=page_id(str(fields["id"]) if named else delivered.place),
        source_file=delivered.source_file,
        kind=kind,
        text=text,
        raw=delivered.raw,
        sha256=delivered.sha256.digest().hex(),
        encoding=encoding,
        title=_text(fields.get("title")),
        url=_text(fields.get("url")),
        outlet=_text(fields.get("source")),
        published=_text(fields.get("published")),
        actors=_actors(fields.get("actors")),
        notes=notes + say_mended(repairs),
        page_hash=known.hash_of(delivered.sha256, "" if named else delivered.place),
        repairs=repairs,
    )


def _actors(value: object) -> tuple[str, ...]:
    """Names as a list, or as text in which they are joined by semicolons."""
    given = map(str.strip, value.split(";")) if isinstance(value, str) else value
    if not isinstance(given, Iterable) or isinstance(given, Mapping):
        return ()
    return tuple(replace_surrogates(str(name)) for name in given if name)


def _text(value: object) -> str | None:
    """A metadata value as text on one line, None where there is none."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        return None
    if value.isalnum():
        return value if value.isascii() else replace_surrogates(value)
    return replace_surrogates(mend(" ".join(value.split()))[0]) or None
