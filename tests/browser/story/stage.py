"""The people of the story, each with a browser of their own, and what they do on a page."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from openpyxl import Workbook, load_workbook
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Response, ViewportSize

from tests.browser.story.watch import Watch

PASSWORD = "welkom in het relanceloket"  # noqa: S105 - the demo prints it
BUTTONS: tuple[Literal["button"], Literal["link"]] = ("button", "link")
PATIENCE = 30_000  # milliseconds; a busy machine is no fault
DESK: ViewportSize = {"width": 1280, "height": 900}
OFFICER = "sofie.maes@agentschap.example"
DECIDER = "hilde.lambrecht@agentschap.example"
LEAD = "an.peeters@aalst.example"  # writes and signs for Aalst
SIGNATORY = "luc.claes@lede.example"  # signs for Lede
BOTH = "joke.martens@maarkedal.example"  # works for Horebeke and for Maarkedal
CHAIR = "greet.willems@jury.example"
JUROR = "els.vermeulen@jury.example"
TORN = "tom.jacobs@jury.example"  # declares a conflict of interest


class Person:
    """Somebody who signed in and goes from page to page; each page is looked at."""

    def __init__(self, page: Page, address: str, watch: Watch) -> None:
        self.page, self.address, self.watch = page, address, watch

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def main(self) -> Locator:
        return self.page.locator("main")

    @property
    def text(self) -> str:
        """What the page says, with one space between words."""
        return " ".join(self.main.inner_text().split())  # a space that may not break too

    def opens(self, path: str, status: int = 200) -> None:
        self._arrived(self.page.goto(f"{self.address}{path}"), status)

    def follows(self, link: str | re.Pattern[str]) -> None:
        """Click a link, or a link that looks like a button."""
        self._clicks(self.main.get_by_role("link", name=link, exact=True).first, 200)

    def presses(self, button: str | re.Pattern[str], status: int = 200) -> None:
        self._clicks(self.main.get_by_role("button", name=button, exact=True).first, status)

    def follows_task(self, about: str) -> None:
        """Click a task on the start page that is about this."""
        task = self.main.get_by_role("listitem").filter(has_text=about)
        self._clicks(task.get_by_role("link").first, 200)

    def follows_in_row(self, row: str, link: str) -> None:
        """Click a link in the row of a table that has this head."""
        head = self.page.get_by_role("rowheader", name=row)
        found = self.main.get_by_role("row").filter(has=head)
        self._clicks(found.get_by_role("link", name=link).first, 200)

    def works_for(self, organisation: str) -> None:
        """Switch to another organisation with the menu in the header."""
        header = self.page.locator("header")
        if organisation in header.locator("summary").first.inner_text():
            return
        header.locator("summary").first.click()
        self._clicks(header.get_by_role("button", name=organisation).first, 200)

    def offers(self, name: str) -> bool:
        """Tell whether there is a button, or a link that looks like one."""
        button, link = (self.main.get_by_role(r, name=name, exact=True) for r in BUTTONS)
        return button.count() + link.count() > 0

    def fields(self, suffix: str) -> Locator:
        """Return the fields of a grid whose name ends so: one per partner."""
        return self.main.locator(f'[name$="{suffix}"]')

    def amounts(self) -> list[str]:
        """Return the amounts on the page, as they are written."""
        return re.findall(r"€ -?[\d.]+,\d\d", self.text)

    def chooses(self, name: str, label: str) -> None:
        self.main.locator(f'[name="{name}"]').select_option(label=label)

    def fills(self, **values: str) -> None:
        for name, value in values.items():
            self.types(name, value)

    def types(self, name: str, value: str) -> None:
        self.main.locator(f'[name="{name}"]:not([type=hidden])').fill(value)

    def ticks(self, name: str, value: str) -> None:
        self.main.locator(f'[name="{name}"][value="{value}"]').check()

    def downloads(self, link: str | re.Pattern[str]) -> bytes:
        with self.page.expect_download() as waiting:
            self.main.get_by_role("link", name=link).first.click()
        return Path(waiting.value.path()).read_bytes()

    def moves_the_date(self, moment: str) -> None:
        """Only a demo can do this: a deadline passes when the story wants it."""
        self.opens("/demodatum")
        self.types("moment", moment)
        self.presses("Verzet de datum")

    def _clicks(self, what: Locator, status: int) -> None:
        with self.page.expect_navigation() as waiting:
            what.click()
        self._arrived(waiting.value, status)

    def _arrived(self, answer: Response | None, status: int) -> None:
        assert answer is not None
        assert answer.status == status, (answer.url, answer.status, self.text)
        self.watch.look(self.page)


class Stage:
    """Everybody who signed in, by address; nobody leaves before the end."""

    def __init__(self, browser: Browser, address: str, *, scripted: bool) -> None:
        self.browser, self.address, self.scripted = browser, address, scripted
        self.contexts: list[BrowserContext] = []
        self.people: dict[str, Person] = {}
        self.watch = Watch(self._context(scripted=True), scripted=scripted)

    def person(self, email: str) -> Person:
        """Return somebody, who signs in the first time."""
        if email not in self.people:
            self.people[email] = self._signed_in(email)
        return self.people[email]

    def leave(self) -> None:
        for context in self.contexts:
            context.close()

    def _context(self, *, scripted: bool) -> BrowserContext:
        options: dict[str, Any] = {"locale": "nl-BE", "reduced_motion": "reduce", "viewport": DESK}
        context = self.browser.new_context(java_script_enabled=scripted, **options)
        context.set_default_timeout(PATIENCE)
        self.contexts.append(context)
        return context

    def _signed_in(self, email: str) -> Person:
        page = self._context(scripted=self.scripted).new_page()
        self.watch.listen(page)
        person = Person(page, self.address, self.watch)
        person.opens("/aanmelden")
        person.fills(email=email, password=PASSWORD)
        person.presses("Meld u aan")
        assert person.path == "/"
        return person


def opened(file: bytes) -> Workbook:
    """Open a workbook with the values that its formulas have."""
    assert file.startswith(b"PK")
    return load_workbook(BytesIO(file), data_only=True)
