import csv
import re
from functools import cache
from pathlib import Path

import pytest

from indexer.entities import authority as authority_module
from indexer.entities.authority import read_authority
from indexer.errors import SettingsError

SHIPPED = Path(authority_module.__file__).parent
_ISO_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


_FEW = {"jnim", "wagner", "p-goita", "minusma", "pl-gao"}


@pytest.fixture
def folder(tmp_path):
    """A small part of the shipped authority files, to be broken."""
    for name in ("actors.csv", "aliases.csv", "places.csv", "offices.csv"):
        with (SHIPPED / name).open(encoding="utf-8", newline="") as stream:
            header, *rows = csv.reader(stream)
        # No line that names an actor that is left out.
        own = [row for row in rows if row[0] in _FEW and name != "offices.csv" and "@" not in "".join(row)]
        few = [_alone(header, row) for row in own]
        with (tmp_path / name).open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream, lineterminator="\n").writerows([header, *few])
    return tmp_path


def _alone(header, row):
    """A line without those above and after it."""
    return ["" if name in {"parent", "successor"} else cell for name, cell in zip(header, row, strict=True)]


@cache
def shipped():
    """The shipped authority."""
    return read_authority()


def test_the_shipped_authority_reads_whole():
    """Every actor has an id, a label and spellings; every parent is an actor."""
    authority = shipped()
    ids = {actor.id for actor in authority.actors}
    assert len(authority.actors) == len(ids) > 200
    assert len(authority.places) > 150
    assert all(actor.label and actor.aliases for actor in authority.actors)
    assert {actor.parent for actor in authority.actors} - {None} <= ids
    assert authority.sahel <= ids | {place.id for place in authority.places}


def test_persons_have_a_source_and_their_offices_dates():
    """Each person says where to check it; an office names its actor, and does not end before it began."""
    actors = {actor.id: actor for actor in shipped().actors}
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
    actor = {actor.id: actor for actor in shipped().actors}[id_]
    assert (label, name) == (actor.label, actor.name)


def test_each_group_institution_and_company_says_where_it_is_to_be_checked():
    """No line of a listed actor that is neither a person nor a state has an empty source."""
    with (SHIPPED / "actors.csv").open(encoding="utf-8", newline="") as stream:
        lines = [line for line in csv.DictReader(stream) if line["type"] not in ("person", "country")]
    assert len(lines) > 300
    assert [] == [line["id"] for line in lines if not line["source"].strip()]


def test_aliases_are_written_out():
    """No brace of a pattern is left, and the short forms of JNIM's name are spellings of it."""
    actors = {actor.id: actor for actor in shipped().actors}
    texts = [alias.text for actor in actors.values() for alias in actor.aliases]
    assert not [text for text in texts if set("{}\\") & set(text)]
    jnim = {alias.text for alias in actors["jnim"].aliases}
    assert {"GSIM", "Jama'at Nasr al-Islam", "Jama'a Nusrat ul-Islam"} <= jnim
    assert len(jnim) == len(actors["jnim"].aliases)


def test_decoys_are_marked():
    """The composer and Rommel's corps are there to draw mentions away, and say so."""
    decoys = {actor.id for actor in shipped().actors if actor.decoy}
    assert {"afrika-korps", "p-wagner-richard"} == decoys


def test_ambiguous_and_exact_spellings_are_marked():
    """A search reads CMA as the actor only in this case; a long form in any."""
    aliases = {
        alias.text: alias for actor in shipped().actors if actor.id == "cma" for alias in actor.aliases
    }
    assert (True, True) == (aliases["CMA"].exact, aliases["CMA"].ambiguous)
    long_form = aliases["Coordination of Azawad Movements"]
    assert (False, False) == (long_form.exact, long_form.ambiguous)


@pytest.mark.parametrize(
    ("file", "line", "says"),
    [
        ("actors.csv", "new,person,,New,nobody,,,,,,,,", "the parent nobody is no actor"),
        ("actors.csv", "new,clan,,New,,,,,,,,,", "the type “clan” is unknown; use one of armed_group"),
        ("actors.csv", "new,person,,New,new,,,,,,,,", "the parents go in a circle .new > new."),
        ("actors.csv", "jnim,person,,New,,,,,,,,,", "the id jnim stands already in line 2;"),
        ("actors.csv", "new,person,,New,,,,,,,,,", "new has no spelling; add one to aliases.csv"),
        ("actors.csv", "new,person,,New,,,north,,,,,,", "the region “north” is unknown"),
        ("actors.csv", "new,person,,New,,,,yes,,,,,", "decoy is “yes”; leave it empty or write 1"),
        ("actors.csv", ",person,,New,,,,,,,,,", "the id “” cannot be asked for; write small letters"),
        ("actors.csv", "New one,person,,New,,,,,,,,,", "the id “New one” cannot be asked for"),
        ("actors.csv", "new,person,,,,,,,,,,,", "canonical must not be empty; fill it in"),
        ("actors.csv", "new,,,New,,,,,,,,,", "the type “” is unknown; use one of armed_group"),
        ("actors.csv", "new,person,,New,,nobody,,,,,,,", "the successor nobody is no actor"),
        ("actors.csv", "new,person,,New,,new,,,,,,,", "the successors go in a circle .new > new."),
        ("actors.csv", "new,person,,New,,,,,Mali,,,,", "wikidata is “Mali”; write its number as Q1234"),
        ("actors.csv", "new,person,,New,,,,,,May 2012,,,", "active_from is “May 2012”; write a date"),
        ("actors.csv", "new,person,,New,,,,,,,2023-02-30,,", "active_to is “2023-02-30”; write a date"),
        ("actors.csv", "new,person,,New,,,,,,2023-05,2022,,", "active_from 2023-05 is after active_to 2022"),
        ("actors.csv", "new,person", "13 cells are needed, not 2; quote a cell that holds a comma"),
        ("actors.csv", "new,person,,New,,,,,,,note, with a comma", "quote a cell that holds a comma"),
        ("aliases.csv", "nobody,Name,,fold,name,0,,", "the actor nobody is unknown"),
        ("aliases.csv", 'jnim,"{A,B",,fold,name,0,,', "an opening brace without a closing one"),
        ("aliases.csv", "jnim,A},,fold,name,0,,", "a closing brace without an opening one"),
        ("aliases.csv", "jnim,Name,,folded,name,0,,", "the case “folded” is unknown; write exact or fold"),
        ("aliases.csv", "jnim,Name,,fold,name,maybe,,", "ambiguous is “maybe”; write 0 or 1"),
        ("aliases.csv", "jnim,Name,,fold,name,1,near,", "the need “near” is unknown; write self"),
        ("aliases.csv", "jnim,Name,,fold,name,1,@nobody,", "@nobody is no actor"),
        ("aliases.csv", "jnim,Name,,fold,name,1,,", "an ambiguous spelling has needs"),
        ("aliases.csv", "jnim,Name,,fold,name,1,w:,", "“” is not a single word; correct the cell"),
        ("aliases.csv", "jnim,Name,,fold,name,1,w:two words,", "“two words” is not a single word"),
        ("aliases.csv", "jnim,Name,,fold,name,0,,<", "“” is not a single word; correct the cell"),
        ("aliases.csv", "jnim,Name,,fold,name,0,,>paper's", "“paper's” is not a single word"),
        ("aliases.csv", "jnim,...,,fold,name,0,,", "holds no letter"),
        (
            "aliases.csv",
            "jnim,wagner group,,fold,name,0,,",
            "“wagner group” of jnim is “Wagner Group” of wagner",
        ),
        ("aliases.csv", "jnim,MINUSMA,,exact,abbr,0,,", "take one of the two out, or make both ambiguous"),
        ("aliases.csv", '"jnim,Name,,fold,name,0,,', "unexpected end of data; close the quotes"),
        ("offices.csv", "nobody,chief,,,,", "the actor nobody is unknown"),
        ("offices.csv", "p-goita,chief,nobody,,,", "the actor nobody is unknown"),
        ("offices.csv", "p-goita,,,,,", "actor_id and office must not be empty"),
        ("offices.csv", "p-goita,chief,,2024,2023,", "from 2024 is after to 2023; correct one of the two"),
        ("places.csv", "pl-new,New,ML,region,,0,,,91,0", "lat and lon are degrees"),
        ("places.csv", "pl-new,Gao,ML,region,,0,,,,", "“Gao” of pl-new is “Gao” of pl-gao too"),
        ("places.csv", "pl-new,...,ML,region,,0,,,,", "holds no letter"),
        ("places.csv", "pl-new,New,ML,hill,,0,,,,", "the kind “hill” is unknown"),
        ("places.csv", "pl-new,New,ML,region,,0,,,north,", "lat and lon are degrees"),
        ("places.csv", "jnim,New,ML,region,,0,,,,", "the id jnim is already an actor's"),
    ],
)
def test_a_broken_line_is_refused_with_file_line_and_cure(folder, file, line, says):
    """An editor learns where the mistake is and what to do."""
    with (folder / file).open("a", encoding="utf-8") as stream:
        stream.write(line + "\n")
    last = len((folder / file).read_text(encoding="utf-8").splitlines())
    with pytest.raises(SettingsError, match=says) as refused:
        read_authority(shipped=folder)
    assert str(refused.value).startswith(f"{folder / file}, line {last}: ")


@pytest.mark.parametrize("column", ["parent", "successor"])
def test_actors_in_a_circle_are_refused(folder, column):
    """A circle of two is named in full, whoever of the two was meant to be above."""
    header = "id,type,canonical," + column
    (folder / "actors.csv").write_text(f"{header}\none,person,One,two\ntwo,person,Two,one\n")
    (folder / "aliases.csv").write_text("actor_id,alias\none,One\ntwo,Two\n")
    with pytest.raises(SettingsError, match=rf"line 2: the {column}s go in a circle .one > two > one."):
        read_authority(shipped=folder)


def test_a_missing_file_or_column_is_refused(folder):
    """Both messages name the file."""
    (folder / "places.csv").write_text("id,canonical\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"places\.csv, line 1: no column country, kind; add"):
        read_authority(shipped=folder)
    (folder / "places.csv").unlink()
    with pytest.raises(SettingsError, match=r"places\.csv is missing"):
        read_authority(shipped=folder)


def test_a_file_that_is_not_utf8_is_refused(folder):
    """A spreadsheet's own encoding is named as the cause, not a traceback."""
    (folder / "places.csv").write_bytes("id,canonical\npl-menaka,Ménaka\n".encode("latin-1"))
    with pytest.raises(SettingsError, match="save it as CSV in UTF-8"):
        read_authority(shipped=folder)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "line 1: there is no header; write actor_id,alias"),
        (b"actor_id;alias\njnim;A;B\n", "line 2: 2 cells are needed, not 3"),
        (b"actor_id,alias,alias\n", "line 1: there are two columns alias; take one of them out"),
        (b"actor_id,alias,need\n", "line 1: the column “need” is unknown; use one of actor_id, alias, lang"),
        (
            "actor_id,alias\njnim,Jama\n".encode("utf-16"),
            "line 1: this is not UTF-8; save it as CSV in UTF-8",
        ),
        ("actor_id,alias\njnim,Brigade\njnim,Été\n".encode("cp1252"), "line 3: this is not UTF-8"),
        (b'actor_id,alias\n\njnim,"two\nlines"\nnobody,A\n', "line 5: the actor nobody is unknown"),
        (b"actor_id,alias,withdraw\njnim,Nobody,1\n", "line 2: jnim has no spelling “Nobody” to withdraw"),
        (b"actor_id,alias,withdraw\njnim,JNIM,yes\n", "line 2: withdraw is “yes”; write 0 or 1"),
        (
            b"actor_id,alias\njnim,Wagner Group\n",
            "line 2: “Wagner Group” of jnim is “Wagner Group” of wagner",
        ),
    ],
)
def test_a_wrong_file_of_a_user_is_refused_with_path_line_and_cure(tmp_path, content, says):
    """Whatever a spreadsheet made of it, the message names the place in the user's own file."""
    path = tmp_path / "aliases.csv"
    path.write_bytes(content)
    with pytest.raises(SettingsError) as refused:
        read_authority(tmp_path)
    assert str(refused.value).startswith(f"{path}, {says}")


def test_both_lines_of_a_spelling_that_is_claimed_twice_are_named(tmp_path):
    """One stands in the user's file, the other in the shipped one."""
    (tmp_path / "aliases.csv").write_text("actor_id,alias\njnim,Wagner Group\n")
    with pytest.raises(SettingsError, match=rf"{re.escape(str(SHIPPED))}/aliases\.csv, line \d+"):
        read_authority(tmp_path)


def test_a_folder_that_is_missing_or_holds_an_unknown_table_is_refused(tmp_path):
    """A name that is misspelled would otherwise be passed over in silence."""
    with pytest.raises(SettingsError, match="is no folder; make it, or name another"):
        read_authority(tmp_path / "names")
    (tmp_path / "alias.csv").write_text("actor_id,alias\n")
    with pytest.raises(SettingsError, match=r"alias\.csv is not read; call it one of actors\.csv"):
        read_authority(tmp_path)


def test_an_empty_folder_and_other_files_change_nothing(tmp_path):
    """Notes, and the names that are nobody's, are no part of the authority."""
    (tmp_path / "noise.csv").write_text("name\nGo to video\n")
    (tmp_path / "README.txt").write_text("mine")
    assert shipped() == read_authority(tmp_path)


def laid_over(folder: Path, **files: str):
    """The authority with a user's files laid over it: actors by id, places by id, rules by id."""
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    found = read_authority(folder)
    rules: dict[str, list] = {}
    for rule in found.rules:
        rules.setdefault(rule.id, []).append(rule)
    return {a.id: a for a in found.actors}, {p.id: p for p in found.places}, rules


def test_a_users_actor_is_added_and_its_empty_cells_take_defaults(tmp_path):
    """Names fold, abbreviations in capitals do not; a spelling with needs is ambiguous."""
    actors, _, rules = laid_over(
        tmp_path,
        actors="id,type,canonical,parent\nacme,company,Acme Mining,\nacme-mali,company,Acme Mali,acme\n",
        aliases="actor_id,alias,needs\nacme,Acme Mining,\nacme,ACM,self\nacme,محمد,\nacme-mali,Acme Mali,\n",
        offices="actor_id,office,of,from\np-goita,chairman,acme,2024-05\n",
    )
    assert ("Acme Mali", "acme") == (actors["acme-mali"].label, actors["acme-mali"].parent)
    found = [(rule.case, rule.kind, rule.ambiguous) for rule in rules["acme"]]
    assert [("fold", "name", False), ("exact", "abbr", True), ("fold", "name", False)] == found
    assert ("chairman", "acme", "2024-05") == (
        actors["p-goita"].offices[-1].title,
        actors["p-goita"].offices[-1].of,
        actors["p-goita"].offices[-1].first,
    )


def test_a_users_line_replaces_what_it_names_and_keeps_the_columns_it_lacks(tmp_path):
    """An actor by its id, a place by its id, a spelling by its letters, an office by its beginning."""
    before = {actor.id: actor for actor in shipped().actors}["jnim"]
    actors, places, rules = laid_over(
        tmp_path,
        actors="id,type,canonical,label\njnim,armed_group,JNIM,GSIM\n",
        aliases="actor_id,alias,ambiguous,needs\njnim,GSIM,1,sahel\n",
        places="id,canonical,country,kind\npl-gao,Gao town,ML,settlement\n",
        offices="actor_id,office,to\np-goita,guest,\np-goita,guest,2024\n",
    )
    assert ("GSIM", "JNIM", before.parent) == (actors["jnim"].label, actors["jnim"].name, before.parent)
    assert before.active_from == actors["jnim"].active_from
    assert [True] == [rule.ambiguous for rule in rules["jnim"] if rule.text == "GSIM"]
    assert {alias.text for alias in before.aliases} == {alias.text for alias in actors["jnim"].aliases}
    assert ("Gao town", True) == (places["pl-gao"].label, places["pl-gao"].latitude is not None)
    assert [(None, "2024")] == [(o.first, o.last) for o in actors["p-goita"].offices if o.title == "guest"]


def test_a_spelling_is_withdrawn_and_may_be_given_to_another(tmp_path):
    """What the shipped file claims is the user's to give away."""
    _, _, rules = laid_over(
        tmp_path, aliases="actor_id,alias,withdraw\nwagner,Wagner Group,1\njnim,Wagner Group,\n"
    )
    bearers = {rule.id for of_one in rules.values() for rule in of_one if rule.text == "Wagner Group"}
    assert {"jnim"} == bearers


@pytest.mark.parametrize("encode", [str.encode, lambda text: text.encode("utf-8-sig")])
@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_files_as_spreadsheets_save_them_are_read(tmp_path, encode, separator, newline):
    """With a byte order mark, semicolons, blanks around cells, empty rows at the end."""
    rows = (("actor_id", "alias", "lang"), ("jnim", " Brigade Été ", "fr"), ("", "", ""))
    text = newline.join(separator.join(row) for row in rows) + newline
    (tmp_path / "aliases.csv").write_bytes(encode(text))
    spellings = {alias.text for actor in read_authority(tmp_path).actors for alias in actor.aliases}
    assert "Brigade Été" in spellings


def test_the_digest_tells_one_folder_from_another(tmp_path):
    """An update must see that a file was changed; what is not read counts for nothing."""
    assert "" == read_authority(tmp_path).digest
    (tmp_path / "noise.csv").write_text("name\n")
    assert "" == read_authority(tmp_path).digest
    (tmp_path / "aliases.csv").write_text("actor_id,alias\njnim,One Name\n")
    first = read_authority(tmp_path).digest
    (tmp_path / "aliases.csv").write_text("actor_id,alias\njnim,Two Name\n")
    assert len({"", first, read_authority(tmp_path).digest}) == 3
