"""The tour of docs/five-questions.md, taken over the app: every step is on the page before it."""

import hashlib
import html
import io
import re
import zipfile
from pathlib import Path
from urllib.parse import urlencode, urljoin

import pytest

from indexer.api import Settings
from webapp.app import create_app

ROOT = Path(__file__).parent.parent
TOUR = (ROOT / "docs" / "five-questions.md").read_text(encoding="utf-8")
HEADING = re.compile(r"^(\d)\. (.+) \((\d+) steps\)$", re.MULTILINE)
QUESTIONS = {part.partition("\n")[0]: part for part in TOUR.split("\n## ")[1:]}
STEP = re.compile(r"^(?:(Ask) for `([^`]+)`|(Choose) \*([^*]+)\*|(Unfold) \*([^*]+)\*)")


def steps_of(question):
    """What is done, with what, and what is then seen, for each step of a question."""
    steps = []
    for part in re.split(r"\n\d+\. ", question)[1:]:
        found = STEP.match(part)
        assert found, part
        verb, what = filter(None, found.groups())
        steps.append((verb, what, re.findall(r"^ {3}> (.+)$", part, re.MULTILINE)))
    return steps


def plain(text):
    """A text without blanks and curly quotes: a page draws those around a `q` itself."""
    return re.sub(r"[\s“”]", "", text)


def words(markup):
    """The visible words of a page, as `plain` gives them."""
    return plain(html.unescape(re.sub(r"<[^>]*>", "", markup)))


def link(page, text):
    """Where the first link with these words leads; a number may stand behind them."""
    for address, inside in re.findall(r'<a\b[^>]*\bhref="([^"]*)"[^>]*>(.*?)</a>', page, re.DOTALL):
        if re.fullmatch(
            re.escape(plain(text)) + r"(\d+documents?|ofhit\d+)?", words(inside).replace("“", "”")
        ):
            return html.unescape(address)
    return pytest.fail(f"no link says {text!r}")


def ask(page, text):
    """Where the search box of a page leads with a text in it."""
    form = re.search(r'<form\b[^>]*class="ask"[^>]*>(.*?)</form>', page, re.DOTALL)
    assert form, "no search box"
    assert 'name="q"' in form[1]
    action = re.search(r'\baction="([^"]*)"', form[0])[1]
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[1])
    return f"{action}?{urlencode([('q', text), *((name, html.unescape(value)) for name, value in hidden)])}"


def contents(answer):
    """What a reader of an answer sees: words of a page or table, or names of the files in a bundle."""
    if answer.mimetype == "application/zip":
        with zipfile.ZipFile(io.BytesIO(answer.data)) as bundle:
            return "\n".join(bundle.namelist())
    return words(answer.text) if answer.mimetype == "text/html" else answer.text


@pytest.fixture(scope="module")
def client(seeds_index):
    """A client of the desk over the seeds."""
    return create_app(Settings(index=seeds_index)).test_client()


def walk(client, question):
    """Take the steps of a question from the home page; each answer, with what is to be seen in it."""
    address, page = "/", client.get("/").text
    for verb, what, seen in steps_of(question):
        if verb == "Unfold":
            folds = re.findall(r"<details\b[^>]*>\s*<summary>(.*?)</summary>", page, re.DOTALL)
            assert any(words(fold).startswith(plain(what)) for fold in folds), what
            answer = client.get(address)
        else:
            to = urljoin(address, ask(page, what) if verb == "Ask" else link(page, what)).partition("#")[0]
            answer = client.get(to)
            if answer.mimetype == "text/html":  # a file to keep leaves the page where it is
                address, page = to, answer.text
        yield answer, seen


@pytest.mark.parametrize("heading", QUESTIONS)
def test_every_step_is_on_the_page_before_and_shows_what_the_tour_says(client, heading):
    """Links and boxes are found by their words; each quoted line stands on the page that follows."""
    for answer, seen in walk(client, QUESTIONS[heading]):
        assert 200 == answer.status_code
        shown = plain(contents(answer))
        assert [] == [line for line in seen if plain(line) not in shown]
        assert seen


def test_the_headings_count_the_steps():
    """Five questions, in order, with as many steps as they say."""
    assert [(str(at), len(steps_of(part))) for at, part in enumerate(QUESTIONS.values(), 1)] == [
        (number, int(steps)) for number, _, steps in HEADING.findall("\n".join(QUESTIONS))
    ]
    assert len(QUESTIONS) == 5


def test_the_bundle_of_the_tour_is_whole(client):
    """The sums in it are those of its files, and the table in it has the documents of the CSV."""
    question = next(part for part in QUESTIONS.values() if "Evidence (ZIP)" in part)
    _, table, evidence = (answer for answer, _ in walk(client, question))
    with zipfile.ZipFile(io.BytesIO(evidence.data)) as bundle:
        folder = bundle.namelist()[0].partition("/")[0]
        sums = [line.split(maxsplit=1) for line in bundle.read(f"{folder}/SHA256SUMS").decode().splitlines()]
        files = {name.removeprefix(f"{folder}/"): bundle.read(name) for name in bundle.namelist()}
    assert {name for _, name in sums} | {"SHA256SUMS"} == set(files)
    assert [] == [name for digest, name in sums if hashlib.sha256(files[name]).hexdigest() != digest]
    listed, bundled = (
        [line.partition(",")[0] for line in text.splitlines()[1:]]
        for text in (table.text, files["hits.csv"].decode("utf-8-sig"))
    )
    assert listed == bundled


def test_the_readme_leads_to_every_question():
    """Its two minutes link to each heading of the tour."""
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    anchors = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in QUESTIONS}
    assert anchors == set(re.findall(r"docs/five-questions\.md#([\w-]+)", readme))
