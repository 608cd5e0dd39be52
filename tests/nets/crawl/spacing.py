"""A page with more room in its text, and with text of double size: nothing runs off or is cut.

WCAG 1.4.12 names the four distances and 1.4.4 the size; both at the width of a phone.
"""

from playwright.sync_api import Page

# As a person does it with a style of his own: it wins from what the page says.
SPACED = """p { margin-bottom: 2em !important }
* { line-height: 1.5 !important; letter-spacing: 0.12em !important;
  word-spacing: 0.16em !important }
"""
DOUBLE = "html { font-size: 200% !important }"
STYLES = {"spacing": SPACED, "200 %": DOUBLE}
PUT = """(rules) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(rules);
  document.adoptedStyleSheets = [sheet];
}"""
# What is folded away is opened: the browser does not lay out what nobody sees.
SHOWN = """() => {
  for (const e of document.querySelectorAll('details')) e.open = true;
  const shown = e => e.checkVisibility({visibilityProperty: true});
  window.controls = [...document.querySelectorAll(
    'a[href], button, input:not([type=hidden]), select, textarea, summary')].filter(shown);
}"""
# A field scrolls by itself, and a region of a table; what is hidden on purpose says nothing.
CUT = """() => {
  const told = e => e.outerHTML.slice(0, 120);
  const hides = e => ['hidden', 'clip'].includes(getComputedStyle(e).overflowX)
    || ['hidden', 'clip'].includes(getComputedStyle(e).overflowY);
  const unseen = e => e.matches('input') || e.closest('.visually-hidden, svg, datalist, thead');
  const lost = window.controls.filter(e => {
    const box = e.getBoundingClientRect();
    return !e.checkVisibility({visibilityProperty: true}) || box.width < 1 || box.height < 1;
  });
  const cut = [...document.querySelectorAll('body *')].filter(e => hides(e) && !unseen(e)
    && (e.scrollWidth > e.clientWidth + 1 || e.scrollHeight > e.clientHeight + 1));
  const buttons = [...document.querySelectorAll('select, button, input[type=submit]')]
    .filter(e => e.scrollWidth > e.clientWidth + 1);
  const root = document.documentElement;
  const wide = root.scrollWidth <= root.clientWidth ? []
    : [...document.querySelectorAll('body *')].filter(e => !e.closest('[role=region]')
      && e.getBoundingClientRect().right > root.clientWidth + 1).slice(0, 3);
  return [...lost.map(e => `lost: ${told(e)}`), ...cut.map(e => `cut: ${told(e)}`),
    ...buttons.map(e => `does not fit: ${told(e)}`),
    ...wide.map(e => `runs off the page: ${told(e)}`)];
}"""


def faults(page: Page) -> list[str]:
    """Return what is lost, cut or too wide with each of the styles of a reader."""
    page.evaluate(SHOWN)
    found = []
    for name, rules in STYLES.items():
        page.evaluate(PUT, rules)
        found += [f"with {name} {fault}" for fault in page.evaluate(CUT)]
    page.evaluate(PUT, "")
    return found
