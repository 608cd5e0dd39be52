"""What is asked of every page that is opened."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product
from typing import Literal

from playwright.sync_api import Page, ViewportSize

from tests.nets.crawl import spoken, unsure
from tests.nets.crawl.showing import Screen
from tests.support.browser import axe_results, violations


@dataclass(frozen=True, slots=True)
class Look:
    """How a page is looked at."""

    width: int
    scheme: Literal["light", "dark"]
    forced: bool = False

    @property
    def name(self) -> str:
        return f"{self.width} {self.scheme}{' forced' if self.forced else ''}"

    def take(self, page: Page) -> None:
        page.set_viewport_size(ViewportSize(width=self.width, height=900))
        page.emulate_media(
            color_scheme=self.scheme,
            forced_colors="active" if self.forced else "none",
            reduced_motion="reduce",
        )


PHONE, DESK = Look(320, "light"), Look(1280, "dark")
FORCED = Look(1280, "light", forced=True)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
EVERY = [Look(*chosen) for chosen in product((320, 1280), SCHEMES, (False, True))]
TOO_WIDE = """() => {
  const edge = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= edge) return [];
  const inside = e => e.closest('[tabindex="0"][role=region], .table-scroll');
  return [...document.querySelectorAll('body *')]
    .filter(e => e.getBoundingClientRect().right > edge + 1 && !inside(e))
    .slice(0, 3).map(e => e.outerHTML.slice(0, 120));
}"""
BUILT = """() => [document.querySelectorAll('h1').length,
  document.documentElement.scrollWidth > window.innerWidth]"""
REVIEWED = unsure.reviewed()
STRANGE = """() => document.querySelectorAll(
  'xss-mark, main script, iframe, object, embed, base, template, math, dialog, style').length
  + [...document.querySelectorAll('*')].filter(e => e.getAttributeNames()
    .some(name => name.startsWith('on') || name === 'style')).length"""


def faults(screen: Screen, look: Look = DESK, *, axe: bool = True) -> list[str]:
    """Return what is wrong with the page on the screen, as it looks now.

    Axe is not asked where the system chooses the colours: all else it looked at before. About
    colours it is asked when the screen has not shown them together before. ``axe``: ask it at all.
    """
    if look.forced:
        return [*_built(screen.page), *strange(screen)]
    if not axe:
        return [*_built(screen.page), *strange(screen), *spoken.faults(screen.page)]
    # All pages have one stylesheet and no media; tests/browser asks the rules that fetch those.
    left_out = [] if screen.colours.are_new(screen.page) else ["color-contrast"]
    results = axe_results(screen.page, "violations", "incomplete", preload=False, left_out=left_out)
    unreviewed = unsure.faults(screen.page, results, REVIEWED)
    seen = [*violations(results), *unreviewed, *_built(screen.page), *strange(screen)]
    return [*seen, *spoken.faults(screen.page)]


def _built(page: Page) -> Iterator[str]:
    titles, is_wide = page.evaluate(BUILT)
    if titles != 1:
        yield "not one h1"
    if is_wide:
        yield f"scrolls sideways: {page.evaluate(TOO_WIDE)}"


def strange(screen: Screen) -> list[str]:
    """Return what a page does, or holds, that only somebody who typed it can have wanted."""
    made = screen.page.evaluate(STRANGE)
    policy = [f"policy: {each}" for each in screen.page.evaluate("window.policyFaults")]
    return [
        *(["something that was typed became an element"] if made else []),
        *policy,
        *screen.heard,
    ]
