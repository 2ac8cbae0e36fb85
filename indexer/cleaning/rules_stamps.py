"""Rules for dates and times that a site puts on an article.

A date inside a sentence or above a part of a chronology is content.
"""

from collections.abc import Iterator

from indexer.cleaning.lines import Page
from indexer.cleaning.phrases import phrases
from indexer.cleaning.rule import Rule, Span, both, whole_lines
from indexer.cleaning.stamp_words import READING
from indexer.cleaning.stamps import find_header, find_openings, find_stamps

_READING_TIME = phrases(READING)
# Without a word for reading only above the text.
_MINUTES = phrases(r"\d{1,2} ?(?:min(?:ute)?s?|mn)\.?")


def _find_header(page: Page) -> Iterator[Span]:
    header = find_header(page.text)
    if header is not None:
        yield header[1], header[2]


def _find_dates(page: Page) -> Iterator[Span]:
    """Stamps without the names of writers: these are bylines."""
    for stamp in (*find_openings(page), *find_stamps(page)):
        yield from stamp.rest


RULES: tuple[Rule, ...] = (
    Rule(
        "date-header",
        "date",
        "the scraper's date at the top of the file",
        ("any",),
        "head",
        ("⟦date 2024-03-27⟧", "⟦date 2024-03⟧ The army left the town on Friday."),
        ("The date 2024-03-27 was set for the vote.", "Dates are sold by the kilo in Timbuktu."),
        _find_header,
    ),
    Rule(
        "publication-stamp",
        "date",
        "a line with the date of publication or of a change",
        ("en", "fr", "es", "pt", "de", "it", "ar"),
        "anywhere",
        (
            "Published: 3 May 2024",
            "Publié le 3 mai 2024 à 10h32, mis à jour le 4 mai 2024 à 11h00",
            "Published: Updated:",
            "Last updated on May 3, 2024",
            "2 hours ago",
            "Last update: 16 March 2024, 23:02 (GMT+1)",
            "Publicado: 3 de mayo de 2024 | Actualizado: 4 de mayo de 2024",
            "Atualizado há 2 meses",
            "Veröffentlicht am 3. Mai 2024 um 10:32 Uhr",
            "نُشر في: 8 نوفمبر 2024 - 14:35",
            "Posted\n18 Oct 2023",
            "Published 3 Jan 20243 Jan 2024",
            "⟦Posted on May 3, 2024⟧ by admin",
            "⟦Publié le 3 mai 2024⟧ par Awa Diallo",
        ),
        (
            "March 2012",
            "On 27 March 2022, helicopters arrived.",
            "Published in 2019, the report named two generals.",
            "Updated maps show the road.",
            "Released: 12 May 2022",
            "Kidnapped: 3 May 2021\nReleased: 12 May 2022",
            "Il y a 10 ans",
            "Published on 3 May 2024, the report names two generals.",
            "Published: 3 May 2024 in Gao, the report names two generals.",
        ),
        _find_dates,
    ),
    Rule(
        "reading-time",
        "date",
        "how long reading takes",
        ("en", "fr"),
        "anywhere",
        ("5 min read", "Temps de lecture : 3 min"),
        ("A minute of silence was held.",),
        both(whole_lines(_READING_TIME), whole_lines(_MINUTES, "head")),
    ),
)
