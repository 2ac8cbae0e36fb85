"""Rules for what is printed twice: title, standfirst, caption, paragraph.

Of two copies the one outside the flow of the text goes. Refrains, quotations, questions and rows of
figures may repeat on purpose: a copy counts only beside the other or at an edge.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise

from indexer.cleaning.lines import Line, Page
from indexer.cleaning.rule import Rule, Span
from indexer.cleaning.title import TITLE_WORDS
from indexer.cleaning.wording import SENTENCE_WORDS, Wording, fold_cue
from indexer.cleaning.written_date import find_date

# So many words of a line may be bare decoration: "* News *".
_DECORATING = 2
# Two numbers side by side: the row of a table.
_FIGURES = re.compile(r"\d\s+\d")
_ANSWERS = re.compile(r"[QRA]\s?[:.)]")
_SPEAKS = "\"“«'‘-–—„"
# Where a title, a standfirst and their copies stand: so many first and so many last lines.
_HEAD, _TAIL = 8, 8
# A title of fewer words may be a heading, a standfirst of fewer a refrain.
_TITLE_LEAST, _STANDFIRST_LEAST = 5, 8
# No paragraph of so many words stands twice on purpose within so many lines.
_PARAGRAPH_LEAST, _NEAR = 20, 6
# A caption of a gallery, and no item of a plan, has so many words.
_CAPTION_LEAST = 12
_BULLETS = "•*·- "
_SITE = re.compile(r"\s*[-–—|·•»:/]\s*[^|]{2,40}")
_CREDIT = re.compile(
    r"[\s.,;:—–|/-]*(?:\(?(?:©|\(c\)|(?:file |archive )?(?:photo|foto|image|picture|crédits?|credits?|source"
    r"|fuente|fonte|bild|courtesy|getty|reuters|afp|ap|epa)\b)|[—–|©/(\[]).{0,80}",
    re.IGNORECASE,
)
_CREDITS = re.compile(r"/|©|photo|foto|image|picture|cr[ée]dit|source|getty|reuters|afp")
_SLUG = re.compile(r"/?(?P<words>[a-z0-9]+(?:-[a-z0-9]+){2,30})(?:\.html?|/)?")
# A slug leaves out short words and adds a number.
_SLUG_SHARE = 0.75
# Equal lines begin with so many equal letters, and so do most others not.
_BEGINNING = 8
_CUT = re.compile(r"\[?(?:…|\.\.\.)\]?$")
_APOSTROPHE = re.compile("['’‘ʼ]")


def _fold(text: str) -> str:
    return fold_cue(text).casefold()


def _fold_all(wording: Wording) -> str:
    return _fold(wording.text)


def _begin(wording: Wording) -> str:
    return wording.fact(_fold_all)[:_BEGINNING]


def _could_be_meant(wording: Wording) -> bool:
    """Whether a line may stand twice on purpose: speech, a question, an item, a row of figures."""
    text = wording.text
    return (
        text[0] in _SPEAKS
        or text.rstrip("\"”»' ").endswith("?")
        or _ANSWERS.match(text) is not None
        or wording.is_bullet
        or _FIGURES.search(text) is not None
    )


def _are_equal(line: Line, other: Line) -> bool:
    return line.wording.fact(_fold_all) == other.wording.fact(_fold_all)


def _find_neighbours(page: Page) -> Iterator[Span]:
    """One of two equal neighbours: below a title the first, which is its standfirst, else the second."""
    for above, line in pairwise(page.lines):
        # Only decoration can differ in equal lines.
        if abs(above.words - line.words) > _DECORATING or min(above.words, line.words) < SENTENCE_WORDS:
            continue
        if not _are_equal(line, above) or line.wording.fact(_could_be_meant):
            continue
        if line.is_sentence or page.in_head(line) or line.words >= _STANDFIRST_LEAST:
            titled = 0 < above.number < _HEAD and line.is_sentence and _is_headline(page.lines[0])
            copy = above if titled else line
            yield copy.start, copy.end


def _find_captions(page: Page) -> Iterator[Span]:
    """The text of a picture beside its caption, which is the same and a credit."""
    first = _first_prose(page)
    for above, line in pairwise(page.lines):
        if above.text[:4] != line.text[:4]:
            continue
        shorter, longer = (above, line) if len(above.text) < len(line.text) else (line, above)
        if not longer.is_short or shorter.words < SENTENCE_WORDS - 1:
            continue
        stem = _fold(shorter.text).rstrip(".")
        rest = _fold(longer.text).removeprefix(stem)
        # Above the text it may be the title and the name of the site.
        titled = longer.number < first and _is_headline(shorter) and not _CREDITS.search(rest)
        if rest and len(rest) < len(_fold(longer.text)) and _CREDIT.fullmatch(rest) and not titled:
            yield shorter.start, shorter.end


def _is_headline(line: Line) -> bool:
    """Whether a line may be a title: a few words without a stop, or one that asks or calls."""
    if not _TITLE_LEAST <= line.words <= TITLE_WORDS or line.is_bullet or _FIGURES.search(line.text):
        return False
    if line.text[0] in _SPEAKS or _ANSWERS.match(line.text):
        return False
    return not line.has_final_stop or line.text[-1] in "?!"


def _extends(line: str, title: str) -> bool:
    """Whether a folded line is a folded title and the name of a site."""
    return line.startswith(title) and _SITE.fullmatch(line[len(title) :]) is not None


def _find_titles(page: Page) -> Iterator[Span]:
    """The title again: below it, at the end, with the name of the site, or as part of an address."""
    head = page.lines[: min(_first_prose(page), _HEAD)]
    titles = [line for line in head if _is_headline(line)]
    if page.lines and page.lines[0].text.endswith("?") and _is_headline(page.lines[0]):
        titles.insert(0, page.lines[0])
    last = page.lines[max(len(head), len(page.lines) - _TAIL) :]
    words = [_slug_words(title.text) for title in titles]
    gone: set[Line] = set()
    for line in (*head, *last):
        slug = _SLUG.fullmatch(line.text)
        own = slug["words"].split("-") if slug else []
        if own and any(sum(word in title for word in own) >= _SLUG_SHARE * len(own) for title in words):
            gone.add(line)
        elif _is_headline(line):
            gone.update(_copies(titles, line))
    for line in gone:
        yield line.start, line.end


def _copies(titles: Sequence[Line], line: Line) -> Iterator[Line]:
    """Which of a title and a line below it is the copy; without a site's name the lower one."""
    folded = _fold(line.text)
    for title in titles:
        other = _fold(title.text)
        if title.number >= line.number:
            continue
        if folded == other or _extends(folded, other):
            yield line
        elif _extends(other, folded):
            yield title


def _first_prose(page: Page) -> int:
    """The number of the first line that is prose; the number of lines if there is none."""
    return next((line.number for line in page.lines if line.is_prose), len(page.lines))


def _slug_words(title: str) -> frozenset[str]:
    plain = unicodedata.normalize("NFKD", _APOSTROPHE.sub("", title)).encode("ascii", "ignore").decode()
    spaced = unicodedata.normalize("NFKD", _APOSTROPHE.sub(" ", title)).encode("ascii", "ignore").decode()
    return frozenset(re.findall(r"[a-z0-9]+", f"{plain} {spaced}".lower()))


def _find_standfirsts(page: Page) -> Iterator[Span]:
    """A standfirst that the text begins with a little further down, whole or cut short."""
    first = _first_prose(page)
    head = [line for line in page.lines[: min(first, _HEAD) + _NEAR] if line.words >= _STANDFIRST_LEAST]
    for above, line in combinations(head, 2):
        if above.wording.fact(_begin) != line.wording.fact(_begin):
            continue
        near = above.number <= min(first, _HEAD) and line.number <= above.number + _NEAR
        if not near or line.wording.fact(_could_be_meant):
            continue
        stem = _CUT.sub("", above.text).rstrip()
        cut = len(stem) < min(len(above.text), len(line.text))
        again = above.is_sentence and line.number > above.number + 1 and len(above.text) == len(line.text)
        same = (again and _are_equal(above, line)) or (
            cut and _fold(line.text[: len(above.text)]).startswith(_fold(stem))
        )
        # Below a date of its own an equal line is the next entry of a chronology.
        if (
            same
            and not _stands_twice(page, above, line)
            and not any(find_date(one.text) for one in page.lines[above.number + 1 : line.number])
        ):
            yield above.start, above.end


def _stands_twice(page: Page, *lines: Line) -> bool:
    """Whether one of some lines has an equal neighbour: these are judged first, or all copies could go."""
    beside = ((line, other) for line in lines for other in (page.before(line), page.after(line)))
    return any(other is not None and _are_equal(line, other) for line, other in beside)


def _find_paragraphs(page: Page) -> Iterator[Span]:
    """A long paragraph that stands a few lines above as well, or again at the end.

    Not below a standfirst: of these the upper copy goes, and one stays.
    """
    seen: dict[str, int] = {}
    head = min(_first_prose(page), _HEAD)
    for line in page.lines:
        if line.words < _PARAGRAPH_LEAST or not line.is_prose:
            continue
        first = seen.setdefault(line.text, line.number)
        if first == line.number or line.wording.fact(_could_be_meant):
            continue
        if _stands_twice(page, line, page.lines[first]):
            continue
        # Neighbours are judged by their place.
        near = 1 < line.number - first <= _NEAR
        last = first < line.number - 1 and page.from_end(line) < _NEAR
        if (near and first > head) or (last and not near):
            yield line.start, line.end


def _find_gallery_captions(page: Page) -> Iterator[Span]:
    """Every copy of a long line that stands both as an item of a list and by itself: its small views."""
    long = [line for line in page.lines if line.words >= _CAPTION_LEAST]
    items = {line.text.lstrip(_BULLETS) for line in long if line.is_bullet}
    both = items & {line.text for line in long if not line.is_bullet} if items else items
    for line in long if both else ():
        if line.text.lstrip(_BULLETS) in both and line.text[0] not in _SPEAKS:
            yield line.start, line.end


_EXAMPLE = (
    "The river rose by a metre in one night, and nobody in the town slept until the water had gone down again"
    " in the morning."
)
_OTHER = "The mission handed its last camp over on Friday, and the convoy reached Gao before nightfall."
RULES: tuple[Rule, ...] = (
    Rule(
        "repeated-line",
        "duplicate",
        "a line printed twice in a row",
        ("any",),
        "anywhere",
        (
            "The bridge was closed at dawn.\n⟦The bridge was closed at dawn.⟧",
            "A market in Gao on the day of the vote\n⟦A market in Gao on the day of the vote⟧",
        ),
        (
            "Unknown Unknown",
            "Q: Did you see the trucks?",
            "Niger 0 0 0 0 0 0\nNiger 0 0 0 0 0 0",
            "“We will not leave this land.”\n“We will not leave this land.”",
            "The river is closed\nThe river is closed",
        ),
        _find_neighbours,
    ),
    Rule(
        "repeated-caption",
        "duplicate",
        "the text of a picture, printed beside its caption",
        ("any",),
        "anywhere",
        (
            "⟦A market in Gao on Friday⟧\nA market in Gao on Friday — Image by hand/Example",
            "⟦Soldiers on the road to Anefis.⟧\nSoldiers on the road to Anefis | Example/M. Touré",
        ),
        ("Soldiers on the road to Anefis\nSoldiers on the road to Anefis were told to wait for the rain.",),
        _find_captions,
    ),
    Rule(
        "repeated-title",
        "duplicate",
        "the title again",
        ("any",),
        "head",
        (
            "Rains fail again in the north\n⟦Rains fail again in the north | Example News⟧",
            "⟦Rains fail again in the north - Example News⟧\nRains fail again in the north",
            "Rains fail again in the north\n⟦rains-fail-again-north-512⟧",
        ),
        ("a-word-with-many-dashes", "Rains fail again in the north\nRains fail again in the south"),
        _find_titles,
    ),
    Rule(
        "repeated-standfirst",
        "duplicate",
        "a standfirst that the text begins with",
        ("any",),
        "head",
        (
            f"⟦{_EXAMPLE}⟧\n\nWhat they saw\n\n{_EXAMPLE}",
            f"⟦{_EXAMPLE[:40]}…⟧\n\n{_EXAMPLE}",
        ),
        ("The river rose by a metre in one night.\n\nThe river rose by a metre in two nights.",),
        _find_standfirsts,
    ),
    Rule(
        "gallery-caption",
        "duplicate",
        "a caption that a gallery shows in each of its views",
        ("any",),
        "anywhere",
        (f"⟦• {_EXAMPLE}⟧\nGao\n⟦{_EXAMPLE}⟧",),
        ("• We will not leave\nThe rain came\nWe will not leave",),
        _find_gallery_captions,
    ),
    Rule(
        "repeated-paragraph",
        "duplicate",
        "a paragraph that stands above as well",
        ("any",),
        "anywhere",
        (f"{_OTHER}\n\n{_EXAMPLE}\n\nWhat they saw\n\n⟦{_EXAMPLE}⟧",),
        ("The river is closed.\n\nWhat they saw\n\nThe river is closed.",),
        _find_paragraphs,
    ),
)
