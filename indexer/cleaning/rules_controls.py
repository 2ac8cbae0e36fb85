"""Rules for rows of controls: what a page offers to click, without the text it belongs to.

All are read as one: a line that is nothing but known labels, whatever stands between them and
even where no blank does. How sure that is grows with the labels: one alone may be a heading.
"""

import re
from collections.abc import Iterator, Sequence

from indexer.cleaning.lines import Line, Page
from indexer.cleaning.phrases import phrases
from indexer.cleaning.rule import Rule, Span


def _any(*parts: str) -> str:
    return "|".join(parts)


_SITE = (
    r"(?:facebook|twitter|x|whats ?app|telegram|linkedin|instagram|you ?tube|tik ?tok|pinterest|reddit"
    r"|messenger|threads|bluesky|mastodon|flipboard|viber|snapchat|google(?: news|\+)?|wechat|weibo|tumblr|vk"
    r"|signal|rss|فيسبوك|تويتر|واتساب|تلغرام|إنستغرام|يوتيوب)"
)
_BY_MAIL = r"(?:e-?mail|mail|courriel|sms|correo(?: electrónico)?|البريد الإلكتروني)"
_COUNTED = (
    r"(?:comments?|commentaires?|comentarios?|comentários?|kommentare?|replies|réponses?|respuestas|responses"
    r"|shares?|partages?|compartidos|likes?|views?|vues?|reads?|lectures?|reactions?|réactions?|followers?"
    r"|claps?|تعليقات?|مشاركات?)"
)
_THIS = (
    r"(?:(?:this|the|full|cet|cette|ce|l'|este|esta|el|la|o|a|diesen|هذا|هذه) ?)?(?:article|story|post|page"
    r"|live|blog|live blog|video|report|publication|contenu|vidéo|content|artículo|contenido|publicación"
    r"|artigo|conteúdo|notícia|noticia|matéria|artikel|beitrag|المقال|الخبر|الصفحة|المقالة)"
)
# Nobody but a page says these, so one is enough anywhere.
_SURE = _any(
    rf"(?:please |kindly )?(?:share|partage[rz]|compart(?:ir|e|a|ilhar?|ilhe)|teilen"
    rf"|شارك) (?:{_THIS} ?)?(?:on|via|to|by|with|sur|par|avec|en|por|no|na|auf|per|mit|على|عبر) (?:{_SITE}"
    rf"|{_BY_MAIL})",
    rf"(?:share|send|envoyer|enviar|email|partager) (?:{_THIS} )?(?:by|via|par|por) {_BY_MAIL}"
    rf"|envoyer (?:à|par) un ami",
    rf"(?:kindly |please )?(?:share|save|bookmark|print|e-?mail|tweet|gift|cite|republish|reuse|embed|rate"
    rf"|translate|listen to|report) {_THIS}",
    rf"(?:partage[rz]|imprimer|offrir|citer|réutiliser|republier|enregistrer|sauvegarder|signaler|traduire"
    rf"|écouter|envoyer|noter) {_THIS}",
    rf"(?:compart(?:ir|e|a|ilhar?|ilhe)|guardar|imprimir|enviar|citar|drucken|teilen|شارك|طباعة|حفظ) {_THIS}",
    rf"[0-9][0-9.,]* ?[km]? ?{_COUNTED}|{_COUNTED} ?(?:: ?[0-9][0-9.,]*|\([0-9][0-9.,]*\)?)",
    r"click (?:here )?to (?:share|tweet|print|email)\b.{0,40}",
    r"the (?:code|url) has been copied to your clipboard\.?",
    r"copy (?:link|url|the link|to clipboard)|(?:link|url) copied(?: to (?:your )?clipboard)?!?"
    r"|copier (?:le|ce) lien|lien copié!?|copiar (?:el )?enlace|copiar (?:o )?link|link kopieren|نسخ الرابط"
    r"|copylink|get link",
    r"(?:view|show|see|hide|read|load|join|voir|afficher|lire|ver) (?:all |the |les |los |os |more "
    r"|plus de )?(?:comments|commentaires|comentarios|comentários|discussion)",
    r"(?:leave|post|write|add|laisser|poster|ajouter) (?:a |an |your |un |votre )?(?:comment|reply"
    r"|commentaire|réponse)|cancel reply|annuler la réponse|about sharing|close panel|share page"
    r"|contribuer à la discussion",
    r"(?:save|read|watch|lire) (?:for )?(?:later|plus tard)|add to (?:reading list|favou?rites|my list)"
    r"|ajouter (?:à (?:vos|mes|ma) (?:sélections?|favoris|liste)|aux favoris)|add to google",
    r"(?:download|télécharger) (?:this|the|ce|cet|le|la|l') ?(?:full )?(?:article|report|statement|brief"
    r"|paper"
    r"|document|publication|rapport|communiqué|note)(?: (?:as|in|en"
    r"|au format) (?:a )?pdf)?(?: \([^()]{1,30}\)?)?",
    r"(?:download|télécharger|descargar|baixar|view) (?:the |le |el |o |as |this |full |en )?(?:pdf"
    r"|report pdf)(?: \([^()]{1,30}\)?)?|(?:pdf version|version pdf|print version|version imprimable"
    r"|printer[- ]friendly(?: version| page)?)",
    r"(?:increase|decrease|reset|change|réduire|augmenter|agrandir) (?:the |la )?(?:text|font|taille)(?: size"
    r"| du texte| de la police)?|(?:text|font) size|taille du texte|[-+]?a[-+] ?a[+]?",
    r"(?:article )?(?:previous|prev|précédente?|anterior|zurück"
    r"|السابق)(?: (?:article|post|story|page))?[ |/·⟨⟩<>‹›«»→←-]*(?:next|suivant|siguiente|próximo|weiter"
    r"|التالي)(?: (?:article|post|story|page))?",
    r"(?:was|did you find) this (?:article|page|story|post|answer|content)(?: was)? (?:helpful|useful"
    r"|interesting)\??(?: yes no)?|(?:cet article|cette page|ce contenu) vous a-t-(?:il|elle) (?:été utile"
    r"|plu|aidé)[ ?]*(?:oui non)?|este (?:conteúdo|artigo|artículo|contenido) (?:foi|te fue"
    r"|fue) útil(?: para (?:você|ti))?\??|(?:visited|read|viewed) [0-9][0-9.,]* times?\b.{0,40}"
    r"|(?:cet article a été )?lu [0-9][0-9 .,]* fois|(?:rate|notez) (?:this|cet) (?:article|post|page)"
    r"|average rating\b.{0,20}\bvotes?\b.{0,20}|click on a star to rate it!?|how useful was this post\??"
    r"|(?:report|signaler) (?:an error|a typo|a correction|une erreur|une faute)(?: .{0,30})?"
    r"|suggest (?:a correction|an edit)|submit (?:a )?(?:correction|feedback|rating)",
    r"(?:rights (?:&|and) permissions|order reprints|request (?:permissions?|reprints?)|reprints|cite this"
    r"|how to cite|export citation)",
    r"(?:open|read|continue|ouvrir|voir) (?:in|dans) (?:the )?(?:l')?app(?:lication)?|open in app"
    r"|ouvrir dans une nouvelle (?:fenêtre|page)",
)
# A page says these too, but so may a heading.
_LIKELY = _any(
    r"shares?|likes?|views?|shared|tweet|retweet|restack|pin|pin it|post|like|save|saved|bookmark|print"
    r"|e-?mail|copy|copied!?|embed|comments?|reply|report|follow|following|unfollow|listen|watch|play"
    r"|download|close|cancel|submit|gift|give|translate|toggle|link|enlarge|expand|view all|see all|show more"
    r"|show less|load more|learn more|contribute|send|more",
    r"menu|home|search|sections|subscribe|sign ?(?:in|up|out)|log ?(?:in|out)|register|my account|account"
    r"|donate|newsletters?|e-?paper|next|previous|prev|top|back to (?:the )?top|about(?: us)?|contact(?: us)?"
    r"|advertise(?: with us)?|help|careers|sitemap|site map|archives?|privacy(?: policy)?"
    r"|terms(?: of (?:use|service))?|skip",
    r"partage[rzs]|commentaires?|vues?|imprimer|envoyer|enregistrer|sauvegarder|copier|intégrer|commenter"
    r"|réagir|contribuer|répondre|écouter|signaler|suivre|favoris|offrir|citer|fermer|ouvrir|accueil"
    r"|recherche[r]?|rubriques|connexion|se connecter|s'abonner|s'inscrire|je m'abonne|mon compte"
    r"|faire un don|suivant|précédent|haut de page|qui sommes[- ]nous|à propos|nous contacter|nos contacts"
    r"|mentions légales|voir (?:plus|tout)|j'aime|afficher (?:plus|moins)|plan du site",
    r"compartir|guardar|imprimir|enviar|comentar|copiar|cerrar|inicio|buscar|suscríbete|iniciar sesión"
    r"|me gusta|siguiente|anterior|compartilhe?r?|salvar|curtir|fechar|início|entrar|assine|seguinte|próximo"
    r"|seguir",
    r"teilen|drucken|merken|speichern|kommentieren|schließen|startseite|suche|anmelden|weiter|zurück"
    r"|merkliste",
    r"شارك|مشاركة|طباعة|حفظ|نسخ|إرسال|تعليقات?|الرئيسية|بحث|القائمة|تسجيل الدخول|اشترك|اتصل بنا|من نحن|التالي"
    r"|السابق",
)
# These belong to a bar only where a label above says that it is one.
_WITH = phrases(
    r"yes|no|oui|non|sí|sim|não|sim não|yes no|oui non|ja|nein|ok|aa",
    r"news|world|africa|politics|business|economy|sports?|opinion|culture|tech|technology|science|health"
    r"|video|videos|podcasts?|photos|live|events|publications|data|press|jobs|team|research|topics|regions"
    r"|programs|experts|resources|library|english|français|french|العربية|español|português|deutsch|arabic",
    r"actualités?|monde|afrique|politique|économie|société|vidéos?|podcasts|en direct|dossiers|sciences|santé"
    r"|actu|international|débats|idées|environnement|أخبار|رياضة|اقتصاد|سياسة|ثقافة",
)
_NUMBER = phrases(r"[0-9][0-9.,]{0,8}k?")
_COUNTER = phrases(_COUNTED)
_SEPARATOR = r"[ ,;|/·•∙∣—–⟨⟩<>‹›«»→←↑↓▲▼▶►✕×✓…-]*"
_ONE = rf"(?:{_SURE}|{_LIKELY}|{_SITE})"
# A row can be cut into labels in more ways than can be tried one by one.
_ROW = phrases(rf"{_SEPARATOR}{_ONE}(?:{_SEPARATOR}{_ONE})*{_SEPARATOR}", linear=True)
_HOLDS_SURE = re.compile(_SURE, re.IGNORECASE)
_LABEL = re.compile(rf"{_SURE}|{_LIKELY}|(?P<site>{_SITE})", re.IGNORECASE)
# So many labels in a row are no heading.
_ENOUGH = 3
# A label of these, and nothing else, at an edge.
_ALONE = 1


def _find_bars(page: Page) -> Iterator[Span]:
    rows = {line.number: line for phrasing in (_ROW, _WITH) for line in page.lines_saying(phrasing)}
    for counter in page.lines_saying(_COUNTER):
        near = (page.before(counter), page.after(counter))
        rows |= {line.number: line for line in near if line is not None and line.says(_NUMBER)}
    for run in _runs([rows[number] for number in sorted(rows)]):
        if any(line.says(_ROW) for line in run) and _is_bar(page, run):
            for line in _without_lead(page, run):
                if not page.in_list(line):
                    yield line.start, line.end


def _runs(lines: Sequence[Line]) -> Iterator[Sequence[Line]]:
    """Lines that follow each other at once."""
    first = 0
    for at in range(1, len(lines) + 1):
        if at == len(lines) or lines[at].number != lines[at - 1].number + 1:
            yield lines[first:at]
            first = at


def _is_bar(page: Page, run: Sequence[Line]) -> bool:
    """Whether there are labels enough, or one that is sure, or an edge where they stand alone."""
    rows = [line for line in run if line.says(_ROW)]
    if any(_HOLDS_SURE.search(line.cue) for line in rows):
        return True
    found = [match for line in rows for match in _LABEL.finditer(line.cue)]
    labels = sum(match["site"] is None for match in found)
    if labels == 0:
        return False
    if len(found) >= _ENOUGH:
        return True
    if page.in_tail(rows[0]):
        return True
    if not page.in_head(rows[0]):
        return False
    below = page.after(run[-1])
    # A word right above the text may be its heading.
    return below is not None and (not below.is_sentence or labels > _ALONE)


def _without_lead(page: Page, run: Sequence[Line]) -> Sequence[Line]:
    """A run without the words above its first label: below a text they may be its last rows."""
    first = next(at for at, line in enumerate(run) if line.says(_ROW))
    if page.in_head(run[0]):
        return run
    counts = first > 0 and run[first - 1].says(_NUMBER)
    return run[first - counts :]


RULES: tuple[Rule, ...] = (
    Rule(
        "control-row",
        "share",
        "controls of the page",
        ("en", "fr", "es", "pt", "de", "ar"),
        "anywhere",
        (
            "Print Save Share",
            "Partager sur FacebookPartager sur TwitterEnvoyer par mailImprimer",
            "Previous | Next",
            "Contribuer Partager 12 commentaires",
            "Sauvegarder cet article",
            "Download PDF (412 KB)",
            "Download Print Close",
            "⟦Enregistrer⟧\n⟦Intégrer⟧\n⟦Sauvegarder⟧",
            "Guardar Imprimir Cerrar",
        ),
        (
            "Save more, spend less",
            "Share and share alike",
            "Next, they say, comes the harvest",
            "Print is dead, the editor said.",
            "Copy the link and burn the letter",
            "Comments on the draft",
            "Report on the camps",
            "Download speeds by region",
        ),
        _find_bars,
    ),
)
