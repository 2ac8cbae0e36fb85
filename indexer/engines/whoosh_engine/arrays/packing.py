"""Flat dataclasses as the columns of a table.

Keeps only strings, whole numbers, truth values and None; never builds a value of another shape.
"""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from itertools import product, repeat
from operator import attrgetter
from types import NoneType, UnionType
from typing import Any, Generic, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class Allowed:
    """What a field may hold, from its annotation: `types`, and of those some `values` only."""

    def __init__(self, hint: Any) -> None:
        self.values: frozenset[object] | None = None
        if get_origin(hint) is Literal:
            self.values = frozenset(get_args(hint))
            self.types: frozenset[type] = frozenset(map(type, get_args(hint)))
        elif get_origin(hint) in (Union, UnionType):
            self.types = frozenset(get_args(hint))
        else:
            self.types = frozenset((hint,))
        if not self.types <= {str, int, bool, NoneType}:
            raise TypeError(f"{hint} is no plain value")

    def check(self, value: object) -> None:
        """Raise ValueError where the value may not stand there."""
        if type(value) not in self.types or (self.values is not None and value not in self.values):
            raise ValueError(f"{value!r} may not stand there")

    def check_all(self, column: Sequence[object]) -> None:
        """Raise ValueError where a value of the column may not stand there."""
        if not self.types.issuperset(map(type, column)):
            raise ValueError("a value of another type was expected")
        if self.values is not None and not self.values.issuperset(column):
            raise ValueError(f"one of {sorted(map(str, self.values))} was expected")


class Table(Generic[T]):
    """Values of one flat dataclass with two fields or more as columns, ready for JSON.

    A column of equal values is kept as that value, the first column excepted.

    >>> from indexer.schema.document import RemovedSpan
    >>> Table(RemovedSpan).pack([RemovedSpan(0, 3, "ad"), RemovedSpan(5, 6, "ad")])
    [(0, 5), (3, 6), 'ad']
    """

    def __init__(self, kind: type[T]) -> None:
        names = [field.name for field in fields(kind)]  # type: ignore[arg-type]  # T is a dataclass
        hints = get_type_hints(kind)
        self._kind = kind
        self._row = attrgetter(*names)
        self._allowed = tuple(Allowed(hints[name]) for name in names)
        # Most tables have one row, whose types are looked up at once.
        self._row_types = frozenset(product(*(allowed.types for allowed in self._allowed)))
        self._listed = [(at, one) for at, one in enumerate(self._allowed) if one.values is not None]

    def pack(self, values: Sequence[T]) -> list[object]:
        """The columns of the values; none for no values."""
        if not values:
            return []
        if len(values) == 1:
            first, *others = self._row(values[0])
            return [(first,), *others]
        columns: list[tuple[object, ...]] = list(zip(*map(self._row, values), strict=True))
        packed: list[object] = [columns[0]]
        packed += [c[0] if c.count(c[0]) == len(c) else c for c in columns[1:]]
        return packed

    def unpack(self, packed: Any) -> tuple[T, ...]:
        """The values of what `pack` gave. Raises ValueError on another shape."""
        if type(packed) is not list:
            raise ValueError("columns were expected")
        if not packed:
            return ()
        first = packed[0]
        if type(first) is not list or len(packed) != len(self._allowed):
            raise ValueError(f"{len(self._allowed)} columns were expected")
        if len(first) == 1 and tuple(map(type, row := [first[0], *packed[1:]])) in self._row_types:
            for at, allowed in self._listed:
                allowed.check(row[at])
            return (self._kind(*row),)
        self._allowed[0].check_all(first)
        columns: list[Iterable[object]] = [first]
        for column, allowed in zip(packed[1:], self._allowed[1:], strict=True):
            if type(column) is not list:
                allowed.check(column)
                columns.append(repeat(column))
            elif len(column) == len(first):
                allowed.check_all(column)
                columns.append(column)
            else:
                raise ValueError("columns of one length were expected")
        return tuple(map(self._kind, *columns))
