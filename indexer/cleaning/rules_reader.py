"""Rules for what a site asks of its reader: subscribe, share, follow, comment.

Needs the form of a plea or a control as the whole line; the subject alone is never enough.
"""

import re

from indexer.cleaning.lines import Line, Page
from indexer.cleaning.phrases import phrases
from indexer.cleaning.rule import Rule, both, holding, judged_lines, saying, whole_lines

_END = r"[.!?…]*"
_NEWSLETTER = phrases(
    r"(?:please )?(?:subscribe|sign up|signup|register) (?:(?:now|today|here|free) )?(?:to|for) (?:our"
    r"|the|my|this)\b.{0,30}\b(?:newsletter|mailing list|emails?|updates?|alerts?|channel|podcast|feed"
    r"|bulletin|digest|briefing)s?\b.{0,80}",
    r"(?:get|receive|have) .{0,60}\b(?:in|into|to|straight to|direct to) your (?:inbox|e-?mail"
    r"|mailbox)\b.{0,60}",
    r"(?:enter|type|submit) your e-?mail(?: address)?\b.{0,80}",
    r"subscribe(?: (?:now|today|here|for free|to continue(?: reading)?|to read (?:more|on"
    rf"|this article)))?{_END}",
    r"(?:already a|are you a|not a) (?:member|subscriber)(?: yet)?\? ?(?:(?:please |click here to )?"
    r"(?:sign|log|subscribe|join|register|become|create|activate|access|view|read)\b.{0,40})?",
    r"already (?:have an account|subscribed|registered)\?.{0,40}",
    r"(?:this|the) (?:article|story|content|post|page) is (?:only )?(?:for|available to|reserved for"
    rf"|exclusive to) (?:paid |our |paying )?(?:subscribers|members)(?: only)?{_END}",
    r"(?:log ?in|sign ?in|register|subscribe) to (?:continue reading|read (?:more|the (?:full"
    rf"|rest)\b.{{0,30}})|view|unlock\b.{{0,30}}){_END}",
    r"(?:(?:click|tap) (?:here )?to|sign up (?:here|now|today)|get (?:our|the) (?:\w+ ){0,2}newsletters?)"
    r"(?: (?:subscribe|sign up|join|register)\b.{0,80})?[.!]?",
    r"subscribe to (?-i:[^\W\d_a-zà-ÿ]).{2,50} (?:and|to) (?:stay|get|receive|never|read)\b.{0,80}",
    r"ready for more\?|thanks for (?:reading|subscribing)\b.{0,80}|thank you for (?:reading"
    r"|subscribing)\b.{0,60}",
    rf"(?:you can )?unsubscribe (?:at )?any ?time{_END}",
    r"(?:newsletter|newsletters|e-?mail address|your e-?mail address|newsletter signup|stay informed"
    r"|stay updated)",
    r"abonnez[- ]vous(?: (?:à (?:notre|nos|la)|pour|maintenant|dès|gratuitement"
    rf"|en ligne)\b.{{0,80}})?{_END}",
    r"inscrivez[- ]vous (?:à (?:notre|nos|la)|pour|gratuitement)\b.{0,80}",
    r"recevez .{0,60}\b(?:par e-?mail|par mail|dans votre boîte|newsletter)\b.{0,60}",
    rf"(?:déjà|pas encore) abonnée?(?:\(e\))?(?: ?\?.{{0,40}})?{_END}",
    r"(?:cet article|ce contenu|la suite) est réservée? (?:aux|à nos) abonnés?.{0,40}",
    r"il vous reste \d+ ?% de cet article à lire.{0,60}|votre adresse e-?mail",
    r"suscríbete(?: a .{0,60})?|assine(?: .{0,40}newsletter.{0,30})|jetzt abonnieren",
)
_NETWORK = (
    r"(?:facebook|twitter|x|whats ?app|telegram|linkedin|instagram|you ?tube|tik ?tok|pinterest|reddit|tumblr"
    r"|messenger|threads|bluesky|mastodon|google news|flipboard|pocket|viber|snapchat|vk|rss)"
)
_CONTROL = (
    r"(?:e-?mail|mail|print|copy link|copy url|imprimer|copier le lien|courriel|sms|more|plus"
    r"|like|tweet|pin|share|link)"
)
_SHARE = phrases(
    r"(?:please )?share (?:this|it|the|on|via|with|now)(?: (?:article|post|story|page|news|on|with"
    r"|your friends|via|:|link))*(?: (?:this|your|others|friends|everyone))*",
    rf"share (?:this (?:article|story|post) )?(?:on|via|to) {_NETWORK}(?: \(opens in new window\)"
    rf"(?: {_NETWORK})?)?",
    r"(?:click|tap) to (?:share|tweet|print|email)\b.{0,60}",
    r"(?:copy|get) (?:the )?(?:link|url)(?: copied)?|link copied(?: to clipboard)?!?|spread the (?:love"
    r"|word)|sharing is caring!?",
    rf"{_NETWORK} ?\(opens in (?:a )?new window\)|like this|j'aime ça",
    rf"partage[rz]?(?: (?:cet article|cette page|ce contenu|l'article|sur|via|avec)\b(?: {_NETWORK}"
    r"| vos amis)?)?",
    rf"compartir(?: en {_NETWORK})?|compartilhar|teilen|شارك",
)
_EDGE_SHARE = phrases(
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
    rf"(?:join|follow|subscribe to) (?:our|the) {_NETWORK}(?: (?:channel|group|page|community"
    r"|account))?\b.{0,60}",
    rf"(?:suivez|rejoignez|retrouvez)[- ]nous(?: (?:sur|également)\b.{{0,80}})?{_END}",
    r"(?:rejoignez|suivez) (?:notre|la) (?:chaîne|page|communauté|groupe)\b.{0,60}",
    r"síguenos(?: en .{0,40})?|siga-nos(?: .{0,40})?|folge uns(?: .{0,40})?",
)
_COMMENT = phrases(
    r"(?:leave|post|write|add|submit) (?:a|your) (?:reply|comment|response)(?: cancel (?:reply"
    r"|response))?.{0,20}",
    r"cancel reply|log ?in to (?:leave a )?(?:comment|reply)|join the (?:conversation|discussion)[.!]?",
    r"your e-?mail address will not be published\b.{0,80}|required fields are marked ?\*?",
    r"save my name,? e-?mail\b.{0,100}|you must be logged in to post a comment.?",
    r"\d{1,5} (?:comments?|replies|responses?|commentaires?|réponses?)(?: on .{1,120})?",
    r"no (?:comments|replies|responses) yet.?|aucun commentaire.?",
    r"comments? (?:are|is) closed.?|be the first to (?:comment|reply)\b.{0,40}|discussion about this post",
    r"was this (?:page|article|story|post) (?:helpful|useful)\??",
    r"notify me of (?:new|follow-up)\b.{0,60}|this site uses akismet\b.{0,120}",
    r"(?:show|view|load|read|see) (?:all |more )?(?:\d+ )?comments?(?: \(\d+\))?",
    r"(?:laisser|laissez|poster|ajouter|écrire) un commentaire(?: annuler la réponse)?|annuler la réponse",
    r"votre adresse e-?mail ne sera pas publiée\b.{0,100}|enregistrer mon nom\b.{0,120}",
    r"les champs obligatoires sont indiqués avec ?\*?|soyez le premier à commenter.?",
    r"deja (?:una respuesta|un comentario)|deixe um comentário|kommentar schreiben",
)
_EDGE_COMMENT = phrases(
    r"(?:no )?comments?|no (?:replies|responses)|commentaires?|discussion|Δ",
    r"(?:your )?(?:name|e-?mail|website|comment|nom|site web|commentaire) ?\*?",
)
_COUNTER = phrases(
    r"(?:post |total )?(?:views?|vues?|reads?|visits?|hits) ?[:-]? ?[\d.,]+ ?[km]?",
    r"[\d.,]+ ?[km]? (?:views?|shares?|reads?|likes?|vues?|partages?|followers?)",
    r"(?:shares?|partages?) ?[:-]? ?[\d.,]+ ?[km]?",
    r"(?:👁️?|❤️?|💬|👍|🔥) ?[\d.,]+ ?[km]?",
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
        "newsletter-plea",
        "newsletter",
        "a plea to subscribe or to sign in",
        ("en", "fr", "es", "pt", "de"),
        "anywhere",
        (
            "Subscribe to our newsletter",
            "Get the day's top stories in your inbox",
            "Abonnez-vous pour lire la suite",
            "Already a member? Sign in",
            "Ready for more?",
            "This article is for subscribers",
            "Déjà abonné ? Connectez-vous",
        ),
        (
            "The group publishes a weekly newsletter, al-Naba, from which it claims attacks.",
            "Few officers subscribe to that view.",
            "Subscribers to the view that the war is lost grow in number.",
            "Les abonnés du téléphone ont perdu le réseau.",
            "Already a member? The bloc says yes.",
            "Subscribe to the doctrine of total war",
        ),
        whole_lines(_NEWSLETTER),
    ),
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
