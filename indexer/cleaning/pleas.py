"""Sentences that ask the reader for something: to subscribe, to follow, to pay, to come back.

Three signs together: a call at the start of a sentence or clause, what it calls to, and a word that
addresses the reader or offers. News sentences have one or two of them; a quotation may have all.
"""

import re

from indexer.cleaning.phrases import Sieve
from indexer.cleaning.signs import signs

_NETWORK = (
    r"(?:facebook|twitter|x|whats ?app|telegram|linkedin|instagram|you ?tube|tik ?tok|threads|bluesky"
    r"|mastodon|google news|flipboard|reddit|signal|viber|spotify|apple podcasts?|soundcloud|deezer)"
)
_CALLS = (
    rf"(?:sign(?:[ -]?up| in)(?: here| now| today)?|subscribe|register (?:for|here|now|today|to)|download"
    rf"|listen"
    r" (?:to our|now)|join (?:us|our|the (?:conversation|discussion|debate)|more than|over|thousands"
    r"|\d[\d,.]*)"
    rf"|follow (?:us|me|our|along|@\w+|(?:the )?(?-i:[^\W\d_a-zà-ÿ])[^.!?]{{1,50}} on {_NETWORK})"
    r"|get (?:our|the (?:latest|best|day's|top|most|free|app|news)|more|all|unlimited|full|breaking|daily"
    r"|weekly)"
    r"|receive (?:our|the|all|daily|weekly|alerts|news|breaking)|support (?:us|our|independent|quality"
    r"|journalism|the work)"
    r"|donate|chip in|contribute|become an?|click here|tap here|enter your|unlock|log ?in"
    r"|create (?:an|a free|your)|stay (?:informed|updated|connected|tuned|ahead|in touch|up[ -]to[ -]date"
    r"|on top)"
    r"|keep up|never miss|don't miss|do not miss|hear (?:more|the)|find us|like us|connect with us"
    r"|share your|tell us|send us|write to us|e-?mail us|contact us|help us|enjoy (?:unlimited|our)"
    r"|let us know"
    r"|have your say|catch up|watch our|read our|visit our|check out our|see our|browse our|add us|make us"
    r"|install our|pre-?order|consider (?:supporting|subscribing|becoming|making a|donating)"
    r"|turn on notifications"
    r"|abonnez[- ]vous|inscrivez[- ]vous|recevez|rejoignez(?:[- ]nous| notre| nos| la communauté)|téléchargez"
    rf"|suivez(?:[- ]nous| notre| nos| toute| l'actualité| (?-i:[^\W\d_a-zà-ÿ])[^.!?]{{1,50}} sur {_NETWORK})"
    r"|soutenez(?:[- ]nous| notre| un| le travail| la)|faites un don"
    r"|connectez[- ]vous|créez (?:un|votre) compte|profitez (?:de|d')|découvrez (?:nos|notre|toutes nos)"
    r"|retrouvez(?:[- ]nous| nos| notre| toute?s?)|écoutez (?:nos|notre|le podcast|cet)|activez (?:les|nos"
    r"|vos)"
    r"|cliquez ici|devenez (?:membre|abonnée?|donateur)|restez (?:informée?s?|connectée?s?|à jour"
    r"|au courant)|ne manquez|ne ratez"
    r"|lisez (?:nos|notre|tous nos)|donnez[- ]nous|commentez|réagissez|partagez (?:votre|vos)|participez"
    r"|identifiez[- ]vous|consultez (?:nos|notre)|aidez[- ]nous"
    r"|suscríb[ae]te|suscríbase|regístrate|síguenos|sigue|únete|descarga|apóyanos|recibe|hazte|inicia sesión"
    r"|assine|inscreva-se|siga|baixe|apoie|receba|cadastre-se|participe|entre no|clique"
    r"|abonnieren sie|abonniere|melden sie sich|folgen sie|laden sie|unterstützen sie|registrieren sie"
    r"|erhalten sie|jetzt"
    r"|اشترك(?:وا)?|تابع(?:ونا|نا)?|انضم(?:وا)?|حمّ?ل(?:وا)?|سجّ?ل)"
)
# A call opens a sentence; only a condition may stand before it: "If you can, chip in".
_CALL = re.compile(
    rf"(?:^|[.!?…|–—]\s|^(?:if you|for more|to \w+ (?:our|us|the)|si vous|pour plus)\b[^.!?]{{2,60}},\s)"
    rf"(?:(?:please|kindly|and|then|simply|just|also|merci de)\s)?{_CALLS}(?![\w'-])",
    re.IGNORECASE,
)
_GOODS = re.compile(
    r"(?<!\w)(?:news-?letters?|mailing list|inbox|mailbox|e-?mail (?:alerts?|updates?|list)|updates"
    r"|(?:daily|weekly|morning|evening) (?:brief|briefing|digest|e-?mail|update|edition)|briefing|podcasts?"
    r"|(?:news )?alerts|notifications|app store|google play|play store|(?:mobile|news|our|free) app"
    r"|our (?:channel"
    r"|group|page|site|website|community|forum|feed|magazine|print|journalism|journalists?|reporting"
    r"|newsroom|work"
    r"|coverage|mission|reporters|guidelines|shop|store|membership|stories|app|team)|subscription"
    r"|subscribers?"
    r"|paywall|(?:print|digital) edition|latest (?:news|updates|headlines|stories)|breaking news|top stories"
    r"|independent (?:media|journalism|reporting|news)|quality journalism|exclusive content"
    r"|unlimited (?:access|articles|reading)|premium|free trial|donation|[$€£]\s?\d[\d.,]* ?(?:a|per"
    r"|/) ?(?:month"
    r"|week|year)|live blog|(?:comments? section|comments? below)|the conversation|your (?:thoughts|views"
    r"|comments?"
    r"|opinion|feedback)|preferred source|reader-(?:funded|supported)|member"
    r"|infolettre|lettre d'information|aplicativo|aplicación|boîte (?:mail|de réception|aux lettres)"
    r"|courriels?|chaîne|application"
    r"|appli"
    r"|alertes|abonnement|abonnée?s?|(?:notre|nos|votre) (?:compte|communauté|forum|travail|journal(?:isme)?"
    r"|rédaction|site|page|groupe|magazine|offres?|soutien|avis|articles|podcasts?|journalistes"
    r"|commentaires?)"
    r"|média indépendant|presse (?:libre|indépendante)|un don|sans engagement|toute l'actualité"
    r"|l'actualité (?:en|sur)|dernières infos"
    r"|bolet(?:ín|ines)|suscripción|nuestr[oa]s? (?:canal|grupo|newsletter|app|periodismo|redes|comunidad)"
    r"|boletim"
    r"|assinatura|noss[oa]s? (?:canal|grupo|newsletter|app|jornalismo|redes|comunidade)"
    rf"|unsere[mnr]? (?:newsletter|kanal|app)|نشرتنا|بريدك|قناتنا|صفحتنا|تطبيق|{_NETWORK})(?!\w)",
    re.IGNORECASE,
)
_TO_THE_READER = re.compile(
    r"(?<!\w)(?:our|us|your|you|we|here|now|today|for free|free|for (?:the )?(?:latest|more|real-time|news"
    r"|alerts"
    r"|updates|breaking)|notre|nos|nous|vous|votre|vos|ici|gratuit(?:e|ement)?|dès maintenant"
    r"|pour (?:recevoir|ne)"
    r"|tu|tus|te|nuestr[oa]s?|nos|aquí|gratis|você|seu|sua|noss[oa]s?|aqui|sie|ihre?|ihren|uns|unsere[mnr]?"
    r"|hier"
    r"|kostenlos)(?!\w)|[$€£]\s?\d|(?:نا|ك)(?!\w)",
    re.IGNORECASE,
)
# A call that needs nothing else, as the last sentence.
_LAST_WORD = re.compile(
    r"(?:^|[.!?…]\s)(?:sign up|subscribe|register|donate|abonnez[- ]vous|inscrivez[- ]vous|suscríbete|assine)"
    r"(?: (?:here|now|today|to the (?:print|digital) edition|ici|maintenant|aquí|aqui))?"
    r"(?:\s?[—–-]+\s?(?:it's free|c'est gratuit|es gratis))?[.!]*$",
    re.IGNORECASE,
)
_TO_THE_INBOX = re.compile(
    r"\b(?:delivered|straight|sent|direct(?:ly)?|right|every \w+|daily|weekly) (?:to|in|into) your (?:inbox"
    r"|e-?mail|mailbox)"
    r"|\bdans votre boîte\b|\bpar e-?mail\b.{0,40}\b(?:chaque|tous les)\b|\b(?:en tu|no seu) (?:correo"
    r"|e-?mail)\b",
    re.IGNORECASE,
)
_ASKING = Sieve(_LAST_WORD, _TO_THE_INBOX, _CALL)
# Every plea names one of these, or ends on its call.
CALLING = signs(
    *("sletter", "mail", "nbox", "ulletin", "riefing", "scription", "bscribe", "alert", "Alert", "odcast"),
    *(
        "hannel",
        "member",
        "hatsApp",
        "elegram",
        "acebook",
        "witter",
        "nstagram",
        "ouTube",
        "inkedIn",
        "ikTok",
    ),
    *(" X ", "oogle", " app", "App ", "pdates", "Breaking", "breaking", "op stories", "ournalism", " our "),
    *("Our ", "your ", "offre", "bonn", "nscri", "ign up", "egister", "onat", "otre ", " nos ", " vos "),
    *("haîne", "ommunaut", "un don", "nuestr", "nossa", "nosso", "oletín", "oletim", "ssin", "unser"),
    *("نشر", "بريد", "قناة", "قنات", "صفح", "تطبيق", "reader-", "edition"),
)
_NAMED = re.compile('[«“"][^«»“”"]{1,30}[»”"]')
_QUOTES = re.compile('["“”«»„]')
_PREDICATE = re.compile(
    r"\b(?:said|says|told|according to|asked|warned|added|a dit|a déclaré|selon|affirme|explique|dijo|según"
    r"|disse"
    r"|segundo|sagte)\b",
    re.IGNORECASE,
)


def is_plea(cue: str) -> bool:
    """Whether a short line asks the reader to subscribe, to follow, to pay or to come back.

    >>> is_plea("Stay informed! Follow The Herald on WhatsApp for real-time updates.")
    True
    >>> is_plea("Follow the money, investigators say, and the trail ends in Dubai.")
    False
    """
    # What stands between quotes is the name of a newsletter, or speech.
    plain = _NAMED.sub("…", cue)
    if _QUOTES.search(plain):
        return False
    last_word, to_the_inbox, call = _ASKING.search(plain)
    asks = last_word or to_the_inbox or (call and _TO_THE_READER.search(plain) and _GOODS.search(plain))
    return bool(asks) and _PREDICATE.search(plain) is None
