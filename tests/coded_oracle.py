"""The slow truth for engines on Lucene: lengths in one byte.

Matches, counts and orders as the oracle does; only the length in a score is what Lucene keeps of it.
Written from the published definition (`SmallFloat.intToByte4` and `byte4ToInt`), not from the engine.
"""

from functools import cached_property

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
    """The oracle with the lengths of an OpenSearch index; averages are exact.

    What is quoted is sought in a field of all words, so all of them are its length. A document
    without any word has one token in their place.
    """

    def saturated(self, frequency: int, page: Page, node: syntax.Node) -> float:
        """The frequency part of BM25 with the length of the field in which a node is sought."""
        length, average = page.length, self.average_length
        if isinstance(node, syntax.Phrase) or (isinstance(node, syntax.Term) and node.exact):
            length, average = len(page.words), self.average_words
        relative = coded(max(1, length)) / average if average else 1.0
        return frequency * (K1 + 1) / (frequency + K1 * (1 - B + B * relative))

    @cached_property
    def average_words(self) -> float:
        """How many words a page has on average, stop words among them."""
        return sum(len(page.words) for page in self.pages) / len(self.pages)
