"""Frozen dataclasses to plain JSON values and back.

Knows only the shapes that `schema` uses: nested dataclasses, tuples of one type, optional
values, literals and plain scalars. Never unpickles and never imports by name.
"""

from dataclasses import fields, is_dataclass
from functools import lru_cache
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
    result: T = _read(kind, value)
    return result


@lru_cache(maxsize=64)
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        if value is None and NoneType in get_args(hint):
            return None
        inner = [arg for arg in get_args(hint) if arg is not NoneType]
        return _read(inner[0], value)
    if origin is tuple:
        return _read_tuple(get_args(hint), value)
    if origin is Literal:
        if value not in get_args(hint):
            raise ValueError(f"{value!r} is none of {get_args(hint)}")
        return value
    if isinstance(hint, type) and is_dataclass(hint):
        if not isinstance(value, dict):
            raise ValueError(f"{hint.__name__} was expected, not {type(value).__name__}")
        return _read_dataclass(hint, value)
    return _read_scalar(hint, value)


def _read_scalar(hint: Any, value: Any) -> Any:
    if isinstance(value, bool) and hint is not bool:
        raise ValueError(f"{hint.__name__} was expected, not bool")
    if hint is float and isinstance(value, int):
        return float(value)
    if isinstance(hint, type) and not isinstance(value, hint):
        raise ValueError(f"{hint.__name__} was expected, not {type(value).__name__}")
    return value


def _read_dataclass(kind: type, value: dict[str, Any]) -> Any:
    hints = _hints(kind)
    if unknown := value.keys() - hints.keys():
        raise ValueError(f"{kind.__name__} has no {', '.join(sorted(unknown))}")
    read = {name: _read(hints[name], part) for name, part in value.items()}
    try:
        return kind(**read)
    except TypeError as error:  # a field without a default is missing
        raise ValueError(str(error)) from error


def _read_tuple(inner: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise ValueError(f"a list was expected, not {type(value).__name__}")
    if len(inner) == 2 and inner[1] is Ellipsis:
        return tuple(_read(inner[0], part) for part in value)
    return tuple(_read(part, one) for part, one in zip(inner, value, strict=True))
