"""Rules for copyright notes, cookie banners and terms.

A story about copyright or privacy is kept: the note must be the whole line.
"""

import re

from indexer.cleaning.lines import Line, Page
from indexer.cleaning.phrases import phrases
from indexer.cleaning.rule import Rule, both, holding, judged_lines, near_edges, saying, whole_lines

_COPYRIGHT = phrases(
    r"(?:©️?|\(c\)|copyright (?:©|\(c\))) ?(?:copyright )?\d{4}\b.{0,150}",
    r"(?:©|copyright ©|\(c\)) ?.{2,80}\d{4}\b.{0,80}",
    r"copyright \d{4}\b[^,.]{0,60}\.?",
)
_RESERVED = re.compile(
    r".{0,120}\b(?:all rights reserved|tous droits réservés|todos los derechos reservados"
    r"|todos os direitos reservados|alle rechte vorbehalten)\b.{0,60}",
    re.IGNORECASE,
)
_RIGHTS = ("ights", "IGHTS", "droits", "DROITS", "erechos", "ireitos", "echte")
_REPRODUCTION = phrases(
    r"(?:reproduction|republication)\b.{0,60}\b(?:interdite|prohibited|forbidden"
    r"|without permission)\b.{0,60}",
)
_TERMS = phrases(
    r"(?:privacy|cookies?) (?:policy|notice|settings|preferences|statement)|terms (?:of (?:use|service)"
    r"|and conditions|& conditions)",
    r"(?:privacy policy|terms of (?:use|service))(?: ?(?:and|&|\|) ?(?:privacy policy|terms of (?:use"
    r"|service)|cookies? policy))+",
    r"accept(?: all)?(?: cookies)?|reject all|manage (?:cookies|preferences|consent)|ad ?choices"
    r"|do not sell my personal information",
    r"about us|contact us|legal notice|imprint|impressum|accessibility(?: statement)?",
    r"politique de (?:confidentialité|cookies)|mentions légales|conditions (?:générales )?d'utilisation"
    r"|tout accepter|tout refuser",
    r"gérer (?:les cookies|mes préférences)|qui sommes[- ]nous|contactez[- ]nous|nous contacter",
)
_EDGE_TERMS = phrases(r"accept(?: all)?|about us|contact us|accessibility|imprint|privacy policy")
_COOKIES = phrases(
    r"(?:we|this (?:site|website)|our (?:site|website)|this web site) uses? cookies\b.{0,250}",
    r"by (?:continuing|clicking|using|browsing)\b.{0,120}\b(?:you (?:agree|accept|consent)"
    r"|cookies)\b.{0,120}",
    r"(?:nous utilisons|ce site utilise|notre site utilise) des cookies\b.{0,250}",
    r"en (?:poursuivant|continuant)\b.{0,100}\bvous acceptez\b.{0,150}",
    r"(?:utilizamos|usamos|este sitio (?:usa|utiliza)) cookies\b.{0,200}|(?:wir verwenden"
    r"|diese website verwendet) cookies\b.{0,200}",
)
_DISCLAIMER = re.compile(
    r"(?:disclaimer|avertissement|clause de non-responsabilité) ?: ?\S.{5,390}"
    r"|(?:the )?(?:views|opinions)(?: and (?:views|opinions))? expressed\b.{0,80}\b(?:are|do not"
    r"|belong)\b.{0,250}"
    r"|les (?:opinions|propos|points de vue) exprimée?s\b.{5,300}",
    re.IGNORECASE,
)
# The second evidence: it speaks of the text, its writer or its outlet.
_OF_THE_TEXT = re.compile(
    r"\b(?:authors?|writers?|contributors?|auteure?s?|article|text|texte|content|contenu|website|site|editorial"
    r"|rédaction|necessarily|nécessairement|liab\w+|responsab\w+|advice|conseils?|endorse\w*|publication)\b",
    re.IGNORECASE,
)
# How many lines from the end a note of this kind may stand.
_NEAR_END = 6


def _is_disclaimer(_page: Page, line: Line) -> bool:
    if line.number == 0 or line.is_reported:
        return False
    return _DISCLAIMER.fullmatch(line.cue) is not None and _OF_THE_TEXT.search(line.cue) is not None


def _is_terms(page: Page, line: Line) -> bool:
    edge = page.in_head(line) or page.in_tail(line)
    return not page.in_list(line) and (edge or not line.says(_EDGE_TERMS))


def _is_copyright(page: Page, line: Line) -> bool:
    if line.words > 35 or line.is_reported:
        return False
    return page.from_end(line) < _NEAR_END or line.says(_COPYRIGHT)


def _is_reserved(_page: Page, line: Line) -> bool:
    plain = line.words <= 35 and not line.is_reported
    return plain and _RESERVED.fullmatch(line.cue) is not None


RULES: tuple[Rule, ...] = (
    Rule(
        "copyright",
        "legal",
        "a copyright note",
        ("en", "fr", "es", "pt", "de"),
        "anywhere",
        (
            "© 2024 Example Media. All rights reserved.",
            "Copyright © 2024 Example Media",
            "Tous droits réservés",
        ),
        (
            "The court upheld the copyright claim in 2023.",
            "Copyright law in Mali dates from 2008, lawyers say.",
        ),
        both(
            judged_lines(_is_copyright, saying(_COPYRIGHT, _REPRODUCTION)),
            judged_lines(_is_reserved, holding(*_RIGHTS)),
        ),
    ),
    Rule(
        "cookie-banner",
        "legal",
        "a cookie banner, or a link to the site's terms",
        ("en", "fr", "es", "pt", "de"),
        "edges",
        (
            "We use cookies to improve this site.",
            "Privacy Policy",
            "Accept all",
            "Nous utilisons des cookies pour mesurer l’audience.",
        ),
        ("Cookies and tea were served to the envoys.", "Privacy matters to the accused, his lawyer said."),
        both(whole_lines(_COOKIES), judged_lines(_is_terms, saying(_TERMS))),
    ),
    Rule(
        "disclaimer",
        "legal",
        "a disclaimer below the article",
        ("en", "fr"),
        "tail",
        ("Disclaimer: This text does not state the position of Example News.",),
        ("The disclaimer was read to the court on Monday.",),
        judged_lines(_is_disclaimer, near_edges(0, _NEAR_END)),
    ),
)
