"""The language of a text: what is told, and what is not."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from indexer.cleaning.function_words import FUNCTION_WORDS, WORDS_OF
from indexer.cleaning.language import LANGUAGES, find_language
from indexer.cleaning.page import clean_text
from indexer.schema.languages import LANGUAGE_NAMES, read_language

# One sentence of news each, written for this test.
SENTENCES = {
    "af": "Die goewerneur het Dinsdag gesê dat die pad na die noorde tot aan die einde van die maand "
    "gesluit sal wees.",
    "am": "ፕሬዝዳንቱ ማክሰኞ እንደ ተናገሩት ወደ ሰሜን የሚወስደው መንገድ እስከ ወሩ መጨረሻ ድረስ ዝግ ነው፤ ይህ ደግሞ ስለ ደህንነት ነው።",
    "ar": "قال المحافظ يوم الثلاثاء إن الطريق إلى الشمال سيظل مغلقا حتى نهاية الشهر من أجل سلامة السكان.",
    "bm": "Gofɛrɛnɛri ko tarata don ko sira min bɛ taa worodugu fan fɛ, o bɛ datugu fo kalo laban na, ani "
    "mɔgɔw kana taa yen.",
    "cs": "Guvernér v úterý řekl, že silnice na sever bude uzavřena do konce měsíce, protože tam jsou lidé, "
    "kteří hlídají most, a že se to podle něj nezmění.",
    "da": "Guvernøren sagde tirsdag, at vejen mod nord er lukket, og at den først bliver åbnet efter nytår.",
    "de": "Der Gouverneur sagte am Dienstag, dass die Straße nach Norden bis zum Ende des Monats gesperrt "
    "bleibt.",
    "el": "Ο κυβερνήτης είπε την Τρίτη ότι ο δρόμος προς τον βορρά θα μείνει κλειστός.",
    "en": "The governor said on Tuesday that the road to the north would be closed until the end of May.",
    "es": "El gobernador dijo el martes que la carretera del norte estará cerrada hasta el final del mes.",
    "fa": "استاندار روز سه‌شنبه گفت که راه شمال تا پایان ماه بسته خواهد بود و مردم باید از راه دیگر بروند.",
    "fi": "Kuvernööri sanoi tiistaina, että tie pohjoiseen on suljettu kuun loppuun asti, koska se ei ole "
    "turvallinen ja että niin on ollut myös ennen.",
    "fr": "Le gouverneur a déclaré mardi que la route du nord serait fermée jusqu’à la fin du mois.",
    "ha": "Gwamnan ya ce a ranar Talata cewa za a rufe hanyar arewa har zuwa karshen wata saboda tsaro.",
    "he": "המושל אמר ביום שלישי כי הכביש אל הצפון יהיה סגור עד סוף החודש, וכי הוא לא יודע אם זה יספיק.",
    "hi": "राज्यपाल ने मंगलवार को कहा कि उत्तर की सड़क महीने के अंत तक बंद रहेगी और लोगों को दूसरे रास्ते से जाना होगा।",
    "hu": "A kormányzó kedden azt mondta, hogy az északi út a hónap végéig zárva lesz, és ez nem is változik "
    "meg.",
    "id": "Gubernur mengatakan pada hari Selasa bahwa jalan ke utara akan ditutup sampai akhir bulan karena "
    "alasan keamanan.",
    "it": "Il governatore ha detto martedì che la strada del nord resterà chiusa fino alla fine del mese.",
    "ja": "知事は火曜日、北へ向かう道路は月末まで閉鎖されると述べ、住民に別の道を使うよう求めた。",
    "ko": "주지사는 화요일에 북쪽으로 가는 도로가 월말까지 폐쇄될 것이라고 말했다.",
    "nl": "De gouverneur zei dinsdag dat de weg naar het noorden tot het einde van de maand gesloten blijft.",
    "no": "Guvernøren sa tirsdag at veien mot nord blir stengt, og at den ikke åpner før etter nyttår fordi "
    "det er for mye snø, mens noen hus er uten strøm.",
    "pl": "Gubernator powiedział we wtorek, że droga na północ będzie zamknięta do końca miesiąca.",
    "pt": "O governador disse na terça-feira que a estrada do norte ficará fechada até ao fim do mês.",
    "ro": "Guvernatorul a declarat marți că drumul spre nord va fi închis până la sfârșitul lunii.",
    "ru": "Губернатор сказал во вторник, что дорога на север будет закрыта до конца месяца.",
    "so": "Guddoomiyaha ayaa sheegay in waddada waqooyi ay xiran tahay ilaa dhammaadka bisha, waxaana uu "
    "intaas ku daray in dadku ay la socdaan.",
    "sv": "Guvernören sade på tisdagen att vägen till norr är stängd till slutet av månaden.",
    "sw": "Gavana alisema siku ya Jumanne kwamba barabara ya kaskazini itafungwa hadi mwisho wa mwezi kwa "
    "sababu ya usalama wa watu wote.",
    "tr": "Vali salı günü yaptığı açıklamada kuzey yolunun ay sonuna kadar kapalı olacağını söyledi ve bu "
    "karar için bir neden vermedi.",
    "uk": "Губернатор сказав у вівторок, що дорога на північ буде закрита до кінця місяця, бо там є солдати, "
    "які не дозволяють їхати.",
    "ur": "گورنر نے منگل کو کہا کہ شمال کی سڑک مہینے کے آخر تک بند رہے گی اور لوگ دوسرے راستے سے جائیں۔",
    "zh": "省长周二表示,通往北方的道路将关闭到月底,人们必须走另一条路,因为安全原因。",
}
# Those whose sentence holds function words enough for a quotation beside it.
SURE = ("ar", "bm", "de", "en", "es", "fr", "ha", "hi", "ja", "pt", "so", "sw", "zh")
UNTOLD = {
    "nothing": "",
    "names": "Gao, Mopti, Kidal, Ménaka, Ansongo, Tombouctou, Ségou",
    "a headline": "Two dead in Gao",
    "a menu": "Home | News | Sport | Weather | Contact | Subscribe | Sign in",
    "figures": "12 34 56 2024-03-27 17:40 100 000 FCFA 3,5 %",
    "half and half": f"{SENTENCES['en']} {SENTENCES['fr']}",
    "two scripts": f"{SENTENCES['ru']} {SENTENCES['en']}",
    "Wolof": "Njiiteel réew mi dafa wax ne yoon wi jëm bëj-gànnaar dinañu ko tëj ba weer wi jeex.",
    "Lingala": "Guvɛrnɛrɛ alobaki mokolo ya mibale ete nzela ya nɔrdi ekokangama kino nsuka ya sanza mpo na "
    "libateli ya bato.",
    "Pidgin": "Di govnor tok say di road wey dey go north go close till di end of di month, and e say "
    "make pipol no worry.",
    "Croatian, Bosnian or Serbian": "Guverner je u utorak rekao da je put na sjever zatvoren do kraja maja, "
    "i da se ne zna kada će se otvoriti, jer su tamo vojnici.",
    "one word": "the the the the the the the the the the the the",
}


@pytest.mark.parametrize(("language", "text"), SENTENCES.items())
def test_a_sentence_of_news_tells_its_language(language: str, text: str) -> None:
    """By its script, or by its function words."""
    assert language == find_language(text)


@pytest.mark.parametrize("text", UNTOLD.values(), ids=UNTOLD)
def test_what_does_not_tell_its_language_has_none(text: str) -> None:
    """Too short, mixed or unknown: no language is a value, and none is guessed."""
    assert find_language(text) is None


@pytest.mark.parametrize("language", sorted(SENTENCES))
def test_a_few_foreign_words_change_nothing(language: str) -> None:
    """A quotation leaves a text in its own language, or in a short one in none: never in another."""
    quote = "“Le chef de la mission”" if language != "fr" else "“The head of the mission”"
    assert find_language(f"{SENTENCES[language]} {quote}") in {language, None}
    if language in SURE:
        assert language == find_language("\n".join([SENTENCES[language]] * 3 + [quote]))


def test_residue_does_not_decide() -> None:
    """The language is that of the text that is left."""
    menu = "Advertisement\n\nShare this article on Facebook and Twitter\n\nSubscribe to our newsletter\n\n"
    page = clean_text(f"{menu}{SENTENCES['fr']}\n\nAdvertisement\n\nLes camions sont partis avant la nuit.")
    assert page.removed
    assert "fr" == page.language


def test_each_language_has_a_name_and_each_name_is_read() -> None:
    """What a document may have, people can choose by name."""
    assert LANGUAGES == LANGUAGE_NAMES.keys()
    assert {code: code for code in LANGUAGES} == {c: read_language(n) for c, n in LANGUAGE_NAMES.items()}
    assert "none" == read_language("not determined")


def test_words_are_as_texts_are_read() -> None:
    """A word in capitals or in pieces would never be found; prose is told by the first six alone."""
    for words in WORDS_OF.values():
        assert words == {word.lower() for word in words}
    assert FUNCTION_WORDS < frozenset().union(
        *(WORDS_OF[code] for code in ("ar", "de", "en", "es", "fr", "pt"))
    )


@given(st.text(max_size=300))
@example("a" * 1_000_000)
@example("the road " * 100_000)
@example("\ud800 the \x00")
def test_any_text_is_told_or_not(text: str) -> None:
    """No text raises, and the answer is one of the languages with a name."""
    assert find_language(text) in {None, *LANGUAGES}


@settings(deadline=None)
@given(st.sampled_from(SURE), st.integers(2, 400))
def test_pieces_of_a_long_text_tell_no_other_language(language: str, times: int) -> None:
    """However long a text is, pieces of it are judged; a word that they cut does not decide."""
    assert find_language("\n\n".join([SENTENCES[language]] * times)) in {language, None}
