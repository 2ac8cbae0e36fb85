"""Broken encoding is mended, and every change can be undone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indexer.schema.document import undo_repairs
from indexer.sources.mojibake import mend, say_mended

SENTENCES = [
    "Le général a dit : « C’est l’été », à Ménaka – où “Awa” a répondu…",
    "Вагнер ушёл из Мали, сообщили «Известия».",
    "أعلنت الحكومة أن المعابر ستفتح من جديد.",
    "The army’s advance — 5 km — “slowed”.",
]


def misread(text, codec="cp1252"):
    """What a program makes of UTF-8 that it takes for another encoding."""
    return "".join(
        bytes([byte]).decode(codec) if bytes([byte]).decode(codec, "ignore") else chr(byte)
        for byte in text.encode()
    )


@pytest.mark.parametrize("text", SENTENCES)
def test_text_that_was_misread_as_western_is_mended(text):
    """To the letter: no quote is straightened, no letter composed anew."""
    broken = misread(text)
    mended, repairs = mend(broken)
    assert text == mended
    assert broken == undo_repairs(mended, repairs)
    assert broken != mended


@pytest.mark.parametrize("text", [*SENTENCES, "plain", "", "café au lait", "MÂCON", "« Ça va ? » é” 10 °C"])
def test_good_text_is_left_as_it_is(text):
    """Accents, quotes and other scripts are no mojibake."""
    assert (text, ()) == mend(text)


def test_a_repair_says_what_stood_in_its_place():
    """Offsets are those of the text as read."""
    mended, repairs = mend("CafÃ© â€œMaliâ€\x9d")
    assert "Café “Mali”" == mended
    assert [("é", "Ã©"), ("“", "â€œ"), ("”", "â€\x9d")] == [
        (mended[repair.start : repair.end], repair.original) for repair in repairs
    ]


def test_a_closing_quote_whose_last_byte_was_dropped_is_one():
    """It is never read as a dagger, which would eat the blank after it."""
    assert "He said “go” and left." == mend("He said â€œgoâ€ and left.")[0]


def test_only_the_broken_lines_are_touched():
    """A page pasted together keeps what is good in it."""
    text = "Café\r\nCafÃ©\r\n\r\nLes Ã©lÃ¨ves, l’été\n"
    assert "Café\r\nCafé\r\n\r\nLes élèves, l’été\n" == mend(text)[0]


def test_a_long_line_is_mended_in_pieces():
    """A megabyte without a line break costs no more than its pieces."""
    good = "Les élèves sont arrivés à l’école. " * 3_000
    broken = misread(good)
    mended, repairs = mend(broken)
    assert good == mended
    assert broken == undo_repairs(mended, repairs)
    unbroken = misread("é" * 20_000)
    assert unbroken == undo_repairs(*mend(unbroken))


def test_a_note_says_what_was_mended():
    """Counted and shown, with the promise that it can be undone."""
    assert () == say_mended(())
    note = "2 stretches of broken encoding were mended (“Ã©”); the text as delivered is kept."
    assert (note,) == say_mended(mend("CafÃ© ou thÃ©")[1])


BROKEN = st.lists(
    st.one_of(
        st.text(max_size=12), st.sampled_from(SENTENCES), st.sampled_from([misread(s) for s in SENTENCES])
    )
).map("".join)


@settings(deadline=None)
@given(
    st.one_of(
        BROKEN, st.text(st.characters(exclude_categories=())), st.binary().map(lambda b: b.decode("latin-1"))
    )
)
def test_undoing_the_repairs_gives_the_text_as_delivered(text):
    """To the letter, whatever the text, lone surrogates too; repairs are ascending and do not overlap."""
    mended, repairs = mend(text)
    assert text == undo_repairs(mended, repairs)
    at = 0
    for repair in repairs:
        assert at <= repair.start <= repair.end <= len(mended)
        assert mended[repair.start : repair.end] != repair.original
        at = repair.end
