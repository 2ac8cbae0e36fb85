"""The encoding of bytes that nothing declares."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.sources import encoding_guess
from indexer.sources.encoding_guess import guess_encoding
from indexer.sources.web_encodings import find_encoding

RUSSIAN = "Правительство объявило, что переходы откроются на следующей неделе. Жители бежали к реке."
ARABIC = "أعلنت الحكومة أن المعابر ستفتح من جديد الأسبوع المقبل، وفر سكان المدينة نحو النهر."
CZECH = "Vláda oznámila, že příští týden znovu otevře hraniční přechody. Žena řekla: nemáme nic."
GREEK = "Η κυβέρνηση ανακοίνωσε ότι τα περάσματα θα ανοίξουν ξανά την επόμενη εβδομάδα."
JAPANESE = "政府は来週、国境検問所を再開すると発表した。町の住民は川の方へ逃げた。"
TEXTS = [
    ("cp1252", "Le général a dit que l’armée avait repris la ville à l’aube."),
    ("cp1252", "The army’s advance had “slowed” near the river – a £5m bridge."),
    ("cp1252", "El ejército informó que los combates continuaron; ¿qué ocurrirá después?"),
    ("cp1252", "A população está sem água há dois dias, segundo a organização."),
    ("cp1252", "Für die Händler ist das eine große Erleichterung, denn es fehlte Öl."),
    ("cp1250", "Rząd zapowiedział ponowne otwarcie przejść, ludzie uciekli w stronę rzeki."),
    ("cp1250", CZECH),
    ("iso8859-2", CZECH),
    ("cp1254", "Hükümet, sınır kapılarının gelecek hafta açılacağını duyurdu."),
    ("cp1257", "Vyriausybė paskelbė, kad kitą savaitę vėl atidarys sienos perėjas."),
    *((codec, RUSSIAN) for codec in ("cp1251", "koi8-r", "iso8859-5", "cp866")),
    ("cp1251", "Уряд оголосив, що переходи відкриються наступного тижня, мешканці втекли."),
    ("cp1253", GREEK),
    ("cp1256", ARABIC),
    ("iso8859-6", ARABIC),
    ("cp1255", "הממשלה הודיעה כי מעברי הגבול ייפתחו מחדש בשבוע הבא."),
    ("cp874", "รัฐบาลประกาศว่าจะเปิดด่านชายแดนอีกครั้งในสัปดาห์หน้า"),
    ("gb18030", "政府宣布下周将重新开放边境口岸。城里的居民逃往河边，救援人员在那里等候。"),
    ("big5", "政府宣布下週將重新開放邊境口岸。城裡的居民逃往河邊，救援人員在那裡等候。"),
    ("cp932", JAPANESE),
    ("euc_jp", JAPANESE),
    ("cp949", "정부는 다음 주에 국경 검문소를 다시 열겠다고 발표했다. 주민들은 피신했다."),
]


@pytest.mark.parametrize(("codec", "text"), TEXTS)
def test_a_sentence_is_read_in_the_encoding_of_its_language(codec, text):
    """Of one or two lines of news, in scripts of Europe, the Middle East and Asia."""
    raw = text.encode(codec)
    guess = guess_encoding(raw)
    assert text == raw.decode(guess.codec)
    assert guess == guess_encoding(raw)


def test_a_guess_says_how_sure_it_is():
    """A sentence is sure, one letter is not."""
    assert guess_encoding(RUSSIAN.encode("koi8-r")).sure
    assert not guess_encoding(b"10 \xb3odzi").sure


def test_one_letter_is_western():
    """The most common encoding needs the least evidence."""
    for text in ("café", "Goïta", "Ménaka", "España", "Köln", "10 °C"):
        assert text == text.encode("cp1252").decode(guess_encoding(text.encode("cp1252")).codec)


def test_only_what_is_not_ascii_counts_and_a_sample_is_enough():
    """A long English page around a Russian sentence does not hide it."""
    raw = b"The rains came late.\n" * 20_000 + RUSSIAN.encode("cp1251")
    assert "windows-1251" == guess_encoding(raw).name


def test_every_listed_letter_can_be_written_in_the_first_encoding_of_its_row():
    """A letter that the encoding lacks would be counted for nothing; one that is listed twice, wrongly."""
    with (Path(encoding_guess.__file__).parent / "letters.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) > 20
    for row in rows:
        codecs = [found[1] for label in row["encodings"].split() if (found := find_encoding(label))]
        assert len(codecs) == len(row["encodings"].split())
        assert row["letters"] == row["letters"].encode(codecs[0]).decode(codecs[0])
        assert len(set(row["letters"])) == len(row["letters"])


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=300))
def test_any_bytes_have_a_guess(raw):
    """Also noise; its decoder is one of Python."""
    guess = guess_encoding(raw)
    assert isinstance(raw.decode(guess.codec, errors="replace"), str)
