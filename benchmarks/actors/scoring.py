"""How well a linker did, against labelled texts.

Pure functions on spans and sets; never reads a file and never looks at a text. A found span has an
id, or for a date its value; a labelled one may be required or only allowed.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

NOBODY = "nil:"
"""Begins the label of a name that no authority file holds."""


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text with what it was linked to: an id, or the ISO value of a date."""

    value: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class GoldSpan:
    """A labelled stretch. `values` are those that are right for it, the first one the best.

    `title_start` is where the title before a name begins: a mention may begin there too. An `open`
    span allows whatever is not in `never`: a real name that the labels leave to the authority file.
    """

    values: tuple[str, ...]
    start: int
    end: int
    required: bool = True
    title_start: int | None = None
    open: bool = False
    never: tuple[str, ...] = ()

    def overlaps(self, span: Span) -> bool:
        """Whether they share a character."""
        return self.start < span.end and span.start < self.end

    def is_met_by(self, span: Span) -> bool:
        """Whether this is the same stretch with a right value."""
        starts = (self.start, self.title_start)
        return span.end == self.end and span.start in starts and span.value in self.values


@dataclass(frozen=True, slots=True)
class Answer:
    """What a linker found in one text. Decoys are kept apart: they are no result, but traps ask for them."""

    actors: tuple[Span, ...] = ()
    places: tuple[Span, ...] = ()
    decoys: tuple[Span, ...] = ()
    dates: tuple[Span, ...] = ()
    published: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """What a linker is given; `language` is a code such as "fr", `url` where it was found."""

    text: str
    language: str = "en"
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Gold:
    """One labelled text; what is None was not labelled in it.

    `actors` and `optional` are ids of the whole text, `trap` all ids of actors, decoys and places.
    """

    id: str
    given: Text
    actors: frozenset[str] | None = None
    optional: frozenset[str] = frozenset()
    mentions: tuple[GoldSpan, ...] | None = None
    places: tuple[GoldSpan, ...] | None = None
    dates: tuple[GoldSpan, ...] | None = None
    published: str | None = None
    trap: frozenset[str] | None = None


@dataclass(frozen=True, slots=True)
class Counts:
    """How many were right, wrong and missed.

    >>> Counts(8, 2, 0) + Counts(0, 0, 2)
    Counts(right=8, wrong=2, missed=2)
    >>> Counts(3, 1, 1).f1, Counts().f1
    (0.75, 1.0)
    """

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(self.right + other.right, self.wrong + other.wrong, self.missed + other.missed)

    @property
    def precision(self) -> float:
        """Share of what was found that is right; without any it is 1 only if nothing was to be found."""
        found = self.right + self.wrong
        return self.right / found if found else float(not self.missed)

    @property
    def recall(self) -> float:
        """Share of what was to be found that was; 1 where that is nothing."""
        wanted = self.right + self.missed
        return self.right / wanted if wanted else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of the two; 0 where both are."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class DocumentScore:
    """Ids of whole texts: all together, and the means of F1 over texts and over ids."""

    counts: Counts
    by_document: float
    by_actor: float


@dataclass(frozen=True, slots=True)
class DateScore:
    """Dates by value; `over_precise` are finer than what the text says."""

    counts: Counts
    over_precise: int


@dataclass(frozen=True, slots=True)
class PublishedScore:
    """Publication dates of `texts`: `invented` where the text has none, `missed` where it has one."""

    texts: int
    exact: int
    invented: int
    missed: int


Pairs = Sequence[tuple[Gold, Answer]]


def score_documents(pairs: Pairs) -> DocumentScore | None:
    """The sets of actors that texts name; None where no text has them labelled.

    An actor that is only allowed is neither right nor wrong, nor is a mention on an open span.
    """
    counts, by_document = Counts(), []
    by_actor: dict[str, Counts] = {}
    for gold, answer in pairs:
        if gold.actors is None:
            continue
        wanted = {id_ for id_ in gold.actors if not id_.startswith(NOBODY)}
        found = {span.value for span in _counted(gold, answer.actors)} - gold.optional
        own = Counts(len(wanted & found), len(found - wanted), len(wanted - found))
        counts += own
        by_document.append(own.f1)
        for id_ in wanted | found:
            one = Counts(int(id_ in wanted & found), int(id_ not in wanted), int(id_ not in found))
            by_actor[id_] = by_actor.get(id_, Counts()) + one
    if not by_document:
        return None
    by_id = [one.f1 for one in by_actor.values()]
    return DocumentScore(counts, fmean(by_document), fmean(by_id) if by_id else 1.0)


def _counted(gold: Gold, found: Iterable[Span]) -> Iterator[Span]:
    """Without those on a stretch of which the labels allow anything."""
    opened = [span for span in gold.mentions or () if span.open]
    for span in found:
        if not any(other.overlaps(span) and span.value not in other.never for other in opened):
            yield span


def score_mentions(pairs: Pairs) -> Counts | None:
    """Mentions of actors, to the letter; None where no text has them labelled."""
    own = [(gold.mentions, answer.actors) for gold, answer in pairs if gold.mentions is not None]
    return sum((score_spans(wanted, found) for wanted, found in own), Counts()) if own else None


def score_places(pairs: Pairs) -> Counts | None:
    """Mentions of places, to the letter; None where no text has them labelled."""
    own = [(gold.places, answer.places) for gold, answer in pairs if gold.places is not None]
    return sum((score_spans(wanted, found) for wanted, found in own), Counts()) if own else None


def score_spans(wanted: Sequence[GoldSpan], found: Sequence[Span]) -> Counts:
    """One text: same id, same start, same end, one to one.

    What is left over on a stretch that is only allowed is no error.

    >>> score_spans([GoldSpan(("mali",), 0, 4)], [Span("mali", 0, 4), Span("un", 9, 11)])
    Counts(right=1, wrong=1, missed=0)
    """
    left = list(found)
    right = 0
    required = [span for span in wanted if span.required]
    for span in required:
        match = next((other for other in left if span.is_met_by(other)), None)
        if match is not None:
            left.remove(match)
            right += 1
    allowed = [span for span in wanted if not span.required]
    wrong = [s for s in left if not any(a.overlaps(s) and s.value not in a.never for a in allowed)]
    return Counts(right, len(wrong), len(required) - right)


def score_traps(pairs: Pairs) -> tuple[int, int] | None:
    """How many trap cases gave exactly what they should, and how many there are."""
    own = [
        gold.trap == {span.value for span in (*answer.actors, *answer.decoys, *answer.places)}
        for gold, answer in pairs
        if gold.trap is not None
    ]
    return (sum(own), len(own)) if own else None


def score_dates(pairs: Pairs) -> DateScore | None:
    """Dates that texts mention, by value; None where no text has them labelled.

    A found date belongs to a labelled one that it overlaps. Those that touch only an allowed date,
    or that repeat the publication date, do not count.
    """
    counts, over_precise, labelled = Counts(), 0, False
    for gold, answer in pairs:
        if gold.dates is None:
            continue
        labelled = True
        counts += _score_dates_of(gold.dates, answer.dates, gold.published)
        over_precise += sum(_is_over_precise(date, gold.dates) for date in answer.dates)
    return DateScore(counts, over_precise) if labelled else None


def _score_dates_of(wanted: Sequence[GoldSpan], found: Sequence[Span], published: str | None) -> Counts:
    required = [span for span in wanted if span.required]
    left = [
        date
        for date in found
        if any(span.overlaps(date) for span in required)
        or not (any(span.overlaps(date) for span in wanted) or same_day(date.value, published))
    ]
    right = 0
    for span in required:
        match = next((d for d in left if span.overlaps(d) and d.value in span.values), None)
        if match is not None:
            left.remove(match)
            right += 1
    return Counts(right, len(left), len(required) - right)


def same_day(one: str, other: str | None) -> bool:
    """Whether two dates are equal as far as both go.

    >>> same_day("2024-03", "2024-03-27"), same_day("2024-03", "2024-04-01"), same_day("2024", None)
    (True, False, False)
    """
    if other is None:
        return False
    return one == other or one.startswith(f"{other}-") or other.startswith(f"{one}-")


def precision(value: str) -> int:
    """1 for a year, 2 for a month, 3 for a day; without their year too.

    >>> [precision(value) for value in ("2012", "2012-03", "--03", "2012-03-01", "--03-01")]
    [1, 2, 2, 3, 3]
    """
    return value.removeprefix("--").count("-") + (2 if value.startswith("--") else 1)


def _is_over_precise(date: Span, labelled: Sequence[GoldSpan]) -> bool:
    """Whether it is finer than every labelled date that it overlaps; ranges are not asked."""
    values = [
        precision(value)
        for span in labelled
        if span.overlaps(date)
        for value in span.values
        if value and "/" not in value
    ]
    return bool(values) and precision(date.value) > max(values)


def score_published(pairs: Pairs) -> PublishedScore | None:
    """Publication dates, equal or not; None is right where the text states none."""
    own = [(gold.published, answer.published) for gold, answer in pairs if gold.dates is not None]
    if not own:
        return None
    kinds = Counter(_published_kind(*pair) for pair in own)
    return PublishedScore(len(own), kinds["exact"], kinds["invented"], kinds["missed"])


def _published_kind(wanted: str | None, found: str | None) -> str:
    if wanted == found:
        return "exact"
    if wanted is None:
        return "invented"
    return "missed" if found is None else "other"
