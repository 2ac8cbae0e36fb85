import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import fields, replace
from functools import cache
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.engines.whoosh_engine.arrays.block_file import BlockFile
from indexer.engines.whoosh_engine.arrays.compression import (
    PLAIN_BYTES,
    Compressor,
    Decompressor,
    train_dictionary,
)
from indexer.engines.whoosh_engine.arrays.document_rows import decode_document, encode_document
from indexer.engines.whoosh_engine.arrays.packing import Allowed, Table
from indexer.engines.whoosh_engine.arrays.segment import Segment
from indexer.engines.whoosh_engine.building import block_stream
from indexer.engines.whoosh_engine.building.segment_writer import SegmentWriter
from indexer.errors import GenerationCorrupt
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
    assert doc == decode_document(encode_document(doc))


@settings(deadline=None)
@given(values_of(Document), st.binary(max_size=60), st.booleans())
def test_an_original_comes_back_to_the_byte(doc: Document, original: bytes, learned: bool) -> None:
    """Any bytes are kept beside any document, with a dictionary and without."""
    dictionary = learned_dictionary() if learned else b""
    encoded = encode_document(doc)
    block = Compressor(dictionary).compress(encoded, original)
    decompressor = Decompressor(dictionary)
    assert (encoded, original) == decompressor.both(block)
    assert encoded == decompressor.document(block)


@cache
def learned_dictionary() -> bytes:
    """What short notes have in common."""
    notes = [f"Note {n * 7919 % 10007} of the mission in the north." for n in range(3000)]
    return train_dictionary([note.encode() for note in notes])


def test_a_hash_is_kept_as_it_is_written() -> None:
    """What is no hash in small letters is no less kept."""
    for sha256 in ("ab" * 32, "AB" * 32, "", "ab ab", "0" * 64):
        doc = replace(document("one", "Text."), sha256=sha256)
        assert sha256 == decode_document(encode_document(doc)).sha256


def test_halves_of_characters_stay_apart() -> None:
    """Two halves in a row never become one character."""
    doc = document("one", "\ud83d\ude00 \ud83d", title="\ud83d\ude00")
    assert doc == decode_document(encode_document(doc))


def test_a_line_of_json_takes_little_more_than_what_is_beside_its_text() -> None:
    """The text of a line is not kept twice, however long."""
    words = [f"{n * 7919**3 % 1000003:x}" for n in range(20_000)]
    text = "\n".join(" ".join(words[n : n + 50]) for n in range(0, len(words), 50))
    encoded = encode_document(document("one", text))
    line = {"text": text, "id": "one", "desk": "a word that is nowhere else"}
    compressor = Compressor(b"")
    alone = compressor.compress(encoded, b"")
    for delivered in (text, json.dumps(line), json.dumps(line, ensure_ascii=False)):
        assert len(compressor.compress(encoded, delivered.encode())) < 1.1 * len(alone)


def test_short_documents_learn_from_each_other() -> None:
    """What many have in common stands once, in the dictionary."""
    texts = [f"{n * 7919 % 10007} soldiers of the mission were seen near Gao." for n in range(3000)]
    encoded = [encode_document(document(f"d{n}", text)) for n, text in enumerate(texts)]
    dictionary = train_dictionary(encoded[:2000])
    assert dictionary == train_dictionary(encoded[:2000])
    block = Compressor(dictionary).compress(encoded[-1], texts[-1].encode())
    assert 2 * len(block) < len(Compressor(b"").compress(encoded[-1], texts[-1].encode()))
    assert encoded[-1] == Decompressor(dictionary).document(block)


@pytest.mark.parametrize("samples", [[], [b""], [b"x"] * 3000, [b"one", b"two"]])
def test_nothing_is_learned_from_nothing(samples: list[bytes]) -> None:
    """Too few samples, or all the same: no dictionary, and no error."""
    dictionary = train_dictionary(samples)
    block = Compressor(dictionary).compress(bytes(PLAIN_BYTES) + b"text", b"delivered")
    assert (bytes(PLAIN_BYTES) + b"text", b"delivered") == Decompressor(dictionary).both(block)


@pytest.mark.parametrize("held", ["documents", "bytes", "large", "none"])
def test_documents_are_read_back_whenever_the_dictionary_was_learned(tmp_path, monkeypatch, held) -> None:
    """After some documents, after many bytes; never from few that are large, or from too few."""
    if held == "documents":
        monkeypatch.setattr(block_stream, "LEARNED_DOCUMENTS", 40)
    if held in ("bytes", "large"):
        monkeypatch.setattr(block_stream, "_HELD_BYTES", 5_000)
    monkeypatch.setattr(block_stream, "FEWEST_DOCUMENTS", 200 if held == "large" else 10)
    documents = [document(f"d{n}", f"{n * 7919 % 10007} soldiers near Gao. " * 5) for n in range(100)]
    folder = tmp_path / "segment"
    writer = SegmentWriter(folder, tmp_path / "runs")
    for doc in documents:
        writer.add(doc, doc.text.encode(), 0)
    writer.finish()
    segment = Segment(folder)
    assert (held in ("documents", "bytes")) == bool(len(segment.arrays["dictionary"]))
    with closing(BlockFile(segment)) as blocks:
        assert documents == [blocks.document(n) for n in range(100)]
        assert documents[7].text.encode() == blocks.original(7)


def test_one_file_of_blocks_serves_many_threads(tmp_path) -> None:
    """No thread gets what another one asked for."""
    folder = tmp_path / "segment"
    writer = SegmentWriter(folder, tmp_path / "runs")
    for n in range(50):
        writer.add(document(f"d{n}", f"{n} " * 3000), f"delivered {n}".encode(), 0)
    writer.finish()
    with closing(BlockFile(Segment(folder))) as blocks, ThreadPoolExecutor(8) as pool:
        asked = [n * 31 % 50 for n in range(4000)]
        found = list(pool.map(lambda n: (blocks.document(n).id, blocks.original(n)), asked))
    assert [(f"d{n}", f"delivered {n}".encode()) for n in asked] == found


def test_a_block_that_is_changed_after_opening_is_named(tmp_path) -> None:
    """The file is told, and what to do; never a document that was not written."""
    folder = tmp_path / "segment"
    writer = SegmentWriter(folder, tmp_path / "runs")
    writer.add(document("one", "Some words of a text."), b"delivered", 0)
    writer.finish()
    with closing(BlockFile(Segment(folder))) as blocks:
        path = folder / "documents.bin"
        path.write_bytes(path.read_bytes()[:30])
        for read in (blocks.document, blocks.original):
            with pytest.raises(GenerationCorrupt, match=r"documents\.bin.*python -m indexer rebuild"):
                read(0)


@pytest.mark.parametrize("doc", tiny_documents(), ids=lambda doc: doc.id)
def test_every_other_document_is_refused(doc: Document) -> None:
    """Rows of another shape are a ValueError, never a document."""
    encoded = encode_document(doc)
    digest, plain = encoded[:PLAIN_BYTES], encoded[PLAIN_BYTES:]
    rows = json.loads(plain.partition(b"\n")[0])
    damaged = [b"", encoded[:20], digest + b"\xff" * 40]
    for at in range(len(rows)):
        for wrong in (7.5, {}, [[None]], [1, 2, 3], [[1], [2]]):
            other = json.dumps([*rows[:at], wrong, *rows[at + 1 :]]).encode()
            damaged.append(digest + other + b"\n")
    damaged += [digest + other + b"\n" for other in (b"[]", b"7", b"{}", b"[" * 5000, b"x")]
    for other in damaged:
        with pytest.raises(ValueError):
            decode_document(other)


def test_every_other_block_is_refused() -> None:
    """A block that is cut off, goes on or says another size gives an error, never other bytes."""
    encoded = encode_document(document("one", "Text of some words, and of some more words."))
    block = Compressor(b"").compress(encoded, b"delivered")
    huge = b"\x28\xb5\x2f\xfd\xe0" + b"\xff" * 8
    size = PLAIN_BYTES + 4
    frames = (b"\xff" * 40, huge)
    for other in (b"", block[:20], block[:40], block[:size], *(block[:size] + frame for frame in frames)):
        with pytest.raises(ValueError):
            Decompressor(b"").document(other)
        with pytest.raises(ValueError):
            Decompressor(b"").both(other)
    for other in (block[:-1], block + b"x"):
        with pytest.raises(ValueError):
            Decompressor(b"").both(other)
    larger = block[:PLAIN_BYTES] + (10**6).to_bytes(4, "little") + block[size:]
    for read in (Decompressor(b"").document, Decompressor(b"").both):
        with pytest.raises(ValueError):
            read(larger)


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
