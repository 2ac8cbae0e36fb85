"""Chromium, driven through a pipe with its own protocol; no driver is needed.

Knows nothing of the pages and of no test.
"""

import base64
import fcntl
import json
import os
import select
import shutil
import tempfile
import time
from contextlib import contextmanager

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--remote-debugging-pipe",
)
# A shared machine may take long to start a browser; a page takes less.
PATIENCE_SECONDS = 180
TAB = {"key": "Tab", "code": "Tab", "windowsVirtualKeyCode": 9}
ENTER = {"key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r"}


class Browser:
    """One tab of Chromium; commands and events of its own protocol."""

    def __init__(self, program, profile, *arguments):
        their_read, self._write = _pipe()
        self._read, their_write = _pipe()
        actions = (
            (os.POSIX_SPAWN_DUP2, their_read, 3),
            (os.POSIX_SPAWN_DUP2, their_write, 4),
            (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
        )
        command = [program, *ARGUMENTS, *arguments, f"--user-data-dir={profile}", "about:blank"]
        self._pid = os.posix_spawn(program, command, {**os.environ, "HOME": profile}, file_actions=actions)
        for end in (their_read, their_write):
            os.close(end)
        self._held = b""
        self._number = 0
        self._session = None
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self.ask("Page.enable")
        self.ask("Page.setLifecycleEventsEnabled", enabled=True)

    def ask(self, method, **params):
        """Send one command; its result."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": params}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while (answer := self._receive()).get("id") != self._number:
            pass
        assert "error" not in answer, answer
        return answer["result"]

    def _receive(self):
        end = time.monotonic() + PATIENCE_SECONDS
        while b"\0" not in self._held:
            ready, _, _ = select.select([self._read], [], [], max(0, end - time.monotonic()))
            assert ready, "Chromium does not answer"
            piece = os.read(self._read, 1 << 20)
            assert piece, "Chromium has gone"
            self._held += piece
        message, self._held = self._held.split(b"\0", 1)
        return json.loads(message)

    def run(self, script):
        """The value of an expression in the page."""
        result = self.ask("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in result, result
        return result["result"].get("value")

    def wait(self, script):
        """Wait until an expression in the page is true; its value."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not (found := self._try(script)):
            assert time.monotonic() < end, f"never true: {script}"
            time.sleep(0.05)
        return found

    def _try(self, script):
        # While a page is replaced there is nothing to ask: the next try finds the new one.
        try:
            return self.run(f"document.readyState === 'complete' && ({script})")
        except AssertionError:
            return False

    def open(self, url):
        """Load an address."""
        answer = self.ask("Page.navigate", url=url)
        assert "errorText" not in answer, answer
        done = {"name": "load", "loaderId": answer["loaderId"]}
        while not done.items() <= self._receive().get("params", {}).items():
            pass

    def go(self, action, url_part):
        """Do something that leads to an address with `url_part` in it."""
        action()
        self.wait(f"decodeURIComponent(location.href).includes({json.dumps(url_part)})")

    def back(self):
        """What the back button does."""
        history = self.ask("Page.getNavigationHistory")
        entry = history["entries"][history["currentIndex"] - 1]["id"]
        self.ask("Page.navigateToHistoryEntry", entryId=entry)

    @property
    def url(self):
        """The address that is shown."""
        return self.run("location.href")

    def text(self, selector):
        """The visible words of the first element of a CSS selector, once the page has one."""
        self.wait(f"document.querySelector({json.dumps(selector)}) !== null")
        return self.run(f"document.querySelector({json.dumps(selector)}).innerText")

    def count(self, selector):
        """How many elements a CSS selector finds."""
        return self.run(f"document.querySelectorAll({json.dumps(selector)}).length")

    def click(self, selector):
        """Click in the middle of an element, as a mouse does."""
        place = self.run(
            f"(() => {{ const e = document.querySelector({json.dumps(selector)});"
            " e.scrollIntoView({block: 'center', behavior: 'instant'});"
            " const b = e.getClientRects()[0];"
            " return {x: b.x + b.width / 2, y: b.y + b.height / 2}; })()"
        )
        for kind in ("mousePressed", "mouseReleased"):
            self.ask("Input.dispatchMouseEvent", type=kind, button="left", clickCount=1, **place)

    def type(self, words):
        """Type words where the focus is."""
        self.ask("Input.insertText", text=words)

    def press(self, key):
        """Press one key where the focus is."""
        self.ask("Input.dispatchKeyEvent", type="keyDown" if "text" in key else "rawKeyDown", **key)
        self.ask("Input.dispatchKeyEvent", type="keyUp", **{k: v for k, v in key.items() if k != "text"})

    def resize(self, width, height=900):
        """Give the page a size in CSS pixels."""
        self.ask(
            "Emulation.setDeviceMetricsOverride",
            width=width,
            height=height,
            deviceScaleFactor=1,
            mobile=width < 600,
        )

    def prefer(self, scheme):
        """Ask for light or dark colours."""
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        self.ask("Emulation.setEmulatedMedia", features=features)

    def forbid_scripts(self):
        """Run no script of any page from now on; `run` still works."""
        self.ask("Emulation.setScriptExecutionDisabled", value=True)

    def picture(self, width, height):
        """The top of the page, so many CSS pixels, as PNG bytes."""
        clip = {"x": 0, "y": 0, "width": width, "height": height, "scale": 1}
        shot = self.ask("Page.captureScreenshot", format="png", clip=clip, captureBeyondViewport=True)
        return base64.b64decode(shot["data"])

    def close(self):
        """End the browser."""
        self._session = None
        self.ask("Browser.close")
        os.waitpid(self._pid, 0)
        os.close(self._read)
        os.close(self._write)


@contextmanager
def open_browser(*arguments, kind=Browser):
    """A Chromium with an empty profile and further arguments, None where this machine has none."""
    program = next(filter(None, map(shutil.which, BROWSERS)), None)
    if program is None:
        yield None
        return
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        chromium = kind(program, profile, *arguments)
        yield chromium
        chromium.close()


def _pipe():
    """Read and write end of a pipe, both away from the descriptors that a child is given."""
    ends = os.pipe()
    moved = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends]
    for end in ends:
        os.close(end)
    return moved
