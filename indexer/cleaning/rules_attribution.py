"""Rules for who wrote, edited or translated.

Names leave the body of the text only as whole lines or in brackets at the end of one.
"""

import re

from indexer.cleaning.lines import Line, Page
from indexer.cleaning.names import is_desk, is_name, is_name_list, is_outlet
from indexer.cleaning.phrases import phrases
from indexer.cleaning.rule import (
    Rule,
    below_sentences,
    both,
    ending,
    inside_lines,
    judged_lines,
    near_edges,
    saying,
)
from indexer.cleaning.written_date import find_date

_BY = re.compile(
    r"(?:(?:written |story |posted |text )?by|par|por|von|(?:écrit|publié|posté) par)\s+(?P<who>\S.*)",
    re.IGNORECASE,
)
_EDITORS = (
    r"(?:(?:additional |further )?(?:reporting|reported|writing|editing|edited|translated|translation"
    r"|compiled"
    r"|reviewed|fact[- ]checked|produced|interviewed|photos?|photographs?|graphics?)(?: and (?:reporting"
    r"|writing|editing))? by"
    r"|(?:édité|traduit|relu|rédigé|propos recueillis|recueilli|avec la collaboration de|reportage de"
    r"|synthèse)(?: par)?)"
)
_EDITED = phrases(rf"{_EDITORS}\s*:?\s+(?P<who>\S.*)")
# A full stop ends a part only before the next one: "A. Sow" and "Dr. Roe" have stops of their own.
_PART = re.compile(rf";|\.\s+(?={_EDITORS}\b)", re.IGNORECASE)
_BRACKETED = re.compile(
    r"(?P<residue>\((?:additional )?(?:reporting|writing|editing|edited|translated|photo"
    r"|picture) by [^()]{3,250}\)\.?)$",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*(?:\||•|·|@\w+| [-–—] |,? in (?=[A-Z]))\s*")
_ROLE = (
    r"(?:reporter|journalist|writer|correspondent|editor|columnist|blogger|freelancer|contributor|analyst"
    r"|author"
    r"|researcher|fellow|journaliste|correspondante?|chroniqueur|chroniqueuse|rédacteur|rédactrice)"
)
_COVERS = (
    r"(?:who (?:covers|writes|reports|specialises|specializes|focuses)|covering|covers|writes (?:about|on"
    r"|for)"
    r"|reports on|reporting on|is based|based in|specialising|specializing|specialises|specializes"
    r"|(?:at|for|with|with the|at the|of the|à la|au|pour) (?-i:[^\W\d_a-zà-ÿ])\w+"
    r"|focus(?:es|ing) on"
    r"|with (?:over |more than )?\d+ years|passionate about|qui (?:couvre|écrit|suit)|basée? à|spécialiste"
    r"|spécialisée?)"
)
_BLURB_FRAGMENT = re.compile(
    rf"(?:an?|une?)\s(?:[\w'-]+\s){{0,5}}?{_ROLE}\b.{{0,40}}?\b{_COVERS}\b.{{0,200}}", re.IGNORECASE
)
_BLURB_NAMED = re.compile(
    rf"(?P<who>[^,.:;!?\"]{{4,60}}?),? (?:is|est) (?:an?|the|our|une?|le|la)?\s?.{{0,80}}?\b{_ROLE}\b"
    rf".{{0,80}}?\b{_COVERS}\b.{{0,250}}",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"\b(?:was|were|has|had|said|says|told|will|would|could|killed|arrested|died|a été"
    r"|avait|dit|selon)\b",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:killed|shot|arrested|detained|jailed|abducted|kidnapped|released|freed|died|wounded|missing|said"
    r"|told"
    r"|tuée?|arrêtée?|enlevée?|libérée?|morte?|portée? disparue?)\b",
    re.IGNORECASE,
)
_WRITER = re.compile(r"(?:the|this) (?:author|writer)|l'auteure?", re.IGNORECASE)
_ABOUT_WRITER = re.compile(
    r"about the (?:author|writer)s?|à propos de l'auteure?|sur l'auteure?", re.IGNORECASE
)
_BY_LABEL = re.compile(r"(?:written |reported |story )?by|authors?|par|auteure?s?|rédigé par", re.IGNORECASE)
_ADDRESS = re.compile(
    r"(?:(?:e-?mail|contact|courriel|twitter|x) ?: ?)?"
    r"(?:[\w.+-]{1,64}@[\w-]{1,40}(?:\.[\w-]{1,40}){1,4}|@\w{2,30})",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"(?:[A-Za-zÀ-ÿ]{2,4}/){1,3}[A-Za-zÀ-ÿ]{2,4}")
_AGENCY = re.compile(
    r"(?i:sources?|via|avec|with|from|crédit|credit)\s*:?\s+(?P<who>\S.{1,60})|\(?(?:AFP|AP|Reuters"
    r"|RFI|Xinhua|dpa|APA|ANP)\)?"
)
# How many lines from either end a byline may stand.
_NEAR_TOP, _NEAR_END = 8, 5
_BLURB_WORDS = 40


def _is_by(who: str) -> bool:
    """Whether what follows By is names or a desk, with a place, an agency or a handle behind."""
    first, *rest = [part.strip(" .") for part in _SEPARATOR.split(who) if part and part.strip(" .")] or [""]
    head, _, office = first.partition(",")
    office = office.strip()
    if not (
        is_name_list(first) or is_desk(first) or (is_name(head) and (is_outlet(office) or is_desk(office)))
    ):
        return False
    return all(len(part.split()) <= 6 for part in rest)


def is_byline(page: Page, line: Line) -> bool:
    """Whether a line, wherever it stands, says by whom a text is, and nothing else."""
    if line.words > 16:
        return False
    above, below = page.before(line), page.after(line)
    if below is not None and _BY_LABEL.fullmatch(line.cue):
        return is_name_list(below.cue)
    if above is not None and _BY_LABEL.fullmatch(above.cue):
        return is_name_list(line.cue)
    found = _BY.fullmatch(line.cue)
    if found is None:
        return False
    # "By Jane Doe May 3, 2024": the date is read elsewhere.
    date = find_date(found["who"])
    return _is_by(found["who"][: date.start] if date else found["who"])


def _is_edited(_page: Page, line: Line) -> bool:
    found = _EDITED.pattern.fullmatch(line.cue) if line.says(_EDITED) and line.words <= 30 else None
    if found is None:
        return False
    parts = [part.strip(" .") for part in _PART.split(found["who"]) if part.strip(" .")]
    return bool(parts) and all(_is_by(_EDITED.pattern.sub(r"\g<who>", part)) for part in parts)


def _is_blurb(page: Page, line: Line) -> bool:
    """One sentence on a writer among the last lines."""
    if line.number == 0 or not 3 <= line.words <= _BLURB_WORDS:
        return False
    if _ABOUT_WRITER.fullmatch(line.cue):
        return True
    if _BLURB_FRAGMENT.fullmatch(line.cue):
        return _PREDICATE.search(line.cue) is None
    found = _BLURB_NAMED.fullmatch(line.cue)
    if found is None or _EVENT.search(line.cue):
        return False
    named = is_name(found["who"]) or _WRITER.fullmatch(found["who"])
    return bool(named) and line.number >= page.last_sentence


def _is_outlet_line(page: Page, line: Line) -> bool:
    """An outlet's name as the last line, or right below the line of an editor."""
    above = page.before(line)
    if above is None or line.is_bullet:
        return False
    last = page.from_end(line) == 0 and above.is_sentence and line.words > 1
    return (last or _is_edited(page, above) or is_byline(page, above)) and is_outlet(line.cue)


def _is_signature(page: Page, line: Line) -> bool:
    """A person's name alone below the last sentence of an article."""
    above = page.before(line)
    if above is None or not above.is_sentence or page.prose_lines < 3:
        return False
    plain = not line.is_bullet and line.text[-1].isalpha() and not line.text.isupper()
    return plain and is_name(line.text, most=3)


def _is_agency_mark(page: Page, line: Line) -> bool:
    """Initials of editors or the name of an agency, among the last lines."""
    if line.number == 0 or not page.in_tail(line):
        return False
    if _INITIALS.fullmatch(line.cue):
        return True
    found = _AGENCY.fullmatch(line.cue)
    return found is not None and (found["who"] is None or is_outlet(found["who"]) or is_desk(found["who"]))


def _is_address(_page: Page, line: Line) -> bool:
    return line.number > 0 and _ADDRESS.fullmatch(line.cue) is not None


RULES: tuple[Rule, ...] = (
    Rule(
        "byline",
        "byline",
        "the line with the writer's name",
        ("en", "fr", "es", "pt", "de"),
        "edges",
        (
            "By Awa Diallo",
            "By Jane Doe and John Roe",
            "By Staff Reporter",
            "Par Awa Diallo",
            "By Jane Doe | Example News",
            "By Jane Doe May 3, 2024",
            "⟦Written by⟧\n⟦Jane Doe⟧",
        ),
        (
            "By the numbers",
            "By land and by river, people fled to Mopti.",
            "Par la force ou par la ruse",
            "By Foreign Hands: the story of a coup",
        ),
        judged_lines(is_byline, near_edges(_NEAR_TOP, _NEAR_END)),
    ),
    Rule(
        "edited-by",
        "byline",
        "the line with the names of editors, reporters or translators",
        ("en", "fr"),
        "anywhere",
        (
            "Edited By Ali Musa",
            "Edited by A. Sow",
            "Reporting by Dr. Jane Doe. Editing by John Roe.",
            "Reporting by Jane Doe; editing by John Roe",
            "Propos recueillis par Awa Diallo",
            "The army left the town on Friday. ⟦(Reporting by Jane Doe; editing by John Roe)⟧",
        ),
        (
            "Edited by a committee of three, the paper was late.",
            "Reporting by the mission shows a rise in attacks.",
            "Produced by hand, the charcoal is sold in Gao.",
        ),
        both(judged_lines(_is_edited, saying(_EDITED)), inside_lines(_BRACKETED, ending(")", ")."))),
    ),
    Rule(
        "author-blurb",
        "byline",
        "one sentence on a writer, after the last paragraph",
        ("en", "fr"),
        "tail",
        (
            "A business reporter who covers the world of finance.",
            "Jane Doe is a freelance journalist based in Dakar who writes about elections.",
            "Awa Diallo est une journaliste basée à Bamako.",
            "Jane Doe is a senior fellow at the Example Institute.",
            "The author is a researcher at Example University.",
            "About the author",
        ),
        (
            "A reporter who covers the conflict was shot dead on Tuesday.",
            "The journalist was freed after a year.",
            "Awa Diallo is a journalist who covers the war and was abducted in May.",
            "The author is unknown, the police said.",
        ),
        judged_lines(_is_blurb, near_edges(0, _NEAR_END + 1)),
    ),
    Rule(
        "agency-mark",
        "byline",
        "initials or an agency's name below the article",
        ("en", "fr"),
        "tail",
        ("AB/cd", "(AFP)", "Source: Reuters", "Avec AFP"),
        (
            "Reuters could not verify the footage.",
            "BAMAKO, Mali (AP) — The army said it had left.",
            "Sources: two officers and a witness spoke to the paper.",
        ),
        judged_lines(_is_agency_mark, near_edges(0, _NEAR_END)),
    ),
    Rule(
        "writer-address",
        "byline",
        "the address of a writer or a desk, below the article",
        ("any",),
        "tail",
        ("Email: jane@example.org", "@janedoe"),
        ("The ministry gave no address.", "Write to him @ the camp"),
        judged_lines(_is_address, below_sentences),
    ),
    Rule(
        "outlet-line",
        "byline",
        "the name of the outlet or its desk, below the article",
        ("en", "fr"),
        "tail",
        ("Example Times International–Monitoring.", "Example News Agency"),
        ("Times are hard in the north", "The news agency closed its office."),
        judged_lines(_is_outlet_line, below_sentences),
    ),
    Rule(
        "signature",
        "byline",
        "a name alone, below the last sentence",
        ("en", "fr"),
        "tail",
        ("Awa Diallo",),
        ("What Comes Next", "March 2012", "BACKGROUND", "WAR WITHOUT END", "Unknown Unknown"),
        judged_lines(_is_signature, near_edges(0, 1)),
    ),
)
