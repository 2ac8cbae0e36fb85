"""The slow truth for engines on Lucene: lengths in one byte.

Matches, counts and orders as the oracle does; only the length in a score is what Lucene keeps of it.
Written from the published definition (`SmallFloat.intToByte4` and `byte4ToInt`), not from the engine.
"""

from collections.abc import Sequence
from functools import cached_property

from indexer.analysis.document_terms import analyze_document
from indexer.query import syntax
from indexer.schema.ranking import K1, B
from tests.oracle import Oracle, Page

# Four bits of a number are kept: three of them and the first, which is always 1.
KEPT = 3
LARGEST_INT = 2**31 - 1


def four_bits(number: int) -> int:
    """The code of a number: up to 7 itself, above it the place of its first bit and the three after it.

    >>> four_bits(7), four_bits(8), four_bits(16), four_bits(17)
    (7, 8, 16, 16)
    """
    if number < 1 << KEPT:
        return number
    shift = number.bit_length() - KEPT - 1
    return (shift + 1 << KEPT) | (number >> shift & 7)


def of_four_bits(code: int) -> int:
    """The least number of a code.

    >>> of_four_bits(7), of_four_bits(8), of_four_bits(16), of_four_bits(17)
    (7, 8, 16, 18)
    """
    shift, bits = (code >> KEPT) - 1, code & 7
    return bits if shift < 0 else (bits | 8) << shift


# What a byte has left beside the codes of all numbers: so many small ones are kept as they are.
EXACT = 255 - four_bits(LARGEST_INT)


def byte_of_length(length: int) -> int:
    """The byte that Lucene keeps of a length.

    >>> byte_of_length(0), byte_of_length(39), byte_of_length(41), byte_of_length(2**31 - 1)
    (0, 39, 40, 255)
    """
    return length if length < EXACT else EXACT + four_bits(length - EXACT)


def length_of_byte(byte: int) -> int:
    """The length that Lucene reads from a byte.

    >>> length_of_byte(39), length_of_byte(40), length_of_byte(41)
    (39, 40, 42)
    """
    return byte if byte < EXACT else EXACT + of_four_bits(byte - EXACT)


def coded(length: int) -> int:
    """A length as scores on Lucene have it.

    >>> coded(40), coded(41), coded(1000)
    (40, 40, 984)
    """
    return length_of_byte(byte_of_length(length))


class CodedOracle(Oracle):
    """The oracle with the lengths of an OpenSearch index, field by field.

    A length counts the words at their places; tokens that share a place with a word, as mentions of
    actors do, are left out of it, but Lucene counts them in the average. A document without words is
    in no average. A phrase that is counted once has the exact length, as no list of places weighs it.
    """

    def saturated(self, frequency: int, page: Page, node: syntax.Node) -> float:
        """The frequency part of BM25 with the length of the field in which a node is sought."""
        match node:
            case syntax.Phrase(slop=slop) if slop:
                return super().saturated(frequency, page, node)
            case syntax.Phrase() | syntax.Term(exact=True):
                return frequency_part(frequency, coded(len(page.words)), self.average_words)
            case _:
                return frequency_part(frequency, coded(page.length), self.average_stems)

    @cached_property
    def average_stems(self) -> float:
        """What Lucene takes for the average number of stems."""
        return average([page.length + mentions(page) for page in self.pages])

    @cached_property
    def average_words(self) -> float:
        """What Lucene takes for the average number of words."""
        return average([len(page.words) for page in self.pages])


def frequency_part(frequency: int, length: float, average_length: float) -> float:
    """BM25's saturated frequency, with the factor k1 + 1 that Lucene leaves out.

    >>> frequency_part(1, 10, 10)
    1.0
    """
    return frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * length / average_length))


def average(counts: Sequence[int]) -> float:
    """The average of those that are not 0.

    >>> average([2, 0, 4])
    3.0
    """
    held = [count for count in counts if count]
    return sum(held) / len(held) if held else 1.0


def mentions(page: Page) -> int:
    """How many tokens tell of actors in a page."""
    return len(analyze_document(page.document).actors)
