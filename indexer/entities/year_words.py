"""Words beside numbers of four figures: which ask for a year, which count or number things.

Data only, English and French; all are small letters.
"""

_CUES = """
in since from until till during before after between year early late mid by en depuis dès avant après
entre année an fin début mi l'an jusqu'en d'ici jusqu'à seit im jahr post pre spring summer autumn fall
winter printemps été automne hiver of de the l'année born née né through d' vers circa ca
"""
CUES = frozenset(_CUES.split())
"""Before a year."""

STRONG_CUES = frozenset({"in", "since", "en", "depuis"})
"""Before a year even where a thing that can be counted follows: in 2023 soldiers left."""

_QUANTITIES = """
some about around approximately nearly almost over than least most only another roughly environ près moins
quelque quelques presque les ces des estimated exactly fewer années decades
"""
QUANTITIES = frozenset(_QUANTITIES.split())
"""Before a number of things; so are the pairs."""

QUANTITY_PAIRS = frozenset({("up", "to"), ("plus", "de"), ("près", "de"), ("moins", "de"), ("au", "moins")})

_NUMBERED = """
n° nº no no. nr nr. number numéro num page pages p. pp. room flight vol ticket lot article articles art.
chapter chapitre section sections paragraph paragraphe figure bp b.p. box tel tel. tél tél. téléphone
telephone phone fax route highway iso hr fy rn resolution resolutions résolution résolutions unscr boeing
windows copyright © c)
"""
NUMBERED = frozenset(_NUMBERED.split())
"""Before the number of a thing."""

_COUNTED = """
troop soldier people person persons men women children child civilian fighter militant jihadist terrorist
peacekeeper personnel police employee staff resident inhabitant visitor protester officer member mercenary
mercenaries worker student migrant refugee family families household village school house home death
victim case job seat vote copy copies word page line vehicle truck motorcycle ship plane drone weapon rifle
round tree sheep cow head goat cattle camel bag box boxes bed ticket company companies candidate delegate
k kilometre kilometer km m mm cm metre meter mile foot feet hectare ha acre ton tonne kg g litre liter
barrel dollar euro franc fcfa cfa f usd eur naira cedi dirham rouble ruble days weeks months years hours hrs h
gmt utc minutes times million billion mw kw gw ounce once x px byte row
soldat homme femme personne enfant civil combattant militaire policier casque mort tué blessé victime
habitant kilomètre mètre famille réfugié déplacé élève école siège emploi ans jours mois heures fois place
élément jihadiste djihadiste terroriste milliard tente camion moto véhicule tête bœuf arme fusil
gendarme paysan électeur voix maison mot kilo sac dose cas logement poste
"""
COUNTED = frozenset(_COUNTED.split())
"""What numbers count, one of each: a last s is taken off before a word is looked up."""

_ADJECTIVES = """
more other additional new young armed malian french russian nigerien foreign local de d' square cubic
military wounded dead german british american senegalese chadian burkinabe ukrainian elderly internally
displaced nouveaux nouvelles jeunes autres
"""
ADJECTIVES = frozenset(_ADJECTIVES.split())
"""Between a number and what it counts."""
