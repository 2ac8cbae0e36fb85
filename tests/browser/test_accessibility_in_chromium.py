"""Every page as axe-core finds it, wide and narrow, light and dark."""

from importlib.resources import files
from urllib.parse import quote

import pytest

from tests.desk_pages import PAGES

# The program itself, from the package that brings it; nothing else of the package is used.
AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")
# The bars of a histogram show a number and below it a month and a year; read out in that order they
# would be a day, so their name puts the number last. The table below them has the same links.
SETUP = """axe.configure({rules: [{
    id: "label-content-name-mismatch", selector: ":is([aria-label], [aria-labelledby]):not(.hist *)"}]})"""
# All rules, also those of best practice, of level AAA and on trial; colours alone depend on the scheme.
RUN = """(async () => {
    const asked = axe.getRules(%s).map((rule) => [rule.ruleId, {enabled: true}]);
    const found = await axe.run({
        runOnly: {type: "rule", values: asked.map(([id]) => id)},
        rules: Object.fromEntries(asked),
        resultTypes: ["violations"]});
    return found.violations.flatMap(({id, nodes}) =>
        nodes.map((node) => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary.slice(0, 300)}`));
})()"""
SCHEMES = {"light": "", "dark": '["cat.color"]'}
# What is folded is looked at too.
UNFOLD = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"
FORMS = [(width, scheme) for width in (1280, 390) for scheme in SCHEMES]

FAULTY = """<!doctype html><title>Faults</title>
<p style="color: #999; background: #fff">Pale words <img src="data:,"> <input> <a href="/"></a>
<ul><p>No element of a list</ul><button aria-labelledby="missing"></button>"""
NAMES = {"button-name", "color-contrast", "html-has-lang", "image-alt", "label", "link-name", "list"}


def faults(browser, url):
    """What axe-core objects to on a page, by width and scheme."""
    browser.open("about:blank")
    browser.open(url)
    browser.run(UNFOLD)
    browser.run(f"{AXE}; {SETUP}; undefined")
    found = {}
    for width, scheme in FORMS:
        browser.resize(width)
        browser.prefer(scheme)
        if violations := browser.run(RUN % SCHEMES[scheme]):
            found[width, scheme] = violations
    return found


@pytest.mark.parametrize("name", PAGES)
def test_axe_objects_to_nothing(browser, address, name):
    """No rule is broken in any width and scheme, with everything unfolded."""
    assert {} == faults(browser, address + PAGES[name])


def test_axe_finds_planted_faults(browser):
    """The control: pale words, a picture, a field, a link and a button without names, and no language."""
    found = faults(browser, f"data:text/html,{quote(FAULTY)}")
    assert set(FORMS) == set(found)
    broken = {form: {one.partition(":")[0] for one in each} for form, each in found.items()}
    for width in (1280, 390):
        assert broken[width, "light"] >= NAMES
        assert "color-contrast" in broken[width, "dark"]
