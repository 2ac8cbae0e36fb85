"""Twelve documents, each one a hard case, and how to make more of them."""

from dataclasses import replace

from indexer.schema.collection import Collection
from indexer.schema.document import (
    ActorMention,
    DateMention,
    Document,
    Heading,
    Passage,
    PlaceMention,
    Published,
    RemovedSpan,
)

EMPTY_COLLECTION = Collection("2026-01-01T00:00:00Z", 0, 0, 0, 0, 0, (), (), (), ())


def document(id_: str, *passages: str, title: str | None = None, **found: object) -> Document:
    """A document whose passages stand a blank line apart."""
    text, spans = "", []
    for number, passage in enumerate(passages, 1):
        text += "\n\n" if text else ""
        spans.append(Passage(number, len(text), len(text) + len(passage), None, "prose"))
        text += passage
    bare = Document(
        id=id_,
        source_file=f"{id_}.txt",
        sha256="0" * 64,
        kind="text",
        text=text,
        title=title,
        title_start=None,
        title_end=None,
        published=None,
        byline=None,
        outlet=None,
        url=None,
        headings=(),
        passages=tuple(spans),
        removed=(),
        actors=(),
        places=(),
        dates=(),
    )
    return replace(bare, **found)  # type: ignore[arg-type]  # the caller names the fields


def mention(doc: Document, id_: str, *surfaces: str) -> Document:
    """The document with a mention of an actor at the first place of each surface."""
    found = [ActorMention(id_, doc.text.index(s), doc.text.index(s) + len(s)) for s in surfaces]
    both = tuple(sorted((*doc.actors, *found), key=lambda m: m.start))
    return replace(doc, actors=both)


def dated(value: str) -> Published:
    """A publication date from metadata."""
    precision = {4: "year", 7: "month", 10: "day"}[len(value)]
    return Published(value, precision, "metadata", value)  # type: ignore[arg-type]  # one of the precisions


def tiny_documents() -> tuple[Document, ...]:
    """Twelve documents, each one a hard case."""
    jnim = mention(
        document("jnim", "Fighters of GSIM, that is JNIM, met the envoy.", "GSIM left."),
        "jnim",
        "GSIM",
        "JNIM",
    )
    wagner = mention(
        document(
            "wagner",
            "The Wagner Group trained soldiers. Wagner left Mali in March.",
            "Mercenaries and a mercenary stayed behind.",
            title="Wagner leaves",
            language="en",
            published=dated("2024-03-27"),
        ),
        "wagner",
        "Wagner Group",
    )
    both = mention(
        mention(
            document("both", "JNIM fought near the camp that Wagner held.", published=dated("2024-03")),
            "jnim",
            "JNIM",
        ),
        "wagner",
        "Wagner",
    )
    heading_text = "The end of a mission\n\nSoldiers packed."
    heading = replace(
        document("heading", "Soldiers packed."),
        text=heading_text,
        headings=(Heading(0, 20, "The end of a mission"),),
        passages=(Passage(1, 22, len(heading_text), "The end of a mission", "prose"),),
    )
    residue_text = "Soldiers Advertisement packed."
    residue = replace(document("residue", residue_text), removed=(RemovedSpan(9, 22, "advert-label"),))
    return (
        jnim,
        wagner,
        both,
        heading,
        residue,
        document("year", "A coup in the capital.", published=dated("2024")),
        document("range", "Talks since 2012.", dates=(DateMention("2012", 12, 16),)),
        document(
            "dates",
            "Between 3 May 2023 and January 7 the road was shut.",
            dates=(DateMention("2023-05-03", 8, 18), DateMention("--01-07", 23, 32)),
        ),
        replace(
            document("place", "The road to Gao is open.", outlet="Radio"),
            places=(PlaceMention("pl-gao", 12, 15),),
        ),
        document("empty"),
        document("accents", "Goïta a parlé à l'État-major; the coup, the coup, the coup.", language="fr"),
        replace(document("stated", "A camp."), actors=(ActorMention("wagner", 0, 0),)),
    )
