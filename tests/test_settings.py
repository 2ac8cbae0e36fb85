"""Settings: one table, three sources, no silent mistakes."""

import os
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from indexer import settings
from indexer.analysis.document_terms import BLOCK_GAP
from indexer.errors import SettingsError

OWN = {"rate_free": "::1", "url": "https://one:9200"}
GOOD = {Path: "folder", int: "3", float: "0.5", str: "whoosh", bool: "yes"}


def test_each_setting_has_one_row_in_the_same_order() -> None:
    """The table and the dataclass name the same settings, so none is without a reason."""
    assert [f.name for f in fields(settings.Settings)] == [row.name for row in settings.ROWS]


def test_every_row_says_what_is_allowed_and_why_it_is_there() -> None:
    """An error message and the list of settings have something to offer for each."""
    assert [] == [row.name for row in settings.ROWS if not (row.allowed and row.help)]


def test_defaults_hold_without_environment_or_command_line() -> None:
    """Nothing given gives the defaults, and says so."""
    found, origins = settings.load_settings({})
    assert settings.Settings() == found
    assert {"default"} == {*origins.values()}


def test_the_command_line_goes_over_the_environment_and_that_over_the_default() -> None:
    """Each value comes from the nearest source, which is named."""
    found, origins = settings.load_settings(
        {"CUTTINGS_PORT": "9000", "CUTTINGS_HOST": "0.0.0.0"}, port=9001, engine=None
    )
    assert (9001, "0.0.0.0", "whoosh") == (found.port, found.host, found.engine)
    assert ("command line", "environment", "default") == tuple(
        origins[name] for name in ("port", "host", "engine")
    )


@pytest.mark.parametrize("row", settings.ROWS, ids=lambda row: row.name)
def test_every_setting_is_read_from_the_environment(row: settings.Row) -> None:
    """CUTTINGS_NAME sets each one, with the type of its default."""
    default = getattr(settings.Settings(), row.name)
    found, origins = settings.load_settings(
        {f"CUTTINGS_{row.name.upper()}": OWN.get(row.name, GOOD.get(type(default), "whoosh"))}
    )
    value = getattr(found, row.name)
    assert "environment" == origins[row.name]
    assert isinstance(
        value,
        tuple if isinstance(default, tuple) else Path if isinstance(default, Path | None) else type(default),
    )


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "http"),
        ("THREADS", "0"),
        ("QUERY_SECONDS", "0"),
        ("QUERY_SECONDS", "nan"),
        ("MAX_FAILED_SHARE", "1.1"),
        ("ENGINE", "lucene"),
        ("PROXIES", "-1"),
        ("INDEX_PREFIX", "_all"),
        ("REPLICAS", "-1"),
        ("RATE", "nan"),
        ("RATE_FREE", "localhost"),
        ("LOG_QUERIES", "1"),
    ],
)
def test_a_value_out_of_range_names_setting_source_and_allowed_values(name: str, text: str) -> None:
    """The message tells which variable is wrong, what it holds and what it may hold."""
    row = next(row for row in settings.ROWS if row.name == name.lower())
    with pytest.raises(SettingsError) as caught:
        settings.load_settings({f"CUTTINGS_{name}": text})
    for part in (f"CUTTINGS_{name}", text, "environment", row.allowed):
        assert part in str(caught.value)


def test_a_list_of_paths_is_joined_as_in_path() -> None:
    """Several source folders stand in one variable."""
    found, _ = settings.load_settings({"CUTTINGS_SEEDS": os.pathsep.join(["a", "b c"])})
    assert (Path("a"), Path("b c")) == found.seeds


def test_variables_of_other_programs_are_not_read() -> None:
    """Neither a variable without the prefix nor an unknown name with it changes a thing."""
    assert settings.Settings() == settings.load_settings({"PORT": "1", "CUTTINGS_COLOUR": "red"})[0]


def test_a_retired_name_says_what_replaced_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """An old variable is an error with the cure, not a value that is silently dropped."""
    monkeypatch.setattr(settings, "RETIRED", {"folder": "CUTTINGS_INDEX"})
    with pytest.raises(SettingsError, match="CUTTINGS_FOLDER is retired; use CUTTINGS_INDEX"):
        settings.load_settings({"CUTTINGS_FOLDER": "x"})


def test_settings_cannot_change_after_they_are_read() -> None:
    """They are passed as an argument and stay what they were."""
    with pytest.raises(FrozenInstanceError):
        settings.Settings().port = 1  # type: ignore[misc]  # the promise is that this fails


@pytest.mark.parametrize("name", ["CUTTINGS_INDEX", "CUTTINGS_SEEDS"])
def test_an_empty_folder_name_is_refused(name: str) -> None:
    """Nothing would mean the folder that one happens to stand in."""
    with pytest.raises(SettingsError, match=name):
        settings.load_settings({name: ""})


def test_no_distance_reaches_from_one_passage_into_the_next() -> None:
    """The widest phrase with the widest slop fits into the gap between two passages."""
    assert settings.MOST_SLOP + settings.MOST_PHRASE_WORDS - 1 < BLOCK_GAP
    for name, most in (("SLOP", settings.MOST_SLOP), ("PHRASE_WORDS", settings.MOST_PHRASE_WORDS)):
        with pytest.raises(SettingsError, match=f"1 to {most}"):
            settings.load_settings({f"CUTTINGS_{name}": str(most + 1)})


@pytest.mark.parametrize(
    "text",
    ["https://anna:hidden@one:9200", "https://one:9200,http://:hidden@two", "one:9200", "https://one/hidden"],
)
def test_an_address_with_a_password_or_a_path_is_refused_and_not_repeated(text: str) -> None:
    """A message may stand in a log, so it tells the cure without what was given."""
    with pytest.raises(SettingsError, match="CUTTINGS_URL cannot be used") as caught:
        settings.load_settings({"CUTTINGS_URL": text})
    assert "hidden" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_secrets_stand_in_no_picture_of_the_settings() -> None:
    """What is printed of the settings by accident has no user, password or key."""
    found, _ = settings.load_settings(
        {f"CUTTINGS_{row.name.upper()}": "hidden" for row in settings.ROWS if row.secret}
    )
    assert ("hidden", "hidden", "hidden") == (found.user, found.password, found.api_key)
    assert "hidden" not in repr(found)
