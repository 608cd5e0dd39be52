"""Whether text stands out from what is behind it, asked once of each place.

Of all rules of axe this one takes three quarters of the time. Two texts with the same elements,
classes and states above them get the same colours from the one stylesheet, so axe is asked about
places that it was not asked about yet at this width and in this scheme.
"""

from typing import Any

from playwright.sync_api import Page

RULE = "color-contrast"
# What a rule of style can tell apart; the place of an element is its own and all those above it.
PLACES = """() => {
  const TELLING = ['class', 'type', 'role', 'style', 'open', 'hidden', 'disabled', 'readonly',
    'aria-current', 'aria-disabled', 'aria-invalid', 'aria-selected', 'aria-sort'];
  const own = e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim());
  const typed = e => /^(input|select|textarea|button)$/.test(e.localName);
  const told = e => e.localName + TELLING.map(name => e.getAttribute(name) ?? '').join('|');
  const mixed = (text, hash) => {
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    return hash;
  };
  const found = new Set();
  const walk = (e, above) => {
    const place = mixed(told(e), above);
    if (own(e) || typed(e)) { e.placeOfText = place; found.add(place); }
    for (const child of e.children) walk(child, place);
  };
  walk(document.documentElement, 0x811c9dc5);
  return [...found];
}"""
ASK = """([fresh, options]) => {
  const wanted = new Set(fresh);
  const nodes = [...document.querySelectorAll('*')].filter(e => wanted.has(e.placeOfText));
  return axe.run({include: nodes}, options);
}"""


def results(page: Page, known: set[int]) -> dict[str, Any]:
    """Return what axe says of the texts at places that are not known; they are known from now on.

    Axe must be in the page already.
    """
    fresh = [place for place in page.evaluate(PLACES) if place not in known]
    if not fresh:
        return {"violations": [], "incomplete": []}
    known.update(fresh)
    options = {
        "runOnly": {"type": "rule", "values": [RULE]},
        "resultTypes": ["violations", "incomplete"],
        "preload": False,
    }
    return dict(page.evaluate(ASK, [fresh, options]))
