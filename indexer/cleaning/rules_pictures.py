"""Rules for captions and the credits of pictures.

Never a sentence on a picture: a credit names who took it, as captions do.
"""

import re

from indexer.cleaning.lines import Line, Page
from indexer.cleaning.phrases import phrases
from indexer.cleaning.rule import Rule, holding, judged_lines

# Who sells pictures only: such a name alone is a credit. The others also make the news.
_LIBRARY = (
    r"(?:Getty(?: Images)?|Shutterstock|iStock|Alamy(?: Stock Photo)?|Unsplash|Flickr|Wikimedia(?: Commons)?"
    r"|AFP via Getty Images|AP Photo|UN Photo|EPA-EFE)"
)
_CREDITOR = (
    rf"(?:{_LIBRARY}|AFP|AP|Reuters|EPA|EFE|Xinhua|TASS|Sputnik|Anadolu|AA|dpa|MINUSMA|ECPAD|Maxar|DR"
    r"|Handout)"
)
# What stands in a credit: capitalised words, initials, and the small words between them.
_NAMES = r"(?:(?:(?-i:[^\W\d_a-zà-ÿ])[\w.']*|via|for|pour|by|par|de|of|and|et)[\s/,|-]+){0,8}"
_CREDIT = re.compile(
    rf"©(?:[^.!?©]|\b[^\W\d_]\.){{0,60}}\b{_CREDITOR}\b.{{0,25}}$"
    r"|(?:\bphotos?(?: credit)?\s?:|\bcrédits?(?: photos?)?\s?:|\bcredits?\s?:"
    r"|\bimages?(?: credit)?\s?:|\bpictures?\s?:|\[photo\b|\bphoto by\b|\bphotographie?\s?:)"
    rf"\s*{_NAMES}{_CREDITOR}\b(?:[\s/,|-]+(?:(?-i:[^\W_a-zà-ÿ])[\w.']*+|via)){{0,4}}[\s).\]]*$"
    r"|\(AP Photo\b[^()]{0,60}\)$|© ?(?:[^.!?©]|\b[^\W\d_]\.){2,60}/ ?[^.!?©]{2,30}$",
    re.IGNORECASE,
)
_WORD = r"[^\W\d_a-zà-ÿ][\w.'-]*"
_WORDS = rf"{_WORD}(?: {_WORD}){{0,4}}"
_NAMED_CREDIT = re.compile(
    rf"\(?(?:{_LIBRARY}|(?:{_WORDS} ?/ ?){{1,3}}{_CREDITOR}|{_CREDITOR} ?/ ?{_WORD} {_WORDS})\)?"
)
_FILE_PHOTO = phrases(
    r"(?:file (?:photo|picture|image)|photo d'archives|image d'illustration"
    r"|photo d'illustration)\b\s*[:\-–(.]?.{0,300}",
)
_CREDIT_LINE = phrases(
    r"(?:featured |cover )?(?:photo|image|picture|illustration)(?: credit| courtesy(?: of)?| source"
    r"| by)?\s?: ?.{2,80}"
    r"|(?:photo|image|picture) (?:by|courtesy of) (?-i:[^\W\d_a-zà-ÿ]|@).{1,80}"
    r"|crédits?(?: photos?)?\s?: ?[^\d\s].{1,80}"
    r"|© ?(?!\d{4}).{2,60}",
)

# No credit is without one of these, in small letters or capitals.
_CREDITED = holding(
    *("©", "/", "hoto", "HOTO", "mage", "MAGE", "icture", "ICTURE", "llustration", "LLUSTRATION"),
    *("redit", "rédit", "REDIT", "RÉDIT", "Getty", "Shutterstock", "Alamy", "Unsplash", "Flickr"),
    *("Wikimedia", "EPA-EFE"),
)


def _is_credit(_page: Page, line: Line) -> bool:
    if line.text[0] in '"“«':
        return False
    if _CREDIT.search(line.cue) or _NAMED_CREDIT.fullmatch(line.text):
        return True
    if line.says(_FILE_PHOTO):
        return True
    # A sentence behind such a word may be the text itself, glued to its credit.
    return line.says(_CREDIT_LINE) and not line.is_sentence


RULES: tuple[Rule, ...] = (
    Rule(
        "photo-credit",
        "caption",
        "a caption that names its photographer or agency",
        ("en", "fr"),
        "anywhere",
        (
            "A woman votes in Niamey. © J. Doe / AFP",
            "FILE PHOTO: Soldiers stand guard in Gao.",
            "Image: Getty",
            "Photo by Jane Doe",
            "Crédit photo : AFP",
            "Jane Doe/AFP/Getty Images",
            "Getty Images",
            "(Photo by Jane Doe / AFP via Getty Images)",
        ),
        (
            "The photo, taken in 2012, shows the two men.",
            "Photos of the dead were shown on television.",
            "Image matters to the junta: it films each parade.",
            "The army published the images: Reuters could not verify them.",
            "Picture by picture, the film shows the coup.",
            "(a) disarm the groups, (b) pay them and (c) secure the road / bridge",
            "Illustration : en 2012, le village comptait 300 habitants.",
            "Crédit : 12 millions de francs",
            "Reuters/Ipsos poll",
            "Photo: AFP The army left the town on Friday.",
        ),
        judged_lines(_is_credit, _CREDITED),
    ),
)
