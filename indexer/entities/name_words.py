"""Words that open with a capital and are no part of a name.

Data only. Compared as written, accents folded.
"""

_FUNCTION_WORDS = """
A About After Afterwards Again Against Ahead All Along Already Also Although Amid Amidst Among An
And Another Any Are As At Away Back Because Before Behind Being Between Both But By Can Could
Despite Did Do Does During Each Earlier Either Even Ever Every Exactly Few Finally First For Former
Four From Further Had Has Have Having He Her Here His How However If In Including Indeed Inside
Instead Into Is It Its Just Last Later Like Many May Meanwhile Might Moreover Most Much Must Near
Nearly Neighbouring Neighboring Nevertheless New Next No Nor Not Now Of Off On Once One Only Or
Other Our Out Outside Over Perhaps Recent Recently Second Several She Should Since So Some Soon
Still Such Than That The Their Then There These They This Those Though Three Through Throughout Thus
To Today Together Tomorrow Tonight Too Toward Towards Two Under Unlike Until Up Upon Was We Were
What When Where Whether Which While Who Whose Why Will With Within Without Would Yes Yesterday Yet
You Your Afin Ainsi Alors Apres Au Aucun Aujourd Aujourd'hui Auparavant Aussi Autour Aux Avant Avec
Ce Celui Cependant Ces Cet Cette Chaque Chez Comme Comment Contre Cote D'apres Dans De Depuis
Derriere Des Desormais Deux Devant Dirige Donc Dont Du Durant Elle En Enfin Ensuite Entre Est Et
Face Grace Hier Ici Il Ils Jeudi Jusqu La Le Les Leur Lors Lorsque Lui Lundi Mais Malgre Mardi Meme
Mercredi Mes Mon Neanmoins Ni Non Notre Nous On Or Ou Outre Par Parmi Pendant Peu Plus Plusieurs
Pour Pourquoi Pourtant Pres Puis Quand Quant Que Quel Quelle Quelques Qui Quoi Sa Samedi Sans Sauf
Se Selon Ses Si Son Sous Suite Sur Tandis Toujours Tous Tout Toute Toutefois Toutes Trois Un Une
Vendredi Vers Via Voici Vos Votre Vous Dimanche Monday Tuesday Wednesday Thursday Friday Saturday
Sunday January February March April June July August September October November December North South
East West Northern Southern Eastern Western Central Nord Sud Est Ouest Centre
"""

_ROLES = """
President Presidente Prime Premier Minister Ministre Vice Deputy Chief Chef General Gen Gen. Colonel
Col Major Captain Capitaine Capt Lieutenant Lt Sergeant Commander Commandant Marshal Admiral
Brigadier Leader Imam Cheikh Sheikh Mr Mrs Ms Dr M Mme Sir Secretary Secretaire Foreign Defence
Defense Interior Transition Transitional Government Gouvernement Ambassador Ambassadeur Spokesman
Spokesperson Mines Army Armee Armed Forces Military Junta Junte Coup Crisis Conflict War Peace
Accord National Embassy Police Security Republic Republique Football Federation Cup Team Coach Group
Groupe Mercenaries Mercenary Troops Soldiers Fighters Boss Founder Head
"""

FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
ROLES = frozenset(_ROLES.split())
_ENGLISH = "the of and to in is was for on that with as by at from it an be"
_FRENCH = "le la les des du un une au aux et est en dans sur pour par qui que ou ne"
LITTLE_WORDS = (frozenset(_ENGLISH.split()), frozenset(_FRENCH.split()))
"""The most frequent words of English and of French, accents folded."""
