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
    r"(?:skip|jump|go|return|continue) to (?:the )?(?:main )?(?:content|navigation|nav|article|search|footer"
    r"|header|menu|sidebar|section|primary content|site navigation|sections?|body|text)"
    r"|skip (?:navigation|links|advertisement|ad)",
    r"(?:[^\w\s]{1,3} ?)?(?:back|return|go|scroll|jump) (?:to )?(?:the )?(?:top|homepage|home ?page|main page"
    r"|home|(?:all |the )?(?:articles?|blog|news|stories"
    r"|posts?)(?: list)?)(?: of (?:the )?page)?(?: ?[^\w\s]{1,3})?",
    r"(?:toggle|open|close|show|hide|expand|collapse) (?:the )?(?:main |mobile |site |side )?(?:navigation"
    r"|nav|menu|sidebar|search|search bar|sub-?menu|dropdown|table of contents)(?: menu| panel| bar)?",
    r"(?:main|primary|mobile|site|footer|secondary) (?:navigation|menu)"
    r"|(?:search|type) (?:for|here|the site)[.:…]{0,3}",
    r"table of contents|jump to (?:section|content|navigation|recipe|review|comments)|breadcrumbs?"
    r"|you are here",
    r"(?:passer|aller|accéder|sauter)(?: directement)? (?:au|à la|à l') ?(?:contenu|menu|navigation|recherche"
    r"|pied de page|article)(?: principal(?:e)?)?|(?:[^\w\s]{1,3} ?)?(?:retour|retourner|revenir) (?:en haut"
    r"|au sommet|à l'accueil|au menu|aux [a-zéè]{3,15}|à la (?:page d'accueil|une|liste"
    r"|rubrique))(?: de (?:la )?page)?|vous êtes ici",
    r"haut de (?:la )?page(?: ?[^\w\s]{1,3})?|(?:ouvrir|fermer|afficher|masquer) (?:le |la )?(?:menu"
    r"|recherche|navigation)(?: principale?)?|table des matières|menu principal|navigation principale"
    r"|fil d'ariane",
    r"(?:saltar|ir|pasar) al (?:contenido|menú)(?: principal)?|volver (?:arriba|al inicio)|abrir menú"
    r"|cerrar menú",
    r"(?:pular|ir) para o (?:conteúdo|menu|topo)(?: principal)?|voltar ao (?:topo|início)",
    r"(?:zum|direkt zum) (?:inhalt|hauptinhalt|menü)(?: springen)?|nach oben"
    r"|zurück (?:nach oben|zur startseite)|menü (?:öffnen|schließen)",
    r"(?:انتقل|تخطى|الانتقال) إلى (?:المحتوى|القائمة)(?: الرئيسي)?|العودة إلى (?:الأعلى|الرئيسية)",
)
_EDGE_LINK = phrases(
    r"menu|homepage|search|search for|sign in|log ?in|sign up|register|my account|sections",
    r"accueil|rechercher|recherche|connexion|se connecter|s'inscrire|mon compte|rubriques",
    r"(?:article|story|post|page) (?:suivante?|précédente?)|page suivante|page précédente"
    r"|(?:next|previous) (?:article|post|story|page)",
    r"[<«‹←⟨] ?(?:article |page )?(?:previous|prev|précédente?|older|anterior|zurück).{0,20}"
    r"|(?:article |page )?(?:next|suivante?|newer|siguiente|weiter).{0,12} ?[>»›→⟩]",
    r"inicio|buscar|menú|início|startseite|suche|القائمة|بحث|الرئيسية",
)
# Words that may be the heading of what stands below them.
_STEP = phrases(
    r"home|close|top|more|next|previous|prev|suivant|précédent|fermer|siguiente|anterior|weiter|zurück|التالي"
    r"|السابق"
)
_HOME = (
    r"(?:home(?: ?page)?|accueil|inicio|início|startseite|news|actualités?|a la une|à la une|noticias"
    r"|notícias|الرئيسية)"
)
_STEP_MARK = r" ?[›»>→▸▶❯⟩] ?"
_CRUMB = phrases(
    rf"{_HOME}(?: ?[›»>/→|•∙·\\-]+ ?[^›»>/→|]{{2,60}}+){{1,6}}",
    r"you are here ?: ?.{2,120}|vous êtes ici ?: ?.{2,120}",
)
# A path that begins with any section; only the first lines are asked.
_PATH = re.compile(
    rf"[^›»>→|.!?]{{2,30}}(?:{_STEP_MARK}[^›»>→|.!?]{{2,30}}){{1,5}}(?:{_STEP_MARK}[^›»>→|]{{2,120}})?"
    r"|[^/|.!?]{2,25}(?: [/|] [^/|.!?]{2,25}){2,5}"
)
_SECTION = (
    r"(?:news|world|africa|politics|business|economy|sports?|opinion|culture|tech|technology|science|health"
    r"|national|local|international|features?|analysis|interviews?|lifestyle|entertainment|security|society"
    r"|education|environment|middle east|west africa|europe|asia|americas|actualités?|actu|monde|afrique"
    r"|politique|économie|société|sports|culture|sahel|mali|niger|burkina faso|tchad|chad|nigeria|sénégal"
    r"|senegal|mauritanie|togo|bénin|dossiers?|tribunes?|débats|idées|mundo|áfrica|política|economía|deportes"
    r"|sociedad|economia|أخبار|إفريقيا|أفريقيا|العالم|سياسة|اقتصاد|رياضة|ثقافة|تقارير|عربي|دولي)"
)
_HOME_ROW = phrases(rf"{_HOME}(?: {_SECTION}){{1,5}}")
# A crumb of a path is a section, not a clause.
_CRUMB_WORDS = 5
_CONTENTS = phrases(
    r"(?:table of )?contents?(?: hide| show| toggle)?|in this (?:article|story|report|issue|post|guide)"
    r"|on this page|jump to|quick links|what's in this (?:article|report|story)|article contents"
    r"|page contents|navigate (?:this )?(?:article|report)|inside this (?:article|report)",
    r"(?:au )?sommaire|plan(?: de l'article)?|(?:table des matières)"
    r"|dans cet? (?:article|dossier|rapport|note)|sur cette page|au menu",
    r"(?:tabla de )?contenidos?|índice|en este artículo|sumário|conteúdo|neste artigo|nesta página"
    r"|inhalt(?:sverzeichnis|sübersicht)?|in diesem (?:artikel|beitrag)|auf dieser seite|المحتويات"
    r"|جدول المحتويات|في هذا المقال",
)
# These name nothing else, so the label goes alone as well.
_BARE_CONTENTS = phrases(
    r"contents(?: hide| show| toggle)?|in this (?:article|story|post|guide)|on this page|sommaire"
    r"|dans cet article|sur cette page|inhaltsverzeichnis|in diesem artikel|en este artículo|neste artigo"
    r"|tabla de contenidos?|المحتويات"
)
_ITEM_NUMBER = re.compile(r"(?:(?:[0-9]+\.)*[0-9]+[.)]?|[ivx]+\.|[a-z][.)]|[•‣▪●○–—-])\s+", re.IGNORECASE)
_MOST_ITEMS = 60
_PAGE_OF = phrases(
    r"(?:page|página|seite|صفحة) \d{1,3} ?(?:of|/|sur|de|von|من) ?\d{1,3}",
    r"(?:image|photo|picture|slide|diapositive|foto|imagen|imagem|bild) ?\d{1,3} ?(?:of ?/?|/|sur|de"
    r"|von) ?\d{1,3}|back to (?:the )?gallery|pages? ?: ?\d{1,3}(?: ?[|,·-]? ?\d{1,3})+",
    linear=True,
)
_NUMBERS = phrases(r"\d{1,3}(?: ?[-|·•/–] ?\d{1,3}){2,}")
_BARE_NUMBERS = phrases(r"\d{1,2}(?: \d{1,2}){3,}")
# Atomic: a row of digits can be cut into numbers in more ways than can be tried.
_NUMBERS_NEXT = phrases(
    r"(?:(?:[«‹<←] ?)?(?:previous|prev|précédent|newer|first) )?(?>\d{1,3}(?: ?[-|·•/–]? ?(?:\d{1,3}|…"
    r"|\.\.\.))+) (?:next|suivant|older|last|siguiente|próxima?|weiter|[›»>→])(?: .{0,12})?",
)
_NUMBER = re.compile(r"\d+")
_CRUMBS = re.compile(r"[›»>/→|•∙·▸▶❯⟩]+")
# Between two crumbs that stand on lines of their own.
_CRUMB_SIGNS = frozenset("|/>›»→\\")
# A path stands so far up.
_HEAD_LINES = 6


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


def _is_step(page: Page, line: Line) -> bool:
    """A link that may be a heading: below the text, or above it with something between."""
    below = page.after(line)
    if page.in_tail(line):
        return line.number > 0
    return page.in_head(line) and below is not None and not below.is_sentence


def _find_breadcrumbs(page: Page) -> Iterator[Span]:
    """A path of sections above the title; words with blanks alone only behind that of the front page."""
    for line in page.lines[:_HEAD_LINES]:
        if not line.says(_CRUMB) and _PATH.fullmatch(line.cue) is None:
            continue
        parts = [part.split() for part in _CRUMBS.split(line.cue) if part.strip()]
        # The last is often the title.
        if page.in_head(line) and all(len(p) <= _CRUMB_WORDS for p in parts[:-1]):
            yield line.start, line.end
    for line in page.lines_saying(_HOME_ROW):
        if line.number < _HEAD_LINES and page.in_head(line):
            yield line.start, line.end
    for line in page.lines[1 : _HEAD_LINES + 2]:
        if line.text in _CRUMB_SIGNS and page.in_head(line):
            for crumb in (page.lines[line.number - 1], page.after(line)):
                if crumb is not None and crumb.words < _CRUMB_WORDS - 1 and not crumb.has_final_stop:
                    yield crumb.start, crumb.end


def _find_contents(page: Page) -> Iterator[Span]:
    """A label with lines that return below as headings, or the label alone."""
    labels = [
        line for line in page.lines_saying(_CONTENTS) if line.number <= page.first_sentence + _HEAD_LINES
    ]
    if not labels:
        return
    last = {_fold_item(line): line.number for line in page.lines[: page.last_sentence] if line.is_short}
    for label in labels:
        found, at, items = [], label.number + 1, set[str]()
        # One item may have lost its heading.
        for line in page.lines[at : at + _MOST_ITEMS]:
            item = _fold_item(line)
            # An item for the second time is its heading.
            if item in items:
                break
            if last.get(item, -1) > line.number:
                found.append(line)
                items.add(item)
            elif line.number - (found[-1].number if found else label.number) > 1:
                break
        between = page.lines[label.number : found[-1].number + 1] if found else []
        if found and not any(line.is_prose for line in between):
            for line in between:
                yield line.start, line.end
        elif label.says(_BARE_CONTENTS) and page.in_head(label):
            yield label.start, label.end


def _fold_item(line: Line) -> str:
    """An item of a table of contents without its numbers, as its heading below is compared."""
    text = line.cue.casefold()
    for _ in range(2):
        text = _ITEM_NUMBER.sub("", text, count=1) if _ITEM_NUMBER.match(text) else text
    return text


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
        (
            "Skip to content",
            "Back to top",
            "Table of contents",
            "Menu",
            "Accueil",
            "< Previous",
            "↑ Retour en haut de page",
        ),
        (
            "Top commanders were killed",
            "Home to 2,000 people, the town was left empty.",
            "Next week the envoys return.",
            "A search for survivors",
        ),
        both(whole_lines(_LINK), whole_lines(_EDGE_LINK, "edges"), judged_lines(_is_step, saying(_STEP))),
    ),
    Rule(
        "breadcrumb",
        "nav",
        "the path of the page in its site, above the article",
        ("en", "fr", "es"),
        "head",
        (
            "Home › World › Africa",
            "Accueil > Monde > Afrique",
            "Markets > Commodities > Gold",
            "News / Africa / Politics",
            "الرئيسية أخبار إفريقيا",
            "⟦News⟧\n/\n⟦Armed groups⟧",
        ),
        ("Home and away: how the army recruits", "Gold and silver", "Mali 2 > Niger 1, the referee said."),
        _find_breadcrumbs,
    ),
    Rule(
        "contents",
        "nav",
        "a table of contents",
        ("en", "fr", "es", "pt", "de", "ar"),
        "head",
        (
            "⟦Sommaire⟧\n⟦1. Le prix⟧\n⟦La suite⟧\n\n1. Le prix\n\nLe prix a doublé en un an.\n\nLa suite",
            "In this article",
        ),
        ("Contents of the truck", "Key points\n\n• The army left\n• The market reopened"),
        _find_contents,
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
