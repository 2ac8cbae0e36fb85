"""Words without signs: as typed, folded, and as nodes.

Knows no names; a word that is a name is the matter of the group that it stands in.
"""

from dataclasses import dataclass

from indexer.analysis.filters import STOP_WORDS, french_stem, stem
from indexer.analysis.tokenizer import TERM_CHARACTERS, tokenize
from indexer.query import syntax
from indexer.query.lexer import Piece, cut


@dataclass(frozen=True, slots=True)
class PlainWord:
    """A word as typed, with its folded tokens; more than one for al-Qaeda."""

    surface: str
    terms: tuple[str, ...]


def read_word(text: str) -> PlainWord | None:
    """The word of a text without the signs around it; None where there is no letter or digit.

    >>> read_word("Wagner’s,")
    PlainWord(surface='Wagner', terms=('wagner',))
    """
    if text.isascii() and text.isalnum() and not text.isupper():
        # Most words by far, and no operator is one of them.
        return PlainWord(text, (text.lower()[:TERM_CHARACTERS],))
    tokens = tokenize(text)
    if not tokens:
        return None
    terms = tuple(token.term for token in tokens)
    inner = text[tokens[0].start : tokens[-1].end]
    # Behind the name of an unknown field stands anything, an operator too.
    surface = next((form for form in (inner, text) if _reads_alike(form, terms)), "-".join(terms))
    return PlainWord(surface, terms)


def _reads_alike(form: str, terms: tuple[str, ...]) -> bool:
    """Whether a form of the word is still the same plain word, and no operator."""
    same = tuple(token.term for token in tokenize(form)) == terms
    return same and list(cut(form)) == [Piece("word", form, 1)]


def plain_node(word: PlainWord, field: syntax.TextField = "text") -> syntax.Node | None:
    """The node of a plain word; None for a stop word.

    >>> plain_node(PlainWord("Mercenaries", ("mercenaries",)))
    Term(term='mercenari', surface='Mercenaries', exact=False, field='text', french='mercenar')
    """
    if len(word.terms) > 1:
        return syntax.Phrase(word.terms, word.surface, 0, field)
    if word.terms[0] in STOP_WORDS:
        return None
    return stem_term(word.terms[0], word.surface, field)


def stem_term(term: str, surface: str, field: syntax.TextField = "text") -> syntax.Term:
    """The node of a folded word under its stems."""
    return syntax.Term(stem(term), surface, exact=False, field=field, french=french_stem(term))
