import pytest

from indexer.entities.countries import french_forms, read_countries
from indexer.errors import SettingsError

HEADER = (
    "code,english,french,english_adjectives,french_adjectives,forces,government,junta,needs,veto,"
    "adjective_veto\n"
)


def write_countries(folder, *lines):
    """A file of countries with these lines."""
    path = folder / "countries.csv"
    path.write_text(HEADER + "".join(line + "\n" for line in lines), encoding="utf-8")
    return path


def test_every_country_is_there_once_and_in_order():
    """The 193 members of the United Nations and five more, by code, each with names in both languages."""
    countries = read_countries()
    ids = [country.id for country in countries]
    assert 198 == len(ids)
    assert sorted(set(ids)) == ids
    assert {"c-tw", "c-ps", "c-xk", "c-eh", "c-va"} <= set(ids)
    assert all(country.english and country.french for country in countries)


@pytest.mark.parametrize(
    ("french", "name", "of", "within"),
    [
        ("le Tchad", "Tchad", ("du Tchad",), "au Tchad"),
        ("la Chine", "Chine", ("de la Chine", "de Chine"), "en Chine"),
        ("l'Irak", "Irak", ("de l'Irak", "d'Irak"), "en Irak"),
        ("les Fidji", "Fidji", ("des Fidji",), "aux Fidji"),
        ("Cuba", "Cuba", ("de Cuba",), "à Cuba"),
        ("Oman", "Oman", ("d'Oman",), "à Oman"),
        ("Haïti", "Haïti", ("d'Haïti",), "à Haïti"),
    ],
)
def test_a_french_name_tells_its_article(tmp_path, french, name, of, within):
    """Of and in take the form that the article asks for; the name itself has none."""
    (country,) = read_countries(write_countries(tmp_path, f"zz,Zed,{french},,,,,,,,"))
    (found,) = country.french
    assert (name, of, within) == (found.text, found.of, found.in_)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("tchadien", "tchadien tchadienne tchadiens tchadiennes"),
        ("européen", "européen européenne européens européennes"),
        ("sénégalais", "sénégalais sénégalaise sénégalais sénégalaises"),
        ("nigérian", "nigérian nigériane nigérians nigérianes"),
        ("américain", "américain américaine américains américaines"),
        ("belge", "belge belge belges belges"),
        ("turc/turque", "turc turque turcs turques"),
        ("a/b/c/d", "a b c d"),
    ],
)
def test_the_forms_of_an_adjective_follow_the_rule_or_are_written(written, expected):
    """Masculine, feminine, and both plurals."""
    forms = french_forms(written)
    found = (forms.masculine, forms.feminine, forms.masculine_plural, forms.feminine_plural)
    assert expected.split() == list(found)


def test_a_question_mark_makes_a_name_or_adjective_doubtful(tmp_path):
    """It is no part of the text, and the needs are for these only; the first name may have a "the"."""
    path = write_countries(tmp_path, "zz,the Zed|Zedland?,le Zed,Zeddish?,zédois?,-,,1,w:zedopolis,<New,")
    (country,) = read_countries(path)
    assert [("Zed", False), ("Zedland", True)] == [(name.text, name.doubtful) for name in country.english]
    assert ("of the Zed",) == country.english[0].of
    assert country.english_adjectives[0].doubtful
    assert country.french_adjectives[0].doubtful
    assert (None, "gov-zz", True) == (country.forces, country.government, country.junta)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("zz,Zed", "countries.csv, line 2: 11 cells are needed"),
        (",Zed,le Zed,,,,,,,,", "countries.csv, line 2: 11 cells are needed, code and english not empty"),
        ("zz,Zed,le Zed,,a/b/c,,,,,,", "line 2: the adjective “a/b/c” has 3 forms; write 1, 2 or 4"),
        ("zz,Zed,le Zed,,,,,,near,,", "line 2: the need “near” is unknown"),
    ],
)
def test_a_broken_line_is_refused_with_its_number(tmp_path, line, says):
    """Like those of the other files."""
    with pytest.raises(SettingsError, match=says):
        read_countries(write_countries(tmp_path, line))


def test_a_missing_file_or_column_is_refused(tmp_path):
    """Both messages name the file."""
    with pytest.raises(SettingsError, match=r"countries\.csv cannot be read"):
        read_countries(tmp_path / "countries.csv")
    (tmp_path / "countries.csv").write_text("code,english\n", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"countries\.csv, line 1: no column french, "):
        read_countries(tmp_path / "countries.csv")
