"""What the commands print, for people and for programs.

Turns values into text and JSON; never searches, reads files or prints by itself.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator
from operator import attrgetter
from pathlib import Path
from typing import Any

import click

from indexer import api
from indexer.schema.json_values import to_json

FACET_VALUES = 8
LISTED = 20
WORDS = {
    "actor": "Actors",
    "published": "Published",
    "mentioned": "Talked about",
    "place": "Places",
    "language": "Languages",
}


# What a terminal obeys or UTF-8 cannot hold; blanks and ends of lines stay, as do the marks of bold.
_BOLD = re.compile(r"\x1b\[[01]m")
_UNSHOWN = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def as_json(value: object) -> str:
    r"""A value made of dataclasses, dicts and tuples as one line of JSON.

    Characters that UTF-8 cannot hold are escaped.

    >>> as_json({"text": "à"}), as_json({"text": chr(0xD800)})
    ('{"text": "à"}', '{"text": "\\ud800"}')
    """
    values = value if isinstance(value, dict) else to_json(value)
    text = json.dumps(values, ensure_ascii=False)
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return json.dumps(values)
    return text


def as_text(lines: Iterable[str]) -> str:
    r"""Lines for people, U+FFFD for what a terminal would obey or cannot be written.

    >>> as_text(["Rains", "fail" + chr(0xD800) + chr(27) + "[2J"]) == "Rains\nfail\ufffd\ufffd[2J"
    True
    """
    text = "\n".join(lines)
    return "".join(
        piece if _BOLD.fullmatch(piece) else _UNSHOWN.sub("\ufffd", piece)
        for piece in re.split(f"({_BOLD.pattern})", text)
    )


# In the place of a secret.
HIDDEN = "********"


def setting_value(value: object) -> str:
    """A setting's value as it is written in the environment.

    >>> setting_value((Path("seeds"), Path("more"))) == f"seeds{os.pathsep}more"
    True
    """
    if isinstance(value, bool):
        return "yes" if value else "no"
    if not isinstance(value, tuple):
        return "" if value is None else str(value)
    return (os.pathsep if value and isinstance(value[0], Path) else ",").join(str(v) for v in value)


def count(number: int, one: str) -> str:
    """A number with its noun.

    >>> count(1, "document"), count(1067, "span")
    ('1 document', '1,067 spans')
    """
    several = f"{one[:-1]}ies" if one.endswith("y") else f"{one}s"
    return f"{number:,} {one if number == 1 else several}"


def _share(part: int, whole: int) -> str:
    """A part as a share in brackets, nothing of nothing."""
    return f" ({part / whole:.1%})" if whole else ""


def _rest(number: int) -> Iterator[str]:
    """How many of so many are not listed."""
    if number > LISTED:
        yield f"  and {number - LISTED:,} more, all in stats --json"


def describe_rebuild(report: api.RebuildReport) -> Iterator[str]:
    """What a rebuild made in one line, and what it could not use."""
    yield (
        f"{_read_files(report)}. "
        f"Removed {count(report.removed_spans, 'span')}, {count(report.removed_characters, 'character')}"
        f"{_share(report.removed_characters, report.characters)}. Generation {report.generation}"
    )
    if report.flagged:
        yield f"  for a look: {count(report.flagged, 'document')} lost unusually much; stats lists them"
    if report.copies.groups:
        copies = f"{count(report.copies.exact, 'exact duplicate')}, {count(report.copies.near, 'near copy')}"
        yield f"  {copies}, in {count(report.copies.groups, 'group')}"
    for cause, times in report.causes:
        yield f"  not used: {cause}: {times:,}"


def _read_files(report: api.RebuildReport) -> str:
    files = count(report.files_read + report.files_partly, "source file")
    partly = f" ({report.files_partly:,} in part)" if report.files_partly else ""
    refused = f", {report.files_refused:,} refused" if report.files_refused else ""
    return f"{count(report.documents, 'document')} from {files}{partly}{refused} in {report.seconds:.1f} s"


def describe_update(report: api.UpdateReport) -> Iterator[str]:
    """What an update did, and what the generation holds now."""
    if not report.published:
        yield f"Nothing changed: {_read_files(report.result)}. Generation {report.result.generation} stays"
        return
    if report.because:
        yield f"All was rebuilt: {report.because}"
    else:
        yield (
            f"{count(report.added, 'document')} added, {report.changed:,} changed, "
            f"{report.deleted:,} deleted, {report.unchanged:,} as before"
        )
    yield from describe_rebuild(report.result)


def describe_relink(report: api.RelinkReport) -> Iterator[str]:
    """What a relink did in one line."""
    if not report.published:
        yield (
            f"Nothing to do: {count(report.documents, 'document')} were linked with this authority already. "
            f"Generation {report.generation} stays"
        )
        return
    yield (
        f"{count(report.documents, 'document')} linked again in {report.seconds:.1f} s, "
        f"{report.changed:,} with other names or dates. Generation {report.generation}"
    )


def update_values(report: api.UpdateReport) -> dict[str, Any]:
    """The same as JSON values: those of a rebuild, with what was done for them."""
    names = ("published", "added", "changed", "deleted", "unchanged", "because")
    return {**to_json(report.result), **{name: getattr(report, name) for name in names}}


def answer_values(answer: api.Answer) -> dict[str, Any]:
    """An answer as JSON values; a document by its facts, without its whole text."""
    return {
        "total": answer.total,
        "folded": answer.folded,
        "page": answer.request.page,
        "pages": answer.pages,
        "per": answer.request.per,
        "understood": answer.understood,
        "match": answer.match,
        "generation": answer.generation,
        "took_ms": answer.took_ms,
        "notes": to_json(answer.notes),
        "suggestion": to_json(answer.suggestion),
        "hits": [_hit_values(hit) for hit in answer.hits],
        "facets": {name: [value._asdict() for value in values] for name, values in answer.facets.items()},
    }


def _hit_values(hit: api.Hit) -> dict[str, Any]:
    document = hit.document
    return {
        "document": {
            "id": document.id,
            "title": document.title,
            "label": document.label,
            "published": to_json(document.published),
            "outlet": document.outlet,
            "language": document.language,
            "source_file": document.source_file,
        },
        "score": hit.score,
        "matching": hit.matching,
        "passages": to_json(hit.passages),
        "reasons": to_json(hit.reasons),
        "actors": [{"id": id_, "mentions": mentions} for id_, mentions in hit.actors],
        "copies": hit.copies,
        "copy_ids": list(hit.copy_ids),
    }


def describe_answer(answer: api.Answer) -> Iterator[str]:
    """An answer as lines for people: total, notes, hits, facets."""
    matches = "matches" if answer.total == 1 else "match"
    asked = ", ".join([*filter(None, [answer.understood]), *_filters(answer.request)])
    yield f"{count(answer.total, 'document')}{f' {matches} {asked}' if asked else ''}"
    if answer.folded:
        yield f"{count(answer.folded, 'near copy')} folded into others; each: --copies all"
    yield from (note.message for note in answer.notes)
    if answer.suggestion:
        yield f"Did you mean {answer.suggestion.text}? {count(answer.suggestion.total, 'document')}"
    first = (answer.request.page - 1) * answer.request.per + 1
    for number, hit in enumerate(answer.hits, first):
        yield ""
        yield from _describe_hit(number, hit)
    if answer.pages > answer.request.page and answer.hits:
        yield ""
        yield f"Page {answer.request.page} of {answer.pages}. The next: --page {answer.request.page + 1}"
    yield from _describe_facets(answer)


def _filters(request: api.SearchRequest) -> Iterator[str]:
    """The chosen values with their facets, as they are written in a query."""
    fields = {
        "actor": request.actors,
        "-actor": request.not_actors,
        "published": request.published,
        "mentioned": request.mentioned,
        "place": request.places,
        "document": request.documents,
        "source": request.sources,
        "language": request.languages,
    }
    for facet, values in fields.items():
        word = " and " if facet.endswith("actor") and request.actors_match == "all" else " or "
        if values:
            yield word.join(f"{facet}:{value}" for value in values)
    if request.parents == "whole" and (request.actors or request.not_actors):
        yield "each actor with its parts"


def _describe_hit(number: int, hit: api.Hit) -> Iterator[str]:
    document = hit.document
    date = document.published.value if document.published else "no date"
    yield f"{number:3}  {click.style(document.label, bold=True)}"
    yield f"     {document.id} · {date} · score {hit.score:.3f}"
    if hit.copies:
        yield f"     {count(hit.copies, 'near copy')}: {', '.join(hit.copy_ids)}"
    yield from (f"     {_marked(excerpt)}" for excerpt in hit.passages)
    for reason in filter(attrgetter("forms"), hit.reasons):
        forms = ", ".join(f"{form} {times}" for form, times in reason.forms)
        yield f"     {'Matched' if reason.part == 'word' else 'Filter'} {reason.label}: {forms}"


def _marked(excerpt: api.Excerpt) -> str:
    pieces, at = [], excerpt.start
    for mark in excerpt.marks:
        pieces.append(excerpt.text[at - excerpt.start : mark.start - excerpt.start])
        inside = excerpt.text[mark.start - excerpt.start : mark.end - excerpt.start]
        pieces.append(click.style(inside, bold=True))
        at = mark.end
    pieces.append(excerpt.text[at - excerpt.start :])
    before, after = "… " * excerpt.cut_before, " …" * excerpt.cut_after
    return before + " ".join("".join(pieces).split()) + after


def _describe_facets(answer: api.Answer) -> Iterator[str]:
    shown = [(WORDS[name], values) for name, values in answer.facets.items() if name in WORDS and values]
    if shown and answer.total:
        yield ""
    for word, values in shown if answer.total else ():
        listed = ", ".join(f"{value.label} {value.count}" for value in values[:FACET_VALUES])
        more = f", and {len(values) - FACET_VALUES} more" if len(values) > FACET_VALUES else ""
        yield f"{word}: {listed}{more}"


def describe_check(report: api.CheckReport) -> Iterator[str]:
    """What a check found, as lines for people."""
    depth = "all that it holds" if report.deep else "every file against the manifest"
    if report.status == "ok":
        yield (
            f"Generation {report.generation} is whole: {count(report.documents, 'document')}, "
            f"{count(report.files, 'file')}, {report.bytes:,} bytes. Read {depth} in {report.seconds:.1f} s"
        )
        return
    yield from report.problems
    if report.status == "fallback":
        yield f"The older generation {report.generation} answers. Run: python -m indexer rebuild"
    else:
        yield "The index is not usable. Run: python -m indexer rebuild"


def describe_collection(generation: str, collection: api.Collection) -> Iterator[str]:
    """The figures of a generation, as lines for people."""
    yield f"Generation {generation}, built {collection.built_at}"
    yield (
        f"{count(collection.documents, 'document')}, {count(collection.passages, 'passage')}, "
        f"{count(collection.characters, 'character')}"
    )
    removed, read = collection.removed_characters, collection.characters
    yield f"Removed {count(removed, 'character')}{_share(removed, read)}"
    for rule in collection.rules:
        if rule.spans:
            yield (
                f"  {rule.rule:24} {rule.spans:6,} spans {rule.characters:9,} characters"
                f" in {count(rule.documents, 'document')}  {rule.says}"
            )
    yield f"From {count(len(collection.sources), 'source')}"
    for source in sorted(collection.sources, key=lambda source: -source.removed)[:LISTED]:
        share = _share(source.removed, source.characters)
        yield f"  {source.name}: {count(source.documents, 'document')}, {source.removed:,} characters{share}"
    yield from _rest(len(collection.sources))
    if collection.flagged:
        yield f"For a look: {count(len(collection.flagged), 'document')} that lost unusually much"
    for flagged in collection.flagged[:LISTED]:
        took = flagged.rule or ("the page around the article" if flagged.reason == "page" else "all rules")
        share = _share(flagged.characters, flagged.read)
        yield f"  {flagged.document}: {took}, {flagged.characters:,} characters{share}"
    yield from _rest(len(collection.flagged))
    yield count(len(collection.source_files), "source file")
    for file in collection.source_files:
        if file.reason:
            yield f"  {file.path}: {file.status}, {file.reason}"


def collection_values(generation: str, collection: api.Collection) -> dict[str, Any]:
    """The figures of a generation as JSON values, without its authority file."""
    names = ("built_at", "documents", "headlines", "passages", "characters", "removed_characters")
    return {
        "generation": generation,
        **{name: getattr(collection, name) for name in names},
        "rules": to_json(collection.rules),
        "sources": to_json(collection.sources),
        "flagged": to_json(collection.flagged),
        "source_files": to_json(collection.source_files),
    }


def describe_unlinked(found: api.UnlinkedNames, documents: int, sources: int) -> Iterator[str]:
    """The names that nobody listed, as lines for people."""
    held = f"{count(found.documents, 'document')} of {count(found.held, 'source')}"
    bounds = f"{count(documents, 'document')} of {count(sources, 'source')} or more"
    yield f"{count(found.total, 'name')} that nobody listed, in {bounds}; read {held}"
    if not found.total and (documents, sources) != (1, 1):
        yield "Fewer will do with --documents 1 --sources 1"
    for name in found.names:
        kind = "" if name.kind == "unknown" else f"  {name.kind}?"
        yield f"{name.documents:6} {name.sources:4}  {click.style(name.name, bold=True)}{kind}"
        others = ", ".join(f"{text} {times}" for text, times in name.variants[1:LISTED])
        if others:
            yield f"             also {others}"
        near = ", ".join(f"{n.alias} ({n.actor}, {n.similarity:.2f})" for n in name.near)
        if near:
            yield f"             like {near}"
        yield from (f"             {e.document}: {_marked(e.excerpt)}" for e in name.examples[:1])
    if found.total > len(found.names):
        yield f"  and {found.total - len(found.names):,} more: --limit N, or all with --json"
