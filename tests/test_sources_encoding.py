"""Bytes to text, and names to ids."""

import codecs
import re
from encodings import aliases

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.errors import SeedError
from indexer.sources import web_encodings
from indexer.sources.encoding import decode
from indexer.sources.page_ids import page_id

TEXT = "Le général Goïta a dit : « C’est l’été », à Ménaka."


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (TEXT.encode("utf-8"), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (TEXT.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16"),
        (TEXT.encode("utf-32"), "utf-32"),
        (b"\x00\x00\xfe\xff" + TEXT.encode("utf-32-be"), "utf-32"),
    ],
)
def test_marked_and_utf8_texts_are_read_without_a_note(raw, encoding):
    """The mark is no part of the text."""
    assert (TEXT, encoding, ()) == decode(raw)


def test_western_european_bytes_are_read_with_a_note():
    """Windows-1252 where UTF-8 does not fit; the page shows that it was guessed, and how surely."""
    note = "Not UTF-8; read as windows-1252, which fits far better than any other."
    assert (TEXT, "windows-1252", (note,)) == decode(TEXT.encode("cp1252"))
    text = "Goïta et ses généraux à Ménaka"
    assert text == decode(text.encode("latin-1"))[0]


def test_bytes_that_windows_does_not_know_are_counted():
    """Each becomes one replacement character."""
    text, encoding, (note,) = decode(TEXT.encode("cp1252") * 4 + b" \x81 \x8d")
    assert (TEXT * 4 + " \ufffd \ufffd", "windows-1252") == (text, encoding)
    assert note.endswith("; 2 characters were replaced.")


def test_a_few_broken_bytes_leave_utf8_as_it_is():
    """One damaged character must not turn all accents to noise."""
    text, encoding, notes = decode(TEXT.encode() * 4 + b"\xff" + TEXT.encode())
    assert (TEXT * 4 + "\ufffd" + TEXT, "utf-8") == (text, encoding)
    assert ("Read as UTF-8; 1 broken characters were replaced.",) == notes


@pytest.mark.parametrize("name", ["windows-1251", "ISO-8859-5", '"koi8-r"'])
def test_a_page_is_read_as_it_declares(name):
    """A declaration in the first bytes counts for markup."""
    codec = name.strip('"')
    markup = f"<meta charset={name}><p>Вагнер</p>"
    assert (markup, codec.lower(), ()) == decode(markup.encode(codec), html=True)


@pytest.mark.parametrize("name", ["iso-8859-1", "latin1", "us-ascii", "ISO_8859-1", "x-cp1252"])
def test_western_labels_mean_windows_1252(name):
    """As browsers read them: curly quotes, no control characters."""
    markup = f"<meta charset={name}><p>“C’est l’été” – Ménaka</p>"
    assert (markup, "windows-1252", ()) == decode(markup.encode("cp1252"), html=True)


@pytest.mark.parametrize("name", ["utf-16", "UTF-16LE", "utf-16be", "unicode"])
def test_a_label_of_utf16_in_readable_markup_means_utf8(name):
    """The label could not be read if it were true."""
    markup = f"<meta charset={name}><p>The rains came late.</p>".ljust(80)
    assert (markup, "utf-8", ()) == decode(markup.encode(), html=True)


@pytest.mark.parametrize(
    ("name", "codec", "text"),
    [
        ("gb2312", "gb18030", "瓦格纳集团"),
        ("Big5", "big5", "華格納集團"),
        ("Shift_JIS", "cp932", "ワグネル①"),
        ("euc-jp", "euc_jp", "ワグネル"),
        ("iso-2022-jp", "iso2022_jp", "ワグネル"),
        ("ks_c_5601-1987", "cp949", "바그너 그룹"),
        ("iso-8859-9", "cp1254", "“Wagner” şirketi"),
        ("tis-620", "cp874", "กลุ่มวากเนอร์"),
        ("iso-8859-6", "iso8859_6", "مجموعة فاغنر"),
        ("x-mac-cyrillic", "mac_cyrillic", "Вагнер"),
    ],
)
def test_labels_of_the_web_are_read_as_browsers_do(name, codec, text):
    """Also where the label is older than the bytes."""
    markup = f"<meta charset='{name}'><p>{text}</p>"
    assert (markup, ()) == decode(markup.encode(codec), html=True)[::2]


@pytest.mark.parametrize(
    "name", ["unicode_escape", "utf-7", "cp037", "idna", "punycode", "undefined", "rot13", "base64", "mbcs"]
)
def test_a_codec_that_is_no_encoding_of_the_web_is_passed_over(name):
    """Python knows more codecs than a page may ask for; some of them raise, some spoil the text."""
    markup = f"<meta charset={name}><p>A \\n +AGE- Goïta</p>"
    assert (markup, "utf-8", ()) == decode(markup.encode(), html=True)
    western = decode(markup.encode("cp1252"), html=True)
    assert (markup, "windows-1252", ("Not UTF-8; read as windows-1252, an unsure guess.",)) == western


def test_a_declaration_inside_a_comment_does_not_count():
    """A page keeps its old head in comments."""
    markup = "<!-- <meta charset=koi8-r> --><meta charset=windows-1251><p>Вагнер</p>"
    assert (markup, "windows-1251", ()) == decode(markup.encode("cp1251"), html=True)


def test_every_label_has_a_decoder_of_python():
    """No label of the table leads to an unknown codec."""
    decoders = {codec for _, codec in web_encodings._BY_LABEL.values()}
    assert decoders == {codec for codec in decoders if codecs.lookup(codec)}


@pytest.mark.parametrize("name", ["no-such-charset", "ascii", "utf-16"])
def test_a_declaration_that_does_not_fit_is_passed_over(name):
    """An unknown or wrong name does not spoil a good text."""
    markup = f'<meta http-equiv="x" content="text/html; charset={name}"><p>Goïta!</p>'
    assert (markup, "utf-8", ()) == decode(markup.encode(), html=True)


def test_a_declaration_counts_neither_in_text_nor_far_down():
    """Only markup declares, and only near its start."""
    markup = "<meta charset=koi8-r>Goïta"
    assert "utf-8" == decode(markup.encode())[1]
    assert "utf-8" == decode((" " * 1_100 + markup).encode(), html=True)[1]


@pytest.mark.parametrize(
    "raw",
    [
        b"%PDF-1.4\x00\x01\x02",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"PK\x03\x04" + bytes(range(32)) * 4,
        TEXT.encode() * 9 + b"\x00",
        b"\x01\x02\x03" * 10,
    ],
)
def test_binary_files_are_refused(raw):
    """Pictures, archives, a text with a zero byte: no text is guessed from them."""
    with pytest.raises(SeedError, match="binary"):
        decode(raw)


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "Вагнер ушёл из Мали, сообщили местные жители.\n",
        "غادرت القوات مدينة غاو، وقال السكان إنهم لم يروا أحدا.",
        "政府宣布，下周将重新开放边境口岸。\n城里的居民逃往河边。",
    ],
)
def test_utf16_without_its_mark_is_read_with_a_note(text, encoding):
    """Zero bytes alone do not make a binary file."""
    note = f"Nothing declares its encoding; read as {encoding.upper()}."
    assert (text, encoding, (note,)) == decode(text.encode(encoding))


@pytest.mark.parametrize(
    ("declared", "markup"),
    [("utf-8", ""), ("", "<meta charset=utf-8>"), ("", "<?xml version='1.0' encoding='UTF-8'?>")],
)
def test_a_declaration_that_does_not_fit_is_told_and_the_text_guessed(declared, markup):
    """Whether it stands in a header, in an element or in the XML declaration."""
    text = markup + TEXT
    found, encoding, notes = decode(text.encode("cp1252"), html=True, declared=declared)
    assert (text, "windows-1252") == (found, encoding)
    assert "It is declared as utf-8 but is not." == notes[0]
    assert notes[1].startswith("Not UTF-8; read as windows-1252")


def test_what_a_header_declares_goes_before_what_markup_says():
    """The server that sent a page may have encoded it anew."""
    markup = "<meta charset=koi8-r><p>Вагнер</p>"
    raw = markup.encode("cp1251")
    assert (markup, "windows-1251", ()) == decode(raw, html=True, declared="windows-1251")
    assert markup != decode(raw, html=True)[0]
    assert (markup, "utf-8", ()) == decode(markup.encode(), html=True, declared="iso-8859-1")


def test_a_page_of_xml_is_read_as_it_declares():
    """XHTML names its encoding before its first element."""
    markup = "<?xml version='1.0' encoding='windows-1251'?><p>Вагнер</p>"
    assert (markup, "windows-1251", ()) == decode(markup.encode("cp1251"), html=True)


def test_a_stray_control_byte_is_no_binary_file():
    """One bell in a long text is debris."""
    raw = TEXT.encode() * 4 + b"\x07"
    assert (TEXT * 4 + "\x07", "utf-8", ()) == decode(raw)


def test_a_text_that_is_not_what_its_mark_says_is_refused():
    """Half a UTF-16 character: the file is damaged."""
    with pytest.raises(SeedError, match="marked as utf-16 but is not"):
        decode(TEXT.encode("utf-16") + b"\x00")


@settings(deadline=None)
@given(st.binary(max_size=200), st.booleans())
def test_any_bytes_are_read_or_refused(raw, html):
    """No other exception, whatever the bytes."""
    try:
        text, encoding, _ = decode(raw, html=html)
    except SeedError:
        return
    assert isinstance(text, str)
    assert encoding


@settings(deadline=None)
@given(st.text())
def test_utf8_text_comes_back_unchanged(text):
    """What was written in UTF-8 is read to the letter, newlines too."""
    raw = text.encode("utf-8", "replace")
    try:
        assert raw == decode(raw)[0].encode("utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "utf-8")
    except SeedError:
        assert re.search(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", raw)


@settings(deadline=None)
@given(st.text(st.characters(), max_size=80))
def test_every_name_gives_an_id_that_fits_into_an_address(name):
    """At most 64 letters, figures, dashes and underscores; the same name, the same id."""
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", page_id(name))
    assert page_id(name) == page_id(name)


@settings(deadline=None)
@given(st.lists(st.text(st.characters(), max_size=12), unique=True, max_size=8))
def test_different_names_give_different_ids(names):
    """A slug alone would make one page of two."""
    assert len(names) == len({page_id(name) for name in names})


@pytest.mark.parametrize("name", ["000_85dbce1b230a2048", "a", "A-b_9", "x" * 64])
def test_a_name_that_fits_is_its_own_id(name):
    """Addresses stay as the files are named."""
    assert name == page_id(name)


LABELS = sorted({*web_encodings._BY_LABEL, *aliases.aliases, *aliases.aliases.values()})


@settings(deadline=None)
@given(st.sampled_from(LABELS), st.binary(max_size=60))
def test_any_label_and_any_bytes_are_read_or_refused(label, raw):
    """Neither a codec of Python nor one of the web raises anything else."""
    try:
        encoding = decode(b"<meta charset=" + label.encode() + b">" + raw, html=True)[1]
    except SeedError:
        return
    assert encoding in {"utf-16-le", "utf-16-be", *(name for name, _ in web_encodings._BY_LABEL.values())}
