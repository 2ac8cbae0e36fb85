"""Rules for the labels above links to other articles, and for the headlines below them."""

import re
from collections.abc import Iterator

from indexer.cleaning.lines import Line, Page
from indexer.cleaning.phrases import phrases
from indexer.cleaning.rule import Rule, Span, both, whole_lines

_NOUN = (
    r"(?:articles?|stories|story|posts?|news|content|topics?|reading|reads|coverage|videos?|links?|items?)"
)
_LABEL = phrases(
    r"(?:related|similar|recommended|suggested|trending|popular|more|latest|recent|other|further|featured"
    rf"|associated|see more|read more|most (?:recent|read|viewed|popular)|additional) {_NOUN}(?: for you)?",
    r"you (?:may|might|could|will|may also|might also|'ll) (?:also )?(?:like|enjoy|love|have missed"
    r"|want to (?:read|see)|be interested in)(?: (?:this|these|to read))?.{0,2}|if you liked this\b.{0,40}"
    r"|people also (?:read|liked?)",
    r"(?:read |see )?more (?:from|by|in|about) (?:this (?:author|section|category|series|topic|writer|show)"
    r"|the author|us|(?:around )?the web|around the world|our (?:network|partners|archives?))"
    r"|read more (?:about|on) .{2,40}|(?:read )?more on this(?: story| topic| subject)?|more like this"
    r"|more great .{2,30} stories|more to (?:read|explore)|(?:explore|dive) (?:further|deeper)",
    r"recommended(?: for you| reading| by .{3,30}| from .{3,30})?|trending(?: now| today)?"
    r"|popular(?: now| today)?|most (?:read|popular|viewed|shared|commented|watched|recent)(?: in .{2,30}"
    r"| on .{2,30}| now| today)?|what (?:others|people|we)(?:'re| are) reading(?: now)?|what's hot"
    r"|hot topics",
    r"(?:latest|top|breaking|more) (?:news|stories|headlines)|editor'?s'? (?:picks?|choice)"
    r"|don'?t miss(?: out| these| it)?|(?:read|up|what to read|watch|listen) next|must[- ]reads?|long reads"
    r"|in case you missed it|icymi|you missed",
    r"list of \d{1,2} items|end of list|(?:also )?read (?:also|this|these)(?: next)?|also read|see also"
    r"|related|also on .{2,40}|(?:more |also )?in this (?:series|section)"
    r"|from (?:the|our) (?:web|archives?|blog)|(?:from )?around the (?:web|bbc)"
    r"|elsewhere on (?:the )?(?:web|bbc)|from our (?:partners|network|sponsors)|further reading|go deeper"
    r"|keep (?:on )?reading|post navigation",
    r"(?:(?:les |nos |autres )?articles?|(?:les |nos )?(?:contenus|vidéos|dossiers|podcasts|actualités"
    r"|lectures)) (?:similaires?|liée?s?|connexes?|récents?|récentes|recommandée?s?|associée?s?|suggérée?s?"
    r"|complémentaires|les plus (?:lus|vues|populaires)|précédents?)"
    r"|(?:à )?(?:re)?lire (?:aussi|également|ensuite)|à (?:re)?(?:lire|voir|écouter|découvrir)(?: aussi"
    r"| également| sur .{2,30})?|voir (?:aussi|également)|(?:lire|voir) (?:d'autres|tous les"
    r"|plus d') ?articles.{0,30}",
    r"(?:(?:plus |à lire )?(?:sur|dans|de) )?(?:le|la|les?) même(?:s)? (?:sujet|thème|rubrique|thématique"
    r"|série|auteur|catégorie)s?|(?:dans|sur|du|de) (?:le|la)?\s?mêmes? (?:série|auteur|rubrique|dossier"
    r"|sujet|thème)|les (?:articles |infos |contenus )?(?:plus|\+) (?:lus|vus|populaires|consultés|commentés"
    r"|partagés|récents)|à la une|nos derniers articles|(?:notre|nos) (?:sélection|dossiers?)",
    r"(?:plus|voir plus|afficher plus|d'autres|toutes?|toute) (?:d'|l'|les |nos )?(?:articles|actualités?"
    r"|infos|dossiers|contenus)(?: .{2,40})?|vous (?:aimerez|pourriez|allez|devriez) (?:peut-être )?(?:aussi"
    r"|aimer|également|adorer|être intéressé).{0,30}|(?:cela|ces articles|ça) (?:peut|peuvent|pourrait"
    r"|pourraient|devraient?) (?:aussi |également )?vous (?:intéresser|plaire)|à ne pas (?:manquer|rater)"
    r"|(?:les )?tendances?|(?:les )?dernières (?:actualités?|infos|nouvelles)|(?:les )?derniers articles"
    r"|pour aller plus loin|(?:ailleurs )?sur le web|(?:dans )?notre dossier",
    r"(?:noticias|artículos|contenido|notas|temas|entradas|notícias|artigos|matérias|conteúdos?|posts"
    r"|publicações) (?:relacionad[oa]s?|recomendad[oa]s?|recientes|recentes|similares)"
    r"|(?:te|le|também|você|quizás|también)? ?(?:te |le )?(?:puede|pode|podría"
    r"|poderia) (?:interesar(?:te|le)?|gostar)|(?:le[ae]|le[ae]r|ver|veja|leia|leia) (?:también|também|más"
    r"|mais)|(?:lo )?más (?:leído|visto|noticias)|mais (?:lidas|lidos|notícias|vistas)|últimas noticias"
    r"|últimas notícias|no te pierdas|não perca",
    r"mehr zum thema|lesen sie auch|das könnte (?:sie|dich) auch interessieren"
    r"|(?:ähnliche|verwandte|weitere) (?:artikel|beiträge|themen|nachrichten)"
    r"|meist(?:gelesen|gelesene artikel)|auch interessant|empfohlene (?:artikel|beiträge)",
    r"(?:اقرأ|إقرأ|شاهد) (?:أيضا|أيضًا|أيضاً|ايضا|المزيد)|(?:مواضيع|أخبار|مقالات|مواد|موضوعات) (?:ذات صلة"
    r"|مشابهة|متعلقة|أخرى)|الأكثر (?:قراءة|مشاهدة|تداولا)|قد يعجبك(?: أيضا| أيضًا)?|آخر الأخبار"
    r"|المزيد من .{2,30}",
)
_MORE_FROM = phrases(
    r"(?:More from|MORE FROM|Plus de|More in|Más de|Mais de|Latest posts by|Recent posts by"
    r"|(?:View|See) all (?:posts|articles|stories) by|See all from"
    r"|Recommended from) [A-ZÀ-Þ][\w'&-]+(?: [A-ZÀ-Þ&][\w'&-]*){0,3}",
    flags=re.NOFLAG,
)
# A section of the article may have these for its heading: they count below all sentences.
_LOOSE = phrases(
    r"(?:related|similar|recommended|suggested|more|latest|recent|other|further|featured|top|new|newest"
    r"|previous|our)"
    rf" (?:{_NOUN}|reports?|publications?|headlines|updates|episodes?|podcasts?|analys[ie]s|features?"
    rf"|columns?|interviews?"
    r"|experts?|programs?|research|work|resources|documents)(?: (?:from|on|in|by|at|of) .{2,40})?",
    r"(?:previous|next|older|newer) (?:post|article|story|entry|news)s?"
    r"|(?:article|publication) (?:suivante?|précédente?)|(?:also )?in this issue|from the same author"
    r"|by the same author|du même auteur|elsewhere (?:on|in) .{2,30}|stay with us",
    r"(?:toute )?l'actualité (?:en|du|de|des) .{2,30}|nos partenaires|en ce moment|le fil (?:info|actu)"
    r"|aktuelles|(?:les )?(?:dernier|dernière|autre|nos|récente?)s? (?:heures?|publications?|actualités?"
    r"|articles|titres|infos?|dépêches?)(?: .{2,30})?",
)
_LOOSE_ON = phrases(
    r"(?:(?:Latest|Popular|Trending|More|Most read|Top stories|Featured|Also|News) (?:on|in|from|at)"
    r"|Read more about|À lire sur|Lu sur|Más en|Mais em|Mehr auf"
    r"|Mehr aus) [A-ZÀ-Þ][\w'&.-]+(?: [A-ZÀ-Þ&][\w'&.-]*){0,3}",
    flags=re.NOFLAG,
)
_LENGTH = phrases(
    r"[0-9]{1,2}|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?|[0-9]{1,3} (?:min(?:ute)?s?|mn)(?: read| de lecture)?"
)
# No headline is longer.
_HEADLINE_WORDS = 22
# A line of fewer words between paragraphs may be a heading.
_BETWEEN_WORDS = 5
# So many lines are no teasers between two paragraphs.
_BETWEEN = 6
_INNER_STOP = re.compile(r"[.!?] [^\W\d_a-z]")


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
        headline = line.text[-1] in "?!…" and line.words <= _HEADLINE_WORDS
        if line.is_sentence and not headline and not (line.is_short and _is_known(line)):
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
)
