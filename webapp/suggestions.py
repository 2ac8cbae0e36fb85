"""Completions as options of the search box and as JSON.

Words only; what completes a text is known to the indexer.
"""

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import Any

from indexer.api import Completion, Search, SearchRequest
from webapp.addresses import document_address, search_address
from webapp.answer_sentence import has_filters
from webapp.context_parts import Option
from webapp.wording import plural

# The actors to begin with: a screen of them.
MOST_ACTORS = 20


def make_options(search: Search, asked: SearchRequest) -> tuple[Option, ...]:
    """What the search box offers before a letter is typed: the actors named in most documents.

    With filters, or names taken by their letters, what is offered for no text would find another number.
    """
    if has_filters(asked) or asked.spelling == "exact":
        return ()
    named = search.completer.most_named(MOST_ACTORS)
    return tuple(Option(one.text, say_completion(one)) for one in named)


def say_completion(completion: Completion, typed: str = "") -> str:
    """A completion in words with its number of documents.

    What is typed stands in them: of the options of a box, browsers show those alone.

    >>> say_completion(Completion("mali GSIM", "actor", "GSIM – JNIM", "jnim", 3), "mali gs")
    'mali GSIM – JNIM, 3 documents'
    >>> say_completion(Completion('title:"Mali is left"', "title", "Mali is left", "d1", 1), "left mal")
    'left mal: Mali is left, 1 document'
    """
    words = completion.label
    if completion.kind != "title":
        more = words.partition(" – ")[2] or words
        known = _letters(more) in _letters(completion.text)
        words = completion.text if known else f"{completion.text} – {more}"
    if typed.strip().casefold() not in words.casefold():
        words = f"{typed.strip()}: {words}"
    return f"{words}, {plural(completion.count, 'document')}"


def _letters(text: str) -> str:
    """A text without case and signs: a name says nothing new where only these differ."""
    return "".join(filter(str.isalnum, text.casefold()))


def completion_values(
    completions: Iterable[Completion], asked: SearchRequest, generation: str
) -> dict[str, Any]:
    """Completions as JSON values; `says` are the words of the search box."""
    return {
        "query": asked.text,
        "generation": generation,
        "completions": [
            {**asdict(one), "says": say_completion(one, asked.text), "url": _address(one, asked)}
            for one in completions
        ],
    }


def _address(completion: Completion, asked: SearchRequest) -> str:
    """The document of a headline, else the answer to the whole text."""
    if completion.kind == "title":
        return document_address(completion.value)
    return search_address(replace(asked, text=completion.text, page=1))
