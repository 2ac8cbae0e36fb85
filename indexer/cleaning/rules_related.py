"""Rules for links to other articles.

A heading that begins with such a word is kept: the label must be the whole line.
"""

import re
from collections.abc import Iterator

from indexer.cleaning.lines import Line, Page
from indexer.cleaning.phrases import phrases
from indexer.cleaning.rule import (
    Rule,
    Span,
    below_sentences,
    both,
    holding,
    inside_lines,
    judged_lines,
    saying,
    whole_lines,
)

_ALSO = (
    r"(?:(?:also |now )?read(?: also| more| next| on| full story| this)?|see also|also see"
    r"|you (?:may|might) also (?:like|read)|don'?t miss(?: this)?|catch up(?: here)?|in case you missed it"
    r"|icymi|must read|more on this(?: story)?|related(?: article| story| post| news| reading| content"
    r"| coverage| video| links?)?|recommended(?: reading)?|editor'?s'? (?:pick|choice)|further reading"
    r"|explained|explore further|listen(?: also| now| to this)?|watch(?: also| more| now| this| live)?"
    r"|videos?|podcasts?|gallery|in pictures|more|suggested reading|previously(?: on .{3,30})?"
    r"|also on .{3,30}|up next|(?:[àa] )?(?:re)?lire (?:aussi|également|encore|sur .{3,30})|[àa] (?:re)?lire"
    r"|(?:[àa] )?(?:re)?voir (?:aussi|également)|[àa] (?:re)?voir|[àa] (?:ré)?écouter"
    r"|(?:[àa] )?(?:écouter|regarder) (?:aussi|également)|sur le même (?:sujet|thème)|notre dossier|en images"
    r"|en vidéo|lire (?:le|la|les|notre|l') ?(?:décryptage|enquête|tribune|analyse|entretien|reportage|récit"
    r"|portrait|dossier|article|éditorial|chronique|interview|suite)|pour aller plus loin"
    r"|le[ae]r? (?:también|más|mas)|lea|te puede interesar|ver también|vea también|no te pierdas"
    r"|más información|le(?:ia|r) (?:também|mais)|veja (?:também|mais)|saiba mais|ouça também|confira também"
    r"|lesen sie auch|auch interessant|mehr zum thema|mehr dazu|siehe auch|weiterlesen|lesen sie mehr"
    r"|(?:اقرأ|إقرأ|اقرأوا|شاهد|طالع|انظر|استمع) (?:أيضا|أيضًا|أيضاً|ايضا|المزيد)|مواضيع ذات صلة"
    r"|لمزيد من التفاصيل)"
)
_CUED = phrases(rf"(?:[^\w\s\"'«“(]{{1,3}} ?)?{_ALSO}(?: ?[|\]])? ?[:>»→|\]] ?\S.{{2,200}}")
# A cue without a colon needs a headline behind it: a capital, no final stop.
_BARE = phrases(
    r"(?:(?:[ÀA] l|L)ire (?:aussi|également)|[ÀA] (?:re)?lire|Read also|Also read|Voir aussi|Écouter aussi"
    r"|À (?:ré)?(?:écouter|voir|regarder)(?: aussi)?|Read more about|Le[ae] también|Leia (?:também|mais)"
    r"|Veja também|Ver también|Lesen Sie auch|Don't miss|READ ALSO"
    r"|ALSO READ) ?(?:[«\"“] ?)?[^\W\d_a-zà-ÿ].{8,200}[^.!?…]",
    flags=re.NOFLAG,
)
# "… [INSIGHT]": the kind of a piece behind its headline.
_TAGGED = re.compile(r"[^.!?]{15,160} ?\[[A-Z]{3,}(?: [A-Z]{2,}){0,2}\W*")
_ITEM = phrases(r"list \d{1,2} of \d{1,2}\S.{2,200}", flags=re.NOFLAG)
# A heading in capitals throughout may begin with the same words.
_SHOUTED = phrases(
    r"(?:READ ALSO|ALSO READ|READ MORE|SEE ALSO|RELATED|MUST READ|READ NEXT|LIRE AUSSI|À LIRE AUSSI"
    r"|A LIRE AUSSI|VOIR AUSSI|LIRE ÉGALEMENT)(?: ?[:|-] ?\S|[ ]+(?=.*[a-zà-ÿ])\S).{2,200}",
    flags=re.NOFLAG,
)
# In brackets of its own, in a line of other words.
_BRACKET = re.compile(r"[\[(]")
_BRACKETED = re.compile(
    r"(?:\[ ?(?:read|watch|listen|related|more|lire|[àa] (?:re)?lire|[àa] voir"
    r"|[àa] écouter)\s?[:|–—-]|[\[(] ?(?:also read|read also|read more|read next|see also|don['’]t miss"
    r"|(?:[àa] )?(?:re)?lire (?:aussi|également)|[àa] (?:re)?lire|(?:[àa] )?voir aussi"
    r"|(?:[àa] )?écouter aussi|le[ae]r? (?:también|más)|leia (?:também|mais)|veja também|lesen sie auch"
    r"|اقرأ (?:أيضا|أيضًا|أيضاً))\s?[:|–—-]|[\[(] ?(?:also read|read also|(?:[àa] )?lire (?:aussi|également)"
    r"|leia também|lea también) )[^\[\]()\n]{4,200}[\])]",
    re.IGNORECASE,
)
# These need a colon that is theirs alone: "Read:" may begin a sentence, "Read also:" hardly.
_LONE_VERB = re.compile(
    r"(?:read|more|watch|listen|[àa] (?:re)?lire|[àa] (?:re)?voir|related|recommended|videos?|podcasts?"
    r"|gallery|explained|in pictures|en images|lea|previously"
    r"|catch up) ?[:>»→|\]] ?(?P<small>(?-i:[a-zà-ÿ]))?",
    re.IGNORECASE,
)
_NEWS_LINK = re.compile(
    r"(?:[^.:]{0,40}\b)?(?:news|coverage|hub|stories|updates|actualités?|dossier|more|read|follow|lire|voir"
    r"|listen|watch)\b[^.:]{0,60}: ?(?:https?://|www\.)\S+(?: (?:and|et|,|&) (?:https?://|www\.)\S+)*\.?",
    re.IGNORECASE,
)
_APPEARED = phrases(
    r"(?:the post|the article|l'article|cet article|la publication|el post"
    r"|der beitrag)\b.{1,220}\b(?:appeared first on|first appeared (?:on|in)"
    r"|was (?:first|originally) published (?:on|in|at)|est apparue? en premier sur|apareció primero en"
    r"|erschien zuerst auf)\b.{1,100}",
)
# The same behind the last sentence of a line.
_APPEARED_BEHIND = re.compile(
    r"(?<=[.!?…”\"»)\]])\s*(?P<residue>(?:The post|L[’']article) [^\n]{1,220} (?:appeared first on"
    r"|est apparue? en premier sur) [^\n]{1,100})$"
)
_ORIGINAL = phrases(
    r"(?:this (?:article|story|post|piece) (?:was |has been )?(?:first|originally) (?:appeared|published"
    r"|posted) (?:on|in|by|at)) .{2,120}",
    r"originally (?:published|posted|appeared) (?:on|in|at|by) [^,]{2,60}\w",
    r"(?:click|tap) (?:here )?to (?:read|view|see|watch|enlarge|open|download)\b.{0,60}",
    r"(?:cet article (?:a été |est )?(?:d'abord |initialement )?(?:publié|paru) (?:sur|dans|par)) .{2,120}",
    r"(?:this|the) (?:page|article|story|text) is (?:also )?available in (?:english|french|français|arabic"
    r"|spanish"
    r"|portuguese|hausa|swahili|german|russian|chinese)\b.{0,60}"
    r"|(?:cet article|ce texte|cette page|ce communiqué|cet entretien) (?:est|existe) (?:aussi |également )?"
    r"(?:disponible )?en (?:anglais|français|arabe|espagnol|portugais)\b.{0,40}"
    r"|(?:read|lire) (?:this (?:article|story|page|text) |cet article |l'article )?(?:in|en) (?:english"
    r"|french"
    r"|arabic|spanish|portuguese|hausa|swahili|anglais|français|arabe|espagnol|portugais)",
    r"(?:read|view|see) (?:the )?(?:full|original|whole|complete) (?:article|story|post"
    r"|report)(?: (?:here|on|at|in) ?.{0,60})?",
    r"(?:lire|voir) (?:l'article (?:complet|original|entier)|la suite)(?: (?:ici|sur) ?.{0,60})?",
)


_HOLDING_BRACKETS = holding("[", "(")


def _is_tagged(_page: Page, line: Line) -> bool:
    return _TAGGED.fullmatch(line.cue) is not None


def _is_cued(_page: Page, line: Line) -> bool:
    cue = line.cue
    if line.words > 30:
        return False
    if line.says(_BARE, _ITEM):
        return True
    # The title of the article itself may begin so.
    if line.number == 0 and line.text[0] != "[" and _LONE_VERB.match(cue):
        return False
    # A sentence behind a lone verb: "More: the camp held 1,400 people, the mayor said."; headlines
    # of other articles begin with a capital.
    lone = _LONE_VERB.match(cue)
    return lone is None or not (line.text.endswith(".") or (lone["small"] and cue[0] not in "ÀàAa"))


def _find_bracketed(page: Page) -> Iterator[Span]:
    for line in _HOLDING_BRACKETS(page):
        for bracket in _BRACKET.finditer(line.text):
            if found := _BRACKETED.match(line.text, bracket.start()):
                yield line.start + found.start(), line.start + found.end()


def _is_news_link(page: Page, line: Line) -> bool:
    """More of the same at an address, below the text; no entry of a list of sources."""
    return not line.is_bullet and page.in_tail(line) and _NEWS_LINK.fullmatch(line.text) is not None


RULES: tuple[Rule, ...] = (
    Rule(
        "related-line",
        "related",
        "a link to another article",
        ("en", "fr", "es", "pt", "de", "ar"),
        "anywhere",
        (
            "READ ALSO: Villages empty as the rains fail",
            "Lire aussi : le récit d’une attaque",
            "Read more: What the accord says",
            "READ ALSO Villages empty as the rains fail",
            "Lire aussi Les pluies manquent à Gao",
            "A lire aussi: Les pluies manquent",
            "[À lire] Ces pluies que personne n’avait vues venir",
            "Don’t miss: Inside the camp that moved three times",
            "LEER MÁS: La ruta que sale de Nuadibú",
            "Veja também: O que é o acordo",
            "À lire aussiMali : la junte recule",
            "Nobody came. ⟦(Lire aussi : L’armée escorte les citernes)⟧ The road is closed.",
            "Nobody came. ⟦[ ALSO READ: Anatomy of a convoy ]⟧ The road is closed.",
        ),
        (
            'Read the statement in full: "We will not leave," it said.',
            "See also the 2015 accord, which fell apart.",
            "Lire et écrire restent un luxe dans la région, dit l’enseignante.",
            "More from less: farming in Gao",
            "More: the camp held 1,400 people.",
            "Recommended: a ceasefire by June",
            "RELATED DEATHS RISE IN GAO",
            "Lire aussi bien que son frère était son rêve.",
            "He spoke (read: shouted) for an hour, and nobody (see also the note) left.",
            "À lire, à relire, à brûler : trois piles",
        ),
        both(
            judged_lines(_is_cued, saying(_BARE, _ITEM, _CUED, _SHOUTED)),
            judged_lines(_is_tagged, holding("]")),
            _find_bracketed,
            judged_lines(_is_news_link, below_sentences),
        ),
    ),
    Rule(
        "first-published",
        "related",
        "where the article appeared first",
        ("en", "fr", "es", "de"),
        "anywhere",
        (
            "The post Rains fail in Gao appeared first on Example News.",
            "L’article Les pluies manquent est apparu en premier sur Exemple.",
            "This article was originally published on Example News.",
            "Read the full article here",
            "Originally published on Example News",
            "Click here to read more",
            "The army left. ⟦The post Army leaves Gao appeared first on Example News.⟧",
        ),
        (
            "The post at the border was attacked first on Monday.",
            "The article of the constitution appeared in the gazette.",
            "The article was published in June by the ministry.",
            "Click here was the name of the crossing.",
            "The report is available in French and English.",
            "The statement is available in full on the ministry's site.",
        ),
        both(
            whole_lines(_APPEARED),
            whole_lines(_ORIGINAL),
            inside_lines(_APPEARED_BEHIND, holding("The post", "L’article", "L'article")),
        ),
    ),
)
