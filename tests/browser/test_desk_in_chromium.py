"""The desk as a reader uses it, in a real browser, with its one script and without."""

import pytest

from tests.chromium import ENTER, TAB
from tests.desk_pages import D000, PAGES, SCRIPTS

SEARCH = PAGES["search"]


def test_a_reader_searches_chooses_a_facet_and_goes_back(desk):
    """Typing, Enter, a click on an actor, the chip, and the back button lead where they say."""
    desk.run("document.querySelector('#q').focus()")
    desk.type("wagner")
    desk.go(lambda: desk.press(ENTER), "q=wagner")
    assert desk.text("h1") == "5 documents match wagner."
    assert desk.run("location.search") == "?q=wagner"
    desk.go(lambda: desk.click("a.v[href*='actor=jnim']"), "actor=jnim")
    assert desk.text("h1") == "3 documents match wagner and mention JNIM."
    assert desk.count("a.v[aria-current]") == 1
    desk.go(lambda: desk.click("svg a[href*='published=none'] rect"), "published=none")
    assert desk.text("h1").startswith("2 documents match wagner, mention JNIM, and have no date")
    desk.back()
    # The address changes first.
    desk.wait("document.querySelectorAll('a.chip').length === 1")
    assert desk.text("h1") == "3 documents match wagner and mention JNIM."
    desk.go(lambda: desk.click("a.chip"), "/?q=wagner")
    desk.wait("document.querySelector('a.chip') === null")
    assert desk.text("h1") == "5 documents match wagner."


def test_a_hit_leads_to_its_passage_and_back_to_the_answer(desk, address):
    """The number of a passage opens the document at its first match; the way back keeps the search."""
    desk.open(f"{address}/?q=wagner&actor=jnim")
    desk.go(lambda: desk.click(".quotes a.pn"), "#m")
    assert desk.run("document.querySelector(location.hash).closest('.passage') !== null") is True
    assert desk.count("mark") > 0
    desk.go(lambda: desk.click(".where a"), "/?q=wagner&actor=jnim")
    assert desk.text("h1") == "3 documents match wagner and mention JNIM."


def test_a_reader_steps_from_match_to_match(desk, address):
    """The links beside the match that the address points at, and no others, are shown."""
    # The page may still be on its way to the place, so that no mouse hits a link there.
    step = "document.querySelector('mark:target + .hop a[rel={}]').click()"
    hops = "[...document.querySelectorAll('.hop')].filter(e => e.offsetParent)"
    shown = hops + ".map(e => e.innerText.trim().split(/[ \\n]+/))"
    desk.open(f"{address}{D000}?q=wagner")
    assert [] == desk.run(shown)
    desk.go(lambda: desk.click(".key a[href='#m1']"), "#m1")
    (first,) = desk.run(shown)
    assert ["match", "1", "of", "next"] == [*first[:3], *first[4:]]
    desk.go(lambda: desk.run(step.format("next")), "#m2")
    desk.go(lambda: desk.run(step.format("prev")), "#m1")
    desk.run("document.activeElement.blur()")
    desk.press(TAB)
    assert "#m2" == desk.run("document.activeElement.getAttribute('href')")
    desk.go(lambda: desk.press(ENTER), "#m2")


def test_nothing_needs_a_script(browser, address):
    """Searching works where scripts are forbidden, and the box offers actors; no page has inline code."""
    browser.resize(1280)
    browser.ask("Emulation.setScriptExecutionDisabled", value=True)
    try:
        browser.open(f"{address}/")
        browser.run("document.querySelector('#q').focus()")
        browser.type("GSIM")
        browser.go(lambda: browser.press(ENTER), "q=GSIM")
        assert browser.text("h1") == "3 documents match GSIM."
        assert list(SCRIPTS) == browser.run("[...document.scripts].map(e => e.getAttribute('src') + e.text)")
        assert browser.count("[style], [onclick]") == 0
        assert browser.count("#completions option") > 10
    finally:
        browser.ask("Emulation.setScriptExecutionDisabled", value=False)


OFFERED = "[...document.querySelector('#q').list.options].map(o => o.value)"


def test_the_box_is_filled_while_somebody_types(desk):
    """Letter by letter, with the filters of the form; emptied, it offers what the page came with."""
    first = desk.run(OFFERED)
    assert "Wagner Group" in first
    desk.run("document.querySelector('#q').focus()")
    for letter in "mali gs":
        desk.type(letter)
    desk.wait(f"{OFFERED}.join() === 'mali GSIM'")
    assert desk.run("document.querySelector('#q').list.options[0].label") == "mali GSIM – JNIM, 3 documents"
    desk.run("document.querySelector('input[name=spelling][value=exact]').click()")
    desk.type("x")
    desk.wait(f"{OFFERED}.length === 0")
    desk.run("document.querySelector('#q').select()")
    desk.press({"key": "Backspace", "code": "Backspace", "windowsVirtualKeyCode": 8})
    desk.wait(f"{OFFERED}.length > 0")
    assert first == desk.run(OFFERED)


@pytest.mark.parametrize("typed", ["mali gs", "goi", "mali militia", "africa c"])
def test_what_is_offered_passes_the_filter_of_the_browser_and_finds_what_it_says(desk, typed):
    """Browsers show options whose words hold the text as typed; a chosen one finds its number."""
    desk.run("document.querySelector('#q').focus()")
    desk.type(typed)
    desk.wait(f"!{OFFERED}.includes('Wagner Group')")
    options = desk.run("[...document.querySelector('#q').list.options].map(o => [o.value, o.label])")
    assert options
    assert [] == [label for _, label in options if typed not in label.lower()]
    value, label = options[-1]
    # As choosing one does: the list itself is drawn by the browser, outside of the page.
    desk.run("document.querySelector('#q').select()")
    desk.type(value)
    # A long text lies at an address of its own
    desk.go(lambda: desk.press(ENTER), value.split()[0])
    assert desk.text("h1").startswith(label.rpartition(", ")[2] + " match")


def test_a_server_that_is_gone_stops_no_typing(desk):
    """The script fails in silence: the box keeps its text, and no error is thrown."""
    desk.run("window.thrown = []; addEventListener('unhandledrejection', e => thrown.push(String(e.reason)))")
    desk.run(
        "window.asked = 0; window.fetch = () => { asked++; return Promise.reject(new TypeError('gone')); }"
    )
    desk.run("document.querySelector('#q').focus()")
    desk.type("wag")
    desk.wait("asked === 1")
    desk.type("n")
    desk.wait("asked === 2")
    assert desk.run("thrown.length") == 0
    assert desk.run("document.querySelector('#q').value") == "wagn"


def test_only_the_last_letters_are_asked_for(desk):
    """A quick writer asks once, and an answer to what was typed before is not waited for."""
    desk.run(
        "window.asked = []; window.aborted = 0; window.fetch = (url, {signal}) => new Promise((_, no) => {"
        " asked.push(url); signal.addEventListener('abort', () => { aborted++; no(signal.reason); }); })"
    )
    desk.run("document.querySelector('#q').focus()")
    for letter in "wagn":
        desk.type(letter)
    desk.wait("asked.length === 1")
    desk.type("e")
    desk.wait("asked.length === 2 && aborted === 1")
    assert desk.run("asked[1]").startswith("/suggest.json?q=wagne")


@pytest.mark.parametrize("width", [1280, 390, 320])
def test_no_page_scrolls_sideways(browser, address, width):
    """Every page is as wide as the window, also at 400 %, where 1280 pixels are 320."""
    browser.resize(width)
    wide = {}
    for page, path in PAGES.items():
        browser.open(address + path)
        wide[page] = browser.run("document.documentElement.scrollWidth") - width
    assert dict.fromkeys(PAGES, 0) == {page: max(0, more) for page, more in wide.items()}


def test_the_keyboard_reaches_the_answer_in_reading_order(desk, address):
    """Tab goes from the skip link through the form and the answer to the filters, never back up."""
    desk.open(address + SEARCH)
    desk.run("document.activeElement.blur()")
    seen = []
    for _ in range(40):
        desk.press(TAB)
        seen.append(
            desk.run(
                "(() => { const e = document.activeElement; "
                "return [e.className || e.id || e.tagName, "
                "[...document.querySelectorAll('*')].indexOf(e), "
                "getComputedStyle(e).outlineStyle !== 'none']; })()"
            )
        )
    assert [name for name, _, _ in seen[:4]] == ["skip", "skip", "skip", "wordmark"]
    places = [place for _, place, _ in seen]
    assert sorted(places) == places
    assert all(visible for _, _, visible in seen)
    assert "q" in [name for name, _, _ in seen]
    assert "chip" in [name for name, _, _ in seen]


def test_targets_are_large_enough_for_a_finger(browser, address):
    """Links and fields outside sentences are at least 24 pixels high and wide at 390 pixels."""
    browser.resize(390)
    browser.open(address + SEARCH)
    small = browser.run(
        "[...document.querySelectorAll('a.v, a.not, a.pn, a.chip, .bar a, .names a, .more, .masthead a,"
        " .hist a, button, input[type=search], input[type=text], .pages a, .foot a')]"
        ".map(e => [e.className + ' ' + e.textContent.trim().slice(0, 20), e.getBoundingClientRect()])"
        ".filter(([_, r]) => r.width && (r.width < 24 || r.height < 24))"
        ".map(([n, r]) => n + ' ' + Math.round(r.width) + 'x' + Math.round(r.height))"
    )
    assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_the_page_in_both_schemes(browser, address, scheme):
    """The scheme that a reader prefers is used, and words have a contrast of at least 7 on it."""
    browser.resize(1280)
    browser.prefer(scheme)
    browser.open(address + SEARCH)
    colours = browser.run(
        "[getComputedStyle(document.body).color, getComputedStyle(document.body).backgroundColor,"
        " getComputedStyle(document.querySelector('.quiet')).color,"
        " getComputedStyle(document.querySelector('main a')).color]"
    )
    ink, paper, quiet, link = (_luminance(colour) for colour in colours)
    assert (paper < 0.5) == (scheme == "dark")
    for words in (ink, quiet, link):
        assert (max(words, paper) + 0.05) / (min(words, paper) + 0.05) >= 7


def _luminance(colour):
    """Relative luminance of an rgb() colour, as WCAG 2 defines it."""
    channels = [int(part) / 255 for part in colour[4:-1].split(",")]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
