"""Queries that show how to ask, each with what it finds.

The text of the help and of the home page; every one is a link.
"""

from indexer.api import SearchRequest
from webapp.addresses import search_address
from webapp.search_contexts import Example

EXAMPLES = (
    ("wagner jnim", "both words; a name also finds its other spellings"),
    ("wagner OR moura", "either word"),
    ("wagner -ukraine", "without a word; NOT says the same"),
    ('"africa corps"', "these words in this order, in this spelling"),
    ("wagner NEAR/5 mali", "within five words of each other"),
    ("mercenar*", "every word that begins so; two letters at least"),
    ("published:2024-03", "published in a year, in a month or on a day"),
    ("published:none", "documents without a date"),
    ("mentioned:2012", "dates in the text, not the date of publication"),
)
MORE = (
    ("(wagner OR jnim) bamako", "brackets join what belongs together"),
    ('"mali withdrawal"~5', "these words with up to five others between them, in any order"),
    ("insurg?nt", "one letter may be any"),
    ("prigozin~", "words that are spelled nearly so"),
    ("wagner OR moura^3", "a word that weighs more in the order, here three times"),
    ("title:militia", "in the headline alone"),
    ("actor:jnim", "an actor by its identifier or name, under every spelling"),
    ("place:bamako", "a place by its name"),
    ("language:english", "in a language, by its name or code; none where it is not determined"),
    ("published:2023-12..2024-03", "published between two dates; either may be left out"),
)


def make_examples(*, every: bool) -> tuple[Example, ...]:
    """The examples of the home page, or `every` one for the help."""
    rows = EXAMPLES + (MORE if every else ())
    return tuple(Example(query, search_address(SearchRequest(text=query)), says) for query, says in rows)
