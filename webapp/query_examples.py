"""Queries that show how to ask, each with what it finds.

The text of the help and of the home page; every one is a link.
"""

from indexer.api import SearchRequest
from webapp.addresses import search_address
from webapp.languages import gettext, later
from webapp.search_contexts import Example

EXAMPLES = (
    ("wagner jnim", later("both words; a name also finds its other spellings")),
    ("wagner OR moura", later("either word")),
    ("wagner -ukraine", later("without a word; NOT says the same")),
    ('"africa corps"', later("these words in this order, in this spelling")),
    ("wagner NEAR/5 mali", later("within five words of each other")),
    ("mercenar*", later("every word that begins so; two letters at least")),
    ("published:2024-03", later("published in a year, in a month or on a day")),
    ("published:none", later("documents without a date")),
    ("mentioned:2012", later("dates in the text, not the date of publication")),
)
MORE = (
    ("(wagner OR jnim) bamako", later("brackets join what belongs together")),
    ('"mali withdrawal"~5', later("these words with up to five others between them, in any order")),
    ("insurg?nt", later("one letter may be any")),
    ("prigozin~", later("words that are spelled nearly so")),
    ("wagner OR moura^3", later("a word that weighs more in the order, here three times")),
    ("title:militia", later("in the headline alone")),
    ("actor:jnim", later("an actor by its identifier or name, under every spelling")),
    ("place:bamako", later("a place by its name")),
    ("language:english", later("in a language, by its name or code; none where it is not determined")),
    ("published:2023-12..2024-03", later("published between two dates; either may be left out")),
)


def make_examples(*, every: bool) -> tuple[Example, ...]:
    """The examples of the home page, or `every` one for the help."""
    rows = EXAMPLES + (MORE if every else ())
    return tuple(
        Example(query, search_address(SearchRequest(text=query)), gettext(says)) for query, says in rows
    )
