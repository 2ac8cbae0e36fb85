"""The numbers of the ranking, each with its origin.

Source: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009),
section 3; idf in Lucene's variant, which is never negative. k1 and b are the best of 90
settings tried on six test collections.
"""

from dataclasses import dataclass
from math import log

K1 = 1.5
B = 0.6


def idf(documents: int, containing: int) -> float:
    """Lucene's inverse document frequency of a term.

    >>> round(idf(5, 1), 4)
    1.3863
    """
    return log(1.0 + (documents - containing + 0.5) / (containing + 0.5))


def term_frequency_part(frequency: float, length: float, average_length: float) -> float:
    """BM25's saturated frequency; lengths in terms, stop words not counted.

    >>> term_frequency_part(1, 10, 10)
    1.0
    """
    norm = K1 * (1.0 - B + B * length / average_length) if average_length else K1
    return frequency * (K1 + 1.0) / (frequency + norm)


@dataclass(frozen=True, slots=True)
class SimilarNumbers:
    """What makes two stories similar: words by frequency times idf, with the actors that are named.

    The numbers were chosen on one half of the queries of Cranfield, CISI and TIME, by how many of the
    first five stories were relevant to a query that the story itself is relevant to; see
    `benchmarks/similar`.

    Attributes:
        words: so many of a story's words are asked for, those of the greatest weight.
        postings: they stand in no more than so many documents together, which bounds the cost; what
            no longer fits is left out.
        title: a word of the headline counts so many times.
        common: a word of a greater share of all documents tells no two of them apart ...
        few: ... unless it stands in no more than so many.
        actor: a mention of an actor counts as so many words.
        floor: a story with a lesser share of the score of the story itself is another matter. The
            nearest story of the same collection reaches it 95 times in 100, one of another 8 times.
        shared: so many words and actors have to stand in both.
    """

    words: int = 80
    postings: int = 200_000
    title: int = 3
    common: float = 0.5
    few: int = 20
    actor: float = 1.0
    floor: float = 0.2
    shared: int = 3


SIMILAR = SimilarNumbers()
