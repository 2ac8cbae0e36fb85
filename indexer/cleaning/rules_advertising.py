"""Rules for ad slots and pleas for support.

Never a sentence on advertising: each takes a whole line that says nothing else.
"""

import re

from indexer.cleaning.phrases import phrases
from indexer.cleaning.rule import Rule, both, holding, inside_lines, whole_lines

_ADVERT = phrases(
    r"advert(?:s|isements?|isments?)?",
    r"(?:this is an )?ad(?:vertisement)? (?:slot|break|space)",
    r"ads?(?: by \w+)?",
    r"(?:sponsored|promoted|paid|partner) (?:content|post|links?|stories|story|articles?|message)|sponsored",
    r"(?:the )?(?:story|article|text|post) continues (?:below|after)(?: (?:the |this )?"
    r"(?:ad(?:vert(?:isement)?)?|video|photo|gallery|break))?",
    r"advertisement[ .:–—-]+(?:keep )?scroll(?:ing)? (?:down )?to (?:continue|read)(?: reading| on)?\.?",
    r"continue reading below",
    r"(?:please )?(?:scroll|scroll down|keep scrolling) (?:down )?(?:to|for) (?:continue|read on"
    r"|more)(?: reading)?",
    r"skip (?:ad|advert|advertisement|this ad)",
    r"advertise with us|remove ads|report this ad|why this ad\??",
    r"(?:espace )?publicit(?:é|aire)",
    r"(?:la )?(?:suite|lecture|l'article) (?:se poursuit )?après (?:cette|la) publicité",
    r"contenus? (?:sponsorisés?|partenaires?)|article sponsorisé|annonces?",
    r"(?:continua|continúa|la noticia continúa|sigue leyendo) (?:depois|después|tras) (?:da"
    r"|de la) publici(?:dade|dad)"
    r"|publicidade?|anuncios?|contenido patrocinado|conteúdo patrocinado",
    r"anzeige|werbung|إعلان|إعلانات",
    r"(?:advertisement|publicité|ad)s? ?[:|·–-]? ?\d[\d /of:]{0,12}|(?:your ad|advertise) here"
    r"|close (?:this )?ad"
    r"|(?:article|story|text|content|post) (?:resumes|continues) (?:below|after)\b.{0,40}|more after (?:the"
    r"|this) (?:ad"
    r"|break|jump)|(?:la )?suite (?:de l'article |du texte )?(?:après|sous|ci-dessous|plus bas)\b.{0,40}"
    r"|(?:l'|cet )article (?:se poursuit|continue) (?:après|sous|ci-dessous)\b.{0,40}|publicité,? (?:lire"
    r"|suite|fin)\b.{0,30}",
    r"(?:in partnership with|in association with|presented by|brought to you by"
    r"|en partenariat avec"
    r"|présenté par|proposé par|un contenu proposé par) (?-i:[^\W\d_a-zà-ÿ]).{1,50}|(?:content|article"
    r"|contenu|message)"
    r" (?:sponsored|partenaire|de partenaire|de marque)|from our (?:partners?|sponsors?)|de nos partenaires"
    r"|partner content|paid (?:for|program|advertisement)(?: by .{2,40})?|promoted(?: by .{2,40})?",
    r"(?:please )?(?:disable|turn off|pause|deactivate) (?:your )?ad ?-?block\w*\b.{0,120}|(?:désactive[rz]"
    r"|bloqueur)\b.{0,30}"
    r"\b(?:publicités?|bloqueur)\b.{0,100}|(?:go|read|browse|enjoy) .{0,30}ad-free\b.{0,60}|we (?:noticed"
    r"|see|detected)"
    r" (?:that )?you(?:'re| are) (?:using|blocking)\b.{0,120}",
    r"this (?:article|page|post|story) (?:contains|may contain|includes) affiliate\b.{0,160}|(?:we"
    r"|example\w*) (?:may )?(?:earn"
    r"|receive|get) (?:a )?(?:small )?commissions?\b.{0,120}",
    r"an[uú]ncios?|pub|fermer la (?:pub|publicité)|publi-?(?:rédactionnel|reportage|communiqué)|advertorial"
    r"|infomercial"
    r"|(?:recommended|promoted|sponsored|powered) by (?:outbrain|taboola|revcontent|mgid|dianomi|zergnet)"
    r"|(?:please )?scroll"
    r"\b.{0,20} (?:to|for)\b.{0,30}\b(?:content|more|reading|article|continue)",
)
_SUPPORT = phrases(
    r"(?:please )?(?:support|donate to|help fund) (?:us|our (?:work|journalism|reporting|mission"
    r"|newsroom)|independent journalism)(?: (?:today|now|here))?[.!]?"
    r"(?: (?:donate|subscribe|join|give|become a (?:member|supporter))\b.{0,30})?",
    r"republish (?:this|our) (?:article|story|stories)(?: for free)?"
    r"|(?:report|flag) an? (?:error|typo|mistake)(?: in this (?:article|story))?"
    r"|(?:send|suggest) a correction",
    r"(?:do|if) you (?:rely on|value|like|enjoy|appreciate) our (?:reporting|journalism|work|content"
    r"|coverage)\b.{0,120}",
    r"(?:donate|buy|order|shop|download|join|register|apply)(?: it)? (?:now|today|here)[.!]?",
    r"(?:(?:our|this|these|all) |(?-i:[A-ZÀ-Þ])\w+(?: \w+){0,3}'s )(?:articles?|stories|content|work) (?:may"
    r"|can) be (?:republished|reproduced|reprinted)"
    r"\b.{0,160}|(?:read|see|view) our (?:republish|editorial|ethics|corrections?|privacy|fact)\w*\b.{0,60}",
    r"réutiliser ce contenu|(?:citer|cite) (?:this|cette|cet) (?:publication|article|étude|paper|note"
    r"|report)|how to cite"
    r"\b.{0,200}|(?:order |request )?reprints?(?: (?:and|&) permissions)?|comment citer\b.{0,200}",
    r"(?:signaler|signalez)[- ](?:nous )?une (?:erreur|faute|coquille)\b.{0,60}|une (?:erreur|coquille"
    r"|faute) dans"
    r"\b.{0,80}",
    r"make a (?:donation|contribution)(?: (?:now|today|here))?[.!]?",
    r"(?:faire|faites) un don[.!]?|soutenez[- ](?:nous|notre (?:travail|rédaction|journal)).{0,60}",
    r"(?:listen|écouter|écoutez|escuchar|ouvir)(?: now)? ?(?:to )?(?:this|the|cet|cette|l'|el|a|o"
    r"|este) ?(?:article"
    r"|story|episode|podcast|émission|audio|artículo|notícia)(?:[ :(]*\d.{0,20})?",
    r"download (?:the|this) (?:pdf|app|report|article)(?: (?:here|now|\(.{1,20}\)))?",
    r"(?:télécharger|téléchargez) (?:le pdf|l'application|notre application|cet article|en pdf|la note"
    r"|le rapport)"
    r"(?: ?\(.{1,20}\))?|(?:descargar|baixar) (?:el|o) pdf(?: ?\(.{1,20}\))?",
    r"get (?:our|the) (?:free )?app(?: (?:now|today|here))?[.!]?",
)

# The label glued to a sentence: behind its stop, or in capitals before its first word.
_GLUED = re.compile(r"(?<=[.!?…”\"»)\]])\s*(?P<residue>ADVERTISE?MENT|Advertise?ment|PUBLICITÉ|Publicité)$")
_GLUED_BEFORE = re.compile(r"^(?P<residue>ADVERTISE?MENT|PUBLICITÉ)\s(?=[A-ZÀ-Þ“\"«][a-zà-ÿ]+ )")
_LABELLED = holding("ADVERT", "Advert", "PUBLICIT", "Publicit")

RULES: tuple[Rule, ...] = (
    Rule(
        "advert-label",
        "ad",
        "the label of an ad slot",
        ("en", "fr", "es", "pt", "de", "ar"),
        "anywhere",
        (
            "Advertisment",
            "- Advertisement -",
            "ADVERTISEMENT",
            "Story continues below",
            "Sponsored content",
            "Publicité",
            "La suite après cette publicité",
            "Contenus sponsorisés",
            "Anzeige",
            "The army left the town on Friday. ⟦Advertisement⟧",
            "⟦ADVERTISEMENT⟧ The army left the town on Friday.",
        ),
        (
            "Advertisement revenue fell by a third, the publisher said.",
            "State-sponsored militias",
            "Sponsored by Algiers, the accord held for a decade.",
            "Publicité et propagande : la télévision a diffusé les images, selon des témoins.",
            "The story continues below the surface, residents say.",
            "ADVERTISEMENT SPENDING RISES",
            "He read it twice. Advertisement was not the word.",
            "It was, he said, an Advertisement",
        ),
        both(whole_lines(_ADVERT), inside_lines(_GLUED, _LABELLED), inside_lines(_GLUED_BEFORE, _LABELLED)),
    ),
    Rule(
        "support-plea",
        "support",
        "a plea for support or the offer of a product",
        ("en", "fr"),
        "anywhere",
        (
            "Do you rely on our reporting? Support us.",
            "Download the PDF",
            "Faire un don",
            "Buy now",
        ),
        (
            "Support for the junta is falling.",
            "Donate blood, the hospital asked its neighbours.",
            "Download speeds fell to nothing after the coup.",
        ),
        whole_lines(_SUPPORT),
    ),
)
