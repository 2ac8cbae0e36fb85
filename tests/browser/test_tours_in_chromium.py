"""The same tasks by keyboard alone and without a script; zoom, forced colours, and paper."""

import json
import re

import pytest

from tests.chromium import ENTER, TAB
from tests.desk_pages import D000, PAGES

FOCUS = "document.activeElement"
# Drawn, thick enough, and of another colour than the page.
SEEN = (
    "(({outlineStyle, outlineWidth, outlineColor}) => outlineStyle !== 'none' && outlineWidth === '3px'"
    f" && outlineColor !== getComputedStyle(document.body).backgroundColor)(getComputedStyle({FOCUS}))"
)


def tab_to(browser, selector, most=120):
    """Go on by Tab until the focus is on an element of a selector; it is visible all the way."""
    for _ in range(most):
        browser.press(TAB)
        assert browser.run(SEEN), browser.run(f"{FOCUS}.outerHTML")
        if browser.run(f"{FOCUS}.matches({selector!r})"):
            return
    pytest.fail(f"Tab never reaches {selector}")


def enter(browser, selector, url_part):
    """Go to a link by Tab and follow it by Enter."""
    tab_to(browser, selector)
    browser.go(lambda: browser.press(ENTER), url_part)


# The headings that the tour comes by, one after the other.
SIGHTS = [
    "5 documents match wagner.",
    "3 documents match wagner and mention JNIM.",
    "5 documents match wagner.",
    "5 documents match wagner.",
    "JNIM",
]


def tour(browser, address):
    """Search, choose and remove a filter, read a hit and its original, look at lists, an actor and time.

    The headings that were seen, the number of originals, and that of headings above the timeline.
    """
    headings = []

    def wait_for_another():
        seen = headings[-1] if headings else ""
        browser.wait(f"!{json.dumps(['', seen])}.includes(document.querySelector('h1').innerText)")
        headings.append(browser.text("h1"))

    browser.open(f"{address}/")
    tab_to(browser, "#q")
    browser.type("wagner")
    browser.go(lambda: browser.press(ENTER), "q=wagner")
    headings.append(browser.text("h1"))
    enter(browser, ".skip[href='#filters']", "#filters")
    enter(browser, "a.v[href*='actor=jnim']", "actor=jnim")
    wait_for_another()
    # From the top again, where a page that was loaded begins.
    browser.open(browser.url.partition("#")[0])
    tab_to(browser, "a.chip")
    browser.press(ENTER)
    wait_for_another()
    enter(browser, ".hit h2 a[href*='000_']", D000)
    enter(browser, ".key a[href='#m1']", "#m1")
    enter(browser, "mark:target + .hop a[rel=next]", "#m2")
    enter(browser, ".steps a, .passage a.pn", "#p")
    browser.open(f"{address}{D000}?q=wagner")
    enter(browser, ".bar a[href*='view=original']", "view=original")
    originals = browser.count("pre.raw")
    enter(browser, ".where a", "/?")
    headings.append(browser.text("h1"))
    enter(browser, ".skip[href='#filters']", "#filters")
    enter(browser, "a.more", "/facets/")
    enter(browser, ".where a", "/?")
    enter(browser, ".masthead a[href='/actors']", "/actors")
    enter(browser, ".index a[href='/actors/jnim']", "/actors/jnim")
    headings.append(browser.text("h1"))
    browser.open(f"{address}{PAGES['timeline']}")
    tab_to(browser, "main input[name=mentioned]")
    browser.run(f"{FOCUS}.select()")
    browser.type("2020")
    browser.go(lambda: browser.press(ENTER), "mentioned=2020")
    return headings, originals, browser.count("main h1")


def test_every_task_can_be_done_by_keyboard(desk, address):
    """Tab and Enter alone, with the focus visible at each step."""
    assert (SIGHTS, 1, 1) == tour(desk, address)


def test_every_task_can_be_done_without_a_script(desk, address):
    """The same steps, where the browser runs no script."""
    desk.ask("Emulation.setScriptExecutionDisabled", value=True)
    try:
        assert (SIGHTS, 1, 1) == tour(desk, address)
    finally:
        desk.ask("Emulation.setScriptExecutionDisabled", value=False)


def test_the_keyboard_writes_a_completion(desk):
    """What the box offers can be taken by its letters, as from any list of the browser."""
    tab_to(desk, "#q")
    for letter in "mali gs":
        desk.type(letter)
    desk.wait("[...document.querySelector('#q').list.options].some(o => o.value === 'mali GSIM')")
    desk.press({"key": "ArrowDown", "code": "ArrowDown", "windowsVirtualKeyCode": 40})
    desk.press(ENTER)
    assert desk.wait("document.querySelector('#q').value") in {"mali gs", "mali GSIM"}


@pytest.fixture
def paper(browser):
    """The browser as it prints, or with other preferences; afterwards as it was."""
    browser.resize(1280)
    yield lambda media="", **features: browser.ask(
        "Emulation.setEmulatedMedia",
        media=media,
        features=[{"name": name.replace("_", "-"), "value": value} for name, value in features.items()],
    )
    browser.ask("Emulation.setEmulatedMedia", media="", features=[])


def test_nothing_moves_by_itself(browser, address, paper):
    """No page has an animation, a transition or a smooth scroll, whatever the reader prefers."""
    paper(prefers_reduced_motion="no-preference")
    for path in (PAGES["search"], PAGES["document"], PAGES["home"]):
        browser.open(address + path)
        moving = browser.run(
            "[...document.querySelectorAll('*')].map(e => getComputedStyle(e)).filter(s =>"
            " s.animationName !== 'none' || s.transitionDuration !== '0s'"
            " || s.scrollBehavior !== 'auto').length"
        )
        assert moving == 0


def test_marks_and_choices_need_no_colour(browser, address, paper):
    """Where colours are forced, marks have the system's, and what is chosen is bold and filled."""
    paper(forced_colors="active")
    browser.open(address + PAGES["search"])
    mark, page = browser.run(
        "[document.querySelector('mark:not(.alias)'), document.body]"
        ".map(e => getComputedStyle(e).backgroundColor)"
    )
    assert mark != page
    assert (
        browser.run("getComputedStyle(document.querySelector('mark.alias')).textDecorationLine")
        == "underline"
    )
    assert (
        int(browser.run("getComputedStyle(document.querySelector('.v[aria-current] .l')).fontWeight")) >= 600
    )
    chosen, other = browser.run(
        "['.v[aria-current]', '.v:not([aria-current])'].map(s =>"
        " getComputedStyle(document.querySelector(s), '::before').backgroundColor)"
    )
    assert chosen != other


HIDDEN = "(s => [...document.querySelectorAll(s)].every(e => !e.getClientRects().length))"
SHOWN = (
    "(s => { const all = [...document.querySelectorAll(s)];"
    " return all.length && all.every(e => e.getClientRects().length); })"
)


def test_a_printed_answer_is_the_answer(browser, address, paper):
    """The sentence, chips, hits and their addresses are printed; form, filters and links are not."""
    browser.open(address + PAGES["search"])
    paper(media="print")
    for selector in (".answer h1", ".chip", ".hit h2", ".hit .why", ".quotes"):
        assert browser.run(f"{SHOWN}({selector!r})"), selector
    for selector in (".ask", "#filters", ".masthead nav", ".bar", ".pages", ".away", ".chip .x", ".foot a"):
        assert browser.run(f"{HIDDEN}({selector!r})"), selector
    printed = browser.run("getComputedStyle(document.querySelector('.hit h2 a'), '::after').content")
    assert re.search("/documents/", printed) or "attr(href)" in printed


def test_a_printed_document_keeps_its_proofs(browser, address, paper):
    """Facts, hash and what was removed are printed with the text; marks are bold, on white."""
    browser.open(address + PAGES["document"])
    paper(media="print", prefers_color_scheme="dark")
    for selector in (".facts", ".hash", ".removed li", ".passage", "h1"):
        assert browser.run(f"{SHOWN}({selector!r})"), selector
    for selector in (".where", ".bar", ".steps", ".masthead nav"):
        assert browser.run(f"{HIDDEN}({selector!r})"), selector
    weight, line, paper_colour, ink = browser.run(
        "(({fontWeight, textDecorationLine}, {backgroundColor, color}) =>"
        " [fontWeight, textDecorationLine, backgroundColor, color])"
        "(getComputedStyle(document.querySelector('mark')), getComputedStyle(document.body))"
    )
    assert ("700", "underline") == (weight, line)
    assert ("rgb(255, 255, 255)", "rgb(0, 0, 0)") == (paper_colour, ink)
