import json
import zlib
from dataclasses import fields, replace
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engines.whoosh_engine.arrays.deflate import DICTIONARY, deflate, inflate
from indexer.engines.whoosh_engine.arrays.document_blocks import (
    pack_document,
    pack_original,
    unpack_document,
    unpack_original,
)
from indexer.engines.whoosh_engine.arrays.packing import Allowed, Table
from indexer.schema.document import ActorMention, Document, Passage, Published
from tests.tiny_collection import document, tiny_documents

# Any character that Python has, half a character too.
TEXTS = st.text(st.characters(exclude_categories=()), max_size=40)


def values_of(hint: Any) -> st.SearchStrategy[Any]:
    """Values of an annotation of the schema, halves of characters among them."""
    arguments = get_args(hint)
    if get_origin(hint) in (Union, UnionType):
        return st.one_of([values_of(argument) for argument in arguments])
    if get_origin(hint) is Literal:
        return st.sampled_from(arguments)
    if get_origin(hint) is tuple:
        return st.lists(values_of(arguments[0]), max_size=3).map(tuple)
    if hint is type(None):
        return st.none()
    if hint in (str, int, bool):
        return {str: TEXTS, int: st.integers(), bool: st.booleans()}[hint]
    hints = get_type_hints(hint)
    return st.builds(hint, **{field.name: values_of(hints[field.name]) for field in fields(hint)})


@settings(deadline=None)
@given(values_of(Document))
def test_a_document_comes_back_with_every_field(doc: Document) -> None:
    """Whatever the schema lets a field hold is kept; a field that is added is tried by itself."""
    assert doc == unpack_document(pack_document(doc))


@settings(deadline=None)
@given(values_of(Document), st.binary(max_size=60))
def test_an_original_comes_back_to_the_byte(doc: Document, original: bytes) -> None:
    """Any bytes are kept beside any document."""
    assert original == unpack_original(pack_original(original, doc), doc)


def test_a_hash_is_kept_as_it_is_written() -> None:
    """What is no hash in small letters is no less kept."""
    for sha256 in ("ab" * 32, "AB" * 32, "", "ab ab", "0" * 64):
        doc = replace(document("one", "Text."), sha256=sha256)
        assert sha256 == unpack_document(pack_document(doc)).sha256


def test_halves_of_characters_stay_apart() -> None:
    """Two halves in a row never become one character."""
    doc = document("one", "\ud83d\ude00 \ud83d", title="\ud83d\ude00")
    assert doc == unpack_document(pack_document(doc))


def test_an_original_that_is_the_text_takes_nothing() -> None:
    """The text is not kept twice."""
    doc = document("one", "Goïta left.\ud83d")
    assert b"" == pack_original(doc.text.encode("utf-8", "surrogatepass"), doc)


def test_an_empty_original_of_a_text_is_told_from_its_text() -> None:
    """Nothing delivered is not the same as the text delivered."""
    doc = document("one", "Text.")
    assert b"" == unpack_original(pack_original(b"", doc), doc)


@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_line_of_json_takes_little_more_than_what_is_beside_its_text(ascii_only: bool) -> None:
    """The text of a line is cut out, however long and however escaped."""
    text = "".join(f"Goïta said “{n * 7919 % 10007}”.\n" for n in range(6000))
    line = {"text": text, "id": "one", "desk": "a word that is nowhere else"}
    original = json.dumps(line, ensure_ascii=ascii_only).encode()
    doc = document("one", text)
    packed = pack_original(original, doc)
    assert len(packed) < 80
    assert original == unpack_original(packed, doc)


def test_markup_is_packed_with_the_text_that_it_holds() -> None:
    """Of a page whose text stands in pieces, little more than the tags is kept."""
    words = [" ".join(f"{n * m * 7919 % 1000003}" for m in range(50, 70)) for n in range(100, 150)]
    original = "".join(f"<p>{word}</p>" for word in words).encode()
    doc = document("one", *words)
    packed = pack_original(original, doc)
    assert len(packed) * 3 < len(zlib.compress(original, 9))
    assert original == unpack_original(packed, doc)


@pytest.mark.parametrize("doc", tiny_documents(), ids=lambda doc: doc.id)
def test_every_other_block_is_refused(doc: Document) -> None:
    """A block that is cut off, goes on, or holds another shape is a ValueError, never a document."""
    block = pack_document(doc)
    plain = inflate(block[32:])
    rows = json.loads(plain.partition(b"\n")[0])
    damaged = [b"", block[:20], block[:-1], block + b"x", block[:32] + b"\xff" * 40]
    for at in range(len(rows)):
        for wrong in (7.5, {}, [[None]], [1, 2, 3], [[1], [2]]):
            other = json.dumps([*rows[:at], wrong, *rows[at + 1 :]]).encode()
            damaged.append(block[:32] + deflate(other + b"\n"))
    damaged += [block[:32] + deflate(other + b"\n") for other in (b"[]", b"7", b"{}", b"[" * 5000, b"x")]
    for other in damaged:
        with pytest.raises(ValueError):
            unpack_document(other)


def test_a_damaged_original_is_refused() -> None:
    """A block of another shape gives an error, never other bytes."""
    doc = document("one", "Text.")
    block = pack_original(b"{}", doc)
    for other in (block[:-1], block + b"x", b"\x09" + block[1:], block[:4]):
        with pytest.raises(ValueError):
            unpack_original(other, doc)


def test_columns_of_unequal_length_are_refused() -> None:
    """No value is made up of parts of others."""
    table = Table(ActorMention)
    assert (ActorMention("a", 1, 2), ActorMention("b", 1, 3)) == table.unpack([["a", "b"], 1, [2, 3], False])
    for wrong in ([["a", "b"], 1, [2], False], [["a"], 1, 2], ["a", 1, 2, False], [["a"], 1, 2, 0]):
        with pytest.raises(ValueError):
            table.unpack(wrong)


def test_words_outside_a_list_of_words_are_refused() -> None:
    """A kind of passage that nobody knows is no passage."""
    assert 1 == len(Table(Passage).unpack([[1], 0, 5, None, "prose"]))
    for kind in (["verse"], "verse"):
        with pytest.raises(ValueError):
            Table(Passage).unpack([[1], 0, 5, None, kind])


def test_a_table_of_nested_values_is_not_begun() -> None:
    """Only plain values have columns; the one who adds a field learns so at once."""
    with pytest.raises(TypeError):
        Allowed(Published)


def test_the_dictionary_is_that_of_the_format() -> None:
    """Other bytes would make every segment unreadable: change the format's number with them."""
    assert 2356595526 == zlib.crc32(DICTIONARY)


@pytest.mark.parametrize("separators", [(", ", ": "), (",", ":")])
@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("order", [("id", "text", "title"), ("title", "id", "text"), ("text", "id")])
def test_a_line_that_the_document_tells_takes_some_bytes(separators, ascii_only, order) -> None:
    """A line of JSON is its keys in order, where the document holds what they say."""
    doc = document("one", "“Gao” fell.\nMali said so.", title="Café “Goïta”")
    given = {"id": doc.id, "title": doc.title, "text": doc.text}
    line = {key: given[key] for key in order}
    original = json.dumps(line, ensure_ascii=ascii_only, separators=separators).encode()
    packed = pack_original(original, doc)
    assert len(packed) <= 13
    assert original == unpack_original(packed, doc)
    for other in (original + b" ", original.replace(b"one", b"two"), original.replace(b'"id"', b'"ID"')):
        assert other == unpack_original(pack_original(other, doc), doc)
    for damaged in (packed[:9], packed[:9] + b"\x09id", packed + b"?"):
        with pytest.raises(ValueError):
            unpack_original(damaged, doc)
