"""Takes pictures of the pages: a real server, the five seeds, Chromium.

Run from the project's folder: .venv/bin/python docs/screenshots.py [FOLDER]
Without FOLDER, takes the pictures that the README shows. With it, every page 1280 and 390 px
wide, light and dark, for a look after a change. Nothing but this machine is asked.
"""

import base64
import fcntl
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parent.parent
BROWSERS = ("chromium", "chromium-browser", "google-chrome")
PAGES = {
    "home": "/",
    "search": "/?q=wagner",
    "filtered": "/?q=wagner&actor=jnim&published=2024-03",
    "spelling": "/?q=GSIM",
    "notes": "/?q=%22open+published%3A2024-13+AND&published=Marhc",
    "nothing": "/?q=%22Exit+mobile+version%22",
    "refused": "/?q=" + "%28" * 600,
    "why": "/documents/001_c49576111bc90fa8/why?q=GSIM+wagner+mentioned:2012&published=2024-03",
    "document": "/documents/001_c49576111bc90fa8?q=wagner",
    "document-match": "/documents/000_85dbce1b230a2048?q=wagner#m5",
    "document-original": "/documents/001_c49576111bc90fa8?view=original",
    "document-dates": "/documents/003_e6e3e9937ade9599?mentioned=2012",
    "actor": "/actors/jnim",
    "actor-timeline": "/actors/wagner/timeline",
    "actor-with": "/actors/jnim/with/wagner",
    "actors": "/actors",
    "unlinked": "/actors/unlinked?documents=1&sources=1",
    "facet": "/facets/mentioned?q=wagner",
    "collection": "/collection",
    "help": "/help",
    "missing": "/documents/none",
}
README_PICTURES = ("search-1280-light", "document-1280-light", "document-390-dark")
WIDTHS = {1280: 900, 390: 844}
THEMES = ("light", "dark")
# A page longer than this is cut: a picture that is higher shows nothing more.
MAX_HEIGHT = 2400
# The README shows the top of a page.
README_HEIGHT = 1100


class Browser:
    """Chromium, driven through a pipe with its own protocol; no driver is needed."""

    def __init__(self) -> None:
        program = next((path for name in BROWSERS if (path := shutil.which(name))), None)
        if program is None:
            sys.exit("Chromium is needed. On Debian: apt-get install chromium")
        self._profile = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        their_read, self._write = _pipe()
        self._read, their_write = _pipe()
        arguments = [
            program,
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--remote-debugging-pipe",
            f"--user-data-dir={self._profile.name}",
            "about:blank",
        ]
        # The protocol is spoken on descriptors 3 and 4.
        actions = (
            (os.POSIX_SPAWN_DUP2, their_read, 3),
            (os.POSIX_SPAWN_DUP2, their_write, 4),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        )
        self._pid = os.posix_spawn(program, arguments, os.environ, file_actions=actions)
        for descriptor in (their_read, their_write):
            os.close(descriptor)
        self._held = b""
        self._number = 0
        self._session: str | None = None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Page.enable")

    def ask(self, method: str, **params: Any) -> dict[str, Any]:
        """Send one command and wait for its answer."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while (answer := self._receive()).get("id") != self._number:
            pass
        if "error" in answer:
            raise RuntimeError(f"{method}: {answer['error']['message']}")
        result: dict[str, Any] = answer["result"]
        return result

    def take(self, address: str, width: int, theme: str, highest: int) -> bytes:
        """A picture of a page, at most `highest` px of it, as PNG."""
        size = {"width": width, "height": WIDTHS[width], "deviceScaleFactor": 1, "mobile": width < 600}
        self.ask("Emulation.setDeviceMetricsOverride", **size)
        scheme = {"name": "prefers-color-scheme", "value": theme}
        self.ask("Emulation.setEmulatedMedia", features=[scheme])
        # From an empty page: going to a place in the page that is open loads nothing.
        for url in ("about:blank", address):
            self.ask("Page.navigate", url=url)
            while self._receive().get("method") != "Page.loadEventFired":
                pass
        page = self.ask("Page.getLayoutMetrics")["cssContentSize"]
        height = min(max(page["height"], WIDTHS[width]), highest)
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        shot = self.ask("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
        return base64.b64decode(shot["data"])

    def _receive(self) -> dict[str, Any]:
        while b"\0" not in self._held:
            piece = os.read(self._read, 1 << 20)
            if not piece:
                raise RuntimeError("Chromium has gone")
            self._held += piece
        message, self._held = self._held.split(b"\0", 1)
        found: dict[str, Any] = json.loads(message)
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._session = None
        self.ask("Browser.close")
        os.waitpid(self._pid, 0)
        os.close(self._read)
        os.close(self._write)
        self._profile.cleanup()


def _pipe() -> tuple[int, int]:
    """Read and write end of a pipe, both away from the descriptors that a child is given."""
    ends = os.pipe()
    moved = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends]
    for end in ends:
        os.close(end)
    return moved[0], moved[1]


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
            with Browser() as browser:
                for name, width, theme in wanted:
                    picture = folder / f"{name}-{width}-{theme}.png"
                    shot = browser.take(address[0] + PAGES[name], width, theme, highest)
                    picture.write_bytes(shot)
                    print(picture)
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
