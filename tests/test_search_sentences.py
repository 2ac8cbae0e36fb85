"""Where sentences end, and where a dot ends nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.search.sentences import Sentences


def cut(text: str, *, lines: bool = False) -> list[str]:
    """The sentences of a text, one after the other."""
    known = Sentences(text, 0, len(text), lines=lines)
    found, end = [], known.end_of(0)
    start: int | None = 0
    while start is not None:
        found.append(text[start:end].strip())
        later = known.after(end)
        start = known.start_of(later) if later is not None and later > end else None
        end = later if later is not None else end
    return found


@pytest.mark.parametrize(
    "sentences",
    [
        ("One went.", "Two stayed."),
        ("“We left.”", "They stayed."),
        ("« Nous partons. »", "Ils restent."),
        ("« Nous partons. »", "« Nous restons. »"),
        ("Qui part\u00a0?", "Personne\u00a0!", "Bien."),
        ("The U.N. Security Council met in the U.S. on Monday.", "It left."),
        ("He came to the U.S.", "The army stayed."),
        ("Gen. Diallo, Lt. Col. Sow and M. Le Roy met Mme. Ba.", "Dr. Keïta did not."),
        ("MM. Ba et Sow ont rencontré le gén. Diop.", "Puis ils sont partis."),
        ("On Jan. 7 and Sept. 3, No. 5 and p. 12 were read.", "Then vol. 3."),
        ("A rise of 3.5 percent.", "Of 1 200 men, 12 left."),
        ("In 2012.", "17 people were killed."),
        ("He said… nothing.", "Then…", "Nobody spoke."),
        ("They waited...", "Nobody came."),
        ("J. B. Smith of Acme Corp. Mali spoke.", "Then Acme Corp.", "The rest left."),
        ("It is at example.org.", "Look there."),
        ("The JNIM (GSIM).)", "(It left.)", "[It came.]"),
        ("Is this it?", "Yes!", "No."),
        ("وصل الجيش.", "غادر الجيش."),
        ("He spoke at 5 p.m. Friday.", "At 6 p.m.", "He left."),
        ("1. First of all they left.", "2. Then they came."),
    ],
    ids=lambda sentences: sentences[0],
)
def test_sentences_end_where_a_reader_says(sentences: tuple[str, ...]) -> None:
    """Abbreviations, initials, numbers, quotes of two languages, and stops of several kinds."""
    joint = "\n" if sentences[0].startswith("1.") else " "
    assert list(sentences) == cut(joint.join(sentences))


def test_lines_end_only_where_they_are_lines() -> None:
    """A line that was broken to fit goes on; an entry of a list does not."""
    text = "The camp lay\nby the road\n\nof Gao"
    assert [text] == cut(text)
    assert ["The camp lay", "by the road", "of Gao"] == cut(text, lines=True)


def test_long_runs_of_signs_and_blanks_end_nothing_they_did_not_end() -> None:
    """A line of dots to a page number, or a stretch that was removed, is one run however long it is."""
    for run in ("." * 20_000, "." + "”" * 20_000, " " * 20_000):
        text = f"Roads{run}7"
        assert [text] == cut(text, lines=True)
        assert [f"Roads{run}to Gao.", "It rained."] == cut(f"Roads{run}to Gao. It rained.", lines=True)


@given(st.text(alphabet="aB M.U !?\n”’»3é", max_size=200), st.booleans())
def test_no_letter_is_lost_between_sentences(text: str, lines: bool) -> None:
    """All sentences together are the text without white space."""
    assert "".join(text.split()) == "".join("".join(cut(text, lines=lines)).split())


@given(st.text(alphabet="aB. !?\n”", max_size=120), st.integers(0, 120))
def test_start_and_end_are_those_of_one_sentence(text: str, at: int) -> None:
    """Each place lies in one sentence, and no end of another lies in it."""
    at = min(at, len(text))
    known = Sentences(text, 0, len(text))
    start, end = known.start_of(at), known.end_of(at)
    assert start <= at or not text[at:start].strip()
    assert at <= end or not text[end:at].strip()
