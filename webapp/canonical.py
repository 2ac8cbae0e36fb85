"""The one best address of a search page: where an untidy one leads.

Changes nothing of what is asked and drops nothing that the page has a word on.
"""

from werkzeug.datastructures import MultiDict

from webapp.languages import PARAMETER, carried
from webapp.params import (
    CHOICES,
    FILTERS,
    KNOWN,
    MOST_VALUES,
    NUMBERS,
    RANGE_ENDS,
    Pairs,
    ReadParams,
    given_values,
    write_params,
)

# Parameters that say one thing, and the field of a request that has it.
SINGLE = {name: "actors_match" if name == "actors" else name for name in (*CHOICES, *NUMBERS)}


def find_better(
    args: MultiDict[str, str], params: ReadParams, names: tuple[str, ...] = (), own: Pairs = ()
) -> Pairs | None:
    """The parameters of the best address of a page; None where they stand so already.

    `names` are those that only this page has, `own` are they as they are best written. Keys stand in
    one order, each value once and none empty or said by default. A value that was not used is kept,
    so that the page tells of it.

    >>> from indexer.api import Settings
    >>> from webapp.params import read_params
    >>> args = MultiDict([("page", ""), ("actor", "jnim"), ("q", "gao"), ("sort", "best")])
    >>> find_better(args, read_params(args, Settings()))
    (('q', 'gao'), ('actor', 'jnim'), ('sort', 'best'))
    """
    many = any(len(given_values(args, name)) > MOST_VALUES for name in FILTERS)
    if many or any(len(given_values(args, name)) > 1 for name in RANGE_ENDS):
        return None
    best = _with_unused(args, params, {*KNOWN, *names}, own)
    now = [pair for pair in args.items(multi=True) if pair not in carried()]
    return None if now == list(MultiDict(best).items(multi=True)) else best


def _with_unused(args: MultiDict[str, str], params: ReadParams, known: set[str], own: Pairs) -> Pairs:
    """The request as it is written, with what was given and not used at its end."""
    unused = {
        name: given_values(args, name)
        for name, field in SINGLE.items()
        if _is_unused(given_values(args, name), getattr(params.request, field))
    }
    written = [pair for pair in write_params(params.request, params.unread) if pair[0] not in unused]
    unknown = [(n, v) for n, v in args.items(multi=True) if n not in known and v.strip()]
    languages = [] if carried() else [(PARAMETER, v) for v in given_values(args, PARAMETER)]
    kept = [(name, value) for name, values in unused.items() for value in values]
    return (*written, *kept, *own, *dict.fromkeys(unknown), *languages)


def _is_unused(given: tuple[str, ...], used: object) -> bool:
    return len(given) > 1 or any(value != str(used) for value in given)
