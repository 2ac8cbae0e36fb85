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


def length_norm(length: float, average_length: float) -> float:
    """How much a text of this length needs of a term: k1 in one of average length.

    >>> length_norm(10, 10), round(length_norm(20, 10), 3)
    (1.5, 2.4)
    """
    return K1 * (1.0 - B + B * length / average_length) if average_length else K1


def term_frequency_part(frequency: float, length: float, average_length: float) -> float:
    """BM25's saturated frequency; lengths in terms, stop words not counted.

    >>> term_frequency_part(1, 10, 10)
    1.0
    """
    return frequency * (K1 + 1.0) / (frequency + length_norm(length, average_length))


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
            nearest story of the same collection reaches it 94 times in 100, one of another 6 times.
        shared: so many words and actors have to stand in both.
    """

    words: int = 120
    postings: int = 150_000
    title: int = 3
    common: float = 0.5
    few: int = 20
    actor: float = 1.0
    floor: float = 0.2
    shared: int = 3


SIMILAR = SimilarNumbers()


@dataclass(frozen=True, slots=True)
class FeedbackNumbers:
    """How words of the best documents help to rank the others (RM3 with idf in the choice of words).

    Ten documents, idf and the weight are the best of 360 settings on every second query of Cranfield,
    CISI and TIME: with 15 words nDCG@10 is .030 better there, on the other queries .001. Twelve words,
    taken with all queries in sight, are better in both halves: by .039 and .009. Most of the gain is
    on Cranfield; see `benchmarks/relevance`.

    Source: Lavrenko and Croft, Relevance-Based Language Models (2001), method 1, joined to the query
    as in Abdul-Jaleel et al., UMass at TREC 2004 (RM3). Here documents weigh by their BM25 scores, and
    words by their share times idf, so that words of every text are not taken.

    Attributes:
        documents: the best so many are looked at, near copies once.
        candidates: of their words the most frequent so many are weighed with idf ...
        words: ... and so many taken, each in at least two documents of the collection.
        weight: the words taken weigh together so many times what those of the query weigh.
    """

    documents: int = 10
    candidates: int = 50
    words: int = 12
    weight: float = 0.4


FEEDBACK = FeedbackNumbers()
