"""What the scripts add: answers in place, and single keys that can be switched off."""

import pytest

from tests.chromium import ENTER

WAGNER = "/?q=wagner"
JNIM = "a.v[href*='actor=jnim']"
MARCH = ".hist a[href*='published=2024-03'] .area"
STATUS = "document.querySelector('[role=status]').textContent"


@pytest.fixture
def answer(desk, address):
    """The answer to wagner, in a page that would forget a mark if it were loaded anew."""
    desk.open(address + WAGNER)
    desk.wait("document.querySelector('[role=status]') !== null")
    desk.run("window.same = true")
    return desk


def count_requests(browser):
    """Count what the scripts of the page ask for from now on, in `asked`."""
    browser.run(
        "window.asked = 0; const real = fetch; window.fetch = (...a) => { asked++; return real(...a); }"
    )


def key(browser, letter):
    """Press a key that types a letter."""
    browser.press({"key": letter, "text": letter})


def test_a_facet_is_chosen_in_place(answer):
    """The page stays, and shows what the address gives: words, title, form, filters, links."""
    answer.go(lambda: answer.click(JNIM), "actor=jnim")
    answer.wait("document.querySelector('h1').textContent.startsWith('3 documents')")
    assert answer.run("window.same") is True
    shown = answer.run("[document.title, document.querySelector('.page').innerHTML]")
    alternate = answer.run("document.querySelector('link[rel=alternate]').href")
    assert alternate.endswith("/search.json?q=wagner&actor=jnim")
    # Loaded anew it is the same, but for the values that were folded or filled by a script.
    answer.open(answer.url)
    assert answer.run("window.same") is None
    assert shown == answer.run("[document.title, document.querySelector('.page').innerHTML]")


def test_the_answer_is_told_and_the_focus_stays(answer):
    """A screen reader hears the new sentence; the value that was chosen has the focus, at its place."""
    answer.run(f'document.querySelector("{JNIM}").focus()')
    before = answer.run("document.querySelector('details.facet').getBoundingClientRect().top")
    answer.go(lambda: answer.press(ENTER), "actor=jnim")
    answer.wait(f"{STATUS} !== ''")
    assert answer.run(STATUS) == "3 documents match wagner and mention JNIM."
    assert answer.run("document.activeElement.matches('a.v[aria-current]')") is True
    assert answer.run("document.activeElement.querySelector('.l').lastChild.textContent") == "JNIM"
    after = answer.run("document.querySelector('details.facet').getBoundingClientRect().top")
    assert abs(after - before) < 2
    answer.go(lambda: answer.press(ENTER), WAGNER)
    answer.wait(f"{STATUS} === '5 documents match wagner.'")
    assert answer.run("document.activeElement.matches('a.v:not([aria-current])')") is True


def test_chips_orders_and_bars_work_in_place_too(answer):
    """Each leads where its link leads; what is gone leaves the focus to the answer or the facet."""
    answer.go(lambda: answer.click(MARCH), "published=2024-03")
    answer.wait("document.querySelector('a.chip') !== null")
    assert answer.run("document.activeElement.closest('details.facet') !== null") is True
    answer.go(lambda: answer.click(".bar a[href*='sort=newest']"), "sort=newest")
    answer.wait("document.querySelector('.bar [aria-current]').textContent === 'newest'")
    assert answer.run("document.activeElement.tagName") == "H1"
    answer.go(lambda: answer.click("a.chip"), "/?q=wagner&sort=newest")
    answer.wait("document.querySelector('a.chip') === null")
    assert answer.text("h1") == "5 documents match wagner."
    assert answer.run("window.same") is True


def test_pages_of_hits_begin_at_the_top(answer, address):
    """The next page shows its first hit, not the place where the last one ended."""
    answer.open(f"{address}/?q=wagner&per=1")
    answer.run("window.same = true")
    answer.go(lambda: answer.click(".pages a[rel=next]"), "page=2")
    answer.wait("document.querySelector('.hit .no').textContent === '2'")
    # A place on a screen has no fractions, one in a page has.
    assert abs(answer.run("document.querySelector('main').getBoundingClientRect().top")) < 1


def test_back_and_forward_are_true(answer):
    """The history has each answer once, with its words and its place on the page."""
    answer.run("scrollTo({top: 300, behavior: 'instant'})")
    answer.wait("scrollY === 300")
    answer.go(lambda: answer.run(f'document.querySelector("{JNIM}").click()'), "actor=jnim")
    answer.wait("document.querySelector('h1').textContent.startsWith('3 documents')")
    answer.go(
        lambda: answer.run(
            f'document.querySelector("{MARCH}").parentNode.dispatchEvent('
            "new MouseEvent('click', {bubbles: true, cancelable: true}))"
        ),
        "published=2024-03",
    )
    answer.wait("document.querySelectorAll('a.chip').length === 2")
    answer.run("history.back()")
    answer.wait("document.querySelectorAll('a.chip').length === 1")
    assert answer.text("h1") == "3 documents match wagner and mention JNIM."
    answer.run("history.back()")
    answer.wait("document.querySelector('a.chip') === null")
    assert answer.text("h1") == "5 documents match wagner."
    answer.wait("scrollY === 300")
    answer.run("history.forward()")
    answer.wait("document.querySelectorAll('a.chip').length === 1")
    assert answer.run("window.same") is True


def test_the_way_back_from_a_document_shows_the_answer_that_was_left(answer):
    """A hit is opened from an answer that came in place; back is that answer."""
    answer.go(lambda: answer.click(JNIM), "actor=jnim")
    answer.wait("document.querySelector('a.chip') !== null")
    answer.go(lambda: answer.click(".hit h2 a"), "/documents/")
    answer.back()
    answer.wait("location.pathname === '/'")
    assert answer.text("h1") == "3 documents match wagner and mention JNIM."
    answer.back()
    answer.wait("document.querySelector('a.chip') === null")
    assert answer.text("h1") == "5 documents match wagner."


def test_a_place_in_the_page_loads_nothing(answer):
    """A link to a place, and the way back from it, are the browser's own."""
    count_requests(answer)
    answer.run("document.querySelector('.skip[href=\"#filters\"]').click()")
    answer.wait("location.hash === '#filters'")
    answer.back()
    answer.wait("location.hash === ''")
    assert (answer.run("asked"), answer.run("window.same")) == (0, True)


def test_a_double_click_chooses_once(answer):
    """The second click is not taken for the removal of what the first one chose."""
    place = answer.run(
        f"(() => {{ const e = document.querySelector(\"{JNIM}\"); e.scrollIntoView({{block: 'center',"
        " behavior: 'instant'}); const b = e.getBoundingClientRect(); return {x: b.x + 40, y: b.y + 8}; })()"
    )
    count_requests(answer)
    for count in (1, 2):
        for kind in ("mousePressed", "mouseReleased"):
            answer.ask("Input.dispatchMouseEvent", type=kind, button="left", clickCount=count, **place)
    answer.wait("document.querySelector('a.chip') !== null")
    assert (answer.run("asked"), answer.run("window.same")) == (1, True)
    assert answer.text("h1") == "3 documents match wagner and mention JNIM."
    assert "actor=jnim" in answer.url


def test_only_the_last_choice_counts(answer):
    """An answer that was not waited for is given up, also when it comes late."""
    answer.run(
        "window.aborted = 0; const real = fetch; window.fetch = (url, more) => {"
        " more.signal.addEventListener('abort', () => aborted++);"
        " return String(url).includes('actor=jnim')"
        " ? new Promise((_, no) => more.signal.addEventListener('abort', () => no(more.signal.reason)))"
        " : real(url, more); }"
    )
    answer.click(JNIM)
    answer.go(lambda: answer.click(".bar a[href*='sort=newest']"), "sort=newest")
    answer.wait("document.querySelector('.bar [aria-current]').textContent === 'newest'")
    assert (answer.run("aborted"), answer.run("window.same")) == (1, True)
    assert answer.run("location.search") == "?q=wagner&sort=newest"


@pytest.mark.parametrize("fault", ["Promise.reject(new TypeError('gone'))", "real('/nothing/here', more)"])
def test_what_fails_in_place_is_left_to_the_browser(answer, fault):
    """A server that is gone and a page that is none are loaded as a link is without a script."""
    answer.run(f"const real = fetch; window.fetch = (url, more) => {fault}")
    answer.go(lambda: answer.click(JNIM), "actor=jnim")
    answer.wait("window.same === undefined")
    assert answer.text("h1") == "3 documents match wagner and mention JNIM."


@pytest.mark.parametrize("how", [{"modifiers": 2}, {"button": "middle"}])
def test_clicks_for_another_tab_are_the_browsers(answer, how):
    """Ctrl and the middle button change nothing in this tab."""
    answer.run(
        "window.kept = []; addEventListener('click', e => { kept.push(e.defaultPrevented);"
        " e.preventDefault(); }); addEventListener('auxclick', e => { kept.push(e.defaultPrevented);"
        " e.preventDefault(); })"
    )
    place = answer.run(
        f'(({{x, y}}) => ({{x: x + 40, y: y + 8}}))(document.querySelector("{JNIM}").getBoundingClientRect())'
    )
    for kind in ("mousePressed", "mouseReleased"):
        answer.ask(
            "Input.dispatchMouseEvent", **{"type": kind, "button": "left", "clickCount": 1, **how, **place}
        )
    answer.wait("kept.length === 1")
    assert answer.run("kept[0]") is False
    assert answer.run("location.search") == "?q=wagner"


def test_folds_stay_as_the_reader_left_them(answer):
    """A facet that was closed is closed beside the next answer."""
    answer.run("document.querySelectorAll('details.facet')[2].open = false")
    closed = "[...document.querySelectorAll('details.facet:not([open]) > summary')].map(e => e.textContent)"
    before = answer.run(closed)
    assert len(before) == 1
    answer.go(lambda: answer.click(JNIM), "actor=jnim")
    answer.wait("document.querySelector('a.chip') !== null")
    assert before == answer.run(closed)


def test_keys_lead_to_the_box_and_from_hit_to_hit(answer):
    """/ puts the focus into the box, j and k on the link of the next and the last hit, no further."""
    here = "[...document.querySelectorAll('.hit h2 a')].indexOf(document.activeElement)"
    seen = []
    for letter in "jjkkj" + "j" * 9:
        key(answer, letter)
        seen.append(answer.run(here))
    assert [0, 1, 0, 0, 1, 2, 3, 4, 4] == seen[:9]
    assert answer.run("document.activeElement.matches(':focus-visible')") is True
    answer.wait("document.activeElement.getBoundingClientRect().top >= 0")
    answer.wait("document.activeElement.getBoundingClientRect().bottom <= innerHeight")
    key(answer, "/")
    assert answer.run("document.activeElement.id") == "q"
    key(answer, "j")
    # The text was chosen, as a new search follows more often than a longer one.
    assert answer.run("document.activeElement.value") == "j"


def test_keys_step_through_the_matches_of_a_document(answer):
    """With n and p to the next and the last match; the way back is the answer, not every match."""
    answer.go(lambda: answer.click(".hit h2 a[href*='000_']"), "/documents/")
    answer.wait("document.querySelector('[role=status]') !== null")
    seen = []
    for letter in "nnnp":
        before = answer.run("location.hash")
        key(answer, letter)
        answer.wait(f"location.hash !== '{before}'")
        seen.append(answer.run("location.hash"))
    assert ["#m1", "#m2", "#m3", "#m2"] == seen
    answer.back()
    answer.wait("location.pathname === '/'")
    assert answer.text("h1") == "5 documents match wagner."


def test_the_list_of_keys_is_a_page_and_switches_them_off(answer, address):
    """? leads to the help, where a box keeps the choice for all pages of this browser."""
    answer.go(lambda: key(answer, "?"), "/help#keys")
    answer.wait("!document.querySelector('#keys-on').closest('p').hidden")
    assert answer.run("document.querySelector('#keys-on').checked") is True
    answer.click("#keys-on")
    try:
        answer.open(f"{address}{WAGNER}")
        key(answer, "j")
        key(answer, "/")
        assert answer.run("document.activeElement.tagName") == "BODY"
        answer.open(f"{address}/help")
        answer.wait("!document.querySelector('#keys-on').closest('p').hidden")
        assert answer.run("document.querySelector('#keys-on').checked") is False
        answer.click("#keys-on")
        answer.open(f"{address}{WAGNER}")
        key(answer, "j")
        assert answer.run("document.activeElement.matches('.hit h2 a')") is True
    finally:
        answer.run("localStorage.clear()")


@pytest.mark.parametrize("modifiers", [1, 2, 4], ids=["alt", "ctrl", "meta"])
def test_keys_with_a_modifier_are_the_browsers(answer, modifiers):
    """Ctrl and j, as any key with Alt, Ctrl or Meta, does nothing here."""
    answer.press({"key": "j", "modifiers": modifiers})
    assert answer.run("document.activeElement.tagName") == "BODY"


def test_the_search_box_is_a_box_with_a_list_for_a_screen_reader(desk):
    """The tree for assistive programs has its name, that it completes, and the options that it has."""
    nodes = desk.ask("Accessibility.getFullAXTree")["nodes"]
    boxes = [node for node in nodes if node.get("role", {}).get("value") == "combobox"]
    assert ["Search 5 scraped articles"] == [box["name"]["value"] for box in boxes]
    properties = {one["name"]: one["value"].get("value") for one in boxes[0]["properties"]}
    assert properties["autocomplete"] == "list"
