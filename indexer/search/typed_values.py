"""Values of a field that begin as typed, by their ids or their names."""

from collections.abc import Iterator

from indexer.engine_port import FacetCounts
from indexer.query.names import fold_name
from indexer.search.facets import Labels
from indexer.search.name_beginnings import NameBeginnings

# Values of a facet that are looked through, the most frequent first.
MOST_VALUES = 5000
# Fields whose values have names of their own.
_NAMED = ("actor", "place", "language")


def match_values(
    counted: FacetCounts, field: str, begun: str, labels: Labels, spellings: NameBeginnings | None
) -> Iterator[tuple[str, str]]:
    """Each value that begins so with its label, or with the spelling that does, the most frequent first.

    Args: `spellings` of those values that have several.
    """
    folded = " ".join(fold_name(begun))
    spelled = spellings.beginning(folded) if spellings and folded else {}
    for value in counted.most(MOST_VALUES).values:
        label = labels.label(field, value)
        names = [value, value.removeprefix("pl-")] if field == "place" else [value]
        if field in _NAMED:
            names.append(label)
        if any(name.casefold().startswith(begun.casefold()) for name in names):
            yield value, label
        elif value in spelled:
            yield value, spelled[value][1]
