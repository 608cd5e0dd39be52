"""What a page tells who does not see it, beyond what axe asks (WCAG 1.3.1, 3.3.1 and 4.1.3).

Axe asks for landmarks, a name on each control, and references that lead somewhere. Where rows of
a table have a head each has one, but a row that says one thing needs none.
"""

from playwright.sync_api import Page

FAULTS = r"""() => {
  const told = e => e.outerHTML.slice(0, 120), found = [];
  const say = (fault, e) => found.push(`${fault}: ${told(e)}`);
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const words = value => (value ?? '').split(/\s+/).filter(Boolean);

  const summary = document.querySelector('.error-summary');
  if (summary && document.activeElement !== summary) say('the focus is not on the errors', summary);
  for (const link of summary ? all('a[href^="#"]', summary) : []) {
    const field = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!field?.checkVisibility() || field.tabIndex < 0) say('leads to no field', link);
  }
  for (const error of all('.error-message')) {
    const about = all('[aria-describedby]')
      .filter(e => words(e.getAttribute('aria-describedby')).includes(error.id));
    if (!about.length) say('an error of no field', error);
    about.filter(e => e.matches('input:not([type=radio]), select, textarea')
      && e.getAttribute('aria-invalid') !== 'true').forEach(e => say('is wrong in silence', e));
  }
  for (const field of all('[aria-invalid=true]')) {
    const about = words(field.getAttribute('aria-describedby'));
    if (!about.some(id => document.getElementById(id)?.matches('.error-message')))
      say('wrong, and nobody says why', field);
  }
  for (const e of all('.notice--success, .notice--error, .error-summary, .panel, .progress, '
    + '[data-saves-itself], [data-present], [data-kept-text] > *')) {
    if (!e.closest('[role=status], [role=alert], [aria-live]')) say('is said to nobody', e);
  }
  for (const table of all('table')) {
    const taken = [];
    [...table.rows].forEach((row, y) => [...row.cells].reduce((x, cell) => {
      while (taken[y]?.[x]) x++;
      for (let down = y; down < y + cell.rowSpan; down++)
        for (let right = x; right < x + cell.colSpan; right++) (taken[down] ??= [])[right] = cell;
      return x + cell.colSpan;
    }, 0));
    const is = (cell, scope) => cell?.tagName === 'TH' && cell.scope.startsWith(scope)
      && cell.textContent.trim() !== '';
    const full = cells => cells
      .filter((cell, x) => cell?.textContent.trim() && cell !== cells[x - 1]);
    const named = cells => cells.some(each => is(each, 'row'));
    const ofRows = taken.some(named);
    const under = [];  // which columns have a head by now
    taken.forEach(cells => cells.forEach((cell, x) => {
      under[x] ||= is(cell, 'col');
      if (cell.tagName !== 'TD' || full(cells).length < 2 || !cell.textContent.trim()) return;
      if (ofRows && !named(cells)) say('a cell without a head of its row', cell);
      if (!under[x]) say('a cell without a head of its column', cell);
    }));
  }
  return found;
}"""


def faults(page: Page) -> list[str]:
    """Return what somebody who listens to the page would miss."""
    found: list[str] = page.evaluate(FAULTS)
    return found
