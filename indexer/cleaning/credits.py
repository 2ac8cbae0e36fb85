"""The words that name who took or sold a picture, at the end of a caption or alone.

Never a sentence on a picture: a credit has names, agencies and the small words between them.
"""

import re

from indexer.cleaning.phrases import Sieve
from indexer.cleaning.signs import signs
from indexer.cleaning.wording import Wording

# Who sells pictures only: such a name alone is a credit. The others also make the news.
LIBRARY = (
    r"(?:Getty(?: Images)?|Shutterstock|iStock(?:photo)?|Alamy(?: Stock Photo)?|Unsplash|Flickr|Pexels"
    r"|Pixabay"
    r"|Wikimedia(?: Commons)?|Wikipedia|Creative Commons|Adobe Stock|Depositphotos|Dreamstime|Hans Lucas"
    r"|Magnum(?: Photos)?"
    r"|AFP via Getty Images|AP Photo|UN Photo|EPA-EFE|Zuma(?: Press)?|SIPA(?: Press)?|Sipa USA"
    r"|Gallo Images|NurPhoto"
    r"|Panos(?: Pictures)?|picture[- ]alliance|imago(?: images)?|Abaca(?:press)?|Divergence|Picture Alliance)"
)
AGENCY = (
    rf"(?:{LIBRARY}|AFP|AP|Reuters|REUTERS|EPA|EFE|Xinhua|TASS|Sputnik|Anadolu(?: Agency)?|AA|dpa"
    rf"|D\.?R\.?|Handout"
    r"|HANDOUT|ANP|ANSA|Lusa|NASA|Planet Labs|Maxar|ECPAD|RIA Novosti|PANA|Ouest[- ]France|US Army"
    r"|U\.S\. Army|DoD)"
)
# Behind a person's name these are credits too; alone they are what a sentence is about.
CREDITOR = (
    rf"(?:{AGENCY}|MINUSMA|RFI|VOA|DW|BBC|CNN|UNHCR|HCR|OCHA|UNICEF|WFP|PAM|ICRC|CICR|MSF|USAID|Le Monde"
    rf"|Bloomberg"
    r"|Presidency|Présidence|AMAP|AIB|Facebook|Twitter|X|Telegram|YouTube|Instagram|Al Jazeera"
    r"|The New York Times)"
)
ARABIC = (
    r"(?:أ ف ب|أ\.ف\.ب|فرانس برس|رويترز|الأناضول|أسوشيتد برس|غيتي(?: إيميجز)?|الجزيرة"
    r"|مواقع التواصل(?: الاجتماعي)?|وكالات|أرشيف(?:ية)?|الفرنسية)"
)
LABEL = (
    r"(?:photos?|images?|pictures?|illustrations?|photographs?|fotos?|imagen|imagem|bild(?:er)?|graphic"
    r"|map|video|ph\.?)"
    r"(?: (?:credits?|courtesy|source|by|copyright|crédits?)(?: (?:to|of))?)?|(?:photo |image )?credits?"
    r"|courtesy(?: of)?"
    r"|photographers?|photographie|crédits?(?: (?:photos?|images?))?|crédito|créditos|bildnachweis"
    r"|fotógraf[oa]"
    r"|صورة|تصوير|المصدر"
)
_SMALL = (
    r"(?:via|for|pour|by|par|de|du|des|of|and|et|the|le|la|les|from|courtesy|with|in|à|para|do|da|y|e|und"
    r"|der|die|von|für"
    r"|photographer|photographe|author|auteur|archives?|file|photo|photos|image|images|handout|pool"
    r"|collection|library"
    r"|screengrab|screenshot|capture|d'écran|d'archives|contributor|stringer|reprodução|divulgação|redes"
    r"|sociais|arquivo"
    r"|archivo|cortesía|cortesia|via|office|press|licensed|under|ministère|wire|provided|supplied)"
)
# Atomic, as are the signs between words: a name is not cut up anew to see what else it could be.
_WORD = (
    r"(?>(?-i:[^\W\d_a-zà-ÿ])[\w.'’-]*+|@\w++|[a-z0-9-]+\.(?:com|org|net|fr|info)|«|»|\"|20\d\d"
    r"|d'[A-ZÀ-Ý][\w.'’-]*+|l'[A-ZÀ-Ý]\w*+)"
)
NAMES = rf"(?:{_WORD})(?:[\s/,|&:–—-]++(?:{_WORD}|{_SMALL}(?![^\W\d_]))){{0,12}}"
# A stop behind a word or a year: "4. Tests for All" is an item of a list.
_END = r"(?:(?<=[^\W\d_]{2})|(?<=\d{4})|(?<=\)))[.!?…]"
# A label and names to the very end of a line; the label may be glued to the caption.
_LABELLED = re.compile(
    rf"(?:(?:(?:(?<=[^\W_])|\b)(?-i:Credits?|Crédits?|Photos?|Image)|\b(?:{LABEL}))\s?(?::|\||[-–—]\s)\s?"
    rf"|(?:^|[.!?…»”\"(\[|–—,-]\s?)(?:{LABEL})(?:(?<=by)|(?<=of)|\s+by|(?=\s+DR\b))\s+)"
    rf"(?:{NAMES}|(?:[\w.-]+ ?[/|,] ?){{1,2}}{LIBRARY}|(?:the )?(?:photographer|author|artist))[\s).\]»”\"]*$"
    rf"|\b(?:photo|image|picture) credits?\s?: ?[^:]{{2,60}}$|{_END}\s(?-i:[Cc]ourtesy) (?:of )?"
    rf"(?:the artist|{NAMES})\.*$",
    re.IGNORECASE,
)
_SIGN = re.compile(rf"[©ⓒ]\s?(?:\d{{4}},? )?(?!\d{{4}})(?:{NAMES})[\s).\]»”\"]*$", re.IGNORECASE)
_BRACKET = re.compile(
    rf"\[(?:[^\[\]]{{0,80}}[\s/:,])?(?:{CREDITOR})(?:[\s/,–—-][^\[\]]{{0,60}})?\]\.?$"
    rf"|\((?:[^()]{{0,80}}[^\s()]\s?/\s?)(?:{AGENCY})(?:[\s/,–—-][^()]{{0,60}})?\)\.?$"
    rf"|\((?:{AGENCY})\s?/\s?[^()]{{2,60}}\)\.?$|(?<=[.!?…»”\"] )\((?:{AGENCY})\)$"
    r"|[(\[](?i:file(?: photo| image| picture)?|archives?|screengrab|screenshot|handout|pool"
    r"|d\.?r\.?)[)\]]\.?$"
    r"|[(\[](?i:(?:file|handout|courtesy|screengrab|screenshot|photo|image)(?: ?[:/]| (?:of|by|via|from"
    r"|courtesy)\b))"
    r"[^()\[\]]{2,60}[)\]]\.?$"
    rf"|\({ARABIC}\)$|[\[(][^()\[\]]{{2,40}}/ ?{ARABIC}[\])]$|\[[^\[\]]{{3,50}}/[^\[\]]{{2,30}}\]$"
)
_CAPITALIZED = r"[A-ZÀ-Ý][\w.'’-]*"
_PERSON = rf"{_CAPITALIZED}(?: (?:de |ag |ould |el |van |von )?{_CAPITALIZED}){{1,3}}"
_OUTLET = rf"(?:«\s?)?{_CAPITALIZED}(?: {_CAPITALIZED}){{0,4}}(?:\s?»)?"
# Behind the stop of the caption; the blank between may be lost.
_TRAILING = re.compile(
    rf"{_END}\s?(?:{LIBRARY}|{_CAPITALIZED} ?/ ?{LIBRARY}|{_PERSON} ?(?:/|\s(?:for|pour|via)\s) ?{_OUTLET}"
    rf"|{_PERSON} ?(?:/|via|,|-) ?{CREDITOR}(?: ?/ ?[\w .]{{2,30}})?|{AGENCY} ?/ ?{_PERSON}|"
    rf"(?:Handout )?via {CREDITOR})\s?\.?$"
)
_CAPITALS = re.compile(
    rf"{_END}\s[A-ZÀ-Ý][A-ZÀ-Ý'’. -]{{3,40}} ?(?:/|POUR|FOR|VIA|PARA|,) ?"
    rf"(?:«\s?)?[A-ZÀ-Ý][A-ZÀ-Ý'’. -]{{1,40}}(?:\s?»)?$"
)
_VIA = re.compile(rf"[^.!?]{{3,80}} via {AGENCY}$")
_WHOLE = re.compile(
    rf"^\(?(?:{LIBRARY}|[\w .'’-]{{2,40}} ?[|/,] ?{LIBRARY}|(?:{_PERSON} ?/ ?){{1,3}}{CREDITOR}"
    rf"(?: ?/ ?[\w .]{{2,30}})?|{CREDITOR} ?/ ?{_PERSON}"
    rf"|(?:{_PERSON} )?[Cc]ourtesy(?: of)? {NAMES}|{_PERSON} via {CREDITOR}|[A-Z][\w.]* ?/ ?{LIBRARY})\)?\.?$"
)
_ARCHIVE = re.compile(
    r"\(?\b(?:photo|image|foto|imagen|imagem|illustration|vue|capture|bild) ?(?:d'archives?"
    r"|d'illustration|prétexte|d'écran|(?:de )?ar(?:chivo|quivo)|ilustrativa)"
    r"(?: ?[:/©] ?.{2,40})?\)?\.?$|\((?:photo )?(?:d\.?r\.?|archives?|illustration|file photo|file)\)\.?$"
    r"|\bphotos? ?:? ?D\.?R\.?$",
    re.IGNORECASE,
)
# No credit is without one of these, in small letters or capitals, or ends on a bracket.
_SIGNS = signs(
    *("hoto", "HOTO", "mage", "MAGE", "icture", "ICTURE", "llustration", "LLUSTRATION", "redit"),
    *("rédit", "REDIT", "RÉDIT", "rédito", "Foto", "foto", "FOTO", "magen", "magem", "Bild", "bild"),
    *("ourtesy", "OURTESY", "andout", "DR", "D.R", "صور", "rchive", "écran", "تصوير", "المصدر"),
    *("raphic", "Map", "Ph.", "Ph:", "Ph "),
    *("©", "ⓒ", " via ", " VIA ", "/", " for ", " pour ", " POUR ", " FOR "),
    *("Getty", "hutterstock", "iStock", "Alamy", "nsplash", "Flickr", "Pexels", "ixabay", "Abaca"),
    *("Wikimedia", "Wikipedia", "Commons", "Stock", "Deposit", "Dreamstime", "Magnum", "EPA-EFE"),
    *("Zuma", "SIPA", "Sipa", "Gallo", "NurPhoto", "Panos", "alliance", "Hans Lucas", "imago"),
    *("Divergence",),
)
_CLOSED = (")", "]", ").", "].")
_FORMS = Sieve(_WHOLE, _LABELLED, _ARCHIVE, _SIGN, _VIA, _TRAILING, _CAPITALS, _BRACKET)
_LONGEST = 150


def find_credit(wording: Wording) -> int | None:
    """Where the credit begins that ends a line; None if none does. Cost: of its last characters.

    >>> find_credit(Wording("A march in Niamey. Credit: Awa Diallo, courtesy of the photographer"))
    19
    >>> find_credit(Wording("Photos: AFP journalists saw the bodies on Tuesday."))
    """
    text = wording.text
    if _SIGNS not in wording.signs and not text.endswith(_CLOSED):
        return None
    at = max(0, len(text) - _LONGEST)
    whole, *found = _FORMS.search(text[at:])
    if whole and not at:
        return 0
    return min((at + one.start() for one in found if one), default=None)
