"""Rules for captions and the credits of pictures.

Never a sentence on a picture: a credit names who took it, as captions do.
"""

import re
from collections.abc import Iterator

from indexer.cleaning.credits import AGENCY, LIBRARY, find_credit
from indexer.cleaning.lines import Page
from indexer.cleaning.phrases import phrases
from indexer.cleaning.rule import Rule, Span, both, holding
from indexer.cleaning.wording import Wording
from indexer.cleaning.written_date import MONTH

_CAPTION_WORD = (
    r"(?:image|media|photo|video|picture) (?:source|caption|copyright)"
    r"|crédit photo|copyright de l'image|légende(?: (?:image|photo|vidéo))?|getty images|pie de foto"
    r"|fuente de la imagen|crédito|legenda(?: da foto)?|bildquelle|bildrechte|bildunterschrift|الصورة"
    r"|مصدر الصورة|التعليق على الصورة|صدر الصورة"
)
_FILE_PHOTO = phrases(
    r"(?:file (?:photo|picture|image|footage)|photo d'archives?|image d'illustration|image d'archives?"
    r"|photo d'illustration|archivbild|symbolbild|foto de archivo|imagen de archivo|foto de arquivo"
    r"|imagem ilustrativa|صورة أرشيفية)(?:\b\s*[:\-–—(.,]?.{0,300})?",
    r"\(?file\)?\s?(?:[-–—:]|photo\b)\s?.{3,300}",
    rf"(?:in )?this (?:\w+day,? )?{MONTH} (?:\d{{1,2}}, )?\d{{4}},? (?:file )?(?:photo|photograph|image"
    rf"|picture|frame|handout).{{3,300}}",
    rf"(?:{_CAPTION_WORD}) ?[,،] ?.{{2,300}}",
    r"(?:media|image|photo|video) captions?",
    r"(?:an? |the )?(?:undated |handout |satellite |file |combination |screengrab |video )(?:photo"
    r"|photograph|image|picture|grab)s?"
    r" (?:released|provided|taken|made available|obtained|shows|showing|from|grab|published)\b.{3,300}",
)
_CREDIT_LINE = phrases(
    r"(?:featured |cover |main |lead |header |top )?(?:photo|image|picture|illustration|photograph"
    r"|photographs|photos|images)"
    r"(?: credits?| courtesy(?: of)?| source| by)?\s?: ?.{2,80}",
    r"(?:photos?|images?|picture|photograph|photo illustration|illustration) (?:by|via|courtesy of|from) "
    r"(?-i:[^\W\d_a-zà-ÿ]|@).{1,80}",
    r"crédits?(?: photos?)?\s?: ?[^\d\s].{1,80}|credits?\s?: ?[^\d\s].{1,80}",
    r"© ?(?!\d{4}|copyright).{2,60}",
    r"(?:foto|fotos|imagen|imagem|bild|crédito|fotografía)\s?: ?[^\d\s].{2,80}|صورة ?: ?.{2,60}"
    r"|تصوير ?: ?.{2,60}",
    r"courtesy of .{2,60}",
    r"photo (?:d'archives?|d'illustration|dr|file)|\(?d\.?r\.?\)?|handout",
)
# Who stands where in a picture.
_POSITIONS = re.compile(
    r"\((?:L|C|2nd [LR]|[23]nd [LR]|à (?:gauche|droite|g\.?|d\.?)|au centre|G|left|right|centre|center)\)"
)
_SPEECH = re.compile(r"[“”«»\"]|\b(?:said|says|told|added|dit|déclaré|affirmé|ajouté|explique)\b")
_END = re.compile(r"[.!?…][»”\"')]*\s+(?=[«“\"(]?\s?[A-ZÀ-Ý©])")
_INLINE = re.compile(
    rf"(?:©\s?(?:[A-ZÀ-Ý][\w.'’-]*(?: [A-ZÀ-Ý][\w.'’-]*){{0,3}} ?[/,] ?)?(?:{AGENCY})"
    rf"|\bPhotos? ?:? ?D\.?R\.?\b"
    rf"|\((?:(?:Photo|Image|Crédit|Credit)s?(?: credit| by)? ?:? ?)?[^()]{{0,60}}(?:{LIBRARY}|/ ?{AGENCY})\)"
    rf"|\b(?:Photo|Crédit|Credit|Image)s? ?: ?(?:[A-ZÀ-Ý][\w.'’-]*"
    rf"(?: [A-ZÀ-Ý][\w.'’-]*){{0,3}} ?[/,] ?)?{AGENCY})\.?"
    r"(?=\s+[«“\"]?\s?[A-ZÀ-Ý0-9]|\s*$)"
)
# A byline for both: Texte et photos.
_WORKS = re.compile(r"\w+ (?:et|and|y|e|und|&) \w+ ?(?:by|par|por|von|:)", re.IGNORECASE)
_CAPTION_WORDS, _CAPTION_CHARACTERS = 55, 350
_LEAST_TWICE = 15
_SIGNED = holding(
    "©",
    "Photo",
    "Crédit",
    "Credit",
    "Image:",
    "/AFP",
    "Getty",
    "/ AFP",
    "/AP",
    "/REUTERS",
    "/Reuters",
)


def _find_captions(page: Page) -> Iterator[Span]:
    """Captions with a credit, and the same captions without one right beside."""
    for line in page.lines:
        credit = line.wording.fact(_find_end)
        # In a list only a label tells a credit from an item.
        if credit is None or (page.is_listed(line) and not line.says(_FILE_PHOTO, _CREDIT_LINE)):
            continue
        yield line.start, line.end
        words = _fold(line.text[:credit])
        for other in (page.before(line), page.after(line)):
            if other is not None and len(words) >= _LEAST_TWICE and _fold(other.text) == words:
                yield other.start, other.end


def _fold(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .,;:|–—-([©")


def _find_end(wording: Wording) -> int | None:
    """Where the credit of a caption begins, its end where no credit is apart; None if it is no caption."""
    text = wording.text
    if len(text) > _CAPTION_CHARACTERS or wording.words > _CAPTION_WORDS or text[0] in '"“«':
        return None
    # A sentence behind such a word may be the text itself, glued to its credit.
    if wording.says(_FILE_PHOTO) or (wording.says(_CREDIT_LINE) and not wording.is_sentence):
        return len(text)
    credit = find_credit(wording)
    if credit is not None and not _WORKS.match(text):
        return credit
    placed = "(" in text and _POSITIONS.search(text) is not None and _SPEECH.search(text) is None
    return len(text) if placed and not wording.is_bullet else None


def _find_inline(page: Page) -> Iterator[Span]:
    """One sentence with its credit between the sentences of a long line."""
    for line in _SIGNED(page):
        if len(line.text) <= _CAPTION_CHARACTERS:
            continue
        for credit in _INLINE.finditer(line.text):
            before = line.text[max(0, credit.start() - _CAPTION_CHARACTERS) : credit.start()]
            ends = [stop.end() for stop in _END.finditer(before)]
            # The stop right before the credit is that of the caption itself.
            ends = [end for end in ends if before[end:].strip()]
            caption = before[ends[-1] :] if ends else ""
            if ends and not _SPEECH.search(caption) and len(caption.split()) <= _CAPTION_WORDS:
                yield line.start + credit.start() - len(caption), line.start + credit.end()


RULES: tuple[Rule, ...] = (
    Rule(
        "photo-credit",
        "caption",
        "a caption that names its photographer or agency",
        ("en", "fr", "es", "pt", "de", "ar"),
        "anywhere",
        (
            "A woman votes in Niamey. © J. Doe / AFP",
            "FILE PHOTO: Soldiers stand guard in Gao.",
            "FILE - Soldiers stand guard in Gao, Mali, May 3, 2024.",
            "Image: Getty",
            "Photo by Jane Doe",
            "Crédit photo : AFP",
            "Jane Doe/AFP/Getty Images",
            "Getty Images",
            "(Photo by Jane Doe / AFP via Getty Images)",
            "A march in Niamey. Credit: Jane Doe, courtesy of the photographer",
            "Trucks at the pit. Photographer: Jane Doe/Example Markets",
            "A rider in Koudougou (Image credit: Tour/P. Roe)",
            "The studio in Ségou. Jane Doe for Example",
            "Une rue de Bamako, le 30 octobre. Photo DR",
            "Un soldat à Gao, en 2019. JEANNE DURAND POUR « EXEMPLE HEBDO »",
            "Fumo sobre Bamaco — Foto: Reprodução/Redes sociais",
            "Soldiers in Gao [File: Jane Doe/Reuters]",
            "قافلة جمال قرب بيلما (أ ف ب)",
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
            "Image is everything to the junta, a diplomat said.",
            "Aid came from the World Food Programme (WFP)",
            "Groups in the north (JNIM / ISGS)",
            "Credit where it is due: the dykes held.",
        ),
        both(_find_captions, _find_inline),
    ),
)
