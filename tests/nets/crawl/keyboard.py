"""A page with the Tab key only: each stop is seen, in the order of the page, and it ends."""

from typing import Any

from playwright.sync_api import Page

# What an element looks like, with and without the focus.
LOOK = r"""const drawn = ['outlineStyle', 'outlineWidth', 'outlineColor', 'boxShadow',
  'backgroundColor', 'borderColor', 'borderWidth', 'textDecorationLine', 'textDecorationThickness',
  'opacity', 'stroke', 'strokeWidth', 'transform', 'top', 'clip', 'clipPath'];
const look = e => [e, e.parentElement, ...(e.labels ?? []), e.querySelector(':scope > *')]
  .filter(Boolean).flatMap(x => [null, '::before', '::after'].map(part => {
    const style = getComputedStyle(x, part);
    return drawn.map(name => style[name]).join(';');
  })).join('|');
"""
# What can be reached, in the order of the document; what each looks like without the focus.
PREPARE = (
    "() => {"
    + LOOK
    + r"""
  const shown = e => e.checkVisibility({visibilityProperty: true});
  if (document.activeElement !== document.body) {  // a summary took the focus: begin at the top
    document.body.tabIndex = -1;
    document.body.focus();
    document.body.removeAttribute('tabindex');
  }
  const stops = [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
    .filter(e => !e.disabled && e.tabIndex >= 0 && shown(e));
  const groups = new Map();
  for (const e of stops.filter(e => e.type === 'radio')) {
    const key = e.name, first = groups.get(key);
    if (!first || e.checked) groups.set(key, e);
  }
  const once = stops.filter(e => e.type !== 'radio' || groups.get(e.name) === e);
  const before = new Map(once.map(e => [e, look(e)]));
  window.tabbed = [];
  window.tabWanted = once.length;
  window.tabMissed = () => once.filter(e => !window.tabbed.some(t => t.element === e))
    .map(e => e.outerHTML.slice(0, 120));
  addEventListener('focusin', event => {
    const e = event.target, box = e.getBoundingClientRect();
    window.tabbed.push({element: e, index: once.indexOf(e), html: e.outerHTML.slice(0, 120),
      seen: look(e) !== before.get(e) && box.width > 0 && box.height > 0,
      skip: e.classList.contains('skip-link')});
  }, true);
  return once.length;
}"""
)
READ = """() => ({
  stops: window.tabbed.map(({index, html, seen, skip}) => ({index, html, seen, skip})),
  missed: window.tabMissed()})"""
MORE = 2  # the last stop, and the way out of the page


def faults(page: Page) -> list[str]:
    """Press Tab until the page is left; return what a person with a keyboard would run into."""
    wanted: int = page.evaluate(PREPARE)
    for _ in range(wanted + MORE):
        page.keyboard.down("Tab")  # held: half the messages of pressing it as often
    page.keyboard.up("Tab")
    read: dict[str, Any] = page.evaluate(READ)
    stops = _one_round([stop for stop in read["stops"] if stop["index"] >= 0])
    found = [f"Tab never reaches {html}" for html in read["missed"]]
    found += [f"no visible focus on {stop['html']}" for stop in stops if not stop["seen"]]
    if not stops or not stops[0]["skip"]:
        found.append("the first stop is not the skip link")
    order = [stop["index"] for stop in stops]
    if order != sorted(order):
        found.append(f"the order of Tab is not that of the page: {order}")
    return found


def _one_round(stops: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Leave out what comes after the way out of the page, which leads to its start again."""
    once: dict[int, dict[str, Any]] = {}
    for stop in stops:
        if stop["index"] in once:
            break
        once[stop["index"]] = stop
    return list(once.values())
