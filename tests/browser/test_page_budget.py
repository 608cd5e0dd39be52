"""A first visit of any page is light: bytes over the wire, requests, and nobody else is asked.

Everybody's pages are crawled from the start page. Pages of drafts that the demo does not hold are
not met; they are made of the same parts.
"""

import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Browser

from tests.browser.test_pages import shape, sign_in, visited
from tests.support.weighing import Budget, Scale, Weight

pytestmark = [pytest.mark.browser, pytest.mark.slow]
VISITOR = "visitor"
PEOPLE = (
    VISITOR,
    "an.peeters@aalst.example",
    "sofie.maes@agentschap.example",
    "hilde.lambrecht@agentschap.example",
    "els.vermeulen@jury.example",
    "nadia.bensalah@audit.example",
)
PAGE = Budget(total=100_000, requests=8, html=30_000)
FORM = Budget(total=100_000, requests=8, html=60_000)
START = Budget(total=60_000, requests=6, html=30_000)
AGENCY_LIST = Budget(total=60_000, requests=8, html=30_000)
BUDGETS = ((r"/", START), (r"/aanvragen", AGENCY_LIST), (r"/aanvragen/ID/.+", FORM))
HEAVIEST = 10
KNOWN = 60  # kinds of page that are met; it only grows


def budget_of(path: str) -> Budget:
    found = (budget for pattern, budget in BUDGETS if re.fullmatch(pattern, shape(path)))
    return next(found, PAGE)


@pytest.fixture(scope="module")
def weights(browser: Browser, address: str) -> dict[str, list[Weight]]:
    """Weigh every page that each of these people meets."""
    return {email: list(weighed(browser, address, email)) for email in PEOPLE}


def weighed(browser: Browser, address: str, email: str) -> Iterator[Weight]:
    with browser.new_context(locale="nl-BE") as context:
        page = context.new_page()
        scale = Scale(page, address)
        if email != VISITOR:
            sign_in(page, address, email)
            scale.end("/aanmelden")  # what signing in still asks for is not the first visit's
        scale.begin()
        for path in visited(page, address):
            yield scale.end(path)
            scale.begin()


@pytest.mark.wide
def test_every_first_visit_stays_within_its_budget(weights: dict[str, list[Weight]]) -> None:
    every = [weight for found in weights.values() for weight in found]
    print(f"\n{len(every)} first visits of {len({shape(w.path) for w in every})} kinds of page")  # noqa: T201 - the report
    for weight in sorted(every, key=lambda each: -each.total)[:HEAVIEST]:
        print(f"{weight.total:7} bytes {weight.html:6} HTML {weight.requests} {weight.path}")  # noqa: T201 - the report
    assert [fault for weight in every for fault in weight.over(budget_of(weight.path))] == []


@pytest.mark.wide
def test_no_known_kind_of_page_is_missed(weights: dict[str, list[Weight]]) -> None:
    kinds = {shape(weight.path) for found in weights.values() for weight in found}
    assert len(kinds) >= KNOWN


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
