"""The arrays of a segment, worked out one document and one word at a time.

Slow and plain: the bulk writer must give the same.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from indexer.analysis.document_terms import DocumentTerms, EntityOccurrence, Occurrence, analyze_document
from indexer.analysis.filters import french_stem, stem
from indexer.analysis.tokenizer import tokenize
from indexer.query.facet_values import date_days, facet_values
from indexer.schema.document import Document

Arrays = dict[str, Any]
# Postings of a term: places by document.
Places = dict[str, dict[int, list[Any]]]


def naive_arrays(documents: Sequence[Document], page_hashes: Sequence[int]) -> Arrays:
    """Every array but those of the packed blocks, as plain lists; blobs as bytes."""
    analysed = [analyze_document(document) for document in documents]
    arrays: Arrays = {"page_hashes": list(page_hashes), "lengths": [terms.length for terms in analysed]}
    french = any(document.language == "fr" for document in documents)
    arrays |= _word_field("text", [terms.words for terms in analysed], french=french)
    arrays |= _word_field("title", [terms.words[: terms.title_words] for terms in analysed], french=french)
    for field in ("actor", "place"):
        arrays |= _entity_field(field, documents, analysed)
    arrays |= _mentioned(documents)
    arrays |= _single("published", documents)
    arrays |= _single("source", documents)
    arrays |= _single("language", documents)
    days = [date_days(d.published.value) if d.published else None for d in documents]
    arrays["published_first"] = [own[0] if own else -1 for own in days]
    arrays["published_last"] = [own[1] if own else -1 for own in days]
    arrays |= _ids(documents)
    arrays |= _spans(documents)
    return arrays


def _blob(words: Iterable[str]) -> tuple[bytes, list[int]]:
    encoded = [word.encode("utf-8", "surrogatepass") for word in words]
    return b"".join(encoded), _starts(map(len, encoded))


def _starts(counts: Iterable[int]) -> list[int]:
    starts = [0]
    for count in counts:
        starts.append(starts[-1] + count)
    return starts


def _escaped(name: str, values: Sequence[int], limit: int) -> Arrays:
    over = [at for at, value in enumerate(values) if value >= limit]
    return {
        name: [min(value, limit) for value in values],
        f"{name}_over_at": over,
        f"{name}_over": [values[at] for at in over],
    }


def _word_field(field: str, words: Sequence[Sequence[Occurrence]], *, french: bool) -> Arrays:
    places: Places = defaultdict(lambda: defaultdict(list))
    stems: dict[str, set[str]] = defaultdict(set)
    french_stems: dict[str, set[str]] = defaultdict(set)
    for number, own in enumerate(words):
        for word in own:
            places[word.term][number].append(word.position)
            if word.stem is not None:
                stems[stem(word.term)].add(word.term)
                if french:
                    french_stems[french_stem(word.term)].add(word.term)
    terms = sorted(places, key=lambda term: term.encode("utf-8", "surrogatepass"))
    blob, ends = _blob(terms)
    postings = [places[term] for term in terms]
    frequencies = [len(found) for own in postings for found in own.values()]
    arrays: Arrays = {
        f"{field}_words": blob,
        f"{field}_word_ends": ends,
        f"{field}_word_chars": [len(term) for term in terms],
        f"{field}_ptr": _starts(map(len, postings)),
        f"{field}_docs": [number for own in postings for number in own],
        f"{field}_pos_ptr": _starts(sum(map(len, own.values())) for own in postings),
        f"{field}_pos_skip": _starts(sum(frequencies[n : n + 64]) for n in range(0, len(frequencies), 64)),
        **_escaped(f"{field}_tf", frequencies, 255),
        **_escaped(f"{field}_pos", [at for own in postings for found in own.values() for at in found], 65535),
    }
    english = _stems(field, terms, places, stems)
    return arrays | english | _stems(f"{field}_french", terms, places, french_stems)


def _stems(field: str, terms: Sequence[str], places: Places, stems: Mapping[str, set[str]]) -> Arrays:
    names = sorted(stems, key=lambda name: name.encode("utf-8", "surrogatepass"))
    blob, ends = _blob(names)
    united: list[dict[int, int]] = []
    for name in names:
        added: dict[int, int] = defaultdict(int)
        for term in stems[name] if len(stems[name]) > 1 else ():
            for number, found in places[term].items():
                added[number] += len(found)
        united.append(dict(sorted(added.items())))
    return {
        f"{field}_stems": blob,
        f"{field}_stem_ends": ends,
        f"{field}_form_ptr": _starts(len(stems[name]) for name in names),
        f"{field}_forms": [at for name in names for at, term in enumerate(terms) if term in stems[name]],
        f"{field}_stem_ptr": _starts(map(len, united)),
        f"{field}_stem_docs": [number for own in united for number in own],
        **_escaped(f"{field}_stem_tf", [count for own in united for count in own.values()], 255),
    }


def _lists(name: str, values: Sequence[Sequence[str]]) -> tuple[list[str], Arrays]:
    """Values with the documents of each, from the values of each document."""
    words = sorted({value for own in values for value in own})
    documents = [[number for number, own in enumerate(values) if word in own] for word in words]
    blob, ends = _blob(words)
    return words, {
        f"{name}_values": blob,
        f"{name}_value_ends": ends,
        f"{name}_ptr": _starts(map(len, documents)),
        f"{name}_docs": [number for own in documents for number in own],
    }


def _column(name: str, words: Sequence[str], values: Sequence[Sequence[str]]) -> Arrays:
    return {
        f"{name}_column_ptr": _starts(map(len, values)),
        f"{name}_column": [words.index(value) for own in values for value in own],
    }


def _entity_field(field: str, documents: Sequence[Document], analysed: Sequence[DocumentTerms]) -> Arrays:
    values = [facet_values(document, field) for document in documents]
    words, arrays = _lists(field, values)
    mentions: dict[tuple[str, int], list[EntityOccurrence]] = defaultdict(list)
    for number, terms in enumerate(analysed):
        for mention in terms.actors if field == "actor" else terms.places:
            mentions[mention.id, number].append(mention)
    pairs = [(word, number) for word in words for number, own in enumerate(values) if word in own]
    counts = [sum(len(mentions[pair]) for pair in pairs if pair[0] == word) for word in words]
    return {
        **arrays,
        **_column(field, words, values),
        **_escaped(f"{field}_tf", [len(mentions[pair]) for pair in pairs], 255),
        f"{field}_pos_ptr": _starts(counts),
        f"{field}_first": [mention.position for pair in pairs for mention in mentions[pair]],
        f"{field}_last": [mention.last for pair in pairs for mention in mentions[pair]],
    }


def _mentioned(documents: Sequence[Document]) -> Arrays:
    values = [facet_values(document, "mentioned") for document in documents]
    words, arrays = _lists("mentioned", values)
    days = [
        [found for value in sorted({m.value for m in d.dates}) if (found := date_days(value))]
        for d in documents
    ]
    return {
        **arrays,
        **_column("mentioned", words, values),
        "mentioned_days_ptr": _starts(map(len, days)),
        "mentioned_days": [day for own in days for pair in own for day in pair],
    }


def _single(field: str, documents: Sequence[Document]) -> Arrays:
    values = [facet_values(document, field) for document in documents]
    words, arrays = _lists(field, values)
    # The narrowest value has the most levels, and so is the longest.
    return arrays | {f"{field}_column": [words.index(max(own, key=len)) for own in values]}


def _ids(documents: Sequence[Document]) -> Arrays:
    order = sorted(range(len(documents)), key=lambda number: documents[number].id)
    blob, ends = _blob(documents[number].id for number in order)
    return {
        "document_values": blob,
        "document_ends": ends,
        "document_docs": order,
        "document_rank": [order.index(number) for number in range(len(documents))],
    }


def _spans(documents: Sequence[Document]) -> Arrays:
    spans: list[tuple[int, int]] = []
    block_counts, block_tokens, document_tokens = [], [], []
    for document in documents:
        before = len(spans)
        blocks = list(document.blocks())
        for block in blocks:
            at = 0
            tokens = tokenize(block.text)
            for token in tokens:
                spans.append((token.start - at, token.end - token.start))
                at = token.end
            block_tokens.append(len(tokens))
        block_counts.append(len(blocks))
        document_tokens.append(len(spans) - before)
    over = [at for at, span in enumerate(spans) if max(span) >= 15]
    return {
        "spans": [min(gap, 15) * 16 + min(length, 15) for gap, length in spans],
        "span_over_at": over,
        "span_over_gap": [spans[at][0] for at in over],
        "span_over_length": [spans[at][1] for at in over],
        "block_ptr": _starts(block_counts),
        "block_tokens": block_tokens,
        "token_ptr": _starts(document_tokens),
    }
