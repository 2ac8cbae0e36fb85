"""The commonest words of languages: they tell prose from menus, and languages from each other.

By ISO 639-1 code, in lower case.
"""

# These tell prose from menus. What was learnt about whole pages was learnt with these words.
_PROSE = {
    "en": """
        a about after again against all also am an and another any are as at away back be because
        been before being between both but by can could day did do down each even few first for from
        get good great had has have he her here him himself his how i if in into is it its just know
        last life like made make man many may me men might more most much must my never no not now of
        off on one only or other our out over own people right said same see should since so some
        state still such take than that the their them then there these they this those through time
        to two under up upon us used very was way we well were what when where which while who will
        with without work world would years you your
    """,
    "fr": """
        a au aussi aux avec ce ces cette comme dans de des dont du elle elles en est et eux il ils je
        la le les leur leurs lui mais me ne nous on ont ou où par pas plus pour qu que qui sa se ses
        si son sont sous sur un une vous y à été être
    """,
    "es": """
        a al como con de del el en es esta este ha hay la las le lo los me muy más no o para pero por
        que se si sin sobre su sus también un una y ya
    """,
    "pt": """
        a ao aos as com como da das de do dos e em foi mais mas me na nas no nos não o os para pela
        pelo por que se sem ser seu sua são também um uma
    """,
    "de": """
        als am an auch auf aus bei bis das dass dem den der des die durch ein eine einem einen einer
        er es für hat im in ist mit nach nicht noch oder sich sie sind so um und von vor war werden
        wie wird zu zum zur über
    """,
    "ar": """
        أن أو إلى إن التي الذي الذين بعد بين ثم حتى خلال ذلك على عن غير في قال قبل قد كان كانت كل كما
        لا لم ما مع من منذ هذا هذه هو هي و ولا يوم
    """,
}

# Words of these six that only tell languages apart.
_MORE = {
    "fr": """
        ainsi ans après autres avait avant c cela cet contre d depuis deux doit encore entre fait j l
        lors même n peut s selon sera tous tout toute était
    """,
    "es": """
        años cada contra cuando desde donde durante entre era esa ese eso fue había hasta ni nos
        porque ser son tiene toda todo todos uno
    """,
    "pt": """
        até depois desde ela ele eles entre era essa esse esta este está foi isso já lhe muito num
        numa onde ou pelas pelos quando seus suas tem toda todo todos à às
    """,
    "de": """
        aber beim diese dieser dieses gegen haben hatte ihr ihre jeder kann man mehr nur ohne seine
        seit unter vom waren wenn wurde würde zwischen
    """,
    "ar": """
        أكثر ألف أنه أي أيضا إنه إنها الى ان انه او بسبب به بها تم حيث دون ضد عام عند عندما فيه فيها
        كانوا لكن له لها منه منها نحو هناك وأن وعلى وفي وقد وكان وكانت ولكن ولم ومن وهو وهي يتم يكون
    """,
}

# Other languages. "sh" is what Croatian, Bosnian, Montenegrin and Serbian in Latin letters share.
_OTHERS = {
    "af": """
        aan as by daar dat deur die dit een en gaan haar het hierdie hom hul hulle hy in is kan maar
        met moet my na nie nog of om onder ons ook oor op sal se sy te toe tot uit van vir was wat
        weer wees word
    """,
    "am": """
        ሁለት ሁሉ ሆነ ላይ ሌላ ሌሎች መሆኑን መካከል ማንኛውም ምክንያት ስለ በኋላ በዚህ በፊት ብቻ ብዙ ነበሩ ነበር ነው ነገር ናቸው አሁን አለ አለው
        አሉ አንድ እስከ እና እንደ እንዲሁም እንዲህ ከዚህ ወቅት ወይም ወደ ውስጥ ዛሬ ያለ ይሁን ይህ ይህን ደግሞ ድረስ ጊዜ ጋር ግን
    """,
    "az": """
        amma ancaq belə bir bu bütün da daha deyil də edib edilmiş edən etdi etmək görə hansı heç
        həm həmin hər ilk ilə isə ki kimi o olan olaraq olduğu olmaq olub olunan onların onun
        qədər sonra tərəfindən var və ya yalnız yeni öz özünün üzrə üçün
    """,
    "be": """
        а аб або ад але без будзе бы была было былі быць быў в гэта гэтага гэты да для ж жа з за каб
        калі кожны мае можа мы на нават не ні па паводле пад пасля пра пры свае сваёй сказаў так
        таксама толькі тым у хто ці што яго яе як якая які якія яму яна яны ён і іх ў ўжо ўсе ўсіх
    """,
    "bg": """
        а ако без беше бъде в все във го да до е за и из или им има като когато което които кой който
        която към ли между на най не него но няма от по повече под при са само се си след сме със
        тази те тези това този той тя у че ще
    """,
    "bm": """
        a ani bɛ bɛɛ fɛ i k ka kan ko kɔnɔ kɛ la ma min minnu mun mɔgɔ n na ni nin nka o olu sen si
        tɛ u w wala wali walima ye
    """,
    "bn": """
        আমরা আমি আর ই উপর এ এই এক একটি এবং এর ও কথা করা করে করেন কি কিন্তু কোন কোনো জন্য তা তাঁর তার
        তারা তিনি থেকে না নিয়ে পর প্রতি বলে বলেন বা মধ্যে যা যে সঙ্গে সব সাথে সে হবে হয় হয়ে হয়েছে
    """,
    "ca": """
        a al als amb aquest aquesta com d de del dels des el els em en entre era està ha han hi i l
        la les li llur molt més ni no o on pel pels per però quan que què s sense ser seu seva si
        sobre són també tot tota un una va van és
    """,
    "cs": """
        a aby ale ani až bez bude budou by byl byla bylo být co do ho i jak jako je jeho jej jejich
        její jen ještě již jsem jsou k každý kde kdo kdy která které který mají mezi mu má na nebo
        není než nich něj o od po pod podle pro proti protože před při s se si své svého tak také
        tato tento to tom tomu tu této u už v ve však z za ze že
    """,
    "da": """
        af alle at blev blive da de dem den denne der deres det dette du efter eller en end enhver er
        et for fordi fra få ham han har have hun hvad hvis hvor i ikke ingen jeg kan kun man med
        meget mellem men mod må ned nogen noget nogle nu når og også om op over på selv sig sin sine
        sit skal skulle som så til ud under var ved vi vil være været år
    """,
    "eo": """
        al ankaŭ aŭ da de dum ekster el en estas estis eĉ havas ili ilia inter iu je kaj ke kiam kiel
        kiu kiuj kiun kontraŭ kun la laŭ li lia mi ne neniu ni nur oni per plej pli por post povas
        pri pro se sed sen si sia sub sur tiel tio tiu tiuj tra unu ĉar ĉe ĉi ĉiu ĉiuj ĝi ĝia ĝis
    """,
    "fa": """
        آن آنها از است او اگر این با باشد باشند باید بر برای به بود بودند بین تا تر حال خواهد خود
        دارد دارند در درباره دیگر را شد شده شود ما می میان نمی نیز نیست های هر هم همه همین هیچ و ولی
        پس پیش چه کرد کردند کرده کند کنند که گفت یا یک
    """,
    "fi": """
        aikana ei eikä eivät eli ennen että he heidän hyvin hän hänen ilman ja jo joiden joka jolla
        jonka jos jossa jota jotka jälkeen kaikki kanssa kohti koska kuin kuitenkin kun kunnes kuten
        kyllä me mikä minä mukaan mutta muun myöhemmin myös ne niiden niin noin nyt näin nämä olemme
        oli olisi olivat olla ollaan ollut on onko ovat paljon saa sanoi sanoo se sekä sen siitä
        sillä sitten sitä tai tuo tämä tämän tätä vaikka vain vastaan vielä voi voivat yli
    """,
    "gl": """
        a ao aos as así ata cando como con da das de desde do dos e ela eles en entre era esta este
        está foi fose ha hai han isto lle lles mais moi máis na nas no non nos o os ou para pero pola
        polas polo polos por que quen se sen ser seu seus sobre son súa súas tamén ten toda todas
        todo todos un unha unhas uns xa á é
    """,
    "ha": """
        a akan amma an ba bayan ce cewa ci cikin da daga don duk dukkan ga haka har idan in irin ita
        ka kai kamar kan ke ko kowa kuma kuwa lokacin ma mai masu mutane na ne ni saboda sai shi
        shugaban sosai su suka suke sun ta take tana wa wajen wanda wani wannan wasu wata watan wato
        wurin ya yadda yake yan yana yi yin za zai zama
    """,
    "he": """
        אבל או אולי אותו אחד אחרי איך אין אך אל אלא אם אמר אנחנו אני אף את אתמול בין גם הוא היא היה
        היו היום הם זאת זה זו יהיה יותר יש כאן כאשר כדי כי כך כל כמו לא לאחר להיות לו לכל ללא לפני מה
        מי מן נגד עד עוד על עם רק של שלא שלה שלו תחת
    """,
    "hi": """
        आप इस इसके उन उनके उस उसके एक एवं ऐसे और कर करते करना करने का कि किया किसी की कुछ के को कोई
        गई गया जब जा जाता जो तक तथा तो था थी थे दिया नहीं ने पर बाद भी में यह या रहा रहे लिए लेकिन वह
        वे सभी साथ से हम ही हुआ हुई हुए है हैं हो होता होने
    """,
    "hu": """
        a abban ahol aki akik amely amelyek ami arra az azonban azt be csak de e egy egyik el először
        ez ezek ezt ha hanem hogy illetve is kell ki két között közötti le legyen lehet lesz meg
        mellett mely mert mind minden mint most má más még nagy ne neki nem nincs olyan ott pedig s
        saját sem son szerint talán tudja több után vagy valamint való van vannak volna volt és úgy
        őt
    """,
    "id": """
        ada adalah agar akan antara apabila atas atau bagi bahwa banyak beliau berkata bisa boleh
        dalam dan dapat dari daripada dengan di dia harus hingga ia ini itu juga kami karena ke
        kepada kita lain lebih mana masih mempunyai mereka namun oleh orang pada para saat saja
        sangat satu saya sebagai sebelum sebuah secara sedang sehingga sejak semua seperti serta
        setelah sudah supaya telah tentang terhadap tersebut tiada tidak turut untuk yaitu yang
    """,
    "it": """
        a ad agli ai al alla alle anche c che chi ci come con contro cui da dagli dai dal dalla degli
        dei del della delle di dopo due e ed era essere fra gli ha hanno i il in io l la le lo loro
        ma nei nel nella nelle no noi non o ogni per perché più quando quella quello questa questo se
        senza si sono stata stato su sua sul sulla suo suoi tra un una uno è
    """,
    "mk": """
        а ако без би биде бил била биле било во ги го да дека до е за и или им има имаат како кога
        кое кои кој која ли меѓу му на не него нема ни но ова оваа овој од по под покрај пред при
        само се секој сите со согласно според став су таа така тие тоа тој треба што ја ќе
    """,
    "ms": """
        ada adalah agar akan antara antaranya apabila atas atau bagi bahawa banyak beliau berkata
        boleh dalam dan dapat dari daripada dengan di dia harus hendaklah hingga ia ialah ini itu
        juga kami ke kepada kerana kita lain lebih mana masih mempunyai mereka namun oleh orang pada
        para pula saat sahaja saja sangat satu saya sebagai sebarang sebelum sebuah secara sedang
        sehingga sejak selepas semua seperti serta sudah supaya telah tentang terhadap tersebut tiada
        tidak turut untuk yang
    """,
    "nl": """
        aan al alle als bij dan dat de der deze die dit door een en er ge geen haar had heb hebben
        heeft het hij hun ik in is ja je kan maar me meer men met mijn moet na naar niet nog nu of om
        onder ons ook op over te tegen toch toen tot u uit van veel voor want waren was wat we wel
        werd wie worden wordt zal ze zich zij zijn zo zonder zou
    """,
    "nn": """
        alle at av blei blir dei deira den denne der det dette du då eg ei ein eit eller enn er etter
        for frå få før hadde han har ho hos i ikkje ingen kan korleis kva kvar kven man med meir
        mellom men mot mykje må no noko nokon nokre når og også om opp over på sa seg seier sin sitt
        skal skulle so som så til under ut var vart ved vere vi vil vore å år
    """,
    "no": """
        alle at av blant ble bli blir da de dem den denne der deres det dette du eller en enhver enn
        er et etter for fordi fra få før ha hadde han har hun hva hvis hvor hvordan i ifølge ikke
        ingen jeg kan kun man med meget mellom men mens mot mye må noe noen nå når og også om opp
        over på seg selv sier sin sitt skal skulle som så til under ut uten var ved vi vil være vært
        å år
    """,
    "pcm": """
        abi after all am and as be but by come con dat de dem dey di don e everi evri for from get go
        hav how if im in know kontri make many me na no of on one only pipol say see sey shud so some
        sometin tell time to tok una wan we wen wetin wey where who wit with you
    """,
    "pl": """
        a aby ale ani bardzo bez bo by być był była było były co czy dla do gdy gdzie go i ich im
        innych ja jak jako je jednak jego jej jest już kiedy kilka która które którego który którzy
        lat lub ma mają mi może na nad nie niż o od on oni oraz po pod podczas przed przez przy się
        swoich swoje są ta tak także tego tej ten to tych tylko tym u w we więc wszystkich wszystko
        właśnie z za ze że żeby
    """,
    "ps": """
        او باندې به ته خو د دا دغه ده دي سر سره شوي لري له لپاره نه هر هغه هم وه وي يو پر په ځان څخه
        چا چې کوي کړي کې یو یې
    """,
    "ro": """
        a aceasta această acest ai al ale am ar are as au ca care ce cea cei cel cele cu cum când că
        dar de deci din după ea ei el este eu fi fie fiind fost iar la le li lor lui mai mult ne nici
        nu o or ori pe pentru prin sa sau se si sub sunt să toate un una unei unor unui va vor în
        într şi și
    """,
    "ru": """
        а без более будет будут бы был была были было быть в вам вас во вот все всего всех вы где да
        для до его ее если есть еще же за и из или им их к как какой ко когда которая которые который
        лишь между меня мне может мы на над не него нет ни но о об однако около он она они оно от по
        под после потому при с свою себя сейчас со так также там тем то того тоже только том ты у уже
        чем что чтобы эти этим это этого этой этом этот я
    """,
    "sh": """
        a ako ali bez bi bila bili bilo bio biti bude da do duž ga gde gdje godine i ih ili im ima iz
        ja je jedan jer još kada kako kao kazao ko kod koja koje koji koju li među međutim mogu može
        mu na nakon ne nego nema nije nisu no o od on ona oni ova ovaj ovo po pod posle poslije pre
        pred prema pri prije protiv rekao s sa samo se su sve svoje ta taj te tko to treba u uz već
        više za zbog će šta što
    """,
    "sk": """
        a aby aj ako ale alebo ani bez bol bola boli bolo by byť cez do ho i ich iné je jeho jej k
        každý kde keď kto ktorá ktoré ktorého ktorí ktorý ktorých majú medzi mi má na nad nie o od po
        pod podľa pre pred pri proti s sa si so som svoj svoje svojej sú tak takže tiež to tom tým už
        v viac vo však všetky z za zo čo že
    """,
    "so": """
        aan ah ahaa ama ay ayaa ayay ayuu badan dhanka ee eeg hore ilaa in inay inuu isagoo iska isku
        iyadoo iyagoo iyo ka kadib kala kale kasta ku kuwa kuwaas kuwo la laakiin laga lagu leh loo
        ma marka mid oo qof si sida sidoo soo u uga ugu uu waa waana wax waxa waxaa waxay waxuu way
        wuu wuxuu
    """,
    "sr": """
        а ако али без би била били било био бити буде већ више га где године да до за због и из или
        им има их када како као ко код која које који коју ли међу међутим могу може му на након не
        него нема нису није но о ова овај ово од он она они по под после пре пред према при против
        рекао с са само све своје се су та тај те то треба у уз шта што ја је један јер још ће
    """,
    "sv": """
        alla att av bara blev bli blir de dem den denna deras dess det detta du där då efter eller en
        enligt er ett från få för ha hade han har henne hon honom hur här i icke in inte jag kan
        kommer man med mellan men mot mycket nu när någon något några och också om på samma sedan sig
        sin sina ska skall skulle som så till under upp ut utan var vara varit vi vid vill än är åt
        över
    """,
    "sw": """
        ama ambao ambaye au baada bila cha hakuna hao hata hii hili hivyo hiyo huo huu huyo jinsi
        kabla kama kati katika kila kote kuhusu kutoka kuwa kwa kwamba kwenye la lakini mbele mtu mwa
        na ni pamoja pia sana si tu vya wa wakati wake wala wao watu wengine wote ya yake yao yote
        yoyote za zaidi zake zao
    """,
    "ti": """
        ሎሚ ሓደ ምስ ስለ ቅድሚ ብዙሕ ብዛዕባ ነበረ ነቲ ነቶም ነዚ ነይሩ ናብ ናብቲ ናይ ኣሎ ኣብ ኣብቲ ኣይኮነን እቲ እታ እቶም እንተ እውን እዚ እዚኣ
        እዩ እዮም ከም ከኣ ኩሉ ኩሎም ካብ ካብቲ ካኣ ክልተ ክሳብ ወይ ዘሎ ዝኾነ ድሕሪ ድማ ግን
    """,
    "tr": """
        ama ancak arasında ayrıca bazı ben bir biri birlikte biz bu buna bunu bunun böyle bütün da
        daha de dedi değil değildir diye eden edilen en etmek etmiştir etti eğer fakat gibi göre hem
        hep her herhangi herkes hiç iki ile ilk ise için içinde kadar karşı kendi ki mi mu mü mı
        nasıl ne o olan olarak oldu olduğu olduğunu olmak olması olsun olup on onlar onun sadece
        sonra tarafından tüm var vardır ve veya ya yani yapılan yeni yer yine yok çok çünkü önce
        üzere üzerinde şekilde şey şu
    """,
    "uk": """
        а або але без би був буде будуть була були було бути більш в вже ви вона вони все всіх від
        він де для до ж з за зараз зі й його йому коли має ми може між на над не ним ні по при про
        під після свою своїх себе та так також там те ти то того тому тільки у усі хто це цей цього
        ця ці цієї через чи що щоб щодо я як яка яке який якщо які є і із їм їх її
    """,
    "ur": """
        آپ اس ان انہوں اور اپنی اپنے ایک بعد بھی تا تو تک تھا تھی تھے جا جائے جس جو حق دیا سکتا سے
        شخص طور لیے مگر میں نہ نہیں نے وہ پر کا کر کرتے کرنے کو کوئی کہ کی کیا کے گئی گا گیا ہر ہم ہو
        ہوا ہونے ہوں ہی ہیں ہے یا یہ
    """,
    "vi": """
        bị cho chỉ các cái còn có cùng cũng của do giữa hay hơn khi không là làm lại mà mọi một người
        nhiều như những này nên năm nếu phải ra rất rằng sau sẽ theo thì trong trên trước tại tới từ
        việc và vào vì về với đang điều đây đã đó được đến để ở
    """,
}


FUNCTION_WORDS = frozenset(" ".join(_PROSE.values()).split())
WORDS_OF = {
    language: frozenset(f"{words} {_MORE.get(language, '')}".split())
    for language, words in (_PROSE | _OTHERS).items()
}
