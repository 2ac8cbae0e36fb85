"""Rules for what templates and scrapers leave: marks, codes, cut ends.

Never the dots of speech, never brackets inside a quotation, never a row of figures.
"""

import re
import unicodedata
from collections.abc import Iterator

from indexer.cleaning.lines import Line, Page
from indexer.cleaning.phrases import phrases
from indexer.cleaning.rule import Rule, Span, both, holding, inside_lines, judged_lines, whole_lines

# Punctuation that can be speech, a sum or an empty cell of a table.
_MEANT = frozenset("?!\"'“”‘’«»$€£%+-–—…✓✔✗✘☑☒")
_DASHES = frozenset("-–—+_=*~")
_MOST_MARKS = 100
_SHORTCODE = re.compile(
    r"(?P<residue>\[/?(?:ad_\d+|ads?|caption|gallery|embed|embedyt|video|audio|playlist|youtube|shortcode"
    r"|su_\w+|vc_\w+|et_pb_\w+|wp_\w+|adrotate|newsletter_form|contact-form-7"
    r"|related_posts?)(?:\s[^\[\]]{0,300})?/?\])",
    re.IGNORECASE,
)
_SCRIPT = re.compile(
    r"(?:/\*.*\*/|<!--.*-->|//<!\[CDATA\[.*|.*\badsbygoogle\b.*|.*\bgoogletag\..*"
    r"|.*\bdocument\.(?:getElementById|write|createElement)\b.*|(?:var|let|const) [\w$]+ ?=.*;"
    r"|window\.[\w.]+ ?=.*;?|\(?function ?\(.*|[.#@][\w-]+[^{}]{0,80}\{[^{}]*\}?|jQuery\(.*|\$\(.*\)\..*;)"
)
_CODE = (
    *("{", "function", "jQuery(", "$(", "=", "/*", "<!--", "//<", "adsbygoogle", "googletag.", "document."),
)
_LOADING = phrases(
    r"(?:like )?loading(?: (?:comments|ads?|more|content|related|articles?))?(?:\.\.\."
    r"|…)?(?: ?(?:loading)?(?:\.\.\.|…)?){0,3}|please wait(?:\.\.\.|…)?"
    r"|(?:j'aime |me gusta |curtir |gefällt mir )?(?:chargement|cargando|carregando|wird geladen"
    r"|lädt)(?: en cours)?(?:\.\.\.|…)?",
    r"(?:press enter or )?click to (?:view|enlarge)\b.{0,40}",
    r"source link(?: ?\d{1,6})?|(?:\[email protected\]|email protected)"
    r"|javascript (?:is )?(?:required|disabled)\b.{0,80}",
    r"(?:please )?enable javascript\b.{0,100}|your browser does not support\b.{0,80}"
    r"|votre navigateur ne (?:prend|supporte)\b.{0,80}",
    r"(?:video|audio) player(?: is loading)?|(?:play|pause|mute|unmute|fullscreen|play video)|undefined|null"
    r"|nan|\[object object\]",
    r"(?:powered|generated) by (?-i:[^\W_a-zà-ÿ]).{1,30}|lorem ipsum\b.{0,100}",
)
_REFERENCE = re.compile(r"(?<=[\w.,;:!?\"”’»)])(?P<residue>(?:\[\d{1,3}\])+)(?=[\s.,;:!?)”»\"]|$)")
_MORE = (
    r"(?:Read [Mm]ore|READ MORE|Continue [Rr]eading|Keep [Rr]eading|Lire la suite|Lire [Pp]lus|En savoir plus"
    r"|Read the rest|Lire l['’]article(?: complet)?|L[Ee][Ee][Rr] [Mm][Áá][Ss]|Seguir leyendo"
    r"|Continuar leyendo|L[Ee][Ii][Aa] [Mm][Aa][Ii][Ss]|Continue lendo|Weiterlesen|Mehr lesen"
    r"|Read full (?:story|article)|Show more)"
)
_CUT_ENDS = (
    re.compile(r"(?P<residue>(?:\.\.\.|…)?\s*\[\+?\d+ (?:chars|characters|caractères)\])$"),
    re.compile(
        r"(?P<residue>\[(?:…|\.\.\.|&hellip;)\])(?:\s*(?:" + _MORE + r")\s*(?:→|»|>+|…|\.\.\.|\.)?)?$"
    ),
    re.compile(r"(?P<residue>(?:…|\.\.\.)\s*(?:" + _MORE + r")\s*(?:→|»|>+)?)$"),
    re.compile(
        r"(?:(?<=[.!?…”\"»)\]])\s?|(?<=[a-zà-ÿ]))(?P<residue>" + _MORE + r"\s*(?:→|»|>+|…|\.\.\.|\.)?)$"
    ),
)
_READ_ON = phrases(
    r"(?:(?:read|show|see|view|load) more(?: (?:articles|stories|posts|news))?|continue reading|keep reading"
    r"|read on|expand|show less)(?: ?[→»>›]+)?",
    r"(?:lire|voir|afficher) (?:la suite|plus|moins)(?: (?:d'articles|de l'article|de la dépêche))?"
    r"|en savoir plus|leer más|leia mais|weiterlesen",
)
# Every such end ends so, arrows and stops aside.
_LAST = (
    *("]", "ore", "ORE", "eading", "suite", "lus", "rest", "más", "MÁS", "mais", "MAIS", "endo", "lesen"),
    *("article", "complet", "story"),
)
_ARROWS = " \t\u00a0\u202f→»>….;"
_OPENERS, _CLOSERS = "“«", "”»"


def _wordless(page: Page) -> Iterator[Line]:
    """The lines that do not begin with a letter or a digit, decoration aside."""
    return (line for line in page.short_lines if not (line.text[0].isalnum() or line.cue[:1].isalnum()))


def _is_divider(marks: str) -> bool:
    """A run of dashes: three or more, so that an empty cell of a table stays."""
    return len(marks) >= 3 and set(marks) <= _DASHES


def _is_marks(_page: Page, line: Line) -> bool:
    """Only punctuation, symbols and invisible characters, and none that could be meant."""
    marks = "".join(line.text.split())
    if _is_divider(marks):
        return True
    if len(marks) > _MOST_MARKS or any(unicodedata.category(c)[0] not in "PSCZ" for c in marks):
        return False
    # A run of stops is a divider, dots alone could be a silence; three signs or more are no dash.
    return not any(c in _MEANT for c in marks) and line.text != "..."


def _is_script(_page: Page, line: Line) -> bool:
    return _SCRIPT.fullmatch(line.text) is not None


def _is_quoting(text: str, start: int) -> bool:
    """Whether a quotation is open at `start`."""
    before = text[:start]
    opened = sum(before.count(c) for c in _OPENERS) > sum(before.count(c) for c in _CLOSERS)
    return opened or before.count('"') % 2 == 1


def _find_cut_ends(page: Page) -> Iterator[Span]:
    for line in page.lines:
        if not line.text.rstrip(_ARROWS).endswith(_LAST):
            continue
        tail_at = max(0, len(line.text) - 60)
        tail = line.text[tail_at:]
        for pattern in _CUT_ENDS:
            found = pattern.search(tail)
            if (
                found
                and tail_at + found.start("residue") > 0
                and not _is_quoting(line.text, tail_at + found.start())
            ):
                yield line.start + tail_at + found.start("residue"), line.end
                break


RULES: tuple[Rule, ...] = (
    Rule(
        "punctuation-line",
        "debris",
        "a line of punctuation only",
        ("any",),
        "anywhere",
        (". . . . . .", "|", "[", "×", "Δ▢×"[1:], "-----", "* * *"),
        ("?", "“…”", "…", "-", "!", "3", "✓", "..."),
        judged_lines(_is_marks, _wordless),
    ),
    Rule(
        "shortcode",
        "debris",
        "a code that the site's template should have replaced",
        ("any",),
        "anywhere",
        ("[ad_3]", "The army ⟦[ad_1]⟧ left the town on Friday."),
        ("“[The junta] will fall,” he said.", "He [Traoré] agreed, and they [the soldiers] know it."),
        inside_lines(_SHORTCODE, holding("[")),
    ),
    Rule(
        "script-debris",
        "debris",
        "program text of the page",
        ("any",),
        "anywhere",
        (
            "(adsbygoogle = window.adsbygoogle || []).push({});",
            "/* widget styles */",
            ".wp-block { margin: 0; }",
        ),
        ("Function follows form, the builder said.", "The window. It was open, and he jumped."),
        judged_lines(_is_script, holding(*_CODE)),
    ),
    Rule(
        "placeholder",
        "debris",
        "a placeholder of the site or of the scraper",
        ("en", "fr"),
        "anywhere",
        ("Loading…", "Source link", "Source link 4512", "[email protected]", "Loading... Loading..."),
        ("Loading the trucks took all night.", "Please wait, the guard said, and nobody moved."),
        whole_lines(_LOADING),
    ),
    Rule(
        "reference-mark",
        "debris",
        "the number of a footnote",
        ("any",),
        "anywhere",
        ("The camp was built in 2012.⟦[12]⟧",),
        ("Article [12] of the accord was dropped.", "“[12] men came,” he said."),
        inside_lines(_REFERENCE, holding("[")),
    ),
    Rule(
        "truncation-mark",
        "truncation",
        "the mark of a text that was cut short",
        ("en", "fr", "es", "pt", "de"),
        "anywhere",
        (
            "Nobody replied, and the rain began again ⟦[…]⟧",
            "The army left the town⟦... [2100 chars]⟧",
            "The army left the town.⟦Read More⟧",
            "The army left the town ⟦… Lire la suite⟧",
            "Continue reading →",
            "Hay un pozo a setenta. ⟦Leer más »⟧",
            "Ele esperava.⟦Leia mais⟧",
        ),
        (
            "“We waited, and waited …”",
            "“[The junta] will fall,” he said. “They [the soldiers] know it.”",
            "Those who can read more earn more.",
            "Nadie quiere leer más",
            "He asked for the story",
            "He said: “We will not go […]”",
        ),
        both(_find_cut_ends, whole_lines(_READ_ON)),
    ),
)
