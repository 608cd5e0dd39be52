"""What a cold visit costs in a real browser: bytes over the wire, requests, and who is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page

POLL_MS = 5
POLLS = 600  # three seconds after the page has loaded


@dataclass(frozen=True, slots=True)
class Budget:
    """The most that one visit may cost."""

    total: int
    requests: int
    html: int


@dataclass(frozen=True, slots=True)
class Weight:
    """What one visit cost; bytes with headers, as they were sent."""

    path: str
    total: int
    requests: int
    html: int
    strangers: tuple[str, ...]

    def over(self, budget: Budget) -> list[str]:
        """Return each limit that is passed, in words."""
        faults = [
            f"{self.path}: {name} is {value}, at most {most}"
            for name, value, most in (
                ("bytes", self.total, budget.total),
                ("requests", self.requests, budget.requests),
                ("bytes of HTML", self.html, budget.html),
            )
            if value > most
        ]
        return [*faults, *(f"{self.path}: asks {url}" for url in self.strangers)]


@dataclass
class _Visit:
    kinds: dict[str, str] = field(default_factory=dict)
    urls: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    redirected: int = 0


class Scale:
    """Weighs what a page asks for, from now on; nothing comes out of a cache."""

    def __init__(self, page: Page, address: str) -> None:
        self._page, self._host = page, urlsplit(address).netloc
        self._visit = _Visit()
        wire = page.context.new_cdp_session(page)
        wire.send("Network.enable")
        wire.send("Network.setCacheDisabled", {"cacheDisabled": True})
        wire.on("Network.requestWillBeSent", self._asked)
        wire.on("Network.loadingFinished", self._finished)
        wire.on("Network.loadingFailed", self._failed)

    def begin(self) -> None:
        self._visit = _Visit()

    def end(self, path: str) -> Weight:
        """Wait until everything that was asked for has come, and add it up.

        A page has loaded when all that is on it has come. Of what the browser fetches beside it
        (an icon) there may be no end: a request that never ends counts, and weighs nothing.
        """
        visit = self._visit
        self._page.wait_for_load_state("load")
        for _ in range(POLLS):
            if visit.sizes.keys() == visit.urls.keys():
                break
            self._page.wait_for_timeout(POLL_MS)
        return Weight(
            path=path,
            total=sum(visit.sizes.values()),
            requests=len(visit.urls) + visit.redirected,
            html=sum(
                visit.sizes.get(id_, 0) for id_, kind in visit.kinds.items() if kind == "Document"
            ),
            strangers=tuple(
                url for url in visit.urls.values() if urlsplit(url).netloc != self._host
            ),
        )

    def _asked(self, what: Mapping[str, Any]) -> None:
        if what["request"]["url"].startswith("data:"):
            return
        if "redirectResponse" in what:
            self._visit.redirected += 1
        self._visit.urls[what["requestId"]] = what["request"]["url"]
        self._visit.kinds[what["requestId"]] = what.get("type", "")

    def _finished(self, what: Mapping[str, Any]) -> None:
        if what["requestId"] in self._visit.urls:
            self._visit.sizes[what["requestId"]] = int(what["encodedDataLength"])

    def _failed(self, what: Mapping[str, Any]) -> None:
        if what["requestId"] in self._visit.urls:
            self._visit.sizes.setdefault(what["requestId"], 0)
