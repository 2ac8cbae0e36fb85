"""The rule that takes the page around an article, where a text is a whole page.

What an extractor made of a page is never looked at by it: there a line is residue by its own
wording and place alone.
"""

from collections.abc import Iterator
from itertools import groupby

from indexer.cleaning.article import Described, find_article, is_whole_page, read_weights
from indexer.cleaning.lines import Line, Page
from indexer.cleaning.rule import Rule, Span
from indexer.cleaning.rules_attribution import is_byline
from indexer.cleaning.stamps import read_stamp

FRAME = "page-frame"
# No page has fewer labels, or more lines: most texts are told by this alone.
_LEAST_LABELS, _MOST_LINES = 12, 20_000
_LABEL_CHARACTERS, _LABEL_WORDS = 60, 6
# So far above an article its date and its writer are looked for.
_HEAD_LINES = 12
_SECTIONS = (
    "Opinion Business Technology Science Health Travel Style Books Film Music Games Football Tennis Cricket"
    " Weather Crosswords Obituaries Courses Tickets Store Politics World Africa Europe Asia Americas Video"
    " Podcasts"
    " Newsletters Events Jobs Games Quizzes Recipes Letters Corrections Archive Login"
)
_RUBRIQUES = (
    "Politique Économie Culture Sciences Santé Voyages Livres Cinéma Musique Jeux Football Tennis Cyclisme"
    " Météo Recettes Carnet Emploi Immobilier Boutique Mode Monde Afrique Europe Asie Amériques Vidéos"
    " Podcasts"
    " Infolettres Agenda Annonces Jeux Courrier Archives Connexion Société Débats Éducation Planète Idées"
    " Sport"
    " Tribunes Portraits Enquêtes Dossiers"
)
_SIGNED = (
    "Amadou Koné, Gao; Fatoumata Cissé, Mopti; Ibrahim Maïga, Ansongo; Salif Dembélé, Ségou; Mariam Touré,"
    " Kidal; Hamidou Barry, Douentza; Oumar Sangaré, Sikasso; Kadidia Traoré, Kayes; Issa Coulibaly, Nara;"
    " Moussa Keïta, Bamako; Aïssata Diallo, Djenné; Seydou Camara, Niono; Rokia Sidibé, Diré"
)


def _find_frame(page: Page) -> Iterator[Span]:
    if len(page.lines) > _MOST_LINES or sum(map(_is_label, page.lines)) < _LEAST_LABELS:
        return
    described, weights = Described(page.lines), read_weights()
    if not is_whole_page(described, weights):
        return
    yield from frame_around(page, find_article(described, weights))


def frame_around(page: Page, article: list[bool]) -> Iterator[Span]:
    """The stretches around an article, of which it is told for each line whether it belongs to it.

    What states above the article when it appeared or who wrote it is left to the rules that know it.
    """
    # A page without an article is shown as it is.
    if not any(article):
        return
    first = article.index(True)
    inside = list(article)
    for line in page.lines[max(0, first - _HEAD_LINES) : first]:
        inside[line.number] = _is_known(page, line)
    for kept, run in groupby(page.lines, key=lambda line: inside[line.number]):
        if not kept:
            lines = tuple(run)
            yield lines[0].start, lines[-1].end


def _is_label(line: Line) -> bool:
    return line.words < _LABEL_WORDS and not line.has_final_stop and len(line.text) <= _LABEL_CHARACTERS


def _is_known(page: Page, line: Line) -> bool:
    """Whether a line states when the article appeared or who wrote it: it goes by a rule of its own."""
    if is_byline(page, line):
        return True
    stamp = read_stamp(line)
    return stamp is not None and (stamp.cued or stamp.published is not None)


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
