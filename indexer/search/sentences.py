"""Where sentences of English and French end.

Knows abbreviations, initials and numbers whose dot ends nothing. In doubt no sentence ends.
"""

import re

# A stop with the signs that close with it, white space, and signs that open the next sentence. Nothing
# is tried twice: a line of dots would take the square of its length.
_END = re.compile(
    r"""(?<![.!?…])[.!?…]++["'”’)\]]*+(?:[ \u00a0\u202f]?[»”])*+(\s+)(?=["'“‘«(\[¿¡•–—-]{0,3}\s?\w)"""
)
_LINE_END = re.compile(r"(?<!\s)\s*\n\s*")
_NEXT = re.compile(r"[^\w]*(\w+)")
_BEFORE = re.compile(r"[^\W_]+(?:\.[^\W_]+)*$")
# U.N., p.m., Ph.D.; longer ones are addresses.
_DOTTED = re.compile(r"[^\W_]{1,2}(?:\.[^\W_]{1,2})+")
_LINE_START = re.compile(r"(?:^|\n)\s*$")
_LONGEST = 24


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# What stands before a name and is never the last word of a sentence.
_TITLES = _words("""
    Adm Amb Brig Capt Cdr Cdt Cmdr Col Comm Cpl Dr Drs Fr Gen Gén Gov Hon Insp Lt Maj Me Mgr Mlle Mlles MM Mme
    Mmes Mr Mrs Ms Mt Ob Pr Pres Prof Rep Rev Sen Sgt St Ste Supt vs cf gén col cdt lt dr prof
""")
# What stands before a number.
_NUMBERED = _words("""
    No no Nos nos art Art fig Fig vol Vol p pp ch chap sect op Op Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov
    Dec janv févr avr juil déc env
""")
# What may end a sentence or stand inside a name, so that the word that follows decides.
_OPEN = _words("Inc Ltd Co Corp Bros Jr Sr etc al Sté")
_SHORT = _TITLES | _NUMBERED | _OPEN
# Words that begin a sentence far more often than they go on with a name.
_OPENERS = _words("""
    A After Also Although An And As At Before But By For From He Her His However If In It Its Meanwhile More
    No Not Of On One She Since So Some That The Their Then There These They This Those To Two We What When
    Where While With You À Après Au Aussi Aux Avec Ce Ces Cette D Dans De Depuis Des Du Elle Elles En Et Il
    Ils L La Le Les Leur Mais Nous Par Pour Quand Sa Selon Ses Si Son Sur Un Une
""")


# A gap between sentences, and the stop that makes it; a line's end needs none.
Gap = tuple[tuple[int, int], re.Match[str] | None]


class Sentences:
    """The sentences of a stretch of text, each looked for only when it is asked for.

    With `lines` each line is one at least, as in lists and tables.

    >>> text = "Gen. Diallo of the U.N. left. M. Keïta stayed."
    >>> known = Sentences(text, 0, len(text))
    >>> text[known.start_of(20) : known.end_of(20)], text[known.start_of(35) : known.end_of(35)]
    ('Gen. Diallo of the U.N. left.', 'M. Keïta stayed.')
    """

    def __init__(self, text: str, start: int, end: int, *, lines: bool = False) -> None:
        self._text = text
        self._start = start
        self._end = end
        self._gaps: list[Gap] = [(found.span(1), found) for found in _END.finditer(text, start, end)]
        if lines:
            breaks = ((found.span(), None) for found in _LINE_END.finditer(text, start, end))
            self._gaps = sorted([*self._gaps, *breaks], key=lambda gap: gap[0])

    def start_of(self, at: int) -> int:
        """Where the sentence begins that an offset lies in."""
        for gap in reversed(self._gaps):
            if gap[0][1] <= at and self._parts(gap):
                return gap[0][1]
        return self._start

    def end_of(self, at: int) -> int:
        """Where the sentence ends that an offset lies in."""
        for gap in self._gaps:
            if gap[0][0] >= at and self._parts(gap):
                return gap[0][0]
        return self._end

    def after(self, end: int) -> int | None:
        """The end of the sentence that follows one which ends at `end`; None for the last."""
        begin = next((gap[0][1] for gap in self._gaps if gap[0][0] == end), None)
        return None if begin is None else self.end_of(begin + 1)

    def before(self, start: int) -> int | None:
        """The start of the sentence before one that begins at `start`; None for the first."""
        end = next((gap[0][0] for gap in self._gaps if gap[0][1] == start), None)
        return None if end is None else self.start_of(end - 1)

    def _parts(self, gap: Gap) -> bool:
        return gap[1] is None or _ends_sentence(self._text, gap[1])


def _ends_sentence(text: str, found: re.Match[str]) -> bool:
    stop, begin = found.start(), found.end()
    if text[begin].islower():
        return False
    last = text[text.rfind(" ", max(0, stop - _LONGEST), stop) + 1 : stop]
    # Most stops by far: a capital after a plain word.
    if text[begin].isalpha() and len(last) > 1 and last.isalpha() and last not in _SHORT:
        return True
    following = _NEXT.match(text, begin)
    word = following.group(1) if following else ""
    if word[:1].islower():
        return False
    if text[stop] != "." or text[stop : stop + 2] == "..":
        return True
    before = _BEFORE.search(text, max(0, stop - _LONGEST), stop)
    return before is None or _is_whole(text, before, word)


def _is_whole(text: str, last: re.Match[str], following: str) -> bool:
    """Whether a dot after this word ends the sentence, not only the word."""
    word = last.group()
    opens = following in _OPENERS
    if word in _TITLES:
        return False
    if word in _NUMBERED:
        return not following[:1].isdigit()
    if word in _OPEN or (_DOTTED.fullmatch(word) and not word.replace(".", "").isdigit()):
        return opens
    if len(word) == 1 and word.isalpha():
        return opens and word != "M"
    # “1. First of all”: the number of a line
    return not (word.isdigit() and _LINE_START.search(text, max(0, last.start() - _LONGEST), last.start()))
