"""Make the pictures of the README again: ``.venv/bin/python -m tools.pictures``, by hand.

The demo comes from its seed, the windows have fixed sizes and the bar with the date of the demo,
which goes on by itself, is left out; so a picture changes only when the page does.
"""

import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from subsidy import demo
from subsidy.accounts.service import DEMO_PASSWORD
from subsidy.app import create_app
from subsidy.cli import database
from subsidy.config import Settings
from subsidy.db import make_engine
from subsidy.storage import Folder
from tests.support.browser import INSTALL, LAUNCH_ARGUMENTS, find_browser

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
DESK: ViewportSize = {"width": 1280, "height": 960}
TALL: ViewportSize = {"width": 1280, "height": 1120}
PHONE: ViewportSize = {"width": 390, "height": 780}
COLOURS = 128
LARGEST = 120_000
WITHOUT_THE_CLOCK = ".demo { display: none } .number { transition: none }"
SECRET = "only-for-pictures-only-for-pictures-only"  # noqa: S105 - nobody signs in here but we

APPLICANT = "an.peeters@aalst.example"
OFFICER = "sofie.maes@agentschap.example"
JUROR = "els.vermeulen@jury.example"


@dataclass(frozen=True, slots=True)
class Picture:
    """One file: who looks, and the way to the page."""

    name: str
    person: str
    walk: Callable[[Page], None]
    window: ViewportSize


def main() -> None:
    program = find_browser()
    if program is None:
        raise SystemExit(INSTALL)
    FOLDER.mkdir(exist_ok=True)
    with served_demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(LAUNCH_ARGUMENTS))
        for picture in PICTURES:
            size = save(picture.name, taken(browser, address, picture))
            sys.stdout.write(f"{picture.name}.png: {size // 1000} kB\n")
        browser.close()


@contextmanager
def served_demo() -> Iterator[str]:
    """Make the demo in a folder that goes away, and serve it on a free port of this machine."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/demo.sqlite"
        engine = make_engine(url)
        database.prepare(engine, url)
        with Session(engine) as session, session.begin():
            demo.build(session, Folder(folder))
        engine.dispose()
        app = create_app(Settings(url, SECRET, demo=True, attachments=folder))
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.port}"
        server.shutdown()


def taken(browser: Browser, address: str, picture: Picture) -> bytes:
    with browser.new_context(
        viewport=picture.window,
        base_url=address,
        locale="nl-BE",
        reduced_motion="reduce",
        bypass_csp=True,  # for the one line of style that leaves the clock out
    ) as context:
        page = context.new_page()
        page.goto("/aanmelden")
        page.fill("[name=email]", picture.person)
        page.fill("[name=password]", DEMO_PASSWORD)
        page.click("main button[type=submit]")
        picture.walk(page)
        page.add_style_tag(content=WITHOUT_THE_CLOCK)
        return page.screenshot()


def save(name: str, png: bytes) -> int:
    """Write a picture with few colours, which is all that these pages have."""
    few = Image.open(BytesIO(png)).convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE)
    path = FOLDER / f"{name}.png"
    few.save(path, optimize=True)
    size = path.stat().st_size
    if size > LARGEST:
        raise SystemExit(f"{path.name} has {size} bytes; at most {LARGEST}.")
    return size


# Ways to a page, as somebody walks them ----------------------------------------------------------


def start(page: Page) -> None:
    page.goto("/")


def draft(part: str) -> Callable[[Page], None]:
    def walk(page: Page) -> None:
        page.goto("/aanvragen")
        page.get_by_role("link", name="IED-22-103").click()
        page.wait_for_load_state()
        page.goto(f"{page.url}/{part}")

    return walk


def on_a_phone(page: Page) -> None:
    draft("voorwaarden")(page)
    page.locator("main h2").first.evaluate("each => each.scrollIntoView()")


def scores(page: Page) -> None:
    page.goto("/jury")
    page.locator("main tr:has(.tag--blue) a").first.click()
    page.locator("h1").wait_for()


def ranking(page: Page) -> None:
    page.goto("/oproepen/beheer")
    page.get_by_role("link", name="Iedereen Digitaal: samen").click()
    page.wait_for_load_state()
    page.goto(f"{page.url}/rangschikking")
    page.locator(".funding-line").scroll_into_view_if_needed()
    page.evaluate("window.scrollBy(0, 320)")


def programme(page: Page) -> None:
    page.goto("/programma")
    page.evaluate("window.scrollBy(0, 250)")


def simulation(page: Page) -> None:
    page.goto("/trekkingsrechten")
    page.get_by_role("link", name="Trekkingsrecht lokale e-inclusie 2022").click()
    page.wait_for_load_state()
    page.goto(
        f"{page.url}/simulatie?envelope=4.000.000&components-0-indicator=population_2020"
        "&components-0-weight=60&components-1-indicator=area_hectares&components-1-weight=40"
    )
    page.locator("figure").last.evaluate("each => each.scrollIntoView()")
    page.evaluate("window.scrollBy(0, -380)")


PICTURES = (
    Picture("start-aanvrager", APPLICANT, start, DESK),
    Picture("voorwaarden", APPLICANT, draft("voorwaarden"), DESK),
    Picture("begroting", APPLICANT, draft("begroting"), DESK),
    Picture("scoren", JUROR, scores, DESK),
    Picture("rangschikking", OFFICER, ranking, DESK),
    Picture("programma", OFFICER, programme, DESK),
    Picture("verdeling", OFFICER, simulation, TALL),
    Picture("telefoon", APPLICANT, on_a_phone, PHONE),
)

if __name__ == "__main__":
    main()
