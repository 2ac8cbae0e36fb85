"""Input that is broken or made to cost much: bounded time and memory, and nothing is lost.

They are cleaned in a process of its own under a limit of CPU seconds and of memory, both far above what
is needed: a machine that is busy passes, a loop without an end does not.
"""

import json
import resource
import subprocess
import sys
from pathlib import Path

import pytest

from indexer.cleaning.page import clean_page, clean_text
from indexer.schema.document import RawPage, keep
from indexer.settings import Settings

ROOT = Path(__file__).parent.parent
# The longest text that is read at all.
LIMIT = Settings().max_text_characters
CPU_SECONDS, MEMORY_BYTES = 600, 2 << 30
# Cleans each text, saying which before it begins, and checks that nothing of it is lost.
CHECK = """
import sys, time
from itertools import pairwise
from indexer.cleaning.page import clean_text
texts, kind = {texts!r}, {kind!r}
for name, expression in texts.items():
    before = time.process_time()
    print(name, end=" ", flush=True)
    text = eval(expression)
    page = clean_text(text, kind=kind)
    assert all(one.end <= other.start for one, other in pairwise(page.removed))
    assert all(0 <= span.start < span.end <= len(page.text) for span in page.removed)
    assert kind == "html" or page.text == text
    print(f"{{time.process_time() - before:.1f}} s", flush=True)
"""
SENTENCE = "The mission handed its last camp over on Friday, and the convoy reached Gao before nightfall. "
TEXTS = {
    "one line at the limit": f"({SENTENCE!r} * 20_000)[:{LIMIT}]",
    "one word at the limit": f"'a' * {LIMIT}",
    "letters on lines of their own": "'a\\n' * 200_000",
    "white space": f"' ' * {LIMIT}",
    "blank lines": f"'\\n' * {LIMIT}",
    "carriage returns": f"'\\r' * {LIMIT}",
    "NUL": f"'\\0' * {LIMIT}",
    "NUL in lines": "('a\\0b ' * 20 + '\\n') * 10_000",
    "lone surrogates": f"'\\ud800' * {LIMIT}",
    "one cue": "'Advertisement\\n' * 70_000",
    "one cue with blank lines": "'Advertisement\\n\\n' * 60_000",
    "one cue on one line": "'Advertisement ' * 70_000",
    "brackets": "'([{' * 333_333",
    "closed brackets": "'[]()' * 250_000",
    "codes": "'[ad_1' * 150_000",
    "quotes": "'\"“«' * 333_333",
    "digits and a link": repr(SENTENCE * 3 + "\n" + "1" * 60 + " next " + "x" * 20),
    "a path with too many steps": repr("Home" + " / a b" * 60 + "\n" + SENTENCE * 3),
    "digits and dashes": "'1 - ' * 250_000",
    "page numbers": "'1 - 2 - 3\\n' * 30_000",
    "copyright signs": "'© ' * 500_000",
    "copyright lines": "'© 2024 A\\n' * 30_000",
    "bylines": "'By A ' * 200_000",
    "bylines on lines": "'By A\\n' * 50_000",
    "dots": "'. ' * 500_000",
    "bullets": "'• a\\n' * 50_000",
    "hashtags": "'#a ' * 333_333",
    "dates": "'3 May 2024 ' * 90_000",
    "date lines": "'3 May 2024\\n' * 30_000",
    "stamps": "'Published: ' * 90_000",
    "headers": "'date 2024-03-27 ' * 60_000",
    "marks on letters": "'e\\u0301' * 500_000",
    "invisible signs": "'\\u200b' * 1_000_000",
    "right to left": "'\\u202e' * 1_000_000",
    "half a page of menus": "('Menu\\nHome\\nNews\\n' * 3_000 + " + repr(SENTENCE) + " + '\\n') * 10",
}
MARKUP = {
    "nested tags": "'<div>' * 100_000 + 'It rains.' + '</div>' * 100_000",
    "nested tags that never close": "'<div>' * 100_000 + 'It rains.'",
    "nested inline tags": "'<b>' * 100_000 + 'It rains.'",
    "nested tables": "'<table><tr><td>' * 33_333 + 'It rains.'",
    "nested lists": "'<ul><li>' * 50_000 + 'It rains.'",
    "ends without a beginning": "'</div>' * 100_000 + 'It rains.'",
    "open comments": "'<!-- ' * 100_000",
    "open tags": "'<a ' * 300_000",
    "attributes": "'<p ' + 'a=1 ' * 200_000 + '>It rains.'",
    "one attribute": "'<p class=\"' + 'nav ' * 200_000 + '\">It rains.'",
    "character references": "'&#60;' * 200_000",
    "ampersands": "'&' * 1_000_000",
    "paragraphs": "'<p>It rains.' * 40_000",
    "line breaks": "'<br>' * 200_000",
    "declarations": "'<![CDATA[' * 100_000",
    "scripts": "'<script>' * 100_000",
    "titles": "'<title>' * 100_000",
    "templates": "'<template>' * 100_000 + 'It rains.'",
    "comments": "'<!-- a -->' * 100_000 + 'It rains.'",
    "open quotes": "'<p class=\"' * 100_000 + '>It rains.'",
    "ends of lines": "'\\r\\n' * 500_000 + 'It rains.'",
    "NUL": "'<p>\\0' * 50_000",
    "lone surrogates": "'<p>\\udc00' * 50_000",
    "deep JSON": "'<script type=\"application/ld+json\">' + '[' * 100_000 + '</script><p>It rains.'",
    "no tag": f"({SENTENCE!r} * 20_000)[:{LIMIT}]",
    "nothing": "''",
    "white space": "' ' * 1_000_000",
}


def limit() -> None:
    """So much CPU time and memory for this process; one that needs more is ended."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))


def run_limited(program, before=limit):
    """A program of Python in a process of its own."""
    return subprocess.run(
        (sys.executable, "-X", "utf8", "-c", program),
        cwd=ROOT,
        preexec_fn=before,
        env={"OPENBLAS_NUM_THREADS": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize(("texts", "kind"), [(TEXTS, "text"), (MARKUP, "html")], ids=["text", "html"])
def test_hostile_input_is_cleaned_in_bounded_time_and_memory(texts, kind):
    """However long, nested, left open or repeated; what was removed and what is left give it back."""
    done = run_limited(CHECK.format(texts=texts, kind=kind))
    print(done.stdout)
    assert 0 == done.returncode, (done.stdout.splitlines()[-1:], done.stderr[-2000:])
    assert len(texts) == len(done.stdout.splitlines())


@pytest.mark.parametrize(
    "program",
    ["while True: pass", "x = bytearray(3 << 30)", "import re; re.search('(?:a+)+$', 'a' * 99 + 'b')"],
    ids=["time", "memory", "pattern"],
)
def test_the_limits_end_what_has_no_bound(program):
    """The control arm: a loop, an array and a pattern that must not pass."""

    def limit_soon():
        resource.setrlimit(resource.RLIMIT_CPU, (2, 2))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))

    assert 0 != run_limited(program, limit_soon).returncode


def test_a_text_that_is_too_long_is_refused_in_words(run):
    """A line of five million signs is not cleaned, and its message names limit and setting."""
    line = json.dumps({"id": "a", "text": "a" * 5_000_000}).encode()
    after = json.dumps({"id": "b", "text": "It rains."}).encode()
    _, out, err = run("clean", "--batch", stdin=line + b"\n" + after + b"\n")
    said = out + err
    assert "1,000,000" in said
    assert "CUTTINGS_MAX_TEXT_CHARACTERS" in said


@pytest.mark.parametrize("text", ["", " ", "\n\n\t \r\n", "\u200b", "\ufeff", "\0"])
@pytest.mark.parametrize("kind", ["text", "html"])
def test_a_page_without_words_gives_a_page_without_words(text, kind):
    """Neither title nor date nor byline is made up for it."""
    page = clean_text(text, kind=kind)
    assert (None, None, None, ()) == (page.title, page.published, page.byline, page.headings)
    assert "" == keep(page.text, 0, len(page.text), page.removed).strip(" \t\r\n\u200b\ufeff\0")


@pytest.mark.parametrize(
    "markup",
    [
        '<meta charset="utf-16"><p>It rained all night in Gao.</p>',
        '<meta charset="no-such-thing"><p>It rained all night in Gao.</p>',
        '<meta charset="\0\ud800"><p>It rained all night in Gao.</p>',
        '<?xml version="1.0" encoding="utf-32"?><html><body><p>It rained all night in Gao.</p></body></html>',
        '<meta http-equiv="content-type" content="text/html; charset=;;"><p>It rained all night in Gao.</p>',
    ],
)
def test_a_wrong_declaration_inside_of_decoded_markup_changes_no_word(markup):
    """The text was decoded before; what it says of its encoding is no matter of cleaning."""
    assert "It rained all night in Gao." in clean_text(markup, kind="html").text


@pytest.mark.parametrize(
    "text", ["Advertisement", "Share this:\n\nMenu\n\nAdvertisement\n", "© 2024 Example Media"]
)
def test_a_page_of_residue_only_says_so(text):
    """All of it stays in the text as read, and a note tells why no search finds it."""
    page = clean_page(RawPage("a", "a.txt", "text", text, b"", ""))
    assert (text, "") == (page.text, keep(text, 0, len(text), page.removed).strip())
    assert ["All of the text was taken for residue: none of it is found by a search."] == list(page.notes)
