import builtins
import json
import types
import typing
from dataclasses import dataclass, is_dataclass
from functools import cache
from typing import Any, Literal, get_args, get_origin, get_type_hints

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indexer.schema.collection import (
    Actor,
    Alias,
    Collection,
    Place,
    RepeatedLine,
    RuleTotal,
    SourceFile,
    Spelling,
)
from indexer.schema.document import (
    ActorMention,
    CleanPage,
    DateMention,
    Document,
    Heading,
    Passage,
    PlaceMention,
    Published,
    RemovedSpan,
)
from indexer.schema.json_values import from_json, to_json

KINDS = (
    *(Alias, Actor, Place, SourceFile, RuleTotal, Spelling, RepeatedLine, Collection),
    *(RemovedSpan, Published, Heading, Passage, ActorMention, PlaceMention, DateMention, CleanPage, Document),
)
SCALARS: dict[type, st.SearchStrategy[Any]] = {
    str: st.text(st.sampled_from('ab é’\u0000\ud800\U0001f600"\\'), max_size=5),
    int: st.integers(),
    float: st.floats(allow_nan=False, allow_infinity=False) | st.integers(-9, 9).map(float),
    bool: st.booleans(),
}


@dataclass(frozen=True, slots=True)
class Shapes:
    """Every shape that schema uses, in one value."""

    whole: int
    real: float
    flag: bool
    kind: Literal["a", "b"]
    maybe: str | None
    pair: tuple[str, int]
    many: tuple[RemovedSpan, ...] = ()


SHAPES = {"whole": 1, "real": 2, "flag": True, "kind": "a", "maybe": None, "pair": ["x", 1], "many": []}


@cache
def values(kind: Any) -> st.SearchStrategy[Any]:
    """Any value of a type that schema uses."""
    inner = get_args(kind)
    match get_origin(kind):
        case typing.Literal:
            return st.sampled_from(inner)
        case types.UnionType:
            return st.none() | values(inner[0])
        case builtins.tuple:
            return st.lists(values(inner[0]), max_size=2).map(tuple)
        case _ if is_dataclass(kind):
            return st.builds(kind, **{name: values(hint) for name, hint in get_type_hints(kind).items()})
        case _:
            return SCALARS[kind]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_what_was_written_is_read_back(kind: type) -> None:
    """Every value of the schema comes back from JSON text equal and of the same hash."""

    @settings(deadline=None, max_examples=25, suppress_health_check=list(HealthCheck))
    @given(values(kind))
    def read_back(value: object) -> None:
        again = from_json(kind, json.loads(json.dumps(to_json(value))))
        assert value == again
        assert hash(value) == hash(again)

    read_back()


def test_all_shapes_are_read() -> None:
    """Scalars, literals, optional values, pairs and lists of values; a whole number may stand for a real."""
    assert Shapes(1, 2.0, True, "a", None, ("x", 1)) == from_json(Shapes, SHAPES)
    assert isinstance(from_json(Shapes, SHAPES).real, float)


@pytest.mark.parametrize(
    "change",
    [
        {"whole": "1"},
        {"whole": 1.5},
        {"whole": True},
        {"whole": None},
        {"real": "2"},
        {"real": True},
        {"flag": 1},
        {"kind": "c"},
        {"kind": ["a"]},
        {"maybe": 3},
        {"pair": ["x"]},
        {"pair": ["x", 1, 2]},
        {"pair": {"x": 1}},
        {"pair": "x1"},
        {"many": [[0, 1, "rule"]]},
        {"many": [{"start": 0, "end": 1}]},
        {"many": [{"start": 0, "end": 1, "rule": "r", "more": 1}]},
        {"many": None},
        {"other": 1},
    ],
)
def test_another_shape_is_refused(change: dict[str, object]) -> None:
    """A value of the wrong type, a field too many or a field too few is a ValueError, nothing else."""
    with pytest.raises(ValueError):
        from_json(Shapes, SHAPES | change)


@pytest.mark.parametrize("missing", ["whole", "real", "flag", "kind", "maybe", "pair"])
def test_a_missing_field_is_refused(missing: str) -> None:
    """Only a field with a default may be absent."""
    with pytest.raises(ValueError, match=missing):
        from_json(Shapes, {name: part for name, part in SHAPES.items() if name != missing})
    assert () == from_json(Shapes, {name: part for name, part in SHAPES.items() if name != "many"}).many


@pytest.mark.parametrize("value", [None, [], "x", 3, [{}]])
def test_a_value_that_is_no_object_is_refused(value: object) -> None:
    """A dataclass is a JSON object."""
    with pytest.raises(ValueError, match="Shapes was expected"):
        from_json(Shapes, value)
