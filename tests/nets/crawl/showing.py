"""How a shot is shown in a browser: the very bytes and headers of the answer, and nobody else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Route

from tests.nets.crawl.album import OK, Shot
from tests.nets.crawl.colours import Colours

HERE = "http://127.0.0.1"
# Noted from the first moment of a page; a script of the browser itself, so no policy stops it.
LISTEN = """
window.policyFaults = [];
addEventListener('securitypolicyviolation', e =>
  window.policyFaults.push(`${e.violatedDirective} ${e.blockedURI} ${e.sample}`));
"""
# Two shots of one address are two people: what a browser keeps of the one is nothing to the other.
FORGET = "try { localStorage.clear() } catch { /* a page without storage */ }"
UNASKED = {"version": 1, "said": "Concept bewaard.", "others": ""}
Files = Mapping[str, tuple[str, str]]


@dataclass  # no slots: the browser hangs its handlers on it
class Screen:
    """A page of a browser that shows shots, and what it heard meanwhile."""

    page: Page
    files: Files
    shot: Shot | None = None
    heard: list[str] = field(default_factory=list)
    colours: Colours = field(default_factory=Colours)

    def show(self, shot: Shot) -> None:
        self.shot = shot
        self.heard.clear()
        self.page.goto(HERE + shot.path)

    def answer(self, route: Route) -> None:
        """Answer with the shot, or with a file of the layout; ask nobody else."""
        asked = urlsplit(route.request.url)
        if asked.hostname != urlsplit(HERE).hostname:
            self.heard.append(f"asks {route.request.url}")
            route.abort()
        elif self.shot and route.request.is_navigation_request():
            route.fulfill(status=self.shot.status, headers=self.shot.headers, body=self.shot.body)
        elif route.request.method == "POST":
            route.fulfill(json=UNASKED)  # a script of ours, that saves or says who is there
        elif asked.path in self.files:
            kind, body = self.files[asked.path]
            route.fulfill(content_type=kind, body=body)
        else:
            self.heard.append(f"asks for {asked.path}, which the shots do not name")
            route.abort()

    def said(self, message: ConsoleMessage) -> None:
        refused = self.shot is not None and self.shot.status != OK
        if not (refused and message.text.startswith("Failed to load resource")):
            self.heard.append(f"console: {message.text}")

    def asked(self, dialog: Dialog) -> None:
        self.heard.append(f"dialog: {dialog.message}")
        dialog.dismiss()


def screen(context: BrowserContext, files: Files) -> Screen:
    """Open an empty screen in a browser."""
    made = Screen(context.new_page(), files)
    made.page.add_init_script(LISTEN)
    made.page.add_init_script(FORGET)
    made.page.route("**/*", made.answer)
    made.page.on("console", made.said)
    made.page.on("pageerror", lambda error: made.heard.append(f"error: {error}"))
    made.page.on("dialog", made.asked)
    return made
