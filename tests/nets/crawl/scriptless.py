"""The same page without JavaScript: the same words and controls, and every form can be sent."""

from typing import Any

from playwright.sync_api import Page

CONTROLS = """() => {
  const shown = e => e.checkVisibility({visibilityProperty: true});
  const told = e => `${e.tagName} ${e.name ?? ''} ${e.type ?? ''} ${e.getAttribute('href') ?? ''}`;
  return [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter(e => e.type !== 'hidden' && shown(e)).map(told);
}"""
WITHOUT_BUTTON = """() => [...document.forms].filter(form => {
  const shown = e => e.checkVisibility({visibilityProperty: true});
  const buttons = [...form.elements].filter(e => e.type === 'submit' && !e.disabled);
  return shown(form) && !buttons.some(e => shown(e) || e.closest('details:not([open])'));
}).map(form => form.outerHTML.slice(0, 120))"""
EMPTY = """() => document.querySelector('main').innerText.trim() === ''"""


def controls(page: Page) -> list[str]:
    """Return everything that can be used on the page, as it is now."""
    found: list[str] = page.evaluate(CONTROLS)
    return found


def faults(page: Page, with_script: list[str]) -> list[str]:
    """Compare a page without script with what it offers when there is one."""
    own = controls(page)
    found = [f"only with script: {each}" for each in _more(with_script, own)]
    found += [f"only without script: {each}" for each in _more(own, with_script)]
    found += [f"cannot be sent: {form}" for form in _evaluated(page, WITHOUT_BUTTON)]
    if page.evaluate(EMPTY):
        found.append("nothing to read without script")
    return found


def _evaluated(page: Page, script: str) -> list[Any]:
    found: list[Any] = page.evaluate(script)
    return found


def _more(some: list[str], others: list[str]) -> list[str]:
    rest = list(others)
    more = []
    for each in some:
        if each in rest:
            rest.remove(each)
        else:
            more.append(each)
    return more
