"""The forms of the pages that a viewer can open, as a browser would send them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import html  # type: ignore[import-untyped]  # ships no types
from lxml.html import HtmlElement  # type: ignore[import-untyped]  # ships no types

from tests.nets.matrix.asking import Browser, row_of
from tests.nets.matrix.table import Row
from tests.nets.routes import Visit
from tests.nets.world import World

HTML = "<!doctype html"
DOCUMENTS = (".xlsx", ".pdf", ".css")
CONTROLS = ("input", "select", "textarea", "button")
OF_THE_FRAME = frozenset({"_key", "csrf_token"})
VARIABLE = re.compile(r"[a-z2-7]{26}|\d+")
WORDS = "Een gewone zin."
NUMBER = "5"

Body = Mapping[str, list[str]]


@dataclass(frozen=True, slots=True)
class Sent:
    """A form: where it goes, what it asks, and what it sends as it stands.

    ``single``: the names that take one answer; ``blank``: an answer for what is empty.
    """

    action: str
    names: frozenset[str]
    single: frozenset[str]
    body: Body
    blank: Body

    def filled(self) -> Body:
        """Return what is sent when every empty place got an answer."""
        return {**self.body, **self.blank}


def shape(world: World, form: Sent) -> str:
    """Return which act it is, with its names without their numbers: one of each is sent."""
    path = form.action.partition("?")[0]
    endpoint, _ = world.app.url_map.bind("").match(path, method="POST")
    names = sorted({VARIABLE.sub("#", name) for name in form.names})
    return f"{endpoint}({', '.join(names)})"


def found(browser: Browser, every: list[Visit], pages: set[Row]) -> dict[str, Sent]:
    """Return the forms on the pages that this viewer can open, one of each shape."""
    forms: dict[str, Sent] = {}
    for visit in every:
        if row_of(visit, "GET") in pages and not visit.path.endswith(DOCUMENTS):
            for form in on_page(browser.look(visit.path).text, visit.path):
                forms.setdefault(shape(browser.world, form), form)
    return forms


def on_page(text: str, path: str) -> Iterator[Sent]:
    """Read the forms that act; one without an action goes back to ``path``."""
    if not text.lstrip().lower().startswith(HTML):
        return
    for element in html.document_fromstring(text).iter("form"):
        if (element.get("method") or "get").lower() == "post":
            yield from _read(element, path)


def _read(element: HtmlElement, path: str) -> Iterator[Sent]:
    """Give the form, and once more for each button that sends it elsewhere."""
    controls = [each for each in element.iter(*CONTROLS) if _counts(each)]
    elsewhere = [each for each in controls if each.get("formaction")]
    own = [each for each in controls if each not in elsewhere]
    yield _sent(own, element.get("action") or path)
    for button in elsewhere:
        yield _sent([*own, button], button.get("formaction"))


def _sent(controls: list[HtmlElement], action: str) -> Sent:
    body: dict[str, list[str]] = {}
    for each in controls:
        body.setdefault(each.get("name"), []).extend(_values(each))
    empty = [each for each in controls if not any(body[each.get("name")])]
    names = frozenset(body)
    single = names - {each.get("name") for each in controls if _is_many(each)}
    sent = {name: values for name, values in body.items() if values}
    return Sent(action, names, single, sent, {each.get("name"): _answer(each) for each in empty})


def _counts(control: HtmlElement) -> bool:
    return bool(control.get("name")) and control.get("name") not in OF_THE_FRAME


def _is_many(control: HtmlElement) -> bool:
    return control.get("type") == "checkbox" or control.get("multiple") is not None


def _values(control: HtmlElement) -> list[str]:
    if control.tag == "textarea":
        return [(control.text or "").removeprefix("\n")]
    if control.tag == "select":
        options = list(control.iter("option"))
        chosen = [each for each in options if each.get("selected") is not None]
        return [each.get("value") or "" for each in chosen or options[:1]]
    if control.get("type") in {"radio", "checkbox"} and control.get("checked") is None:
        return []
    return [control.get("value") or ""]


def _answer(control: HtmlElement) -> list[str]:
    """Return something that can be answered where nothing is."""
    if control.tag == "select":
        options = [each.get("value") for each in control.iter("option")]
        return [next((value for value in options if value), "")]
    if control.get("type") in {"radio", "checkbox"}:
        return [control.get("value") or "on"]
    if control.get("type") == "email":
        return ["een.partner@aalst.example"]
    return [NUMBER if control.get("inputmode") else WORDS]
