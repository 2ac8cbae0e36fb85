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
    r"\b(?:all rights reserved|tous droits(?: de \w+(?: et de \w+)?)? réservés|todos los derechos reservados"
    r"|todos os direitos reservados|alle rechte vorbehalten)\b(?=[\s.,;|)©]*(?:$|(?-i:[A-ZÀ-Þ©\d(])))"
    r"|(?:جميع )?الحقوق محفوظة",
    re.IGNORECASE,
)
_NO_COPY = re.compile(
    r"\bno part\b.{0,80}\bmay be (?:reproduced|copied|published|distributed)\b|\bis subject to copyright\b|"
    r"\b(?:may|must|can|should)(?: ?not|n't) be (?:re)?(?:published|produced|broadcast|written|distributed"
    r"|printed"
    r"|copied|posted)\b.{0,250}\b(?:permission|consent|part|form|authori[sz]ation|redistributed)\b"
    r"|\b(?:reproduction|republication|rediffusion|diffusion|republishing|redistribution)"
    r"(?:(?= (?:interdite|prohibited|forbidden|without))|,| (?:totale|partielle|même|intégrale|total|parcial"
    r"|in whole|or|and"
    r"|et|ou|of (?:this|our|the (?:text|article|content))|de (?:cet|ce|tout|nos|l'article|l'intégralité)))"
    r".{0,90}?(?:interdite?s?"
    r"|prohibited|forbidden|not (?:allowed|permitted)|without|soumises?|prohibida|proibida)\b"
    r"|\b(?:réservés?|reproduite?s?|diffusée?s?)\b.{0,60}\bsans (?:l')?(?:autorisation|accord|permission)\b"
    r"|\b(?:verbreitung|vervielfältigung)\b.{0,80}\b(?:untersagt|genehmigung)\b",
    re.IGNORECASE,
)
_HOUSE_RULES = phrases(
    r"our standards ?:.{3,80}|(?:editorial|ethics|corrections?|fact[- ]checking)"
    r" (?:policy|standards|guidelines)(?: .{0,40})?|charte (?:éditoriale|déontologique|d'éthique)",
    r"this (?:article|story|post|piece|content|page|interview|text) (?:was|has been|is) (?:(?:machine"
    r"|automatically|originally"
    r"|first)[- ])?(?:translated|amended|updated|corrected|edited|syndicated|republished|generated|produced"
    r"|adapted)\b.{0,220}",
    r"(?:cet article|ce texte|cette page|ce contenu|cet entretien) (?:a été|est) (?:\w+ )?(?:traduit|modifié"
    r"|republié|mis à jour"
    r"|publié|corrigé|édité|généré)e?\b.{0,220}|le contenu (?:initial )?de cet article\b.{0,120}",
    r"if you (?:need|want|wish|would like) to (?:re-?use|reproduce|republish|license|reprint)\b.{0,120}"
    r"|(?:if you|have you|did"
    r" you|reporting corrections)\b.{0,60}\b(?:mistake|error|typo|correction)\b.{0,120}|material (?:in|on"
    r"|from) this (?:site"
    r"|website)\b.{0,120}|allafrica (?:publishes|is)\b.{0,300}"
    r"|articles and commentaries that identify\b.{0,200}",
    r"(?:this )?(?:story|content|feed|report) has been published from\b.{0,160}|(?:distributed|provided"
    r"|syndicated) by"
    r" (?-i:[^\W\d_a-zà-ÿ]).{1,60}",
)
_TERMS = phrases(
    r"this work(?:, .{3,160},)? must comply with the restrictions (?:shown|listed|stated) (?:on|at"
    r"|in)\b.{0,120}",
    r"(?:privacy|cookies?) (?:policy|notice|settings|preferences|statement)|terms (?:of (?:use|service)"
    r"|and conditions|& conditions)",
    r"(?:privacy policy|terms of (?:use|service))(?: ?(?:and|&|\|) ?(?:privacy policy|terms of (?:use"
    r"|service)|cookies? policy))+",
    r"accept(?: all)?(?: cookies)?|reject all|manage (?:cookies|preferences|consent)|ad ?choices"
    r"|do not sell my personal information",
    r"about us|contact us|legal notice|imprint|impressum|accessibility(?: statement)?",
    r"politique de (?:confidentialité|cookies)|mentions légales|conditions (?:générales )?d'utilisation"
    r"|tout accepter|tout refuser",
    r"(?:manage|change|update|review|customi[sz]e|edit) (?:your |my )?(?:cookie|privacy|consent|ad)\b.{0,60}"
    r"|(?:your|vos|mes) (?:privacy (?:choices|rights|settings)|choix|préférences)(?: (?:de|en|sur"
    r"|relatifs)\b.{0,60})?"
    r"|(?:accept|agree|reject|decline|allow|deny)(?: all| and (?:close|continue)| cookies)+"
    r"|continue without (?:accepting"
    r"|agreeing)|(?:accepter|refuser)(?: tout| et (?:fermer|continuer)| les cookies)*"
    r"|en savoir plus et gérer\b.{0,40}"
    r"|aceptar(?: (?:todo|todas|y continuar|cookies))*|rechazar (?:todo|todas)|aceitar(?: (?:todos|cookies))*"
    r"|alle akzeptieren|datenschutz(?:erklärung)?|aviso legal|política de (?:privacidad|privacidade|cookies)",
    r"gérer (?:les cookies|mes préférences|mes choix)|qui sommes[- ]nous|contactez[- ]nous|nous contacter",
)
_EDGE_TERMS = phrases(
    r"accept(?: all)?|accepter|refuser|aceptar|aceitar|about us|contact us|accessibility|imprint",
    r"privacy policy",
)
_COOKIES = phrases(
    r"(?:we|this (?:site|website)|our (?:site|website)|this web site) uses? cookies\b.{0,250}",
    r"(?:we|nous|our partners|nos partenaires)(?:,? (?:and|et|avec|with) (?:our|nos"
    r"|certain)\b.{0,40})?,? (?:use|store|utilisons"
    r"|stockons|process|traitons)\b.{0,40}\b(?:cookies|traceurs|personal data"
    r"|données personnelles)\b.{0,200}",
    r"(?:to (?:view|see|watch|play|display)|pour (?:voir|afficher|lire|consulter|visionner"
    r"|regarder)) (?:this|ce|cette|cet|le)"
    r"\b.{0,60}\b(?:cookies?|consent|accept\w*|autoris\w+|javascript|enable|activ\w+)\b.{0,160}",
    r"(?:this|the|ce|cette) (?:content|contenu|embed|video|vidéo|tweet|post|player"
    r"|lecteur)\b.{0,60}\b(?:cookies|consent\w*"
    r"|blocked|bloquée?|third[- ]part\w+|tiers|not (?:available|supported)|unavailable|indisponible"
    r"|n'est (?:pas|plus)"
    r" disponible)\b.{0,160}",
    r"we and our (?:\d+ )?partners\b.{0,250}|avec votre (?:accord|consentement)\b.{0,300}"
    r"|mit der nutzung\b.{0,160}"
    r"|نستخدم ملفات.{0,150}|usamos cookies\b.{0,200}",
    r"by (?:continuing|clicking|using|browsing)\b.{0,120}\b(?:you (?:agree|accept|consent)"
    r"|cookies)\b.{0,120}",
    r"(?:nous utilisons|ce site utilise|notre site utilise) des cookies\b.{0,250}",
    r"en (?:poursuivant|continuant)\b.{0,100}\bvous acceptez\b.{0,150}",
    r"(?:utilizamos|usamos|este sitio (?:usa|utiliza)) cookies\b.{0,200}|(?:wir verwenden"
    r"|diese website verwendet) cookies\b.{0,200}",
)
_DISCLAIMER = re.compile(
    r"(?:disclaimer|disclosure|avertissement|clause de non-responsabilité) ?: ?\S.{5,390}"
    r"|(?:the )?(?:views|opinions)(?: and (?:views|opinions))? (?:expressed|printed|published|voiced"
    r"|presented|contained|stated|in this)\b.{0,80}"
    r"\b(?:are|is|do not|does not|may not|need not|belong|remain)\b.{0,250}"
    r"|(?:the )?(?:views|opinions) of (?:the |our )?(?:author|writer|contributor|columnist)s?\b.{0,80}"
    r"\b(?:do not|does not|may not|need not|belong|(?:his|her|their) own|not necessarily)\b.{0,250}"
    r"|les (?:opinions|propos|points de vue|idées|analyses) (?:exprimée?s|présentée?s|contenue?s)\b.{5,300}"
    r"|(?:the )?(?:content|contents|information|material|views|opinions|designations"
    r"|boundaries)\b.{0,80}\b(?:does not|do not"
    r"|is not|are not|is for|are those|are solely|sole responsibility|are the author's)\b.{0,250}"
    r"|(?:ce|cet|le|cette) (?:texte|article|contenu|tribune|billet|opinion)\b.{0,60}\b(?:n'engage|ne reflète"
    r"|ne représente)\b"
    r".{2,250}|las opiniones\b.{5,250}|as opiniões\b.{5,250}",
    re.IGNORECASE,
)
# The second evidence: it speaks of the text, its writer or its outlet.
_OF_THE_TEXT = re.compile(
    r"\b(?:authors?|writers?|contributors?|auteure?s?|article|text|texte|content|contenu|website|site"
    r"|editorial"
    r"|rédaction|necessarily|nécessairement|liab\w+|responsab\w+|advice|conseils?|endorse\w*|publication)\b",
    re.IGNORECASE,
)
# How many lines from the ends a note of this kind may stand.
_NEAR_TOP, _NEAR_END = 4, 8
_NOTICE_WORDS = 35
# Every notice holds one of these.
_NOTICES = holding(
    *(
        "ights",
        "IGHTS",
        "droits",
        "DROITS",
        "erechos",
        "ireitos",
        "echte",
        "الحقوق",
        "not be",
        "n't be",
        "eproduc",
    ),
    *("EPRODUC", "epubli", "diffusi", "edistribu", "sans ", "erbreitung", "ervielf"),
)


def _is_disclaimer(_page: Page, line: Line) -> bool:
    if line.number == 0 or line.is_reported:
        return False
    return _DISCLAIMER.fullmatch(line.cue) is not None and _OF_THE_TEXT.search(line.cue) is not None


def _is_terms(page: Page, line: Line) -> bool:
    edge = page.in_head(line) or page.in_tail(line)
    return not page.in_list(line) and (edge or not line.says(_EDGE_TERMS))


def _is_copyright(_page: Page, line: Line) -> bool:
    return line.words <= _NOTICE_WORDS and not line.is_reported


def _is_notice(page: Page, line: Line) -> bool:
    """A line that reserves rights, or forbids copies among the first or last lines."""
    if line.is_reported or any(quote in line.text for quote in "“«"):
        return False
    if _RESERVED.search(line.cue):
        return True
    edge = line.number < _NEAR_TOP or page.from_end(line) < _NEAR_END
    return edge and _NO_COPY.search(line.cue) is not None


def _is_house_rule(page: Page, line: Line) -> bool:
    near = line.number < _NEAR_TOP or page.from_end(line) < _NEAR_END
    return near and not any(quote in line.text for quote in "“«")


def _goes_on(page: Page, line: Line) -> bool:
    """A line that goes on with a notice which broke off above it."""
    above = page.before(line)
    broken = above is not None and above.is_short and not above.has_final_stop and line.text[0].islower()
    return broken and above is not None and _is_notice(page, above)


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
            "Copyright 2024 Example. All rights reserved. This material may not be published or rewritten.",
            "© Example Média. Reproduction interdite.",
        ),
        (
            "The court upheld the copyright claim in 2023.",
            "Copyright law in Mali dates from 2008, lawyers say.",
            "The photographs may not be used as evidence without the consent of the court, the judge ruled.",
            "All rights reserved for the few were given to all in 1960.",
            "La reproduction des éléphants est interdite d’accès aux visiteurs.",
        ),
        both(
            judged_lines(_is_copyright, saying(_COPYRIGHT)),
            judged_lines(_is_notice, _NOTICES),
            judged_lines(_goes_on, near_edges(_NEAR_TOP, _NEAR_END)),
            judged_lines(_is_house_rule, saying(_HOUSE_RULES)),
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
        (
            "The disclaimer was read to the court on Monday.",
            "The views of the author are known to every student in Bamako.",
            "The opinions of writers are many.",
        ),
        judged_lines(_is_disclaimer, near_edges(0, _NEAR_END)),
    ),
)
