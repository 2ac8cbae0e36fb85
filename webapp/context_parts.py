"""The parts that contexts are made of: plain values, ready to be shown.

Holds words, numbers and addresses; never a value of the indexer and nothing to compute.
"""

from dataclasses import dataclass

from markupsafe import Markup

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands around every page.

    Attributes:
        title: the title of the window, without the name of the desk.
        body: the class of the body: home, search, doc, actor or plain.
        nav: the part of the desk that is current: search, actors, collection, help or none.
        skip: where the skip link leads, in words.
        built: the day the generation was built, in words; empty without a generation.
        files: its source files, in words.
        degraded: why an older generation answers; empty where the newest does.
        json: the address of the same answer as JSON; empty where there is none.
        feed: the address of its feed; empty where there is none.
    """

    title: str
    body: str
    nav: str
    skip: str
    built: str = ""
    files: str = ""
    degraded: str = ""
    json: str = ""
    feed: str = ""


@dataclass(frozen=True, slots=True)
class Option:
    """Something that the search box offers.

    Attributes:
        value: the query.
        label: the query in words, with its number of documents.
    """

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class Ask:
    """The search form.

    Attributes:
        label: what is searched, in words.
        text: the query as typed.
        match: auto, all or any.
        spelling: all or exact.
        hidden: the other parameters of the search, which the form carries along.
        options: what the box offers before a letter is typed.
    """

    label: str
    text: str
    match: str
    spelling: str
    hidden: Pairs
    options: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """Words that lead somewhere; plain words where `url` is empty.

    Attributes:
        text: the words.
        url: an address of this host.
        count: documents, passages or mentions behind it; None where nothing is counted.
    """

    text: str
    url: str
    count: int | None = None


@dataclass(frozen=True, slots=True)
class NamedPart:
    """An actor that a document names.

    Attributes:
        actor: its name, which leads to its page.
        mentions: how often, which leads to the places in the document; plain words where it has none.
    """

    actor: Link
    mentions: Link


@dataclass(frozen=True, slots=True)
class PublishedPart:
    """When a document was published and how that is known.

    Attributes:
        words: the date in words; empty where there is none.
        iso: the date for programs.
        before: what stands before the evidence.
        evidence: the words of the file that give the date; empty where none are quoted.
        after: what stands after the evidence.
    """

    words: str
    iso: str
    before: str
    evidence: str
    after: str


@dataclass(frozen=True, slots=True)
class HeadlinePart:
    """A document's headline, or its opening words.

    Attributes:
        html: the words, escaped and marked.
        url: the address of the document.
        given: whether the file gives a headline.
    """

    html: Markup
    url: str
    given: bool


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """One document in a list.

    Attributes:
        headline: its headline.
        published: when it was published.
        file: its source file.
        outlet: where it appeared, empty where that is not known.
        extra: what else is said of it, such as its length.
    """

    headline: HeadlinePart
    published: PublishedPart
    file: str
    outlet: str
    extra: str


@dataclass(frozen=True, slots=True)
class QuotePart:
    """A passage shown with a hit.

    Attributes:
        number: the number of the passage, 0 in a document without any.
        url: the address of the first match in it, or of the passage.
        headings: the headings above it that match, escaped and marked.
        html: the words, escaped and marked; empty where only a heading matches.
        before: whether the passage has more before them.
        after: whether it has more after them.
        lines: whether each line stands for itself, as in lists and tables.
    """

    number: int
    url: str
    headings: tuple[Markup, ...]
    html: Markup
    before: bool
    after: bool
    lines: bool


@dataclass(frozen=True, slots=True)
class WhyPart:
    """One reason why a hit matches.

    Attributes:
        part: Matched or Filter.
        label: the word or the chosen value.
        reading: the actor that the word was read as, empty where the label says it.
        often: how often, in words, where it stands as the label has it and in no other form; else empty.
        forms: the forms found, each with how often in words.
        headline: how often in the headline, in words; empty for not at all.
        more: how many more words match, in words; empty for none, and for all but the last that is shown.
    """

    part: str
    label: str
    reading: str
    often: str
    forms: Pairs
    headline: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class HitPart:
    """One document of an answer.

    Attributes:
        number: its place in the answer.
        document: the document.
        quotes: its best passages.
        why: why it matches.
        matching: how many of its passages match, in words.
        matching_url: the address of the first that matches, empty where none does.
        actors: the actors most named in it.
        more_actors: how many more, in words; empty for none.
        actors_url: the address of all of its actors.
        copies: the near copies that are folded into it, None where there are none.
    """

    number: int
    document: DocumentPart
    quotes: tuple[QuotePart, ...]
    why: tuple[WhyPart, ...]
    matching: str
    matching_url: str
    actors: tuple[NamedPart, ...]
    more_actors: str
    actors_url: str
    copies: Link | None


@dataclass(frozen=True, slots=True)
class ChipPart:
    """One filter in use; the chip removes it.

    Attributes:
        kind: the facet, in a word.
        label: the value.
        url: the search without it.
    """

    kind: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class ReadPart:
    """One thing said about the reading of a search.

    Attributes:
        word: the word that it is about, empty where it is about none.
        says: the sentence, or its rest after the word.
        field: where on the page it can be corrected; empty for nowhere.
    """

    word: str
    says: str
    field: str = ""


@dataclass(frozen=True, slots=True)
class PagesPart:
    """The way through the pages of a list.

    Attributes:
        here: the current page, in words.
        shown: what of the list it shows, in words.
        previous: the address of the page before, empty for none.
        next: the address of the page after, empty for none.
        sizes: how many stand on a page, those that can be chosen; the current one has no address.
    """

    here: str
    shown: str
    previous: str
    next: str
    sizes: tuple[Link, ...] = ()
