"""Rules for links to other articles.

A heading that begins with such a word is kept: the label must be the whole line.
"""

import re
from collections.abc import Iterator

from indexer.cleaning.lines import Line, Page
from indexer.cleaning.phrases import phrases
from indexer.cleaning.rule import Rule, Span, both, holding, inside_lines, judged_lines, saying, whole_lines

_CUED = phrases(
    r"(?:(?:also )?read(?: also| more| next| on| full story)?|see also|also see|related(?: article| story"
    r"| post| news| reading)?"
    r"|must read|watch(?: also| more)?|listen(?: also)?|more on this(?: story)?|more|editor's pick"
    r"|recommended|in case you missed it|videos?|podcasts?|gallery|in pictures|en images"
    r"|(?:[àa] )?lire (?:aussi|également|encore)|[àa] lire|(?:[àa] )?voir (?:aussi|également)"
    r"|(?:[àa] )?(?:écouter|regarder) (?:aussi|également)|notre dossier|sur le même sujet"
    r"|lea también|leia também|lesen sie auch|mehr zum thema|اقرأ أيضا)"
    r"(?: ?\|)? ?[:>»→|] ?\S.{2,200}",
)
# A cue without a colon needs a headline behind it: a capital, no final stop.
_BARE = phrases(
    r"(?:(?:[ÀA] l|L)ire (?:aussi|également)|Read also|Also read|Voir aussi) [^\W\d_a-zà-ÿ].{8,200}[^.!?…]",
    flags=re.NOFLAG,
)
_ITEM = phrases(r"list \d{1,2} of \d{1,2}\S.{2,200}", flags=re.NOFLAG)
# A heading in capitals throughout may begin with the same words.
_SHOUTED = phrases(
    r"(?:READ ALSO|ALSO READ|READ MORE|SEE ALSO|RELATED|MUST READ|LIRE AUSSI|À LIRE AUSSI"
    r"|A LIRE AUSSI|VOIR AUSSI)(?: ?[:|-] ?\S|[ ]+(?=.*[a-zà-ÿ])\S).{2,200}",
    flags=re.NOFLAG,
)
# These need a colon that is theirs alone: "Read:" may begin a sentence, "Read also:" hardly.
_LONE_VERB = re.compile(
    r"(?:read|more|watch|listen|[àa] lire|related|recommended|videos?|podcasts?|gallery)"
    r" ?[:>»→|] ?(?P<small>(?-i:[a-zà-ÿ]))?",
    re.IGNORECASE,
)
_NOUN = (
    r"(?:articles?|stories|story|posts?|news|content|topics?|reading|reads|coverage|videos?|links?|items?)"
)
_LABEL = phrases(
    r"(?:related|similar|recommended|suggested|trending|popular|more|latest|recent|other|further|featured"
    rf"|associated) {_NOUN}(?: for you)?",
    r"you (?:may|might|could|will|may also|might also|'ll) (?:also )?(?:like|enjoy"
    r"|be interested in)(?: (?:this|these))?",
    r"more from (?:this (?:author|section|category)|the author|us|the web|around the web)"
    r"|more on this (?:story|topic)",
    r"recommended(?: for you)?|trending(?: now)?|most (?:read|popular|viewed|shared)",
    r"(?:latest|top|breaking) (?:news|stories|headlines)|editor'?s'? (?:picks?|choice)|don'?t miss"
    r"|(?:read|up|what to read) next",
    r"list of \d{1,2} items|end of list|read also|also read|see also|related|also on .{2,40}"
    r"|in this (?:series|section)|from the web|around the web|you missed",
    r"articles? (?:similaires?|liés?|connexes?|récents?|recommandés?|associés?)|(?:à )?lire (?:aussi"
    r"|également)|à voir aussi",
    r"(?:sur|dans) (?:le|la) même (?:sujet|thème|rubrique|thématique)|les plus (?:lus|populaires"
    r"|consultés)|à la une|nos derniers articles",
    r"plus d'articles|vous aimerez aussi|cela (?:peut|pourrait) (?:aussi )?vous intéresser"
    r"|à ne pas (?:manquer|rater)|tendances?",
    r"noticias relacionadas|artículos relacionados|artigos relacionados|mehr zum thema|lesen sie auch",
)
_MORE_FROM = phrases(
    r"(?:More from|MORE FROM|Plus de|More in) [A-Z][\w'&-]+(?: [A-Z][\w'&-]+){0,3}", flags=re.NOFLAG
)
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
    # A sentence behind a lone verb: "More: the camp held 1,400 people, the mayor said."; headlines
    # of other articles begin with a capital.
    lone = _LONE_VERB.match(cue)
    return lone is None or not (line.text.endswith(".") or (lone["small"] and cue[0] not in "ÀàAa"))


def _find_teasers(page: Page) -> Iterator[Span]:
    """Headlines below a label that stands below all sentences; only if nothing else follows."""
    labels = [*page.lines_saying(_LABEL), *page.lines_saying(_MORE_FROM)]
    label = min(filter(page.in_tail, labels), key=lambda line: line.number, default=None)
    if label is None or page.last_sentence < 0:
        return
    below = page.lines[label.number + 1 :]
    if any(line.is_bullet and line.has_final_stop for line in below):
        return
    for line in below:
        yield line.start, line.end


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
        ),
        judged_lines(_is_cued, saying(_BARE, _ITEM, _CUED, _SHOUTED)),
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
        ),
        (
            "Related Links to Wagner",
            "Most of the dead were civilians",
            "Related attacks in Gao",
            "What’s next",
        ),
        both(whole_lines(_LABEL), whole_lines(_MORE_FROM)),
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
