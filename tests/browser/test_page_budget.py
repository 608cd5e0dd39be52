"""A first visit of any page is light and quiet: bytes, requests, nobody else, an empty console.

Everybody's pages are crawled from the start page over a real connection, which the crawl of the
nets does not use. Pages of drafts that the demo does not hold are not met; they are made of the
same parts.
"""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.test_pages import DESK, scrolls_on_a_phone, shape, sign_in, visited
from tests.support.browser import axe_violations
from tests.support.weighing import Budget, Scale, Weight

pytestmark = [pytest.mark.browser, pytest.mark.slow]
VISITOR = "visitor"
PEOPLE = {  # and how many kinds of page each meets; it only grows
    VISITOR: 29,
    "an.peeters@aalst.example": 82,
    "sofie.maes@agentschap.example": 107,
    "hilde.lambrecht@agentschap.example": 50,
    "els.vermeulen@jury.example": 34,
    "nadia.bensalah@audit.example": 47,
}
PAGE = Budget(total=100_000, requests=8, html=30_000)
FORM = Budget(total=100_000, requests=8, html=60_000)
START = Budget(total=60_000, requests=6, html=30_000)
AGENCY_LIST = Budget(total=60_000, requests=8, html=30_000)
BUDGETS = ((r"/", START), (r"/aanvragen", AGENCY_LIST), (r"/aanvragen/ID/.+", FORM))
HEAVIEST = 10


def budget_of(path: str) -> Budget:
    found = (budget for pattern, budget in BUDGETS if re.fullmatch(pattern, shape(path)))
    return next(found, PAGE)


@pytest.mark.wide
@pytest.mark.parametrize(("email", "kinds"), PEOPLE.items())
def test_every_first_visit_is_light_and_quiet_and_fits_a_phone(
    browser: Browser, address: str, email: str, kinds: int
) -> None:
    with browser.new_context(viewport=DESK, locale="nl-BE", reduced_motion="reduce") as context:
        page = context.new_page()
        noise: list[str] = []
        page.on("console", lambda message: noise.append(message.text))
        scale = Scale(page, address)
        if email != VISITOR:
            sign_in(page, address, email)
            scale.end("/aanmelden")  # what signing in still asks for is not the first visit's
        scale.begin()
        weights, faults = [], []
        for path in visited(page, address):
            weights.append(scale.end(path))
            faults += [*weights[-1].over(budget_of(path)), *(f"{path}: {fault}" for fault in noise)]
            faults += [f"{path}: {fault}" for fault in _misshapen(page)]
            noise.clear()
            scale.begin()
    _print(weights)
    assert faults == []
    assert len({shape(weight.path) for weight in weights}) >= kinds


def _misshapen(page: Page) -> list[str]:
    return [
        *(["not one h1"] if page.locator("h1").count() != 1 else []),
        *(["scrolls sideways on a phone"] if scrolls_on_a_phone(page) else []),
    ]


def _print(weights: list[Weight]) -> None:
    print(f"\n{len(weights)} first visits")  # noqa: T201 - the report
    for weight in sorted(weights, key=lambda each: -each.total)[:HEAVIEST]:
        print(f"{weight.total:7} bytes {weight.html:6} HTML {weight.requests} {weight.path}")  # noqa: T201 - the report


@pytest.mark.parametrize("email", [VISITOR, "an.peeters@aalst.example"])
def test_axe_finds_nothing_in_what_every_page_fetches(
    browser: Browser, address: str, email: str
) -> None:
    """Ask the rules that fetch stylesheets too; all pages have one, and the nets leave it out."""
    with browser.new_context(viewport=DESK, locale="nl-BE", reduced_motion="reduce") as context:
        page = context.new_page()
        if email != VISITOR:
            sign_in(page, address, email)
        page.goto(address)
        assert axe_violations(page, preload=True) == []


class Heavy(BaseHTTPRequestHandler):
    """A page that does everything wrong: long, in many pieces, and from somewhere else too."""

    def do_GET(self) -> None:
        body = self._page() if self.path == "/" else b"<svg xmlns='http://www.w3.org/2000/svg'/>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html" if self.path == "/" else "image/svg+xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _page(self) -> bytes:
        stranger = f"http://localhost:{self.connection.getsockname()[1]}/strange.svg"
        images = [*(f"/{number}.svg" for number in range(PAGE.requests)), stranger]
        tags = "".join(f"<img alt='' src='{image}'>" for image in images)
        return f"<!doctype html><title>Zwaar</title>{tags}<p>{'a' * PAGE.total}</p>".encode()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def heavy() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Heavy)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_heavy_page_is_found_out(browser: Browser, heavy: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        scale = Scale(page, heavy)
        scale.begin()
        page.goto(f"{heavy}/")
        faults = scale.end("/").over(PAGE)
    assert [fault.split(" ")[1] for fault in faults] == ["bytes", "requests", "bytes", "asks"]
