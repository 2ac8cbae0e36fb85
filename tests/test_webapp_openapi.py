"""The description of the addresses for programs: complete, and true of real answers."""

import copy
import json
import re
from typing import Literal

import jsonschema_rs
import pytest

from indexer import api
from indexer.api import Settings
from webapp.api_operations import OPERATIONS, PARAMETERS
from webapp.app import create_app
from webapp.json_schemas import ListOf, Maybe, SchemaBook, Shape
from webapp.languages import PARAMETER
from webapp.params import KNOWN

REPORT = (
    "The army of Mali said on 4 March 2024 that Wagner Group fighters left the camp near Gao. "
    "Traders from both banks said that the crossing would halve the way to the market in the old town. "
    "A ferry had carried people and cattle since the flood of 2012 took the bridge away from them all."
)
PAGES = (
    {"id": "a-wire", "title": "Camp left", "text": REPORT, "source": "Wire", "published": "2024-03-04"},
    {"id": "b-daily", "text": f"GAO, 4 March – {REPORT}", "url": "https://daily.example/b"},
    {"id": "c-cafe", "title": "Café", "text": "Le café de Gao est fermÃ© depuis mars, dit JNIM."},
    {"id": "d-ferry", "title": "Ferry of the crossing", "source": "Wire", "text": (
        "Traders and cattle crossed to the market in the old town by ferry after the flood took the bridge. "
        "Wagner Group fighters watched the crossing near Gao."
    )},
)  # fmt: skip
# Real answers of every kind, by the address that describes them.
ANSWERS = {
    "/search.json": (
        "",
        "?q=wagner&actor=jnim&published=2024-03&published=Marhc",
        "?q=GSIM+wagner&copies=all&sort=newest",
        "?q=Wagnr+Gruop&published=2024",
        "?q=crossing&copies=fold&per=1&page=2",
        "?q=a+sentence+of+many+words+on+the+camp+near+gao&odd=1",
    ),
    "/suggest.json": ("?q=wag", "?q=camp+l&source=Wire", ""),
    "/documents/{document_id}.json": tuple(page["id"] for page in PAGES),
    "/documents/{document_id}/why.json": ("a-wire?q=wagner+zebra^2+mentioned:2012", "c-cafe?q=-gao+wagn*"),
    "/documents/{document_id}/copies.json": ("a-wire", "b-daily?against=a-wire", "c-cafe"),
    "/compare.json": (
        "",
        "?q=wagner&actor2=jnim&by=month",
        "?q=wagner&published=2024..2025&published=none&q2=camp&published3=Marhc&dates=mentioned",
    ),
    "/timeline.json": (
        "?q=wagner+camp&passages=all",
        "?q=zebra&passages=odd&mentioned=Marhc",
        "?per=1&page=2",
    ),
    "/actors.json": ("",),
    "/actors/{actor_id}.json": ("wagner", "jnim", "gov-ml"),
    "/actors/unlinked.json": ("", "?documents=1&sources=1"),
    "/opensearch-suggestions.json": ("?q=wag", ""),
    "/openapi.json": ("",),
    "/healthz": ("",),
    "/readyz": ("",),
}
CASES = [(path, more) for path, rest in ANSWERS.items() for more in rest]


@pytest.fixture(scope="module")
def index(tmp_path_factory, seeds_dir):
    """The seeds, and pages with copies, similar stories, mended letters and no date."""
    folder = tmp_path_factory.mktemp("openapi")
    lines = "".join(json.dumps(page) + "\n" for page in PAGES)
    (folder / "pages.jsonl").write_text(lines, encoding="utf-8")
    api.rebuild(Settings(index=folder / "index", seeds=(seeds_dir, folder / "pages.jsonl")))
    return folder / "index"


@pytest.fixture(scope="module")
def client(index):
    """A client of the app on them."""
    return create_app(Settings(index=index)).test_client()


@pytest.fixture(scope="module")
def described(client):
    """The description."""
    return client.get("/openapi.json").json


def fill(path, more):
    """The address of an example: ids stand in the path, a query behind it."""
    found, question, query = more.partition("?")
    return re.sub(r"\{\w+\}", found, path) + question + query


def find_faults(described, path, status, value):
    """What a value of an address has that its schema has not."""
    content = described["paths"][path]["get"]["responses"][str(status)]["content"]
    (media,) = content.values()
    schema = {**media["schema"], "components": described["components"]}
    return [str(error) for error in jsonschema_rs.Draft202012Validator(schema).iter_errors(value)]


def test_every_address_for_programs_is_described(client):
    """A route that gives no page stands in the table, and the table has no other."""
    rules = {str(rule) for rule in client.application.url_map.iter_rules()}
    for_programs = {rule for rule in rules if re.search(r"\.[\w.]+$|z$", rule)}
    assert for_programs == set(OPERATIONS)
    assert {re.sub(r"<(\w+)>", r"{\1}", rule) for rule in OPERATIONS} == set(
        client.get("/openapi.json").json["paths"]
    )


def test_every_json_answer_has_an_example_here(described):
    """No schema is without a real answer that was held against it."""
    answers = {
        path
        for path, of in described["paths"].items()
        if any("schema" in content for content in of["get"]["responses"]["200"]["content"].values())
    }
    assert answers == set(ANSWERS)


@pytest.mark.parametrize(("path", "more"), CASES, ids=str)
def test_real_answers_are_as_described_and_nothing_more(client, described, path, more):
    """Every key is there, of the type that is promised, and no other key is."""
    answer = client.get(fill(path, more))
    assert 200 == answer.status_code
    assert [] == find_faults(described, path, 200, answer.json)


@pytest.mark.parametrize(
    "address", ["/search.json?q=" + "*" * 600, "/search.json?page=9", "/actors/none.json"]
)
def test_errors_are_as_described(client, described, address):
    """Every refusal of an answer in JSON has one shape."""
    answer = client.get(address)
    path = address.split("?")[0].replace("none", "{actor_id}")
    assert [] == find_faults(described, path, answer.status_code, answer.json)


def test_without_an_index_errors_are_as_described(tmp_path, described):
    """A desk before its first rebuild says so in the same shape."""
    client = create_app(Settings(index=tmp_path)).test_client()
    assert [] == find_faults(described, "/search.json", 503, client.get("/search.json").json)
    assert [] == find_faults(described, "/readyz", 503, client.get("/readyz").json)


def holders(value):
    """Every object in a value, the value itself first."""
    if isinstance(value, dict):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from holders(part)


def test_a_key_more_or_less_is_a_fault_in_every_object(client, described):
    """A view that adds or drops a key without its description is found, however deep the key stands."""
    real = client.get("/documents/a-wire.json").json
    for place in range(sum(1 for _ in holders(real))):
        longer, shorter = copy.deepcopy(real), copy.deepcopy(real)
        list(holders(longer))[place]["odd"] = 1
        list(holders(shorter))[place].popitem()
        assert find_faults(described, "/documents/{document_id}.json", 200, longer)
        assert find_faults(described, "/documents/{document_id}.json", 200, shorter)


def test_every_schema_is_strict(described):
    """All keys are always there, and no others: a reader needs no default and misses nothing."""
    for name, schema in described["components"]["schemas"].items():
        assert (set(schema["properties"]), False) == (
            set(schema["required"]),
            schema["additionalProperties"],
        ), name
        assert schema["description"], name


def test_parameters_are_those_that_are_read(described, client):
    """Each parameter of a search is described, and its example is read without a note."""
    found = described["paths"]["/search.json"]["get"]["parameters"]
    # The language is that of pages; answers for programs are in English.
    assert KNOWN - {PARAMETER} == {parameter["name"] for parameter in found}
    assert set(PARAMETERS) == {
        parameter["name"]
        for of in described["paths"].values()
        for parameter in of["get"]["parameters"]
        if parameter["in"] == "query"
    }
    for parameter in found:
        example = parameter.get("example")
        if example is None:
            continue
        query = {parameter["name"]: example, "q": "wagner"} | {"per": 1}
        answer = client.get("/search.json", query_string=query).json
        assert "error" in answer or [] == [n for n in answer["notes"] if n["kind"] in ("ignored", "filter")]


def test_limits_are_those_of_the_settings(index):
    """Who changes a setting changes what is promised."""
    client = create_app(Settings(index=index, max_per_page=7, query_characters=99)).test_client()
    found = {
        p["name"]: p["schema"]
        for p in client.get("/openapi.json").json["paths"]["/search.json"]["get"]["parameters"]
    }
    assert (7, 99) == (found["per"]["maximum"], found["q"]["maxLength"])


def test_the_schemas_are_json_schema(described):
    """Each is of the draft that OpenAPI 3.1 uses."""
    schemas = described["components"]["schemas"]
    assert {} == {name: schema for name, schema in schemas.items() if not jsonschema_rs.meta.is_valid(schema)}
    assert not jsonschema_rs.meta.is_valid({"type": "no type"})


@pytest.mark.parametrize(
    ("hint", "expected"),
    [
        (str | None, {"type": ["string", "null"]}),
        (Literal["a", "b"], {"type": "string", "enum": ["a", "b"]}),
        (Maybe(ListOf(int)), {"anyOf": [{"type": "array", "items": {"type": "integer"}}, {"type": "null"}]}),
    ],
)
def test_types_are_schemas(hint, expected):
    """As the standard writes them."""
    assert expected == SchemaBook().schema(hint)


def test_a_pair_has_two_parts():
    """A tuple of fixed length is an array of it."""
    schema = SchemaBook().schema(tuple[str, int])
    validator = jsonschema_rs.Draft202012Validator(schema)
    assert [True, False, False] == [validator.is_valid(value) for value in (["a", 1], ["a"], ["a", 1, 2])]


def test_two_shapes_of_one_name_are_refused():
    """One of them would describe the other."""
    book = SchemaBook()
    book.schema(Shape("One", "", {"a": int}))
    with pytest.raises(TypeError, match="One"):
        book.schema(Shape("One", "", {"a": str}))


def test_a_type_without_a_schema_is_refused():
    """No answer is described as anything."""
    with pytest.raises(TypeError, match="has no schema"):
        SchemaBook().schema(bytes)
