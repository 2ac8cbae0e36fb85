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
    r"(?:(?:also |now )?read(?: also| more| next| on| full story| this)?|see also|also see|you (?:may|might) also (?:like|read)"
    r"|don'?t miss(?: this)?|catch up(?: here)?|in case you missed it|icymi|must read|more on this(?: story)?"
    r"|related(?: article| story| post| news| reading| content| coverage| video| links?)?"
    r"|recommended(?: reading)?|editor'?s'? (?:pick|choice)|further reading|explained|explore further|listen(?: also| now| to this)?"
    r"|watch(?: also| more| now| this| live)?|videos?|podcasts?|gallery|in pictures|more|suggested reading"
    r"|previously(?: on .{3,30})?|also on .{3,30}|up next"
    r"|(?:[àa] )?(?:re)?lire (?:aussi|également|encore|sur .{3,30})|[àa] (?:re)?lire|(?:[àa] )?(?:re)?voir (?:aussi|également)"
    r"|[àa] (?:re)?voir|[àa] (?:ré)?écouter|(?:[àa] )?(?:écouter|regarder) (?:aussi|également)|sur le même (?:sujet|thème)"
    r"|notre dossier|en images|en vidéo|lire (?:le|la|les|notre|l') ?(?:décryptage|enquête|tribune|analyse|entretien"
    r"|reportage|récit|portrait|dossier|article|éditorial|chronique|interview|suite)|pour aller plus loin"
    r"|le[ae]r (?:también|más|mas)|lea|te puede interesar|ver también|vea también|no te pierdas|más información"
    r"|le(?:ia|r) (?:também|mais)|veja (?:também|mais)|saiba mais|ouça também|confira também"
    r"|lesen sie auch|auch interessant|mehr zum thema|mehr dazu|siehe auch|weiterlesen|lesen sie mehr"
    r"|(?:اقرأ|إقرأ|اقرأوا|شاهد|طالع|انظر|استمع) (?:أيضا|أيضًا|أيضاً|ايضا|المزيد)|مواضيع ذات صلة|لمزيد من التفاصيل)"
)
_CUED = phrases(rf"(?:[^\w\s\"'«“(]{{1,3}} ?)?{_ALSO}(?: ?[|\]])? ?[:>»→|\]] ?\S.{{2,200}}")
# A cue without a colon needs a headline behind it: a capital, no final stop.
_BARE = phrases(
    r"(?:(?:[ÀA] l|L)ire (?:aussi|également)|[ÀA] (?:re)?lire|Read also|Also read|Voir aussi|Écouter aussi|À (?:ré)?écouter"
    r"|Read more about|Le[ae] también|Leia (?:também|mais)|Veja também|Ver también|Lesen Sie auch"
    r"|Don't miss|READ ALSO|ALSO READ)"
    r" ?(?:[«\"“] ?)?[^\W\d_a-zà-ÿ].{8,200}[^.!?…]",
    flags=re.NOFLAG,
)
_ITEM = phrases(r"list \d{1,2} of \d{1,2}\S.{2,200}", flags=re.NOFLAG)
# A heading in capitals throughout may begin with the same words.
_SHOUTED = phrases(
    r"(?:READ ALSO|ALSO READ|READ MORE|SEE ALSO|RELATED|MUST READ|READ NEXT|LIRE AUSSI|À LIRE AUSSI"
    r"|A LIRE AUSSI|VOIR AUSSI|LIRE ÉGALEMENT)(?: ?[:|-] ?\S|[ ]+(?=.*[a-zà-ÿ])\S).{2,200}",
    flags=re.NOFLAG,
)
# In brackets of its own, in a line of other words.
_BRACKETED = re.compile(
    r"(?=[\[(])(?:\[ ?(?:read|watch|listen|related|more|lire|[àa] (?:re)?lire|[àa] voir|[àa] écouter)\s?[:|–—-]"
    r"|[\[(] ?(?:also read|read also|read more|read next|see also|don['’]t miss|(?:[àa] )?(?:re)?lire (?:aussi|également)"
    r"|[àa] (?:re)?lire|(?:[àa] )?voir aussi|(?:[àa] )?écouter aussi|le[ae]r? (?:también|más)|leia (?:também|mais)"
    r"|veja também|lesen sie auch|اقرأ (?:أيضا|أيضًا|أيضاً))\s?[:|–—-]"
    r"|[\[(] ?(?:also read|read also|(?:[àa] )?lire (?:aussi|également)|leia também|lea también) )"
    r"[^\[\]()\n]{4,200}[\])]",
    re.IGNORECASE,
)
# These need a colon that is theirs alone: "Read:" may begin a sentence, "Read also:" hardly.
_LONE_VERB = re.compile(
    r"(?:read|more|watch|listen|[àa] (?:re)?lire|[àa] (?:re)?voir|related|recommended|videos?|podcasts?|gallery|explained"
    r"|in pictures|en images|lea|previously|catch up)"
    r" ?[:>»→|\]] ?(?P<small>(?-i:[a-zà-ÿ]))?",
    re.IGNORECASE,
)
_NOUN = (
    r"(?:articles?|stories|story|posts?|news|content|topics?|reading|reads|coverage|videos?|links?|items?)"
)
_LABEL = phrases(
    r"(?:related|similar|recommended|suggested|trending|popular|more|latest|recent|other|further|featured"
    rf"|associated|see more|read more|most (?:recent|read|viewed|popular)|additional) {_NOUN}(?: for you)?",
    r"you (?:may|might|could|will|may also|might also|'ll) (?:also )?(?:like|enjoy|love|have missed|want to (?:read|see)"
    r"|be interested in)(?: (?:this|these|to read))?.{0,2}|if you liked this\b.{0,40}|people also (?:read|liked?)",
    r"(?:read |see )?more (?:from|by|in|about) (?:this (?:author|section|category|series|topic|writer|show)|the author|us"
    r"|(?:around )?the web|around the world|our (?:network|partners|archives?))|more on this (?:story|topic|subject)"
    r"|more like this|more great .{2,30} stories|more to (?:read|explore)|(?:explore|dive) (?:further|deeper)",
    r"recommended(?: for you| reading| by .{3,30}| from .{3,30})?|trending(?: now| today)?|popular(?: now| today)?"
    r"|most (?:read|popular|viewed|shared|commented|watched|recent)(?: in .{2,30}| on .{2,30}| now| today)?"
    r"|what (?:others|people|we)(?:'re| are) reading(?: now)?|what's hot|hot topics",
    r"(?:latest|top|breaking|more) (?:news|stories|headlines)|editor'?s'? (?:picks?|choice)|don'?t miss(?: out| these| it)?"
    r"|(?:read|up|what to read|watch|listen) next|must[- ]reads?|long reads|in case you missed it|icymi|you missed",
    r"list of \d{1,2} items|end of list|(?:also )?read (?:also|this|these)(?: next)?|also read|see also"
    r"|related|also on .{2,40}|(?:more |also )?in this (?:series|section)|from (?:the|our) (?:web|archives?|blog)"
    r"|(?:from )?around the (?:web|bbc)|elsewhere on (?:the )?(?:web|bbc)|from our (?:partners|network|sponsors)"
    r"|further reading|go deeper|keep (?:on )?reading|post navigation",
    r"(?:(?:les |nos |autres )?articles?|(?:les |nos )?(?:contenus|vidéos|dossiers|podcasts|actualités|lectures)) (?:similaires?|liée?s?|connexes?"
    r"|récents?|récentes|recommandée?s?|associée?s?|suggérée?s?|complémentaires|les plus (?:lus|vues|populaires)|précédents?)|(?:à )?(?:re)?lire (?:aussi"
    r"|également|ensuite)|à (?:re)?(?:lire|voir|écouter|découvrir)(?: aussi| également| sur .{2,30})?|voir (?:aussi|également)"
    r"|(?:lire|voir) (?:d'autres|tous les|plus d') ?articles.{0,30}",
    r"(?:(?:plus |à lire )?(?:sur|dans|de) )?(?:le|la|les?) même(?:s)? (?:sujet|thème|rubrique|thématique|série|auteur|catégorie)s?"
    r"|(?:dans|sur|du|de) (?:le|la)?\s?mêmes? (?:série|auteur|rubrique|dossier|sujet|thème)|les (?:articles |infos |contenus )?(?:plus|\+) (?:lus|vus"
    r"|populaires|consultés|commentés|partagés|récents)|à la une|nos derniers articles|(?:notre|nos) (?:sélection|dossiers?)",
    r"(?:plus|voir plus|afficher plus|d'autres|toutes?|toute) (?:d'|l'|les |nos )?(?:articles|actualités?|infos|dossiers|contenus)(?: .{2,40})?"
    r"|vous (?:aimerez|pourriez|allez|devriez) (?:peut-être )?(?:aussi|aimer|également|adorer|être intéressé).{0,30}"
    r"|(?:cela|ces articles|ça) (?:peut|peuvent|pourrait|pourraient|devraient?) (?:aussi |également )?vous (?:intéresser|plaire)"
    r"|à ne pas (?:manquer|rater)|(?:les )?tendances?|(?:les )?dernières (?:actualités?|infos|nouvelles)"
    r"|(?:les )?derniers articles|pour aller plus loin|(?:ailleurs )?sur le web|(?:dans )?notre dossier",
    r"(?:noticias|artículos|contenido|notas|temas|entradas|notícias|artigos|matérias|conteúdos?|posts|publicações)"
    r" (?:relacionad[oa]s?|recomendad[oa]s?|recientes|recentes|similares)|(?:te|le|também|você|quizás|también)? ?(?:te |le )?"
    r"(?:puede|pode|podría|poderia) (?:interesar(?:te|le)?|gostar)|(?:le[ae]|le[ae]r|ver|veja|leia|leia) (?:también|também|más|mais)"
    r"|(?:lo )?más (?:leído|visto|noticias)|mais (?:lidas|lidos|notícias|vistas)|últimas noticias|últimas notícias|no te pierdas|não perca",
    r"mehr zum thema|lesen sie auch|das könnte (?:sie|dich) auch interessieren|(?:ähnliche|verwandte|weitere) (?:artikel|beiträge|themen|nachrichten)"
    r"|meist(?:gelesen|gelesene artikel)|auch interessant|empfohlene (?:artikel|beiträge)",
    r"(?:اقرأ|إقرأ|شاهد) (?:أيضا|أيضًا|أيضاً|ايضا|المزيد)|(?:مواضيع|أخبار|مقالات|مواد|موضوعات) (?:ذات صلة|مشابهة|متعلقة|أخرى)"
    r"|الأكثر (?:قراءة|مشاهدة|تداولا)|قد يعجبك(?: أيضا| أيضًا)?|آخر الأخبار|المزيد من .{2,30}",
)
_MORE_FROM = phrases(
    r"(?:More from|MORE FROM|Plus de|More in|Más de|Mais de|Latest posts by|Recent posts by|(?:View|See) all (?:posts|articles"
    r"|stories) by|See all from|Recommended from) [A-ZÀ-Þ][\w'&-]+(?: [A-ZÀ-Þ&][\w'&-]*){0,3}",
    flags=re.NOFLAG,
)
# A section of the article may have these for its heading: they count below all sentences.
_LOOSE = phrases(
    r"(?:related|similar|recommended|suggested|more|latest|recent|other|further|featured|top|new|newest|previous|our)"
    rf" (?:{_NOUN}|reports?|publications?|headlines|updates|episodes?|podcasts?|analys[ie]s|features?|columns?|interviews?"
    r"|experts?|programs?|research|work|resources|documents)(?: (?:from|on|in|by|at|of) .{2,40})?",
    r"(?:previous|next|older|newer) (?:post|article|story|entry|news)s?|(?:article|publication) (?:suivante?|précédente?)"
    r"|(?:also )?in this issue|from the same author|by the same author|du même auteur|elsewhere (?:on|in) .{2,30}|stay with us",
    r"(?:toute )?l'actualité (?:en|du|de|des) .{2,30}|nos partenaires|en ce moment|le fil (?:info|actu)|aktuelles"
    r"|(?:les )?(?:dernier|dernière|autre|nos|récente?)s? (?:heures?|publications?|actualités?|articles|titres|infos?|dépêches?)"
    r"(?: .{2,30})?",
)
_LOOSE_ON = phrases(
    r"(?:(?:Latest|Popular|Trending|More|Most read|Top stories|Featured|Also|News) (?:on|in|from|at)|Read more about|Sur"
    r"|À lire sur|Lu sur|Más en|Mais em|Mehr auf|Mehr aus) [A-ZÀ-Þ][\w'&.-]+(?: [A-ZÀ-Þ&][\w'&.-]*){0,3}",
    flags=re.NOFLAG,
)
_NEWS_LINK = re.compile(
    r"(?:[^.:]{0,40}\b)?(?:news|coverage|hub|stories|updates|actualités?|dossier|more|read|follow|lire|voir|listen|watch)\b"
    r"[^.:]{0,60}: ?(?:https?://|www\.)\S+(?: (?:and|et|,|&) (?:https?://|www\.)\S+)*\.?",
    re.IGNORECASE,
)
_LENGTH = phrases(r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?|[0-9]{1,3} (?:min(?:ute)?s?|mn)(?: read| de lecture)?")
# No headline is longer.
_HEADLINE_WORDS = 22
# A line of fewer words between paragraphs may be a heading.
_BETWEEN_WORDS = 5
# So many lines are no teasers between two paragraphs.
_BETWEEN = 6
_INNER_STOP = re.compile(r"[.!?] [^\W\d_a-z]")
_APPEARED = phrases(
    r"(?:the post|the article|l'article|cet article|la publication|el post|der beitrag)\b.{1,220}"
    r"\b(?:appeared first on|first appeared (?:on|in)|was (?:first|originally) published (?:on|in|at)"
    r"|est apparue? en premier sur|apareció primero en|erschien zuerst auf)\b.{1,100}",
)
# The same behind the last sentence of a line.
_APPEARED_BEHIND = re.compile(
    r"(?<=[.!?…”\"»)\]])\s*(?P<residue>(?:The post|L[’']article) [^\n]{1,220}"
    r" (?:appeared first on|est apparue? en premier sur) [^\n]{1,100})$"
)
_ORIGINAL = phrases(
    r"(?:this (?:article|story|post|piece) (?:was |has been )?(?:first|originally) (?:appeared|published"
    r"|posted) (?:on|in|by|at)) .{2,120}",
    r"originally (?:published|posted|appeared) (?:on|in|at|by) [^,]{2,60}\w",
    r"(?:click|tap) (?:here )?to (?:read|view|see|watch|enlarge|open|download)\b.{0,60}",
    r"(?:cet article (?:a été |est )?(?:d'abord |initialement )?(?:publié|paru) (?:sur|dans|par)) .{2,120}",
    r"(?:read|view|see) (?:the )?(?:full|original|whole|complete) (?:article|story|post"
    r"|report)(?: (?:here|on|at|in) ?.{0,60})?",
    r"(?:lire|voir) (?:l'article (?:complet|original|entier)|la suite)(?: (?:ici|sur) ?.{0,60})?",
)


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
    return (found.span() for found in _BRACKETED.finditer(page.text))


def _is_news_link(page: Page, line: Line) -> bool:
    """More of the same at an address, below the text; no entry of a list of sources."""
    return not line.is_bullet and page.in_tail(line) and _NEWS_LINK.fullmatch(line.text) is not None


def _is_headline(line: Line) -> bool:
    """Whether a line may be the headline of another article, or what stands between two of them."""
    if line.words > _HEADLINE_WORDS or line.text[-1] in ".:;,":
        return line.text.endswith("...") and line.words <= _HEADLINE_WORDS
    return not line.text[0].islower()


def _is_known(line: Line) -> bool:
    """Whether a line is of the page: another label, a control, a plea."""
    return bool(line.wording.phrasings)


def _find_teasers(page: Page) -> Iterator[Span]:
    """The headlines below a label: all to the end, or the ones between it and the next paragraph."""
    labels = sorted(
        {
            line.number
            for words in (_LABEL, _MORE_FROM, _LOOSE, _LOOSE_ON)
            for line in page.lines_saying(words)
        }
    )
    last = max((line.number for line in _sentences_of_article(page)), default=-1)
    if last < 0:
        return
    done = -1
    for number in labels:
        if number < done:
            continue
        if number > last:
            below = page.lines[number + 1 :]
            if any(line.is_bullet and line.has_final_stop and not _is_known(line) for line in below):
                return
            for line in below:
                if line.says(_LENGTH) or not _is_known(line):
                    yield line.start, line.end
            return
        if page.lines[number].says(_LABEL, _MORE_FROM):
            for line in _between(page, number):
                done = line.number
                yield line.start, line.end


def _sentences_of_article(page: Page) -> Iterator[Line]:
    """The sentences that are no headlines and no words of the page."""
    for line in page.lines:
        if line.is_sentence and not (line.text[-1] in "?!…" and line.words <= _HEADLINE_WORDS):
            if not (line.is_short and _is_known(line)):
                yield line


def _between(page: Page, label: int) -> Iterator[Line]:
    """The headlines right below a label in the midst of a text; a short one may be a heading."""
    run: list[Line] = []
    for line in page.lines[label + 1 : label + 1 + _BETWEEN]:
        if (
            not _is_headline(line)
            or line.words < _BETWEEN_WORDS
            or line.is_bullet
            or _INNER_STOP.search(line.text)
        ):
            break
        run.append(line)
    below = page.lines[label + 1 + len(run)] if label + 1 + len(run) < len(page.lines) else None
    # A paragraph that goes on in small letters is wrapped, and so is what stands above it.
    if below is None or below.text[0].islower() or len(run) == _BETWEEN:
        return
    yield from run


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
            _find_bracketed,
            judged_lines(_is_news_link, below_sentences),
        ),
    ),
    Rule(
        "related-label",
        "related",
        "the label above links to other articles",
        ("en", "fr", "es", "pt", "de"),
        "anywhere",
        (
            "Related articles",
            "You may also like",
            "Articles similaires",
            "Sur le même sujet",
            "More from Africa",
            "Dans la même série",
            "Vous aimerez aussi",
            "Veja também",
            "الأكثر قراءة",
        ),
        (
            "Related Links to Wagner",
            "Most of the dead were civilians",
            "Related attacks in Gao",
            "What’s next",
            "More to come",
        ),
        both(
            whole_lines(_LABEL),
            whole_lines(_MORE_FROM),
            whole_lines(_LOOSE, "tail"),
            whole_lines(_LOOSE_ON, "tail"),
        ),
    ),
    Rule(
        "teaser-run",
        "related",
        "headlines of other articles, below their label at the end",
        ("en", "fr"),
        "tail",
        (
            "Related stories\n⟦Villages empty as the rains fail⟧\n⟦A governor goes⟧",
            "Lire également\n⟦Les pluies manquent à Gao⟧",
            "Latest on Example\n⟦Who is the general everyone in the capital talks about?⟧\n⟦02:17⟧",
        ),
        ("Villages empty as the rains fail", "Related questions\nWho pays\nWho decides"),
        _find_teasers,
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
        ),
        both(
            whole_lines(_APPEARED),
            whole_lines(_ORIGINAL),
            inside_lines(_APPEARED_BEHIND, holding("The post", "L’article", "L'article")),
        ),
    ),
)
