"""How often stems stand in a document, and in which words."""

from dataclasses import replace

from indexer.analysis.document_stems import count_stems
from indexer.schema.document import RemovedSpan
from tests.tiny_collection import document


def test_words_of_one_stem_are_counted_together():
    """As often as they stand in title and text; the form is that which stands there most often."""
    page = document("one", "Mercenaries and a mercenary met.", "Mercenaries left.", title="Mercenary")
    found = {count.stem: count for count in count_stems(page)}
    assert (4, 1, "Mercenaries") == (
        found["mercenari"].frequency,
        found["mercenari"].in_title,
        found["mercenari"].form,
    )
    assert {"mercenari", "met", "left"} == set(found)


def test_a_form_stands_as_it_is_written():
    """With its capital and its accents, and of a headline in capitals that of the text."""
    page = document("one", "Assimi Goïta spoke.", title="GOITA SPOKE")
    assert {"Assimi": "assimi", "Goïta": "goita", "spoke": "spoke"} == {
        count.form: count.term for count in count_stems(page)
    }


def test_residue_and_stop_words_never_count():
    """What was removed is no word of the document."""
    page = replace(
        document("one", "Soldiers Advertisement packed the bags."), removed=(RemovedSpan(9, 22, "x"),)
    )
    assert ["soldier", "pack", "bag"] == [count.stem for count in count_stems(page)]


def test_a_long_document_costs_no_more_than_its_beginning():
    """The first characters alone are counted."""
    page = document("one", "road camp", "gold " * 50, "river")
    assert {"road", "camp", "gold"} == {count.stem for count in count_stems(page, characters=60)}
    assert 10 == next(c.frequency for c in count_stems(page, characters=59) if c.stem == "gold")
