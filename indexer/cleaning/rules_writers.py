"""Rules for what sites say about writers and supporters below a text.

A sentence on someone of whom the text speaks is content, wherever it stands.
"""

import re
from collections.abc import Sequence

from indexer.cleaning.lines import Line, Page
from indexer.cleaning.names import AGENCY, ROLE, is_desk, is_name, is_outlet, read_attribution
from indexer.cleaning.phrases import phrases
from indexer.cleaning.rule import Rule, below_sentences, both, judged_lines, near_edges, saying
from indexer.cleaning.rules_attribution import is_byline, is_spoken_of

_COVERS = (
    r"(?:who (?:covers|writes|reports|specialises|specializes|focuses|works)|covering|covers|writes "
    r"(?:about|on"
    r"|for)|reports (?:on|from|for)|reporting on|is based|based in|works on|lives in|specialis(?:es|ing)"
    r"|(?:in|en|à) (?-i:[A-ZÀ-Ý])\w+"
    r"|specializ(?:es|ing)|(?:at|for|with|with the|at the|for the|in the|of the|à la|au|pour|à l'|de l'"
    r"|du|des)"
    r" ?(?-i:[^\W\d_a-zà-ÿ])\w+|focus(?:es|ed|ing) on"
    r"|with (?:over |more than )?\d+ years|passionate about|qui (?:couvre|écrit|suit|travaille)|basée? "
    r"(?:à|au|en)"
    r"|spécialiste|spécialisée? (?:dans|sur)|travaille sur|collabore|auteure? de|author of|editor of"
    r"|con sede en|que cubre|baseado em|berichtet)"
)
_BLURB_FRAGMENT = re.compile(
    rf"(?:an?|une?|un)\s(?:[\w'-]+\s){{0,5}}?{ROLE}\b.{{0,40}}?\b{_COVERS}\b.{{0,200}}", re.IGNORECASE
)
_BLURB_NAMED = re.compile(
    rf"(?P<who>[^,.:;!?\"]{{4,60}}?),? (?:is|est|es|é|ist) (?:currently |also )?(?:an?|the|our|une?|le|la"
    rf"|el|um|uma)?\s?"
    rf".{{0,80}}?\b{ROLE}\b.{{0,80}}?\b{_COVERS}\b.{{0,250}}",
    re.IGNORECASE,
)
_BLURB_VERB = re.compile(
    r"(?P<who>[^,.:;!?\"]{4,60}?) (?:covers|writes (?:about|on|for)|reports (?:on|from|for)|has "
    r"(?:covered|reported"
    r"|written) (?:on|about|for|from)|joined|specialis|specializ|couvre"
    r"|écrit (?:pour|sur)|collabore|(?:teaches|lectures|researches|enseigne)\b.{2,80}?\b(?:universit\w+"
    r"|college|institute?|academy|académie))\b.{3,300}",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"\b(?:was|were|has|had|said|says|told|will|would|could|killed|arrested|died|a été"
    r"|avait|dit|selon)\b",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\b(?:killed|shot|arrested|detained|jailed|abducted|kidnapped|released|freed|died|wounded|missing"
    r"|said|told"
    r"|tuée?|arrêtée?|enlevée?|libérée?|morte?|portée? disparue?)\b",
    re.IGNORECASE,
)
_WRITER = re.compile(
    r"(?:the|this) (?:author|writer)s?|l'auteure?|les auteurs|el autor|la autora|o autor|a autora",
    re.IGNORECASE,
)
_ABOUT_WRITER = re.compile(
    r"(?:more )?about the (?:author|writer|contributor)s?|author bio|(?:author|contributor)s?(?:'s)? "
    r"(?:profile|biography)"
    r"|meet the author|à propos (?:de l'auteure?|des auteurs)|sur l'auteure?|l'auteure? en bref"
    r"|biographie de l'auteure?"
    r"|sobre (?:el|la|o|a) autora?|über (?:den autor|die autorin)|عن الكاتب",
    re.IGNORECASE,
)
_ADDRESS = re.compile(
    r"(?:(?:e-?mail|contact|courriel|twitter|x|tw|mail) ?: ?)?"
    r"(?:[\w.+-]{1,64}@[\w-]{1,40}(?:\.[\w-]{1,40}){1,4}|@\w{2,30}|(?:twitter|x)\.com/\w{2,30})",
    re.IGNORECASE,
)
_MAIL = r"(?:[\w.+-]{1,64}@[\w-]{1,40}(?:\.[\w-]{1,40}){1,4}|@\w{2,30}|(?:https?://)?(?:www\.)?(?:twitter|x)\.com/\S{2,40})"
_REACH = re.compile(
    rf"(?:[^\d,;:!?]{{3,60}} (?:may|can) be (?:reached|contacted|followed|emailed)"
    r"|(?:please |you can )?(?:contact|reach|e-?mail|write to|follow|tweet) (?:the (?:author|writer"
    r"|reporter|editor|journalist)s?|me|us|him|her|them"
    r"|(?-i:[A-ZÀ-Ý])[^\d.]{3,40})|[^\d,;:!?]{3,40} (?:is|est) (?:on|sur) (?:twitter|x)"
    r"|send (?:tips|your tips|story ideas|comments|feedback|letters)(?: \w+)?"
    rf"|(?:pour )?(?:contacter|écrire à|joindre) (?:l'auteure?|la rédaction"
    rf"|.{{3,40}}))\b.{{0,60}}?{_MAIL}.{{0,60}}"
    r"|(?:do you )?have (?:a |any )?(?:news )?(?:tips?|story|information)\b.{0,40}\?.{0,200}"
    r"|got (?:a |any )?(?:news )?(?:tips?|story)\b.{0,40}\?.{0,200}",
    re.IGNORECASE,
)
_WORKED = (
    r"(?:article|story|report|reporting|investigation|piece|project|series|feature|dispatch|documentary|work)"
)
_TRAVAIL = r"(?:article|reportage|enquête|série|projet|travail|dossier|publication|sujet|papier)"
_TRABAJO = (
    r"(?:artículo|reportaje|investigación|artigo|reportagem|investigação|matéria|série|proyecto|projeto)"
)
_MADE = phrases(
    rf"this {_WORKED}(?: \w+){{0,3}} (?:was|is|has been|were)(?: \w+)? (?:supported|funded|produced"
    rf"|made possible|reported"
    r"|co-published|financed|underwritten|realised|carried out|compiled|developed)\b.{0,40}?"
    r"\b(?:by|with|in|through|as|thanks|on)\b.{3,220}",
    rf"this {_WORKED} (?:first |originally )?(?:originated|is part of)\b.{{3,220}}",
    rf"(?:some |additional )?(?:information|material|reporting) (?:for|in) this {_WORKED} (?:came|comes"
    rf"|was provided|is) (?:from|by) .{{3,120}}",
    rf"(?:support|funding) for this {_WORKED} (?:was provided by|came from|comes from) .{{3,160}}",
    rf"(?:reporting|travel) for this {_WORKED} was (?:supported|funded|made possible) by .{{3,160}}",
    rf"(?:cet|cette|ce) {_TRAVAIL}(?: [\w'-]+){{0,3}} (?:a été|est|fut) (?:\w+ment )?(?:réalisée?"
    rf"|produite?|publiée?|rédigée?|financée?|soutenue?"
    r"|écrite?|traduite?|rendue? possible|menée?|republiée?|issue?)\b.{0,40}?\b(?:avec|par|grâce|dans|en"
    r"|sur|du|de|d)\b.{3,220}",
    r"(?:avec|grâce au) (?:le )?soutien (?:de|du|des|d')\s?.{3,120}|with (?:the )?support (?:from"
    r"|of) .{3,120}",
    rf"(?:este|esta|el|la|o|a) {_TRABAJO} (?:fue|ha sido|foi|se) .{{0,40}}(?:apoyo|apoio|publicad[oa]"
    rf"|colaboración|colaboração|financiad[oa]).{{0,200}}",
    r"dies(?:er|e|es) (?:artikel|beitrag|recherche|text|reportage) (?:wurde|erschien|ist) .{3,200}",
)
_INITIALS = re.compile(
    r"\(?(?:[A-Za-zÀ-ÿ]{2,4}/){1,4}[A-Za-zÀ-ÿ]{2,4}\)?|[a-z]{2,4}-[a-z]{2,4}(?:/[a-z]{2,4})+"
)
_AGENCY = re.compile(
    rf"(?i:sources?|via|avec|with|from|crédit|credit|copyright)\s*:?\s+(?P<who>\S.{{1,60}})"
    rf"|[(\[]?{AGENCY}[)\]]?"
)
_NEAR_END = 8
_BLURB_WORDS = 60
_NAMED_MARK = re.compile(r"[-–—]\s*(?P<who>\S.{2,50})")


def _is_blurb(page: Page, line: Line) -> bool:
    """One sentence on a writer among the last lines."""
    if line.number == 0 or not 2 <= line.words <= _BLURB_WORDS:
        return False
    if _ABOUT_WRITER.fullmatch(line.cue):
        return True
    if _BLURB_FRAGMENT.fullmatch(line.cue):
        return _PREDICATE.search(line.cue) is None
    found = _BLURB_NAMED.fullmatch(line.cue) or _BLURB_VERB.fullmatch(line.cue)
    if found is None or _EVENT.search(line.cue) or line.number < page.last_sentence - 2:
        return False
    if _WRITER.fullmatch(found["who"]):
        return True
    return is_name(found["who"]) and not _is_told_of(page, line, found["who"])


def _is_told_of(page: Page, line: Line, name: str) -> bool:
    """Whether the text above speaks of someone, a byline in its head aside."""
    family = re.compile(rf"\b{re.escape(name.rsplit(maxsplit=1)[-1])}\b")
    first = page.lines[min(page.first_sentence, line.number)].start
    return family.search(page.text, first, line.start) is not None


def _is_outlet_line(page: Page, line: Line) -> bool:
    """An outlet's name as the last line, or right below the line of an editor."""
    above = page.before(line)
    if above is None or line.is_bullet:
        return False
    last = page.from_end(line) == 0 and above.is_sentence and line.words > 1
    return (last or is_byline(page, above)) and is_outlet(line.cue)


def _is_signature(page: Page, line: Line) -> bool:
    """A person's name alone below the last sentence of an article."""
    above = page.before(line)
    if above is None or not above.is_sentence or page.prose_lines < 3:
        return False
    kinds = read_attribution(line.text)
    if kinds[:1] == ("name",) and "role" in kinds and not line.is_bullet:
        return not is_spoken_of(page, line, line.text.split(",")[0])
    dashed = _NAMED_MARK.fullmatch(line.text)
    name = dashed["who"] if dashed else line.text
    plain = (dashed or not line.is_bullet) and line.text[-1].isalpha() and not line.text.isupper()
    return bool(plain) and is_name(name, most=3) and not is_spoken_of(page, line, name)


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


def _from_last_sentence(page: Page) -> Sequence[Line]:
    return page.lines[max(0, page.last_sentence - 1) :]


def _is_reach(_page: Page, line: Line) -> bool:
    """Where a writer can be reached, below the article."""
    return line.number > 0 and _REACH.fullmatch(line.cue) is not None


def _is_made(page: Page, line: Line) -> bool:
    """Who supported or first published a text, at its end or right below its title."""
    edge = line.number < 3 or page.from_end(line) < 2 * _NEAR_END
    return edge and line.says(_MADE) and _EVENT.search(line.cue) is None


RULES: tuple[Rule, ...] = (
    Rule(
        "author-blurb",
        "byline",
        "one sentence on a writer, after the last paragraph",
        ("en", "fr", "es", "pt"),
        "tail",
        (
            "A business reporter who covers the world of finance.",
            "Jane Doe is a freelance journalist based in Dakar who writes about elections.",
            "Awa Diallo est une journaliste basée à Bamako.",
            "Jane Doe is a senior fellow at the Example Institute.",
            "Awa Diallo est chercheuse associée à l'Institut Exemple.",
            "The author is a researcher at Example University.",
            "About the author",
            "À propos de l'auteur",
        ),
        (
            "A reporter who covers the conflict was shot dead on Tuesday.",
            "The journalist was freed after a year.",
            "Awa Diallo is a journalist who covers the war and was abducted in May.",
            "The author is unknown, the police said.",
            "Awa Diallo teaches in a school near Gao.",
            "Moussa Touré anime une radio à Gao.",
        ),
        judged_lines(_is_blurb, near_edges(0, _NEAR_END)),
    ),
    Rule(
        "made-with",
        "byline",
        "who supported, produced or first published the text",
        ("en", "fr", "es", "pt", "de"),
        "tail",
        (
            "This investigation was supported by the Example Fund for Journalism.",
            "This story originated in the Hausa service. Some information came from Reuters.",
            "Some information for this report came from Agence France-Presse.",
            "Cette enquête a été réalisée avec le soutien du Fonds Exemple.",
            "Este reportaje fue realizado con el apoyo de la Fundación Ejemplo.",
        ),
        (
            "This report was rejected by the junta.",
            "The project was funded from the budget of the town.",
            "Cette enquête a duré deux ans.",
        ),
        judged_lines(_is_made, saying(_MADE)),
    ),
    Rule(
        "agency-mark",
        "byline",
        "initials or an agency's name below the article",
        ("en", "fr", "ar"),
        "tail",
        ("AB/cd", "(AFP)", "Source: Reuters Africa", "ab/cd/ef"),
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
        (
            "Email: jane@example.org",
            "@janedoe",
            "Jane Doe can be reached at jane@example.org",
        ),
        ("The ministry gave no address.", "Write to him @ the camp"),
        both(judged_lines(_is_address, below_sentences), judged_lines(_is_reach, _from_last_sentence)),
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
        ("Awa Diallo", "Awa Diallo, Senior Research Consultant, Example Sahel, Dakar office"),
        ("What Comes Next", "March 2012", "BACKGROUND", "WAR WITHOUT END", "Unknown Unknown"),
        judged_lines(_is_signature, near_edges(0, 1)),
    ),
)
