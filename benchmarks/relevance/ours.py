"""Ours, through the public face: rebuild as it is, then each query as `batch` runs it.

A variant is ours with something changed, to be compared with it; a file of variants is a module that
has a tuple VARIANTS.
"""

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from benchmarks.relevance.collection import Collection, Query
from benchmarks.relevance.measures import DEPTH
from indexer import api
from indexer.cli_batches import query_line
from indexer.sources.page_ids import page_id

# No collection is refused for its size.
_ANY_SIZE = 1 << 40
Ask = Callable[[api.Search, Sequence[Query]], Iterator[list[tuple[str, float]]]]


def ask_as_batch(search: api.Search, queries: Sequence[Query]) -> Iterator[list[tuple[str, float]]]:
    """What `batch --match any` gives for each query: ids and scores, the best first."""
    answer = query_line(search, api.SearchRequest(match="any"), DEPTH, facets=False)
    for number, query in enumerate(queries, 1):
        line = answer({"id": query.id, "text": query.text}, number)
        yield [(hit["id"], hit["score"]) for hit in line["hits"]]


@dataclass(frozen=True, slots=True)
class Variant:
    """Ours with something changed.

    What `changed` gives is entered while the index is made and asked; `replaced` is for numbers.
    """

    name: str
    changed: Callable[[], AbstractContextManager[Any]] = nullcontext
    ask: Ask = ask_as_batch


OURS = Variant("ours")
VARIANTS: tuple[Variant, ...] = (OURS,)


@contextmanager
def replaced(*changes: tuple[str, str, object]) -> Iterator[None]:
    """Other values for names of modules, (module, name, value); a name must be there.

    A number that a second module imports by its name is replaced there too.
    """
    held = []
    try:
        for module_name, name, value in changes:
            module = import_module(module_name)
            held.append((module, name, getattr(module, name)))
            setattr(module, name, value)
        yield
    finally:
        for module, name, value in reversed(held):
            setattr(module, name, value)


def rank(whole: Collection, variants: Sequence[Variant]) -> list[list[list[tuple[str, float]]]]:
    """For each variant the rankings of all queries, by ids as the collection has them."""
    names = {page_id(page.id): page.id for page in whole.pages}
    return [
        [[(names[id_], score) for id_, score in ranking] for ranking in _answers(whole, variant)]
        for variant in variants
    ]


def _answers(whole: Collection, variant: Variant) -> list[list[tuple[str, float]]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="cuttings-relevance-")))
        stack.enter_context(variant.changed())
        settings, _ = api.load_settings(
            {}, index=folder, seeds=(whole.path.resolve(),), max_file_bytes=_ANY_SIZE
        )
        api.rebuild(settings, clean=False, link=False)
        search = stack.enter_context(api.open_search(settings=settings))
        return list(variant.ask(search, whole.queries))
