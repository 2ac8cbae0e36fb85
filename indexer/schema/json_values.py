"""Frozen dataclasses to plain JSON values and back.

Knows only the shapes that `schema` uses: nested dataclasses, tuples of one type, optional
values, literals and plain scalars. Never unpickles and never imports by name.
"""

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from functools import lru_cache, partial
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def to_json(value: object) -> Any:
    """A value made of dataclasses and tuples as dicts and lists.

    >>> from indexer.schema.document import RemovedSpan
    >>> to_json((RemovedSpan(0, 3, "pagination"),))
    [{'start': 0, 'end': 3, 'rule': 'pagination'}]
    """
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: to_json(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple | list):
        return [to_json(part) for part in value]
    return value


def from_json(kind: type[T], value: Any) -> T:
    """The dataclass `kind` from what `to_json` gave. Raises ValueError on another shape.

    >>> from indexer.schema.document import RemovedSpan
    >>> from_json(RemovedSpan, {"start": 0, "end": 3, "rule": "pagination"})
    RemovedSpan(start=0, end=3, rule='pagination')
    """
    hint: Any = kind
    result: T = _reader(hint)(value)
    return result


_Reader = Callable[[Any], Any]


@lru_cache(maxsize=256)
def _reader(hint: Any) -> _Reader:
    """What reads a value of a type; made once, since an index opens with tens of thousands of values."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _optional_reader(inner)
    if origin is tuple:
        return _tuple_reader(inner)
    if origin is Literal:
        return partial(_read_literal, inner)
    if isinstance(hint, type) and is_dataclass(hint):
        return _dataclass_reader(hint)
    return partial(_read_scalar, hint)


def _optional_reader(inner: tuple[Any, ...]) -> _Reader:
    read = _reader(next(arg for arg in inner if arg is not NoneType))
    if NoneType not in inner:
        return read
    return lambda value: None if value is None else read(value)


def _tuple_reader(inner: tuple[Any, ...]) -> _Reader:
    def read_all(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise ValueError(f"a list was expected, not {type(value).__name__}")
        if len(inner) == 2 and inner[1] is Ellipsis:
            return tuple(map(_reader(inner[0]), value))
        return tuple(_reader(part)(one) for part, one in zip(inner, value, strict=True))

    return read_all


def _read_literal(allowed: tuple[Any, ...], value: Any) -> Any:
    if value not in allowed:
        raise ValueError(f"{value!r} is none of {allowed}")
    return value


def _read_scalar(hint: Any, value: Any) -> Any:
    if type(value) is hint:
        return value
    if isinstance(value, bool) and hint is not bool:
        raise ValueError(f"{hint.__name__} was expected, not bool")
    if hint is float and isinstance(value, int):
        return float(value)
    if isinstance(hint, type) and not isinstance(value, hint):
        raise ValueError(f"{hint.__name__} was expected, not {type(value).__name__}")
    return value


def _dataclass_reader(kind: type) -> _Reader:
    hints = get_type_hints(kind)
    names, types = list(hints), list(hints.values())

    def read(value: Any) -> Any:
        if not isinstance(value, dict):
            raise ValueError(f"{kind.__name__} was expected, not {type(value).__name__}")
        if list(value) == names and list(map(type, value.values())) == types:
            return kind(*value.values())
        if unknown := value.keys() - hints.keys():
            raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
        parts = {name: _reader(hints[name])(part) for name, part in value.items()}
        try:
            return kind(**parts)
        except TypeError as error:  # a field without a default is missing
            raise ValueError(str(error)) from error

    return read
