"""Which colours a page brings together, so that axe is asked about each combination once.

Whether a text can be read depends on its colour, size and weight, and on what lies below it. Axe
takes as long for that one rule as for half of the others, and most pages show nothing new. What
does not lie in the flow of the page may cover something else, so it counts where it is.
"""

from playwright.sync_api import Page

COMBINATIONS = """() => {
  const found = new Set(), below = new Map(), out = new Map();
  const zero = value => value === 'auto' || value === '0px';
  const flows = s => s.float === 'none' && s.transform === 'none' && s.zIndex === 'auto'
    && (s.position === 'static' || s.position === 'relative'
      && [s.top, s.right, s.bottom, s.left].every(zero))
    && ![s.marginTop, s.marginRight, s.marginBottom, s.marginLeft].some(m => m.startsWith('-'));
  const written = e => /^(INPUT|SELECT|TEXTAREA)$/.test(e.tagName)
    || [...e.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
  for (const e of document.querySelectorAll('*')) {
    const s = getComputedStyle(e), parent = e.parentElement;
    const own = [s.backgroundColor, s.backgroundImage, s.opacity, s.filter, s.textShadow].join(' ');
    const covers = s.backgroundColor.startsWith('rgb(') && s.opacity === '1' && s.filter === 'none';
    const above = covers ? '' : below.get(parent) ?? '';
    below.set(e, own === 'rgba(0, 0, 0, 0) none 1 none none' ? above : `${above}/${own}`);
    out.set(e, (out.get(parent) ?? '') + (flows(s) ? '' : ` ${e.localName}.${e.className}`));
    if (written(e)) {
      found.add([s.color, s.fontSize, s.fontWeight, below.get(e), out.get(e)].join(';'));
    }
  }
  return [...found];
}"""


class Colours:
    """The combinations that were met, and judged, so far."""

    def __init__(self) -> None:
        self._met: set[str] = set()

    def are_new(self, page: Page) -> bool:
        """Tell whether the page shows a combination that was not met; it is from now on."""
        shown = set(page.evaluate(COMBINATIONS))
        is_new = not shown <= self._met
        self._met |= shown
        return is_new
