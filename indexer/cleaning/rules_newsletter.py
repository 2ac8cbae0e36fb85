"""Rules for what a site asks of its reader: to subscribe, to sign in, to pay, to come back.

Needs the form of a plea as the whole line; the subject alone is never enough.
"""

from indexer.cleaning.lines import Line, Page
from indexer.cleaning.phrases import phrases
from indexer.cleaning.pleas import CALLING, is_plea
from indexer.cleaning.rule import Rule, both, having, judged_lines, saying, whole_lines
from indexer.cleaning.wording import Wording

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
    r"ready for more\?|thank(?:s| you) for (?:reading|subscribing|being a (?:member|subscriber))\b.{0,300}"
    r"|merci de (?:votre lecture|nous lire|nous soutenir)\b.{0,200}",
    r"join (?:our|the) (?:newsletter|mailing list|e-?mail list)\b.{0,40}|receive (?:our|the"
    r"|this) .{2,40} (?:every|each)"
    r" (?:day|week|month|morning|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b.{0,20}"
    r"|the best of .{2,40}, (?:every|each|in your|straight|delivered)\b.{0,40}",
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
    # What is shown only to those who pay, and the offer in its place.
    r"(?:(?:cet |cette )?(?:article|contenu|texte|vidéo|enquête"
    r"|l'espace (?:[a-zéèê]+ ){0,4}est) )?(?:est )?(?:exclusivement )?"
    r"réservée?s? (?:aux|à nos) (?:abonnée?s?|membres|lecteurs)(?: .{0,30})?[.!]?",
    r"(?:subscribers?|members?|premium)[- ](?:only|exclusive|content)|exclusive (?:for"
    r"|to) (?:our )?(?:subscribers"
    r"|members)|contenu (?:premium|abonnés?)|abonnés?|s'abonner|je m'abonne|m'abonner"
    r"|continuer (?:la lecture|sans"
    r" (?:accepter|s'abonner))",
    r"(?:la )?(?:suite|lecture) (?:se poursuit )?après l'offre|lisez la suite (?:pour|en)\b.{0,60}",
    r"(?:pour |dès |à partir de |only |just |from )?[$€£]? ?\d{1,3}(?:[.,]\d{1,2})? ?(?:€|\$|£|euros?"
    r"|dollars?)?"
    r" (?:le premier mois|par (?:mois|an|semaine)|/ ?(?:mois|an|month|week|year)|a (?:month|week|year)"
    r"|for (?:the first|\d+) (?:months?|weeks?)|al mes|por mês|pro monat)\b[^.!?]{0,60}[.!]?",
    r"(?:sans engagement|cancel (?:at )?any ?time|annulable à tout moment|résiliable à tout moment)[.!]?",
    r"(?:pour )?(?:lire la suite|lire l'intégralité de l'article|lire cet article)(?:,)? (?:abonnez|connectez"
    r"|inscrivez|identifiez)[- ]vous.{0,40}",
    r"you(?:'ve| have) (?:reached|read|used) (?:your|all|the|\d).{0,30}\b(?:limit|articles?"
    r"|stories)\b.{0,80}",
    r"you have \d+ (?:free )?(?:articles?|stories) (?:left|remaining).{0,60}",
    r"(?:il vous reste|vous avez (?:lu|atteint)) .{0,60}\barticles?\b.{0,60}",
    r"(?:lee|seguir leyendo|contenido exclusivo|exclusivo) para suscriptores"
    r"|(?:conteúdo )?exclusivo para assinantes"
    r"|nur für abonnenten|für abonnenten",
    r"(?:this|the) (?:article|story|piece|essay|report) (?:appears|appeared|was published) in (?:the"
    r"|our) .{3,60}"
    r"\b(?:issue|edition)\b(?:\.? subscribe\b.{0,50})?\.?",
    # Forms and their answers.
    r"by (?:signing up|subscribing|entering|submitting|providing|registering|joining)\b.{0,250}"
    r"|en (?:vous inscrivant|validant|renseignant|vous abonnant|soumettant)\b.{0,250}"
    r"|al (?:suscribirte|registrarte|suscribirse)\b.{0,200}|ao (?:se inscrever|assinar|cadastrar)\b.{0,200}",
    r"(?:please )?enter (?:a valid|your)\b.{0,60}|(?:invalid|please use a valid) e-?mail\b.{0,40}"
    r"|(?:saisissez|entrez"
    r"|indiquez|renseignez) votre (?:e-?mail|adresse|courriel)\b.{0,60}|votre (?:e-?mail|courriel)"
    r"|your e-?mail",
    r"(?:thank(?:s| you) for|merci (?:de|pour)) (?:signing up|your (?:subscription|interest)"
    r"|votre (?:inscription"
    r"|abonnement)|vous être (?:inscrit|abonné))\b.{0,100}|you(?:'re| are) (?:now |almost "
    r"|all )?(?:subscribed|signed up"
    r"|set|registered)\b.{0,80}",
    r"(?:we'll|we will|you'll|you will|vous recevrez|nous vous enverrons)\b.{0,60}\b(?:e-?mails?|inbox"
    r"|newsletter"
    r"|updates|confirmation|mails?)\b.{0,80}",
    r"(?:sign me up|count me in|i want in|je m'inscris|s'inscrire|créer un compte|me connecter|se connecter"
    r"|create (?:an"
    r"|a free|your) account|register (?:now|for free|here)?|log ?in(?: or (?:register|sign up|subscribe))?"
    r"|sign in(?: or"
    r" (?:register|sign up|subscribe))?|forgot(?:ten)? (?:your )?password\??|mot de passe oublié ?\??"
    r"|remember me)",
    r"(?:pas|not) (?:encore|yet) (?:inscrite?|abonnée?|un compte|a member|registered|a subscriber)\b.{0,60}"
    r"|(?:not|are you) a (?:subscriber|member)(?: yet)?\b.{0,60}|(?:vous avez|avez-vous|vous êtes|êtes-vous"
    r"|have|do you"
    r" have|don't have) (?:déjà |already )?(?:un compte|abonnée?|inscrite?|an account)\b.{0,60}",
    # Offers.
    r"(?:upgrade|switch) to (?:paid|premium|pro|digital)\b.{0,60}|(?:give|send) (?:a |this "
    r"|as a )?gift\b.{0,60}"
    r"|gift (?:this article|a subscription|article)|start (?:your|a|my) (?:free |\d+-day )?(?:trial"
    r"|subscription)\b.{0,60}"
    r"|(?:become|be) an? (?:paid |paying |founding |free )?(?:member|subscriber|supporter|patron|insider"
    r"|friend)\b.{0,100}"
    r"|claim (?:my|your)\b.{0,40}|(?:see|view|voir|découvrir) (?:our |nos |all |toutes nos )?(?:offers"
    r"|offres|plans"
    r"|subscription options|formules)|offre[zr] (?:cet article|un abonnement)\b.{0,60}",
    r"this (?:post|episode|edition|newsletter|essay) is (?:for|public|free|exclusive|only)\b.{0,140}"
    r"|(?:you're|you are) (?:currently )?reading (?:a|an|the|your|one)\b.{0,80}"
    r"|(?:this is )?a (?:free )?preview of\b.{0,60}"
    r"|unlock (?:this|the|with|for|your|unlimited)\b.{0,80}|continue reading"
    r" (?:this|the (?:full |rest of the |whole )?(?:article|story|post|report|piece)|with|for (?:free|just"
    r"|only)|your"
    r"|unlimited)\b.{0,80}|keep reading (?:with|for"
    r"|this)\b.{0,60}",
    r"(?:\d+|one|two|three|four|five) (?:free )?articles? (?:left|remaining|this month)\b.{0,40}"
    r"|subscriber[- ]only\b.{0,40}"
    r"|(?:for )?(?:members|subscribers) only|paid (?:post|subscribers)|(?:locked|premium) (?:content|article"
    r"|post)",
    r"(?:la newsletter|the newsletter|notre newsletter|our newsletters?|nos newsletters"
    r"|toutes nos newsletters"
    r"|toutes les newsletters|all newsletters|more newsletters|see all newsletters)(?: .{0,40})?",
    r"(?:start|try) (?:your|a|my|our) (?:free |\d+-day )*trial\b.{0,60}|subscribe now\b.{0,40}"
    r"|your (?:subscription|request"
    r"|e-?mail|message|registration) (?:has|could not|was|is|failed)\b.{0,80}|get an e-?mail\b.{0,60}",
    r"(?:member|subscriber)s?[- ]only(?: \w+)?|as an? (?:subscriber|member),? you\b.{0,150}"
    r"|this is your (?:last|first|\w+th|\w+rd"
    r"|final) (?:free )?(?:article|story)\b.{0,60}|to (?:continue|keep) reading\b.{0,150}|pour (?:lire"
    r"|accéder à|découvrir) (?:la"
    r" suite|cet article|l'article|l'intégralité|ce contenu)\b.{0,150}|para (?:seguir leyendo"
    r"|continuar (?:leyendo|lendo)"
    r"|acceder a este)\b.{0,120}",
    r"please (?:check your|confirm your|verify your|try again|log in|sign in|register|subscribe)\b.{0,120}"
    r"|would you like to"
    r" (?:receive|get|subscribe)\b.{0,80}|(?:existing|already an?|new) .{0,30}\b(?:customer|subscriber"
    r"|member|reader)\?.{0,60}",
    r"(?:over |more than )?[\d.,]+ ?k? (?:subscribers|followers|abonnés|suscriptores|seguidores)|(?:after"
    r"|skip past) (?:the )?"
    r"newsletter\b.{0,30}|(?:déjà|already) (?:inscrite?|membre|abonnée?|registered|a member"
    r"|a subscriber) ?\?.{0,40}",
    r"(?:este artículo es |contenido |conteúdo |recurso )?exclusivo para (?:suscriptores|assinantes"
    r"|miembros)\b.{0,80}"
    r"|(?:lee|leia) sin límites\b.{0,60}|(?:leia|lee) (?:sem|sin) limites\b.{0,60}",
)
# What speaks of the site's own need has the form of a sentence, and one of these forms alone.
_NEED = phrases(
    r"(?:we need|with|thanks to|without) your (?:support|help|donations?|contributions?"
    r"|generosity)\b.{0,200}",
    r"your (?:support|donations?|contributions?|gifts?|subscription|membership) (?:helps?|makes?|allows?"
    r"|keeps?|will|matters?"
    r"|enables?|can|is|are|means)\b.{0,200}",
    r"(?:we(?:'re| are) an? )?(?:independent,? )?(?:reader|listener|viewer|community|member"
    r"|crowd)[- ]"
    r"(?:funded|supported|powered|financed|backed)\b.{0,200}",
    r"(?:independent|quality|good|investigative|free|local) journalism (?:needs|costs|depends|matters|takes"
    r"|is not free"
    r"|isn't free|relies)\b.{0,200}",
    r"(?:our|this) (?:journalism|reporting|newsroom|work|site|coverage|project) (?:needs|depends on"
    r"|relies on|is (?:made"
    r" )?(?:possible|free|funded|supported|powered)|would not be|wouldn't be|remains free)\b.{0,200}",
    r"(?:if|since|because) you(?:'ve| have|'re| are)? (?:value|valued|like|liked|enjoy|enjoyed|enjoying"
    r"|found|appreciate|rely"
    r"|believe in|care about|read this far|come this far)\b.{0,60}\b(?:article|story|post|work|journalism"
    r"|reporting|content"
    r"|newsletter|coverage|site|what (?:we|you))\b.{0,160}",
    r"(?:(?:grâce à|sans|avec) )?votre (?:soutien|don|abonnement|contribution|aide) .{2,200}"
    r"|(?:notre (?:journal|média|site|rédaction|travail)|nous) (?:a|avons|ont) besoin de (?:vous"
    r"|votre (?:soutien"
    r"|aide|don))\b.{0,160}|si vous (?:appréciez|aimez|avez (?:aimé|apprécié)|trouvez) (?:cet|notre|nos"
    r"|ce)\b.{0,200}",
    r"(?:support|join) .{2,40} on (?:patreon|ko-?fi|substack|open ?collective|kickstarter)\b.{0,60}"
    r"|buy (?:me|us) a coffee\b"
    r".{0,40}|donate (?:via|through|with|by|using|to)\b.{0,80}|(?:tu|su) (?:apoyo|donación)\b.{2,120}"
    r"|seu apoio\b.{2,120}",
    r"since you(?:'re| are) here\b.{0,150}|scan (?:the|this) (?:qr )?code\b.{0,80}|write for us\b.{0,120}"
    r"|(?:républiez|republish)"
    r" (?:nos|our|this|cet)\b.{0,150}|don't forget to (?:follow|subscribe|like|share|hit|sign)\b.{0,120}",
    r"(?:do you have|have|got|vous avez|avez-vous) (?:a |any |an |des |une )?(?:news )?(?:tips?|story"
    r"|information|informations"
    r"|question|opinion|feedback|témoignage)\b.{0,80}\?.{0,200}|have a (?:news )?tip\b.{0,150}",
)


def _is_need(page: Page, line: Line) -> bool:
    plain = not line.is_reported and not line.is_bullet and not any(mark in line.text for mark in '"“«')
    return plain and not page.addresses_its_reader


def _asks(wording: Wording) -> bool:
    return is_plea(wording.cue)


def _is_plea(page: Page, line: Line) -> bool:
    """A plea in an article that does not address its reader throughout, as a manual does."""
    return line.wording.fact(_asks) and not line.is_bullet and not page.addresses_its_reader


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
        "reader-plea",
        "newsletter",
        "a plea to follow, to pay or to come back",
        ("en", "fr", "es", "pt", "de", "ar"),
        "anywhere",
        (
            "Stay informed! Follow The Herald on WhatsApp for real-time updates and exclusive content.",
            "Sign up for our daily brief — news you can use, delivered weekdays.",
            "Enjoyed this explainer? We send one every Thursday. Sign up here — it’s free.",
            "Your support keeps our reporters in the field, from Dakar to Agadez.",
            "Votre soutien nous permet de rester libres.",
            "Download our app from the App Store or Google Play for alerts",
            "Rejoignez notre chaîne WhatsApp « Sahel » et recevez chaque matin les alertes de la rédaction",
            "اشترك في نشرتنا البريدية ليصلك كل جديد",
        ),
        (
            "Follow the money: our reporters found that the trail ends in a Telegram channel.",
            "“Join our channel,” the group said in a message to its members on Telegram.",
            "Your support for the army is noted, the captain told the crowd.",
            "“Your support helps us,” the captain told the crowd.",
            "Join the army or leave: the choice of the young",
            "Our reporters listened to the podcast of the junta, which asks for donations.",
            "Suivez l’argent : la chaîne de l’or mène à Dubaï.",
        ),
        both(judged_lines(_is_plea, having(CALLING)), judged_lines(_is_need, saying(_NEED))),
    ),
)
