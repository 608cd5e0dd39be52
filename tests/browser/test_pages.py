"""Walking from page to page in a real browser, and a call that two people bring to the public.

Pages of the same shape (the address without its ids) are visited once per person.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize

pytestmark = pytest.mark.browser
OFFICER, DECIDER = "sofie.maes@agentschap.example", "hilde.lambrecht@agentschap.example"
PASSWORD = "welkom in het relanceloket"  # noqa: S105 - the demo prints it
FILES = (".xlsx", ".pdf", ".zip", ".ics", ".atom", ".json")
PAGES = "a[href]:not([download])"
PHONE: ViewportSize = {"width": 320, "height": 640}
DESK: ViewportSize = {"width": 1280, "height": 900}


def shape(path: str) -> str:
    """Return what pages of one kind have in common."""
    return re.sub(r"/\d{5}(?=/|$)", "/NIS", re.sub(r"/[a-z2-7]{26}(?=/|$)", "/ID", path))


def sign_in(page: Page, address: str, email: str) -> None:
    page.goto(f"{address}/aanmelden")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    assert "/aanmelden" not in page.url


def visited(page: Page, address: str) -> Iterator[str]:
    """Give one page of each shape that links lead to, the start page first."""
    waiting, seen = ["/"], set()
    while waiting:
        path = waiting.pop(0)
        if shape(path) in seen or path.endswith(FILES):
            continue
        seen.add(shape(path))
        answer = page.goto(f"{address}{path}")
        assert answer is not None
        assert answer.status == 200, (path, answer.status)
        yield path
        links = page.eval_on_selector_all(
            "a[href]:not([download])", "all => all.map(a => a.getAttribute('href'))"
        )
        waiting.extend(urlsplit(link).path for link in links if link.startswith("/"))


@pytest.fixture(params=[True, False], ids=["script", "no script"])
def context(request: pytest.FixtureRequest, browser: Browser) -> Iterator[BrowserContext]:
    made = browser.new_context(
        java_script_enabled=request.param, viewport=DESK, locale="nl-BE", reduced_motion="reduce"
    )
    yield made
    made.close()


def scrolls_on_a_phone(page: Page) -> bool:
    page.set_viewport_size(PHONE)
    found = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    page.set_viewport_size(DESK)
    return bool(found)


def write_parts(page: Page, call: str) -> None:
    for part in ("doel", "geld", "regels", "criteria", "beoordeling"):
        page.goto(f"{call}/bewerk/{part}")
        if part == "doel":
            page.fill("[name=opent]", "01/12/2022 09:00")
            page.fill("[name=sluit]", "20/12/2022 12:00")
        if part == "geld":
            page.fill("[name=gereserveerd]", "400.000")
        page.click("main form button[type=submit]:not([name])")
        assert "/bewerk" not in page.url, page.inner_text("main")


def test_a_call_is_written_and_published_by_two_people(
    context: BrowserContext, address: str
) -> None:
    """The officer copies a call and proposes it; the decision maker publishes it."""
    page = context.new_page()
    sign_in(page, address, OFFICER)
    page.goto(f"{address}/oproepen/nieuw")
    page.fill("[name=title]", "Samen digitaal in de browser")
    page.select_option("[name=line]", index=2)
    oldest = page.locator("[name=source] option").last.get_attribute("value")
    page.select_option("[name=source]", oldest)
    page.click("main form button[type=submit]")
    call = page.url
    write_parts(page, call)
    page.goto(f"{call}/leg-voor")
    page.click("main form button[type=submit]")
    assert page.url == call, page.inner_text("main")
    context.clear_cookies()
    sign_in(page, address, DECIDER)
    page.goto(f"{call}/publiceer")
    page.click("main form button[type=submit]")
    assert page.url == call, page.inner_text("main")
    assert "gepubliceerd" in page.inner_text("main")
