"""Takes pictures of the pages: a real server, the five seeds, Chromium.

Run from the project's folder: .venv/bin/python -m docs.screenshots [FOLDER]
Without FOLDER, takes the pictures that the README shows. With it, every page 1280 and 390 px
wide, light and dark, for a look after a change. Nothing but this machine is asked.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.chromium import Browser, open_browser
from tests.desk_pages import PAGES

ROOT = Path(__file__).parent.parent
README_PICTURES = ("wagner-1280-light", "article-1280-light", "article-390-dark")
WIDTHS = {1280: 900, 390: 844}
THEMES = ("light", "dark")
# A page longer than this is cut: a picture that is higher shows nothing more.
MAX_HEIGHT = 2400
# The README shows the top of a page.
README_HEIGHT = 1100


def take(browser: Browser, address: str, width: int, theme: str, highest: int) -> bytes:
    """A picture of a page, at most `highest` px of it, as PNG."""
    browser.resize(width, WIDTHS[width])
    browser.prefer(theme)
    # From an empty page: going to a place in the page that is open loads nothing.
    browser.open("about:blank")
    browser.open(address)
    page = browser.ask("Page.getLayoutMetrics")["cssContentSize"]
    return browser.picture(width, min(max(page["height"], WIDTHS[width]), highest))


def main(folder: Path | None) -> None:
    """Build an index of the seeds, serve it, and take the pictures; all pages where a folder is given."""
    wanted = [(name, width, theme) for name in PAGES for width in WIDTHS for theme in THEMES]
    highest = MAX_HEIGHT
    if folder is None:
        highest = README_HEIGHT
        wanted = [shot for shot in wanted if "-".join(map(str, shot)) in README_PICTURES]
        folder = ROOT / "docs" / "screenshots"
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as index:
        command = [sys.executable, "-m", "indexer"]
        subprocess.run([*command, "rebuild", "--index", index], cwd=ROOT, check=True)
        served = [*command, "serve", "--port", "0", "--index", index]
        server = subprocess.Popen(served, cwd=ROOT, text=True, stdout=subprocess.PIPE)
        try:
            address = re.search(r"http://\S+?(?=/\s)", server.stdout.readline() if server.stdout else "")
            if address is None:
                sys.exit("The server gave no address.")
            with open_browser("--hide-scrollbars") as browser:
                if browser is None:
                    sys.exit("Chromium is needed. On Debian: apt-get install chromium")
                for name, width, theme in wanted:
                    picture = folder / f"{name}-{width}-{theme}.png"
                    shot = take(browser, address[0] + PAGES[name], width, theme, highest)
                    picture.write_bytes(shot)
                    print(picture)
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
