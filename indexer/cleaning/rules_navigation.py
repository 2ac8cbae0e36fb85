"""Rules for menus, page numbers and links through a site.

Single words such as Menu count only at the edges of an article.
"""

import re
from collections.abc import Iterator

from indexer.cleaning.lines import Line, Page
from indexer.cleaning.phrases import phrases
from indexer.cleaning.rule import Rule, Span, both, judged_lines, saying, whole_lines

_MOBILE = phrases(
    r"exit mobile version|(?:view|switch to|go to) (?:the )?(?:desktop|full|mobile) (?:version|site|view)",
    r"quitter la version mobile|(?:voir la |aller à la )?version (?:complète|bureau|mobile)(?: du site)?",
)
_LINK = phrases(
    r"skip to (?:the )?(?:main )?(?:content|navigation|article|search)",
    r"(?:back|return|go|scroll) to (?:the )?(?:top|homepage|home page|main page)",
    r"(?:toggle|open|close|show|hide) (?:navigation|menu|sidebar|search)",
    r"(?:main|primary|mobile) (?:navigation|menu)",
    r"table of contents|jump to (?:section|content|navigation)",
    r"aller au (?:contenu|menu)(?: principal)?|(?:retour|revenir) (?:en haut|à l'accueil"
    r"|à la page d'accueil)",
    r"haut de (?:la )?page|ouvrir le menu|fermer le menu|table des matières",
    r"saltar al contenido|ir al contenido|pular para o conteúdo|zum inhalt springen",
)
_EDGE_LINK = phrases(
    r"menu|home|homepage|search|search for|close|top|sign in|log ?in|sign up|register|my account|sections"
    r"|more",
    r"accueil|rechercher|recherche|fermer|connexion|se connecter|s'inscrire|mon compte|rubriques",
    r"next|previous|prev|next (?:article|post|story|page)|previous (?:article|post|story|page)",
    r"suivant|précédent|article (?:suivant|précédent)|page (?:suivante|précédente)",
    r"[<«‹←] ?(?:previous|prev|précédent|older).{0,20}|(?:next|suivant|newer).{0,12} ?[>»›→]",
    r"inicio|buscar|menú|início|startseite|suche",
)
_CRUMB = phrases(r"(?:home|accueil|inicio|news|actualités?)(?: ?[›»>/→|] ?[^›»>/→|]{2,40}+){1,6}")
_PAGE_OF = phrases(
    r"page \d{1,3} ?(?:of|/|sur|de|von) ?\d{1,3}",
    r"(?:image|photo|picture|slide|diapositive) \d{1,3} ?(?:of ?/?|/|sur) ?\d{1,3}|back to (?:the )?gallery",
)
_NUMBERS = phrases(r"\d{1,3}(?: ?[-|·•/–] ?\d{1,3}){2,}")
_BARE_NUMBERS = phrases(r"\d{1,2}(?: \d{1,2}){3,}")
# Atomic: a row of digits can be cut into numbers in more ways than can be tried.
_NUMBERS_NEXT = phrases(
    r"(?>\d{1,3}(?: ?[-|·•/–]? ?(?:\d{1,3}|…|\.\.\.))+) (?:next|suivant|older|last"
    r"|[›»>→])(?: .{0,12})?",
)
_NUMBER = re.compile(r"\d+")


def _is_page_row(page: Page, line: Line) -> bool:
    """Page numbers counted from 1, below the last sentence."""
    if not page.in_tail(line):
        return False
    if line.says(_NUMBERS_NEXT):
        return True
    # Numbers with blanks between them may be the head of a table: only as the last line.
    if not line.says(_NUMBERS) and page.from_end(line):
        return False
    numbers = [int(n) for n in _NUMBER.findall(line.cue)]
    return numbers == list(range(1, len(numbers) + 1))


def _find_breadcrumbs(page: Page) -> Iterator[Span]:
    for line in page.lines_saying(_CRUMB):
        if page.in_head(line):
            yield line.start, line.end


RULES: tuple[Rule, ...] = (
    Rule(
        "mobile-exit",
        "nav",
        "a link back to the full site",
        ("en", "fr"),
        "anywhere",
        ("Exit mobile version", "Quitter la version mobile"),
        ("The mobile version of the clinic left on Monday.",),
        whole_lines(_MOBILE),
    ),
    Rule(
        "navigation-link",
        "nav",
        "a link of the site's navigation",
        ("en", "fr", "es", "pt", "de"),
        "edges",
        ("Skip to content", "Back to top", "Table of contents", "Menu", "Accueil", "< Previous", "Next"),
        (
            "Top commanders were killed",
            "Home to 2,000 people, the town was left empty.",
            "Next week the envoys return.",
            "A search for survivors",
        ),
        both(whole_lines(_LINK), whole_lines(_EDGE_LINK, "edges")),
    ),
    Rule(
        "breadcrumb",
        "nav",
        "the path of the page in its site, above the article",
        ("en", "fr", "es"),
        "head",
        ("Home › World › Africa", "Accueil > Monde > Afrique"),
        ("Home and away: how the army recruits",),
        _find_breadcrumbs,
    ),
    Rule(
        "pagination",
        "pagination",
        "page numbers at the end of the file",
        ("en", "fr"),
        "tail",
        (
            "1 - 2 - 3 - 4 - 5 - 6 - 7 - 8",
            "Page 2 of 5",
            "Page 2 sur 5",
            "Image 3 of 12",
            "1 2 3 … 9 Next",
            "1 2 3 4 5",
        ),
        (
            "1 - 2 - 3: so the referee counted",
            "Stade Malien 2 - 1 Djoliba",
            "2012 - 2015 - 2020: three coups",
            "2021 572 418 1,203",
            "2012 - 2015 - 2020",
            "1 2 3 5 8",
            "Figure 3 of 12",
            "Page 3 of the report says the camp held 1,400 people.",
            "A page has been turned,",
        ),
        both(
            whole_lines(_PAGE_OF), judged_lines(_is_page_row, saying(_NUMBERS_NEXT, _NUMBERS, _BARE_NUMBERS))
        ),
    ),
)
