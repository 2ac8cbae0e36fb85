"""Stories on the same matter as one document.

Asks the engine for any of the words and actors that say most of it. The document itself and its
near copies are never among them, of other copies one stands for all, and none is an answer.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice

from indexer.analysis.document_stems import StemCount, count_stems
from indexer.analysis.filters import stem
from indexer.analysis.tokenizer import cut_words
from indexer.engine_port import EngineHit, EngineRequest, IndexReader
from indexer.query import syntax
from indexer.query.plain_words import stem_term
from indexer.schema.document import Document
from indexer.schema.ranking import SIMILAR, SimilarNumbers, idf
from indexer.search.named_actors import count_mentions

# Reasons that are given: enough to judge by, and none of them weak.
MOST_WORDS = 6
MOST_ACTORS = 4


@dataclass(frozen=True, slots=True)
class SimilarStory:
    """A document on the same matter as another, and why.

    `share` is its score as a share of the score that the other has for its own words and actors, at
    most 1. `actors` are ids, `words` as the other writes them: the weightiest of what both have.
    `copies` counts its near copies, which are not listed.
    """

    document: Document
    score: float
    share: float
    actors: tuple[str, ...]
    words: tuple[str, ...]
    copies: int


@dataclass(frozen=True, slots=True)
class _Clue:
    """A word or an actor of a document, how often it stands there, and in how many `documents`."""

    node: syntax.Term | syntax.FieldIs
    weight: float
    frequency: float
    documents: int
    form: str


def find_similar(
    reader: IndexReader,
    document: Document,
    limit: int,
    deadline: float | None = None,
    numbers: SimilarNumbers = SIMILAR,
) -> tuple[SimilarStory, ...]:
    """At most `limit` documents like one, the most alike first. Raises EngineTimedOut.

    Cost: a count for each word and actor of the document, one search for `numbers.words` words, and the
    reading of the documents that it gives.
    """
    clues = find_clues(reader, document, numbers, deadline)
    if len(clues) < numbers.shared:
        return ()
    top = max(clue.frequency for clue in clues)
    parts = tuple(syntax.Boosted(clue.node, clue.frequency / top) for clue in clues)
    # The document's own group is one hit, and some of the others may share too little.
    request = EngineRequest(syntax.Or(parts), limit=2 * limit + 1, deadline=deadline, fold=True)
    hits = reader.search(request).hits
    family = {document.id, *reader.copies_of(document.id)}
    # Where none of its own is among the first, each of these scores as much as they do.
    own = next((hit.score for hit in hits if hit.id in family), 0.0)
    names = _name_stems(document)
    found: list[SimilarStory] = []
    for hit in hits:
        if len(found) == limit or hit.score <= 0.0 or hit.score < own * numbers.floor:
            break
        if hit.id in family:
            continue
        story = _compare(reader, hit, min(1.0, hit.score / own) if own else 1.0, clues, names)
        if story is not None and len(story.actors) + len(story.words) >= numbers.shared:
            found.append(story)
    return tuple(found)


def find_clues(
    reader: IndexReader, document: Document, numbers: SimilarNumbers, deadline: float | None = None
) -> tuple[_Clue, ...]:
    """The words and actors that say most of a document, the weightiest first.

    A word weighs its frequency times its idf, one of the headline more. What only this document and its
    copies have leads nowhere, and what most documents have tells none from another. Raises EngineTimedOut.

    Source: the selection is that of Lucene's MoreLikeThis; the frequency stays in the query.
    """
    copies = len(reader.copies_of(document.id))
    found = [_word(reader, count, numbers, copies) for count in count_stems(document)]
    words = sorted(filter(None, found), key=_order)
    clues, left = [], numbers.postings
    for word in words[: numbers.words]:
        if word.documents <= left:
            left -= word.documents
            clues.append(word)
    for actor, count in count_mentions(document).items():
        node = syntax.FieldIs("actor", actor)
        holding = reader.search(EngineRequest(node, limit=0, deadline=deadline)).total
        if holding > 1 + copies:
            often = count * numbers.actor
            clues.append(_Clue(node, often * idf(reader.document_count, holding), often, holding, actor))
    return tuple(sorted(clues, key=_order))


def _order(clue: _Clue) -> tuple[float, str]:
    return -clue.weight, clue.form


def _word(reader: IndexReader, count: StemCount, numbers: SimilarNumbers, copies: int) -> _Clue | None:
    total = reader.document_count
    node = stem_term(count.term, count.form)
    holding = reader.term_statistics(node.term, exact=False, french=node.french)
    # A word of a document stands in nearly all of its copies too.
    if holding < 2 + copies or holding > max(numbers.few, numbers.common * total):
        return None
    often = count.frequency + (numbers.title - 1) * count.in_title
    return _Clue(node, often * idf(total, holding), often, holding, count.form)


def _name_stems(document: Document) -> Mapping[str, frozenset[str]]:
    """For each actor the stems of the words that name it in a document, by which clues are called."""
    surfaces: dict[str, set[str]] = {}
    for mention in document.actors:
        if not mention.weak:
            surfaces.setdefault(mention.id, set()).add(document.text[mention.start : mention.end])
    return {
        actor: frozenset(stem(word) for text in texts for word, _, _ in cut_words(text))
        for actor, texts in surfaces.items()
    }


def _compare(
    reader: IndexReader,
    hit: EngineHit,
    share: float,
    clues: tuple[_Clue, ...],
    names: Mapping[str, frozenset[str]],
) -> SimilarStory | None:
    view = reader.view(hit.id)
    if view is None:
        return None
    document = view.document
    named = {mention.id for mention in document.actors if not mention.weak}
    actors = [c.form for c in clues if isinstance(c.node, syntax.FieldIs) and c.form in named]
    # The words of a name are no second reason beside the actor.
    also = _name_stems(document)
    told = frozenset[str]().union(*(names[actor] | also[actor] for actor in actors))
    # Lazily, as looking a word up costs more than it weighs once enough are found.
    words = (
        clue.form
        for clue in clues
        if isinstance(clue.node, syntax.Term) and clue.node.term not in told and view.word_places(clue.node)
    )
    return SimilarStory(
        document,
        hit.score,
        share,
        tuple(actors[:MOST_ACTORS]),
        tuple(islice(words, MOST_WORDS)),
        hit.copies,
    )
