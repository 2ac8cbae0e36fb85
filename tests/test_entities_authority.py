import csv
import re
import shutil
from pathlib import Path

import pytest

from indexer.entities import authority as authority_module
from indexer.entities.authority import read_authority
from indexer.errors import SettingsError

SHIPPED = Path(authority_module.__file__).parent
_ISO_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


@pytest.fixture
def folder(tmp_path):
    """A copy of the shipped authority file, to be broken."""
    for name in ("actors.csv", "aliases.csv", "places.csv", "offices.csv"):
        shutil.copy(SHIPPED / name, tmp_path / name)
    return tmp_path


def test_the_shipped_authority_reads_whole():
    """Every actor has an id, a label and spellings; every parent is an actor."""
    authority = read_authority()
    ids = {actor.id for actor in authority.actors}
    assert len(authority.actors) == len(ids) > 200
    assert len(authority.places) > 150
    assert all(actor.label and actor.aliases for actor in authority.actors)
    assert {actor.parent for actor in authority.actors} - {None} <= ids
    assert authority.sahel <= ids | {place.id for place in authority.places}


def test_persons_have_a_source_and_their_offices_dates():
    """Each person says where to check it; an office names its actor, and does not end before it began."""
    actors = {actor.id: actor for actor in read_authority().actors}
    persons = [actor for actor in actors.values() if actor.type == "person"]
    assert not [person.id for person in persons if not person.source]
    assert sum(bool(person.offices) for person in persons) >= 200
    for person in persons:
        for office in person.offices:
            assert office.source, person.id
            assert office.of is None or office.of in actors, person.id
            dates = [date for date in (office.first, office.last) if date]
            assert all(_ISO_DATE.fullmatch(date) for date in dates), (person.id, office)
            shortest = min(map(len, dates), default=0)
            assert dates == sorted(dates, key=lambda date: date[:shortest]), (person.id, office)


@pytest.mark.parametrize(
    ("id_", "label", "name"),
    [
        ("jnim", "JNIM", "Jama'at Nusrat al-Islam wal-Muslimin"),
        ("wagner", "Wagner Group", "Wagner Group"),
        ("fama", "Malian Armed Forces (FAMa)", "Malian Armed Forces (FAMa)"),
        ("is-sahel", "IS Sahel (ISGS)", "Islamic State - Sahel Province"),
        ("gov-ml", "Government of Mali", "Government of Mali"),
        ("p-goita", "Assimi Goïta", "Assimi Goïta"),
        ("minusma", "MINUSMA", "MINUSMA"),
    ],
)
def test_labels_are_the_short_names_of_pages(id_, label, name):
    """A page says JNIM; the long name stays beside it."""
    actor = {actor.id: actor for actor in read_authority().actors}[id_]
    assert (label, name) == (actor.label, actor.name)


def test_each_group_institution_and_company_says_where_it_is_to_be_checked():
    """No line of a listed actor that is neither a person nor a state has an empty source."""
    with (SHIPPED / "actors.csv").open(encoding="utf-8", newline="") as stream:
        lines = [line for line in csv.DictReader(stream) if line["type"] not in ("person", "country")]
    assert len(lines) > 300
    assert [] == [line["id"] for line in lines if not line["source"].strip()]


def test_aliases_are_written_out():
    """No brace of a pattern is left, and the short forms of JNIM's name are spellings of it."""
    actors = {actor.id: actor for actor in read_authority().actors}
    texts = [alias.text for actor in actors.values() for alias in actor.aliases]
    assert not [text for text in texts if set("{}\\") & set(text)]
    jnim = {alias.text for alias in actors["jnim"].aliases}
    assert {"GSIM", "Jama'at Nasr al-Islam", "Jama'a Nusrat ul-Islam"} <= jnim
    assert len(jnim) == len(actors["jnim"].aliases)


def test_decoys_are_marked():
    """The composer and Rommel's corps are there to draw mentions away, and say so."""
    decoys = {actor.id for actor in read_authority().actors if actor.decoy}
    assert {"afrika-korps", "p-wagner-richard"} == decoys


def test_ambiguous_and_exact_spellings_are_marked():
    """A search reads CMA as the actor only in this case; a long form in any."""
    aliases = {
        alias.text: alias for actor in read_authority().actors if actor.id == "cma" for alias in actor.aliases
    }
    assert (True, True) == (aliases["CMA"].exact, aliases["CMA"].ambiguous)
    long_form = aliases["Coordination of Azawad Movements"]
    assert (False, False) == (long_form.exact, long_form.ambiguous)


@pytest.mark.parametrize(
    ("file", "line", "says"),
    [
        ("actors.csv", "new,person,,New,nobody,,,,,,,,", "line \\d+: the parent nobody is no actor"),
        ("actors.csv", "new,clan,,New,,,,,,,,,", "the type “clan” is unknown; use one of armed_group"),
        ("actors.csv", "new,person,,New,new,,,,,,,,", "the parents go in a circle .new > new."),
        ("actors.csv", "jnim,person,,New,,,,,,,,,", "line \\d+: the id jnim stands already in line 2"),
        ("actors.csv", "new,person,,New,,,,,,,,,", "line \\d+: new has no spelling; add one to aliases.csv"),
        ("actors.csv", "new,person,,New,,,north,,,,,,", "the region “north” is unknown"),
        ("actors.csv", "new,person,,New,,,,yes,,,,,", "decoy is “yes”; leave it empty or write 1"),
        ("actors.csv", ",person,,New,,,,,,,,,", "id and canonical must not be empty"),
        ("actors.csv", "new,person", "13 cells are needed; quote a cell that holds a comma"),
        ("actors.csv", "new,person,,New,,,,,,,note, with a comma", "quote a cell that holds a comma"),
        ("aliases.csv", "nobody,Name,,fold,name,0,,", "aliases.csv, line .*: the actor nobody is unknown"),
        ("aliases.csv", 'jnim,"{A,B",,fold,name,0,,', "an opening brace without a closing one"),
        ("aliases.csv", "jnim,A},,fold,name,0,,", "a closing brace without an opening one"),
        ("aliases.csv", "jnim,Name,,folded,name,0,,", "the case “folded” is unknown; write exact or fold"),
        ("aliases.csv", "jnim,Name,,fold,name,maybe,,", "ambiguous is “maybe”; write 0 or 1"),
        ("aliases.csv", "jnim,Name,,fold,name,1,near,", "the need “near” is unknown; write self"),
        ("aliases.csv", "jnim,Name,,fold,name,1,@nobody,", "@nobody is no actor"),
        ("aliases.csv", "jnim,Name,,fold,name,1,,", "an ambiguous spelling has needs"),
        ("aliases.csv", "jnim,...,,fold,name,0,,", "holds no letter"),
        ("places.csv", "pl-new,New,ML,hill,,0,,,,", "places.csv, line \\d+: the kind “hill” is unknown"),
        ("places.csv", "pl-new,New,ML,region,,0,,,north,", "lat and lon are degrees"),
        ("places.csv", "jnim,New,ML,region,,0,,,,", "the id jnim is already an actor's"),
    ],
)
def test_a_broken_line_is_refused_with_file_line_and_cure(folder, file, line, says):
    """An editor learns where the mistake is and what to do."""
    with (folder / file).open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
    with pytest.raises(SettingsError, match=says) as refused:
        read_authority(folder)
    assert str(refused.value).startswith(f"{file}, line ")


def test_parents_in_a_circle_are_refused(folder):
    """A circle of two is named in full."""
    text = (folder / "actors.csv").read_text(encoding="utf-8")
    (folder / "actors.csv").write_text(
        text.replace("al-qaeda,armed_group,,al-Qaeda,,", "al-qaeda,armed_group,,al-Qaeda,jnim,"),
        encoding="utf-8",
    )
    with pytest.raises(SettingsError, match="jnim > al-qaeda > jnim"):
        read_authority(folder)


def test_a_missing_file_or_column_is_refused(folder):
    """Both messages name the file."""
    (folder / "places.csv").write_text("id,canonical\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"places\.csv, line 1: no column country, kind"):
        read_authority(folder)
    (folder / "places.csv").unlink()
    with pytest.raises(SettingsError, match=r"places\.csv is missing"):
        read_authority(folder)


def test_a_file_that_is_not_utf8_is_refused(folder):
    """A spreadsheet's own encoding is named as the cause, not a traceback."""
    (folder / "places.csv").write_bytes("id,canonical\npl-menaka,Ménaka\n".encode("latin-1"))
    with pytest.raises(SettingsError, match="save it as CSV in UTF-8"):
        read_authority(folder)
