"""Which of some documents was printed first, as far as their dates tell.

Never says more than the dates do: a day within a month known only as a month may come before or
after it, two reports of one day have no order, and one without a date has none at all.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from indexer.query.facet_values import date_days
from indexer.schema.document import Document

Order = Literal["single", "same day", "unclear", "undated"]


@dataclass(frozen=True, slots=True)
class Printed:
    """Documents between which no order is known; all come after those of the group before.

    `order` says why: there is one `single` document, all are of the `same day`, their dates
    overlap (`unclear`), or they have none (`undated`).
    """

    order: Order
    documents: tuple[Document, ...]


def order_printed(documents: Iterable[Document]) -> tuple[Printed, ...]:
    """Groups of documents by date of publication, the earliest first, the undated last.

    Within a group by the first day that a date may mean, the more exact one first, then by id.
    """
    dated: list[tuple[int, int, str, Document]] = []
    undated = []
    for document in documents:
        days = date_days(document.published.value) if document.published else None
        if days is None:
            undated.append(document)
        else:
            dated.append((*days, document.id, document))
    groups: list[list[tuple[int, int, str, Document]]] = []
    last = 0
    for row in sorted(dated, key=lambda row: row[:3]):
        if groups and row[0] <= last:
            groups[-1].append(row)
            last = max(last, row[1])
        else:
            groups.append([row])
            last = row[1]
    found = [Printed(_order_of(group), tuple(row[3] for row in group)) for group in groups]
    if undated:
        found.append(Printed("undated", tuple(sorted(undated, key=lambda document: document.id))))
    return tuple(found)


def _order_of(group: list[tuple[int, int, str, Document]]) -> Order:
    if len(group) == 1:
        return "single"
    first = group[0][:2]
    return "same day" if first[0] == first[1] and all(row[:2] == first for row in group) else "unclear"
