"""Rules over a text until none finds more.

A rule may depend on what stands around a line, so each round looks at the text as the rounds
before left it; that is why cleaning a cleaned text finds nothing.
"""

from collections.abc import Container, Iterable, Iterator

from indexer.cleaning.lines import Page
from indexer.cleaning.rule import Rule
from indexer.cleaning.rules import RULES
from indexer.schema.document import RemovedSpan

# Each round takes what the one before laid bare; more than a few only happen to made-up texts.
ROUNDS = 16


def find_residue(text: str, rules: tuple[Rule, ...] = RULES) -> tuple[RemovedSpan, ...]:
    r"""The spans to remove: ascending, without overlaps, none of them empty.

    >>> find_residue("One.\n\nAdvertisement\n\nTwo.")
    (RemovedSpan(start=6, end=19, rule='advert-label'),)
    """
    return find_residue_of(Page(text), rules)


def find_residue_of(
    page: Page, rules: tuple[Rule, ...], removed: tuple[RemovedSpan, ...] = ()
) -> tuple[RemovedSpan, ...]:
    """The same of a page that was cut into lines already; `removed` is taken out of it first."""
    text = page.text
    if removed:
        page = page.without(removed)
    first = tuple(rule for rule in rules if rule.takes_runs)
    last = tuple(rule for rule in rules if rule.is_last)
    others = tuple(rule for rule in rules if not (rule.takes_runs or rule.is_last))
    for _ in range(ROUNDS):
        found = next(filter(None, (tuple(_one_round(page, turn)) for turn in (first, others, last))), ())
        if not found:
            break
        removed = tuple(sorted((*removed, *_place(found, removed, len(text))), key=lambda span: span.start))
        page = page.without(found)
    return tuple(_join_runs(removed, text, {rule.name for rule in first}))


def _join_runs(removed: Iterable[RemovedSpan], text: str, names: Container[str]) -> Iterator[RemovedSpan]:
    """Spans of one rule with nothing but white space between them as one, where the rule takes runs.

    White space alone, as is left of a run in which other rules took the words, goes with its neighbour.
    """
    last: RemovedSpan | None = None
    for span in removed:
        if last is None:
            last = span
            continue
        is_run = span.rule == last.rule in names and _is_blank(text, last.end, span.start)
        was_blank = _is_blank(text, last.start, last.end)
        is_rest = last.end == span.start and (was_blank or _is_blank(text, span.start, span.end))
        if is_run or is_rest:
            last = RemovedSpan(last.start, span.end, span.rule if was_blank else last.rule)
        else:
            yield last
            last = span
    if last is not None:
        yield last


def _is_blank(text: str, start: int, end: int) -> bool:
    return not text[start:end].strip()


def _one_round(page: Page, rules: Iterable[Rule]) -> Iterator[RemovedSpan]:
    """What the rules find, each character under the first rule that takes it."""
    found = [
        (start, -end, order, rule.name) for order, rule in enumerate(rules) for start, end in rule.find(page)
    ]
    at = 0
    for start, negative_end, _, name in sorted(found):
        first, end = max(start, at), -negative_end
        if page.text[first:end].strip():
            yield RemovedSpan(first, end, name)
            at = end


def _place(
    found: Iterable[RemovedSpan], removed: tuple[RemovedSpan, ...], length: int
) -> Iterator[RemovedSpan]:
    """Spans of the text that is left as spans of the whole text, cut where something was removed."""
    kept: list[tuple[int, int]] = []
    at = 0
    for span in removed:
        kept.append((at, span.start))
        at = span.end
    kept.append((at, length))
    offset, number = 0, 0
    for span in found:
        while offset + kept[number][1] - kept[number][0] <= span.start:
            offset += kept[number][1] - kept[number][0]
            number += 1
        here, place = offset, number
        while here < span.end:
            first, last = kept[place]
            start, end = max(span.start - here, 0), min(span.end - here, last - first)
            if start < end:
                yield RemovedSpan(first + start, first + end, span.rule)
            here += last - first
            place += 1
