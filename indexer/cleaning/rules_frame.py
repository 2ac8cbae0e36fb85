"""The rule that takes the page around an article, where a text is a whole page.

What an extractor made of a page is never looked at by it: there a line is residue by its own
wording and place alone.
"""

from collections.abc import Iterator

from indexer.cleaning.article import Described, find_article, is_whole_page, read_weights
from indexer.cleaning.lines import Page
from indexer.cleaning.rule import Rule, Span

FRAME = "page-frame"
# No page has fewer short lines, or more lines: most texts are told by this alone.
_LEAST_LINES, _MOST_LINES = 12, 20_000
_SECTIONS = (
    "Opinion Business Technology Science Health Travel Style Books Film Music Games Football Tennis Cricket"
    " Weather Crosswords Obituaries Courses Tickets Store"
)
_RUBRIQUES = (
    "Politique Économie Culture Sciences Santé Voyages Livres Cinéma Musique Jeux Football Tennis Cyclisme"
    " Météo Recettes Carnet Emploi Immobilier Boutique Mode"
)
_SIGNED = (
    "Amadou Koné, Gao; Fatoumata Cissé, Mopti; Ibrahim Maïga, Ansongo; Salif Dembélé, Ségou; Mariam Touré,"
    " Kidal; Hamidou Barry, Douentza; Oumar Sangaré, Sikasso; Kadidia Traoré, Kayes; Issa Coulibaly, Nara;"
    " Moussa Keïta, Bamako; Aïssata Diallo, Djenné; Seydou Camara, Niono; Rokia Sidibé, Diré"
)


def _find_frame(page: Page) -> Iterator[Span]:
    if len(page.short_lines) < _LEAST_LINES or len(page.lines) > _MOST_LINES:
        return
    described, weights = Described(page.lines), read_weights()
    if not is_whole_page(described, weights):
        return
    article = find_article(described, weights)
    # A page without an article is shown as it is.
    if any(article):
        for line, inside in zip(page.lines, article, strict=True):
            if not inside:
                yield line.start, line.end


RULES = (
    Rule(
        name=FRAME,
        kind="nav",
        says="part of the page around the article: menus, teasers, footers",
        languages=("en", "fr", "es", "pt", "de", "ar"),
        place="edges",
        takes=tuple("\n".join(menu.split()) for menu in (_SECTIONS, _RUBRIQUES)),
        leaves=(
            "Year Attacks Deaths\n2021 572 418\n2022 604 511\n2023 688 702\n2024 590 633",
            "• Security vacuum\n• Weak institutions\n• Porous borders\n• Contested mines",
            "\n".join(_SIGNED.split("; ")),
        ),
        find=_find_frame,
        takes_runs=True,
    ),
)
