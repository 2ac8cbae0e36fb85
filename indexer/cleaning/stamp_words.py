"""The words of stamps: what sites write beside a date, in the languages that are cleaned.

One token at a time; a word that none of the patterns knows belongs to no stamp.
"""

import re
from dataclasses import dataclass
from typing import Literal

from indexer.cleaning.written_date import MONTH, WEEKDAY, WrittenDate, read_date

Kind = Literal[
    "published", "updated", "date", "day", "ago", "time", "zone", "reading", "counter", "section", "join"
]

_NO_LETTER = r"(?![^\W\d_])"
_ON = r"(?:\s(?:on|le|la|at|el|em|am|the|il|à|a las|às|um|in|date)\b)?"
PUBLISHED = (
    r"(?:(?:first |originally |article |date |story |this (?:article|story|post) (?:was|is) (?:first "
    r"|originally )?)?"
    r"(?:published|posted|issued on)(?: online)?(?: date)?"
    r"|publication date|publish(?:ed)? date|date published|date of publication|date posted"
    r"|(?:article |initialement )?(?:publiée?s?|postée?|parue?s?|mise?s? en ligne)"
    r"|date de (?:publication|parution|mise en ligne)"
    r"|publicad[oa]|fecha de publicación|data de publicação|pubblicato"
    r"|veröffentlicht|erschienen|publiziert|veröffentlichungsdatum"
    r"|نُ?شرت? ?(?:في|بتاريخ)?|تاريخ النشر|تم النشر ?(?:في|بتاريخ)?)"
)
UPDATED = (
    r"(?:(?:last |article |latest |date |page |this (?:article|story|post|page) (?:was|has been) (?:last )?)?"
    r"(?:updated|modified|edited|update)(?: date)?"
    r"|date of update"
    r"|(?:dernière |article )?(?:mise?s? à jour|actualisée?s?|modifiée?s?|màj|maj)|dernière modification"
    r"|(?:última )?(?:actualización|actualizad[oa]|modificación|modificado|atualização|atualizad[oa])"
    r"|(?:ultimo )?(?:aggiornamento|aggiornato|modifica)"
    r"|(?:zuletzt |letzte )?(?:aktualisiert|aktualisierung|geändert|bearbeitet)|stand"
    r"|(?:آخر )?تحديث(?: في)?|تم التحديث(?: في)?)"
)
_UNIT = r"(?:sec(?:ond)?s?|min(?:ute)?s?|hours?|hrs?|days?|weeks?|months?|h|d|w|mo)"
_EINHEIT = r"(?:sekunden?|minuten?|stunden?|tag(?:en)?|wochen?|monat(?:en)?)"
_UNITE = r"(?:secondes?|minutes?|heures?|jours?|semaines?|mois|min|h|j)"
_UNIDAD = r"(?:segundos?|minutos?|horas?|días?|dias?|semanas?|mes(?:es)?|mês)"
_WAHDA = r"(?:ثانية|ثوان|دقيقة|دقائق|دقيقتين|ساعة|ساعات|ساعتين|يوم|أيام|يومين|أسبوع|أسابيع|شهر|أشهر)"
AGO = (
    rf"(?:(?:about |over |almost |more than )?(?:\d{{1,3}} ?|an? |one ){_UNIT} ago"
    rf"|il y a (?:environ |plus d'|plus de )?(?:\d{{1,3}}|une?) ?{_UNITE}"
    rf"|(?:hace|há) (?:cerca de |unas |unos )?(?:\d{{1,3}}|una?|um|uma) {_UNIDAD}"
    rf"|\d{{1,3}} (?:ore|ora|minuti|giorni|mesi) fa|vor (?:\d{{1,3}}|einem|einer) {_EINHEIT}"
    rf"|(?:منذ|قبل) (?:\d{{1,3}} )?{_WAHDA})"
)
# The last forms are also headings of stories on what was then.
_DAY = (
    r"(?:today|yesterday|aujourd'hui|hier|hoy|ayer|hoje|ontem|heute|gestern|oggi|ieri|اليوم|أمس|just now"
    r"|à l'instant|(?:\d{1,2}|an?|one) years? ago|il y a (?:\d{1,2}|un) ans?)"
)
_ZONE = (
    r"(?:(?:gmt|utc)(?:\s?[+-]\s?\d{1,2}(?::?\d{2})?)?|ce[s]?t|wat|eat|cat|sast|e[ds]t|c[ds]t|m[ds]t"
    r"|p[ds]t|et|pt|ct"
    r"|bst|ist|brt|msk|aest|z|uhr|hrs?|local time|(?:paris|london|dakar|lagos|nairobi) time"
    r"|heure(?: (?:locale|de [^\W\d_]+|gmt))?|hora local|h)"
)
READING = (
    r"(?:\d{1,3}\s?[- ]?(?:min(?:ute)?s?|mn)\.? (?:read|listen|watch|de lecture)"
    r"|(?:estimated )?reading time ?:? ?.{0,8}?\d{1,3} ?(?:min(?:ute)?s?|mn)\.?(?: read)?"
    r"|read time ?:? ?\d{1,3} ?min(?:ute)?s?\.?|time to read ?:? ?\d{1,3} ?min(?:ute)?s?\.?"
    r"|(?:temps de )?lecture ?:? ?(?:environ )?\d{1,3} ?(?:min(?:ute)?s?|mn)\.?"
    r"|\d{1,3} min(?:uto)?s? de (?:lectura|leitura)|(?:tiempo de lectura"
    r"|tempo de leitura) ?:? ?\d{1,3} min(?:uto)?s?\.?"
    r"|lesezeit ?:? ?\d{1,3} ?min(?:uten)?\.?|\d{1,3} min(?:uten)? lesezeit"
    r"|(?:less than|moins d')(?: (?:a|1))? ?(?:une )?minute(?: read)?)"
)
_COUNTER = (
    r"(?:(?:\d[\d.,]{0,8} ?[km]?|no|aucun|sin|nenhum|keine) ?(?:comments?|commentaires?|replies"
    r"|responses?|views?|vues?"
    r"|reads?|lectures?|shares?|partages?|likes?|réactions?|reactions?|comentarios?|comentários?|kommentare?"
    r"|visualizações|visitas|claps)"
    r"|(?:comments?|commentaires?|views?|vues) ?:? ?\d[\d.,]{0,8}|leave a (?:comment|reply)|comments? off"
    r"|laisser un commentaire|add comment|add a comment|paid|premium|free"
    r"|(?:lu|vu|read|viewed|visited|leído|lido) \d[\d.,\s]{0,10} ?(?:fois|times|veces|vezes))"
)
_SECTIONS = (
    r"(?:(?:top |latest |world |breaking |local |africa |african |featured )?(?:news|stories|headlines)"
    r"|africa|west africa|north africa|world|politics|business|economy|opinions?|analys[ie]s|commentary"
    r"|sports?|culture"
    r"|security|health|society|features?|lifestyle|entertainment|technology|tech|science|environment"
    r"|climate|education"
    r"|investigations?|interviews?|editorials?|columns?|blogs?|uncategori[sz]ed|national|international"
    r"|metro|crime"
    r"|press releases?|(?:news and )?press release|statements?|reports?|briefings?|explainers?|podcasts?"
    r"|videos?"
    r"|afrique|monde|politique|économie|société|sécurité|santé|sports?|actualités?|actu|actus|à la une"
    r"|la une|flash"
    r"|tribunes?|éditos?|éditorial|entretiens?|reportages?|enquêtes?|décryptages?|dossiers?|communiqués?"
    r"(?: de presse)?"
    r"|faits divers|afrique de l'ouest|diplomatie|environnement|éducation|non classé"
    r"|áfrica|mundo|política|economía|economia|sociedad|sociedade|opinión|opinião|noticias|notícias"
    r"|internacional"
    r"|afrika|welt|politik|wirtschaft|gesellschaft|nachrichten|أخبار|إفريقيا|أفريقيا|سياسة|العالم|اقتصاد)"
)
_SECTION = rf"(?:(?:in|dans|en|em|filed under|category|catégorie|section|rubrique) ?:? ?)?{_SECTIONS}"


@dataclass(frozen=True, slots=True)
class Token:
    """A part of a stamp that ends at `end`; `date` if it is one."""

    kind: Kind
    end: int
    date: WrittenDate | None = None


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_TIME = (
    r"(?:at |à |um |a las |às |alle |ore |الساعة )?"
    r"(?:\d{1,2}\s?(?:[:.]\s?\d{2}(?::\d{2})?|h\s?\d{2}|h(?!\w))(?:\s?[ap]\.?\s?m\b\.?)?"
    r"|\d{1,2}\s?[ap]\.?m\b\.?)|T\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?"
)
_SEPARATORS = " ,|·•–—:;/-\t\u00a0"
_JOINS = rf"[\s,،|·•⋅∙@–—:;()/›»>-]+|(?:date|on|le|at|à|تاريخ){_NO_LETTER}"
_JOIN = _compile(_JOINS)
# In this order: what is longer or means more goes first.
_TOKENS: tuple[tuple[Kind, str], ...] = (
    # "Updated 2 hours ago": what was published so is told by the word, not by the time.
    ("published", PUBLISHED + _NO_LETTER + _ON),
    ("updated", UPDATED + _NO_LETTER + _ON),
    ("ago", AGO + _NO_LETTER),
    # "5 min" says so only beside a date.
    ("reading", rf"(?:{READING}|\d{{1,3}}\s?(?:min(?:ute)?s?|mn)\.?){_NO_LETTER}"),
    # A bare number is one only as the last part.
    ("counter", rf"{_COUNTER}{_NO_LETTER}|(?<=[|·•] )\d{{1,5}}(?=[\s|·•]*$)"),
    ("time", _TIME),
    ("zone", rf"\(?{_ZONE}{_NO_LETTER}\)?|[+-]\d{{2}}:?\d{{2}}(?!\d)"),
    ("day", _DAY + _NO_LETTER),
    ("section", _SECTION + _NO_LETTER),
    ("join", _JOINS),
)
_KINDS: dict[str, Kind] = {kind: kind for kind, _ in _TOKENS}
_ANY = _compile("|".join(f"(?P<{kind}>{pattern})" for kind, pattern in _TOKENS))
_YEARLESS = _compile(rf"(?:{WEEKDAY})?(?:\d{{1,2}} {MONTH}|{MONTH} \d{{1,2}})(?!\w)")

# How a stamp can begin; what follows is read token by token.
BEGINNINGS = (
    r"\W*(?:\d|at |à |um |date|heure|gmt|utc|cet|cest|wat|est|edt|pst|pdt|bst|ist|z\b).*",
    rf"\W*(?:{WEEKDAY}|{MONTH}|{_DAY}).*",
    *(rf"\W*(?:{pattern}).*" for pattern in (PUBLISHED, UPDATED, AGO)),
)


def read_token(text: str, at: int) -> Token | None:
    """The token that begins at `at`, None if a word stands there that no stamp has.

    >>> read_token("Last updated on 3 May 2024", 0)
    Token(kind='updated', end=15, date=None)
    >>> read_token("the army left", 4)
    """
    if text[at] in _SEPARATORS and (found := _JOIN.match(text, at)):
        return Token("join", found.end())
    if (date := read_date(text, at)) is not None:
        return Token("date", date.end, date)
    if found := _ANY.match(text, at):
        return Token(_KINDS[found.lastgroup or ""], found.end())
    found = _YEARLESS.match(text, at)
    return Token("day", found.end()) if found else None
