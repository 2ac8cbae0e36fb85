"""Rules for what is left of players, embedded posts, galleries and consent walls.

Their words are those of programs: nobody writes them in an article.
"""

import re
from collections.abc import Iterator

from indexer.cleaning.lines import Line, Page
from indexer.cleaning.phrases import phrases
from indexer.cleaning.rule import Rule, Span, both, holding, inside_lines, judged_lines, saying, whole_lines

_CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
_LENGTH = rf"(?:{_CLOCK}|[0-9]{{1,3}} ?(?:mins?|minutes?|mn|sec(?:onds)?|secondes?)\.?)"
_THIS = (
    r"(?:(?:(?:now )?(?:to )?(?:this|the|full|our)|(?:now )?to|cet(?:te)?|l'|ce|este|esta|el|la|diesen|هذا"
    r"|هذه)? ?(?:article|story|audio(?: version)?|version audio|episode|podcast|post|report|interview"
    r"|artículo|artigo|notícia|noticia|artikel|المقال|الخبر|التقرير))"
)
_PLAYER = phrases(
    rf"(?:listen|écoute[rz]|escuchar|escucha|ouvir|ouça|anhören"
    rf"|استمع(?: إلى)?) ?{_THIS}(?: ?[•·|(:–—-]* ?(?:{_LENGTH}))?",
    rf"(?:listen|écouter|audio|play|watch|lecture|durée|duration|video duration|video|listen now|on air"
    rf"|podcast) ?[•·|(:–—-]* ?(?:[0-9]{{2}} minutes [0-9]{{2}} seconds ?)?{_CLOCK}",
    rf"0?0:00(?::00)?(?: ?[/|·-]? ?{_CLOCK}){{0,2}}|{_CLOCK} ?[/|] ?{_CLOCK}",
    r"no (?:media|live) source currently available|(?:pop-?out|audio|video|media) player|direct link"
    r"|media caption|media playback is (?:unsupported|not supported) on (?:your|this) device.?"
    r"|the media could not be loaded\b.{0,120}|this is a modal window.?|this video can ?not be played.?"
    r"|(?:loading|initiali[sz]ing) (?:the )?(?:player|video|media)(?:\.\.\.|…)?|lecteur (?:vidéo|audio)",
    r"(?:tap|click|press|appuyez|cliquez)(?: here)? (?:to|pour) (?:unmute|play|activer le son|lire)\b.{0,30}"
    r"|(?:picture-in-picture|fullscreen|plein écran|playback (?:rate|speed)|vitesse de lecture|current time"
    r"|remaining time|stream type(?: live)?|seek to live.{0,30}|loaded: [0-9.]+%|volume(?: [0-9]+ ?%)?"
    r"|chapters|descriptions off.{0,20}|captions (?:off|settings)\b.{0,60}"
    r"|subtitles off.{0,20})(?: -?(?:[0-9:.]+x?))?",
    rf"(?:listen|écouter|audio|lecture|podcast) ?[•·|(:–—-]* ?{_LENGTH}",
    r"(?:autoplay|up next|auto|1x|1\.0x|240p|360p|480p|720p|1080p)(?: ?\|? ?(?:auto|[0-9.]+ ?mb|[0-9]+p))*",
    r"to (?:view|play|watch|hear) this (?:video|content|audio)\b.{0,20} (?:please "
    r"|you (?:need|must|have) to )?(?:please )?(?:enable|turn on|allow|switch on) javascript\b.{0,150}",
    r"(?:this|the) (?:audio|article audio|recording) (?:is|was) (?:auto-?generated|generated automatically"
    r"|produced|provided|narrated|read)\b.{0,100}|(?:read|read it) aloud|text[- ]to[- ]speech",
    r"(?:thanks|thank you|merci) (?:for watching|d'avoir regardé)!?"
    r"|[0-9]+ seconds? of (?:[0-9]+ (?:hour|minute|second)s?,? ?)+(?:volume ?[0-9]+ ?%)?"
    r"|(?:keyboard )?shortcuts? (?:open/close|play/pause)\b.{0,40}|play/pause(?: space)?",
    linear=True,
)
_LENGTH_ALONE = phrases(_LENGTH, "/", r"-?[0-9]{1,2}:[0-9]{2} ?/ ?[0-9]{1,2}:[0-9]{2}")
# So many lines around the words of a player may be its clock.
_CLOCK_LINES = 4
_COPIED = phrases(
    r"(?:embed |intégrer |share )?(?:the )?(?:code|url|link|lien|enlace) (?:has been|a été|was|is|ha sido"
    r"|foi) (?:copied|copiée?|copiado)(?: (?:to|dans|en|al|para)\b.{0,40})?[.!]?",
    r"(?:width|height|largeur|hauteur)(?: [0-9]*)? ?px(?: (?:width|height) ?(?:[0-9]* ?)?px)?",
)
_POST = (
    r"(?:this |the |la |cette |ce |el |esta |diesen |original |an? )*(?:post|publication|tweet|photo|video"
    r"|vidéo|reel|story|thread|message|publicación|foto|beitrag|contenu|content|clip)"
)
_HOST = (
    r"(?:instagram|facebook|twitter|x|tik ?tok|you ?tube|threads|bluesky|linkedin|telegram|reddit|vimeo"
    r"|dailymotion)"
)
_EMBED = phrases(
    r"view this (?:post|photo|reel) on (?:instagram|threads) a (?:post|photo"
    r"|reel) shared by .{1,80}\(@.{1,60}",
    r"(?:a )?(?:tweet|post) (?:by|from|de) @\w{2,30}|see (?:new|latest) posts|voir les nouveaux posts"
    r"|contenu (?:tiers |externe )?bloqué",
    rf"(?:view|watch|see|voir|ver|sieh dir|lire|read|show|open|afficher|regarder|mirar"
    rf"|join) {_POST}(?: (?:on|sur|en|no|na|auf) {_HOST})?(?: (?:on|an|sur {_HOST}))?(?: an)?",
    rf"(?:view|watch|see|voir|ver|regarder|open|follow|show)(?: more| profile| original)? (?:on|sur|en|no"
    rf"|na) {_HOST}",
    r"(?:a post shared|une publication partagée|una publicación compartida|uma publicação compartilhada"
    r"|ein beitrag geteilt|a (?:post|photo|video|reel) (?:posted|shared)|un post condiviso) (?:by|par|de|por"
    r"|von|da) .{1,80}\(@.{1,60}",
    r"(?:skip|end of|fin de|allow|autoriser) (?:the )?(?:twitter|x|instagram|facebook|youtube|tiktok|google"
    r"|spotify|soundcloud) (?:post|video|content|contenu|podcast|embed)(?: [0-9]{1,2})?(?: by .{1,80})?\??",
    r"(?:view|see|show) (?:the )?original (?:tweet|post) on (?:twitter|x)|tweet (?:introuvable|not found)",
    r"(?:skip|end of|après|saltar) (?:newsletter(?: promotion)?|podcast promotion|most read|recommended"
    r"|related content|media|video|image gallery|gallery|content|promotion)\b.{0,60}",
    r"(?:the )?bbc is not responsible for the content of external sites\b.{0,80}",
    r"content is not available|contenu (?:indisponible|non disponible)",
)
_EMBED_LINK = phrases(
    r"(?:https?://)?(?:www\.|m\.|mobile\.)?(?:youtube\.com|youtu\.be|twitter\.com|x\.com|instagram\.com"
    r"|facebook\.com|fb\.watch|tiktok\.com|t\.co|vimeo\.com|dailymotion\.com|dai\.ly|soundcloud\.com"
    r"|open\.spotify\.com|pic\.twitter\.com|pic\.x\.com|t\.me)/\S+"
)
_PICTURE_LINK = re.compile(
    r"(?P<residue>(?:https://t\.co/\w{6,12}\s+)?pic\.(?:twitter|x)\.com/\w{6,14}|https://t\.co/\w{10})(?=\W"
    r"|$)"
)
_GALLERY = phrases(
    r"(?:view|show|open|see|click to (?:expand|enlarge|view)|tap to (?:expand|view)|voir|afficher) (?:this "
    r"|the |more |l'|plus d')?(?:image|photo|picture|map|chart|graphic)s?(?: in (?:full ?screen|lightbox"
    r"|new window|gallery|full size)| en (?:plein écran|grand))?",
    r"(?:use|utilisez) (?:the |les )?(?:arrow keys|arrows|flèches|left and right arrow).{0,60}",
    r"(?:16|4|1|9|3)x(?:9|3|1|16|2) image|(?:show|hide|toggle|view|read|afficher|masquer|voir) (?:the |la "
    r"|full )?(?:caption|légende)s?(?: text)?|(?:image|photo) caption|open image(?: modal| in new window)?"
    r"|(?:enlarge|expand|zoom|agrandir|ouvrir|open) (?:this |the |l'|cette )?(?:image|photo|picture)",
    r"(?:view|see|open|launch|start|voir|ver|lancer|ouvrir) (?:the |le |la |all |toutes les |as "
    r"|full )*(?:slide ?show|gallery|galerie|galería|diaporama|portfolio|photos|images"
    r"|[0-9]+ (?:photos|images|pictures))(?: \([0-9]+\)?)?|(?:photo )?gallery \([0-9]+\)?"
    r"|view slide ?show.{0,20}",
    r"this (?:slideshow|gallery|site|page|form|feature) requires javascript.?"
    r"|swipe (?:left|right|for more|to).{0,30}|slide [0-9]+ (?:of|/|sur) [0-9]+|hide full caption"
    r"|click (?:on )?(?:the )?(?:image|photo)s? (?:to|for) .{3,40}",
)
_CONSENT = phrases(
    r"pour (?:afficher|voir|visionner|lire|regarder|consulter|accéder à) ce(?:tte|s)? (?:contenus?|vidéos?"
    r"|médias?)\b.{0,40}\b(?:il est nécessaire|vous devez|veuillez|merci|il faut|acceptez|cliquez)\b.{0,160}",
    r"(?:to|in order to) (?:display|view|watch|see) this (?:content|video"
    r"|post)\b.{0,60}\b(?:you (?:must|need|may)|please|click|enable|allow)\b.{0,180}",
    r"(?:ce|cette|le) (?:contenu|vidéo|média|site)\b.{0,60}\b(?:est bloqué|n'a pas pu être chargé"
    r"|a été bloqué|dépose des cookies|susceptible d'utiliser|n'est pas disponible|requiert votre"
    r"|est hébergé par)\b.{0,160}",
    r"(?:this|the) (?:content|video|article) (?:is (?:hosted|provided) by"
    r"|contains content (?:provided|hosted) by|is blocked|could not be loaded|may (?:set|use) cookies"
    r"|is not available due to)\b.{0,180}",
    r"we ask for your permission before anything is loaded\b.{0,180}"
    r"|(?:one of your|an extension in your) browser(?: extensions)? seems? to be blocking\b.{0,160}"
    r"|une extension de votre navigateur semble bloquer\b.{0,180}",
    r"(?:en cliquant sur|by clicking(?: on)?) .{1,40}(?:vous acceptez|you (?:agree|accept|consent))\b.{0,150}"
    r"|(?:vos|your) (?:préférences|paramètres|choix|cookie preferences)\b.{0,60}(?:cookies?|vidéo"
    r"|content).{0,60}",
    r"(?:para (?:ver|mostrar|visualizar) este (?:contenido|conteúdo|vídeo|video))\b.{0,40}(?:cookies|acept"
    r"|aceit|permit|javascript).{0,120}|(?:an dieser stelle|dieser inhalt"
    r"|empfohlener externer inhalt)\b.{0,160}",
)
_CHOICE = phrases(
    r"(?:accept|accepter|aceptar|aceitar|akzeptieren|i accept|j'accepte|ok|agree|autoriser|allow|refuser"
    r"|reject|decline|try again|réessayer|tout accepter|tout refuser|accept and continue"
    r"|accepter et continuer|continue|continuer|activer|enable)",
    r"(?:je )?gér(?:er|e) (?:mes|les) (?:choix|cookies|préférences)"
    r"|(?:i )?manage (?:my )?(?:choices|preferences|cookies|settings)|paramétrer(?: les cookies)?"
    r"|personnaliser(?: mes choix)?|cookie settings|en savoir plus|learn more",
)
_NEW_TAB = re.compile(
    r"(?P<residue>\s?[,(\[–-]? ?(?:(?:this )?(?:link )?[Oo]pens (?:external website )?in (?:a )?new (?:tab"
    r"|window|browser tab)|opens new tab|(?:s['’]ouvre|ouvre|ouverture|s['’]ouvrira) dans (?:une nouvelle"
    r"|un nouvel) (?:fenêtre|onglet)|(?:[Ss]e )?abre (?:en|em) (?:una|uma)? ?(?:nueva|nova) (?:ventana"
    r"|pestaña|janela|aba|guia)|[Nn]ouvelle fenêtre)[)\]]?)(?=\W|$)"
)
_PART = phrases(r"[0-9]{1,2} ?(?:/|of|sur|de|von) ?[0-9]{1,2}")
_DIGITS = re.compile("[0-9]+")
_FACET = phrases(
    r"(?:format|content format|source|posted|originally published|origin|primary country"
    r"|other countr(?:y|ies)|countr(?:y|ies)|disaster types?|languages?|themes?|attachments|report details"
    r"|view original|related content|publication date|document type|pays|langue|thèmes?"
    r"|date de publication)(?: ?: ?[^.:]{2,60})?"
)
_FACETS = phrases(
    r"(?:primary country|other countr(?:y|ies)|disaster types?|content format|originally published"
    r"|report details|format)(?: ?: ?[^.:]{2,60})?"
)
_FACET_WORDS = 8


def _find_players(page: Page) -> Iterator[Span]:
    """The words of a player, and the clock beside them."""
    for line in page.lines_saying(_PLAYER):
        if page.in_list(line) or line.is_reported:
            continue
        yield line.start, line.end
        for step in (-1, 1):
            at = line.number + step
            while 0 <= at < len(page.lines) and abs(at - line.number) <= _CLOCK_LINES:
                if not page.lines[at].says(_LENGTH_ALONE, _PLAYER):
                    break
                yield page.lines[at].start, page.lines[at].end
                at += step


def _find_consent(page: Page) -> Iterator[Span]:
    """A notice in place of an embedded post, and the choices below it."""
    for line in page.lines_saying(_CONSENT):
        yield line.start, line.end
        below = page.after(line)
        while below is not None and below.says(_CHOICE, _CONSENT):
            yield below.start, below.end
            below = page.after(below)


def _is_part(page: Page, line: Line) -> bool:
    """One of several pictures or pages, no cell of a table: nothing beside it has figures."""
    part, of = map(int, _DIGITS.findall(line.cue))
    if not 1 <= part <= of or of == 1:
        return False
    near = (page.before(line), page.after(line))
    return all(
        other is None or other.words > _FACET_WORDS or not _DIGITS.search(other.text) for other in near
    )


def _find_facets(page: Page) -> Iterator[Span]:
    """Labels of a library of reports above or below the text, and the value below each."""
    anchors = page.lines_saying(_FACETS)
    for inside in (page.in_head, page.in_tail):
        if not any(map(inside, anchors)):
            continue
        labels = [line for line in page.lines_saying(_FACET) if inside(line)]
        if len(labels) < 2:
            continue
        for line in labels:
            yield line.start, line.end
            value = page.after(line)
            holds = ":" in line.text.rstrip(":")
            if value is None or holds or not inside(value) or value.words >= _FACET_WORDS:
                continue
            below = page.after(value)
            # The last value stands right below its label; a title stands apart.
            if not value.after_blank and (below is not None or inside == page.in_tail):
                yield value.start, value.end


RULES: tuple[Rule, ...] = (
    Rule(
        "player",
        "debris",
        "part of a player",
        ("en", "fr", "es", "pt", "de", "ar"),
        "anywhere",
        (
            "⟦Listen to this story⟧\n⟦0:00⟧\n⟦/⟧\n⟦8:14⟧",
            "Listen now to this article5:47",
            "No media source currently available",
            "Tap to unmute",
            "00:00 / 02:17",
            "Écouter cet article",
            "Video Duration 02 minutes 45 seconds 02:45",
        ),
        (
            "12:30",
            "Listen to the people, the mayor said.",
            "Video killed the rumour: once he was seen, the market went back to work.",
            "Direct links to the junta",
        ),
        _find_players,
    ),
    Rule(
        "embedded-post",
        "debris",
        "what is left of an embedded post",
        ("en", "fr", "es", "pt", "de"),
        "anywhere",
        (
            "View this post on Instagram",
            "A post shared by Tour of Gao (@tourofgao)",
            "Voir cette publication sur Instagram",
            "The code has been copied to your clipboard.",
            "https://twitter.com/example/status/1",
            "Skip twitter post by Example",
            "The square is full. ⟦pic.twitter.com/w0pLk2dXzR⟧",
        ),
        (
            "A post shared by both armies stands on the hill.",
            "The link was copied by hand.",
            "Watch this video with your children, the minister said.",
            "https://example.org/report.pdf",
        ),
        both(
            whole_lines(_EMBED),
            whole_lines(_COPIED),
            whole_lines(_EMBED_LINK),
            inside_lines(_PICTURE_LINK, holding("pic.twitter.com/", "pic.x.com/", "//t.co/")),
        ),
    ),
    Rule(
        "gallery-control",
        "pagination",
        "a control of a gallery",
        ("en", "fr", "es"),
        "anywhere",
        (
            "Use arrow keys to see more",
            "16x9 Image",
            "Show caption",
            "Voir le diaporama",
            "1/3",
            "View gallery (12)",
        ),
        ("Show of force", "Gallery of ghosts", "Caption", "1/3 of the men", "Enlarge the army, voters say"),
        both(whole_lines(_GALLERY), judged_lines(_is_part, saying(_PART))),
    ),
    Rule(
        "consent-notice",
        "legal",
        "a notice in place of content that needs consent",
        ("en", "fr", "es", "pt", "de"),
        "anywhere",
        (
            "⟦Pour afficher ce contenu, veuillez autoriser les cookies.⟧\n⟦Accepter⟧\n⟦Gérer mes choix⟧",
            "To display this content from YouTube, you must enable advertisement tracking.",
            "⟦This article contains content provided by Twitter.⟧\n⟦Accept and continue⟧",
        ),
        (
            "Accepter la paix",
            "To see this content is to weep.",
            "Pour voir ce film, ils ont marché deux jours.",
        ),
        _find_consent,
    ),
    Rule(
        "link-note",
        "debris",
        "the note that a link opens a new window",
        ("en", "fr", "es", "pt"),
        "anywhere",
        (
            "The court said in a statement⟦, opens new tab⟧ that it would rule in May.",
            "La cour a publié l’arrêt⟦ (s’ouvre dans une nouvelle fenêtre)⟧ lundi.",
        ),
        ("The window opens on the river.", "A new tab is kept at the bar, opens at noon and closes at two."),
        inside_lines(
            _NEW_TAB,
            holding("pens in", "new tab", "ouvelle fen", "nouvel onglet", "bre en", "bre em"),
        ),
    ),
    Rule(
        "library-facet",
        "nav",
        "facts that a library of reports puts around the text",
        ("en", "fr"),
        "edges",
        (
            "⟦Format⟧\n⟦News and Press Release⟧\n⟦Source⟧\n⟦Relief Front⟧\n⟦Language: English⟧",
            "⟦Primary country⟧\n⟦Niger⟧\n⟦Disaster type: Drought⟧\n⟦Language: English⟧",
        ),
        ("Format\nTwo halves", "Countries: four", "Country Attacks Deaths\nNiger 12 14"),
        _find_facets,
    ),
)
