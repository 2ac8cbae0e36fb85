"""Sends an answer as a file while its documents are read.

Takes a place among searches only while it finds them, and holds its generation until all is sent or
the reader goes away. What breaks in the middle breaks the connection: no file only looks whole.
"""

import json
import logging
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from functools import partial

from flask import Response, current_app, request
from werkzeug.datastructures import MultiDict

from indexer.api import Answer, Hit, Note, Search, Walk
from webapp.desk import get_desk
from webapp.exports.answer_json import write_answer
from webapp.exports.bundle import COUNTED, Bundle
from webapp.exports.formats import Format
from webapp.exports.rows import Head, Stretch, row_maker
from webapp.own_host import own_root
from webapp.page_checks import check_page
from webapp.params import ReadParams, read_params
from webapp.security import request_id
from webapp.sent_files import as_file

log = logging.getLogger(__name__)

# The value of `per` that asks for all documents on one page.
ALL = "all"
# Bytes that are sent together; the first piece goes by itself, so that a reader sees it at once.
BLOCK = 65_536
# A proxy takes 4 KB of headers: of each of these so many bytes, the query cut, the last notes counted.
MOST_QUERY, MOST_NOTES = 1_200, 1_600
# Of one sign in JSON: two halves of six letters each.
LONGEST_SIGN = 12


def asks_for_page() -> bool:
    """Whether the address names a page or its length, and not all."""
    return request.args.get("per") != ALL and any(name in request.args for name in ("page", "per"))


def send_whole(form: Format) -> Response:
    """All documents of the search that the address asks for."""
    params = _read_whole()
    with ExitStack() as held:
        search, walk = _open_walk(params, held)
        head = _make_head(search, params, walk, rows=walk.listed)
        return _send(form, search, head, walk.hits, held.pop_all())


def send_page(form: Format) -> Response:
    """One page of the search that the address asks for."""
    desk = get_desk()
    params = read_params(request.args, desk.settings)
    with ExitStack() as held:
        with desk.place():
            search = held.enter_context(desk.live.acquire())
            answer = search.search(replace(params.request, facets=()))
        check_page(answer)
        asked = params.request
        head = replace(
            _make_head(search, params, answer, rows=len(answer.hits)),
            stretch=Stretch(asked.page, answer.pages, asked.per),
        )
        return _send(form, search, head, answer.hits, held.pop_all())


def send_whole_json() -> Response:
    """All documents of the search that the address asks for, in the form of `/search.json`."""
    params = _read_whole()
    with ExitStack() as held:
        search, walk = _open_walk(params, held)
        hits = walk.listed, walk.hits
        with get_desk().place():
            dumps = partial(current_app.json.dumps, separators=(",", ":"))
            pieces = write_answer(search, params.request, params.notes, hits, dumps)
        head = _make_head(search, params, walk, rows=walk.listed)
        return _stream(pieces, "application/json", head, held.pop_all())


def send_document(form: Format, document_id: str) -> Response:
    """One document by itself. Raises DocumentNotFound."""
    with get_desk().searching() as search:
        search.document(document_id)
        params = read_params(MultiDict([("document", document_id)]), get_desk().settings)
        walk = search.walk(params.request, passages=False)
        head = _make_head(search, params, walk, rows=walk.listed)
        rows = map(row_maker(search, type(params.request)(), head.root), walk.hits)
        body = b"".join(form.write(head, rows))
    return as_file(Response(body, content_type=form.content_type), f"{document_id}.{form.ending}")


def send_bundle(document_id: str = "") -> Response:
    """The evidence of the search that the address asks for, or of one document. Raises DocumentNotFound."""
    one = MultiDict([("document", document_id), ("copies", "all")])
    params = read_params(one, get_desk().settings) if document_id else _read_whole()
    with ExitStack() as held:
        search, walk = _open_walk(params, held)
        if document_id:
            search.document(document_id)
        with get_desk().place():
            counts = search.search(replace(params.request, page=1, per=1, facets=COUNTED))
        head = _make_head(search, params, walk, rows=walk.listed)
        pieces = Bundle(search, head, walk, counts).write()
        response = _stream(pieces, "application/zip", head, held.pop_all())
    return as_file(response, f"cuttings-{document_id or 'evidence'}.zip")


def _read_whole() -> ReadParams:
    """The search of the address, with notes where it names a page that a whole answer does not have."""
    args = request.args
    kept = MultiDict((name, value) for name, value in args.items(multi=True) if name not in ("page", "per"))
    params = read_params(kept, get_desk().settings)
    unused = [name for name in ("page", "per") if name in args and args[name] != ALL]
    says = "“{}” is not used: all documents are here."
    notes = [Note("ignored", says.format(name), parameter=name) for name in unused]
    return replace(params, notes=(*params.notes, *notes))


def _open_walk(params: ReadParams, held: ExitStack) -> tuple[Search, Walk]:
    """A walk through the answer, whose generation `held` keeps."""
    desk = get_desk()
    held.enter_context(desk.exporting())
    with desk.place():
        search = held.enter_context(desk.live.acquire())
        return search, search.walk(params.request)


def _make_head(search: Search, params: ReadParams, found: Answer | Walk, *, rows: int) -> Head:
    return Head(
        request=params.request,
        rows=rows,
        total=found.total,
        folded=found.folded,
        understood=found.understood,
        notes=tuple(note.message for note in (*found.notes, *params.notes)),
        generation=found.generation,
        built_at=search.collection.built_at,
        root=own_root(),
    )


def _send(form: Format, search: Search, head: Head, hits: Iterable[Hit], held: ExitStack) -> Response:
    rows = map(row_maker(search, head.request, head.root), hits)
    response = _stream(form.write(head, rows), form.content_type, head, held)
    return as_file(response, f"cuttings.{form.ending}") if form.kept else response


def _stream(pieces: Iterable[bytes], content_type: str, head: Head, held: ExitStack) -> Response:
    """The pieces as they are made; `held` is let go of when the last is sent or nobody reads on."""
    response = Response(_in_blocks(pieces, request_id()), content_type=content_type)
    response.call_on_close(held.close)
    response.headers["Cuttings-Rows"] = str(head.rows)
    response.headers["Cuttings-Total"] = str(head.total)
    response.headers["Cuttings-Folded"] = str(head.folded)
    response.headers["Cuttings-Generation"] = head.generation
    # JSON in ASCII: a header takes no other letters, and no ends of lines
    response.headers["Cuttings-Query"] = _begin(head.understood)
    response.headers["Cuttings-Notes"] = _few(head.notes)
    return response


def _begin(text: str) -> str:
    """A text in JSON, as much of it as fits, with an ellipsis where it goes on."""
    kept = text
    while len(written := json.dumps(kept if kept == text else f"{kept} …")) > MOST_QUERY:
        kept = kept[: len(kept) - 1 - (len(written) - MOST_QUERY) // LONGEST_SIGN]
    return written


def _few(notes: tuple[str, ...]) -> str:
    """Notes as a list in JSON, as many as fit; the last one tells how many do not."""
    kept = list(notes)
    while len(written := json.dumps(kept)) > MOST_NOTES:
        kept = kept[: max(0, len(kept) - 2)]
        kept.append(f"{len(notes) - len(kept)} more notes.")
    return written


def _in_blocks(pieces: Iterable[bytes], asked: str) -> Iterator[bytes]:
    held: list[bytes] = []
    length = BLOCK
    try:
        for piece in pieces:
            held.append(piece)
            length += len(piece)
            if length >= BLOCK:
                yield b"".join(held)
                held, length = [], 0
    except Exception:
        log.warning("a file broke off id=%s", asked)
        raise
    yield b"".join(held)
