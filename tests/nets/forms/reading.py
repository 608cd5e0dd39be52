"""What a page asks: its forms, read from the HTML as a browser reads them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import html  # type: ignore[import-untyped]  # ships no types
from lxml.html import HtmlElement  # type: ignore[import-untyped]  # ships no types

TYPED = frozenset({"text", "textarea", "email", "tel", "password", "search", "number", "url"})


@dataclass(frozen=True, slots=True)
class Asked:
    """One name in a form. ``options``: what may be chosen; ``value``: what is there now."""

    name: str
    kind: str
    value: tuple[str, ...] = ()
    options: tuple[str, ...] = ()

    @property
    def is_typed(self) -> bool:
        return self.kind in TYPED

    @property
    def is_multiple(self) -> bool:
        return (self.kind == "checkbox" and len(self.options) > 1) or self.kind == "select-multiple"


@dataclass(frozen=True, slots=True)
class ReadForm:
    """A form with where it goes, everything it asks, and its buttons with a name and a value."""

    action: str
    method: str
    asked: tuple[Asked, ...]
    buttons: tuple[tuple[str, str], ...] = ()
    shape: str = field(default="", compare=False)

    @property
    def button(self) -> tuple[str, str] | None:
        return self.buttons[0] if self.buttons else None


def tree(text: str) -> HtmlElement:
    """Return a page as elements; an empty answer is an empty page."""
    return html.document_fromstring(text or "<html></html>")


def forms(text: str, path: str) -> list[ReadForm]:
    """Return the forms of a page; one without an action goes back to ``path``."""
    found = [_read(each, path) for each in tree(text).iter("form")]
    return [*found, *_other_ways(text, found)]


def _other_ways(text: str, found: list[ReadForm]) -> Iterator[ReadForm]:
    """Give each form again for every button of it that leads somewhere else."""
    for element, form in zip(tree(text).iter("form"), found, strict=True):
        for button in element.xpath(".//button[@formaction]"):
            yield replace(form, action=str(button.get("formaction")), buttons=_named(button))


def _read(element: HtmlElement, path: str) -> ReadForm:
    asked: dict[str, Asked] = {}
    for found in _controls(element):
        earlier = asked.get(found.name)
        asked[found.name] = found if earlier is None else _joined(earlier, found)
    return ReadForm(
        element.get("action") or path,
        (element.get("method") or "get").upper(),
        tuple(asked.values()),
        tuple(pair for button in element.iter("button") for pair in _named(button)),
    )


def _controls(element: HtmlElement) -> Iterator[Asked]:
    for control in element.iter("input", "select", "textarea"):
        name = control.get("name")
        if name and not control.get("disabled"):
            yield _control(control, name)


def _control(control: HtmlElement, name: str) -> Asked:
    if control.tag == "textarea":
        return Asked(name, "textarea", ((control.text or "").removeprefix("\n"),))
    if control.tag == "select":
        options = tuple(each.get("value") or "" for each in control.iter("option"))
        chosen = tuple(
            each.get("value") or ""
            for each in control.iter("option")
            if each.get("selected") is not None
        )
        kind = "select-multiple" if control.get("multiple") is not None else "select"
        return Asked(name, kind, chosen or options[:1], options)
    kind = control.get("type") or "text"
    value = control.get("value") or ""
    if kind in {"radio", "checkbox"}:
        return Asked(name, kind, (value,) if control.get("checked") is not None else (), (value,))
    return Asked(name, kind, (value,))


def _joined(one: Asked, other: Asked) -> Asked:
    return Asked(one.name, one.kind, one.value + other.value, one.options + other.options)


def _named(button: HtmlElement) -> tuple[tuple[str, str], ...]:
    name = button.get("name")
    return ((str(name), button.get("value") or ""),) if name else ()
