"""Headlines that hold the words that are typed, the last of them perhaps only begun."""

from collections.abc import Sequence
from dataclasses import replace

from indexer.analysis.filters import STOP_WORDS
from indexer.engine_port import EngineRequest, IndexReader
from indexer.query import syntax
from indexer.query.lexer import QUOTES
from indexer.query.names import fold_name
from indexer.query.plain_words import stem_term
from indexer.schema.document import Document

# One letter begins the headlines of half a collection.
FEWEST_LETTERS = 2
# Headlines that are compared.
_COMPARED = 6
_WITHOUT_QUOTES = str.maketrans(dict.fromkeys(QUOTES, " "))


def find_titles(
    reader: IndexReader, words: Sequence[str], begun: str, within: EngineRequest
) -> list[Document]:
    """The newest documents whose headline holds all words and one that begins as `begun`.

    Those whose headline begins with the words as typed come first, then those that have them side by
    side; near copies stand once. Args: `words` folded; `begun`: folded letters or none; `within`: which
    documents are asked, all or those of filters, and until when. Raises EngineTimedOut and QueryRefused.
    """
    held: list[syntax.Node] = [
        stem_term(word, word, "title") for word in dict.fromkeys(words) if word not in STOP_WORDS
    ]
    if len(begun) >= FEWEST_LETTERS or (held and begun):
        held.append(syntax.Prefix(begun, begun, "title"))
    elif begun or not held:
        return []
    query = held[0] if len(held) == 1 else syntax.And(tuple(held))
    hits = reader.search(replace(within, query=query, sort="newest", limit=_COMPARED, fold=True)).hits
    documents = filter(None, (reader.document(hit.id) for hit in hits))
    typed = " ".join((*words, begun)).strip()
    unique: dict[str, Document] = {}
    for document in documents:
        unique.setdefault(" ".join(fold_name(document.title or "")), document)
    return [unique[title] for title in sorted(unique, key=lambda title: _distance(typed, title))]


def _distance(typed: str, title: str) -> int:
    """How far a headline is from what is typed: 0 begins so, 1 has it side by side, 2 apart.

    >>> [_distance("oil pri", title) for title in ("oil prices", "crude oil prices", "oil at a price")]
    [0, 1, 2]
    """
    return 0 if title.startswith(typed) else 1 if f" {typed}" in title else 2


def quote_title(title: str) -> str:
    """A query that finds the words of a headline in their order, in headlines.

    >>> quote_title("“Leave”, says Mali")
    'title:"Leave , says Mali"'
    """
    return f'title:"{" ".join(title.translate(_WITHOUT_QUOTES).split())}"'
