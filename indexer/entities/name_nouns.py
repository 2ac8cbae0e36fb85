"""Words beside and inside names, and what kind of name each tells of.

Data only. All words are folded: lower case, no accents.
"""

from collections.abc import Mapping


def words_of(text: str) -> frozenset[str]:
    """The words of a text, parted by blanks."""
    return frozenset(text.split())


# What stands before a person's name and is none of it.
TITLES = words_of("""
    president presidente minister ministre premier general generale gen colonel col major maj captain
    capitaine capt lieutenant lt sergeant sgt commander commandant cmdt marshal marechal admiral amiral
    brigadier corporal caporal adjudant imam cheikh sheikh sheik shaykh cheick mr mrs ms dr m mm mme mlle
    me maitre sir lord lady secretary secretaire ambassador ambassadeur ambassadrice spokesman
    spokeswoman spokesperson senator senateur senatrice deputy depute deputee congressman congresswoman
    representative rep sen gov governor gouverneur mayor maire prefect prefet judge juge justice
    magistrate prosecutor procureur lawyer avocat attorney king queen prince princess princesse sultan
    emir emira emirs pope cardinal archbishop bishop eveque archeveque mgr monsignor father pere sister
    soeur abbe pastor pasteur reverend rev rabbi prof pr professor professeur professeure doctor docteur
    head chairman chairwoman chairperson chair director directeur directrice chief chef leader boss
    founder fondateur fondatrice coordinator coordinateur coordinatrice commissioner commissaire
    chancellor chancelier envoy emissaire analyst analyste researcher chercheur chercheuse journalist
    journaliste editor reporter activist activiste militant economist historian historien historienne
    writer ecrivain author auteur singer coach striker footballer candidate candidat jihadist warlord
    alhaji alhaja hadj hadji hajj haji mollah mullah ayatollah ustaz malam mallam tonton mama chairlady
    speaker inspector inspecteur superintendent detective officer sheriff baron comte ex-president
    vice-president vice-presidente lieutenant-colonel colonel-major general-major major-general
    brigadier-general sous-lieutenant secretary-general co-founder adjutant porte-parole premier-ministre
    vice-premier businessman lawmaker legislator opponent opposant rebel teacher student farmer trader
    resident witness driver
""")

# What may stand before or between titles: "Malian Defence Minister", "Deputy Prime Minister".
TITLE_MODIFIERS = words_of("""
    prime vice deputy foreign defence defense interior finance health justice education transport energy
    oil mines mining agriculture communication communications information sports youth trade security
    internal external affairs territorial administration water resources environment labour labor culture
    tourism home first second former ex acting interim transitional transition national federal state
    regional military army navy police air force chief honorable honourable excellency majesty his her
    lady supreme grand right hon executive managing senior assistant associate retired late republican
    democratic democrat opposition government presidential special human rights political independent et
    adjoint delegue and of the rebel islamist jihadist
""")

# What a minister is minister of; ends before the minister's own name.
PORTFOLIOS = words_of("""
    foreign affairs affaires etrangeres defence defense interior interieur health sante justice finance
    finances economy economie education communication agriculture mines energy energie oil petroleum
    transport transports sports youth jeunesse water resources environment environnement labour labor
    work travail culture tourism security securite state etat territorial administration religious
    planning development developpement trade commerce industry industrie livestock elevage fisheries
    women gender family humanitarian action social cooperation international regional integration african
    armed forces veterans anciens combattants public service higher scientific research digital
    telecommunications housing urban urbanism lands rural decentralization decentralisation national
    reconciliation cult cults worship relations
""")

_KINDS: Mapping[str, str] = {
    "armed_group": """
        brigade brigades katiba katibat katibas movement mouvement front militia milice liberation
        fighters resistance jihad jihadist mujahideen mujahidin ansar jaish jaysh harakat saraya
        liwa fedayeen guerrilla rebels maquis self-defence self-defense autodefense brotherhood
    """,
    "party": "party parti",
    "government": """
        ministry ministere government gouvernement presidency presidence parliament parlement senate
        senat assembly assemblee directorate direction prefecture municipality mairie treasury
        tresor cabinet tribunal court cour embassy ambassade customs douane douanes authority
        autorite
    """,
    "state_force": """
        army armee battalion bataillon regiment navy gendarmerie police guard garde legion squadron
        corps commando commandos troops
    """,
    "company": """
        ltd limited inc plc corp corporation llc gmbh sarl sa sas spa nv bv gold mining mines
        minerals resources oil petroleum energy company compagnie societe holdings holding group
        groupe industries airlines airways motors enterprises logistics partners bank banque telecom
        uranium lithium metals exploration entreprise capital
    """,
    "media": """
        radio tv television tele times post herald tribune gazette journal newspaper magazine press
        presse news nouvelles quotidien hebdo studio daily weekly chronicle
    """,
    "organisation": """
        university universite institute institut committee comite commission council conseil union
        federation association organisation organization agency agence foundation fondation network
        reseau league ligue centre center office bureau fund fonds alliance coalition coordination
        collective collectif congress congres forum initiative programme program mission academy
        academie school ecole college lycee faculty faculte hospital hopital church eglise mosque
        mosquee society syndicat confederation chamber chambre observatory observatoire laboratory
        laboratoire consortium platform plateforme secretariat panel task conference convention
        rassemblement cadre syndicate order ordre ong ngo charity club team watch international
        consultants campaign campagne croissant croix cross crescent haut-commissariat commissariat
        service services unit unite project projet convergence group think-tank trust board bloc
        bloque circle cercle parents amis friends medecins doctors reporters
    """,
    "place": """
        river lake lac mount mont mountain mountains forest foret province region district cercle
        department departement county city town village ville island islands ile iles desert valley
        vallee airport aeroport port hills plateau oasis well wells wadi oued road avenue street rue
        square place stadium stade palace palais hotel camp base bridge pont dam barrage gate
        quartier commune gulf golfe bay baie cape cap peninsula strait canal kingdom royaume
        republic republique prison market park
    """,
}
KIND_OF = {word: kind for kind, words in _KINDS.items() for word in words.split()}
"""The kind that a word tells of; the first list that holds it decides."""
KIND_OF |= {"group": "organisation", "groupe": "organisation", "mission": "organisation"}

# A word of these last in a name outweighs one before it.
COMPANY_ENDINGS = words_of("""
    ltd limited inc plc corp corporation llc gmbh sarl sa sas nv bv spa holdings gold mining
""")

# Heads of French names that go on in small letters: Conseil national de la transition.
FRENCH_HEADS = words_of("""
    academie agence alliance assemblee association autorite banque brigade bureau cadre caisse cellule
    centrale centre chambre coalition collectif comite commission compagnie confederation confrerie
    conseil convention convergence coordination cour direction ecole faculte federation fondation fonds
    force forces forum front garde groupe groupement haut-commissariat initiative inspection institut
    ligue ministere mission mouvement observatoire office ordre organisation parti patriotes plateforme
    programme rassemblement reseau secretariat service societe syndicat tresor tribunal union unite
    universite jeunesse jeunesses medecins reporters action
""")
# Heads of movements are named after a land also behind another noun: Front de liberation du Macina.
FREE_HEADS = words_of("""
    front mouvement coordination alliance coalition collectif union ligue congres armee parti
""")

# Whom an institution may belong to by its name: Women's League, Traders' Union.
PEOPLE = words_of("""
    people peoples women woman children men workers worker citizens teachers farmers traders students
    youth journalists doctors lawyers nurses pastoralists hunters herders mothers elders lord miners
    drivers veterans victims villagers breeders fishermen merchants artists writers employers dockers
""")
# Lower-case nouns right before a name that tell its kind.
PLACE_BEFORE = words_of("""
    region province village ville commune district localite city town forest foret lac lake mount mont
    oued cercle departement department quartier prefecture hameau municipality island ile cite oasis
""")
PLACE_PREPOSITIONS = words_of("""
    in near a vers dans around outside inside pres toward towards
""")
PERSON_PARTICLES = words_of("""
    ag ould ben bin ibn bint abu abou mint walet abdoul abdul el-hadj elhadj al-hadj
""")

# Words with a capital that alone are nobody's name.
NOT_NAMES = words_of("""
    islam islamic islamist islamists islamism muslim muslims christian christians catholic catholics
    christianity jihad jihadi jihadis jihadist jihadists ramadan tabaski christmas noel easter quran
    koran coran bible allah god dieu internet web wifi gmt utc am pm tv fm faq pdf ok usd eur cfa fcfa
    xof hiv aids sida covid covid-19 sms gps km dna iq vip no nos vol pp ibid etc ndlr cf art inc ltd gdp
    pib ngo ngos ong ied ieds ak-47 suv rpg ii iii iv vi vii viii ix xi xii xiii xiv xv xvi xvii xviii
    xix xx xxi mr mrs ms st nb ps english french arabic anglais francais arabe facebook twitter whatsapp
    youtube telegram instagram state states etat etats nation nations constitution constitutionnel world
    monde west east north south western eastern northern southern central ouest est nord sud centre
    sahara-sahel accord agreement operation operations embassy house city county country countries junta
    junte coup africa-wide photo video read lire voir watch live updated source sources related
    advertisement sahelian sahelien sahelienne saheliens sahariens saharan african africans africain
    africaine africains africaines european europeans europeen europeenne europeens westerners occident
    occidental occidentaux arab arabs arabes asian latin american-led resolution article chapter annex
    annexe
""")

# People of a country, and what is of it.
_DEMONYMS = """
    malian malians malien maliens malienne maliennes nigerien nigeriens nigerienne nigeriennes nigerian
    nigerians burkinabe burkinabes burkinese chadian chadians tchadien tchadiens tchadienne
    mauritanian mauritanians mauritanien mauritaniens mauritanienne algerian algerians algerien algeriens
    algerienne libyan libyans libyen libyens libyenne moroccan moroccans marocain marocains marocaine
    tunisian tunisians tunisien tunisiens tunisienne senegalese senegalais senegalaise gambian gambians
    gambien guinean guineans guineen guineens guineenne ivorian ivorians ivoirien ivoiriens ivoirienne
    ghanaian ghanaians ghaneen ghaneens togolese togolais togolaise beninese beninois beninoise
    cameroonian cameroonians camerounais camerounaise liberian liberians liberien sudanese soudanais
    soudanaise egyptian egyptians egyptien egyptiens ethiopian ethiopians ethiopien ethiopiens somali
    somalis somalian somalien somaliens kenyan kenyans rwandan rwandans rwandais rwandaise congolese
    congolais congolaise ugandan ugandans ougandais angolan angolans angolais mozambican mozambicans
    zimbabwean zimbabweans zambian zambians tanzanian tanzanians gabonese gabonais gabonaise eritrean
    eritreans centrafricain centrafricains centrafricaine french frenchman frenchmen francais francaise
    francaises british briton britons britannique britanniques american americans americain americains
    americaine americaines russian russians russe russes german germans allemand allemands allemande
    italian italians italien italiens italienne spanish spaniard spaniards espagnol espagnols espagnole
    portuguese portugais portugaise belgian belgians belge belges dutch neerlandais swiss suisse suisses
    swedish swede swedes suedois danish dane danes danois norwegian norwegians norvegien finnish
    finlandais polish polonais ukrainian ukrainians ukrainien ukrainiens ukrainienne turkish turk turks
    turc turcs turque turques chinese chinois chinoise chinoises japanese japonais indian indians indien
    indiens pakistani pakistanis afghan afghans iranian iranians iranien iraniens iraqi iraqis irakien
    irakiens syrian syrians syrien syriens lebanese libanais israeli israelis israelien israeliens
    palestinian palestinians palestinien palestiniens saudi saudis saoudien saoudiens qatari qataris
    emirati emiratis emirien jordanian kuwaiti yemeni yemenis korean koreans coreen canadian canadians
    canadien canadiens australian australians australien brazilian brazilians bresilien mexican mexicans
    mexicain cuban cubans venezuelan colombian argentine greek greeks grec grecs hungarian hungarians
    hongrois czech romanian romanians roumain serbian bulgarian austrian autrichien irish irishman
    scottish welsh estonian estonians estonien latvian lithuanian belarusian georgian armenian
    south-african sud-africain sud-africains bissau-guinean equatoguinean
"""
DEMONYMS = words_of(_DEMONYMS)

# First names that are common where the collection's news are from and about.
GIVEN_NAMES = words_of("""
    abba abdallah abdel abderrahmane abdou abdoulaye abdourahamane abdul abdullah abdullahi aboubacar
    aboubakar abubakar adama adamou ahmad ahmadou ahmed aichatou aissata alassane ali alioune alpha
    amadou amara amina aminata amadi antoine assimi awa aya baba babacar bachir bakary barack bassirou
    bernard bintou blaise boubacar boubakar boukary brahim brice cellou charles cheick cherif choguel
    christian christophe claude daniel daouda david djibril djibrilla dominique drissa emmanuel emile
    eric ernest etienne fanta fatima fatimata fatou fatoumata felix fiona francis francois frank gabriel
    george georges gerard gilbert gilles habib hadiza halidou hama hamadou hamid hamidou hamma haroun
    harouna hassan hassane hassoumi hawa henri herve houssein hussein ibrahim ibrahima idriss idrissa
    ingrid isaac ismael ismail issa issaka issoufou iyad jacques james jean jean-baptiste jean-claude
    jean-francois jean-marie jean-noel jean-pierre jean-yves john jonathan joseph josep julien kadidia
    kadiatou kalifa karim kassim khadija khalid khalifa kwame kwesi lamine laurent lassana lassina louis
    macky mahamadou mahamane mahamat mahamoudou mahmoud malick mamadou mamady maman mamane marc marcus
    maria mariam marie mark martin mathieu maurice michael michel michele mikhail modibo mohamed mohammed
    mohamadou mohammadu moctar mokhtar mouhamadou moulaye mountaga moussa moustapha muammar muhammad
    muhammadu mustapha nana nicolas olivier omar oumar oumarou oumou ousmane ousseini pascal patrice
    patrick paul peter philippe pierre rachid rahmane rhissa richard robert roch roland sadio safiatou
    saidou saif salah salif salifou salou samba sanda sani sekou sekouba serge sergei seydou seyni sidi
    simon souleymane soumaila stephane sylvain tchiani thierry thomas tidiane tiebile umar umaru vincent
    vladimir william yacouba yahya yaya yevgeny youssef youssouf yusuf zakaria zeinabou ziad zoumana jane
    anna anne elizabeth mary sarah susan karen linda laura julia emma alice andrew anthony antony arnaud
    alain albert alexander alexandre alfred alphonse ange anselme bruno cyril cyrille damien denis didier
    donald edward fabien fabrice florence francoise frederic guillaume guy helene hugo isabelle jerome
    joe johann jose josephine juan jules kemal kevin kofi leon luc lucas luis marcel maxime nathalie
    nicholas noel odette oliver oscar pedro remi rene roger romain samuel sebastien sophie stephen steven
    sylvie theophile theodore tim tom tony valentin veronique victor viktor walter xavier yves yvonne
""")
