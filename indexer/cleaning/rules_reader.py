"""Rules for what a site offers its reader to do: share, follow, comment.

Needs the form of a plea or a control as the whole line; the subject alone is never enough.
"""

import re

from indexer.cleaning.lines import Line, Page
from indexer.cleaning.phrases import phrases
from indexer.cleaning.rule import Rule, both, holding, judged_lines, saying, whole_lines

_END = r"[.!?…]*"
_NETWORK = (
    r"(?:facebook|twitter|x|whats ?app|telegram|linkedin|instagram|you ?tube|tik ?tok|pinterest|reddit|tumblr"
    r"|messenger|threads|bluesky|mastodon|google news|flipboard|pocket|viber|snapchat|vk|rss"
    r"|فيسبوك|فيس بوك|تويتر|إكس|واتساب|واتس آب|تيليغرام|تلغرام|تيليجرام|إنستغرام|انستغرام|يوتيوب|لينكد إن)"
)
_CONTROL = (
    r"(?:e-?mail|mail|print|copy link|copy url|imprimer|copier le lien|courriel|sms|more|plus"
    r"|like|tweet|pin|share|link)"
)
_SHARE = phrases(
    r"(?:please |kindly )?share (?:this|it|the|our|on|via|with|now)(?: (?:article|post|story|page|news"
    r"|live blog"
    r"|video|report|blog|entry|piece|interview|podcast|on|with|your friends|via|:|link))*"
    r"(?: (?:this|your|others|friends|everyone|(?:your )?(?:friends|network|social media)))*",
    r"(?:share|send|email|e-mail|print|save|bookmark) (?:this|the)(?: \w+)? (?:article|story|post|page|link"
    r"|with a friend)|(?:send|email) (?:to )?(?:a )?friend|(?:share|send) (?:by|via) e-?mail",
    rf"share (?:this (?:article|story|post) )?(?:on|via|to) {_NETWORK}(?: \(opens in new window\)"
    rf"(?: {_NETWORK})?)?",
    r"(?:click|tap) to (?:share|tweet|print|email)\b.{0,60}",
    r"(?:copy|get) (?:the )?(?:link|url)(?: copied)?|link copied(?: to clipboard)?!?|spread the (?:love"
    r"|word)|sharing is caring!?",
    rf"{_NETWORK} ?\(opens in (?:a )?new window\)|like this|j'aime ça",
    rf"partage[rz]? (?:(?:cet article|cette page|ce contenu|cette (?:vidéo|info|actu)|l'article|l'info|sur"
    rf"|via|avec"
    rf"|par)\b(?: (?:sur )?{_NETWORK}| vos amis| (?:mail|e-?mail|courriel))?)",
    r"(?:envoyer|recommander)(?: (?:cet article|à un ami|par (?:e-?)?mail|par courriel))+"
    r"|copier l[ae'] ?(?:url|lien)"
    r"|lien copié|imprimer (?:cet article|cette page|l'article)",
    r"cliquez? pour (?:partager|imprimer|envoyer)\b.{0,80}|haz clic para (?:compartir|imprimir"
    r"|enviar)\b.{0,80}"
    r"|clique para (?:compartilhar|imprimir|enviar)\b.{0,80}|klick(?:e|en)?,? um\b.{0,80}",
    rf"compart(?:ir|e|a) (?:esto|esta noticia|este artículo|en {_NETWORK}|en redes.{{0,20}})|compartilh(?:ar"
    rf"|e)"
    rf" (?:.{{0,50}}(?:{_NETWORK}|notícia|artigo|isso))|me gusta cargando\W*|curtir carregando\W*"
    rf"|j'aime chargement\W*|teilen auf {_NETWORK}|gefällt mir wird geladen\W*"
    r"|شارك(?:ها|ه)?(?: (?:هذا|هذه|الخبر|المقال|على|عبر).{0,40})",
    r"(?:artikel|beitrag) teilen|copiar (?:o )?(?:link|enlace)|copy (?:url|link)(?: to clipboard)?|(?:save"
    r"|print|bookmark) (?:this )?"
    r"(?:article|story|post)|añádenos .{2,40}google",
)
_EDGE_SHARE = phrases(
    r"(?:share|tweet|pin|e-?mail|print|save|like|send|copy|bookmark|post|listen|comment)(?: \d[\d.,]*[km]?)?",
    r"(?:share|send|open|save|read|view|watch|listen) (?:via|on|to|with|in|to:) (?:your friends|friends"
    r"|a friend|email|e-mail"
    r"|sms|apple podcasts?|spotify|soundcloud|deezer|google podcasts?|browser|app|the app|kindle|your (?:app"
    r"|phone|device))",
    r"(?:also )?available (?:on|in|via|wherever)\b.{2,80}",
    r"partage[rz]?|partages|compartir|comparte|compartilhar|compartilhe|teilen|شارك|مشاركة|me gusta|curtir"
    r"|gefällt mir",
    r"shares?|share|shared|tweet|pin it|print|e-?mail|copy link|imprimer|retweet|save|bookmark",
    r"(?:tags|topics|keywords|filed (?:under|in)|posted in|related topics|tagged(?: with| as)?"
    r"|categor(?:y|ies)|mots[- ]clés?|étiquettes?|thèmes?|catégories?) ?:.{1,150}",
    r"print (?:this )?(?:post|article|page|friendly).{0,20}",
)
_NETWORK_ROW = phrases(rf"{_NETWORK}(?:[ ,|/·•]+(?:{_NETWORK}|{_CONTROL}))*")
_HASHTAGS = re.compile(r"(?:#\w{2,}[ ,]*){2,}")
_FOLLOW = phrases(
    r"(?:please )?(?:follow|like|find|join|connect with) (?:us|me|our (?:\w+ )?(?:page"
    rf"|channel|group|community)|@\w+)(?: (?:on|at|via)\b.{{0,80}})?{_END}",
    rf"follow .{{2,60}} on (?:{_NETWORK}|@\w+)\b.{{0,80}}",
    r"(?:add|set|make|choose|ajoutez) .{2,60}\b(?:preferred|favou?rite|trusted|préférée?) source\b.{0,60}"
    r"|(?:find|read|get)"
    r" (?:us|more|our \w+|.{2,30}) on (?:google news|flipboard|apple news|google|smartnews)\b.{0,20}",
    rf"(?:the|our|official|notre|la|le)? ?.{{0,30}}{_NETWORK} (?:channel|group|page|community)\b(?: here"
    rf"| link)?",
    rf"(?:join|follow|subscribe to) (?:our|the) {_NETWORK}(?: (?:channel|group|page|community"
    r"|account))?\b.{0,60}",
    rf"(?:suivez|rejoignez|retrouvez)[- ]nous(?: (?:sur|également)\b.{{0,80}})?{_END}",
    r"(?:rejoignez|suivez) (?:notre|la) (?:chaîne|page|communauté|groupe)\b.{0,60}",
    r"síguenos(?: en .{0,40})?|siga-nos(?: .{0,40})?|folge uns(?: .{0,40})?|تابعونا(?: .{0,40})?",
)
_COMMENT = phrases(
    r"(?:leave|post|write|add|submit) (?:a|your) (?:reply|comment|response)(?: cancel (?:reply"
    r"|response))?.{0,20}",
    r"cancel reply|log ?in to (?:leave a )?(?:comment|reply)|join the (?:conversation|discussion)[.!]?",
    r"your e-?mail address will not be published\b.{0,80}|required fields are marked ?\*?",
    r"save my name,? e-?mail\b.{0,100}|you must be logged in to post a comment.?",
    r"(?:no|one) (?:comments?|replies|reply|responses?|thoughts?)|(?:aucun|pas de|sin|sem"
    r"|keine) (?:commentaires?"
    r"|réactions?|comentarios?|comentários?|kommentare)",
    r"\d{1,5} (?:comments?|replies|reply|responses?|thoughts?|commentaires?|réponses?|réactions?"
    r"|comentarios?|comentários?|kommentare?|تعليقات?|تعليق)(?: (?:on|to|à|sur|en|em|zu) .{1,160})?",
    r"(?:to|for) (?:leave|post|add) a (?:comment|reply)\b.{0,60}|(?:sign|log) ?in to (?:leave|post|add"
    r"|join)\b.{0,60}"
    r"|you must be (?:logged in|signed in|registered)\b.{0,60}|(?:share|leave|add) your (?:comments?"
    r"|thoughts|opinion"
    r"|reaction|feedback)\b.{0,60}|what (?:do you think|are your thoughts)\?(?: (?:leave|tell|let"
    r"|share).{0,60})?",
    r"(?:réagir|commenter|répondre|réagissez|commentez)(?: (?:à )?(?:cet article|l'article|ce (?:sujet"
    r"|contenu)))[.!]?"
    r"|(?:voir|lire|afficher) (?:tous )?les (?:\d+ )?commentaires(?: \(\d+\))?|votre commentaire\b.{0,40}"
    r"|connectez[- ]vous pour (?:commenter|réagir|laisser).{0,40}|poster (?:mon|votre|un) commentaire",
    r"comments? (?:policy|guidelines|rules|moderation|moderated|section)\b.{0,60}|(?:please )?(?:keep|note"
    r"|be|refrain|avoid"
    r"|stay|read)\b.{2,80}\bcomment(?:s|ing|ers?)?\b.{0,120}|(?:all )?comments? (?:are|is|will be|must be"
    r"|that|may be"
    r"|containing|posted)\b.{0,60}\b(?:moderated|reviewed|removed|published|approved|deleted|closed|disabled"
    r"|edited|displayed"
    r"|policy)\b.{0,120}|(?:les |vos )?commentaires (?:sont|seront|ferm|désactiv|modér)\w*\b.{0,120}"
    r"|(?:la )?modération\b.{0,60}\bcommentaires?\b.{0,60}|charte (?:de modération"
    r"|des commentaires)\b.{0,40}",
    r"(?:load|show|view|see|read|afficher|voir|charger|lire) (?:more|all|previous|older|newer|plus de"
    r"|les autres|d'autres|tous"
    r" les) (?:comments|replies|responses|commentaires|réponses|réactions)(?: \(\d+\))?",
    r"no (?:comments|replies|responses) yet.?|aucun commentaire.?",
    # The form of a content manager that many papers of francophone Africa use.
    r"vos commentaires|un message, un commentaire ?\?|qui êtes-vous ?\? \(optionnel\)?"
    r"|(?:texte de )?votre message \(.{3,80}\)?"
    r"|(?:titre|lien hypertexte|votre nom|votre adresse (?:e-?mail|de messagerie)|ajouter un document)"
    r" \((?:obligatoire|optionnel|facultatif)\)?|pour créer des paragraphes, laissez\b.{0,60}"
    r"|(?:ce forum|la discussion|cet espace) est modérée? a priori\b.{0,160}|modération a priori",
    r"comments? (?:are|is) closed.?|be the first to (?:comment|reply)\b.{0,40}|discussion about this post",
    r"(?:was|did you find) this (?:page|article|story|post|content|information)? ?(?:helpful|useful"
    r"|interesting)\??"
    r"|cet article vous a(?:-t-il)? (?:été utile|plu|intéressé)\??.{0,30}",
    r"notify me of (?:new|follow-up)\b.{0,60}|this site uses akismet\b.{0,120}",
    r"(?:show|view|load|read|see) (?:all |more )?(?:\d+ )?comments?(?: \(\d+\))?",
    r"(?:laisser|laissez|poster|ajouter|écrire) un commentaire(?: annuler la réponse)?|annuler la réponse",
    r"votre adresse e-?mail ne sera pas publiée\b.{0,100}|enregistrer mon nom\b.{0,120}",
    r"les champs obligatoires sont indiqués avec ?\*?|soyez le premier à commenter.?",
    r"deja (?:una respuesta|(?:un|tu) comentario)(?: cancelar.{0,20})?|deixe (?:um|seu) comentário"
    r"|(?:kommentar|antwort) (?:schreiben|verfassen|hinterlassen)|schreibe? einen kommentar|اترك (?:تعليقا"
    r"|ردا|رد).{0,20}"
    r"|tu dirección de correo electrónico no será publicada\b.{0,80}"
    r"|o seu endereço de e-?mail não será publicado"
    r"\b.{0,80}|(?:este conteúdo|esta página|este artículo) (?:foi útil|fue útil|te ha sido útil)\b.{0,40}",
    r"ce site utilise akismet\b.{0,200}|your comment (?:is|has|will|must|was)\b.{0,160}"
    r"|votre commentaire (?:est|sera|a été)\b"
    r".{0,120}|(?:os comentários|los comentarios) (?:não|no|são|son)\b.{0,150}"
    r"|log ?in with .{2,30} to (?:comment|reply)"
    r"|sort(?:ed)? by:? (?:newest|oldest|best|most \w+|date|relevance)|(?:lire|voir) les contributions",
)
_EDGE_COMMENT = phrases(
    r"réagir|commenter|contribuer|répondre|réagissez|commentez",
    r"(?:no )?comments?|no (?:replies|responses)|commentaires?|discussion|Δ",
    r"(?:your )?(?:name|e-?mail|website|comment|nom|site web|commentaire) ?\*?",
)
_COUNTER = phrases(
    r"(?:post |total )?(?:views?|vues?|reads?|visits?|hits) ?[:-]? ?[\d.,]+ ?[km]?",
    r"[\d.,]+ ?[km]? (?:views?|shares?|reads?|likes?|vues?|partages?|followers?)",
    r"(?:shares?|partages?) ?[:-]? ?[\d.,]+ ?[km]?",
    r"(?:👁️?|❤️?|💬|👍|🔥) ?[\d.,]+ ?[km]?",
    r"(?:cet article a été |article |page )?(?:lue?|vue?|consultée?|partagée?) [\d., ]+ fois|(?:read|viewed"
    r"|shared)"
    r" [\d.,]+ ?k? times|[\d.,]+ ?k? (?:people (?:have )?(?:read|shared|viewed)|personnes ont (?:lu|partagé"
    r"|vu))\b.{0,30}"
    r"|[\d.,]+ ?k? (?:visualizaciones|lecturas|visualizações|leituras|aufrufe|مشاهدة|مشاهدات|قراءة)"
    r"|(?:nombre de )?(?:vues|lectures|visites) ?: ?[\d., ]+",
    r"total views?\b[\d.,: ]{1,12}(?:,? views today [\d.,]+)?|rated \d(?:[.,]\d)?\b.{0,30}"
    r"|عدد المشاهدات.{0,12}",
)
# No list of networks is longer.
_LIST_LINES = 20


def _is_network_row(page: Page, line: Line) -> bool:
    """Names of networks at an edge, or beside another such line; no list that a sentence announces."""
    near = [other for other in (page.before(line), page.after(line)) if other is not None]
    above = page.before(line)
    for _ in range(_LIST_LINES):
        if above is None or not above.is_bullet or not _is_share(above):
            break
        above = page.before(above)
    if above is not None and above.text.endswith(":") and not above.says(_SHARE):
        return False
    if page.in_head(line) or page.in_tail(line):
        return not line.is_bullet or any(_is_share(other) for other in near)
    return not line.is_bullet and any(_is_share(other) and not other.is_bullet for other in near)


def _is_share(line: Line) -> bool:
    return line.says(_NETWORK_ROW, _SHARE, _EDGE_SHARE, _FOLLOW)


def _is_hashtag_row(_page: Page, line: Line) -> bool:
    return _HASHTAGS.fullmatch(line.text) is not None


def _is_edge_comment(page: Page, line: Line) -> bool:
    """A field of a comment form, below the last sentence; Δ is that of a common filter."""
    return page.in_tail(line) and line.number > 0


RULES: tuple[Rule, ...] = (
    Rule(
        "share-bar",
        "share",
        "links for sharing the page",
        ("en", "fr", "es", "pt", "de", "ar"),
        "edges",
        (
            "Share this:",
            "Facebook",
            "Facebook Twitter WhatsApp Email",
            "Spread the love",
            "Copy link",
            "#Mali #Sahel #Wagner",
            "⟦• Facebook⟧\n⟦• Twitter⟧\n⟦• LinkedIn⟧",
            "Partager sur Facebook",
            "Tags: Mali, Wagner",
        ),
        (
            "Share of the vote",
            "Share of the vote by region",
            "Twitter was shut down for seven months.",
            "Partager le pouvoir, une idée ancienne",
            "The following were shut down:\n• Facebook\n• Twitter",
            "Tags: the dog tags of two soldiers were found.",
        ),
        both(
            whole_lines(_SHARE),
            whole_lines(_EDGE_SHARE, "edges"),
            judged_lines(_is_network_row, saying(_NETWORK_ROW)),
            judged_lines(_is_hashtag_row, holding("#")),
        ),
    ),
    Rule(
        "follow-plea",
        "share",
        "a plea to follow the site or its writer",
        ("en", "fr", "es", "pt", "de"),
        "anywhere",
        ("Follow us on Telegram", "Suivez-nous sur WhatsApp", "Join our WhatsApp channel"),
        (
            "Follow the money, investigators say, and the trail ends in Dubai.",
            "Further talks follow in May.",
            "Join the army or leave: the choice of the young",
            "Like them in 2012, the rebels took the town without a fight.",
            "Join us in the square, the imam said.",
            "Find them at the border",
        ),
        whole_lines(_FOLLOW),
    ),
    Rule(
        "comment-form",
        "comments",
        "the comment form below an article",
        ("en", "fr", "es", "pt", "de"),
        "tail",
        (
            "Leave a Reply Cancel reply",
            "Your email address will not be published. Required fields are marked *",
            "Save my name, email, and website in this browser for the next time I comment.",
            "3 Comments",
            "Laisser un commentaire",
            "Discussion about this post",
            "Comments",
            "Δ",
            "Titre (obligatoire)",
            "Un message, un commentaire ?",
        ),
        (
            "Comments by the minister",
            "The ministry did not reply to a request for comment.",
            "No comment was made on the video.",
            "No response from Moscow",
        ),
        both(whole_lines(_COMMENT), judged_lines(_is_edge_comment, saying(_EDGE_COMMENT))),
    ),
    Rule(
        "counter",
        "counter",
        "a count of views or shares",
        ("en", "fr"),
        "edges",
        ("Views: 812", "12 shares", "👁 136", "1.2K views", "Vues : 812"),
        ("12 villages", "812 people were displaced.", "2 500 partages de terre ont eu lieu."),
        whole_lines(_COUNTER, "edges"),
    ),
)
