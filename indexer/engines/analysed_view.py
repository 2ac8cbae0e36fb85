"""One document with the places of its words, cut up anew.

For engines that keep no places, and for holding those that do against it.
"""

from collections.abc import Sequence
from functools import cached_property

from indexer.analysis.document_terms import DocumentTerms, Occurrence, analyze_document
from indexer.analysis.tokenizer import Token, tokenize
from indexer.engine_port import WordPlace
from indexer.query.patterns import is_meant
from indexer.query.syntax import Fuzzy, Prefix, Term, Wildcard
from indexer.schema.document import Document


class AnalysedView:
    """The places of words in a document; each question reads all of its words."""

    def __init__(self, document: Document) -> None:
        self.document = document

    def word_places(self, node: Term | Prefix | Wildcard | Fuzzy) -> Sequence[WordPlace]:
        """Where the words that a node stands for are, by position."""
        words = self._terms.words
        if node.field == "title":
            words = words[: self._terms.title_words]
        return [self._place(word) for word in words if self._is_word(word, node)]

    @cached_property
    def _terms(self) -> DocumentTerms:
        return analyze_document(self.document)

    @cached_property
    def _title(self) -> list[Token]:
        """The words of the title in its own offsets; in a title beside the text they come first."""
        return tokenize(self.document.title or "")

    def _place(self, word: Occurrence) -> WordPlace:
        if word.start < 0:
            own = self._title[word.position]
            return WordPlace(word.position, own.start, own.end, in_title=True, beside=True)
        return WordPlace(word.position, word.start, word.end, word.passage == 0, beside=False)

    def _is_word(self, word: Occurrence, node: Term | Prefix | Wildcard | Fuzzy) -> bool:
        if isinstance(node, Term):
            return (word.term if node.exact else word.stem) == node.sought_in(self.document.language)
        return is_meant(word.term, node)
