"""What is asked of every page that is met: no fault by axe, one h1, a quiet console.

Axe is asked when a page shows a place (an element with all that it lies in) that was not met yet.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from html.parser import HTMLParser

from playwright.sync_api import BrowserContext, Page, Route

from tests.support.browser import axe_violations

TELLING = ("class", "type", "role", "aria-invalid", "aria-current")  # attributes that are structure
EMPTY = frozenset({"input", "br", "hr", "img", "link", "meta", "col", "wbr"})  # have no end
REFUSED = re.compile(r"Failed to load resource: .* status of (403|404|422)\b")


class Skeleton(HTMLParser):
    """Which tags stand in which, with what makes a component another one; no text, no names.

    Every place counts once, so a list of three rows has the structure of one of thirty.
    """

    def __init__(self) -> None:
        super().__init__()
        self.above: list[str] = []
        self.bones: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        bone = tag + "".join(f"|{name}={said[name]}" for name in TELLING if name in said)
        self.bones.add(" > ".join([*self.above, bone]))
        if tag not in EMPTY:
            self.above.append(bone)

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY and self.above:
            self.above.pop()


class Met:
    """The places that were met on pages so far, each in the state its attributes tell."""

    def __init__(self) -> None:
        self._places: set[str] = set()

    def is_new(self, html: str) -> bool:
        """Tell whether a page has a place that was not met before; it is met from now on."""
        parser = Skeleton()
        parser.feed(html)
        found = parser.bones - self._places
        self._places |= found
        return bool(found)


class Watch:
    """Looks at pages and remembers what was wrong. ``reader``: can run axe where a page cannot."""

    def __init__(self, reader: BrowserContext, *, scripted: bool) -> None:
        self.reader = reader.new_page()
        self.scripted = scripted
        self.faults: dict[str, list[str]] = {}
        self.met = Met()
        self.looked = 0

    def listen(self, page: Page) -> None:
        """Note everything a page says on its console; a refusal that was meant is no noise."""
        page.on(
            "console",
            lambda said: None if REFUSED.match(said.text) else self._fault(page.url, said.text),
        )
        page.on("pageerror", lambda error: self._fault(page.url, str(error)))

    def look(self, page: Page) -> None:
        html = page.content()
        if html.count("<h1") != 1:
            self._fault(page.url, "not one h1")
        if self.met.is_new(html):
            for fault in self._axe(page, html):
                self._fault(page.url, fault)
            self.looked += 1

    def _fault(self, url: str, fault: str) -> None:
        self.faults.setdefault(url, []).append(fault)

    def _axe(self, page: Page, html: str) -> list[str]:
        first = self.looked == 0  # the stylesheet is the same for all pages: fetched once
        if self.scripted:
            return axe_violations(page, preload=first)
        with self._shown_again(page.url, html) as twin:
            return axe_violations(twin, preload=first)

    @contextmanager
    def _shown_again(self, url: str, html: str) -> Iterator[Page]:
        """Show a page as it is without script where axe, itself a script, can run."""

        def answer(route: Route) -> None:
            route.fulfill(body=html, content_type="text/html; charset=utf-8")

        self.reader.route(url, answer)
        self.reader.goto(url)
        yield self.reader
        self.reader.unroute(url)
