"""Python types to JSON Schema, 2020-12.

Knows the shapes that answers are made of, and no answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass, is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

Schema = dict[str, Any]

_SCALARS: dict[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    NoneType: {"type": "null"},
}


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """An object of JSON with its keys, all of them always there; `keys` hold types or shapes."""

    name: str
    says: str
    keys: Mapping[str, Any]


@dataclass(frozen=True, slots=True, eq=False)
class ListOf:
    """A list of one type or shape."""

    of: Any


@dataclass(frozen=True, slots=True, eq=False)
class Maybe:
    """A type or shape, or null."""

    of: Any


def keys_of(kind: type) -> dict[str, Any]:
    """The keys of a dataclass or named tuple with their types, as they stand in JSON."""
    return get_type_hints(kind)


def key_of(kind: type, *path: str) -> Any:
    """The type of a key, or of a key of a key."""
    hint: Any = kind
    for name in path:
        hint = get_type_hints(hint)[name]
    return hint


class SchemaBook:
    """Schemas by name: each class and shape is written once, and others refer to it."""

    def __init__(self) -> None:
        self.schemas: dict[str, Schema] = {}
        self._keys: dict[str, Mapping[str, Any]] = {}

    def schema(self, hint: Any) -> Schema:
        """The schema of a type, a shape, or of a schema that is one already.

        >>> SchemaBook().schema(tuple[int, ...])
        {'type': 'array', 'items': {'type': 'integer'}}
        >>> SchemaBook().schema(Maybe(str))
        {'type': ['string', 'null']}
        """
        if isinstance(hint, dict):
            return hint
        if isinstance(hint, Shape):
            return self._refer(hint.name, hint.says, hint.keys)
        if isinstance(hint, ListOf):
            return {"type": "array", "items": self.schema(hint.of)}
        if isinstance(hint, Maybe):
            return _or_null(self.schema(hint.of))
        if hint in _SCALARS:
            return dict(_SCALARS[hint])
        if isinstance(hint, type) and _has_fields(hint):
            says = " ".join((hint.__doc__ or "").split("\n\n", maxsplit=1)[0].split())
            return self._refer(hint.__name__, says, keys_of(hint))
        return self._generic(hint)

    def _generic(self, hint: Any) -> Schema:
        origin, inner = get_origin(hint), get_args(hint)
        if origin is Literal:
            return {"type": "string", "enum": list(inner)}
        if origin in (Union, UnionType) and NoneType in inner and len(inner) == 2:
            return _or_null(self.schema(next(kind for kind in inner if kind is not NoneType)))
        if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
            return {"type": "array", "items": self.schema(inner[0])}
        if origin is tuple:
            parts = [self.schema(part) for part in inner]
            length = {"minItems": len(parts), "maxItems": len(parts)}
            return {"type": "array", "prefixItems": parts, "items": False, **length}
        raise TypeError(f"{hint!r} has no schema: a new shape of answers must be added here")

    def _refer(self, name: str, says: str, keys: Mapping[str, Any]) -> Schema:
        if self._keys.setdefault(name, keys) != keys:
            raise TypeError(f"two shapes have the name {name}")
        if name not in self.schemas:
            made: Schema = {"type": "object", "description": says}
            self.schemas[name] = made  # before its keys: a shape may hold itself
            made["properties"] = {key: self.schema(hint) for key, hint in keys.items()}
            made["required"] = list(keys)
            made["additionalProperties"] = False
        return {"$ref": f"#/components/schemas/{name}"}


def _has_fields(kind: type) -> bool:
    return is_dataclass(kind) or hasattr(kind, "_fields")


def _or_null(schema: Schema) -> Schema:
    if schema.keys() == {"type"}:
        return {"type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}
