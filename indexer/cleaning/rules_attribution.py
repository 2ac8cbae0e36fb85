"""Rules for who wrote, edited or translated: the lines of names around a text.

Names leave the body of the text only as whole lines, in brackets at the end of one, or in a stamp.
"""

import re
from collections.abc import Iterator

from indexer.cleaning.lines import Line, Page
from indexer.cleaning.names import AGENCY, is_desk, is_name_list, is_role, read_attribution
from indexer.cleaning.phrases import phrases
from indexer.cleaning.rule import Rule, Span, both, ending, inside_lines, judged_lines, near_edges, saying
from indexer.cleaning.stamps import find_openings, find_stamps, is_at_top, read_parts
from indexer.cleaning.wording import Wording

_BY = re.compile(
    r"(?:(?:written |story |posted |reported |article |commentary |analysis |opinion )?by"
    r"|par|por|von|(?:écrit|publié|posté|rédigé|proposé|texte) par|(?:escrito|publicado) por|da redação|di"
    r"|(?:authors?|auteure?s?|autor(?:a|es)?|journalist|journaliste|writer|reporter|rédaction) ?:"
    r"|(?:texte|text) par ?:|بقلم|كتبت?|إعداد|تحرير)"
    r"\s*:?\s+(?P<who>\S.*)",
    re.IGNORECASE,
)
_FROM = re.compile(r"(?:From|FROM|De|Desde|Aus) (?P<who>\S.*)")
_GLUED_BY = re.compile(r"(?:By|by|BY|Par|par|Por)(?P<who>[A-ZÀ-Ý]\S.*)")
_WORK = (
    r"(?:reporting|reported|writing|words|text|story|report|editing|edited|sub-?edited|copy-?edited"
    r"|translated"
    r"|translation|compiled|reviewed|fact[- ]check(?:ed|ing)|produced|production|interviewed|interviews?"
    r"|adapted"
    r"|photos?|photographs?|photography|pictures?|images?|videos?|video|film|audio|graphics?"
    r"|illustrations?|maps?"
    r"|charts?|data|research|design|art|voiced|narrated|presented|curated|transcribed|commissioned"
    r"|contributions?)"
)
_OUVRAGE = (
    r"(?:textes?|photos?|photographies?|images?|vidéos?|illustrations?|dessins?|cartes?|infographies?|récit"
    r"|reportage|enquête|entretien|interview|propos recueillis|recueillis?|édité|édition|traduit"
    r"|traduction|relu"
    r"|rédigé|rédaction|montage|réalisation|réalisé|synthèse|compilé|adapté|son|textos?|fotos?|fotografías?"
    r"|fotografias?|edición|edição|traducción|tradução|redacción|reportaje|reportagem|vídeos?|traducido"
    r"|editado"
    r"|traduzido|entrevista|fotos|übersetzung|redaktion|mitarbeit|bearbeitung|bearbeitet|übersetzt)"
)
_EDITORS = (
    rf"(?:(?:additional |further |original |lead )?{_WORK}(?: (?:and|&) {_WORK})? ?(?:by ?:?|(?<=[gnsty]):)"
    rf"|{_OUVRAGE}(?: (?:et|y|e|und|&) {_OUVRAGE})*(?: ?:| par ?:?| por ?:?| von ?:?)"
    r"|propos recueillis(?: par)?|recueilli par|avec la (?:collaboration|participation|contribution) de"
    r"|reportage de|édité par|traduit (?:de l'anglais |du français )?par)"
)
_EDITED = phrases(rf"{_EDITORS}\s*:?\s*(?P<who>\S.*)")
# A full stop ends a part only before the next one: "A. Sow" and "Dr. Roe" have stops of their own.
_PART = re.compile(rf";|\||\.\s+(?={_EDITORS})|,\s+(?={_EDITORS})", re.IGNORECASE)
_BRACKETED = re.compile(
    r"(?<=\s)(?P<residue>\((?:(?:additional |writing and |reporting and )?(?:reporting|writing|editing"
    r"|edited|translated"
    r"|compiled|photo|picture) by"
    r"|(?:avec|with|con|com|mit) (?:l')?"
    rf"{AGENCY}\b|propos recueillis par|traduit par|édité par)[^()]{{0,250}}\)\.?)$",
    re.IGNORECASE,
)
_HELPED = phrases(
    r"(?:with )?(?:additional |further )?(?:assistance|reporting|contributions?|files|material|input"
    r"|inputs|help"
    r"|information)(?: and \w+)? (?:from|by) (?P<who>\S.{2,120})",
    r"(?P<who2>[^\d\s].{2,100}?) (?:also )?(?:contributed (?:reporting|to this (?:report|story|article"
    r"|piece))"
    r"|contributed to this|reported from [^,]{3,40})(?: (?:from|in) [^\d]{3,40})?\.?",
    r"avec (?:la (?:collaboration|contribution|participation) de|les contributions de) (?P<who3>\S.{2,120})",
    r"com (?:informações|reportagem) d[aeo]s? (?P<who4>\S.{2,80})|con información de (?P<who5>\S.{2,80})",
    r"mit material von (?P<who6>\S.{2,80})",
)
_AGENCY_WITH = (
    rf"(?:l'|la |le |les |the |a |d')?{AGENCY}"
    rf"(?:(?:,| et| and| y| e| und|/)\s?(?:l'|the )?(?:d'autres )?{AGENCY})*"
)
_WITH = phrases(
    rf"(?:(?-i:[^\W\d_a-zà-ÿ])[\w.'’& -]{{1,50}} )?(?:avec|with|con|com|mit|et|and|via|/|w/|مع"
    rf"|\+) {_AGENCY_WITH}",
    rf"(?:source|sources|crédit|via|copyright) ?:? ?{_AGENCY_WITH}",
    flags=re.IGNORECASE,
)
_CORRESPONDENT = phrases(
    r"(?:avec |de |par )?(?:notre|nos) (?:correspondante?s?|envoyée?s? spécia(?:le?s?|ux)|reporters?)"
    r"(?: régiona(?:l|le|ux))?(?: permanente?s?)?(?: (?:à|au|en|aux|dans) .{2,60}|, .{2,40})?",
    r"special (?:to|for) (?-i:[A-ZÀ-Ý]).{2,40}|spécial(?:ement)? pour (?-i:[A-ZÀ-Ý]).{2,40}",
    r"(?:from |by )?our (?:own )?(?:staff |special |regional )?(?:correspondents?|reporters?)(?: (?:in"
    r"|at) .{2,40}|, .{2,40})?",
    r"(?:de )?nuestr[oa] (?:corresponsal|enviad[oa] especial)(?: en .{2,40})?",
    r"(?:de )?noss[oa] (?:correspondente|enviad[oa] especial)(?: em .{2,40})?",
    r"(?:مراسل(?:نا|تنا|و|ة)?|موفد(?:نا|تنا)?|خاص|وكالات|متابعات)(?: (?:في|إلى|من|ب)\s?.{2,30})?",
)
_DESK = re.compile(
    r"\b(?:desk|staff|newsroom|reporters?|correspondents?|bureau|press|presse|rédaction|redacción|redação|afp|bbc|cnn)\b",
    re.IGNORECASE,
)
_ARABIC_NAME = re.compile(r"[\u0621-\u064a]{2,12}(?: [\u0621-\u064a]{2,12}){1,3}")
_BY_LABEL = re.compile(
    r"(?:written |reported |story |words |text )?by|authors?|par|texte par|auteure?s?|rédigé par"
    r"|escrito por|por|autor(?:es)?",
    re.IGNORECASE,
)
# How many lines from either end a byline may stand.
_NEAR_TOP, _NEAR_END = 12, 7
_NAMES = 3
_BLURB = 30


def is_byline(page: Page, line: Line) -> bool:
    """Whether a line, wherever it stands, says by whom a text is, and nothing else."""
    if line.words > 24:
        return False
    above, below = page.before(line), page.after(line)
    if below is not None and line.wording.fact(_is_label):
        return bool(is_name_list(below.cue) or read_attribution(below.cue))
    if above is not None and above.wording.fact(_is_label):
        return bool(is_name_list(line.cue) or read_attribution(line.cue))
    return line.wording.fact(_names_writer)


def _names_writer(wording: Wording) -> bool:
    """Whether a line by itself says who wrote."""
    found = _BY.fullmatch(wording.cue) or _GLUED_BY.fullmatch(wording.text)
    if found is not None:
        return _is_by(found["who"])
    # Much is from somebody; who reports is from somewhere too.
    sent = _FROM.fullmatch(wording.cue)
    return sent is not None and len(read_attribution(sent["who"])) > 1


def _is_label(wording: Wording) -> bool:
    return _BY_LABEL.fullmatch(wording.cue) is not None


def _is_by(who: str) -> bool:
    """Whether what follows By is names or a desk, with a role, a place, an agency or a handle behind."""
    first, _, rest = who.partition("|")
    arabic = "\u0600" <= who[0] <= "\u06ff" and len(who.split()) <= 5
    if arabic or read_attribution(who):
        return True
    named = read_attribution(first.strip()) or is_desk(first)
    return bool(named) and 0 < len(rest.split()) <= 6


def _is_edited(_page: Page, line: Line) -> bool:
    found = _EDITED.pattern.fullmatch(line.cue) if line.says(_EDITED) and line.words <= _BLURB else None
    if found is None or (line.is_bullet and ":" in line.text):
        return False
    parts = [part.strip(" .") for part in _PART.split(found["who"]) if part.strip(" .")]
    return bool(parts) and all(_is_by(_EDITED.pattern.sub(r"\g<who>", part)) for part in parts)


def _is_helped(page: Page, line: Line) -> bool:
    """With assistance from, contributed to this report: names or agencies, near an end."""
    if line.says(_CORRESPONDENT):
        return (is_at_top(page, line) or page.in_tail(line)) and not line.is_sentence
    if line.says(_WITH):
        return not line.is_sentence and not page.in_list(line)
    found = _HELPED.pattern.fullmatch(line.cue.rstrip(".")) if line.says(_HELPED) else None
    who = next((name for name in found.groups() if name), "") if found else ""
    return bool(who) and _is_by(who.removeprefix("The ").rstrip("."))


def _is_head_name(page: Page, line: Line) -> bool:
    """A name alone, or with a role or an outlet, between the title and the text."""
    if not is_at_top(page, line) or line.words > _BLURB or line.has_final_stop or line.is_bullet:
        return False
    kinds, arabic = read_attribution(line.text), _ARABIC_NAME.fullmatch(line.cue) is not None
    if not (kinds or arabic) or not _is_beside(page, line):
        return False
    stamped = any(one is not None and _is_stamp(one) for one in (page.before(line), page.after(line)))
    if line.number == 0 and not stamped:
        return False
    if arabic:
        return stamped
    if kinds[0] != "name":
        # An agency or a desk is known by its words, an outlet by the date beside it.
        desk = re.fullmatch(AGENCY, line.cue) is not None or _DESK.search(line.cue) is not None
        return desk or (stamped and line.words > 1)
    told = set(kinds) == {"name"} or bool({"role", "outlet", "desk"} & set(kinds)) or ", à " in line.text
    return told and not is_spoken_of(page, line, line.text.split(",", 1)[0])


def _is_beside(page: Page, line: Line) -> bool:
    """Whether prose begins within a few lines below, and no list of names stands around."""
    below = page.lines[line.number + 1 : line.number + 5]
    if not any(one.is_prose for one in below):
        return False
    near = page.lines[max(0, line.number - _NAMES) : line.number + _NAMES + 1]
    return sum(read_attribution(one.text)[:1] == ("name",) for one in near) <= _NAMES


def _is_stamp(line: Line) -> bool:
    kinds = {part.kind for part in read_parts(line.text)}
    return bool(kinds & {"date", "ago", "reading"})


def is_spoken_of(page: Page, line: Line, name: str) -> bool:
    """Whether the text, its last lines aside, has words of a name again: then it is no writer's.

    A person whom the text is about has the last name there, a heading its words in small letters.
    """
    last = page.lines[-_NEAR_END].start if len(page.lines) > _NEAR_END + line.number else len(page.text)
    words = [word.strip(".,") for word in name.split()]
    if any(f" {word.lower()}" in page.text for word in words if len(word) > 3):
        return True
    family = re.compile(rf"\b{re.escape(words[-1])}\b", re.IGNORECASE)
    return family.search(page.text, line.end, max(last, line.end)) is not None


def _is_role_line(page: Page, line: Line) -> bool:
    """What a writer is, right below the name: BBC News, Dakar; West Africa correspondent."""
    above = page.before(line)
    if above is None or line.words > 10 or line.has_final_stop or not is_at_top(page, line):
        return False
    if not (is_byline(page, above) or _is_head_name(page, above)):
        return False
    if read_parts(line.text):
        return False
    kinds = read_attribution(line.text)
    return is_role(line.cue) or bool({"role", "outlet", "desk"} & set(kinds))


def _is_byline(page: Page, line: Line) -> bool:
    return (
        (is_byline(page, line) and not page.is_listed(line))
        or _is_head_name(page, line)
        or _is_role_line(page, line)
    )


def _find_writers(page: Page) -> Iterator[Span]:
    """The names in stamps."""
    for stamp in (*find_openings(page), *find_stamps(page)):
        yield from stamp.writers


RULES: tuple[Rule, ...] = (
    Rule(
        "byline",
        "byline",
        "the line with the writer's name",
        ("en", "fr", "es", "pt", "de", "ar"),
        "edges",
        (
            "By Awa Diallo",
            "By Jane Doe and John Roe",
            "By Staff Reporter",
            "By Dr. Diallo",
            "By Professor Awa Diallo-Touré",
            "Par Awa Diallo",
            "By Jane Doe | Example News",
            "⟦By Jane Doe⟧ May 3, 2024",
            "⟦By Jane Doe⟧May 3, 2024",
            "⟦Written by⟧\n⟦Jane Doe⟧",
            "Par la rédaction, avec Awa Diallo à Niamey",
            "By Jane Doe in Dakar and John Roe in Lagos",
            "Por Redacción",
            "بقلم: أحمد ولد محمد",
        ),
        (
            "By the numbers",
            "By land and by river, people fled to Mopti.",
            "Par la force ou par la ruse",
            "By Foreign Hands: the story of a coup",
        ),
        both(judged_lines(_is_byline, near_edges(_NEAR_TOP, _NEAR_END)), _find_writers),
    ),
    Rule(
        "edited-by",
        "byline",
        "the line with the names of editors, reporters or translators",
        ("en", "fr", "es", "pt", "de"),
        "anywhere",
        (
            "Edited By Ali Musa",
            "Edited by A. Sow",
            "Reporting by Dr. Jane Doe. Editing by John Roe.",
            "Reporting by Jane Doe; editing by John Roe",
            "Propos recueillis par Awa Diallo",
            "Words by Jane Doe",
            "Photography by John Roe",
            "Texte et photos : Awa Diallo",
            "Texto y fotos: Ana Ruiz",
            "The army left the town on Friday. ⟦(Reporting by Jane Doe; editing by John Roe)⟧",
        ),
        (
            "Edited by a committee of three, the paper was late.",
            "Reporting by the mission shows a rise in attacks.",
            "Produced by hand, the charcoal is sold in Gao.",
            "Photos: AFP journalists saw the bodies on Thursday.",
            "Texte : 12 articles et deux annexes",
        ),
        both(judged_lines(_is_edited, saying(_EDITED)), inside_lines(_BRACKETED, ending(")", ")."))),
    ),
    Rule(
        "with-help",
        "byline",
        "the line with the agencies or colleagues who helped",
        ("en", "fr", "es", "pt", "de", "ar"),
        "edges",
        (
            "— With assistance from Jane Doe and John Roe",
            "Additional reporting from Jane Doe in Lagos",
            "Jane Doe contributed to this report.",
            "The Associated Press contributed to this report.",
            "Exemple Hebdo avec AFP",
            "(avec agences)",
            "(with agencies)",
            "Avec notre correspondant à Bamako, Awa Diallo",
            "مراسلنا في أغاديز",
        ),
        (
            "Jane Doe contributed to the fund.",
            "With help from the neighbours, they rebuilt the wall.",
            "Avec notre armée, nous vaincrons",
            "Our correspondent saw nine of the trucks at the gate.",
        ),
        judged_lines(_is_helped, saying(_HELPED, _WITH, _CORRESPONDENT)),
    ),
)
