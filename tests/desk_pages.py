"""The pages of the desk on the seeds, once.

A page that is added here is compared with its stored form, checked as HTML, looked at by axe-core,
zoomed, printed and photographed (docs/screenshots.py); nothing of it stands elsewhere.
"""

# An id is made of the file's name and bytes, so it stays as long as the seeds do.
D000 = "/documents/000_85dbce1b230a2048"
D001 = "/documents/001_c49576111bc90fa8"
D003 = "/documents/003_e6e3e9937ade9599"

# The scripts of every page, and no others.
SCRIPTS = tuple(f"/static/{name}.js" for name in ("answers", "completions", "keys"))

# Stored as HTML in golden/pages, and read again when they change.
REVIEWED = {
    "home": "/",
    "search": "/?q=Wagner&actor=jnim&published=2024-03&published=none",
    "spelling": "/?q=GSIM&published_from=Marhc+2024",
    "two-actors": "/?q=mali&actor=jnim&actor=wagner&not_actor=eu&actors=any&mentioned=2020",
    "nothing": "/?q=Wagner+Prigozin&actor=africa-corps&published=2023-12",
    "did-you-mean": "/?q=Wagnr+Gruop&actor=jnim",
    "document": f"{D000}?q=Wagner",
    "document-dates": f"{D003}?q=Wagner&marks=off",
    "document-original": f"{D000}?q=Wagner&view=original",
    "document-difference": f"{D000}?q=Wagner&view=difference",
    "why": f"{D001}/why?q=GSIM+wagner%5E2+-benin&published=2024-03",
    "why-not": f"{D003}/why?q=wagner+zebra+mentioned:2012&published=2024-03",
    "copies-none": f"{D000}/copies",
    "actors": "/actors",
    "actor": "/actors/jnim",
    "unlinked": "/actors/unlinked?documents=1&sources=1",
    "unlinked-none": "/actors/unlinked",
    "compare": "/compare?q=Wagner&actor2=jnim&published2=2024&published2=none&q3=coup",
    "timeline": "/timeline?q=Mali+coup&match=any",
    "actor-with": "/actors/jnim/with/wagner",
    "facet": "/facets/actor?q=Wagner&order=name",
    "collection": "/collection",
    "help": "/help",
    "api": "/api",
    "not-found": "/documents/none",
    "refused": "/?q=" + "*" * 600,
    "home-fr": "/?ui=fr",
    "search-fr": "/?q=Wagner+the&actor=jnim&published=2024-03&published=none&ui=fr",
    "document-fr": f"{D000}?q=Wagner&ui=fr",
    "actor-fr": "/actors/jnim?ui=fr",
    "help-fr": "/help?ui=fr",
    "not-found-fr": "/documents/none?ui=fr",
}
# Further forms of the same pages: looked at, not stored.
MORE = {
    "wagner": "/?q=wagner",
    "notes": "/?q=%22open+published%3A2024-13+AND&published=Marhc",
    "long": "/search/who%20said%20that%20JNIM%20withdrew%20from%20Mali%2C%20and%20when/?match=any",
    "no-hits": "/?q=%22Exit+mobile+version%22",
    "article": f"{D001}?q=wagner",
    "document-match": f"{D000}?q=wagner#m5",
    "document-quiet": f"{D003}?mentioned=2012",
    "compare-none": "/compare",
    "compare-one": "/compare?actor=wagner&dates=mentioned",
    "compare-share": "/compare?q=Wagner&q2=zebra&published2=Marhc&show=share&by=day",
    "timeline-actor": "/timeline?actor=wagner&sort=newest&copies=all",
    "timeline-wrong": "/timeline?q=wagner&mentioned=Marhc",
    "facet-published": "/facets/published?q=wagner",
    "facet-mentioned": "/facets/mentioned?q=wagner",
    "facet-place": "/facets/place?q=wagner",
    "no-page": "/nothing/here",
}
PAGES = REVIEWED | MORE
# They answer with an error and are no place to follow links from.
ERRORS = frozenset({"not-found", "not-found-fr", "refused", "no-page"})
