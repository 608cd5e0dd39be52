"""Somebody with a keyboard only: a control is reached by Tab, or it is not reached.

Nothing here clicks, fills or moves the focus by itself. At each stop the focus must be seen, must
not be behind something that stays in place, and must come in the order of the page. Text that a
script changes must be told to who does not see it.
"""

import re
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ElementHandle, Locator, Page, Response

from tests.nets.crawl.focus import IN_SIGHT
from tests.nets.crawl.keyboard import LOOK

CEILING = 100  # stops; no journey has more from one control to the next
MARKS = 12  # radio buttons in the largest group: nought to ten, and none
OK = 200
HANDS = (
    "window.hands = (() => {"
    + LOOK
    + IN_SIGHT
    + r"""
  const AHEAD = Node.DOCUMENT_POSITION_FOLLOWING;
  const way = (from, to) => from === to ? 'nowhere' : to === document.body ? 'out'
    : from.compareDocumentPosition(to) & AHEAD ? 'ahead' : 'back';
  const told = e => e.outerHTML.slice(0, 120);
  const heard = e => e.closest('output, [role=status], [role=alert], [aria-live=polite]')
    || e.closest('[id]') && document.activeElement.getAttribute('aria-describedby')?.split(' ')
      .includes(e.closest('[id]').id);
  let before, last, silent = [];
  const changed = notes => notes.map(note => note.target.parentElement && note.target)
    .map(node => node?.nodeType === Node.TEXT_NODE ? node.parentElement : node)
    .filter(e => e?.isConnected && e.checkVisibility() && e.innerText.trim() && !heard(e))
    .forEach(e => silent.push(told(e)));
  return {
    arrive() {
      before = new Map([...document.querySelectorAll('a, button, input, select, textarea, '
        + 'summary, [tabindex]')].map(e => [e, look(e)]));
      last = document.activeElement;
      new MutationObserver(changed).observe(document.body,
        {subtree: true, childList: true, characterData: true});
      return last === document.body;
    },
    stop() {
      const e = document.activeElement, moved = way(last, e);
      last = e;
      return {html: told(e), moved, skip: e.classList.contains('skip-link'),
        pale: look(e) === before.get(e), hidden: moved !== 'out' && !inSight(e)};
    },
    towards(target) {
      const e = last = document.activeElement;
      const group = x => x.type === 'radio' ? x.form.elements[x.name] : [];
      return [...group(target)].includes(e) ? 'nowhere' : way(e, target);
    },
    silent: () => silent.splice(0),
  };
})();"""
)
Role = Literal["button", "checkbox", "combobox", "link", "radio", "textbox"]


class Keyboard:
    """A page that is used by keyboard; ``found``: what a person would have run into."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        context.add_init_script(HANDS)
        self.page: Page = context.new_page()
        self.address = address
        self.found: list[str] = []
        self.stops = 0
        self._fresh = False

    @property
    def path(self) -> str:
        return urlsplit(self.page.url).path

    @property
    def text(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())

    def opens(self, path: str) -> None:
        """Type an address in the bar of the browser."""
        self._arrives(self.page.goto(f"{self.address}{path}"), OK)

    def follows(self, link: str | re.Pattern[str], within: str = "main") -> None:
        self._goes(self._named("link", link, within), "Enter", OK)

    def follows_task(self, verb: str, about: str) -> None:
        """Follow the task on the start page that is about this."""
        task = self.page.get_by_role("listitem").filter(has_text=about)
        self._goes(task.get_by_role("link", name=verb).first, "Enter", OK)

    def presses(self, button: str, status: int = OK) -> None:
        self._goes(self._named("button", button), "Space", status)

    def downloads(self, link: str | re.Pattern[str]) -> bytes:
        self.reaches(self._named("link", link))
        with self.page.expect_download() as waiting:
            self.page.keyboard.press("Enter")
        return Path(waiting.value.path()).read_bytes()

    def types(self, field: str, text: str) -> None:
        """Write a text in a field in the place of what stands there."""
        self.reaches(self.page.get_by_label(field, exact=True))
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)

    def ticks(self, box: str | re.Pattern[str]) -> None:
        found = self._named("checkbox", box)
        self.reaches(found)
        self.page.keyboard.press("Space")
        assert found.is_checked()

    def marks(self, group: str | re.Pattern[str], value: str) -> None:
        """Go to the radio buttons with Tab, and from one to the other with the arrows."""
        among = self.page.get_by_role("group", name=group)
        wanted = among.get_by_role("radio", name=value, exact=True)
        self.reaches(wanted)
        for _ in range(MARKS):
            if wanted.is_checked():
                return
            self.page.keyboard.press("ArrowRight")
        raise AssertionError(f"the arrows never choose {value} of {group}")

    def chooses(self, field: str, option: str) -> None:
        found = self._named("combobox", field)
        self.reaches(found)
        shown = "e => e.selectedOptions[0].text"
        for _ in range(found.locator("option").count()):
            if found.evaluate(shown) == option:
                return
            self.page.keyboard.press("ArrowDown")
        raise AssertionError(f"the arrows never choose {option} in {field}")

    def unfolds(self, summary: str) -> None:
        found = self.page.locator("summary").filter(has_text=summary).first
        self.reaches(found)
        self.page.keyboard.press("Enter")
        assert found.locator("..").get_attribute("open") is not None

    def is_at(self, target: Locator) -> bool:
        return bool(target.evaluate("e => e === document.activeElement"))

    def reaches(self, target: Locator) -> None:
        """Press Tab until the focus is on a control, or Shift-Tab when it lies behind."""
        handle = target.element_handle()
        if self._fresh:
            self._enters(handle)
        start = way = self._way(handle)
        for _ in range(CEILING):
            if way != start or way == "nowhere":  # past it, or there
                break
            self._tabs(way)
            way = self._way(handle)
        if way == "nowhere":
            return
        raise AssertionError(f"Tab never reaches {handle.evaluate('e => e.outerHTML')[:120]}")

    def tabs(self) -> None:
        """Go to the next stop."""
        self._tabs("ahead")

    def _enters(self, target: ElementHandle) -> None:
        """Start at the top of a page: the first stop skips to the content."""
        self._fresh = False
        if not self._tabs("ahead")["skip"]:
            self.found.append(f"{self.path}: the first stop is not the skip link")
        elif target.evaluate("e => e.closest('main') !== null"):
            self.page.keyboard.press("Enter")
            if not self.is_at(self.page.locator("main")):
                self.found.append(f"{self.path}: the skip link does not lead to the content")

    def _way(self, target: ElementHandle) -> str:
        """Tell where a control is from here: ahead, back, or nowhere else."""
        return str(self.page.evaluate("e => hands.towards(e)", target))

    def _tabs(self, way: str) -> dict[str, Any]:
        self.page.keyboard.press("Tab" if way == "ahead" else "Shift+Tab")
        stop: dict[str, Any] = self.page.evaluate("hands.stop()")
        self.stops += 1
        place = f"{self.path}: {stop['html']}"
        assert stop["moved"] != "nowhere", f"{place} does not let go of the keyboard"
        assert stop["moved"] != "out", f"{self.path}: Tab leaves the page before it is there"
        if stop["moved"] != way:
            self.found.append(f"{place} does not come in the order of the page")
        if stop["pale"]:
            self.found.append(f"{place} does not show the focus")
        if stop["hidden"]:
            self.found.append(f"{place} lies behind something")
        return stop

    def _goes(self, target: Locator, key: str, status: int) -> None:
        self.reaches(target)
        self.listens()
        with self.page.expect_navigation() as waiting:
            self.page.keyboard.press(key)
        self._arrives(waiting.value, status)

    def _arrives(self, answer: Response | None, status: int) -> None:
        assert answer is not None
        assert answer.status == status, (answer.url, answer.status, self.text)
        self._fresh = bool(self.page.evaluate("hands.arrive()"))

    def listens(self) -> None:
        """Note the text that changed meanwhile without a word to who does not see it."""
        silent: list[str] = self.page.evaluate("hands.silent()")
        self.found += [f"{self.path}: changes in silence: {html}" for html in silent]

    def _named(self, role: Role, name: str | re.Pattern[str], within: str = "main") -> Locator:
        return self.page.locator(within).get_by_role(role, name=name, exact=True).first
